"""The window: places menu, navigation, content and status bar, and wires them to the open plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal

from db.errors import UserError
from ui.frame import NAME, Frame
from ui.settings import OPENED
from ui.theme import SCALES

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent

    from cxworkbench.assessment import Assessment
    from cxworkbench.plan import Ref
    from db.journal import Changed
    from ui.actions import Actions
    from ui.banners import Banners
    from ui.command_field import CommandField
    from ui.files import Files
    from ui.moves import Moves
    from ui.navigation import Navigation
    from ui.notices import Notices
    from ui.pages import Pages
    from ui.plan_session import PlanSession
    from ui.sections.page import Handed
    from ui.settings import Settings
    from ui.status_line import StatusLine
    from ui.theme import Theme
    from ui.watched_folder import WatchedFolder
    from ui.work import Work


def _raise(error: BaseException) -> None:
    raise error


def _dropped(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


#: Content stops growing here; wider windows keep the rest free.
WIDEST = 1680


class MainWindow(Frame):
    """One window, one programme. Its content is made by ``build``, after the first paint.

    Signals:
        plan_shown: the Overview, or another page, shows the plan's data.
        remade: another size of text was chosen, for which the window must be made anew.
    """

    plan_shown = Signal()
    remade = Signal(float)

    work: Work
    files: Files
    moves: Moves
    navigation: Navigation
    pages: Pages
    banners: Banners
    notices: Notices
    search: CommandField
    status: StatusLine
    actions_: Actions

    def __init__(
        self, theme: Theme, settings: Settings, *, now: Callable[[], datetime], today: Callable[[], date]
    ) -> None:
        super().__init__(theme, settings)
        self.now = now
        self.today = today
        self.fault: Callable[[BaseException], None] = _raise
        self.plan: PlanSession | None = None
        self.watched: WatchedFolder | None = None

    def build(self) -> None:
        """Make the content. These imports stand here because the first frame does without them."""
        from ui.actions import Actions
        from ui.banners import Banners
        from ui.command_field import CommandField
        from ui.files import Files
        from ui.moves import Moves
        from ui.navigation import Navigation
        from ui.notices import Notices
        from ui.pages import Pages
        from ui.status_line import StatusLine
        from ui.work import Work

        self.work = Work(self)
        self.files = Files(self)
        self.moves = Moves(self)
        self.navigation = Navigation(self.theme)
        self.pages = Pages()
        self.banners = Banners(self.theme)
        self.notices = Notices(self)
        self.search = CommandField(self.theme)
        self.status = StatusLine(self.theme)
        self.setStatusBar(self.status)
        self._arrange()
        self.navigation.collapse_to_icons(self.settings.navigation_collapsed)
        self.actions_ = Actions(self, self.menuBar())
        self.setAcceptDrops(True)
        self.navigation.opened.connect(self.open_section)
        self.navigation.asked.connect(self.actions_.run)
        self.search.chosen.connect(self.moves.to_place)
        self.search.found.connect(self.moves.to_record)
        self.search.asked.connect(self.moves.run)
        self.search.offer_commands(self.actions_.usable)
        # Another page has other commands; in a turn after that in which it is shown.
        self._renewing = QTimer(self)
        self._renewing.setSingleShot(True)
        self._renewing.timeout.connect(self.actions_.renew)
        self.pages.currentChanged.connect(lambda _place: self._renewing.start(0))
        self.is_built = True

    def _arrange(self) -> None:
        # Here too: the namespace Qt alone has a hundred enumerations, which take a tenth of the first frame's time.
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

        bar = self.menuBar()
        bar.setNativeMenuBar(False)
        bar.setFixedHeight(self.theme.control("menu_bar"))
        corner = QWidget(bar)
        beside = QHBoxLayout(corner)
        beside.setContentsMargins(0, 0, self.theme.px(8), 0)
        beside.addWidget(self.search)
        corner.setFixedHeight(bar.height() - 1)
        bar.setCornerWidget(corner, Qt.Corner.TopRightCorner)
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banners)
        column.addWidget(self.pages, 1)
        self._content.setMaximumWidth(self.theme.px(WIDEST))
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addWidget(self._content, 1)
        row.addStretch(0)
        self.setCentralWidget(whole)

    # ---------------------------------------------------------------------------------------------- plans

    def open_path(self, path: Path, *, read_only: bool = False) -> bool:
        """Open a plan in this window, in place of the one that it shows; an error is shown as a banner."""
        return self.files.open(path, read_only=read_only)

    def show_plan(self, plan: PlanSession) -> None:
        """Show a plan that was just opened, from now on."""
        self.plan = plan
        plan.following.is_shown = self.pages.is_shown
        plan.saved.connect(self.show_saved)
        plan.changed.connect(self._take_change)
        plan.assessed.connect(self._take_assessment)
        plan.trouble.connect(self.show_trouble)
        plan.progressed.connect(self._show_progress)
        self.pages.begin(self._handed(plan))
        self._take_up(plan)
        plan.load()
        self.navigation.show_place(self.pages.section, self.pages.pilot)
        self.show_saved(plan.last_saved)

    def _take_up(self, plan: PlanSession) -> None:
        """Go on where this plan was left on this computer, in its window."""
        section, pilot, geometry = self.settings.place_of(self.settings.id_of(plan.path))
        if section:
            self.pages.begin_at(section, pilot)
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)

    def keep_place(self) -> None:
        """Keep where the plan is left; called before it is let go."""
        if self.plan is not None and self.plan.is_loaded:
            id = self.plan.plan.programme.id
            self.settings.keep_place(id, self.pages.section, self.pages.pilot, self.saveGeometry())

    def show_start(self, *, new: bool = False) -> None:
        """Show the start page: new plan, open, sample, recent."""
        from ui.sections.start_page import StartPage

        page = StartPage(self.theme, self.settings, self.files)
        self.pages.show_other(page)
        page.setFocus()  # once it has its place in the window: before, nothing would take the keyboard
        if new:
            page.show_form()
        if self.plan is None:
            self.setWindowTitle(f"No plan open — {NAME}")
            self.navigation.show_start()
            self.status.show_nothing()
            self.actions_.renew()

    def _handed(self, plan: PlanSession) -> Handed:
        from ui.sections.page import Handed

        return Handed(
            theme=self.theme,
            plan=plan,
            work=self.work,
            go_to=self.go_to,
            open_section=self.open_section,
            run=self.actions_.run,
            has_command=self.actions_.has,
            say=self.say,
            show_trouble=self.show_trouble,
            show_failure=self.show_failure,
            has_page=self._has_page,
            show_history=self._show_history,
            print_paper=self.actions_.print_paper,
            settings=self.settings,
            home=self.pages,
        )

    # -------------------------------------------------------------------------------------- what comes in

    def _take_change(self, changed: Changed) -> None:
        self.pages.take_change(changed.kinds)

    def _show_progress(self, judged: int) -> None:
        """A large plan is judged for the first time: how far that is, until there is something to show."""
        plan = self.plan
        if plan is not None and not plan.is_loaded:
            self.pages.show_progress(self.theme, judged, len(plan.plan.pilots))

    def _take_assessment(self, assessment: Assessment) -> None:
        self.navigation.show_assessment(assessment)
        self.search.show_places(assessment)
        self.status.show_assessment(assessment)
        self.pages.take_assessment(assessment)
        self.navigation.show_place(self.pages.section, self.pages.pilot)
        name = " ".join(assessment.plan.programme.name.split())
        # "[*]" in a title is Qt's mark for unsaved changes.
        self.setWindowTitle(f"{name} — {NAME}".replace("[*]", "[*][*]"))
        self._renew()

    def show_saved(self, moment: datetime | None) -> None:
        """Say when it was saved last; called after a commit, never before."""
        self.status.show_saved(moment, self.today())
        self._renew()

    def _renew(self) -> None:
        self.actions_.renew()
        self.status.show_undo(self.plan.undo_label if self.plan is not None else None)

    def show_trouble(self, error: UserError) -> None:
        """Show what a person can mend, with what helps."""
        self.notices.show_trouble(error)
        self._renew()

    def show_failure(self, error: Exception) -> None:
        """Show how a job ended badly: what a person can mend as such, all else as a fault of the program."""
        if isinstance(error, UserError):
            self.show_trouble(error)
            return
        self.fault(error)

    # ------------------------------------------------------------------------------------ what commands do

    def open_section(self, section: str, pilot: str) -> None:
        """Show a section, of a pilot."""
        if self.pages.show_place(section, pilot) is not None:
            self.navigation.show_place(section, pilot)

    def open_part(self, section: str, part: str) -> None:
        """Show one table of a section of the programme."""
        from ui.sections.records_page import RecordsPage

        page = self.pages.show_place(section, "")
        if isinstance(page, RecordsPage):
            page.show_part(part)
            self.navigation.show_place(section, "")

    def open_import(self, file: Path | None = None) -> None:
        """Show the import of readings into the pilot that is shown, or the first; of a file, if one is given."""
        from ui.sections.import_page import ImportPage

        if self.plan is None or not self.plan.is_loaded or not self.plan.plan.pilots:
            return
        pilot = self.pages.pilot or self.plan.plan.pilots[0].id
        page = self.pages.show_place("import", pilot)
        self.navigation.show_place("import", pilot)
        if isinstance(page, ImportPage):
            if file is not None:
                page.open_file(file)
            elif page.preview is None and not page.is_busy:
                page.choose_file()

    def go_to(self, ref: Ref) -> None:
        """Show the page of a record; of one that has none yet, its history."""
        from ui.sections.catalogue import place_of

        if self.plan is not None:
            place = place_of(self.plan.plan, ref) or ("history", "")
            self.pages.show_record(*place, ref)
            self.navigation.show_place(*place)

    def _show_history(self, ref: Ref) -> None:
        self.pages.show_record("history", "", ref)
        self.navigation.show_place("history", "")

    def _has_page(self, ref: Ref) -> bool:
        from ui.sections.catalogue import place_of

        return self.plan is not None and place_of(self.plan.plan, ref) is not None

    def focus_search(self) -> None:
        """Put the keyboard into the command field."""
        from PySide6.QtCore import Qt

        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped on the window: a plan, or a table with readings."""
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the plan that was dropped, or import the file."""
        event.acceptProposedAction()
        path = _dropped(event)[0]
        if path.suffix.lower() == ".cxplan" or self.plan is None:
            self.open_path(path)
        elif self.actions_.commands["plan.import"].usable(self):
            self.open_import(path)
        else:
            self.say("Nothing was imported: this plan can't be changed here, or has no pilot yet.")

    def toggle_navigation(self) -> None:
        """Collapse the navigation to icons, or unfold it."""
        self.navigation.collapse_to_icons(not self.navigation.icons_only)
        self.settings.navigation_collapsed = self.navigation.icons_only

    def change_scale(self, by: int) -> None:
        """Larger or smaller text, by so many steps: whoever made the window makes it anew."""
        place = min(max(SCALES.index(self.theme.scale) + by, 0), len(SCALES) - 1)
        if SCALES[place] != self.theme.scale:
            self.settings.scale = SCALES[place]
            self.remade.emit(SCALES[place])

    def set_mode(self, mode: str) -> None:
        """Light, dark or high contrast."""
        self.theme.set_mode(mode)
        self.settings.mode = mode

    def say(self, text: str) -> None:
        """Show a sentence in the status bar for a while."""
        self.status.showMessage(text, 6000)

    def say_when_saved(self) -> None:
        """Ctrl+S: there is nothing to press, but it says so."""
        moment = self.plan.last_saved if self.plan is not None else None
        self.say(
            f"{self.status.saved.text()}. Every change is saved as it is made."
            if moment
            else "No changes yet."
        )

    def leave(self) -> None:
        """Close the window."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is being typed, let go of the plan, and remember where the window was."""
        if self.is_built and not self.files.may_close():
            event.ignore()
            return
        self.settings.geometry = self.saveGeometry()
        self.settings.write()
        if self.is_built:
            self.work.stop()
            self.files.close()
            self._forget_copies()
        super().closeEvent(event)

    def _forget_copies(self) -> None:
        """Kept files that were opened are not left behind."""
        folder = self.settings.folder / OPENED
        if folder.is_dir():
            from cxworkbench.attachments import forget_copies

            forget_copies(folder)
