"""Stakeholders: where they stand and stood, whether contacts are kept, how long decisions take, what was promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from cxworkbench.naming import code_of
from cxworkbench.plan import Plan, Ref
from db.models import Commitment, Decision, Engagement, Stakeholder
from db.models.people import INFLUENCE, SUPPORT

#: From low to high, and from against to champions: the two axes of the map, each step at 0 to 4.
INFLUENCE_STEPS = tuple(reversed(INFLUENCE))
SUPPORT_STEPS = tuple(reversed(SUPPORT))
#: Contacts that are shown of each.
LAST = 6
#: Whoever stands there, with high influence and little support, is to be won first.
WIN_INFLUENCE, WIN_SUPPORT = 3, 1


@dataclass(frozen=True)
class MapPoint:
    """Where a stakeholder stands on the map: (influence, support), each from 0 to 4; and where at the last review."""

    ref: Ref
    name: str
    now: tuple[int, int]
    was: tuple[int, int] | None = None

    @property
    def fell(self) -> bool:
        """Whether support fell since."""
        return self.was is not None and self.now[1] < self.was[1]

    @property
    def win_first(self) -> bool:
        """Whether influence is high and support low."""
        return self.now[0] >= WIN_INFLUENCE and self.now[1] <= WIN_SUPPORT


@dataclass(frozen=True)
class Cadence:
    """How contacts with a stakeholder go: the last planned ones, kept or missed, newest last; and the next."""

    stakeholder: Stakeholder
    name: str
    kept: tuple[bool, ...]
    next: Engagement | None
    last_held: date | None

    @property
    def count(self) -> str:
        """Kept of all, in words."""
        return f"{sum(self.kept)} of {len(self.kept)}" if self.kept else ""


@dataclass(frozen=True)
class Clock:
    """From ask to decision in days; of an open ask until the day of judgement."""

    ref: Ref
    code: str
    text: str
    name: str
    days: int
    is_open: bool
    over_limit: bool


@dataclass(frozen=True)
class Promised:
    """A commitment: kept, overdue, due or withdrawn."""

    commitment: Commitment
    name: str
    state: str


def stakeholder_map(plan: Plan, past: Plan | None = None) -> list[MapPoint]:
    """Everybody whose influence and support are known; each person once, by the strongest role."""
    found: dict[str, MapPoint] = {}
    for one in plan.all(Stakeholder):
        now = _place(one)
        if now is None:
            continue
        then = past.get(Stakeholder, one.id) if past is not None else None
        was = _place(then) if then is not None else None
        ref = Ref("stakeholder", one.id)
        point = MapPoint(ref, plan.person_name(one.person), now, None if was == now else was)
        if one.person not in found or found[one.person].now[0] < now[0]:
            found[one.person] = point
    return sorted(found.values(), key=lambda point: (-point.now[0], point.now[1], point.name))


def _place(one: Stakeholder) -> tuple[int, int] | None:
    if one.influence not in INFLUENCE_STEPS or one.support not in SUPPORT_STEPS:
        return None
    return INFLUENCE_STEPS.index(one.influence), SUPPORT_STEPS.index(one.support)


def cadences(plan: Plan, as_of: date) -> list[Cadence]:
    """Contacts with each stakeholder who has any: who is kept worst first.

    A contact is missed when its planned day has passed without one held; cancelled ones with a reason don't count.
    """
    found = []
    for one in plan.all(Stakeholder):
        contacts = sorted(
            (c for c in plan.linking(Engagement, "stakeholder", one.id) if not c.cancelled_reason),
            key=lambda c: c.planned or c.done or date.max,
        )
        past = [c for c in contacts if c.planned is not None and (c.planned < as_of or c.done is not None)]
        ahead = [c for c in contacts if c.done is None and c.planned is not None and c.planned >= as_of]
        held = [c.done for c in contacts if c.done is not None]
        if past or ahead:
            kept = tuple(c.done is not None for c in past[-LAST:])
            name = plan.person_name(one.person)
            found.append(Cadence(one, name, kept, ahead[0] if ahead else None, max(held, default=None)))
    return sorted(found, key=lambda c: (sum(c.kept) / len(c.kept) if c.kept else 1.0, c.name))


def clocks(plan: Plan, as_of: date) -> list[Clock]:
    """Every decision asked of somebody, in the order of asking; taken ones first."""
    limit = plan.programme.sponsor_decision_limit or 10
    found = []
    for one in plan.all(Decision):
        if one.asked_on is None or one.asked_on > as_of:
            continue
        is_open = one.date is None or one.date > as_of
        end = as_of if is_open or one.date is None else one.date
        days = (end - one.asked_on).days
        text = one.question if is_open else one.outcome or one.question
        name = plan.person_name(one.asked_of)
        code = "" if is_open else code_of(one)
        clock = Clock(Ref("decision", one.id), code, text or one.label, name, days, is_open, days > limit)
        found.append((is_open, one.asked_on, clock))
    return [clock for *_, clock in sorted(found, key=lambda one: one[:2])]


def medians(found: Sequence[Clock]) -> list[tuple[str, float]]:
    """Days from ask to decision of each person, at the median of the decisions taken; quickest first."""
    days: dict[str, list[int]] = {}
    for clock in found:
        if not clock.is_open:
            days.setdefault(clock.name, []).append(clock.days)
    return sorted(((name, median(taken)) for name, taken in days.items()), key=lambda one: (one[1], one[0]))


def commitments(plan: Plan, as_of: date) -> list[Promised]:
    """What was promised: overdue first, then what is due, then what was kept or withdrawn; each by date."""
    order = ("overdue", "due", "kept", "withdrawn")
    found = []
    for one in plan.all(Commitment):
        stakeholder = plan.get(Stakeholder, one.stakeholder)
        person = stakeholder.person if stakeholder is not None else None
        found.append(Promised(one, plan.person_name(person), _state(one, as_of)))
    return sorted(found, key=lambda one: (order.index(one.state), one.commitment.due or date.max, one.name))


def _state(one: Commitment, as_of: date) -> str:
    if one.kept_on is not None:
        return "kept"
    if one.withdrawn_reason:
        return "withdrawn"
    return "overdue" if one.due is not None and one.due < as_of else "due"


def moved(found: Sequence[MapPoint]) -> list[tuple[str, str, str]]:
    """Who moved since the last review: name, where from and to in words; falls first."""
    went = [point for point in found if point.was is not None and point.was[1] != point.now[1]]
    words = [SUPPORT[step].lower() for step in SUPPORT_STEPS]
    went.sort(key=lambda point: (not point.fell, -point.now[0], point.name))
    return [(point.name, words[point.was[1]], words[point.now[1]]) for point in went if point.was is not None]
