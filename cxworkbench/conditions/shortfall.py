"""How far a criterion is from holding, from 0 to 1: of two equally grave findings the larger comes first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cxworkbench.conditions.words import data
from cxworkbench.stakeholders import decision_limit

if TYPE_CHECKING:
    from cxworkbench.conditions.catalogue import Criterion
    from cxworkbench.conditions.findings import Outcome
    from cxworkbench.conditions.scope import PilotScope

#: Days over a limit are set against it: the field that a clock starts from.
_CLOCKS = {"spo_decides": "asked_on", "spo_commitments": "due"}


def shortfall(criterion: Criterion, outcome: Outcome, scope: PilotScope) -> float:
    """How far an unmet criterion is from holding; 0 where no figure says so."""
    numbers, param = outcome.numbers, criterion.param
    if outcome.holds:
        return 0.0
    if criterion.id == "data_passed":
        return data.gap_of(scope, outcome)
    if criterion.id in _CLOCKS:
        return _over(criterion, outcome, scope)
    if "least" in numbers:
        shares = [float(one.numbers["share"] or 0) for one in outcome.missing]
        return 1 - min(shares, default=0.0) / float(numbers["least"])
    if "wanted" in numbers:
        return float(1 - numbers["found"] / numbers["wanted"])
    if "of" in numbers and "found" in numbers and numbers["of"]:
        least = float(param.get("min", 1))
        return max(0.0, float(1 - numbers["found"] / numbers["of"] / least))
    if numbers.get("of", 0) > 1:
        return len(outcome.missing) / float(numbers["of"])
    return 1.0 if outcome.is_empty else 0.0


def _over(criterion: Criterion, outcome: Outcome, scope: PilotScope) -> float:
    name = _CLOCKS[criterion.id]
    days = [one.record.value(name) for one in outcome.missing if one.record is not None]
    longest = max(((scope.as_of - one).days for one in days if isinstance(one, date)), default=0)
    limit = 5 if criterion.id == "spo_commitments" else decision_limit(scope.plan)
    return min(1.0, max(0.0, longest / limit - 1))
