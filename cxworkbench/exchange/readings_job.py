"""An import of readings from end to end: file, mapping, metric, readings; prepared first, written after.

The window, the command and the watched folder do the same with it, and show the same answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from cxworkbench.exchange import guessing, mapping_file
from cxworkbench.exchange import mapping as mappings
from cxworkbench.exchange.long_tables import take
from cxworkbench.exchange.many_rows import without_garbage_collection
from cxworkbench.exchange.mapping import Mapping, Measure
from cxworkbench.exchange.naming import Names, pilot_named
from cxworkbench.exchange.readings_import import BAD_SHARE, MANY_ROWS, Question, Rejected, Taken
from cxworkbench.exchange.records import derive
from cxworkbench.exchange.remembered import remembered_for, table_as_remembered
from cxworkbench.exchange.settling import Settled
from cxworkbench.exchange.table import Said, Table
from cxworkbench.exchange.write_readings import NEW, settled
from cxworkbench.exchange.write_readings import write as write_taken
from cxworkbench.frameworks import is_frozen_field
from cxworkbench.new_plan import metric_from_catalogue
from cxworkbench.plan import Plan
from db.change import Change
from db.errors import UserError, WrongUsage
from db.models import ImportMapping, Metric, Pilot
from db.session import Session


@dataclass(frozen=True)
class Asked:
    """What the user asked to import, and what was said of the file.

    Attributes:
        file: the file.
        metric: the one metric of the file, by catalogue id, name or id.
        pilot: by name or id.
        create: add the metric from the catalogue where the pilot lacks it.
        mapping: what the columns mean; None: as the plan remembers for such files, else as their headings suggest.
        said: how the file is to be read.
        options: changes of the mapping, whichever it is: of a remembered or guessed one too.
        remember: the name under which the mapping is to be remembered; empty keeps the name it has, or takes the
            file's; None doesn't remember it.
    """

    file: Path
    metric: str | None = None
    pilot: str | None = None
    create: bool = False
    mapping: Mapping | None = None
    said: Said = field(default_factory=Said)
    options: Callable[[Mapping], Mapping] = lambda mapping: mapping
    remember: str | None = None


@dataclass
class Prepared:
    """Everything read and checked; the plan is unchanged until it is written."""

    plan: Plan
    table: Table
    mapping: Mapping
    taken: Taken
    settled: Settled
    names: Names
    metrics: list[Metric]
    remembered: ImportMapping | None = None
    remember: str | None = None
    new_metric: Metric | None = None
    altered: tuple[Metric, dict[str, str]] | None = None
    created: list[str] = field(default_factory=list)

    @property
    def rejected(self) -> list[Rejected]:
        """All refused rows, by line."""
        return sorted([*self.taken.rejected, *self.settled.rejected])

    @property
    def bad_rows(self) -> int:
        """How many lines of the file were refused."""
        return len({one.line for one in (*self.taken.rejected, *self.settled.rejected)})

    @property
    def too_many_bad(self) -> bool:
        """Whether the file as a whole is refused unless the user allows rejects (reliability.md, P15)."""
        return self.taken.rows_read >= MANY_ROWS and self.bad_rows > BAD_SHARE * self.taken.rows_read

    @property
    def changes(self) -> bool:
        """Whether the plan would change."""
        return self.settled.changes or self.new_metric is not None or self.altered is not None


def mapping_of(plan: Plan, table: Table, names: Names, asked: Asked) -> tuple[Mapping, ImportMapping | None]:
    """What the columns mean: as it was said, as the plan remembers it, or as the headings suggest.

    Raises:
        UserError: nothing is said, and the headings suggest nothing.
    """
    known = remembered_for(plan, table)
    if asked.mapping is not None:
        return asked.options(asked.mapping), known
    if known is not None and asked.metric is None:
        return asked.options(mapping_file.recalled(known)), known
    metric = None if asked.metric is None else names.metric(asked.metric)
    named = asked.metric is not None
    if named:
        wanted = [(metric.catalogue_id or "") if metric is not None else str(asked.metric).strip().casefold()]
    else:
        wanted = [one.catalogue_id for one in names.metrics if one.catalogue_id]
    found = guessing.guess(
        table,
        wanted=wanted,
        named=named,
        metric_names=names.metric_names,
        cohort_names=names.cohort_names,
    )
    return asked.options(found), known


@without_garbage_collection()
def prepare(
    session: Session,
    asked: Asked,
    *,
    at: datetime,
    table: Table | None = None,
    step: Callable[[int], None] = lambda _: None,
) -> Prepared:
    """Read and check; nothing is written.

    Args:
        session: the open plan.
        asked: what is to be imported.
        at: now.
        table: the file, where it was read already.
        step: told the number of rows read so far; may raise to cancel.

    Raises:
        WrongUsage: no such pilot or metric, or several that fit.
        Question: the file doesn't tell something, and nobody said it.
        UserError: the file can't be read.
    """
    plan = Plan(session, version=session.head)
    pilot = pilot_named(plan, asked.pilot)
    names = Names(plan, pilot)
    metric, catalogue_id = _named_metric(names, asked)
    table = table or table_as_remembered(plan, asked.file, asked.said, step=step)
    mapping, known = mapping_of(plan, table, names, asked)
    mappings.check_columns(mapping, table)
    names = _of_one_pilot(names, mapping, metric)
    prepared = Prepared(plan, table, mapping, Taken(0), Settled(), names, [], known, asked.remember)
    if asked.metric is None and mapping.about:
        metric = names.metric(mapping.about)
        catalogue_id = "" if metric is None else metric.catalogue_id or ""
        if metric is None:
            raise _no_metric(names, mapping.about)
    step(len(table))
    if mapping.shape == "records":
        pairs = _measures(prepared, metric, catalogue_id, asked)
        prepared.taken = derive(table, mapping, pairs, names.cohort, plan.zone)
    else:
        if asked.metric is not None:
            metric = _made_to_fit(prepared, metric, catalogue_id, None, asked)
        prepared.taken = take(table, mapping, names.metric, names.cohort, plan.zone, only=metric)
    step(len(table))
    ids = dict.fromkeys(place.metric for place in prepared.taken.readings)
    found = [plan.get(Metric, id) for id in ids if id != NEW]
    made = [prepared.new_metric] if prepared.new_metric is not None else []
    prepared.metrics = [one for one in found if one is not None] + made
    prepared.settled = settled(session, prepared.taken, at=at, source=table.name)
    return prepared


@without_garbage_collection()
def write(session: Session, prepared: Prepared, *, at: datetime, by: str) -> Settled:
    """Write what was prepared as one step of the journal; where nothing would change, nothing is written.

    Raises:
        UserError: the plan can't be written.
    """

    def before(change: Change, found: Settled) -> Metric | None:
        if prepared.altered is not None:
            metric, values = prepared.altered
            change.set(metric, **values)
        made = None if prepared.new_metric is None else change.add(prepared.new_metric)
        if prepared.remember is not None and (found.changes or made is not None or _is_new_mapping(prepared)):
            _remember(change, prepared, made, at)
        return made

    return write_taken(session, prepared.taken, at=at, by=by, source=prepared.table.name, before=before)


# ------------------------------------------------------------------------------------------------ the metrics


def _of_one_pilot(names: Names, mapping: Mapping, metric: Metric | None) -> Names:
    """Names of the pilot whose metrics the mapping names by id: each pilot may have a cohort of the same name."""
    if names.pilot is not None:
        return names
    ids = [mapping.about, *(id for _, id in mapping.metrics), *(one.metric for one in mapping.measures)]
    found = [names.plan.get(Metric, id) for id in ids if id] if metric is None else [metric]
    pilots = {one.pilot for one in found if one is not None}
    if None in found or len(pilots) != 1:
        return names
    return Names(names.plan, names.plan.get(Pilot, str(pilots.pop())))


def _measures(
    prepared: Prepared, metric: Metric | None, catalogue_id: str, asked: Asked
) -> list[tuple[Measure, Metric]]:
    pairs = []
    for measure in prepared.mapping.measures:
        mine, id = metric, catalogue_id
        if measure.metric and asked.metric is None:
            mine = prepared.names.metric(measure.metric)
            if mine is None:
                raise _no_metric(prepared.names, measure.metric)
            id = mine.catalogue_id or ""
        elif metric is None and not id:
            raise Question(
                "records don't say which metric they give",
                subject="metric",
                where=prepared.table.name,
                to_do="say --metric ID",
            )
        pairs.append((measure, _made_to_fit(prepared, mine, id, measure, asked)))
    return pairs


def _no_metric(names: Names, name: str) -> WrongUsage:
    known = ", ".join(one.name for one in names.metrics[:12])
    return WrongUsage(
        f"the plan has no metric {name!r}",
        kept="nothing was taken in",
        to_do=f"say --create to add it from the catalogue, or choose one of {known or 'none yet'}",
    )


def _named_metric(names: Names, asked: Asked) -> tuple[Metric | None, str]:
    """The metric that the user named, and its catalogue id."""
    if asked.metric is None:
        return None, ""
    try:
        found = names.metric(asked.metric)
    except Question as several:
        raise WrongUsage(several.what, kept=several.kept, to_do=several.to_do) from several
    if found is not None:
        return found, found.catalogue_id or ""
    if not asked.create:
        raise _no_metric(names, asked.metric)
    if names.pilot is None:
        raise WrongUsage(
            "a new metric needs a pilot",
            kept="nothing was taken in",
            to_do="say which with --pilot" if names.plan.pilots else "add a pilot first",
        )
    return None, asked.metric.strip().casefold()


def _made_to_fit(
    prepared: Prepared, metric: Metric | None, catalogue_id: str, measure: Measure | None, asked: Asked
) -> Metric:
    """The metric of the file: made from the catalogue where it is new; its unit follows what records can give."""
    derived = {} if measure is None else _derived(measure, catalogue_id, metric)
    if metric is None:
        assert prepared.names.pilot is not None, "_named_metric refuses a new metric without a pilot"
        if prepared.new_metric is None:
            values = {"kind_" if name == "kind" else name: value for name, value in derived.items()}
            made = metric_from_catalogue(
                catalogue_id, pilot=prepared.names.pilot, role="secondary", cadence="week", **values
            )
            prepared.created.append(
                f"new metric {made.name} from the catalogue, {made.unit}, no threshold set"
            )
            prepared.new_metric = made
        made = prepared.new_metric
        return made.loaded(NEW, {key: value for key, value in made.__dict__.items() if key != "id"})
    differs = {name: value for name, value in derived.items() if metric.value(name) != value}
    if not differs:
        return metric
    frozen = any(is_frozen_field(prepared.plan, metric, name) for name in differs)
    if frozen or not asked.create or len(prepared.plan.readings(metric)):
        change = "amend the frozen" if frozen else "change the metric's"
        raise UserError(
            f"{metric.name} is a {metric.kind_} in {metric.unit}; "
            f"the records give a {derived['kind']} in {derived['unit']}",
            where=prepared.table.name,
            kept="nothing was taken in",
            to_do=f"import into another metric, or {change} unit and kind first",
        )
    prepared.created.append(
        f"{metric.name}: now a {derived['kind']} in {derived['unit']}, as the records give it"
    )
    prepared.altered = (metric, differs)
    return metric.with_values(**derived)


def _derived(measure: Measure, catalogue_id: str, metric: Metric | None) -> dict[str, str]:
    """Unit and kind that a measure gives its metric; empty where it says nothing of them."""
    if measure.take == "rate":
        unit = "ratio" if metric is not None and metric.unit == "ratio" else "percent"
        return {"unit": unit, "kind": "proportion"}
    of_records = guessing.record_unit(catalogue_id)
    return {"unit": of_records, "kind": "mean"} if of_records is not None and measure.take == "mean" else {}


# --------------------------------------------------------------------------------------------------- remember


def _is_new_mapping(prepared: Prepared) -> bool:
    known = prepared.remembered
    if known is None or (prepared.remember and prepared.remember != known.name):
        return True
    said = mapping_file.remembered(_by_ids(prepared, None), prepared.table)
    return any(known.value(name) != value for name, value in said.items())


def _remember(change: Change, prepared: Prepared, made: Metric | None, at: datetime) -> None:
    """Remember how the file was read, in the same step: taking back the import takes this back too."""
    said = mapping_file.remembered(_by_ids(prepared, made), prepared.table)
    known, name = prepared.remembered, prepared.remember
    if known is not None and name in {"", known.name}:
        change.set(known, **said, last_used=at)
        return
    taken = {one.name.casefold() for one in prepared.plan.all(ImportMapping)}
    wanted = name or Path(prepared.table.name).stem[:60]
    free: str = wanted
    number = 1
    while free.casefold() in taken:
        number += 1
        free = f"{wanted} {number}"
    change.add(ImportMapping(name=free, **said, last_used=at))


def _by_ids(prepared: Prepared, made: Metric | None) -> Mapping:
    """The mapping with metrics by their ids, which stay when names change."""
    mapping, names = prepared.mapping, prepared.names
    only = made.id if made is not None else prepared.metrics[0].id if len(prepared.metrics) == 1 else ""

    def id_of(name: str) -> str:
        metric = names.metric(name) if name else None
        return metric.id if metric is not None else only

    about = ""
    if mapping.shape == "long" and not mapping.metric:
        about = id_of(mapping.about)
    return replace(
        mapping,
        about=about,
        metrics=tuple((column, id_of(name)) for column, name in mapping.metrics),
        measures=tuple(replace(one, metric=id_of(one.metric)) for one in mapping.measures),
    )
