"""Readings from a table: each row read, checked and named where it is refused; nothing is written here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from cxworkbench.exchange import cells
from cxworkbench.exchange.mapping import Mapping
from cxworkbench.exchange.periods import DAY, LocalDays, period, regular_step, week_meaning
from cxworkbench.exchange.table import Table
from db.errors import UserError, harmless

if TYPE_CHECKING:
    from db.models import Metric

#: In files of this many rows or more, over this share of bad rows refuses the whole file (reliability.md, P15).
MANY_ROWS = 1_000
BAD_SHARE = 0.01


@dataclass(frozen=True)
class Rejected:
    """A row that was refused: where it stands, what was found there, and why it can't be taken."""

    line: int
    column: str
    found: str
    why: str

    def text(self) -> str:
        """The refusal on one line."""
        return harmless(f"line {self.line:,}, column {self.column}: {self.found[:60]!r} {self.why}")


class Row(NamedTuple):
    """One reading before it is written: period in epoch seconds, values in the metric's unit."""

    line: int
    start: int
    end: int
    value: float
    numerator: float | None
    n: float | None


@dataclass
class Taken:
    """What a table gives: readings by metric, refused rows, and what must be said of it."""

    rows_read: int
    readings: dict[str, list[Row]] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left_out: int = 0

    @property
    def bad_rows(self) -> int:
        """How many lines of the file were refused."""
        return len({one.line for one in self.rejected})

    @property
    def too_many_bad(self) -> bool:
        """Whether the file as a whole is refused unless the user allows rejects."""
        return self.rows_read >= MANY_ROWS and self.bad_rows > BAD_SHARE * self.rows_read


Resolve = Callable[[str], "Metric | None"]


def undecided(table: Table, column: str, why: cells.Undecided) -> UserError:
    """The error for a column that can be read in two ways."""
    return UserError(
        why.what,
        where=f"{table.name}, column {column}",
        kept="nothing was taken in",
        to_do=f"say which with {why.option}",
    )


def order_of(table: Table, column: str, said: str) -> cells.DateOrder:
    """The date order of a column: as the user said, else as the whole column tells.

    Raises:
        UserError: the column doesn't tell.
    """
    known: dict[str, cells.DateOrder] = {
        "day": "day first",
        "month": "month first",
        "day first": "day first",
        "month first": "month first",
    }
    if said:
        if said not in known:
            raise UserError(
                f"{said!r} is no date order", kept="nothing was taken in", to_do="say day or month"
            )
        return known[said]
    try:
        return cells.date_order(table.column(column))
    except cells.Undecided as why:
        raise undecided(table, column, why) from why


def mark_of(table: Table, column: str, said: str) -> cells.DecimalMark:
    """The decimal mark of a column: as the user said, else as the whole column tells.

    Raises:
        UserError: the column doesn't tell.
    """
    if said in {".", "point"}:
        return "."
    if said in {",", "comma"}:
        return ","
    try:
        return cells.decimal_mark(table.column(column))
    except cells.Undecided as why:
        raise undecided(table, column, why) from why


def take(
    table: Table, mapping: Mapping, resolve: Resolve, zone: ZoneInfo, *, only: Metric | None = None
) -> Taken:
    """Read a long or wide table.

    Args:
        table: as read.
        mapping: what its columns mean.
        resolve: the plan's metric for a name in the file; None where there is none.
        zone: of the programme.
        only: the one metric that the file is about, where the user named it.

    Raises:
        UserError: a column can't be decided as a whole, or holds nothing that fits.
    """
    taken = Taken(len(table.rows) + len(table.ragged))
    for line, count in table.ragged:
        taken.rejected.append(
            Rejected(line, "all", f"{count} cells", f"instead of {len(table.headings)}: the row was refused")
        )
    order = order_of(table, mapping.period, mapping.date_order)
    read_moment = cells.reader_of(order)
    moments = _moments(table, mapping.period, read_moment, taken)
    columns = _value_columns(table, mapping, resolve, only)
    for value_column, metric_of in columns:
        _take_column(table, mapping, value_column, metric_of, moments, LocalDays(zone), taken)
    _refuse_doubles(taken)
    return taken


def _moments(
    table: Table, column: str, read: Callable[[str], cells.Moment], taken: Taken
) -> list[cells.Moment | None]:
    found: list[cells.Moment | None] = []
    for line, cell in zip(table.lines, table.column(column), strict=True):
        try:
            found.append(read(cell))
        except ValueError as why:
            found.append(None)
            taken.rejected.append(Rejected(line, column, cell, f"is refused: {why}"))
    return found


def _value_columns(
    table: Table, mapping: Mapping, resolve: Resolve, only: Metric | None
) -> list[tuple[str, Callable[[int], Metric | None]]]:
    """For each column with values, which metric a row of it is about."""
    if mapping.shape == "wide":
        pairs = []
        for column, name in mapping.metrics:
            metric = resolve(name)
            if metric is None:
                raise UserError(
                    f"the plan has no metric {name!r}",
                    where=f"{table.name}, column {column}",
                    kept="nothing was taken in",
                    to_do="add it, or leave the column out of the mapping",
                )
            pairs.append((column, _always(metric)))
        return pairs
    value = mapping.value or mapping.numerator
    if only is not None and not mapping.metric:
        return [(value, _always(only))]
    names = table.column(mapping.metric)
    known = {name: resolve(name) for name in set(names)}
    return [(value, lambda place: known[names[place]])]


def _always(metric: Metric) -> Callable[[int], Metric | None]:
    return lambda _: metric


def _take_column(
    table: Table,
    mapping: Mapping,
    value_column: str,
    metric_of: Callable[[int], Metric | None],
    moments: list[cells.Moment | None],
    days: LocalDays,
    taken: Taken,
) -> None:
    rows = _Rows(table, mapping, value_column, taken)
    meaning = mapping.week_means or week_meaning(
        mapping.period, {one.day for one in moments if one is not None}
    )
    step = _step(moments)
    shares_seen: dict[str, list[float]] = {}
    for place, (line, moment) in enumerate(zip(table.lines, moments, strict=True)):
        if moment is None:
            continue
        metric = metric_of(place)
        if metric is None:
            name = table.column(mapping.metric)[place]
            taken.rejected.append(Rejected(line, mapping.metric, name, "is no metric of this plan"))
            continue
        if mapping.shape == "wide" and not rows.values[place].strip():
            continue
        row = rows.read(place, metric)
        if row is None:
            continue
        value, numerator, n = row
        start, end = period(moment, cadence=metric.cadence or "week", meaning=meaning, step=step, days=days)
        if metric.unit == "percent" and rows.has_value and "%" not in rows.values[place]:
            shares_seen.setdefault(metric.id, []).append(value)
        found = Row(line, start, end, value * mapping.scale, numerator, n)
        taken.readings.setdefault(metric.id, []).append(found)
    _refuse_bare_shares(table, value_column, shares_seen, mapping)


def _step(moments: list[cells.Moment | None]) -> int:
    """The length of readings at times of day: the shortest distance between two of them."""
    times = {
        one.day.toordinal() * DAY + one.seconds for one in moments if one is not None and one.grain == "time"
    }
    return regular_step(times) or 60


class _Rows:
    """Reads value, numerator and n of a row; what can't be read is refused by line and column."""

    def __init__(self, table: Table, mapping: Mapping, value_column: str, taken: Taken) -> None:
        self._table = table
        self._mapping = mapping
        self._taken = taken
        self._value_column = value_column
        self.has_value = bool(mapping.value) or mapping.shape == "wide"
        self.values = table.column(value_column)
        self._value_mark = mark_of(table, value_column, mapping.decimal_mark)
        self._counts = [
            (role, column, table.column(column), mark_of(table, column, mapping.decimal_mark))
            for role, column in (("numerator", mapping.numerator), ("n", mapping.n))
            if column
        ]

    def read(self, place: int, metric: Metric) -> tuple[float, float | None, float | None] | None:
        """Value, numerator and n; None where the row was refused."""
        numerator = n = None
        for role, column, written, mark in self._counts:
            cell = written[place]
            if not cell or cell.isspace():
                continue
            try:
                count = cells.number(cell, mark)
            except ValueError as why:
                self._refuse(place, column, str(why))
                return None
            if count < 0:
                self._refuse(place, column, "it can't be negative")
                return None
            if role == "n":
                n = count
            else:
                numerator = count
        if numerator is not None and n is not None and metric.kind_ == "proportion" and numerator > n:
            self._refuse(place, self._mapping.numerator, "the numerator is above n")
            return None
        if not self.has_value:
            if n is None or numerator is None or n == 0:
                column = self._mapping.n or self._mapping.numerator
                self._refuse(place, column, "numerator and n are needed, n above 0")
                return None
            return numerator / n * (100.0 if metric.unit == "percent" else 1.0), numerator, n
        cell = self.values[place]
        if not cell or cell.isspace():
            self._refuse(place, self._value_column, "it is empty")
            return None
        read = cells.duration if metric.unit == "seconds" and ":" in cell else cells.number
        try:
            return read(cell, self._value_mark), numerator, n
        except ValueError as why:
            self._refuse(place, self._value_column, str(why))
            return None

    def _refuse(self, place: int, column: str, why: str) -> None:
        found = self._table.column(column)[place]
        self._taken.rejected.append(Rejected(self._table.lines[place], column, found, f"is refused: {why}"))


def _refuse_bare_shares(table: Table, column: str, seen: dict[str, list[float]], mapping: Mapping) -> None:
    """Values of a percent metric that all lie within 0 to 1 may be shares: that is asked, never guessed."""
    if mapping.scale != 1.0:
        return
    for values in seen.values():
        if (
            len(values) >= 3
            and all(0 <= value <= 1 for value in values)
            and any(0 < value < 1 for value in values)
        ):
            raise UserError(
                "all values lie between 0 and 1, and the metric is in percent",
                where=f"{table.name}, column {column}",
                kept="nothing was taken in",
                to_do="say --scale 100 if they are shares, or --scale 1.0000001 if they are percent",
            )


def _refuse_doubles(taken: Taken) -> None:
    """Two values for one period: both are refused, never the last one wins. Equal rows count once."""
    for metric, rows in taken.readings.items():
        if len({(row.start, row.end) for row in rows}) == len(rows):
            continue
        by_period: dict[tuple[int, int], list[Row]] = {}
        for row in rows:
            by_period.setdefault((row.start, row.end), []).append(row)
        kept = []
        for same in by_period.values():
            if len({(row.value, row.numerator, row.n) for row in same}) == 1:
                kept.append(same[0])
                continue
            lines = ", ".join(f"{row.line:,}" for row in same)
            for row in same:
                taken.rejected.append(
                    Rejected(
                        row.line,
                        "value",
                        f"{row.value:g}",
                        f"is refused: two values for one period (lines {lines})",
                    )
                )
        taken.readings[metric] = kept
