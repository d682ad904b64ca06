"""The form for a new plan: the programme's name, its first pilot, and the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.errors import UserError
from ui.forms.typed_days import read_day
from ui.glyphs import GlyphLabel
from ui.theme import repolish
from ui.widgets.buttons import Button
from ui.widgets.choice import Choice
from ui.widgets.label import ElidedLabel, Label

if TYPE_CHECKING:
    from ui.files import Files
    from ui.theme import Theme

F = TypeVar("F", bound=QWidget)

_NO_TYPE = "Choose later"
_ENDING = ".cxplan"


class NewPlanForm(QFrame):
    """Four fields; Ctrl+Enter accepts, Esc goes back. What is wrong is said below its field."""

    def __init__(self, theme: Theme, folder: Path, files: Files, back: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("panel", "plain")
        self._theme = theme
        self._folder = folder
        self._files = files
        self._messages: dict[QWidget, tuple[QWidget, ElidedLabel]] = {}
        self._column = QVBoxLayout(self)
        margin = theme.px(14)
        self._column.setContentsMargins(margin, theme.px(12), margin, margin)
        self._column.setSpacing(theme.px(3))
        self._column.addWidget(Label(theme, "New plan", "section"))
        self.programme = self._field("Programme", QLineEdit())
        self.pilot = self._field("First pilot", QLineEdit())
        self.deployment = self._field("What the AI does", Choice(theme))
        self.go_live = self._field("Go-live", QLineEdit(), "27 Apr 2026, or empty while it is open")
        self.file = QLineEdit()
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(8))
        line.addWidget(self.file, 1)
        line.addWidget(Button(theme, "Choose…", self._choose))
        self._field("File", self.file, beside=row)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, theme.px(12), 0, 0)
        buttons.setSpacing(theme.px(8))
        buttons.addStretch()
        buttons.addWidget(Button(theme, "Back", back, keys="Esc"))
        buttons.addWidget(Button(theme, "Make the plan", self.accept, kind="primary", keys="Ctrl+Enter"))
        self._column.addLayout(buttons)
        self.programme.textEdited.connect(self._name_file)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, self.accept)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape = QShortcut(QKeySequence("Esc"), self, back)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def begin(self) -> None:
        """Show the form, empty or as it was left."""
        if not self.deployment.count():
            from cxworkbench.new_plan import deployment_types

            self.deployment.addItem(_NO_TYPE, "")
            for id, name in deployment_types().items():
                self.deployment.addItem(name, id)
        self.show()
        self.programme.setFocus()

    def accept(self) -> None:
        """Make the plan and open it, or say what is missing."""
        for box in self._messages:
            self._say(box, "")
        go_live, complaint = read_day(self.go_live.text(), None, self._files.today())
        self._say(self.go_live, complaint)
        for field, missing in (
            (self.programme, "Give the programme a name."),
            (self.pilot, "Name the first pilot."),
            (self.file, "Choose where the plan is kept."),
        ):
            if not field.text().strip():
                self._say(field, missing)
        wrong = next((field for field, (_, label) in self._messages.items() if label.text()), None)
        if wrong is not None:
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        path = Path(self.file.text().strip())
        path = path if path.suffix == _ENDING else path.with_name(path.name + _ENDING)
        try:
            self._files.make(
                path,
                programme=self.programme.text().strip(),
                type=str(self.deployment.currentData()) or None,
                pilot=self.pilot.text().strip(),
                go_live=go_live,
            )
        except UserError as error:
            self._say(self.file, f"{error.what}: {error.kept}, {error.to_do}.")

    def _field(self, title: str, field: F, hint: str = "", beside: QWidget | None = None) -> F:
        theme = self._theme
        label = Label(theme, title, "small", weight=600)
        label.setBuddy(field)
        label.setContentsMargins(0, theme.px(8), 0, 0)
        field.setAccessibleName(title)
        if hint and isinstance(field, QLineEdit):
            field.setPlaceholderText(hint)
        self._column.addWidget(label)
        self._column.addWidget(beside or field)
        below = QWidget()
        row = QHBoxLayout(below)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(GlyphLabel(theme, "failing", 12))
        message = ElidedLabel(theme, "", "small", "fail")
        row.addWidget(message, 1)
        below.hide()
        self._column.addWidget(below)
        self._messages[field] = (below, message)
        return field

    def _say(self, field: QWidget, text: str) -> None:
        below, message = self._messages[field]
        message.show_text(text)
        below.setVisible(bool(text))
        field.setProperty("state", "bad" if text else "")
        field.setAccessibleDescription(text)
        repolish(field)

    def _name_file(self, name: str) -> None:
        kept = "".join(letter if letter.isalnum() or letter in " -_" else "-" for letter in name).strip()
        self.file.setText(str(self._folder / f"{kept}{_ENDING}") if kept else "")

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Where the plan is kept", self.file.text() or str(self._folder))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(_ENDING.removeprefix("."))
        # An existing file is never overwritten: the core refuses it in words.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.fileSelected.connect(self.file.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
