"""Stakeholders: where they stand and stood, whether contacts are kept, how long decisions take, what was promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from cxworkbench.formats import in_words, number, plural
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

    @property
    def state(self) -> str:
        """How well contacts are kept: met where all are, failing where half of them or fewer are."""
        if not self.kept:
            return "not_assessed"
        if all(self.kept):
            return "met"
        return "failing" if 2 * sum(self.kept) <= len(self.kept) else "at_risk"

    @property
    def wants(self) -> str:
        """How often the person wants to hear, in words; empty where it isn't known."""
        return every(self.stakeholder.cadence_days)


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


@dataclass(frozen=True)
class Moved:
    """Whose support moved since the last review: from one word to another."""

    ref: Ref
    name: str
    was: str
    now: str
    fell: bool


def every(days: int | None) -> str:
    """A wanted cadence in words: 2 weeks, 10 days; empty where there is none."""
    if days is None:
        return ""
    return plural(days // 7, "week") if days % 7 == 0 else plural(days, "day")


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
    """Contacts with each stakeholder who has any: who is kept worst first, then by influence.

    A contact is missed when its planned day has passed without one held: a reason why it was cancelled explains that,
    and doesn't undo it. One that is cancelled ahead of its day is neither missed nor next.
    """
    found = []
    held_with: dict[str, list[Engagement]] = {}
    for contact in plan.all(Engagement):
        held_with.setdefault(contact.stakeholder, []).append(contact)
    for one in plan.all(Stakeholder):
        contacts = sorted(
            held_with.get(one.id, []),
            key=lambda c: c.planned or c.done or date.max,
        )
        past = [c for c in contacts if c.planned is not None and (c.planned < as_of or c.done is not None)]
        ahead = [
            c
            for c in contacts
            if c.done is None and not c.cancelled_reason and c.planned is not None and c.planned >= as_of
        ]
        held = [c.done for c in contacts if c.done is not None]
        if past or ahead:
            kept = tuple(c.done is not None for c in past[-LAST:])
            name = plan.person_name(one.person)
            found.append(Cadence(one, name, kept, ahead[0] if ahead else None, max(held, default=None)))
    return sorted(found, key=_worst_first)


def _worst_first(one: Cadence) -> tuple[float, int, str]:
    who = one.stakeholder.influence
    weight = INFLUENCE_STEPS.index(who) if who in INFLUENCE_STEPS else -1
    return (sum(one.kept) / len(one.kept) if one.kept else 1.0, -weight, one.name)


def decision_limit(plan: Plan) -> int:
    """Days in which a decision is to be taken once it was asked."""
    return plan.programme.sponsor_decision_limit or 10


def clocks(plan: Plan, as_of: date) -> list[Clock]:
    """Every decision asked of somebody, in the order of asking; taken ones first."""
    limit = decision_limit(plan)
    found = []
    for one in plan.all(Decision):
        if one.asked_on is None or one.asked_on > as_of:
            continue
        is_open = one.date is None or one.date > as_of
        end = as_of if is_open or one.date is None else one.date
        days = (end - one.asked_on).days
        text = one.question or one.outcome
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


def moved(found: Sequence[MapPoint]) -> list[Moved]:
    """Who moved since the last review, where from and to in words; falls first, then by influence."""
    went = [point for point in found if point.was is not None and point.was[1] != point.now[1]]
    words = [SUPPORT[step].lower() for step in SUPPORT_STEPS]
    went.sort(key=lambda point: (not point.fell, -point.now[0], point.name))
    return [
        Moved(point.ref, point.name, words[point.was[1]], words[point.now[1]], point.fell)
        for point in went
        if point.was is not None
    ]


def said_of_clocks(found: Sequence[Clock]) -> str:
    """The clocks in a sentence or two: each person's median, and how many open asks are over the limit."""
    parts = [
        f"{name} {plural(int(days), 'day') if days == int(days) else f'{number(days, 1)} days'}"
        for name, days in medians(found)
    ]
    late = sum(clock.is_open and clock.over_limit for clock in found)
    said = [f"{', '.join(parts)} at the median of decisions taken."] if parts else []
    if late:
        asks = "ask is" if late == 1 else "asks are"
        said.append(f"{in_words(late).capitalize()} open {asks} over the limit.")
    return " ".join(said)
