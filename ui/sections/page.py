"""What every section's page shares: what it is handed, what it shows, and when it looks again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QAbstractButton, QWidget

from db.fixed import fixed
from ui.slices import Slices

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState
    from cxworkbench.plan import Ref
    from db.errors import UserError
    from ui.plan_session import PlanSession
    from ui.settings import Settings
    from ui.theme import Theme
    from ui.work import Work


@fixed
class Handed:
    """What a page is handed by the window, so that it need not reach up to it.

    Attributes:
        theme: colours, sizes, type.
        plan: the open plan; edits go in, signals come out.
        work: the doorway for long work.
        go_to: opens the page that shows a record.
        open_section: opens a section by its id, of a pilot by its id.
        run: runs a command of ``ui.actions`` by its id.
        has_command: whether there is a command of that id.
        say: shows a sentence in the status bar for a while.
        show_trouble: shows what a person can mend as a banner.
        show_failure: shows how a job ended badly, as a banner.
        has_page: whether there is a page that shows a record.
        show_history: shows the history of one record.
        print_paper: opens the print dialog on a kind, about a subject, or on a printed paper, each by its id or "".
        settings: what belongs to the person, such as how tables are laid out.
        home: where pages stand; None for a page that is a window of its own. A page is born there: what is put into a
            window afterwards is dressed once more by the style sheet, with all that it holds, at each step from the
            inside out.
    """

    theme: Theme
    plan: PlanSession
    work: Work
    go_to: Callable[[Ref], None]
    open_section: Callable[[str, str], None]
    run: Callable[[str], None]
    has_command: Callable[[str], bool]
    say: Callable[[str], None]
    show_trouble: Callable[[UserError], None]
    show_failure: Callable[[Exception], None]
    has_page: Callable[[Ref], bool]
    show_history: Callable[[Ref], None]
    print_paper: Callable[[str, str, str], None]
    settings: Settings
    home: QWidget | None = None


class Page(QWidget):
    """One section's page. A hidden page only notes that it is stale; it looks again when it is shown.

    Attributes:
        slices: what the page still makes, once it shows what is needed first.
        beginners: its buttons that begin a new item; Ctrl+N presses the first of them that is seen.
    """

    #: Kinds of records whose change this page shows; empty: of any kind.
    SHOWS: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, handed: Handed) -> None:
        super().__init__(handed.home)
        self.handed = handed
        self.theme = handed.theme
        self.slices = Slices(self)
        self.beginners: tuple[QAbstractButton, ...] = ()
        self.stale = True
        self.pilot_id = ""

    def concerns(self, kinds: frozenset[str]) -> bool:
        """Whether a change of these kinds of records is seen on this page; no kinds means of any."""
        return not kinds or not self.SHOWS or bool(kinds & self.SHOWS)

    def refresh(self, assessment: Assessment, pilot_id: str) -> None:
        """Show the judgement if something of it is new to this page."""
        if not self.stale and pilot_id == self.pilot_id:
            return
        self.pilot_id = pilot_id
        self.stale = False
        self.show_assessment(assessment, assessment.pilot(pilot_id) if pilot_id else None)

    def show_assessment(self, assessment: Assessment, pilot_state: PilotState | None) -> None:
        """Show a judgement; ``pilot_state`` is None on pages of the programme."""
        raise TypeError(type(self).__name__, "shows nothing", assessment, pilot_state)

    def show_record(self, ref: Ref) -> None:
        """Bring a record into view, after the page has been opened for it; pages of one record need nothing."""

    @property
    def beginner(self) -> QAbstractButton | None:
        """The button that begins a new item of what is shown; None where nothing is added there."""
        seen = (one for one in self.beginners if one.isVisibleTo(self) and one.isEnabled())
        return next(seen, None)

    def panes(self) -> Sequence[QWidget]:
        """Its parts between which F6 moves, in reading order."""
        return (self,)

    def ground(self) -> QWidget:
        """Where the keyboard goes first when somebody comes here by the command field or by keys."""
        return self

    def commit_typing(self) -> None:
        """Save what was typed and not left yet: the page is about to be hidden, or the window closed."""
        from ui.forms.editors import FieldEditor
        from ui.tables.table import RecordTable

        for editor in self.findChildren(FieldEditor):
            if editor.is_touched:
                editor.commit()
        for table in self.findChildren(RecordTable):
            table.commit_typing()
