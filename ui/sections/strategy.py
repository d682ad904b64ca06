"""Strategy & tools: what is needed, the options side by side, what was chosen and by whom let through."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from cxworkbench import signing, tools
from db.errors import UserError
from db.models import Requirement, Tool, ToolScore, Waiver
from ui.moves import tab_after
from ui.sections.records_page import Part, RecordsPage, View
from ui.sections.strategy_gate import BuyingGate, TermsList, WaiverList
from ui.sections.strategy_lists import RequirementList
from ui.sections.strategy_options import OptionGrid
from ui.sections.waiver_form import WaiverForm
from ui.widgets.beside import Beside
from ui.widgets.buttons import Button
from ui.widgets.label import Label
from ui.widgets.panel import Panel
from ui.widgets.rows import take_focus

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState


class StrategyPage(RecordsPage):
    """A pilot's requirements, options and their scores, and waivers.

    Attributes:
        requirements, options, gate, waivers, terms: what the view shows, each line of which opens its record.
    """

    TITLE = "Strategy & tools"
    CONDITION = "strategy_first"
    PARTS = (Part(Requirement), Part(Tool), Part(ToolScore), Part(Waiver, programme_too=True))

    def make_views(self) -> Sequence[View]:
        """One view: requirements and options, the gate with its waivers beside them."""
        theme = self.theme
        self._tool: Tool | None = None
        self.view = Beside(theme, wide_side=390, parent=self.stack)
        self.requirements = RequirementList(self.handed)
        self.view.main.addWidget(self.requirements)
        self._options = Panel(theme, "Options side by side")
        self.options = OptionGrid(self.handed)
        self._options.body.addWidget(self.options)
        self._back = Label(theme, "", "small", "ink2", wrap=True)
        self._back.setContentsMargins(theme.px(13), theme.px(8), theme.px(13), theme.px(10))
        self._options.body.addWidget(self._back)
        self.add_option = Button(theme, "Add option", self._add_option, kind="small", icon="plus")
        self._options.add_to_head(self.add_option)
        self.beginners = (self.add, self.add_option)
        self.view.main.addWidget(self._options)
        self.gate = BuyingGate(self.handed, self._sign, self._ask_waiver)
        self.waivers = WaiverList(self.handed)
        self.terms = TermsList(self.handed)
        for panel in (self.gate, self.waivers, self.terms):
            self.view.side.addWidget(panel)
        return [View("state", "At a glance", self.view)]

    @cached_property
    def form(self) -> WaiverForm:
        """Asks for a waiver; made when somebody wants one first, below the gate."""
        made = WaiverForm(self.handed, self._waived)
        made.hide()
        self.view.side.insertWidget(1, made)
        tab_after(self.gate.waive, made)
        return made

    def show_views(self, assessment: Assessment, pilot_state: PilotState | None) -> None:
        """Show what is needed, what was compared, and whether it may be bought."""
        if pilot_state is None:
            return
        plan, as_of, pilot = assessment.plan, assessment.as_of, pilot_state.pilot
        if "form" in self.__dict__ and self.form.pilot_id != pilot.id:
            self.form.hide()
        traced = tools.traced(plan, pilot)
        found = tools.options(plan, pilot)
        self._tool = tools.at_gate(found)
        checks = tools.buying_gate(plan, pilot, as_of, self._tool)
        lacking = signing.lacking(plan, self._tool, as_of) if self._tool is not None else []
        self.view.finding.setText(tools.finding(traced, self._tool, checks))
        self.requirements.show_traced(traced)
        self._options.show_title("Options side by side", tools.choice_words(found))
        self.options.show_options(plan, found)
        back = tools.looking_back(found, plan.programme.currency)
        self._back.setText(back or "Compare at least three options, one of them without AI.")
        self.add_option.setVisible(self.handed.plan.can_edit)
        self.gate.show_gate(checks, self._tool, lacking, as_of)
        self.waivers.show_waivers(plan, tools.waivers(plan, pilot, as_of))
        self.terms.show_terms(plan, self._tool)

    # ------------------------------------------------------------------------------------------- acting

    def _sign(self) -> None:
        """Mark the chosen option as contracted today, as one step."""
        if self._tool is None or self._assessment is None:
            return
        try:
            with self.handed.plan.change(f"Sign {self._tool.name}") as change:
                change.set(
                    self._tool, status="contracted", signed_on=self._tool.signed_on or self._assessment.as_of
                )
        except UserError as error:
            self.handed.show_trouble(error)
            return
        self.handed.say(f"{self._tool.name} is contracted")

    def _ask_waiver(self) -> None:
        """Ask for a waiver of the gate, for the option that was chosen."""
        if self._tool is None or self._assessment is None:
            return
        self.form.ask(self._assessment.plan, self.pilot_id, self._tool, self._assessment.as_of)
        self.view.reveal(self.form)

    def _waived(self, id: str) -> None:
        """A waiver was added: it is seen among the others."""
        cell = self.waivers.entries.cells.get(id)
        if cell is not None:
            self.view.reveal(cell)
            take_focus(cell)

    def _add_option(self) -> None:
        """Begin a new option."""
        self.show_part("tool")
        self.tables["tool"].add()
