"""Finding things in a plan: places by part of their name, records by anything that is written in them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from cxworkbench.naming import Names, code_of
from cxworkbench.plan import Plan, Ref
from db.models import Person, Pilot, Programme
from db.records import FAMILIES, Record

if TYPE_CHECKING:
    from db.fields import Field

_TEXTS = frozenset({"text", "long_text"})
#: Kinds that only belong to another record: they are found through it.
_PARTS = frozenset(
    {"series", "baseline_value", "framework_signature", "usage_plan", "custom_field", "snapshot"}
)
#: Letters of a text shown on each side of what was found in it.
_AROUND = 28


@dataclass(frozen=True)
class Hit:
    """A record that was found.

    Attributes:
        ref: the record, and the field in which it was found.
        title: what it is called.
        about: its kind and its pilot; and where it was found in another field, that field with some words around.
    """

    ref: Ref
    title: str
    about: str


def folded(text: str) -> str:
    """A text as it is compared: without case and accents, on one line."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def score(query: str, text: str) -> int | None:
    """How well a name answers a query, lower is better; None where it doesn't.

    Every word of the query must be in the name: best at its start, then at the start of one of its words, then within;
    worst are words that it abbreviates.
    """
    words = _words(query)
    if not words:
        return None
    name, parts = _name(text)
    together = " ".join(words)
    if name.startswith(together) or parts.startswith(f" {together}"):
        return 0
    total = 0
    for word in words:
        if word in name:
            total += 1 if f" {word}" in parts else 3
        elif (
            len(word) > 2 and f" {word[0]}" in parts and any(_abbreviates(word, one) for one in parts.split())
        ):
            total += 8
        else:
            return None
    return total


@lru_cache(maxsize=32)
def _words(query: str) -> tuple[str, ...]:
    return tuple(folded(query).replace(",", " ").split())


@lru_cache(maxsize=60_000)
def _name(text: str) -> tuple[str, str]:
    """A name as it is compared, and its words, a blank before each: asked of every name at every letter typed."""
    name = folded(text)
    return name, f" {' '.join(name.replace('-', ' ').replace(',', ' ').split())}"


def _abbreviates(letters: str, word: str) -> bool:
    """Whether letters are those of a word in their order, from its first on: rslvd, resolved."""
    rest = iter(word)
    return word.startswith(letters[0]) and all(letter in rest for letter in letters)


class Index:
    """What can be found in one state of a plan; made once, asked at every letter that is typed."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        names = Names(plan.find)
        self._records: list[tuple[Record, str]] = []
        for kind, family in FAMILIES.items():
            if kind in _PARTS or family is Programme:
                continue
            for record in plan.all(family):
                self._records.append((record, f"{code_of(record)} {names.linked(record)}".strip()))
        #: All that is written in each of them; put together when it is asked for first.
        self._written: list[str] = []

    def by_name(self, query: str, limit: int) -> list[Hit]:
        """Records whose name or number answers a query, best first."""
        found = []
        for place, (record, called) in enumerate(self._records):
            value = score(query, called)
            if value is not None:
                # Of two that answer alike: pilots and people first, then the shorter name.
                rank = 0 if isinstance(record, Pilot | Person) else 1
                found.append((value, rank, len(called), place, Hit(Ref(record.kind, record.id), called, "")))
        found.sort(key=lambda one: one[:4])
        return [self._described(hit) for *_, hit in found[:limit]]

    def by_text(self, query: str, limit: int, *, without: Iterable[str] = ()) -> list[Hit]:
        """Records with all words of a query in one of their texts, in the order of the plan."""
        words, left_out = folded(query).split(), set(without)
        found: list[Hit] = []
        if not words:
            return found
        if not self._written:
            self._written = [_all_written(record) for record, _ in self._records]
        for (record, called), written in zip(self._records, self._written, strict=True):
            if record.id in left_out or not all(word in written for word in words):
                continue
            field = next(_matching(record, words), None)
            if field is not None:
                said = _around(str(record.value(field.name)), words[0])
                hit = self._described(Hit(Ref(record.kind, record.id, field.name), called, ""))
                found.append(Hit(hit.ref, hit.title, f"{hit.about} · {field.label}: {said}"))
                if len(found) == limit:
                    break
        return found

    def _described(self, hit: Hit) -> Hit:
        record = self._plan.find(hit.ref.id)
        assert record is not None, "it was found in this plan"
        pilot = self._plan.find(record.value("pilot")) if "pilot" in record.fields else None
        name = str(pilot.value("name")) if pilot is not None else ""
        return Hit(hit.ref, hit.title, ", ".join(filter(None, (type(record).label, name))))


def _matching(record: Record, words: Sequence[str]) -> Iterator[Field[object]]:
    for name, field in record.fields.items():
        if field.kind in _TEXTS and record.value(name):
            text = folded(str(record.value(name)))
            if all(word in text for word in words):
                yield field


def _all_written(record: Record) -> str:
    """All texts of a record as they are compared, a line each."""
    texts = (record.value(name) for name, field in record.fields.items() if field.kind in _TEXTS)
    return "\n".join(folded(str(text)) for text in texts if text)


def _around(text: str, word: str) -> str:
    """The words around what was found; folding may change lengths, so that this is about there."""
    line = " ".join(text.split())
    at = max(folded(line).find(word), 0)
    start, end = max(at - _AROUND, 0), at + len(word) + _AROUND
    return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"
