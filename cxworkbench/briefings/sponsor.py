"""The sponsor one-pager: decisions, conditions, metrics, what changed, what comes, what is overdue. Always one page.

The page is laid out as rich as the plan is; where that is too high, rows give way in the order of ``_amounts`` until
it fits, and what gave way is counted on the page and in ``Made.left_out``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats
from cxworkbench.assessment import DecisionAsked
from cxworkbench.briefings import sponsor_words as say
from cxworkbench.briefings.blocks import Aligned, Beside, Box, Heading, Stack
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.glyph_flowables import GlyphText
from cxworkbench.briefings.matrix import conditions_matrix, fitting_pilots
from cxworkbench.briefings.metric_rows import all_metrics, metric_table, most_important
from cxworkbench.briefings.notes import Closing
from cxworkbench.briefings.page import Sheet, height_of
from cxworkbench.briefings.sections import decisions
from cxworkbench.briefings.settings import FOREWORD
from cxworkbench.briefings.text import (
    BODY,
    HEADING,
    LEAD,
    STRONG,
    TABLE,
    TABLE_STRONG,
    TITLE,
)
from cxworkbench.raid import level_word
from cxworkbench.recommendation import recommendations

NAME = "Sponsor one-pager"
_CONDITIONS = 7
_SHOWN_DECISIONS = 3
#: Longer lists are for other papers.
_MOST_ROWS = 16
_SECTION, _BELOW_HEADING = 11.25, 3.0
_BOX_GAP, _LIST_GAP, _LIST_PADDING, _GLYPH_GAP = 7.5, 15.0, 1.1, 6.0
_LIST_SHARES = (1.1, 0.98, 1.15)
_DAY, _DAY_GAP = 34.5, 6.0
_MUTED = TABLE.but(color="ink3")


@dataclass(frozen=True)
class _Amount:
    """How much of the plan is on the page."""

    list_rows: int
    metrics: int
    list_lines: int = 2
    decision_lines: int = 6
    reason_lines: int = 2
    own_lines: int = 8


#: What is left when nothing else can give way.
_LEAST = _Amount(list_rows=1, metrics=0, list_lines=1, decision_lines=1, reason_lines=1, own_lines=2)


def sheets(edition: Edition) -> Iterator[Sheet]:
    """The page of an edition."""
    page = _Page(edition)
    yield edition.sheet(page.fitted(), NAME)


class _Page:
    """The page while it is composed."""

    def __init__(self, edition: Edition) -> None:
        assessment = edition.found
        self._edition, self._found, self._form = edition, assessment, edition.form
        self._width = edition.width
        self.press = edition.press
        self._left: list[str] = []
        self._unknown = dict(self.press.unknown)
        self._metrics = all_metrics(assessment)
        self._overdue = edition.rows(say.overdue_actions(assessment), lambda one: one)
        self._risks = edition.rows(say.top_risks(assessment), lambda one: one)
        self._advice = recommendations(assessment)
        self._changes = [one for one in assessment.differences if edition.shows(one.evidence)]
        self._ahead = [one for one in assessment.ahead if edition.shows(one.evidence)]
        late = len(self._overdue) + len(self._risks)
        longest = max(len(self._changes), len(self._ahead), late, 1)
        self._rows_there = min(_MOST_ROWS, longest)
        self._pilots = assessment.pilots[: fitting_pilots(self._width)]

    def fitted(self) -> Sequence[Flowable]:
        """The richest page that fits."""
        amount = next((one for one in self._amounts() if self._fits(one)), _LEAST)
        flow = self._flow(self._grown(amount))
        self._edition.left_out += self._left
        return flow

    def _fits(self, amount: _Amount) -> bool:
        return height_of(self._flow(amount), self._width) <= self._form.room

    def _grown(self, amount: _Amount) -> _Amount:
        """The same with what still finds room: what gave way first may have been lower than what gave way last."""
        for name, most in (("metrics", len(self._metrics)), ("list_rows", self._rows_there)):
            while getattr(amount, name) < most:
                more = replace(amount, **{name: getattr(amount, name) + 1})
                if not self._fits(more):
                    break
                amount = more
        return amount

    def _amounts(self) -> Iterator[_Amount]:
        """From rich to poor: lists give way first, then metrics beyond six, then the rest of both, then words."""
        metrics = min(len(self._metrics), 24)
        amount = _Amount(list_rows=self._rows_there, metrics=metrics)
        yield amount
        for list_floor, metric_floor in ((6, 6), (5, 5), (4, 4), (3, 3), (1, 0)):
            while amount.list_rows > list_floor:
                amount = replace(amount, list_rows=amount.list_rows - 1)
                yield amount
            while amount.metrics > metric_floor:
                amount = replace(amount, metrics=amount.metrics - 1)
                yield amount
            if metric_floor == 3:
                for lines in (4, 3, 2):
                    amount = replace(amount, decision_lines=lines, list_lines=1, own_lines=2 * lines)
                    yield amount
        yield _LEAST

    # ------------------------------------------------------------------------------------------ sections

    def _flow(self, amount: _Amount) -> Sequence[Flowable]:
        self._left.clear()
        self.press.unknown = dict(self._unknown)
        press, found = self.press, self._found
        return [
            Heading(press, say.title(found), TITLE, level=0, after=3.0),
            press.text(say.lead(found), LEAD, most_lines=2),
            *self._edition.own_words(FOREWORD, amount.own_lines),
            *self._decisions(amount),
            *self._conditions(amount),
            *self._metric_rows(amount),
            self._lists(amount),
            Closing(self._edition, frameworks=[state.pilot for state in self._pilots], most_lines=3),
        ]

    def _heading(self, text: str, aside: str = "") -> Heading:
        return Heading(self.press, text, HEADING, aside=aside, before=_SECTION, after=_BELOW_HEADING)

    def _note(self, text: str) -> Flowable:
        """A line under a section on what it doesn't show."""
        self._left.append(text)
        note = self.press.text(text, _MUTED, most_lines=1)
        note.spaceBefore = 2.25
        return note

    def _decisions(self, amount: _Amount) -> Iterator[Flowable]:
        asked = decisions.shown(self._edition)
        yield self._heading(say.decisions_heading(len(asked)))
        if not asked:
            yield self.press.text("No decision waits for a sponsor.", BODY)
            return
        shown = asked[:_SHOWN_DECISIONS]
        width = (self._width - _BOX_GAP * (len(shown) - 1)) / len(shown)
        boxes = [self._box(number, one, amount.decision_lines) for number, one in enumerate(shown, 1)]
        yield Beside(boxes, [width] * len(shown), _BOX_GAP)
        if len(asked) > len(shown):
            yield self._note(say.not_shown(len(asked) - len(shown), "decision"))

    def _box(self, number: int, one: DecisionAsked, lines: int) -> Box:
        press = self.press
        parts: list[Flowable] = [press.text(one.question, STRONG, most_lines=3 if lines > 2 else 2)]
        reason = say.why_asked(self._found, one, self._advice)
        if reason.strip():
            parts.append(press.text(reason, TABLE, most_lines=lines))
        parts.append(press.text(say.decides(one.decides), _MUTED, most_lines=1))
        return Box(press, str(number), Stack(parts))

    def _conditions(self, amount: _Amount) -> Iterator[Flowable]:
        found = self._found
        heading = say.conditions_heading(found, _CONDITIONS)
        yield self._heading(heading, say.condition_counts(found))
        if not found.pilots:
            yield self.press.text("The plan has no pilot yet, so there is nothing to rate.", BODY)
            return
        yield conditions_matrix(
            self.press, found, self._pilots, self._width, reason_lines=amount.reason_lines
        )
        rest = found.pilots[len(self._pilots) :]
        if rest:
            yield self._note(say.pilots_left_out(rest))

    def _metric_rows(self, amount: _Amount) -> Iterator[Flowable]:
        shown = most_important(self._metrics, amount.metrics)
        yield self._heading("Metrics", say.metrics_legend([state for _, state in shown]))
        if not self._metrics:
            yield self.press.text("The plan has no metric yet, so nothing can be confirmed.", BODY)
            return
        if shown:
            yield metric_table(self.press, self._found, shown, self._width)
        if len(shown) < len(self._metrics):
            yield self._note(say.not_shown(len(self._metrics) - len(shown), "metric"))

    def _lists(self, amount: _Amount) -> Flowable:
        room = self._width - 2 * _LIST_GAP
        widths = [share / sum(_LIST_SHARES) * room for share in _LIST_SHARES]
        columns = [self._since(amount), self._next(amount), self._late(amount)]
        return Beside([Stack(column) for column in columns], widths, _LIST_GAP, before=_SECTION)

    def _since(self, amount: _Amount) -> list[Flowable]:
        found, review = self._found, self._found.review
        if review.last_day is None:
            return [
                self._list_heading("Since the last review"),
                self._said("No sponsor review was held yet."),
            ]
        day = formats.day(review.last_day, current=found.as_of)
        rows = [
            GlyphText(
                self.press,
                one.state,
                self.press.text(say.changed(one), TABLE, most_lines=amount.list_lines),
                gap=_GLYPH_GAP,
                padding=_LIST_PADDING,
            )
            for one in self._changes[: amount.list_rows]
        ]
        heading = self._list_heading(f"Since review {review.last_number}, {day}")
        return [heading, *self._rows(rows, len(self._changes), "change", "Nothing changed.")]

    def _next(self, amount: _Amount) -> list[Flowable]:
        found = self._found
        rows = [
            self._dated(formats.day(one.day, current=found.as_of), say.ahead(one), amount)
            for one in self._ahead[: amount.list_rows]
        ]
        empty = "No date is set for the weeks ahead."
        return [self._list_heading("Next"), *self._rows(rows, len(self._ahead), "date", empty)]

    def _late(self, amount: _Amount) -> list[Flowable]:
        """Open risks by level, and what is overdue; both have their part of the rows."""
        found, rows = self._found, list[Flowable]()
        most = max(amount.list_rows - min(len(self._overdue), (amount.list_rows + 1) // 2), 0)
        risks = self._risks[:most]
        for risk in risks:
            level = level_word(risk.likelihood, risk.impact)
            rows.append(self._dated(level, risk.title, amount, align_right=False))
        for action in self._overdue[: amount.list_rows - len(risks)]:
            assert action.due is not None, "an overdue action has a date"
            days = formats.plural((found.as_of - action.due).days, "day")
            text = f"{action.text}, {days}"
            rows.append(self._dated("Overdue", text, amount, align_right=False))
        count, empty = (
            len(self._risks) + len(self._overdue),
            "No risk is above low. No action is overdue.",
        )
        return [self._list_heading("Risks and overdue"), *self._rows(rows, count, "risk or action", empty)]

    # ------------------------------------------------------------------------------------------- in lists

    def _rows(self, rows: Sequence[Flowable], of: int, one: str, empty: str) -> list[Flowable]:
        if not of:
            return [self._said(empty)]
        if len(rows) == of:
            return list(rows)
        return [*rows, self._note(say.not_shown(of - len(rows), one))]

    def _list_heading(self, text: str) -> Heading:
        return Heading(self.press, text, HEADING, after=_BELOW_HEADING, most_lines=1)

    def _said(self, text: str) -> Flowable:
        return self.press.text(text, TABLE.but(color="ink2"))

    def _dated(self, day: str, text: str, amount: _Amount, *, align_right: bool = True) -> Aligned:
        label = self.press.text(day, TABLE_STRONG, align="right" if align_right else "left", most_lines=1)
        said = self.press.text(text, TABLE, most_lines=amount.list_lines)
        return Aligned(label, _DAY, _DAY_GAP, said, padding=_LIST_PADDING)
