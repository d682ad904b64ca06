"""The plan as it stood after any step of its journal: today's records with the later steps taken back, in memory."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from db.journal import EXISTENCE, Batch, FieldChange
from db.records import FAMILIES, Record
from db.values import from_json

if TYPE_CHECKING:
    from datetime import datetime

    from db.readings import ReadingRows
    from db.session import Session


class Past:
    """Records and readings as of one version; the file itself isn't touched."""

    def __init__(self, session: Session, seq: int) -> None:
        self.seq = seq
        self._session = session
        self._records: dict[str, dict[str, Record]] = {
            kind: {record.id: record for record in session.records(family)}
            for kind, family in FAMILIES.items()
        }
        self._batches: dict[str, list[Batch]] = {}
        for step in reversed(session.steps(seq)):
            for batch in reversed(session.batches_of(step.seq)):
                self._batches.setdefault(batch.series, []).append(batch)
            self._take_back(session.changes_of(step.seq))

    def records(self, family: type[Record]) -> list[Any]:
        """All records of a family as they stood, those then in the bin included."""
        return list(self._records[family.kind].values())

    def readings(self, series: str) -> ReadingRows:
        """The readings of a series as they stood."""
        import numpy as np

        from db.bulk import matching
        from db.readings import ReadingRows, unpacked_keys

        rows = self._session.readings(series)
        for batch in self._batches.get(series, []):
            gone = []
            if batch.added is not None:
                gone.append(ReadingRows.of(*unpacked_keys(batch.added), np.zeros(batch.added_count)))
            replaced = (
                ReadingRows.unpacked(batch.replaced) if batch.replaced is not None else ReadingRows.empty()
            )
            removed = (
                ReadingRows.unpacked(batch.removed) if batch.removed is not None else ReadingRows.empty()
            )
            for keys in (*gone, replaced):
                keep = np.ones(len(rows), bool)
                keep[matching(keys, rows)[1]] = False
                rows = rows.where(keep)
            rows = rows.joined(replaced).joined(removed)
        return rows

    def numbers(self, series: str) -> dict[str, Any]:
        """What is judged of them; as the file holds them where no later step wrote to the series."""
        return self.readings(series).numbers() if series in self._batches else self._session.numbers(series)

    def born(self, family: type[Record]) -> dict[str, datetime]:
        """For each record of a family, by id, the moment it was added."""
        return self._session.born(family)

    def series_digests(self) -> dict[str, int]:
        """What each series' readings added up to then: its own where no later batch touched it."""
        now = self._session.series_digests()
        return {
            series: self.readings(series).digest() if series in self._batches else digest
            for series, digest in now.items()
            if series in self._records["series"]
        }

    def _take_back(self, changes: list[FieldChange]) -> None:
        fields: dict[tuple[str, str], dict[str, str | None]] = {}
        for one in changes:
            fields.setdefault((one.record_kind, one.record_id), {})[one.field] = one.before
        for (kind, id), before in fields.items():
            family = FAMILIES[kind]
            known = self._records[kind]
            if EXISTENCE in before and before[EXISTENCE] is None:
                known.pop(id, None)
                continue
            if EXISTENCE in before:
                state = {
                    field.key: _parsed(family, name, before.get(name))
                    for name, field in family.fields.items()
                }
                known[id] = family.loaded(id, state)
            else:
                known[id] = known[id].with_values(
                    **{name: _parsed(family, name, written) for name, written in before.items()}
                )


def _parsed(family: type[Record], name: str, written: str | None) -> Any:
    return from_json(family.fields[name], None if written is None else json.loads(written))
