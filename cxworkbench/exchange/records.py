"""Readings derived from single records (calls, chats): a share or a mean by day, week or month, each with its n."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cxworkbench.exchange import cells
from cxworkbench.exchange.mapping import Mapping
from cxworkbench.exchange.periods import LocalDays
from cxworkbench.exchange.readings_import import Rejected, Row, Taken, mark_of, order_of
from cxworkbench.exchange.table import Table
from cxworkbench.formats import short_day

if TYPE_CHECKING:
    from db.models import Metric


@dataclass
class _Bucket:
    """What falls into one period: how many, their sum, and the days that held any record."""

    line: int
    n: int = 0
    total: float = 0.0
    first: date = date.max
    last: date = date.min

    def note_day(self, day: date) -> None:
        self.first, self.last = min(self.first, day), max(self.last, day)


def derive(table: Table, mapping: Mapping, metric: Metric, zone: ZoneInfo) -> Taken:
    """Derive one metric's readings from records.

    A weekly reading covers the days from the first to the last record of its week, so that a week of which the file
    holds three days says so and doesn't count (statistics.md 0). Sums are taken over the records, never over days.

    Raises:
        UserError: a column can't be decided as a whole.
    """
    taken = Taken(len(table.rows) + len(table.ragged))
    for line, count in table.ragged:
        taken.rejected.append(
            Rejected(line, "all", f"{count} cells", f"instead of {len(table.headings)}: the row was refused")
        )
    order = order_of(table, mapping.period, mapping.date_order)
    read = cells.reader_of(order)
    contribution = _mean(table, mapping) if mapping.mean_of else _share(table, mapping)
    buckets: dict[date, _Bucket] = {}
    periods = table.column(mapping.period)
    held: dict[date, tuple[date, date]] = {}
    for place, line in enumerate(table.lines):
        try:
            moment = read(periods[place])
        except ValueError as why:
            taken.rejected.append(Rejected(line, mapping.period, periods[place], f"is refused: {why}"))
            continue
        start = _start(moment.day, mapping.by)
        first, last = held.get(start, (moment.day, moment.day))
        held[start] = (min(first, moment.day), max(last, moment.day))
        try:
            amount = contribution(place)
        except _Refused as why:
            taken.rejected.append(Rejected(line, why.column, why.found, f"is refused: {why.why}"))
            continue
        if amount is None:
            taken.left_out += 1
            continue
        bucket = buckets.setdefault(start, _Bucket(line))
        bucket.n += 1
        bucket.total += amount
    for start, bucket in buckets.items():
        bucket.first, bucket.last = held[start]
    rows = [
        _reading(start, bucket, mapping, metric, LocalDays(zone), taken)
        for start, bucket in sorted(buckets.items())
    ]
    taken.readings[metric.id] = rows
    return taken


class _Refused(Exception):
    def __init__(self, column: str, found: str, why: str) -> None:
        super().__init__(why)
        self.column, self.found, self.why = column, found, why


def _start(day: date, by: str) -> date:
    if by == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if by == "month" else day


def _reading(
    start: date, bucket: _Bucket, mapping: Mapping, metric: Metric, days: LocalDays, taken: Taken
) -> Row:
    first, end = start, start + timedelta(days=1)
    if mapping.by == "month":
        end = (start + timedelta(days=32)).replace(day=1)
    elif mapping.by == "week":
        first, end = bucket.first, bucket.last + timedelta(days=1)
        covered = (end - first).days
        if covered < 7:
            taken.notes.append(f"the week from {short_day(start)} {start.year} holds {covered} of 7 days")
    share = bool(mapping.share_of)
    value = bucket.total / bucket.n * (100.0 if share and metric.unit == "percent" else 1.0)
    return Row(
        bucket.line,
        days.start(first),
        days.start(end),
        value,
        bucket.total if share else None,
        float(bucket.n),
    )


def _mean(table: Table, mapping: Mapping) -> Callable[[int], float | None]:
    column = table.column(mapping.mean_of)
    mark = mark_of(table, mapping.mean_of, mapping.decimal_mark)
    known: dict[str, float] = {}

    def contribution(place: int) -> float | None:
        cell = column[place]
        if not cell.strip():
            return None
        if cell not in known:
            try:
                known[cell] = cells.duration(cell, mark)
            except ValueError as why:
                raise _Refused(mapping.mean_of, cell, str(why)) from None
        return known[cell] * mapping.scale

    return contribution


def _share(table: Table, mapping: Mapping) -> Callable[[int], float | None]:
    hits = table.column(mapping.share_of)
    among = table.column(mapping.among) if mapping.among else None

    def says_yes(column: str, cell: str) -> bool:
        word = cell.strip().lower()
        if word in mapping.yes:
            return True
        if word in mapping.no:
            return False
        raise _Refused(column, cell, f"neither {mapping.yes[0].upper()} nor {mapping.no[0].upper()}")

    def contribution(place: int) -> float | None:
        if among is not None and not says_yes(mapping.among, among[place]):
            return None
        return 1.0 if says_yes(mapping.share_of, hits[place]) else 0.0

    return contribution
