"""Where an expression is evaluated: a pilot of a plan as of a day, with the record at hand and the named functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import resources
from cxworkbench.belonging import parent_links
from cxworkbench.conditions.derived import DERIVED
from cxworkbench.conditions.expressions import NAMED, Term
from db.models import Gate, Pilot, RoiCase
from db.records import FAMILIES, Record

if TYPE_CHECKING:
    from cxworkbench.judged_metric import MetricState
    from cxworkbench.memory import Memory
    from cxworkbench.plan import Plan

#: Families whose rows without a pilot belong to every pilot's scope. An objective without one is a candidate.
PROGRAMME_LEVEL = frozenset(
    kind for kind, family in FAMILIES.items() if "pilot" in family.fields and kind != "objective"
)
#: Of these only the rows of the ROI case in force.
OF_THE_CASE = frozenset({"benefit", "cost_line", "checkpoint"})
#: Rows of a data source follow it to every pilot that uses it.
OF_A_SOURCE = frozenset({"audit", "audit_finding"})


@dataclass
class Known:
    """What was found out about a pilot once, for all the scopes in which it is asked."""

    metrics: Mapping[str, MetricState] = field(default_factory=dict)
    memory: Memory | None = None
    records: dict[str, list[Any]] = field(default_factory=dict)
    linked: dict[tuple[str, str], dict[str, list[Any]]] = field(default_factory=dict)
    answers: dict[Any, Any] = field(default_factory=dict)


class PilotScope:
    """The scope of one pilot.

    ``at_hand`` is the record that paths start from, ``record`` the subject's, ``group`` that of a criterion's group.
    """

    __slots__ = ("as_of", "at_hand", "group", "known", "pilot", "plan", "record")

    def __init__(
        self,
        plan: Plan,
        pilot: Pilot | None,
        as_of: date,
        at_hand: Any = None,
        record: Any = None,
        known: Known | None = None,
        group: Record | None = None,
    ) -> None:
        """Open a scope; ``known`` is shared by all scopes of one judgement of one pilot."""
        self.plan = plan
        self.pilot = pilot
        self.as_of = as_of
        self.at_hand = at_hand
        self.record = record
        self.known = Known() if known is None else known
        self.group = group

    @property
    def judged(self) -> Pilot:
        """The pilot, where one is judged."""
        assert self.pilot is not None, "this is the scope of no pilot"
        return self.pilot

    def about(self, record: Any) -> PilotScope:
        """The same scope with a record at hand, which is also the criterion's subject."""
        return PilotScope(self.plan, self.pilot, self.as_of, record, record, self.known, self.group)

    def with_at_hand(self, record: Any) -> PilotScope:
        """The same scope and subject with another record at hand, as inside ``count``."""
        return PilotScope(self.plan, self.pilot, self.as_of, record, self.record, self.known, self.group)

    def in_group(self, group: Record | None) -> PilotScope:
        """The same scope where the record of a group goes by its kind's name."""
        return PilotScope(self.plan, self.pilot, self.as_of, group, group, self.known, group)

    # -------------------------------------------------------------------------------------- records in scope

    def records(self, kind: str) -> list[Any]:
        """The records of a kind in the pilot's scope. Don't change the list."""
        known = self.known.records
        try:
            return known[kind]
        except KeyError:
            found = known[kind] = self._records(kind)
            return found

    def _records(self, kind: str) -> list[Any]:
        if kind == "pilot":
            return [self.pilot] if self.pilot is not None else []
        family = FAMILIES.get(kind)
        if family is None or not self.plan.has_any(family):
            return []
        if "pilot" not in family.fields:
            return self._of_wholes(family)
        owner = "" if self.pilot is None else self.pilot.id
        rows = self.plan.of_pilot(family, owner, programme_too=kind in PROGRAMME_LEVEL and bool(owner))
        if owner and kind == "data_source":
            rows += [one for one in self.plan.linking(family, "shared_with", owner) if one not in rows]
        if owner and kind in OF_A_SOURCE:
            known = {one.id for one in rows}
            for source in self.records("data_source"):
                if source.value("pilot") != owner:
                    linked = self.plan.linking(family, "data_source", source.id)
                    rows += [one for one in linked if one.id not in known]
        if kind in OF_THE_CASE:
            case = self.case_in_force()
            rows = [one for one in rows if case is not None and one.value("case") == case.id]
        return rows

    def _of_wholes(self, family: type[Record]) -> list[Any]:
        """Rows without a pilot of their own belong where what they are a part of does; else to the programme."""
        wholes = parent_links(family)
        if not wholes:
            return self.plan.all(family)
        name, kind = wholes[0]
        return [row for whole in self.records(kind) for row in self.plan.linking(family, name, whole.id)]

    def linked(self, kind: str, name: str, id: str) -> list[Any]:
        """The records of a kind in scope whose link ``name`` names a record."""
        place = (kind, name)
        if place not in self.known.linked:
            found: dict[str, list[Any]] = {}
            family = FAMILIES.get(kind)
            if family is not None and name in family.fields:
                for row in self.records(kind):
                    value = row.value(name)
                    for one in value if isinstance(value, tuple) else (value,):
                        found.setdefault(one or "", []).append(row)
            self.known.linked[place] = found
        return self.known.linked[place].get(id, [])

    def case_in_force(self) -> RoiCase | None:
        """The newest agreed case that no other agreed case replaces; while none is agreed, the newest draft."""
        if "case" not in self.known.answers:
            self.known.answers["case"] = _in_force(self.records("roi_case"))
        found: RoiCase | None = self.known.answers["case"]
        return found

    def gate_day(self, kind: str) -> date | None:
        """The day a gate of the pilot was passed, or is planned for while it isn't."""
        if self.pilot is None:
            return None
        days: dict[str, date | None] | None = self.known.answers.get("gate_days")
        if days is None:
            gates = self.plan.of_pilot(Gate, self.pilot)
            days = {gate.kind_: gate.passed_on or gate.planned_on for gate in reversed(gates)}
            self.known.answers["gate_days"] = days
        return days.get(kind)

    def flags(self) -> frozenset[str] | None:
        """The words of ``applies_to`` that are true of the pilot; None where no pilot is judged."""
        if self.pilot is None:
            return None
        found: frozenset[str] | None = self.known.answers.get("flags")
        if found is None:
            from cxworkbench.governance import flags_of

            found = self.known.answers["flags"] = flags_of(self.pilot, self.records("data_source"))
        return found

    # ------------------------------------------------------------------------------------------------- paths

    def path(self, names: tuple[str, ...]) -> Any:
        """The value at a path; empty where any link on the way is empty."""
        if len(names) == 2 and (link := _PLAIN_LINKS[type(self.at_hand), names[0]]) is not None:
            # The most frequent: a field of a record that the one at hand names.
            id = self.at_hand.__dict__[link]
            there = None if id is None else self.plan.find(id)
            key = _PLAIN_KEYS[type(there), names[1]]
            if key is not None:
                return there.__dict__[key]
        first, rest = names[0], names[1:]
        here: Any
        if first == "record":
            here = self.record
        elif first == "pilot" and (rest or not self._has_field("pilot")):
            here = self.pilot
        elif first == "programme":
            here = self.plan.programme
        elif self.group is not None and first == self.group.kind and not self._has_field(first):
            here = self.group
        else:
            here, rest = self.at_hand, names
        catalogue = ""
        for name in rest:
            if isinstance(here, str):
                here = _entry(catalogue, here) if catalogue else self.plan.find(here.rpartition("/")[2])
            if isinstance(here, dict):
                here, catalogue = here.get(name), ""
            elif not isinstance(here, Record):
                return None
            elif (derive := DERIVED.get((here.kind, name))) is not None:
                here, catalogue = derive(self, here), ""
            elif (described := here.fields.get(name)) is not None:
                here, catalogue = here.__dict__[described.key], described.catalogue
            else:
                return None
            if here is None:
                return None
        return self.plan.day_of(here) if isinstance(here, datetime) else here

    def field(self, name: str) -> Any:
        """The value of a field of the record at hand: a path of one name, the most frequent, without its walk."""
        key = _PLAIN_KEYS[type(self.at_hand), name]
        return self.path((name,)) if key is None else self.at_hand.__dict__[key]

    def field_of(self, record: Any, name: str) -> Any:
        """The value of a field of a record, a derived one too."""
        key = _PLAIN_KEYS[type(record), name]
        return self.about(record).path((name,)) if key is None else record.__dict__[key]

    def _has_field(self, name: str) -> bool:
        return isinstance(self.at_hand, Record) and name in self.at_hand.fields

    def call(self, name: str, arguments: tuple[Term, ...]) -> Any:
        """The value of a named function; empty where there is none of that name."""
        function = _functions().get(name)
        return None if function is None else function(self, *arguments)


class _PlainKeys(dict[tuple[type, str], str | None]):
    """Where a record of a class holds a field that is read as it is; None for all that is derived or no field."""

    def __missing__(self, asked: tuple[type, str]) -> str | None:
        family, name = asked
        key = None
        if issubclass(family, Record) and (family.kind, name) not in DERIVED:
            described = family.fields.get(name)
            key = described.key if described is not None and described.kind != "instant" else None
        self[asked] = key
        return key


class _PlainLinks(dict[tuple[type, str], str | None]):
    """Where a record of a class holds a link to one record, by its id; None for all else."""

    def __missing__(self, asked: tuple[type, str]) -> str | None:
        family, name = asked
        key = None
        if issubclass(family, Record) and name not in NAMED:
            described = family.fields.get(name)
            key = _PLAIN_KEYS[asked] if described is not None and described.kind == "link" else None
        self[asked] = key
        return key


_PLAIN_KEYS = _PlainKeys()
_PLAIN_LINKS = _PlainLinks()


def _in_force(cases: list[RoiCase]) -> RoiCase | None:
    agreed = [one for one in cases if one.status == "agreed"]
    replaced = {one.replaces for one in agreed}
    standing = [one for one in agreed if one.id not in replaced]
    if standing:
        return max(standing, key=lambda one: (one.agreed_on or date.min, one.version or 0))
    drafts = [one for one in cases if one.status == "draft"]
    return max(drafts, key=lambda one: one.version or 0, default=None)


@cache
def _functions() -> Mapping[str, Callable[..., Any]]:
    from cxworkbench.conditions.functions import FUNCTIONS  # it needs the scope itself

    return FUNCTIONS


@cache
def _entries(catalogue: str) -> dict[str, dict[str, Any]]:
    name, *tables = catalogue.split(".")
    entries: list[dict[str, Any]] = [resources.toml(name)]
    for table in tables:
        entries = [entry for parent in entries for entry in parent.get(table, ())]
    return {entry["id"]: entry for entry in entries}


def _entry(catalogue: str, id: str) -> dict[str, Any] | None:
    """The entry of reference data that a field's id names."""
    return _entries(catalogue).get(id)
