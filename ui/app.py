"""Makes the application, its theme and its window, and shows the frame before anything else is loaded."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication

import ui.bare_imports  # noqa: F401 - before all other modules of ours
from ui import garbage
from ui.beforehand import Beforehand
from ui.main_window import MainWindow
from ui.settings import Settings, data_folder
from ui.theme import SCALES, Theme, load_faces, wants_contrast

#: How long another thread may keep Python to itself while the window wants to go on. Each of many calls of Qt lets go
#: of it and waits to have it back: beside a backup a page took a second with Python's own 5 ms.
SWITCH_S = 0.001


#: Platforms of Qt that show nothing; their clipboard is their own.
_WITHOUT_SCREEN = frozenset({"offscreen", "minimal"})


class Application:
    """The running program: one Qt application, one window.

    Attributes:
        beforehand: what loads the other pages once the first one is shown.
    """

    def __init__(self, plan: Path | None, *, sample: bool = False) -> None:
        """Build everything that the first frame needs, and show it.

        Args:
            plan: the plan to open after the first frame.
            sample: open the sample instead.
        """
        sys.setswitchinterval(SWITCH_S)
        garbage.rest("start")  # what is made while starting stays: collecting would delay the first view
        self.qt = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(self.qt, QApplication)
        self.qt.setApplicationName("CX Workbench")
        self.qt.setStyle("Fusion")
        self.settings = Settings(data_folder())
        scale = self.settings.scale
        mode = self.settings.mode or ("contrast" if wants_contrast() else "light")
        self.theme = Theme(mode, scale if scale in SCALES else SCALES[0])
        self.theme.apply()
        self._plan = plan
        self._sample = sample
        self.window = self._made()
        self.window.first_painted.connect(self._open)
        sys.excepthook = self._excepthook
        self.window.show()

    def _made(self) -> MainWindow:
        window = MainWindow(self.theme, self.settings, now=now, today=date.today)
        window.fault = self.report_fault
        window.remade.connect(self._remake)
        return window

    def _remake(self, scale: float) -> None:
        """Make the window anew in another size of text, on the same plan and page; undo goes on, it is in the plan."""
        old = self.window
        path = old.plan.path if old.plan is not None else None
        place = (old.pages.section, old.pages.pilot)
        QApplication.setQuitOnLastWindowClosed(False)
        try:
            if not old.close():
                return  # something typed could not be kept: the window stays, and says so
            self.theme.set_scale(scale)
            self.window = self._made()
            self.beforehand = Beforehand(self.window)  # the old one goes with its window
            self.window.build()
            self.window.show()
            if path is None or not self.window.open_path(path):
                self.window.show_start()
            else:
                self.window.open_section(*place)
        finally:
            QApplication.setQuitOnLastWindowClosed(True)
        old.deleteLater()

    def run(self) -> int:
        """Work until the window is closed; gives the exit code."""
        code = self.qt.exec()
        # Where there is no screen, Qt lets go of what was copied only after Python is gone, and ends in a crash.
        if QApplication.platformName() in _WITHOUT_SCREEN:
            QApplication.clipboard().clear()
        return code

    def _open(self) -> None:
        load_faces()
        self.window.build()
        if self._sample:
            self.window.files.open_sample()
        elif self._plan is not None:
            self.window.open_path(self._plan)
        else:
            self.window.show_start()
        self.beforehand = Beforehand(self.window)

    # ------------------------------------------------------------------------------------------- faults

    def _excepthook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self.window.close()
            return
        self.report_fault(error.with_traceback(trace))

    def report_fault(self, error: BaseException) -> None:
        """A fault of our own: one line in the log, without anything of the plan; a calm banner; the plan stays open."""
        from cxworkbench.log import LOG, note_fault

        note_fault(self.settings.folder, error)
        if not self.window.is_built:
            raise error
        self.window.banners.show_banner(
            "fault",
            "error",
            "Something went wrong in the program.",
            f"Every change made before is saved. You can go on; the place is noted in {LOG}.",
        )


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def run(plan: Path | None, *, sample: bool = False) -> int:
    """Open the window, on a plan, the sample, or the start page; returns when it is closed."""
    return Application(plan, sample=sample).run()
