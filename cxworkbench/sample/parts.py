"""What the three pilots of the sample are made of: pilots with gates, metrics with series, passed gates, events."""

from __future__ import annotations

from datetime import date
from typing import Any

from cxworkbench.sample.steps import Steps
from db.change import Change
from db.models import (
    ChartEvent,
    Decision,
    Gate,
    Metric,
    Pilot,
    Series,
)
from db.models.pilots import GATES


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


def pass_gate(
    steps: Steps,
    change: Change,
    pilot: str,
    gate: str,
    day: date,
    who: str | None,
    number: int | None,
    **decided: Any,
) -> None:
    """Pass a gate, by a recorded decision where somebody is named; ``decided`` says more about that."""
    decision = None
    if who is not None:
        said: dict[str, Any] = {
            "kind_": "pass gate",
            "question": f"Pass {GATES[gate]}?",
            "outcome": "Passed",
            "reason": "All criteria due were met",
            **decided,
        }
        decision = change.add(
            Decision(
                pilot=steps[pilot],
                number=number,
                asked_on=day,
                asked_of=steps[who],
                date=day,
                decided_by=steps[who],
                **said,
            )
        )
        steps.keep(f"{pilot}_{gate}_decision", decision)
    change.set(steps[f"{pilot}_{gate}"], passed_on=day, decision=decision)


def add_event(steps: Steps, change: Change, pilot: str, day: date, label: str, kind: str, note: str) -> None:
    change.add(ChartEvent(pilot=steps[pilot], day=day, label_=label, kind_=kind, note=note))
