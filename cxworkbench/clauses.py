"""What would change a recommendation: how it stands, what it needs, by when, each a clause (statistics.md b6)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from cxworkbench import formats
from cxworkbench.assessment import PilotState
from cxworkbench.audit.readiness import DEFAULT_CADENCE, newest_audit
from cxworkbench.conditions.overruled import last_day, waiver_in_force
from cxworkbench.judged_metric import MetricState
from cxworkbench.metric_states import figures_of, trend_of
from cxworkbench.naming import Names
from cxworkbench.plan import Plan, Ref
from db.models import Control, DataSource, Metric, Milestone, Pilot, Waiver

if TYPE_CHECKING:
    from collections.abc import Mapping

    from db.records import Record

NO_DATE = "no date"


@dataclass(frozen=True)
class Clause:
    """One thing that would have to change: what, how it stands now, what it needs, by when.

    ``towards`` is the outcome that it stands before: hold for stop and pause, scale for hold; empty for a reserve.
    """

    what: str
    now: str
    needs: str
    by_when: str
    towards: str
    refs: tuple[Ref, ...] = ()

    @property
    def text(self) -> str:
        """The clause without its date: "Handling time, weeks that count: 10, needs 12"."""
        return f"{self.what}: {self.now}, needs {self.needs}" if self.needs else f"{self.what}: {self.now}"


def reached_by(metric: MetricState, target: float | None, as_of: date) -> str:
    """When the trend of a metric gets to a threshold: the even chance, with 1 in 10 and 9 in 10 beside it.

    "14 Jun (7 Jun to 5 Jul)"; no date where the forecast gives none (statistics.md c).
    """
    from cxworkbench.measurement.forecast import TrendStatus, sunday_of

    trend = trend_of(metric, target)
    if trend is None or metric.window is None or trend.status is not TrendStatus.FORECAST:
        return NO_DATE

    def said(week: float | None) -> str:
        if week is None or not math.isfinite(week) or metric.window is None:
            return "not within the horizon"
        return formats.near_day(sunday_of(week, metric.window), as_of)

    return f"{said(trend.p50)} ({said(trend.p10)} to {said(trend.p90)})"


class ByMilestones:
    """By when the milestones behind a clause are likely to be done: simulated when first asked for."""

    def __init__(self, plan: Plan, pilot: Pilot, as_of: date) -> None:
        """Ask about a pilot's milestones as of a day."""
        self._plan, self._pilot, self._as_of = plan, pilot, as_of

    @cached_property
    def _days(self) -> Mapping[str, date]:
        from cxworkbench.schedule.forecast import four_in_five

        return four_in_five(self._plan, self._pilot, self._as_of)

    def when(self, evidence: Iterable[Ref]) -> str:
        """The day by which four draws of five have the last of them done; no date where none of them has one."""
        ids = [ref.id for ref in evidence if ref.kind == Milestone.kind]
        days = [self._days[id] for id in ids if id in self._days] if ids else []
        return f"{formats.near_day(max(days), self._as_of)} (4 in 5)" if days else NO_DATE


# ------------------------------------------------------------------------------------------------------ reserves


def reserves(plan: Plan, state: PilotState, as_of: date) -> list[Clause]:
    """The three smallest reserves of a pilot that may scale.

    The guardrail nearest its limit, the bound nearest its threshold (both in spreads of a week), and the evidence that
    ends first.
    """
    found = []
    for of_guardrail in (True, False):
        nearest = min(_distances(state, of_guardrail=of_guardrail), key=lambda pair: pair[0], default=None)
        if nearest is not None:
            found.append(nearest[1])
    ends = min(_ends(plan, state.pilot, as_of), key=lambda end: end[0], default=None)
    if ends is not None:
        day, what, record = ends
        now = f"{formats.plural((day - as_of).days, 'day')} left"
        refs = (Ref(record.kind, record.id),)
        found.append(
            Clause(f"Evidence that ends first, {what}", now, "", formats.near_day(day, as_of), "", refs)
        )
    return found


def _distances(state: PilotState, *, of_guardrail: bool) -> Iterator[tuple[float, Clause]]:
    for one in state.metrics:
        band, write = one.verdict.band, figures_of(one.metric)
        bar = one.rule.guardrail_limit if of_guardrail else one.rule.success
        if bar is None or not band.T or not one.rule.sign or not band.sd:
            continue
        if not of_guardrail and one.rule.role != "primary":
            continue
        bound = band.lower if one.rule.sign > 0 else band.upper
        what = f"{one.metric.name} to its {'limit' if of_guardrail else 'threshold'}"
        refs = (Ref(Metric.kind, one.metric.id),)
        yield abs(bound - bar) / band.sd, Clause(what, write(bound), write(bar), NO_DATE, "", refs)


def _ends(plan: Plan, pilot: Pilot, as_of: date) -> Iterator[tuple[date, str, Record]]:
    """What a scaled pilot would go on resting on, and until when: audits, tests of controls, waivers."""
    names = Names(plan.find)
    for source in plan.of_pilot(DataSource, pilot):
        audit = newest_audit(plan, source, as_of) if source.critical else None
        if audit is not None:
            end = audit.audited_on + timedelta(days=source.audit_cadence or DEFAULT_CADENCE)
            yield end, f"the audit of {names.named(source) or source.label}", source
    for control in plan.of_pilot(Control, pilot):
        if control.status == "in place" and control.next_due is not None:
            yield control.next_due, f"the test of {control.name}", control
    for waiver in plan.of_pilot(Waiver, pilot, programme_too=True):
        last = last_day(waiver)
        if last is not None and waiver_in_force(waiver, as_of):
            yield last, "a waiver", waiver
