"""The knowledge base of Chat Assistant: how it is audited, its columns, and its findings of November and February."""

from __future__ import annotations

from typing import Any

from cxworkbench.sample.steps import Steps, told
from cxworkbench.sample.telling import put, update
from db.change import Change
from db.models import AuditColumn, AuditFinding, AuditRule

NOVEMBER, FEBRUARY = "ca_articles_2025-11-18", "ca_articles_2026-02-27"
_FIELDS = ["article_id", "title", "body_text", "last_reviewed", "owner_team", "tariff_code", "expiry_date"]

#: check, column, parameters
RULES: tuple[tuple[str, str | None, dict[str, Any]], ...] = (
    ("missing_rate", None, {"columns": _FIELDS, "counts": "cells"}),
    ("hundred_record", None, {"sample": 120, "readers": 2}),
    ("order_rules", None, {"rule": "fields are in the formats of the template of 2025"}),
    ("review_overdue", "last_reviewed", {"days": 183}),
    ("near_duplicates", "body_text", {"compare": ["title", "body_text"]}),
    ("match_rate", "tariff_code", {"links": 4, "manual": 1}),
)

#: name, type, filled, distinct, invalid, lowest, highest, examples, histogram
COLUMNS: tuple[tuple[str, str, str, int, int, str | None, str | None, list[str], list[int]], ...] = (
    ("article_id", "text", "1", 1328, 0, "KB-00001", "KB-01402", ["KB-00017"], [9] * 12),
    ("title", "text", "1", 1214, 114, None, None, ["How do I leave early?"], [9, 8, 9, 9, 8, 9, 9, 8, 9, 9, 8, 9]),
    ("body_text", "text", "0.984", 1307, 21, "4 words", "1,960 words", ["Exit fees apply when…"],
     [2, 6, 11, 15, 13, 9, 6, 4, 3, 2, 2, 1]),
    ("last_reviewed", "date", "0.883", 402, 412, "2021-03-08", "2026-02-26", ["14/02/2024"],
     [9, 8, 7, 7, 4, 3, 5, 7, 9, 12, 14, 11]),
    ("owner_team", "list", "0.641", 22, 477, None, None, ["Billing support"], [14, 10, 8, 6, 5, 4, 3, 3, 2, 2, 1, 1]),
    ("tariff_code", "code", "0.710", 61, 38, "FX21-A", "VR26-N", ["FX24-S"], [5, 9, 13, 9, 7, 5, 4, 3, 3, 2, 1, 1]),
    ("expiry_date", "date", "0.529", 188, 140, "2024-06-30", "2028-12-31", ["31/12/2025"],
     [3, 5, 5, 3, 6, 9, 13, 10, 7, 5, 3, 2]),
    ("channel", "list", "1", 7, 268, None, None, ["Web chat"], [14, 9, 6, 5, 2, 1, 1]),
    ("language", "list", "1", 2, 0, None, None, ["en", "cy"], [14, 2]),
)  # fmt: skip

#: key, dimension, check, field, text, measured, threshold, checked, failed, severity, remedy, owner, due
BEFORE: tuple[tuple[Any, ...], ...] = (
    ("kb_old_wrong", "accuracy", "hundred_record", None, "58 of 120 sampled answers are wrong", "0.52", "0.85",
     120, 58,
     "major", "Rewrite the 40 most used", "grace", "2026-02-28"),
    ("kb_old_review", "timeliness", "review_overdue", "last_reviewed", "363 articles unreviewed for 12 months",
     "0.28",
     "0.20", 1_296, 363, "major", "Retire or review each one", "grace", "2026-02-28"),
    ("kb_old_twins", "uniqueness", "near_duplicates", "body_text", "505 near-duplicates in 198 groups", "0.39",
     "0.05",
     1_296, 505, "major", "Merge the 60 largest groups", "grace", "2026-02-28"),
)  # fmt: skip
NOW: tuple[tuple[Any, ...], ...] = (
    ("kb_wrong", "accuracy", "hundred_record", None, "Half the sampled answers are wrong", "0.49", "0.85", 120, 61,
     "blocker", "Rewrite the 40 most used", "grace", "2026-03-20", "kb_old_wrong"),
    ("kb_review", "timeliness", "review_overdue", "last_reviewed", "412 articles unreviewed for 12 months", "0.31",
     "0.20", 1_328, 412, "blocker", "Retire or review each one", "grace", "2026-03-27", "kb_old_review"),
    ("kb_team", "completeness", "missing_rate", "owner_team", "No owning team on 477 articles", "0.36", "0.10", 1_328,
     477, "blocker", "Assign by topic", None, "2026-03-18", None),
    ("kb_twins", "uniqueness", "near_duplicates", "body_text", "518 near-duplicates in 203 groups", "0.39", "0.05",
     1_328, 518, "major", "Merge the 60 largest groups", "grace", "2026-03-27", "kb_old_twins"),
    ("kb_codes", "consistency", "order_rules", "tariff_code", "9 tariff codes do not exist", "0.03", "0.01",
     1_328, 38, "major", "Correct codes", "ana", "2026-03-16", None),
    ("kb_expired", "validity", "range_errors", "expiry_date", "140 articles are past their expiry date", "0.11",
     "0.01",
     1_328, 140, "major", "Withdraw from chat", "grace", "2026-03-13", None),
    ("kb_channel", "consistency", "order_rules", "channel", "Channel has 7 spellings of 4 values", "0.20", "0.01",
     1_328,
     268, "major", "Map to 4 values", "ana", "2026-03-16", None),
    ("kb_empty", "completeness", "missing_rate", "body_text", "21 articles have no text", "0.016", "0.10", 1_328, 21,
     "minor", "Withdraw from chat", "grace", "2026-03-13", None),
)  # fmt: skip


@told("2025-11-17 16:00", "grace", "Set how the knowledge base is audited")
def set_the_rules(steps: Steps, change: Change) -> None:
    for check, column, parameters in RULES:
        put(
            steps,
            change,
            AuditRule,
            data_source="ca_articles",
            source_kind="knowledge_base",
            check=check,
            column=column,
            parameters=parameters,
        )


def _record(steps: Steps, change: Change, audit: str, finding: tuple[Any, ...]) -> None:
    key, dimension, check, field, text, measured, threshold, rows, failed, severity, remedy, owner, due = (
        finding[:13]
    )
    put(
        steps,
        change,
        AuditFinding,
        key,
        pilot="chat",
        data_source="ca_articles",
        audit=audit,
        dimension=dimension,
        check=check,
        field=field,
        text=text,
        measured=measured,
        threshold=threshold,
        rows_checked=rows,
        rows_failed=failed,
        passed=False,
        severity=severity,
        remedy=remedy,
        remedy_owner=owner,
        due=due,
        same_as=finding[13] if len(finding) > 13 else None,
    )


@told("2025-11-18 15:40", "grace", "Record the findings of November")
def findings_of_november(steps: Steps, change: Change) -> None:
    for finding in BEFORE:
        _record(steps, change, NOVEMBER, finding)


@told("2026-02-27 15:40", "grace", "Record the findings of February")
def findings_of_february(steps: Steps, change: Change) -> None:
    for finding in BEFORE:
        update(steps, change, finding[0], closed_on="2026-02-27")
    for finding in NOW:
        _record(steps, change, FEBRUARY, finding)
    for name, type_, filled, distinct, invalid, lowest, highest, examples, histogram in COLUMNS:
        put(
            steps,
            change,
            AuditColumn,
            audit=FEBRUARY,
            name=name,
            type=type_,
            filled=filled,
            distinct=distinct,
            invalid=invalid,
            lowest=lowest,
            highest=highest,
            histogram=histogram,
            examples=examples,
            personal=False,
        )


@told("2026-03-11 09:58", "grace", "Kemi Adeyemi assigns the articles without a team")
def owner_of_finding_3(steps: Steps, change: Change) -> None:
    update(steps, change, "kb_team", remedy_owner="kemi")
