"""The controls of each pilot: set up before go-live, run at their cadence, and what the runs found."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cxworkbench.sample.steps import Steps, told
from cxworkbench.sample.telling import put, update
from db.change import Change
from db.models import Control, ControlRun

#: catalogue id: name, owner, cadence in days, evidence; what every pilot at Larkfield is checked for
CONTROLS = {
    "ai_inventory": ("Entry in the register of AI uses", "jo", 180, "Register, entry with owner and version"),
    "purpose_limits": ("Page on purpose and limits", "meera", 180, "Page approved by operations"),
    "accountability_named": ("Seven questions answered with names", "jo", 180, "Grid of the seven questions"),
    "legal_classification": ("Legal classification", "ruth", 180, "Memo: limited risk, no rating of people"),
    "impact_assessment": ("Review data protection assessment", "daniel", 365, "Assessment with Hanna's advice"),
    "human_oversight": ("Who checks which output, and when", "meera", 120, "Table of oversight, seeded errors found"),
    "pre_release_test": ("Fixed test set before each change", "lewis", 120, "Report with version and pass marks"),
    "output_sampling": ("Sample 50 outputs a week", "lewis", 7, "Sample log"),
    "kill_switch": ("Switch it off on the floor in 15 min", "meera", 120, "Rehearsal with the minutes it took"),
    "incident_process": ("Incident desk and severity scale", "meera", 180, "Incident log, one rehearsal"),
    "feedback_appeal": ("Route for wrong suggestions (F8)", "sian", 45, "Count of marks and time to answer"),
    "approved_content": ("Only approved articles are drawn on", "grace", 45, "List of articles with owner and date"),
    "data_governance": ("Sources, retention and access in order", "daniel", 120, "Source records and audits"),
    "supplier_terms": ("Check the supplier against the terms", "femi", 180, "Checklist against the contract"),
    "security_tests": ("Injection and leakage tests", "ana", 180, "Report of the test and fixes"),
    "action_limits": ("It may change nothing by itself", "meera", 45, "Table of limits and log sample"),
    "change_control": ("Review change log", "nadia", 45, "Log of changes with approver and version"),
    "logging": ("Rebuild one case from the log", "ana", 120, "One case rebuilt"),
    "workers_informed": ("Works council and teams informed", "claire", 180, "Letter and minutes of the council"),
    "ai_literacy": ("Users and overseers trained to their role", "claire", 365, "Training records by role"),
}  # fmt: skip
#: what differs for Chat Assistant; it faces customers, and has two controls that nobody owns
CHAT = {
    "output_sampling": ("Sample 50 chats a week for accuracy", None, 7, "Sample log"),
    "kill_switch": ("Stop test: take chat offline in 15 min", None, 90, None),
    "human_route": ("Hand vulnerable customers to a person", "ruth", 28, "Ten test chats a month"),
    "disclose_ai": ("First line says that it is an AI", "kemi", 45, "Screenshot of the first line"),
    "data_governance": ("Delete transcripts after 90 days", "daniel", 30, "Count of transcripts by age"),
    "change_control": ("Review change log", "nadia", 7, "Log of changes with approver and version"),
    "supplier_terms": ("Check vendor uptime, at least 99.5%", "femi", 30, "Monthly report of Brightline"),
    "feedback_appeal": ("Thumbs down and complaint tag", "kemi", 45, "Count by week"),
    "action_limits": ("Chat changes nothing in an account", "tom", 45, "Table of limits and log sample"),
}


def run(
    steps: Steps,
    change: Change,
    control: str,
    day: date,
    *,
    passed: bool,
    who: str | None,
    text: str,
    measured: Any = None,
    needs: Any = None,
    next_due: date | None = None,
) -> None:
    """One run of a control; the next is due after its cadence."""
    put(
        steps,
        change,
        ControlRun,
        control=control,
        run_on=str(day),
        passed=passed,
        measured=measured,
        needs=needs,
        by=who,
        text=text,
    )
    cadence = steps[control].value("cadence_days")
    due = next_due or day + timedelta(days=cadence)
    update(steps, change, control, next_due=str(due))


def _set_up(pilot: str, moment: str, controls: dict[str, tuple[str, str | None, int, str | None]]) -> None:
    @told(moment, "jo", "Set up the controls")
    def set_up(steps: Steps, change: Change) -> None:
        for id, (name, owner, cadence, evidence) in controls.items():
            never = evidence is None
            put(
                steps,
                change,
                Control,
                f"{pilot}_{id}",
                pilot=pilot,
                catalogue_id=id,
                name=name,
                owner=owner,
                cadence_days=cadence,
                evidence=evidence,
                status="planned" if never else "in place",
                next_due="2026-01-16" if never else None,
            )


def _run_all(pilot: str, moment: str, ids: list[str], who: str = "jo") -> None:
    """One round: each of these controls was run that day and passed."""
    day = date.fromisoformat(moment[:10])

    @told(moment, who, "Record a round of controls")
    def record(steps: Steps, change: Change) -> None:
        for id in ids:
            key = f"{pilot}_{id}"
            owner = next(
                (name for name, made in steps.made.items() if made.id == steps[key].value("owner")), None
            )
            run(steps, change, key, day, passed=True, who=owner, text="No open points")


_set_up("assist", "2025-10-21 09:00", dict(CONTROLS))
_YEARLY = [id for id, one in CONTROLS.items() if one[2] >= 180]
_QUARTERLY = [id for id, one in CONTROLS.items() if one[2] == 120]
_MONTHLY = [id for id, one in CONTROLS.items() if one[2] == 45]
_run_all("assist", "2025-10-31 15:00", [*_YEARLY, *_QUARTERLY, *_MONTHLY, "output_sampling"])
_run_all("assist", "2025-12-12 15:00", _MONTHLY)
_run_all("assist", "2026-01-23 15:00", [*_QUARTERLY, *_MONTHLY])
_run_all("assist", "2026-03-05 15:00", _MONTHLY)

_SINGLY = (
    "output_sampling",
    "kill_switch",
    "human_route",
    "data_governance",
    "change_control",
    "supplier_terms",
)
_chat = {**CONTROLS, **CHAT}
_set_up("chat", "2026-01-12 09:00", _chat)
_NOT_RUN = ("output_sampling", "kill_switch")
_run_all("chat", "2026-01-14 15:00", [id for id in _chat if id not in _NOT_RUN])
_run_all("chat", "2026-02-26 15:00", [id for id in _chat if id not in _SINGLY and _chat[id][2] == 45])

#: Changes of Chat Assistant week by week, all approved.
CHANGES = {
    "2026-01-21": "4",
    "2026-01-28": "9",
    "2026-02-04": "5",
    "2026-02-11": "3",
    "2026-02-18": "7",
    "2026-02-25": "5",
    "2026-03-04": "4",
}
#: moment, control, who, passed, text, measured, needs, next date where it isn't the cadence's
SINGLE_RUNS: tuple[tuple[str, str, str, bool, str, str | None, str | None, str | None], ...] = (
    ("2026-01-30 16:00", "human_route", "ruth", True, "10 of 10 handed over", "10", "10", None),
    ("2026-02-02 12:00", "supplier_terms", "femi", True, "99.8%", "99.8", "99.5", None),
    ("2026-02-03 09:30", "data_governance", "daniel", False, "Policy not published", None, None, None),
    ("2026-02-27 16:00", "human_route", "ruth", False, "9 of 10 handed over", "9", "10", None),
    (
        "2026-03-02 09:30",
        "data_governance",
        "daniel",
        False,
        "Policy not published",
        None,
        None,
        "2026-03-05",
    ),
    ("2026-03-02 12:00", "supplier_terms", "femi", True, "99.7%", "99.7", "99.5", None),
    ("2026-03-09 10:20", "change_control", "nadia", True, "6 changes, 6 approved", "6", "6", None),
    *(
        (
            f"{day} 10:20",
            "change_control",
            "nadia",
            True,
            f"{count} changes, {count} approved",
            count,
            count,
            None,
        )
        for day, count in CHANGES.items()
    ),
)


def _run_singly(
    moment: str,
    id: str,
    who: str,
    passed: bool,
    text: str,
    measured: str | None,
    needs: str | None,
    next_due: str | None,
) -> None:
    @told(moment, who, f"Run a control: {CHAT[id][0]}")
    def record(steps: Steps, change: Change) -> None:
        day = date.fromisoformat(moment[:10])
        due = date.fromisoformat(next_due) if next_due else None
        run(
            steps,
            change,
            f"chat_{id}",
            day,
            passed=passed,
            who=who,
            text=text,
            measured=measured,
            needs=needs,
            next_due=due,
        )


for _single in SINGLE_RUNS:
    _run_singly(*_single)

#: Auto-Summary has what Frame and Prepare ask for; the rest is set up before its go-live.
_set_up(
    "summary",
    "2026-02-18 10:20",
    {id: CONTROLS[id] for id in ("ai_inventory", "purpose_limits", "legal_classification", "supplier_terms")},
)
_run_all("summary", "2026-02-25 15:00", ["ai_inventory", "purpose_limits"])
