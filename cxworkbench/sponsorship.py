"""Sponsorship of a pilot: who sponsors it and with what authority, and their contacts, decisions and commitments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cxworkbench import formats, stakeholders
from cxworkbench.plan import Plan, Ref
from cxworkbench.stakeholders import Cadence, Clock, Promised
from db.models import Commitment, Decision, Engagement, Sponsor, Stakeholder


@dataclass(frozen=True)
class Fact:
    """One thing that is to be known of a sponsor: what, its value in words, and whether it is as it must be.

    ``state`` is met, not_met (nobody could act) or not_met_lesser.
    """

    ref: Ref
    what: str
    value: str
    state: str


@dataclass(frozen=True)
class Contact:
    """A planned or held contact with a sponsor: kept, missed or planned, on its day."""

    ref: Ref
    kind: str
    day: date
    state: str
    about: str

    def said(self, as_of: date) -> str:
        """In words: "One-to-one 26 Feb, missed: budget round"."""
        about = f": {self.about}" if self.about else ""
        return f"{self.kind} {formats.day(self.day, current=as_of)}, {self.state}{about}"


@dataclass(frozen=True)
class Line:
    """The contacts with one sponsor by day, and how well the wanted cadence is kept."""

    person: str
    name: str
    stakeholder: Ref | None
    contacts: tuple[Contact, ...]
    cadence: Cadence | None

    @property
    def words(self) -> str:
        """How many of the last were kept, and how often the sponsor wants to hear."""
        if self.cadence is None:
            return "no contact planned"
        parts = [f"{self.cadence.count} kept" if self.cadence.kept else "none due yet"]
        if self.cadence.wants:
            parts.append(f"every {self.cadence.wants}")
        return ", ".join(parts)


def sponsors(plan: Plan, pilot: str, as_of: date) -> list[Sponsor]:
    """Who sponsors a pilot on a day, the whole programme's sponsors included: executives first, own ones first."""
    found = [
        one
        for one in plan.all(Sponsor)
        if one.pilot in {pilot, None} and (one.ended_on is None or one.ended_on > as_of)
    ]
    return sorted(
        found,
        key=lambda one: (one.role != "executive", one.pilot is None, plan.person_name(one.person)),
    )


def facts(plan: Plan, pilot: str, as_of: date) -> list[Fact]:
    """What is known of each sponsor, and what is missing."""
    found = []
    for one in sponsors(plan, pilot, as_of):
        ref = Ref("sponsor", one.id)
        role = f"{one.fields['role'].label_of(one.role) or 'Role not said'} sponsor"
        of_all = ", the whole programme" if one.pilot is None else ""
        appointed = one.appointed_on
        since = f", since {formats.day(appointed, current=as_of)}" if appointed else ", no day of appointment"
        named = f"{plan.person_name(one.person)}{since}{of_all}"
        found.append(Fact(ref, role, named, "met" if appointed and one.role else "not_met"))
        found.append(_yes(ref, "Holds the budget", one.holds_budget))
        found.append(_yes(ref, "Spans the departments", one.spans_departments))
        deputy = plan.person_name(one.deputy) if one.deputy else ""
        found.append(Fact(ref, "Deputy", deputy or "Nobody named", "met" if deputy else "not_met"))
        owner = plan.person_name(one.benefit_owner) if one.benefit_owner else ""
        found.append(
            Fact(ref, "Owns the benefit", owner or "Nobody named", "met" if owner else "not_met_lesser")
        )
    return found


def _yes(ref: Ref, what: str, value: bool | None) -> Fact:
    word = "Not said" if value is None else "Yes" if value else "No"
    return Fact(ref, what, word, "met" if value else "not_met_lesser")


def lines(plan: Plan, pilot: str, as_of: date) -> list[Line]:
    """The contacts with each sponsor, those that concern another pilot left out."""
    cadences = {one.stakeholder.id: one for one in stakeholders.cadences(plan, as_of)}
    found = []
    for person in dict.fromkeys(one.person for one in sponsors(plan, pilot, as_of)):
        held = [one for one in plan.all(Stakeholder) if one.person == person]
        contacts = [
            _contact(one, day, as_of)
            for who in held
            for one in plan.linking(Engagement, "stakeholder", who.id)
            if one.pilot in {pilot, None} and (day := one.done or one.planned) is not None
        ]
        contacts.sort(key=lambda one: (one.day, one.ref.id))
        stakeholder = Ref("stakeholder", held[0].id) if held else None
        cadence = next((cadences[who.id] for who in held if who.id in cadences), None)
        found.append(Line(person, plan.person_name(person), stakeholder, tuple(contacts), cadence))
    return found


def _contact(one: Engagement, day: date, as_of: date) -> Contact:
    if one.done is not None:
        state = "kept"
    elif day < as_of:
        state = "missed"
    else:
        state = "called off" if one.cancelled_reason else "planned"
    kind = one.fields["kind"].label_of(one.kind_) or "Contact"
    about = (one.evidence if one.done is not None else one.cancelled_reason) or ""
    return Contact(Ref("engagement", one.id), kind, day, state, about)


def clocks(plan: Plan, pilot: str, as_of: date) -> list[Clock]:
    """The decisions of a pilot that were asked of its sponsors, from ask to decision."""
    people = {one.person for one in sponsors(plan, pilot, as_of)}
    found = []
    for clock in stakeholders.clocks(plan, as_of):
        decision = plan.get(Decision, clock.ref.id)
        if decision is not None and decision.asked_of in people and decision.pilot in {pilot, None}:
            found.append(clock)
    return found


def commitments(plan: Plan, pilot: str, as_of: date) -> list[Promised]:
    """What a pilot's sponsors promised for it or for all pilots, overdue first."""
    people = {one.person for one in sponsors(plan, pilot, as_of)}
    return [
        one
        for one in stakeholders.commitments(plan, as_of)
        if one.commitment.pilot in {pilot, None} and _who(plan, one.commitment) in people
    ]


def _who(plan: Plan, commitment: Commitment) -> str | None:
    stakeholder = plan.get(Stakeholder, commitment.stakeholder)
    return stakeholder.person if stakeholder is not None else None
