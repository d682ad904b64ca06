"""Sponsors, contacts with the stakeholders, what they promised, and how their support moved."""

from __future__ import annotations

from cxworkbench.sample.steps import Steps, told
from cxworkbench.sample.telling import put, update
from db.change import Change
from db.models import Commitment, Engagement, Sponsor

#: moment, pilot, who, deputy, owner of the benefit, told as
SPONSORS = (
    ("2025-07-10 11:00", "assist", "helen", "meera", "meera", "Name the sponsor of Agent Assist"),
    ("2025-08-20 09:55", "chat", "rob", "kemi", "rob", "Name the sponsor of Chat Assistant"),
    ("2025-12-11 11:00", "summary", "helen", "meera", "meera", "Name the sponsor of Auto-Summary"),
)

#: who, kind, planned, kept, evidence or why it was missed
CONTACTS = (
    ("helen", "one-to-one", "2025-09-11", True, "Note of the talk"),
    ("helen", "expectations", "2025-10-29", True, "Curve of low, expected and high, signed"),
    ("helen", "launch message", "2025-11-03", True, "Message to all advisers"),
    ("helen", "one-to-one", "2026-01-29", True, "Note of the talk"),
    ("helen", "one-to-one", "2026-02-26", True, "Note of the talk"),
    ("helen", "floor visit", "2026-03-04", True, "Three questions from Cardiff"),
    ("rob", "one-to-one", "2025-10-02", True, "Note of the talk"),
    ("rob", "expectations", "2026-01-12", True, "Curve of low, expected and high"),
    ("rob", "one-to-one", "2026-01-29", True, "Note of the talk"),
    ("rob", "one-to-one", "2026-02-26", False, "Called off in the morning: budget round"),
    ("rob", "one-to-one", "2026-03-12", None, ""),
    ("paul", "briefing", "2025-08-28", True, "Papers handed over"),
    ("paul", "briefing", "2025-10-02", True, "Minutes of the council"),
    ("paul", "briefing", "2025-11-06", True, "Minutes of the council"),
    ("paul", "briefing", "2025-12-04", True, "Minutes of the council"),
    ("paul", "briefing", "2026-01-08", True, "Minutes of the council"),
    ("paul", "briefing", "2026-02-05", True, "Minutes of the council"),
    ("paul", "briefing", "2026-03-05", True, "His comment on the appraisal note"),
    ("paul", "briefing", "2026-03-18", None, ""),
    ("owen", "one-to-one", "2025-10-20", True, "Checkpoints agreed"),
    ("owen", "one-to-one", "2025-11-17", True, "Note of the talk"),
    ("owen", "one-to-one", "2025-12-15", True, "Note of the talk"),
    ("owen", "one-to-one", "2026-01-12", False, "Year-end close"),
    ("owen", "one-to-one", "2026-02-09", True, "Note of the talk"),
    ("owen", "one-to-one", "2026-03-02", True, "Case of Agent Assist gone through"),
    ("owen", "one-to-one", "2026-03-16", None, ""),
    ("hanna", "briefing", "2025-10-01", True, "Assessment of Agent Assist"),
    ("hanna", "briefing", "2025-10-30", True, "Governance review"),
    ("hanna", "briefing", "2025-11-27", False, "Ill"),
    ("hanna", "briefing", "2026-01-14", True, "Assessment of Chat Assistant"),
    ("hanna", "briefing", "2026-01-22", True, "Governance review"),
    ("hanna", "briefing", "2026-02-19", True, "Note on call transcripts"),
    ("hanna", "briefing", "2026-03-19", None, ""),
    ("daniel", "one-to-one", "2025-10-09", True, "Note of the talk"),
    ("daniel", "one-to-one", "2025-11-06", False, "Moved by his team, not held"),
    ("daniel", "one-to-one", "2025-12-04", True, "Note of the talk"),
    ("daniel", "one-to-one", "2026-01-08", True, "Note of the talk"),
    ("daniel", "one-to-one", "2026-02-05", False, "Migration weekend"),
    ("daniel", "one-to-one", "2026-03-02", True, "Where the retention policy is stuck"),
    ("daniel", "one-to-one", "2026-03-13", None, ""),
    ("meera", "floor visit", "2025-10-14", True, "Leeds 1"),
    ("meera", "one-to-one", "2025-11-11", True, "Note of the talk"),
    ("meera", "floor visit", "2025-12-09", True, "Leeds 2"),
    ("meera", "one-to-one", "2026-01-13", True, "Note of the talk"),
    ("meera", "floor visit", "2026-02-10", True, "Cardiff"),
    ("meera", "one-to-one", "2026-03-03", True, "Rosters for the coaching"),
    ("meera", "floor visit", "2026-03-17", None, ""),
    ("ruth", "one-to-one", "2025-10-16", True, "Note of the talk"),
    ("ruth", "one-to-one", "2025-11-13", True, "Note of the talk"),
    ("ruth", "one-to-one", "2025-12-11", True, "Note of the talk"),
    ("ruth", "one-to-one", "2026-01-15", True, "Note of the talk"),
    ("ruth", "one-to-one", "2026-02-12", True, "Note of the talk"),
    ("ruth", "one-to-one", "2026-03-05", True, "Exit fees, INC-07"),
    ("ruth", "one-to-one", "2026-03-26", None, ""),
    ("claire", "briefing", "2025-09-25", True, "Statement on jobs agreed"),
    ("claire", "briefing", "2026-02-24", True, "Appraisal note"),
    ("sian", "one-to-one", "2025-12-02", True, "Plan of Cardiff"),
    ("sian", "one-to-one", "2026-02-17", True, "Barriers of Cardiff"),
    ("ana", "briefing", "2025-11-18", True, "Exports of the knowledge base"),
    ("femi", "briefing", "2025-12-10", True, "Terms of Brightline Chat"),
    ("grace", "briefing", "2026-02-27", True, "Audit of the knowledge base"),
    ("jonas", "briefing", "2025-10-23", True, "Wording of the launch message"),
)

#: key, pilot, who, text, made, due
COMMITMENTS = (
    ("helen_visit", None, "helen", "Floor visit in Cardiff", "2026-02-12", "2026-03-04"),
    ("daniel_policy", None, "daniel", "Publish the retention policy", "2026-02-12", "2026-03-05"),
    ("owen_ramp", "summary", "owen", "Agree the ramp with finance", "2026-02-12", "2026-03-18"),
    ("paul_note", "assist", "paul", "Comment on the appraisal note", "2026-02-12", "2026-03-06"),
    ("rob_three", "chat", "rob", "Name three people for Chat Assistant", "2026-02-26", "2026-03-05"),
)


def _sponsor(moment: str, pilot: str, who: str, deputy: str, benefit: str, label: str) -> None:
    @told(moment, "jo", label)
    def name(steps: Steps, change: Change) -> None:
        put(
            steps,
            change,
            Sponsor,
            f"sponsor_{pilot}",
            pilot=pilot,
            person=who,
            role="executive",
            holds_budget=True,
            spans_departments=True,
            appointed_on=moment[:10],
            deputy=deputy,
            benefit_owner=benefit,
        )


def _contact_key(who: str, planned: str) -> str:
    return f"contact_{who}_{planned}"


def _plan_contacts(moment: str, label: str, since: str, before: str) -> None:
    @told(moment, "jo", label)
    def plan(steps: Steps, change: Change) -> None:
        for who, kind, planned, _, _ in CONTACTS:
            if since <= planned < before:
                put(
                    steps,
                    change,
                    Engagement,
                    _contact_key(who, planned),
                    stakeholder=f"stake_{who}",
                    kind=kind,
                    planned=planned,
                    confidential=who == "paul",
                )


def _hold_contacts(day: str) -> None:
    @told(f"{day} 16:40", "jo", "Record contacts with stakeholders")
    def record(steps: Steps, change: Change) -> None:
        for who, _, planned, kept, note in CONTACTS:
            if planned == day and kept:
                update(steps, change, _contact_key(who, planned), done=planned, evidence=note)
            elif planned == day:
                update(steps, change, _contact_key(who, planned), cancelled_reason=note)


for _one in SPONSORS:
    _sponsor(*_one)
_plan_contacts("2025-08-21 15:00", "Plan the contacts of the autumn", "2025-08-22", "2026-01-01")
_plan_contacts("2026-01-05 15:00", "Plan the contacts of the first quarter", "2026-01-01", "2026-04-01")
for _day in sorted({planned for _, _, planned, kept, _ in CONTACTS if kept is not None}):
    _hold_contacts(_day)


@told("2026-03-02 17:10", "jo", "Record a call with Rob Ellery")
def call_with_rob(steps: Steps, change: Change) -> None:
    put(
        steps,
        change,
        Engagement,
        stakeholder="stake_rob",
        kind="one-to-one",
        done="2026-03-02",
        evidence="By phone",
        open_questions="Who pays for the content fixes?",
    )


# ------------------------------------------------------------------------------------------------ commitments


@told("2026-02-12 16:20", "jo", "Record what was promised at review 4")
def promised_at_review_4(steps: Steps, change: Change) -> None:
    for key, pilot, who, text, made, due in COMMITMENTS[:4]:
        put(
            steps,
            change,
            Commitment,
            key,
            pilot=pilot,
            stakeholder=f"stake_{who}",
            agenda_item="review_4_actions",
            text=text,
            made_on=made,
            due=due,
        )


@told("2026-02-26 17:00", "jo", "Record what Rob Ellery promised")
def promised_by_rob(steps: Steps, change: Change) -> None:
    key, pilot, who, text, made, due = COMMITMENTS[4]
    put(
        steps,
        change,
        Commitment,
        key,
        pilot=pilot,
        stakeholder=f"stake_{who}",
        text=text,
        made_on=made,
        due=due,
    )


@told("2026-03-04 17:00", "jo", "Helen Marsh was in Cardiff")
def visit_kept(steps: Steps, change: Change) -> None:
    update(steps, change, "helen_visit", kept_on="2026-03-04", engagement=_contact_key("helen", "2026-03-04"))


@told("2026-03-05 17:00", "jo", "Paul Dunmore sent his comment")
def comment_kept(steps: Steps, change: Change) -> None:
    update(steps, change, "paul_note", kept_on="2026-03-05")


# --------------------------------------------------------------------------------------------------- support


@told("2025-12-15 17:00", "jo", "Owen Hart is doubtful")
def owen_doubtful(steps: Steps, change: Change) -> None:
    update(steps, change, "stake_owen", support="doubtful")


@told("2026-03-03 10:00", "jo", "Rob Ellery is doubtful")
def doubtful(steps: Steps, change: Change) -> None:
    for who in ("rob", "paul", "daniel"):
        update(steps, change, f"stake_{who}", support="doubtful")


@told("2026-03-04 17:30", "jo", "Owen Hart is neutral again")
def owen_neutral(steps: Steps, change: Change) -> None:
    update(steps, change, "stake_owen", support="neutral")
