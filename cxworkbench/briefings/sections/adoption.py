"""Adoption: who uses it, against plan; who was trained; what keeps people from it. Small groups show no usage."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats
from cxworkbench.assessment import PilotState
from cxworkbench.briefings.bars import Bar
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.glyph_flowables import status_word
from cxworkbench.briefings.listing import Column, Line, Value, listing
from cxworkbench.briefings.page import Sheet
from cxworkbench.briefings.text import TABLE, TABLE_STRONG
from cxworkbench.naming import code_of
from cxworkbench.usage import Use, newest_use
from db.models import Barrier, Cohort, Training, Usage, UsagePlan

#: Groups with fewer people show no usage on paper: one could tell who it is.
SMALLEST_GROUP = 5
SMALL_GROUP = f"under {formats.in_words(SMALLEST_GROUP)} people, not shown"
_STATES = {
    "ahead": ("met", "Ahead of plan"),
    "in_line": ("met", "On plan"),
    "behind": ("at_risk", "Behind plan"),
    "not_enough_data": ("not_assessed", "No recent week"),
    "no_plan": ("not_assessed", "No plan for the week"),
    "invalid": ("failing", "More active than in scope"),
}


def is_small(people: int | None) -> bool:
    """Whether a group is too small to show what its people do; one of unknown size isn't."""
    return people is not None and people < SMALLEST_GROUP


def use_of(edition: Edition, cohort: Cohort) -> Use | None:
    """A cohort's newest closed week against plan; None where the group is too small to be shown."""
    plan = edition.plan
    weeks, planned = plan.linking(Usage, "cohort", cohort.id), plan.linking(UsagePlan, "cohort", cohort.id)
    use = newest_use(cohort, weeks, planned, edition.as_of)
    small = is_small(cohort.headcount) or (use.week is not None and is_small(use.in_scope))
    return None if small else use


def sheets(edition: Edition) -> Iterator[Sheet]:
    """The section."""
    from cxworkbench.briefings.steering import head

    flow: list[Flowable] = [edition.title(_finding(edition), key="adoption"), *edition.comment("adoption")]
    flow += _cohorts(edition)
    flow += _training(edition)
    flow += _barriers(edition)
    yield edition.sheet(flow, head(edition))


def _groups(edition: Edition) -> list[tuple[PilotState, Cohort]]:
    return [(state, one) for state in edition.pilots for one in edition.plan.of_pilot(Cohort, state.pilot)]


def _finding(edition: Edition) -> str:
    """What use says: which groups are furthest short of plan."""
    short = []
    for state, cohort in _groups(edition):
        use = use_of(edition, cohort)
        if use is not None and use.status == "behind" and use.share is not None and use.planned is not None:
            short.append((use.planned - use.share, cohort.name, state.pilot.name, use))
    if not _groups(edition):
        return "No group is named that must adopt"
    if not short:
        return "No group is behind its plan"
    gap, name, pilot, _ = max(short, key=lambda one: one[0])
    points = formats.plural(round(100 * gap), "point")
    named = name if name.lower() != pilot.lower() else pilot
    more = len(short) - 1
    rest = f", {formats.in_words(more)} more {'group' if more == 1 else 'groups'} behind" if more else ""
    return f"{named}, {points} short of plan{rest}"


def _cohorts(edition: Edition) -> Iterator[Flowable]:
    press = edition.press
    yield edition.heading("Use against plan", "the newest closed week; the tick is the plan")
    groups = _groups(edition)
    if not groups:
        yield edition.missing("The plan names no cohort: who has to change how they work, and from when.")
        return
    lines: list[Line] = []
    for state, cohort in groups:
        use = use_of(edition, cohort)
        lines.append(
            Line(
                [
                    state.pilot.name,
                    cohort.name,
                    formats.MISSING if cohort.headcount is None else formats.count(cohort.headcount),
                    edition.day(cohort.live_on),
                    *_use(edition, use),
                ]
            )
        )
    columns = [
        Column("Pilot", share=0.7, style=TABLE.but(color="ink2"), most_lines=2),
        Column("Cohort", share=0.8, style=TABLE_STRONG, most_lines=2),
        Column("People", align="right"),
        Column("Live on", align="right"),
        Column("Active", align="right"),
        Column("Plan", align="right"),
        Column("0 to 100%"),
        Column("State"),
    ]
    assert press is edition.press
    yield listing(press, columns, lines, edition.width)


def _use(edition: Edition, use: Use | None) -> list[Value]:
    press = edition.press
    if use is None:
        return [formats.MISSING, formats.MISSING, None, press.text(SMALL_GROUP, TABLE.but(color="ink3"))]
    planned = formats.MISSING if use.planned is None else formats.percent(use.planned)
    shape, word = _STATES[use.status]
    if use.share is None:
        return [formats.MISSING, planned, None, status_word(press, shape, word)]
    said = f"{use.active} of {use.in_scope}, {formats.percent(use.share)}"
    return [said, planned, Bar(press, use.share, needs=use.planned), status_word(press, shape, word)]


def _training(edition: Edition) -> Iterator[Flowable]:
    rows = [(state, one) for state in edition.pilots for one in edition.plan.of_pilot(Training, state.pilot)]
    yield edition.heading("Training")
    if not rows:
        yield edition.missing("No training is planned.")
        return
    lines: list[list[Value]] = []
    for state, one in rows:
        cohort = edition.plan.get(Cohort, one.cohort)
        small = is_small(one.invited)
        done = SMALL_GROUP if small else f"{one.completed or 0} of {one.invited or 0}"
        when = edition.day(one.done) if one.done is not None else f"planned {edition.day(one.planned)}"
        minutes = f"{one.protected_minutes} min" if one.protected_minutes else "none"
        lines.append(
            [
                state.pilot.name,
                cohort.name if cohort is not None else formats.MISSING,
                one.title or "Training",
                when,
                done,
                minutes,
            ]
        )
    columns = [
        Column("Pilot", share=0.8, style=TABLE.but(color="ink2"), most_lines=2),
        Column("Cohort", share=0.8, most_lines=2),
        Column("Training", share=1.3, style=TABLE_STRONG, most_lines=2),
        Column("When", align="right"),
        Column("Completed", align="right"),
        Column("Protected time", align="right"),
    ]
    yield listing(edition.press, columns, lines, edition.width)


def open_barriers(edition: Edition, state: PilotState) -> list[Barrier]:
    """What keeps people from using a pilot and isn't closed: what most say first."""
    rows = [
        one
        for one in edition.plan.of_pilot(Barrier, state.pilot)
        if one.closed_on is None or one.closed_on > edition.as_of
    ]
    rows = [one for one in rows if one.date is None or one.date <= edition.as_of]
    return sorted(edition.rows(rows, lambda one: one), key=lambda one: (-(one.people or 0), one.number or 0))


def said_by(one: Barrier) -> str:
    """How many people say it; of few it isn't said who few they are."""
    if one.people is None:
        return formats.MISSING
    return "under five" if one.people < SMALLEST_GROUP else formats.count(one.people)


def _barriers(edition: Edition) -> Iterator[Flowable]:
    rows = [(state, one) for state in edition.pilots for one in open_barriers(edition, state)]
    yield edition.heading("What keeps people from it", f"{len(rows)} open" if rows else "")
    if not rows:
        yield edition.missing("No barrier is open.")
        return
    lines: list[list[Value]] = []
    for state, one in rows:
        owner = edition.plan.person_name(one.owner)
        due = f"by {edition.day(one.due)}" if one.due is not None else "no date"
        late = one.due is not None and one.due < edition.as_of
        remedy = one.remedy or "No remedy yet"
        when: Value = edition.press.text(due, TABLE_STRONG.but(color="fail"), align="right") if late else due
        lines.append([code_of(one), f"{one.text}", state.pilot.name, said_by(one), remedy, owner, when])
    columns = [
        Column("No.", style=TABLE.but(color="ink2")),
        Column("Barrier", share=1.3, style=TABLE_STRONG),
        Column("Pilot", style=TABLE.but(color="ink2"), most_lines=2),
        Column("Said by", align="right"),
        Column("Remedy", share=1.1),
        Column("Owner", style=TABLE.but(color="ink2"), most_lines=2),
        Column("Due", align="right"),
    ]
    yield listing(edition.press, columns, lines, edition.width)
