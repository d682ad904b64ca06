"""Readings from tables with a row a reading or a column a metric: each row read, checked, named where it is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from cxworkbench.exchange import cells, column_values
from cxworkbench.exchange.column import Column, Mask, combined
from cxworkbench.exchange.column_values import Moments, Numbers
from cxworkbench.exchange.mapping import Mapping
from cxworkbench.exchange.periods import LocalDays, periods, week_meaning
from cxworkbench.exchange.readings_import import (
    FindCohort,
    FindMetric,
    Floats,
    Gatherer,
    Ints,
    Place,
    Question,
    Rows,
    Taken,
    arms,
    cohorts,
    refuse_doubles,
)
from cxworkbench.exchange.table import Table
from db.errors import UserError

if TYPE_CHECKING:
    from db.models import Metric

ARMS = ("pilot", "control")
#: Units of which nothing can be below nought.
NOT_BELOW_0 = frozenset({"seconds", "count"})


@dataclass(frozen=True)
class _Rows:
    """What all columns of values share: periods in time, and to whom a row belongs."""

    moments: Moments
    group: Ints
    cohort_ids: list[str]


def take(
    table: Table,
    mapping: Mapping,
    find_metric: FindMetric,
    find_cohort: FindCohort,
    zone: ZoneInfo,
    *,
    only: Metric | None = None,
) -> Taken:
    """Read a long or wide table.

    Args:
        table: as read.
        mapping: what its columns mean.
        find_metric: the plan's metric for a name in the file; None where there is none.
        find_cohort: the same of cohorts.
        zone: of the programme.
        only: the one metric that the file is about, where the user named it.

    Raises:
        Question: a column can't be decided as a whole.
        UserError: a column holds nothing that fits.
    """
    used = list(mapping.columns())
    table.fetch(used)
    gatherer = Gatherer(table)
    for one in mapping.keep:
        gatherer.filter(table.column(one.column).distinct.where(one.takes))
    gatherer.refuse_flaws([one for one in used if mapping.shape == "long" or one == mapping.period])
    moments = gatherer.moments(mapping.period, mapping.date_order, zone)
    cohort, ids = cohorts(gatherer, mapping.cohort, mapping.cohorts, find_cohort)
    group, _ = combined([(arms(gatherer, mapping.arm), 2), (cohort, max(len(ids), 1))])
    shared = _Rows(moments, group, ids)
    before = gatherer.alive
    for column, metric, rows in _columns(gatherer, mapping, find_metric, only):
        gatherer.alive = before.copy() if mapping.shape == "wide" else gatherer.alive
        _take(gatherer, mapping, table.column(column), metric, rows, shared, LocalDays(zone))
    refuse_doubles(gatherer.taken)
    gatherer.taken.counted = gatherer.taken.count
    return gatherer.taken


def _columns(
    gatherer: Gatherer, mapping: Mapping, find: FindMetric, only: Metric | None
) -> Iterator[tuple[str, Metric, Mask]]:
    """Columns of values, the metric that each is about, and in which rows."""
    table = gatherer.table
    everywhere = np.ones(len(table), bool)
    if mapping.shape == "wide":
        for column, name in mapping.metrics:
            metric = find(name)
            if metric is None:
                raise UserError(
                    f"the plan has no metric {name!r}",
                    where=f"{table.name}, column {column}",
                    kept="nothing was taken in",
                    to_do="add it, or leave the column out of the mapping",
                )
            yield column, metric, everywhere
        return
    value = mapping.value or mapping.numerator
    if only is not None and not mapping.metric:
        yield value, only, everywhere
        return
    if not mapping.metric:
        raise Question(
            "no column names the metric",
            subject="metric",
            where=table.name,
            to_do="say --metric ID, or which column names it",
        )
    names = table.column(mapping.metric)
    found = [find(text) for text in names.distinct.texts]
    gatherer.refuse(
        names.distinct.spread([one is None for one in found], bool), names, "is no metric of this plan"
    )
    for metric in {one.id: one for one in found if one is not None}.values():
        mine = [one is not None and one.id == metric.id for one in found]
        yield value, metric, names.distinct.spread(mine, bool)


def _take(
    gatherer: Gatherer,
    mapping: Mapping,
    column: Column,
    metric: Metric,
    rows: Mask,
    shared: _Rows,
    days: LocalDays,
) -> None:
    table, everyone = gatherer.table, gatherer.alive.copy()
    gatherer.alive &= rows
    if mapping.shape == "wide":
        gatherer.refuse_flaws([column.heading])
        gatherer.alive &= ~column.distinct.where(lambda text: not text.strip())
    numerator, n = (_counts(gatherer, heading, mapping) for heading in (mapping.numerator, mapping.n))
    if metric.kind_ == "proportion" and mapping.numerator and mapping.n:
        over = numerator.values > n.values
        gatherer.refuse(over, table.column(mapping.numerator), "is refused: the numerator is above n")
    if mapping.value or mapping.shape == "wide":
        values = _values(gatherer, mapping, column, metric)
    else:
        lacks = ~(n.values > 0) | np.isnan(numerator.values)
        gatherer.refuse(lacks, table.column(mapping.n), "is refused: numerator and n are needed, n above 0")
        with np.errstate(divide="ignore", invalid="ignore"):
            values = numerator.values / n.values * (100.0 if metric.unit == "percent" else 1.0)
    chosen = np.flatnonzero(gatherer.alive)
    _gather(gatherer, mapping, metric, shared, days, chosen, (values, numerator.values, n.values))
    gatherer.alive = (everyone & ~rows) | gatherer.alive


def _counts(gatherer: Gatherer, heading: str, mapping: Mapping) -> Numbers:
    table = gatherer.table
    if not heading:
        return Numbers(np.full(len(table), np.nan), np.zeros(len(table), bool))
    mark = gatherer.mark_of(heading, mapping.decimal_mark)
    column = table.column(heading)
    found = column_values.numbers(column, lambda text: cells.number(text, mark), mark)
    gatherer.refuse(found.refused, column, lambda text: f"is refused: {found.why[text]}")
    gatherer.refuse(found.values < 0, column, "is refused: it can't be negative")
    return found


def _values(gatherer: Gatherer, mapping: Mapping, column: Column, metric: Metric) -> Floats:
    table = gatherer.table
    mark = gatherer.mark_of(column.heading, mapping.decimal_mark)
    found = column_values.numbers(column, reader(metric, mark), mark)
    gatherer.refuse(found.refused, column, lambda text: f"is refused: {found.why[text]}")
    gatherer.refuse(found.empty, column, "is refused: it is empty")
    if metric.unit in NOT_BELOW_0:
        gatherer.refuse(found.values < 0, column, "is refused: it is below 0")
    if metric.unit == "percent" and mapping.scale == 1.0:
        _refuse_bare_shares(table, column, found.values[gatherer.alive])
    return found.values * mapping.scale


def reader(metric: Metric, mark: cells.DecimalMark) -> Callable[[str], float]:
    """Reads a value of a metric: lengths of time where it is in seconds, percent signs where it is in percent."""

    def read(text: str) -> float:
        if metric.unit == "seconds":
            return cells.duration(text, mark)
        if metric.unit != "percent" and text.rstrip().endswith("%"):
            raise ValueError(f"it is a percentage, and the metric is in {metric.unit}")
        return cells.number(text, mark)

    return read


def _gather(
    gatherer: Gatherer,
    mapping: Mapping,
    metric: Metric,
    shared: _Rows,
    days: LocalDays,
    chosen: Ints,
    columns: tuple[Floats, ...],
) -> None:
    """Put what is left of the rows into the series that they belong to."""
    moments, table = shared.moments, gatherer.table
    seen = moments.days[moments.grains != column_values.NONE]
    meaning = mapping.week_means or week_meaning(
        mapping.period, map(date.fromordinal, np.unique(seen).tolist())
    )
    start, end = periods(moments, chosen, cadence=metric.cadence or "week", meaning=meaning, days=days)
    rows = Rows(table.lines[chosen], start, end, *(column[chosen] for column in columns))
    for code in np.unique(shared.group[chosen]).tolist():
        arm, cohort = divmod(code, max(len(shared.cohort_ids), 1))
        place = Place(metric.id, shared.cohort_ids[cohort] if shared.cohort_ids else "", ARMS[arm])
        mine = rows.where(shared.group[chosen] == code)
        held = gatherer.taken.readings.get(place)
        gatherer.taken.readings[place] = mine if held is None else _joined(held, mine)


def _joined(first: Rows, second: Rows) -> Rows:
    return Rows(
        *(np.concatenate((getattr(first, name), getattr(second, name))) for name in Rows.__dataclass_fields__)
    )


def _refuse_bare_shares(table: Table, column: Column, values: Floats) -> None:
    """Values of a percent metric that all lie within 0 to 1 may be shares: that is asked, never guessed."""
    if (
        len(values) < 3
        or not ((values >= 0) & (values <= 1)).all()
        or not ((values > 0) & (values < 1)).any()
    ):
        return
    if any("%" in text for text in column.distinct.texts):
        return
    raise Question(
        "all values lie between 0 and 1, and the metric is in percent",
        subject="scale",
        choices=(("100", "They are shares"), ("1.0000001", "They are percent")),
        where=f"{table.name}, column {column.heading}",
        to_do="say --scale 100 if they are shares, or --scale 1.0000001 if they are percent",
    )
