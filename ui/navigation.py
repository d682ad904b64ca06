"""The navigation: the programme's sections, then each pilot with its own, and the present state at the right edge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from cxworkbench.glyphs import glyph
from db.fixed import fixed
from ui.glyphs import paint_state
from ui.icons import paint_icon
from ui.sections.catalogue import of_scope
from ui.theme import plain_tooltip
from ui.widgets.painting import draw_focus, draw_line, one_line

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState
    from ui.theme import Theme

_KIND = Qt.ItemDataRole.UserRole + 1  # head, section, pilot, of_pilot, command
_PLACE = Qt.ItemDataRole.UserRole + 2  # (section id, pilot id)
_GLYPH = Qt.ItemDataRole.UserRole + 3
_ICON = Qt.ItemDataRole.UserRole + 4
_ASIDE = Qt.ItemDataRole.UserRole + 5

_NOWHERE = QModelIndex()

Place = tuple[str, str]
_UNDER = {"framework": "metrics", "import": "metrics"}


class Navigation(QTreeView):
    """A tree of places. The place on screen is marked, not selected.

    Signals:
        opened: the section and the pilot.
        asked: the id of a command.
    """

    opened = Signal(str, str)
    asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.icons_only = False
        self.place: Place = ("overview", "")
        self._unfolded: set[str] = set()
        #: What the rows at the top level say: those that say the same again stay. A folded pilot has none below it yet.
        self._lines: list[_Line] = []
        self._assessment: Assessment | None = None
        self._model = _Places(self)
        self.setModel(self._model)
        self.setItemDelegate(_Row(theme, self))
        self.setHeaderHidden(True)
        self.header().setMinimumSectionSize(1)
        self.header().setDefaultSectionSize(1)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setProperty("kind", "navigation")
        self.setAccessibleName("Navigation")
        self.clicked.connect(self._press)
        self._fit()
        theme.changed.connect(self._fit)
        self.show_empty()

    # ------------------------------------------------------------------------------------------- content

    def show_empty(self) -> None:
        """A plan is opening: its pilots are not known yet."""
        self._assessment = None
        self._show(_programme_lines(None))

    def _show(self, lines: list[_Line]) -> None:
        """Show lines; where they are the same places as before, only those that say something else are made anew."""
        held, self._lines = self._lines, lines
        if [one.place for one in held] != [one.place for one in lines]:
            self._model.clear()
            for line in lines:
                self._model.appendRow(line.item())
            self._unfold(range(len(lines)))
            return
        others = [row for row, (old, new) in enumerate(zip(held, lines, strict=True)) if old != new]
        for row in others:
            self._model.removeRow(row)
            self._model.insertRow(row, lines[row].item())
        self._unfold(others)

    def show_start(self) -> None:
        """No plan is open: only the start page can be shown."""
        self._assessment = None
        self._show([_Line("Start", "section", ("start", ""), icon="file-text")])
        self.place = ("start", "")

    def show_assessment(self, assessment: Assessment) -> None:
        """Show pilots and their states, keeping what is unfolded."""
        top = self.verticalScrollBar().value()
        held = self.currentIndex().data(_PLACE) if self.currentIndex().isValid() else None
        self._assessment = assessment
        pilots = [
            _pilot_line(assessment, state, unfolded=state.pilot.id in self._unfolded)
            for state in assessment.pilots
        ]
        add = _Line("Add pilot", "command", ("plan.add_pilot", ""), icon="plus")
        self._show([*_programme_lines(assessment), _Line("Pilots", "head", ("pilots", "")), *pilots, add])
        found = self._index_of(held) if held is not None else None
        if found is not None:
            self.setCurrentIndex(found)
        self.verticalScrollBar().setValue(top)

    def show_place(self, section: str, pilot: str) -> None:
        """Mark the place that is on screen, its pilot unfolded."""
        # A page without a line of its own is shown at the line under which it is reached.
        before, self.place = self.place, (_UNDER.get(section, section), pilot)
        if pilot and pilot not in self._unfolded:
            self._unfolded.add(pilot)
            self._unfold(row for row, line in enumerate(self._lines) if line.place[1] == pilot)
        found = self._index_of(self.place)
        if found is not None:
            self.setCurrentIndex(found)
            self.scrollTo(found)
        for place in (before, self.place):
            if (row := self._index_of(place)) is not None:
                self.update(row)

    def places(self) -> list[Place]:
        """Every place in its order: what the keys for the next and the previous section walk."""
        return [place for line in self._lines for place in self._places_of(line)]

    def beside(self, place: Place, by: int) -> Place | None:
        """The place after another (``by`` is 1) or before it (-1); None at the end, the first where it has no line."""
        lines = self._lines if by > 0 else self._lines[::-1]
        is_past = False
        for line in lines:
            if not is_past and line.place != place and (line.kind != "pilot" or line.place[1] != place[1]):
                continue
            for one in self._places_of(line)[::by]:
                if is_past:
                    return one
                is_past = one == place
        return None if is_past else next((line.place for line in self._lines if line.kind == "section"), None)

    def _places_of(self, line: _Line) -> list[Place]:
        if line.kind == "pilot":
            return [one.place for one in line.below or self._below(line.place[1])]
        return [line.place] if line.kind == "section" else []

    def collapse_to_icons(self, collapsed: bool) -> None:
        """Show icons only, or everything."""
        self.icons_only = collapsed
        self._fit()
        self._unfold(range(len(self._lines)))

    # ------------------------------------------------------------------------------------------- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open or unfold; arrows walk."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._press(self.currentIndex())
        elif (
            event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right} and self.currentIndex().data(_KIND) == "pilot"
        ):
            self._fold(self.currentIndex(), unfold=event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def _press(self, index: QModelIndex) -> None:
        kind = index.data(_KIND)
        if kind == "pilot":
            self._fold(index, unfold=not self.isExpanded(index))
        elif kind in {"section", "of_pilot"}:
            self.opened.emit(*index.data(_PLACE))
        elif kind == "command":
            self.asked.emit(index.data(_PLACE)[0])

    def _fold(self, index: QModelIndex, *, unfold: bool) -> None:
        pilot = index.data(_PLACE)[1]
        if unfold:
            self._unfolded.add(pilot)
        else:
            self._unfolded.discard(pilot)
        self._unfold([index.row()])

    # -------------------------------------------------------------------------------------------- inside

    def _fit(self) -> None:
        self.setFixedWidth(self._theme.control("nav_collapsed" if self.icons_only else "nav_width"))
        self.doItemsLayout()

    def _unfold(self, rows: Iterable[int]) -> None:
        for row in rows:
            line = self._lines[row]
            if line.kind != "pilot":
                continue
            is_unfolded = line.place[1] in self._unfolded
            if is_unfolded and not line.below:
                line = self._lines[row] = replace(line, below=self._below(line.place[1]))
                self._model.item(row).appendRows([one.item() for one in line.below])
            self.setExpanded(self._model.index(row, 0), is_unfolded)

    def _below(self, pilot: str) -> tuple[_Line, ...]:
        state = self._assessment.pilot(pilot) if self._assessment is not None else None
        return () if self._assessment is None or state is None else _lines_below(self._assessment, state)

    def _index_of(self, place: Place) -> QModelIndex | None:
        for row, line in enumerate(self._lines):
            if line.place == place:
                return self._model.index(row, 0)
            for below, one in enumerate(line.below):
                if one.place == place:
                    return self._model.index(below, 0, self._model.index(row, 0))
        return None


class _Places(QStandardItemModel):
    """The rows; a pilot can be unfolded, though what is below it is made only then."""

    def hasChildren(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> bool:
        """Whether it can be unfolded."""
        return parent.data(_KIND) == "pilot" or super().hasChildren(parent)


@fixed
class _Line:
    """What a row says: equal lines need no other row."""

    text: str
    kind: str
    place: Place
    icon: str = ""
    state: str | None = None
    aside: str = ""
    below: tuple[_Line, ...] = ()

    def item(self) -> QStandardItem:
        """The row, with those below it."""
        text, aside, state = self.text, self.aside, self.state
        item = QStandardItem(one_line(text))
        item.setData(aside, _ASIDE)
        item.setData(self.kind, _KIND)
        item.setData(self.place, _PLACE)
        item.setData(self.icon, _ICON)
        item.setData(state, _GLYPH)
        word = glyph(state).word if state else aside
        item.setData(f"{text}, {word}" if word else text, Qt.ItemDataRole.AccessibleTextRole)
        item.setToolTip(plain_tooltip(f"{text}: {word}" if word else text))
        if self.kind == "head":
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        for one in self.below:
            item.appendRow(one.item())
        return item


def _programme_lines(assessment: Assessment | None) -> list[_Line]:
    lines = [_Line("Programme", "head", ("", ""))]
    for spec in of_scope("programme"):
        if spec.in_navigation:
            aside = spec.aside(assessment) if assessment is not None else ""
            lines.append(_Line(spec.title, "section", (spec.id, ""), spec.icon, aside=aside))
    return lines


def _pilot_line(assessment: Assessment, state: PilotState, *, unfolded: bool) -> _Line:
    below = _lines_below(assessment, state) if unfolded else ()
    return _Line(
        state.pilot.name, "pilot", ("", state.pilot.id), state=f"gate_{state.gate_glyph}", below=below
    )


def _lines_below(assessment: Assessment, state: PilotState) -> tuple[_Line, ...]:
    """The sections of a pilot that have a line."""
    return tuple(
        _Line(spec.title, "of_pilot", (spec.id, state.pilot.id), spec.icon, spec.glyph(state))
        for spec in of_scope("pilot")
        if spec.in_navigation and spec.when(assessment, state)
    )


class _Row(QStyledItemDelegate):
    """Paints one row: text at the left, glyph at the right; the place on screen with a bar and the selection's fill."""

    def __init__(self, theme: Theme, tree: Navigation) -> None:
        super().__init__(tree)
        self._theme = theme
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Heights of the design; heads have room above them."""
        box: Any = option
        kind = index.data(_KIND)
        if kind == "head":
            first = index.row() == 0
            height = self._theme.px(8 if self._tree.icons_only else 28 if first else 34)
        else:
            height = self._theme.control("nav_row") + (self._theme.px(4) if kind == "pilot" else 0)
        return QSize(box.rect.width(), height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the row."""
        theme, kind = self._theme, index.data(_KIND)
        box: Any = option
        at = QRectF(box.rect)
        if kind == "head":
            if not self._tree.icons_only:
                text = at.adjusted(theme.px(14), 0, 0, -theme.px(4))
                text.setTop(text.bottom() - theme.line("micro"))
                draw_line(painter, text, str(index.data()), theme.font("micro"), theme.color("ink3"))
            return
        on = tuple(index.data(_PLACE)) == self._tree.place
        painter.save()
        if kind == "pilot":
            at.setTop(at.top() + theme.px(4))
        ground = theme.color("selection" if on else "raised")
        if on:
            painter.fillRect(at, ground)
            painter.fillRect(QRectF(at.left(), at.top(), theme.px(3), at.height()), theme.color("accent"))
        elif box.state & QStyle.StateFlag.State_MouseOver:
            ground = theme.blend("selection", "raised", 0.5)
            painter.fillRect(at, ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._tree.icons_only:
            self._paint_icon_only(painter, at, index)
        else:
            self._paint_whole(painter, at, index, on=on)
        state = index.data(_GLYPH)
        if state and not (self._tree.icons_only and kind != "pilot"):
            side = theme.px(13)
            left = at.center().x() - side / 2 if self._tree.icons_only else at.right() - theme.px(12) - side
            paint_state(painter, theme, state, round(left), at.center().y(), side, ground)
        if box.state & QStyle.StateFlag.State_HasFocus:
            draw_focus(painter, theme, at)
        painter.restore()

    def _paint_icon_only(
        self, painter: QPainter, at: QRectF, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        name = index.data(_ICON)
        if name:
            side = self._theme.px(16)
            square = QRectF(round(at.center().x() - side / 2), round(at.center().y() - side / 2), side, side)
            paint_icon(painter, self._theme, name, square)

    def _paint_whole(
        self, painter: QPainter, at: QRectF, index: QModelIndex | QPersistentModelIndex, *, on: bool
    ) -> None:
        theme, kind = self._theme, index.data(_KIND)
        left, name = theme.px(28), ""
        side = theme.px(16)
        if kind in {"section", "command"}:
            left, name = theme.px(14), index.data(_ICON)
        elif kind == "pilot":
            tree_index = self._tree.model().index(index.row(), 0)
            left, name = theme.px(8), "chevron-down" if self._tree.isExpanded(tree_index) else "chevron-right"
            side = theme.px(14)
        if name:
            square = QRectF(at.left() + left, round(at.center().y() - side / 2), side, side)
            paint_icon(painter, theme, name, square)
            left += side + theme.px(4 if kind == "pilot" else 8)
        aside, right = index.data(_ASIDE), theme.px(33)
        if aside:
            small = theme.font("micro")
            right = theme.px(12) + QFontMetrics(small).horizontalAdvance(aside) + theme.px(4)
            draw_line(
                painter,
                at.adjusted(at.width() - right, 0, -theme.px(8), 0),
                aside,
                small,
                theme.color("ink2"),
            )
            right += theme.px(4)
        font = theme.font("strong" if on or kind == "pilot" else "body")
        room = at.adjusted(left, 0, -right, 0)
        draw_line(painter, room, str(index.data()), font, theme.color("ink2" if kind == "command" else "ink"))
