"""Edits that could not be written yet: kept as drafts, tried again by themselves, and asked about where needed."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from db.errors import PlanBusy, PlanChanged, PlanUnwritten, UserError

if TYPE_CHECKING:
    from cxworkbench.edits import Edit

#: While somebody else writes, an edit is tried again this often, quietly for so long; then the window says so.
RETRY_MS, QUIET_S = 100, 5.0
#: After that, and where the disk is the reason, it is tried again this often, for so long.
SLOW_RETRY_MS, TRIES_FOR_S = 3_000, 600.0


class Pending(QObject):
    """The edits of one plan that are not saved yet, in the order in which they were typed.

    All of them lie in the drafts' file until they are saved or discarded: those that wait (``edits``), those that
    somebody has to decide on (``questions``), and those of an earlier session that are offered (``offered``).

    Signals:
        changed: which edits wait, or why.
        settled: an edit was saved or discarded; forms show what the plan holds.
    """

    changed = Signal()
    settled = Signal()

    def __init__(
        self, write: Callable[[Edit, bool], None], folder: Path | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._write = write
        self._folder = folder
        self._plan_id = ""
        self.edits: list[Edit] = []
        self.questions: list[tuple[Edit, UserError]] = []
        self.offered: list[Edit] = []
        self.why: UserError | None = None
        self.unkept: UserError | None = None
        self._since = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.try_again)

    # ----------------------------------------------------------------------------------------- questions

    @property
    def is_quiet(self) -> bool:
        """Whether somebody else is writing and it is too early to say more than that."""
        return isinstance(self.why, PlanBusy) and time.monotonic() - self._since < QUIET_S

    def all(self) -> list[Edit]:
        """Every edit that isn't saved, those of an earlier session left out."""
        return [*self.edits, *(edit for edit, _ in self.questions)]

    def text_of(self, record: str, field: str) -> str | None:
        """What was typed for a place and isn't saved yet; None where nothing waits."""
        for edit in self.all():
            if edit.place == (record, field):
                return edit.text
        return None

    def texts_of(self, record: str) -> dict[str, str]:
        """What was typed for the places of a record and isn't saved yet."""
        return {edit.field: edit.text for edit in self.all() if edit.record == record}

    # ------------------------------------------------------------------------------------------- keeping

    def begin(self, plan_id: str) -> None:
        """Take up the drafts that an earlier session left.

        Raises:
            UserError: there are some, and they can't be read.
        """
        self._plan_id = plan_id
        # Hardly ever is there a draft: what reads them is loaded only where there is a folder of them.
        if self._folder is not None and (self._folder / "drafts").is_dir():
            from cxworkbench import drafts

            self.offered = drafts.kept(self._folder, plan_id)

    def keep(self, edit: Edit, why: UserError) -> None:
        """Keep an edit that could not be written, and try it again by itself where that may help."""
        if not self.edits:
            self._since = time.monotonic()
        self._forget(edit)
        self.edits.append(edit)
        self._why(why)
        self._note()
        self.changed.emit()

    def ask(self, edit: Edit, why: UserError) -> None:
        """Keep an edit that somebody has to decide on."""
        self._forget(edit)
        self.questions.append((edit, why))
        self._note()
        self.changed.emit()

    def _why(self, why: UserError) -> None:
        if type(why) is not type(self.why):
            self._since = time.monotonic()
        self.why = why
        if isinstance(why, PlanChanged):
            self._timer.stop()  # the file is another one: nothing is written to it
        elif time.monotonic() - self._since > TRIES_FOR_S:
            self._timer.stop()
        else:
            self._timer.start(RETRY_MS if self.is_quiet else SLOW_RETRY_MS)

    def _forget(self, edit: Edit) -> None:
        """Take out what waits for the same place: the newest text counts."""
        self.edits = [one for one in self.edits if one.place != edit.place]
        self.questions = [one for one in self.questions if one[0].place != edit.place]

    def _note(self) -> None:
        """Put what is not saved on disk; where that fails too, the window must know before it closes."""
        from cxworkbench import drafts

        if self._folder is None or not self._plan_id:
            return
        waiting = [*self.offered, *self.all()]
        try:
            drafts.keep(self._folder, self._plan_id, waiting)
        except UserError as error:
            self.unkept = error
        else:
            self.unkept = None

    # ------------------------------------------------------------------------------------------- writing

    def try_again(self) -> bool:
        """Write what waits, in its order, up to the first that still can't be; whether nothing waits any more."""
        if not self.edits:
            self._timer.stop()
            return True
        done = False
        for edit in list(self.edits):
            try:
                self._write(edit, False)
            except (PlanUnwritten, PlanChanged) as error:
                self._why(error)
                break
            except UserError as error:
                self._forget(edit)
                self.questions.append((edit, error))
            else:
                self._forget(edit)
            done = True
        if not self.edits:
            self._timer.stop()
            self.why = None
        if done:
            self._note()
            self.settled.emit()
        self.changed.emit()
        return not self.edits

    def saved(self, edit: Edit) -> None:
        """A newer edit of the same place was saved: what waited for it is done."""
        if self.text_of(*edit.place) is not None:
            self._forget(edit)
            self._note()
            self.settled.emit()
            self.changed.emit()

    def put_in(self, edit: Edit) -> None:
        """Write an edit though somebody else changed its place meanwhile."""
        self._forget(edit)
        try:
            self._write(edit, True)
        except (PlanUnwritten, PlanChanged) as error:
            self.keep(edit, error)
        except UserError as error:
            self.ask(edit, error)
        self._note()
        self.settled.emit()
        self.changed.emit()

    def discard(self, *edits: Edit) -> None:
        """Let edits go; the plan keeps what it holds."""
        if not edits:
            return
        for edit in edits:
            self._forget(edit)
        if not self.edits:
            self._timer.stop()
            self.why = None
        self._note()
        self.settled.emit()
        self.changed.emit()

    def take_offered(self) -> None:
        """Write the drafts of an earlier session."""
        known = {edit.place for edit in self.edits}
        self.edits = [*(edit for edit in self.offered if edit.place not in known), *self.edits]
        self.offered = []
        self._since = time.monotonic()
        self.try_again()

    def discard_offered(self) -> None:
        """Let the drafts of an earlier session go."""
        self.offered = []
        self._note()
        self.changed.emit()

    def stop(self) -> None:
        """Try no more; what waits stays in the drafts' file."""
        self._timer.stop()
