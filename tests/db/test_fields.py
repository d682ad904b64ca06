"""A column says itself what it takes; what it refuses leaves the plan as it was."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from db.errors import FieldError
from db.models import Gate, Metric, Objective, Person, Pilot
from db.records import FAMILIES
from db.values import as_json, cell_reader, cell_writer, from_json

VALUES = {
    "text": "Siân",
    "long_text": "two\nlines",
    "yes_no": False,
    "integer": 7,
    "decimal": Decimal("61.00"),
    "money": Decimal("1200.50"),
    "share": Decimal("0.40"),
    "duration": 512,
    "date": date(2026, 3, 8),
    "instant": datetime(2026, 3, 8, 10, 42, 0, 123456, tzinfo=UTC),
    "link": "0" * 31 + "1",
    "links": ("0" * 31 + "1", "0" * 31 + "2"),
    "json": {"a": [1, "ü"]},
}


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


def test_every_value_reads_back_from_the_file_and_from_json_as_it_was():
    for family in FAMILIES.values():
        for field in family.fields.values():
            value = next(iter(field.choices or {"x": "x"})) if field.kind == "choice" else VALUES[field.kind]
            if field.low is not None and field.kind in {"integer", "decimal"}:
                value = type(value)(max(int(field.low), 1))
            checked = field.checked(value)
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
