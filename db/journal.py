"""The journal: changesets with before and after of each field, chained by hash; what undo and redo take next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from db.fixed import fixed
from db.values import canonical, instant_from, instant_text

if TYPE_CHECKING:
    import sqlite3

#: The hash before the first changeset.
GENESIS = "0" * 64

#: The field whose change says that a record came (before empty) or went (after empty).
EXISTENCE = "id"


@fixed
class Changeset:
    """One step of the journal. ``seq`` is the plan's version on paper; ``undoes`` names the step it takes back."""

    seq: int
    id: str
    at: datetime
    by: str
    host: str
    origin: str
    label: str
    kind: str
    undoes: int | None
    parents: tuple[int, ...]
    hash: str = ""

    def header(self) -> list[Any]:
        """What the hash covers of the step itself."""
        return [
            self.seq,
            self.id,
            instant_text(self.at),
            self.by,
            self.host,
            self.origin,
            self.label,
            self.kind,
            self.undoes,
            list(self.parents),
        ]


@fixed
class FieldChange:
    """One field of one record: before and after as canonical JSON, None where there was or is no value."""

    record_kind: str
    record_id: str
    field: str
    before: str | None
    after: str | None

    def reversed(self) -> FieldChange:
        """The change that takes this one back."""
        return FieldChange(self.record_kind, self.record_id, self.field, self.after, self.before)


@fixed
class Batch:
    """A bulk write to one series: packed keys that were added, rows that were replaced and removed."""

    kind: str
    series: str
    added: bytes | None
    replaced: bytes | None
    removed: bytes | None
    added_count: int = 0
    replaced_count: int = 0
    removed_count: int = 0


#: So many records are read by their ids at most; of more, their family is.
FEW = 200

#: Of so many readings at most each is read by its period; of more, their series is.
FEW_READINGS = 5_000


@fixed
class Changed:
    """What a step touched, told to whoever shows it: kinds of records, series, and who did it.

    ``edited`` has the ids of the records that were edited, for those kinds of which a few were and none came, went, or
    was put into the bin or back.
    """

    kinds: frozenset[str]
    series: frozenset[str] = frozenset()
    origin: object | None = None
    seq: int = 0
    edited: Mapping[str, frozenset[str]] = field(default_factory=dict)


def chained(previous: str, step: Changeset, changes: Iterable[FieldChange], batches: Iterable[Batch]) -> str:
    """The hash of a step: SHA-256 over the one before, its header, its changes and its batches."""
    import hashlib  # here, because reading a plan does without it

    running = hashlib.sha256(previous.encode())
    running.update(canonical(step.header()).encode())
    for one in changes:
        cells = [one.record_kind, one.record_id, one.field, one.before, one.after]
        running.update(canonical(cells).encode())
    for many in batches:
        running.update(canonical([many.kind, many.series]).encode())
        for packed in (many.added, many.replaced, many.removed):
            running.update(b"-" if packed is None else hashlib.sha256(packed).digest())
    return running.hexdigest()


_STEP = 'SELECT seq, id, at, "by", host, origin, label, kind, undoes, parents, hash FROM changeset'


def steps(
    connection: sqlite3.Connection, where: str = "", values: tuple[Any, ...] = ()
) -> Iterator[Changeset]:
    """Changesets in their order, filtered by an SQL condition over their columns."""
    import json

    clause = f" WHERE {where}" if where else ""
    for row in connection.execute(f"{_STEP}{clause} ORDER BY seq", values):
        if not all(isinstance(cell, str) for cell in (*row[1:8], *row[9:])):
            raise ValueError(f"step {row[0]} of the journal holds what is no text")
        seq, id, at, by, host, origin, label, kind, undoes, parents, digest = row
        moment = instant_from(at)
        yield Changeset(
            seq, id, moment, by, host, origin, label, kind, undoes, tuple(json.loads(parents)), digest
        )


def changes_of(connection: sqlite3.Connection, seq: int) -> list[FieldChange]:
    """The field changes of one step, in their order."""
    rows = connection.execute(
        'SELECT record_kind, record_id, field, "before", "after" FROM change WHERE changeset = ? ORDER BY position',
        (seq,),
    )
    return [FieldChange(*row) for row in rows]


def batches_of(connection: sqlite3.Connection, seq: int) -> list[Batch]:
    """The bulk writes of one step, in their order."""
    rows = connection.execute(
        "SELECT kind, series, added, replaced, removed, added_count, replaced_count, removed_count"
        " FROM batch WHERE changeset = ? ORDER BY position",
        (seq,),
    )
    return [Batch(*row) for row in rows]


def batches_since(connection: sqlite3.Connection, seq: int) -> list[Batch]:
    """The bulk writes of all steps after one, in their order."""
    rows = connection.execute(
        "SELECT kind, series, added, replaced, removed, added_count, replaced_count, removed_count"
        " FROM batch WHERE changeset > ? ORDER BY changeset, position",
        (seq,),
    )
    return [Batch(*row) for row in rows]


#: By kind, id and field of a record: the first and the last value.
Ends = dict[tuple[str, str, str], tuple[str | None, str | None]]


def between(connection: sqlite3.Connection, after: int, upto: int) -> list[FieldChange]:
    """What is different at version ``upto`` from version ``after``: one change a field, from first to last value.

    What was changed and changed back is left out, and so is a record that came and went in between. The first change
    of a record that came or went is that of its ``EXISTENCE``.
    """
    ends: Ends = {}
    note_ends(connection, after, upto, ends)
    return differing(ends)


def note_ends(connection: sqlite3.Connection, after: int, upto: int, ends: Ends) -> None:
    """Note the first value of each field that was changed in these steps, and the last; steps are given in order."""
    for kind, id, name, old, new in connection.execute(
        'SELECT record_kind, record_id, field, "before", "after" FROM change'
        " WHERE changeset > ? AND changeset <= ? ORDER BY changeset, position",
        (after, upto),
    ):
        first = ends.get((kind, id, name))
        ends[kind, id, name] = (old if first is None else first[0], new)


def differing(ends: Ends) -> list[FieldChange]:
    """The fields whose last value is another than the first; those of existence before the others."""
    found = [FieldChange(*key, old, new) for key, (old, new) in ends.items() if old != new]
    return sorted(found, key=lambda one: one.field != EXISTENCE)


def touched_since(connection: sqlite3.Connection, seq: int) -> Changed:
    """What the steps after ``seq`` touched."""
    ids: dict[str, set[str]] = {}
    moved = set()
    for kind, id, name in connection.execute(
        "SELECT DISTINCT record_kind, record_id, field FROM change WHERE changeset > ?", (seq,)
    ):
        ids.setdefault(kind, set()).add(id)
        if name in (EXISTENCE, "binned"):
            moved.add(kind)
    series = {
        row[0] for row in connection.execute("SELECT DISTINCT series FROM batch WHERE changeset > ?", (seq,))
    }
    (head,) = connection.execute("SELECT coalesce(max(seq), 0) FROM changeset").fetchone()
    kinds = {*ids, "reading"} if series else set(ids)
    edited = {kind: frozenset(some) for kind, some in ids.items() if kind not in moved and len(some) <= FEW}
    return Changed(frozenset(kinds), frozenset(series), seq=head, edited=edited)


def read_through(
    connection: sqlite3.Connection,
) -> Iterator[tuple[Changeset, list[FieldChange], list[Batch]]]:
    """Every step with what it changed and wrote in bulk, in one pass over the journal."""
    changes = _by_step(
        connection.execute(
            'SELECT changeset, record_kind, record_id, field, "before", "after" FROM change'
            " ORDER BY changeset, position"
        )
    )
    batches = _by_step(
        connection.execute(
            "SELECT changeset, kind, series, added, replaced, removed, added_count, replaced_count, removed_count"
            " FROM batch ORDER BY changeset, position"
        )
    )
    for step in steps(connection):
        yield (
            step,
            [FieldChange(*row) for row in changes(step.seq)],
            [Batch(*row) for row in batches(step.seq)],
        )


def _by_step(rows: Iterator[tuple[Any, ...]]) -> Callable[[int], list[tuple[Any, ...]]]:
    """Hands out rows that come in order of their step, step after step."""
    held = next(rows, None)

    def of(seq: int) -> list[tuple[Any, ...]]:
        nonlocal held
        found = []
        while held is not None and held[0] <= seq:
            if held[0] == seq:
                found.append(held[1:])
            held = next(rows, None)
        return found

    return of


def broken_link(connection: sqlite3.Connection) -> int | None:
    """The first step whose hash doesn't follow from the one before; None where the chain holds."""
    previous = GENESIS
    for step, changes, batches in read_through(connection):
        if chained(previous, step, changes, batches) != step.hash:
            return step.seq
        previous = step.hash
    return None
