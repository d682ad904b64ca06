"""Round ticks for values, lengths of time and days, as many as there is room for."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta

from cxworkbench import formats
from cxworkbench.charts.description import Axis, Tick

_SECOND_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400)
_MINUTE_STEPS = (5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 5760)
_MONTH_STEPS = (1, 3, 6, 12, 24, 60)
#: Below this share of the range the axis begins at nought rather than just above it.
_NEAR_NOUGHT = 0.35
_PADDING = 0.09
#: Stands before the lowest label of an axis that doesn't begin at 0.
FROM = "from "


def value_step(span: float, unit: str | None, most: int) -> float:
    """The smallest round distance with at most so many ticks: 1, 2, 5 times ten; seconds 10, 15, 30, 60."""
    rough = span / max(most, 1)
    if not math.isfinite(rough) or rough <= 0:
        return 1.0
    if unit == "seconds":
        return float(
            next((step for step in _SECOND_STEPS if step >= rough), 86400 * math.ceil(rough / 86400))
        )
    size = 10.0 ** math.floor(math.log10(rough))
    step = next((factor * size for factor in (1, 2, 5, 10) if factor * size >= rough * (1 - 1e-9)), 10 * size)
    return max(step, 1.0) if unit == "count" else step


def value_range(values: list[float], unit: str | None) -> tuple[float, float]:
    """The range of a value axis that shows all values with air around them.

    Args:
        values: what must be seen, metric unit; NaN and infinities are passed over.
        unit: the metric's unit; percentages up to 100 end the axis there.
    """
    found = [value for value in values if math.isfinite(value)]
    if not found:
        return (0.0, 100.0) if unit == "percent" else (0.0, 1.0)
    low, high = min(found), max(found)
    span = high - low
    if span <= 0:
        span = max(abs(high) * 0.1, 1.0 if unit != "ratio" else 0.1)
        low, high = low - span / 2, high + span / 2
    bottom, top = low - _PADDING * span, high + _PADDING * span
    if low >= 0 and (bottom < 0 or low < _NEAR_NOUGHT * span):
        bottom = 0.0
    if high <= 0 < top:
        top = 0.0
    if unit == "percent" and low >= 0 and high <= 100:
        top = min(top, 100.0)
    return bottom, top


def value_axis(values: list[float], unit: str | None, *, most: int = 8, currency: str | None = None) -> Axis:
    """A value axis: the unit on the top label only; the lowest label says if it doesn't begin at 0."""
    low, high = value_range(values, unit)
    step = value_step(high - low, unit, most)
    first = math.ceil(low / step - 1e-9)
    places = [first + i for i in range(math.floor(high / step + 1e-9) - first + 1)]
    ticks: list[Tick] = []
    for place in places:
        bare = _plain(place * step, step, unit, high)
        label = _with_unit(bare, unit, currency) if place == places[-1] else bare
        if place == places[0] and low > 0:
            label = f"{FROM}{label}"
        ticks.append(Tick(place * step, label))
    return Axis(low, high, tuple(ticks))


def _plain(value: float, step: float, unit: str | None, high: float) -> str:
    if unit == "seconds" and step >= 1:
        return formats.clock(value)
    if unit == "money" and high >= 10_000:
        scale, letter = (1e6, "m") if high >= 1e6 else (1e3, "k")
        return f"{formats.number(value / scale, _decimals(step / scale))}{letter}" if value else "0"
    return formats.number(value, _decimals(step))


def _decimals(step: float) -> int:
    return max(0, -math.floor(math.log10(step) + 1e-9)) if step > 0 else 0


def _with_unit(bare: str, unit: str | None, currency: str | None) -> str:
    if unit == "percent":
        return f"{bare}%"
    if unit == "seconds":
        return f"{bare} min:s"
    if unit == "money":
        sign = formats.money(0, currency).removesuffix("0")
        return f"{sign}{bare}"
    return bare


def day_ticks(low: float, high: float, most: int) -> tuple[Tick, ...]:
    """Ticks of a time axis between two days (ordinals): minutes to years, whichever there is room for.

    Weeks are marked on Sundays, where weekly points stand. The first label and each January carry the year.
    """
    if high - low < 16:
        return _short_ticks(low, high, most)
    first, last = _day(math.ceil(low)), _day(math.floor(high))
    if last < first:
        return ()
    weeks = _sundays(first, last)
    if len(weeks) <= most:
        return _labelled(weeks, with_day=True)
    for step in (2, 4):
        if len(weeks) // step <= most and high - low < 120:
            return _labelled(weeks[::step], with_day=True)
    for step in _MONTH_STEPS:
        months = list(_months(first, last, step))
        if len(months) <= most:
            return _labelled(months, with_day=False)
    return _labelled(
        list(_months(first, last, 12))[:: math.ceil((high - low) / 366 / max(most, 1))], with_day=False
    )


def week_ticks(low: float, high: float, most: int) -> tuple[Tick, ...]:
    """Ticks of an axis of pilot weeks, seven days each; week 1 ends on day 6."""
    first, last = math.ceil((low - 6) / 7) + 1, math.floor((high - 6) / 7) + 1
    if last < first:
        return ()
    step = next((step for step in (1, 2, 4, 8, 13, 26, 52) if (last - first) / step < most), 104)
    weeks = [week for week in range(first, last + 1) if (week % step == 0 or step == 1)]
    return tuple(Tick(7.0 * (week - 1) + 6, f"week {formats.number(week, 0)}") for week in weeks)


def _short_ticks(low: float, high: float, most: int) -> tuple[Tick, ...]:
    """Ticks of less than about two weeks: days, hours, minutes. Midnight is labelled with its day."""
    step = next((step for step in _MINUTE_STEPS if (high - low) * 1440 / step <= most), _MINUTE_STEPS[-1])
    ticks: list[Tick] = []
    for place in range(math.ceil(low * 1440 / step - 1e-6), math.floor(high * 1440 / step + 1e-6) + 1):
        day, minutes = divmod(place * step, 1440)
        label = f"{minutes // 60:02d}:{minutes % 60:02d}" if minutes else formats.short_day(_day(day))
        if not ticks and minutes:
            label = f"{formats.short_day(_day(day))} {label}"
        ticks.append(Tick(day + minutes / 1440, label))
    return tuple(ticks)


def _day(ordinal: float) -> date:
    return date.fromordinal(min(max(int(ordinal), 1), date.max.toordinal()))


def _sundays(first: date, last: date) -> list[date]:
    start = first + timedelta(days=(6 - first.weekday()) % 7)
    return (
        [start + timedelta(weeks=week) for week in range((last - start).days // 7 + 1)]
        if start <= last
        else []
    )


def _months(first: date, last: date, step: int) -> Iterator[date]:
    number = first.year * 12 + first.month - 1 + (first.day > 1)
    number = math.ceil(number / step) * step
    while True:
        year, month = divmod(number, 12)
        if year > last.year or date(year, month + 1, 1) > last:
            return
        yield date(year, month + 1, 1)
        number += step


def _labelled(days: list[date], *, with_day: bool) -> tuple[Tick, ...]:
    ticks: list[Tick] = []
    for place, one in enumerate(days):
        new_year = place == 0 or one.year != days[place - 1].year
        text = formats.short_day(one) if with_day else formats.month(one)
        ticks.append(Tick(float(one.toordinal()), f"{text} {one.year % 100:02d}" if new_year else text))
    return tuple(ticks)
