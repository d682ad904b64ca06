"""Why? The criteria behind a rating, each with its word, what was found, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cxworkbench import formats
from cxworkbench.assessment import CONDITION_WORDS, CRITERION_WORDS
from cxworkbench.glyphs import criterion_glyph
from cxworkbench.naming import Names
from ui.glyphs import GlyphLabel
from ui.widgets.badge import Badge
from ui.widgets.buttons import Button
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.panel import rule

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from cxworkbench.assessment import CriterionResult, PilotState, Rating
    from cxworkbench.plan import Ref
    from ui.sections.page import Handed
    from ui.theme import Theme
    from ui.work import Job, Progress

_WIDTH, _TALLEST, _MARGIN = 460, 520, 180
#: Room for the scroll bar, of which a long list has need.
_BAR = 11
#: So many records are named behind one criterion.
_MOST = 6
_LONGEST = 62
_ORDER = ("not_met", "not_yet_due", "met", "not_applicable")


class Why(QFrame):
    """A small panel beside a rating; Esc or a click elsewhere closes it."""

    def __init__(
        self,
        theme: Theme,
        state: PilotState,
        rating: Rating,
        open_page: Callable[[], None] | None,
        parent: QWidget,
        handed: Handed,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._go_to = handed.go_to
        self._plan = handed.plan.plan
        self._names = Names(self._plan.find)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("panel", "popup")
        self.setAccessibleName(f"Why {rating.word}: {rating.name}, {state.pilot.name}")
        self._theme = theme
        self.setFixedWidth(theme.px(_WIDTH))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        self._job: Job | None = None
        outer.addWidget(self._head(state, rating))
        self._ask_earlier(handed, state.pilot.id, rating.condition)
        outer.addWidget(rule())
        self._area = self._list(rating)
        outer.addWidget(self._area)
        outer.addWidget(rule())
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.px(13), theme.px(8), theme.px(13), theme.px(8))
        self._first: QWidget = Button(theme, "Close", self.close, kind="small")
        foot.addStretch()
        if open_page is not None:
            opener = Button(theme, f"Open {rating.name}", self._then(open_page), kind="small")
            foot.addWidget(opener)
            self._first = opener
        else:
            foot.addWidget(self._first)
        outer.addLayout(foot)

    def show_beside(self, cell: QWidget) -> None:
        """Show the panel below a cell; where there is no room for it inside the window, at the cell's side."""
        window, gap = cell.window(), self._theme.px(4)
        inside = self._criteria.sizeHint().height()
        room = window.height() - self._theme.px(_MARGIN)
        self._area.setFixedHeight(min(inside, self._theme.px(_TALLEST), room))
        self.adjustSize()
        corner = window.mapToGlobal(QPoint(0, 0))
        right, bottom = corner.x() + window.width(), corner.y() + window.height() - gap
        at = cell.mapToGlobal(QPoint(0, cell.height()))
        left, top = min(at.x(), right - self.width() - gap), at.y()
        if top + self.height() > bottom:
            top = bottom - self.height()
            beside = cell.mapToGlobal(QPoint(cell.width() + gap, 0)).x()
            before = cell.mapToGlobal(QPoint(-gap, 0)).x() - self.width()
            left = beside if beside + self.width() <= right or before < corner.x() else before
        self.move(left, top)
        self.show()
        self._first.setFocus(Qt.FocusReason.PopupFocusReason)

    def _head(self, state: PilotState, rating: Rating) -> QWidget:
        theme, head = self._theme, QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(theme.px(13), theme.px(10), theme.px(13), theme.px(8))
        column.setSpacing(theme.px(2))
        row = QHBoxLayout()
        row.addWidget(ElidedLabel(theme, f"{rating.name}, {state.pilot.name}", "section"), 1)
        row.addWidget(Badge(theme, rating.state))
        column.addLayout(row)
        due = [result for result in rating.results if result.state in {"met", "not_met"}]
        held = sum(result.state == "met" for result in due)
        parts = [f"{held} of {len(due)} criteria that are due hold" if due else "No criterion is due yet"]
        if rating.was:
            parts.append(f"was {rating.was} at the last review")
        column.addWidget(Label(theme, " · ".join(parts), "small", "ink2"))
        #: How it stood at the reviews before; worked out beside the window, its line is there from the start.
        self.earlier = Label(theme, "", "small", "ink3", wrap=True)
        self.earlier.setMinimumHeight(theme.line("small"))
        column.addWidget(self.earlier)
        return head

    def _ask_earlier(self, handed: Handed, pilot: str, condition: str) -> None:
        """Replay the reviews from the journal, with a session of its own."""
        plan = handed.plan
        if handed.plan.seen is not None:
            return  # the past is shown already
        path, as_of = plan.path, self._plan.judged_as_of(plan.today())

        def replay(progress: Progress) -> str:
            from contextlib import closing

            from cxworkbench.plan import Plan
            from cxworkbench.review.ratings import history, states_of
            from db.store import open_plan

            with closing(open_plan(path, read_only=True)) as session:
                loaded = Plan(session, version=session.head)
                found = history(session, loaded, as_of, step=progress.step)
            said = [
                f"{number} {CONDITION_WORDS[state]}" for number, state in states_of(found, pilot, condition)
            ]
            return f"Reviews: {', '.join(said)}" if said else "No review was held before."

        self._job = job = handed.work.start(replay)
        job.done.connect(self._show_earlier)
        job.failed.connect(handed.show_failure)
        job.ended.connect(self._let_go)

    def _show_earlier(self, said: str) -> None:
        self.earlier.setText(said)

    def _let_go(self) -> None:
        """The job has ended, and goes."""
        self._job = None

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is still worked out isn't needed any more."""
        if self._job is not None:
            self._job.cancel()
        super().closeEvent(event)

    def _list(self, rating: Rating) -> QScrollArea:
        area, inside = QScrollArea(), QWidget()
        self._criteria = inside
        inside.setProperty("panel", "inside")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        area.setAccessibleName("Criteria")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, self._theme.px(4), 0, self._theme.px(4))
        column.setSpacing(0)
        for result in sorted(rating.results, key=lambda one: _ORDER.index(one.state)):
            column.addWidget(self._criterion(result))
        column.addStretch()
        inside.setFixedWidth(self._theme.px(_WIDTH - _BAR) - 4)
        area.setWidget(inside)
        return area

    def _criterion(self, result: CriterionResult) -> QWidget:
        theme, box = self._theme, QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(theme.px(13), theme.px(4), theme.px(13), theme.px(4))
        row.setSpacing(theme.px(8))
        shown = criterion_glyph(result.state, result.severity)
        mark = GlyphLabel(theme, shown.id, 13)
        mark.setFixedHeight(theme.line("small"))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(theme.px(8))
        first.addWidget(Label(theme, CRITERION_WORDS[result.state], "small", shown.token, weight=600))
        about = result.severity if result.due is None else f"{result.severity}, due {formats.day(result.due)}"
        first.addWidget(Label(theme, about, "micro", "ink3"))
        first.addStretch()
        words.addLayout(first)
        words.addWidget(Label(theme, result.text, "small", wrap=True))
        if result.detail:
            words.addWidget(Label(theme, result.detail, "small", "ink2", wrap=True))
        named = [(ref, self._named(ref)) for ref in result.evidence]
        named = [(ref, text) for ref, text in named if text]
        for ref, text in named[:_MOST]:
            opener = Button(theme, text, self._then(partial(self._go_to, ref)), kind="link")
            words.addWidget(opener, 0, Qt.AlignmentFlag.AlignLeft)
        if len(named) > _MOST:
            words.addWidget(Label(theme, f"and {len(named) - _MOST} more", "small", "ink3"))
        if result.state == "not_met" and result.next_action:
            words.addWidget(Label(theme, f"Next: {result.next_action}", "small", "ink2", wrap=True))
        row.addLayout(words, 1)
        return box

    def _named(self, ref: Ref) -> str:
        """What a record is called: its words as evidence, else its kind and its name, no longer than a line."""
        record = self._plan.find(ref.id)
        if record is None:
            return ""
        text = ref.text or f"{record.label}: {self._names.linked(record)}"
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"

    def _then(self, open_page: Callable[[], None]) -> Callable[[], None]:
        def go() -> None:
            self.close()
            open_page()

        return go
