"""Writes what an import took into the plan, as one step of its journal; the same file twice changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from cxworkbench.exchange.readings_import import Rejected, Row, Taken
from cxworkbench.plan import Plan
from db.change import Change
from db.models import Metric, Series
from db.readings import ReadingRows
from db.session import Session


@dataclass
class Written:
    """What an import did: how many readings came, were replaced, were there already."""

    added: int = 0
    replaced: int = 0
    same: int = 0


def write(
    session: Session,
    plan: Plan,
    taken: Taken,
    *,
    at: datetime,
    by: str,
    source: str,
    before: Callable[[Change], dict[str, Series]] = lambda _: {},
) -> Written:
    """Write the readings in one step.

    Args:
        session: the open plan.
        plan: as it was read, to find series.
        taken: what was read from the file.
        at: when.
        by: who.
        source: the file's name, kept with each reading.
        before: adds records that the readings need (a new metric) and gives their series by metric id.

    Raises:
        UserError: the plan can't be written.
    """
    done = Written()
    count = sum(len(rows) for rows in taken.readings.values())
    label = f"Import {count:,} reading{'' if count == 1 else 's'} from {source}"
    with session.change(label, at=at, by=by, kind="import") as change:
        made = before(change)
        for metric_id, rows in taken.readings.items():
            if not rows:
                continue
            series = made.get(metric_id) or _series(plan, change, metric_id)
            columns = _columns(rows, at, source)
            held = session.readings(series.id) if metric_id not in made else ReadingRows.empty()
            columns = _fit(change, series, columns, rows, held, taken)
            batch = change.write_readings(series.id, columns)
            done.added += batch.added_count
            done.replaced += batch.replaced_count
            done.same += len(columns) - batch.added_count - batch.replaced_count
    return done


def _series(plan: Plan, change: Change, metric_id: str) -> Series:
    metric = plan.get(Metric, metric_id)
    assert metric is not None, "readings are resolved against metrics of the plan"
    return plan.series(metric) or change.add(Series(metric=metric, arm="pilot"))


def _columns(rows: list[Row], at: datetime, source: str) -> ReadingRows:
    return ReadingRows.of(
        [row.start for row in rows],
        [row.end for row in rows],
        [row.value for row in rows],
        numerator=[np.nan if row.numerator is None else row.numerator for row in rows],
        n=[np.nan if row.n is None else row.n for row in rows],
        recorded_on=int(at.timestamp()),
        source=source,
    )


def _fit(
    change: Change, series: Series, new: ReadingRows, rows: list[Row], held: ReadingRows, taken: Taken
) -> ReadingRows:
    """Lay new periods beside those held: a longer one takes the place of the shorter ones that it covers.

    A new period that lies inside a longer one of the plan, or cuts across one, is refused: no day counts twice.
    """
    if not len(held) or not len(new):
        return new
    keep = np.ones(len(new), bool)
    covered = np.zeros(len(held), bool)
    order = np.argsort(held.period_from, kind="stable")
    starts, ends = held.period_from[order], held.period_to[order]
    first = np.searchsorted(ends, new.period_from, side="right")
    last = np.searchsorted(starts, new.period_to, side="left")
    for place in np.flatnonzero(last > first):
        for other in range(int(first[place]), int(last[place])):
            start, end = starts[other], ends[other]
            if start == new.period_from[place] and end == new.period_to[place]:
                continue
            if new.period_from[place] <= start and end <= new.period_to[place]:
                covered[order[other]] = True
            else:
                keep[place] = False
    for place in np.flatnonzero(~keep):
        row = rows[int(place)]
        why = "is refused: the plan holds a longer or overlapping period already"
        taken.rejected.append(Rejected(row.line, "period", f"{row.value:g}", why))
    if covered.any():
        change.remove_readings(series.id, held.where(covered))
    return new.where(keep) if not keep.all() else new
