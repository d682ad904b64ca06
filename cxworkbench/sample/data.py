"""What the three pilots draw on: sources with owners and required levels, and their audits over time."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from cxworkbench.sample.steps import Steps, told
from cxworkbench.sample.telling import put, update
from db.change import Change
from db.models import Audit, AuditDimension, AuditFinding, DataSource

DIMENSIONS = ("completeness", "accuracy", "consistency", "timeliness", "uniqueness", "integration")
REQUIRED = dict.fromkeys(DIMENSIONS, 0.75)

_CONTRACT = "Contract with the customer"
_INTEREST = "Legitimate interest, weighed on 14 Oct 2025"
#: key: pilot, name, kind, system, owner, personal data, lawful basis, retention, refreshed every, access confirmed
SOURCES: dict[str, tuple[str, str, str, str, str, bool, str | None, str | None, int, str | None]] = {
    "aa_contacts": (
        "assist", "Contact history", "telephony", "Call platform", "daniel", True, _CONTRACT, "24 months", 1,
        "2025-08-20",
    ),
    "aa_transcripts": (
        "assist", "Call transcripts, billing", "transcripts", "Call platform", "daniel", True, _INTEREST,
        "90 days", 1,
        "2025-08-25",
    ),
    "aa_articles": (
        "assist", "Billing articles", "knowledge_base", "Content store", "grace", False, None, None, 1, "2025-08-18",
    ),
    "aa_tariffs": ("assist", "Tariff rules", "orders", "Billing", "ana", False, None, None, 7, "2025-08-18"),
    "ca_articles": (
        "chat", "Knowledge base", "knowledge_base", "Content store", "grace", False, None, None, 1, "2025-11-05",
    ),
    "ca_labels": ("chat", "Intent labels", "qa_records", "Label store", "nadia", False, None, None, 30, "2025-11-05"),
    "ca_accounts": (
        "chat", "Customer accounts", "crm", "Customer system", "daniel", True, _CONTRACT, "6 years", 1, "2025-11-10",
    ),
    "ca_transcripts": (
        "chat", "Chat transcripts", "transcripts", "Chat platform", "daniel", True, _INTEREST, "90 days", 1,
        "2025-11-10",
    ),
    "ca_tariffs": ("chat", "Tariff table", "orders", "Billing", "ana", False, None, None, 7, "2025-11-12"),
    "as_calls": (
        "summary", "Call platform", "telephony", "Call platform", "daniel", True, _CONTRACT, "24 months", 1,
        "2026-02-12",
    ),
    "as_codes": (
        "summary", "Complaint codes", "ticketing", "Complaint system", "marta", True, _CONTRACT, "6 years", 1,
        "2026-02-12",
    ),
    "as_transcripts": (
        "summary", "Call transcripts, complaints", "transcripts", "Call platform", "daniel", True, _INTEREST,
        "90 days", 1,
        None,
    ),
}  # fmt: skip

#: source, day, auditor, rows, columns, and a score for each dimension: of 100, or of a sample
AUDITS = (
    ("aa_contacts", "2025-08-27", "daniel", 412_900, 14, "91 112/120 88 97 96 84"),
    ("aa_contacts", "2025-10-24", "daniel", 508_310, 14, "92 113/120 89 98 96 86"),
    ("aa_contacts", "2026-01-20", "daniel", 498_212, 14, "92 113/120 89 98 97 86"),
    ("aa_transcripts", "2025-08-28", "daniel", 6_000, 8, "90 106/120 86 96 99 83"),
    ("aa_transcripts", "2025-11-25", "daniel", 6_000, 8, "91 107/120 86 96 99 84"),
    ("aa_transcripts", "2026-02-17", "daniel", 6_000, 8, "92 108/120 88 97 99 85"),
    ("aa_articles", "2025-08-29", "grace", 214, 9, "88 104/120 84 78 90 80"),
    ("aa_articles", "2025-11-26", "grace", 219, 9, "90 107/120 86 80 91 83"),
    ("aa_articles", "2026-02-18", "grace", 226, 9, "93 110/120 88 82 92 86"),
    ("aa_tariffs", "2025-09-02", "ana", 388, 11, "98 117/120 94 90 100 92"),
    ("aa_tariffs", "2025-11-27", "ana", 396, 11, "98 117/120 94 91 100 92"),
    ("aa_tariffs", "2026-02-19", "ana", 405, 11, "99 118/120 95 91 100 93"),
    ("ca_articles", "2025-11-18", "grace", 1_296, 9, "79 62/120 55 51 61 70"),
    ("ca_labels", "2025-11-19", "nadia", 6_100, 5, "92 330/400 77 88 94 90"),
    ("ca_accounts", "2025-11-24", "daniel", 12_000, 12, "77 367/400 85 96 91 88"),
    ("ca_transcripts", "2025-11-24", "daniel", 4_105, 8, "93 322/400 88 97 99 86"),
    ("ca_tariffs", "2025-12-02", "ana", 406, 11, "98 117/120 96 91 100 95"),
    ("ca_accounts", "2026-02-20", "daniel", 12_000, 12, "78 370/400 86 96 92 89"),
    ("ca_transcripts", "2026-02-20", "daniel", 4_218, 8, "93 324/400 88 97 99 87"),
    ("ca_labels", "2026-02-25", "nadia", 6_400, 5, "93 334/400 76 89 94 90"),
    ("ca_articles", "2026-02-27", "grace", 1_328, 9, "82 59/120 55 46 61 75"),
    ("ca_tariffs", "2026-03-02", "ana", 412, 11, "98 118/120 96 92 100 95"),
    ("as_codes", "2026-02-24", "marta", 7_380, 10, "91 71 86 95 97 88"),
    ("as_transcripts", "2026-03-03", "daniel", 2_400, 8, "92 325/400 87 96 99 82"),
    ("as_calls", "2026-03-04", "daniel", 4_811, 14, "93 111/120 88 97 96 84"),
)
_KNOWLEDGE_BASE = {
    "completeness": "Required fields filled, mean of 7",
    "accuracy": "59 of 120 sampled articles correct",
    "consistency": "730 of 1,328 use current field formats",
    "timeliness": "611 of 1,328 reviewed in the last 6 months",
    "uniqueness": "518 articles sit in 203 near-duplicate groups",
    "integration": "Nightly export, 1 of 4 links manual",
}
EVIDENCE: dict[str, dict[str, str]] = {
    "ca_articles_2026-02-27": _KNOWLEDGE_BASE,
    "as_codes_2026-02-24": {"accuracy": "2,140 of 7,380 cases are coded “other”"},
}

#: audit, dimension, check, field, text, measured, threshold, rows checked, rows failed, severity
#: remedy, owner, due, closed
FINDINGS: tuple[tuple[Any, ...], ...] = (
    ("aa_contacts_2025-08-27", "integration", "match_rate", "call_id", "Calls matched with one account", "0.968",
     "0.95",
     412_900, 13_213, "minor", None, None, None, None),
    ("aa_articles_2025-08-29", "timeliness", "review_overdue", "review_due", "47 billing articles overdue for review",
     "0.22", "0.20", 214, 47, "major", "Review the 47, oldest first", "grace", "2025-10-17", "2025-10-14"),
    ("aa_transcripts_2025-11-25", "privacy_safety", "personal_data_scan", "text", "Card numbers read out in 9 calls",
     "0.0015", "0.01", 6_000, 9, "minor", "Mask digits before storage", "ana", "2025-12-19", "2025-12-16"),
    ("ca_accounts_2025-11-24", "integration", "match_rate", "account_id", "Chats matched with one account", "0.957",
     "0.95", 12_000, 516, "minor", None, None, None, None),
    ("ca_accounts_2026-02-20", "completeness", "missing_rate", "email", "Email missing on 2,640 accounts", "0.22",
     "0.10",
     12_000, 2_640, "major", "Ask for it at the next contact", "daniel", "2026-03-06", "2026-03-05"),
    ("as_codes_2026-02-24", "accuracy", "other_share", "reason_code", "2,140 complaint cases are coded “other”",
     "0.29",
     "0.25", 7_380, 2_140, "major", "Recode 2,140 complaint cases", "grace", "2026-03-25", None),
    ("as_calls_2026-03-04", "integration", "match_rate", "call_id", "Calls matched with one complaint", "0.961",
     "0.95",
     4_811, 188, "minor", None, None, None, None),
)  # fmt: skip


def _list_sources(pilot: str, moment: str) -> None:
    @told(moment, "jo", "List the data sources")
    def listed(steps: Steps, change: Change) -> None:
        for key, one in SOURCES.items():
            if one[0] != pilot:
                continue
            _, name, kind, system, owner, personal, basis, retention, refresh, access = one
            put(
                steps,
                change,
                DataSource,
                key,
                pilot=pilot,
                name=name,
                kind=kind,
                system=system,
                owner=owner,
                critical=True,
                personal_data=personal,
                lawful_basis=basis,
                retention=retention,
                access_confirmed_on=access if access and access <= moment[:10] else None,
                refresh=refresh,
                required=REQUIRED,
                audit_cadence=92,
            )


def _confirm_access(key: str, day: str, owner: str) -> None:
    @told(f"{day} 11:10", owner, "Confirm access")
    def confirm(steps: Steps, change: Change) -> None:
        update(steps, change, key, access_confirmed_on=day)


_LISTED = {"assist": "2025-08-14 10:00", "chat": "2025-11-03 10:00", "summary": "2026-02-10 10:00"}
for _pilot, _moment in _LISTED.items():
    _list_sources(_pilot, _moment)
for _key, _one in SOURCES.items():
    if _one[9] and _one[9] > _LISTED[_one[0]][:10]:
        _confirm_access(_key, _one[9], _one[4])


@told("2026-02-20 17:00", "jo", "Auto-Summary draws on the customer accounts too")
def share_the_accounts(steps: Steps, change: Change) -> None:
    update(steps, change, "ca_accounts", shared_with=["summary"])


# ------------------------------------------------------------------------------------------------ the audits


def ready(score: str) -> str:
    """Whether a score says ready: a full count by its level, a sample by its range (all of ours are clear)."""
    if "/" not in score:
        return "ready" if int(score) >= 75 else "not_ready"
    passed, n = (int(part) for part in score.split("/"))
    return "ready" if passed / n >= 0.75 else "not_ready"


def _audit(source: str, day: str, auditor: str, rows: int, columns: int, scores: str) -> None:
    key = f"{source}_{day}"
    each = dict(zip(DIMENSIONS, scores.split(), strict=True))

    @told(f"{day} 14:30", auditor, f"Audit {SOURCES[source][1]}")
    def audit(steps: Steps, change: Change) -> None:
        found = {ready(score) for score in each.values()}
        put(
            steps,
            change,
            Audit,
            key,
            pilot=SOURCES[source][0],
            data_source=source,
            audited_on=day,
            auditor=auditor,
            rows=rows,
            columns=columns,
            looks=1,
            result="not_ready" if "not_ready" in found else "ready",
            file_name=f"{SOURCES[source][1].lower().replace(', ', '-').replace(' ', '-')}-{day}.csv",
            as_read={"encoding": "utf-8", "delimiter": ",", "dates": "day first"},
        )
        for dimension, score in each.items():
            _dimension(steps, change, key, dimension, score)


def _dimension(steps: Steps, change: Change, audit: str, dimension: str, score: str) -> None:
    passed, _, n = score.partition("/")
    sampled: dict[str, Any] = {"passed": int(passed), "n": int(n)} if n else {"score": Decimal(score) / 100}
    put(
        steps,
        change,
        AuditDimension,
        audit=audit,
        dimension=dimension,
        required="0.75",
        evidence=EVIDENCE.get(audit, {}).get(dimension),
        **sampled,
    )


for _audited in AUDITS:
    _audit(*_audited)


def _find(finding: tuple[Any, ...]) -> None:
    (
        audit,
        dimension,
        check,
        field,
        text,
        measured,
        threshold,
        rows,
        failed,
        severity,
        remedy,
        owner,
        due,
        closed,
    ) = finding
    source, _, day = audit.rpartition("_")
    key = f"finding_{audit}_{field}"

    @told(f"{day} 15:30", "jo", "Record a finding")
    def record(steps: Steps, change: Change) -> None:
        put(
            steps,
            change,
            AuditFinding,
            key,
            pilot=SOURCES[source][0],
            data_source=source,
            audit=audit,
            dimension=dimension,
            check=check,
            field=field,
            text=text,
            measured=measured,
            threshold=threshold,
            rows_checked=rows,
            rows_failed=failed,
            passed=remedy is None,
            severity=severity,
            remedy=remedy,
            remedy_owner=owner,
            due=due,
        )

    if closed:

        @told(f"{closed} 16:50", owner, "Close a finding")
        def close(steps: Steps, change: Change) -> None:
            update(steps, change, key, closed_on=closed)


for _finding in FINDINGS:
    _find(_finding)
