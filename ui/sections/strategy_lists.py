"""What is needed: each requirement with the objective that it serves, or with the word that it serves none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from cxworkbench.plan import Ref
from ui.widgets.label import Label
from ui.widgets.panel import Panel
from ui.widgets.rows import Row, RowColumn, Rows, RowText

if TYPE_CHECKING:
    from cxworkbench.tools import Traced
    from ui.sections.page import Handed


class RequirementList(Panel):
    """The requirements of a pilot under the objective that they serve; those that serve none last."""

    def __init__(self, handed: Handed) -> None:
        super().__init__(handed.theme, "Requirements")
        self._handed = handed
        columns = (
            RowColumn("No", 44),
            RowColumn("Requirement", least=230),
            RowColumn("Weight", 48, gives_way=1),
            RowColumn("Serves", 240),
        )
        self.rows = Rows(handed.theme, "Requirements", columns)
        self.body.addWidget(self.rows)
        px = handed.theme.px
        said = "No requirement is written down yet. Each serves an objective or is deleted."
        self._none = Label(handed.theme, said, "small", "ink2", wrap=True)
        self._none.setContentsMargins(px(13), 0, px(13), px(10))
        self.body.addWidget(self._none)

    def show_traced(self, found: Sequence[Traced]) -> None:
        """Show requirements."""
        held = sum(one.objective is not None for one in found)
        self.show_title("Requirements", f"{held} of {len(found)} traced" if found else "")
        self.rows.setVisible(bool(found))
        self._none.setVisible(not found)
        self.rows.show_rows([self._row(one) for one in found])

    def _row(self, one: Traced) -> Row:
        need = one.requirement
        weight = "must" if need.must else "want" if need.must is False else "not said"
        if one.objective is None:
            serves = RowText("Serves no objective", "risk", 600, "at_risk")
        else:
            serves = RowText(one.objective.outcome or "An objective without an outcome", state="met")
        texts = (RowText(one.code), RowText(need.text, "ink"), RowText(weight), serves)
        spoken = "serves no objective" if one.objective is None else f"serves {serves.text}"
        return Row(
            need.id,
            f"{one.code}, {need.text}, {weight}, {spoken}",
            texts,
            partial(self._handed.go_to, Ref("requirement", need.id)),
        )
