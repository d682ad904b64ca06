"""What belongs to the programme as a whole: holidays, phases, candidates, packs, mappings, kept files, an own field."""

from __future__ import annotations

import hashlib
from typing import Any

from cxworkbench.sample.steps import Steps, told
from cxworkbench.sample.telling import put, update
from db.change import Change
from db.models import (
    Attachment,
    CustomField,
    Evidence,
    FrictionPoint,
    Holiday,
    ImportMapping,
    MilestoneLink,
    Objective,
    Pack,
    Phase,
    Wording,
)

#: Bank holidays of England and Wales.
HOLIDAYS = {
    "2025-08-25": "Summer bank holiday",
    "2025-12-25": "Christmas Day",
    "2025-12-26": "Boxing Day",
    "2026-01-01": "New Year's Day",
    "2026-04-03": "Good Friday",
    "2026-04-06": "Easter Monday",
    "2026-05-04": "Early May bank holiday",
    "2026-05-25": "Spring bank holiday",
    "2026-08-31": "Summer bank holiday",
    "2026-12-25": "Christmas Day",
    "2026-12-28": "Boxing Day, substitute day",
}


@told("2025-07-03 09:00", "jo", "Set the working days and holidays")
def holidays(steps: Steps, change: Change) -> None:
    for day, name in HOLIDAYS.items():
        put(steps, change, Holiday, day=day, name=name)


# ----------------------------------------------------------------------------------------------------- phases


def _phase(moment: str, who: str, key: str, pilot: str, kind: str, ends: str, decision: str | None) -> None:
    @told(moment, who, f"Note the phase: {kind}")
    def begin(steps: Steps, change: Change) -> None:
        if ends:
            update(steps, change, ends, ended_on=moment[:10])
        put(steps, change, Phase, key, pilot=pilot, kind=kind, started_on=moment[:10], decision=decision)


_phase("2025-11-03 08:02", "jo", "phase_assist", "assist", "live", "", None)
_phase("2026-01-19 08:02", "jo", "phase_chat", "chat", "live", "", None)
_phase("2026-03-09 15:34", "jo", "phase_paused", "chat", "paused", "phase_chat", "d10")

# ------------------------------------------------------------------------------------------------- candidates

#: key, moment, who, title, friction point, step, people, volume, evidence
#: outcome, baseline, from, to, source, target, owner, origin, value a year, effort, why parked
CANDIDATES: tuple[tuple[Any, ...], ...] = (
    ("email", "2025-10-22 10:00", "liam", "Email triage", "Complaint emails found after 2 days", "Send a complaint",
     "Customers who complain in writing", 2_600, "Mail log, 6 weeks: 41 hours to the first read",
     "Complaints read the same day", "41", "2025-09-01", "2025-10-13", "Mail log", "8", "liam", "own_data",
     "120000", "medium", "After Auto-Summary"),
    ("outage", "2025-11-04 10:00", "ana", "Outage messages", "Callers ask about a known outage", "Report a fault",
     "Customers in an outage", 3_900, "Call reasons of six outages: 1,940 calls each", "Fewer calls in an outage",
     "1940", "2025-06-01", "2025-10-01", "Call reasons", "900", "ana", "customer_evidence", "85000", "small",
     "Waits for the new outage map"),
    ("move", "2025-12-04 10:00", "meera", "Move-home voice", "Movers repeat details to three teams", "Move home",
     "Customers who move", 5_200, "Call tracing, 8 weeks: 2.7 calls a move", "One call settles a move", "2.7",
     "2025-09-01", "2025-10-27", "Call tracing", "1.3", None, "customer_evidence", "210000", "large", "No owner yet"),
    ("offer", "2026-01-08 10:00", "jonas", "Next-best offer", None, None, None, None, None, "Higher conversion",
     None, None,
     None, None, None, None, "executive_wish", None, "large", "No friction point"),
    ("explainer", "2026-02-05 10:00", "jo", "Bill explainer", "Customers do not understand the new bill",
     "Read a bill",
     "All customers", 24_000, "Search terms of the help pages", "Fewer questions about the bill", None, None, None,
     None, None, "priya", "vendor_offer", None, "medium", "Same customers as Agent Assist"),
)  # fmt: skip


def _candidate(one: tuple[Any, ...]) -> None:
    key, moment, who, title, point, step, people, volume, evidence = one[:9]
    outcome, baseline, since, to, source, target, owner, origin, worth, effort, parked = one[9:]

    @told(moment, who, f"Add the candidate {title}")
    def add(steps: Steps, change: Change) -> None:
        if point:
            put(
                steps,
                change,
                FrictionPoint,
                f"friction_{key}",
                title=point,
                journey_step=step,
                affected_people=people,
                volume_per_month=volume,
                evidence=evidence,
                owner=owner,
            )
        put(
            steps,
            change,
            Objective,
            f"candidate_{key}",
            title=title,
            friction_point=f"friction_{key}" if point else None,
            outcome=outcome,
            outcome_kind="customer",
            baseline_value=baseline,
            baseline_from=since,
            baseline_to=to,
            baseline_source=source,
            target_value=target,
            owner=owner,
            origin=origin,
            expected_value=worth,
            effort=effort,
            parked=True,
            parked_reason=parked,
        )


for _one in CANDIDATES:
    _candidate(_one)


@told("2026-03-09 08:50", "jo", "Bin the candidate Bill explainer")
def bin_the_explainer(steps: Steps, change: Change) -> None:
    update(steps, change, "candidate_explainer", binned="2026-03-09 08:50")


# ----------------------------------------------------------------------------------------------- dependencies

#: before, after, days between
LINKS = (
    ("m1", "m3", 0),
    ("m2", "m3", 7),
    ("m1", "m4", 0),
    ("m5", "m6", 14),
    ("m6", "m7", 28),
    ("m4", "m8", 0),
    ("m7", "m8", 28),
)


@told("2025-09-30 16:10", "jo", "What waits for what in Agent Assist")
def dependencies(steps: Steps, change: Change) -> None:
    for before, after, lag in LINKS:
        put(steps, change, MilestoneLink, before=before, after=after, kind="FS", lag=lag)


@told("2026-03-10 15:40", "jo", "The relaunch waits for the data fixes")
def relaunch_waits(steps: Steps, change: Change) -> None:
    put(
        steps,
        change,
        MilestoneLink,
        before="m_fixes",
        after="m_relaunch",
        kind="FS",
        lag=10,
        in_working_days=True,
    )


# ------------------------------------------------------------------------- imports, packs, an own field, files


@told("2025-11-11 14:00", "jo", "Remember how the weekly export is read")
def import_mapping(steps: Steps, change: Change) -> None:
    put(
        steps,
        change,
        ImportMapping,
        name="Weekly export of the call platform",
        file_shape=hashlib.sha256(b"Week;Queue;Calls;First time").hexdigest(),
        target="readings",
        columns={"Week": "period", "First time": "numerator", "Calls": "n"},
        filter="Queue is Billing",
        aggregation={"shape": "long", "by": "week", "about": "fcr"},
        date_order="dmy",
        decimal_mark=".",
        last_used="2026-03-10 14:11",
    )


@told("2025-11-14 09:30", "jo", "Set up the packs")
def packs(steps: Steps, change: Change) -> None:
    put(
        steps,
        change,
        Pack,
        "pack_steering",
        name="Steering pack",
        kind="steering",
        sections=[
            "cover",
            "summary",
            "changes",
            "conditions",
            "pilots",
            "metrics",
            "roi",
            "risks",
            "decisions",
        ],
        options={"paper": "a4", "ink": "grey"},
        header="Larkfield service programme",
    )
    put(
        steps,
        change,
        Pack,
        name="Council and data protection",
        kind="governance",
        sections=["governance", "incidents", "data"],
        options={"paper": "a4", "ink": "grey"},
        footer="For the works council and data protection only",
    )


@told("2026-03-10 17:30", "jo", "Write the foreword of the pack for review 5")
def foreword(steps: Steps, change: Change) -> None:
    put(
        steps,
        change,
        Wording,
        of="pack_steering",
        section="summary",
        text="Three decisions are asked tomorrow. The one that can't wait is who answers for Chat Assistant.",
    )


@told("2025-10-27 10:00", "jo", "Number risks as the group's register does")
def own_field(steps: Steps, change: Change) -> None:
    put(
        steps,
        change,
        CustomField,
        table="risk",
        name="Group register",
        kind="text",
        help="Number of the same risk in the register of the group.",
        position=1,
    )


#: moment, who, file, record, note, content
FILES = (
    ("2025-08-28 17:10", "claire", "Letter to the works council, 28 Aug 2025.txt", "m_told",
     "The letter as handed over",
     "It listens for the topic of a billing call, keeps transcripts for 90 days, and rates nobody.\n"),
    ("2025-10-31 15:10", "meera", "Switch-off rehearsal, 31 Oct 2025.txt", "assist_kill_switch", "Protocol",
     "14:02 called. 14:05 switched off in Leeds by the duty lead. 14:09 confirmed by IT. Seven minutes.\n"),
    ("2026-02-27 15:50", "grace", "Sample of 120 answers, 27 Feb 2026.csv", "kb_wrong", "Counts by topic",
     "topic,sampled,wrong\nexit fees,31,22\nprice cap,24,17\nmeter readings,33,9\npayment dates,32,13\n"),
)  # fmt: skip


def _attach(moment: str, who: str, name: str, record: str, note: str, content: str) -> None:
    @told(moment, who, f"Attach {name}")
    def attach(steps: Steps, change: Change) -> None:
        written = content.encode()
        put(
            steps,
            change,
            Attachment,
            name,
            name=name,
            media_type="text/csv" if name.endswith(".csv") else "text/plain",
            size=len(written),
            sha256=change.keep(written),
        )
        put(steps, change, Evidence, attachment=name, record=record, note=note)


for _file in FILES:
    _attach(*_file)
