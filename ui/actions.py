"""Every command of the window, declared once as data: menus, keys, the keyboard map and buttons read this list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from db.fixed import fixed
from ui.page_commands import begin, can_begin, copy_chart, has_chart, new_name, save_chart
from ui.theme import SCALES, plain_action
from ui.widgets.painting import one_line

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenuBar

    from ui.main_window import MainWindow

MENUS = ("File", "Edit", "View", "Plan", "Review", "Tools", "Help")


def _always(_window: MainWindow) -> bool:
    return True


def _has_plan(window: MainWindow) -> bool:
    return window.plan is not None and window.plan.is_loaded


@fixed
class Command:
    """One command.

    Attributes:
        id: never shown, never changed.
        text: its name in the menu and in the keyboard map; a verb first.
        run: does it.
        menu: where it stands; empty where it has keys only.
        group: commands of one group stand together, a line between groups.
        keys: its keys, the first of them shown.
        usable: whether it can be used now.
        named: its name now, where that changes (undo names what it takes back).
        ticked: whether it is on, for commands that switch something.
    """

    id: str
    text: str
    run: Callable[[MainWindow], None]
    menu: str = ""
    group: int = 0
    keys: tuple[str, ...] = ()
    usable: Callable[[MainWindow], bool] = _always
    named: Callable[[MainWindow], str] | None = None
    ticked: Callable[[MainWindow], bool] | None = None


# ------------------------------------------------------------------------------------------ what they do


def _undo_name(window: MainWindow) -> str:
    label = window.plan.undo_label if window.plan is not None and window.plan.is_loaded else None
    return f"Undo “{label}”" if label else "Undo"


def _redo_name(window: MainWindow) -> str:
    label = window.plan.redo_label if window.plan is not None and window.plan.is_loaded else None
    return f"Redo “{label}”" if label else "Redo"


def _can_undo(window: MainWindow) -> bool:
    return _has_plan(window) and window.plan is not None and window.plan.undo_label is not None


def _can_redo(window: MainWindow) -> bool:
    return _has_plan(window) and window.plan is not None and window.plan.redo_label is not None


def _undo(window: MainWindow) -> None:
    plan = window.plan
    if plan is not None:
        label = plan.undo_label
        plan.undo()
        if label and plan.redo_label == label:  # else it is told why not
            window.say(f"Taken back: {one_line(label)}. Redo: Ctrl+Y")


def _redo(window: MainWindow) -> None:
    plan = window.plan
    if plan is not None:
        label = plan.redo_label
        plan.redo()
        if label and plan.undo_label == label:
            window.say(f"Done again: {one_line(label)}. Undo: Ctrl+Z")


def _mode(mode: str) -> Callable[[MainWindow], None]:
    return lambda window: window.set_mode(mode)


def _is_mode(mode: str) -> Callable[[MainWindow], bool]:
    return lambda window: window.theme.mode == mode


def _print(window: MainWindow) -> None:
    from ui.sections.print_dialog import open_print_dialog

    open_print_dialog(window)


def _who(window: MainWindow) -> None:
    from ui.who import open_who

    open_who(window)


def _keyboard_map(window: MainWindow) -> None:
    from ui.help import open_keyboard_map

    open_keyboard_map(window, COMMANDS)


def _about(window: MainWindow) -> None:
    from ui.help import open_about

    open_about(window)


def _can_edit(window: MainWindow) -> bool:
    return window.plan is not None and window.plan.is_loaded and window.plan.can_edit


def _add_pilot(window: MainWindow) -> None:
    from ui.sections.add_pilot import open_add_pilot

    open_add_pilot(window)


def _open(section: str) -> Callable[[MainWindow], None]:
    return lambda window: window.open_section(section, "")


def _open_part(section: str, part: str) -> Callable[[MainWindow], None]:
    return lambda window: window.open_part(section, part)


def _import(window: MainWindow) -> None:
    window.open_import()


def _watch(window: MainWindow) -> None:
    from ui.sections.watch_dialog import open_watch_dialog

    open_watch_dialog(window)


def _go_to_pilot(place: int) -> Callable[[MainWindow], None]:
    return lambda window: window.moves.to_pilot(place)


_PILOT_KEYS = tuple(
    Command(
        f"go.pilot_{place}",
        f"Pilot {place}",
        _go_to_pilot(place - 1),
        keys=(f"Alt+{place}",),
        usable=_has_plan,
    )
    for place in range(1, 10)
)

COMMANDS: tuple[Command, ...] = (
    Command("file.new", "New plan…", lambda window: window.files.new(), "File"),
    Command("file.open", "Open…", lambda window: window.files.choose(), "File", keys=("Ctrl+O",)),
    Command("file.sample", "Open the sample", lambda window: window.files.open_sample(), "File"),
    Command(
        "file.saved",
        "When was it saved?",
        lambda window: window.say_when_saved(),
        "File",
        1,
        keys=("Ctrl+S",),
        usable=_has_plan,
    ),
    Command(
        "file.copy", "Save a copy…", lambda window: window.files.choose_copy(), "File", 1, usable=_has_plan
    ),
    Command("file.print", "Print briefing…", _print, "File", 2, keys=("Ctrl+P",), usable=_has_plan),
    Command("file.quit", "Quit", lambda window: window.leave(), "File", 3, keys=("Ctrl+Q",)),
    Command("edit.undo", "Undo", _undo, "Edit", keys=("Ctrl+Z",), usable=_can_undo, named=_undo_name),
    Command(
        "edit.redo",
        "Redo",
        _redo,
        "Edit",
        keys=("Ctrl+Y", "Ctrl+Shift+Z"),
        usable=_can_redo,
        named=_redo_name,
    ),
    Command("edit.new", "New item", begin, "Edit", 1, keys=("Ctrl+N",), usable=can_begin, named=new_name),
    Command("chart.copy", "Copy chart", copy_chart, "Edit", 2, keys=("Ctrl+Shift+C",), usable=has_chart),
    Command("chart.save", "Save chart…", save_chart, "Edit", 2, keys=("Ctrl+Shift+E",), usable=has_chart),
    Command("view.light", "Light", _mode("light"), "View", ticked=_is_mode("light")),
    Command("view.dark", "Dark", _mode("dark"), "View", ticked=_is_mode("dark")),
    Command("view.contrast", "High contrast", _mode("contrast"), "View", ticked=_is_mode("contrast")),
    Command(
        "view.larger",
        "Larger text",
        lambda window: window.change_scale(1),
        "View",
        1,
        keys=("Ctrl++", "Ctrl+="),
        usable=lambda window: window.theme.scale < SCALES[-1],
    ),
    Command(
        "view.smaller",
        "Smaller text",
        lambda window: window.change_scale(-1),
        "View",
        1,
        keys=("Ctrl+-",),
        usable=lambda window: window.theme.scale > SCALES[0],
    ),
    Command(
        "view.collapse",
        "Collapse navigation",
        lambda window: window.toggle_navigation(),
        "View",
        2,
        keys=("Ctrl+B",),
        ticked=lambda window: window.navigation.icons_only,
    ),
    Command(
        "go.search",
        "Go to…",
        lambda window: window.focus_search(),
        "View",
        3,
        keys=("Ctrl+K",),
        usable=_has_plan,
    ),
    Command(
        "go.next",
        "Next section",
        lambda window: window.moves.step(1),
        "View",
        3,
        keys=("Ctrl+PgDown",),
        usable=_has_plan,
    ),
    Command(
        "go.previous",
        "Previous section",
        lambda window: window.moves.step(-1),
        "View",
        3,
        keys=("Ctrl+PgUp",),
        usable=_has_plan,
    ),
    Command("go.pane", "Next pane", lambda window: window.moves.next_pane(), "View", 3, keys=("F6",)),
    *_PILOT_KEYS,
    Command("plan.add_pilot", "Add pilot…", _add_pilot, "Plan", usable=_can_edit),
    Command(
        "plan.import",
        "Import readings…",
        _import,
        "Plan",
        keys=("Ctrl+I",),
        usable=lambda window: _can_edit(window) and window.plan is not None and bool(window.plan.plan.pilots),
    ),
    Command("plan.watch", "Watched folder…", _watch, "Plan", usable=_has_plan),
    Command("plan.attention", "Needs attention…", _open("attention"), "Plan", usable=_has_plan),
    Command("plan.chasing", "Who owes what…", _open("chasing"), "Plan", usable=_has_plan),
    Command("plan.settings", "Programme settings…", _open("programme"), "Plan", 1, usable=_has_plan),
    Command(
        "plan.holidays",
        "Working days and holidays…",
        _open_part("programme", "holiday"),
        "Plan",
        1,
        usable=_has_plan,
    ),
    Command(
        "plan.fields", "Own fields…", _open_part("programme", "custom_field"), "Plan", 1, usable=_has_plan
    ),
    Command("plan.files", "Kept files…", _open_part("programme", "evidence"), "Plan", 1, usable=_has_plan),
    Command("tools.who", "Who am I…", _who, "Tools"),
    Command("help.keys", "Keyboard map", _keyboard_map, "Help", keys=("F1",)),
    Command("help.about", "About CX Workbench", _about, "Help"),
)


# ----------------------------------------------------------------------------------------------- menus


class Actions:
    """The commands as Qt actions of one window, in its menus."""

    def __init__(self, window: MainWindow, bar: QMenuBar, commands: tuple[Command, ...] = COMMANDS) -> None:
        self._window = window
        self.commands = {command.id: command for command in commands}
        self.actions = {command.id: self._made(command) for command in commands}
        for name in MENUS:
            inside = sorted((one for one in commands if one.menu == name), key=lambda one: one.group)
            if inside:
                self._fill(bar, name, inside)
        self.renew()

    def renew(self) -> None:
        """Names, ticks and what is usable, as they are now."""
        for id, command in self.commands.items():
            action = self.actions[id]
            action.setText(plain_action(command.named(self._window) if command.named else command.text))
            action.setEnabled(command.usable(self._window))
            if command.ticked is not None:
                action.setChecked(command.ticked(self._window))

    def has(self, id: str) -> bool:
        """Whether there is such a command."""
        return id in self.commands

    def usable(self) -> list[tuple[str, str, str]]:
        """Id, text and keys of each command that can be run now."""
        return [
            (id, action.text().replace("&&", "&"), action.shortcut().toString())
            for id, action in self.actions.items()
            if id != "go.search" and self.commands[id].usable(self._window)
        ]

    def run(self, id: str) -> None:
        """Run a command by its id, if it is usable."""
        if self.commands[id].usable(self._window):
            self.commands[id].run(self._window)

    def print_paper(self, kind: str, subject: str, kept: str) -> None:
        """Open the print dialog on a kind, about a subject, or on a printed paper, each by its id or ""."""
        from ui.sections.print_dialog import open_print_dialog

        open_print_dialog(self._window, kind, subject, kept)

    def _made(self, command: Command) -> QAction:
        action = QAction(command.text, self._window)
        action.setObjectName(command.id)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.setCheckable(command.ticked is not None)
        action.triggered.connect(lambda: self._triggered(command))
        self._window.addAction(action)
        return action

    def _triggered(self, command: Command) -> None:
        command.run(self._window)
        self.renew()

    def _fill(self, bar: QMenuBar, name: str, inside: list[Command]) -> None:
        menu = bar.addMenu(f"&{name}")
        menu.aboutToShow.connect(self.renew)  # names follow what is shown
        group = inside[0].group
        for command in inside:
            if command.group != group:
                menu.addSeparator()
                group = command.group
            menu.addAction(self.actions[command.id])
