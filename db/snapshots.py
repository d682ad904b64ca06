"""Snapshots: the plan frozen as it stood after a step, kept whole in the plan, and read again without the journal."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from db.document import Source, state
from db.document_reading import records_of, rows_of
from db.fingerprint import FORMAT
from db.models import Snapshot
from db.past import Past
from db.readings import ReadingRows
from db.records import Record
from db.values import canonical

if TYPE_CHECKING:
    from db.change import Change
    from db.session import Session

KIND = "cxworkbench-snapshot"


def frozen(session: Session, seq: int) -> bytes:
    """The content of a snapshot of a version: its whole state in the one form that a hash can prove."""
    source: Source = session if seq == session.head else Past(session, seq)
    return canonical({"kind": KIND, "format": FORMAT, "version": seq, **state(source)}).encode()


def keep(
    change: Change, content: bytes, *, name: str, seq: int, at: datetime, why: str = "by_hand"
) -> Snapshot:
    """Keep a frozen content as a snapshot, inside an open change.

    Args:
        change: the open change.
        content: what :func:`frozen` gave, perhaps on another thread.
        name: what the snapshot is called.
        seq: the version that it is of.
        at: the moment.
        why: review, freeze or by_hand.

    Raises:
        FieldError: no name, or too large for a plan.
    """
    return change.add(Snapshot(name=name, taken_at=at, changeset=seq, hash=change.keep(content), why=why))


class Frozen:
    """A snapshot as a source of records and readings: what a plan is loaded from, and never written to."""

    def __init__(self, session: Session, snapshot: Snapshot) -> None:
        self.seq = snapshot.changeset
        self._session = session
        self._hash = snapshot.hash

    @cached_property
    def _content(self) -> dict[str, Any]:
        found = json.loads(self._session.kept(self._hash))
        assert isinstance(found, dict)
        return found

    def records(self, family: type[Record]) -> list[Any]:
        """All records of a family as they stood, those then in the bin included."""
        return records_of(family.kind, self._content["records"].get(family.kind, ()))

    def readings(self, series: str) -> ReadingRows:
        """The readings of a series as they stood."""
        columns = self._content["readings"].get(series)
        return ReadingRows.empty() if columns is None else rows_of(columns)

    def numbers(self, series: str) -> dict[str, Any]:
        """What is judged of them."""
        return self.readings(series).numbers()

    def series_digests(self) -> dict[str, int]:
        """What each series' readings add up to."""
        return {
            row["id"]: self.readings(row["id"]).digest() for row in self._content["records"].get("series", ())
        }

    def readings_at(self, series: str, start: Iterable[int], end: Iterable[int]) -> ReadingRows:
        """The readings of some periods as they stood, in order."""
        rows = self.readings(series)
        wanted = set(zip(start, end, strict=True))
        periods = zip(rows.period_from.tolist(), rows.period_to.tolist(), strict=True)
        return rows.where(np.array([period in wanted for period in periods], bool))

    def stamps(self) -> Mapping[str, Hashable]:
        """What stands for each series' readings."""
        return self.series_digests()

    def numbers_page(self, series: str, after: tuple[int, int] | None, _most: int) -> dict[str, Any]:
        """What is judged of them, as one page: they are in memory."""
        return self.numbers(series) if after is None else ReadingRows.empty().numbers()

    def numbers_since(self, _series: str, _version: int) -> tuple[Any, Any, dict[str, Any]] | None:
        """Not known: a snapshot is read as it is."""
        return None

    def born(self, family: type[Record]) -> dict[str, datetime]:
        """For each record of a family, by id, the moment it was added."""
        return self._session.born(family)

    def values_before(self, record: str, field: str) -> list[tuple[datetime, str]]:
        """What a field of a record was changed from until the snapshot was taken, and when, in order."""
        return self._session.values_before(record, field, self.seq)
