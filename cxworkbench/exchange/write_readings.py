"""Writes what an import took into the plan, as one step of its journal; the same file twice changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from cxworkbench.exchange.readings_import import Place, Taken
from cxworkbench.exchange.settling import Settled, settle
from db.change import Change
from db.models import Metric, Series
from db.readings import ReadingRows
from db.session import Session

#: The id under which a metric that doesn't exist yet gathers its readings.
NEW = "new"
#: Adds records that the readings need (a new metric), and remembers how the file was read.
Before = Callable[[Change, Settled], "Metric | None"]


def settled(session: Session, taken: Taken, *, at: datetime, source: str) -> Settled:
    """What the readings that were taken would do to the plan as it stands."""
    return _settled(session, _series(session), taken, at, source)


def _settled(session: Session, series: dict[Place, str], taken: Taken, at: datetime, source: str) -> Settled:
    def held(place: Place) -> ReadingRows:
        return session.readings(series[place]) if place in series else ReadingRows.empty()

    return settle(taken.readings.items(), held, recorded_on=int(at.timestamp()), source=source)


def _series(session: Session) -> dict[Place, str]:
    return {
        Place(str(one.metric), one.cohort or "", one.arm or "pilot"): one.id
        for one in session.records(Series)
        if one.binned is None
    }


def write(
    session: Session,
    taken: Taken,
    *,
    at: datetime,
    by: str,
    source: str,
    before: Before = lambda _change, _settled: None,
) -> Settled:
    """Write the readings in one step.

    Args:
        session: the open plan.
        taken: what was read from the file.
        at: when.
        by: who.
        source: the file's name, kept with each reading.
        before: what is written in the same step before them; gives the metric that it made, if it made one.

    Raises:
        UserError: the plan can't be written.
    """
    label = f"Import {taken.count:,} reading{'' if taken.count == 1 else 's'} from {source}"
    with session.change(label, at=at, by=by, kind="import") as change:
        # Looked at inside the step: from here on nobody else writes.
        series = _series(session)
        found = _settled(session, series, taken, at, source)
        made = before(change, found)
        for place, one in found.series.items():
            if not len(one.written) and not len(one.covered):
                continue
            id = series.get(place) or _new_series(change, place, made)
            if len(one.covered):
                change.remove_readings(id, one.covered)
            change.write_readings(id, one.written)
    return found


def _new_series(change: Change, place: Place, made: Metric | None) -> str:
    metric = made.id if made is not None and place.metric == NEW else place.metric
    return change.add(Series(metric=metric, cohort=place.cohort or None, arm=place.arm)).id
