"""The rows of the table of readings: weeks newest first, with change, verdict of that look, and note."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, overload
from zoneinfo import ZoneInfo

import numpy as np

from cxworkbench import formats
from cxworkbench.charts.metric_points import NOT_A_WEEK, WARM_UP, WHY_NOT
from cxworkbench.measurement.local_days import day_ordinals, first_monday_from, local_start, monday_of
from cxworkbench.measurement.sentences import look_note
from cxworkbench.measurement.weeks import WeekState
from cxworkbench.metric_states import figures_of
from db.models import ChartEvent

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from cxworkbench.judged_metric import MetricState
    from cxworkbench.measurement.local_days import IntColumn
    from cxworkbench.measurement.readings import Readings

Period = tuple[int, int]


class Parts(Sequence[Period]):
    """The periods of the readings that a row is made of, in order; of a week by the minute they are ten thousand."""

    def __init__(self, start: IntColumn, end: IntColumn) -> None:
        self._start, self._end = start, end

    def __len__(self) -> int:
        return len(self._start)

    @overload
    def __getitem__(self, place: int) -> Period: ...

    @overload
    def __getitem__(self, place: slice) -> list[Period]: ...

    def __getitem__(self, place: int | slice) -> Period | list[Period]:
        if isinstance(place, slice):
            return list(zip(self._start[place].tolist(), self._end[place].tolist(), strict=True))
        return int(self._start[place]), int(self._end[place])

    def __iter__(self) -> Iterator[Period]:
        return iter(zip(self._start.tolist(), self._end.tolist(), strict=True))

    @property
    def last_end(self) -> int:
        """Where the last of them ends."""
        return int(self._end.max()) if len(self) else 0


NO_PARTS = Parts(np.empty(0, np.int64), np.empty(0, np.int64))


@dataclass(frozen=True)
class ReadingRow:
    """One row of the table.

    Attributes:
        period: start and end in epoch seconds; it names the row.
        week: pilot week; None before week 1.
        ending: last day.
        value: metric unit; None in a row that was just added.
        n: None where unknown.
        change: from the row before; None for the first.
        state: verdict of the look at the end of the week; empty where there was none.
        word: what stands in the verdict's column.
        note: events of the week, and how its look stood to the threshold.
        parts: periods of the readings that the row is made of; one of them can be edited in place.
        aside: how many of them were set aside.
    """

    period: Period
    week: int | None
    ending: date
    value: float | None
    n: float | None
    change: float | None
    state: str
    word: str
    note: str
    parts: Parts
    aside: int = 0

    @property
    def is_draft(self) -> bool:
        """Whether the row was added and has no value yet."""
        return self.value is None

    @property
    def editable(self) -> bool:
        """Whether value and n are those of a single reading."""
        return len(self.parts) <= 1


def reading_rows(assessment: Assessment, state: MetricState) -> list[ReadingRow]:
    """The rows of a metric as of the day, newest first."""
    zone = assessment.plan.zone.key
    readings = assessment.plan.readings(state.metric)
    if not _in_order(readings):
        readings = readings.chosen(np.lexsort((readings.period_to, readings.period_from)))
    parts = _by_week(readings, zone)
    slower: list[tuple[Period, int, float, float]] = []
    if parts is None:
        first, last = day_ordinals(readings.period_from, zone), day_ordinals(readings.period_to - 1, zone)
        inside = last <= first - (first - 1) % 7 + 6
        parts = _by_week(readings.where(inside), zone) or {}
        rest = readings.where(~inside)
        columns = (rest.period_from, rest.period_to, last[~inside], rest.value, rest.n)
        slower = [
            ((start, end), day, value, n)
            for start, end, day, value, n in zip(*(column.tolist() for column in columns), strict=True)
        ]
    rows = [*_week_rows(assessment, state, parts), *_slower_rows(slower)]
    return sorted(rows, key=lambda row: (row.ending, row.period), reverse=True)


def _in_order(readings: Readings) -> bool:
    start, end = readings.period_from, readings.period_to
    later = start[1:] > start[:-1]
    return bool((later | ((start[1:] == start[:-1]) & (end[1:] >= end[:-1]))).all())


def _by_week(readings: Readings, zone: str) -> dict[int, Parts] | None:
    """The readings of each week, by its Monday; None where one of them doesn't lie within a week."""
    start, end = readings.period_from, readings.period_to
    if not len(start):
        return {}
    first, last = day_ordinals(start[[0, -1]], zone).tolist()
    mondays = range(monday_of(first), monday_of(last) + 8, 7)
    edges = [local_start(date.fromordinal(monday), zone) for monday in mondays]
    found = {}
    for monday, (low, high), over in zip(
        mondays, pairwise(np.searchsorted(start, edges).tolist()), edges[1:], strict=False
    ):
        if low < high:
            if int(end[low:high].max()) > over:
                return None
            found[monday] = Parts(start[low:high], end[low:high])
    return found


def _week_rows(assessment: Assessment, state: MetricState, parts: dict[int, Parts]) -> list[ReadingRow]:
    weeks, window, zone = state.weeks, state.window, assessment.plan.zone.key
    looks = state.verdict.looks
    look_at = {int(monday): place for place, monday in enumerate(looks.monday)}
    events = _events(assessment, state)
    reasons = assessment.plan.reasons(state.metric)
    rows = []
    before: float | None = None
    for place, monday in enumerate(weeks.monday.tolist()):
        value = float(weeks.value[place])
        if not math.isfinite(value):
            continue
        first = date.fromordinal(monday)
        week = window.week_number(first) if window is not None and first >= window.week_1 else None
        why = WHY_NOT.get(weeks.state[place], "")
        counts = weeks.state[place] is WeekState.CLOSED
        look = look_at.get(monday) if counts else None
        verdict = str(looks.verdict[look]) if look is not None else ""
        word = _word(state, first, week, why)
        held = parts.get(monday, NO_PARTS)
        aside = [reasons[part] for part in held if part in reasons] if reasons else []
        note = events.get(monday, [])
        if look is not None:
            said = look_note(looks, look, state.rule, figures_of(state.metric))
            note = [*([said] if said else []), *note]
        note = [*_aside_words(aside, len(held)), *note]
        n = float(weeks.n[place])
        period = held[0] if len(held) == 1 else (local_start(first, zone), _end(first, zone))
        rows.append(
            ReadingRow(
                period,
                week,
                first + timedelta(days=6),
                value,
                n if math.isfinite(n) else None,
                None if before is None else value - before,
                "" if verdict == "not_judged" else verdict,
                "" if verdict and verdict != "not_judged" else word,
                ". ".join(note),
                held,
                len(aside),
            )
        )
        before = value
    return rows


def _aside_words(reasons: list[str], count: int) -> list[str]:
    """Which readings of a week were set aside, and why."""
    if not reasons:
        return []
    which = "Set aside" if len(reasons) == count else f"{len(reasons)} of {count} set aside"
    return [f"{which}: {'; '.join(dict.fromkeys(reasons))}"]


def _word(state: MetricState, monday: date, week: int | None, why: str) -> str:
    metric, window = state.metric, state.window
    if why:
        return why.capitalize()
    if week is None:
        begins, ends = metric.baseline_from, metric.baseline_to
        in_baseline = begins is not None and ends is not None and begins <= monday < ends
        return "Baseline" if in_baseline else "Before go-live"
    return WARM_UP.capitalize() if window is not None and monday < window.start else ""


def _slower_rows(slower: list[tuple[Period, int, float, float]]) -> list[ReadingRow]:
    rows = []
    before: float | None = None
    for period, last, value, n in sorted(slower):
        change = None if before is None else value - before
        cases = n if math.isfinite(n) else None
        ending = date.fromordinal(last)
        rows.append(
            ReadingRow(
                period, None, ending, value, cases, change, "", "", NOT_A_WEEK.capitalize(), one_part(period)
            )
        )
        before = value
    return rows


def one_part(period: Period) -> Parts:
    """A row that is one reading."""
    return Parts(np.array(period[:1], np.int64), np.array(period[1:], np.int64))


def _events(assessment: Assessment, state: MetricState) -> dict[int, list[str]]:
    """What happened in each week, by its Monday."""
    found: dict[int, list[str]] = {}
    for event in sorted(assessment.plan.of_pilot(ChartEvent, state.metric.pilot), key=lambda one: one.day):
        monday = event.day.toordinal() - event.day.weekday()
        found.setdefault(monday, []).append(event.note or f"{event.label_} {formats.short_day(event.day)}")
    return found


def next_period(
    rows: list[ReadingRow], cadence: str | None, as_of: date, zone: ZoneInfo
) -> tuple[Period, date]:
    """The period after the newest reading, with its last day; without readings the last one that is over."""
    newest = max((row.parts.last_end for row in rows), default=0)
    free = datetime.fromtimestamp(newest, zone).date() if newest else None
    if cadence == "month":
        day = free or as_of.replace(day=1) - timedelta(days=1)
        first = day.replace(day=1)
        if free is not None and day.day > 1:
            first = _next_month(first)
        after = _next_month(first)
    elif cadence == "day":
        first = free or as_of - timedelta(days=1)
        after = first + timedelta(days=1)
    else:
        first = first_monday_from(free) if free else as_of - timedelta(days=as_of.weekday() + 7)
        after = first + timedelta(days=7)
    return (local_start(first, zone.key), local_start(after, zone.key)), after - timedelta(days=1)


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _end(monday: date, zone: str) -> int:
    return local_start(monday + timedelta(days=7), zone)
