"""What is cut off, squeezed or sticks out of what holds it: read from the widgets as they are laid out."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QCheckBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QScrollBar,
    QStyle,
    QStyleOptionButton,
    QStyleOptionHeader,
    QTableView,
    QWidget,
)

from ui.glyphs import GlyphLabel
from ui.widgets.badge import Badge
from ui.widgets.label import ElidedLabel

_NEVER = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
#: Beside the name of a column, at least.
_HEAD_SIDE = 6


def faults(window: QWidget) -> list[str]:
    """One line for each widget in a window of which something cannot be seen."""
    seen = [one for one in window.findChildren(QWidget) if one.isVisibleTo(window) and one.window() is window]
    return [f"{_named(one)}: {fault}" for one in seen for fault in _of(one)]


def _of(one: QWidget) -> Iterator[str]:
    """What is wrong with one widget."""
    if isinstance(one.parentWidget(), QLineEdit) or min(one.width(), one.height()) <= 1:
        return  # a field's own buttons; what a layout keeps without showing it
    yield from _sideways(one)
    yield from _outside(one)
    if isinstance(one, QLabel) and not isinstance(one, ElidedLabel):
        yield from _label(one)
    elif isinstance(one, QCheckBox | QRadioButton):
        if one.sizeHint().width() > one.width():
            yield f"needs {one.sizeHint().width()} px, has {one.width()}"
    elif isinstance(one, QPushButton):
        yield from _button(one)
    elif isinstance(one, QAbstractButton):
        if one.minimumSizeHint().width() > one.width() or one.minimumSizeHint().height() > one.height():
            yield f"needs {one.minimumSizeHint().toTuple()}, has {one.size().toTuple()}"
    elif isinstance(one, Badge | GlyphLabel):
        if one.sizeHint().width() > one.width() or one.sizeHint().height() > one.height():
            yield f"needs {one.sizeHint().toTuple()}, has {one.size().toTuple()}"
    elif isinstance(one, QLineEdit) and one.placeholderText() and not one.text() and one.isEnabled():
        needed = one.fontMetrics().horizontalAdvance(one.placeholderText())
        if needed > one.width() - 8:
            yield f"its hint needs {needed} px, has {one.width() - 8}"
    elif isinstance(one, QHeaderView) and one.orientation() == Qt.Orientation.Horizontal:
        yield from _heads(one)


def _sideways(one: QWidget) -> Iterator[str]:
    """A table may scroll sideways, nothing else; a scroll area may not hide what is wider than it either."""
    if isinstance(one, QScrollBar) and one.orientation() == Qt.Orientation.Horizontal:
        area = one.parent().parent() if one.parent() is not None else None
        if not isinstance(area, QAbstractItemView) and one.maximum() > one.minimum():
            yield "scrolls sideways"
    if isinstance(one, QTableView) and one.horizontalScrollBarPolicy() == _NEVER:
        over = one.horizontalHeader().length() - one.viewport().width()
        if over > 0:
            yield f"its columns are {over} px too wide"
    if isinstance(one, QScrollArea) and one.widget() is not None:
        over = one.widget().width() - one.viewport().width()
        if over > 0:
            yield f"what it holds is {over} px too wide"


def _outside(one: QWidget) -> Iterator[str]:
    holder = one.parentWidget()
    if holder is None or isinstance(holder, QMainWindow) or one.isWindow():
        return
    if isinstance(holder.parentWidget(), QAbstractScrollArea):
        return  # what scrolls is larger than what it is seen through
    place, room = one.geometry(), QRect(0, 0, holder.width(), holder.height())
    if place.isValid() and not room.contains(place):
        yield f"at {place.getRect()} in a {type(holder).__name__} of {room.size().toTuple()}"


def _label(one: QLabel) -> Iterator[str]:
    if not one.text() or not one.pixmap().isNull():
        return
    room, sides = one.contentsRect(), 2 * one.margin()
    if one.wordWrap():
        needed = one.heightForWidth(one.width())
        if needed > one.height() + 1:
            yield f"needs a height of {needed} px, has {one.height()}"
        words = max(map(one.fontMetrics().horizontalAdvance, one.text().split()), default=0)
        if words + sides > room.width():
            yield f"its longest word needs {words + sides} px, has {room.width()}"
        return
    lines = one.text().splitlines()
    wide = max(map(one.fontMetrics().horizontalAdvance, lines)) + sides
    tall = one.fontMetrics().height() * len(lines) + sides
    if wide > room.width() or tall > room.height() + 2:
        yield f"needs {wide} x {tall} px, has {room.size().toTuple()}"


def _button(one: QPushButton) -> Iterator[str]:
    option = QStyleOptionButton()
    one.initStyleOption(option)
    inside = one.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, one)
    icon = one.iconSize().width() + 4 if not one.icon().isNull() and one.text() else 0
    wide = one.fontMetrics().horizontalAdvance(one.text().replace("&&", "&")) + icon
    if wide > inside.width() or one.fontMetrics().height() > inside.height() + 2:
        yield f"needs {wide} x {one.fontMetrics().height()} px, has {inside.size().toTuple()}"


def _heads(head: QHeaderView) -> Iterator[str]:
    """Names of columns: where they are cut, nobody knows what stands below them."""
    model = head.model()
    for place in range(head.count()):
        text = str(model.headerData(place, Qt.Orientation.Horizontal) or "")
        if not text or head.isSectionHidden(place):
            continue
        needed = one_line(head, text) + 2 * _HEAD_SIDE
        if needed > head.sectionSize(place):
            yield f"column {text!r} needs {needed} px, has {head.sectionSize(place)}"


def one_line(head: QHeaderView, text: str) -> int:
    """How wide the name of a column is as it is drawn."""
    option = QStyleOptionHeader()
    head.initStyleOption(option)
    return option.fontMetrics.horizontalAdvance(text)


def _named(one: QWidget) -> str:
    text = one.text() if isinstance(one, QLabel | QAbstractButton) else ""
    return f"{type(one).__name__} {(one.accessibleName() or text or one.objectName())[:50]!r}"
