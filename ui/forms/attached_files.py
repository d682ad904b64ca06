"""The files that back a record: listed in its form, attached by dropping, opened as a private copy."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMessageBox, QVBoxLayout, QWidget

from cxworkbench import attachments
from cxworkbench.attachments import Attached, Taken
from cxworkbench.plan import Ref
from db.errors import UserError
from ui.settings import OPENED
from ui.widgets.buttons import Button
from ui.widgets.label import ElidedLabel, Label

if TYPE_CHECKING:
    from db.records import Record
    from ui.sections.page import Handed
    from ui.work import Job, Progress


class AttachedFiles(QWidget):
    """A head with a button, then a line for each file.

    Attributes:
        rows: what each line shows, in order.
        job: the reading of files that is under way; None while there is none.
    """

    def __init__(self, handed: Handed) -> None:
        super().__init__()
        self._handed = handed
        self._record: Record | None = None
        self.rows: list[Attached] = []
        self.job: Job | None = None
        theme = handed.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(6), 0, 0)
        column.setSpacing(theme.px(2))
        head = QHBoxLayout()
        head.addWidget(ElidedLabel(theme, "Files", "section"), 1)
        self.button = Button(theme, "Attach…", self.choose, kind="small", icon="paperclip")
        self.button.setToolTip("Keep a file in the plan as evidence of this record; or drop it here")
        self.cancel = Button(theme, "Cancel", self._cancel, kind="small")
        self.cancel.hide()
        head.addWidget(self.cancel)
        head.addWidget(self.button)
        column.addLayout(head)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        column.addLayout(self._lines)
        self._nothing = Label(theme, "Drop a file here, or attach one.", "small", "ink3", wrap=True)
        column.addWidget(self._nothing)

    # ------------------------------------------------------------------------------------------ showing

    @property
    def takes(self) -> bool:
        """Whether files can be attached now."""
        record = self._record
        is_file = record is not None and record.kind in {"attachment", "evidence"}
        return record is not None and not is_file and self.job is None and self._handed.plan.can_edit

    def show_record(self, record: Record | None) -> None:
        """Show the files of a record."""
        self._record = record
        found = attachments.attached(self._handed.plan.plan, Ref(record.kind, record.id)) if record else []
        self.button.setVisible(self.takes)
        self._nothing.setText("Drop a file here, or attach one." if self.takes else "No files.")
        if [(one.evidence.id, one.attachment) for one in found] != [
            (one.evidence.id, one.attachment) for one in self.rows
        ] or self._lines.count() != len(found):
            self.rows = found
            self._fill()
        self._nothing.setVisible(not found)

    def _fill(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in self.rows:
            self._lines.addWidget(self._line(one))

    def _line(self, one: Attached) -> QWidget:
        theme, line = self._handed.theme, QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        name = one.attachment.name
        shown = ElidedLabel(theme, name, "small")
        row.addWidget(shown, 1)
        row.addWidget(Label(theme, one.size, "micro", "ink3"))
        for words, icon, do in (
            ("Open", "eye", partial(self.open, one)),
            ("Save a copy of", "download", partial(self.save, one)),
            ("Remove", "x", partial(self.remove, one)),
        ):
            button = Button(theme, "", do, kind="flat", icon=icon)
            button.setAccessibleName(f"{words} {name}")
            button.setToolTip(words)
            if words == "Open":
                button.setEnabled(attachments.may_open(one.attachment))
            if words == "Remove":
                button.setEnabled(self._handed.plan.can_edit)
            row.addWidget(button)
        return line

    # ------------------------------------------------------------------------------------------- taking

    def choose(self) -> None:
        """Ask for files and attach them."""
        names, _ = QFileDialog.getOpenFileNames(self, "Attach files")
        if names:
            self.take([Path(name) for name in names])

    def take(self, paths: Sequence[Path]) -> None:
        """Keep files as evidence of the record shown; large ones after a question. They are one step for undo."""
        record = self._record
        if record is None or not self.takes:
            return
        chosen = [path for path in paths if self._is_wanted(path)]
        if not chosen:
            return

        def read(progress: Progress) -> list[Taken]:
            found = []
            for place, path in enumerate(chosen):
                progress.step(place, len(chosen), f"Reading {path.name}")
                taken = attachments.take(path, progress.is_cancelled)
                if taken is not None:
                    found.append(taken)
            progress.step(len(chosen), len(chosen))
            return found

        self.job = job = self._handed.work.start(read, asker=self)
        self._handed.say(f"Reading {chosen[0].name}" if len(chosen) == 1 else f"Reading {len(chosen)} files")
        self.button.hide()
        self.cancel.show()
        job.done.connect(partial(self._keep, record))
        job.failed.connect(self._handed.show_failure)
        job.ended.connect(self._end)

    def _is_wanted(self, path: Path) -> bool:
        try:
            size = path.stat().st_size
        except OSError:
            return True  # reading it says what is wrong
        if size <= attachments.ASKED_BEYOND:
            return True
        text = f"{path.name} has {attachments.size_text(size)}. Every copy and every backup of the plan will carry it."
        box = QMessageBox(QMessageBox.Icon.Question, "A large file", "", parent=self.window())
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(text)
        keep = box.addButton("Keep it in the plan", QMessageBox.ButtonRole.AcceptRole)
        leave = box.addButton("Leave it out", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(leave)
        box.exec()
        return box.clickedButton() is keep

    def _keep(self, record: Record, taken: list[Taken]) -> None:
        # The same file from two places is one: the plan that is asked doesn't know yet what this step adds.
        taken = list({(one.packed.sha256, one.name): one for one in taken}.values())
        if not taken:
            return
        what = taken[0].name if len(taken) == 1 else f"{len(taken)} files"
        session = self._handed.plan
        try:
            with session.change(f"Attach {what}") as change:
                for one in taken:
                    attachments.attach(change, session.plan, record, one)
        except UserError as error:
            self._handed.show_trouble(error)
            return
        self._handed.say(
            f"{what} is kept in the plan." if len(taken) == 1 else f"{what} are kept in the plan."
        )

    def _cancel(self) -> None:
        if self.job is not None:
            self.job.cancel()

    def _end(self) -> None:
        self.job = None
        self.cancel.hide()
        self.show_record(self._record)

    # ---------------------------------------------------------------------------------------- giving out

    def open(self, one: Attached) -> None:
        """Open a private copy with the program that the person uses for such files."""
        try:
            content = self._handed.plan.session.kept(one.attachment.sha256)
            copy = attachments.private_copy(content, one.attachment, self._handed.settings.folder / OPENED)
        except UserError as error:
            self._handed.show_trouble(error)
            return
        if QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
            self._handed.say(
                f"A copy of {one.attachment.name} was opened; changes to it stay outside the plan."
            )
        else:
            self._handed.say(f"No program here opens {one.attachment.name}. Save a copy of it instead.")

    def save(self, one: Attached) -> None:
        """Save a copy to a place that the person chooses."""
        name, _ = QFileDialog.getSaveFileName(self, "Save a copy", attachments.file_name(one.attachment.name))
        if not name:
            return
        try:
            Path(name).write_bytes(self._handed.plan.session.kept(one.attachment.sha256))
        except OSError as error:
            self._handed.show_trouble(
                UserError(
                    f"the copy can't be written ({error.strerror})",
                    where=Path(name).name,
                    kept="the file stays in the plan",
                    to_do="choose another place",
                )
            )
        except UserError as error:
            self._handed.show_trouble(error)
        else:
            self._handed.say(f"Saved {Path(name).name}.")

    def remove(self, one: Attached) -> None:
        """Take a file away from the record; undo puts it back."""
        session = self._handed.plan
        try:
            with session.change(f"Remove {one.attachment.name}") as change:
                attachments.detach(change, session.plan, one.evidence, session.now())
        except UserError as error:
            self._handed.show_trouble(error)
