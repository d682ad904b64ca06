"""What the columns of a file mean: guessed from their headings, shown, and given by the user where it is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import resources
from cxworkbench.exchange.table import Table
from db.errors import UserError

_SHAPES = ("long", "wide", "records")
_GRAINS = ("day", "week", "month")


@dataclass(frozen=True)
class Mapping:
    """How a table becomes readings.

    ``shape`` is long (a row a reading), wide (a column a metric) or records (a row a contact, readings are
    derived). For records either ``mean_of`` or ``share_of`` (with ``among``) is given; ``yes`` are the words that
    count as yes.
    """

    shape: str
    period: str
    time: str = ""
    metric: str = ""
    value: str = ""
    numerator: str = ""
    n: str = ""
    metrics: tuple[tuple[str, str], ...] = ()
    mean_of: str = ""
    share_of: str = ""
    among: str = ""
    by: str = "week"
    week_means: str = ""
    date_order: str = ""
    decimal_mark: str = ""
    scale: float = 1.0
    yes: tuple[str, ...] = ("y", "yes", "true", "1")
    no: tuple[str, ...] = ("n", "no", "false", "0")

    def lines(self) -> list[str]:
        """The mapping in words, a line each, as it is shown before an import."""
        shown = {"long": "a row a reading", "wide": "a column a metric", "records": "a row a contact"}
        said = [f"{shown[self.shape]}, period from {self.period!r}"]
        roles = ("metric", "value", "numerator", "n")
        said += [f"{name} from {getattr(self, name)!r}" for name in roles if getattr(self, name)]
        said += [f"{column!r} is {metric}" for column, metric in self.metrics]
        if self.mean_of:
            said.append(f"mean of {self.mean_of!r} by {self.by}")
        if self.share_of:
            among = f" among rows where {self.among!r} says yes" if self.among else ""
            said.append(f"share of rows where {self.share_of!r} says yes{among}, by {self.by}")
        return said


def given(path: Path) -> Mapping:
    """A mapping from the user's own TOML file.

    Raises:
        UserError: it doesn't parse, or names something that a mapping doesn't have.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(path, str(error)) from error
    known = {field.name for field in fields(Mapping)}
    strange = sorted(set(data) - known)
    if strange:
        raise _wrong(path, f"{strange[0]!r} is no part of a mapping (there are {', '.join(sorted(known))})")
    if data.get("shape") not in _SHAPES or not data.get("period"):
        raise _wrong(path, f"shape must be one of {', '.join(_SHAPES)}, and period a heading")
    if data.get("by", "week") not in _GRAINS:
        raise _wrong(path, f"by must be one of {', '.join(_GRAINS)}")
    for name in ("yes", "no"):
        if name in data:
            data[name] = tuple(str(word).lower() for word in data[name])
    if "metrics" in data:
        data["metrics"] = tuple(
            (str(column), str(metric)) for column, metric in dict(data["metrics"]).items()
        )
    return Mapping(**data)


def _wrong(path: Path, what: str) -> UserError:
    return UserError(what, where=path.name, kept="nothing was taken in", to_do="correct the mapping file")


@cache
def _names() -> Lookup[str, Any]:
    return tomllib.loads(resources.read_text("columns.toml"))


def guess(
    table: Table, *, metric: str = "", named: bool = False, metric_names: Lookup[str, str] | None = None
) -> Mapping:
    """The mapping that the headings suggest.

    Args:
        table: as read.
        metric: catalogue id of the metric that is imported, where it has one.
        named: whether the user named the metric, so that no column needs to.
        metric_names: for each name by which a wide table may head a column (lower case), the metric.

    Raises:
        UserError: no column of time, or none that can be a value; names the headings that there are.
    """
    roles = _names()["roles"]
    period = _find(table, roles["period"])
    if period is None:
        raise _missing(table, "a column with the period (a date, week or month)")
    time = _find(table, roles["time"], but=(period,))
    names = _find(table, roles["metric"], but=(period,))
    value = _find(table, roles["value"], but=(period,), whole=True)
    numerator = _find(table, roles["numerator"], but=(period,), whole=True)
    n = _find(table, roles["n"], but=(period,), whole=True)
    long = Mapping(
        "long", period, metric=names or "", value=value or "", numerator=numerator or "", n=n or ""
    )
    if value is not None or (numerator is not None and n is not None):
        if names is not None or named:
            return long
        raise _missing(table, "a column that names the metric, or the option --metric")
    derived = _names()["records"].get(metric)
    if derived is not None:
        mean_of = _find(table, derived.get("mean_of", ()), but=(period,))
        share_of = _find(table, derived.get("share_of", ()), but=(period,))
        if mean_of or share_of:
            among = _find(table, derived.get("among", ()), but=(period, share_of or ""))
            return Mapping(
                "records",
                period,
                time=time or "",
                mean_of=mean_of or "",
                share_of=share_of or "",
                among=among or "",
            )
    columns = _wide_columns(table, period, metric_names or {})
    if columns:
        return Mapping("wide", period, metrics=columns, n=n or "")
    raise _missing(table, f"a column with values{' of ' + metric if metric else ''}")


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
    """Refuse a mapping that names a column which the table doesn't have.

    Raises:
        UserError: names the column and the headings that there are.
    """
    single = ("period", "time", "metric", "value", "numerator", "n", "mean_of", "share_of", "among")
    asked = [getattr(mapping, name) for name in single] + [column for column, _ in mapping.metrics]
    for name in asked:
        if name and name not in table.headings:
            raise _missing(table, f"a column {name!r}")


def record_unit(metric: str) -> str | None:
    """The unit that deriving a catalogue metric from records gives it; None where the catalogue's own holds."""
    unit = _names()["records"].get(metric, {}).get("unit")
    return None if unit is None else str(unit)


def _missing(table: Table, what: str) -> UserError:
    heads = ", ".join(table.headings[:12])
    return UserError(
        f"there is no {what.removeprefix('a ')}",
        where=table.name,
        kept="nothing was taken in",
        to_do=f"the headings are {heads}; say which with --mapping",
    )


def _find(table: Table, words: Any, *, but: tuple[str, ...] = (), whole: bool = False) -> str | None:
    for word in words:
        for heading in table.headings:
            lowered = heading.lower()
            fits = lowered == word if whole or len(word) < 3 else word in lowered
            if fits and heading not in but:
                return heading
    return None


def _wide_columns(table: Table, period: str, names: Lookup[str, str]) -> tuple[tuple[str, str], ...]:
    found = []
    for heading in table.headings:
        metric = names.get(heading.strip().lower())
        if heading != period and metric is not None:
            found.append((heading, metric))
    return tuple(found)
