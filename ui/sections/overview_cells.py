"""What stands in the cells of the Overview's matrix: a pilot's head, a rating, a metric, a row's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from cxworkbench import formats
from cxworkbench.glyphs import glyph
from ui.glyphs import paint_state
from ui.theme import plain_tooltip
from ui.widgets.cell import Cell, Plate
from ui.widgets.painting import draw_ends, draw_line, one_line, text_width
from ui.widgets.sparkline import HEIGHT, WIDTH, paint_spark, spark_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxworkbench.assessment import GateState, PilotState, Rating
    from cxworkbench.judged_metric import MetricState
    from ui.theme import Theme

PADDING = 12
#: From such a height on, the reason of a rating is broken over two lines, and a metric stands on three.
WRAPS_FROM, STACKS_FROM = 64, 74
#: From such a height on, the owner of a pilot stands below its name, and its status is broken over two lines.
HEAD_STACKS_FROM = 120


def pilot_head(theme: Theme, state: PilotState, owner: str, parent: QWidget) -> Cell:
    """A pilot's name and owner, status, gates, and what is due next."""

    def paint(painter: QPainter, at: QRectF, ground: QColor) -> None:
        tall, line = at.height() >= theme.px(HEAD_STACKS_FROM), theme.line("micro")
        heights = [theme.line("section"), 2 * line if tall else line, theme.px(26), line]
        if tall:
            heights.insert(1, line)
        top = at.top() + max((at.height() - sum(heights)) / 2, 0)
        lines = []
        for height in heights:
            lines.append(
                QRectF(at.left() + theme.px(PADDING), top, at.width() - theme.px(2 * PADDING), height)
            )
            top += height
        name = (state.pilot.name, theme.font("section"), theme.color("ink"))
        who = (owner, theme.font("micro"), theme.color("ink3"))
        if tall:
            draw_line(painter, lines[0], *name)
            draw_line(painter, lines.pop(1), *who)
            painter.setFont(theme.font("micro"))
            painter.setPen(theme.color("ink2"))
            painter.drawText(lines[1], int(Qt.TextFlag.TextWordWrap), one_line(state.status_line))
        else:
            draw_ends(painter, lines[0], name, who, theme.px(8))
            draw_line(painter, lines[1], state.status_line, theme.font("micro"), theme.color("ink2"))
        _paint_gates(painter, theme, state, lines[2], ground)
        said, _, due = state.gate_line.partition(" · ")
        plain, bold = theme.font("micro"), theme.weighted("micro", 600)
        said = f"{said} ·" if due else said
        if text_width(said, plain) + theme.px(4) + text_width(due, bold) > lines[3].width():
            said = said.replace(" gates passed", "")
        draw_line(painter, lines[3], said, plain, theme.color("ink2"))
        rest = lines[3].adjusted(text_width(said, plain) + theme.px(4), 0, 0, 0)
        draw_line(painter, rest, due, bold, theme.color("ink2"))

    gates = ", ".join(_gate_words(gate) for gate in state.gates)
    name = f"{state.pilot.name}, {owner}. {state.status_line}. Gates: {gates}. {state.gate_line}"
    cell = Cell(theme, name, paint, parent, "left strong")
    cell.setToolTip(plain_tooltip(f"{state.pilot.name}, {owner}. {state.status_line}. {state.gate_line}"))
    return cell


def _gate_words(gate: GateState) -> str:
    """A gate in words: "Frame passed 22 Jul", "Decide due 12 Mar"; the note of the current one says its state."""
    if gate.state in {"current", "held"}:
        return f"{gate.name} {gate.note}"
    return f"{gate.name} {gate.word.lower()} {gate.note}"


def _paint_gates(painter: QPainter, theme: Theme, state: PilotState, at: QRectF, ground: QColor) -> None:
    """The gates on a rule; a little ground is left free around each."""
    if not state.gates:
        return
    side, step = theme.px(15), at.width() / len(state.gates)
    middle = round(at.top() + theme.px(7) + side / 2)
    painter.fillRect(QRectF(at.left(), middle, at.width() - theme.px(8), 1), theme.color("line_strong"))
    for place, gate in enumerate(state.gates):
        left = round(at.left() + place * step)
        free = theme.px(3)
        painter.fillRect(QRectF(left - free, middle - side / 2, side + 2 * free, side), ground)
        paint_state(painter, theme, f"gate_{gate.state}", left, middle + 0.5, side, ground)


def rating_cell(theme: Theme, state: PilotState, rating: Rating, parent: QWidget) -> Cell:
    """A condition of one pilot: state, its old word where it changed, and the reason."""
    shown = glyph(rating.state)
    was = f"was {rating.was}" if rating.was else ""

    def paint(painter: QPainter, at: QRectF, ground: QColor) -> None:
        wraps = at.height() >= theme.px(WRAPS_FROM)
        first, second = two_lines(theme, at, 20, 36 if wraps else 17)
        side = theme.px(14)
        paint_state(painter, theme, rating.state, first.left(), first.center().y(), side, ground)
        word = (rating.word, theme.weighted("small", 600), theme.color(shown.token))
        before = (was, theme.font("micro"), theme.color("ink3"))
        draw_ends(painter, first.adjusted(side + theme.px(6), 0, 0, 0), word, before, theme.px(8))
        if wraps:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.color("ink2"))
            painter.drawText(second, int(Qt.TextFlag.TextWordWrap), one_line(rating.reason))
        else:
            draw_line(painter, second, rating.reason, theme.font("small"), theme.color("ink2"))

    said = f"{rating.word}, {was}" if was else rating.word
    name = f"{rating.name}, {state.pilot.name}: {said}. {rating.reason}. Why?"
    cell = Cell(theme, name, paint, parent, "left bottom", shown.token)
    cell.setToolTip(plain_tooltip(rating.reason))
    return cell


def metric_cell(theme: Theme, state: MetricState, pilot: str, parent: QWidget) -> Cell:
    """A metric: name and verdict; latest value, sparkline and threshold."""
    shown, spark = glyph(state.state), spark_of(state)

    def paint(painter: QPainter, at: QRectF, ground: QColor) -> None:
        side, gap = theme.px(12), theme.px(6)
        word_font = theme.weighted("micro", 600)
        if at.height() >= theme.px(STACKS_FROM):
            first, second = two_lines(theme, at, 36, 24)
            name = QRectF(first.left(), first.top(), first.width(), first.height() / 2)
            taken, left = first.width() - side - gap, first.left() + side + gap
            first = name.translated(0, name.height())
        else:
            first, second = two_lines(theme, at, 18, 24)
            taken = min(text_width(state.shown_word, word_font) + 1, first.width() * 0.6)
            left = first.right() - taken
            room = left - gap - side - theme.px(8) - first.left()
            name = QRectF(first.left(), first.top(), room, first.height())
        paint_state(painter, theme, state.state, round(left - gap - side), first.center().y(), side, ground)
        word = QRectF(left, first.top(), taken, first.height())
        draw_line(painter, word, state.shown_word, word_font, theme.color(shown.token))
        draw_line(painter, name, state.metric.name, theme.font("small"), theme.color("ink"))
        figure, note = theme.sized(16, 600), theme.font("micro")
        value_width = max(theme.px(52), text_width(state.latest_text, figure) + theme.px(8))
        value = QRectF(second.left(), second.top(), value_width, second.height())
        draw_line(painter, value, state.latest_text, figure, theme.color("ink"))
        note_width = min(text_width(state.note, note) + 1, second.width() - value_width)
        beside = QRectF(second.right() - note_width, second.top(), note_width, second.height())
        draw_line(painter, beside, state.note, note, theme.color("ink3"))
        room = beside.left() - theme.px(6) - value.right()
        if room >= theme.px(WIDTH) / 2:
            width, height = min(theme.px(WIDTH), round(room)), theme.px(HEIGHT)
            line = QRectF(
                round(value.right() + (room - width) / 2),
                round(second.center().y() - height / 2),
                width,
                height,
            )
            paint_spark(painter, theme, spark, line)

    value = "no value" if state.latest_text == formats.MISSING else state.latest_text
    was = f", was {state.was}" if state.was else ""
    name = f"{state.metric.name}, {pilot}: {value}, {state.shown_word}{was}, {state.note}"
    cell = Cell(theme, name, paint, parent, "left bottom")
    cell.explain(lambda: f"{state.metric.name}: {state.sentence}")
    return cell


def no_metrics(theme: Theme, pilot: str, parent: QWidget) -> Cell:
    """A pilot without metrics: leads to where the first is added."""

    def paint(painter: QPainter, at: QRectF, _ground: QColor) -> None:
        first, second = two_lines(theme, at, 18, 18)
        draw_line(painter, first, "No metrics yet", theme.font("small"), theme.color("ink2"))
        draw_line(painter, second, "The verdict needs one.", theme.font("small"), theme.color("ink3"))

    return Cell(theme, f"{pilot} has no metrics yet", paint, parent, "left bottom")


def blank(theme: Theme, parent: QWidget) -> Plate:
    """An empty place of the matrix."""
    return Plate(theme, "", lambda *_: None, parent, "left bottom")


def row_name(theme: Theme, title: str, below: str, parent: QWidget) -> Plate:
    """What names a condition's row."""

    def paint(painter: QPainter, at: QRectF, _ground: QColor) -> None:
        bold, small = theme.weighted("small", 600), theme.font("small")
        room = at.width() - theme.px(14 + PADDING)
        if (
            at.height() >= theme.px(WRAPS_FROM)
            and max(text_width(title, bold), text_width(below, small)) > room
        ):
            inner = at.adjusted(theme.px(14), 0, -theme.px(4), 0)
            _wrapped(painter, inner, ((title, bold, theme.color("ink")), (below, small, theme.color("ink3"))))
            return
        first, second = two_lines(theme, at, 20, 17, left=14)
        draw_line(painter, first, title, bold, theme.color("ink"))
        draw_line(painter, second, below, small, theme.color("ink3"))

    return Plate(theme, f"{title}. {below}", paint, parent, "bottom")


def corner_name(theme: Theme, title: str, below: str, parent: QWidget, *, head: bool) -> Plate:
    """What names the whole matrix (``head``) or all rows of metrics: the text below the title wraps."""

    def paint(painter: QPainter, at: QRectF, _ground: QColor) -> None:
        inner = at.adjusted(theme.px(14), theme.px(8), -theme.px(6), -theme.px(2))
        line = QRectF(inner.left(), inner.top(), inner.width(), theme.px(20))
        title_font = theme.font("section") if head else theme.weighted("small", 600)
        draw_line(painter, line, title, title_font, theme.color("ink"))
        painter.setFont(theme.font("micro" if head else "small"))
        painter.setPen(theme.color("ink3"))
        painter.drawText(inner.adjusted(0, theme.px(22), 0, 0), int(Qt.TextFlag.TextWordWrap), below)

    return Plate(theme, f"{title}. {below}", paint, parent, "strong" if head else "")


def two_lines(
    theme: Theme, at: QRectF, first: int, second: int, left: int = PADDING
) -> tuple[QRectF, QRectF]:
    """Two lines of given heights, together in the middle of a box with the cell's padding."""
    inner = at.adjusted(theme.px(left), 0, -theme.px(PADDING), 0)
    top = at.top() + max((at.height() - theme.px(first + second)) / 2, 0)
    upper = QRectF(inner.left(), round(top), inner.width(), theme.px(first))
    return upper, QRectF(inner.left(), upper.bottom(), inner.width(), theme.px(second))


def _wrapped(painter: QPainter, at: QRectF, parts: Sequence[tuple[str, QFont, QColor]]) -> None:
    """Words broken over lines, each part below the one before, together in the middle of a box."""
    wrap = int(Qt.TextFlag.TextWordWrap)
    texts = [one_line(text) for text, _, _ in parts]
    rooms = [
        QFontMetricsF(font).boundingRect(at, wrap, text).height()
        for text, (_, font, _) in zip(texts, parts, strict=True)
    ]
    top = at.top() + max((at.height() - sum(rooms)) / 2, 0)
    for text, (_, font, color), height in zip(texts, parts, rooms, strict=True):
        painter.setFont(font)
        painter.setPen(color)
        painter.drawText(QRectF(at.left(), top, at.width(), height), wrap, text)
        top += height
