"""What undo and redo take next, read from the journal alone; typing into one field counts as one step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from db.fixed import fixed
from db.journal import Changeset, FieldChange

if TYPE_CHECKING:
    import sqlite3

#: Edits of the same fields that follow each other within this time are one step of typing.
TYPING = timedelta(seconds=5)
#: So many of the newest steps are read first.
NEWEST = 500


@fixed
class Unit:
    """A step as a person sees it: the changesets that put it in force or took it back, and the one that names it."""

    seqs: tuple[int, ...]
    named: int
    #: Whether it is one edit as it was made: only such edits join into typing.
    is_edit: bool = False


@dataclass
class UndoLine:
    """The steps of one origin that can be taken back, and those that can be done again, newest last."""

    done: list[Unit] = field(default_factory=list)
    undone: list[Unit] = field(default_factory=list)
    #: Whether steps were left out that lie before all that these speak of.
    has_older: bool = False

    def take(self, seq: int, kind: str, undoes: int | None) -> None:
        """Follow one more changeset of the journal."""
        if kind == "undo" and undoes is not None:
            # Undo takes the newest: all units from the one that it names on.
            place = next((place for place, unit in enumerate(self.done) if unit.seqs[0] == undoes), None)
            if place is not None:
                named = self.done[-1].named
                del self.done[place:]
                self.undone.append(Unit((seq,), named))
        elif kind == "redo" and undoes is not None:
            found = next((unit for unit in self.undone if unit.seqs[0] == undoes), None)
            if found is not None:
                self.undone.remove(found)
                self.done.append(Unit((seq,), found.named))
        else:
            self.done.append(Unit((seq,), seq, is_edit=kind == "edit"))
            self.undone.clear()

    def newest(self, goes_on: Callable[[int, int], bool]) -> Unit | None:
        """What undo takes back: the newest unit, with the typing before it that it goes on; None where there is none.

        Args:
            goes_on: says of two changesets whether the later one goes on with the typing of the earlier one.
        """
        if not self.done:
            return None
        seqs = list(self.done[-1].seqs)
        place = len(self.done) - 1
        while self.done[place].is_edit and place and self.done[place - 1].is_edit:
            if not goes_on(self.done[place - 1].seqs[0], seqs[0]):
                break
            place -= 1
            seqs[:0] = self.done[place].seqs
        return Unit(tuple(seqs), self.done[-1].named)


def read_line(connection: sqlite3.Connection, origin: str, newest: int = NEWEST) -> UndoLine:
    """The line of an origin from as few of its newest steps as stand by themselves: a long journal has many more."""
    rows = connection.execute(
        "SELECT seq, kind, undoes FROM changeset WHERE origin = ? ORDER BY seq DESC LIMIT ?", (origin, newest)
    ).fetchall()
    line = UndoLine(has_older=len(rows) == newest)
    for seq, kind, undoes in reversed(rows):
        line.take(seq, kind, undoes)
    speaks_of_older = line.has_older and any(
        undoes is not None and undoes < rows[-1][0] for *_, undoes in rows
    )
    if line.has_older and (speaks_of_older or not line.done):
        return read_line(connection, origin, newest * 8)
    return line


Step = tuple[Changeset, Sequence[FieldChange]]


def goes_on(earlier: Step, later: Step) -> bool:
    """Whether an edit goes on with the one before: same person and fields, from where that ended, soon after."""
    (first, changes), (second, more) = earlier, later
    if first.kind != "edit" or second.kind != "edit" or (first.by, first.label) != (second.by, second.label):
        return False
    if not timedelta(0) <= second.at - first.at <= TYPING or not changes or len(changes) != len(more):
        return False
    ended = {(one.record_id, one.field): one.after for one in changes}
    return all(one.before is not None and ended.get((one.record_id, one.field)) == one.before for one in more)


def combined(steps: Iterable[Sequence[FieldChange]]) -> list[FieldChange]:
    """The net changes of steps that follow each other: the first before and the last after of each field."""
    ends: dict[tuple[str, str, str], tuple[str | None, str | None]] = {}
    for changes in steps:
        for one in changes:
            key = (one.record_kind, one.record_id, one.field)
            ends[key] = (ends[key][0] if key in ends else one.before, one.after)
    return [FieldChange(*key, *pair) for key, pair in ends.items()]
