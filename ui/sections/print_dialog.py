"""The print dialog: which briefing, how it looks, on which paper, to which printer. What is seen is what is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

import resources
from cxworkbench import formats
from db.errors import UserError
from ui.banners import Banners
from ui.print.panes import ChoicePane, KindPane, PreviewPane
from ui.print.preview import PageImage, render_pages
from ui.print.printing import PAINTED, Order, Printers, find_printers, hand_over, print_by_lp
from ui.print.remembered import Remembered
from ui.widgets.buttons import Button
from ui.widgets.label import ElidedLabel

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from cxworkbench.briefings.made import Made
    from cxworkbench.briefings.settings import Settings
    from ui.main_window import MainWindow
    from ui.plan_session import PlanSession
    from ui.work import Progress

_SIZE, _AROUND = (1180, 804), 40

_SHEET = Template("""
QDialog { background: $surface; }
QFrame[part="left"], QFrame[part="right"] { border: 0; background: $surface; }
QFrame[part="left"] { border-right: 1px solid $line; }
QFrame[part="right"] { border-left: 1px solid $line; }
QFrame[part="foot"] { border: 0; border-top: 1px solid $line; background: $raised; }
QFrame[part="middle"] { border: 0; background: $window; }
""")


def open_print_dialog(window: MainWindow) -> PrintDialog | None:
    """Open the dialog on the window's plan; None where no plan is judged yet."""
    if window.plan is None or not window.plan.is_loaded:
        return None
    dialog = PrintDialog(window, window.plan)
    dialog.open()
    return dialog


class PrintDialog(QDialog):
    """Kinds at the left, the paper in the middle, choices and checks at the right.

    Attributes:
        made: the paper that is previewed; saved and printed are these bytes. None while it is made.
        settings: what it was made with.
    """

    def __init__(self, window: MainWindow, plan: PlanSession) -> None:
        super().__init__(window)
        from cxworkbench.briefings.kinds import KINDS

        self._window, self._plan, self.theme = window, plan, window.theme
        self._remembered = Remembered(window.settings.folder)
        self._kinds = KINDS
        self._kind = (
            self._remembered.chosen("kind", {name: kind.name for name, kind in KINDS.items()}) or "sponsor"
        )
        self._asked = 0
        self._printers = Printers(())
        self.made: Made | None = None
        self.settings: Settings | None = None
        self.setWindowTitle("Print a briefing")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build()
        self._connect()
        self._compose()
        self._start(lambda _: find_printers(), self._take_printers)

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
        self.kinds = KindPane(theme, kinds, self._kind)
        self.shown = PreviewPane(theme, kept.zoom)
        self.choices = ChoicePane(
            theme,
            PAPERS,
            kept.chosen("paper", PAPERS) or own.paper or "a4",
            INKS,
            kept.chosen("ink", INKS) or own.ink or "colour",
            kept.copies,
        )
        self.banners = Banners(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banners)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.kinds)
        row.addWidget(self.shown, 1)
        row.addWidget(self.choices)
        column.addLayout(row, 1)
        column.addWidget(self._foot())
        tokens = ("surface", "raised", "window", "line", "selection")
        self.setStyleSheet(_SHEET.substitute({token: theme.color(token).name() for token in tokens}))

    def _foot(self) -> QWidget:
        theme, frame = self.theme, QFrame()
        frame.setProperty("part", "foot")
        row = QHBoxLayout(frame)
        row.setContentsMargins(theme.px(16), theme.px(11), theme.px(16), theme.px(11))
        row.setSpacing(theme.px(8))
        self.said = ElidedLabel(theme, "", "small", "ink3")
        self.close_button = Button(theme, "Cancel", self.reject)
        self.save_button = Button(theme, "Save PDF", self.choose_file, icon="save", keys="Ctrl+S")
        self.print_button = Button(
            theme, "Print", self.print_now, kind="primary", icon="printer", keys="Ctrl+P"
        )
        row.addWidget(self.said, 1)
        for button in (self.close_button, self.save_button, self.print_button):
            row.addWidget(button)
        self._renew()
        return frame

    def _connect(self) -> None:
        self.kinds.chosen.connect(lambda kind: self._choose("kind", kind))
        self.choices.chosen.connect(self._choose)
        preview = self.shown.preview
        preview.wanted.connect(self._render)
        preview.zoomed.connect(lambda _: self._remembered.choose("zoom", str(preview.zoom)))
        self._plan.assessed.connect(self._compose)
        QShortcut(QKeySequence("Ctrl+S"), self, self.choose_file)
        QShortcut(QKeySequence("Ctrl+P"), self, self.print_now)

    # ----------------------------------------------------------------------------------------- the paper

    def _choose(self, name: str, value: str) -> None:
        self._remembered.choose(name, value)
        if name == "kind":
            self._kind = value
        self._compose()

    def _compose(self, *_: object) -> None:
        """Make the paper anew from the window's own judgement; an older one still under way is then ignored."""
        from cxworkbench.briefings.compose import compose
        from cxworkbench.briefings.settings import settings_of

        self._asked += 1
        # Until the new one is there, nothing can be saved or printed: it would be another than the choices say.
        self.made = None
        self._renew()
        number, kind, found = self._asked, self._kind, self._plan.assessment
        settings = settings_of(
            found.plan,
            paper=self.choices.paper.value,
            ink=self.choices.ink.value,
            printed=formats.moment(self._window.now().astimezone(found.plan.zone)),
        )
        self._start(lambda _: (number, settings, found, compose(kind, found, settings)), self._take_paper)

    def _take_paper(self, result: tuple[int, Settings, Assessment, Made]) -> None:
        number, settings, found, made = result
        if number != self._asked or self._plan.is_closed:
            return  # other choices were made since, or the window is closing
        self.made, self.settings = made, settings
        kind, pages = self._kinds[self._kind], formats.plural(made.pages, "page")
        self.banners.take_away("MissingResource")
        self.kinds.rows[self._kind].show_pages(pages)
        self.shown.caption.show_text(
            f"Page 1 of {made.pages}, {settings.paper_name}, {settings.ink_name.lower()}"
        )
        self.shown.preview.setAccessibleName(f"Preview: {kind.name}, {pages}")
        self.choices.checks.show_lines(made.checks())
        self.said.show_text(
            f"Prints plan version {found.plan.version}{self._saved()}. The page footer says so."
        )
        self._render(self.shown.preview.pixels_per_point)
        self._renew()

    def _saved(self) -> str:
        saved, zone = self._plan.last_saved, self._plan.plan.zone
        if saved is None:
            return ""
        own, now = saved.astimezone(zone), self._window.now().astimezone(zone)
        return f", saved {own:%H:%M}" if own.date() == now.date() else f", saved {formats.moment(own)}"

    def _render(self, pixels_per_point: float) -> None:
        if self.made is not None:
            number, pdf = self._asked, self.made.pdf
            self._start(lambda _: (number, render_pages(pdf, pixels_per_point)), self._take_pages)

    def _take_pages(self, result: tuple[int, list[PageImage]]) -> None:
        number, pages = result
        if number == self._asked:
            self.shown.preview.show_pages(pages)

    # ------------------------------------------------------------------------------------------- the file

    def choose_file(self) -> None:
        """Ask where the PDF goes, and save it there."""
        if self.made is None:
            return
        from cxworkbench.briefings.naming import pdf_name

        found = self._plan.assessment
        name = pdf_name(found.plan.programme.name or "", self._kinds[self._kind].name, found.as_of)
        dialog = QFileDialog(self, "Save PDF", str(self._remembered.folder), "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda chosen: self.save_to(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, target: Path) -> None:
        """Save what is previewed."""
        if self.made is None:
            return
        pdf, plan = self.made.pdf, self._plan.path

        def work(_: Progress) -> Path:
            from cxworkbench.exchange.whole_file import write_whole

            write_whole(target, pdf, not_over=plan)
            return target

        self._start(work, self._take_saved)

    def _take_saved(self, target: Path) -> None:
        self._remembered.choose("folder", str(target.parent))
        self.banners.take_away("UserError")
        self.close_button.setText("Close")
        self.said.show_text(f"Saved {target.name} in {target.parent}")

    # ---------------------------------------------------------------------------------------- the printer

    def _take_printers(self, printers: Printers) -> None:
        self._printers = printers
        self.choices.show_printers(printers, self._remembered.printer)
        self.print_button.setToolTip(printers.reason or "Print (Ctrl+P)")
        self._renew()

    def print_now(self) -> None:
        """Send what is previewed to the printer chosen."""
        if self.made is None or self.settings is None or not self.print_button.isEnabled():
            return
        title = f"{self._kinds[self._kind].name}, {self._plan.plan.programme.name}"
        order = Order(
            self.choices.printer.currentText(), self.choices.copies.value, self.settings.paper, title
        )
        self._remembered.choose("printer", order.printer)
        self._remembered.choose("copies", str(order.copies))
        self.print_button.setEnabled(False)
        pdf = self.made.pdf
        if self._printers.by_lp:
            self._start(lambda _: (order, print_by_lp(pdf, order)), self._take_printed)
        else:
            self._start(lambda _: (order, render_pages(pdf, PAINTED)), self._take_painted)

    def _take_printed(self, result: tuple[Order, str]) -> None:
        order, job = result
        named = f" as {job}" if job else ""
        self._end_with(f"Sent to {order.printer}{named}, {formats.plural(order.copies, 'copy', 'copies')}.")

    def _take_painted(self, result: tuple[Order, list[PageImage]]) -> None:
        order, pages = result
        try:
            hand_over(pages, order)
        except UserError as error:
            self._take_failure(error)
            return
        copies = formats.plural(order.copies, "copy", "copies")
        self._end_with(f"Handed over to {order.printer}, {copies}. Whether it was printed is not known here.")

    def _end_with(self, text: str) -> None:
        self._window.say(text)
        self.accept()

    # ---------------------------------------------------------------------------------------------- work

    def _start(self, work: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
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
        self.save_button.setEnabled(self.made is not None)
        self.print_button.setEnabled(self.made is not None and bool(self._printers.names))
