"""The programme's own criteria: checked by line, taken into the plan, in force from their day on."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest

import resources
from cxworkbench import own_reference
from cxworkbench.conditions.rating import rate
from cxworkbench.plan import Plan
from db.errors import UserError
from db.models import ReferenceFile
from db.store import open_plan
from tests.commands.test_commands import run, sample
from tests.prepared import put_sample

__all__ = ["run", "sample"]

BUILT_IN = resources.read_text("reference", "failure_modes.toml")
AS_OF = date(2026, 3, 11)
NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)


@pytest.fixture
def session(tmp_path):
    with closing(open_plan(put_sample(tmp_path / "s.cxplan"), origin="window")) as opened:
        yield opened


def loaded(session):
    return Plan(session, version=session.head)


def line_with(text, part):
    return next(at for at, line in enumerate(text.splitlines(), 1) if part in line)


def first_criterion():
    return next(iter(own_reference.check(BUILT_IN).criteria.values()))


def test_the_built_in_file_passes_its_own_check():
    assert own_reference.changed(own_reference.check(BUILT_IN)) == {"new": 0, "changed": 0, "gone": 0}


@pytest.mark.parametrize(
    ("find", "put", "says"),
    [
        ('severity = "blocker"', 'severity = "deadly"', "there is no severity 'deadly'"),
        ('rule = "all_have"', 'rule = "feels_right"', "there is no rule 'feels_right'"),
        ('id = "governance_in_place"', 'id = "good_mood"', "'governance_in_place' is missing"),
        ("[[condition]]", "[[condition", "it is no TOML"),
        ('text = "', 'txt = "', "is missing"),
    ],
)
def test_what_is_wrong_is_named(find, put, says):
    assert find in BUILT_IN
    with pytest.raises(UserError, match="stays in force") as error:
        own_reference.check(BUILT_IN.replace(find, put, 1), "mine.toml")
    assert says in str(error.value)
    assert "mine.toml" in str(error.value)


def with_where(put):
    """The built-in file with the first condition on records of a criterion replaced, and the line on which it stands."""
    criterion = next(one for one in own_reference.check(BUILT_IN).criteria.values() if one.where is not None)
    at = BUILT_IN.index(criterion.where.text.split('"')[0], BUILT_IN.index(f'id = "{criterion.id}"'))
    end = BUILT_IN.index("\n", at)
    text = BUILT_IN[:at] + put + ('"' if BUILT_IN[end - 1] == '"' else "'") + BUILT_IN[end:]
    return text, line_with(text, put)


@pytest.mark.parametrize(
    ("put", "says"),
    [
        ("__import__('os')", "names '__import__'"),
        ("count(objective", "was refused"),
        ("no_such_field > 3", "names 'no_such_field', which there isn't"),
        ("frictionpoint == record", "names 'frictionpoint'"),
    ],
)
def test_a_wrong_expression_is_named_with_its_line(put, says):
    wrong, line = with_where(put)
    with pytest.raises(UserError) as error:
        own_reference.check(wrong, "mine.toml")
    assert says in error.value.what
    assert f"mine.toml, line {line}," in error.value.where


def test_a_name_nearly_right_is_suggested():
    with pytest.raises(UserError) as error:
        own_reference.check(with_where("frictionpoint == record")[0], "mine.toml")
    assert "did you mean 'friction_point'?" in error.value.to_do


def test_a_changed_threshold_changes_the_judgement_from_its_day_on(session):
    """Cardiff is 50% active: a threshold of 40 rather than 60 in 100 is met."""
    plan = loaded(session)
    pilot = plan.pilots[0]
    before = {one.condition: one for one in rate(plan, pilot, AS_OF)}
    criterion = next(one for one in before["people_ready"].results if one.detail.startswith("Cardiff 50%"))
    block = BUILT_IN[BUILT_IN.index(f'id = "{criterion.id}"') :]
    block = block[: block.index("[[condition", 10)]
    own = BUILT_IN.replace(block, block.replace("0.60", "0.40").replace("0.6", "0.4"), 1)
    assert own != BUILT_IN
    with session.change("Take", at=NOON, by="Test") as change:
        own_reference.take(change, plan, own, at=NOON)
    plan = loaded(session)
    assert own_reference.changed(own_reference.catalogue_of(plan, AS_OF))["changed"] == 1
    after = {one.condition: one for one in rate(plan, pilot, AS_OF)}
    assert next(one for one in after["people_ready"].results if one.id == criterion.id).holds
    earlier = own_reference.catalogue_of(plan, AS_OF - timedelta(days=1))
    assert own_reference.changed(earlier)["changed"] == 0, "an earlier day is judged by what held then"
    session.undo(at=NOON, by="Test")
    assert own_reference.held(loaded(session), AS_OF) is None


def test_a_broken_file_written_past_the_program_is_left_out_and_said(session):
    with session.change("Past the program", at=NOON, by="Test") as change:
        change.add(ReferenceFile(name=own_reference.NAME, sha256="0" * 64, since=NOON, text="[[condition"))
    plan = loaded(session)
    assert own_reference.changed(own_reference.catalogue_of(plan, AS_OF)) == {
        "new": 0,
        "changed": 0,
        "gone": 0,
    }
    assert "no TOML" in own_reference.problem(plan, AS_OF).what
    assert len(rate(plan, plan.pilots[0], AS_OF)) == 7


def test_the_command_checks_takes_and_says(run, sample, tmp_path):
    own = tmp_path / "mine.toml"
    criterion = first_criterion()
    own.write_text(BUILT_IN.replace(criterion.text, "Worded anew", 1), encoding="utf-8")
    assert "built-in criteria" in run("reference", "s.cxplan")[1]
    before = sample.read_bytes()
    code, out, _ = run("reference", "s.cxplan", "--file", "mine.toml", "--dry-run")
    assert (code, sample.read_bytes() == before) == (0, True)
    assert "1 changed" in out
    assert run("reference", "s.cxplan", "--file", "mine.toml")[0] == 0
    assert "own criteria are in force since 11 Mar 2026" in run("reference", "s.cxplan")[1]
    own.write_text("[[condition\nid = 1", encoding="utf-8")
    code, _, err = run("reference", "s.cxplan", "--file", "mine.toml")
    assert code == 3
    assert "line 1" in err
