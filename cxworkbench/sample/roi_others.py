"""The cases of Chat Assistant and of Auto-Summary."""

from __future__ import annotations

from typing import Any

from cxworkbench.sample.roi import write_benefits, write_checkpoints, write_costs
from cxworkbench.sample.steps import Steps, told
from cxworkbench.sample.telling import put, update
from db.change import Change
from db.models import RoiCase

CHAT_BENEFITS: tuple[tuple[Any, ...], ...] = (
    (
        "Chats answered without a wait", "ca_contained", "10", "23", "30", "4.10", None,
        "Chatbot reference, 14 to 44.8%, confidence low",
        "The reference gives the level reached, 14 to 44.8%; 35% lies inside it, and 4 in 10 chats are simple.",
        False,
    ),
)  # fmt: skip
CHAT_COSTS: tuple[tuple[Any, ...], ...] = (
    ("build", "Link to accounts and handover", "one_off", False, "technology", "61000", "55000", "70000",
     "2025-12-15", "2026-01-19"),
    ("testing", "Conversation design and testing", "one_off", True, "data", "24000", "20000", "30000", "2025-12-15",
     "2026-01-19"),
    ("training", "Training of 64 chat advisers", "one_off", True, "adoption", "9000", "8000", "11000", "2026-01-05",
     "2026-02-01"),
    ("platform", "Brightline Chat, by the week", "recurring", False, "technology", "29000", "29000", "29000",
     "2026-01-19", None),
    ("watch", "Sampling and content", "recurring", True, "governance", "12500", "11000", "15000", "2026-01-19", None),
    ("talks", "Price of a conversation", "volume", False, "technology", "1.10", "1.10", "1.10", "2026-01-19", None),
)  # fmt: skip
CHAT_POINTS = (("2026-02-28", "20", "28"), ("2026-04-30", "24", "33"), ("2026-07-31", "30", "40"))

SUMMARY_BENEFITS: tuple[tuple[Any, ...], ...] = (
    (
        "Less wrap-up on complaints", "as_acw", "-80", "-60", "-30", "0.0064", "0.50",
        "Own measurement: readings of After-call work",
        None,
        False,
    ),
)  # fmt: skip
SUMMARY_CONTENT: tuple[tuple[Any, ...], ...] = (
    (
        "Fewer complaints opened again", "as_reopened", "-0.8", "0", "0", "38", None,
        "No reference; planned as nought until measured",
        "No reference gives a figure for after-call work; a trial of two weeks with six handlers reached 1:55.",
        False,
    ),
)  # fmt: skip
SUMMARY_COSTS: tuple[tuple[Any, ...], ...] = (
    ("mapping", "Mapping to forms and reason codes", "one_off", True, "data", "26000", "22000", "34000", "2026-03-01",
     "2026-04-27"),
    ("training", "Training of 74 complaint handlers", "one_off", True, "adoption", "14000", "12000", "17000",
     "2026-04-01", "2026-05-01"),
    ("seats", "Clearline Notes", "recurring", False, "technology", "6000", "5500", "7000", "2026-04-27", None),
    ("sampling", "Sampling for errors", "recurring", True, "governance", "1800", "1500", "2300", "2026-04-27", None),
    ("minutes", "Transcription minutes", "volume", False, "technology", "0.09", "0.08", "0.11", "2026-04-27", None),
)  # fmt: skip
SUMMARY_POINTS = (
    ("2026-05-31", "-62000", "-48000"),
    ("2026-07-31", "-55000", "-30000"),
    ("2026-10-31", "-40000", "9000"),
)


def _case(steps: Steps, change: Change, key: str, pilot: str, name: str, base: str) -> None:
    put(
        steps,
        change,
        RoiCase,
        key,
        pilot=pilot,
        name=name,
        version=1,
        horizon_months=24,
        discount_rate="0",
        seed=5,
        draws=10_000,
        base_date=base,
        status="draft",
    )


@told("2025-09-24 16:30", "owen", "Write the case of Chat Assistant")
def case_of_chat(steps: Steps, change: Change) -> None:
    _case(steps, change, "ca_case", "chat", "Chat Assistant case", "2026-01-19")
    write_benefits(
        steps,
        change,
        "ca_case",
        "chat",
        CHAT_BENEFITS,
        volume="13000",
        reach="1",
        adoption_assumed="0.75",
        starts_on="2026-03-01",
        steady_on="2026-09-01",
        agreed_by="owen",
    )
    write_costs(steps, change, "ca_case", "chat", CHAT_COSTS)


@told("2026-01-09 14:40", "owen", "Set the checkpoints and agree the case of Chat Assistant")
def agree_the_case_of_chat(steps: Steps, change: Change) -> None:
    write_checkpoints(steps, change, "ca_case", "chat", CHAT_POINTS, "ca_contained")
    update(steps, change, "ca_case", status="agreed", agreed_by="owen", agreed_on="2026-01-09")


@told("2026-03-03 16:00", "owen", "Enter the checkpoint of February, Chat Assistant")
def checkpoint_of_february(steps: Steps, change: Change) -> None:
    update(
        steps,
        change,
        "ca_case_2026-02-28",
        actual="16.5",
        reading={"series": steps["series_ca_contained"].id, "from": "2026-02-23", "to": "2026-03-02"},
    )


@told("2026-02-03 11:40", "owen", "Write the case of Auto-Summary")
def case_of_summary(steps: Steps, change: Change) -> None:
    _case(steps, change, "as_case", "summary", "Auto-Summary case", "2026-04-27")
    common = {"volume": "5100", "reach": "1", "adoption_assumed": "0.85", "agreed_by": "owen"}
    write_benefits(
        steps,
        change,
        "as_case",
        "summary",
        SUMMARY_BENEFITS,
        starts_on="2026-04-27",
        steady_on="2026-04-27",
        **common,
    )
    write_benefits(
        steps,
        change,
        "as_case",
        "summary",
        SUMMARY_CONTENT,
        starts_on="2026-06-27",
        steady_on="2026-08-27",
        **common,
    )
    write_costs(steps, change, "as_case", "summary", SUMMARY_COSTS, funded=False)


@told("2026-02-24 10:30", "helen", "Fund the training of the complaint handlers")
def fund_the_training(steps: Steps, change: Change) -> None:
    for key in ("training", "mapping"):
        update(steps, change, f"as_case_{key}", funded=True)


@told("2026-03-05 11:30", "owen", "Set the checkpoints of Auto-Summary")
def checkpoints_of_summary(steps: Steps, change: Change) -> None:
    write_checkpoints(steps, change, "as_case", "summary", SUMMARY_POINTS, None)
