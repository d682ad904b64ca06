"""Two states of one plan side by side: what each says, and what is different between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from cxworkbench import formats
from cxworkbench.assess import assess
from cxworkbench.assessment import CONDITION_WORDS, VERDICT_WORDS, Assessment
from cxworkbench.history import Comparison, Wording
from cxworkbench.plan import Plan
from db.models import Action, Decision, Issue, Programme, Risk, Snapshot
from db.past import Past

if TYPE_CHECKING:
    from cxworkbench.plan import Source
    from db.session import Session

#: The verdicts from worst to best, to say which way a pilot went.
_ORDER = ("guardrail_breached", "below", "not_enough_data", "on_track", "confirmed", "ready_to_scale")


@dataclass(frozen=True)
class Version:
    """A state that can be chosen: its name, its place in the journal, and the moment that it is of."""

    name: str
    seq: int
    moment: datetime


@dataclass(frozen=True)
class Figure:
    """One figure of both states in words; ``state`` is the glyph of the later one where it says something."""

    name: str
    before: str
    after: str
    state: str = ""


@dataclass(frozen=True)
class Compared:
    """What two states say, and what is different in between."""

    figures: tuple[Figure, ...]
    changes: Comparison


def versions(session: Session) -> list[Version]:
    """The snapshots of a plan, newest first."""
    snapshots = [one for one in session.records(Snapshot) if one.binned is None]
    return sorted(
        (Version(one.name, one.changeset, one.taken_at) for one in snapshots),
        key=lambda one: (one.moment, one.seq),
        reverse=True,
    )


def compare(session: Session, before: int, after: int, *, today: date) -> Compared:
    """Judge two versions, each as of its own day, and say what is different.

    Args:
        session: the plan.
        before: the earlier version; 0 for the empty plan.
        after: the later one.
        today: the day as of which the newest version is judged, unless the plan pins one.
    """
    first = _judged(session, before, today) if before else None
    second = _judged(session, after, today)
    return Compared(tuple(_figures(first, second)), Wording(session).compared(before, after))


def source_at(session: Session, seq: int) -> Source:
    """Records and readings as of a version."""
    return session if seq == session.head else Past(session, seq)


def day_at(session: Session, seq: int, plan: Plan, today: date) -> date:
    """The day as of which a version is judged: that of its step, or of the newest the plan's pinned day or today."""
    if seq == session.head:
        return plan.judged_as_of(today)
    return plan.day_of(session.steps(seq - 1, seq)[0].at)


def _judged(session: Session, seq: int, today: date) -> Assessment | None:
    source = source_at(session, seq)
    if not source.records(Programme):
        return None
    plan = Plan(source, version=seq)
    return assess(plan, day_at(session, seq, plan, today))


def _figures(first: Assessment | None, second: Assessment | None) -> Iterator[Figure]:
    if second is None:
        return
    yield from _conditions(first, second)
    yield from _pilots(first, second)
    before, after = _open_items(first), _open_items(second)
    more = "at_risk" if before is not None and after is not None and after > before else ""
    yield Figure("Open log items", _count(before), _count(after), more)


def _conditions(first: Assessment | None, second: Assessment) -> Iterator[Figure]:
    for state in ("met", "at_risk", "failing"):
        before = None if first is None else first.counts.get(state, 0)
        after = second.counts.get(state, 0)
        worse = before is not None and ((after < before) if state == "met" else (after > before))
        glyph = ("failing" if state == "failing" else "at_risk") if worse else ""
        yield Figure(f"Conditions {CONDITION_WORDS[state].lower()}", _count(before), _count(after), glyph)


def _pilots(first: Assessment | None, second: Assessment) -> Iterator[Figure]:
    for pilot in second.pilots:
        then = None if first is None else first.pilot(pilot.pilot.id)
        name = pilot.pilot.short_name or pilot.pilot.name
        if pilot.metrics:
            before = VERDICT_WORDS.get(then.verdict, formats.MISSING) if then is not None else formats.MISSING
            moved = then is not None and then.verdict != pilot.verdict
            yield Figure(
                f"{name} verdict", before, VERDICT_WORDS[pilot.verdict], pilot.verdict if moved else ""
            )
        for metric in pilot.metrics:
            if metric.metric.role not in {"primary", "guardrail"} or metric.latest is None:
                continue
            old = None if first is None else first.metric(metric.metric.id)
            text = old.latest_text if old is not None and old.latest is not None else formats.MISSING
            moved = old is not None and old.state != metric.state
            yield Figure(metric.metric.name, text, metric.latest_text, metric.state if moved else "")


def _open_items(assessment: Assessment | None) -> int | None:
    """Risks, actions, issues and decisions that wait."""
    if assessment is None:
        return None
    plan = assessment.plan
    found = Counter(
        risks=sum(one.closed_on is None for one in plan.all(Risk)),
        actions=sum(one.done_on is None for one in plan.all(Action)),
        issues=sum(one.resolved_on is None for one in plan.all(Issue)),
        decisions=sum(one.date is None for one in plan.all(Decision)),
    )
    return found.total()


def _count(number: int | None) -> str:
    return formats.MISSING if number is None else formats.count(number)
