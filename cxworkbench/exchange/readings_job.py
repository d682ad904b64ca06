"""An import of readings from end to end: file, mapping, metric, readings; prepared first, written after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cxworkbench.exchange import mapping as mappings
from cxworkbench.exchange.many_rows import without_garbage_collection
from cxworkbench.exchange.mapping import Mapping
from cxworkbench.exchange.readings_import import Taken, take
from cxworkbench.exchange.records import derive
from cxworkbench.exchange.table import Table, read_table
from cxworkbench.exchange.write_readings import Written
from cxworkbench.exchange.write_readings import write as write_taken
from cxworkbench.new_plan import metric_from_catalogue
from cxworkbench.plan import Plan
from db.change import Change
from db.errors import UserError, WrongUsage
from db.models import Metric, Pilot, Series
from db.session import Session


@dataclass(frozen=True)
class Asked:
    """What the user asked to import, and what was said of the file."""

    file: Path
    metric: str | None = None
    pilot: str | None = None
    create: bool = False
    mapping: Mapping | None = None
    sheet: str | None = None
    date_order: str = ""
    decimal_mark: str = ""
    scale: float | None = None


@dataclass
class Prepared:
    """Everything read and checked; the plan is unchanged until it is written."""

    plan: Plan
    table: Table
    mapping: Mapping
    taken: Taken
    metrics: list[Metric]
    new_metric: Metric | None = None
    altered: tuple[Metric, dict[str, str]] | None = None
    created: list[str] = field(default_factory=list)


#: The id under which a metric that doesn't exist yet gathers its readings.
NEW = "new"


@without_garbage_collection()
def prepare(session: Session, asked: Asked, *, step: Callable[[int], None] = lambda _: None) -> Prepared:
    """Read and check; nothing is written.

    Raises:
        WrongUsage: no such pilot or metric, or several that fit.
        UserError: the file can't be read, or a column can't be decided.
    """
    plan = Plan(session, version=session.head)
    pilot = _pilot(plan, asked)
    metric, catalogue_id = _named_metric(plan, pilot, asked)
    table = read_table(asked.file, sheet=asked.sheet, step=step)
    names = {one.name.lower(): one.id for one in _metrics(plan, pilot)}
    names |= {one.catalogue_id.lower(): one.id for one in _metrics(plan, pilot) if one.catalogue_id}
    mapping = asked.mapping or mappings.guess(
        table, metric=catalogue_id, named=asked.metric is not None, metric_names=names
    )
    mapping = mappings.with_options(
        mapping, date_order=asked.date_order, decimal_mark=asked.decimal_mark, scale=asked.scale
    )
    mappings.check_columns(mapping, table)
    prepared = Prepared(plan, table, mapping, Taken(0), [])
    if asked.metric is not None:
        metric = _made_to_fit(prepared, pilot, metric, catalogue_id, asked)
    if mapping.shape == "records":
        if metric is None:
            raise WrongUsage(
                "records don't say which metric they give",
                where=table.name,
                kept="nothing was taken in",
                to_do="say --metric ID",
            )
        prepared.taken = derive(table, mapping, metric, plan.zone)
    else:

        def resolve(name: str) -> Metric | None:
            return plan.get(Metric, names.get(name.strip().lower(), name))

        prepared.taken = take(table, mapping, resolve, plan.zone, only=metric)
    if metric is not None:
        prepared.metrics = [metric]
    else:
        found = (plan.get(Metric, id) for id in prepared.taken.readings)
        prepared.metrics = [one for one in found if one is not None]
    return prepared


@without_garbage_collection()
def write(session: Session, prepared: Prepared, *, at: datetime, by: str) -> Written:
    """Write what was prepared as one step of the journal.

    Raises:
        UserError: the plan can't be written.
    """

    def before(change: Change) -> dict[str, Series]:
        if prepared.altered is not None:
            metric, values = prepared.altered
            change.set(metric, **values)
        if prepared.new_metric is None:
            return {}
        added = change.add(prepared.new_metric)
        return {NEW: change.add(Series(metric=added, arm="pilot"))}

    return write_taken(
        session, prepared.plan, prepared.taken, at=at, by=by, source=prepared.table.name, before=before
    )


def _metrics(plan: Plan, pilot: Pilot | None) -> list[Metric]:
    return plan.all(Metric) if pilot is None else plan.of_pilot(Metric, pilot)


def _pilot(plan: Plan, asked: Asked) -> Pilot | None:
    if asked.pilot is None:
        return plan.pilots[0] if len(plan.pilots) == 1 else None
    wanted = asked.pilot.strip().lower()
    for pilot in plan.pilots:
        if pilot.name.lower() == wanted or (pilot.short_name or "").lower() == wanted:
            return pilot
    raise WrongUsage(
        f"the plan has no pilot {asked.pilot!r}",
        kept="nothing was taken in",
        to_do=f"choose one of {', '.join(pilot.name for pilot in plan.pilots) or 'none: add one first'}",
    )


def _named_metric(plan: Plan, pilot: Pilot | None, asked: Asked) -> tuple[Metric | None, str]:
    """The metric that ``--metric`` names, and its catalogue id."""
    if asked.metric is None:
        return None, ""
    wanted = asked.metric.strip().lower()
    fits = [
        one
        for one in _metrics(plan, pilot)
        if wanted in {one.name.lower(), (one.catalogue_id or "").lower(), one.id}
    ]
    if len(fits) > 1:
        raise WrongUsage(
            f"{len(fits)} metrics are called {asked.metric!r}",
            kept="nothing was taken in",
            to_do="say which pilot with --pilot",
        )
    if fits:
        return fits[0], fits[0].catalogue_id or ""
    if not asked.create:
        known = ", ".join(one.name for one in _metrics(plan, pilot)[:12])
        raise WrongUsage(
            f"the plan has no metric {asked.metric!r}",
            kept="nothing was taken in",
            to_do=f"say --create to add it from the catalogue, or choose one of {known or 'none yet'}",
        )
    if pilot is None:
        raise WrongUsage(
            "a new metric needs a pilot",
            kept="nothing was taken in",
            to_do="say which with --pilot" if plan.pilots else "add a pilot first",
        )
    return None, wanted


def _made_to_fit(
    prepared: Prepared, pilot: Pilot | None, metric: Metric | None, catalogue_id: str, asked: Asked
) -> Metric:
    """The metric of the file: made from the catalogue where it is new; its unit follows what records can give."""
    unit = mappings.record_unit(catalogue_id) if prepared.mapping.shape == "records" else None
    derived: dict[str, str] = {}
    if unit is not None:
        derived = {"unit": unit, "kind": "mean"}
    elif prepared.mapping.share_of:
        derived = {"unit": "percent", "kind": "proportion"}
    if metric is None:
        assert pilot is not None, "_named_metric refuses a new metric without a pilot"
        values = {"kind_" if name == "kind" else name: value for name, value in derived.items()}
        made = metric_from_catalogue(catalogue_id, pilot=pilot, role="secondary", cadence="week", **values)
        prepared.created.append(f"new metric {made.name} from the catalogue, {made.unit}, no threshold set")
        prepared.new_metric = made
        return made.loaded(NEW, {key: value for key, value in made.__dict__.items() if key != "id"})
    differs = {name: value for name, value in derived.items() if metric.value(name) != value}
    if differs:
        if not asked.create or len(prepared.plan.readings(metric)):
            raise UserError(
                f"{metric.name} is a {metric.kind_} in {metric.unit}; "
                f"the records give a {derived['kind']} in {derived['unit']}",
                where=prepared.table.name,
                kept="nothing was taken in",
                to_do="import into another metric, or change the metric's unit and kind first",
            )
        prepared.created.append(
            f"{metric.name}: now a {derived['kind']} in {derived['unit']}, as the records give it"
        )
        prepared.altered = (metric, differs)
        return metric.with_values(**derived)
    return metric
