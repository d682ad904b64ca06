"""What the front-line briefing says, composed from a pilot's plan in plain sentences; what is too hard is named."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from cxworkbench import formats
from cxworkbench.assessment import PilotState
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.plain import MOST_LIX, Readability, Reading
from cxworkbench.briefings.sections.adoption import SMALLEST_GROUP
from cxworkbench.judged_metric import MetricState
from db.models import Accountability, Barrier, Cohort, FrictionPoint, Objective, Person, Pilot, Tool, Training

#: Barriers closed so recently are still told: people want to hear what came of it.
_STILL_TOLD = timedelta(weeks=4)
_PARTS = re.compile(r"\b(Stops|Starts|Stays)\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """Something that somebody said, what is done, and whom to ask."""

    said: tuple[str, ...]
    who: str
    doing: tuple[str, ...]
    ask: str


@dataclass
class Words:
    """Everything that the page says, as sentences.

    Attributes:
        why: why it is done.
        steps: numbered: what, and its sentences.
        changes, stays: what changes for people, and what doesn't.
        told: what people said.
        wrong: what to do when it says something wrong.
        more: how to say more.
        hard: texts of the plan that are too hard to read for this page.
    """

    lead: list[str] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    steps: list[tuple[str, list[str]]] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    stays: list[str] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)
    hard: list[str] = field(default_factory=list)

    def sentences(self) -> list[str]:
        """Everything that is read as sentences; the lists of days and names under the steps are none."""
        told = [one for point in self.told for one in (*point.said, *point.doing)]
        return [*self.lead, *self.why, *self.changes, *self.stays, *told, *self.wrong, *self.more]


def names_of(edition: Edition) -> Iterator[str]:
    """The plan's names: they are read as names, however long they are."""
    plan = edition.plan
    yield from (edition.press.shown(one.name) for one in plan.all(Person))
    for family in (Pilot, Cohort, Tool):
        for one in plan.all(family):
            yield str(one.value("name") or "")
    for one in plan.all(Pilot):
        yield one.short_name or ""
    for cohort in plan.all(Cohort):
        yield cohort.site or ""
    for tool in plan.all(Tool):
        yield tool.vendor or ""
    yield plan.programme.name or ""
    yield plan.programme.organisation or ""


def compose(edition: Edition, state: PilotState) -> tuple[Words, Readability]:
    """The words of a pilot's page, within both bounds whatever the plan says."""
    reading = Reading(names_of(edition))
    dropped: set[str] = set()
    while True:
        made = _Composer(edition, state, reading, dropped)
        words = made.words()
        found = reading.measure(words.sentences())
        if found.lix <= MOST_LIX or not made.from_plan:
            return words, found
        # The hardest text of the plan gives way until the page can be read.
        dropped.add(max(made.from_plan, key=lambda text: reading.measure(made.from_plan[text]).lix))


class _Composer:
    """Composes the words once, without the texts that were too hard."""

    def __init__(self, edition: Edition, state: PilotState, reading: Reading, dropped: set[str]) -> None:
        self._edition, self._plan, self._state = edition, edition.plan, state
        self._pilot = state.pilot
        self._reading, self._dropped = reading, dropped
        self.from_plan: dict[str, list[str]] = {}
        self._hard: list[str] = [*dropped]

    def words(self) -> Words:
        """All of it."""
        found = Words(hard=self._hard)
        found.lead = self._lead()
        found.why = self._why()
        found.steps = self._steps()
        found.changes, found.stays = self._changes()
        found.told = [self._told(one) for one in self._barriers()]
        found.wrong = self._wrong()
        found.more = self._more()
        return found

    def plain(self, text: str | None, before: str = "") -> list[str]:
        """A text of the plan in short sentences, behind some words; nothing where it is too hard, which is noted."""
        told = " ".join((text or "").split())
        if not told or told in self._dropped:
            return []
        found = self._reading.sentences(self._edition.press.shown(text or ""), before)
        if found is None:
            if told not in self._hard:
                self._hard.append(told)
            return []
        self.from_plan[told] = found
        return found

    # ---------------------------------------------------------------------------------------------------- parts

    def _cohorts(self) -> list[Cohort]:
        return self._plan.of_pilot(Cohort, self._pilot)

    def _lead(self) -> list[str]:
        cohorts = self._cohorts()
        people = sum(one.headcount or 0 for one in cohorts)
        sites = list(dict.fromkeys(one.site for one in cohorts if one.site))
        where = f" in {formats.listed(sites)}" if sites else ""
        if not cohorts:
            return ["No team is named yet."]
        said = [
            f"For {formats.plural(people, 'person', 'people')}{where}."
            if people
            else f"For the teams{where}."
        ]
        ahead = [
            one.planned
            for one in self._plan.of_pilot(Training, self._pilot)
            if one.planned is not None and one.done is None and one.planned >= self._edition.as_of
        ]
        if ahead:
            said.append(f"Please read it before {formats.short_day(min(ahead))}.")
        return said

    def _why(self) -> list[str]:
        said: list[str] = []
        points = self._plan.of_pilot(FrictionPoint, self._pilot)
        said += self.plain(points[0].title) if points else ["The plan does not say yet what is wrong today."]
        objective = min(
            self._plan.of_pilot(Objective, self._pilot), key=lambda one: one.priority or 99, default=None
        )
        metric = next(
            (
                one
                for one in self._state.metrics
                if objective is not None and one.metric.id == objective.metric
            ),
            None,
        )
        if metric is not None:
            said += self._measured(metric, objective)
        return said

    def _measured(self, one: MetricState, objective: Objective | None) -> list[str]:
        """What came of it so far, and what is aimed at."""
        metric, band = one.metric, one.verdict.band
        said = self.plain(metric.name, "We count: ")
        figure = (
            band.mean
            if band.T and math.isfinite(band.mean) and metric.comparison != "control"
            else one.latest
        )
        before = None if metric.baseline_value is None else float(metric.baseline_value)
        if figure is not None and one.window is not None and before is not None:
            since = formats.long_day(one.window.go_live).split()[2]
            from_, to = (self._figure(metric.unit, value, metric.decimals) for value in (before, figure))
            said.append(f"Since {since} it went from {from_} to {to}.")
        elif figure is not None:
            said.append(f"Today it is {self._figure(metric.unit, figure, metric.decimals)}.")
        else:
            said.append("There is no figure yet.")
        if objective is not None and objective.target_value is not None:
            by = (
                f" by {formats.near_day(objective.target_date, self._edition.as_of)}"
                if objective.target_date
                else ""
            )
            said.append(
                f"We aim for {self._figure(metric.unit, float(objective.target_value), metric.decimals)}{by}."
            )
        return said

    @staticmethod
    def _figure(unit: str | None, value: float, decimals: int | None) -> str:
        if unit == "percent":
            return f"{formats.number(value, 0)} in 100"
        if unit == "seconds":
            return f"{formats.clock(value)} min"
        return formats.metric_value(value, unit, decimals)

    def _steps(self) -> list[tuple[str, list[str]]]:
        """Trained, started, helped: when, and by whom."""
        cohorts = self._cohorts()
        trained: list[str] = []
        for one in self._plan.of_pilot(Training, self._pilot):
            cohort = self._plan.get(Cohort, one.cohort)
            when = one.done or one.planned
            if cohort is None or when is None:
                continue
            minutes = f", {one.protected_minutes} min" if one.protected_minutes else ""
            trained.append(f"{cohort.name}: {formats.near_day(when, self._edition.as_of)}{minutes}.")
        started = [
            f"{one.name}: {formats.near_day(one.live_on, self._edition.as_of)}."
            if one.live_on is not None
            else f"{one.name}: no day yet."
            for one in cohorts
        ]
        helped = [
            f"{one.name}: {self._person(one.champion)}." if one.champion else f"{one.name}: nobody is named."
            for one in cohorts
        ]
        return [
            ("You are trained", trained or ["No day is set yet."]),
            ("You start", started or ["No day is set yet."]),
            ("You get help", helped or ["Nobody is named yet."]),
        ]

    def _person(self, id: str | None) -> str:
        return self._edition.press.shown(self._plan.person_name(id))

    def _changes(self) -> tuple[list[str], list[str]]:
        """What starts and stops, and what stays, as the cohorts have it; each once."""
        changes: list[str] = []
        stays: list[str] = self.plain(self._pilot.what_stays)
        for text in dict.fromkeys(one.how_work_changes or "" for one in self._cohorts()):
            for word, part in _in_parts(text):
                if word == "stays":
                    stays += self.plain(part)
                else:
                    changes += self.plain(part, "No more: " if word == "stops" else "")
        told = [one.told_about_jobs for one in self._cohorts() if one.told_about_jobs is not None]
        if told:
            stays.append(
                f"You heard on {formats.near_day(min(told), self._edition.as_of)} what it means for jobs."
            )
        return _once(changes), _once(stays)

    def _barriers(self) -> list[Barrier]:
        as_of = self._edition.as_of
        rows = [
            one
            for one in self._plan.of_pilot(Barrier, self._pilot)
            if (one.date is None or one.date <= as_of)
            and (one.closed_on is None or one.closed_on > as_of - _STILL_TOLD)
        ]
        rows = self._edition.rows(rows, lambda one: one)
        return sorted(rows, key=lambda one: (one.closed_on is not None, -(one.people or 0), one.number or 0))

    def _told(self, one: Barrier) -> Told:
        cohort = self._plan.get(Cohort, one.cohort)
        where = cohort.name if cohort is not None else "all teams"
        few = one.people is not None and one.people < SMALLEST_GROUP
        count = (
            ""
            if one.people is None
            else f"under {formats.in_words(SMALLEST_GROUP)} people, "
            if few
            else f"{formats.plural(one.people, 'person', 'people')}, "
        )
        said = self.plain(one.text) or ["This point is too hard to print here."]
        doing = self.plain(one.response) or self.plain(one.remedy)
        if one.closed_on is not None and one.closed_on <= self._edition.as_of:
            doing = [*doing, f"Done on {formats.near_day(one.closed_on, self._edition.as_of)}."]
        elif not doing:
            doing = ["There is no answer yet."]
        elif (
            one.due is not None
            and formats.short_day(one.due) not in " ".join(doing)
            and not _names_day(doing, one.due)
        ):
            doing = [*doing, f"By {formats.near_day(one.due, self._edition.as_of)}."]
        return Told(tuple(said), f"{count}{where}", tuple(doing), self._person(one.owner))

    def _wrong(self) -> list[str]:
        """Who handles errors, and who stands in."""
        rows = self._plan.of_pilot(Accountability, self._pilot)
        row = next((one for one in rows if one.question == "handle_errors"), None)
        said = ["Do not pass it on."]
        if row is None or row.accountable is None:
            owner = (
                f"Tell {self._person(self._pilot.owner)} until then."
                if self._pilot.owner
                else "Tell your team leader."
            )
            return [*said, "Nobody is named yet who puts it right.", owner]
        said.append(f"Tell {self._person(row.accountable)}, who puts it right.")
        if row.deputy is not None:
            said.append(f"{self._person(row.deputy)} stands in.")
        else:
            said.append("Nobody stands in yet.")
        return said

    def _more(self) -> list[str]:
        owner = self._person(self._pilot.owner)
        said = ["Write on the back of this page.", "Hand it to your team leader."]
        return [*said, f"Or ask {owner}." if self._pilot.owner else "Nobody is named yet to ask."]


def _in_parts(text: str) -> Iterable[tuple[str, str]]:
    """A text by "Stops: … Starts: … Stays: …"; one without these words is all of what starts."""
    parts = _PARTS.split(text)
    if len(parts) < 3:
        return [("starts", text)] if text.strip() else []
    lead = [("starts", parts[0])] if parts[0].strip() else []
    return lead + [(word.lower(), part) for word, part in zip(parts[1::2], parts[2::2], strict=True)]


def _names_day(said: Iterable[str], day: date) -> bool:
    """Whether sentences name a day in full: "by 13 March"."""
    long = formats.long_day(day).split()
    return f"{long[1]} {long[2]}" in " ".join(said)


def _once(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(texts))
