"""Risks and issues, the waiver and the override in force, what was accepted as late, and conditions of gates."""

from __future__ import annotations

from typing import Any

from cxworkbench.sample.steps import Steps, told
from cxworkbench.sample.telling import put, update
from db.change import Change
from db.models import GateCondition, Issue, Override, Risk, Settlement, Waiver

#: key, moment, who, pilot, title, likelihood, impact, owner, strategy, response, review on, closed
RISKS: tuple[tuple[Any, ...], ...] = (
    ("r1", "2025-08-05 10:00", "jo", "assist", "The call screen is not open to outside tools", 3, 4, "ana", "reduce",
     "Test the link with Clearline before the contract", "2025-09-12", "2025-09-11"),
    ("r2", "2025-08-28 17:00", "jo", None, "The works council objects after go-live", 3, 4, "claire", "reduce",
     "Tell the council before each step, and agree the note on appraisals", "2025-10-30", "2025-11-06"),
    ("r3", "2025-09-15 11:00", "priya", "assist", "Training falls into the price change of October", 4, 3, "meera",
     "reduce", "Train Leeds 1 first, Leeds 2 in November", "2025-10-24", "2025-10-29"),
    ("r4", "2025-11-12 09:30", "tom", "chat", "Brightline raises its offer after 15 December", 4, 3, "femi", "avoid",
     "Sign by 12 December", "2025-12-12", "2025-12-12"),
    ("r5", "2025-12-03 14:00", "sian", "assist", "Cardiff goes live half trained", 3, 3, "sian", "reduce",
     "Access only for those who have completed", "2026-01-12", "2026-01-23"),
    ("r6", "2025-12-19 10:00", "grace", "chat", "Content fixes slip past February", 3, 4, "grace", "reduce",
     "Two editors from January", "2026-02-27", "2026-02-27"),
    ("r7", "2026-02-04 09:20", "marta", "summary", "Handlers save drafts unread", 3, 3, "lewis", "reduce",
     "Two readers check 50 notes a week from the first week", "2026-02-20", "2026-02-20"),
    ("r8", "2026-02-24 17:45", "sian", "chat", "Chat tells customers wrong fees", 3, 4, "kemi", "reduce",
     "Same as the risk that Jo Whitcombe raised", "2026-03-12", None),
    ("r9", "2026-02-24 17:50", "jo", "chat", "Customers are quoted wrong exit fees", 3, 4, "rob", "reduce",
     "Name who handles errors, correct the 40 most used answers, write to all 11 customers.", "2026-03-12", None),
    ("r10", "2026-02-25 10:00", "meera", "assist", "Trained advisers leave in the peak", 2, 2, "meera", "accept",
     "Four places in the training of April are kept free", "2026-04-09", None),
    ("r11", "2026-02-27 16:30", "grace", "chat", "Knowledge base fixes slip past 27 Mar", 3, 3, "grace", "reduce",
     "Third editor from billing until 27 March", "2026-03-27", None),
    ("r12", "2026-02-27 17:00", "sian", "assist", "Cardiff stays under 70% into April", 4, 3, "sian", "reduce",
     "Cache the top 200 articles; 20 min coaching a week", "2026-03-20", None),
    ("r13", "2026-03-02 15:00", "owen", "chat", "Recovery costs more than £55k", 2, 3, "owen", "accept",
     "Read the cost each week; stop at £60k", "2026-04-09", None),
    ("r14", "2026-03-03 15:30", "grace", "summary", "Complaint codes are not clean by go-live", 2, 4, "grace",
     "reduce",
     "Recode 2,140 cases, then audit again before Prepare", "2026-03-25", None),
    ("r15", "2026-03-04 10:30", "femi", "chat", "Vendor raises the price on 1 Jul", 3, 2, "femi", "transfer",
     "Cap of 4% stands in the contract; ask for its use in writing", "2026-03-31", None),
)  # fmt: skip

#: key, moment, who, pilot, title, owner, departments, across departments, due, escalated, resolved
ISSUES: tuple[tuple[Any, ...], ...] = (
    ("i1", "2025-11-25 10:00", "sian", "assist", "No room in Cardiff for floor briefings", "sian", ["Operations"],
     False, "2025-12-05", None, "2025-12-08"),
    ("i2", "2026-01-12 10:00", "nadia", "chat", "Chat stop test has never been run", "nadia", ["Content", "Digital"],
     False, "2026-01-16", None, None),
    ("i3", "2026-02-09 10:00", "grace", "assist", "Welsh speakers get English articles", "grace",
     ["Content", "Operations"], True, "2026-03-31", "2026-02-26", None),
    ("i4", "2026-02-11 09:10", "tom", "chat", "Chat transcripts arrive a day late", "ana", ["IT", "Digital"], True,
     "2026-02-27", None, "2026-02-25"),
    ("i5", "2026-02-24 10:00", "ben", "summary", "Night shift has no champion", "ben", ["Operations"], False,
     "2026-03-25", None, None),
)  # fmt: skip


def _risk(one: tuple[Any, ...]) -> None:
    key, moment, who, pilot, title, likelihood, impact, owner, strategy, response, review, closed = one

    @told(moment, who, f"Raise a risk: {title}")
    def raised(steps: Steps, change: Change) -> None:
        put(
            steps,
            change,
            Risk,
            key,
            pilot=pilot,
            title=title,
            likelihood=likelihood,
            impact=impact,
            owner=owner,
            strategy=strategy,
            response=response,
            review_on=review,
            raised_on=moment[:10],
            confidential=key in {"r4", "r15"},
            came_from={"r8": "inc7", "r9": "inc7", "r14": "as_codes_2026-02-24", "r12": "b9"}.get(key),
            threatens={"r9": "ca_repeat", "r11": "chat_decide", "r12": "m7", "r14": "summary_go_live"}.get(
                key
            ),
        )

    if closed:

        @told(f"{closed} 17:31", owner, "Close a risk")
        def close(steps: Steps, change: Change) -> None:
            update(steps, change, key, closed_on=closed)


def _issue(one: tuple[Any, ...]) -> None:
    key, moment, who, pilot, title, owner, departments, across, due, escalated, resolved = one

    @told(moment, who, f"Raise an issue: {title}")
    def raised(steps: Steps, change: Change) -> None:
        put(
            steps,
            change,
            Issue,
            key,
            pilot=pilot,
            title=title,
            owner=owner,
            departments=departments,
            cross_department=across,
            raised_on=moment[:10],
            due=due,
        )

    for day, field in ((escalated, "escalated_on"), (resolved, "resolved_on")):
        if day:
            _date_issue(key, day, field)


def _date_issue(key: str, day: str, field: str) -> None:
    @told(
        f"{day} 17:32", "jo", "Resolve an issue" if field == "resolved_on" else "Take an issue to the sponsor"
    )
    def dated(steps: Steps, change: Change) -> None:
        update(steps, change, key, **{field: day})


for _one in RISKS:
    _risk(_one)
for _raised in ISSUES:
    _issue(_raised)


@told("2026-02-26 17:20", "sian", "R-08 is the same as R-09")
def bin_the_double(steps: Steps, change: Change) -> None:
    update(steps, change, "r8", binned="2026-02-26 17:20")


@told("2026-03-03 16:20", "rob", "Wrong exit fees are certain now")
def certain(steps: Steps, change: Change) -> None:
    update(steps, change, "r9", likelihood=5)


@told("2026-03-06 09:05", "grace", "Complaint codes: possible, 2,140 cases to recode")
def possible(steps: Steps, change: Change) -> None:
    update(steps, change, "r14", likelihood=3)


# ------------------------------------------------------------- waiver, override, settlements, gate conditions


@told("2025-12-09 10:30", "rob", "Sign before the data audit is passed")
def waiver(steps: Steps, change: Change) -> None:
    put(
        steps,
        change,
        Waiver,
        "w1",
        pilot="chat",
        criteria=["data_passed", "str_contract_gate"],
        record="brightline",
        reason="Contract signed before data audit: the vendor's price holds until 15 Dec, "
        "and the fixes of the knowledge base are promised by 28 Feb.",
        given_by="rob",
        second_reader="owen",
        from_="2025-12-09",
        until="2026-03-01",
    )


@told("2026-03-03 16:30", "rob", "Keep Chat Assistant live one more week")
def overrule(steps: Steps, change: Change) -> None:
    put(
        steps,
        change,
        Override,
        "o1",
        pilot="chat",
        of="recommendation",
        said="Pause",
        chosen="Kept live one more week",
        reason="Brightline promises a fix of the exit fee answers by 9 March, and the queue is at its winter peak.",
        by="rob",
        second_reader="owen",
        made_on="2026-03-03",
        judge_on="2026-03-12",
    )


@told("2026-03-10 17:20", "rob", "Accept that the contract came before version 2 and before the audit")
def accepted_as_late(steps: Steps, change: Change) -> None:
    for criterion, reason in (
        (
            "str_objective_before_contract",
            (
                "Version 1 was agreed on 3 Oct, before the signature of 12 Dec. Version 2 restates it in the recovery "
                "and can't be agreed before a contract that exists."
            ),
        ),
        (
            "str_contract_gate",
            (
                "The signature of 12 Dec came before the audit was passed and can't be undone. "
                "The knowledge base itself stays a finding until a new audit passes."
            ),
        ),
    ):
        put(
            steps,
            change,
            Settlement,
            f"settled_{criterion}",
            pilot="chat",
            criterion=criterion,
            record="brightline",
            reason=reason,
            by="rob",
            second_reader="owen",
            on="2026-03-10",
        )


@told("2025-11-03 08:10", "helen", "Cardiff goes live only after its training")
def cardiff_after_training(steps: Steps, change: Change) -> None:
    put(
        steps,
        change,
        GateCondition,
        "cond_cardiff",
        pilot="assist",
        gate="assist_go_live",
        text="Cardiff goes live after its training",
        owner="sian",
        due="2026-01-05",
        action="a5",
        covers=["ado_trained"],
    )


@told("2026-01-23 17:40", "sian", "Cardiff is trained, 88 of 100")
def cardiff_trained(steps: Steps, change: Change) -> None:
    update(steps, change, "cond_cardiff", met_on="2026-01-23", evidence="Sign-in sheets of 12 to 23 January")
