"""Banners at the top of the content: what happened, what was kept, what to do. Never a bare dialog."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.errors import Notice, UserError, harmless
from db.fixed import fixed
from ui.glyphs import GlyphLabel
from ui.icons import icon
from ui.widgets.buttons import Button
from ui.widgets.label import Label

if TYPE_CHECKING:
    from ui.theme import Theme

_GLYPHS = {"error": "failing", "warning": "at_risk"}


@fixed
class Offer:
    """A button on a banner; the banner goes when it is pressed, if ``closes``."""

    text: str
    run: Callable[[], object]
    closes: bool = True


class Banner(QFrame):
    """One banner. ``gone`` tells that it was taken away."""

    gone = Signal()

    def __init__(
        self, theme: Theme, kind: str, what: str, rest: str, offers: tuple[Offer, ...], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setProperty("banner", kind)
        self.setAccessibleName(f"{what} {rest}".strip())
        self._theme = theme
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(7), theme.px(8), theme.px(7))
        row.setSpacing(theme.px(10))
        row.addWidget(self._mark(kind), 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(theme, what, "small", weight=600, wrap=True))
        if rest:
            words.addWidget(Label(theme, rest, "small", wrap=True))
        row.addLayout(words, 1)
        for offer in offers:
            row.addWidget(Button(theme, offer.text, self._presser(offer), kind="small"))
        close = Button(theme, "", self.close_now, kind="flat", icon="x")
        close.setAccessibleName("Close this message")
        close.setToolTip("Close this message")
        row.addWidget(close)

    def close_now(self) -> None:
        """Take the banner away."""
        self.hide()
        self.gone.emit()
        self.deleteLater()

    def _presser(self, offer: Offer) -> Callable[[], None]:
        def press() -> None:
            if offer.closes:
                self.close_now()
            offer.run()

        return press

    def _mark(self, kind: str) -> QWidget:
        if kind in _GLYPHS:
            mark = GlyphLabel(self._theme, _GLYPHS[kind], 14)
            mark.ground = "fail_soft" if kind == "error" else "risk_soft"
            return mark
        lock = QLabel()
        side = self._theme.px(16)
        lock.setPixmap(icon(self._theme, "lock" if kind == "notice" else "info", "ink2").pixmap(side, side))
        return lock


class Banners(QWidget):
    """The banners that are shown now, newest first; one of each subject."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, inset: bool = True) -> None:
        """Make it empty; ``inset`` leaves the margins of a page at both sides."""
        super().__init__(parent)
        self._theme = theme
        self._inset = inset
        self._shown: dict[str, Banner] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def show_banner(
        self, subject: str, kind: str, what: str, rest: str = "", offers: tuple[Offer, ...] = ()
    ) -> None:
        """Show a banner in place of the one on the same subject.

        Args:
            subject: never shown; names what the banner is about.
            kind: error, warning, notice (with a lock) or info.
            what: the first sentence, in bold.
            rest: what was kept and what to do.
            offers: its buttons.
        """
        self.take_away(subject)
        space = self._theme.px(8)
        banner = Banner(self._theme, kind, what, rest, offers, self)
        banner.gone.connect(lambda: self._forget(subject, banner))
        self._shown[subject] = banner
        side = (
            self._theme.px(16 if self.window().width() < self._theme.px(1400) else 24) if self._inset else 0
        )
        self._layout.setContentsMargins(side, space, side, space)
        self._layout.setSpacing(space)
        self._layout.insertWidget(0, banner)
        banner.show()

    def show_error(
        self,
        error: UserError | Notice,
        offers: tuple[Offer, ...] = (),
        kind: str = "error",
        subject: str = "",
    ) -> None:
        """Show an error that a person can mend, or a notice: all four of its parts."""
        place = f" ({error.where})" if error.where else ""
        what = harmless(sentence(f"{error.what}{place}"))
        rest = harmless(" ".join(sentence(part) for part in (error.kept, error.to_do) if part))
        self.show_banner(subject or type(error).__name__, kind, what, rest, offers)

    def take_away(self, subject: str) -> None:
        """Take a banner away if it is shown."""
        banner = self._shown.get(subject)
        if banner is not None:
            banner.close_now()

    def clear(self) -> None:
        """Take all banners away: another plan is shown."""
        for subject in list(self._shown):
            self.take_away(subject)

    def shows(self, subject: str) -> bool:
        """Whether the banner on a subject is shown now."""
        return subject in self._shown

    def texts(self) -> list[str]:
        """What the banners say now."""
        return [banner.accessibleName() for banner in self.findChildren(Banner) if banner.isVisibleTo(self)]

    def _forget(self, subject: str, banner: Banner) -> None:
        if self._shown.get(subject) is banner:
            del self._shown[subject]
        if not self._shown:
            self._layout.setContentsMargins(0, 0, 0, 0)


def sentence(text: str) -> str:
    """The text as a sentence: its first letter large, a full stop at its end."""
    return f"{text[:1].upper()}{text[1:]}".rstrip(".") + "."
