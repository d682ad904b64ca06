"""One edition of a paper while it is composed: whose it is, what it shows and withholds, and its running words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats
from cxworkbench.briefings.audiences import (
    audience_of,
    hidden_names,
    is_confidential,
    sees_confidential,
)
from cxworkbench.briefings.blocks import Heading
from cxworkbench.briefings.page import Running, Sheet, form_of
from cxworkbench.briefings.text import HEADING, LEAD, TABLE, TITLE, Press, Style, Text
from db.models import Stakeholder

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState
    from cxworkbench.briefings.settings import Settings
    from cxworkbench.plan import Ref
    from db.records import Record

T = TypeVar("T")

#: Above a section's heading, and between it and what follows.
SECTION, BELOW_HEADING = 11.25, 3.0
#: What stands in place of a sentence about rows that this edition doesn't show.
WITHHELD = "About a confidential row, withheld"


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
        measured: what was computed of its language.
    """

    def __init__(self, found: Assessment, settings: Settings, audience: str) -> None:
        self.found, self.settings = found, settings
        self.plan, self.as_of = found.plan, found.as_of
        self.audience = audience_of(self.plan, audience, settings)
        self.may_see = sees_confidential(self.plan, audience, settings)
        self.press = Press(settings.ink, hidden={} if self.may_see else hidden_names(self.plan))
        self.form = form_of(settings.paper)
        self.left_out: list[str] = []
        self.measured: list[tuple[str, str]] = []
        self._withheld: dict[str, None] = {}

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

    def wants(self, section: str) -> bool:
        """Whether a section was chosen."""
        return self.settings.sections is None or section in self.settings.sections

    # ------------------------------------------------------------------------------------------- withholding

    @property
    def withheld(self) -> int:
        """How many confidential rows it would have shown."""
        return len(self._withheld)

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

    def day(self, day: object) -> str:
        """A day as the paper writes it: without its year where that is the year of the judgement."""
        from datetime import date

        return formats.day(day, current=self.as_of) if isinstance(day, date) else formats.MISSING

    # ---------------------------------------------------------------------------------------- running words

    def running(self, pack: str, source: str = "") -> Running:
        """Header and footer of a sheet."""
        programme, settings = self.plan.programme, self.settings
        to = self.found.readings_to
        read = f"readings to {formats.day(to, current=self.as_of)}" if to is not None else "no readings"
        said = f"plan version {self.plan.version}"
        return Running(
            organisation=programme.organisation or "",
            programme=programme.name or "",
            pack=pack,
            as_of=f"As of {formats.day(self.as_of)}, {read}",
            printed=f"Printed {settings.printed}",
            source=f"Source: {said}, {source or programme.name}",
            own_header=settings.header,
            own_footer=settings.footer,
        )

    def sheet(self, flow: Iterable[Flowable], pack: str, source: str = "", *, shares: bool = False) -> Sheet:
        """A sheet with the running words of this edition."""
        return Sheet(list(flow), self.running(pack, source), shares)

    # ------------------------------------------------------------------------------------------ small blocks

    def title(self, text: str, *, right: Flowable | None = None) -> Heading:
        """The paper's own title: its finding."""
        return Heading(self.press, text, TITLE, level=0, after=3.0, right=right, most_lines=3)

    def lead(self, text: str) -> Text:
        """For whom it is, and when."""
        return self.press.text(text, LEAD, most_lines=3)

    def heading(self, text: str, aside: str = "", *, before: float = SECTION) -> Heading:
        """The heading of a section."""
        return Heading(self.press, text, HEADING, aside=aside, before=before, after=BELOW_HEADING)

    def text(self, text: str, style: Style = TABLE, *, before: float = 0.0, lines: bool = False) -> Text:
        """A paragraph."""
        made = self.press.text(text, style, lines=lines)
        made.spaceBefore = before
        return made

    def note(self, text: str, *, before: float = 2.25) -> Text:
        """A line in grey below something: what it doesn't show, where it comes from."""
        return self.text(text, TABLE.but(color="ink3"), before=before)

    def missing(self, text: str) -> Text:
        """What is missing, said where it would stand."""
        return self.text(text, TABLE.but(color="ink2"))
