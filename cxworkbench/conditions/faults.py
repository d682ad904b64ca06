"""What an unmet criterion misses, as record and field: criteria that miss the same are one fault and one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxworkbench.audit.readiness import newest_audit
from cxworkbench.conditions.scope import OF_THE_CASE
from db.models import DataSource

if TYPE_CHECKING:
    from cxworkbench.conditions.catalogue import Criterion
    from cxworkbench.conditions.findings import Missing, Outcome
    from cxworkbench.conditions.scope import PilotScope

#: What is missing: kind and id of a record, and its field.
Fault = tuple[str, str, str]

#: The fields of an objective that each precision test looks at.
_FIELDS_OF_TEST = {
    "one_friction_point": ("friction_point",),
    "observable_outcome": ("outcome",),
    "one_metric": ("metric",),
    "measured_baseline": ("baseline_value", "baseline_from", "baseline_to", "baseline_source"),
    "reachable_target": ("target_value",),
    "date_and_owner": ("target_date", "owner"),
}
#: Criteria that all miss the same while a source has no audit at all.
_OF_AUDITS = frozenset({"data_audited", "data_passed", "data_audit_before_choice", "data_fresh_audit"})


def faults_of(criterion: Criterion, outcome: Outcome, scope: PilotScope) -> frozenset[Fault]:
    """Kind, id and field of all that is missing; of a record that isn't there, the pilot's and what is wanted."""
    whole = _nothing_there(criterion, scope)
    if whole is not None:
        return frozenset({(whole, "", "")})
    if not outcome.missing:
        return frozenset({(criterion.subject, "", criterion.id)})
    found: set[Fault] = set()
    for one in outcome.missing:
        found.update(_of_one(criterion, one, scope))
    return frozenset(found)


def _nothing_there(criterion: Criterion, scope: PilotScope) -> str | None:
    """The kind of record that is missing altogether, so that all that asks for it is one fault."""
    if criterion.id.startswith("spo_") and criterion.id not in {"spo_blockers", "spo_stakeholders"}:
        from cxworkbench.conditions.functions import sponsors_on

        if not sponsors_on(scope, scope.as_of):
            return "sponsor"
    if criterion.subject in OF_THE_CASE and scope.case_in_force() is None:
        return "roi_case"
    return criterion.subject if not scope.records(criterion.subject) else None


def _of_one(criterion: Criterion, one: Missing, scope: PilotScope) -> set[Fault]:
    record = one.record
    if record is None:
        return {(criterion.subject, "", str(one.numbers.get("item", criterion.id)))}
    if criterion.id in _OF_AUDITS and isinstance(record, DataSource):
        if newest_audit(scope.plan, record, scope.as_of) is None:
            return {(record.kind, record.id, "audit")}
        return {(record.kind, record.id, criterion.id)}
    if criterion.param.get("list") == "precision_test":
        return {
            (record.kind, record.id, name)
            for test in one.names
            for name in _FIELDS_OF_TEST.get(test, (test,))
        }
    if criterion.rule in {"each_meets", "linked", "share_at_least", "at_most", "sum_ratio_at_least"}:
        return {(record.kind, record.id, criterion.id)}
    return {(record.kind, record.id, name) for name in one.names}
