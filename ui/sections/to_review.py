"""The button that takes a pilot's question to the next sponsor review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.errors import UserError
from ui.widgets.buttons import Button

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from db.models import Pilot
    from ui.sections.page import Handed


class ToReview(Button):
    """Puts a question on the agenda of the next review ("Take to review 5"), and says so where it stands there."""

    def __init__(self, handed: Handed, *, kind: str = "plain") -> None:
        super().__init__(handed.theme, "Take to review", self._take, icon="presentation", kind=kind)
        self._handed = handed
        self._asked: tuple[Assessment, Pilot, str, str] | None = None

    def ask(self, assessment: Assessment, pilot: Pilot, kind: str, question: str) -> None:
        """Offer a question of a pilot; the button says to which review, or why it can't."""
        from cxworkbench.review.agenda import on_agenda

        self._asked = (assessment, pilot, kind, question)
        review = assessment.review
        is_there = on_agenda(assessment.plan, assessment.as_of, pilot, question) is not None
        if review.next_day is None:
            self.setText("No review planned")
        else:
            self.setText(f"{'On the agenda of' if is_there else 'Take to'} review {review.next_number}")
        self.setEnabled(review.next_day is not None and not is_there and self._handed.plan.can_edit)
        self.setToolTip(question)

    def _take(self) -> None:
        from cxworkbench.review.agenda import take_to_review

        if self._asked is None:
            return
        assessment, pilot, kind, question = self._asked
        try:
            with self._handed.plan.change(f"Take to review: {question}") as change:
                take_to_review(
                    change, assessment.plan, assessment.as_of, pilot=pilot, kind=kind, question=question
                )
        except UserError as error:
            self._handed.show_trouble(error)
            return
        self._handed.say(f"On the agenda of review {assessment.review.next_number}: {question}")
