"""The actions of the programme, in the order of their numbers, with what they came from and when they were done."""

from __future__ import annotations

from cxworkbench.sample.steps import Steps, told
from cxworkbench.sample.telling import put, update
from db.change import Change
from db.models import Action

#: key, moment, pilot, text, owner, due, done, evidence
ACTIONS: tuple[tuple[str, str, str | None, str, str, str, str | None, str | None], ...] = (
    ("a1", "2025-07-10 11:30", None, "Enter both sponsors' mandates", "jo", "2025-07-18", "2025-07-17",
     "Two letters"),
    ("a2", "2025-08-29 16:00", "assist", "Review 47 billing articles", "grace", "2025-10-17", "2025-10-14", "List"),
    ("a3", "2025-10-13 18:00", "assist", "Move the suggestion index to the site", "ana", "2025-10-31", "2025-10-30",
     "Times of 60 calls"),
    ("a4", "2025-10-24 15:00", "assist", "Print the card with F8 and F9", "priya", "2025-10-31", "2025-10-30",
     "Card"),
    ("a5", "2025-11-03 08:05", "assist", "Train Cardiff before it goes live", "sian", "2026-01-05", "2026-01-23",
     "88 of 100"),
    ("a6", "2025-11-20 15:30", "assist", "Show the floor of Leeds 2 what changes", "priya", "2025-11-27",
     "2025-11-26",
     "Two briefings"),
    ("a7", "2025-12-15 17:45", "assist", "Tie the note to the account of the call", "ana", "2025-12-19", "2025-12-17",
     "Release note and test"),
    ("a8", "2025-12-18 15:30", "summary", "Measure the wrap-up of complaints", "marta", "2026-02-03", "2026-02-02",
     "Four weeks of calls"),
    ("a9", "2025-12-18 15:32", "assist", "Book rooms for the Cardiff training", "sian", "2026-01-02", "2026-01-05",
     "Bookings"),
    ("a10", "2026-01-15 15:30", "chat", "Write the opening line with Hanna Weiss", "kemi", "2026-01-16", "2026-01-16",
     "Screenshot"),
    ("a11", "2026-01-15 15:32", "chat", "Name the articles behind the 40 most used answers", "grace", "2026-01-30",
     "2026-01-29", "List of 40"),
    ("a12", "2026-01-22 16:30", None, "Send the council the retention rules", "hanna", "2026-01-30", "2026-01-30",
     "Letter"),
    ("a13", "2026-02-03 18:00", "assist", "Withdraw tariffs on the day they end", "ana", "2026-02-10", "2026-02-09",
     "Two withdrawals seen"),
    ("a14", "2026-02-05 10:00", None, "Publish transcript retention policy", "daniel", "2026-03-05", None, None),
    ("a15", "2026-02-12 15:30", "chat", "Refresh the exit fee letter", "kemi", "2026-03-03", "2026-03-03", "Letter"),
    ("a16", "2026-02-12 15:31", "assist", "Name a deputy for data", "daniel", "2026-02-27", "2026-02-24",
     "Ana Petrov"),
    ("a17", "2026-02-12 15:32", "assist", "Free 20 min a week for coaching", "meera", "2026-02-20", "2026-02-16",
     "Rosters from 16 Feb"),
    ("a18", "2026-02-12 15:33", "summary", "Ask for the cost of the training", "owen", "2026-02-20", "2026-02-20",
     "£14k"),
    ("a19", "2026-02-12 15:34", "chat", "Draw the list of repeats by topic", "tom", "2026-02-19", "2026-02-18",
     "Seven topics"),
    ("a20", "2026-02-12 15:35", "summary", "List the cohorts with champions", "ben", "2026-02-20", "2026-02-18",
     "Two of three have one"),
    ("a21", "2026-02-12 15:36", None, "Send the pack of review 4 to all", "jo", "2026-02-13", "2026-02-13", "Sent"),
    ("a22", "2026-02-12 16:00", "summary", "Agree call transcripts with works council", "hanna", "2026-03-30",
     None, None),
    ("a23", "2026-02-18 16:00", "assist", "Refresh the tariff content", "grace", "2026-02-27", "2026-02-26",
     "31 articles"),
    ("a24", "2026-02-24 09:00", "summary", "Add a ramp to the Auto-Summary case", "owen", "2026-03-18", None, None),
    ("a25", "2026-02-26 09:00", "chat", "Restate the Chat Assistant ROI case", "owen", "2026-03-20", None, None),
    ("a26", "2026-02-26 09:20", "chat", "Attach the chat to the handover note", "femi", "2026-03-25", None, None),
    ("a27", "2026-03-02 11:00", "chat", "Send letters to 34 customers, INC-06", "kemi", "2026-03-13", None, None),
    ("a28", "2026-03-03 09:00", "assist", "Publish the note on use and appraisals", "priya", "2026-03-13", None,
     None),
    ("a29", "2026-03-04 09:00", "assist", "Book Cardiff coaching slots", "priya", "2026-03-09", "2026-03-09",
     "24 slots to 3 April"),
    ("a30", "2026-03-06 09:00", "summary", "Recode 2,140 complaint cases", "grace", "2026-03-25", None, None),
)  # fmt: skip
#: What an action came from, where that was in the plan already.
CAME_FROM = {
    "a2": "finding_aa_articles_2025-08-29_review_due",
    "a3": "b1",
    "a5": "assist_go_live",
    "a7": "inc3",
    "a13": "inc5",
    "a15": "review_4_actions",
    "a16": "review_4_actions",
    "a17": "review_4_coaching",
    "a18": "review_4_frame",
    "a19": "review_4_actions",
    "a20": "review_4_frame",
    "a21": "review_4_actions",
    "a23": "inc5",
    "a26": "b13",
    "a27": "inc6",
    "a28": "b10",
    "a29": "b9",
    "a30": "finding_as_codes_2026-02-24_reason_code",
}


def _act(
    place: int,
    key: str,
    moment: str,
    pilot: str | None,
    text: str,
    owner: str,
    due: str,
    done: str | None,
    evidence: str | None,
) -> None:
    @told(moment, "jo", f"Add action A-{place:03d}")
    def act(steps: Steps, change: Change) -> None:
        put(
            steps,
            change,
            Action,
            key,
            pilot=pilot,
            text=text,
            owner=owner,
            due=due,
            came_from=CAME_FROM.get(key),
        )

    if done:
        moment_done = "2026-03-09 09:15" if key == "a29" else f"{done} 17:50"

        @told(moment_done, owner, f"Action A-{place:03d} done")
        def finish(steps: Steps, change: Change) -> None:
            update(steps, change, key, done_on=done, evidence=evidence)


for _place, _action in enumerate(ACTIONS, 1):
    _act(_place, *_action)
