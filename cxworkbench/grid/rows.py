"""Which rows a table shows and in which order: sorted, filtered and grouped, and steady while somebody types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cxworkbench.grid.order import SortBy, Wanted, grouped, haystack, in_order, needles_of

if TYPE_CHECKING:
    from cxworkbench.grid.columns import Column
    from cxworkbench.grid.words import Words
    from db.records import Record


@dataclass(frozen=True)
class GroupRow:
    """The head of a group.

    Attributes:
        text: what its rows say; empty where they say nothing.
        column: the head of the column.
        count: how many rows.
        is_open: whether they are shown.
    """

    text: str
    column: str
    count: int
    is_open: bool


@dataclass
class Arrangement:
    """How a table is arranged by its user.

    Attributes:
        sorts: the columns sorted by, the first the weightiest.
        group: the column that groups rows; empty for none.
        wanted: the filters of columns.
        typed: what stands in the filter field.
        closed: groups whose rows are hidden.
    """

    sorts: list[SortBy] = field(default_factory=list)
    group: str = ""
    wanted: dict[str, Wanted] = field(default_factory=dict)
    typed: str = ""
    closed: set[str] = field(default_factory=set)

    @property
    def is_filtered(self) -> bool:
        """Whether rows may be left out."""
        return bool(self.wanted or self.typed.strip())


class Rows:
    """The rows of one table.

    A row keeps its place while its cells change, until rows are sorted or filtered anew: what somebody is typing in
    must not run away. A new row stands where it was added, at the end or below another.
    """

    def __init__(self) -> None:
        self.arrangement = Arrangement()
        self.records: list[Record] = []
        #: Records in their order, group heads left out; also those of closed groups.
        self.ordered: list[Record] = []
        #: What is shown, top to bottom.
        self.items: list[Record | GroupRow] = []
        self._columns: dict[str, Column] = {}
        self._shown: list[str] = []
        self._words: Words | None = None
        self._as_sorted: dict[str, Record] = {}
        self._let_through: set[str] = set()
        self._below: dict[str, str] = {}
        #: What the filter looks through, row by row; None until it is needed.
        self._hays: list[str] | None = None

    def renew(
        self,
        words: Words,
        columns: Sequence[Column],
        records: Iterable[Record],
        *,
        shown: Sequence[Column],
        anew: bool,
    ) -> None:
        """Take the records of a plan loaded anew.

        Args:
            words: the words of that plan.
            columns: all columns; rows can be sorted and grouped by hidden ones too.
            shown: the columns that are to be shown, in which the filter looks, whether or not there is room for them.
            records: the records in scope, in the plan's order.
            anew: whether they are sorted and filtered anew; False keeps every row where it stands.
        """
        self._hays = None
        self._shown = [one.name for one in shown]
        self._words = words
        self._columns = {one.name: one for one in columns}
        self.records = list(records)
        self.arrange(anew=anew)

    def add_below(self, id: str, other: str) -> None:
        """Note that a record about to be added belongs below another."""
        self._below[id] = other

    def warm(self) -> None:
        """Put all cells into words, so that the first letter typed into the filter need not wait for it."""
        if self._hays is None and self._words is not None:
            columns = [self._columns[name] for name in self._shown]
            self._hays = [haystack(self._words, columns, record) for record in self.records]

    def arrange(self, *, anew: bool = True) -> None:
        """Sort, filter and group."""
        if self._words is None:
            return
        if anew:
            self._as_sorted = {one.id: one for one in self.records}
            self._below.clear()
        arranged, known = self.arrangement, self._as_sorted
        if arranged.is_filtered:
            kept = self._passing(needles_of(arranged.typed))
            if not anew:
                # What was let through stays until the filter is set anew, and so does what was added since.
                passed = {one.id for one in kept}
                kept = [
                    one
                    for one in self.records
                    if one.id in passed or one.id in self._let_through or one.id not in known
                ]
        else:
            kept = self.records
        self._let_through = {one.id for one in kept}
        sorts = [
            (self._columns[one.column], one.descending)
            for one in arranged.sorts
            if one.column in self._columns
        ]
        if sorts:
            old = [one for one in kept if one.id in known]
            new = [one for one in kept if one.id not in known]
            rows = in_order(self._words, old, sorts, self._seen_as) + new
        else:
            rows = list(kept)
        self.ordered = self._placed(rows)
        self.items = self._grouped()

    def _placed(self, rows: list[Record]) -> list[Record]:
        """Rows that were added below others, there."""
        moved = [one for one in rows if one.id in self._below]
        if not moved:
            return rows
        rest = [one for one in rows if one.id not in self._below]
        for one in moved:
            at = next(
                (place for place, row in enumerate(rest) if row.id == self._below[one.id]), len(rest) - 1
            )
            rest.insert(at + 1, one)
        return rest

    def _grouped(self) -> list[Record | GroupRow]:
        column = self._columns.get(self.arrangement.group)
        if column is None or self._words is None:
            return list(self.ordered)
        items: list[Record | GroupRow] = []
        ordered: list[Record] = []
        for group in grouped(self._words, self.ordered, column, self._seen_as):
            is_open = group.text not in self.arrangement.closed
            items.append(GroupRow(group.text, column.label, len(group.rows), is_open))
            ordered += group.rows
            if is_open:
                items += group.rows
        self.ordered = ordered
        return items

    def _seen_as(self, record: Record) -> Record:
        return self._as_sorted.get(record.id, record)

    def _passing(self, needles: Sequence[str]) -> list[Record]:
        """The records that all filters let through."""
        assert self._words is not None
        words = self._words
        kept: list[Record] = self.records
        if needles:
            self.warm()
            pairs = list(zip(self._hays or (), self.records, strict=True))
            for needle in needles:
                pairs = [pair for pair in pairs if needle in pair[0]]
            kept = [record for _, record in pairs]
        for name, wanted in self.arrangement.wanted.items():
            column = self._columns.get(name)
            if column is not None:
                kept = [one for one in kept if wanted.lets(words.text(column, one), column.value(one))]
        return kept
