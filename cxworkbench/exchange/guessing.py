"""What the columns of a file probably mean, by their headings; it is always shown, and can be said otherwise."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
from collections.abc import Mapping as Lookup
from functools import cache
from typing import Any

import resources
from cxworkbench.exchange.mapping import Mapping, Measure, missing
from cxworkbench.exchange.table import Table


@cache
def _names() -> Lookup[str, Any]:
    return tomllib.loads(resources.read_text("columns.toml"))


def guess(
    table: Table,
    *,
    wanted: Sequence[str] = (),
    named: bool = False,
    metric_names: Lookup[str, str] | None = None,
    cohort_names: Collection[str] = (),
) -> Mapping:
    """The mapping that the headings suggest.

    Args:
        table: as read.
        wanted: catalogue ids of the metrics that records may give: of the one that was named, or of all of a pilot.
        named: whether the user named the metric, so that no column needs to.
        metric_names: for each name by which a wide table may head a column (lower case), the metric.
        cohort_names: names of cohorts, in lower case: a column in which they stand says the cohort.

    Raises:
        UserError: no column of time, or none that can be a value; names the headings that there are.
    """
    roles = _names()["roles"]
    period = _find(table, roles["period"])
    if period is None:
        raise missing(table, "a column with the period (a date, week or month)")
    names = _find(table, roles["metric"], but=(period,))
    value = _find(table, roles["value"], but=(period,), whole=True)
    numerator = _find(table, roles["numerator"], but=(period,), whole=True)
    n = _find(table, roles["n"], but=(period,), whole=True)
    cohort = _cohort(table, cohort_names, but=(period,))
    arm = _find(table, roles["arm"], but=(period, cohort), whole=True) or ""
    if value is not None or (numerator is not None and n is not None):
        if names is None and not named:
            raise missing(table, "a column that names the metric, or the option --metric")
        return Mapping(
            "long",
            period,
            metric=names or "",
            value=value or "",
            numerator=numerator or "",
            n=n or "",
            cohort=cohort,
            arm=arm,
        )
    measures = [found for metric in wanted if (found := _measure(table, metric, period, alone=named))]
    key = _find(table, roles["key"], but=(period, *(one.column for one in measures)), whole=True) or ""
    columns = _wide_columns(table, period, metric_names or {})
    # Columns that bear the very names of metrics hold their readings, unless each row is a contact with its own key.
    if measures and (named or key or not columns):
        return Mapping("records", period, measures=tuple(measures), key=key, cohort=cohort, arm=arm)
    if columns:
        return Mapping("wide", period, metrics=columns, n=n or "", cohort=cohort, arm=arm)
    of = f" of {wanted[0]}" if named and wanted and wanted[0] else ""
    raise missing(table, f"a column with values{of}")


def _measure(table: Table, metric: str, period: str, *, alone: bool) -> Measure | None:
    derived = _names()["records"].get(metric)
    if derived is None:
        return None
    name = "" if alone else metric
    among = _find(table, derived.get("among", ()), but=(period,)) or ""
    mean = _find(table, derived.get("mean_of", ()), but=(period,))
    if mean is not None:
        return Measure("mean", mean, metric=name)
    share = _find(table, derived.get("share_of", ()), but=(period,))
    if share is not None:
        return Measure("rate", share, among if among != share else "", metric=name)
    counted = _find(table, derived.get("counts_no", ()), but=(period,))
    if counted is not None:
        no = _names()["words"]["no"]
        seen = [text.strip() for text in table.column(counted).distinct.texts]
        words = tuple(dict.fromkeys(text for text in seen if text.casefold() in no)) or tuple(no)
        return Measure("rate", counted, among if among != counted else "", words, metric=name)
    return None


def record_unit(metric: str) -> str | None:
    """The unit that deriving a catalogue metric from records gives it; None where the catalogue's own holds."""
    unit = _names()["records"].get(metric, {}).get("unit")
    return None if unit is None else str(unit)


def is_personal(heading: str) -> bool:
    """Whether a column probably holds personal data, which the program leaves alone."""
    lowered = heading.lower().replace("_", " ")
    return any(
        word in lowered.split() or (" " in word and word in lowered) for word in _names()["personal"]["words"]
    )


def _find(table: Table, words: Any, *, but: tuple[str, ...] = (), whole: bool = False) -> str | None:
    for word in words:
        for heading in table.headings:
            lowered = heading.lower()
            fits = lowered == word if whole or len(word) < 3 else word in lowered
            if fits and heading not in but:
                return heading
    return None


def _cohort(table: Table, names: Collection[str], but: tuple[str, ...]) -> str:
    """A column headed like a cohort's, in which one of the plan's cohorts stands."""
    for word in _names()["roles"]["cohort"]:
        heading = _find(table, (word,), but=but, whole=True)
        if heading is not None:
            seen = {cell.strip().casefold() for cell in table.column(heading).distinct.texts[:1000]}
            if seen & set(names):
                return heading
    return ""


def _wide_columns(table: Table, period: str, names: Lookup[str, str]) -> tuple[tuple[str, str], ...]:
    found = []
    for heading in table.headings:
        metric = names.get(heading.strip().lower())
        if heading != period and metric is not None:
            found.append((heading, metric))
    return tuple(found)
