"""What never changes, and what can come back: the frozen states of a plan, and its bin."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cxworkbench import formats
from ui.widgets.buttons import Button
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.panel import Panel, rule

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from cxworkbench.binned import Binned
    from db.models import Snapshot
    from db.records import Record
    from ui.theme import Theme

_MOST = 60


class _ListPanel(Panel):
    """A panel whose rows are made anew each time."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, title, parent=parent)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)

    def _clear(self) -> None:
        while self._rows.count():
            item = self._rows.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _say(self, text: str) -> None:
        label = Label(self.theme, text, "small", "ink2", wrap=True, parent=self)
        label.setMargin(self.theme.px(13))
        self._rows.addWidget(label)

    def _row(
        self, name: str, below: str, aside: str, *buttons: tuple[str, str, Callable[[], object]]
    ) -> None:
        self._rows.addWidget(rule(self))
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(self.theme.px(13), self.theme.px(4), self.theme.px(8), self.theme.px(4))
        row.setSpacing(self.theme.px(8))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(self.theme, name, "small", weight=600, parent=box))
        if below:
            words.addWidget(ElidedLabel(self.theme, below, "small", "ink2", parent=box))
        row.addLayout(words, 1)
        if aside:
            row.addWidget(Label(self.theme, aside, "small", "ink3", parent=box))
        for text, about, act in buttons:
            button = Button(self.theme, text, act, kind="small", parent=box)
            button.setAccessibleName(f"{text}: {about}")
            row.addWidget(button)
        self._rows.addWidget(box)


class SnapshotsPanel(_ListPanel):
    """The frozen states, newest first; freezes the present under a name.

    Signals:
        freeze: the name under which the plan is to be frozen.
        look: the snapshot that is to be seen.
    """

    freeze = Signal(str)
    look = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Snapshots", parent)
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(13), theme.px(4), theme.px(8), theme.px(8))
        row.setSpacing(theme.px(8))
        self.name = QLineEdit(self)
        self.name.setPlaceholderText("Name, for example Board, March")
        self.name.setAccessibleName("Name of the snapshot")
        self.name.setMaxLength(120)
        self.name.textChanged.connect(lambda _: self._renew())
        self.name.returnPressed.connect(self._freeze)
        row.addWidget(self.name, 1)
        self.button = Button(theme, "Freeze", self._freeze, kind="small", icon="lock", parent=self)
        row.addWidget(self.button)
        self.body.insertLayout(0, row)
        self._can_edit = True

    def show_snapshots(self, snapshots: list[Snapshot], zone: ZoneInfo, *, can_edit: bool) -> None:
        """Show them, newest first."""
        self._can_edit = can_edit
        self.show_title(
            "Snapshots", f"{formats.count(len(snapshots))}, they never change" if snapshots else ""
        )
        self._clear()
        if not snapshots:
            self._say(
                "A snapshot keeps the plan as it stands, to be seen and compared later. It never changes."
            )
        for one in snapshots[:_MOST]:
            day = formats.day(one.taken_at.astimezone(zone).date())
            said = f"{day} · version {one.changeset} · {one.hash[:4]} {one.hash[4:8]}"
            self._row(one.name, said, "", ("Look", one.name, partial(self.look.emit, one)))
        self._renew()

    def _renew(self) -> None:
        self.name.setEnabled(self._can_edit)
        self.button.setEnabled(self._can_edit and bool(self.name.text().strip()))

    def _freeze(self) -> None:
        if self.button.isEnabled():
            self.freeze.emit(" ".join(self.name.text().split()))


class BinPanel(_ListPanel):
    """What was put into the bin, with the way back.

    Signals:
        put_back: the record that is to come back.
    """

    put_back = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Bin", parent)

    def show_binned(self, found: list[Binned], zone: ZoneInfo, *, can_edit: bool) -> None:
        """Show what lies there, what went last first."""
        self.show_title("Bin", f"{formats.count(len(found))}, kept in the same file" if found else "")
        self._clear()
        if not found:
            self._say("Nothing is in the bin. What is deleted comes here and can be put back.")
        for one in found[:_MOST]:
            said = ", ".join(filter(None, (formats.day(one.since.astimezone(zone).date()), one.by)))
            buttons = [("Put back", one.name, self._putter(one.record))] if can_edit else []
            self._row(one.name, said, "", *buttons)
        if len(found) > _MOST:
            self._say(f"and {formats.count(len(found) - _MOST)} more")

    def _putter(self, record: Record) -> Callable[[], None]:
        return partial(self.put_back.emit, record)
