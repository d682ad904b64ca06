"""Rows in their order: sorted by several columns, filtered, grouped, and added up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from cxworkbench.grid.words import natural

if TYPE_CHECKING:
    from cxworkbench.grid.columns import Column
    from cxworkbench.grid.words import Words
    from db.fields import Field
    from db.records import Record


@dataclass(frozen=True)
class SortBy:
    """One column that rows are sorted by."""

    column: str
    descending: bool = False


@dataclass(frozen=True)
class Wanted:
    """What a column's filter lets through; what isn't given lets everything through.

    Attributes:
        texts: cells that say one of these; an empty text stands for empty cells.
        after: days not before this one.
        before: days not after this one.
        empty: whether cells are to be empty, or not to be.
    """

    texts: frozenset[str] = frozenset()
    after: date | None = None
    before: date | None = None
    empty: bool | None = None

    def lets(self, text: str, value: Any) -> bool:
        """Whether a cell passes."""
        if self.empty is not None and self.empty != (not text):
            return False
        if self.texts and text not in self.texts:
            return False
        if self.after is None and self.before is None:
            return True
        if isinstance(value, datetime):
            value = value.date()
        if not isinstance(value, date):
            return False
        return not (
            (self.after is not None and value < self.after)
            or (self.before is not None and value > self.before)
        )


@dataclass(frozen=True)
class Group:
    """Rows that say the same in one column."""

    text: str
    rows: tuple[Any, ...] = field(default=())


def in_order(
    words: Words,
    records: Iterable[Record],
    sorts: Sequence[tuple[Column, bool]],
    seen_as: Callable[[Record], Record] | None = None,
) -> list[Record]:
    """Records sorted by columns, the first the weightiest; empty cells come last either way.

    Args:
        words: the plan's words.
        records: in the order that equal ones keep.
        sorts: columns, and whether each is descending.
        seen_as: the state of a record by which it is sorted, where that isn't its present one.
    """
    rows = list(records)
    for column, descending in reversed(sorts):
        keys = words.keys(column, [seen_as(row) for row in rows] if seen_as else rows)
        keyed = list(zip(keys, rows, strict=True))
        filled = [pair for pair in keyed if pair[0] is not None]
        filled.sort(key=itemgetter(0), reverse=descending)
        rows = [row for _, row in filled] + [row for key, row in keyed if key is None]
    return rows


def grouped(
    words: Words,
    records: Sequence[Record],
    column: Column,
    seen_as: Callable[[Record], Record] | None = None,
) -> list[Group]:
    """Records by what they say in a column, groups in the order of that column, rows in their own."""
    ordered = in_order(words, records, [(column, False)], seen_as)
    found: dict[str, list[Record]] = {}
    for row in ordered:
        found.setdefault(words.text(column, seen_as(row) if seen_as else row), []).append(row)
    return [Group(text, tuple(rows)) for text, rows in found.items()]


def haystack(words: Words, columns: Sequence[Column], record: Record) -> str:
    """What a filter looks through: all shown cells of a record, whatever their case."""
    text = words.text
    return "\n".join([text(column, record) for column in columns]).casefold()


def found_in(hay: str, needles: Sequence[str]) -> bool:
    """Whether every word of a filter stands in the cells of a row."""
    return all(needle in hay for needle in needles)


def needles_of(typed: str) -> list[str]:
    """What was typed into a filter: words that all must be found, in any cell."""
    return typed.casefold().split()


def total(words: Words, column: Column, records: Iterable[Record]) -> str:
    """What is said below a column: the sum or the mean of its values; empty where neither means anything."""
    wanted = column.field.total if column.computed is None else ""
    if not wanted:
        return ""
    counted = [one for one in records if isinstance(column.value(one), int | Decimal)]
    after = _after_total(column.field, counted)
    if not counted or after is None:
        return ""
    values = [Decimal(column.value(one)) for one in counted]
    whole = sum(values, start=Decimal(0))
    if wanted == "sum":
        said = words.value_text(column.field, whole if column.field.kind != "integer" else int(whole))
        return f"{said}{after}"
    mean = (whole / len(values)).quantize(Decimal("0.001"))
    return f"mean {words.value_text(column.field, mean)}"


def _after_total(field: Field[Any], records: Sequence[Record]) -> str | None:
    """What is said after a total; None where the records are of several kinds, or of one that isn't added."""
    if field.total_within is None:
        return ""
    name, kinds = field.total_within
    found = {record.value(name) for record in records}
    return kinds.get(found.pop()) if len(found) == 1 else None


def offered_texts(words: Words, column: Column, records: Iterable[Record]) -> list[str]:
    """What the cells of a column say, each text once, in order; for a filter to choose from."""
    texts = {words.text(column, record) for record in records}
    return sorted(texts, key=lambda text: (not text, natural(text)))
