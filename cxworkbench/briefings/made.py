"""A paper that was made: its file, and the report of what fits, what doesn't, what was withheld and can't be shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from cxworkbench import formats

#: No letter on paper is smaller (visual-language.md, 11).
SMALLEST_PT = 7.5


@dataclass(frozen=True)
class PartOfPaper:
    """A part under a heading of the first two levels: its name, its level, and the pages that it stands on."""

    name: str
    level: int
    first: int
    pages: int


@dataclass(frozen=True)
class Made:
    """A paper that was made.

    Attributes:
        pdf: the file.
        pages: how many pages it has.
        left_out: what isn't on it, and what couldn't be shown as it is, a line each.
        smallest: the smallest letters on it, points.
        most_pages: how many pages it may have; None where there is no limit.
        parts: what it consists of, in order.
        withheld: how many confidential rows this edition doesn't show.
        audience: who this edition is for, as ``AUDIENCES`` names them.
        lacking: letters that no font of the program has.
        measured: what was computed of its language, as "LIX 31", where that is bound.
        subject: the id of what it is about; None for the whole programme.
    """

    pdf: bytes
    pages: int
    left_out: list[str]
    smallest: float
    most_pages: int | None = None
    parts: tuple[PartOfPaper, ...] = ()
    withheld: int = 0
    audience: str = ""
    lacking: str = ""
    measured: tuple[tuple[str, str], ...] = field(default=())
    subject: str | None = None

    @property
    def fits(self) -> bool:
        """Whether it has no more pages than it may."""
        return self.most_pages is None or self.pages <= self.most_pages

    def checks(self) -> list[tuple[str, str]]:
        """The fit report: states of the status vocabulary with a sentence each."""
        lines: list[tuple[str, str]] = []
        if self.most_pages is not None:
            limit = "one page" if self.most_pages == 1 else f"{self.most_pages} pages"
            lines.append(("met", f"Fits {limit}") if self.fits else ("failing", f"Does not fit {limit}"))
        else:
            parts = [f"{part.name} {part.pages}" for part in self.parts if part.level == 0 and part.pages > 1]
            said = f"; {', '.join(parts)}" if parts and len(parts) > 1 else ""
            lines.append(("met", f"{formats.plural(self.pages, 'page')}{said}"))
        size = "met" if self.smallest >= SMALLEST_PT else "failing"
        lines.append((size, f"Smallest text is {self.smallest:g} pt"))
        lines += list(self.measured)
        if self.withheld:
            rows = formats.plural(self.withheld, "confidential row")
            lines.append(("at_risk", f"{rows} withheld from this edition"))
        lines += [("at_risk", f"{line[:1].title()}{line[1:]}") for line in self.left_out]
        return lines
