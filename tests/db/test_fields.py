"""A column says itself what it takes; what it refuses leaves the plan as it was."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

import resources
from db.errors import FieldError
from db.models import Gate, Metric, Objective, Person, Pilot
from db.records import FAMILIES
from db.values import as_json, cell_reader, cell_writer, from_json
from tests.everything import a_value


def test_every_field_describes_itself():
    for family in FAMILIES.values():
        assert family.label
        assert family.label_many
        for name, field in family.fields.items():
            assert field.label, (family.kind, name)
            assert field.record_kind == family.kind
            if field.kind in {"link", "links"}:
                assert field.to in FAMILIES
            if field.kind == "choice":
                assert field.choices or field.catalogue
            if field.catalogue:
                assert_names_reference_data(field.catalogue)
        assert set(family.key) <= family.fields.keys(), family.kind


def assert_names_reference_data(catalogue):
    """file.table or file.table.subtable, whose entries have an id and a name to show."""
    file, *path = catalogue.split(".")
    rows = [resources.toml(file)]
    for name in path:
        rows = [entry for row in rows for entry in row.get(name, [])]
    assert rows, catalogue
    assert all("id" in row for row in rows), catalogue


def test_every_value_reads_back_from_the_file_and_from_json_as_it_was():
    for family in FAMILIES.values():
        for field in family.fields.values():
            checked = field.checked(a_value(field))
            assert from_json(field, as_json(field, checked)) == checked
            writer, reader = cell_writer(field), cell_reader(field)
            if writer and reader:
                assert reader(writer(checked)) == checked


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (Metric.k, 1),
        (Metric.alpha, Decimal("1.2")),
        (Metric.role, "hero"),
        (Metric.baseline_value, "NaN"),
        (Metric.baseline_value, "sixty"),
        (Metric.baseline_value, float("inf")),
        (Metric.baseline_value, "1e999"),
        (Metric.baseline_from, datetime(2026, 3, 8, tzinfo=UTC)),
        (Metric.baseline_from, "2026-03-08"),
        (Metric.laney, "yes"),
        (Metric.decimals, True),
        (Person.name, ""),
        (Person.name, 5),
        (Person.name, "x" * 1_000_001),
        (Person.name, "\ud800"),
        (Pilot.owner, "Priya"),
        (Objective.agreed_by, ["Priya"]),
        (Gate.pilot, None),
        (Objective.expected_value, Decimal("9" * 50)),
    ],
)
def test_a_field_refuses_what_it_does_not_take_and_says_what_the_plan_keeps(field, value):
    with pytest.raises(FieldError) as refusal:
        field.checked(value)
    assert field.label in refusal.value.where
    assert refusal.value.kept
    assert "\n" not in refusal.value.line()


def test_not_known_is_never_no():
    assert Pilot.customer_facing.checked(None) is None
    assert Pilot(name="x").customer_facing is None


def test_a_record_never_changes():
    person = Person(name="Priya")
    with pytest.raises(AttributeError):
        person.name = "Tom"
    assert person.with_values(name="Tom").name == "Tom"
    assert person.name == "Priya"
