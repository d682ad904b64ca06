"""Which folder is watched for files with readings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout

from ui.widgets.buttons import Button
from ui.widgets.label import Label

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_SAID = (
    "A file that is dropped there is imported once it is complete, in the way in which a file like it was imported "
    "before. Then it is moved to “done” or “refused”, beside a report that names every rejected row. A file of another "
    "kind waits until you look at it. The folder is kept for this plan on this computer."
)


class WatchDialog(QDialog):
    """The folder, and buttons to choose another or to stop watching."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        theme = window.theme
        self._window = window
        self.setWindowTitle("Watched folder")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        column = QVBoxLayout(self)
        margin = theme.px(24)
        column.setContentsMargins(margin, theme.px(16), margin, theme.px(16))
        column.setSpacing(theme.px(8))
        column.addWidget(Label(theme, "Watched folder", "section"))
        text = Label(theme, _SAID, "small", "ink2", wrap=True)
        text.setMinimumWidth(theme.px(440))
        column.addWidget(text)
        self.folder = QLineEdit()
        self.folder.setReadOnly(True)
        self.folder.setPlaceholderText("No folder is watched")
        self.folder.setAccessibleName("Watched folder")
        column.addWidget(self.folder)
        row = QHBoxLayout()
        row.setContentsMargins(0, theme.px(4), 0, 0)
        self.stop = Button(theme, "Stop watching", lambda: self.watch(None))
        row.addWidget(self.stop)
        row.addStretch(1)
        row.addWidget(Button(theme, "Close", self.accept))
        self.choose_button = Button(
            theme, "Choose a folder…", self.choose, kind="primary", icon="folder-open"
        )
        self.choose_button.setDefault(True)
        row.addWidget(self.choose_button)
        column.addLayout(row)
        self._show()

    def _show(self) -> None:
        watched = self._window.watched
        folder = None if watched is None else watched.folder
        self.folder.setText("" if folder is None else str(folder))
        self.stop.setEnabled(folder is not None)

    def choose(self) -> None:
        """Ask for the folder."""
        start = self.folder.text() or str(Path.home())
        dialog = QFileDialog(self, "Watched folder", start)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: self.watch(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def watch(self, folder: Path | None) -> None:
        """Watch a folder from now on, or none."""
        if self._window.watched is not None:
            self._window.watched.watch(folder)
        self._show()
        self._window.say(
            f"Watching {folder.name}." if folder is not None else "No folder is watched any more."
        )


def open_watch_dialog(window: MainWindow) -> WatchDialog:
    """Show which folder is watched."""
    dialog = WatchDialog(window)
    dialog.open()
    return dialog
