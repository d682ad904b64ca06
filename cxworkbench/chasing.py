"""Chasing: what each person owes, by date, and one message that asks for all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from cxworkbench import formats
from cxworkbench.governance import close_by
from cxworkbench.naming import code_of
from cxworkbench.plan import Plan, Ref
from cxworkbench.stakeholders import decision_limit
from db.models import (
    Action,
    AuditFinding,
    Barrier,
    Commitment,
    Control,
    Decision,
    Engagement,
    GateCondition,
    Incident,
    Issue,
    Milestone,
    Person,
    Pilot,
    RecoveryCase,
    RelaunchCriterion,
    Risk,
    Stakeholder,
)

if TYPE_CHECKING:
    from cxworkbench.assessment import PilotState
    from db.records import Record

R = TypeVar("R", bound="Record")

#: How far ahead somebody is reminded of what isn't due yet.
AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Owed:
    """One thing that somebody owes: what kind of thing, what, for which pilot, by when."""

    kind: str
    text: str
    pilot: str
    due: date | None
    ref: Ref

    def is_overdue(self, as_of: date) -> bool:
        """Whether its date has passed."""
        return self.due is not None and self.due < as_of


@dataclass(frozen=True)
class Chased:
    """A person with everything owed, what is longest overdue first and what has no date last."""

    person: Person
    owed: tuple[Owed, ...]

    def overdue(self, as_of: date) -> tuple[Owed, ...]:
        """What should have come by now."""
        return tuple(one for one in self.owed if one.is_overdue(as_of))


def chased(plan: Plan, as_of: date, judged: Sequence[PilotState] = ()) -> list[Chased]:
    """Everybody who owes something that is due by then or soon, who owes most first.

    What is due later than :data:`AHEAD` is left out; what has no date is in. ``judged`` are pilots that were judged as
    of the day already.
    """
    found: dict[str, list[Owed]] = {}
    latest = as_of + AHEAD
    for one in _everything(plan, as_of, judged):
        if one.who and (one.due is None or one.due <= latest):
            found.setdefault(one.who, []).append(one.owed(plan))
    people = []
    for id, owes in found.items():
        person = plan.get(Person, id)
        if person is not None:
            people.append(Chased(person, tuple(sorted(owes, key=_by_date))))
    return sorted(people, key=lambda one: (-len(one.overdue(as_of)), -len(one.owed), one.person.name))


def message(one: Chased, as_of: date, *, programme: str, sender: str) -> str:
    """A text for a mail or a chat that asks for all that one person owes; plain text, by date."""
    first = next(iter(one.person.name.split()), one.person.name)
    late = len(one.overdue(as_of))
    said = f"{formats.plural(len(one.owed), 'item')} from {programme}"
    lines = [f"Hello {first},", "", f"I have {said} with you{f', {late} overdue' if late else ''}:", ""]
    for owed in one.owed:
        when = "no date" if owed.due is None else formats.day(owed.due, current=as_of)
        gone = f" ({formats.days_away(owed.due, as_of)})" if owed.due and owed.is_overdue(as_of) else ""
        where = f", {owed.pilot}" if owed.pilot else ""
        lines.append(f"- {when}{gone}: {owed.text} ({owed.kind.lower()}{where})")
    lines += ["", "Please tell me for each when it will be done, or what is in its way.", "", sender]
    return "\n".join(lines)


def all_messages(found: Sequence[Chased], as_of: date, *, programme: str, sender: str) -> str:
    """The messages to everybody in one text, each headed by whom it goes to."""
    parts = []
    for one in found:
        mail = f" <{one.person.email}>" if one.person.email else ""
        text = message(one, as_of, programme=programme, sender=sender)
        parts.append(f"To: {one.person.name}{mail}\n\n{text}")
    return "\n\n----\n\n".join(parts)


def nobodys(plan: Plan, as_of: date, judged: Sequence[PilotState] = ()) -> tuple[Owed, ...]:
    """What is overdue and has nobody who could be asked; ``judged`` as for :func:`chased`."""
    late = (one for one in _everything(plan, as_of, judged) if one.due is not None and one.due < as_of)
    return tuple(sorted((one.owed(plan) for one in late if plan.get(Person, one.who) is None), key=_by_date))


def _by_date(owed: Owed) -> tuple[bool, date, str]:
    return (owed.due is None, owed.due or date.max, owed.text)


class _Open(NamedTuple):
    """Something that is open: who is to do it by when, and what it is, put into words only where it is asked for."""

    who: str | None
    due: date | None
    record: Record
    kind: str
    text: str | None

    def owed(self, plan: Plan) -> Owed:
        """It in words."""
        record = self.record
        pilot = plan.find(record.value("pilot")) if "pilot" in record.fields else None
        called = f"{code_of(record)} {self.text or self.kind}".strip()
        name = str(pilot.value("name")) if pilot is not None else ""
        return Owed(self.kind, called, name, self.due, Ref(record.kind, record.id))


def _everything(plan: Plan, as_of: date, judged: Sequence[PilotState]) -> Iterator[_Open]:
    yield from _of(plan, Action, "Action", "text", "owner", "due", lambda one: one.done_on is None)
    yield from _of(plan, Issue, "Issue", "title", "owner", "due", lambda one: one.resolved_on is None)
    # What a condition asks is owed once: as its action, until that is done and the condition waits to be confirmed.
    yield from _of(
        plan, GateCondition, "Gate condition", "text", "owner", "due",
        lambda one: one.met_on is None and not _is_open(plan.get(Action, one.action)),
    )  # fmt: skip
    yield from _of(
        plan,
        AuditFinding,
        "Audit finding",
        "text",
        "remedy_owner",
        "due",
        lambda one: one.closed_on is None and one.accepted_by is None and one.passed is not True,
    )
    yield from _of(plan, Barrier, "Barrier", "text", "owner", "due", lambda one: one.closed_on is None)
    yield from _relaunch(plan, as_of, judged)
    yield from _of(
        plan, Risk, "Risk to review", "title", "owner", "review_on", lambda one: one.closed_on is None
    )
    yield from _of(
        plan, Control, "Control", "name", "owner", "next_due", lambda one: one.status == "in place"
    )
    yield from _milestones(plan)
    yield from _with_stakeholders(plan)
    yield from _decisions(plan)
    yield from _incidents(plan)


def _of(
    plan: Plan, family: type[R], kind: str, text: str, who: str, due: str, is_open: Callable[[R], bool]
) -> Iterator[_Open]:
    for record in plan.all(family):
        if is_open(record):
            yield _Open(record.value(who), record.value(due), record, kind, record.value(text))


def _is_open(action: Action | None) -> bool:
    return action is not None and action.done_on is None


def _relaunch(plan: Plan, as_of: date, judged: Sequence[PilotState]) -> Iterator[_Open]:
    """What the recoveries that run wait for, and the plan doesn't measure as met."""
    from cxworkbench.assess import judged_pilot
    from cxworkbench.relaunch import relaunch_states

    for case in plan.all(RecoveryCase):
        pilot = plan.get(Pilot, case.pilot)
        if case.ended_on is not None or pilot is None or not plan.linking(RelaunchCriterion, "case", case.id):
            continue
        state = next((one for one in judged if one.pilot.id == pilot.id), None)
        for one in relaunch_states(plan, case, state or judged_pilot(plan, pilot, as_of), as_of):
            if one.state != "met":
                criterion = one.criterion
                yield _Open(criterion.owner, criterion.by, criterion, "Relaunch criterion", criterion.text)


def _milestones(plan: Plan) -> Iterator[_Open]:
    for one in plan.all(Milestone):
        if one.done is None:
            yield _Open(one.owner, one.forecast or one.planned, one, "Milestone", one.title)


def _with_stakeholders(plan: Plan) -> Iterator[_Open]:
    for one in plan.all(Commitment):
        stakeholder = plan.get(Stakeholder, one.stakeholder)
        if one.kept_on is None and not one.withdrawn_reason and stakeholder is not None:
            yield _Open(stakeholder.person, one.due, one, "Commitment", one.text)
    for contact in plan.all(Engagement):
        stakeholder = plan.get(Stakeholder, contact.stakeholder)
        if contact.done is None and not contact.cancelled_reason and stakeholder is not None:
            kind = contact.fields["kind"].label_of(contact.kind_) or "Contact"
            text = f"{kind} with {plan.person_name(stakeholder.person)}"
            yield _Open(stakeholder.engagement_owner, contact.planned, contact, "Contact", text)


def _decisions(plan: Plan) -> Iterator[_Open]:
    limit = timedelta(days=decision_limit(plan))
    for one in plan.all(Decision):
        if one.date is None and one.asked_on is not None:
            yield _Open(one.asked_of, one.asked_on + limit, one, "Decision", one.question)


def _incidents(plan: Plan) -> Iterator[_Open]:
    for one in plan.all(Incident):
        if one.closed_on is None:
            yield _Open(one.owner, close_by(plan, one), one, "Incident", one.title)
