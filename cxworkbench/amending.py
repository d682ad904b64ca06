"""What is frozen changes by amendment only: looked at before any step is written (decision 010)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cxworkbench import formats
from cxworkbench.frameworks import METRIC_FIELDS, RULE_FIELDS, short_hash
from cxworkbench.late_metrics import DECIDING, decides
from db.errors import FieldError
from db.models import Amendment, DecisionRule, Framework, Metric

if TYPE_CHECKING:
    from db.journal import FieldChange
    from db.session import Session

_FROZEN = {Metric.kind: frozenset(METRIC_FIELDS), DecisionRule.kind: frozenset(RULE_FIELDS)}
#: What a freeze signed: none of it is written again.
_SIGNED = frozenset({"content", "hash", "frozen_on", "pilot", "version"})


def refuse_past_amendment(session: Session, changes: Sequence[FieldChange]) -> None:
    """Refuse a step that changes what is frozen without the amendment that says so.

    A value of a frozen metric or decision rule changes only beside an amendment in the same step that holds its before
    and after; a frozen metric doesn't go into the bin; what a freeze signed isn't written again.

    Args:
        session: the plan's session, inside the change.
        changes: the net changes of the step.

    Raises:
        FieldError: names the first place, since when it is frozen, and what to do.
    """
    concerned = [one for one in changes if _is_concerned(one)]
    if not concerned:
        return
    if any(one.record_kind == Framework.kind for one in concerned):
        raise FieldError(
            "a frozen framework doesn't change",
            where="measurement framework",
            kept="nothing was changed",
            to_do="freeze a new version of it; the old one stays",
        )
    frozen = _newest(session.records(Framework))
    if not frozen:
        return
    pilots = {one.id: one.pilot for one in session.records(DecisionRule)}
    made = _amended(changes)
    late = set()
    for one in concerned:
        holder = _holder(one, frozen, pilots)
        if holder is None:
            late |= {one.record_id} if one.record_kind == Metric.kind else set()
            continue
        if one.field == "pilot":
            raise _refused(
                one, holder, "it stays with its pilot", "add a metric of its own to the other pilot"
            )
        if one.field == "binned":
            if one.after is None:
                continue  # it comes back
            to_do = "amend its role to secondary: it then decides nothing"
            raise _refused(one, holder, "it can't go into the bin", to_do)
        if (one.record_kind, one.record_id, one.field, one.before, one.after) not in made:
            raise _refused(one, holder, "its value stays", "amend it with a reason, on the page Framework")
    for metric in session.records(Metric, late):
        framework = frozen.get(metric.pilot or "")
        if framework is not None:
            own = [one for one in concerned if one.record_id == metric.id]
            _refuse_late(session, metric, framework, own, made)


def _refuse_late(
    session: Session,
    metric: Metric,
    framework: Framework,
    changes: Sequence[FieldChange],
    made: Collection[tuple[str, str, str, str | None, str | None]],
) -> None:
    """Refuse what would let a metric decide that came after the freeze, or change one that an amendment let decide."""
    open_ = [
        one
        for one in changes
        if (one.record_kind, one.record_id, one.field, one.before, one.after) not in made
    ]
    if not open_:
        return
    if decides(metric) and metric.binned is None:
        raise _refused(
            open_[0],
            framework,
            f"{metric.name} came after it and decides nothing",
            "let it be secondary, without a guardrail limit; then amend its role with a reason, on the page Framework",
        )
    amended = {
        one.field for one in session.records(Amendment) if one.metric == metric.id and one.binned is None
    }
    leaves = [
        one for one in open_ if one.field in amended or (one.field == "binned" and amended & DECIDING.keys())
    ]
    leaves = [one for one in leaves if one.field != "binned" or decides(metric)]
    if leaves:
        raise _refused(
            leaves[0], framework, "its value stays", "amend it with a reason, on the page Framework"
        )


def _is_concerned(one: FieldChange) -> bool:
    if one.record_kind == Metric.kind and one.field in {"pilot", "binned"}:
        return True
    if one.record_kind == Framework.kind:
        goes = one.field == "binned" and one.before is None and one.after is not None
        return goes or (one.field in _SIGNED and one.before is not None)
    fields = _FROZEN.get(one.record_kind)
    if fields is None:
        return False
    return one.field in fields or (one.field == "binned" and one.before is None and one.after is not None)


def _newest(frameworks: Iterable[Framework]) -> dict[str, Framework]:
    """The newest frozen framework of each pilot, by its id."""
    found: dict[str, Framework] = {}
    for one in frameworks:
        if one.frozen_on is None or not one.hash or one.binned is not None:
            continue
        other = found.get(one.pilot)
        if other is None or (one.version or 0) > (other.version or 0):
            found[one.pilot] = one
    return found


def _holder(
    one: FieldChange, frozen: Mapping[str, Framework], pilots: Mapping[str, str | None]
) -> Framework | None:
    """The framework in which the value is frozen; None for a metric or rule that came after the freeze."""
    if one.record_kind == DecisionRule.kind:
        framework = frozen.get(pilots.get(one.record_id) or "")
        return framework if framework is not None and _part(framework, "decision_rule") else None
    return next((each for each in frozen.values() if one.record_id in _part(each, "metrics")), None)


def _part(framework: Framework, name: str) -> Mapping[str, Any]:
    content = framework.content
    found = content.get(name) if isinstance(content, dict) else None
    return found if isinstance(found, dict) else {}


def _amended(changes: Sequence[FieldChange]) -> set[tuple[str, str, str, str | None, str | None]]:
    """What the amendments of this step speak of: kind and id of the record, field, value before and after."""
    written: dict[str, dict[str, Any]] = {}
    for one in changes:
        if one.record_kind == Amendment.kind and one.after is not None:
            written.setdefault(one.record_id, {})[one.field] = json.loads(one.after)
    rules = {one.record_id for one in changes if one.record_kind == DecisionRule.kind}
    made = set()
    for amendment in written.values():
        field, ends = str(amendment.get("field") or ""), (amendment.get("before"), amendment.get("after"))
        if not str(amendment.get("reason") or "").strip():
            continue
        if amendment.get("metric"):
            made.add((Metric.kind, str(amendment["metric"]), field, *ends))
        else:
            name = field.removeprefix(f"{DecisionRule.kind}.")
            made |= {(DecisionRule.kind, id, name, *ends) for id in rules}
    return made


def _refused(one: FieldChange, framework: Framework, what: str, to_do: str) -> FieldError:
    day = formats.day(framework.frozen_on) if framework.frozen_on is not None else ""
    return FieldError(
        f"frozen since {day} ({short_hash(framework.hash)}), so {what}",
        where=f"{one.record_kind.replace('_', ' ')}, {one.field.replace('_', ' ')}",
        kept="the plan keeps what was frozen",
        to_do=to_do,
    )
