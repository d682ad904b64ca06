"""Options side by side: one column each, the chosen one first and marked, the one without AI last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from cxworkbench import formats
from cxworkbench.plan import Ref
from ui.moves import tab_inside
from ui.theme import plain_tooltip
from ui.widgets.cell import Cell, Plate
from ui.widgets.painting import draw_line, one_line
from ui.widgets.rows import Rover, empty, focused, take_focus

if TYPE_CHECKING:
    from datetime import date

    from cxworkbench.plan import Plan
    from cxworkbench.tools import Option
    from ui.sections.page import Handed

_LABEL, _OPTION, _HEAD, _ROW, _SIDE = 128, 132, 44, 28, 13
_STRONG = frozenset({"Weighted score", "Status"})
_FLAGS = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
Content = Callable[[QPainter, QRectF, QColor], None]


class OptionGrid(QWidget):
    """As many options as there is room for; the head of each opens its record, as each of its values does."""

    def __init__(self, handed: Handed) -> None:
        super().__init__()
        self._handed = handed
        self._theme = handed.theme
        self._found: list[Option] = []
        self._lines: list[tuple[str, list[str]]] = []
        self._shown = -1
        self.setAccessibleName("Options side by side")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._plates: list[Plate] = []
        self._rows: list[list[Cell]] = []
        self.cells: dict[tuple[str, str], Cell] = {}
        self._rover = Rover(self)

    def show_options(self, plan: Plan, found: Sequence[Option]) -> None:
        """Show options in their order."""
        self._found = list(found)
        words: tuple[tuple[str, Callable[[Option], str]], ...] = (
            ("Must-haves met", lambda one: one.must_haves),
            ("Expected effect", lambda one: one.tool.expected_effect or ""),
            ("Source of it", lambda one: one.tool.effect_source or ""),
            ("Cost, 12 months", lambda one: _money(one, plan.programme.currency)),
            ("Ready", lambda one: _day(one.tool.ready_on)),
            ("Way out", lambda one: one.tool.exit_terms or ""),
            ("Evaluated", lambda one: _day(one.tool.evaluated_on)),
            ("Weighted score", _score),
            ("Owner", lambda one: plan.person_name(one.tool.owner)),
            ("Status", _status),
        )
        self._lines = [(label, [said(one) for one in found]) for label, said in words]
        self._shown = -1
        self._fit()

    @property
    def left_out(self) -> int:
        """How many options there was no room for."""
        return len(self._found) - self._shown

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many options as there is room for; never none."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """What was shown while it was hidden is made now, when its width is known."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self.isVisible():
            return
        px = self._theme.px
        room = max((self.width() - px(_LABEL)) // px(_OPTION), 1)
        shown = min(room, len(self._found))
        if shown != self._shown:
            self._shown = shown
            self._make()
        self._stretch()

    def _stretch(self) -> None:
        """Rows are as high as their longest words need."""
        theme, px = self._theme, self._theme.px
        parts = 4 + 5 * max(self._shown, 1)
        room = max(self.width() * 5 // parts - px(2 * _SIDE - 4), px(40))
        fonts = {weight: QFontMetrics(theme.weighted("small", weight)) for weight in (400, 600)}
        for down, plate in enumerate(self._plates):
            label, values = self._lines[down]
            tall = max(
                (
                    fonts[600 if label in _STRONG else 400]
                    .boundingRect(QRect(0, 0, room, 10_000), _FLAGS, one_line(values[place]))
                    .height()
                    for place in self._columns()
                ),
                default=0,
            )
            height = max(px(_ROW), tall + px(10))
            for one in (plate, *self._rows[down]):
                if one.height() != height or one.minimumHeight() != height:
                    one.setFixedHeight(height)

    def _columns(self) -> list[int]:
        """The places of the options that are shown; the one without AI is among them wherever two have room."""
        places = list(range(len(self._found)))
        if self._shown < len(places) and self._shown > 1 and self._found[-1].tool.kind_ == "non_ai":
            return [*places[: self._shown - 1], places[-1]]
        return places[: self._shown]

    def _make(self) -> None:
        theme = self._theme
        held = focused(self.cells)
        empty(self._grid)
        self.cells, self._plates, self._rows = {}, [], []
        columns = self._columns()
        said = f"{self.left_out} more" if self.left_out else ""
        corner = Plate(theme, said, self._text(said, "ink3"), self, "strong")
        corner.setFixedHeight(theme.px(_HEAD))
        self._grid.addWidget(corner, 0, 0)
        lines: list[list[Cell]] = [[]]
        for across, place in enumerate(columns, 1):
            option = self._found[place]
            kind = _choice(option, "kind") or "Kind not recorded"
            name = f"{option.tool.name}, {kind}{', chosen' if option.is_chosen else ''}"
            cell = self._cell(option, "", name, self._head(option, kind), "strong left")
            cell.setFixedHeight(theme.px(_HEAD))
            self._grid.addWidget(cell, 0, across)
            lines[0].append(cell)
        for down, (label, values) in enumerate(self._lines, 1):
            edge = "" if down == len(self._lines) else "bottom"
            plate = Plate(theme, label, self._text(label, "ink2"), self, edge)
            self._plates.append(plate)
            plate.setMinimumWidth(theme.px(_LABEL - 20))
            self._grid.addWidget(plate, down, 0)
            made = []
            for across, place in enumerate(columns, 1):
                option, value = self._found[place], values[place]
                missing = not value or value in {formats.MISSING, "Nobody named"}
                text = value or "Not recorded"
                strong = label == "Weighted score" or (label == "Status" and option.is_chosen)
                painted = self._text(
                    text, "ink3" if missing else "ink", 600 if strong and not missing else 400
                )
                name = f"{option.tool.name}, {label}: {text}"
                cell = self._cell(option, label, name, painted, f"left {edge}")
                self._grid.addWidget(cell, down, across)
                made.append(cell)
            lines.append(made)
            self._rows.append(made)
        self._rover.hold([line for line in lines if line])
        for across in range(self._grid.columnCount()):
            wanted = 4 if across == 0 else 5
            self._grid.setColumnStretch(across, wanted if across <= len(columns) else 0)
        tab_inside(self)
        if held in self.cells:
            take_focus(self.cells[held])

    def _cell(self, option: Option, label: str, name: str, content: Content, edges: str) -> Cell:
        cell = (
            _Chosen(self._theme, name, content, self, edges)
            if option.is_chosen
            else Cell(self._theme, name, content, self, edges)
        )
        cell.setToolTip(plain_tooltip(name))
        cell.setMinimumWidth(self._theme.px(60))
        cell.clicked.connect(partial(self._open, option.tool.id))
        self.cells[option.tool.id, label] = cell
        return cell

    def _open(self, id: str, _checked: bool = False) -> None:
        self._handed.go_to(Ref("tool", id))

    def _head(self, option: Option, kind: str) -> Content:
        def paint(painter: QPainter, at: QRectF, _ground: QColor) -> None:
            theme, px = self._theme, self._theme.px
            line, top = theme.line("small"), at.center().y() - theme.line("small")
            left, wide = at.left() + px(_SIDE), at.width() - px(2 * _SIDE - 6)
            box = QRectF(left, top, wide, line)
            draw_line(painter, box, option.tool.name, theme.weighted("small", 600), theme.color("ink"))
            box = QRectF(left, top + line, wide, line)
            draw_line(painter, box, kind, theme.font("micro"), theme.color("ink2"))

        return paint

    def _text(self, text: str, ink: str, weight: int = 400) -> Content:
        def paint(painter: QPainter, at: QRectF, _ground: QColor) -> None:
            theme, px = self._theme, self._theme.px
            box = QRectF(at.left() + px(_SIDE), at.top(), at.width() - px(2 * _SIDE - 6), at.height())
            painter.setFont(theme.weighted("small", weight))
            painter.setPen(theme.color(ink))
            painter.drawText(box, _FLAGS, one_line(text))

        return paint


class _Chosen(Cell):
    """A cell of the chosen option: on the ground of what is selected."""

    def ground(self) -> QColor:
        """The tint of the accent."""
        return self.theme.color("selection") if self.underMouse() else self.theme.color("accent_soft")


def _choice(option: Option, name: str) -> str:
    """The label of what an option's field chooses."""
    described, value = option.tool.fields[name], option.tool.value(name)
    return str((described.choices or {}).get(value, value or ""))


def _money(option: Option, currency: str | None) -> str:
    cost = option.tool.cost_12_months
    return "" if cost is None else formats.money(cost, currency)


def _day(day: date | None) -> str:
    return "" if day is None else formats.day(day)


def _score(option: Option) -> str:
    score = option.tool.score
    return "" if score is None else f"{score.normalize():f}"


def _status(option: Option) -> str:
    word = _choice(option, "status")
    signed = option.tool.signed_on
    if signed is None or not option.is_chosen:
        return word
    day = formats.day(signed)
    return f"{word} {day}" if option.tool.status == "contracted" else f"{word}, signed {day}"
