"""The front-line briefing: one or two pages in plain language on what changes, what stays, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats
from cxworkbench.assessment import PilotState
from cxworkbench.briefings.blocks import Beside, Box, Stack
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.frontline_words import Told, Words, compose
from cxworkbench.briefings.listing import Column, Value, listing
from cxworkbench.briefings.marks import Barred, Bullet, Numbered, Rule
from cxworkbench.briefings.notes import Closing
from cxworkbench.briefings.page import Sheet, lay_out
from cxworkbench.briefings.plain import MOST_LIX, MOST_WORDS, Readability
from cxworkbench.briefings.settings import FOREWORD
from cxworkbench.briefings.tables import Look
from cxworkbench.briefings.text import HEADING, LEAD

KIND = "Front-line briefing"
MOST_PAGES = 2
PLAIN = LEAD.but(color="ink", leading=16)
PLAIN_STRONG = PLAIN.but(face="Semibold")
PLAIN_GREY = PLAIN.but(color="ink3")
_GAP, _STEP_GAP, _ABOVE = 19.5, 12.0, 16.0
_NAMED = 40


def sheets(edition: Edition) -> Iterator[Sheet]:
    """A briefing for the pilot chosen; in a pack one for each."""
    for state in edition.pilots:
        words, found = compose(edition, state)
        flow = _fitted(edition, state, words, found)
        yield edition.sheet(
            flow, f"{KIND}, {state.pilot.name}", f"plan version {edition.plan.version}, barrier log"
        )


def _fitted(edition: Edition, state: PilotState, words: Words, found: Readability) -> list[Flowable]:
    """The page with as much of what people said as two pages hold; the rest is counted."""
    _say(edition, state, words, found)
    for count in range(len(words.told), -1, -1):
        flow = _Page(edition, state, words, found).flow(count)
        if len(lay_out(flow, edition.form)) <= MOST_PAGES or not count:
            left = len(words.told) - count
            if left:
                edition.left_out.append(f"{formats.plural(left, 'more point')} that people made")
            return flow
    return []


def _say(edition: Edition, state: PilotState, words: Words, found: Readability) -> None:
    """The fit report's lines on language."""
    shape = "met" if found.lix <= MOST_LIX else "failing"
    edition.measured.append((shape, f"{state.pilot.name}: LIX {found.lix:.0f}, at most {MOST_LIX}"))
    shape = "met" if found.longest <= MOST_WORDS else "failing"
    edition.measured.append((shape, f"Longest sentence {found.longest} words, at most {MOST_WORDS}"))
    for text in words.hard:
        shown = text if len(text) <= _NAMED else f"{text[:_NAMED]}…"
        edition.left_out.append(f"“{shown}” is too hard to read for this paper: write it shorter in the plan")


class _Page:
    """The page while it is composed."""

    def __init__(self, edition: Edition, state: PilotState, words: Words, found: Readability) -> None:
        self._edition, self._press, self._state = edition, edition.press, state
        self._words, self._found = words, found

    def flow(self, count: int) -> list[Flowable]:
        """The blocks, with so many of the points that people made."""
        edition, press, words = self._edition, self._press, self._words
        half = (edition.width - _GAP) / 2
        third = (edition.width - 2 * _STEP_GAP) / 3
        reason = Stack(
            [press.text("Why we are doing this", PLAIN_STRONG), press.text(" ".join(words.why), PLAIN)]
        )
        steps = [self._step(number, name, said) for number, (name, said) in enumerate(words.steps, 1)]
        changes = self._bullets("What changes", words.changes, "The plan does not say yet what changes.")
        stays = self._bullets("What does not change", words.stays, "The plan does not say yet what stays.")
        wrong = Box(press, "", self._boxed("If it says something wrong", words.wrong))
        more = Box(press, "", self._boxed("Tell us more", words.more))
        flow: list[Flowable] = [
            edition.title(f"{self._state.pilot.name}: what changes for you"),
            edition.lead(" ".join(words.lead)),
            *edition.comment(FOREWORD),
            Barred(press, reason, before=_ABOVE),
            self._head("How it goes"),
            Beside(steps, [third] * len(steps), _STEP_GAP),
            Beside([changes, stays], [half, half], _GAP, before=_ABOVE),
            self._head("What you told us, and what happens now"),
            *self._told(words.told[:count], len(words.told) - count),
            Beside([wrong, more], [half, half], _GAP, before=_ABOVE),
            edition.note(self._measured(), before=8.0),
            Closing(edition, judges=False, exceptions=False, frameworks=[self._state.pilot], before=2.0),
        ]
        return flow

    def _head(self, text: str) -> Flowable:
        return self._edition.heading(text, before=_ABOVE)

    def _measured(self) -> str:
        found, hard = self._found, len(self._words.hard)
        lix = f"LIX {found.lix:.0f}, at most {MOST_LIX}"
        said = f"Plain language: {lix}; longest sentence {found.longest} words, at most {MOST_WORDS}."
        return (
            f"{said} {formats.plural(hard, 'text')} of the plan too hard to print here: ask."
            if hard
            else said
        )

    def _step(self, number: int, name: str, said: Sequence[str]) -> Stack:
        press = self._press
        head = Numbered(press, number, press.text(name, HEADING.but(size=11), most_lines=1), side=17.0)
        return Stack(
            [Rule(press, after=6.0), head, *(press.text(one, PLAIN, most_lines=4) for one in said)], gap=1.0
        )

    def _bullets(self, name: str, said: Sequence[str], empty: str) -> Stack:
        press = self._press
        blocks: list[Flowable] = [self._edition.heading(name, before=0)]
        for one in said or [empty]:
            blocks.append(Bullet(press, press.text(one, PLAIN)))
            blocks.append(Rule(press, before=2.0, after=1.5, token="line"))  # noqa: S106
        return Stack(blocks)

    def _boxed(self, name: str, said: Sequence[str]) -> Stack:
        press = self._press
        return Stack([press.text(name, HEADING.but(size=11)), press.text(" ".join(said), PLAIN)])

    def _told(self, told: Sequence[Told], left: int) -> Iterator[Flowable]:
        edition, press = self._edition, self._press
        if not told and not left:
            yield press.text("Nobody has told us anything yet.", PLAIN)
            return
        lines: list[list[Value]] = []
        for one in told:
            said = Stack(
                [
                    press.text(" ".join(one.said), PLAIN_STRONG, most_lines=5),
                    press.text(one.who, PLAIN_GREY, most_lines=2),
                ]
            )
            lines.append([said, press.text(" ".join(one.doing), PLAIN, most_lines=7), one.ask])
        columns = [
            Column("You said", share=0.9),
            Column("We are doing", share=1.0),
            Column("Ask", align="right", style=PLAIN, most_lines=3),
        ]
        if lines:
            yield listing(press, columns, lines, edition.width, look=Look(beside=9.0, above=3.5))
        if left:
            yield edition.note(f"{formats.plural(left, 'more point')} not shown here.")
