"""A page with one table on a real session, for tests of tables: what every page with a table does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from ui.sections.page import Page
from ui.tables.table import RecordTable


class TablePage(Page):
    """One table, shown anew with every judgement."""

    def __init__(self, window: Any, family: type, scope: Any = None, **options: Any) -> None:
        handed = window._handed(window.plan) if hasattr(window, "_handed") else window
        super().__init__(replace(handed, home=None))
        self.scope = scope
        self.table = RecordTable(self.handed, family, scope=scope, **options)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        self.handed.plan.assessed.connect(self._show)
        self._show(self.handed.plan.assessment)

    def _show(self, assessment: Any) -> None:
        self.table.show_plan(assessment.plan)


def cell(table: RecordTable, row: int, name: str) -> Any:
    return table.model.index(row, table.model.column_of(name))


def go(table: RecordTable, row: int, name: str) -> None:
    table.view.setFocus()
    table.view.go_to(row, table.model.column_of(name))


def editor_of(table: RecordTable) -> Any:
    from ui.tables.editors import CellLine, CellSheet

    (found,) = [
        one
        for one in table.view.viewport().findChildren((CellLine, CellSheet)[0])
        + table.view.viewport().findChildren(CellSheet)
        if one.isVisible()
    ]
    return found


def type_into(
    qtbot: Any, table: RecordTable, row: int, name: str, text: str, key: Any = Qt.Key.Key_Return
) -> None:
    """As fingers do: on the cell, letters, a key."""
    go(table, row, name)
    qtbot.keyClicks(table.view, text[:1])
    editor = editor_of(table)
    qtbot.keyClicks(editor, text[1:])
    qtbot.keyClick(editor, key)


def texts(table: RecordTable, name: str) -> list[str]:
    """What a column says, row by row, the line for a new row left out."""
    column = table.model.column_of(name)
    return [
        str(table.model.index(row, column).data() or "")
        for row in range(table.model.rowCount())
        if row != table.model.new_row
    ]


def shown_table(qtbot: Any, window: Any, family: type, scope: Any = None, **options: Any) -> RecordTable:
    """A table on a page of its own, on the screen and with the focus."""
    page = TablePage(window, family, scope, **options)
    window.pages_of_tests = [*getattr(window, "pages_of_tests", []), page]
    qtbot.addWidget(page)
    page.resize(1000, 500)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    page.table.view.setFocus()
    return page.table
