"""Papers that stay: kept in the plan as they were printed, given back, and written as pictures."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cxworkbench import formats
from db.errors import UserError, WrongUsage
from db.models import PrintedPaper

if TYPE_CHECKING:
    from cxworkbench.briefings.kept import Printed
    from ui.main_window import MainWindow
    from ui.plan_session import PlanSession
    from ui.print.making import Ready

#: Pixels for a point of a page that is saved as a picture: 200 dots an inch.
_SAVED = 200 / 72


@dataclass(frozen=True)
class Shown:
    """The file that is previewed.

    Attributes:
        pdf: the file.
        pages: how many it has.
        name: what it is called.
        file_name: under which it is offered.
        paper: "a4" or "letter".
        is_grey: whether it has no colour.
        ready: how it was made; None of a file that the plan keeps.
    """

    pdf: bytes
    pages: int
    name: str
    file_name: str
    paper: str
    is_grey: bool
    ready: Ready | None


def keep_paper(window: MainWindow, plan: PlanSession, shown: Shown) -> None:
    """Keep a paper in the plan: packed off the UI thread, then written as one step."""
    from cxworkbench.briefings import kept

    ready = shown.ready
    assert ready is not None, "what comes from the plan is kept already"

    def take(printed: Printed) -> None:
        if plan.is_closed:
            return
        try:
            with plan.change(f"Print {shown.name}") as change:
                kept.keep(change, plan.plan, printed, at=window.now())
        except UserError as error:
            window.show_trouble(error)

    job = window.work.start(
        lambda _: kept.ready(ready.kind, shown.file_name, ready.made, ready.settings, ready.found)
    )
    job.done.connect(take)
    job.failed.connect(window.show_failure)


@dataclass(frozen=True)
class KeptPaper:
    """A paper that the plan keeps, read from it.

    Attributes:
        pdf: the very file.
        name, file_name: what it is called, and under which name it is offered.
        paper: "a4" or "letter".
        is_grey: whether it has no colour.
        when: "printed 12 Mar 2026".
        about: its day, plan version and digest, in words.
        withheld: how many confidential rows its edition was without.
    """

    pdf: bytes
    name: str
    file_name: str
    paper: str
    is_grey: bool
    when: str
    about: tuple[str, str]
    withheld: int

    def shown(self, pages: int) -> Shown:
        """As it is previewed, once its pages are counted."""
        return Shown(self.pdf, pages, self.name, self.file_name, self.paper, self.is_grey, None)

    def lines(self, pages: int) -> list[tuple[str, str]]:
        """What there is to say of it, each with its state."""
        lines = [
            ("met", "The file as it was printed, byte for byte"),
            ("met", f"{formats.plural(pages, 'page')}, {self.about[0]}"),
            ("met", self.about[1]),
        ]
        if self.withheld:
            rows = formats.plural(self.withheld, "confidential row")
            lines.append(("at_risk", f"{rows} withheld from this edition"))
        return lines


def kept_paper(plan: PlanSession, id: str) -> KeptPaper:
    """A paper that the plan keeps.

    Raises:
        UserError: it isn't there any more, or isn't the file that was printed.
    """
    from cxworkbench.briefings.kept import name_of, printed_on, reprint
    from db.models import Attachment

    loaded = plan.plan
    paper = loaded.get(PrintedPaper, id)
    if paper is None:
        raise WrongUsage(
            "the printed paper is not in the plan any more", kept="nothing was printed", to_do="see the bin"
        )
    pdf = reprint(loaded, paper, plan.session.kept)
    settings = paper.settings if isinstance(paper.settings, dict) else {}
    file = loaded.get(Attachment, paper.file)
    return KeptPaper(
        pdf,
        name_of(loaded, paper),
        file.name if file is not None else "paper.pdf",
        str(settings.get("paper") or "a4"),
        settings.get("ink") == "grey",
        f"printed {formats.day(printed_on(loaded, paper))}",
        (
            f"as of {formats.day(paper.as_of)}, plan version {paper.changeset}",
            f"SHA-256 {(paper.sha256 or '')[:16]}…",
        ),
        paper.withheld or 0,
    )


def printed_before(plan: PlanSession) -> list[tuple[str, str, str]]:
    """The papers that the plan keeps, the newest first: id, name, and the day of printing."""
    from cxworkbench.briefings.kept import kept, name_of, printed_on

    loaded, found = plan.plan, []
    for one in kept(loaded):
        day = printed_on(loaded, one)
        shown = formats.day(day, current=plan.assessment.as_of) if day is not None else ""
        found.append((one.id, name_of(loaded, one), shown))
    return found


def saved_words(plan: PlanSession) -> str:
    """When the plan was saved last: ", saved 10:42"; empty where it never was."""
    saved, zone = plan.last_saved, plan.plan.zone
    if saved is None:
        return ""
    own, now = saved.astimezone(zone), plan.now().astimezone(zone)
    return f", saved {own:%H:%M}" if own.date() == now.date() else f", saved {formats.moment(own)}"


def written(shown: Shown, folder: Path, step: Callable[[int, int], None]) -> list[Path]:
    """Write each page as PNG into a folder: whole or not at all, named by the paper and the page.

    Raises:
        UserError: the folder can't be written.
    """
    from cxworkbench.exchange.whole_file import write_whole
    from cxworkbench.pdfium import opened

    stem, digits = Path(shown.file_name).stem, len(str(shown.pages))
    made: list[Path] = []
    for number in range(shown.pages):
        held = io.BytesIO()
        with opened(shown.pdf) as document:
            bitmap = document[number].render(scale=_SAVED)
            # The picture's pixels are PDFium's: it is written while they are there.
            bitmap.to_pil().save(held, format="PNG")
            bitmap.close()
        target = folder / f"{stem}-{number + 1:0{digits}}.png"
        write_whole(target, held.getvalue())
        made.append(target)
        step(number + 1, shown.pages)
    return made
