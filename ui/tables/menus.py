"""The menus of a table, and where they open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from cxworkbench.grid.order import Wanted
from ui.tables.commands import TABLE_COMMANDS
from ui.tables.heads import FilterPopup, HeadMenu

if TYPE_CHECKING:
    from ui.tables.table import RecordTable


def show_head_menu(table: RecordTable, section: int) -> None:
    """Open the menu of a column's head below it."""
    head = table.view.horizontalHeader()
    menu = HeadMenu(table, table.model.columns[section])
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(head.mapToGlobal(QPoint(head.sectionViewportPosition(section), head.height())))


def show_filter(
    table: RecordTable, section: int, texts: list[str], day: Callable[[str], date | None]
) -> FilterPopup:
    """Open the filter of a column below its head."""
    column = table.model.columns[section]
    held = table.rows.arrangement.wanted.get(column.name, Wanted())
    popup = FilterPopup(
        table.theme,
        table,
        column,
        texts,
        held,
        day=day,
        want=lambda one: table.arranging.want(column.name, one),
    )
    head = table.view.horizontalHeader()
    popup.open_at(head.mapToGlobal(QPoint(head.sectionViewportPosition(section), head.height())))
    return popup


def show_cell_menu(table: RecordTable, at: QPoint) -> None:
    """Open the menu of the chosen cells."""
    menu = QMenu(table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    group = 0
    for command in TABLE_COMMANDS:
        if command.group < 0:
            continue
        if command.group != group:
            menu.addSeparator()
            group = command.group
        action = menu.addAction(f"{command.text}\t{command.keys[0]}")
        action.setEnabled(table.model.can_edit or not command.edits)
        action.triggered.connect(_runner(table, command.id))
    menu.popup(table.view.viewport().mapToGlobal(at))


def _runner(table: RecordTable, id: str) -> Callable[[], None]:
    return lambda: table.acts.run(id)
