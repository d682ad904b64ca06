"""The print dialog: which briefing, how it looks, on which paper, to which printer. What is seen is what is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

import resources
from cxworkbench import formats
from cxworkbench.printing import SIDES, Printers
from db.errors import UserError
from ui.banners import Banners
from ui.print.choosing import ANOTHER, Choosing
from ui.print.foot import Foot
from ui.print.keeping import KeptPaper, Shown, keep_paper, kept_paper, printed_before, saved_words
from ui.print.making import Making, Ready
from ui.print.panes import ChoicePane, KindPane, PreviewPane, sheet
from ui.print.pictures import Pictures
from ui.print.preview import PageImage
from ui.print.printing import find_printers
from ui.print.remembered import Remembered
from ui.print.saving import Saving
from ui.print.sending import Sending, order_of
from ui.slices import Slices

if TYPE_CHECKING:
    from cxworkbench.briefings.made import Made
    from cxworkbench.briefings.settings import Settings
    from ui.main_window import MainWindow
    from ui.plan_session import PlanSession
    from ui.work import Progress

_SIZE, _AROUND = (1180, 804), 40


def open_print_dialog(
    window: MainWindow, kind: str = "", subject: str = "", kept: str = ""
) -> PrintDialog | None:
    """Open the dialog on the window's plan.

    Args:
        window: whose plan is printed.
        kind: an id of ``KINDS``; the one chosen last if none is given.
        subject: the id of what it is about: a pilot, a review.
        kept: the id of a printed paper that is to be given again.

    Returns:
        None where no plan is judged yet.
    """
    if window.plan is None or not window.plan.is_loaded:
        return None
    dialog = PrintDialog(window, window.plan, kind, subject)
    if kept:
        dialog.show_kept(kept)
    dialog.open()
    return dialog


class PrintDialog(QDialog):
    """Kinds at the left, the paper in the middle, choices and checks at the right.

    Attributes:
        made: the paper that is previewed; saved and printed are these bytes. None while it is made.
        settings: what it was made with.
        shown: the file that is previewed; of a paper that was printed before the file that the plan keeps.
    """

    def __init__(self, window: MainWindow, plan: PlanSession, kind: str = "", subject: str = "") -> None:
        super().__init__(window)
        from cxworkbench.briefings.kinds import KINDS

        self._window, self._plan, self.theme = window, plan, window.theme
        self._remembered = Remembered(window.settings.folder)
        self._kinds = KINDS
        names = {name: one.name for name, one in KINDS.items()}
        self._kind = kind if kind in KINDS else self._remembered.chosen("kind", names) or "sponsor"
        self._printers = Printers(())
        self._told = ""
        self.made: Made | None = None
        self.settings: Settings | None = None
        self.shown: Shown | None = None
        self._kept_id = ""
        self._making = Making(window.work, self)
        self.saving = Saving(window.work, self, plan.path, lambda: self._remembered.folder)
        self._sending = Sending(window, self)
        self._logo = ""
        self._pictures = Pictures(window, plan, self)
        self.setWindowTitle("Print a briefing")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build()
        self._choosing = Choosing(self.choices, plan)
        self._choosing.show_kind(self._kind, subject)
        self._choosing.show_logos()
        self._connect()
        self.kinds.rows[self._kind].setFocus()
        self._compose()
        # What isn't seen at first is made in turns, so that the dialog stands at once.
        self._later = Slices(self)
        self._later.add("printed", self._show_printed)
        self._later.add("contents", lambda: self.choices.contents)
        self._later.add("printer", lambda: self._start(lambda _: find_printers(), self._take_printers))

    # -------------------------------------------------------------------------------------------- building

    def _build(self) -> None:
        from cxworkbench.briefings.settings import INKS, PAPERS

        theme, kept, own = self.theme, self._remembered, self._plan.plan.programme
        room = self._window.size()
        around = theme.px(_AROUND)
        self.resize(
            min(theme.px(_SIZE[0]), room.width() - around), min(theme.px(_SIZE[1]), room.height() - around)
        )
        found = self._plan.assessment
        kinds = [(name, kind.name, kind.readers(found)) for name, kind in self._kinds.items()]
        self.kinds = KindPane(theme, kinds, self._kind, self.width())
        self.preview_pane = PreviewPane(theme, kept.zoom)
        self.choices = ChoicePane(
            theme,
            PAPERS,
            kept.chosen("paper", PAPERS) or own.paper or "a4",
            INKS,
            kept.chosen("ink", INKS) or own.ink or "colour",
            kept.copies,
            kept.chosen("sides", SIDES) or "one",
            self.width(),
        )
        self.banners = Banners(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banners)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.kinds)
        row.addWidget(self.preview_pane, 1)
        row.addWidget(self.choices)
        column.addLayout(row, 1)
        column.addWidget(self._foot())
        self.setStyleSheet(sheet(theme))

    def _foot(self) -> QWidget:
        foot = Foot(self.theme, self)
        self.said, self.keep_box, self.close_button = foot.said, foot.keep_box, foot.close_button
        self.png_button, self.save_button, self.print_button = (
            foot.png_button,
            foot.save_button,
            foot.print_button,
        )
        self.keep_box.setChecked(self._remembered.keeps)
        self.keep_box.setEnabled(self._plan.can_edit)
        self.keep_box.toggled.connect(lambda on: self._remembered.choose("keeps", "yes" if on else "no"))
        self._renew()
        return foot

    def _connect(self) -> None:
        self.kinds.chosen.connect(lambda kind: self._choose("kind", kind))
        self.kinds.reprint.connect(self.show_kept)
        self.choices.altered.connect(self._choose)
        self.choices.keep.connect(self.keep_pack)
        preview, making = self.preview_pane.preview, self._making
        preview.wanted.connect(lambda _: self._render())
        preview.zoomed.connect(lambda _: self._remembered.choose("zoom", str(preview.zoom)))
        making.begun.connect(self._take_first)
        making.ready.connect(self._take_paper)
        making.rendered.connect(preview.show_pages)
        for one in (making, self.saving, self._sending, self._pictures):
            one.failed.connect(self._take_failure)
        self._pictures.kept.connect(self.use_logo)
        self.saving.saved.connect(self._take_saved)
        self._sending.sent.connect(self._take_sent)
        self._plan.assessed.connect(self._take_judgement)
        self.finished.connect(lambda _: making.stop())
        QShortcut(QKeySequence("Ctrl+S"), self, self.choose_file)
        QShortcut(QKeySequence("Ctrl+P"), self, self.print_now)

    # ----------------------------------------------------------------------------------------- the paper

    def _choose(self, name: str, value: str) -> None:
        if name == "logo" and value == ANOTHER:
            self._choosing.show_logos(self._logo)
            self._pictures.choose()
            return
        self._told = self._kept_id = ""
        self._logo = self._choosing.logo or ""
        if name in {"kind", "paper", "ink"}:
            self._remembered.choose(name, value)
        if name == "kind":
            self._kind = value
            self._choosing.show_kind(value)
        elif not self.kinds.rows[self._kind].isChecked():
            self.kinds.rows[self._kind].setChecked(True)
        self._compose()

    def use_logo(self, id: str) -> None:
        """Print with a picture that the plan keeps."""
        self._choosing.show_logos(id)
        self._choose("logo", id)

    def _take_judgement(self, _found: object) -> None:
        self._show_printed()
        if not self._kept_id:
            self._compose()

    def _compose(self) -> None:
        """Make the paper anew from the window's own judgement; an older one still under way is broken off."""
        # Until the new one is there, nothing can be saved or printed: it would be another than the choices say.
        self.made = self.shown = None
        self._renew()
        found = self._plan.assessment
        for plan in filter(None, (found.plan, found.past)):
            plan.read_ahead()
        wanted = self._choosing.wanted(self._kind)
        printed = formats.moment(self._window.now().astimezone(found.plan.zone))
        try:
            settings = wanted.settings(found, printed, self._plan.session.kept)
        except UserError as error:
            self._take_failure(error)
            return
        self.settings = settings
        scale = self.preview_pane.preview.pixels_per_point
        self._making.begin(wanted.described(), found, settings, scale)

    def _take_first(self, pages: list[PageImage]) -> None:
        """The first page is there; the rest is made while it is looked at."""
        assert self.settings is not None
        self.preview_pane.preview.show_pages(pages)
        self.preview_pane.caption.show_text(
            f"Page 1, {self.settings.paper_name}, {self.settings.ink_name.lower()}; the rest is being made"
        )

    def _take_paper(self, ready: Ready) -> None:
        from cxworkbench.briefings.naming import edition_name, pdf_name

        if self._plan.is_closed:
            return  # the window is closing
        made, settings, found = ready.made, ready.settings, ready.found
        name = settings.title or self._kinds[self._kind].name
        reader = self._choosing.reader
        maker = edition_name if reader else pdf_name
        file_name = maker(reader or found.plan.programme.name or "", name, found.as_of)
        self.made, self.settings = made, settings
        self.shown = Shown(
            made.pdf, made.pages, name, file_name, settings.paper, settings.ink == "grey", ready
        )
        kind, pages = self._kinds[self._kind], formats.plural(made.pages, "page")
        self.banners.take_away("MissingResource")
        self.banners.take_away("WrongUsage")
        self.kinds.rows[self._kind].show_pages(pages)
        self.preview_pane.caption.show_text(
            f"{_seen(made.pages)}, {settings.paper_name}, {settings.ink_name.lower()}"
        )
        self.preview_pane.preview.setAccessibleName(f"Preview: {kind.name}, {pages}")
        self.choices.checks.show_lines(made.checks())
        self.said.show_text(
            self._told
            or f"Prints plan version {found.plan.version}{saved_words(self._plan)}. The page footer says so."
        )
        self._render()
        self._renew()

    def show_kept(self, id: str) -> None:
        """Show a paper that was printed before; saved and printed is the very file that the plan keeps."""
        self._making.stop()
        self._told, self._kept_id = "", id
        self.made = self.shown = None
        try:
            paper = kept_paper(self._plan, id)
        except UserError as error:
            self._take_failure(error)
            return
        self._making.count(paper.pdf, lambda pages: self._take_kept(paper, pages))
        self._renew()

    def _take_kept(self, paper: KeptPaper, pages: int) -> None:
        self.shown = paper.shown(pages)
        self.preview_pane.caption.show_text(f"{_seen(pages)}, {paper.when}")
        self.preview_pane.preview.setAccessibleName(f"Preview: {paper.name}, {paper.when}")
        self.choices.checks.show_lines(paper.lines(pages))
        self.said.show_text(f"Gives back the file that was kept: {paper.name}, {paper.when}.")
        self._render()
        self._renew()

    def _show_printed(self) -> None:
        self.kinds.show_printed(printed_before(self._plan))

    def _render(self) -> None:
        if self.shown is not None:
            self._making.render(self.shown.pdf, self.shown.pages, self.preview_pane.preview.pixels_per_point)

    # --------------------------------------------------------------------------------- file and printer

    def choose_file(self) -> None:
        """Ask where the PDF goes, and save it there."""
        if self.shown is not None:
            self.saving.choose_file(self.shown)

    def choose_folder(self) -> None:
        """Ask for the folder into which the pages go as PNG."""
        if self.shown is not None:
            self.saving.choose_folder(self.shown)

    def save_to(self, target: Path) -> None:
        """Save what is previewed."""
        if self.shown is not None:
            self.saving.save_to(self.shown, target)

    def _take_saved(self, folder: Path, said: str, shown: Shown | None) -> None:
        self._remembered.choose("folder", str(folder))
        self.banners.take_away("UserError")
        self.close_button.setText("Close")
        self._told = said
        self.said.show_text(said)
        if shown is not None and self.keep_box.isChecked():
            self._keep(shown)

    def _take_printers(self, printers: Printers) -> None:
        self._printers = printers
        self.choices.printing.show_printers(printers, self._remembered.printer)
        self.print_button.setToolTip(printers.reason or "Print (Ctrl+P)")
        self._renew()

    def print_now(self) -> None:
        """Send what is previewed to the printer chosen."""
        if self.shown is None or not self.print_button.isEnabled():
            return
        try:
            order = order_of(self.shown, self.choices.printing, self._plan.plan.programme.name)
        except UserError as error:
            self.choices.part.choose("printer")
            self.choices.printing.pages.setFocus()
            self._take_failure(error)
            return
        for name, value in (
            ("printer", order.printer),
            ("copies", str(order.copies)),
            ("sides", order.sides),
        ):
            self._remembered.choose(name, value)
        self.print_button.setEnabled(False)
        self._sending.send(self.shown, order, by_lp=self._printers.by_lp)

    def _take_sent(self, shown: Shown, said: str) -> None:
        self._keep(shown)
        self._window.say(said)
        self.accept()

    # ------------------------------------------------------------------------------------ kept in the plan

    def _keep(self, shown: Shown) -> None:
        """Keep a paper in the plan; one that comes from there is kept already."""
        if shown.ready is not None and self._plan.can_edit:
            keep_paper(self._window, self._plan, shown)

    def keep_pack(self) -> None:
        """Keep sections, order and own words in the plan under the name typed."""
        from cxworkbench.briefings.packs import save

        choices = self.choices
        preset = choices.contents.to_keep(choices.paper.value, choices.ink.value, self._choosing.logo)
        self._told = f"Kept the pack {preset.name} in the plan."
        try:
            with self._plan.change(f"Keep pack {preset.name}") as change:
                kept = save(change, self._plan.plan, preset)
        except UserError as error:
            self._told = ""
            self._take_failure(error)
            return
        self._choosing.show_kind(self._kind, pack=kept.id)
        self._compose()

    # ---------------------------------------------------------------------------------------------- work

    def _start(self, work: Callable[[Progress], Any], done: Callable[[Any], object]) -> None:
        job = self._window.work.start(work)
        job.done.connect(done)
        job.failed.connect(self._take_failure)

    def _take_failure(self, error: Exception) -> None:
        if isinstance(error, (UserError, resources.MissingResource)):
            # Both have the four parts that a banner shows.
            self.banners.show_error(cast("UserError", error))
        else:
            self._window.show_failure(error)
        self._renew()

    def _renew(self) -> None:
        """What can be pressed now."""
        for button in (self.save_button, self.png_button):
            button.setEnabled(self.shown is not None)
        self.print_button.setEnabled(self.shown is not None and bool(self._printers.names))


def _seen(pages: int) -> str:
    return "Page 1 of 1" if pages == 1 else f"Pages 1 to {pages}"
