"""The journal in words: who changed what and when, each field before and after."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cxworkbench import formats
from cxworkbench.belonging import pilot_of
from cxworkbench.naming import TITLES, Names
from cxworkbench.plan import Plan, Ref
from cxworkbench.value_words import in_words, lowered
from db.journal import EXISTENCE, Changeset, FieldChange
from db.models import Snapshot
from db.records import FAMILIES, Record
from db.session import Session
from db.undo import combined, goes_on
from db.values import from_json

ADDED, GONE, IN_THE_BIN = "added", "removed", "in the bin"
KIND_WORDS = {
    "edit": "Edit",
    "import": "Import",
    "merge": "Merge",
    "migration": "Migration",
    "amendment": "Amendment",
    "undo": "Undone",
    "redo": "Redone",
}


@dataclass(frozen=True)
class Line:
    """One line of history.

    Attributes:
        step: the step of the journal that it belongs to.
        pilot: the pilot's name; empty for what belongs to the programme.
        what: the record and the field, as in "Objective, outcome".
        before: the old value in words; — where there was none.
        after: the new one.
        ref: the record and its field.
    """

    step: Changeset
    pilot: str
    what: str
    before: str
    after: str
    ref: Ref

    @property
    def kind(self) -> str:
        """Edit, import, amendment …, in a word."""
        return KIND_WORDS.get(self.step.kind, self.step.kind)

    @property
    def is_day(self) -> bool:
        """Whether a day was set or moved."""
        field = FAMILIES[self.ref.kind].fields.get(self.ref.field)
        return field is not None and field.kind == "date"

    @property
    def is_gone(self) -> bool:
        """Whether a record went, or went into the bin."""
        return self.after in {GONE, IN_THE_BIN}


@dataclass(frozen=True)
class Comparison:
    """What is different between two versions of a plan.

    Attributes:
        added: records that came, as "Metric Resolved first time".
        removed: records that went, or went into the bin.
        changed: pairs of "record, field" and "before → after" of records that were there all along.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[tuple[str, str], ...]


class Wording:
    """Words for records and values. Reads the plan's records once; those that are gone are named by the journal."""

    def __init__(self, session: Session, plan: Plan | None = None) -> None:
        """Take up a plan.

        Args:
            session: where its journal is.
            plan: the same plan as it stands, where somebody loaded it already; one of another version is not used.
        """
        self._session = session
        known = plan is not None and plan.version == session.head
        self._plan = plan if plan is not None and known else Plan(session, version=session.head)
        self._records: dict[str, Record] = self._plan.everything()
        self._names = Names(self._records.get)

    def binned(self) -> list[Record]:
        """The records that lie in the bin."""
        return self._plan.binned()

    # ------------------------------------------------------------------------------------------- the journal

    def lines(self, steps: Sequence[Changeset]) -> Iterator[Line]:
        """The lines of some steps, in their order; a record that came or went is one line, and so is typing."""
        for step, changes in self._typing_joined(steps):
            whole = {one.record_id: one for one in changes if one.field == EXISTENCE}
            for one in changes:
                if one.record_id not in whole:
                    yield self._line(step, one, changes)
                elif one is whole[one.record_id]:
                    before, after = (
                        (formats.MISSING, ADDED) if one.before is None else (formats.MISSING, GONE)
                    )
                    yield self._entry(step, one, self.name(one, changes), before, after)
            yield from self._batches(step)

    def _typing_joined(self, steps: Sequence[Changeset]) -> Iterator[tuple[Changeset, Sequence[FieldChange]]]:
        held: tuple[Changeset, Sequence[FieldChange]] | None = None
        newest: tuple[Changeset, Sequence[FieldChange]] | None = None
        for step in steps:
            here = (step, self._session.changes_of(step.seq))
            if held is not None and newest is not None and goes_on(newest, here):
                held = (step, combined([held[1], here[1]]))
            else:
                if held is not None:
                    yield held
                held = here
            newest = here
        if held is not None:
            yield held

    def _line(self, step: Changeset, one: FieldChange, changes: Iterable[FieldChange]) -> Line:
        name = self.name(one, changes)
        if one.field == "binned":
            before, after = ("in the plan", IN_THE_BIN) if one.after is not None else (IN_THE_BIN, "put back")
            return self._entry(step, one, name, before, after)
        return self._entry(
            step,
            one,
            f"{name}, {lowered(self._label(one))}",
            self.value(one, one.before),
            self.value(one, one.after),
        )

    def _entry(self, step: Changeset, one: FieldChange, what: str, before: str, after: str) -> Line:
        pilot = self._pilot_of(self._records.get(one.record_id))
        return Line(step, pilot, what, before, after, Ref(one.record_kind, one.record_id, one.field))

    def _batches(self, step: Changeset) -> Iterator[Line]:
        for batch in self._session.batches_of(step.seq):
            series = self._records.get(batch.series)
            counts = {"new": batch.added_count, "replaced": batch.replaced_count, "gone": batch.removed_count}
            said = ", ".join(f"{formats.count(amount)} {word}" for word, amount in counts.items() if amount)
            name = self.title(series) if series is not None else "Series"
            yield Line(
                step,
                self._pilot_of(series),
                f"{name}, {batch.kind}",
                formats.MISSING,
                said or "no change",
                Ref("series", batch.series),
            )

    # ------------------------------------------------------------------------------------------- two versions

    def compared(self, after: int, upto: int) -> Comparison:
        """What is different at version ``upto`` from version ``after``."""
        # A frozen state is no change of the plan that it freezes.
        changes = [one for one in self._session.between(after, upto) if one.record_kind != Snapshot.kind]
        whole = {one.record_id: one for one in changes if one.field == EXISTENCE}
        binned = {
            one.record_id: one for one in changes if one.field == "binned" and one.record_id not in whole
        }
        came = [one for one in whole.values() if one.before is None]
        came += [one for one in binned.values() if one.after is None]
        went = [one for one in whole.values() if one.after is None]
        went += [one for one in binned.values() if one.after is not None]
        changed = [one for one in changes if one.record_id not in whole and one.record_id not in binned]
        return Comparison(
            tuple(f"{self._within(one)}{self.name(one, changes)}" for one in came),
            tuple(f"{self._within(one)}{self.name(one, changes)}" for one in went),
            tuple(
                (
                    f"{self._within(one)}{self.name(one, changes)}, {lowered(self._label(one))}",
                    f"{self.value(one, one.before)} → {self.value(one, one.after)}",
                )
                for one in changed
            ),
        )

    # ------------------------------------------------------------------------------------------- names, values

    def name(self, one: FieldChange, changes: Iterable[FieldChange]) -> str:
        """A record by kind and name; one that is gone by what the journal says of it."""
        record = self._records.get(one.record_id)
        if record is not None:
            return self.title(record)
        label = FAMILIES[one.record_kind].label
        told = {
            other.field: other.before or other.after for other in changes if other.record_id == one.record_id
        }
        written = next((told[field] for field in TITLES if told.get(field)), None)
        return f"{label} {json.loads(written)}" if written else label

    def title(self, record: Record) -> str:
        """A record by kind and name."""
        return self._names.title(record)

    def _within(self, one: FieldChange) -> str:
        pilot = self._pilot_of(self._records.get(one.record_id))
        return f"{pilot}: " if pilot else ""

    def _label(self, one: FieldChange) -> str:
        field = FAMILIES[one.record_kind].fields.get(one.field)
        return field.label if field is not None else one.field

    def _pilot_of(self, record: Record | None) -> str:
        """The name of the pilot that a record belongs to, by itself or by what it is a part of."""
        pilot = self._records.get((record is not None and pilot_of(self._plan, record)) or "")
        return str(pilot.value("name")) if pilot is not None else ""

    def value(self, one: FieldChange, written: str | None) -> str:
        """A value in words, as the journal wrote it; — for none."""
        field = FAMILIES[one.record_kind].fields.get(one.field)
        if written is None:
            return formats.MISSING
        raw = json.loads(written)
        if field is None:
            return str(raw)
        value: Any = from_json(field, raw)
        record = self._records.get(one.record_id)
        return in_words(field, value, record, find=self._records.get, zone=self._plan.zone)
