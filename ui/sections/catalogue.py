"""The sections that exist, in the order in which navigation, matrix, pages and reviews keep them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxworkbench.assessment import PilotState
    from cxworkbench.plan import Plan, Ref
    from ui.sections.page import Handed, Page


@dataclass(frozen=True)
class SectionSpec:
    """One section.

    Attributes:
        id: never shown, never changed.
        scope: "programme" or "pilot".
        title: its name in the navigation.
        icon: Lucide icon, for programme sections and the collapsed navigation.
        factory_path: "module:class" of its page, imported when it is first shown.
        kinds: kinds of records that belong here; a record's page is found by them.
        glyph: the state shown at the right edge of a pilot's section; None shows nothing.
        condition: the condition whose records it shows.
    """

    id: str
    scope: str
    title: str
    icon: str
    factory_path: str
    kinds: frozenset[str]
    glyph: Callable[[PilotState], str | None]
    condition: str = ""

    def make(self, handed: Handed) -> Page:
        """The section's page."""
        module, _, name = self.factory_path.partition(":")
        page: Page = getattr(import_module(module), name)(handed)
        return page


def _no_glyph(_state: PilotState) -> str | None:
    return None


def _condition(condition: str) -> Callable[[PilotState], str | None]:
    def glyph(state: PilotState) -> str | None:
        return next((rating.state for rating in state.ratings if rating.condition == condition), None)

    return glyph


def _verdict(state: PilotState) -> str | None:
    return state.verdict if state.metrics else None


SECTIONS: tuple[SectionSpec, ...] = (
    SectionSpec(
        "overview",
        "programme",
        "Overview",
        "layout-dashboard",
        "ui.sections.overview:OverviewPage",
        frozenset({"programme"}),
        _no_glyph,
    ),
    SectionSpec(
        "raid",
        "programme",
        "RAID log",
        "list-checks",
        "ui.sections.raid:RaidPage",
        frozenset({"risk", "action", "issue", "decision", "waiver", "override"}),
        _no_glyph,
    ),
    SectionSpec(
        "history",
        "programme",
        "History",
        "history",
        "ui.sections.history:HistoryPage",
        frozenset(),
        _no_glyph,
    ),
    SectionSpec(
        "objective",
        "pilot",
        "Objective",
        "target",
        "ui.sections.objective:ObjectivePage",
        frozenset({"objective", "friction_point", "pilot"}),
        _condition("clear_objective"),
        "clear_objective",
    ),
    SectionSpec(
        "metrics",
        "pilot",
        "Metrics",
        "chart-line",
        "ui.sections.metrics:MetricsPage",
        frozenset({"metric", "series", "reading", "decision_rule", "chart_event"}),
        _verdict,
    ),
)


def of_scope(scope: str) -> tuple[SectionSpec, ...]:
    """The sections of the programme, or of each pilot."""
    return tuple(section for section in SECTIONS if section.scope == scope)


def section(id: str) -> SectionSpec:
    """A section by its id.

    Raises:
        KeyError: there is none.
    """
    for spec in SECTIONS:
        if spec.id == id:
            return spec
    raise KeyError(id)


def section_of(kind: str) -> SectionSpec | None:
    """The section that shows records of a kind; None where it does not exist yet."""
    return next((spec for spec in SECTIONS if kind in spec.kinds), None)


def section_of_condition(condition: str) -> SectionSpec | None:
    """The section that shows a condition's records; None where it does not exist yet."""
    return next((spec for spec in SECTIONS if spec.condition == condition), None)


def place_of(plan: Plan, ref: Ref) -> tuple[str, str] | None:
    """The section and the pilot whose page shows a record; None where there is no such page yet."""
    spec, record = section_of(ref.kind), plan.find(ref.id)
    if spec is None or record is None:
        return None
    if spec.scope == "programme":
        return spec.id, ""
    if ref.kind == "series":
        record = plan.find(getattr(record, "metric", None))
    pilot = ref.id if ref.kind == "pilot" else getattr(record, "pilot", None)
    return (spec.id, pilot) if pilot is not None and plan.find(pilot) is not None else None
