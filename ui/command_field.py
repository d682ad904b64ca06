"""The command field at the right of the menu bar: goes to a pilot, a section or a metric by its name (Ctrl+K)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from ui.icons import paint_icon
from ui.sections.catalogue import of_scope
from ui.widgets.painting import draw_line, one_line

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from ui.theme import Theme

_TARGET = Qt.ItemDataRole.UserRole + 1
_KEYS = "Ctrl K"


class CommandField(QLineEdit):
    """A search field with a list of what it found; ``chosen`` gives the section, the pilot and the record."""

    chosen = Signal(str, str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "command")
        self.setAccessibleName("Go to a pilot, section or metric")
        self.setPlaceholderText("Open a plan to search it")
        self._places = QStandardItemModel(self)
        completer = QCompleter(self._places, self)
        self._completer = completer
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(12)
        completer.activated[QModelIndex].connect(self._go)  # type: ignore[index]
        self.setCompleter(completer)
        self._fit()
        theme.changed.connect(self._fit)

    def sizeHint(self) -> QSize:
        """340 by 24 of the design."""
        return QSize(self._theme.px(340), self._theme.px(24))

    def show_places(self, assessment: Assessment) -> None:
        """Learn what can be gone to."""
        self.setPlaceholderText("Go to a pilot, metric or section")
        popup = self._completer.popup()
        if popup is not None and popup.property("kind") is None:
            popup.setProperty("kind", "completer")
            popup.setFont(self._theme.font("small"))
        self._places.clear()
        for spec in of_scope("programme"):
            self._add(spec.title, spec.id, "", "")
        sections = of_scope("pilot")
        for state in assessment.pilots:
            name = state.pilot.name
            if sections:
                self._add(name, sections[0].id, state.pilot.id, "")
            for spec in sections:
                self._add(f"{name}, {spec.title}", spec.id, state.pilot.id, "")
            for metric in state.metrics:
                self._add(f"{metric.metric.name}, {name}", "metrics", state.pilot.id, metric.metric.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the first that was found; Esc empties the field."""
        popup = self._completer.popup()
        if event.key() == Qt.Key.Key_Escape and not (popup is not None and popup.isVisible()):
            self.clear()
            self.clearFocus()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            # While its list is open the completer takes Enter itself where a line of it is chosen.
            found = self._completer.completionModel().index(0, 0)
            if self.text().strip() and found.isValid():
                self._go(found)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field with its glass at the left and its keys at the right."""
        super().paintEvent(event)
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px(14)
        middle = self.height() / 2
        paint_icon(painter, theme, "search", QRectF(theme.px(8), middle - side / 2, side, side))
        font = theme.weighted("micro", 500)
        width, height = theme.px(38), theme.px(17)
        key = QRectF(
            self.width() - width - theme.px(6) + 0.5, round(middle - height / 2) + 0.5, width, height
        )
        painter.setPen(QPen(theme.color("line"), 1))
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(key, theme.px(3), theme.px(3))
        draw_line(painter, key, _KEYS, font, theme.color("ink3"), Qt.AlignmentFlag.AlignHCenter)

    def _fit(self) -> None:
        self.setFixedWidth(self._theme.px(340))
        self.setFont(self._theme.font("small"))
        self.setTextMargins(self._theme.px(20), 0, self._theme.px(44), 0)

    def _add(self, text: str, section: str, pilot: str, record: str) -> None:
        item = QStandardItem(one_line(text))
        item.setEditable(False)
        item.setData((section, pilot, record), _TARGET)
        self._places.appendRow(item)

    def _go(self, index: QModelIndex) -> None:
        section, pilot, record = index.data(_TARGET)
        self.chosen.emit(section, pilot, record)
        # The completer writes what was chosen into the field after this slot.
        popup = self._completer.popup()
        if popup is not None:
            popup.hide()
        QTimer.singleShot(0, self, self.clear)
