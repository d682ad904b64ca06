"""Import readings: a file as it is understood, what each column goes to, what would become of it; then one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from cxworkbench import formats
from cxworkbench.exchange.preview import Wanted
from cxworkbench.plan import Ref
from db.errors import UserError
from ui.banners import Banners, Offer
from ui.sections import import_problems
from ui.sections.import_columns import ColumnsPanel
from ui.sections.import_jobs import importing, looking
from ui.sections.import_panels import BecomesPanel, Counts, FirstPanel
from ui.sections.import_reading import ReadAs, about
from ui.sections.import_rejected import RejectedPanel
from ui.sections.page import Handed, Page
from ui.widgets.buttons import Button
from ui.widgets.label import ElidedLabel
from ui.widgets.panel import EmptyState
from ui.widgets.under_way import UnderWay

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState
    from cxworkbench.exchange.mapping import Mapping
    from cxworkbench.exchange.preview import Preview
    from cxworkbench.exchange.settling import Settled
    from cxworkbench.exchange.table import Said
    from ui.work import Job, Step

FILTER = "Tables (*.csv *.tsv *.txt *.xlsx *.xlsm);;All files (*)"
WIDE_FROM = 1400


class ImportPage(Page):
    """The assistant of one pilot's readings. Each choice is followed by another look at the file, off this thread."""

    SHOWS = frozenset({"metric", "cohort", "pilot", "programme", "import_mapping", "reading", "series"})

    def __init__(self, handed: Handed) -> None:
        super().__init__(handed)
        self._pilot: PilotState | None = None
        self._wanted: Wanted | None = None
        self._preview: Preview | None = None
        self._job: Job | None = None
        self._reads_anew = False
        self._allowed = False
        self.banners = Banners(self.theme, inset=False)
        self.under_way = UnderWay(self.theme)
        self.under_way.cancelled.connect(self.cancel)
        self.counts = Counts(self.theme)
        self.columns = ColumnsPanel(self.theme)
        self.columns.mapped.connect(self._take_mapping)
        self.first = FirstPanel(self.theme)
        self.becomes = BecomesPanel(self.theme)
        self.rejected = RejectedPanel(handed)
        self._arrange()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            # The page's own and not the button's: a button forgets its keys with every new text.
            QShortcut(QKeySequence(keys), self, self.import_now)
        self._show_state()

    # ------------------------------------------------------------------------------------------- showing

    def show_assessment(self, _assessment: Assessment, pilot_state: PilotState | None) -> None:
        """Show the pilot into which a file is imported; what the plan holds may have changed, so look again."""
        other = (
            self._pilot is not None
            and pilot_state is not None
            and self._pilot.pilot.id != pilot_state.pilot.id
        )
        self._pilot = pilot_state
        name = pilot_state.pilot.name if pilot_state is not None else ""
        self._crumb.show_text(f"{name}, metrics" if name else "Metrics")
        if self._wanted is not None and pilot_state is not None:
            if other:
                self._wanted = replace(self._wanted, pilot=pilot_state.pilot.id, mapping=None)
            self._look()
        self._show_state()

    @property
    def preview(self) -> Preview | None:
        """The file as it is understood; None while there is none."""
        return self._preview

    @property
    def is_busy(self) -> bool:
        """Whether a look or an import is under way."""
        return self._job is not None

    def panes(self) -> Sequence[QWidget]:
        """Columns, what they become, first lines, rejected rows."""
        first = [self.first.list] if self.first.list is not None else []
        return (self.columns.list, self.becomes.list, *first, self.rejected.list, self.import_button)

    def _show_state(self) -> None:
        """What can be done now, and what stands in the way."""
        preview, has_file = self._preview, self._wanted is not None
        self._empty.setVisible(not has_file)
        self._filled.setVisible(preview is not None)
        prepared = preview.prepared if preview is not None else None
        count = 0 if prepared is None else prepared.settled.added + prepared.settled.replaced
        can_edit = self.handed.plan.can_edit
        stopped = prepared is not None and prepared.too_many_bad and not self._allowed
        changes = prepared is not None and prepared.changes
        self.import_button.setText(
            f"Import {formats.plural(count, 'reading')}" if prepared else "Import readings"
        )
        self.import_button.setEnabled(changes and not stopped and can_edit and not self.is_busy)
        for button in (self.try_button, self.as_button, self.other_button):
            button.setVisible(has_file)
        self.as_button.setEnabled(preview is not None)
        self._about.show_text(about(preview))

    def _show_preview(self, preview: Preview) -> None:
        self._preview = preview
        self.columns.show_preview(preview, preview.names)
        self.counts.show_prepared(preview.prepared, preview.table.rows_read)
        self.becomes.show_prepared(preview.prepared)
        self.first.show_preview(preview)
        self.rejected.show_prepared(preview.prepared)
        self._show_problem(preview)
        self._show_state()

    # ------------------------------------------------------------------------------------ problems, questions

    def _show_problem(self, preview: Preview) -> None:
        self.banners.clear()
        acts = import_problems.Acts(self.answer, self.allow, self.say_how)
        import_problems.show(self.banners, preview, acts, allowed=self._allowed)

    def answer(self, subject: str, value: str) -> None:
        """Answer what the file doesn't tell."""
        if self._preview is None:
            return
        mapping = self._preview.mapping
        if subject == "scale":
            mapping = replace(mapping, scale=float(value))
        elif subject == "date_order":
            mapping = replace(mapping, date_order=value)
        elif subject == "decimal_mark":
            mapping = replace(mapping, decimal_mark=value)
        self._take_mapping(mapping)

    def allow(self) -> None:
        """Take the good rows though over 1% are bad."""
        self._allowed = True
        self._show_state()
        self.import_button.setFocus()

    # --------------------------------------------------------------------------------------------- choosing

    def choose_file(self) -> None:
        """Ask for a file."""
        dialog = QFileDialog(self, "Import readings", str(self._folder()), FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.open_file(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _folder(self) -> Path:
        return self._wanted.file.parent if self._wanted is not None else self.handed.plan.path.parent

    def open_file(self, path: Path) -> None:
        """Look at a file."""
        self._wanted = Wanted(path, self.pilot_id)
        self._preview, self._allowed = None, False
        self.banners.clear()
        self._show_state()
        self._look()

    def say_how(self) -> None:
        """Let a person say how the file is to be read."""
        if self._preview is not None and self._wanted is not None:
            ReadAs(self.theme, self._preview, self._wanted.said, self.read_as, self).show_below(
                self.as_button
            )

    def read_as(self, said: Said, mapping: Mapping) -> None:
        """Read the file anew, as it was said."""
        if self._wanted is None or self._preview is None:
            return
        anew = said != self._wanted.said
        keeps = mapping if mapping.period else None
        self._wanted = replace(self._wanted, said=said, mapping=keeps)
        self._allowed = False
        self._look(anew=anew)

    def _take_mapping(self, mapping: Mapping) -> None:
        if self._wanted is not None:
            self._wanted = replace(self._wanted, mapping=mapping)
            self._allowed = False
            self._look()

    def try_again(self) -> None:
        """Read the file anew and say what would happen; nothing is saved."""
        self._look(anew=True, say=True)

    # ---------------------------------------------------------------------------------------------- looking

    def _look(self, *, anew: bool = False, say: bool = False) -> None:
        wanted, plan = self._wanted, self.handed.plan
        if wanted is None:
            return
        # A look that is under way may be reading the file as it was said just now: the next one does so too.
        self._reads_anew = anew or (self._job is not None and self._reads_anew)
        if self._job is not None:
            self._job.cancel()
        table = None if self._reads_anew or self._preview is None else self._preview.table
        job = self.handed.work.start(looking(plan.path, wanted, plan.now(), table), asker=self)
        self._job = job
        self.under_way.begin(f"Reading {wanted.file.name}")
        job.progress.connect(lambda step: self._show_step(job, step))
        job.done.connect(lambda preview: self._looked(job, preview, say=say))
        job.failed.connect(lambda error: self._failed(job, error))
        job.cancelled.connect(lambda: self._ended(job))
        self._show_state()

    def _looked(self, job: Job, preview: Preview, *, say: bool) -> None:
        if job is not self._job:
            return  # another choice was made meanwhile
        self._ended(job)
        is_first = self._preview is None
        self._show_preview(preview)
        if is_first:
            self.columns.list.setFocus()
        if say and preview.prepared is not None:
            settled = preview.prepared.settled
            self.handed.say(
                f"Tried without saving: {settled.added:,} new, {settled.replaced:,} overwritten, "
                f"{settled.same:,} already there, {preview.prepared.bad_rows:,} rows rejected."
            )

    def _failed(self, job: Job, error: Exception) -> None:
        if job is not self._job:
            return
        self._ended(job)
        if not isinstance(error, UserError):
            self.handed.show_failure(error)
            return
        offers = (Offer("Choose another file…", self.choose_file, closes=False),)
        self.banners.show_error(error, offers, subject="problem")
        self._show_state()

    def _show_step(self, job: Job, step: Step) -> None:
        if job is self._job:
            self.under_way.show_text(step.text)

    def _ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.under_way.end()
            self._show_state()

    def cancel(self) -> None:
        """Cancel what is under way; what was shown stays."""
        if self._job is not None:
            self._job.cancel()
            self._ended(self._job)
            if self._preview is None:
                self.close_file()

    def close_file(self) -> None:
        """Let go of the file."""
        self._wanted = self._preview = None
        self.banners.clear()
        self._show_state()

    # -------------------------------------------------------------------------------------------- importing

    def import_now(self) -> None:
        """Import what is shown, as one step."""
        preview, plan = self._preview, self.handed.plan
        if preview is None or preview.prepared is None or not self.import_button.isEnabled():
            return
        job = self.handed.work.start(
            importing(plan.path, preview.prepared, self.handed.settings.backups, plan.now(), plan.user),
            writes=True,
        )
        self._job = job
        self.under_way.begin(f"Importing {formats.plural(preview.prepared.taken.count, 'reading')}")
        job.done.connect(lambda settled: self._imported(job, settled))
        job.failed.connect(lambda error: self._failed(job, error))
        job.cancelled.connect(lambda: self._ended(job))
        self._show_state()

    def _imported(self, job: Job, settled: Settled) -> None:
        self._ended(job)
        preview = self._preview
        assert preview is not None
        assert preview.prepared is not None
        metrics = preview.prepared.metrics
        self.close_file()
        self.handed.plan.look()
        count = settled.added + settled.replaced
        rejected = (
            f" {formats.plural(len(preview.prepared.rejected), 'row')} rejected."
            if preview.prepared.rejected
            else ""
        )
        self.handed.say(f"{formats.plural(count, 'reading')} imported.{rejected} Undo: Ctrl+Z")
        # In a turn of its own: the plan was judged anew just now, and the window draws in between.
        self.slices.add("shown", lambda: self._show_metric(metrics[0].id if metrics else ""))

    def _show_metric(self, id: str) -> None:
        if id:
            self.handed.go_to(Ref("metric", id))
        else:
            self.handed.open_section("metrics", self.pilot_id)

    # --------------------------------------------------------------------------------------------- arranging

    def _arrange(self) -> None:
        px = self.theme.px
        self._outer = QVBoxLayout(self)
        self._outer.setSpacing(0)
        self._outer.addWidget(self._head())
        self._outer.addLayout(self._file_line())
        self._outer.addWidget(self.under_way)
        self._outer.addWidget(self.banners)
        self._filled = QWidget()
        filled = QVBoxLayout(self._filled)
        filled.setContentsMargins(0, 0, 0, 0)
        filled.setSpacing(px(12))
        filled.addWidget(self.counts)
        columns = QHBoxLayout()
        columns.setSpacing(px(12))
        columns.addWidget(_stacked(self.columns, self.first, px(12)), 1)
        columns.addWidget(_stacked(self.becomes, self.rejected, px(12)), 1)
        filled.addLayout(columns, 1)
        self._outer.addWidget(self._filled, 1)
        self._empty = EmptyState(
            self.theme,
            "No file chosen yet.",
            "A CSV or XLSX file: readings, or single contacts to be summed up by week. Choose it, or drop it here.",
            Button(self.theme, "Choose a file…", self.choose_file, icon="folder-open"),
        )
        self._outer.addWidget(self._empty)
        self._outer.addStretch(0)

    def _head(self) -> QWidget:
        px = self.theme.px
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, px(4))
        row.setSpacing(px(12))
        words = QVBoxLayout()
        words.setSpacing(0)
        self._crumb = ElidedLabel(self.theme, "Metrics", "small", "ink3")
        self._title = ElidedLabel(self.theme, "Import readings", "title")
        words.addWidget(self._crumb)
        words.addWidget(self._title)
        row.addLayout(words, 1)
        self.try_button = Button(self.theme, "Try without saving", self.try_again)
        self.import_button = Button(
            self.theme, "Import readings", self.import_now, kind="primary", icon="download", keys="Ctrl+Enter"
        )
        for button in (self.try_button, self.import_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        return head

    def _file_line(self) -> QHBoxLayout:
        """What the file is and how it was read, and how to say it otherwise."""
        row = QHBoxLayout()
        row.setSpacing(self.theme.px(8))
        row.setContentsMargins(0, 0, 0, self.theme.px(6))
        self._about = ElidedLabel(self.theme, "", "small", "ink2")
        row.addWidget(self._about, 1)
        self.as_button = Button(self.theme, "Read as…", self.say_how, kind="small")
        self.other_button = Button(self.theme, "Other file…", self.choose_file, kind="small")
        row.addWidget(self.as_button)
        row.addWidget(self.other_button)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows have narrower margins."""
        super().resizeEvent(event)
        side = self.theme.px(16 if self.window().width() < WIDE_FROM else 24)
        self._outer.setContentsMargins(side, self.theme.px(12), side, self.theme.px(12))


def _stacked(upper: QWidget, lower: QWidget, gap: int) -> QSplitter:
    """Two panels above each other, whose border can be moved."""
    splitter = QSplitter(Qt.Orientation.Vertical)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(gap)
    splitter.addWidget(upper)
    splitter.addWidget(lower)
    splitter.setStretchFactor(0, 3)
    splitter.setStretchFactor(1, 2)
    return splitter
