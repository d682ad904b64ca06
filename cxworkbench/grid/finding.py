"""Records found by what people call them: name, e-mail address, number."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from cxworkbench.grid.refusal import Refused
from cxworkbench.naming import code_of
from db.fields import reference
from db.records import FAMILIES

if TYPE_CHECKING:
    from cxworkbench.grid.words import Words
    from db.fields import Field
    from db.records import Record

#: So many names are looked through for one that is like a name that isn't there.
_MOST_NAMES = 20_000


class Finder:
    """Finds the record that a text names. Made with the plan as it is loaded; families are indexed when asked for."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._families: dict[str, dict[str, list[Record]]] = {}

    def knows(self, field: Field[Any], name: str) -> bool:
        """Whether a text names a record that a link may lead to."""
        return _called(name) in self._of(field.to)

    def one(self, field: Field[Any], text: str, record: Record | None) -> str:
        """The id of the one record that a text names; among several of a name the one of the row's own pilot.

        Raises:
            Refused: there is none, or there are several.
        """
        names = self._of(field.to)
        found = names.get(_called(text), [])
        if len(found) > 1 and record is not None and "pilot" in record.fields:
            own = record.value("pilot")
            found = [one for one in found if getattr(one, "pilot", None) == own] or found
        if len(found) == 1:
            return found[0].id
        called = " ".join(text.split())[:60]
        family = FAMILIES[field.to]
        if found:
            raise Refused(
                f"several {family.label_many.lower()} are called “{called}”",
                to_do="give the e-mail address"
                if field.to == "person"
                else "give its number, or choose it from the list",
            )
        near = closest(text, [self._words.names.linked(one) for one in self._words.plan.all(family)])
        nobody = (
            "nobody in the plan is" if field.to == "person" else f"no {family.label.lower()} of the plan is"
        )
        to_do = (
            "" if near else f"add {'the person' if field.to == 'person' else 'it'} first, or correct the name"
        )
        raise Refused(f"{nobody} called “{called}”", to_do=to_do, suggestion=near)

    def offered(self, field: Field[Any], record: Record | None) -> list[str]:
        """The names that a link may lead to, in order: where the records are of pilots, those of the row's own."""
        every = self._words.plan.all(FAMILIES[field.to])
        own = getattr(record, "pilot", None)
        near = [one for one in every if own and getattr(one, "pilot", own) in {own, None}] or every
        names = {self._words.names.linked(one) for one in near}
        return sorted(names, key=str.casefold)

    def any_kind(self, text: str) -> str:
        """The one record of any kind that a text names, as a link to any record is written.

        Raises:
            Refused: there is none, or there are several.
        """
        wanted = _called(text)
        found = [one for kind in FAMILIES for one in self._of(kind, titled=True).get(wanted, ())]
        by_id = {one.id: one for one in found}
        if len(by_id) == 1:
            (only,) = by_id.values()
            return reference(only.kind, only.id)
        called = " ".join(text.split())[:60]
        what = "several records are" if by_id else "no record of the plan is"
        raise Refused(f"{what} called “{called}”", to_do="give its kind and name, or its number like R-09")

    def _of(self, kind: str, *, titled: bool = False) -> dict[str, list[Record]]:
        slot = f"{kind} titled" if titled else kind
        if slot not in self._families:
            names: dict[str, list[Record]] = {}
            for record in self._words.plan.all(FAMILIES[kind]):
                for name in self._names(record, titled=titled):
                    names.setdefault(_called(name), []).append(record)
            names.pop("", None)
            self._families[slot] = names
        return self._families[slot]

    def _names(self, record: Record, *, titled: bool) -> set[str]:
        names = self._words.names
        said = {names.title(record) if titled else names.linked(record), code_of(record)}
        if record.kind == "person" and not titled:
            said.add(record.value("email") or "")
            said.add(f"{record.value('name')}, {record.value('title')}")
        if record.kind == "pilot" and not titled:
            said.add(record.value("short_name") or "")
        return said


def closest(text: str, names: list[str]) -> str:
    """The name that is most like a text; empty where none is."""
    wanted = _called(text)
    by_folded = {_called(name): name for name in names[:_MOST_NAMES]}
    near = get_close_matches(wanted[:100], by_folded, n=1, cutoff=0.7)
    if near:
        return by_folded[near[0]]
    begun = [name for folded, name in by_folded.items() if len(wanted) > 1 and wanted in folded.split()]
    return begun[0] if len(begun) == 1 else ""


def _called(text: str) -> str:
    return " ".join(text.split()).casefold()
