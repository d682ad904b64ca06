"""A watched folder: files that are complete are taken in as remembered, then moved beside a report; none is ever lost.

It works by looking again and again, so that network drives work too. A file is complete once its size, time and place
on the disk stay as they are between two looks. What isn't known or must be asked waits: nothing is guessed.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cxworkbench.exchange import import_report, readings_job
from cxworkbench.exchange.readings_job import Asked, Prepared
from cxworkbench.exchange.remembered import remembered_for, table_as_remembered
from cxworkbench.exchange.table import Said
from cxworkbench.exchange.whole_file import write_whole
from cxworkbench.plan import Plan
from db.errors import UserError
from db.session import Session

DONE, REFUSED = "done", "refused"
#: A file whose size and time stay so long is complete.
STABLE_S = 2.0
#: An empty file may be the beginning of one; after this it is taken for what it is.
EMPTY_S = 60.0
_TABLES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods"})
_UNFINISHED = (".tmp", ".part", ".partial", ".crdownload", ".download", ".filepart", "~")
_BEFORE = (".", "~$", "~")
#: Longest name of a moved file, its number and ".txt" included, that all file systems take.
_LONGEST = 200

_State = tuple[int, int, int]


@dataclass
class Looker:
    """Looks into a folder for files that are complete.

    Attributes:
        folder: the watched one.
        held: files that are not to be taken, as they were when that was found out: they wait, or can't be moved.
    """

    folder: Path
    held: dict[Path, _State] = field(default_factory=dict)
    _seen: dict[Path, tuple[_State, float]] = field(default_factory=dict)

    def complete(self, now: float) -> list[Path]:
        """The files that are complete, the oldest first.

        Args:
            now: seconds of a clock that is never set back.

        Raises:
            UserError: the folder can't be looked into.
        """
        try:
            with os.scandir(self.folder) as entries:
                names = [entry.name for entry in entries]
        except OSError as error:
            raise UserError(
                f"the watched folder can't be looked into ({error.strerror})",
                where=str(self.folder),
                kept="nothing was taken in",
                to_do="see that it is there, or choose another one",
            ) from error
        found = {
            path: state for name in names if (path := self._wanted(name, names)) and (state := _state(path))
        }
        self._seen = {
            path: held if (held := self._seen.get(path)) is not None and held[0] == state else (state, now)
            for path, state in found.items()
        }
        self.held = {path: state for path, state in self.held.items() if found.get(path) == state}
        ready = [
            path
            for path, (state, since) in self._seen.items()
            if path not in self.held and now - since >= (STABLE_S if state[0] else EMPTY_S) and _is_free(path)
        ]
        return sorted(ready, key=lambda path: (found[path][1], path.name))

    def hold(self, path: Path) -> None:
        """Leave a file where it is, until it is changed."""
        state = _state(path)
        if state is not None:
            self.held[path] = state

    def let_go(self, paths: Iterable[Path] | None = None) -> None:
        """Look at files again that were held; at all of them, if none is named."""
        for path in list(self.held) if paths is None else paths:
            self.held.pop(path, None)

    def _wanted(self, name: str, names: list[str]) -> Path | None:
        lowered = name.lower()
        if (
            lowered.startswith(_BEFORE)
            or lowered.endswith(_UNFINISHED)
            or Path(lowered).suffix not in _TABLES
        ):
            return None
        # What Excel and LibreOffice lay beside a file that somebody has open.
        if f"~${name}" in names or f"~${name[2:]}" in names or f".~lock.{name}#" in names:
            return None
        return self.folder / name


def _state(path: Path) -> _State | None:
    """Size, time and place on the disk; None where it is no plain file, or gone."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def _is_free(path: Path) -> bool:
    """Whether nobody keeps others from it: on Windows a file that is open can't be renamed, not even to its name."""
    if os.name != "nt":
        return True
    try:
        path.rename(path)
    except OSError:
        return False
    return True


# --------------------------------------------------------------------------------------------------- taking in


@dataclass(frozen=True)
class Came:
    """What became of one file.

    Attributes:
        name: of the file.
        path: where it lies now.
        how: "in", "refused" or "waits".
        said: what came in, or why not, in one sentence without its end.
        rejected: how many rows were refused.
        report: the report beside it; None where it waits.
    """

    name: str
    path: Path
    how: str
    said: str
    rejected: int = 0
    report: Path | None = None


def take_in(
    session: Session,
    path: Path,
    *,
    at: datetime,
    by: str,
    before: Callable[[int], None] = lambda _rows: None,
    step: Callable[[int], None] = lambda _rows: None,
) -> Came:
    """Take in one file with the mapping that the plan remembers for its shape, and move it.

    Args:
        session: the open plan.
        path: a file that is complete.
        at: now.
        by: who watches.
        before: called with the number of readings before they are written: backs the plan up.
        step: told the number of rows read so far; may raise to cancel.

    Raises:
        UserError: the plan can't be written, or the file can't be moved; the file lies where it was.
    """
    plan = Plan(session, version=session.head)
    try:
        table = table_as_remembered(plan, path, Said(), step=step)
    except UserError as error:
        if not path.exists():
            raise  # moved away by somebody else at this moment
        return _moved(path, REFUSED, error.what, [error.line()], None, at)
    known = remembered_for(plan, table)
    if known is None:
        return Came(path.name, path, "waits", "no mapping is remembered for files like it")
    if table.read_as.doubts:
        return Came(path.name, path, "waits", table.read_as.doubts[0])
    try:
        prepared = readings_job.prepare(session, Asked(path, remember=""), at=at, table=table, step=step)
    except UserError as error:  # a question, a metric that is gone: a person decides
        return Came(path.name, path, "waits", error.what)
    if prepared.too_many_bad:
        over = import_report.over_the_limit(prepared)
        return _moved(path, REFUSED, over.what, [over.line()], prepared, at)
    if prepared.changes:
        before(prepared.taken.count)
        written = readings_job.write(session, prepared, at=at, by=by)
    else:
        written = prepared.settled
    said = import_report.lines(prepared, written)
    how = REFUSED if prepared.rejected and not prepared.taken.count else DONE
    return _moved(path, how, import_report.outcome(written), said, prepared, at)


def _moved(
    path: Path, where: str, said: str, lines: list[str], prepared: Prepared | None, at: datetime
) -> Came:
    """Move a file beside its report. It is never laid over another one: a name that is taken gets a number."""
    rejected = [] if prepared is None else prepared.rejected
    zone = prepared.plan.zone if prepared is not None else None
    target = _put(path, path.parent / where)
    report = target.with_name(f"{target.name}.txt")
    moment = at.astimezone(zone).strftime("%d %b %Y %H:%M")
    write_whole(report, import_report.on_paper(path.name, moment, lines, rejected))
    bad = 0 if prepared is None else prepared.bad_rows
    return Came(path.name, target, "in" if where == DONE else "refused", said, bad, report)


def _put(path: Path, folder: Path) -> Path:
    try:
        folder.mkdir(exist_ok=True)
        number = 1
        while True:
            target = folder / _numbered(path.name, number)
            report = target.with_name(f"{target.name}.txt")
            if not os.path.lexists(target) and not os.path.lexists(report) and _move(path, target):
                return target
            number += 1
    except OSError as error:
        raise UserError(
            f"the file can't be moved ({error.strerror})",
            where=path.name,
            kept="what it holds is in the plan where it could be taken in; the file lies where it was",
            to_do=f"move it to {folder.name} by hand, or see that the folder can be written",
        ) from error


def _move(path: Path, target: Path) -> bool:
    """Move without ever replacing; False where the name was taken at this moment."""
    try:
        os.link(path, target)
    except FileExistsError:
        return False
    except OSError:
        # A file system without hard links. Windows never renames onto a file; elsewhere it was looked at just now.
        with contextlib.suppress(FileExistsError):
            path.rename(target)
            return True
        return False
    path.unlink()
    return True


def _numbered(name: str, number: int) -> str:
    stem, dot, suffix = name.rpartition(".")
    tail = f" ({number})" if number > 1 else ""
    return f"{stem[: _LONGEST - len(suffix) - len(tail) - 5]}{tail}{dot}{suffix}"
