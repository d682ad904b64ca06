"""The named functions of the expressions (header of failure_modes.toml), each once.

Their arguments come as terms: a function that names kinds looks at the names, any other reads the values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from cxworkbench.conditions import objective
from cxworkbench.conditions.expressions import Term, is_empty
from cxworkbench.conditions.plain_tests import plain_test
from cxworkbench.conditions.scope import PilotScope
from cxworkbench.usage import Use, closed_weeks, newest_use
from cxworkbench.working_days import working_days
from db.records import Record


def _rows(scope: PilotScope, kind: str, condition: Term | None) -> Iterable[Any]:
    """The records of a kind that meet a condition; those alone are asked whose link must name the record."""
    if condition is None:
        return scope.records(kind)
    rows = scope.records(kind)
    if condition.links and isinstance(scope.record, Record):
        rows = scope.linked(kind, condition.links, scope.record.id)
        if condition.only_links:
            return rows
    test = None if condition.node is None else plain_test(condition.node, kind)
    if test is not None:
        return [row for row in rows if test(row.__dict__)]
    return [row for row in rows if condition.holds(scope.with_at_hand(row))]


def _named(term: Term) -> tuple[str, tuple[str, ...]]:
    names = term.names or ("",)
    return names[0], names[1:]


def _count(scope: PilotScope, kind: Term, condition: Term | None = None) -> int:
    return len(list(_rows(scope, _named(kind)[0], condition)))


def _min(scope: PilotScope, path: Term, condition: Term | None = None) -> Any:
    kind, names = _named(path)
    values = [scope.with_at_hand(row).path(names) for row in _rows(scope, kind, condition)]
    return min((one for one in values if not is_empty(one)), default=None)


def _by_day(scope: PilotScope, rows: Iterable[Any], day: Term) -> list[tuple[date, Any]]:
    dated = [(day.value(scope.with_at_hand(row)), row) for row in rows]
    known = [(when, row) for when, row in dated if isinstance(when, date)]
    return sorted(known, key=lambda one: one[0])


def _newest(scope: PilotScope, path: Term, day: Term, condition: Term | None = None) -> Any:
    kind, names = _named(path)
    dated = _by_day(scope, _rows(scope, kind, condition), day)
    return scope.with_at_hand(dated[-1][1]).path(names) if dated else None


def _last(scope: PilotScope, kind: Term, n: Term, day: Term, within: Term, condition: Term) -> int:
    count = n.value(scope)
    newest = _by_day(scope, _rows(scope, _named(kind)[0], within), day)[-int(count or 0) :]
    return sum(condition.holds(scope.with_at_hand(row)) for _, row in newest)


def _days(scope: PilotScope, start: Term, end: Term) -> int | None:
    first, last = start.value(scope), end.value(scope)
    if not isinstance(first, date) or not isinstance(last, date):
        return None
    return (last - first).days


def _workdays(scope: PilotScope, start: Term, end: Term) -> int | None:
    first, last = start.value(scope), end.value(scope)
    if not isinstance(first, date) or not isinstance(last, date):
        return None
    days = scope.known.answers.get("workdays")
    if days is None:
        days = scope.known.answers["workdays"] = working_days(scope.plan)
    return int(days.between(first, last))


def _first_filled(scope: PilotScope, *choices: Term) -> Any:
    values = (choice.value(scope) for choice in choices)
    return next((value for value in values if not is_empty(value)), None)


def _last_weeks(scope: PilotScope, count: Term) -> list[date]:
    return closed_weeks(scope.as_of, int(count.value(scope)))


def _weekly_share(scope: PilotScope, place: Term) -> Decimal | None:
    week = closed_weeks(scope.as_of, int(place.value(scope)))[-1]
    rows = [one for one in scope.records("usage") if one.week == week]
    people = sum(one.in_scope or 0 for one in rows)
    return Decimal(sum(one.active or 0 for one in rows)) / people if people else None


def sponsors_on(scope: PilotScope, day: date) -> list[str]:
    """Ids of the people who are executive sponsor on a day, and of the records that make them so."""
    key = ("sponsors", day)
    if key not in scope.known.answers:
        rows = [
            one
            for one in scope.records("sponsor")
            if one.role == "executive"
            and (one.appointed_on is None or one.appointed_on <= day)
            and (one.ended_on is None or one.ended_on > day)
        ]
        scope.known.answers[key] = [one.person for one in rows] + [one.id for one in rows]
    found: list[str] = scope.known.answers[key]
    return found


def _sponsors(scope: PilotScope, day: Term) -> list[str]:
    when = day.value(scope)
    return sponsors_on(scope, when) if isinstance(when, date) else []


def _audit_passed(scope: PilotScope, day: Term) -> bool:
    from cxworkbench.audit.readiness import audit_passed

    when, source = day.value(scope), scope.at_hand
    if not isinstance(when, date) or source is None or source.kind != "data_source":
        return False
    key = ("audit_passed", source.id, when)
    if key not in scope.known.answers:
        scope.known.answers[key] = audit_passed(scope.plan, source, when)
    return bool(scope.known.answers[key])


def use_of(scope: PilotScope, cohort: Any) -> Use:
    """A cohort's newest closed week against its plan."""
    weeks = scope.linked("usage", "cohort", cohort.id)
    return newest_use(cohort, weeks, scope.linked("usage_plan", "cohort", cohort.id), scope.as_of)


def _usage_status(scope: PilotScope) -> str | None:
    cohort = scope.at_hand
    return use_of(scope, cohort).status if cohort is not None and cohort.kind == "cohort" else None


def _guardrail_status(scope: PilotScope) -> str | None:
    metric = scope.at_hand
    if metric is None or metric.kind != "metric" or scope.pilot is None:
        return None
    state = scope.known.metrics.get(metric.id)
    if state is None:
        from cxworkbench.metric_states import judge

        state = judge(scope.plan, scope.pilot, metric, scope.as_of)
    return None if state.guardrail is None else str(state.guardrail.status)


def _within_case(scope: PilotScope) -> bool:
    from cxworkbench.returns.promises import judged_promise

    promise = scope.at_hand
    if promise is None or promise.kind != "promise":
        return False
    return judged_promise(scope, promise).within is True


def _below_range(scope: PilotScope, value: Term, low: Term, high: Term) -> bool:
    checkpoint = scope.at_hand
    found, bottom, top = value.value(scope), low.value(scope), high.value(scope)
    if not all(isinstance(one, Decimal) for one in (found, bottom, top)):
        return False
    metric = scope.plan.find(checkpoint.metric) if checkpoint.what == "metric" else None
    falls = metric is not None and metric.value("direction") == "down"
    return bool(found > max(bottom, top)) if falls else bool(found < min(bottom, top))


def _better(scope: PilotScope, a: Term, b: Term) -> bool:
    metric = objective.metric_of(scope.plan, scope.at_hand)
    return objective.better(metric, a.value(scope), b.value(scope))


def _within_reference(scope: PilotScope) -> bool:
    metric = objective.metric_of(scope.plan, scope.at_hand)
    return objective.within_reference(scope.pilot, scope.at_hand, metric)


def _observable(scope: PilotScope, text: Term) -> bool:
    return objective.observable(scope.plan, text.value(scope))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "count": _count,
    "min": _min,
    "newest": _newest,
    "last": _last,
    "days": _days,
    "workdays": _workdays,
    "first_filled": _first_filled,
    "last_weeks": _last_weeks,
    "weekly_share": _weekly_share,
    "sponsors": _sponsors,
    "audit_passed": _audit_passed,
    "usage_status": _usage_status,
    "guardrail_status": _guardrail_status,
    "within_case": _within_case,
    "below_range": _below_range,
    "better": _better,
    "within_reference": _within_reference,
    "observable": _observable,
}
