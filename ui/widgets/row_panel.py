"""A panel with a short list of painted rows in columns, each of which leads to its record.

It shows as many rows as there is room for and says of how many; columns give way before words are cut.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLayout, QSizePolicy, QWidget

from ui.glyphs import paint_state
from ui.moves import tab_inside
from ui.theme import plain_tooltip
from ui.widgets.buttons import Button
from ui.widgets.cell import Cell, Content, Plate
from ui.widgets.label import Label
from ui.widgets.painting import LEFT, RIGHT, draw_line, text_width
from ui.widgets.panel import EmptyState, Panel

if TYPE_CHECKING:
    from cxworkbench.plan import Ref
    from ui.theme import Theme

_GAP, _SIDE = 12, 13
_HEAD = 24
_ROW, _ROW_TALL = 26, 34
_GLYPH = 12
#: Rows that are made at most.
_MOST = 80


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        head: what stands above it.
        most: its widest, in pixels of the design; as wide as its texts up to that. 0 takes what is left over.
        right: whether its texts stand at the right.
        drop: columns with a higher number go first where there is no room; 0 stays.
        least: where it takes what is left over, how little that may be before other columns give way.
        fixed: whether it is always as wide as ``most``: it holds a picture.
    """

    head: str
    most: int = 0
    right: bool = False
    drop: int = 0
    least: int = 120
    fixed: bool = False


@dataclass(frozen=True)
class Text:
    """A text in a row: its colour, its weight, and a state's glyph before it."""

    text: str
    ink: str = "ink2"
    weight: int = 400
    state: str = ""


@dataclass(frozen=True)
class Row:
    """One row: what it opens, how it is said in one sentence, and what stands in each column."""

    ref: Ref | None
    said: str
    parts: tuple[Text | Content, ...]


class RowPanel(Panel):
    """A list of rows with a title.

    Args:
        theme: colours, sizes, type.
        title: of the panel.
        columns: from left to right; one of them takes what is left over.
        go_to: opens the record of a row.
        empty: what belongs here and what it makes possible, shown where there are no rows.
        show_all: opens the table with all rows; named with the count where some don't fit.
        newest_last: whether the last rows are shown where not all fit; else the first.
        button: mends the emptiness.
        parent: what it stands in.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        columns: Sequence[Column],
        go_to: Callable[[Ref], None],
        *,
        empty: tuple[str, str] = ("", ""),
        show_all: Callable[[], None] | None = None,
        newest_last: bool = False,
        button: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, title, parent=parent)
        self.setAccessibleName(title)
        self.columns = tuple(columns)
        self._go_to = go_to
        self.newest_last = newest_last
        self._rows: tuple[Row, ...] = ()
        self._note = ""
        self.more = Button(theme, "", show_all, kind="link", parent=self.head)
        self.more.hide()
        layout = self.head.layout()
        assert isinstance(layout, QLayout)
        layout.addWidget(self.more)
        self.list = _List(self)
        self.body.addWidget(self.list, 1)
        self.empty = EmptyState(theme, *empty, button, parent=self)
        self.empty.hide()
        self.body.addWidget(self.empty)
        self.foot = Label(theme, "", "small", "ink2", wrap=True, parent=self)
        self.foot.setContentsMargins(theme.px(_SIDE), theme.px(6), theme.px(_SIDE), theme.px(8))
        self.foot.hide()
        self.body.addWidget(self.foot)

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, those included for which there is no room."""
        return self._rows

    @property
    def cells(self) -> list[QWidget]:
        """The rows that are shown, from top to bottom."""
        return self.list.shown

    def show_rows(self, rows: Sequence[Row], note: str = "", foot: str = "") -> None:
        """Show rows; ``note`` stands at the right of the title, ``foot`` below the rows."""
        self._rows, self._note = tuple(rows), note
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows and bool(self.empty.findChildren(Label)[0].text()))
        self.foot.setText(foot)
        self.foot.setVisible(bool(foot and rows))
        self.list.show_rows(self._rows)

    def set_least(self, rows: int) -> None:
        """Have room for so many rows, or for all where there are fewer."""
        self.list.set_least(rows)

    def say_count(self, shown: int) -> None:
        """Say at the right how many of the rows are shown; where all are, what else there is to say."""
        cut = shown < len(self._rows)
        self.more.setVisible(cut)
        if cut:
            said = f"{shown} of {len(self._rows)}"
            self.more.setText(said)
            self.more.setAccessibleName(f"{self.title.text()}: {said}, show all")
        self.aside.show_text(self._note)

    def open(self, row: Row) -> None:
        """Open a row's record."""
        if row.ref is not None:
            self._go_to(row.ref)


class _List(QWidget):
    """The rows with their heads."""

    def __init__(self, panel: RowPanel) -> None:
        super().__init__(panel)
        self._panel = panel
        self._theme = panel.theme
        self.shown: list[QWidget] = []
        self._all: list[QWidget] = []
        self._rows: tuple[Row, ...] = ()
        self._least = 3
        self._widths: list[int] = []
        #: How wide each column would be, of the rows that are shown; measured when they are first placed.
        self._wishes: list[int] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._theme.changed.connect(self._redress)

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show rows; the keyboard stays where it was."""
        held = next((place for place, cell in enumerate(self._all) if cell.hasFocus()), None)
        for cell in self._all:
            cell.hide()
            cell.deleteLater()
        self._rows = rows
        self._wishes = []
        # More rows than any screen has room for would be made for nothing.
        near = rows[-_MOST:] if self._panel.newest_last else rows[:_MOST]
        self._all = [self._cell(row) for row in near]
        tab_inside(self)
        self.set_least(self._least)
        self._fit()
        if held is not None and self._all:
            self._all[min(held, len(self._all) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def set_least(self, rows: int) -> None:
        """Have room for so many rows."""
        self._least = rows
        wanted = min(rows, len(self._rows)) if self._rows else 0
        self.setMinimumHeight(self._head() + wanted * self._theme.px(_ROW) + self._theme.px(4))

    def _redress(self) -> None:
        self._wishes = []
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many rows and columns as fit."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the heads."""
        if not self._head():
            return
        painter, theme = QPainter(self), self._theme
        font = theme.weighted("micro", 500)
        for place, (column, at) in enumerate(zip(self._panel.columns, self._places(), strict=True)):
            if self._widths[place]:
                box = QRectF(at, 0, self._widths[place], self._head())
                draw_line(
                    painter, box, column.head, font, theme.color("ink2"), RIGHT if column.right else LEFT
                )
        painter.fillRect(0, self._head() - 1, self.width(), 1, theme.color("line_strong"))

    # ------------------------------------------------------------------------------------------ geometry

    def _head(self) -> int:
        has_heads = any(column.head for column in self._panel.columns)
        return self._theme.px(_HEAD) if has_heads else 0

    def _fit(self) -> None:
        px, head = self._theme.px, self._head()
        room = self.height() - head
        count = min(len(self._all), max(room // px(_ROW), 0))
        first = len(self._all) - count if self._panel.newest_last else 0
        self.shown = self._all[first : first + count]
        tall = min(px(_ROW_TALL), room // count) if count else 0
        self._widths = self._fitted()
        for cell in self._all:
            cell.setVisible(cell in self.shown)
        for place, cell in enumerate(self.shown):
            cell.setGeometry(0, head + place * tall, self.width(), tall)
        self._panel.say_count(count)
        self.update()

    def _fitted(self) -> list[int]:
        """The width of each column; 0 where it gave way."""
        px, columns = self._theme.px, self._panel.columns
        self._wishes = self._wishes or [self._wanted(place) for place in range(len(columns))]
        widths = list(self._wishes)
        rest = next((place for place, column in enumerate(columns) if not column.most), None)
        room = self.width() - 2 * px(_SIDE)
        least = 0 if rest is None else min(px(columns[rest].least), widths[rest])

        def needed() -> int:
            shown = [width for place, width in enumerate(widths) if width and place != rest]
            return sum(shown) + (
                least + px(_GAP) * len(shown) if rest is not None else px(_GAP) * (len(shown) - 1)
            )

        for place in sorted(range(len(columns)), key=lambda place: -columns[place].drop):
            if needed() <= room or not columns[place].drop:
                break
            widths[place] = 0
        if rest is not None and widths[rest]:
            taken = needed() - least
            widths[rest] = max(room - taken, px(24))
        return widths

    def _wanted(self, place: int) -> int:
        px, column = self._theme.px, self._panel.columns[place]
        if column.fixed:
            return px(column.most)
        theme = self._theme
        widest = text_width(column.head, theme.weighted("micro", 500))
        for row in self._rows[-_MOST:] if self._panel.newest_last else self._rows[:_MOST]:
            part = row.parts[place]
            if isinstance(part, Text):
                glyph = px(_GLYPH + 6) if part.state else 0
                widest = max(widest, text_width(part.text, theme.weighted("small", part.weight)) + glyph)
        wanted = int(widest) + 2
        return min(wanted, px(column.most)) if column.most else wanted

    def _places(self) -> list[int]:
        at, found = self._theme.px(_SIDE), []
        for width in self._widths:
            found.append(at)
            at += width + self._theme.px(_GAP) if width else 0
        return found

    # ------------------------------------------------------------------------------------------ painting

    def _cell(self, row: Row) -> QWidget:
        made: QWidget
        if row.ref is None:
            made = Plate(self._theme, row.said, self._content(row), self, "bottom")
        else:
            cell = Cell(self._theme, row.said, self._content(row), self, "bottom")
            cell.clicked.connect(lambda: self._panel.open(row))
            cell.moved.connect(
                lambda _, down: cell.focusNextChild() if down > 0 else cell.focusPreviousChild()
            )
            made = cell
        made.setToolTip(plain_tooltip(row.said))
        return made

    def _content(self, row: Row) -> Content:
        theme = self._theme

        def paint(painter: QPainter, at: QRectF, ground: QColor) -> None:
            for place, left in enumerate(self._places()):
                width, part = self._widths[place], row.parts[place]
                if not width:
                    continue
                box = QRectF(left, at.top(), width, at.height())
                if not isinstance(part, Text):
                    part(painter, box, ground)
                    continue
                if part.state:
                    paint_state(
                        painter, theme, part.state, box.left(), box.center().y(), theme.px(_GLYPH), ground
                    )
                    box.setLeft(box.left() + theme.px(_GLYPH + 5))
                side = RIGHT if self._panel.columns[place].right else LEFT
                font = theme.weighted("small", part.weight)
                draw_line(painter, box, part.text, font, theme.color(part.ink), side)

        return paint


def dots(theme: Theme, kept: Sequence[bool]) -> Content:
    """Discs for what was kept and crosses for what was missed, newest at the right (visual-language.md, 13)."""

    def paint(painter: QPainter, at: QRectF, _ground: QColor) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step, radius = theme.px(13), theme.px(4)
        for place, held in enumerate(kept):
            middle = QRectF(at.left() + place * step, at.center().y() - radius, 2 * radius, 2 * radius)
            if held:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("met"))
                painter.drawEllipse(middle)
            else:
                pen = painter.pen()
                pen.setStyle(Qt.PenStyle.SolidLine)
                pen.setColor(theme.color("fail"))
                pen.setWidthF(theme.px(2))
                painter.setPen(pen)
                painter.drawLine(middle.topLeft(), middle.bottomRight())
                painter.drawLine(middle.topRight(), middle.bottomLeft())
        painter.restore()

    return paint


def clock_bar(theme: Theme, days: int, *, limit: int, most: int, is_open: bool) -> Content:
    """A bar from 0 with the limit as a line; of an open clock outlined and dashed (visual-language.md, 13)."""

    def paint(painter: QPainter, at: QRectF, _ground: QColor) -> None:
        painter.save()
        share = at.width() / max(most, 1)
        tone = theme.color("fail" if days > limit else "series1")
        tall = theme.px(10)
        bar = QRectF(at.left() + 0.5, round(at.center().y() - tall / 2) + 0.5, max(days * share - 1, 2), tall)
        if is_open:
            pen = painter.pen()
            pen.setColor(tone)
            pen.setWidth(1)
            pen.setDashPattern([3, 2])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(bar)
        else:
            painter.fillRect(bar, tone)
        line = QRectF(at.left() + limit * share, at.top() + 3, max(theme.px(1.4), 1), at.height() - 6)
        painter.fillRect(line, theme.color("ink"))
        painter.restore()

    return paint
