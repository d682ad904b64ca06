"""The style sheet of Qt's own controls: buttons, fields, menus, tables, scroll bars."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.theme import Theme

_SHEET = Template("""
QToolTip { background: $surface; color: $ink; border: 1px solid $line_strong; padding: ${p4}px ${p8}px; }
QMenuBar { background: $raised; border-bottom: 1px solid $line; padding: 0 ${p8}px; spacing: 0; }
QMenuBar::item { background: transparent; padding: ${p4}px ${p9}px; border-radius: ${radius}px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $selection; }
QMenu { background: $surface; border: 1px solid $line_strong; padding: ${p4}px 0; }
QMenu::item { padding: ${p4}px ${p24}px ${p4}px ${p24}px; }
QMenu::item:selected { background: $selection; color: $ink; }
QMenu::item:disabled { color: $ink3; }
QMenu::separator { height: 1px; background: $line; margin: ${p4}px 0; }
QStatusBar { background: $raised; border-top: 1px solid $line; }
QStatusBar::item { border: 0; }
QPushButton { background: $surface; color: $ink; border: 1px solid $control_border; border-radius: ${radius}px;
    padding: 0 ${p12}px; min-height: ${button}px; font-weight: 600; }
QPushButton:hover { background: $raised; }
QPushButton:pressed { background: $selection; }
QPushButton:focus { border: 2px solid $focus; padding: 0 ${p11}px; min-height: ${button_focus}px; }
QPushButton:disabled { background: $raised; color: $ink3; border-color: $line; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[kind="primary"]:hover { background: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $ink; }
QPushButton[kind="primary"]:disabled { background: $raised; color: $ink3; border-color: $line; }
QPushButton[kind="segment"] { border-radius: 0; font-weight: 400; padding: 0 ${p8}px; }
QPushButton[kind="segment"][place="later"] { border-left-width: 0; }
QPushButton[kind="segment"]:checked { background: $selection; font-weight: 600; }
QPushButton[kind="small"] { min-height: ${small}px; padding: 0 ${p8}px; font-size: ${small_font}px; }
QPushButton[kind="small"]:focus { min-height: ${small_focus}px; padding: 0 ${p7}px; }
QPushButton[kind="flat"] { background: transparent; border: 1px solid transparent; color: $accent;
    padding: 0 ${p4}px; min-height: ${small}px; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; color: $accent; padding: 0;
    text-align: left; font-weight: 400; min-height: 0; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 1px solid $focus; }
QPushButton[kind="flat"]:hover { border-color: $line; }
QPushButton[kind="flat"]:focus { border: 2px solid $focus; padding: 0 ${p3}px; min-height: ${small_focus}px; }
QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QDateEdit, QSpinBox, QDoubleSpinBox {
    background: $surface; color: $ink; border: 1px solid $control_border; border-radius: ${radius}px;
    selection-background-color: $selection; selection-color: $ink; }
QLineEdit, QComboBox, QDateEdit, QSpinBox, QDoubleSpinBox { min-height: ${field}px; padding: 0 ${p8}px; }
QTextEdit, QPlainTextEdit { padding: ${p4}px; }
QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus,
QDoubleSpinBox:focus { border: 2px solid $focus; }
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus {
    min-height: ${field_focus}px; padding: 0 ${p7}px; }
QLineEdit[kind="command"] { min-height: ${small}px; padding: 0; }
QLineEdit[kind="command"]:focus { min-height: ${small_focus}px; padding: 0; }
QLineEdit[kind="threshold"] { min-height: ${small}px; padding: 0 ${p3}px 0 ${p1}px; }
QLineEdit[kind="threshold"]:focus { min-height: ${small_focus}px; }
QLineEdit[kind="cell"], QPlainTextEdit[kind="cell"] { min-height: 0; border: 2px solid $focus; border-radius: 0;
    padding: 0 ${p4}px; }
QCalendarWidget QWidget { alternate-background-color: $raised; }
QCalendarWidget QToolButton { background: transparent; color: $ink; border: 0; padding: ${p4}px; }
QCalendarWidget QToolButton:hover, QCalendarWidget QToolButton:focus { background: $selection; }
QCalendarWidget QAbstractItemView { selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:read-only, QLineEdit:disabled, QComboBox:disabled, QDateEdit:disabled { background: $raised;
    border-color: $line; color: $ink2; }
QLineEdit[state="bad"], QDateEdit[state="bad"], QComboBox[state="bad"], QPlainTextEdit[state="bad"] {
    border-color: $fail; background: $fail_soft; }
QLineEdit[state="warning"], QPlainTextEdit[state="warning"] { border-color: $risk_mark; }
QComboBox[kind="choice"]::drop-down { border: 0; width: ${p24}px; }
QListView[kind="completer"] { border: 1px solid $line_strong; }
QListView[kind="completer"]::item { min-height: ${p24}px; padding: 0 ${p8}px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line_strong;
    selection-background-color: $selection; selection-color: $ink; }
QFrame[panel="plain"] { background: $surface; border: 1px solid $line; border-radius: ${panel_radius}px; }
QFrame[panel="empty"] { background: transparent; border: 1px dashed $line_strong; border-radius: ${panel_radius}px; }
QFrame[panel="popup"] { background: $surface; border: 1px solid $line_strong; }
QWidget[panel="inside"] { background: $surface; }
QFrame[panel="rule"] { background: $line; border: 0; }
QFrame[banner="error"] { background: $fail_soft; border: 1px solid $fail_line; border-radius: ${panel_radius}px; }
QFrame[banner="warning"] { background: $risk_soft; border: 1px solid $risk_line; border-radius: ${panel_radius}px; }
QFrame[banner="notice"],
QFrame[banner="info"] { background: $surface; border: 1px solid $line; border-radius: ${panel_radius}px; }
QTableView { background: $surface; border: 0; gridline-color: $line; selection-background-color: $selection;
    selection-color: $ink; }
QTableView::item { padding: 0 ${p8}px; border: 0; border-bottom: 1px solid $line; }
QTableView::item:selected { background: $selection; color: $ink; }
QTableView::item:focus { border: 1px solid $focus; }
QHeaderView { background: $surface; border: 0; font-weight: 500; font-size: ${micro_font}px; }
QHeaderView::section { background: $surface; color: $ink3; border: 0; border-bottom: 1px solid $line_strong;
    padding: ${p4}px ${p8}px; font-weight: 500; font-size: ${micro_font}px; }
QTableCornerButton::section { background: $surface; border: 0; border-bottom: 1px solid $line_strong; }
QListView, QTreeView { background: $surface; border: 0; selection-background-color: $selection;
    selection-color: $ink; outline: 0; }
QTreeView[kind="navigation"] { background: $raised; border-right: 1px solid $line; }
QTreeView[kind="navigation"]::branch { background: transparent; border-image: none; image: none; }
QTabBar::tab { background: transparent; color: $ink2; padding: ${p4}px ${p12}px; border: 0;
    border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $ink; border-bottom: 2px solid $accent; font-weight: 600; }
QTabBar::tab:focus { border: 1px solid $focus; border-bottom: 2px solid $accent; }
QSplitter::handle { background: transparent; }
QScrollBar:vertical { background: transparent; width: ${bar}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${bar}px; margin: 0; }
QScrollBar::handle { background: $line_strong; border-radius: ${p3}px; margin: 2px; }
QScrollBar::handle:vertical { min-height: ${p32}px; }
QScrollBar::handle:horizontal { min-width: ${p32}px; }
QScrollBar::handle:hover { background: $control_border; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QScrollArea { background: transparent; border: 0; }
QProgressBar { background: $line; border: 0; max-height: 2px; min-height: 2px; }
QProgressBar::chunk { background: $accent; }
""")


def style_sheet(theme: Theme) -> str:
    """The sheet for a theme's present colours and sizes."""
    tokens = (
        *("window", "surface", "raised", "line", "line_strong", "control_border", "ink", "ink2", "ink3"),
        *("accent", "on_accent", "selection", "focus", "fail", "fail_soft", "risk_soft", "risk_mark"),
    )
    values = {token: theme.color(token).name() for token in tokens}
    values["accent_hover"] = theme.blend("accent", "ink", 0.85).name()
    values["fail_line"] = theme.blend("fail", "fail_soft", 0.35).name()
    values["risk_line"] = theme.blend("risk_mark", "risk_soft", 0.5).name()
    # Qt adds borders to a control's least height: 1 px on both sides, 2 where it has the focus.
    sizes = {f"p{size}": theme.px(size) for size in (1, 3, 4, 7, 8, 9, 11, 12, 24, 32)}
    sizes |= {
        "radius": theme.px(3),
        "panel_radius": theme.px(4),
        "button": theme.control("button") - 2,
        "button_focus": theme.control("button") - 4,
        "small": theme.control("button_small") - 2,
        "small_focus": theme.control("button_small") - 4,
        "field": theme.control("field") - 2,
        "field_focus": theme.control("field") - 4,
        "bar": theme.px(11),
        "small_font": theme.font("small").pixelSize(),
        "micro_font": theme.font("micro").pixelSize(),
    }
    return _SHEET.substitute(values, **{name: str(size) for name, size in sizes.items()})
