"""Breaches of a guardrail and their end: a person says by name why one is over, and from which day weeks count anew."""

from __future__ import annotations

from datetime import date

from cxworkbench import formats
from cxworkbench.measurement import guardrail
from cxworkbench.plan import Plan
from db.change import Change
from db.errors import FieldError
from db.models import BreachClosure, Metric


def closures_of(plan: Plan, metric: Metric) -> tuple[guardrail.BreachClosure, ...]:
    """The breaches of a metric's guardrail that are closed: by a day, a name and a reason; less than that ends none."""
    return tuple(
        guardrail.BreachClosure(one.breached_on, one.closed_on)
        for one in plan.linking(BreachClosure, "metric", metric.id)
        if one.closed_on is not None and one.by is not None and one.reason
    )


def close_breach(
    change: Change,
    metric: Metric,
    breached_on: date,
    *,
    closed_on: date | None,
    by: str | None,
    reason: str,
    as_of: date,
    decision: str | None = None,
) -> BreachClosure:
    """Record that a breach is over.

    Args:
        change: the step that it becomes.
        metric: whose guardrail it is.
        breached_on: the day of the breach.
        closed_on: only later weeks count towards a new one.
        by: the id of the person who says so.
        reason: why it is over.
        as_of: the day of the judgement that shows the breach.
        decision: the id of the decision that it rests on, if one was taken.

    Raises:
        FieldError: a day that can't be, nobody named, or no reason.
    """
    kept = "the breach stays open"
    if closed_on is None or not breached_on <= closed_on <= as_of:
        first, last = formats.day(breached_on), formats.day(as_of)
        raise FieldError(
            "a breach is closed on a day from its own to today",
            where="Closed on",
            kept=kept,
            to_do=f"give a day from {first} to {last}",
        )
    if not by:
        raise FieldError(
            "a breach is closed by a person",
            where="Closed by",
            kept=kept,
            to_do="name who says that it is over",
        )
    if not reason.strip():
        raise FieldError(
            "a breach is closed for a reason that others can read",
            where="Reason",
            kept=kept,
            to_do="say what was put right, and how that is known",
        )
    return change.add(
        BreachClosure(
            pilot=metric.pilot,
            metric=metric,
            breached_on=breached_on,
            closed_on=closed_on,
            by=by,
            reason=reason.strip(),
            decision=decision,
        )
    )
