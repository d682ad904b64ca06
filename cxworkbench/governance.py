"""Governance: who answers for which question, how controls run, what happened; each with its gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import resources
from cxworkbench import formats
from cxworkbench.conditions.due import due_days
from cxworkbench.plan import Plan, Ref
from db.fixed import fixed
from db.models import Accountability, Control, ControlRun, DataSource, Incident, Pilot

if TYPE_CHECKING:
    from db.change import Change

#: The gate at which every question must be answered.
ANSWERED_AT = "go_live"
#: What the seven questions are about, in a word or two; the whole question stands in the reference data.
SUBJECTS = {
    "model_performance": "Performance",
    "data_compliance": "Data compliance",
    "ethical_oversight": "Ethics",
    "output_quality": "Output quality",
    "monitor_outputs": "Monitor outputs",
    "handle_errors": "Handle errors",
    "decide_unexpected": "Decide on the unexpected",
}
#: The questions as short as a narrow column needs them.
SHORT = {
    "model_performance": "Does it do what was approved?",
    "data_compliance": "Is data used lawfully?",
    "ethical_oversight": "Is it fair to all it touches?",
    "output_quality": "Is what it says correct?",
    "monitor_outputs": "Who looks, and how often?",
    "handle_errors": "Who corrects and tells?",
    "decide_unexpected": "Who limits or switches off?",
}
#: The severities whose incidents must end with a cause and an action.
GRAVE = frozenset({"sev1", "sev2"})
#: Whom an entry applies to that names nobody.
EVERYBODY = ("all",)
_FLAGS = ("customer_facing", "affects_workers", "generative", "third_party")


@fixed
class Answer:
    """Who answers one question for one pilot.

    ``state`` is "named", "missing" (due, and nobody named) or "not_due"; ``due`` is the day by which it must be.
    """

    pilot: Pilot
    state: str
    person: str
    deputy: str
    due: date | None
    ref: Ref | None


@fixed
class Question:
    """One of the seven questions with the answer of each pilot."""

    id: str
    subject: str
    short: str
    text: str
    answers: tuple[Answer, ...]


@fixed
class ControlState:
    """A control and how it runs.

    ``state`` is met (its newest run passed and the next is not overdue), at_risk (failed or overdue, but somebody owns
    it), failing (failed or overdue and nobody owns it, or overdue and never run), not_assessed (not in place, or not
    due for the first time yet) or not_needed (with reason and name).
    """

    control: Control
    state: str
    last_run: ControlRun | None
    result: str
    owner: str
    is_overdue: bool


@fixed
class IncidentState:
    """An incident: open for so many days, or closed after so many.

    ``limit`` is by how many days its severity wants it closed, None where that isn't known; ``state`` is failing (open
    past its limit, or open and nobody owns it), at_risk (open) or met (closed); ``gaps`` says what it lacks.
    """

    incident: Incident
    is_open: bool
    days: int | None
    owner: str
    limit: int | None = None
    state: str = "at_risk"
    clock: str = ""
    gaps: tuple[str, ...] = ()

    @property
    def is_late(self) -> bool:
        """Whether it is, or was, open longer than its limit."""
        return self.days is not None and self.limit is not None and self.days > self.limit


def questions(plan: Plan, as_of: date) -> list[Question]:
    """The seven questions, each with one answer a pilot."""
    rows: dict[tuple[str, str], Accountability] = {
        (one.pilot, one.question): one for one in plan.all(Accountability)
    }
    due = {pilot.id: due_days(plan, pilot)[ANSWERED_AT] for pilot in plan.pilots}
    found = []
    for entry in resources.toml("governance")["question"]:
        answers = tuple(
            _answer(plan, pilot, rows.get((pilot.id, entry["id"])), due[pilot.id], as_of)
            for pilot in plan.pilots
        )
        subject = SUBJECTS.get(entry["id"], entry["id"].replace("_", " ").capitalize())
        found.append(Question(entry["id"], subject, SHORT.get(entry["id"], ""), entry["text"], answers))
    return found


def _answer(plan: Plan, pilot: Pilot, row: Accountability | None, due: date | None, as_of: date) -> Answer:
    ref = None if row is None else Ref("accountability", row.id, "accountable")
    if row is not None and row.accountable is not None:
        deputy = plan.person_name(row.deputy) if row.deputy is not None else ""
        return Answer(pilot, "named", plan.person_name(row.accountable), deputy, due, ref)
    state = "missing" if due is not None and due <= as_of else "not_due"
    return Answer(pilot, state, "", "", due, ref)


def cadence(days: int | None) -> str:
    """How often, in words."""
    known = {1: "Daily", 7: "Weekly", 14: "Fortnightly", 30: "Monthly", 90: "Quarterly", 365: "Yearly"}
    if days is None:
        return formats.MISSING
    return known.get(days, f"Every {days} days")


def controls(plan: Plan, pilot: Pilot, as_of: date) -> list[ControlState]:
    """A pilot's controls: what fails first."""
    runs: dict[str, ControlRun] = {}
    for run in plan.all(ControlRun):
        if run.run_on <= as_of and (run.control not in runs or runs[run.control].run_on < run.run_on):
            runs[run.control] = run
    order = ("failing", "at_risk", "met", "not_assessed", "not_needed")
    found = [_control(plan, one, runs.get(one.id), as_of) for one in plan.of_pilot(Control, pilot)]
    return sorted(found, key=lambda one: (order.index(one.state), one.control.next_due or date.max))


def _control(plan: Plan, one: Control, last: ControlRun | None, as_of: date) -> ControlState:
    overdue = one.next_due is not None and one.next_due < as_of
    failed = last is not None and last.passed is False
    return ControlState(
        one,
        _control_state(one, last, failed=failed, overdue=overdue),
        last,
        _result(last),
        plan.person_name(one.owner),
        overdue and one.status == "in place",
    )


def _control_state(one: Control, last: ControlRun | None, *, failed: bool, overdue: bool) -> str:
    if one.not_needed_reason and one.not_needed_by is not None:
        return "not_needed"
    if one.status != "in place":
        return "failing" if overdue and one.owner is None else "at_risk" if overdue else "not_assessed"
    if failed or overdue:
        nobody = one.owner is None or (overdue and last is None)
        return "failing" if nobody else "at_risk"
    return "not_assessed" if last is None else "met"


def _result(last: ControlRun | None) -> str:
    if last is None:
        return ""
    if last.text:
        return " ".join(last.text.split())
    if last.measured is not None and last.needs is not None:
        return f"{last.measured.normalize():f}, needs {last.needs.normalize():f}"
    return (
        {True: "Passed", False: "Did not pass"}.get(bool(last.passed), "") if last.passed is not None else ""
    )


def incidents(plan: Plan, pilot: Pilot | None, as_of: date) -> list[IncidentState]:
    """The incidents of a pilot, or of all: open ones first, newest first."""
    rows = plan.all(Incident) if pilot is None else plan.of_pilot(Incident, pilot)
    found = []
    for one in rows:
        opened = None if one.opened_on is None else plan.day_of(one.opened_on)
        closed = None if one.closed_on is None else plan.day_of(one.closed_on)
        is_open = closed is None or closed > as_of
        end = as_of if is_open or closed is None else closed
        days = None if opened is None else (end - opened).days
        limit = _limit(one, "close_days")
        late = days is not None and limit is not None and days > limit
        failing = is_open and (late or one.owner is None)
        found.append(
            IncidentState(
                one,
                is_open,
                days,
                plan.person_name(one.owner),
                limit,
                "failing" if failing else "at_risk" if is_open else "met",
                _clock(days, limit, is_open=is_open),
                _gaps(one, is_open=is_open),
            )
        )
    return sorted(
        found,
        key=lambda one: (
            not one.is_open,
            -(one.incident.opened_on.timestamp() if one.incident.opened_on else 0),
        ),
    )


def close_by(plan: Plan, incident: Incident) -> date | None:
    """The last day on which an incident may be closed in time; its own where it has no severity, so no limit."""
    if incident.opened_on is None:
        return None
    return plan.day_of(incident.opened_on) + timedelta(days=_limit(incident, "close_days") or 0)


def _limit(incident: Incident, name: str) -> int | None:
    severities = {one["id"]: one for one in resources.toml("governance")["severity"]}
    known = severities.get(incident.severity or "")
    return None if known is None else int(known[name])


def _clock(days: int | None, limit: int | None, *, is_open: bool) -> str:
    """How long it has been open, or was, against its limit."""
    if days is None:
        return "No day of opening"
    length = formats.plural(days, "day")
    said = f"Open {length}" if is_open else f"Closed after {length}" if days else "Closed the same day"
    return said if limit is None else f"{said}, limit {limit}"


def _gaps(one: Incident, *, is_open: bool) -> tuple[str, ...]:
    """What an incident lacks: a blank is a fault."""
    found = []
    if one.owner is None:
        found.append("nobody owns it")
    if one.severity is None:
        found.append("no severity")
    if not one.cause:
        found.append("no cause")
    if one.action is None and one.severity in GRAVE and not is_open:
        found.append("no action")
    untold = (one.customers_affected or 0) - (one.customers_told or 0)
    if untold > 0:
        found.append(f"{formats.plural(untold, 'customer')} not told")
    return tuple(found)


def applies(entry: Mapping[str, Any], pilot: Pilot, sources: Sequence[DataSource]) -> bool:
    """Whether a control of the catalogue applies to a pilot: what is not known counts as yes."""
    return not flags_of(pilot, sources).isdisjoint(entry["applies_to"])


def flags_of(pilot: Pilot, sources: Sequence[DataSource]) -> frozenset[str]:
    """The words of ``applies_to`` that are true of a pilot; what is not known counts as true."""
    flags = {"all", *(name for name in _FLAGS if getattr(pilot, name) is not False)}
    if any(source.personal_data is not False for source in sources):
        flags.add("personal_data")
    return frozenset(flags)


def add_governance(change: Change, pilot: Pilot) -> None:
    """Give a new pilot its seven questions, names empty, and the controls that it must have, as planned."""
    reference = resources.toml("governance")
    for entry in reference["question"]:
        change.add(Accountability(pilot=pilot, question=entry["id"]))
    for entry in reference["control"]:
        if entry["mandatory"] and applies(entry, pilot, []):
            change.add(
                Control(
                    pilot=pilot,
                    catalogue_id=entry["id"],
                    name=entry["name"],
                    status="planned",
                    cadence_days=entry["test_days"],
                )
            )
