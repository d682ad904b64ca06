"""Readings derived from single records (calls, chats): rate, mean, median, sum or count by day, week or month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from cxworkbench.exchange import column_values
from cxworkbench.exchange.column import Column, Mask
from cxworkbench.exchange.long_tables import ARMS, NOT_BELOW_0, reader
from cxworkbench.exchange.mapping import Mapping, Measure
from cxworkbench.exchange.periods import LocalDays
from cxworkbench.exchange.readings_import import (
    FindCohort,
    Floats,
    Gatherer,
    Ints,
    Place,
    Rows,
    Taken,
    arms,
    cohorts,
)
from cxworkbench.exchange.table import Table
from cxworkbench.formats import short_day

if TYPE_CHECKING:
    from db.models import Metric


@dataclass(frozen=True)
class _Amounts:
    """What each record gives to a measure: its amount, and whether it counts at all."""

    values: Floats
    counts: Mask


def derive(
    table: Table,
    mapping: Mapping,
    measures: Sequence[tuple[Measure, Metric]],
    find_cohort: FindCohort,
    zone: ZoneInfo,
) -> Taken:
    """Derive readings from records.

    A weekly reading covers the days from the first to the last record of its week, so that a week of which the file
    holds three days says so and doesn't count (statistics.md 0). Sums are taken over the records, never over days.
    A record that is refused counts nowhere.

    Raises:
        Question: a column can't be decided as a whole.
    """
    used = list(mapping.columns())
    table.fetch(used)
    words = [one.column for one in mapping.keep] + [measure.among for measure in mapping.measures]
    words += [
        one.column
        for one in mapping.measures
        if one.column and (one.take == "rate" or table.column(one.column).is_narrow)
    ]
    table.fetch_apart((one for one in (*words, mapping.cohort, mapping.arm) if one), [mapping.period])
    gatherer = Gatherer(table)
    for one in mapping.keep:
        gatherer.filter(table.column(one.column).distinct.where(one.takes))
    gatherer.refuse_flaws(used)
    moments = gatherer.moments(mapping.period, mapping.date_order, zone)
    cohort, ids = cohorts(gatherer, mapping.cohort, mapping.cohorts, find_cohort)
    arm = arms(gatherer, mapping.arm)
    amounts = [_amounts(gatherer, mapping, measure, metric) for measure, metric in measures]
    if mapping.key:
        _refuse_doubles(gatherer, mapping, used)
    taken = gatherer.taken
    counting = np.zeros(len(table), bool)
    periods = _Periods(moments.days, mapping.by, LocalDays(zone), taken)
    for (measure, metric), amount in zip(measures, amounts, strict=True):
        counts = gatherer.alive & amount.counts
        counting |= counts
        for place, rows in _groups(metric, counts, (arm, cohort), ids, whole=mapping.whole):
            taken.readings[place] = periods.readings(table, measure, metric, amount.values, rows)
    taken.counted = int(counting.sum())
    taken.left_out = int((gatherer.alive & ~counting).sum())
    return taken


# ------------------------------------------------------------------------------------------------ the records


def _amounts(gatherer: Gatherer, mapping: Mapping, measure: Measure, metric: Metric) -> _Amounts:
    """What each record gives; records with something that can't be read are refused."""
    table = gatherer.table
    counts = np.ones(len(table), bool)
    if measure.among:
        among = table.column(measure.among)
        counts, neither = column_values.words(among, mapping.yes, mapping.no)
        gatherer.refuse(neither, among, lambda _: _neither(mapping.yes, mapping.no))
    if measure.take == "count":
        return _Amounts(np.ones(len(table)), counts)
    column = table.column(measure.column)
    if measure.take == "rate":
        hits, bad, why = _hits(column, mapping, measure)
        gatherer.refuse(bad & counts, column, why)
        return _Amounts(hits.astype(np.float64), counts)
    mark = gatherer.mark_of(measure.column, mapping.decimal_mark)
    found = column_values.numbers(column, reader(metric, mark), mark)
    gatherer.refuse(found.refused & counts, column, lambda text: f"is refused: {found.why[text]}")
    if metric.unit in NOT_BELOW_0:
        gatherer.refuse((found.values < 0) & counts, column, "is refused: it is below 0")
    return _Amounts(found.values * mapping.scale, counts & ~found.empty)


def _hits(column: Column, mapping: Mapping, measure: Measure) -> tuple[Mask, Mask, str]:
    """Records that a rate counts, and those that say neither one nor the other, with the reason."""
    hit = tuple(word.strip().casefold() for word in measure.counts) or mapping.yes
    known = (*mapping.yes, *mapping.no)
    if set(hit) <= set(known):
        others = tuple(word for word in known if word not in hit)
        hits, neither = column_values.words(column, hit, others)
        return hits, neither, _neither(mapping.yes, mapping.no)
    # Words of the file's own: every other word says that it doesn't count, and no word says nothing.
    hits, _ = column_values.words(column, hit, ())
    return hits, column.distinct.where(lambda text: not text.strip()), "is refused: it is empty"


def _neither(yes: Sequence[str], no: Sequence[str]) -> str:
    return f"neither {yes[0].upper()} nor {no[0].upper()}"


def _refuse_doubles(gatherer: Gatherer, mapping: Mapping, used: Sequence[str]) -> None:
    """A record that comes twice counts once; two with one key that differ are both refused."""
    table = gatherer.table
    key = table.column(mapping.key)
    twice = _stands_twice(key) & gatherer.alive
    groups: dict[str, list[int]] = {}
    for row in np.flatnonzero(twice).tolist():
        if key.cell(row).strip():  # a record without a key is one of its own
            groups.setdefault(key.cell(row), []).append(row)
    columns = [table.column(one) for one in dict.fromkeys(used)]
    again = np.zeros(len(table), bool)
    differs = np.zeros(len(table), bool)
    first: dict[str, int] = {}
    for text, rows in groups.items():
        if len(rows) < 2:
            continue
        first[text] = int(table.lines[rows[0]])
        if len({tuple(column.cell(row) for column in columns) for row in rows}) > 1:
            differs[rows] = True
        else:
            again[rows[1:]] = True
    gatherer.refuse(
        differs, key, lambda text: f"stands on several lines (from {first[text]:,}) with other values"
    )
    gatherer.refuse(again, key, lambda text: f"same as line {first[text]:,}")


def _stands_twice(column: Column) -> Mask:
    if column.series is not None:
        if column.series.n_unique() == len(column):
            return np.zeros(len(column), bool)
        return column.series.is_duplicated().to_numpy()
    counts = np.bincount(column.distinct.codes, minlength=1)
    return counts[column.distinct.codes] > 1


def _groups(
    metric: Metric, counts: Mask, codes: tuple[Ints, Ints], ids: Sequence[str], *, whole: bool
) -> Iterator[tuple[Place, Mask]]:
    """The series of a metric and the records that go into each: of every cohort, and of all together."""
    arm, cohort = codes
    for place, name in enumerate(ARMS):
        mine = counts & (arm == place)
        if not mine.any():
            continue
        if whole or not ids:
            yield Place(metric.id, "", name), mine
        for number, id in enumerate(ids):
            of_cohort = mine & (cohort == number)
            if of_cohort.any():
                yield Place(metric.id, id, name), of_cohort


# ------------------------------------------------------------------------------------------------ the periods


class _Periods:
    """The periods in which records lie. Which days of a week the file holds is the same for all series."""

    def __init__(self, days: Ints, by: str, local: LocalDays, taken: Taken) -> None:
        self._local = local
        self._by = by
        is_there = np.zeros(int(days.max(initial=0)) + 1, bool)
        is_there[days] = True
        known = np.flatnonzero(is_there)
        read = known > 0
        first = [_start(date.fromordinal(int(day)), by).toordinal() if day > 0 else 0 for day in known]
        self._starts, of_day = np.unique(np.array(first, np.int64), return_inverse=True)
        code_of = np.zeros(len(is_there), np.int64)
        code_of[known] = of_day
        self._code = code_of[days]
        self._first = np.full(len(self._starts), np.iinfo(np.int64).max)
        self._last = np.zeros(len(self._starts), np.int64)
        np.minimum.at(self._first, of_day[read], known[read])
        np.maximum.at(self._last, of_day[read], known[read])
        if by == "week":
            for start, begin, end in zip(self._starts, self._first, self._last, strict=True):
                if start > 0 and end - begin < 6:
                    day = date.fromordinal(int(start))
                    taken.notes.append(
                        f"the week from {short_day(day)} {day.year} holds {end - begin + 1} of 7 days"
                    )

    def readings(self, table: Table, measure: Measure, metric: Metric, amounts: Floats, rows: Mask) -> Rows:
        """One reading for each period in which there are records."""
        chosen = np.flatnonzero(rows)
        codes = self._code[chosen]
        counts = np.bincount(codes, minlength=len(self._starts))
        found = np.flatnonzero(counts)
        n = counts[found].astype(np.float64)
        first = np.zeros(len(self._starts), np.int64)
        first[codes[::-1]] = chosen[
            ::-1
        ]  # of several rows the last to be put in stays: the first of the file
        values = amounts[chosen]
        total = np.asarray(np.bincount(codes, values, len(self._starts))[found], np.float64)
        value: Floats
        numerator: Floats = np.full(len(found), np.nan)
        if measure.take == "rate":
            value, numerator = total / n * (100.0 if metric.unit == "percent" else 1.0), total
        elif measure.take == "median":
            value = _medians(codes, values, found)
        else:
            value = {"mean": total / n, "sum": total, "count": n}[measure.take]
        bounds = np.array([self._bounds(int(code)) for code in found], np.int64).reshape(-1, 2)
        return Rows(table.lines[first[found]], bounds[:, 0], bounds[:, 1], value, numerator, n)

    def _bounds(self, code: int) -> tuple[int, int]:
        start = date.fromordinal(int(self._starts[code]))
        first, end = start, start + timedelta(days=1)
        if self._by == "month":
            end = (start + timedelta(days=32)).replace(day=1)
        elif self._by == "week":
            first = date.fromordinal(int(self._first[code]))
            end = date.fromordinal(int(self._last[code]) + 1)
        return self._local.start(first), self._local.start(end)


def _start(day: date, by: str) -> date:
    if by == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if by == "month" else day


def _medians(codes: Ints, values: Floats, found: Ints) -> Floats:
    order = np.lexsort((values, codes))
    ordered = values[order]
    middle: Floats
    ends = np.searchsorted(codes[order], found, side="right")
    starts = np.searchsorted(codes[order], found, side="left")
    middle = (ordered[(starts + ends - 1) // 2] + ordered[(starts + ends) // 2]) / 2.0
    return middle
