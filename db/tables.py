"""The SQLAlchemy tables, derived from what the columns say of themselves. Loaded when something is written."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

from db import models
from db.fields import Field
from db.records import FAMILIES, Record

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

assert models  # the families must be known before their tables are derived

#: What a cell of each kind of field is. Dates, moments and exact numbers are text that sorts and compares:
#: the same bytes on every engine (db/values.py writes them).
_TYPES: dict[str, type[TypeEngine[Any]]] = {
    "text": Text,
    "long_text": Text,
    "yes_no": Boolean,
    "integer": BigInteger,
    "decimal": Text,
    "money": Text,
    "share": Text,
    "duration": BigInteger,
    "date": Text,
    "instant": Text,
    "choice": Text,
    "link": Text,
    "record": Text,
    "several": Text,
    "json": Text,
}


def _id_column(name: str, target: str, *, primary_key: bool = False, nullable: bool = True) -> Column[str]:
    # Deferred: the rows of one change may come in any order, also when it is undone.
    return Column(
        name,
        String(32),
        ForeignKey(f"{target}.id", deferrable=True, initially="DEFERRED"),
        primary_key=primary_key,
        nullable=nullable,
    )


def _column(field: Field[Any]) -> Column[Any]:
    if field.kind == "link":
        return _id_column(field.name, field.to, nullable=not field.required)
    return Column(field.name, _TYPES[field.kind](), nullable=not field.required)


def link_table_name(family: type[Record], field: Field[Any]) -> str:
    """The table that holds a field with several links."""
    return f"{family.kind}_{field.name}"


def _derive(family: type[Record]) -> None:
    columns = [_column(field) for field in family.fields.values() if field.kind != "links"]
    extra: list[Any] = []
    if family is models.Series:
        # The local number of a series keeps rows of readings short; its digest says what they add up to.
        extra = [
            Column("key", Integer, nullable=False),
            Column("digest", BigInteger, nullable=False, server_default="0"),
            UniqueConstraint("key"),
        ]
    Table(family.kind, metadata, Column("id", String(32), primary_key=True), *columns, *extra)
    for field in family.fields.values():
        if field.kind == "links":
            Table(
                link_table_name(family, field),
                metadata,
                _id_column(family.kind, family.kind, primary_key=True, nullable=False),
                _id_column(
                    field.to if field.to != family.kind else "other",
                    field.to,
                    primary_key=True,
                    nullable=False,
                ),
            )
        elif field.kind == "link":
            Index(None, metadata.tables[family.kind].c[field.name])


for _family in FAMILIES.values():
    _derive(_family)

#: Readings are columns, not records: natural key (series, period), bulk statements in and out.
reading = Table(
    "reading",
    metadata,
    Column(
        "series", Integer, ForeignKey("series.key", deferrable=True, initially="DEFERRED"), primary_key=True
    ),
    Column("period_from", BigInteger, primary_key=True),
    Column("period_to", BigInteger, primary_key=True),
    Column("value", Float, nullable=False),
    Column("numerator", Float),
    Column("n", Float),
    Column("recorded_on", BigInteger),
    Column("source", Text),
    Column("excluded_reason", Text),
    Column("excluded_by", String(32)),
    CheckConstraint("period_from < period_to", name="period"),
    sqlite_with_rowid=False,
)

changeset = Table(
    "changeset",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("id", String(32), nullable=False, unique=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("undoes", Integer, ForeignKey("changeset.seq")),
    Column("parents", Text, nullable=False),
    Column("hash", String(64), nullable=False),
)

change = Table(
    "change",
    metadata,
    Column("changeset", Integer, ForeignKey("changeset.seq"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("record_kind", Text, nullable=False),
    Column("record_id", String(32), nullable=False),
    Column("field", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Index(None, "record_id"),
    sqlite_with_rowid=False,
)

batch = Table(
    "batch",
    metadata,
    Column("changeset", Integer, ForeignKey("changeset.seq"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("series", String(32), nullable=False),
    Column("added_count", Integer, nullable=False),
    Column("replaced_count", Integer, nullable=False),
    Column("removed_count", Integer, nullable=False),
    Column("added", LargeBinary),
    Column("replaced", LargeBinary),
    Column("removed", LargeBinary),
)


#: Files kept in the plan (attachments, contents of snapshots) by the hash of their bytes: equal files once. Their
#: records are journalled; what lies here is only ever added.
content = Table(
    "content",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("compressed", LargeBinary, nullable=False),
)


@cache
def columns_of(kind: str) -> tuple[Field[Any], ...]:
    """The fields of a family that are columns of its own table, in their order."""
    return tuple(field for field in FAMILIES[kind].fields.values() if field.kind != "links")
