"""How the Adoption condition speaks."""

from __future__ import annotations

from cxworkbench import formats
from cxworkbench.conditions.catalogue import Criterion
from cxworkbench.conditions.findings import Outcome
from cxworkbench.conditions.functions import use_of
from cxworkbench.conditions.scope import PilotScope
from cxworkbench.conditions.words.phrases import first_missing, lacks, name_of, share
from db.models import Cohort

_USE_WORDS = {
    "no_plan": "has no usage plan",
    "not_enough_data": "has no use on record",
    "invalid": "counts more people active than in scope",
}


def unmet(criterion: Criterion, outcome: Outcome, scope: PilotScope) -> str:
    """What is missing, in the few words that the Overview has room for."""
    first = first_missing(outcome)
    cohort = name_of(scope, first.record) if first is not None else ""
    if criterion.subject == "cohort" and not scope.records("cohort"):
        return "No cohort listed"
    match criterion.id:
        case "ado_milestones" if first is not None:
            stages = formats.listed([name.replace("_", " ") for name in first.names])
            more = f" and {len(outcome.missing) - 1} more" if len(outcome.missing) > 1 else ""
            return f"{cohort}{more}: no milestone for {stages}"
        case "ado_early" if first is not None:
            told, limit = first.numbers["first"], first.numbers["limit"]
            if told is None:
                return f"{cohort} not briefed yet"
            return f"{cohort} briefed {(limit - told).days} days before, needs 56"
        case "ado_early":
            return "No briefing held, or no date to go live"
        case "ado_resourced":
            return "No funded budget line for adoption"
        case "ado_tested_by_users" if outcome.numbers.get("also") is False:
            return "Not tested by users on real work"
        case "ado_tested_by_users" | "ado_feedback_loop" if outcome.numbers:
            found, of = outcome.numbers["found"], outcome.numbers["of"]
            return f"{found} of {of} barriers answered{' in time' if criterion.id == 'ado_feedback_loop' else ''}"
        case "ado_trained" if first is not None:
            top, bottom = first.numbers["top"], first.numbers["bottom"]
            return f"{top} of {bottom} trained in protected time, needs 90%"
        case "ado_trained":
            return "No training recorded"
        case "ado_job_message" if outcome.missing:
            names = [name_of(scope, one.record) for one in outcome.missing]
            who = names[0] if len(names) == 1 else f"{len(names)} of {outcome.numbers['of']} cohorts"
            return f"{who} not told about jobs"
        case "ado_in_use" if first is not None:
            return f"{cohort} {share(first.numbers['share'])} active, needs 60%"
        case "ado_in_use" | "ado_on_plan" if first is None:
            return "No cohort is live"
        case "ado_on_plan" if first is not None and isinstance(first.record, Cohort):
            return _behind(scope, outcome)
        case _:
            return lacks(criterion, outcome, scope)


def _behind(scope: PilotScope, outcome: Outcome) -> str:
    """The cohort that is furthest behind: "Cardiff 54% active, plan 70%"."""
    cohorts = [one.record for one in outcome.missing if isinstance(one.record, Cohort)]
    uses = [(use_of(scope, one), one) for one in cohorts]
    use, cohort = max(uses, key=lambda one: (one[0].planned or 1.0) - (one[0].share or 0.0))
    if use.status != "behind":
        return f"{cohort.name} {_USE_WORDS.get(use.status, 'is not on plan')}"
    return f"{cohort.name} {share(use.share)} active, plan {share(use.planned)}"


def met(scope: PilotScope) -> str:
    """Who uses it: "172 of 240 active"; before anybody is live, who was trained."""
    uses = [use_of(scope, one) for one in scope.records("cohort") if one.live_on is not None]
    people = sum(one.in_scope for one in uses)
    if people:
        return f"{sum(one.active for one in uses)} of {people} active"
    count = len(scope.records("cohort"))
    return f"{formats.plural(count, 'cohort')} prepared" if count else ""
