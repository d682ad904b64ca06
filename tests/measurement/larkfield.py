"""The sample programme's series behind the pictures, and how a series becomes weeks, window and verdict in tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cxworkbench.measurement.guardrail import BreachClosure, GuardrailStatus, guardrail_status
from cxworkbench.measurement.readings import Readings
from cxworkbench.measurement.rule import MetricRule
from cxworkbench.measurement.verdict import DataQuality, MetricVerdict, judge_metric
from cxworkbench.measurement.weeks import Weeks, weekly
from cxworkbench.measurement.window import Window, evaluation_window

ZONE = "Europe/London"
AS_OF = date(2026, 3, 11)
AGENT_ASSIST = date(2025, 11, 3)
CHAT_ASSISTANT = date(2026, 1, 19)

FCR = [
    60.4,
    61.7,
    63.2,
    65.0,
    66.4,
    66.7,
    66.6,
    67.9,
    66.6,
    68.1,
    65.0,
    65.8,
    68.0,
    65.9,
    68.0,
    67.5,
    66.5,
    68.1,
]
CALLS = [42988, 43605, 42912, 43391, 43044, 40230, 41876, 43427, 44018]
CALLS += [42360, 40112, 40925, 41190, 42644, 43870, 43156, 42207, 43918]
FCR_BASELINE = [60.2, 61.6, 61.0, 60.4, 61.9, 61.3, 60.7, 61.5, 60.1, 61.2, 61.4, 60.7]
HANDLING = [578, 566, 551, 537, 522, 524, 509, 523, 521, 508, 518, 507, 502, 515, 523, 513, 515, 512]
QUALITY = [
    4.21,
    4.19,
    4.22,
    4.24,
    4.27,
    4.23,
    4.26,
    4.24,
    4.27,
    4.24,
    4.26,
    4.27,
    4.28,
    4.25,
    4.24,
    4.26,
    4.26,
    4.27,
]
CONTAINED = [14.1, 16.9, 17.8, 17.2, 16.8, 16.5, 16.2]
REPEATS = [18.9, 19.3, 19.6, 20.4, 21.5, 22.7, 23.6]
SATISFACTION = [3.88, 3.85, 3.84, 3.79, 3.71, 3.66, 3.62]

RESOLVED = MetricRule(
    "proportion", "up", unit="percent", success=66.0, scale=70.0, guardrail_limit=59.0, minimum_sample=400
)
HANDLED = MetricRule("mean", "down", unit="seconds", role="secondary", success=525)
SCORED = MetricRule("mean", "up", unit="score", role="secondary", success=4.25, guardrail_limit=4.10)


@dataclass(frozen=True)
class Series:
    """One weekly series of a pilot, judged as of a day."""

    first: date
    values: Sequence[float | None]
    rule: MetricRule
    n: Sequence[float | None] | None = None
    as_of: date = AS_OF
    warm_up: int = 4
    restarts: Sequence[date] = ()
    excluded: Sequence[bool] | None = None

    @property
    def readings(self) -> Readings:
        return Readings.of_weeks(self.first, self.values, self.n, excluded=self.excluded, time_zone=ZONE)

    @property
    def weeks(self) -> Weeks:
        return weekly(
            self.readings,
            kind=self.rule.kind,
            as_of=self.as_of,
            time_zone=ZONE,
            minimum_sample=self.rule.minimum_sample,
            unit_scale=self.rule.unit_scale,
        )

    @property
    def window(self) -> Window:
        return evaluation_window(
            self.first, as_of=self.as_of, warm_up_weeks=self.warm_up, restarts=self.restarts
        )

    def verdict(self, data_ready: DataQuality | None = None) -> MetricVerdict:
        return judge_metric(
            self.weeks, self.rule, window=self.window, as_of=self.as_of, data_ready=data_ready
        )

    def guardrail(self, *closures: BreachClosure) -> GuardrailStatus:
        return guardrail_status(
            self.weeks,
            self.rule,
            window=self.window,
            closures=closures,
            readings=self.readings,
            time_zone=ZONE,
        )


def day_after(first: date, weeks: int) -> date:
    """The Monday on which so many weeks from a first Monday are closed."""
    return date.fromordinal(first.toordinal() + 7 * weeks)
