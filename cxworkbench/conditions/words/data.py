"""How the Data condition speaks."""

from __future__ import annotations

from cxworkbench import formats
from cxworkbench.audit.readiness import newest_audit, readiness
from cxworkbench.conditions.catalogue import Criterion
from cxworkbench.conditions.findings import Outcome
from cxworkbench.conditions.scope import PilotScope
from cxworkbench.conditions.words.phrases import day, lacks
from db.models import DataSource


def unmet(criterion: Criterion, outcome: Outcome, scope: PilotScope) -> str:
    """What is missing, in the few words that the Overview has room for."""
    sources = [one.record for one in outcome.missing if isinstance(one.record, DataSource)]
    match criterion.id:
        case "data_audited" | "data_passed" if not scope.records("data_source"):
            return "No data source named"
        case "data_audited" | "data_passed" | "data_access" | "data_fresh_audit" if not sources:
            return "No critical source is named"
        case "data_audited":
            count = len(sources)
            return f"{sources[0].name} never audited" if count == 1 else f"{count} sources never audited"
        case "data_passed":
            return min((_score(scope, one) for one in sources), key=lambda one: one[0])[1]
        case "data_audit_before_choice" if sources:
            limit, first = outcome.missing[0].numbers["limit"], outcome.missing[0].numbers["first"]
            chosen = f"tool chosen {day(scope, limit)}"
            return (
                f"{sources[0].name} {f'audited {day(scope, first)}' if first else 'never audited'}, {chosen}"
            )
        case "data_no_open_blocker":
            return f"{formats.plural(len(outcome.missing), 'blocker finding')} without remedy in time"
        case "data_joinable":
            return "No match rate of the join key recorded"
        case "data_access" if sources:
            who = sources[0].name if len(sources) == 1 else f"{len(sources)} sources"
            return f"{who}: access not confirmed"
        case "data_fresh_audit" if sources:
            newest = outcome.missing[0].numbers["newest"]
            return f"{sources[0].name} {f'last audited {day(scope, newest)}' if newest else 'never audited'}"
        case _:
            return lacks(criterion, outcome, scope)


def _score(scope: PilotScope, source: DataSource) -> tuple[float, str]:
    """How far a source is from its level, and that in words: "Knowledge base 46, needs 75"."""
    found = readiness(scope.plan, source, scope.as_of)
    worst = found.worst
    if found.audit is None:
        return -1.0, f"{source.name} never audited"
    if worst is None or worst.figure is None or worst.dimension.required is None:
        return -0.5, f"{source.name}: not all dimensions checked"
    gap = worst.figure - worst.dimension.required
    if worst.state == "ready":
        return 0.0, f"{source.name}: audit of {day(scope, found.audit.audited_on)} is too old"
    needs = round(worst.dimension.required * 100)
    if worst.state == "not_proven":
        return gap, f"{source.name} {round(worst.figure * 100)}, sample too small to prove {needs}"
    return gap, f"{source.name} {round(worst.figure * 100)}, needs {needs}"


def gap_of(scope: PilotScope, outcome: Outcome) -> float:
    """How far the worst source is from its level, as a share of that level."""
    worst = 0.0
    for one in outcome.missing:
        if isinstance(one.record, DataSource):
            found = readiness(scope.plan, one.record, scope.as_of).worst
            if found is None or found.figure is None or not found.dimension.required:
                return 1.0
            worst = max(worst, 1 - found.figure / found.dimension.required)
    return worst


def met(scope: PilotScope) -> str:
    """How many sources were audited, and the lowest score: "4 sources audited, lowest is 82"."""
    sources = scope.records("data_source")
    audited = [one for one in sources if newest_audit(scope.plan, one, scope.as_of) is not None]
    worst = [readiness(scope.plan, one, scope.as_of).worst for one in audited]
    figures = [one.figure for one in worst if one is not None and one.figure is not None]
    said = f"{formats.plural(len(audited), 'source')} audited"
    return f"{said}, lowest is {round(min(figures) * 100)}" if figures else said
