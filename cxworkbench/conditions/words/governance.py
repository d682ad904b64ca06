"""How the Governance condition speaks."""

from __future__ import annotations

from cxworkbench import formats
from cxworkbench.conditions.catalogue import Criterion
from cxworkbench.conditions.findings import Outcome
from cxworkbench.conditions.scope import PilotScope
from cxworkbench.conditions.words.phrases import day, first_missing, lacks, name_of
from cxworkbench.naming import code_of
from db.models import Control, Incident


def unmet(criterion: Criterion, outcome: Outcome, scope: PilotScope) -> str:
    """What is missing, in the few words that the Overview has room for."""
    first = first_missing(outcome)
    record = first.record if first is not None else None
    count = len(outcome.missing)
    match criterion.id:
        case "gov_questions":
            have = "has" if count == 1 else "have"
            return f"{count} of {outcome.numbers['of']} questions {have} nobody"
        case "gov_deputies" if outcome.missing:
            have = "has" if count == 1 else "have"
            return f"{count} of {outcome.numbers['of']} questions {have} no deputy"
        case "gov_separation" if record is not None and record.value("accountable"):
            return f"{scope.plan.person_name(record.value('accountable'))} delivers and monitors"
        case "gov_separation":
            return "Nobody monitors outputs"
        case "gov_controls_core":
            return f"{count} of {outcome.numbers['of']} mandatory controls not in place"
        case "gov_controls_in_time" if isinstance(record, Control):
            return _late(scope, outcome, record)
        case "gov_controls_in_time":
            return "No control in place"
        case "gov_disclosure":
            return "Customers aren’t told, or can’t reach a person"
        case "gov_stop" if record is not None:
            return f"Switch-off has no {_rehearsed(first.names if first else ())}"
        case "gov_stop":
            return "No control to switch it off"
        case "gov_impact_assessed":
            return "No impact assessment with an outcome"
        case "gov_sampling":
            newest = first.numbers["newest"] if first is not None else None
            return f"Last sample of outputs {day(scope, newest)}" if newest else "No sample of 50 outputs"
        case "gov_incidents" if isinstance(record, Incident):
            return f"{code_of(record)} open too long, or closed without cause"
        case "gov_reviews":
            newest = first.numbers["newest"] if first is not None else None
            return f"Last governance review {day(scope, newest)}" if newest else "No governance review held"
        case _:
            return lacks(criterion, outcome, scope)


def _late(scope: PilotScope, outcome: Outcome, record: Control) -> str:
    count = len(outcome.missing)
    if count > 1:
        return f"{count} controls overdue or not passed"
    if record.next_due is not None and record.next_due < scope.as_of:
        return f"{name_of(scope, record)} was due {day(scope, record.next_due)}"
    return f"{name_of(scope, record)} didn’t pass"


def _rehearsed(names: tuple[str, ...]) -> str:
    words = {"owner": "owner", "last_tested": "rehearsal"}
    return formats.listed([words.get(name, name) for name in names])


def met(scope: PilotScope) -> str:
    """Who answers: "7 of 7 answered, all with deputies"."""
    rows = scope.records("accountability")
    answered = [one for one in rows if one.accountable is not None]
    deputies = sum(one.deputy is not None for one in answered)
    said = f"{len(answered)} of {len(rows)} answered"
    return f"{said}, all with deputies" if answered and deputies == len(answered) else said
