"""The plan as it stood after any step of its journal: today's records with the later steps taken back, in memory."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from db.journal import EXISTENCE, Batch, Ends, FieldChange, differing
from db.records import FAMILIES, Record
from db.values import from_json

if TYPE_CHECKING:
    from datetime import datetime

    from db.readings import ReadingRows
    from db.session import Session


#: Of so many steps of the journal the changes are read at once.
_STRETCH = 500


class Past:
    """Records and readings as of one version; the file itself isn't touched."""

    def __init__(self, session: Session, seq: int) -> None:
        """Look back from the present; the steps in between are read when something is asked first."""
        self.seq = seq
        self._session = session
        self._records: dict[str, dict[str, Record]] = {}
        self._changes: dict[str, list[FieldChange]] = {}
        self._batches: dict[str, list[Batch]] = {}
        self._taken_back = -1

    def in_steps(self) -> Iterator[None]:
        """Read what was changed since, and the records that it concerns, in short steps; afterwards nothing waits."""
        yield from self._catching_up()
        for kind in self.touched():
            self._family(kind)
            yield

    def touched(self) -> frozenset[str]:
        """The kinds of records that stood otherwise then than they do now."""
        self._catch_up()
        return frozenset(self._changes)

    def records(self, family: type[Record]) -> list[Any]:
        """All records of a family as they stood, those then in the bin included."""
        return list(self._family(family.kind).values())

    def readings(self, series: str) -> ReadingRows:
        """The readings of a series as they stood."""
        import numpy as np

        from db.bulk import matching
        from db.readings import ReadingRows, unpacked_keys

        self._catch_up()
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
        self._catch_up()
        return self.readings(series).numbers() if series in self._batches else self._session.numbers(series)

    def numbers_page(self, series: str, after: tuple[int, int] | None, most: int) -> dict[str, Any]:
        """A page of them where no later step wrote to the series; else all of them, as one page."""
        self._catch_up()
        if series in self._batches:
            return self.numbers(series)
        return self._session.numbers_page(series, after, most)

    def numbers_since(self, series: str, _version: int) -> tuple[Any, Any, dict[str, Any]] | None:
        """What differs from the readings of any later version: periods as starts and ends, and what they held then."""
        from db.readings_since import as_they_stood

        self._catch_up()
        (start, end), then = as_they_stood(self._batches.get(series, [])[::-1])
        return start, end, then.numbers()

    def born(self, family: type[Record]) -> dict[str, datetime]:
        """For each record of a family, by id, the moment it was added."""
        return self._session.born(family)

    def values_before(self, record: str, field: str) -> list[tuple[datetime, str]]:
        """What a field of a record was changed from up to then, and when, in order."""
        return self._session.values_before(record, field, self.seq)

    def series_digests(self) -> Mapping[str, int]:
        """What each series' readings added up to then: its own where no later batch touched it."""
        self._catch_up()
        return _Digests(self, self._session.series_digests())

    def readings_at(self, series: str, start: Iterable[int], end: Iterable[int]) -> ReadingRows:
        """The readings of some periods as they stood, in order."""
        import numpy as np

        rows = self.readings(series)
        wanted = set(zip(start, end, strict=True))
        periods = zip(rows.period_from.tolist(), rows.period_to.tolist(), strict=True)
        return rows.where(np.array([period in wanted for period in periods], bool))

    def stamps(self) -> Mapping[str, Hashable]:
        """What stands for each series' readings: its digest, or of a series that was written to since, this version."""
        self._catch_up()
        return {
            series: (self.seq, "as it stood") if series in self._batches else digest
            for series, digest in self._session.series_digests().items()
        }

    def _catch_up(self) -> None:
        """Know the steps to take back, those too that were made since the last question."""
        for _ in self._catching_up():
            pass

    def _catching_up(self) -> Iterator[None]:
        session, head = self._session, self._session.head
        if head == self._taken_back:
            return
        ends: Ends = {}
        for after in range(self.seq, head, _STRETCH):
            session.note_ends(after, min(after + _STRETCH, head), ends)
            yield
        batches = session.batches_since(self.seq)
        yield
        self._taken_back = head
        self._changes.clear()
        for one in differing(ends):
            self._changes.setdefault(one.record_kind, []).append(one)
        self._batches.clear()
        for batch in reversed(batches):
            self._batches.setdefault(batch.series, []).append(batch)

    def _family(self, kind: str) -> dict[str, Record]:
        self._catch_up()
        if kind not in self._records:
            known = {record.id: record for record in self._session.records(FAMILIES[kind])}
            _take_back(FAMILIES[kind], known, self._changes.get(kind, ()))
            self._records[kind] = known
        return self._records[kind]


class _Digests(Mapping[str, int]):
    """Digests of the series that there were, worked out when they are asked for."""

    def __init__(self, past: Past, now: Mapping[str, int]) -> None:
        self._past = past
        self._known = {series: digest for series, digest in now.items() if series not in past._batches}
        self._series = [series for series in now if series in past._family("series")]

    def __getitem__(self, series: str) -> int:
        if series not in self._known:
            self._known[series] = self._past.readings(series).digest()
        return self._known[series]

    def __iter__(self) -> Iterator[str]:
        return iter(self._series)

    def __len__(self) -> int:
        return len(self._series)


def _take_back(family: type[Record], known: dict[str, Record], changes: Iterable[FieldChange]) -> None:
    fields: dict[str, dict[str, str | None]] = {}
    for one in changes:
        fields.setdefault(one.record_id, {})[one.field] = one.before
    for id, before in fields.items():
        if EXISTENCE in before and before[EXISTENCE] is None:
            known.pop(id, None)
        elif EXISTENCE in before:
            state = {
                field.key: _parsed(family, name, before.get(name)) for name, field in family.fields.items()
            }
            known[id] = family.loaded(id, state)
        else:
            values = {name: _parsed(family, name, written) for name, written in before.items()}
            known[id] = known[id].with_values(**values)


def _parsed(family: type[Record], name: str, written: str | None) -> Any:
    return from_json(family.fields[name], None if written is None else json.loads(written))
