"""A new plan, filled from a deployment type of the reference data: what it suggests, never what only people know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import resources
from cxworkbench.governance import add_governance
from db.change import Change
from db.errors import UserError, WrongUsage
from db.models import DecisionRule, Gate, Metric, Milestone, Pilot, Programme, Series
from db.models.pilots import GATES
from db.store import create_plan

_UNITS = {
    "percent": "percent",
    "seconds": "seconds",
    "minutes": "seconds",
    "hours": "seconds",
    "count": "count",
}


def deployment_types() -> dict[str, str]:
    """The deployment types of the reference data: id and name."""
    return {entry["id"]: entry["name"] for entry in resources.toml("deployment_types")["deployment"]}


def new_plan(
    path: Path | str,
    *,
    programme: str,
    at: datetime,
    by: str,
    type: str | None = None,
    pilot: str | None = None,
    go_live: date | None = None,
    time_zone: str = "UTC",
) -> None:
    """Write a new plan with its programme and, where named, its first pilot.

    Args:
        path: the file to make.
        programme: its name.
        at: when.
        by: who.
        type: id of a deployment type; fills metrics and milestones.
        pilot: name of the first pilot.
        go_live: planned day of its go-live; milestones hang on it.
        time_zone: IANA name; weeks begin on its Mondays.

    Raises:
        WrongUsage: a type that the reference data doesn't have, or a type or date without a pilot.
        UserError: the file exists already or can't be written.
    """
    if pilot is None and (type is not None or go_live is not None):
        raise WrongUsage(
            "a type or a go-live date belongs to a pilot",
            kept="nothing was written",
            to_do="add --pilot NAME",
        )
    entry = None
    if type is not None:
        entry = deployment_entry(type)
        if entry is None:
            raise WrongUsage(
                f"there is no deployment type {type!r}",
                kept="nothing was written",
                to_do=f"choose one of {', '.join(deployment_types())}",
            )
    target = Path(path)
    session = create_plan(target, Programme(name=programme, time_zone=time_zone), at=at, by=by)
    try:
        if pilot is not None:
            with session.change(f"Add the pilot {pilot}", at=at, by=by) as change:
                add_pilot(change, pilot, entry, go_live)
    except UserError:
        session.close()
        target.unlink(missing_ok=True)
        raise
    session.close()


def deployment_entry(id: str) -> Mapping[str, Any] | None:
    """What the reference data says of a deployment type; None where there is no such."""
    found: list[Mapping[str, Any]] = resources.toml("deployment_types")["deployment"]
    return next((one for one in found if one["id"] == id), None)


def add_pilot(
    change: Change, name: str, entry: Mapping[str, Any] | None, go_live: date | None, *, position: int = 1
) -> Pilot:
    """Add a pilot with its six gates, the seven questions of governance, its controls, and what its type suggests."""
    made = change.add(
        Pilot(
            name=name, deployment_type=entry["id"] if entry else None, status="preparing", position=position
        )
    )
    for kind in GATES:
        planned = go_live if kind == "go_live" else None
        change.add(Gate(pilot=made, kind_=kind, planned_on=planned, first_planned_on=planned))
    change.add(DecisionRule(pilot=made))
    add_governance(change, made)
    if entry is not None:
        _add_metrics(change, made, entry)
        _add_milestones(change, made, go_live)
    return made


def metric_from_catalogue(catalogue_id: str, **values: Any) -> Metric:
    """A metric as the catalogue describes it, without thresholds.

    Raises:
        WrongUsage: the catalogue has no such metric.
    """
    entry = next((one for one in resources.toml("metrics")["metric"] if one["id"] == catalogue_id), None)
    if entry is None:
        raise WrongUsage(
            f"the catalogue has no metric {catalogue_id!r}",
            kept="nothing was changed",
            to_do="see resources/reference/metrics.toml for the ids",
        )
    described = {
        "name": entry["name"].split(" (")[0],
        "catalogue_id": entry["id"],
        "definition": entry["definition"],
        "formula": entry["formula"],
        "unit": _unit(entry["unit"]),
        "kind_": "mean" if entry["kind"] == "score" else entry["kind"],
        "direction": entry["direction"],
        "cadence": _cadence(entry["cadence"]),
        "decimals": 0 if _unit(entry["unit"]) in {"seconds", "count"} else 1,
        "source": entry["measured_by"].split(",")[0].split(".")[0],
    }
    return Metric(**{**described, **values})


def _unit(written: str) -> str:
    if written.startswith("score") or written == "points":
        return "score"
    return _UNITS.get(written, "ratio" if written.startswith("per_") else "count")


def _cadence(written: str) -> str:
    for word, cadence in (("weekly", "week"), ("daily", "day"), ("hour", "day"), ("month", "month")):
        if word in written:
            return cadence
    return "week"


def _add_metrics(change: Change, pilot: Pilot, entry: Mapping[str, Any]) -> None:
    """The first metric that the type moves is suggested as primary, its guardrails as guardrails.

    What is measured less often than weekly can't be judged, and is shown beside them (statistics.md b4).
    """
    roles = dict.fromkeys(entry["metrics_moved"], "secondary") | dict.fromkeys(
        entry["guardrails"], "guardrail"
    )
    primary = entry["metrics_moved"][0]
    roles[primary] = "primary"
    for place, (name, role) in enumerate(roles.items(), 1):
        metric = metric_from_catalogue(name, pilot=pilot, role=role, position=place)
        if metric.cadence == "month" and role == "guardrail":
            metric = metric.with_values(role="secondary")
        metric = change.add(metric)
        change.add(Series(metric=metric, arm="pilot"))


def _add_milestones(change: Change, pilot: Pilot, go_live: date | None) -> None:
    for place, entry in enumerate(resources.toml("adoption")["milestone"], 1):
        weeks = entry["offset_weeks"]
        change.add(
            Milestone(
                pilot=pilot,
                workstream="adoption",
                stage=entry["stage"],
                title=entry["title"],
                audience=", ".join(name.replace("_", " ") for name in entry["audience"]),
                planned=None if go_live is None else go_live + timedelta(weeks=weeks),
                template_id=entry["id"],
                offset_weeks=weeks,
                position=place,
            )
        )
