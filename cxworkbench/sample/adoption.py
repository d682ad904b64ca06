"""Adoption: who must adopt and how their work changes, whom it is to be rolled out to, training and milestones."""

from __future__ import annotations

from typing import Any

from cxworkbench.baselines import COPIED
from cxworkbench.sample.steps import Steps, told
from cxworkbench.sample.telling import put, update
from db.change import Change
from db.models import (
    BaselinePlan,
    BaselineValue,
    Cohort,
    Milestone,
    Population,
    PulseResult,
    Training,
)
from db.values import journal_text

_BILLING = (
    "Stops: searching the old wiki. Starts: an article opens by itself, F8 marks a wrong one, F9 switches it off. "
    "Stays: what is said and offered, the notes, targets and shifts."
)
_CHAT = (
    "Stops: meter readings and payment dates from the start. Starts: chats handed over with a note. "
    "Stays: complaints and vulnerable customers come to people at once."
)
_COMPLAINTS = (
    "Stops: typing the note from nothing. Starts: reading and correcting a draft before it is saved. "
    "Stays: the decision on the complaint and its wording to the customer."
)

#: key: pilot, name, people, site, contact type, mean tenure, volunteers, live on, champion, how work changes
COHORTS: dict[str, tuple[str, str, int, str, str, str, str, str | None, str | None, str]] = {
    "leeds_1": ("assist", "Leeds 1", 80, "Leeds", "Billing calls", "3.4", "0.30", "2025-11-03", "lewis", _BILLING),
    "leeds_2": ("assist", "Leeds 2", 60, "Leeds", "Billing calls", "3.1", "0", "2025-12-01", "priya", _BILLING),
    "cardiff": ("assist", "Cardiff", 100, "Cardiff", "Billing calls", "2.6", "0", "2026-01-12", "sian", _BILLING),
    "advisers": ("chat", "Chat advisers", 64, "Leeds", "Web chat", "2.2", "0", "2026-01-19", "ada", _CHAT),
    "comp_leeds": ("summary", "Leeds", 46, "Leeds", "Complaint calls", "3.1", "0", None, "ben", _COMPLAINTS),
    "comp_cardiff": ("summary", "Cardiff", 20, "Cardiff", "Complaint calls", "2.6", "0", None, "marta", _COMPLAINTS),
    "comp_night": ("summary", "Night shift", 8, "Cardiff", "Complaint calls", "1.9", "0", None, None, _COMPLAINTS),
}  # fmt: skip
#: pilot, name, people, mean tenure, sites, contact types
POPULATIONS = (
    ("assist", "All billing advisers", 268, "3.2", ["Leeds", "Cardiff", "Home"], ["Billing calls"]),
    ("chat", "Chat advisers of all shifts", 96, "2.4", ["Leeds", "Cardiff"], ["Web chat", "App chat"]),
    ("summary", "All service advisers", 310, "3.6", ["Leeds", "Cardiff", "Home"], ["All calls"]),
)


def _list_cohorts(pilot: str, moment: str, who: str) -> None:
    @told(moment, who, "List who must adopt")
    def listed(steps: Steps, change: Change) -> None:
        place = 0
        for key, one in COHORTS.items():
            if one[0] != pilot:
                continue
            place += 1
            _, name, people, site, contacts, tenure, volunteers, live, champion, work = one
            put(
                steps,
                change,
                Cohort,
                key,
                pilot=pilot,
                name=name,
                role="frontline_agents",
                headcount=people,
                site=site,
                contact_type=contacts,
                mean_tenure=tenure,
                volunteers=volunteers,
                live_on=live,
                champion=champion,
                how_work_changes=work,
                position=place,
            )
        for of, name, people, tenure, sites, contacts_in in POPULATIONS:
            if of == pilot:
                put(
                    steps,
                    change,
                    Population,
                    pilot=pilot,
                    name=name,
                    role="frontline_agents",
                    headcount=people,
                    mean_tenure=tenure,
                    sites=sites,
                    contact_types=contacts_in,
                    volunteers="0",
                    is_rollout=True,
                )


_list_cohorts("assist", "2025-08-18 14:00", "priya")
_list_cohorts("chat", "2025-11-10 14:00", "kemi")
_list_cohorts("summary", "2026-02-18 14:00", "ben")


@told("2026-02-02 17:30", "kemi", "Ada Nowak is back in quality: the chat advisers have no champion")
def champion_gone(steps: Steps, change: Change) -> None:
    update(steps, change, "advisers", champion=None)


@told("2026-02-17 12:00", "kemi", "Kemi Adeyemi is champion of the chat advisers")
def champion_named(steps: Steps, change: Change) -> None:
    update(steps, change, "advisers", champion="kemi")


def _tell_about_jobs(moment: str, who: str, *cohorts: str) -> None:
    @told(moment, who, "Tell what it means for jobs")
    def tell(steps: Steps, change: Change) -> None:
        for key in cohorts:
            update(steps, change, key, told_about_jobs=moment[:10])


_tell_about_jobs("2025-10-06 16:00", "priya", "leeds_1", "leeds_2")
_tell_about_jobs("2025-12-15 16:00", "sian", "cardiff")
_tell_about_jobs("2025-12-11 16:00", "kemi", "advisers")

# --------------------------------------------------------------------------------------------------- training

#: key, moment it was planned, pilot, cohort, title, planned, done, invited, completed, protected minutes
TRAININGS = (
    ("t1", "2025-09-30 16:20", "assist", "leeds_1", "Agent Assist on real calls", "2025-10-27", "2025-10-29", 80,
     80, 90),
    ("t2", "2025-09-30 16:22", "assist", "leeds_2", "Agent Assist on real calls", "2025-11-24", "2025-11-26", 60,
     60, 90),
    ("t3", "2025-09-30 16:24", "assist", "cardiff", "Agent Assist on real calls", "2026-01-05", "2026-01-23", 100,
     88, 90),
    ("t4", "2025-12-18 11:00", "chat", "advisers", "Chats handed over", "2026-01-14", "2026-01-16", 64, 61, 20),
)  # fmt: skip


def _train(
    key: str, moment: str, pilot: str, cohort: str, title: str, planned: str, done: str, *counts: int
) -> None:
    invited, completed, minutes = counts

    @told(moment, "jo", "Plan a training")
    def plan(steps: Steps, change: Change) -> None:
        put(
            steps,
            change,
            Training,
            key,
            pilot=pilot,
            cohort=cohort,
            title=title,
            planned=planned,
            invited=invited,
            completed=0,
            protected_minutes=minutes,
        )

    @told(f"{done} 17:25", "jo", "Record a training")
    def record(steps: Steps, change: Change) -> None:
        update(steps, change, key, done=done, completed=completed)


for _training in TRAININGS:
    _train(*_training)


@told("2026-01-12 07:40", "sian", "Count the training of Cardiff before it goes live")
def half_way(steps: Steps, change: Change) -> None:
    update(steps, change, "t3", completed=63)


# ------------------------------------------------------------------------------------------------- milestones

#: key, moment, who, pilot, workstream, cohort, stage, title, owner, planned, done, evidence
MILESTONES: tuple[tuple[Any, ...], ...] = (
    ("m_told", "2025-08-18 15:00", "jo", "assist", "governance", None, "aware", "Works council and team leaders told",
     "claire", "2025-08-28", "2025-08-28", "Letter of 28 Aug and list of questions"),
    ("m_c1", "2025-11-10 15:00", "jo", "chat", "adoption", "advisers", "aware", "Chat team briefed", "kemi",
     "2025-11-20", "2025-11-20", "Attendance, 64 of 64"),
    ("m_c2", "2025-11-10 15:01", "jo", "chat", "adoption", "advisers", "involved", "8 advisers test 200 chats",
     "kemi",
     "2025-12-18", "2025-12-19", "Findings log, 200 chats"),
    ("m_c3", "2025-11-10 15:02", "jo", "chat", "adoption", "advisers", "trained", "Chat advisers trained, 61 of 64",
     "kemi", "2026-01-14", "2026-01-16", "Sign-in sheet"),
    ("m_second", "2026-01-15 16:30", "priya", "assist", "adoption", None, "involved", "Second Leeds test", "priya",
     "2026-02-25", None, None),
)  # fmt: skip


def _milestone(one: tuple[Any, ...]) -> None:
    key, moment, who, pilot, stream, cohort, stage, title, owner, planned, done, evidence = one

    @told(moment, who, f"Plan: {title}")
    def plan(steps: Steps, change: Change) -> None:
        put(
            steps,
            change,
            Milestone,
            key,
            pilot=pilot,
            workstream=stream,
            cohort=cohort,
            stage=stage,
            title=title,
            owner=owner,
            planned=planned,
        )

    if done:

        @told(f"{done} 17:22", who, "Milestone done")
        def finish(steps: Steps, change: Change) -> None:
            update(steps, change, key, done=done, evidence=evidence, percent="1")


for _one in MILESTONES:
    _milestone(_one)


@told("2026-02-20 11:05", "priya", "Bin the second test in Leeds: Cardiff is tested instead")
def bin_the_second_test(steps: Steps, change: Change) -> None:
    update(steps, change, "m_second", binned="2026-02-20 11:05")


@told("2025-09-30 16:30", "jo", "Keep the dates of 30 September as baseline")
def baseline_of_september(steps: Steps, change: Change) -> None:
    """Copies what a baseline plan copies of Agent Assist, as it stands."""
    pilot = steps["assist"]
    put(
        steps,
        change,
        BaselinePlan,
        "baseline_assist",
        pilot="assist",
        name="Baseline of 30 September",
        made_on="2025-09-30",
        note="Dates as agreed with both sites before the first briefing.",
    )
    for record in list(steps.made.values()):
        state = change.state(type(record), record.id) if record.kind in COPIED else None
        if state is None or state.get("pilot") != pilot.id:
            continue
        for name in COPIED[record.kind]:
            written = journal_text(record.fields[name], state[name])
            if written is not None:
                put(
                    steps,
                    change,
                    BaselineValue,
                    baseline_plan="baseline_assist",
                    record=record,
                    field=name,
                    value=written,
                )


# ------------------------------------------------------------------------------------------------------ pulse

#: day, pilot, cohort, question, answers
PULSES = (
    ("2025-11-24", "assist", "leeds_1", "Does it help you on a call?", {"yes": 41, "sometimes": 22, "no": 9}),
    ("2025-11-24", "assist", "leeds_1", "Do you know what is done with your marks?", {"yes": 58, "no": 14}),
    ("2025-12-22", "assist", "leeds_2", "Does it help you on a call?", {"yes": 27, "sometimes": 18, "no": 8}),
    (
        "2026-02-09",
        "assist",
        "cardiff",
        "Does it help you on a call?",
        {"yes": 29, "sometimes": 31, "no": 26},
    ),
    ("2026-02-09", "assist", "cardiff", "Do you know what is done with your marks?", {"yes": 33, "no": 53}),
    (
        "2026-02-16",
        "chat",
        "advisers",
        "Does the note help you to take over?",
        {"yes": 14, "sometimes": 12, "no": 31},
    ),
)


def _pulse(day: str, pilot: str, cohort: str, question: str, answers: dict[str, int]) -> None:
    @told(f"{day} 17:35", "claire", "Record a pulse survey")
    def record(steps: Steps, change: Change) -> None:
        put(
            steps,
            change,
            PulseResult,
            pilot=pilot,
            cohort=cohort,
            day=day,
            question=question,
            answers=answers,
            n=sum(answers.values()),
        )


for _asked in PULSES:
    _pulse(*_asked)
