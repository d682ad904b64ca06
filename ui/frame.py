"""The empty window: its place on the screen, and a frame that stands before anything else is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QMainWindow

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ui.settings import Settings
    from ui.theme import Theme

NAME = "CX Workbench"
FIRST_SIZE = (1366, 740)
#: No smaller, in any size of text: a small laptop's screen holds that.
_LEAST = (1024, 600)


class Frame(QMainWindow):
    """A window that shows the grounds of menu, navigation and status bar until its content is built.

    Signals:
        first_painted: the frame stands; building and loading begin after it.
    """

    first_painted = Signal()

    def __init__(self, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self.theme = theme
        self.settings = settings
        self.is_built = False
        self._is_painted = False
        self.setWindowTitle(NAME)
        if not self.restoreGeometry(settings.geometry):
            room = self.screen().availableGeometry()
            self.resize(min(FIRST_SIZE[0], room.width()), min(FIRST_SIZE[1], room.height()))
        self.setMinimumSize(min(theme.px(900), _LEAST[0]), min(theme.px(520), _LEAST[1]))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the grounds where no widget does yet, and tell of the first paint."""
        super().paintEvent(event)
        if not self.is_built:
            self._paint_grounds()
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self.first_painted.emit)

    def _paint_grounds(self) -> None:
        theme, painter = self.theme, QPainter(self)
        width, height = self.width(), self.height()
        bar, foot = theme.control("menu_bar"), theme.control("status_bar")
        side = theme.control("nav_collapsed" if self.settings.navigation_collapsed else "nav_width")
        for token, place in (
            ("window", (0, 0, width, height)),
            ("raised", (0, 0, side, height)),
            ("line", (side - 1, 0, 1, height)),
            ("raised", (0, 0, width, bar)),
            ("line", (0, bar - 1, width, 1)),
            ("raised", (0, height - foot, width, foot)),
            ("line", (0, height - foot, width, 1)),
        ):
            # One pixel, stretched: fillRect makes PySide6 set up the namespace Qt with its hundred enumerations, which
            # takes a tenth of the time until the first frame stands.
            pixel = QPixmap(1, 1)
            pixel.fill(theme.color(token))
            painter.drawPixmap(*place, pixel)
