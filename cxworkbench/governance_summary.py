"""Governance in figures: how many questions have a name, what fails, and what people found in the outputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cxworkbench import formats
from cxworkbench.governance import ControlState, IncidentState, Question
from cxworkbench.measurement.intervals import wilson
from cxworkbench.plan import Plan
from db.models import OutputSample, Pilot

#: A sample counts as proof from so many outputs on, for so many days (criterion gov_sampling).
ENOUGH, RECENT = 50, timedelta(days=14)
#: Over so many days samples are counted together.
_WINDOW = timedelta(days=28)


@dataclass(frozen=True)
class Coverage:
    """How many answers there are, how many are missing though due, and how many are not due yet."""

    named: int
    missing: int
    not_due: int
    without_deputy: int

    @property
    def total(self) -> int:
        """All answers that there must be."""
        return self.named + self.missing + self.not_due

    @property
    def words(self) -> str:
        """In words: 15 of 21 named, 3 gaps, 3 not due."""
        parts = [f"{self.named} of {self.total} named"]
        if self.missing:
            parts.append(formats.plural(self.missing, "gap"))
        if self.without_deputy:
            parts.append(f"{self.without_deputy} without deputy")
        if self.not_due:
            parts.append(f"{self.not_due} not due")
        return ", ".join(parts)


@dataclass(frozen=True)
class Samples:
    """The output samples of a pilot.

    Attributes:
        rows: newest first.
        checked, wrong: outputs drawn at random in the last four weeks, and those of them that were wrong.
        low, high: within which the share of wrong outputs lies (Wilson, 95 %); None without a sample.
        before: the share of wrong outputs in the four weeks before those; None without a sample.
        state: met where enough outputs were checked lately, else at_risk.
        words: all of it in one sentence.
    """

    rows: tuple[OutputSample, ...]
    checked: int
    wrong: int
    low: float | None
    high: float | None
    before: float | None
    state: str
    words: str


def coverage(found: Sequence[Question], pilot: str = "") -> Coverage:
    """How many of the answers of a pilot (by its id), or of all pilots, there are."""
    answers = [one for question in found for one in question.answers if pilot in ("", one.pilot.id)]
    states = [one.state for one in answers]
    return Coverage(
        states.count("named"),
        states.count("missing"),
        states.count("not_due"),
        sum(one.state == "named" and not one.deputy for one in answers),
    )


def finding(answers: Coverage, controls: Sequence[ControlState], incidents: Sequence[IncidentState]) -> str:
    """What is wrong with a pilot's governance, in one sentence."""
    failing = sum(one.state == "failing" for one in controls)
    late = sum(one.is_open and one.is_late for one in incidents)
    parts = []
    if answers.missing:
        many = formats.plural(answers.missing, "question")
        parts.append(f"{many} {'has' if answers.missing == 1 else 'have'} nobody")
    if failing:
        parts.append(f"{formats.plural(failing, 'control')} failing")
    if late:
        parts.append(f"{formats.plural(late, 'incident')} open past {'its' if late == 1 else 'their'} limit")
    if parts:
        return ", ".join(parts)
    if not answers.named:
        return "No question is due yet"
    return "Every question that is due has a name, no control is failing, no incident is past its limit"


def samples(plan: Plan, pilot: Pilot, as_of: date) -> Samples:
    """The output samples of a pilot until a day; only those drawn at random say how many outputs are wrong."""
    rows = sorted(
        (one for one in plan.of_pilot(OutputSample, pilot) if one.date <= as_of),
        key=lambda one: (one.date, one.look or 1),
        reverse=True,
    )
    checked, wrong = _counted(rows, as_of - _WINDOW, as_of)
    earlier, wrong_earlier = _counted(rows, as_of - 2 * _WINDOW, as_of - _WINDOW)
    low, high = wilson(wrong, checked) if checked else (None, None)
    is_recent = any(one.date > as_of - RECENT and (one.n or 0) >= ENOUGH for one in rows)
    before = wrong_earlier / earlier if earlier else None
    words = _words(rows, checked, wrong, low, high, before)
    return Samples(tuple(rows), checked, wrong, low, high, before, "met" if is_recent else "at_risk", words)


def share(sample: OutputSample) -> float | None:
    """Which share of a sample was wrong; None where it isn't known."""
    return None if not sample.n or sample.wrong is None else sample.wrong / sample.n


def _counted(rows: Sequence[OutputSample], after: date, until: date) -> tuple[int, int]:
    found = [
        one
        for one in rows
        if after < one.date <= until and one.drawn != "reported" and share(one) is not None
    ]
    return sum(one.n or 0 for one in found), sum(min(one.wrong or 0, one.n or 0) for one in found)


def _words(
    rows: Sequence[OutputSample],
    checked: int,
    wrong: int,
    low: float | None,
    high: float | None,
    before: float | None,
) -> str:
    if not rows:
        return "No output was checked yet"
    if low is None or high is None:
        return f"No random sample in four weeks, the last on {formats.day(rows[0].date)}"
    spread = formats.value_range(formats.percent(low, 1), formats.percent(high, 1))
    said = f"{wrong} of {checked} wrong in four weeks, {formats.percent(wrong / checked, 1)} ({spread})"
    return said if before is None else f"{said}; {formats.percent(before, 1)} in the four before"
