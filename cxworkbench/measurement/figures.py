"""How values, dates and weeks are written, so that rounding never decides a story (statistics.md 0)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from cxworkbench.measurement.rule import EQUAL_WITHIN

MOST_EXTRA_DECIMALS = 9
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class FormatValue(Protocol):
    """Writes a value of one metric: 68.1 as "68.1%".

    `more` asks for that many decimals above the metric's own; `unit=False` leaves out a sign that a range
    names once ("66.1 to 67.8").
    """

    def __call__(self, value: float, *, more: int = 0, unit: bool = True) -> str:
        """The value as text."""
        ...


def plain_figures(unit: str, decimals: int, symbol: str = "") -> FormatValue:
    """The writing of the visual language: 68.1%, 8:32 (min:s), 1,328, 4.27, £4.20; minus is a true minus.

    Args:
        unit: unit of the metric; percent, seconds and money have signs of their own.
        decimals: of the metric.
        symbol: of the currency, for money.
    """

    def write(value: float, *, more: int = 0, unit: bool = True) -> str:
        if math.isnan(value):  # there is no such value, and it is never shown as one
            return "\N{EM DASH}"
        places = decimals + more
        text = _minutes(abs(value), places) if of == "seconds" else f"{abs(value):,.{places}f}"
        minus = "\N{MINUS SIGN}" if value < 0 and text.strip("0:.,") else ""
        before = symbol if of == "money" and unit else ""
        return f"{minus}{before}{text}{'%' if of == 'percent' and unit else ''}"

    of = unit
    return write


def _minutes(seconds: float, places: int) -> str:
    whole = round(seconds, places)
    minutes, rest = divmod(whole, 60)
    width = 2 if places == 0 else 3 + places
    return f"{int(minutes)}:{rest:0{width}.{places}f}"


def apart(write: FormatValue, value: float, bar: float | None, *, unit: bool = True) -> str:
    """A value that isn't the bar gets one more decimal, again until its text differs from the bar's."""
    text = write(value, unit=unit)
    if bar is None or abs(value - bar) <= EQUAL_WITHIN * max(1.0, abs(bar)):
        return text
    for more in range(MOST_EXTRA_DECIMALS + 1):
        text = write(value, more=more, unit=unit)
        if text != write(bar, more=more, unit=unit):
            return text
    return text


def span(write: FormatValue, lower: float, upper: float, bar: float | None) -> str:
    """A range without its unit, each end apart from the bar: "66.1 to 67.8"."""
    return f"{apart(write, lower, bar, unit=False)} to {apart(write, upper, bar, unit=False)}"


def day_text(day: date, *, beside: date | None = None) -> str:
    """The day as "8 Mar", with the year where it isn't that of the day beside it."""
    text = f"{day.day} {MONTHS[day.month - 1]}"
    return text if beside is None or beside.year == day.year else f"{text} {day.year}"


def weeks_text(numbers: Sequence[int]) -> str:
    """Pilot weeks in words: "week 5", "weeks 5 to 18", "weeks 4 to 6 and 9"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
    return f"{'week' if len(numbers) == 1 else 'weeks'} {listed(parts)}"


def listed(parts: Sequence[str]) -> str:
    """Parts as "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: "1 week", "3 weeks"."""
    return f"{number:,} {one if number == 1 else many}"


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].title() + text[1:]


def good_side(direction: str) -> str:
    """On which side of a line success lies, as a word."""
    return "above" if direction == "up" else "below"


def bad_side(direction: str) -> str:
    """On which side of a line harm lies, as a word."""
    return "below" if direction == "up" else "above"
