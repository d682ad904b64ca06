"""Plans with something for every part of every paper, for tests that walk all papers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from plans import PlanBuilder, weeks

from db.models import (
    Accountability,
    Action,
    AgendaItem,
    Attendance,
    Audit,
    AuditColumn,
    AuditDimension,
    AuditFinding,
    Barrier,
    Benefit,
    Checkpoint,
    Cohort,
    Control,
    ControlRun,
    CostLine,
    DataSource,
    Decision,
    Engagement,
    Incident,
    Issue,
    OutputSample,
    Override,
    Population,
    Promise,
    RecoveryCase,
    RecoveryStep,
    RelaunchCriterion,
    Review,
    Risk,
    RoiCase,
    Settlement,
    Sponsor,
    Stakeholder,
    Training,
    Usage,
    UsagePlan,
    Waiver,
)

#: What its metric read in the sixteen weeks since go-live.
READ = (61, 62, 63, 65, 66, 67, 68, 67, 66, 68, 69, 68, 67, 66, 68, 67)
GO_LIVE = date(2025, 11, 3)
DECIDE = date(2026, 3, 12)
_STATES = ("live", "paused", "preparing")
_WORDS = "Short text here"


def full_plan(builder: PlanBuilder, text: str = _WORDS, *, pilots: int = 1, name: str = "") -> PlanBuilder:
    """So many pilots with a record of all that papers show, every text of theirs being that text; and two reviews."""
    for place in range(pilots):
        with_full_pilot(
            builder, name or (f"Pilot {place + 1}" if pilots > 1 else text), text, _STATES[place % 3]
        )
    with_reviews(builder, text)
    return builder


def with_full_pilot(builder: PlanBuilder, name: str, text: str, status: str = "live") -> PlanBuilder:
    """One pilot with a record of all that papers show."""
    gates = {"frame": (date(2025, 9, 1),) * 2, "go_live": (GO_LIVE,) * 2, "decide": (DECIDE, None)}
    builder.with_pilot(name, status=status, gates=gates, what_stays=text, scope_in=text)
    builder.with_metric(
        name=text, definition=text, success_threshold=66, scale_threshold=70, guardrail_limit=59, stop_threshold=55,
        baseline_value=61, baseline_from=date(2025, 8, 11), baseline_to=GO_LIVE,
    ).with_readings(weeks(READ, n=[1000] * len(READ)))  # fmt: skip
    builder.with_objective(title=text, outcome=text)
    with builder.change("Fill it") as change:
        change.set(
            builder.made["rule"],
            decide_by=DECIDE,
            shortest_weeks=8,
            fallback="hold",
            scale_text=text,
            hold_text=text,
        )
        _log(change, builder.made, text)
        _people(change, builder.made, text)
        _data(change, builder.made, text)
        _governance(change, builder.made, text)
        _returns(change, builder.made, text)
        _recovery(change, builder.made, text)
    return builder


def _log(change: Any, made: dict[str, Any], text: str) -> None:
    pilot, owner, sponsor = made["pilot"], made["owner"], made["sponsor"]
    asked = {"asked_of": sponsor, "asked_on": date(2026, 2, 1)}
    change.add(
        Decision(pilot=pilot, question=text, reason=text, options=[{"name": text, "text": text}], **asked)
    )
    change.add(
        Decision(
            pilot=pilot,
            question=text,
            reason=text,
            outcome=text,
            date=date(2026, 2, 12),
            decided_by=sponsor,
            **asked,
        )
    )
    change.add(Action(pilot=pilot, text=text, owner=owner, due=date(2026, 1, 1)))
    change.add(
        Risk(
            pilot=pilot,
            title=text,
            likelihood=5,
            impact=4,
            response=text,
            owner=owner,
            review_on=date(2026, 3, 1),
        )
    )
    change.add(Issue(pilot=pilot, title=text, owner=owner, due=date(2026, 3, 1)))
    signed = {"reason": text, "second_reader": owner}
    days = {"from_": date(2026, 1, 1), "until": date(2026, 6, 1)}
    change.add(Waiver(pilot=pilot, criteria=["data_passed"], given_by=sponsor, **signed, **days))
    change.add(Settlement(pilot=pilot, criterion="data_passed", by=sponsor, on=date(2026, 3, 1), **signed))
    change.add(
        Override(
            pilot=pilot, of="recommendation", said=text, chosen=text, by=sponsor,
            made_on=date(2026, 3, 1), judge_on=date(2026, 4, 1), **signed,
        )
    )  # fmt: skip


def _people(change: Any, made: dict[str, Any], text: str) -> None:
    pilot, owner = made["pilot"], made["owner"]
    cohort = change.add(
        Cohort(
            pilot=pilot, name=text, headcount=50, site=text, live_on=GO_LIVE, champion=owner,
            how_work_changes=f"Stops: {text}. Starts: {text}. Stays: {text}",
        )
    )  # fmt: skip
    change.add(Population(pilot=pilot, name=text, headcount=300, sites=[text, "Other"]))
    for week in range(6):
        monday = date(2026, 1, 26) + timedelta(weeks=week)
        change.add(Usage(pilot=pilot, cohort=cohort, week=monday, in_scope=50, active=20 + week))
    for week in range(1, 26):
        change.add(UsagePlan(pilot=pilot, cohort=cohort, week_since_live=week, share="0.7"))
    change.add(
        Training(
            pilot=pilot, cohort=cohort, title=text, planned=date(2026, 3, 20), invited=50, completed=40,
            protected_minutes=30,
        )
    )  # fmt: skip
    change.add(
        Barrier(
            pilot=pilot, cohort=cohort, text=text, people=12, remedy=text, response=text, owner=owner,
            date=date(2026, 2, 1), due=date(2026, 3, 20),
        )
    )  # fmt: skip


def _data(change: Any, made: dict[str, Any], text: str) -> None:
    pilot, owner = made["pilot"], made["owner"]
    source = change.add(DataSource(pilot=pilot, name=text, owner=owner, critical=True))
    audit = change.add(Audit(pilot=pilot, data_source=source, audited_on=date(2026, 2, 20), rows=1000))
    for dimension in ("completeness", "accuracy", "timeliness"):
        change.add(
            AuditDimension(audit=audit, dimension=dimension, required_="0.75", score="0.5", evidence=text)
        )
    change.add(
        AuditFinding(
            pilot=pilot, data_source=source, audit=audit, text=text, remedy=text, remedy_owner=owner,
            due=date(2026, 3, 20), rows_checked=100, rows_failed=50, severity="blocker",
        )
    )  # fmt: skip
    change.add(AuditColumn(audit=audit, name=text, filled="0.5", invalid=20))


def _governance(change: Any, made: dict[str, Any], text: str) -> None:
    pilot, owner, sponsor = made["pilot"], made["owner"], made["sponsor"]
    control = change.add(
        Control(
            pilot=pilot, name=text, owner=None, status="in place", cadence_days=30, next_due=date(2026, 3, 1)
        )
    )
    change.add(ControlRun(control=control, run_on=date(2026, 2, 1), passed=False, text=text))
    opened = datetime(2026, 2, 1, 10, tzinfo=UTC)
    change.add(Incident(pilot=pilot, title=text, severity="sev2", opened_on=opened, customers_affected=5))
    change.add(OutputSample(pilot=pilot, n=50, wrong=3, date=date(2026, 3, 6)))
    change.add(
        Accountability(
            pilot=pilot, question="handle_errors", accountable=owner, deputy=sponsor, escalates_to=sponsor
        )
    )


def _returns(change: Any, made: dict[str, Any], text: str) -> None:
    pilot = made["pilot"]
    case = change.add(
        RoiCase(pilot=pilot, name=text, status="agreed", base_date=GO_LIVE, agreed_on=date(2025, 10, 1))
    )
    change.add(
        Benefit(
            pilot=pilot, case=case, metric=made["metric"], name=text, low=3, expected=5, high=7, volume=100_000,
            value_per_unit="2", adoption_assumed="0.8",
        )
    )  # fmt: skip
    change.add(CostLine(pilot=pilot, case=case, name=text, amount=100_000, low=90_000, high=120_000))
    change.add(
        Promise(
            pilot=pilot, text=text, told_to=text, told_on=date(2025, 9, 1), kind_="payback_month", value_=3
        )
    )
    change.add(
        Checkpoint(pilot=pilot, case=case, date=date(2026, 2, 1), expected_low=1, expected_high=2, actual=3)
    )


def _recovery(change: Any, made: dict[str, Any], text: str) -> None:
    pilot, owner = made["pilot"], made["owner"]
    case = change.add(
        RecoveryCase(
            pilot=pilot, started_on=date(2026, 3, 1), paused_to=text, cost_per_week=1000, planned_days=35,
            relaunch_on=date(2026, 4, 13),
        )
    )  # fmt: skip
    for step in ("objective", "data", "adoption", "governance"):
        change.add(
            RecoveryStep(
                case=case, step=step, answer=text, answered_on=date(2026, 3, 2), answered_by=owner,
                next_due=date(2026, 3, 20),
            )
        )  # fmt: skip
    change.add(RelaunchCriterion(case=case, text=text, by=date(2026, 4, 1)))


def with_reviews(builder: PlanBuilder, text: str = _WORDS) -> PlanBuilder:
    """A sponsor who is given the one-pager, a review that was held and one to come, each with three items."""
    owner, sponsor = builder.made["owner"], builder.made["sponsor"]
    with builder.change("Plan reviews") as change:
        change.add(Sponsor(person=sponsor))
        reader = change.add(Stakeholder(person=sponsor, paper="sponsor", audience="sponsor"))
        for number, (day, held) in enumerate(((date(2026, 2, 12), True), (DECIDE, False)), 1):
            done = day if held else None
            change.add(Engagement(stakeholder=reader, kind_="review", planned=day, done=done))
            begins = datetime(day.year, day.month, day.day, 14, tzinfo=UTC)
            review = change.add(
                Review(
                    kind_="sponsor", number=number, planned=begins, minutes=45, place=text, done=done, outcome=text,
                    chair=owner,
                )
            )  # fmt: skip
            for place in range(3):
                change.add(
                    AgendaItem(
                        review=review, question=text, lead=owner, minutes_planned=10, seconds_used=700,
                        outcome="not_decided", note=text, position=place,
                    )
                )  # fmt: skip
            change.add(Attendance(review=review, person=owner, role=text, state="here"))
    return builder


def renamed(builder: PlanBuilder, text: str) -> PlanBuilder:
    """Programme, organisation and people bear that name."""
    with builder.change("Rename") as change:
        change.set(builder.plan.programme, name=text, organisation=text)
        change.set(builder.made["owner"], name=text)
        change.set(builder.made["sponsor"], name=text)
    return builder
