"""The right side of the Overview: the next sponsor review, what needs attention, what changed since the last one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cxworkbench import formats
from ui.glyphs import paint_state
from ui.sections.catalogue import place_of
from ui.theme import plain_tooltip
from ui.widgets.buttons import Button
from ui.widgets.cell import Cell, Content, Plate
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.painting import draw_ends, draw_line, text_width
from ui.widgets.panel import Panel

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, Attention, Difference
    from cxworkbench.plan import Plan, Ref
    from ui.sections.page import Handed
    from ui.theme import Theme

MOST = 6
_ATTENTION, _ATTENTION_LOW, _DIFFERENCE = 48, 44, 22
_WIDTH, _WIDTH_LOW = 306, 290
_GAP = 12


class Rail(QWidget):
    """Three panels; the lists show as many rows as there is room for, and say of how many."""

    def __init__(self, handed: Handed) -> None:
        super().__init__()
        self._handed = handed
        theme = handed.theme
        self._low = False
        self._stacked = False
        self._attention: list[QWidget] = []
        self._differences: list[QWidget] = []
        self._totals = (0, 0)
        self._since_title = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(_GAP))
        self._review, self._needs, self._since = Panel(theme), Panel(theme), Panel(theme)
        self._since.body.setContentsMargins(0, 0, 0, theme.px(8))
        self.all_needs = Button(
            theme, "Show all", lambda: handed.run("plan.attention"), kind="link", parent=self._needs.head
        )
        self._needs.add_to_head(self.all_needs)
        for panel in (self._review, self._needs, self._since):
            column.addWidget(panel)
        column.addStretch()
        self.setFixedWidth(theme.px(_WIDTH))

    def set_low(self, low: bool) -> None:
        """A low window has a narrower rail with lower rows."""
        self._low = low
        self.show_below(self._stacked)
        for row in self._attention:
            row.setFixedHeight(self._row_height())
        self._fit()

    @property
    def beside(self) -> int:
        """How wide it is where it stands beside the matrix."""
        return self._handed.theme.px(_WIDTH_LOW if self._low else _WIDTH)

    def show_below(self, below: bool) -> None:
        """Whether it stands below the matrix, as wide as that and with all its rows, instead of beside it."""
        changed, self._stacked = below != self._stacked, below
        if below:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16_777_215)
        else:
            self.setFixedWidth(self.beside)
        if changed:
            self._fit()

    def show_assessment(self, assessment: Assessment) -> None:
        """Show a judgement."""
        theme, plan = self._handed.theme, assessment.plan
        for panel in (self._review, self._needs, self._since):
            _empty(panel)
        self._show_review(assessment)
        shown = assessment.attention[:MOST]
        self._attention = [
            _row(
                theme,
                plan,
                self._needs,
                _attention_name(one),
                _attention(theme, one),
                one.evidence,
                self._handed.go_to,
            )
            for one in shown
        ]
        for row in self._attention:
            row.setFixedHeight(self._row_height())
            self._needs.body.addWidget(row)
        if not shown:
            self._needs.body.addWidget(_said(theme, "Nothing needs attention."))
        changed = assessment.differences[:MOST]
        self._differences = [
            _row(
                theme,
                plan,
                self._since,
                _difference_name(one),
                _difference(theme, one),
                one.evidence,
                self._handed.go_to,
                edges="",
            )
            for one in changed
        ]
        for row in self._differences:
            row.setFixedHeight(theme.px(_DIFFERENCE))
            self._since.body.addWidget(row)
        if not changed and self._handed.plan.is_compared:
            self._since.body.addWidget(_said(theme, "Nothing changed."))
        self._totals = len(assessment.attention), len(assessment.differences)
        review = assessment.review
        self._since.setVisible(review.last_day is not None)
        last = "" if review.last_day is None else formats.day(review.last_day, current=assessment.as_of)
        self._since_title = f"Since review {review.last_number}, {last}"
        self._fit()

    def _show_review(self, assessment: Assessment) -> None:
        theme, review = self._handed.theme, assessment.review
        self._review.body.setContentsMargins(theme.px(13), 0, theme.px(13), theme.px(12))
        if review.next_day is None:
            self._review.show_title("Sponsor review")
            self._review.body.addWidget(Label(theme, "No review is planned yet.", "small", "ink2"))
        else:
            away = formats.days_away(review.next_day, assessment.as_of)
            self._review.show_title(f"Sponsor review {review.next_number}", away)
            ready = formats.plural(len(review.decisions), "decision")
            line = f"{formats.meeting_day(review.next_day)} · {ready} ready"
            self._review.body.addWidget(ElidedLabel(theme, line, "small", "ink2"))
        if self._handed.has_command("file.print"):
            row = QHBoxLayout()
            row.setContentsMargins(0, theme.px(8), 0, 0)
            button = Button(
                theme,
                "Print briefing",
                lambda: self._handed.run("file.print"),
                kind="primary",
                icon="printer",
                keys="Ctrl+P",
            )
            row.addWidget(button)
            row.addStretch()
            self._review.body.addLayout(row)

    # ------------------------------------------------------------------------------------------- geometry

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many rows as fit."""
        super().resizeEvent(event)
        self._fit()

    def _row_height(self) -> int:
        return self._handed.theme.px(_ATTENTION_LOW if self._low else _ATTENTION)

    def _fit(self) -> None:
        """Rows of the last list give way first, then those of the first; one of each stays."""
        px = self._handed.theme.px
        has_since = self._totals[1] > 0 and not self._since.isHidden()
        fixed = self._review.sizeHint().height() + 2 * px(40) + px(8) + 2 * px(_GAP)
        room = self.height() - fixed
        attention, differences = len(self._attention), len(self._differences) if has_since else 0

        def needed() -> int:
            return attention * self._row_height() + differences * px(_DIFFERENCE)

        if self._stacked:
            room = needed()
        while differences > 2 and needed() > room:
            differences -= 1
        while attention > 2 and needed() > room:
            attention -= 1
        for rows, count in ((self._attention, attention), (self._differences, differences)):
            for place, row in enumerate(rows):
                row.setVisible(place < count)
        total, changed = self._totals
        self._needs.show_title("Needs attention", f"{attention} of {total}" if total else "")
        self.all_needs.setVisible(total > 0)
        if not self._since.isHidden():
            self._since.show_title(self._since_title, f"{differences} of {changed}" if changed else "")


def _row(
    theme: Theme,
    plan: Plan,
    parent: QWidget,
    name: str,
    content: Content,
    evidence: tuple[Ref, ...],
    go_to: Callable[[Ref], None],
    edges: str = "top",
) -> QWidget:
    """A row that leads to the first of its records that has a page; one without such a record only shows."""
    target = next((ref for ref in evidence if place_of(plan, ref) is not None), None)
    if target is None:
        plate = Plate(theme, name, content, parent, edges)
        plate.setToolTip(plain_tooltip(name))
        return plate
    cell = Cell(theme, name, content, parent, edges)
    cell.setToolTip(plain_tooltip(name))
    cell.clicked.connect(lambda: go_to(target))
    cell.moved.connect(lambda _, down: cell.focusNextChild() if down > 0 else cell.focusPreviousChild())
    return cell


def _attention(theme: Theme, line: Attention) -> Content:
    def paint(painter: QPainter, at: QRectF, ground: QColor) -> None:
        inner = at.adjusted(theme.px(13), 0, -theme.px(13), 0)
        top = at.top() + (at.height() - theme.px(36)) / 2
        side = theme.px(14)
        paint_state(painter, theme, line.state, inner.left(), top + theme.px(9), side, ground)
        inner.setLeft(inner.left() + side + theme.px(9))
        first = QRectF(inner.left(), top, inner.width(), theme.px(18))
        second = QRectF(inner.left(), top + theme.px(18), inner.width(), theme.px(18))
        draw_line(painter, first, line.text, theme.font("strong"), theme.color("ink"))
        who = (f"{line.who}, {line.due_text}", theme.font("small"), theme.color("ink2"))
        area = (line.area, theme.font("small"), theme.color("ink3"))
        draw_ends(painter, second, who, area, theme.px(8))

    return paint


def _difference(theme: Theme, one: Difference) -> Content:
    def paint(painter: QPainter, at: QRectF, ground: QColor) -> None:
        inner = at.adjusted(theme.px(13), 0, -theme.px(13), 0)
        side = theme.px(12)
        paint_state(painter, theme, one.state, inner.left(), at.center().y(), side, ground)
        inner.setLeft(inner.left() + side + theme.px(8))
        what = (one.what, theme.font("small"), theme.color("ink"))
        font = theme.font("small")
        whole, brief = f"{one.before} → {one.after}", f"→ {one.after}"
        room = inner.width() - text_width(one.what, font) - theme.px(8)
        shown = whole if text_width(whole, font) <= room else brief
        draw_ends(painter, inner, what, (shown, font, theme.color("ink2")), theme.px(8))

    return paint


def _attention_name(line: Attention) -> str:
    from cxworkbench.glyphs import glyph

    return f"{glyph(line.state).word}: {line.text}. {line.who}, {line.due_text}. {line.area}"


def _difference_name(one: Difference) -> str:
    from cxworkbench.glyphs import glyph

    return f"{glyph(one.state).word}: {one.what}, {one.before} → {one.after}"


def _said(theme: Theme, text: str) -> QWidget:
    label = Label(theme, text, "small", "ink2")
    label.setContentsMargins(theme.px(13), 0, theme.px(13), theme.px(8))
    return label


def _empty(panel: Panel) -> None:
    while (item := panel.body.takeAt(0)) is not None:
        widget, layout = item.widget(), item.layout()
        if layout is not None:
            while (inner := layout.takeAt(0)) is not None:
                inside = inner.widget()
                if inside is not None:
                    inside.deleteLater()
            layout.deleteLater()
        elif widget is not None:
            widget.hide()
            widget.deleteLater()
