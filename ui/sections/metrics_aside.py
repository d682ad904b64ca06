"""Readings set aside and put back, from the table and from the chart alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from cxworkbench import formats
from db.errors import FieldError, UserError
from ui.sections import metrics_writing

if TYPE_CHECKING:
    from db.models import Metric
    from ui.plan_session import PlanSession
    from ui.sections.metrics_rows import Period
    from ui.theme import Theme

KEYS = "Shift+Del"


class Aside:
    """Sets readings of a metric aside, asking for the reason, and puts them back; each is one step."""

    def __init__(
        self,
        theme: Theme,
        plan: PlanSession,
        say: Callable[[str], None],
        trouble: Callable[[UserError], None],
        parent: QWidget,
    ) -> None:
        self._theme, self._plan, self._parent = theme, plan, parent
        self._say, self._trouble = say, trouble

    def add_to(self, menu: QMenu, metric: Metric, periods: Sequence[Period]) -> None:
        """Offer what can be done with some readings."""
        aside = self._aside(metric, periods)
        count = formats.plural(len(periods), "reading")
        if len(aside) < len(periods):
            one = menu.addAction(f"Set {count} aside…\t{KEYS}", lambda: self.ask(metric, periods))
            one.setEnabled(self._plan.can_edit)
        if aside:
            back = formats.plural(len(aside), "reading")
            one = menu.addAction(f"Put {back} back", lambda: self.put_back(metric, aside))
            one.setEnabled(self._plan.can_edit)

    def switch(self, metric: Metric, periods: Sequence[Period]) -> None:
        """Put readings back that are all set aside; else ask why they are to be."""
        if not periods or not self._plan.can_edit:
            return
        aside = self._aside(metric, periods)
        if len(aside) == len(periods):
            self.put_back(metric, aside)
        else:
            self.ask(metric, periods)

    def ask(self, metric: Metric, periods: Sequence[Period]) -> None:
        """Ask for the reason, and set them aside."""
        from ui.sections.aside_dialog import AsideDialog

        count = formats.plural(len(periods), "reading")

        def take(reason: str) -> None:
            try:
                done = metrics_writing.set_aside(self._plan, metric, periods, reason)
            except FieldError:
                raise
            except UserError as error:
                self._trouble(error)
                return
            self._say(f"{formats.plural(done, 'reading')} set aside. Undo: Ctrl+Z")

        AsideDialog(self._theme, count, take, self._parent).open()

    def put_back(self, metric: Metric, periods: Sequence[Period]) -> None:
        """Let them count again."""
        try:
            done = metrics_writing.put_back(self._plan, metric, periods)
        except UserError as error:
            self._trouble(error)
            return
        self._say(f"{formats.plural(done, 'reading')} put back. Undo: Ctrl+Z")

    def _aside(self, metric: Metric, periods: Sequence[Period]) -> list[Period]:
        reasons = self._plan.plan.reasons(metric)
        return [period for period in periods if period in reasons]
