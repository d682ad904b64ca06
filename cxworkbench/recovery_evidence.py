"""Evidence from the plan for the steps of a recovery: the few lines that say most, each with its record."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import resources
from cxworkbench import formats, governance
from cxworkbench.assessment import PilotState, Rating
from cxworkbench.audit.readiness import readiness
from cxworkbench.plan import Plan, Ref
from cxworkbench.usage import newest_use
from db.models import (
    Action,
    AuditFinding,
    Barrier,
    Cohort,
    DataSource,
    Interview,
    RecoveryCase,
    Usage,
    UsagePlan,
)

_LINES = 3


@dataclass(frozen=True)
class Remedy:
    """Something that removes a cause: an action, the remedy of an audit finding, or that of a barrier."""

    text: str
    owner: str
    due: date | None
    done_on: date | None
    ref: Ref


@dataclass(frozen=True)
class Line:
    """Evidence from the plan in one line; ``share`` and ``needs`` draw a bar where they are known."""

    text: str
    value: str
    state: str
    ref: Ref | None
    share: float | None = None
    needs: float | None = None


def lines_of(
    plan: Plan, state: PilotState, case: RecoveryCase | None, step: str, rating: Rating | None, as_of: date
) -> tuple[Line, ...]:
    """Evidence from the plan for one step: the few lines that say most."""
    found: list[Line] = []
    if step == "data":
        found = _of_sources(plan, state, as_of)
    elif step == "adoption":
        found = _of_interviews(plan, case) or _of_use(plan, state, as_of)
    elif step == "governance":
        found = _of_grid(plan, state, as_of)
    if not found and rating is not None:
        found = [
            Line(one.short, "", "failing" if one.severity == "blocker" else "at_risk", _first(one.evidence))
            for one in rating.findings
        ]
    return tuple(found[:_LINES])


def _first(refs: tuple[Ref, ...]) -> Ref | None:
    return refs[0] if refs else None


def _of_sources(plan: Plan, state: PilotState, as_of: date) -> list[Line]:
    """The worst dimension of each source, the lowest first."""
    found = []
    for source in plan.of_pilot(DataSource, state.pilot):
        worst = readiness(plan, source, as_of).worst
        if worst is None or worst.state == "ready":
            continue
        figure, needs = worst.figure, worst.dimension.required
        now = "not audited" if figure is None else formats.number(figure * 100, 0)
        said = f"{now}, needs {formats.number((needs or 0) * 100, 0)}"
        ref = Ref("data_source", source.id)
        found.append(Line(source.name, said, "failing", ref, figure or 0.0, needs))
    return sorted(found, key=lambda one: one.share or 0.0)


def _of_interviews(plan: Plan, case: RecoveryCase | None) -> list[Line]:
    """What those who were asked name as causes, the most named first."""
    asked = plan.linking(Interview, "case", case.id) if case is not None else []
    names = {one["id"]: one["name"] for step in resources.toml("recovery")["step"] for one in step["cause"]}
    counts = Counter(cause for one in asked for cause in one.causes)
    first = {cause: Ref("interview", one.id) for one in reversed(asked) for cause in one.causes}
    return [
        Line(names.get(id, id), str(count), "", first[id], count / len(asked))
        for id, count in counts.most_common()
    ]


def _of_use(plan: Plan, state: PilotState, as_of: date) -> list[Line]:
    found = []
    for cohort in plan.of_pilot(Cohort, state.pilot):
        weeks = plan.linking(Usage, "cohort", cohort.id)
        use = newest_use(cohort, weeks, plan.linking(UsagePlan, "cohort", cohort.id), as_of)
        if use.share is not None and use.status == "behind":
            said = f"{use.active} of {use.in_scope}"
            found.append(Line(cohort.name, said, "failing", Ref("cohort", cohort.id), use.share, use.planned))
    return found


def _of_grid(plan: Plan, state: PilotState, as_of: date) -> list[Line]:
    answers = ((one.subject, answer) for one in governance.questions(plan, as_of) for answer in one.answers)
    return [
        Line(subject, answer.person or "Nobody named", "failing", answer.ref)
        for subject, answer in answers
        if answer.pilot.id == state.pilot.id and answer.state == "missing"
    ]


# --------------------------------------------------------------------------------------- what is being done


def remedies_of(
    plan: Plan,
    state: PilotState,
    condition: str,
    acts: list[Action],
    by_source: dict[str, list[Action]],
    as_of: date,
) -> tuple[Remedy, ...]:
    """What is being done for a condition: its actions, then remedies of findings and barriers without an action.

    Args:
        plan: the plan.
        state: the pilot.
        condition: the id of the condition.
        acts: its actions.
        by_source: the pilot's actions by the id of what they came from.
        as_of: the day.
    """
    found = [
        Remedy(one.text, plan.person_name(one.owner), one.due, one.done_on, Ref("action", one.id))
        for one in acts
    ]
    if condition == "data_ready":
        behind = _not_ready(plan, state, as_of)
        found += [
            Remedy(one.remedy, plan.person_name(one.remedy_owner), one.due, None, Ref(one.kind, one.id))
            for one in plan.of_pilot(AuditFinding, state.pilot)
            if one.data_source in behind
            and one.remedy
            and one.closed_on is None
            and not one.accepted_by
            and one.id not in by_source
        ]
    elif condition == "people_ready":
        found += [
            Remedy(one.remedy, plan.person_name(one.owner), one.due, None, Ref(one.kind, one.id))
            for one in plan.of_pilot(Barrier, state.pilot)
            if one.remedy and one.closed_on is None and not one.removes and one.id not in by_source
        ]
    return tuple(sorted(found, key=lambda one: (one.done_on is not None, one.due or date.max)))


def _not_ready(plan: Plan, state: PilotState, as_of: date) -> set[str]:
    sources = plan.of_pilot(DataSource, state.pilot)
    return {one.id for one in sources if readiness(plan, one, as_of).state != "ready"}
