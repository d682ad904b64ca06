"""Bars from 0 to 100 with a tick at what is needed and a ring at what was before; and a strip of weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats
from cxworkbench.briefings.glyph_flowables import draw_glyph
from cxworkbench.briefings.text import SMALL, SMALL_STRONG, Press, Style, Text, text_width
from cxworkbench.glyphs import glyph


class Bar(Flowable):
    """A share as a bar; black where it is short of what is needed."""

    _HEIGHT, _THICK, _RING = 9.0, 4.5, 2.6

    def __init__(
        self,
        press: Press,
        share: float | None,
        *,
        needs: float | None = None,
        before: float | None = None,
        least: float = 60.0,
    ) -> None:
        super().__init__()
        self._press, self._share, self._needs, self._before = press, share, needs, before
        self.natural = least

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """One line high."""
        self.width, self.height = available_width, self._HEIGHT
        return self.width, self.height

    def draw(self) -> None:
        """Ground, bar, tick, ring."""
        canvas, press, middle = self.canv, self._press, self._HEIGHT / 2
        canvas.setFillColor(press.color("tint_fail"))
        canvas.rect(0, middle - self._THICK / 2, self.width, self._THICK, stroke=0, fill=1)
        if self._share is not None:
            short = self._needs is not None and self._share < self._needs
            canvas.setFillColor(press.color("ink" if short else "line_strong"))
            long = self.width * min(max(self._share, 0.0), 1.0)
            canvas.rect(0, middle - self._THICK / 2, long, self._THICK, stroke=0, fill=1)
        if self._needs is not None:
            x = self.width * min(max(self._needs, 0.0), 1.0)
            canvas.setStrokeColor(press.color("ink"))
            canvas.setLineWidth(1.5)
            canvas.line(x, middle - self._HEIGHT / 2, x, middle + self._HEIGHT / 2)
        if self._before is not None:
            x = self.width * min(max(self._before, 0.0), 1.0)
            canvas.setStrokeColor(press.color("ink"))
            canvas.setFillColor(press.color("paper"))
            canvas.setLineWidth(0.9)
            canvas.circle(x, middle, self._RING, stroke=1, fill=1)


@dataclass(frozen=True)
class Stretch:
    """Days of a strip with a label; the gravest is dark."""

    label: str
    start: date
    end: date
    dark: bool = False


@dataclass(frozen=True)
class Mark:
    """A day of a strip: a dashed line with its label below; a diamond where it is the goal."""

    label: str
    day: date
    is_goal: bool = False


class Strip(Flowable):
    """Weeks side by side with what is done in them, a row each where they overlap."""

    _HEAD, _ROW, _FOOT = 13.0, 11.25, 14.0

    def __init__(
        self,
        press: Press,
        stretches: Sequence[Stretch],
        marks: Sequence[Mark],
        first: date,
        last: date,
        *,
        before: float = 0.0,
    ) -> None:
        super().__init__()
        self.spaceBefore = before
        self._press, self._marks = press, sorted(marks, key=lambda one: one.day)
        self._first = first - timedelta(days=first.weekday())
        self._last = max(last, self._first + timedelta(days=7))
        self._rows = _rows(stretches)

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Days above, a row for each that overlaps, labels below."""
        self.width = available_width
        self.height = self._HEAD + self._ROW * max(len(self._rows), 1) + self._FOOT
        return self.width, self.height

    def _x(self, day: date) -> float:
        whole = (self._last - self._first).days + 7
        return self.width * min(max((day - self._first).days / whole, 0.0), 1.0)

    def draw(self) -> None:
        """Weeks, stretches, marks."""
        canvas, press, top = self.canv, self._press, self.height
        foot = self._FOOT
        week, step = self._first, timedelta(days=7 * self._weeks_apart())
        while week <= self._last:
            x = self._x(week)
            canvas.setStrokeColor(press.color("line"))
            canvas.setLineWidth(0.75)
            canvas.line(x, foot, x, top)
            press.draw(canvas, x + 3, top - SMALL.drop, formats.short_day(week), SMALL)
            week += step
        for row, stretches in enumerate(self._rows):
            y = top - self._HEAD - (row + 1) * self._ROW + 1.1
            for one in stretches:
                self._stretch(one, y)
        self._draw_marks(foot)

    def _weeks_apart(self) -> int:
        """How many weeks lie between two dates that are written: as few as there is room for."""
        weeks = max(((self._last - self._first).days + 7) // 7, 1)
        return max(1, -(-weeks * 42 // int(self.width)))

    def _stretch(self, one: Stretch, y: float) -> None:
        canvas, press = self.canv, self._press
        x, end = self._x(one.start), max(self._x(one.end + timedelta(days=1)), self._x(one.start) + 3)
        canvas.setFillColor(press.color("line_strong" if one.dark else "line"))
        canvas.rect(x, y, end - x, self._ROW - 2, stroke=0, fill=1)
        style = SMALL.but(size=7.5, color="paper" if one.dark else "ink")
        label = _fitting(press, one.label, style, end - x - 6)
        press.draw(canvas, x + 4, y + 2, label, style)

    def _draw_marks(self, foot: float) -> None:
        canvas, press = self.canv, self._press
        taken = -1.0
        for one in self._marks:
            x = self._x(one.day)
            style = SMALL_STRONG if one.is_goal else SMALL
            if one.is_goal:
                size = 11.0
                middle = foot + (self.height - foot - self._HEAD) / 2
                draw_glyph(
                    canvas,
                    press,
                    glyph("gate_current"),
                    x - size / 2,
                    middle - size / 2,
                    size=size,
                    mark="ink",
                )
            else:
                canvas.saveState()
                canvas.setStrokeColor(press.color("ink"))
                canvas.setLineWidth(0.75)
                canvas.setDash([1.5, 1.5])
                canvas.line(x, foot - 1, x, self.height - self._HEAD)
                canvas.restoreState()
            wide = text_width(one.label, style)
            at = min(max(x - wide / 2, 0.0), self.width - wide)
            at = max(at, taken)
            if at + wide <= self.width + 0.1:
                press.draw(canvas, at, foot - 2 - SMALL.drop, one.label, style)
                taken = at + wide + 9


def _rows(stretches: Sequence[Stretch]) -> list[list[Stretch]]:
    """The stretches in as few rows as they need, in their order."""
    rows: list[list[Stretch]] = []
    for one in stretches:
        for row in rows:
            if row[-1].end < one.start:
                row.append(one)
                break
        else:
            rows.append([one])
    return rows


def _fitting(press: Press, label: str, style: Style, room: float) -> str:
    """As much of a label as a stretch has room for."""
    text: Text = press.text(label, style, most_lines=1)
    text.wrap(max(room, 1.0), 1e6)
    return "".join(part.text for part in text.lines[0]) if text.lines and room > 12 else ""
