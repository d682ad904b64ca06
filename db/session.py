"""An open plan: reads records and readings, opens changes, undoes and redoes, and notices what others wrote."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db import journal
from db.boundary import is_busy, not_written
from db.change import Change
from db.connection import guard
from db.errors import Notice, PlanChanged, UserError
from db.journal import Changed, Changeset
from db.reader import Reader
from db.undo import UndoLine, Unit, combined, goes_on, read_line

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: How long each try waits where whoever has the plan open decides itself how often to try.
_TRY_MS = 30
#: So many pages of a change stay in memory before they are written: until its commit others can read the plan.
_PAGES_IN_MEMORY = 40_000


class Session(Reader):
    """One open plan file. Made by ``db.store``; used by one thread."""

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        *,
        read_only: bool,
        new_id: Callable[[], str],
        host: str,
        origin: str,
        notices: tuple[Notice, ...] = (),
        on_close: Callable[[], None] | None = None,
    ) -> None:
        self.path = path
        #: What a person should know of this plan, for banners and standard error.
        self.notices = notices
        self.read_only = read_only
        self.host = host
        self.origin = origin
        super().__init__(connection)
        self._core: Connection | None = None
        self._new_id = new_id
        self._on_close = on_close
        self._writing = False
        self._identity = _identity(path)
        self._guard()
        self.head, self._head_hash = self._read_head()
        self._data_version = self._read_data_version()
        self._undo_line: UndoLine | None = None
        #: Asked between tries while somebody else holds the file: whether to wait on. None: wait as the store says.
        self.waits_on: Callable[[], bool] | None = None
        #: Looks at each step before it is written, undo and redo apart, and raises a FieldError where a rule of the
        #: whole plan isn't kept. None: nothing is looked at.
        self.keeps_rules: Callable[[Change], None] | None = None

    # ------------------------------------------------------------------------------------------- changing

    @contextmanager
    def change(self, label: str, *, at: datetime, by: str, kind: str = "edit") -> Iterator[Change]:
        """Open a change: everything written inside becomes one step of the journal, or nothing at all.

        Args:
            label: what is done, in words ("Move go-live"); undo is named after it.
            at: the moment, given by the caller; a moment before the newest step's counts as that step's.
            by: who does it.
            kind: edit, import, merge, migration, amendment (undo and redo are the session's own).

        Raises:
            PlanChanged: the file was replaced, or its journal no longer descends from what was read.
            PlanBusy: somebody else is writing.
            PlanUnwritten: the disk is full, or the file can't be written now.
            UserError: the plan is open for reading only.
        """
        with self._step(label, at, by, kind, undoes=None) as open_change:
            yield open_change

    def undo(self, *, at: datetime, by: str) -> Changeset | None:
        """Take back the newest step of this origin that is in force; None where there is none.

        Edits that typed on in the same fields are one step.
        """
        unit = self._line().newest(self._goes_on)
        return None if unit is None else self._reverse(unit, "undo", at=at, by=by)

    def redo(self, *, at: datetime, by: str) -> Changeset | None:
        """Do again the step that was taken back last; None where there is none."""
        undone = self._line().undone
        return self._reverse(undone[-1], "redo", at=at, by=by) if undone else None

    def take_back(self, seq: int, *, at: datetime, by: str) -> Changeset:
        """Take back one step that was chosen, an import for example, whoever made it and whatever came after.

        It becomes a step of its own, which undo can take back in turn.

        Raises:
            FieldError: a later step changed what it wrote.
        """
        label = self._label(seq)
        changes, batches = self.changes_of(seq), self.batches_of(seq)
        with self._step(f"Take back: {label}", at, by, "edit", undoes=None) as change:
            change.take_back(changes, batches)
        return self.steps(self.head - 1)[0]

    def undo_label(self) -> str | None:
        """The label of the step that undo would take back."""
        line = self._line()
        return self._label(line.done[-1].named) if line.done else None

    def redo_label(self) -> str | None:
        """The label of the step that redo would do again."""
        line = self._line()
        return self._label(line.undone[-1].named) if line.undone else None

    def _reverse(self, unit: Unit, kind: str, *, at: datetime, by: str) -> Changeset:
        changes = combined(self.changes_of(seq) for seq in unit.seqs)
        batches = [many for seq in unit.seqs for many in self.batches_of(seq)]
        with self._step(self._label(unit.named), at, by, kind, undoes=unit.seqs[0]) as change:
            change.take_back(changes, batches)
        return self.steps(self.head - 1)[0]

    def _goes_on(self, earlier: int, later: int) -> bool:
        first, second = (self.steps(seq - 1, seq)[0] for seq in (earlier, later))
        if first.label != second.label:
            return False
        return goes_on((first, self.changes_of(earlier)), (second, self.changes_of(later)))

    @contextmanager
    def _step(self, label: str, at: datetime, by: str, kind: str, undoes: int | None) -> Iterator[Change]:
        if self.read_only:
            raise UserError(
                "the plan is open for reading only",
                where=self.path.name,
                kept="nothing was changed",
                to_do="save a copy and work on that",
            )
        if self._writing:
            raise RuntimeError("a change is open already: one step at a time")
        core = self._sqlalchemy()  # before BEGIN: SQLAlchemy's first look at a connection rolls it back
        self._begin()
        try:
            self._refuse_if_replaced()
            made = Change(core, self._new_id)
            yield made
            if self.keeps_rules is not None and undoes is None:
                self.keeps_rules(made)
            self._write_step(made, label, at, by, kind, undoes)
            self._patiently("COMMIT")
        except BaseException as error:
            self._roll_back()
            if (refused := not_written(self.path, error)) is not None:
                raise refused from error
            raise
        self._end()
        before = self.head
        self.head, self._head_hash = self._read_head()
        if self._undo_line is not None:
            self._follow(self._undo_line, before)

    def _begin(self) -> None:
        try:
            self._connection.execute(f"PRAGMA cache_spill = {_PAGES_IN_MEMORY}")
            self._patiently("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if _identity(self.path) != self._identity:
                raise self._replaced() from error  # SQLite calls a file that was moved read-only
            raise not_written(self.path, error) or error from error
        self._writing = True
        self._guard()

    def _patiently(self, statement: str) -> None:
        """Begin or commit, waiting for others as long as ``waits_on`` says."""
        if self.waits_on is None:
            self._connection.execute(statement)
            return
        with self._waiting(_TRY_MS):
            while True:
                try:
                    self._connection.execute(statement)
                except sqlite3.OperationalError as error:
                    if not is_busy(error) or not self.waits_on():
                        raise
                else:
                    return

    def _end(self) -> None:
        self._writing = False
        self._guard()

    def _roll_back(self) -> None:
        self._end()
        if self._connection.in_transaction:
            # On a disk that takes no more writes, not even those that bring back the old pages, SQLite leaves its
            # journal beside the plan: the next look at the plan heals it.
            with suppress(sqlite3.OperationalError):
                self._connection.execute("ROLLBACK")

    def _write_step(
        self, made: Change, label: str, at: datetime, by: str, kind: str, undoes: int | None
    ) -> None:
        from db import tables
        from db.values import canonical, instant_from

        changes = made.changes()
        if not changes and not made.batches:
            return
        last = self._connection.execute("SELECT at FROM changeset ORDER BY seq DESC LIMIT 1").fetchone()
        if last is not None:
            at = max(at, instant_from(last[0]))
        seq, previous = self._read_head()
        step = Changeset(
            seq + 1,
            self._new_id(),
            at,
            by,
            self.host,
            self.origin,
            label,
            kind,
            undoes,
            (seq,) if seq else (),
        )
        digest = journal.chained(previous, step, changes, made.batches)
        core = self._sqlalchemy()
        names = [column.name for column in tables.changeset.columns]
        header = [*step.header()[:-1], canonical(list(step.parents)), digest]
        core.execute(tables.changeset.insert(), dict(zip(names, header, strict=True)))
        if changes:
            rows = [
                (step.seq, place, one.record_kind, one.record_id, one.field, one.before, one.after)
                for place, one in enumerate(changes)
            ]
            core.exec_driver_sql('INSERT INTO "change" VALUES (?, ?, ?, ?, ?, ?, ?)', rows)
        for place, many in enumerate(made.batches):
            core.execute(tables.batch.insert(), {"changeset": step.seq, "position": place, **many.__dict__})

    # ------------------------------------------------------------------------------------- what others do

    def poll(self) -> Changed | None:
        """What somebody else (a command) wrote since the last look; None where nothing changed.

        Raises:
            PlanChanged: the file was replaced, or its journal no longer descends from what was read.
        """
        if _identity(self.path) != self._identity:
            raise self._replaced()
        before = self.head
        try:
            with self._waiting(0):
                version = self._read_data_version()
                if version == self._data_version:
                    return None
                self._refuse_if_replaced()
                self.head, self._head_hash = self._read_head()
        except sqlite3.OperationalError as error:
            if not is_busy(error):
                raise
            return None  # somebody is writing at this moment: the next look finds it
        self._data_version = version
        if self.head == before:
            return None
        if self._undo_line is not None:
            self._follow(self._undo_line, before)
        return journal.touched_since(self._connection, before)

    @contextmanager
    def steadily(self) -> Iterator[bool]:
        """Read the file as it stands at one moment: the questions inside wait for nobody who writes meanwhile.

        Gives False where somebody is writing at this moment: then nothing should be asked, but soon again.
        """
        if self._connection.in_transaction:
            yield True
            return
        try:
            with self._waiting(0):
                self._connection.execute("BEGIN")
                self._connection.execute("SELECT seq FROM changeset LIMIT 1").fetchone()
        except sqlite3.OperationalError as error:
            self._connection.rollback()
            if not is_busy(error):
                raise
            yield False
            return
        try:
            yield True
        finally:
            self._connection.execute("COMMIT")

    @contextmanager
    def _waiting(self, milliseconds: int) -> Iterator[None]:
        """Fail so soon while somebody holds the file: a window looks and writes from the thread that it draws in."""
        waits = self._connection.execute("PRAGMA busy_timeout").fetchone()[0]
        self._connection.execute(f"PRAGMA busy_timeout = {int(milliseconds)}")
        try:
            yield
        finally:
            self._connection.execute(f"PRAGMA busy_timeout = {int(waits)}")

    def sees_what_was_read(self) -> bool:
        """Whether a copy made now would hold what was read last: not where the file was written over in place."""
        try:
            return self._read_head() == (self.head, self._head_hash)
        except sqlite3.Error:
            return False

    def _refuse_if_replaced(self) -> None:
        if _identity(self.path) != self._identity:
            raise self._replaced()
        if self.head:
            row = self._connection.execute(
                "SELECT hash FROM changeset WHERE seq = ?", (self.head,)
            ).fetchone()
            if row is None or row[0] != self._head_hash:
                raise self._replaced()

    def _replaced(self) -> PlanChanged:
        return PlanChanged(
            "the plan file was replaced or moved by another hand",
            where=self.path.name,
            kept="nothing was written over it",
            to_do="open the plan again, or save a copy of what you see",
        )

    # ------------------------------------------------------------------------------------------- inside

    def close(self) -> None:
        """Let go of the file."""
        if self._core is not None:
            self._core.engine.dispose()
            self._core = None
        self._connection.close()
        if self._on_close is not None:
            self._on_close()
            self._on_close = None

    def _guard(self) -> None:
        guard(self._connection, writing=self._writing)

    def _sqlalchemy(self) -> Connection:
        if self._core is None:
            from sqlalchemy import create_engine
            from sqlalchemy.pool import StaticPool

            engine = create_engine("sqlite://", creator=lambda: self._connection, poolclass=StaticPool)
            self._core = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        return self._core

    def _read_head(self) -> tuple[int, str]:
        row = self._connection.execute("SELECT seq, hash FROM changeset ORDER BY seq DESC LIMIT 1").fetchone()
        return (0, journal.GENESIS) if row is None else (int(row[0]), str(row[1]))

    def _read_data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def _line(self) -> UndoLine:
        if self._undo_line is None:
            self._undo_line = read_line(self._connection, self.origin)
        return self._undo_line

    def _follow(self, line: UndoLine, after: int) -> None:
        rows = self._connection.execute(
            "SELECT seq, kind, undoes FROM changeset WHERE seq > ? AND origin = ? ORDER BY seq",
            (after, self.origin),
        )
        for seq, kind, undoes in rows:
            line.take(seq, kind, undoes)
        if line.has_older and not line.done:
            self._undo_line = None  # all that was read of it is taken back: it is read anew, further back

    def _label(self, seq: int) -> str:
        return str(
            self._connection.execute("SELECT label FROM changeset WHERE seq = ?", (seq,)).fetchone()[0]
        )


def _identity(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_dev, found.st_ino)
