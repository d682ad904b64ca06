"""Conflict copies: what sync services leave beside a plan when two computers changed it at the same time.

They are found by their names and told from ordinary files by the id of the plan inside. Nothing is ever deleted.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db.connection import connect
from db.values import instant_from

#: So many files are looked at; a folder with more conflicts than that needs a person anyway.
MOST = 20
_LONGEST_HOST = 63


@dataclass(frozen=True)
class ConflictCopy:
    """A copy of the plan beside it: where, by whose naming, and when each was changed last (None: not known)."""

    path: Path
    scheme: str
    changed: datetime | None
    plan_changed: datetime | None


def _scheme(name: str, text: str) -> tuple[str, re.Pattern[str]]:
    return name, re.compile(text, re.IGNORECASE)


#: What stands between the plan's name and its ending.
_SCHEMES = (
    _scheme("Dropbox", r" \((.+['’]s )?conflicted copy( \d{4}-\d\d-\d\d)?( \(\d+\))?\)"),
    _scheme("Nextcloud", r" \(conflicted copy \d{4}-\d\d-\d\d \d{6}\)"),
    _scheme("ownCloud", r"_conflict-\d{8}-\d{6}|_conflict-[\w.@-]+-\d{8}-\d{6}"),
    _scheme("Syncthing", r"\.sync-conflict-\d{8}-\d{6}(-[A-Z0-9]{7})?"),
    _scheme("Google Drive", r" \(\d{1,2}\)"),
    _scheme("Box", r" \(conflict(ed)?( from)? .+\)|\.conflict"),
    _scheme("pCloud", r" ?[\[(]conflict(ed)?[\])]( ?\d+)?"),
    _scheme("Seafile", r" \(SFConflict .+\)"),
)
_ICLOUD = re.compile(r" \d{1,2}")


def scheme_of(name: str, plan: str, *, hosts: Collection[str] = (), in_icloud: bool = False) -> str:
    """Which service would call a conflict copy of a plan so; empty where none would.

    Args:
        name: the file's name.
        plan: the plan's.
        hosts: the computers that changed the plan: OneDrive puts a computer's name behind the plan's.
        in_icloud: iCloud puts a bare number behind it, as people do too; so it counts only there.
    """
    stem, _, ending = plan.rpartition(".")
    if not name.startswith(stem) or not name.endswith(f".{ending}") or name == plan:
        return ""
    between = name[len(stem) : -len(ending) - 1]
    for scheme, pattern in _SCHEMES:
        if pattern.fullmatch(between):
            return scheme
    if between.startswith("-") and len(between) <= _LONGEST_HOST + 1 and _is_host(between[1:], hosts):
        return "OneDrive"
    return "iCloud Drive" if in_icloud and _ICLOUD.fullmatch(between) else ""


def _is_host(name: str, hosts: Collection[str]) -> bool:
    bare = re.sub(r"-\d{1,2}$", "", name)  # a second conflict of the same computer is numbered
    known = {host.partition(".")[0].casefold() for host in hosts if host}
    given_by_windows = re.fullmatch(r"(DESKTOP|LAPTOP|WIN)-[A-Z0-9]{5,}", bare)
    return bool(given_by_windows) or bool({name.casefold(), bare.casefold()} & known)


def found(
    plan: Path, *, host: str, in_icloud: bool = False, leaves: Callable[[], bool] = lambda: False
) -> list[ConflictCopy]:
    """The conflict copies beside a plan, by name; only files that hold the same plan.

    Args:
        plan: the plan.
        host: this computer.
        in_icloud: whether the folder is iCloud's.
        leaves: asked before each file; where it says so, the search ends.

    Raises:
        OSError: the folder can't be read.
    """
    ours = _looked_into(plan)
    if ours is None:
        return []
    copies: list[ConflictCopy] = []
    for path in sorted(plan.parent.iterdir()):
        if leaves() or len(copies) >= MOST:
            break
        scheme = scheme_of(path.name, plan.name, hosts={host, *ours.hosts}, in_icloud=in_icloud)
        if not scheme or path.is_symlink() or not path.is_file():
            continue
        theirs = _looked_into(path)
        if theirs is not None and theirs.plan_id == ours.plan_id:
            copies.append(ConflictCopy(path, scheme, theirs.changed, ours.changed))
    return copies


@dataclass(frozen=True)
class _Inside:
    plan_id: str
    changed: datetime | None
    hosts: frozenset[str]


def _looked_into(path: Path) -> _Inside | None:
    """Id, last change and computers of a plan, read through SQLite only; None where the file is none or busy."""
    try:
        with contextlib.closing(connect(path, read_only=True)) as inside:
            inside.execute("PRAGMA busy_timeout = 200")
            inside.execute("PRAGMA trusted_schema = OFF")
            (plan_id,) = inside.execute("SELECT id FROM programme").fetchone()
            last = inside.execute("SELECT at FROM changeset ORDER BY seq DESC LIMIT 1").fetchone()
            hosts = inside.execute("SELECT DISTINCT host FROM changeset LIMIT 100").fetchall()
    except (sqlite3.Error, UnicodeDecodeError, ValueError, TypeError, OverflowError, MemoryError):
        return None
    if not isinstance(plan_id, str):
        return None
    return _Inside(
        plan_id,
        None if last is None else _moment(last[0]),
        frozenset(str(one) for (one,) in hosts if one),
    )


def _moment(written: object) -> datetime | None:
    try:
        return instant_from(str(written))
    except ValueError:
        return None
