"""How Strategy before tools speaks."""

from __future__ import annotations

from datetime import date

from cxworkbench import formats
from cxworkbench.audit.readiness import newest_audit
from cxworkbench.conditions.catalogue import Criterion
from cxworkbench.conditions.findings import Outcome
from cxworkbench.conditions.scope import PilotScope
from cxworkbench.conditions.words.phrases import day, first_missing, lacks, share
from db.models import Tool

#: Options that were chosen, whether they are signed yet or not.
_CHOSEN = frozenset({"selected", "contracted", "live"})


def unmet(criterion: Criterion, outcome: Outcome, scope: PilotScope) -> str:
    """What is missing, in the few words that the Overview has room for."""
    first = first_missing(outcome)
    record = first.record if first is not None else None
    match criterion.id:
        case "str_objective_before_contract" if isinstance(record, Tool) and first is not None:
            agreed = first.numbers["first"]
            when = f"agreed {day(scope, agreed)}" if agreed else "not agreed"
            return f"{record.name} signed {day(scope, record.signed_on)}, objective {when}"
        case "str_contract_gate" if isinstance(record, Tool):
            return f"{record.name} signed {day(scope, record.signed_on)} with a gap open"
        case "str_requirements_traced" if outcome.missing:
            return f"{len(outcome.missing)} of {outcome.numbers['of']} requirements untraced"
        case "str_requirements_traced":
            return "No requirement written down"
        case "str_options":
            return f"{outcome.numbers['found']} of {outcome.numbers['wanted']} options evaluated"
        case "str_non_ai_option":
            return "No option without AI evaluated"
        case "str_selection_decision" if first is None:
            return "No selection decision recorded"
        case "str_selection_decision" if first is not None and record is not None:
            return "Selection without " + formats.listed(
                [record.fields[name].label.lower() for name in first.names]
            )
        case "str_scope" if first is not None and record is not None:
            return f"No {formats.listed([record.fields[name].label.lower() for name in first.names])} stated"
        case "str_used":
            used = first.numbers["share"] if first is not None else None
            return f"{share(used)} active, needs 50%" if first else "No use on record"
        case _:
            return lacks(criterion, outcome, scope)


def met(scope: PilotScope) -> str:
    """What the tools serve: "Both tools linked to the objective", "1 tool, chosen after the audit"."""
    chosen = [one for one in scope.records("tool") if one.status in _CHOSEN]
    if not chosen:
        compared = [one for one in scope.records("tool") if one.evaluated_on is not None]
        return f"{formats.plural(len(compared), 'option')} compared, none chosen yet"
    if len(chosen) == 1 and _after_audit(scope):
        return "1 tool, chosen after the audit"
    tools = "Both tools" if len(chosen) == 2 else formats.plural(len(chosen), "tool")
    return f"{tools} linked to the objective"


def _after_audit(scope: PilotScope) -> bool:
    days = [one.date for one in scope.records("decision") if one.kind_ == "select" and one.date is not None]
    first = min(days, default=date.min)
    critical = [one for one in scope.records("data_source") if one.critical]
    return bool(critical) and all(newest_audit(scope.plan, one, first) is not None for one in critical)
