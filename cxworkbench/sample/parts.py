"""What the three pilots of the sample are made of: pilots with gates, metrics with series, passed gates, events."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from cxworkbench.sample.steps import Steps
from db.change import Change
from db.models import (
    Benefit,
    ChartEvent,
    Decision,
    Gate,
    Metric,
    Pilot,
    RoiCase,
    Series,
)
from db.models.pilots import GATES

_D = Decimal


def add_pilot(steps: Steps, change: Change, key: str, gates: dict[str, date | None], **values: Any) -> None:
    pilot = steps.keep(key, change.add(Pilot(**values)))
    for kind in GATES:
        planned = gates.get(kind)
        steps.keep(
            f"{key}_{kind}",
            change.add(Gate(pilot=pilot, kind_=kind, planned_on=planned, first_planned_on=planned)),
        )


def add_metric(steps: Steps, change: Change, key: str, **values: Any) -> None:
    metric = steps.keep(key, change.add(Metric(**values)))
    steps.keep(f"series_{key}", change.add(Series(metric=metric, arm="pilot")))


def justify(steps: Steps, change: Change, key: str, name: str, text: str, **values: Any) -> None:
    case = change.add(RoiCase(pilot=steps[key], name=f"{name} case", status="draft"))
    change.add(
        Benefit(
            case=case,
            pilot=steps[key],
            objective=steps[f"{key}_objective"],
            name=name,
            justification=text,
            source="Own measurement",
            **values,
        )
    )


def pass_gate(
    steps: Steps, change: Change, pilot: str, gate: str, day: date, who: str | None, number: int | None
) -> None:
    decision = None
    if who is not None:
        decision = change.add(
            Decision(
                pilot=steps[pilot],
                kind_="pass gate",
                question=f"Pass {GATES[gate]}?",
                number=number,
                asked_on=day,
                asked_of=steps[who],
                date=day,
                outcome="Passed",
                decided_by=steps[who],
                reason="All criteria due were met",
            )
        )
    change.set(steps[f"{pilot}_{gate}"], passed_on=day, decision=decision)


def add_event(steps: Steps, change: Change, pilot: str, day: date, label: str, kind: str, note: str) -> None:
    change.add(ChartEvent(pilot=steps[pilot], day=day, label_=label, kind_=kind, note=note))
