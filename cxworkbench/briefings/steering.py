"""The cover of a pack, which is its summary too: pilots in a few sentences, conditions, agenda, decisions, risks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats
from cxworkbench.assessment import DecisionAsked, PilotState
from cxworkbench.briefings import pilot_words as say
from cxworkbench.briefings import sponsor_words
from cxworkbench.briefings.blocks import Beside, Heading, Stack
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.glyph_flowables import status_word
from cxworkbench.briefings.listing import Column, Value, listing
from cxworkbench.briefings.marks import PageNumber, Rule, TickBox, sentence
from cxworkbench.briefings.matrix import conditions_matrix, fitting_pilots
from cxworkbench.briefings.page import height_of
from cxworkbench.briefings.sections import decisions, log, pilot
from cxworkbench.briefings.settings import FOREWORD
from cxworkbench.briefings.text import HEADING, LEAD, NAME, STRONG, TABLE, TABLE_STRONG, TITLE
from db.models import AgendaItem, Attendance, Review

NAME_OF_KIND = "Steering pack"
_COVER = TITLE.but(size=28, leading=32)
_CARDS, _CARD_GAP = 3, 12.0
_WHO, _GAP, _DECISIONS = 172.5, 15.0, 163.5
_RISKS = 4


def head(edition: Edition) -> str:
    """What stands at the right of every page."""
    name = edition.settings.title or NAME_OF_KIND
    number = say.review_number(edition.found)
    return f"{name}, {number}" if number else name


class Cover:
    """The cover page, which is the summary too."""

    def __init__(self, edition: Edition) -> None:
        self._edition, self._found, self._press = edition, edition.found, edition.press
        self._review = self._next_review()

    def flow(self) -> list[Flowable]:
        """The blocks in their order; as many risks as find room on the page that the rest ends on."""
        edition = self._edition
        flow: list[Flowable] = [
            *self._head(),
            *edition.comment(FOREWORD),
            *(self._summary() if edition.wants("summary") else ()),
            *(self._conditions() if edition.wants("conditions") else ()),
            *(self._agenda() if edition.wants("agenda") or edition.wants("decisions") else ()),
        ]
        if not edition.wants("risks"):
            return flow
        for most in range(_RISKS, 1, -1):
            whole = [*flow, *log.top(edition, most)]
            if height_of(whole, edition.width) <= edition.form.room:
                return whole
        return [*flow, *log.top(edition, _RISKS)]

    # ---------------------------------------------------------------------------------------------------- head

    def _next_review(self) -> Review | None:
        plan, day = self._edition.plan, self._found.review.next_day
        planned = [one for one in plan.all(Review) if one.kind_ == "sponsor" and one.planned is not None]
        return next((one for one in planned if one.planned and plan.day_of(one.planned) == day), None)

    def _head(self) -> Iterator[Flowable]:
        edition, press, review = self._edition, self._press, self._found.review
        named = review.next_day is not None
        name = edition.settings.title or NAME_OF_KIND
        title = f"Sponsor review {review.next_number}" if named else name
        left = Stack(
            [
                press.text(
                    name if named else edition.plan.programme.name or "",
                    HEADING.but(size=11, leading=15),
                    most_lines=1,
                ),
                Heading(press, title, _COVER, level=0, after=3.0, most_lines=2),
                press.text(self._when(), LEAD, most_lines=3),
            ]
        )
        width = edition.width - _WHO - _GAP
        yield Beside([left, self._who()], [width, _WHO], _GAP)
        yield Rule(press, before=7.5)

    def _when(self) -> str:
        day = self._found.review.next_day
        if day is None:
            return "No sponsor review is planned."
        said = formats.long_day(day)
        one = self._review
        if one is not None and one.planned is not None:
            begins = one.planned.astimezone(self._edition.plan.zone)
            said += f", {begins:%H:%M}"
            if one.minutes:
                said += f" to {begins + timedelta(minutes=one.minutes):%H:%M}"
            if one.place:
                said += f", {one.place}"
        return said

    def _who(self) -> Stack:
        plan, press, review = self._edition.plan, self._press, self._review
        people: list[tuple[str, list[str]]] = [("Sponsors", list(self._found.review.sponsors))]
        if review is not None:
            chair = [plan.person_name(review.chair)] if review.chair else []
            named = {*self._found.review.sponsors, *chair}
            asked = [plan.person_name(one.person) for one in plan.linking(Attendance, "review", review.id)]
            people += [("Chair", chair), ("Attending", [name for name in asked if name not in named])]
        blocks: list[Flowable] = []
        for what, names in people:
            said = ", ".join(names) or "Nobody named"
            blocks.append(press.spans([(what, TABLE_STRONG), (f" {said}", TABLE)], most_lines=5))
        return Stack(blocks, gap=1.5, before=12.0)

    # ------------------------------------------------------------------------------------------------- summary

    def _summary(self) -> Iterator[Flowable]:
        edition, found = self._edition, self._found
        yield edition.heading("Summary", key="summary")
        yield from edition.comment("summary")
        if not edition.pilots:
            yield edition.missing("The plan has no pilot yet. Add the first one to see what it needs.")
            return
        width = (edition.width - (_CARDS - 1) * _CARD_GAP) / _CARDS
        for start in range(0, len(edition.pilots), _CARDS):
            part = edition.pilots[start : start + _CARDS]
            cards = [self._card(state) for state in part]
            yield Beside(cards, [width] * len(cards), _CARD_GAP, before=9.0 if start else 0.0)
        assert found is not None

    def _card(self, state: PilotState) -> Stack:
        edition, press = self._edition, self._press
        shape, word = say.standing(state)
        blocks: list[Flowable] = [Rule(press, after=3.0), _Named(edition, state, shape, word)]
        said = [(sentence(text), refs) for text, refs in say.summary(self._edition, state)]
        return Stack([*blocks, edition.cited_all(said)])

    def _conditions(self) -> Iterator[Flowable]:
        edition = self._edition
        counts = sponsor_words.condition_counts(self._found) if len(edition.pilots) > 1 else ""
        aside = "shaded cells need discussion"
        yield edition.heading(
            "Conditions by pilot", f"{counts}; {aside}" if counts else aside, key="conditions"
        )
        yield from edition.comment("conditions")
        if not edition.pilots:
            yield edition.missing("The plan has no pilot yet, so there is nothing to rate.")
        most = fitting_pilots(edition.width)
        for start in range(0, len(edition.pilots), most):
            part = edition.pilots[start : start + most]
            table = conditions_matrix(self._press, self._found, part, edition.width, reason_lines=3)
            table.spaceBefore = 9.0 if start else 0.0
            yield table

    # -------------------------------------------------------------------------------------------------- agenda

    def _agenda(self) -> Iterator[Flowable]:
        edition = self._edition
        left, right = edition.width - _DECISIONS - 18.0, _DECISIONS
        yield Beside([Stack(self._items(left)), Stack(self._asked())], [left, right], 18.0, before=9.0)

    def _items(self, width: float) -> list[Flowable]:
        edition, plan = self._edition, self._edition.plan
        head = edition.heading("Agenda", before=0)
        items = [] if self._review is None else plan.linking(AgendaItem, "review", self._review.id)
        items.sort(key=lambda one: one.position or 0)
        if not items:
            said = "No agenda is set." if self._review is not None else "No sponsor review is planned."
            return [head, edition.missing(said)]
        lines: list[list[Value]] = [
            [
                str(number),
                one.question,
                plan.person_name(one.lead),
                formats.plural(one.minutes_planned, "min", "min") if one.minutes_planned else formats.MISSING,
                PageNumber(self._press, _page_of(one)),
            ]
            for number, one in enumerate(items, 1)
        ]
        columns = [
            Column("", align="right"),
            Column("Item", share=1, style=TABLE_STRONG, most_lines=2),
            Column("Lead", style=TABLE.but(color="ink2"), most_lines=2),
            Column("Time", align="right"),
            Column("Page", align="right"),
        ]
        return [head, listing(self._press, columns, lines, width)]

    def _asked(self) -> list[Flowable]:
        edition, asked = self._edition, decisions.shown(self._edition)
        head = edition.heading("Decisions needed", before=0)
        if not asked:
            return [head, edition.missing("No decision waits for a sponsor.")]
        return [head, Rule(self._press, after=0.5), *(self._box(one) for one in asked)]

    def _box(self, one: DecisionAsked) -> Flowable:
        press = self._press
        words = Stack(
            [
                press.text(one.question, STRONG.but(size=9, leading=11.5), most_lines=3),
                press.text(one.decides, TABLE.but(color="ink3"), most_lines=1),
            ]
        )
        return Stack([TickBox(press, words), Rule(press, before=3.0, token="line")], before=3.0)  # noqa: S106


class _Named(Flowable):
    """A pilot's name, and at the right how it stands; below it where both find no room."""

    def __init__(self, edition: Edition, state: PilotState, shape: str, word: str) -> None:
        super().__init__()
        self._name = edition.press.text(state.pilot.name, NAME.but(size=11, leading=14), most_lines=2)
        self._state = status_word(edition.press, shape, word)
        self._beside = True

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """One line where both fit, else two."""
        self.width = available_width
        wide = self._state.natural
        self._beside = self._name.natural + wide + 6 <= available_width
        name = self._name.wrap(
            available_width - wide - 6 if self._beside else available_width, available_height
        )
        state = self._state.wrap(wide + 1 if self._beside else available_width, available_height)
        self.height = max(name[1], state[1]) if self._beside else name[1] + state[1]
        return available_width, self.height

    def draw(self) -> None:
        """Name, state."""
        self._name.drawOn(self.canv, 0, self.height - self._name.height)
        x = self.width - self._state.natural if self._beside else 0.0
        self._state.drawOn(self.canv, x, 1.0 if self._beside else 0.0)


def _page_of(one: AgendaItem) -> str:
    """The part of the pack that an item of the agenda looks at."""
    if one.pilot is not None:
        return pilot.key_of(one.pilot)
    return {"since": "changes", "actions": "risks", "freeze": "evidence"}.get(one.kind_ or "", "summary")
