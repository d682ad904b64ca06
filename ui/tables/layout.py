"""How a person laid out a table: order, widths and choice of columns, sorting, group. Kept by plan and table."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from cxworkbench.grid.order import SortBy, Wanted

if TYPE_CHECKING:
    from ui.settings import Settings


@dataclass
class TableLayout:
    """One table's layout.

    Attributes:
        order: columns as they stand, those that aren't named after them.
        widths: of columns that were drawn wider or narrower.
        shown: the columns that are shown; None as long as nobody chose.
        sorts: what it is sorted by.
        group: what it is grouped by; None as long as nobody chose.
        wanted: the filters of columns.
    """

    order: list[str] = field(default_factory=list)
    widths: dict[str, int] = field(default_factory=dict)
    shown: list[str] | None = None
    sorts: list[SortBy] | None = None
    group: str | None = None
    wanted: dict[str, Wanted] = field(default_factory=dict)

    def as_text(self) -> str:
        """What the settings keep."""
        return json.dumps(
            {
                "order": self.order,
                "widths": self.widths,
                "shown": self.shown,
                "sorts": None if self.sorts is None else [[one.column, one.descending] for one in self.sorts],
                "group": self.group,
                "wanted": {name: _written(one) for name, one in self.wanted.items()},
            }
        )


def layout_from(text: str) -> TableLayout:
    """The layout that the settings kept; an empty one where they can't be read."""
    try:
        kept: dict[str, Any] = json.loads(text)
        sorts = kept["sorts"]
        return TableLayout(
            [str(name) for name in kept["order"]],
            {str(name): max(int(width), 16) for name, width in kept["widths"].items()},
            None if kept["shown"] is None else [str(name) for name in kept["shown"]],
            None if sorts is None else [SortBy(str(name), bool(down)) for name, down in sorts],
            None if kept["group"] is None else str(kept["group"]),
            {str(name): _wanted(one) for name, one in kept["wanted"].items()},
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return TableLayout()


def _written(one: Wanted) -> list[Any]:
    days = [None if day is None else day.isoformat() for day in (one.after, one.before)]
    return [sorted(one.texts), *days, one.empty]


def _wanted(kept: list[Any]) -> Wanted:
    texts, after, before, empty = kept
    days = [None if day is None else date.fromisoformat(day) for day in (after, before)]
    return Wanted(frozenset(map(str, texts)), days[0], days[1], None if empty is None else bool(empty))


def kept_layout(settings: Settings, plan: str, table: str) -> TableLayout:
    """The layout of a table in a plan, as it was left."""
    return layout_from(settings.table_layout(plan, table))
