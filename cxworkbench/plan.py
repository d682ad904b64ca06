"""The read model: one programme loaded in a handful of queries, its links resolved, its readings as columns."""

from __future__ import annotations

import json
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cxworkbench.reading_cache import ReadingCache
from cxworkbench.values import value
from db.models import Gate, Metric, Person, Pilot, Programme, Series
from db.records import FAMILIES, Positioned, Record

if TYPE_CHECKING:
    from cxworkbench.measurement.readings import Readings
    from db.readings import ReadingRows

R = TypeVar("R", bound=Record)

#: So many readings are loaded in one step, in a few hundredths of a second.
PAGE = 5_000
#: Of more readings a judgement, a chart, a table are each shown in a turn of their own.
MANY = 200_000
#: So many are put together in as long.
JOINED = 20 * PAGE
#: Looking whether so many are still the same takes as long as loading one.
RENEWED = 100


class Source(Protocol):
    """Where a plan is loaded from: an open session, or the plan as it stood after a step of its journal."""

    def records(self, family: type[R]) -> list[R]:
        """All records of a family."""

    def numbers(self, series: str) -> dict[str, Any]:
        """What is judged of the readings of one series, as columns."""

    def numbers_page(self, series: str, after: tuple[int, int] | None, most: int) -> dict[str, Any]:
        """The same of some of them: so many at most that follow a period, or the first ones; all, if it likes."""

    def numbers_since(self, series: str, version: int) -> tuple[Any, Any, dict[str, Any]] | None:
        """What differs from another version: periods as starts and ends, and what they hold here; None: read anew."""

    def readings_at(self, series: str, start: Iterable[int], end: Iterable[int]) -> ReadingRows:
        """The readings of some periods, with their words."""

    def stamps(self) -> Mapping[str, Hashable]:
        """What stands for each series' readings: equal stamps mean equal readings."""

    def born(self, family: type[Record]) -> dict[str, datetime]:
        """When each record of a family was added, by id."""

    def values_before(self, record: str, field: str) -> list[tuple[datetime, str]]:
        """What a field of a record was changed from, and when, in order."""


@value
class Ref:
    """A record as evidence points to it: enough to name it and to open it."""

    kind: str
    id: str
    field: str = ""
    text: str = ""


class Plan:
    """One programme, unchanging: records by family and by id, without what lies in the bin.

    Links are followed by :meth:`get`; scopes are those of ``product.md``: a pilot's own records, and those of
    programme level where a family has them.
    """

    def __init__(
        self,
        source: Source,
        *,
        version: int,
        cache: ReadingCache | None = None,
        before: Plan | None = None,
        touched: Collection[str] = (),
        edited: Mapping[str, Collection[Record]] | None = None,
    ) -> None:
        """Load the plan.

        Args:
            source: where from.
            version: its version.
            cache: readings loaded already.
            before: the plan as it was loaded from there before: what didn't change is taken over, record by record.
            touched: the kinds of records that were changed since then.
            edited: of those of them of which no record came, went or was put into the bin: the edited ones anew.
        """
        self.version = version
        self._source = source
        self._cache = cache or ReadingCache()
        self._families: dict[str, list[Any]] = {}
        self._binned: dict[str, list[Any]] = {}
        self._by_id: dict[str, Record] = {}
        self._groups: dict[str, dict[str, list[Any]]] = {}
        self._links: dict[tuple[str, str], dict[str, list[Any]]] = {}
        self._moves: dict[str, tuple[tuple[date, date], ...]] = {}
        for kind, family in FAMILIES.items():
            known = None if before is None else before._families[kind]
            if before is not None and kind not in touched:
                kept, self._binned[kind] = before._families[kind], before._binned[kind]
            else:
                kept = self._edited(family, before, (edited or {}).get(kind))
            self._families[kind] = kept
            self._by_id.update((record.id, record) for record in kept)
            if known is kept and before is not None and kind in before._groups:
                self._groups[kind] = before._groups[kind]
            if known is kept and before is not None:
                self._links.update((name, held) for name, held in before._links.items() if name[0] == kind)
        if before is not None and "pilot" not in touched and "_pilots_born" in before.__dict__:
            self.__dict__["_pilots_born"] = before._pilots_born
        self._stamps = source.stamps()
        self._reasons: dict[str, tuple[Readings, dict[tuple[int, int], str]]] = {}
        self.programme: Programme = self._families["programme"][0]

    def _loaded(self, family: type[Record], before: Plan | None) -> list[Any]:
        everything = self._source.records(family)
        kept: list[Any] = [record for record in everything if record.binned is None]
        self._binned[family.kind] = [record for record in everything if record.binned is not None]
        if issubclass(family, Positioned):
            kept.sort(key=_position)
        if before is None:
            return kept
        known = before._by_id
        for place, record in enumerate(kept):
            same = known.get(record.id)
            if same is not None and same.__dict__ == record.__dict__:
                kept[place] = same
        old: list[Any] = before._families[family.kind]
        return old if old == kept else kept

    def _edited(
        self, family: type[Record], before: Plan | None, edited: Collection[Record] | None
    ) -> list[Any]:
        """The records of a family of which only some were edited: all others are taken over."""
        if before is None or edited is None:
            return self._loaded(family, before)
        fresh = {record.id: record for record in edited}
        old: list[Any] = before._families[family.kind]
        kept = [fresh.get(record.id, record) for record in old]
        if issubclass(family, Positioned) and any(map(_moved, old, kept)):
            return self._loaded(family, before)
        binned = before._binned[family.kind]
        self._binned[family.kind] = [fresh.get(record.id, record) for record in binned]
        kept = [same if one.__dict__ == same.__dict__ else one for one, same in zip(kept, old, strict=True)]
        return old if old == kept else kept

    def all(self, family: type[R]) -> list[R]:
        """All records of a family, in their order."""
        return list(self._families[family.kind])

    def has_any(self, family: type[Record]) -> bool:
        """Whether there is any record of a family."""
        return bool(self._families[family.kind])

    def get(self, family: type[R], id: str | None) -> R | None:
        """The record that a link names; None where there is none, or it lies in the bin."""
        found = self._by_id.get(id or "")
        return found if isinstance(found, family) else None

    def find(self, id: str | None) -> Record | None:
        """The record of any family with this id."""
        return self._by_id.get(id or "")

    def everything(self) -> dict[str, Record]:
        """All records by id, those in the bin included."""
        return self._by_id | {record.id: record for record in self.binned()}

    def binned(self) -> list[Record]:
        """The records in the bin."""
        return [record for binned in self._binned.values() for record in binned]

    @property
    def pilots(self) -> list[Pilot]:
        """The pilots in the order that the user gave them."""
        return self.all(Pilot)

    def of_pilot(self, family: type[R], pilot: Pilot | str, *, programme_too: bool = False) -> list[R]:
        """A pilot's records of a family; with ``programme_too`` also those that name no pilot."""
        id = pilot if isinstance(pilot, str) else pilot.id
        rows = self._grouped(family).get(id, [])
        if programme_too:
            rows = rows + self._grouped(family).get("", [])
        return list(rows)

    def _grouped(self, family: type[R]) -> dict[str, list[R]]:
        if family.kind not in self._groups:
            found: dict[str, list[Any]] = {}
            for record in self._families[family.kind]:
                found.setdefault(getattr(record, "pilot", None) or "", []).append(record)
            self._groups[family.kind] = found
        return self._groups[family.kind]

    def linking(self, family: type[R], name: str, id: str) -> list[R]:
        """The records of a family whose link field (or list of links) names this record."""
        return list(self._linked(family, name).get(id, ()))

    def _linked(self, family: type[R], name: str) -> dict[str, list[R]]:
        place = (family.kind, name)
        if place not in self._links:
            found: dict[str, list[Any]] = {}
            for record in self._families[family.kind]:
                value = record.value(name)
                for id in value if isinstance(value, tuple) else (value,):
                    if id:
                        found.setdefault(id, []).append(record)
            self._links[place] = found
        return self._links[place]

    def person_name(self, id: str | None) -> str:
        """A person's name; "Nobody named" where there is none."""
        person = self.get(Person, id)
        return person.name if person is not None else "Nobody named"

    # ------------------------------------------------------------------------------------------ readings

    @cached_property
    def _series(self) -> dict[tuple[str, str], Series]:
        """Those of all cohorts together, which are judged."""
        return {(one.metric, one.arm or "pilot"): one for one in self.all(Series) if not one.cohort}

    def series(self, metric: Metric, arm: str = "pilot") -> Series | None:
        """The series that holds a metric's readings of all cohorts together in one arm."""
        return self._series.get((metric.id, arm))

    def readings(self, metric: Metric, arm: str = "pilot") -> Readings:
        """A metric's readings in one arm, as columns."""
        series = self.series(metric, arm)
        known = None if series is None else self._known(series.id)
        if known is not None:
            return known
        from cxworkbench.measurement.readings import Readings

        if series is None:
            return Readings.empty()
        loaded = Readings(**self._source.numbers(series.id))
        return self._cache.keep(series.id, self._stamps.get(series.id, 0), self.version, loaded)

    def reasons(self, metric: Metric) -> dict[tuple[int, int], str]:
        """Why readings of a metric's pilot arm were set aside, by their periods; asked of the file once."""
        readings, series = self.readings(metric), self.series(metric)
        if series is None or not readings.excluded.any():
            return {}
        found = self._reasons.get(series.id)
        if found is None or found[0] is not readings:
            aside = readings.where(readings.excluded)
            rows = self._source.readings_at(series.id, aside.period_from.tolist(), aside.period_to.tolist())
            periods = zip(rows.period_from.tolist(), rows.period_to.tolist(), strict=True)
            why = {period: reason or "" for period, reason in zip(periods, rows.excluded_reason, strict=True)}
            self._reasons[series.id] = found = (readings, why)
        return found[1]

    def _known(self, series: str) -> Readings | None:
        return self._cache.known(series, self._stamps.get(series, 0), self._source, self.version)

    def renew_readings(self) -> None:
        """Put what was written since into the readings that are loaded already."""
        for series in self.all(Series):
            if series.id in self._cache.held:
                self._known(series.id)

    def loading(self) -> Iterator[None]:
        """Load the readings of all series in short steps, so that nobody who asks for them later has to wait."""
        from cxworkbench.measurement.readings import Readings

        since = 0
        for series in self.all(Series):
            if since >= PAGE:
                yield
                since = 0
            known = self._known(series.id)
            if known is not None:
                since += len(known) // RENEWED
                continue
            pages: list[Readings] = []
            after: tuple[int, int] | None = None
            while not pages or len(pages[-1]) == PAGE:
                if pages:
                    yield
                    since = 0
                pages.append(page := Readings(**self._source.numbers_page(series.id, after, PAGE)))
                since += len(page)
                if len(page):
                    after = int(page.period_from[-1]), int(page.period_to[-1])
            loaded = pages[0]
            if len(pages) > 1:
                loaded = loaded.with_room(sum(map(len, pages)))
                for page in pages[1:]:
                    loaded = loaded.followed_by(page)
                    since += len(page)
                    if since >= JOINED:
                        yield
                        since = 0
            self._cache.keep(series.id, self._stamps.get(series.id, 0), self.version, loaded)
        if since >= PAGE:
            yield

    @property
    def held_readings(self) -> int:
        """How many readings are loaded."""
        return sum(len(one.readings) for one in self._cache.held.values())

    @property
    def is_long(self) -> bool:
        """Whether so many readings are loaded that what is made of them is made in steps."""
        return self.held_readings > MANY

    @cached_property
    def readings_to(self) -> date | None:
        """The last day that any reading of a pilot's metrics covers; None where there are no readings."""
        newest = 0
        for metric in self.all(Metric):
            readings = self.readings(metric)
            if len(readings):
                newest = max(newest, int(readings.period_to.max()))
        if not newest:
            return None
        return datetime.fromtimestamp(newest - 1, self.zone).date()

    # ---------------------------------------------------------------------------------------------- days

    @cached_property
    def _pilots_born(self) -> dict[str, datetime]:
        return self._source.born(Pilot)

    def added_on(self, pilot: Pilot) -> date | None:
        """The day on which a pilot came into the plan, by its journal."""
        born = self._pilots_born.get(pilot.id)
        return None if born is None else self.day_of(born)

    def moves_of(self, gate: Gate) -> tuple[tuple[date, date], ...]:
        """How a gate's date was moved, by the journal: the day of each move and the date until then, in order.

        Only a gate whose date isn't its first one was moved.
        """
        if gate.first_planned_on is None or gate.first_planned_on == gate.planned_on:
            return ()
        if gate.id in self._moves:
            return self._moves[gate.id]
        found = []
        for moment, written in self._source.values_before(gate.id, "planned_on"):
            before = json.loads(written)
            if isinstance(before, str):
                found.append((self.day_of(moment), date.fromisoformat(before)))
        self._moves[gate.id] = tuple(found)
        return self._moves[gate.id]

    def read_ahead(self) -> None:
        """Read now all that is asked of the file only when it is needed: from then on any thread may use the plan."""
        for gate in self.all(Gate):
            self.moves_of(gate)
        for id, arm in self._series:
            metric = self.get(Metric, id)
            if metric is not None:
                self.readings(metric, arm)
        self._pilots_born  # noqa: B018 - it is kept once it was asked for

    @cached_property
    def zone(self) -> ZoneInfo:
        """The programme's time zone; UTC where the plan names one that this computer doesn't know."""
        try:
            return ZoneInfo(self.programme.time_zone or "UTC")
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo("UTC")

    def judged_as_of(self, today: date) -> date:
        """The day as of which this plan is judged: its pinned day, or today."""
        return self.programme.pinned_date or today

    def day_of(self, moment: datetime) -> date:
        """The programme's calendar day of a moment."""
        return moment.astimezone(self.zone).date()


def _position(record: Record) -> tuple[bool, int]:
    position = record.value("position")
    return (position is None, position or 0)


def _moved(before: Record, after: Record) -> bool:
    return before is not after and before.value("position") != after.value("position")


def refs(records: Iterable[Record], field: str = "") -> tuple[Ref, ...]:
    """Evidence that points to records, and to one field of them."""
    return tuple(Ref(record.kind, record.id, field) for record in records)
