"""The command field at the right of the menu bar (Ctrl+K): goes to anything by its name, finds words, runs commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from db.fixed import fixed
from ui.icons import paint_icon
from ui.sections.catalogue import of_scope
from ui.widgets.painting import draw_line, one_line

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from cxworkbench.plan import Plan, Ref
    from cxworkbench.search import Index
    from ui.theme import Theme

_TARGET = Qt.ItemDataRole.UserRole + 1
_KEYS = "Ctrl K"
#: Lines in the list; of places and commands, of words within records, and of what was gone to last.
_MOST, _PLACES, _WITHIN, _LAST = 14, 8, 4, 5
#: How much of a line what it is called may take.
_LEFT = 0.75
#: Where a line leads that only says that nothing was found.
_NOTHING: tuple[str, Any] = ("nothing", None)


@fixed
class _Entry:
    """One line of the list: what it is called, what it is, and what it leads to."""

    text: str
    about: str
    target: tuple[str, Any]


def _places_of(assessment: Assessment) -> list[_Entry]:
    """The programme's sections, then the pilots, each with its sections and metrics."""
    found = [_Entry(spec.title, "Programme", _going(spec.id, "", "")) for spec in of_scope("programme")]
    sections = of_scope("pilot")
    for state in assessment.pilots:
        name, id = one_line(state.pilot.name), state.pilot.id
        if sections:
            found.append(_Entry(name, "Pilot", _going(sections[0].id, id, "")))
        found += [_Entry(f"{name}, {spec.title}", "Section", _going(spec.id, id, "")) for spec in sections]
        for metric in state.metrics:
            title = f"{one_line(metric.metric.name)}, {name}"
            found.append(_Entry(title, "Metric", _going("metrics", id, metric.metric.id)))
    return found


class CommandField(QLineEdit):
    """A field with a list of what answers it, as it is typed: places, records by name, commands, then words within.

    Signals:
        chosen: the section, the pilot and the record to go to.
        found: the record to go to (``Ref``).
        asked: the command to run, by its id.
    """

    chosen = Signal(str, str, str)
    found = Signal(object)
    asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "command")
        self.setAccessibleName("Go to or do anything")
        self.setPlaceholderText("Open a plan to search it")
        self._assessment: Assessment | None = None
        #: What can be gone to; None until something is typed: a large plan has thousands of places.
        self._places: list[_Entry] | None = None
        self._commands: Callable[[], list[_Entry]] = list
        self._plan: Plan | None = None
        self._index: Index | None = None
        self._last: list[_Entry] = []
        self._shown = QStandardItemModel(self)
        #: The list; made when the keyboard comes here first: it takes longer than all else in the window's bars.
        self._popup: QListView | None = None
        self.textEdited.connect(self._list)
        self._fit()
        theme.changed.connect(self._fit)

    def sizeHint(self) -> QSize:
        """340 by 24 of the design."""
        return QSize(self._theme.px(340), self._theme.px(24))

    def offer_commands(self, commands: Callable[[], list[tuple[str, str, str]]]) -> None:
        """Learn where the commands are told that can be run now: id, text and keys of each."""

        def entries() -> list[_Entry]:
            return [_Entry(text, keys or "Command", _asking(id)) for id, text, keys in commands()]

        self._commands = entries

    def show_places(self, assessment: Assessment) -> None:
        """Learn what can be gone to."""
        self.setPlaceholderText("Go to a pilot, metric, person or command")
        self._plan, self._index = assessment.plan, None
        self._assessment, self._places = assessment, None

    def _make_list(self) -> None:
        if self._popup is not None:
            return
        completer = QCompleter(self._shown, self)
        # What is listed is ranked here, not by the completer.
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(_MOST)
        completer.activated[QModelIndex].connect(self._go)  # type: ignore[index]
        self._popup = popup = QListView()
        popup.setProperty("kind", "completer")
        # A line gives way by itself: what stands right in it is never out of sight.
        popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        popup.setFont(self._theme.font("small"))
        completer.setPopup(popup)  # which gives it a delegate of its own
        popup.setItemDelegate(_Line(self._theme, popup))
        self.setCompleter(completer)

    def _all_places(self) -> list[_Entry]:
        if self._places is None:
            self._places = [] if self._assessment is None else _places_of(self._assessment)
        return self._places

    # -------------------------------------------------------------------------------------------- listing

    def _list(self, typed: str) -> None:
        """List what answers what was typed; of an empty field what was gone to last."""
        from cxworkbench.search import score

        if not typed.strip():
            self._show(self._last)
            return
        ranked = []
        for rank, entries in enumerate((self._all_places(), self._commands())):
            for place, entry in enumerate(entries):
                value = score(typed, entry.text)
                if value is not None:
                    ranked.append((value, rank, len(entry.text), place, entry))
        ranked.sort(key=lambda one: one[:4])
        places = [entry for *_, entry in ranked[:_PLACES]]
        gone_to = [entry.target[1][2] for entry in places if entry.target[0] == "go"]
        found = places + self._records(typed, gone_to)
        self._show(found or [_Entry(f"Nothing is found for “{one_line(typed)}”", "", _NOTHING)])

    def _records(self, typed: str, listed_already: list[str]) -> list[_Entry]:
        from cxworkbench.search import Index

        if self._plan is None:
            return []
        if self._index is None:
            self._index = Index(self._plan)
        listed = {"pilot", "metric"}  # they are among the places
        named = [hit for hit in self._index.by_name(typed, _PLACES) if hit.ref.kind not in listed]
        without = [*(hit.ref.id for hit in named), *listed_already]
        within = self._index.by_text(typed, _WITHIN, without=without)
        return [_Entry(one_line(hit.title), one_line(hit.about), _finding(hit.ref)) for hit in named + within]

    def _show(self, entries: list[_Entry]) -> None:
        self._make_list()
        self._shown.clear()
        for entry in entries[:_MOST]:
            item = QStandardItem(f"{entry.text}    {entry.about}")
            item.setEditable(False)
            item.setEnabled(entry.target != _NOTHING)
            item.setData(entry, _TARGET)
            self._shown.appendRow(item)
        if entries:
            self.completer().complete()
        elif self._popup is not None:
            self._popup.hide()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What was gone to last is listed at once."""
        self._make_list()
        super().focusInEvent(event)
        if not self.text() and self._last and event.reason() == Qt.FocusReason.ShortcutFocusReason:
            QTimer.singleShot(0, self, lambda: self._list(self.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the first that was found; Esc empties the field."""
        popup = self._popup
        if event.key() == Qt.Key.Key_Escape and not (popup is not None and popup.isVisible()):
            self.clear()
            self.clearFocus()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            # While its list is open the completer takes Enter itself where a line of it is chosen.
            if self.text().strip():
                self._list(self.text())
            first = self._shown.item(0)
            if self.text().strip() and first is not None and first.isEnabled():
                self._take(first.data(_TARGET))
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

    def _go(self, index: QModelIndex) -> None:
        self._take(index.data(_TARGET))

    def _take(self, entry: _Entry) -> None:
        self._last = [entry, *(one for one in self._last if one != entry)][:_LAST]
        kind, value = entry.target
        if self._popup is not None:
            self._popup.hide()
        # The completer writes what was chosen into the field after this slot.
        QTimer.singleShot(0, self, self.clear)
        if kind == "go":
            self.chosen.emit(*value)
        elif kind == "find":
            self.found.emit(value)
        else:
            self.asked.emit(value)


class _Line(QStyledItemDelegate):
    """What it is called at the left, what it is at the right and grey; the right gives way first."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one line of the list."""
        theme, entry = self._theme, index.data(_TARGET)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.color("selection"))
        font = theme.font("small")
        room = QRectF(option.rect.adjusted(theme.px(10), 0, -theme.px(10), 0))
        needed = min(QFontMetricsF(font).horizontalAdvance(entry.text), room.width() * _LEFT)
        left = QRectF(room.left(), room.top(), needed + 1, room.height())
        draw_line(painter, left, entry.text, font, theme.color("ink"))
        right = room.adjusted(needed + theme.px(12), 0, 0, 0)
        draw_line(painter, right, entry.about, font, theme.color("ink3"), Qt.AlignmentFlag.AlignRight)
        painter.restore()


def _going(section: str, pilot: str, record: str) -> tuple[str, Any]:
    return "go", (section, pilot, record)


def _finding(ref: Ref) -> tuple[str, Any]:
    return "find", ref


def _asking(command: str) -> tuple[str, Any]:
    return "ask", command
