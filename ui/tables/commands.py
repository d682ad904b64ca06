"""What can be done in a table, declared once: its keys, its context menu and the user guide read this list."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QKeyEvent, QKeySequence


@dataclass(frozen=True)
class TableCommand:
    """One command of a table.

    Attributes:
        id: never shown.
        text: its name in the menu.
        keys: its keys, the first of them shown.
        edits: whether it changes the plan.
        group: commands of one group stand together; none stands in the menu below 0.
    """

    id: str
    text: str
    keys: tuple[str, ...]
    edits: bool = True
    group: int = 0


TABLE_COMMANDS = (
    TableCommand("open", "Open details", ("Alt+Return", "Alt+Enter"), edits=False),
    TableCommand("edit", "Edit cell", ("F2",)),
    TableCommand("cut", "Cut", ("Ctrl+X",), group=1),
    TableCommand("copy", "Copy", ("Ctrl+C",), edits=False, group=1),
    TableCommand("paste", "Paste", ("Ctrl+V",), group=1),
    TableCommand("empty", "Empty cells", ("Del", "Backspace"), group=1),
    TableCommand("fill", "Fill down", ("Ctrl+D",), group=2),
    TableCommand("add", "Add row below", ("Ins", "Ctrl+Return", "Ctrl+Enter"), group=3),
    TableCommand("duplicate", "Duplicate rows", ("Ctrl+Shift+D",), group=3),
    TableCommand("up", "Move row up", ("Alt+Up",), group=3),
    TableCommand("down", "Move row down", ("Alt+Down",), group=3),
    TableCommand("bin", "Put rows into the bin", ("Ctrl+Del", "Ctrl+Backspace"), group=4),
    TableCommand("save", "Save table…", ("Ctrl+Shift+S",), edits=False, group=5),
    TableCommand("filter", "Filter this table", ("Ctrl+F",), edits=False, group=-1),
    TableCommand("menu", "Sort, filter, group and choose columns", ("Ctrl+Shift+F",), edits=False, group=-1),
)
_BY_KEY = {QKeySequence(keys).toString(): command.id for command in TABLE_COMMANDS for keys in command.keys}


#: The commands that leave the plan as it is.
READS = frozenset(command.id for command in TABLE_COMMANDS if not command.edits)


def command_of(event: QKeyEvent) -> str:
    """The command of a key; empty for none."""
    return _BY_KEY.get(QKeySequence(event.keyCombination()).toString().replace("Num+", ""), "")
