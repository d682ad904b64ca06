"""Colours, sizes and type of the window, from the design tokens: one object, handed to whatever paints."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication

import resources
from ui.style_sheet import style_sheet

MODES = ("light", "dark", "contrast")
#: Sizes of text that a person can choose; the design holds from the first to the last.
SCALES = (1.0, 1.1, 1.25, 1.5)
#: In high contrast: what is a ground, what is drawn as strong as text, and what keeps its meaning by colour.
_GROUNDS = frozenset(
    {
        "on_accent",
        "window",
        "surface",
        "raised",
        "accent_soft",
        "met_soft",
        "risk_soft",
        "fail_soft",
        "none_soft",
    }
)
_MARKS = frozenset({"met", "risk", "risk_mark", "fail", "series1", "series2", "series3"})
#: What can be pressed, and what is chosen, on light and on dark ground.
_STRONG = {
    "accent": ("#00308F", "#7FD4FF"),
    "focus": ("#00308F", "#7FD4FF"),
    "selection": ("#CCE5FF", "#003A70"),
}


#: What HTML reads as its own. Python's module for it brings a list of two thousand names along, at every start.
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"}


class Theme(QObject):
    """How everything looks now. ``changed`` is emitted after colours or sizes have changed.

    Attributes:
        icons: those drawn so far in the present colours and sizes, by whatever names them.
    """

    changed = Signal()

    def __init__(self, mode: str = "light", scale: float = 1.0) -> None:
        super().__init__()
        self._tokens = resources.tokens()
        self._fonts: dict[tuple[float, int], QFont] = {}
        self._colors: dict[str, QColor] = {}
        self.icons: dict[tuple[object, ...], QIcon] = {}
        self.mode = mode if mode in MODES else MODES[0]
        self.scale = scale

    # ----------------------------------------------------------------------------------------- questions

    def color(self, token: str) -> QColor:
        """The colour of a token (``ink``, ``met_soft`` …) in the present mode."""
        if self.mode == "contrast":
            return self._contrast(token)
        known = self._colors.get(token)
        if known is None:
            known = self._colors[token] = QColor(self._tokens["color"][self.mode][token])
        return QColor(known)

    def _contrast(self, token: str) -> QColor:
        """High contrast: the system's colours where it has such a mode, else black on white; marks keep theirs."""
        ground, ink = QColor("white"), QColor("black")
        if wants_contrast():
            system = QApplication.style().standardPalette()
            ground, ink = system.color(QPalette.ColorRole.Window), system.color(QPalette.ColorRole.WindowText)
        is_dark = ground.lightness() < ink.lightness()
        if token in _MARKS:
            return QColor(self._tokens["color"]["dark" if is_dark else "light"][token])
        strong = _STRONG.get(token)
        if strong is not None:
            return QColor(strong[is_dark])
        return ground if token in _GROUNDS else ink

    def blend(self, token: str, ground: str, share: float) -> QColor:
        """A token's colour laid over another; ``share`` is how much of it shows."""
        over, under = self.color(token), self.color(ground)
        parts = [
            round(a * share + b * (1 - share))
            for a, b in zip(over.getRgb()[:3], under.getRgb()[:3], strict=True)  # type: ignore[index]
        ]
        return QColor(*parts)

    def tint(self, tone: str) -> QColor:
        """The ground of a cell that is at risk or failing; of others the surface."""
        if tone == "fail":
            return self.color("fail_soft")
        return self.blend("risk_soft", "surface", 0.45) if tone == "risk" else self.color("surface")

    def px(self, size: float) -> int:
        """A length of the design, scaled."""
        return round(size * self.scale)

    def control(self, name: str) -> int:
        """A control's size by its token (``row_default``, ``nav_width`` …), scaled."""
        return self.px(self._tokens["control_px"][name])

    def font(self, role: str) -> QFont:
        """The font of a type role (``body``, ``title`` …)."""
        described = self._tokens["type_px"][role]
        return self.sized(described["size"], described["weight"])

    def weighted(self, role: str, weight: int) -> QFont:
        """The font of a role in another weight (500 for table heads, 600 for words of state)."""
        return self.sized(self._tokens["type_px"][role]["size"], weight)

    def line(self, role: str) -> int:
        """The height of a line of a type role."""
        return self.px(self._tokens["type_px"][role]["line"])

    def sized(self, size: float, weight: int) -> QFont:
        """The font at a size of the design that no role has (a matrix' figures), scaled."""
        known = self._fonts.get((size, weight))
        if known is None:
            named = self._tokens["font"]
            known = QFont()
            known.setFamilies([named["family"], *named["fallback"]])
            known.setPixelSize(self.px(size))
            known.setWeight(QFont.Weight(weight))
            self._fonts[size, weight] = known
        return QFont(known)

    # ------------------------------------------------------------------------------------------- changes

    def set_mode(self, mode: str) -> None:
        """Light, dark or high contrast; everything is painted anew."""
        if mode not in MODES:
            raise ValueError(mode)
        if mode != self.mode:
            self.mode = mode
            self.apply()

    def set_scale(self, scale: float) -> None:
        """Another size of text, for widgets that are made from now on: lengths are taken when a widget is made."""
        if scale not in SCALES:
            raise ValueError(scale)
        self.scale = scale
        self.apply()

    def apply(self) -> None:
        """Dress the application: font, palette and style sheet."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._fonts.clear()
        self._colors.clear()
        self.icons.clear()
        application.setFont(self.font("body"))
        application.setPalette(self.palette())
        application.setStyleSheet(style_sheet(self))
        self.changed.emit()
        for widget in application.allWidgets():
            widget.update()

    def palette(self) -> QPalette:
        """The palette of the present mode, for what Qt paints by itself."""
        palette = QPalette()
        role = QPalette.ColorRole
        for name, token in (
            (role.Window, "window"),
            (role.Base, "surface"),
            (role.AlternateBase, "raised"),
            (role.Button, "surface"),
            (role.WindowText, "ink"),
            (role.Text, "ink"),
            (role.ButtonText, "ink"),
            (role.BrightText, "fail"),
            (role.PlaceholderText, "ink3"),
            (role.ToolTipBase, "surface"),
            (role.ToolTipText, "ink"),
            (role.Highlight, "selection"),
            (role.HighlightedText, "ink"),
            (role.Link, "accent"),
            (role.LinkVisited, "accent"),
            (role.Accent, "accent"),
            (role.Light, "surface"),
            (role.Midlight, "line"),
            (role.Mid, "line_strong"),
            (role.Dark, "control_border"),
            (role.Shadow, "line_strong"),
        ):
            palette.setColor(name, self.color(token))
        for name in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, name, self.color("ink3"))
        return palette


def wants_contrast() -> bool:
    """Whether this system asks programs for high contrast."""
    hints = QGuiApplication.styleHints()
    asked = hints.accessibility()
    return asked.contrastPreference() == Qt.ContrastPreference.HighContrast


def load_faces() -> None:
    """Make the program's own font known to Qt, in all its faces."""
    for content in resources.font_files().values():
        QFontDatabase.addApplicationFontFromData(content)


def plain_tooltip(text: str) -> str:
    """A tooltip that shows a text of the plan as it was typed: Qt would otherwise read it as HTML."""
    if not text:
        return ""
    for letter, written in _ESCAPED.items():
        text = text.replace(letter, written)
    return f"<span>{text}</span>"


def plain_action(text: str) -> str:
    """A text of the plan in a menu or on a button: "&" would mark a shortcut, a tab would set one off."""
    return " ".join(text.split()).replace("&", "&&")


def repolish(widget: Any) -> None:
    """Let the style sheet look at a widget again, after one of its properties changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
