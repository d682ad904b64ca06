"""Composing: a kind of paper, a judgement and settings become a file with its fit report; or its first page at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from cxworkbench import formats
from cxworkbench.assessment import Assessment
from cxworkbench.briefings import contents
from cxworkbench.briefings.blocks import Heading, headings_in
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.kinds import EVERY, KINDS, Kind
from cxworkbench.briefings.made import Made, PartOfPaper
from cxworkbench.briefings.page import Form, Page, Sheet, bound, flowing
from cxworkbench.briefings.pdf import write
from cxworkbench.briefings.settings import Settings
from cxworkbench.briefings.text import Press
from cxworkbench.briefings.words import clean
from db.errors import WrongUsage

#: Told how many pages are done, of how many; may raise to break off. While pages are laid out none is done.
Step = Callable[[int, int], None]
_LETTERS_NAMED = 20


def _quietly(_done: int, _of: int) -> None:
    pass


def compose(kind: str, found: Assessment, settings: Settings, step: Step = _quietly) -> Made:
    """A paper as PDF with its fit report. Pure: may run on any thread; the same input gives the same bytes.

    Args:
        kind: an id of ``KINDS``.
        found: the judgement that it prints, compared with the last review where there was one.
        settings: how.
        step: told how far it is; may raise to break off.

    Raises:
        WrongUsage: there is no such kind, or nothing in the plan that such a paper could be about.
        resources.MissingResource: a font file is absent or damaged.
    """
    return compose_as(kind_of(kind), found, settings, step)


def compose_as(kind: Kind, found: Assessment, settings: Settings, step: Step | None = None) -> Made:
    """The same of a kind that isn't among ``KINDS``: a pack."""
    edition = _begun(kind, found, settings)
    sheets = list(kind.sheets(edition))
    contents.fill(sheets)
    pages, tell = list[Page](), step or _quietly
    for page in bound(sheets, edition.form):
        pages.append(page)
        tell(0, max(len(sheets), len(pages)))
    return finished(edition, kind, pages, tell)


def first_page(kind: str, found: Assessment, settings: Settings) -> bytes:
    """The first page alone, for a preview while the rest is made; what only all pages tell is left open on it.

    Raises:
        WrongUsage: as :func:`compose`.
        resources.MissingResource: a font file is absent or damaged.
    """
    return first_page_as(kind_of(kind), found, settings)


def first_page_as(kind: Kind, found: Assessment, settings: Settings) -> bytes:
    """The same of a pack."""
    edition = _begun(kind, found, settings)
    page = _first_of(iter(kind.sheets(edition)), edition.form)
    return write([page], edition.form, edition.press, "", of=0, logo=settings.logo)


def _first_of(sheets: Iterator[Sheet], form: Form) -> Page:
    """The first page; no more is composed than what could stand on it."""
    first = next(sheets)
    if not any(isinstance(block, contents.Contents) for block in first.flow):
        pages = flowing(first.flow, form)
        placed = next(pages)
        if next(pages, None) is not None:
            return Page(placed, first.running)
    whole = [first, *sheets]
    contents.fill(whole)
    return next(bound(whole, form))


def kind_of(kind: str) -> Kind:
    """A kind by its id.

    Raises:
        WrongUsage: there is none.
    """
    described = KINDS.get(kind)
    if described is None:
        raise WrongUsage(
            f"there is no briefing {kind!r}",
            kept="nothing was written",
            to_do=f"choose one of {', '.join(KINDS)}",
        )
    return described


def _begun(kind: Kind, found: Assessment, settings: Settings) -> Edition:
    return Edition(found, kind.with_subject(found, settings), kind.audience)


def finished(edition: Edition, kind: Kind, pages: Sequence[Page], step: Step = _quietly) -> Made:
    """The pages of an edition written, with what there is to say of them."""
    press, settings = edition.press, edition.settings
    parts = _parts(pages)
    press.page_of = {heading.key: number for number, heading in _headings(pages)}
    name = settings.title or kind.name
    title = f"{name}, {clean(press.shown(edition.plan.programme.name or ''))}"
    pdf = write(pages, edition.form, press, title, logo=settings.logo, step=step)
    return Made(
        pdf=pdf,
        pages=len(pages),
        left_out=[*edition.left_out, *_in_the_press(press)],
        smallest=press.smallest,
        most_pages=None if settings.subject == EVERY else kind.most_pages,
        parts=parts,
        withheld=edition.withheld,
        audience=edition.audience,
        lacking="".join(press.lacking),
        measured=tuple(edition.measured),
        subject=settings.subject,
    )


def _headings(pages: Sequence[Page]) -> Iterator[tuple[int, Heading]]:
    for number, page in enumerate(pages, 1):
        for placed in page.placed:
            for heading in headings_in(placed.block):
                yield number, heading


def _parts(pages: Sequence[Page]) -> tuple[PartOfPaper, ...]:
    """The parts with the pages that each stands on: up to where the next of its level or above begins."""
    found = [
        (heading.title, heading.level, number) for number, heading in _headings(pages) if heading.level <= 1
    ]
    parts = []
    for place, (name, level, first) in enumerate(found):
        after = next((number for _, deep, number in found[place + 1 :] if deep <= level), len(pages) + 1)
        parts.append(PartOfPaper(name, level, first, max(after - first, 1)))
    return tuple(parts)


def _in_the_press(press: Press) -> Iterator[str]:
    """What only drawing the pages could find."""
    if press.cut:
        verb = "is" if press.cut == 1 else "are"
        yield f"the end of {formats.plural(press.cut, 'text')} that {verb} too long for the page, marked …"
    if press.lacking:
        shown = list(press.lacking)[:_LETTERS_NAMED]
        more = f" and {len(press.lacking) - len(shown)} more" if len(press.lacking) > len(shown) else ""
        yield f"letters that the font lacks: {' '.join(shown)}{more}"


__all__ = ["Sheet", "Step", "compose", "finished", "first_page"]
