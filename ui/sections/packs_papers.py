"""The papers that the plan keeps, each to be given again; and the run for all stakeholders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cxworkbench import formats
from db.errors import UserError
from ui.widgets.buttons import Button
from ui.widgets.label import Label
from ui.widgets.line_list import LineList
from ui.widgets.panel import Panel
from ui.widgets.row_panel import Column, Row, Text
from ui.widgets.under_way import UnderWay

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from cxworkbench.briefings.kept import Printed
    from cxworkbench.plan import Plan
    from db.models import PrintedPaper
    from ui.sections.page import Handed
    from ui.work import Job, Step

_COLUMNS = (
    Column("Paper", least=220),
    Column("Edition", 150, drop=1),
    Column("Printed", 130),
    Column("As of", 110),
    Column("Plan version", 100, right=True, drop=2),
    Column("Pages", 70, right=True, drop=3),
    Column("Withheld", 80, right=True, drop=4),
)


class PapersView(QWidget):
    """Every paper that was printed or kept, the newest first; Enter or a double click gives it again.

    Attributes:
        ids: of the papers shown, in their order.
    """

    def __init__(self, handed: Handed, parent: QWidget) -> None:
        super().__init__(parent)
        self._handed, theme = handed, handed.theme
        self._job: Job | None = None
        self._assessment: Assessment | None = None
        self.ids: list[str] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        self.under_way = UnderWay(theme)
        self.under_way.cancelled.connect(self.cancel)
        column.addWidget(self.under_way)
        self.panel = Panel(theme, "Printed papers", parent=self)
        self.list = LineList(theme, "Printed papers", _COLUMNS)
        self.list.opened.connect(lambda _: self.give_again())
        self.list.moved.connect(lambda _: self._renew())
        self.none = Label(
            theme,
            "No paper was printed yet. What is printed is kept here as it was, and is given again byte for byte.",
            "small",
            "ink2",
            wrap=True,
        )
        self.none.setMargin(theme.px(13))
        self.panel.body.addWidget(self.none)
        self.panel.body.addWidget(self.list, 1)
        column.addWidget(self.panel, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.again = Button(theme, "Give again", self.give_again, icon="printer")
        self.everybody = Button(theme, "Print for all stakeholders…", self.choose_folder, icon="users")
        row.addWidget(self.again)
        self.remove = Button(theme, "Remove", self.remove_paper, icon="trash-2")
        self.remove.setToolTip("Del: moves the paper to the bin; Ctrl+Z brings it back")
        pressed = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.list)
        pressed.setContext(Qt.ShortcutContext.WidgetShortcut)
        pressed.activated.connect(self.remove_paper)
        row.addWidget(self.remove)
        row.addWidget(self.everybody)
        row.addStretch(1)
        column.addLayout(row)

    # ---------------------------------------------------------------------------------------------- showing

    def show_assessment(self, assessment: Assessment) -> None:
        """Show the papers of the plan."""
        from cxworkbench.briefings.kept import kept

        self._assessment = assessment
        plan = self._handed.plan.plan
        papers = kept(plan)
        self.ids = [one.id for one in papers]
        self.list.show_rows([_row(plan, one) for one in papers], max(self.list.currentIndex().row(), 0))
        self.list.setVisible(bool(papers))
        self.none.setVisible(not papers)
        self.panel.show_title("Printed papers", formats.count(len(papers)) if papers else "")
        self._renew()

    def _renew(self) -> None:
        is_chosen = bool(self.ids) and self.list.currentIndex().isValid()
        self.again.setEnabled(is_chosen)
        self.remove.setEnabled(is_chosen and self._handed.plan.can_edit)
        self.everybody.setEnabled(self._assessment is not None and self._job is None)

    def give_again(self) -> None:
        """Open the dialog on the kept file."""
        row = self.list.currentIndex().row()
        if 0 <= row < len(self.ids):
            self._handed.print_paper("", "", self.ids[row])

    def select(self, id: str) -> None:
        """Put the cursor on a paper."""
        if id in self.ids:
            self.list.setCurrentIndex(self.list.model().index(self.ids.index(id), 0))
            self.list.setFocus()

    def remove_paper(self) -> None:
        """Move the paper of the cursor to the bin."""
        from cxworkbench.briefings.kept import name_of
        from db.models import PrintedPaper

        row, plan = self.list.currentIndex().row(), self._handed.plan
        paper = plan.plan.get(PrintedPaper, self.ids[row]) if 0 <= row < len(self.ids) else None
        if paper is None or not plan.can_edit:
            return
        try:
            with plan.change(f"Delete printed paper {name_of(plan.plan, paper)}") as change:
                change.bin(paper, plan.now())
        except UserError as error:
            self._handed.show_trouble(error)

    # ---------------------------------------------------------------------------------------------- the run

    def choose_folder(self) -> None:
        """Ask for the folder into which every stakeholder's paper goes."""
        dialog = QFileDialog(self, "A folder for the papers", str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda chosen: self.print_all(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def print_all(self, folder: Path) -> None:
        """Make every stakeholder's own paper, with progress; cancelled, nothing is written."""
        from ui.print.run import ordered, run

        found, plan = self._assessment, self._handed.plan
        if found is None or self._job is not None:
            return
        printed = formats.moment(plan.now().astimezone(found.plan.zone))
        try:
            wanted = ordered(found, printed, plan.session.kept)
        except UserError as error:
            self._handed.show_trouble(error)
            return
        if not wanted:
            self._handed.say("No stakeholder is given a paper: set one on the Stakeholders page.")
            return
        path = plan.path
        self.under_way.begin(f"Making {formats.plural(len(wanted), 'paper')}")
        job = self._job = self._handed.work.start(
            lambda progress: run(found, wanted, folder, path, progress.step), asker=self
        )
        job.progress.connect(self._take_step)
        job.done.connect(lambda made: self._take_made(folder, made))
        job.failed.connect(self._handed.show_failure)
        job.cancelled.connect(lambda: self._handed.say("Cancelled: no paper was written."))
        job.ended.connect(self._end)
        self._renew()

    def cancel(self) -> None:
        """Break off the run; nothing is written."""
        if self._job is not None:
            self._job.cancel()

    def _take_step(self, step: Step) -> None:
        self.under_way.bar.setRange(0, step.total)
        self.under_way.bar.setValue(step.done)
        self.under_way.show_text(step.text)

    def _take_made(self, folder: Path, made: list[Printed]) -> None:
        from cxworkbench.briefings.kept import keep

        plan = self._handed.plan
        said = f"{formats.plural(len(made), 'paper')} in {folder}"
        if plan.can_edit:
            try:
                with plan.change(f"Print {formats.plural(len(made), 'paper')}") as change:
                    for one in made:
                        keep(change, plan.plan, one, at=plan.now())
            except UserError as error:
                self._handed.show_trouble(error)
        short = sum(not one.made.fits for one in made)
        self._handed.say(f"{said}; {short} longer than they may be" if short else said)

    def _end(self) -> None:
        self._job = None
        self.under_way.end()
        self._renew()


def _row(plan: Plan, paper: PrintedPaper) -> Row:
    from cxworkbench.briefings.audiences import AUDIENCES
    from cxworkbench.briefings.kept import name_of

    settings = paper.settings if isinstance(paper.settings, dict) else {}
    name, edition = name_of(plan, paper), AUDIENCES.get(paper.audience or "", paper.audience or "")
    when = formats.MISSING
    if paper.printed_at is not None:
        when = formats.moment(paper.printed_at.astimezone(plan.zone))
    as_of = formats.day(paper.as_of)
    withheld = formats.count(paper.withheld) if paper.withheld else ""
    said = f"{name}, {edition}, printed {when}, as of {as_of}, plan version {paper.changeset}"
    return Row(
        None,
        said,
        (
            Text(" ".join(name.split()), "ink", 600),
            Text(edition),
            Text(when),
            Text(as_of),
            Text(str(paper.changeset or "")),
            Text(str(settings.get("pages", ""))),
            Text(withheld),
        ),
    )
