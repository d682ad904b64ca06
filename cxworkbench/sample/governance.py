"""Who answers for what in each pilot, what went wrong, and which outputs people checked."""

from __future__ import annotations

from datetime import date, timedelta

from cxworkbench.sample.controls import run
from cxworkbench.sample.steps import Steps, told
from cxworkbench.sample.telling import put, update
from db.change import Change
from db.models import Accountability, Incident, OutputSample

QUESTIONS = (
    "model_performance",
    "data_compliance",
    "ethical_oversight",
    "output_quality",
    "monitor_outputs",
    "handle_errors",
    "decide_unexpected",
)
#: question: forum, where it goes when it is stuck
WHERE = {
    "model_performance": ("Sponsor review", "helen"),
    "data_compliance": ("Data round", "hanna"),
    "ethical_oversight": ("Governance review", "helen"),
    "output_quality": ("Content round", "meera"),
    "monitor_outputs": ("Quality round", "meera"),
    "handle_errors": ("Duty desk", "meera"),
    "decide_unexpected": ("Duty desk", "helen"),
}
#: pilot, question: who answers, who stands in
NAMED: dict[str, dict[str, tuple[str, str | None]]] = {
    "assist": {
        "model_performance": ("priya", "sian"),
        "data_compliance": ("daniel", None),
        "ethical_oversight": ("ruth", "daniel"),
        "output_quality": ("nadia", "grace"),
        "monitor_outputs": ("lewis", "ada"),
        "handle_errors": ("sian", "lewis"),
        "decide_unexpected": ("meera", "sian"),
    },
    "chat": {
        "model_performance": ("tom", "kemi"),
        "data_compliance": ("daniel", "ana"),
        "ethical_oversight": ("ruth", "daniel"),
        "output_quality": ("nadia", "grace"),
    },
    "summary": {
        "model_performance": ("marta", "ben"),
        "data_compliance": ("daniel", "ana"),
        "ethical_oversight": ("ruth", "daniel"),
        "output_quality": ("nadia", "grace"),
    },
}


def _open_questions(pilot: str, moment: str) -> None:
    @told(moment, "jo", "Put the seven questions")
    def ask(steps: Steps, change: Change) -> None:
        for question in QUESTIONS:
            forum, stuck = WHERE[question]
            put(
                steps,
                change,
                Accountability,
                f"{pilot}_{question}",
                pilot=pilot,
                question=question,
                forum=forum,
                escalates_to=stuck,
            )


def _name_people(pilot: str, moment: str, who: str) -> None:
    @told(moment, who, "Name who answers for what")
    def name(steps: Steps, change: Change) -> None:
        for question, (accountable, deputy) in NAMED[pilot].items():
            update(steps, change, f"{pilot}_{question}", accountable=accountable, deputy=deputy)


for _pilot, _asked, _named, _by in (
    ("assist", "2025-07-03 11:05", "2025-10-20 11:00", "helen"),
    ("chat", "2025-08-20 09:45", "2026-01-08 16:00", "tom"),
    ("summary", "2025-12-11 10:35", "2026-02-18 10:00", "marta"),
):
    _open_questions(_pilot, _asked)
    _name_people(_pilot, _named, _by)


@told("2026-02-24 11:20", "daniel", "Name a deputy for data compliance of Agent Assist")
def deputy_for_data(steps: Steps, change: Change) -> None:
    update(steps, change, "assist_data_compliance", deputy="ana")


# -------------------------------------------------------------------------------------------------- incidents

#: key, pilot, severity, opened, title, owner, customers affected, what happened
INCIDENTS = (
    ("inc1", "assist", "sev4", "2025-10-13 11:20", "Article list opens twice in the test", "ana", 0,
     "In the test of 13 October the list of articles opened twice on transferred calls."),
    ("inc2", "assist", "sev4", "2025-10-14 15:05", "Welsh accents are read as English names", "lewis", 0,
     "Three testers saw place names turned into English words; no article was wrong."),
    ("inc3", "assist", "sev3", "2025-12-15 09:40", "Summary text in the wrong account", "daniel", 1,
     "A call was held while the adviser changed account; the note was kept with the second one."),
    ("inc4", "assist", "sev4", "2026-01-05 08:15", "Slow suggestions for 3 hours", "ana", 0,
     "Suggestions took 9 seconds after the restart of the index."),
    ("inc5", "assist", "sev4", "2026-02-03 13:30", "Withdrawn tariff shown to advisers", "lewis", 2,
     "A tariff withdrawn on 1 February was still suggested. Two calls, no loss."),
    ("inc6", "chat", "sev3", "2026-02-17 10:10", "Out-of-date price cap in 34 chats", "kemi", 34,
     "Thirty-four customers were given the price cap of the last quarter. Content was fixed on 19 February."),
    ("inc7", "chat", "sev2", "2026-02-24 16:45", "Wrong exit fee quoted to 11 customers", None, 11,
     "Eleven customers were told an exit fee that their tariff does not have. Nine were refunded."),
)  # fmt: skip
#: key, contained, closed, cause
CLOSED = (
    ("inc1", "2025-10-13 12:00", "2025-10-15 17:00", "The list was called by both call legs."),
    ("inc2", "2025-10-14 16:00", "2025-10-24 12:00", "Place names of Wales were missing in the word list."),
    ("inc3", "2025-12-15 11:00", "2025-12-17 16:20", "The note took the account that was open at its end."),
    ("inc4", "2026-01-05 11:15", "2026-01-05 11:30", "The index was rebuilt without its cache."),
    ("inc5", "2026-02-03 15:00", "2026-02-04 10:00", "The withdrawal reached the tariff table a day late."),
)


def _open_incident(
    key: str, pilot: str, severity: str, opened: str, title: str, owner: str | None, customers: int, what: str
) -> None:
    @told(f"{opened[:11]}17:30", "jo", f"Log an incident: {title}")
    def log(steps: Steps, change: Change) -> None:
        put(
            steps,
            change,
            Incident,
            key,
            pilot=pilot,
            title=title,
            severity=severity,
            opened_on=opened,
            owner=owner,
            customers_affected=customers,
            what_happened=what,
        )


def _close_incident(key: str, contained: str, closed: str, cause: str) -> None:
    @told(f"{closed[:11]}17:40", "jo", "Close an incident")
    def close(steps: Steps, change: Change) -> None:
        update(steps, change, key, contained_on=contained, closed_on=closed, cause=cause)
        if key == "inc3":
            update(steps, change, key, action="a7", customers_told=1)


for _incident in INCIDENTS:
    _open_incident(*_incident)
for _closing in CLOSED:
    _close_incident(*_closing)


@told("2026-02-19 16:00", "kemi", "Contain INC-06: the price cap is right again")
def price_cap_fixed(steps: Steps, change: Change) -> None:
    update(
        steps,
        change,
        "inc6",
        contained_on="2026-02-19 15:30",
        cause="The price cap stood in four articles; one of them was updated.",
    )


@told("2026-03-02 11:10", "kemi", "Letters for INC-06, refunds for INC-07")
def refunds(steps: Steps, change: Change) -> None:
    update(steps, change, "inc6", action="a27", customers_told=0)
    update(
        steps,
        change,
        "inc7",
        contained_on="2026-02-25 09:00",
        customers_told=9,
        money_back="450.00",
        cause="Two articles on exit fees contradict each other; the chat picks either.",
    )


# --------------------------------------------------------------------------------- outputs checked by people

_AGENT_ASSIST = "2 1 3 1 2 1 1 2 1 0 2 1 1 2 1 1 2 1"
_CHAT = "3 3 4 4 5 5 6"


def _check_outputs(
    pilot: str, control: str, first: date, wrong: list[int], who: str, needs: int | None
) -> None:
    for place, found in enumerate(wrong):
        friday = first + timedelta(days=7 * place)

        @told(f"{friday} 16:10", who, f"Check 50 outputs: {found} wrong")
        def check(steps: Steps, change: Change, friday: date = friday, found: int = found) -> None:
            put(
                steps,
                change,
                OutputSample,
                f"{pilot}_sample_{friday}",
                pilot=pilot,
                date=str(friday),
                n=50,
                wrong=found,
                worst_severity="sev2" if pilot == "chat" and found >= 5 else "sev3" if found else None,
                reviewer=who,
            )
            run_sampling(steps, change, control, friday, right=50 - found, needs=needs, who=who)


def run_sampling(
    steps: Steps, change: Change, control: str, day: date, *, right: int, needs: int | None, who: str
) -> None:
    """The weekly sample is also a run of the control that asks for it."""
    passed = right >= (needs or 0)
    run(
        steps,
        change,
        control,
        day,
        passed=passed,
        who=who,
        text=f"{right} of 50 right",
        measured=right,
        needs=needs,
    )


_check_outputs(
    "assist",
    "assist_output_sampling",
    date(2025, 11, 7),
    [int(one) for one in _AGENT_ASSIST.split()],
    "lewis",
    46,
)
_check_outputs(
    "chat", "chat_output_sampling", date(2026, 1, 23), [int(one) for one in _CHAT.split()], "ada", 47
)
