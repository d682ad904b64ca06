"""One edition of a paper while it is composed: whose it is, what it shows and withholds, and its running words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats
from cxworkbench.briefings.audiences import (
    audience_of,
    hidden_names,
    is_confidential,
    sees_confidential,
)
from cxworkbench.briefings.blocks import Heading, Stack
from cxworkbench.briefings.made import SMALLEST_PT
from cxworkbench.briefings.marks import Barred
from cxworkbench.briefings.page import Running, Sheet, form_of
from cxworkbench.briefings.text import BODY, HEADING, LEAD, TABLE, TITLE, Press, Style, Text
from db.models import Stakeholder

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState
    from cxworkbench.briefings.evidence import Evidence
    from cxworkbench.briefings.returns_words import Worth
    from cxworkbench.briefings.settings import Settings
    from cxworkbench.plan import Ref
    from db.records import Record

T = TypeVar("T")

#: Above a section's heading, and between it and what follows.
SECTION, BELOW_HEADING = 11.25, 3.0
#: What stands in place of a sentence about rows that this edition doesn't show.
WITHHELD = "About a confidential row, withheld"


def _raised(style: Style) -> Style:
    """The number of a note: small, above the line, in grey."""
    return style.but(face="Regular", size=SMALLEST_PT, rise=style.size * 0.3, color="ink3")


class Edition:
    """A paper for its audience.

    Attributes:
        found: the judgement that it prints.
        settings: how it is made.
        press: its ink, and what was found while it was drawn.
        form: its page.
        audience: whose it is.
        may_see: whether it shows confidential rows.
        left_out: what isn't on it, a line each.
        evidence: the notes that it numbers; None where it has none.
        measured: what was computed of its language.
    """

    def __init__(self, found: Assessment, settings: Settings, audience: str) -> None:
        self.found, self.settings = found, settings
        self.plan, self.as_of = found.plan, found.as_of
        self.audience = audience_of(self.plan, audience, settings)
        self.may_see = sees_confidential(self.plan, audience, settings)
        self.press = Press(settings.ink, hidden={} if self.may_see else hidden_names(self.plan))
        self.form = form_of(settings.paper, own_footer=bool(settings.footer.strip()))
        self.left_out: list[str] = []
        self.measured: list[tuple[str, str]] = []
        self.evidence: Evidence | None = None
        self._withheld: dict[str, None] = {}
        self._commented: set[str] = set()
        self._worths: dict[str, Worth | None] = {}

    @property
    def width(self) -> float:
        """Between the margins."""
        return self.form.text_width

    @property
    def pilots(self) -> tuple[PilotState, ...]:
        """The pilots that it is about: the one chosen, or all."""
        chosen = self.found.pilot(self.settings.subject or "")
        return self.found.pilots if chosen is None else (chosen,)

    @property
    def reader(self) -> str:
        """The name of the stakeholder whose edition it is; empty where it is for all of its audience."""
        one = self.plan.get(Stakeholder, self.settings.stakeholder)
        return "" if one is None else self.plan.person_name(one.person)

    def worth(self, state: PilotState) -> Worth | None:
        """What a pilot's case in force is worth; it is played once."""
        if state.pilot.id not in self._worths:
            from cxworkbench.briefings.returns_words import worth_of

            self._worths[state.pilot.id] = worth_of(self.plan, state, self.as_of)
        return self._worths[state.pilot.id]

    def wants(self, section: str) -> bool:
        """Whether a section was chosen."""
        return self.settings.sections is None or section in self.settings.sections

    # ------------------------------------------------------------------------------------------- withholding

    @property
    def withheld(self) -> int:
        """How many confidential rows it would have shown, or named."""
        return len(self._withheld | self.press.withheld)

    def may_show(self, record: Record | None) -> bool:
        """Whether a row is shown; one that isn't is counted."""
        if record is None or self.may_see or not is_confidential(record):
            return True
        self._withheld[record.id] = None
        return False

    def rows(self, rows: Iterable[T], record: Callable[[T], Record]) -> list[T]:
        """The rows that are shown; those withheld are counted."""
        return [one for one in rows if self.may_show(record(one))]

    def shows(self, refs: Sequence[Ref]) -> bool:
        """Whether a sentence may stand: it may unless all that it rests on is confidential and withheld."""
        behind = [record for ref in refs if (record := self.plan.find(ref.id)) is not None]
        if self.may_see or not behind or not all(is_confidential(one) for one in behind):
            return True
        for one in behind:
            self.may_show(one)
        return False

    def said(self, text: str, refs: Sequence[Ref]) -> str:
        """A sentence, or that it is withheld."""
        return text if self.shows(refs) else WITHHELD

    def day(self, day: date | None) -> str:
        """A day as the paper writes it: without its year where that is the year of the judgement."""
        return formats.day(day, current=self.as_of)

    # ---------------------------------------------------------------------------------------- running words

    def running(self, pack: str, source: str = "") -> Running:
        """Header and footer of a sheet."""
        programme, settings = self.plan.programme, self.settings
        to = self.found.readings_to
        read = f"readings to {formats.day(to, current=self.as_of)}" if to is not None else "no readings"
        return Running(
            organisation=programme.organisation or "",
            programme=programme.name or "",
            pack=pack,
            as_of=f"As of {formats.day(self.as_of)}, {read}",
            printed=f"Printed {settings.printed}",
            source=f"Source: {source or f'plan version {self.plan.version}, {programme.name}'}",
            own_header=settings.header,
            own_footer=settings.footer,
        )

    def sheet(self, flow: Iterable[Flowable], pack: str, source: str = "", *, shares: bool = False) -> Sheet:
        """A sheet with the running words of this edition."""
        return Sheet(list(flow), self.running(pack, source), shares)

    # ------------------------------------------------------------------------------------------ small blocks

    def title(
        self, text: str, *, right: Flowable | None = None, key: str = "", style: Style = TITLE
    ) -> Heading:
        """The paper's own title: its finding."""
        return Heading(
            self.press, text, style, level=0, after=3.0, right=right, most_lines=3, key=key, before=SECTION
        )

    def lead(self, text: str) -> Text:
        """For whom it is, and when."""
        return self.press.text(text, LEAD, most_lines=3)

    def heading(
        self, text: str, aside: str = "", *, before: float = SECTION, key: str = "", level: int = 1
    ) -> Heading:
        """The heading of a section."""
        return Heading(
            self.press, text, HEADING, aside=aside, before=before, after=BELOW_HEADING, key=key, level=level
        )

    def text(self, text: str, style: Style = TABLE, *, before: float = 0.0, lines: bool = False) -> Text:
        """A paragraph."""
        made = self.press.text(text, style, lines=lines)
        made.spaceBefore = before
        return made

    def cited(self, text: str, refs: Sequence[Ref], style: Style = TABLE, **more: Any) -> Text:
        """A paragraph with the number of the note that names what it rests on, where this paper has notes."""
        said = self.said(text, refs)
        number = self.evidence.number(said, refs) if self.evidence is not None and said == text else ""
        if not number:
            return self.press.text(said, style, **more)
        return self.press.spans([(said, style), (f" {number}", _raised(style))], **more)

    def cited_all(self, sentences: Sequence[tuple[str, Sequence[Ref]]], style: Style = TABLE) -> Text:
        """Sentences one after the other as one paragraph, each with its number."""
        spans: list[tuple[str, Style]] = []
        for text, refs in sentences:
            said = self.said(text, refs)
            number = self.evidence.number(said, refs) if self.evidence is not None and said == text else ""
            spans.append((f" {said}" if spans else said, style))
            if number:
                spans.append((f" {number}", _raised(style)))
        return self.press.spans(spans)

    def note(self, text: str, *, before: float = 2.25) -> Text:
        """A line in grey below something: what it doesn't show, where it comes from."""
        return self.text(text, TABLE.but(color="ink3"), before=before)

    def comment(self, section: str) -> list[Flowable]:
        """What the PMO wrote to a section, once; nothing where it wrote nothing."""
        if section in self._commented:
            return []
        self._commented.add(section)
        return self.own_words(section)

    def own_words(self, section: str, most_lines: int | None = None) -> list[Flowable]:
        """The same each time that it is asked for, where a page tries what fits."""
        said = str(self.settings.words.get(section, "")).strip()
        if not said:
            return []
        words = Stack(
            [
                self.press.text(said, BODY, lines=True, most_lines=most_lines),
                self.press.text("In the words of the programme office", TABLE.but(color="ink3")),
            ]
        )
        return [Barred(self.press, words, before=6.0)]

    def missing(self, text: str) -> Text:
        """What is missing, said where it would stand."""
        return self.text(text, TABLE.but(color="ink2"))
