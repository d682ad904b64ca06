"""The case of Agent Assist in its versions, what it cost, its checkpoints, and who was promised what."""

from __future__ import annotations

from typing import Any

from cxworkbench.sample.steps import Steps, told
from cxworkbench.sample.telling import put, update
from db.change import Change
from db.models import Benefit, Checkpoint, CostActual, CostLine, Promise, RoiCase

#: name: metric, low, expected, high, value of a unit, share released, source, why it may exceed the reference, cash
BENEFITS: tuple[tuple[Any, ...], ...] = (
    (
        "Shorter billing calls", "aa_aht", "-80", "-68", "-45", "0.00597", "0.60",
        "Own measurement: readings of Handling time",
        "The old wiki alone took 52 s a call in a time study of 300 calls; the reference is of chat without a search.",
        False,
    ),
    (
        "Fewer repeat calls", "aa_fcr", "4.5", "7.1", "9.0", "3.60", None,
        "Own measurement: readings of Resolved first time",
        "Nine points lie between the two sites today, and the lower one has the older content.",
        True,
    ),
)  # fmt: skip
#: key, name, kind, people's time, workstream, amount, low, high, from, to
COSTS: tuple[tuple[Any, ...], ...] = (
    ("build", "Link into the call screen", "one_off", False, "technology", "140000", "135000", "150000",
     "2025-09-22", "2025-11-03"),
    ("content", "Articles and word lists made ready", "one_off", True, "data", "58000", "52000", "66000",
     "2025-09-15", "2025-11-03"),
    ("training", "Training off the phones, champions", "one_off", True, "adoption", "82000", "78000", "92000",
     "2025-10-01", "2026-02-01"),
    ("project", "Project team", "one_off", True, "governance", "30000", "28000", "34000", "2025-08-01", "2025-11-03"),
    ("seats", "Seats of Clearline Assist", "recurring", False, "technology", "15000", "13500", "18500",
     "2025-11-03", None),
    ("upkeep", "Sampling and content upkeep", "recurring", True, "data", "4000", "3500", "4500", "2025-11-03", None),
    ("usage", "Model use a call", "volume", False, "technology", "0.0158", "0.0140", "0.0190", "2025-11-03", None),
)  # fmt: skip
#: date, expected low, expected high
CHECKPOINTS = (
    ("2026-02-28", "-359000", "-314000"),
    ("2026-06-30", "-295000", "-140000"),
    ("2026-11-30", "-147000", "85000"),
    ("2027-11-30", "326000", "805000"),
)


def write_benefits(steps: Steps, change: Change, case: str, pilot: str, benefits: Any, **common: Any) -> None:
    """Benefits of a case; what they have in common is given once."""
    for name, metric, low, expected, high, worth, released, source, justification, cash in benefits:
        put(
            steps,
            change,
            Benefit,
            f"{case}_{metric}",
            case=case,
            pilot=pilot,
            objective=f"{pilot}_objective",
            metric=metric,
            name=name,
            low=low,
            expected=expected,
            high=high,
            value_per_unit=worth,
            released=released,
            source=source,
            justification=justification,
            cashable=cash,
            **common,
        )


def write_costs(
    steps: Steps, change: Change, case: str, pilot: str, costs: Any, *, funded: bool = True
) -> None:
    """Cost lines of a case."""
    for key, name, kind, people, stream, amount, low, high, since, to in costs:
        put(
            steps,
            change,
            CostLine,
            f"{case}_{key}",
            case=case,
            pilot=pilot,
            name=name,
            kind=kind,
            is_people_time=people,
            workstream=stream,
            amount=amount,
            low=low,
            high=high,
            from_=since,
            to=to,
            funded=funded,
            confidential=key in {"seats", "platform", "talks"},
        )


def write_checkpoints(
    steps: Steps, change: Change, case: str, pilot: str, points: Any, metric: str | None
) -> None:
    """Checkpoints of a case: of the net benefit, or of a metric."""
    for day, low, high in points:
        put(
            steps,
            change,
            Checkpoint,
            f"{case}_{day}",
            case=case,
            pilot=pilot,
            what="metric" if metric else "net_benefit",
            metric=metric,
            date=day,
            expected_low=low,
            expected_high=high,
        )


COMMON = {
    "reach": "1",
    "adoption_assumed": "0.78",
    "distribution": "triangular",
    "starts_on": "2025-12-03",
    "steady_on": "2026-08-01",
    "agreed_by": "owen",
}


def _write_case(
    steps: Steps, change: Change, case: str, version: int, *, replaces: str | None, volume: str, benefits: Any
) -> None:
    put(
        steps,
        change,
        RoiCase,
        case,
        pilot="assist",
        name="Agent Assist case",
        version=version,
        horizon_months=24,
        discount_rate="0",
        seed=5,
        draws=10_000,
        base_date="2025-11-03",
        ramp_mid="3.9",
        ramp_width="6.3",
        replaces=replaces,
        status="draft",
    )
    write_benefits(steps, change, case, "assist", benefits, volume=volume, **COMMON)
    write_costs(steps, change, case, "assist", COSTS)


@told("2025-07-08 14:25", "owen", "Write the first case of Agent Assist")
def first_case(steps: Steps, change: Change) -> None:
    _write_case(steps, change, "aa_case_1", 1, replaces=None, volume="190000", benefits=BENEFITS[1:])


@told("2025-10-20 10:20", "owen", "Add the shorter calls to the case")
def shorter_calls(steps: Steps, change: Change) -> None:
    write_benefits(steps, change, "aa_case_1", "assist", BENEFITS[:1], volume="190000", **COMMON)


@told("2025-10-24 14:20", "owen", "Set the checkpoints and agree the case of Agent Assist")
def agree_the_first_case(steps: Steps, change: Change) -> None:
    write_checkpoints(steps, change, "aa_case_1", "assist", CHECKPOINTS, None)
    update(steps, change, "aa_case_1", status="agreed", agreed_by="owen", agreed_on="2025-10-24")


@told("2026-03-04 11:00", "owen", "Restate the case of Agent Assist with the readings")
def second_case(steps: Steps, change: Change) -> None:
    _write_case(steps, change, "aa_case_2", 2, replaces="aa_case_1", volume="189200", benefits=BENEFITS)
    write_checkpoints(steps, change, "aa_case_2", "assist", CHECKPOINTS, None)
    update(steps, change, "aa_case_2", status="agreed", agreed_by="owen", agreed_on="2026-03-04")
    update(steps, change, "aa_case_1", status="restated")
    for case in ("aa_case_1", "aa_case_2"):
        update(steps, change, f"{case}_2026-02-28", actual="-322000")


@told("2026-03-11 09:12", "owen", "Ramp of the case: half the effect in month 4.5")
def ramp_of_the_case(steps: Steps, change: Change) -> None:
    update(steps, change, "aa_case_2", ramp_mid="4.5")


#: month: one-off costs by line, then what ran
ACTUALS = {
    "2025-09-01": {"build": "38000", "content": "21000", "project": "14000"},
    "2025-10-01": {"build": "86000", "content": "37000", "training": "34000", "project": "16000"},
    "2025-11-01": {
        "build": "16000",
        "training": "26000",
        "seats": "15000",
        "upkeep": "4000",
        "usage": "2900",
    },
    "2025-12-01": {"seats": "15000", "upkeep": "4000", "usage": "2800"},
    "2026-01-01": {"training": "22000", "seats": "15000", "upkeep": "4200", "usage": "3000"},
    "2026-02-01": {"seats": "15000", "upkeep": "4200", "usage": "2900"},
}


def _enter_actuals(month: str, amounts: dict[str, str], moment: str) -> None:
    @told(moment, "owen", "Enter the costs of a month")
    def enter(steps: Steps, change: Change) -> None:
        for line, amount in amounts.items():
            put(
                steps,
                change,
                CostActual,
                f"actual_{line}_{month}",
                cost_line=f"aa_case_1_{line}",
                month=month,
                amount=amount,
            )


for _month, _moment in zip(
    ACTUALS,
    ("2025-10-06", "2025-11-06", "2025-12-08", "2026-01-07", "2026-02-06", "2026-03-03"),
    strict=True,
):
    _enter_actuals(_month, ACTUALS[_month], f"{_moment} 15:15")


@told("2026-03-04 11:05", "owen", "The costs so far belong to the restated case")
def move_the_actuals(steps: Steps, change: Change) -> None:
    for month, amounts in ACTUALS.items():
        for line in amounts:
            update(steps, change, f"actual_{line}_{month}", cost_line=f"aa_case_2_{line}")


# --------------------------------------------------------------------------------------------------- promises

#: key, told by, told to, told on, text, kind, metric, value, due, source
PROMISES: tuple[tuple[Any, ...], ...] = (
    ("month9", "helen", "Board", "2025-09-25", "Pays back by month 9", "payback_month", None, "9", "2026-08-03",
     "Board paper"),
    ("net900", "helen", "Board", "2025-09-25", "£900k net by month 24", "net_value", None, "900000", "2027-11-03",
     "Board paper"),
    ("all240", "priya", "Operations", "2025-10-08", "All 240 advisers active by month 2", "active_share", None, "1",
     "2026-01-03", "Training plan"),
    ("save90", "femi", "Steering committee", "2025-09-12", "90 s saved on each call", "effect", "aa_aht", "-90",
     "2026-05-03", "Vendor"),
    ("up7", "priya", "Steering committee", "2026-01-15", "Resolution up 7 points", "effect", "aa_fcr", "7",
     "2026-06-30", "Pilot readings"),
    ("even24", "owen", "Finance committee", "2025-10-24", "Breaks even inside 24 months", "payback_month", None, "24",
     "2027-11-03", "Finance"),
)  # fmt: skip


def _promise(one: tuple[Any, ...]) -> None:
    key, by, to, on, text, kind, metric, value, due, source = one
    # What was promised of a metric is noted once the metric is in the plan.
    noted = "2025-10-20" if key == "save90" else on

    @told(f"{noted} 17:15", "jo", f"Note a promise: {text}")
    def promise(steps: Steps, change: Change) -> None:
        put(
            steps,
            change,
            Promise,
            f"promise_{key}",
            pilot="assist",
            told_by=by,
            told_to=to,
            told_on=on,
            text=text,
            kind=kind,
            metric=metric,
            value=value,
            due=due,
            source=source,
        )


for _told in PROMISES:
    _promise(_told)
