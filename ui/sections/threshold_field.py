"""The thresholds of a metric as fields: typed into while they are drafts, locked once they are frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.forms.editors import leaves_undo
from ui.icons import icon as themed_icon
from ui.theme import repolish

if TYPE_CHECKING:
    from ui.theme import Theme

#: What is pasted onto a frozen value is the beginning of an amendment, not a document.
_LONGEST = 200


@dataclass(frozen=True)
class Threshold:
    """One field of the panel: the record's field, its label, and the name of its journal step."""

    field: str
    label: str
    step: str
    kind: str = "value"

    @property
    def of_rule(self) -> bool:
        """Whether it is a field of the pilot's decision rule rather than of the metric."""
        return self.kind != "value"


THRESHOLDS = (
    Threshold("success_threshold", "Success", "success threshold"),
    Threshold("scale_threshold", "Scale", "scale threshold"),
    Threshold("guardrail_limit", "Guardrail", "guardrail"),
    Threshold("stop_threshold", "Stop", "stop threshold"),
    Threshold("baseline_value", "Baseline", "baseline"),
    Threshold("warm_up_weeks", "Set aside", "weeks set aside", "weeks"),
    Threshold("decide_by", "Decide by", "decide-by date", "day"),
)


#: What stands beside a value: the edges of the field, and a lock where it is frozen.
_SIDES, _LOCK = 14, 34


class ThresholdField(QLineEdit):
    """One threshold. Enter or leaving the field saves it; Esc brings back what the plan holds.

    A frozen one can't be typed into: what is typed there begins an amendment (``amending``).
    """

    left = Signal()
    amending = Signal(str)

    def __init__(self, theme: Theme, threshold: Threshold, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.threshold = threshold
        self.kept = ""
        #: Whether somebody else changed it while something was typed into it.
        self.overtaken = False
        self.setAccessibleName(threshold.label)
        self.setPlaceholderText("4 weeks" if threshold.kind == "weeks" else "none")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setProperty("kind", "threshold")
        self._is_frozen = False
        self._lock = self.addAction(
            themed_icon(theme, "lock", "ink3", 12), QLineEdit.ActionPosition.LeadingPosition
        )
        self._lock.setText(f"{threshold.label} is frozen: amend it")
        self._lock.setVisible(False)
        self.editingFinished.connect(self.left)

    @property
    def is_touched(self) -> bool:
        """Whether it holds something else than the plan."""
        return self.text() != self.kept

    def show_kept(self, text: str, *, force: bool = False) -> None:
        """Show what the plan holds, unless something else was typed and not saved yet."""
        touched = self.is_touched
        self.overtaken = self.overtaken or (touched and text != self.kept)
        self.kept = text
        if force or not touched:
            self.overtaken = False
            self.setText(text)
            self.show_mark("")

    def show_frozen(self, since: str, *, can_edit: bool) -> None:
        """Show since when its value is frozen; empty where it isn't, and can be typed over."""
        self._is_frozen = bool(since) and can_edit
        self.setReadOnly(bool(since) or not can_edit)
        self.setToolTip(
            f"Frozen since {since}. A change is an amendment: it asks for a reason." if since else ""
        )
        self._lock.setVisible(bool(since))
        beside = self._theme.px(_LOCK if since else _SIDES)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance(self.kept) + beside)

    def show_mark(self, state: str) -> None:
        """Mark the field: bad, warning, or neither."""
        if self.property("state") != state:
            self.setProperty("state", state)
            repolish(self)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click on a frozen value asks for its amendment too."""
        if self._is_frozen:
            self.amending.emit("")
            return
        super().mouseDoubleClickEvent(event)

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z is the field's while something typed in it isn't saved, and the plan's otherwise."""
        if leaves_undo(event, typed=self.is_touched):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc brings back what the plan holds; typing over a frozen value begins an amendment with what was typed."""
        if self._is_frozen:
            if event.matches(QKeySequence.StandardKey.Paste):
                self.amending.emit(QGuiApplication.clipboard().text().strip()[:_LONGEST])
                return
            begins = event.key() in {Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete}
            text = "" if begins else event.text().strip()
            if begins or (text and text.isprintable()):
                self.amending.emit(text)
                return
        if event.key() == Qt.Key.Key_Escape and self.is_touched:
            self.show_kept(self.kept, force=True)
            self.left.emit()
            return
        super().keyPressEvent(event)
