"""What a page of records is made of: its parts, its views, and what their tables and forms are handed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from ui.forms.record_form import RecordForm, Sections

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState
    from cxworkbench.grid.columns import Computed
    from cxworkbench.grid.order import SortBy
    from cxworkbench.plan import Plan
    from db.records import Record


@dataclass(frozen=True)
class Part:
    """One family of records on a page.

    Attributes:
        family: whose records.
        columns: shown at first; None shows those that come first in the family.
        text: what the choice says; the family's plural where it is empty.
        new: what a new row begins with, besides its pilot and what it is a part of.
        shown: says of a plan and a record whether it belongs here, within the page's pilot; None takes all.
        programme_too: whether records that name no pilot are shown with a pilot's.
        sections: headings and fields of the form; None shows all.
        computed, sort, group: as ``RecordTable`` takes them.
    """

    family: type[Record]
    columns: tuple[str, ...] | None = None
    text: str = ""
    new: Mapping[str, Any] = field(default_factory=dict)
    shown: Callable[[Plan, Any], bool] | None = None
    programme_too: bool = False
    sections: Sections | None = None
    computed: Sequence[Computed] = ()
    sort: Sequence[SortBy] = ()
    group: str = ""


@dataclass(frozen=True)
class View:
    """Something of the section's own that stands before its tables.

    Attributes:
        id: what it is chosen by.
        text: the words of its choice.
        widget: what is shown, or what makes it when it is chosen first.
        show: shows a judgement in it, once it is on screen; without, ``show_views`` does.
    """

    id: str
    text: str
    widget: QWidget | Callable[[], QWidget]
    show: Callable[[Assessment, PilotState | None], None] | None = None


class Forms(dict[str, RecordForm]):
    """Forms by kind; one that is asked for and not made yet is made."""

    def __init__(self, make: Callable[[str], RecordForm]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, kind: str) -> RecordForm:
        form = self[kind] = self._make(kind)
        return form


@dataclass(frozen=True)
class Scope:
    """Which records a table shows; equal for the same pilot, so that its rows keep their places."""

    belongs: Callable[[Part, Record], bool]
    part: Part = field(compare=False)
    pilot: str

    def __call__(self, record: Record) -> bool:
        """Whether a record is shown."""
        return self.belongs(self.part, record)
