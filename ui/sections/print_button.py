"""The button that opens the print dialog with the paper that belongs to a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.widgets.buttons import Button

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from ui.sections.page import Handed


#: Width of a window in which the head of a page holds its state, this button and two more.
_NEEDS = 1000


class PrintButton(Button):
    """Opens the dialog on one kind of paper; it is there only where the plan has something to make it of.

    Args:
        handed: what the page was handed.
        text: "Print recovery plan".
        kind: an id of ``KINDS``.
    """

    def __init__(self, handed: Handed, text: str, kind: str) -> None:
        super().__init__(handed.theme, text, self._print, icon="printer")
        self._handed, self._kind, self._subject = handed, kind, ""
        self._is_offered = False
        self.setVisible(False)

    def offer(self, assessment: Assessment, subject: str = "") -> None:
        """Offer the paper about a pilot or a review; "" for the most urgent one."""
        from cxworkbench.briefings.kinds import KINDS

        known = {one.id for one in KINDS[self._kind].subjects(assessment)}
        self._subject = subject
        self._is_offered = subject in known or (not subject and bool(known))
        self.fit()

    def fit(self) -> None:
        """Give way where large text leaves no room for it: the dialog opens from the menu and with Ctrl+P too."""
        self.setVisible(self._is_offered and self.window().width() >= self._handed.theme.px(_NEEDS))

    def _print(self) -> None:
        self._handed.print_paper(self._kind, self._subject, "")
