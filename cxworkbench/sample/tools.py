"""What each pilot needs, the options that were compared, how they scored, what was chosen, and on which terms."""

from __future__ import annotations

from typing import Any

from cxworkbench.sample.steps import Steps, told
from cxworkbench.sample.telling import put, update
from db.change import Change
from db.models import Requirement, Tool, ToolScore

#: key, must, serves the objective, text
REQUIREMENTS: dict[str, tuple[tuple[str, bool, bool, str], ...]] = {
    "chat": (
        ("rq1", True, True, "Answer meter reading questions correctly"),
        ("rq2", True, True, "Answer payment date questions correctly"),
        ("rq3", True, True, "Hand over to a person with the chat attached"),
        ("rq4", False, False, "Speak in the brand voice"),
        ("rq5", False, False, "Offer a tariff change in chat"),
    ),
    "assist": (
        ("rq6", True, True, "Show the right billing article while the customer speaks"),
        ("rq7", True, True, "Open inside the screen that advisers already use"),
        ("rq8", True, True, "Name source and date of each article"),
        ("rq9", False, True, "Take marks of wrong suggestions with one key"),
    ),
    "summary": (
        ("rq10", True, True, "Draft the complaint note within 10 seconds of the end of the call"),
        ("rq11", True, True, "Fill the reason code from the list in force"),
        ("rq12", False, True, "Show which words of the call each line rests on"),
    ),
}

#: key: pilot, values of the option as it was when it was compared
OPTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "clearline": ("assist", {
        "name": "Clearline Assist", "kind": "vendor_product", "vendor": "Clearline", "evaluated_on": "2025-09-04",
        "score": "78", "reason": "Best in the test on 60 recorded calls, and opens inside the call screen",
        "expected_effect": "5 to 9 points first time", "effect_source": "test on 60 calls",
        "ready_on": "2025-11-03", "cost_12_months": "264000", "confidential": True,
    }),
    "own_search": ("assist", {
        "name": "Own article search", "kind": "own_build", "evaluated_on": "2025-09-04", "score": "69",
        "reason": "Finds the article when the suggestion is missing; runs on what IT has",
        "expected_effect": "1 to 2 points first time", "effect_source": "own search log, 8 weeks",
        "ready_on": "2025-10-20", "cost_12_months": "48000",
    }),
    "voxta": ("assist", {
        "name": "Voxta Desk", "kind": "vendor_product", "vendor": "Voxta", "evaluated_on": "2025-09-05",
        "score": "61",
        "reason": "Opens in a second window, which advisers in the test closed",
        "expected_effect": "not stated for billing", "effect_source": "vendor",
        "ready_on": "2026-01-12", "cost_12_months": "310000", "confidential": True,
    }),
    "letters": ("assist", {
        "name": "Rewrite the billing letters", "kind": "non_ai", "evaluated_on": "2025-09-08", "score": "64",
        "reason": "Takes away a fifth of the calls, but not before the summer; done beside the pilot",
        "expected_effect": "2 to 4 points first time", "effect_source": "letters of 2024, 6 weeks",
        "ready_on": "2026-06-30", "cost_12_months": "71000",
    }),
    "brightline": ("chat", {
        "name": "Brightline Chat", "kind": "vendor_product", "vendor": "Brightline", "evaluated_on": "2025-11-20",
        "score": "71", "reason": "Highest score; ready before the winter peak ends",
        "expected_effect": "14 to 44.8%", "effect_source": "chatbot reference, low",
        "ready_on": "2026-01-19", "cost_12_months": "372000", "exit_terms": "30 days, data returned",
    }),
    "webforms": ("chat", {
        "name": "Extend the web forms", "kind": "own_build", "evaluated_on": "2025-11-20", "score": "54",
        "reason": "Answers two of the three questions, and hands nothing over",
        "expected_effect": "8 to 14%", "effect_source": "own web data, 6 weeks",
        "ready_on": "2026-06-01", "cost_12_months": "140000", "exit_terms": "own",
    }),
    "answers40": ("chat", {
        "name": "Fix 40 answers, call back", "kind": "non_ai", "evaluated_on": "2025-11-21", "score": "66",
        "reason": "Cheapest and sure, but a person calls back",
        "expected_effect": "10 to 18%", "effect_source": "own content test, 3 weeks",
        "ready_on": "2026-01-16", "cost_12_months": "58000", "exit_terms": "own",
    }),
    "notepad": ("summary", {
        "name": "Clearline Notes", "kind": "vendor_product", "vendor": "Clearline", "evaluated_on": "2026-03-05",
        "score": "74", "reason": "Drafts in 6 seconds, fills the reason code, and is in the contract as an option",
        "expected_effect": "30 to 80 s less wrap-up", "effect_source": "trial with six handlers, 2 weeks",
        "ready_on": "2026-04-20", "cost_12_months": "96000", "confidential": True,
    }),
    "macro": ("summary", {
        "name": "Own note templates with macros", "kind": "own_build", "evaluated_on": "2026-03-05", "score": "58",
        "reason": "Saves typing, not thinking", "expected_effect": "10 to 25 s less wrap-up",
        "effect_source": "time study, 40 calls", "ready_on": "2026-05-18", "cost_12_months": "22000",
    }),
    "shortform": ("summary", {
        "name": "Shorter complaint form", "kind": "non_ai", "evaluated_on": "2026-03-06", "score": "63",
        "reason": "Eleven of nineteen fields are never read; done whatever is chosen",
        "expected_effect": "15 to 30 s less wrap-up", "effect_source": "time study, 40 calls",
        "ready_on": "2026-04-13", "cost_12_months": "9000",
    }),
}  # fmt: skip

WEIGHTS = {"rq1": 20, "rq2": 20, "rq3": 20, "rq4": 5, "rq5": 5, "Cost": 15, "Ready": 10, "Way out": 5}
#: option: points of 100 for each line of WEIGHTS, and whether it meets each must: yes, part, no
SCORES = {
    "brightline": ("80 80 60 80 70 45 90 75", "yes yes part"),
    "webforms": ("70 50 30 60 45 65 40 100", "yes part no"),
    "answers40": ("70 75 45 50 0 90 70 100", "yes yes part"),
}


def _need(pilot: str, moment: str, who: str) -> None:
    @told(moment, who, "Write down what is needed")
    def need(steps: Steps, change: Change) -> None:
        for place, (key, must, serves, text) in enumerate(REQUIREMENTS[pilot], 1):
            objective = f"{pilot}_objective" if serves else None
            put(
                steps,
                change,
                Requirement,
                key,
                pilot=pilot,
                objective=objective,
                must=must,
                text=text,
                position=place,
            )


_need("chat", "2025-11-06 11:00", "tom")
_need("assist", "2025-11-10 11:00", "priya")
_need("summary", "2026-02-17 11:00", "marta")


def _compare(pilot: str, moment: str, who: str, owner: str) -> None:
    @told(moment, who, "Compare the options")
    def compare(steps: Steps, change: Change) -> None:
        for key, (of, values) in OPTIONS.items():
            if of == pilot:
                put(
                    steps,
                    change,
                    Tool,
                    key,
                    pilot=pilot,
                    status="evaluated",
                    objective=f"{pilot}_objective",
                    owner=owner,
                    **values,
                )


_compare("assist", "2025-09-08 16:00", "priya", "priya")
_compare("chat", "2025-11-21 16:00", "tom", "tom")
_compare("summary", "2026-03-06 11:00", "marta", "marta")


@told("2025-11-21 16:10", "tom", "Score the options of Chat Assistant")
def score_the_options(steps: Steps, change: Change) -> None:
    for option, (points, met) in SCORES.items():
        musts = met.split()
        for place, (line, given) in enumerate(zip(WEIGHTS, points.split(), strict=True)):
            is_need = line.startswith("rq")
            put(
                steps,
                change,
                ToolScore,
                tool=option,
                requirement=line if is_need else None,
                criterion=None if is_need else line,
                met=musts[place] if place < len(musts) else None,
                points=given,
                weight=WEIGHTS[line],
            )


# ----------------------------------------------------------------------------------------- chosen and signed


@told("2025-09-12 15:05", "jo", "Two options are chosen for Agent Assist")
def chosen_for_agent_assist(steps: Steps, change: Change) -> None:
    for key in ("clearline", "own_search"):
        update(steps, change, key, status="selected")


@told("2025-09-19 12:00", "femi", "Sign the contract with Clearline")
def sign_clearline(steps: Steps, change: Change) -> None:
    update(
        steps,
        change,
        "clearline",
        status="contracted",
        signed_on="2025-09-19",
        value="396000",
        committed_until="2027-03-31",
        notice_days=60,
        exit_terms="60 days notice from month 6, no fee, marks and word lists returned",
        data_terms="Kept in the UK, deleted after 90 days, no training on our calls",
        price_driver="£55 a seat and month, 240 seats",
        service_levels="99.5% uptime, answer within 2 s on 95 of 100 calls",
        price_review_on="2026-10-01",
    )


@told("2025-11-03 08:30", "priya", "Both tools of Agent Assist are live")
def live_with_agent_assist(steps: Steps, change: Change) -> None:
    for key in ("clearline", "own_search"):
        update(steps, change, key, status="live")


@told("2025-12-08 15:40", "jo", "Brightline Chat is chosen")
def chosen_for_chat(steps: Steps, change: Change) -> None:
    update(steps, change, "brightline", status="selected")


@told("2025-12-12 12:00", "femi", "Sign the contract with Brightline")
def sign_brightline(steps: Steps, change: Change) -> None:
    update(
        steps,
        change,
        "brightline",
        status="contracted",
        signed_on="2025-12-12",
        value="164000",
        committed_until="2026-12-31",
        notice_days=30,
        exit_terms="30 days notice after the pilot, no fee",
        data_terms="Kept in the EU, returned in 30 days, no training",
        price_driver="£6.7k a week and £1.10 a conversation",
        service_levels="99.5% uptime",
        price_review_on="2026-07-01",
    )


@told("2026-03-09 16:40", "jo", "Clearline Notes is chosen")
def chosen_for_auto_summary(steps: Steps, change: Change) -> None:
    update(steps, change, "notepad", status="selected")
