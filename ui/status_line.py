"""The status bar: when it was saved, as of which day it is judged, how far readings reach, what undo takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from ui.icons import icon
from ui.widgets.label import Label

if TYPE_CHECKING:
    from datetime import datetime

    from cxworkbench.assessment import Assessment
    from ui.theme import Theme


class StatusLine(QStatusBar):
    """Lines of small text; a passing message takes their place for a few seconds."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizeGripEnabled(False)
        self._tick = QLabel()
        self._tick.setAccessibleName("Saved")
        self.saved = Label(theme, "", "micro", "ink2")
        self.as_of = Label(theme, "", "micro", "ink2")
        self.readings = Label(theme, "", "micro", "ink2")
        self.counts = Label(theme, "", "micro", "ink2")
        self.undo = Label(theme, "", "micro", "ink2")
        self.scale = Label(theme, f"{theme.scale:.0%}", "micro", "ink2")
        self.scale.setAccessibleName("Text size")
        self.addWidget(self._tick)
        for label in (self.saved, self.as_of, self.readings, self.counts):
            self.addWidget(label)
        for label in (self.undo, self.scale):
            self.addPermanentWidget(label)
        self._fit()
        theme.changed.connect(self._fit)
        #: What has nothing to say now.
        self._empty: set[QWidget] = set()
        self.messageChanged.connect(self._give_way)
        self.show_nothing()

    def show_nothing(self, text: str = "No plan open") -> None:
        """No plan is open."""
        self._stand(self._tick, is_seen=False)
        self.saved.setText(text)
        for label in (self.as_of, self.readings, self.counts, self.undo):
            self._stand(label, is_seen=False)

    def show_assessment(self, assessment: Assessment) -> None:
        """Day, readings and counts of a judgement."""
        from cxworkbench import formats

        pinned = assessment.plan.programme.pinned_date == assessment.as_of
        day = formats.day(assessment.as_of)
        self._show(self.as_of, f"As of {day}, pinned by the plan" if pinned else "")
        to = assessment.readings_to
        self._show(self.readings, f"Readings to {formats.day(to)}" if to else "No readings yet")
        metrics = sum(len(pilot.metrics) for pilot in assessment.pilots)
        pilots = formats.plural(len(assessment.pilots), "pilot")
        self._show(self.counts, f"{pilots} · {formats.plural(metrics, 'metric')}")

    def show_saved(self, moment: datetime | None, today: object) -> None:
        """The moment of the last commit, in this computer's time; its day too where it isn't today's."""
        self._stand(self._tick, is_seen=moment is not None)
        self.saved.setText(saved_text(moment, today) if moment is not None else "No changes yet")

    def show_waiting(self, text: str) -> None:
        """Something typed is not saved yet: the word "Saved" goes until it is."""
        self._stand(self._tick, is_seen=False)
        self.saved.setText(text)

    def show_undo(self, label: str | None) -> None:
        """What undo would take back."""
        self._show(self.undo, f"Undo: {' '.join(label.split())}" if label else "")

    def _show(self, label: QLabel, text: str) -> None:
        label.setText(text)
        self._stand(label, is_seen=bool(text))

    def _stand(self, widget: QWidget, *, is_seen: bool) -> None:
        """Show or hide a part; one that stands where a passing message is waits until the message is gone."""
        (self._empty.discard if is_seen else self._empty.add)(widget)
        waits = bool(self.currentMessage()) and widget not in {self.undo, self.scale}
        widget.setVisible(is_seen and not waits)

    def _give_way(self, message: str) -> None:
        """Qt hides the parts while a message stands, and afterwards shows them all, the empty ones too."""
        for widget in (self._tick, self.saved, self.as_of, self.readings, self.counts):
            widget.setVisible(not message and widget not in self._empty)

    def _fit(self) -> None:
        self.setFixedHeight(self._theme.control("status_bar"))
        side = self._theme.px(13)
        self._tick.setPixmap(icon(self._theme, "check", "ink2", 13).pixmap(side, side))
        gap = self._theme.px(8)
        self.setContentsMargins(self._theme.px(8), 0, self._theme.px(6), 0)
        for label in (self.saved, self.as_of, self.readings, self.counts, self.undo):
            label.setContentsMargins(0, 0, gap, 0)


def saved_text(moment: datetime, today: object) -> str:
    """When it was saved: "Saved 10:42", with its day where that isn't today."""
    from cxworkbench import formats

    local = moment.astimezone()
    return f"Saved {local:%H:%M}" if local.date() == today else f"Saved {formats.moment(local)}"
