"""Backups of a plan: sound copies that lie elsewhere, thinned out with time, and put back without losing more."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import sys
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db.boundary import damaged
from db.check import check
from db.copies import (
    copy_bytes,
    copy_plan,
    make_folder,
    opened,
    put_in_place,
    refused,
    translated,
    unfinished_copy,
    writers_kept_out,
)
from db.errors import PlanDamaged
from db.locks import hold
from db.session import Session
from db.store import SUFFIX, open_plan

__all__ = ["Backup", "copy_plan", "kept", "listed", "make", "plan_id", "restore", "rotate"]

#: What all backups of one plan may take up before the oldest go: 500 MB.
LIMIT = 500_000_000
ALL_OF = timedelta(days=2)
DAYS, WEEKS, MONTHS = 14, 8, 12

_MOMENT = "%Y%m%dT%H%M%SZ"
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NAME = re.compile(rf"({_ID.pattern})-(\d{{8}}T\d{{6}}Z){re.escape(SUFFIX)}")


@dataclass(frozen=True)
class Backup:
    """One copy of a plan, and the moment that it is of.

    ``readable`` is false for the bytes of a damaged plan that a restore put aside: no backup, but not lost either.
    """

    path: Path
    plan_id: str
    moment: datetime
    size: int
    readable: bool = True


# ------------------------------------------------------------------------------------------------ making


def make(plan: Session | Path, folder: Path, *, at: datetime) -> Backup:
    """Make a backup of a plan, also while others have it open.

    Where a backup of this second exists already, the new one is named after the next free second.

    Raises:
        PlanDamaged: the plan isn't sound.
        UserError: the backup can't be written.
    """
    id = plan_id(plan)
    make_folder(folder)
    moment = at.astimezone(UTC).replace(microsecond=0)
    while os.path.lexists(path := folder / f"{id}-{moment.strftime(_MOMENT)}{SUFFIX}"):
        moment += timedelta(seconds=1)
    copy_plan(plan, path)
    return Backup(path, id, moment, path.stat().st_size)


def plan_id(plan: Session | Path) -> str:
    """The id of a plan, which is that of its programme.

    Raises:
        PlanDamaged: the file is no sound plan, or has no programme.
        UserError: there is no such file, or it can't be read.
    """
    with contextlib.nullcontext(plan) if isinstance(plan, Session) else opened(plan) as session:
        row = session._connection.execute("SELECT id FROM programme").fetchone()
        # The id becomes part of a file's name: a foreign file's id must not lead out of the folder.
        if row is None or not isinstance(row[0], str) or not _ID.fullmatch(row[0]):
            raise damaged(session.path, "it holds no programme")
    return row[0]


def listed(folder: Path, plan_id: str | None = None) -> list[Backup]:
    """The backups in a folder, newest first; without an id, those of all plans. Other files are ignored."""
    try:
        entries = list(folder.iterdir())
    except OSError:
        return []
    found = [one for path in entries if (one := _read_name(path)) and plan_id in {None, one.plan_id}]
    return sorted(found, key=lambda one: (one.moment, one.plan_id), reverse=True)


def _read_name(path: Path) -> Backup | None:
    named = _NAME.fullmatch(path.name)
    if named is None:
        return None
    try:
        moment = datetime.strptime(named[2], _MOMENT).replace(tzinfo=UTC)
        found = path.lstat()
    except (ValueError, OSError):
        return None
    return Backup(path, named[1], moment, found.st_size) if stat.S_ISREG(found.st_mode) else None


# ---------------------------------------------------------------------------------------------- rotation


def kept(moments: Sequence[datetime], sizes: Sequence[int], now: datetime, *, limit: int = LIMIT) -> set[int]:
    """Which backups stay, by their place: recent ones all, older ones ever more thinly.

    All of the last 2 days stay, and the newest of each of the latest 14 days, 8 ISO weeks and 12 months (in UTC)
    that have a backup: a plan that rested for a year keeps its last ones. Over the size limit the oldest go
    first; the newest always stays.
    """
    if not moments:
        return set()
    utc = [moment.astimezone(UTC) for moment in moments]
    newest_first = sorted(range(len(utc)), key=lambda place: (utc[place], place), reverse=True)
    stay = {place for place in newest_first if utc[place] >= now - ALL_OF}
    periods: list[tuple[int, Callable[[datetime], Hashable]]] = [
        (DAYS, lambda moment: moment.date()),
        (WEEKS, lambda moment: moment.isocalendar()[:2]),
        (MONTHS, lambda moment: (moment.year, moment.month)),
    ]
    for count, period in periods:
        newest: dict[Hashable, int] = {}
        for place in newest_first:
            newest.setdefault(period(utc[place]), place)
        stay |= set(list(newest.values())[:count])
    total = sum(sizes[place] for place in stay)
    for place in reversed(newest_first[1:]):
        if total <= limit:
            break
        if place in stay:
            stay.remove(place)
            total -= sizes[place]
    return stay


def rotate(folder: Path, plan_id: str, now: datetime) -> list[Backup]:
    """Delete the backups of a plan that :func:`kept` doesn't keep; gives those that are gone."""
    found = listed(folder, plan_id)
    stay = kept([one.moment for one in found], [one.size for one in found], now)
    gone = []
    for place, one in enumerate(found):
        if place not in stay:
            with contextlib.suppress(OSError):  # somebody reads it just now: the next rotation finds it again
                one.path.unlink()
                gone.append(one)
    return gone


# --------------------------------------------------------------------------------------------- restoring


def restore(backup: Path, plan: Path, folder: Path, *, at: datetime) -> Backup | None:
    """Put a backup in the place of a plan. What stands there now is kept first.

    Args:
        backup: the backup; it is checked to its end before anything else is done.
        plan: the plan to replace; it need not exist.
        folder: where the backups lie: the present plan goes there too.
        at: the moment.

    Returns:
        The backup made of the present plan; with ``readable`` false where it is damaged and only its bytes were put
        aside; None where there was no file.

    Raises:
        PlanDamaged: the backup isn't sound.
        PlanLocked: a window has the plan open.
        PlanTooNew: the backup or the present plan is of a newer program.
        UserError: somebody is writing to the plan, or something can't be written.
    """
    place = plan.resolve()
    if backup.resolve() == place:
        raise refused("a plan can't be restored from itself", plan, "name one of its backups")
    with contextlib.ExitStack() as held:
        for name in {plan.absolute(), place}:
            with translated(plan):
                lock = hold(name, "a restore", at.astimezone(UTC).strftime("%H:%M UTC"))
            held.callback(lock.release)
        source = held.enter_context(opened(backup))
        _refuse_unsound(source)
        standing_still = held.enter_context(contextlib.ExitStack())
        before = _put_away(place, folder, at, standing_still) if place.exists() else None
        with unfinished_copy(source, place) as unfinished:
            if place.exists():
                shutil.copymode(place, unfinished)
            if sys.platform == "win32":
                standing_still.close()  # Windows replaces no file that is open
            put_in_place(unfinished, place)
    return before


def _put_away(plan: Path, folder: Path, at: datetime, standing_still: contextlib.ExitStack) -> Backup:
    """Keep what stands there now; no command writes to a sound plan from then until ``standing_still`` closes."""
    if not plan.is_file():
        raise refused("it is no regular file", plan, "choose another name")
    try:
        # Only to be read: what an interrupted write left is rolled back in a private copy.
        with contextlib.closing(open_plan(plan, read_only=True, any_format=True)) as present:
            if any(notice.kind == "planted" for notice in present.notices):
                raise damaged(plan, present.notices[0].what)  # SQLite would take in what lies beside it
            if os.access(plan, os.W_OK):
                standing_still.enter_context(writers_kept_out(plan))
            # What is unsound must never look like a backup: the newest one is the first that a person tries.
            _refuse_unsound(present)
            return make(present, folder, at=at)
    except PlanDamaged:
        standing_still.close()
        return _put_aside(plan, folder, at)


def _put_aside(plan: Path, folder: Path, at: datetime) -> Backup:
    """Copy the bytes of a damaged plan next to the backups, with its journal, for a later rescue."""
    make_folder(folder)
    moment = at.astimezone(UTC).replace(microsecond=0)
    while os.path.lexists(aside := folder / f"{plan.name}-{moment.strftime(_MOMENT)}.damaged"):
        moment += timedelta(seconds=1)
    copy_bytes(plan, aside)
    return Backup(aside, "", moment, aside.stat().st_size, readable=False)


def _refuse_unsound(session: Session) -> None:
    found = check(session)
    if found:
        raise damaged(session.path, found[0])
