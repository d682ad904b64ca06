"""The sections that exist, in the order in which navigation, matrix, pages and reviews keep them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from db.fixed import fixed

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState
    from cxworkbench.plan import Plan, Ref
    from ui.sections.page import Handed, Page


@fixed
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
        aside: what stands at the right edge of a programme's section: a count, a day; empty for nothing.
        in_navigation: whether it has a line there; else it is reached by commands and by its records.
        when: says of a pilot whether the section has a line among its own.
    """

    id: str
    scope: str
    title: str
    icon: str
    factory_path: str
    kinds: frozenset[str]
    glyph: Callable[[PilotState], str | None]
    condition: str = ""
    aside: Callable[[Assessment], str] = lambda _assessment: ""
    in_navigation: bool = True
    when: Callable[[Assessment, PilotState], bool] = lambda _assessment, _state: True

    @property
    def module(self) -> str:
        """The module of its page."""
        return self.factory_path.partition(":")[0]

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


def _open_items(assessment: Assessment) -> str:
    from cxworkbench import raid

    return str(raid.open_count(assessment.plan) or "")


def _stakeholders(assessment: Assessment) -> str:
    from db.models import Stakeholder

    return str(len(assessment.plan.all(Stakeholder)) or "")


def _next_review(assessment: Assessment) -> str:
    from cxworkbench import formats

    day = assessment.review.next_day
    return formats.short_day(day) if day is not None else ""


def _gate(state: PilotState) -> str | None:
    return f"gate_{state.gate_glyph}"


def _is_recovering(assessment: Assessment, state: PilotState) -> bool:
    from db.models import RecoveryCase

    if state.pilot.status == "paused" or assessment.plan.of_pilot(RecoveryCase, state.pilot):
        return True
    from cxworkbench.recovery import is_suggested

    return is_suggested(assessment.plan, state, assessment.as_of)


def _programme(id: str, title: str, icon: str, page: str, kinds: set[str], **more: Any) -> SectionSpec:
    return SectionSpec(
        id, "programme", title, icon, f"ui.sections.{page}", frozenset(kinds), _no_glyph, **more
    )


def _pilot(
    id: str, title: str, icon: str, page: str, kinds: set[str], condition: str = "", **more: Any
) -> SectionSpec:
    state = more.pop("glyph", _condition(condition) if condition else _no_glyph)
    return SectionSpec(
        id, "pilot", title, icon, f"ui.sections.{page}", frozenset(kinds), state, condition, **more
    )


#: A kind that two sections show belongs to the first of them.
SECTIONS: tuple[SectionSpec, ...] = (
    _programme("overview", "Overview", "layout-dashboard", "overview:OverviewPage", set()),
    _programme(
        "reviews",
        "Sponsor review",
        "presentation",
        "reviews:ReviewsPage",
        {"review", "agenda_item", "attendance"},
        aside=_next_review,
    ),
    _programme(
        "raid",
        "RAID log",
        "list-checks",
        "raid:RaidPage",
        {"risk", "action", "issue", "decision", "waiver", "override"},
        aside=_open_items,
    ),
    _programme(
        "stakeholders",
        "Stakeholders",
        "users",
        "stakeholders:StakeholdersPage",
        {"stakeholder", "person", "engagement", "commitment", "sponsor"},
        aside=_stakeholders,
    ),
    _programme(
        "packs", "Briefing packs", "file-text", "packs:PacksPage", {"pack", "printed_paper", "wording"}
    ),
    _programme("history", "History", "history", "history:HistoryPage", {"snapshot"}),
    _programme(
        "attention",
        "Needs attention",
        "triangle-alert",
        "attention_page:AttentionPage",
        set(),
        in_navigation=False,
    ),
    _programme("chasing", "Who owes what", "user-check", "chasing:ChasingPage", set(), in_navigation=False),
    _programme(
        "programme",
        "Programme settings",
        "settings",
        "programme:ProgrammePage",
        {
            *("programme", "holiday", "custom_field", "attachment", "evidence"),
            *("reference_file", "import_mapping"),
        },
        in_navigation=False,
    ),
    _pilot(
        "objective",
        "Objective",
        "target",
        "objective:ObjectivePage",
        {"objective", "friction_point", "pilot"},
        "clear_objective",
    ),
    _pilot(
        "metrics",
        "Metrics",
        "chart-line",
        "metrics:MetricsPage",
        {"metric", "series", "reading", "decision_rule", "chart_event"},
        glyph=_verdict,
    ),
    _pilot(
        "data",
        "Data",
        "database",
        "data:DataPage",
        {"data_source", "audit", "audit_dimension", "audit_column", "audit_rule", "audit_finding"},
        "data_ready",
    ),
    _pilot(
        "strategy",
        "Strategy & tools",
        "wrench",
        "strategy:StrategyPage",
        {"requirement", "tool", "tool_score"},
        "strategy_first",
    ),
    _pilot(
        "sponsorship", "Sponsorship", "user-check", "sponsorship:SponsorshipPage", set(), "active_sponsor"
    ),
    _pilot(
        "adoption",
        "Adoption",
        "users",
        "adoption:AdoptionPage",
        {"cohort", "population", "training", "usage", "usage_plan", "barrier", "pulse_result"},
        "people_ready",
    ),
    _pilot(
        "roi",
        "ROI",
        "coins",
        "roi:RoiPage",
        {"roi_case", "benefit", "cost_line", "cost_actual", "checkpoint", "promise"},
        "realistic_returns",
    ),
    _pilot(
        "governance",
        "Governance",
        "shield-check",
        "governance:GovernancePage",
        {"accountability", "control", "control_run", "incident", "output_sample"},
        "governance_in_place",
    ),
    _pilot(
        "gates",
        "Gates",
        "flag",
        "gates:GatesPage",
        {
            *("gate", "gate_condition", "milestone", "milestone_link", "phase"),
            *("baseline_plan", "baseline_value", "settlement"),
        },
        glyph=_gate,
    ),
    _pilot(
        "recovery",
        "Recovery",
        "life-buoy",
        "recovery:RecoveryPage",
        {
            *("recovery_case", "recovery_step", "recovery_answer", "recovery_cause"),
            *("interview", "relaunch_criterion"),
        },
        when=_is_recovering,
    ),
    _pilot(
        "framework",
        "Measurement framework",
        "lock",
        "framework:FrameworkPage",
        {"framework", "framework_signature", "amendment", "breach_closure"},
        in_navigation=False,
    ),
    _pilot("import", "Import readings", "download", "import_page:ImportPage", set(), in_navigation=False),
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
    """The section and the pilot whose page shows a record; None where there is no such page.

    A record of no pilot, of a kind that pilots' pages show, is shown with the first pilot.
    """
    from cxworkbench.belonging import pilot_of

    spec, record = section_of(ref.kind), plan.find(ref.id)
    if spec is None or record is None:
        return None
    if spec.scope == "programme":
        return spec.id, ""
    pilot = ref.id if ref.kind == "pilot" else pilot_of(plan, record)
    if pilot is None or plan.find(pilot) is None:
        pilot = plan.pilots[0].id if plan.pilots else None
    return None if pilot is None else (spec.id, pilot)
