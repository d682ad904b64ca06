"""The measurement framework: what is frozen, the hash that signs it, amendments, and what differs from it today.

A freeze writes down a pilot's metrics, thresholds and decision rule as canonical JSON (sorted keys, no spaces, decimals
as text) and keeps its SHA-256. Everybody who has the content can compute the hash again, with any tool.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from cxworkbench.plan import Plan, Ref
from db.errors import FieldError
from db.fixed import fixed
from db.models import (
    Amendment,
    DecisionRule,
    Framework,
    FrameworkSignature,
    Metric,
    Person,
    Pilot,
    Sponsor,
)
from db.values import as_json, canonical, from_json

if TYPE_CHECKING:
    from db.change import Change
    from db.records import Record

#: What a freeze holds of each metric: what it means, what it is held against, and how it is judged.
METRIC_FIELDS = (
    *("name", "role", "definition", "formula", "unit", "kind", "direction", "cadence", "source", "n_name"),
    *("baseline_value", "baseline_from", "baseline_to"),
    *(
        "success_threshold",
        "scale_threshold",
        "stop_threshold",
        "guardrail_limit",
        "guardrail_rule",
        "guardrail_k",
    ),
    *("minimum_sample", "comparison", "margin", "confirm_rule", "k", "alpha", "laney"),
)
#: And of the decision rule.
RULE_FIELDS = (
    *("warm_up_weeks", "shortest_weeks", "decide_by", "fallback", "scale_needs", "stop_after_pauses"),
    *("scale_text", "hold_text", "pause_text", "stop_text"),
)
_RULE = "decision_rule"


@fixed
class Difference:
    """A value that isn't any more what was frozen.

    Attributes:
        ref: the metric or the decision rule.
        name: its name.
        field: the field's label.
        before, after: as JSON holds them; None where there is none.
        amendments: the amendments of this value, oldest first.
        is_amended: whether they lead from the frozen value to today's.
        decides_nothing: it is a metric that came after the freeze, and is only shown.
    """

    ref: Ref
    name: str
    field: str
    before: Any
    after: Any
    amendments: tuple[Amendment, ...]
    is_amended: bool
    decides_nothing: bool = False


@fixed
class Verified:
    """A frozen framework looked at again: whether its hash is that of its content, and what is different today."""

    framework: Framework
    pilot: Pilot
    computed: str
    differences: tuple[Difference, ...]

    @property
    def is_whole(self) -> bool:
        """Whether content and hash belong together."""
        return self.computed == self.framework.hash

    @property
    def unamended(self) -> tuple[Difference, ...]:
        """What was changed without an amendment and decides something."""
        return tuple(one for one in self.differences if not one.is_amended and not one.decides_nothing)


def content_of(plan: Plan, pilot: Pilot) -> dict[str, Any]:
    """What a freeze of a pilot would hold now."""
    metrics = sorted(plan.of_pilot(Metric, pilot), key=lambda one: one.id)
    rules = plan.of_pilot(DecisionRule, pilot)
    return {
        "pilot": pilot.id,
        "metrics": {one.id: _values(one, METRIC_FIELDS) for one in metrics},
        _RULE: _values(rules[0], RULE_FIELDS) if rules else {},
    }


def hash_of(content: Any) -> str:
    """SHA-256 of content in its canonical form, hexadecimal."""
    import hashlib  # loading OpenSSL takes as long as reading a plan, and judging does without it

    return hashlib.sha256(canonical(content).encode()).hexdigest()


def short_hash(hash: str | None, groups: int = 3) -> str:
    """A hash as people compare it: its first digits in fours."""
    return " ".join((hash or "")[place : place + 4] for place in range(0, 4 * groups, 4)).strip()


def frameworks(plan: Plan, pilot: Pilot | str) -> list[Framework]:
    """A pilot's frozen frameworks, oldest first."""
    found = [one for one in plan.of_pilot(Framework, pilot) if one.frozen_on is not None and one.hash]
    return sorted(found, key=lambda one: one.version or 0)


def in_force(plan: Plan, pilot: Pilot | str, on: date) -> Framework | None:
    """The framework that is frozen on a day: the newest not frozen later; None before the first."""
    frozen = [one for one in frameworks(plan, pilot) if one.frozen_on is not None and one.frozen_on <= on]
    return frozen[-1] if frozen else None


def freeze(
    change: Change, plan: Plan, pilot: Pilot, *, on: date, signers: Iterable[tuple[str, str]] = ()
) -> Framework:
    """Freeze a pilot's framework as it stands; signers are persons (ids) with what they sign as.

    Raises:
        FieldError: there is nothing to freeze: no metric.
    """
    content = content_of(plan, pilot)
    if not content["metrics"]:
        raise FieldError(
            f"{pilot.name} has no metrics",
            kept="nothing was frozen",
            to_do="add its metrics and thresholds first",
        )
    before = frameworks(plan, pilot)
    made = change.add(
        Framework(
            pilot=pilot,
            version=1 + max((one.version or 0 for one in before), default=0),
            frozen_on=on,
            hash=hash_of(content),
            content=content,
            changeset=plan.version,
            replaces=before[-1] if before else None,
        )
    )
    for person, role in signers:
        change.add(FrameworkSignature(framework=made, person=person, role=role, signed_on=on))
    return made


def asked_to_sign(plan: Plan, pilot: Pilot, as_of: date) -> list[tuple[str, str]]:
    """Who is asked to sign a draft on a day, with the role: the owner, the sponsors, and who answers for the money."""
    found: dict[str, str] = {}
    if plan.get(Person, pilot.owner) is not None:
        found[pilot.owner or ""] = "pilot owner"
    for sponsor in plan.of_pilot(Sponsor, pilot, programme_too=True):
        is_sponsor = sponsor.ended_on is None or sponsor.ended_on > as_of
        if is_sponsor and plan.get(Person, sponsor.person) is not None:
            found.setdefault(sponsor.person, "sponsor")
            if sponsor.benefit_owner is not None and plan.get(Person, sponsor.benefit_owner) is not None:
                found.setdefault(sponsor.benefit_owner, "finance")
    return list(found.items())


def is_frozen_field(plan: Plan, record: Record, field: str) -> bool:
    """Whether a value stands in a frozen framework, and so changes by amendment only.

    So do the values of a metric that came later by which it would decide, and all of them once it does.
    """
    if isinstance(record, Metric):
        from cxworkbench.late_metrics import DECIDING, decides

        frozen = frameworks(plan, record.pilot or "")
        if not frozen or field not in METRIC_FIELDS:
            return False
        return holds(frozen[-1], record) or field in DECIDING or decides(record)
    if isinstance(record, DecisionRule):
        return field in RULE_FIELDS and bool(frameworks(plan, record.pilot or ""))
    return False


def holds(framework: Framework, metric: Metric) -> bool:
    """Whether a metric is in a frozen framework."""
    return metric.id in _metrics_of(framework)


def amendments_of(plan: Plan, metric: Metric) -> list[Amendment]:
    """The amendments of a metric's values, oldest first."""
    return sorted(plan.linking(Amendment, "metric", metric.id), key=lambda one: one.agreed_on or date.max)


def amend(
    change: Change,
    plan: Plan,
    record: Metric | DecisionRule,
    field: str,
    value: Any,
    *,
    reason: str,
    on: date,
    decision: str | None = None,
    asked_by: str | None = None,
    agreed_by: str | None = None,
) -> Amendment:
    """Change a frozen value, and write down why and who agreed, in the same step.

    Raises:
        FieldError: the value isn't frozen, is no other one, or its field doesn't take it; or there is no reason.
    """
    frozen = in_force(plan, record.pilot or "", on)
    if frozen is None or not is_frozen_field(plan, record, field):
        raise FieldError(
            "this value is not frozen", kept="nothing was changed", to_do="change it in its own place"
        )
    described = record.fields[field]
    checked = described.checked(value)
    before, after = as_json(described, record.value(field)), as_json(described, checked)
    if before == after:
        raise FieldError(
            "the value is the one that is frozen", kept="nothing was changed", to_do="give another value"
        )
    if not reason.strip():
        raise FieldError(
            "an amendment needs a reason", kept="nothing was changed", to_do="say why it changes"
        )
    change.set(record, **{field: checked})
    is_metric = isinstance(record, Metric)
    return change.add(
        Amendment(
            pilot=record.pilot,
            framework=frozen,
            metric=record.id if is_metric else None,
            field=field if is_metric else f"{_RULE}.{field}",
            before=_written(before),
            after=_written(after),
            reason=reason.strip(),
            decision=decision,
            asked_by=asked_by,
            agreed_by=agreed_by,
            agreed_on=on,
        )
    )


def differences(plan: Plan, framework: Framework) -> tuple[Difference, ...]:
    """What differs today from what was frozen: values, metrics that came since, metrics that are gone."""
    pilot = framework.pilot or ""
    content = framework.content if isinstance(framework.content, dict) else {}
    made: dict[tuple[str, str], list[Amendment]] = {}
    for one in sorted(plan.of_pilot(Amendment, pilot), key=lambda one: one.agreed_on or date.max):
        if one.framework == framework.id:
            made.setdefault((one.metric or "", one.field or ""), []).append(one)
    frozen, found = _metrics_of(framework), []
    for metric in plan.of_pilot(Metric, pilot):
        held = frozen.get(metric.id)
        if held is None:
            found.append(_came_late(plan, metric))
            continue
        found += _differing(metric, metric.name, held, METRIC_FIELDS, metric.id, "", made)
    for id, held in frozen.items():
        if plan.get(Metric, id) is None:
            name = str(held.get("name") or "A metric")
            found.append(Difference(Ref("metric", id), name, "Metric", name, None, (), False))
    rules = plan.of_pilot(DecisionRule, pilot)
    held = content.get(_RULE)
    if rules and isinstance(held, dict):
        found += _differing(rules[0], "Decision rule", held, RULE_FIELDS, "", f"{_RULE}.", made)
    return tuple(found)


def verify(plan: Plan, pilot: Pilot | None = None) -> list[Verified]:
    """Every frozen framework, of all pilots or of one: the hash computed again, and what is different."""
    found = []
    for one in plan.pilots if pilot is None else [pilot]:
        frozen = frameworks(plan, one)
        for framework in frozen:
            # An older version was replaced as a whole: only the newest is held against the plan.
            now = differences(plan, framework) if framework is frozen[-1] else ()
            found.append(Verified(framework, one, hash_of(framework.content), now))
    return found


def rules_before(plan: Plan, metric: Metric, as_of: date) -> list[tuple[date, Metric]]:
    """The metric as it was before each amendment, oldest first: they don't reach back (statistics.md 0)."""
    made = [
        one
        for one in plan.of_pilot(Amendment, metric.pilot or "")
        if one.metric == metric.id and one.agreed_on is not None and one.field in metric.fields
    ]
    found, then = [], metric
    for one in sorted(made, key=lambda one: one.agreed_on or date.max, reverse=True):
        described = metric.fields[one.field or ""]
        then = then.with_values(**{one.field or "": from_json(described, _read(one.before))})
        if one.agreed_on is not None and one.agreed_on <= as_of:
            found.append((one.agreed_on, then))
    return found[::-1]


def in_force_on(plan: Plan, metric: Metric, day: date) -> Metric:
    """The metric as it stood in force on a day: without the amendments agreed later."""
    later = [one for one in rules_before(plan, metric, date.max) if one[0] > day]
    return later[0][1] if later else metric


# ------------------------------------------------------------------------------------------------- inside


def _values(record: Record, names: Sequence[str]) -> dict[str, Any]:
    return {name: as_json(record.fields[name], record.value(name)) for name in names}


def _metrics_of(framework: Framework) -> Mapping[str, Mapping[str, Any]]:
    content = framework.content
    found = content.get("metrics") if isinstance(content, dict) else None
    if not isinstance(found, dict):
        return {}
    return {id: held for id, held in found.items() if isinstance(held, dict)}


def _came_late(plan: Plan, metric: Metric) -> Difference:
    """A metric that isn't in the framework: it decides nothing, or amendments let it, or it does so past them."""
    from cxworkbench.late_metrics import DECIDING, decides

    made = tuple(one for one in amendments_of(plan, metric) if one.field in DECIDING)
    last = {one.field: _read(one.after) for one in made}
    now = {name: as_json(metric.fields[name], metric.value(name)) for name in DECIDING}
    free = {name for name, value in DECIDING.items() if now[name] in {value, None}}
    let = all(name in free or last.get(name) == now[name] for name in DECIDING)
    ref = Ref("metric", metric.id)
    return Difference(
        ref, metric.name, "Metric", None, metric.name, made, bool(made) and let, not decides(metric)
    )


def _differing(
    record: Record,
    name: str,
    held: Mapping[str, Any],
    fields: Sequence[str],
    metric: str,
    prefix: str,
    made: Mapping[tuple[str, str], list[Amendment]],
) -> list[Difference]:
    found = []
    now = _values(record, fields)
    for field in fields:
        if field not in held or held[field] == now[field]:
            continue
        amendments = tuple(made.get((metric, prefix + field), ()))
        chain = [_read(one.before) for one in amendments] + (
            [_read(amendments[-1].after)] if amendments else []
        )
        linked = all(_read(one.after) == _read(following.before) for one, following in pairwise(amendments))
        is_amended = bool(chain) and linked and chain[0] == held[field] and chain[-1] == now[field]
        label = record.fields[field].label
        ref = Ref(record.kind, record.id, field)
        found.append(Difference(ref, name, label, held[field], now[field], amendments, is_amended))
    return found


def _written(value: Any) -> str | None:
    return None if value is None else canonical(value)


def _read(written: str | None) -> Any:
    import json

    if written is None:
        return None
    try:
        return json.loads(written)
    except ValueError:
        # Typed by hand into the table of amendments: taken as the text that it is.
        return written
