"""Making the paper that is previewed: its first page at once, then the whole, off the UI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from cxworkbench.briefings.kinds import KINDS
from cxworkbench.briefings.packs import bound_as, logo_of, settings_for
from cxworkbench.briefings.settings import settings_of
from cxworkbench.pdfium import page_count
from ui.print.preview import PageImage, render_pages, within

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from cxworkbench.briefings.kinds import Kind
    from cxworkbench.briefings.made import Made
    from cxworkbench.briefings.packs import Preset
    from cxworkbench.briefings.settings import Settings
    from ui.work import Job, Progress, Work


@dataclass(frozen=True)
class Wanted:
    """What was chosen of a paper.

    Attributes:
        kind: an id of ``KINDS``.
        paper, ink: ids of ``PAPERS`` and ``INKS``.
        preset: the pack that it begins from; None for the kind's own sections.
        subject: the id of what it is about.
        stakeholder: the id of whose edition it is.
        sections: ids in order; None for the kind's own.
        words: own wording by section.
        header, footer: own words on every page; empty for the usual ones.
        logo: the id of a picture that the plan keeps; None for the programme's own.
    """

    kind: str
    paper: str
    ink: str
    preset: Preset | None = None
    subject: str | None = None
    stakeholder: str | None = None
    sections: tuple[str, ...] | None = None
    words: dict[str, str] = field(default_factory=dict)
    header: str = ""
    footer: str = ""
    logo: str | None = None

    def described(self) -> Kind:
        """The kind that it is made as."""
        return KINDS[self.kind] if self.preset is None else bound_as(self.preset)

    def settings(self, found: Assessment, printed: str, read: Callable[[str], bytes]) -> Settings:
        """How it is made.

        Raises:
            UserError: the logo can't be printed.
        """
        plan = found.plan
        if self.preset is not None:
            own = settings_for(
                replace(self.preset, header=self.header, footer=self.footer, logo=self.logo), plan,
                printed=printed, read=read, paper=self.paper, ink=self.ink, stakeholder=self.stakeholder,
            )  # fmt: skip
            return replace(own, sections=self.sections, words=self.words, subject=self.subject)
        return settings_of(
            plan, paper=self.paper, ink=self.ink, printed=printed, sections=self.sections,
            subject=self.subject, stakeholder=self.stakeholder, words=self.words,
            header=self.header, footer=self.footer, logo=logo_of(plan, self.logo or plan.programme.logo, read),
        )  # fmt: skip


@dataclass(frozen=True)
class Ready:
    """A paper that was made, with what it was made of.

    Attributes:
        kind: an id of ``KINDS``; of a pack the one whose audience it has.
        made: the file and its report.
        settings: how it was made.
        found: the judgement that it prints.
    """

    kind: str
    made: Made
    settings: Settings
    found: Assessment


class Making(QObject):
    """Makes one paper at a time: what was begun before is broken off.

    Signals:
        begun: the first page alone, as pictures.
        ready: the whole (``Ready``).
        rendered: its pages as pictures.
        failed: why it could not be made.
    """

    begun = Signal(object)
    ready = Signal(object)
    rendered = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._job: Job | None = None
        self._drawing: Job | None = None

    def begin(self, kind: Kind, found: Assessment, settings: Settings, pixels_per_point: float) -> None:
        """Make a paper; its first page comes before the rest where there may be a rest."""
        self.stop()

        def whole(progress: Progress) -> Ready:
            from cxworkbench.briefings.compose import compose_as

            return Ready(kind.id, compose_as(kind, found, settings, progress.step), settings, found)

        def first(progress: Progress) -> list[PageImage]:
            from cxworkbench.briefings.compose import first_page_as

            pdf = first_page_as(kind, found, settings)
            progress.step(1, 2)
            return render_pages(pdf, pixels_per_point, progress.step)

        def go_on(pages: list[PageImage]) -> None:
            self.begun.emit(pages)
            self._job = self._start(whole, self.ready.emit)

        if kind.most_pages == 1:
            self._job = self._start(whole, self.ready.emit)
        else:
            self._job = self._start(first, go_on)

    def count(self, pdf: bytes, done: Callable[[int], object]) -> None:
        """Count the pages of a file that was made before; what was begun is broken off."""
        self.stop()
        self._job = self._start(lambda _: page_count(pdf), done)

    def render(self, pdf: bytes, pages: int, pixels_per_point: float) -> None:
        """Draw the pages of a file."""
        if self._drawing is not None:
            self._drawing.cancel()
        scale = within(pixels_per_point, pages)
        self._drawing = self._start(
            lambda progress: render_pages(pdf, scale, progress.step), self.rendered.emit, draws=True
        )

    def stop(self) -> None:
        """Break off what is under way; nothing of it is told any more."""
        for job in (self._job, self._drawing):
            if job is not None:
                job.cancel()
        self._job = self._drawing = None

    def _start(
        self, work: Callable[[Progress], Any], done: Callable[[Any], object], *, draws: bool = False
    ) -> Job:
        job = self._work.start(work)

        def is_current() -> bool:
            # After the dialog is gone, nobody is told.
            return isValid(self) and job is (self._drawing if draws else self._job)

        def take(result: Any) -> None:
            if is_current():
                self._forget(draws=draws)
                done(result)

        def fail(error: Exception) -> None:
            if is_current():
                self._forget(draws=draws)
                self.failed.emit(error)

        job.done.connect(take)
        job.failed.connect(fail)
        return job

    def _forget(self, *, draws: bool) -> None:
        if draws:
            self._drawing = None
        else:
            self._job = None
