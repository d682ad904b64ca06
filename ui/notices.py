"""What the window says of its plan in banners: why it can't be opened or written, what waits, where it lies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from cxworkbench import formats
from db.boundary import NotAPlan
from db.errors import PlanChanged, PlanDamaged, PlanTooNew, UserError, harmless
from ui.banners import Offer, sentence

if TYPE_CHECKING:
    from datetime import datetime

    from cxworkbench.edits import Edit
    from db.conflict_copies import ConflictCopy
    from db.places import Place
    from ui.main_window import MainWindow
    from ui.pending import Pending
    from ui.plan_session import PlanSession
    from ui.seen import Seen
    from ui.work import Progress

#: The folder is looked at once the plan itself is on the screen.
LOOK_AFTER_MS = 500
#: So many edits are named on a banner; the rest is counted.
NAMED = 3
#: What is noted once a person was asked for a name.
WHO = "who am I"
_LONGEST = 60
_WAITING = "Not saved yet: waiting for a command that is writing to the plan"
_KEPT = "What you typed is kept on this computer."
_PLACES = {
    "sync": (
        "This plan lies in a folder that {name} keeps in step.",
        "Close it here before you open it on another computer. Its backups stay on this computer.",
    ),
    "network": (
        "This plan lies on a network drive ({name}).",
        "Only one window can change it at a time. Its backups stay on this computer.",
    ),
    "removable": (
        "This plan lies on a removable drive ({name}).",
        "Close it here before you take the drive out. Its backups stay on this computer.",
    ),
}


class Notices(QObject):
    """The banners of one window that speak of its plan, and what they offer."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._said: dict[str, tuple[str, str]] = {}
        self._waited = False

    # --------------------------------------------------------------------------------------------- errors

    def show_trouble(self, error: UserError) -> None:
        """Show what a person can mend, with what helps."""
        window = self._window
        offers: tuple[Offer, ...] = ()
        if isinstance(error, PlanChanged) and window.plan is not None:
            path = window.plan.path
            offers = (Offer("Open again", lambda: window.open_path(path)),)
            if window.plan.session.sees_what_was_read():
                copy = Offer("Save a copy of what you see…", window.files.choose_copy, closes=False)
                offers = (*offers, copy)
        window.banners.show_error(error, offers)

    def show_not_opened(self, path: Path, error: UserError, *, looked_at: bool = False) -> None:
        """Say why a plan can't be opened; where it is damaged or too new, offer what can be.

        Args:
            path: the plan.
            error: why.
            looked_at: what can be read of it was tried already.
        """
        offers: tuple[Offer, ...] = ()
        subject = type(error).__name__
        if isinstance(error, PlanDamaged | PlanTooNew):
            offers = self._newest_backup(path)
        if isinstance(error, PlanDamaged) and not isinstance(error, NotAPlan):
            if not looked_at:
                files = self._window.files
                text = "Look at what can be read"
                offers = (*offers, Offer(text, lambda: files.open(path, is_damaged=True)))
            offers = (*offers, *self._for_damaged(path))
            # SQLite's own words say nothing to the person; 'check' gives them.
            error = PlanDamaged(
                "too little of this plan can be read" if looked_at else "this plan is damaged",
                where=path.name,
                kept="the file was left as it was",
                to_do="open a backup, or save what can be read into a new plan",
            )
        self._window.banners.show_error(error, offers, subject=subject)

    def _newest_backup(self, path: Path) -> tuple[Offer, ...]:
        """Opening the newest backup, by the id that the plan had when it was opened here last."""
        from db.backup_schedule import newest_of

        window = self._window
        id = window.settings.id_of(path)
        newest = newest_of(window.settings.backups, id) if id else None
        if newest is None:
            return ()
        backup = newest.backup
        text = f"Open the newest backup ({_moment(backup.moment)})"
        return (Offer(text, lambda: self._open_backup(backup.path, path)),)

    def _for_damaged(self, path: Path) -> tuple[Offer, ...]:
        return (Offer("Salvage…", lambda: self._window.files.choose_salvage(path), closes=False),)

    def _open_backup(self, backup: Path, plan: Path) -> None:
        window = self._window
        if not window.open_path(backup) or not plan.exists():
            return
        window.banners.show_error(
            UserError(
                f"this is a backup of {plan.name}",
                where=backup.name,
                kept="you can read and print it; the plan is as it was",
                to_do="put it in the place of the plan to go on with it; what stands there now is kept",
            ),
            (
                Offer("Put it in the place of the plan", lambda: window.files.restore(backup, plan)),
                *window.files.offer_a_copy(),
            ),
            kind="notice",
            subject="held",
        )

    def _show_looked(self, seen: Seen | None) -> None:
        """Say that the window shows the past, for as long as it does."""
        window = self._window
        window.banners.take_away("looked")
        if seen is not None and window.plan is not None:
            back = Offer("Back to now", partial(window.plan.see, None))
            what = f"You see the plan as it stood: {seen.name} (version {seen.version})."
            rest = f"Judged as of {formats.day(seen.day)}, for reading only."
            window.banners.show_banner("looked", "notice", harmless(what), rest, (back,))

    # ------------------------------------------------------------------------------------- a plan is opened

    def begin(self, plan: PlanSession, held: UserError | None) -> None:
        """Say what is particular about a plan that was just opened; folders are looked at beside the window."""
        window = self._window
        self._said.clear()
        self._waited = False
        if held is not None:
            window.banners.show_error(held, window.files.offer_a_copy(), kind="notice", subject="held")
        for notice in plan.session.notices:
            offers = window.files.offer_a_copy()
            if notice.kind == "damaged":
                offers = self._for_damaged(plan.path)
            window.banners.show_error(notice, offers, kind="notice", subject=f"session {notice.kind}")
        plan.pending.changed.connect(self._show_pending)
        plan.waits.connect(self._show_waits)
        plan.looked.connect(self._show_looked)
        if plan.pending.offered:
            self._show_pending()
        if plan.can_edit and not window.settings.knows_who and window.settings.tell_once(WHO):
            self._ask_who()
        QTimer.singleShot(LOOK_AFTER_MS, plan, lambda: self._look_around(plan))

    def _ask_who(self) -> None:
        from ui.who import open_who

        window = self._window
        name = harmless(window.settings.who, _LONGEST)
        window.banners.show_banner(
            "who",
            "notice",
            f"Changes stand in the journal under {name}.",
            "That is the name of the account on this computer; it is asked once.",
            (Offer("Say who you are…", partial(open_who, window), closes=False),),
        )

    def _look_around(self, plan: PlanSession) -> None:
        window = self._window
        if window.plan is not plan or plan.is_closed:
            return
        path, host, told = plan.path, plan.session.host, plan.can_edit

        def look(progress: Progress) -> tuple[Place | None, list[ConflictCopy]]:
            from db.conflict_copies import found
            from db.places import place_here

            place = place_here(path)
            in_icloud = place is not None and place.name == "iCloud Drive"
            copies = found(path, host=host, in_icloud=in_icloud, leaves=progress.is_cancelled)
            return place, copies

        job = window.work.start(look)
        job.done.connect(lambda result: self._show_surroundings(plan, told, *result))
        job.failed.connect(lambda error: None if isinstance(error, OSError) else window.fault(error))

    def _show_surroundings(
        self, plan: PlanSession, told: bool, place: Place | None, copies: list[ConflictCopy]
    ) -> None:
        window = self._window
        if window.plan is not plan or plan.is_closed:
            return
        if copies:
            self._show_conflict_copies(plan, copies)
        if told and place is not None:
            id = plan.plan.programme.id
            if window.settings.tell_once(f"{plan.session.host} {id} {place.kind} {place.name}"):
                what, rest = _PLACES[place.kind]
                name = harmless(place.name, _LONGEST)
                window.banners.show_banner("place", "info", what.format(name=name), rest)

    def _show_conflict_copies(self, plan: PlanSession, copies: list[ConflictCopy]) -> None:
        window, first = self._window, copies[0]
        others = f", and {len(copies) - 1} more" if len(copies) > 1 else ""
        what = f"A conflict copy of this plan lies beside it: {first.path.name}{others}."
        rest = (
            f"The copy was changed last {_when(first.changed)}, this plan {_when(first.plan_changed)}. "
            "Both are kept: look into the copy, and take over by hand what is missing here."
        )
        folder = plan.path.parent
        window.banners.show_banner(
            "conflict copies",
            "warning",
            harmless(what),
            rest,
            (
                Offer("Open it read-only", lambda: window.open_path(first.path, read_only=True)),
                Offer("Show the folder", lambda: _show_folder(folder), closes=False),
            ),
        )

    # ------------------------------------------------------------------------------------------ not saved

    def _show_pending(self) -> None:
        window = self._window
        if window.plan is None or window.plan.is_closed:
            return
        pending = window.plan.pending
        waits = bool(pending.edits)
        if waits:
            quiet = pending.is_quiet
            window.status.show_waiting(_WAITING if quiet else f"{len(pending.all())} not saved yet")
        elif self._waited:
            window.show_saved(window.plan.last_saved)
        self._waited = waits
        self._show_edits(pending)
        self._show_question(pending)
        self._show_offered(pending)

    def _show_edits(self, pending: Pending) -> None:
        why = pending.why
        if not pending.edits or pending.is_quiet or why is None:
            self._take_away("pending")
            return
        kept = _KEPT if pending.unkept is None else "What you typed stays in this window only."
        what = f"{_named(pending.edits)} {_are(pending.edits)} not saved yet: {why.what}."
        if isinstance(why, PlanChanged):
            rest = f"{kept} It is offered when the plan is opened again."
            offers: tuple[Offer, ...] = ()
        else:
            rest = f"{kept} {sentence(why.to_do)}"
            offers = (Offer("Try again", pending.try_again, closes=False),)
        edits = list(pending.edits)
        discard = Offer("Discard", lambda: pending.discard(*edits))
        self._show("pending", "error", what, rest, (*offers, discard))

    def _show_question(self, pending: Pending) -> None:
        from cxworkbench.edits import ChangedMeanwhile

        if not pending.questions:
            self._take_away("question")
            return
        edit, why = pending.questions[0]
        offers: tuple[Offer, ...]
        if isinstance(why, ChangedMeanwhile):
            offers = (
                Offer("Put mine in", lambda: pending.put_in(edit)),
                Offer("Keep theirs", lambda: pending.discard(edit)),
            )
            self._show("question", "warning", sentence(why.what), sentence(why.kept), offers)
        else:
            offers = (Offer("Discard", lambda: pending.discard(edit)),)
            what = f"{_named([edit])} can't be written: {why.what}."
            self._show("question", "warning", what, sentence(why.to_do) if why.to_do else _KEPT, offers)

    def _show_offered(self, pending: Pending) -> None:
        if not pending.offered:
            self._take_away("offered")
            return
        edits = pending.offered
        one = len(edits) == 1
        what = f"{'An edit was' if one else f'{len(edits)} edits were'} not saved: {_named(edits)}."
        rest = f"{'It was' if one else 'They were'} kept on this computer when the window was closed."
        offers = (
            Offer("Put it in" if one else "Put them in", pending.take_offered),
            Offer("Discard", pending.discard_offered),
        )
        self._show("offered", "warning", what, rest, offers)

    def show_would_be_lost(self, why: UserError) -> None:
        """The window was told to close, and what was typed is neither saved nor kept as a draft."""
        window = self._window
        window.banners.show_banner(
            "lost",
            "error",
            "The window stays open: what you typed is not saved, and could not be kept on this computer either.",
            harmless(f"{sentence(why.what)} Make room and try again, or close the window without it."),
            (Offer("Close without it", window.leave),),
        )

    def _show_waits(self, waits: bool) -> None:
        if waits:
            self._window.status.show_waiting("Waiting for a command that is writing to the plan")
        elif self._window.plan is not None:
            self._window.show_saved(self._window.plan.last_saved)

    # -------------------------------------------------------------------------------------------- backups

    def show_backup_failed(self, error: UserError) -> None:
        """A backup failed: the plan itself is saved, but nobody should learn of it a month later."""
        window = self._window
        backups = window.files.backups
        if backups is None:
            return
        rest = f"The plan itself is saved. {sentence(error.to_do) if error.to_do else ''}".strip()
        window.banners.show_banner(
            "backup",
            "warning",
            harmless(f"The last backup failed: {error.what}."),
            harmless(rest),
            (Offer("Try again", backups.try_again, closes=False), *window.files.offer_a_copy()),
        )

    def show_backup_made(self) -> None:
        """A backup was made, or none was due: what failed before is over."""
        self._window.banners.take_away("backup")

    # --------------------------------------------------------------------------------------------- inside

    def _show(self, subject: str, kind: str, what: str, rest: str, offers: tuple[Offer, ...]) -> None:
        """Show a banner, unless it says so already, or was closed while it said so."""
        if self._said.get(subject) == (what, rest):
            return
        self._said[subject] = (what, rest)
        self._window.banners.show_banner(subject, kind, harmless(what), harmless(rest), offers)

    def _take_away(self, subject: str) -> None:
        self._said.pop(subject, None)
        self._window.banners.take_away(subject)


def _named(edits: Sequence[Edit]) -> str:
    """The edits in words: where, and what was typed."""
    shown = [f"{edit.name} “{_short(edit.text)}”" for edit in edits[:NAMED]]
    more = f" and {len(edits) - NAMED} more" if len(edits) > NAMED else ""
    return ", ".join(shown) + more


def _are(edits: Sequence[Edit]) -> str:
    return "is" if len(edits) == 1 else "are"


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _LONGEST else f"{one_line[: _LONGEST - 1]}…"


def _moment(moment: datetime) -> str:
    return formats.moment(moment.astimezone())


def _when(moment: datetime | None) -> str:
    return f"on {_moment(moment)}" if moment is not None else "at an unknown time"


def _show_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
