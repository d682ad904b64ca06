"""What a record is called: by its kind and name, by its name alone, and by its number in the logs."""

from __future__ import annotations

from collections.abc import Callable

from cxworkbench.choice_names import choice_name
from db.models import Decision, DecisionRule, Gate, Metric, Objective, Series
from db.records import Numbered, Record

#: The fields that name a record, the first of them that isn't empty.
TITLES = ("name", "title", "question", "outcome", "text", "note")
_CODES = {
    "risk": ("R", 2),
    "action": ("A", 3),
    "issue": ("I", 2),
    "decision": ("D", 2),
    "waiver": ("W", 2),
    "override": ("O", 2),
    "settlement": ("S", 2),
    "incident": ("INC", 2),
    "barrier": ("B", 2),
    "requirement": ("RQ", 1),
}


def code_of(record: Record) -> str:
    """The number of a log item as people say it: A-014, R-09; empty where it has none."""
    number = record.value("number") if isinstance(record, Numbered) else None
    return "" if number is None else numbered(record.kind, number)


def numbered(kind: str, number: int) -> str:
    """A number of a kind of log item as people say it."""
    letters, digits = _CODES.get(kind, ("", 1))
    return f"{letters}-{number:0{digits}d}" if letters else str(number)


class Names:
    """Names of records; ``find`` gives a record by its id."""

    def __init__(self, find: Callable[[str], Record | None]) -> None:
        self._find = find

    def title(self, record: Record) -> str:
        """A record by kind and name."""
        if isinstance(record, Gate):
            return f"{record.fields['kind'].label_of(record.kind_)} gate"
        if isinstance(record, Series):
            metric = self._find(record.metric or "")
            return self.title(metric) if metric is not None else record.label
        if isinstance(record, Objective | DecisionRule):
            return record.label
        if isinstance(record, Decision) and record.number is not None:
            return f"Decision {code_of(record)}"
        named = self.named(record)
        return named if isinstance(record, Metric) else f"{record.label} {named}".strip()

    def named(self, record: Record) -> str:
        """A record's own name, without its kind; empty where it has none."""
        if "person" in record.fields:
            person = self._find(record.value("person") or "")
            return str(person.value("name")) if person is not None else ""
        for name in TITLES:
            value = record.value(name) if name in record.fields else None
            if value:
                field = record.fields[name]
                return choice_name(field, value) if field.kind == "choice" else str(value)
        # What tells it from others may be an entry of reference data: the cause that was looked for.
        for name in record.key:
            value = record.value(name)
            if value and record.fields[name].catalogue:
                return choice_name(record.fields[name], value)
        return ""

    def linked(self, record: Record) -> str:
        """What a link to a record says: its name, or its kind and name where it has none of its own."""
        return self.named(record) or self.title(record)
