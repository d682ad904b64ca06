"""What holds for each table and column of a plan: it is kept exactly, and every change of it can be taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.check import check
from db.models import Programme
from db.past import Past
from db.records import FAMILIES
from db.store import open_plan
from tests.everything import a_record, a_value, dump, id_of, write_everything
from tests.plans import NOON

LATER = NOON + timedelta(hours=2)


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    """One plan for all tests here: each leaves its records as it found them."""
    session = write_everything(tmp_path_factory.mktemp("everything") / "everything.cxplan")
    yield session
    session.close()


def taken_back(session, kind, change_something, *, and_done_again=True):
    """Make one change, take it back, do it again: before and after must come back byte for byte."""
    before = dump(session, kind)
    with session.change("Something", at=LATER, by="Test") as change:
        change_something(change)
    after = dump(session, kind)
    assert after != before
    session.undo(at=LATER, by="Test")
    assert dump(session, kind) == before
    if and_done_again:
        session.redo(at=LATER, by="Test")
        assert dump(session, kind) == after
        session.undo(at=LATER, by="Test")


def test_every_value_is_kept_as_it_was_given(everything):
    session = open_plan(everything.path, read_only=True)
    for family in FAMILIES.values():
        if family is Programme:
            continue
        held = {record.id: record for record in session.records(family)}
        for which in (1, 2):
            given = a_record(family, which)
            for name, field in family.fields.items():
                expected = field.checked(given.value(name)) if name != "binned" else None
                assert held[given.id].value(name) == expected, (family.kind, name)
    assert check(session) == []
    session.close()


def setting(family, values):
    return lambda change: change.set(family, id_of(family.kind), **values)


def test_each_change_of_each_column_can_be_taken_back(everything):
    """Of every table: each field changed, all that may be empty emptied, a record added, one put into the bin."""
    before = dump(everything)
    for kind, family in FAMILIES.items():
        held = next(record for record in everything.records(family) if record.id == id_of(kind))
        fields = {name: field for name, field in family.fields.items() if name != "binned"}
        for name, field in fields.items():
            other = field.checked(a_value(field, other=True))
            if other != held.value(name):
                taken_back(everything, kind, setting(family, {name: other}), and_done_again=False)
        free = {name: None for name, field in fields.items() if not field.required}
        taken_back(everything, kind, lambda change, held=held: change.bin(held, LATER))
        if family is not Programme:
            taken_back(everything, kind, setting(family, free))
            third = a_record(family, 3, other=True)
            taken_back(everything, kind, lambda change, third=third: change.add(third))
    assert dump(everything) == before
    assert check(everything) == []


def test_the_past_is_what_stood_in_each_table(everything):
    at_first = everything.head
    families = [family for family in FAMILIES.values() if family is not Programme]
    before = {family.kind: everything.records(family) for family in families}
    with everything.change("All at once", at=LATER, by="Test") as change:
        for family in families:
            values = {
                name: a_value(field, other=True) for name, field in family.fields.items() if name != "binned"
            }
            change.set(family, id_of(family.kind), **values)
            change.add(a_record(family, 3))
    past = Past(everything, at_first)
    for family in families:
        then = {record.id: record.__dict__ for record in past.records(family)}
        assert then == {record.id: record.__dict__ for record in before[family.kind]}, family.kind
    undo = everything.undo(at=LATER, by="Test")
    assert undo is not None
    assert {
        family.kind: [record.__dict__ for record in everything.records(family)] for family in families
    } == {kind: [record.__dict__ for record in records] for kind, records in before.items()}
