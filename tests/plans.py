"""Plans for tests: built through the same doors as a user's, with a clock that the test holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from cxworkbench.plan import Plan
from db.change import Change
from db.models import DecisionRule, FrictionPoint, Gate, Metric, Objective, Person, Pilot, Programme, Series
from db.models.pilots import GATES
from db.readings import ReadingRows
from db.session import Session
from db.store import create_plan

MONDAY = date(2025, 11, 3)
NOON = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)


def epoch(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def weeks(
    values: Sequence[float], first: date = MONDAY, n: Sequence[float] | None = None, **more: Any
) -> ReadingRows:
    """Weekly readings from a Monday on."""
    mondays = [first + timedelta(days=7 * place) for place in range(len(values))]
    return ReadingRows.of(
        [epoch(day) for day in mondays],
        [epoch(day + timedelta(days=7)) for day in mondays],
        values,
        n=n,
        **more,
    )


class PlanBuilder:
    """A plan file with one pilot, extended by ``with_…``; every step is journalled."""

    def __init__(self, path: Path) -> None:
        self.session: Session = create_plan(
            path, Programme(name="Programme"), at=NOON, by="Test", origin="window"
        )
        self.made: dict[str, Any] = {}
        with self.change("Start") as change:
            self.made["owner"] = change.add(Person(name="Priya Raman"))
            self.made["sponsor"] = change.add(Person(name="Helen Marsh"))

    def change(self, label: str, **more: Any) -> Any:
        return self.session.change(label, **{"at": NOON, "by": "Test", **more})

    def with_pilot(
        self,
        name: str = "Agent Assist",
        gates: dict[str, tuple[date | None, date | None]] | None = None,
        **values: Any,
    ) -> Self:
        """A pilot; ``gates`` gives planned and passed days by kind."""
        with self.change("Add a pilot") as change:
            self._pilot(change, name, gates or {}, values)
        return self

    def _pilot(
        self, change: Change, name: str, gates: dict[str, tuple[date | None, date | None]], values: Any
    ) -> None:
        pilot = change.add(
            Pilot(**{"name": name, "owner": self.made["owner"], "deployment_type": "agent_assist", **values})
        )
        self.made["pilot"] = pilot
        for kind in GATES:
            planned, passed = gates.get(kind, (None, None))
            self.made[kind] = change.add(Gate(pilot=pilot, kind_=kind, planned_on=planned, passed_on=passed))
        self.made["rule"] = change.add(DecisionRule(pilot=pilot, warm_up_weeks=4))

    def with_metric(self, key: str = "metric", **values: Any) -> Self:
        described = {
            "pilot": self.made["pilot"],
            "name": "Resolved first time",
            "role": "primary",
            "definition": "Calls without a repeat in 7 days",
            "unit": "percent",
            "kind_": "proportion",
            "direction": "up",
            "source": "Contact history",
            **values,
        }
        with self.change("Add a metric") as change:
            self.made[key] = change.add(Metric(**described))
            self.made[f"{key}_series"] = change.add(Series(metric=self.made[key], arm="pilot"))
        return self

    def with_readings(self, rows: ReadingRows, key: str = "metric") -> Self:
        with self.change("Import", kind="import") as change:
            change.write_readings(self.made[f"{key}_series"].id, rows)
        return self

    def with_objective(self, **values: Any) -> Self:
        """A complete, precise, agreed objective, unless ``values`` say otherwise."""
        with self.change("Add an objective") as change:
            point = change.add(
                FrictionPoint(
                    pilot=self.made["pilot"],
                    title="Customers call twice",
                    journey_step="Query a bill",
                    affected_people="Billing customers",
                    volume_per_month=1000,
                    evidence="Contact history",
                )
            )
            described = {
                "pilot": self.made["pilot"],
                "friction_point": point,
                "outcome": "More calls settled first time",
                "metric": self.made["metric"],
                "baseline_value": "61.0",
                "baseline_from": date(2025, 8, 4),
                "baseline_to": date(2025, 9, 15),
                "baseline_source": "Contact history",
                "target_value": "70.0",
                "target_date": date(2026, 6, 30),
                "owner": self.made["owner"],
                "priority": 1,
                "agreed_by": [self.made["sponsor"], self.made["owner"]],
                "agreed_on": date(2025, 7, 22),
                **values,
            }
            self.made["friction_point"] = point
            self.made["objective"] = change.add(Objective(**described))
        return self

    def set(self, key: str, **values: Any) -> Self:
        with self.change(f"Set {', '.join(values)}") as change:
            change.set(self.made[key], **values)
        return self

    @property
    def plan(self) -> Plan:
        return Plan(self.session, version=self.session.head)
