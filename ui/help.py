"""Help: the keyboard map, read from the list of commands, and what this program is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout

from ui.charts.keys import CHART_KEYS
from ui.tables.commands import TABLE_COMMANDS
from ui.widgets.buttons import Button
from ui.widgets.label import Label

if TYPE_CHECKING:
    from ui.actions import Command
    from ui.main_window import MainWindow

_PARTS = (
    ("Source Sans 3", "SIL Open Font License 1.1"),
    ("Lucide icons", "ISC"),
    ("Qt and PySide6", "LGPL 3"),
)


def open_keyboard_map(window: MainWindow, commands: tuple[Command, ...]) -> QDialog:
    """Every command that has keys, beside the window; it stays open while one works."""
    dialog, grid = _dialog(window, "Keyboard map")
    lines = [
        (keys_text(one), one.text) for one in commands if one.keys and not one.id.startswith("go.pilot_")
    ]
    lines.append(("Alt+1 to 9", "Pilot by number"))
    lines += [(one.keys[0], f"In a table: {one.text.lower()}") for one in TABLE_COMMANDS]
    lines += [(keys, f"On a chart: {text[:1].lower()}{text[1:]}") for keys, text in CHART_KEYS]
    half = (len(lines) + 1) // 2
    for place, (keys, text) in enumerate(lines):
        row, column = place % half, 2 * (place // half)
        grid.addWidget(Label(window.theme, keys, "small", weight=600), row, column)
        grid.addWidget(Label(window.theme, text, "small", "ink2"), row, column + 1)
    dialog.show()
    return dialog


def open_about(window: MainWindow) -> QDialog:
    """Name, version, licences, and that nothing leaves this computer."""
    from cxworkbench import __version__

    dialog, grid = _dialog(window, "About CX Workbench")
    lines = [
        ("Version", __version__),
        ("Licence", "MIT"),
        *_PARTS,
        ("Network", "None: nothing is sent anywhere"),
    ]
    for row, (name, value) in enumerate(lines):
        grid.addWidget(Label(window.theme, name, "small", weight=600), row, 0)
        grid.addWidget(Label(window.theme, value, "small", "ink2"), row, 1)
    dialog.show()
    return dialog


def keys_text(command: Command) -> str:
    """A command's keys as people write them."""
    return " or ".join(keys.replace("PgDown", "PgDn") for keys in command.keys)


def _dialog(window: MainWindow, title: str) -> tuple[QDialog, QGridLayout]:
    theme = window.theme
    dialog = QDialog(window)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    layout = QVBoxLayout(dialog)
    margin = theme.px(24)
    layout.setContentsMargins(margin, theme.px(16), margin, theme.px(16))
    layout.setSpacing(theme.px(12))
    layout.addWidget(Label(theme, title, "section"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(24))
    grid.setVerticalSpacing(theme.px(4))
    layout.addLayout(grid)
    close = Button(theme, "Close", dialog.close)
    layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
    close.setFocus()
    return dialog, grid
