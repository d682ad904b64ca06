"""The days of the week that the programme works, as boxes to tick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from db.errors import UserError
from ui.widgets.label import Label

if TYPE_CHECKING:
    from db.models import Programme
    from ui.sections.page import Handed

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class WeekdayBoxes(QWidget):
    """Seven boxes; one day at least stays ticked. Each tick is a step of the journal."""

    def __init__(self, handed: Handed) -> None:
        super().__init__()
        self._handed = handed
        theme = handed.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), theme.px(6), theme.px(14), theme.px(12))
        row.setSpacing(theme.px(14))
        row.addWidget(Label(theme, "Working days", "small", weight=600))
        self.boxes: list[QCheckBox] = []
        for place, name in enumerate(WEEKDAYS):
            box = QCheckBox(name[:3])
            box.setAccessibleName(f"{name} is worked")
            box.clicked.connect(lambda _on, place=place: self._save(place))
            self.boxes.append(box)
            row.addWidget(box)
        row.addStretch(1)

    def show_programme(self, programme: Programme) -> None:
        """Show the days that are worked."""
        from cxworkbench.working_days import working_days

        worked = working_days(self._handed.plan.plan).weekdays
        for place, box in enumerate(self.boxes):
            box.setChecked(place in worked)
            box.setEnabled(self._handed.plan.can_edit)
        self._programme = programme

    def _save(self, place: int) -> None:
        chosen = [day for day, box in enumerate(self.boxes) if box.isChecked()]
        if not chosen:
            self.boxes[place].setChecked(True)
            self._handed.say("One working day at least is needed.")
            return
        try:
            with self._handed.plan.change("Change the working days") as change:
                change.set(self._programme, working_weekdays=chosen)
        except UserError as error:
            self._handed.show_trouble(error)
            self.show_programme(self._programme)
