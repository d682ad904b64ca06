"""What the columns of a file mean: guessed from their headings, shown, and given by the user where it is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from cxworkbench.exchange import filters
from cxworkbench.exchange.filters import Keep
from cxworkbench.exchange.table import Table
from db.errors import UserError

SHAPES = ("long", "wide", "records")
GRAINS = ("day", "week", "month")
#: How records become one value, and what that is called.
TAKES = {"rate": "share", "mean": "mean", "median": "median", "sum": "sum", "count": "count"}
#: Columns of which a mapping names one each.
ROLES = ("period", "metric", "value", "numerator", "n", "cohort", "arm", "key")
_SHAPE_WORDS = {"long": "a row a reading", "wide": "a column a metric", "records": "a row a contact"}


@dataclass(frozen=True)
class Measure:
    """How records become the readings of one metric.

    Attributes:
        metric: its id, name or catalogue id; empty for the one that the file is about.
        take: one of TAKES.
        column: what is averaged or summed, or tells the rows that a rate counts.
        among: only rows where this column says yes are looked at.
        counts: the words that a rate counts; empty for the mapping's own yes.
    """

    take: str
    column: str = ""
    among: str = ""
    counts: tuple[str, ...] = ()
    metric: str = ""

    def line(self, by: str, name_of: Callable[[str], str]) -> str:
        """The measure in words."""
        named = f"{name_of(self.metric)}: " if self.metric else ""
        among = f" among rows where {self.among!r} says yes" if self.among else ""
        if self.take == "count":
            return f"{named}count of rows{among}, by {by}"
        if self.take == "rate":
            said = " or ".join(self.counts) if self.counts else "yes"
            return f"{named}share of rows where {self.column!r} says {said}{among}, by {by}"
        return f"{named}{TAKES[self.take]} of {self.column!r}{among} by {by}"


@dataclass(frozen=True)
class Mapping:
    """How a table becomes readings.

    ``shape`` is long (a row a reading), wide (a column a metric) or records (a row a contact, readings are derived).

    Attributes:
        period: the column with a date, week or month.
        about: the one metric that all of the file is about, where no column names one.
        metric: the column that names the metric (long).
        value, numerator, n: the columns of a reading (long; n of a wide table too).
        cohort, arm: the columns that say whose reading it is.
        key: the column that tells records apart; a record that comes twice counts once.
        metrics: columns and their metrics (wide).
        measures: what is derived (records).
        by: day, week or month (records).
        week_means: whether a weekly date is the week's start or end, or lies within it; empty: decided.
        keep: filters.
        cohorts: words of the cohort's column and the plan's names for them, where they differ.
        whole: whether readings of all cohorts together are made beside those of each.
        yes, no: the words of yes-no columns, in lower case.
        scale: factor of the values.
    """

    shape: str
    period: str
    about: str = ""
    metric: str = ""
    value: str = ""
    numerator: str = ""
    n: str = ""
    cohort: str = ""
    arm: str = ""
    key: str = ""
    metrics: tuple[tuple[str, str], ...] = ()
    measures: tuple[Measure, ...] = ()
    by: str = "week"
    week_means: str = ""
    date_order: str = ""
    decimal_mark: str = ""
    scale: float = 1.0
    keep: tuple[Keep, ...] = ()
    cohorts: tuple[tuple[str, str], ...] = ()
    whole: bool = True
    yes: tuple[str, ...] = ("y", "yes", "true", "1")
    no: tuple[str, ...] = ("n", "no", "false", "0")

    def columns(self) -> Iterator[str]:
        """The headings that the mapping names, some of them perhaps twice."""
        yield from (heading for role in ROLES if (heading := getattr(self, role)))
        yield from (column for column, _ in self.metrics)
        for measure in self.measures:
            yield from (heading for heading in (measure.column, measure.among) if heading)
        yield from (one.column for one in self.keep)

    def lines(self, name_of: Callable[[str], str] = str) -> list[str]:
        """The mapping in words, a line each, as it is shown before an import; metrics by their names."""
        said = [f"{_SHAPE_WORDS[self.shape]}, period from {self.period!r}"]
        if self.about:
            said.append(f"all of it about {name_of(self.about)}")
        said += [f"{name} from {getattr(self, name)!r}" for name in ROLES[1:] if getattr(self, name)]
        said += [f"{column!r} is {name_of(metric)}" for column, metric in self.metrics]
        said += [measure.line(self.by, name_of) for measure in self.measures]
        said += [f"{word!r} is the cohort {name}" for word, name in self.cohorts]
        if self.cohort and not self.whole:
            said.append("no readings of all cohorts together")
        if self.keep:
            said.append(f"rows where {filters.written(self.keep)}")
        return said


def with_options(
    mapping: Mapping, *, date_order: str = "", decimal_mark: str = "", scale: float | None = None
) -> Mapping:
    """The mapping with what the user said of its dates and numbers."""
    return replace(
        mapping,
        date_order=date_order or mapping.date_order,
        decimal_mark=decimal_mark or mapping.decimal_mark,
        scale=mapping.scale if scale is None else scale,
    )


def check_columns(mapping: Mapping, table: Table) -> None:
    """Refuse a mapping that names a column which the table doesn't have, or says too little.

    Raises:
        UserError: names the column and the headings that there are.
    """
    if not mapping.period:
        raise missing(table, "a column with the period (a date, week or month)")
    for name in mapping.columns():
        if name not in table.headings:
            raise missing(table, f"a column {name!r}")
    for measure in mapping.measures:
        if measure.take != "count" and not measure.column:
            raise missing(table, f"a column for the {TAKES[measure.take]}")
    if mapping.shape == "records" and not mapping.measures:
        raise missing(table, "anything to count or average")
    if mapping.shape == "long" and not mapping.value and not (mapping.numerator and mapping.n):
        raise missing(table, "a column with values")
    if mapping.shape == "wide" and not mapping.metrics:
        raise missing(table, "a column of a metric")


def missing(table: Table, what: str) -> UserError:
    """The error for a table that lacks a column."""
    heads = ", ".join(table.headings[:12])
    return UserError(
        f"there is no {what.removeprefix('a ')}",
        where=table.name,
        kept="nothing was taken in",
        to_do=f"the headings are {heads}; say which with --mapping",
    )
