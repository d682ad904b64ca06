"""The buying gate as a list of checks, the waivers that let something pass, and what the contract says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from cxworkbench import formats
from cxworkbench.plan import Ref
from cxworkbench.tools import SIGNED
from ui.widgets.badge import Badge
from ui.widgets.buttons import Button
from ui.widgets.entries import Entries, Entry
from ui.widgets.label import Label
from ui.widgets.panel import Panel

if TYPE_CHECKING:
    from cxworkbench.plan import Plan
    from cxworkbench.tools import Check, Standing
    from db.models import Tool
    from ui.sections.page import Handed

_WORDS = {"met": "Met", "at_risk": "At risk", "failing": "Not met"}
#: Where a check that names no record is mended.
_SECTIONS = {"objective": "objective", "audited": "data"}


class BuyingGate(Panel):
    """What must hold before an option is contracted.

    Attributes:
        entries: the checks.
        sign: marks the chosen option as contracted; disabled with the reason beside it while something forbids it.
        waive: asks for a waiver of what forbids it.
    """

    def __init__(self, handed: Handed, sign: Callable[[], object], waive: Callable[[], object]) -> None:
        super().__init__(handed.theme, "Buying gate")
        self._handed = handed
        theme, px = handed.theme, handed.theme.px
        self.verdict = Badge(theme, "met")
        self.add_to_head(self.verdict)
        self.entries = Entries(theme, "Buying gate")
        self.body.addWidget(self.entries)
        foot = QVBoxLayout()
        foot.setContentsMargins(px(13), px(8), px(13), px(10))
        foot.setSpacing(px(6))
        self.reason = Label(theme, "", "small", "ink2", wrap=True)
        foot.addWidget(self.reason)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self.sign = Button(theme, "Sign", sign, kind="small")
        self.waive = Button(theme, "Add waiver", waive, kind="small")
        row.addWidget(self.sign)
        row.addWidget(self.waive)
        row.addStretch()
        foot.addLayout(row)
        self.body.addLayout(foot)

    def show_gate(
        self, checks: Sequence[Check], tool: Tool | None, lacking: Sequence[Check], as_of: date
    ) -> None:
        """Show the checks of the chosen option, and what of them still forbids a contract."""
        failing = [one for one in checks if one.state == "failing"]
        risky = any(one.state == "at_risk" for one in checks)
        signed = tool is not None and tool.status in SIGNED
        when = "at signing" if signed else "today"
        if failing:
            self.verdict.show_state("failing", f"Did not pass {when}" if signed else f"Would not pass {when}")
        else:
            held = f"Passed {when}" if signed else f"Would pass {when}"
            self.verdict.show_state("at_risk" if risky else "met", held)
        self.entries.show_entries([self._entry(one) for one in checks])
        can_edit = self._handed.plan.can_edit
        self.sign.setVisible(can_edit and tool is not None and not signed)
        self.sign.setEnabled(not lacking)
        self.waive.setVisible(can_edit and tool is not None and bool(lacking))
        self.reason.setText(_reason(tool, failing, lacking, signed=signed, as_of=as_of))

    def _entry(self, one: Check) -> Entry:
        return Entry(
            one.id, one.state, one.text, ((one.detail, "ink2"),), self._opens(one), _WORDS.get(one.state, "")
        )

    def _opens(self, one: Check) -> Callable[[], object] | None:
        target = next((ref for ref in one.refs if self._handed.has_page(ref)), None)
        if target is not None:
            return partial(self._handed.go_to, target)
        section = _SECTIONS.get(one.id)
        return None if section is None else lambda: self._open_section(section)

    def _open_section(self, section: str) -> None:
        from ui.sections.page import Page

        page = self.parentWidget()
        while page is not None and not isinstance(page, Page):
            page = page.parentWidget()
        if page is not None:
            self._handed.open_section(section, page.pilot_id)


class WaiverList(Panel):
    """The waivers that weren't closed: those that ended first."""

    def __init__(self, handed: Handed) -> None:
        super().__init__(handed.theme, "Waivers")
        self._handed = handed
        self.entries = Entries(handed.theme, "Waivers")
        self.body.addWidget(self.entries)
        self._none = Label(handed.theme, "No waiver is in force.", "small", "ink2", wrap=True)
        px = handed.theme.px
        self._none.setContentsMargins(px(13), 0, px(13), px(10))
        self.body.addWidget(self._none)

    def show_waivers(self, plan: Plan, found: Sequence[Standing]) -> None:
        """Show waivers as they stand."""
        ended = sum(one.state == "ended" for one in found)
        in_force = sum(one.state == "in_force" for one in found)
        self.show_title("Waivers", f"{in_force} in force, {ended} ended" if found else "")
        self._none.setVisible(not found)
        self.entries.show_entries([self._entry(plan, one) for one in found])

    def _entry(self, plan: Plan, one: Standing) -> Entry:
        waiver = one.waiver
        last = None if waiver.until is None else waiver.until - timedelta(days=1)
        if one.state == "ended":
            state = "failing"
            word = f"Ended {formats.day(last)}, {formats.plural(one.days_over + 1, 'day')} over"
        elif one.state == "void":
            state, word = "failing", f"Not in force, {one.lacks}"
        elif one.state == "ahead":
            state, word = "at_risk", f"In force from {formats.day(waiver.from_)} to {formats.day(last)}"
        else:
            state, word = "at_risk", f"In force until {formats.day(last)}"
        given = (
            "Given by nobody" if waiver.given_by is None else f"Given by {plan.person_name(waiver.given_by)}"
        )
        if waiver.from_ is not None:
            given += f", {formats.day(waiver.from_)}"
        second = (
            "no second reader"
            if waiver.second_reader is None
            else f"second reader {plan.person_name(waiver.second_reader)}"
        )
        blank = waiver.given_by is None or waiver.second_reader is None
        lines = (
            (waiver.reason or "", "ink"),
            (f"{given}, {second}. Printed in every pack.", "fail" if blank else "ink2"),
        )
        title = f"{one.code}: {word[:1].lower()}{word[1:]}"
        return Entry(waiver.id, state, title, lines, partial(self._handed.go_to, Ref("waiver", waiver.id)))


class TermsList(Panel):
    """What the contract of the chosen option says; what isn't recorded says so."""

    def __init__(self, handed: Handed) -> None:
        super().__init__(handed.theme, "Contract terms")
        self._handed = handed
        self.entries = Entries(handed.theme, "Contract terms")
        self.body.addWidget(self.entries)

    def show_terms(self, plan: Plan, tool: Tool | None) -> None:
        """Show the terms of an option; nothing where none is chosen."""
        self.setVisible(tool is not None)
        if tool is None:
            return
        signed = f"signed {formats.day(tool.signed_on)}" if tool.signed_on is not None else "not signed"
        self.show_title("Contract terms", signed)
        committed = ""
        if tool.value_ is not None:
            committed = formats.money(tool.value_, plan.programme.currency)
            if tool.committed_until is not None:
                committed += f" to {formats.day(tool.committed_until)}"
        review = "" if tool.price_review_on is None else formats.day(tool.price_review_on)
        terms = (
            ("price_driver", "Price driver", tool.price_driver),
            ("value", "Committed", committed),
            ("exit_terms", "Exit", tool.exit_terms),
            ("data_terms", "Data", tool.data_terms),
            ("service_levels", "Service level", tool.service_levels),
            ("price_review_on", "Price review", review),
        )
        self.entries.show_entries(
            [
                Entry(
                    field,
                    "",
                    name,
                    ((value or "Not recorded", "ink2" if value else "risk"),),
                    partial(self._handed.go_to, Ref("tool", tool.id, field)),
                )
                for field, name, value in terms
            ]
        )


def _reason(
    tool: Tool | None, failing: Sequence[Check], lacking: Sequence[Check], *, signed: bool, as_of: date
) -> str:
    """Why the chosen option may be signed, or may not."""
    if tool is None:
        return "Choose an option: give it the status “Selected”."
    if signed:
        on = formats.day(tool.signed_on, current=as_of)
        if lacking:
            return f"{tool.name} was signed {on} though the gate did not hold, and no waiver let it pass."
        return f"{tool.name} was signed {on}" + (", let pass by a waiver." if failing else ".")
    if lacking:
        missing = formats.listed([one.lacks for one in lacking])
        return f"{tool.name} can’t be signed yet: {missing}."
    return f"{tool.name} may be signed" + (", let pass by a waiver." if failing else ".")
