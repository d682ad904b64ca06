"""What was done to the plan since the last review: added, changed, deleted, slipped, amended, overruled.

Two states of the plan are laid side by side, record by record. What judgement says of them is ``review.since``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from cxworkbench import formats
from cxworkbench.choice_names import choice_name
from cxworkbench.naming import Names, code_of
from cxworkbench.plan import Plan, Ref
from cxworkbench.value_words import in_words, lowered
from db.models import Amendment, DecisionRule, Gate, Metric, Objective, Override, Settlement, Waiver
from db.records import FAMILIES, Record

#: Rows that are counted and not named: there are many of them, or they belong to a row that is named.
_COUNTED = frozenset(
    {
        *(
            "usage",
            "usage_plan",
            "audit_dimension",
            "audit_column",
            "control_run",
            "cost_actual",
            "tool_score",
        ),
        *("output_sample", "attendance", "interview", "recovery_answer", "pulse_result", "baseline_value"),
    }
)
#: Rows that are no part of what a review looks at.
_LEFT_OUT = frozenset(
    {
        *(
            "series",
            "attachment",
            "evidence",
            "snapshot",
            "import_mapping",
            "printed_paper",
            "wording",
            "pack",
        ),
        *("custom_field", "framework_signature", "milestone_link", "audit_rule", "programme", "framework"),
    }
)
#: Dates that slip when they move to a later day.
_DATES = frozenset(
    {
        *(("gate", "planned_on"), ("milestone", "forecast"), ("milestone", "planned"), ("action", "due")),
        *(("issue", "due"), ("audit_finding", "due"), ("barrier", "due"), ("commitment", "due")),
        *(("decision_rule", "decide_by"), ("recovery_case", "relaunch_on"), ("objective", "target_date")),
        *(("gate_condition", "due"), ("relaunch_criterion", "by"), ("requirement", "due")),
    }
)
_UNSEEN = frozenset({"custom", "binned", "position", "number", "confidential", "first_planned_on"})
#: Moves with every run, and the runs are counted.
_FOLLOWS = frozenset({("control", "next_due")})


@dataclass(frozen=True)
class Change:
    """One thing that was done.

    Attributes:
        pilot: whose record it is; empty for the programme's.
        name: the record by its number or kind and name.
        field: the label of the field that changed; of an amendment or exception its reason.
        before, after: in words.
        ref: the record and field.
        days: by how many days a date moved.
    """

    pilot: str
    name: str
    field: str
    before: str
    after: str
    ref: Ref
    days: int = 0


@dataclass(frozen=True)
class Changes:
    """All that was done, in the order in which a review asks for it.

    Attributes:
        slipped: dates that moved to a later day, the largest slip first.
        amended: frozen values that were changed, with the reason.
        overruled: overrides, waivers and settlements that came.
        added, changed, deleted: rows that came, were changed, and went.
        counted: how many rows of each family that isn't named came or were changed, by its plural name.
    """

    slipped: tuple[Change, ...] = ()
    amended: tuple[Change, ...] = ()
    overruled: tuple[Change, ...] = ()
    added: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    deleted: tuple[Change, ...] = ()
    counted: tuple[tuple[str, int], ...] = ()

    @property
    def total(self) -> int:
        """How many are named."""
        groups = (self.slipped, self.amended, self.overruled, self.added, self.changed, self.deleted)
        return sum(len(group) for group in groups)


def changes(past: Plan, now: Plan) -> Changes:
    """What is different in a plan from how it stood."""
    return _Sides(past, now).found()


class _Sides:
    """Two states of one plan."""

    def __init__(self, past: Plan, now: Plan) -> None:
        self._past, self._now = past, now
        self._names = Names(self._find)

    def _find(self, id: str) -> Record | None:
        return self._now.find(id) or self._past.find(id)

    def found(self) -> Changes:
        slipped, added, changed, deleted = list[Change](), list[Change](), list[Change](), list[Change]()
        amended, overruled = list[Change](), list[Change]()
        counted: Counter[str] = Counter()
        for kind, family in FAMILIES.items():
            if kind in _LEFT_OUT:
                continue
            before = {one.id: one for one in self._past.all(family)}
            after = {one.id: one for one in self._now.all(family)}
            for id, one in after.items():
                old = before.get(id)
                if old is one or (old is not None and old.__dict__ == one.__dict__):
                    continue
                if kind in _COUNTED:
                    counted[family.label_many] += 1
                elif old is not None:
                    for change, is_slip in self._fields(old, one):
                        (slipped if is_slip else changed).append(change)
                elif isinstance(one, Amendment):
                    amended.append(self._amendment(one))
                elif isinstance(one, Override | Waiver | Settlement):
                    overruled.append(self._exception(one))
                else:
                    added.append(self._row(one, formats.MISSING, "added"))
            gone = [one for id, one in before.items() if id not in after and kind not in _COUNTED]
            deleted += [self._row(one, formats.MISSING, self._where(one)) for one in gone]
        slipped.sort(key=lambda one: -one.days)
        return Changes(
            tuple(slipped), tuple(amended), tuple(overruled), tuple(added), tuple(changed), tuple(deleted),
            tuple(sorted(counted.items())),
        )  # fmt: skip

    def _where(self, one: Record) -> str:
        return "in the bin" if any(other.id == one.id for other in self._now.binned()) else "removed"

    def _row(self, one: Record, before: str, after: str) -> Change:
        return Change(self._pilot(one), self.name(one), "", before, after, Ref(one.kind, one.id))

    def name(self, one: Record) -> str:
        """A record by its number and name, or by its kind and name; without a name by what it belongs to."""
        code, named = code_of(one), " ".join(self._named(one).split())
        if code:
            return f"{code} {named}".strip() if named else f"{one.label} {code}"
        if isinstance(one, Objective):
            return f"{one.label} {named}".strip()
        title = self._names.title(one)
        if named or title != one.label:
            return title
        links = (one.value(name) for name, field in one.fields.items() if field.to not in {"", "pilot"})
        owner = next((self._find(id) for id in links if isinstance(id, str) and self._find(id)), None)
        return title if owner is None else f"{title} {self._names.named(owner)}".strip()

    def _named(self, one: Record) -> str:
        """A record's own name; one without (a step, a cause) by the choice that tells it from others."""
        named = self._names.named(one)
        if named or isinstance(one, Gate):
            return named
        fields = (one.fields[name] for name in one.key)
        choices = [choice_name(field, one.value(field.name)) for field in fields if field.kind == "choice"]
        return " ".join(choices)

    def _pilot(self, one: Record) -> str:
        if one.kind == "pilot":
            return str(one.value("name"))
        link = one.value("pilot") if "pilot" in one.fields else None
        pilot = self._find(link or "")
        return str(pilot.value("name")) if pilot is not None else ""

    def _fields(self, old: Record, new: Record) -> Iterator[tuple[Change, bool]]:
        for name, field in new.fields.items():
            before, after = old.value(name), new.value(name)
            if name in _UNSEEN or (new.kind, name) in _FOLLOWS or before == after:
                continue
            days = (after - before).days if isinstance(before, date) and isinstance(after, date) else 0
            said = [
                in_words(field, value, record, find=self._find, zone=self._now.zone)
                for value, record in ((before, old), (after, new))
            ]
            is_slip = (new.kind, name) in _DATES and days > 0
            ref = Ref(new.kind, new.id, name)
            label = lowered(field.label)
            yield Change(self._pilot(new), self.name(new), label, said[0], said[1], ref, days), is_slip

    def _amendment(self, one: Amendment) -> Change:
        metric = self._now.get(Metric, one.metric)
        family: type[Record] = DecisionRule if metric is None else Metric
        field = family.fields.get((one.field or "").rpartition(".")[2])
        owner = metric.name if metric is not None else "Decision rule"
        label = lowered(field.label) if field is not None else one.field or ""
        reason = " ".join((one.reason or "").split())
        ref = Ref(one.kind, one.id)
        return Change(self._pilot(one), f"{owner}, {label}", reason, _read(one.before), _read(one.after), ref)

    def _exception(self, one: Override | Waiver | Settlement) -> Change:
        said, chosen = formats.MISSING, one.label.lower()
        if isinstance(one, Override):
            said, chosen = one.said or formats.MISSING, one.chosen or formats.MISSING
        reason = " ".join((one.reason or "").split())
        name = f"{one.label} {code_of(one)}".strip()
        return Change(self._pilot(one), name, reason, said, chosen, Ref(one.kind, one.id))


def _read(written: str | None) -> str:
    """A value as an amendment keeps it, in words."""
    if written is None:
        return formats.MISSING
    try:
        value: Any = json.loads(written)
    except ValueError:
        return written
    return formats.MISSING if value is None else str(value)
