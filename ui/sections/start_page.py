"""The start page: new plan, open a plan, open the sample, and the plans opened last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPen, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.icons import paint_icon
from ui.sections.new_plan_form import NewPlanForm
from ui.widgets.cell import Cell, Content
from ui.widgets.label import Label
from ui.widgets.painting import draw_line
from ui.widgets.panel import EmptyState, scrolled

if TYPE_CHECKING:
    from ui.files import Files
    from ui.settings import Settings
    from ui.theme import Theme

_WIDTH, _CARD, _RECENT = 440, 66, 44


class StartPage(QWidget):
    """What can be done before a plan is open."""

    def __init__(self, theme: Theme, settings: Settings, files: Files) -> None:
        super().__init__()
        self._theme = theme
        outer = QHBoxLayout(self)
        side = theme.px(40)
        outer.setContentsMargins(side, side, side, side)
        left = QWidget()
        left.setFixedWidth(theme.px(_WIDTH))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(Label(theme, "Start a programme plan", "figure"))
        column.addWidget(
            Label(
                theme,
                "Everything stays in one file on this computer. Nothing is sent anywhere.",
                "body",
                "ink2",
            )
        )
        column.addSpacing(theme.px(12))
        self._cards = QWidget()
        cards = QVBoxLayout(self._cards)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(theme.px(8))
        self._new = self._card(
            "New plan", "Name the programme and one pilot.", "file-plus", self.show_form, "Ctrl N"
        )
        cards.addWidget(self._new)
        cards.addWidget(
            self._card(
                "Open a plan",
                "A .cxplan file from disk or a shared drive.",
                "folder-open",
                files.choose,
                "Ctrl O",
            )
        )
        sample = "Larkfield Energy, three pilots, 18 weeks of readings."
        cards.addWidget(self._card("Open the sample", sample, "book-open", files.open_sample))
        column.addWidget(self._cards)
        self.form = NewPlanForm(theme, settings.folder, files, self.hide_form)
        self.form.hide()
        column.addWidget(self.form)
        self._recent = self._recent_plans(settings.recent, files)
        column.addWidget(self._recent)
        column.addStretch()
        # Low windows and large text: the page scrolls, nothing is pressed together.
        area = scrolled(left)
        area.setFixedWidth(theme.px(_WIDTH + 12))
        area.viewport().setAutoFillBackground(False)
        left.setAutoFillBackground(False)
        outer.addWidget(area)
        outer.addStretch()
        QShortcut(QKeySequence("Ctrl+N"), self, self.show_form)
        self.setFocusProxy(self._new)

    def show_form(self) -> None:
        """Show the form for a new plan in place of the cards."""
        self._cards.hide()
        self._recent.hide()
        self.form.begin()

    def hide_form(self) -> None:
        """Back to the cards."""
        self.form.hide()
        self._cards.show()
        self._recent.show()
        self._new.setFocus()

    def _recent_plans(self, recent: list[Path], files: Files) -> QWidget:
        from cxworkbench import formats

        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.px(8))
        theme, head = self._theme, QHBoxLayout()
        head.setContentsMargins(0, theme.px(18), 0, 0)
        head.addWidget(Label(theme, "Recent", "section"))
        head.addStretch()
        head.addWidget(Label(theme, formats.plural(len(recent), "plan"), "small", "ink3"))
        column.addLayout(head)
        if not recent:
            column.addWidget(
                EmptyState(theme, "No plans yet", "Plans that you open appear here, the newest first.")
            )
        for path in recent:
            name, folder = path.stem, str(path.parent)
            card = Cell(theme, f"Open {name}, {folder}", _recent_content(theme, name, folder), self)
            card.setFixedHeight(theme.px(_RECENT))
            card.setToolTip(folder)
            card.clicked.connect(self._opener(files, path))
            column.addWidget(card)
        return box

    def _opener(self, files: Files, path: Path) -> Callable[[], object]:
        return lambda: files.open(path)

    def _card(self, title: str, below: str, icon: str, press: Callable[[], object], keys: str = "") -> Cell:
        card = Cell(
            self._theme, f"{title}. {below}", _card_content(self._theme, title, below, icon, keys), self
        )
        card.setFixedHeight(self._theme.px(_CARD))
        card.clicked.connect(lambda _checked: press())
        return card


def _card_content(theme: Theme, title: str, below: str, icon: str, keys: str) -> Content:
    def paint(painter: QPainter, at: QRectF, _ground: QColor) -> None:
        _outline(painter, theme, at)
        side = theme.px(36)
        square = QRectF(at.left() + theme.px(16), round(at.center().y() - side / 2), side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent_soft"))
        painter.drawRoundedRect(square, theme.px(3), theme.px(3))
        inset = theme.px(8)
        paint_icon(painter, theme, icon, square.adjusted(inset, inset, -inset, -inset), "accent")
        left = square.right() + theme.px(14)
        room = at.right() - theme.px(16) - left
        first = QRectF(left, at.center().y() - theme.px(20), room, theme.px(22))
        second = QRectF(left, at.center().y() + theme.px(1), room, theme.px(18))
        draw_line(painter, first, title, theme.sized(16, 600), theme.color("ink"))
        draw_line(painter, second, below, theme.font("small"), theme.color("ink2"))
        if keys:
            width, height = theme.px(44), theme.px(18)
            key = QRectF(
                at.right() - theme.px(16) - width, round(at.center().y() - height / 2) + 0.5, width, height
            )
            painter.setPen(QPen(theme.color("line"), 1))
            painter.setBrush(theme.color("raised"))
            painter.drawRoundedRect(key, theme.px(3), theme.px(3))
            draw_line(
                painter,
                key,
                keys,
                theme.weighted("micro", 500),
                theme.color("ink3"),
                Qt.AlignmentFlag.AlignHCenter,
            )

    return paint


def _recent_content(theme: Theme, name: str, folder: str) -> Content:
    def paint(painter: QPainter, at: QRectF, _ground: QColor) -> None:
        _outline(painter, theme, at)
        inner = at.adjusted(theme.px(16), theme.px(4), -theme.px(16), -theme.px(4))
        half = inner.height() / 2
        first = QRectF(inner.left(), inner.top(), inner.width(), half)
        draw_line(painter, first, name, theme.font("strong"), theme.color("ink"))
        second = QRectF(inner.left(), inner.top() + half, inner.width(), half)
        draw_line(painter, second, folder, theme.font("small"), theme.color("ink3"))

    return paint


def _outline(painter: QPainter, theme: Theme, at: QRectF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("line"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(at.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(4), theme.px(4))
