"""What the History page does: freeze, look at the past, put back, take back an import, write the journal out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from cxworkbench import formats
from db.errors import FieldError, PlanChanged, UserError

if TYPE_CHECKING:
    from db.journal import Changeset
    from db.models import Snapshot
    from db.records import Record
    from ui.sections.page import Handed
    from ui.seen import Seen
    from ui.work import Progress


class HistoryActs(QObject):
    """The acts of one History page; each is one step of the journal, and can be undone like any other."""

    def __init__(self, handed: Handed, parent: QWidget) -> None:
        super().__init__(parent)
        self._handed = handed
        self._page = parent

    def freeze(self, name: str) -> None:
        """Freeze the present under a name: a snapshot of everything, and a baseline of dates, targets and values."""
        plan = self._handed.plan
        path, head = plan.path, plan.session.head

        def write(progress: Progress) -> bytes:
            from contextlib import closing

            from db.snapshots import frozen
            from db.store import open_plan

            progress.step(0, 1, "Freezing the plan")
            with closing(open_plan(path, read_only=True)) as session:
                return frozen(session, head)

        job = self._handed.work.start(write, asker=self)
        job.done.connect(lambda content: self._keep(name, head, content))
        job.failed.connect(self._handed.show_failure)

    def _keep(self, name: str, seq: int, content: bytes) -> None:
        from cxworkbench import baselines
        from db import snapshots

        plan = self._handed.plan
        if plan.is_closed:
            return
        try:
            with plan.change(f"Freeze {name}") as change:
                snapshots.keep(change, content, name=name, seq=seq, at=plan.now())
                if plan.plan.version == seq:
                    baselines.make(change, plan.plan, name, made_on=plan.plan.day_of(plan.now()))
        except PlanChanged:
            return  # told already
        except UserError as error:
            self._handed.show_trouble(error)
            return
        self._handed.say(f"Frozen as {name}: version {seq}.")

    def look_at(self, snapshot: Snapshot) -> None:
        """Show the plan as a snapshot keeps it."""
        from db.snapshots import Frozen
        from ui.seen import Seen

        plan = self._handed.plan
        day = plan.plan.day_of(snapshot.taken_at)
        self._see(Seen(Frozen(plan.session, snapshot), snapshot.changeset, snapshot.name, day))

    def look_at_step(self, step: Changeset) -> None:
        """Show the plan as it stood after a step."""
        from db.past import Past
        from ui.seen import Seen

        plan = self._handed.plan
        name = f"after step {step.seq}, {formats.moment(step.at.astimezone(plan.plan.zone))}"
        self._see(Seen(Past(plan.session, step.seq), step.seq, name, plan.plan.day_of(step.at)))

    def _see(self, seen: Seen) -> None:
        try:
            self._handed.plan.see(seen)
        except UserError as error:
            self._handed.plan.see(None)
            self._handed.show_trouble(error)
            return
        self._handed.open_section("overview", "")

    def put_back(self, record: Record) -> None:
        """Take a record out of the bin."""
        plan = self._handed.plan
        try:
            with plan.change(f"Put back {type(record).label.lower()}") as change:
                change.put_back(record)
        except PlanChanged:
            return
        except UserError as error:
            self._handed.show_trouble(error)

    def take_back(self, step: Changeset) -> None:
        """Take back an import that was chosen, whatever came after it."""
        try:
            self._handed.plan.take_back(step.seq)
        except FieldError as error:
            self._handed.show_trouble(error)

    def export(self) -> None:
        """Ask for a name and write the whole journal as CSV."""
        plan = self._handed.plan
        first = plan.path.with_name(f"{plan.path.stem} journal.csv")
        dialog = QFileDialog(self._page, "Export journal", str(first), "CSV (*.csv);;All files (*)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(str(first))
        dialog.fileSelected.connect(lambda name: self.export_to(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export_to(self, target: Path) -> None:
        """Write the whole journal as CSV, beside the window."""
        plan = self._handed.plan
        path, zone = plan.path, plan.plan.zone

        def write(progress: Progress) -> int:
            from contextlib import closing

            from cxworkbench.exchange.journal_csv import journal_csv
            from cxworkbench.exchange.whole_file import write_whole
            from cxworkbench.history import Wording
            from db.store import open_plan

            progress.step(0, 1, "Writing the journal")
            with closing(open_plan(path, read_only=True)) as session:
                lines = list(Wording(session).lines(session.steps()))
            write_whole(target, journal_csv(lines, zone), not_over=path)
            return len(lines)

        job = self._handed.work.start(write, asker=self)
        job.done.connect(
            lambda count: self._handed.say(f"{target.name}: {formats.plural(count, 'change')} written.")
        )
        job.failed.connect(self._handed.show_failure)
