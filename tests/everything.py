"""A plan that holds a record of every family with every field filled: what walks all tables walks this one."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from db.fields import Field
from db.models import Programme
from db.records import FAMILIES, Record
from db.session import Session
from db.store import create_plan
from tests.plans import NOON, weeks

_PLACES = {kind: place for place, kind in enumerate(FAMILIES, 1)}
_PLAIN: dict[str, Any] = {
    "text": "Siân \N{GREEK SMALL LETTER ALPHA}=1+1",
    "long_text": 'two\nlines, "quoted"',
    "yes_no": False,
    "decimal": Decimal("0.61"),
    "money": Decimal("1200.50"),
    "share": Decimal("0.40"),
    "date": date(2026, 3, 8),
    "instant": datetime(2026, 3, 8, 10, 42, 0, 123456, tzinfo=UTC),
    "several": ("second", "first"),
    "json": {"a": [1, "ü"], "b": None},
}
_OTHER: dict[str, Any] = {
    "text": "another",
    "long_text": "x\r\ny\tz",
    "yes_no": True,
    "decimal": Decimal("0.610"),
    "money": Decimal("-0.01") * -1,
    "share": Decimal(1),
    "date": date(1999, 12, 31),
    "instant": datetime(2026, 3, 8, 10, 42, tzinfo=UTC),
    "several": ("first",),
    "json": [],
}


#: Of structured values that people type, by their shape: one value and another.
_SHAPED: dict[str, tuple[Any, Any]] = {
    "levels": ({"accuracy": 0.75, "completeness": 0.905}, {"timeliness": 1.0}),
    "counts": ({"yes, always": 41, "ü": 0}, {"no": 7}),
    "options": ([{"name": "Agree", "text": "Go on: as planned; at once"}, {"name": "Stop"}], [{"name": "ü"}]),
    "words": (["cover", "two words", "a, b"], ["ü"]),
}


def id_of(kind: str, which: int = 1) -> str:
    """The id of the first or second record of a family in such a plan."""
    return f"{_PLACES[kind]:030x}{which:02x}"


#: What the plan keeps for its attachments and snapshots.
FILES = (b"evidence of one kind", b"and of another")
_HASHES = {("attachment", "sha256"), ("snapshot", "hash"), ("printed_paper", "sha256")}


def a_value(field: Field[Any], *, other: bool = False) -> Any:
    """A value that a field takes; with ``other`` another one."""
    if (field.record_kind, field.name) in _HASHES:
        return hashlib.sha256(FILES[other]).hexdigest()
    if field.kind == "choice":
        words = list(field.choices or {"x": "", "y": ""})
        return words[-1 if other else 0]
    if field.kind in {"integer", "duration"}:
        low = int(field.low) if field.low is not None else -3
        return low + (5 if other and (field.high is None or low + 5 <= field.high) else 2 if other else 1)
    if field.kind == "link":
        return id_of(field.to, 2 if other else 1)
    if field.kind == "links":
        return (id_of(field.to, 2),) if other else (id_of(field.to, 1), id_of(field.to, 2))
    if field.kind == "record":
        return f"pilot/{id_of('pilot', 2 if other else 1)}"
    if field.shape and field.kind == "json":
        return _SHAPED[field.shape][other]
    return (_OTHER if other else _PLAIN)[field.kind]


def a_record(family: type[Record], which: int = 1, *, other: bool = False) -> Record:
    """A record with every field filled, and nothing in the bin."""
    values = {field.key: a_value(field, other=other) for field in family.fields.values()}
    values["binned"] = None
    return family(id=id_of(family.kind, which), **values)


def write_everything(path: Path) -> Session:
    """A plan with two full records of every family (one of the programme) and readings; opened for writing."""
    session = create_plan(path, Programme(name="Everything", id=id_of("programme")), at=NOON, by="Test")
    with session.change("Everything", at=NOON + timedelta(hours=1), by="Test") as change:
        for family in FAMILIES.values():
            if family is Programme:
                continue
            for which in (1, 2):
                change.add(a_record(family, which))
        for content in FILES:
            change.keep(content)
        change.write_readings(id_of("series"), weeks([1.0, 2.0, 3.0], source="typed"))
    return session


def dump(session: Session, kind: str = "") -> dict[str, list[tuple[Any, ...]]]:
    """The bytes of every table but the journal's, or of one family's, rows in the order of their keys."""
    found = {}
    for (table,) in session._connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND name NOT IN ('changeset', 'change', 'batch', 'content') ORDER BY name"
    ).fetchall():
        if not table.startswith(kind):
            continue
        columns = [row[1] for row in session.pragma(f'table_info("{table}")')]
        typed = ", ".join(f'typeof("{name}"), "{name}"' for name in columns)
        order = ", ".join(str(2 * place) for place in range(1, len(columns) + 1))
        found[table] = session._connection.execute(
            f'SELECT {typed} FROM "{table}" ORDER BY {order}'
        ).fetchall()
    return found
