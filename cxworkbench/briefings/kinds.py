"""The briefings that can be made, by the name that the command line and the dialog use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

from cxworkbench import formats
from cxworkbench.briefings.settings import Settings, settings_of
from db.errors import WrongUsage
from db.models import Attendance, Cohort, Review, RoiCase, Stakeholder

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from cxworkbench.briefings.edition import Edition
    from cxworkbench.briefings.page import Sheet

__all__ = ["KINDS", "Kind", "Section", "Settings", "Subject", "settings_of"]


#: As a subject: all that a kind can be about, one after the other in one file.
EVERY = "every"
#: Before the id of a kind: the whole paper as a section of a pack.
PAPER = "paper:"


@dataclass(frozen=True)
class Section:
    """A part of a paper that can be left out or moved.

    Attributes:
        id: by which settings and packs name it.
        name: as people call it.
        is_on: whether it is there unless somebody says otherwise.
    """

    id: str
    name: str
    is_on: bool = True


@dataclass(frozen=True)
class Subject:
    """What a paper can be about: a pilot, a review, a candidate."""

    id: str
    name: str


@dataclass(frozen=True)
class Kind:
    """One kind of briefing.

    Attributes:
        id: by which command line, dialog and plan name it.
        name: as people call it.
        audience: who may see what on it, an id of ``AUDIENCES``.
        readers: whom it is for, from the plan.
        sections: what it consists of, where that can be chosen.
        subjects: what it can be about, the most urgent first; none where it is about the whole programme.
        needs_subject: whether it is about exactly one of them; else all are in it unless one is chosen.
        most_pages: how many pages it may have; None where there is no limit.
    """

    id: str
    name: str
    audience: str
    readers: Callable[[Assessment], str]
    sections: tuple[Section, ...] = ()
    subjects: Callable[[Assessment], tuple[Subject, ...]] = lambda _found: ()
    needs_subject: bool = False
    most_pages: int | None = None

    def sheets(self, edition: Edition) -> Iterable[Sheet]:
        """Its sheets for an edition. ReportLab is imported with the first paper, not with the list of kinds."""
        made: Iterable[Sheet] = import_module(f"cxworkbench.briefings.{_MODULES[self.id]}").sheets(edition)
        return made

    def with_subject(self, found: Assessment, settings: Settings) -> Settings:
        """The settings with a subject where the kind needs one: the one asked for, else the most urgent.

        Raises:
            WrongUsage: there is nothing that such a paper could be about, or the subject asked for is none.
        """
        known = self.subjects(found)
        if settings.subject == EVERY and known and self.id != "minutes":
            return settings
        if settings.subject not in {None, EVERY}:
            if known and settings.subject not in {one.id for one in known}:
                raise WrongUsage(
                    f"{self.name}: it can't be made of what was chosen",
                    kept="nothing was written",
                    to_do=f"choose {formats.listed([one.name for one in known][:6])}",
                )
            return settings
        if not self.needs_subject:
            return replace(settings, subject=None)
        if not known:
            raise WrongUsage(
                f"{self.name}: the plan has nothing to make it of",
                kept="nothing was written",
                to_do=_LACKS.get(self.id, "add a pilot first"),
            )
        return replace(settings, subject=known[0].id)


#: What a kind is about when there is none of it.
_LACKS = {"recovery": "begin a recovery of a pilot first", "minutes": "plan a sponsor review first"}


def _sponsors(found: Assessment) -> str:
    return formats.listed(list(found.review.sponsors)) or "No sponsor is named yet"


def _attending(found: Assessment) -> str:
    """The people asked to the next review."""
    plan, day = found.plan, found.review.next_day
    reviews = {
        one.id
        for one in plan.all(Review)
        if one.kind_ == "sponsor" and one.planned is not None and plan.day_of(one.planned) == day
    }
    count = sum(one.review in reviews for one in plan.all(Attendance))
    if not count:
        return "Steering committee"
    return f"Review {found.review.next_number} attendees, {formats.plural(count, 'person', 'people')}"


def _pilots(found: Assessment) -> tuple[Subject, ...]:
    return tuple(Subject(state.pilot.id, state.pilot.name) for state in found.pilots)


_STEERING = (
    Section("cover", "Cover"),
    Section("contents", "Contents"),
    Section("summary", "Summary"),
    Section("conditions", "Conditions and gates"),
    Section("agenda", "Agenda"),
    Section("changes", "What changed"),
    Section("pilots", "A page a pilot"),
    Section("metrics", "Metric pages"),
    Section("more_metrics", "Pages of the other metrics", is_on=False),
    Section("adoption", "Adoption"),
    Section("data", "Data"),
    Section("governance", "Governance"),
    Section("roi", "ROI"),
    Section("risks", "Risks and actions"),
    Section("waivers", "Waivers and overrides"),
    Section("decisions", "Decisions asked"),
    Section("evidence", "Evidence"),
)

_GOVERNANCE = (
    Section("governance", "Who answers for this"),
    Section("controls", "What is checked"),
    Section("incidents", "What went wrong"),
    Section("samples", "Outputs checked by people"),
    Section("waivers", "Waivers and overrides"),
    Section("all_controls", "Every control"),
)


def _of_audience(audience: str, otherwise: str) -> Callable[[Assessment], str]:
    """The stakeholders of an audience, by name."""

    def readers(found: Assessment) -> str:
        plan = found.plan
        names = [plan.person_name(one.person) for one in plan.all(Stakeholder) if one.audience == audience]
        return formats.listed(list(dict.fromkeys(names))) or otherwise

    return readers


def _to_sign(found: Assessment) -> tuple[Subject, ...]:
    """The pilots: those whose framework is still to be signed first."""
    from cxworkbench.frameworks import in_force

    states = sorted(
        found.pilots, key=lambda state: in_force(found.plan, state.pilot, found.as_of) is not None
    )
    return tuple(Subject(state.pilot.id, state.pilot.name) for state in states)


def _signers(found: Assessment) -> str:
    from cxworkbench.frameworks import in_force

    drafts = [
        state.pilot.name for state in found.pilots if in_force(found.plan, state.pilot, found.as_of) is None
    ]
    if not found.pilots:
        return "No pilot yet"
    return f"{formats.listed(drafts)}, to be signed" if drafts else "All frozen and signed"


def _in_recovery(found: Assessment) -> tuple[Subject, ...]:
    """The pilots with a recovery, those paused now first."""
    from cxworkbench.recovery import case_of

    cases = [(state, case_of(found.plan, state.pilot, found.as_of)) for state in found.pilots]
    there = [(state, case) for state, case in cases if case is not None]
    there.sort(key=lambda pair: (pair[1].ended_on is not None, -pair[1].started_on.toordinal()))
    return tuple(Subject(state.pilot.id, state.pilot.name) for state, _ in there)


def _recovering(found: Assessment) -> str:
    subjects = _in_recovery(found)
    return f"{formats.listed([one.name for one in subjects])} team" if subjects else "No pilot is in recovery"


def _in_use_first(found: Assessment) -> tuple[Subject, ...]:
    """The pilots, those that people use now first."""
    order = ("live", "paused", "preparing", "candidate", "scaled", "stopped")
    states = sorted(found.pilots, key=lambda state: order.index(state.pilot.status or "preparing"))
    return tuple(Subject(state.pilot.id, state.pilot.name) for state in states)


def _teams(found: Assessment) -> str:
    subjects = _in_use_first(found)
    if not subjects:
        return "No pilot yet"
    people = sum(one.headcount or 0 for one in found.plan.of_pilot(Cohort, subjects[0].id))
    return f"{formats.plural(people, 'person', 'people')}, {subjects[0].name}" if people else subjects[0].name


def _with_case(found: Assessment) -> tuple[Subject, ...]:
    """The pilots with an ROI case, live ones first; then the candidates."""
    cases = {one.pilot for one in found.plan.all(RoiCase)}
    pilots = [one for one in _in_use_first(found) if one.id in cases]
    named = [
        Subject(one.objective.id, f"Candidate: {one.objective.title or one.objective.outcome or 'no title'}")
        for one in found.candidates
    ]
    return (*pilots, *named)


def _reviews(found: Assessment) -> tuple[Subject, ...]:
    """Sponsor reviews: the last one held first, then the next, then the others, newest first."""
    plan, as_of = found.plan, found.as_of
    rows = [
        (plan.day_of(one.planned), one) for one in plan.all(Review) if one.kind_ == "sponsor" and one.planned
    ]
    held = sorted((pair for pair in rows if pair[1].done is not None and pair[1].done <= as_of), key=_newest)
    ahead = sorted((pair for pair in rows if pair not in held), key=lambda pair: pair[0])
    ordered = [*held[:1], *ahead, *held[1:]]
    return tuple(Subject(one.id, f"Review {one.number or ''}, {formats.day(day)}") for day, one in ordered)


def _newest(pair: tuple[date, Review]) -> int:
    return -pair[0].toordinal()


def _after(found: Assessment) -> str:
    subjects = _reviews(found)
    return (
        f"After {subjects[0].name[:1].lower()}{subjects[0].name[1:]}" if subjects else "No review is planned"
    )


_board = _of_audience("board", "Board, finance")
_data = _of_audience("data", "Data owners, IT")
_risk = _of_audience("risk", "Risk, data protection, works council")

_MODULES = {
    "sponsor": "sponsor",
    "steering": "binding",
    "governance": "register",
    "framework": "framework_sheet",
    "board": "board",
    "data": "data_report",
    "minutes": "minutes",
    "frontline": "frontline",
    "recovery": "recovery_plan",
}

KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind("sponsor", "Sponsor one-pager", "sponsor", _sponsors, most_pages=1),
        Kind("steering", "Steering pack", "steering", _attending, _STEERING, _pilots),
        Kind("board", "Board paper", "board", _board, (), _with_case, needs_subject=True, most_pages=3),
        Kind("frontline", "Front-line briefing", "front line", _teams, (), _in_use_first, True, 2),
        Kind("data", "Data readiness report", "data", _data, (), _pilots),
        Kind("governance", "Governance register", "risk", _risk, _GOVERNANCE, _pilots),
        Kind("recovery", "Recovery plan", "all", _recovering, (), _in_recovery, needs_subject=True),
        Kind("minutes", "Review minutes", "all", _after, (), _reviews, needs_subject=True),
        Kind("framework", "Measurement framework", "all", _signers, (), _to_sign, needs_subject=True),
    )
}


def in_packs() -> list[Section]:
    """What a pack can hold: sections, then whole papers. It needs no ReportLab, as the dialog asks it at once."""
    known = {section.id: section for kind in KINDS.values() for section in kind.sections}
    papers = [
        Section(f"{PAPER}{one.id}", one.name, is_on=False) for one in KINDS.values() if one.id != "steering"
    ]
    usual = {section.id for section in KINDS["steering"].sections}
    return [
        *(replace(one, is_on=one.is_on and one.id in usual) for one in known.values()),
        *papers,
    ]
