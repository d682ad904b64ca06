"""A plan in memory whose one pilot meets all 71 criteria, to be spoiled one thing at a time."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self

import numpy as np

import resources
from cxworkbench.conditions.rating import rate
from cxworkbench.plan import Plan
from db.readings import ReadingRows
from db.records import FAMILIES, Record
from tests.plans import weeks

AS_OF = date(2026, 3, 11)
LIVE = date(2025, 11, 3)
WEEKS = [date(2026, 3, 2) - timedelta(weeks=place) for place in range(18)]


def id_of(key: str) -> str:
    return hashlib.md5(key.encode(), usedforsecurity=False).hexdigest()


class Draft:
    """Records by key; links name keys. It is a source that a plan can be loaded from."""

    def __init__(self) -> None:
        self.kinds: dict[str, str] = {}
        self.values: dict[str, dict[str, Any]] = {}
        self.rows: dict[str, ReadingRows] = {}
        self.moves: dict[str, list[tuple[datetime, str]]] = {}
        self.added = datetime(2025, 7, 1, 9, tzinfo=UTC)

    def add(self, family: str, key: str = "", /, **values: Any) -> Self:
        key = key or f"{family}_{sum(one == family for one in self.kinds.values())}"
        self.kinds[key] = family
        if "pilot" in FAMILIES[family].fields and "pilot" not in values:
            values["pilot"] = "pilot"
        self.values[key] = values
        return self

    def set(self, key: str, **values: Any) -> Self:
        self.values[key].update(values)
        return self

    def drop(self, *keys: str) -> Self:
        """Leave records out, by key or all of a kind."""
        for key in [one for one, kind in self.kinds.items() if one in keys or kind in keys]:
            del self.kinds[key], self.values[key]
        return self

    def copy(self) -> Draft:
        return copy.deepcopy(self)

    # ------------------------------------------------------------------------------------- as a plan's source

    def _made(self, key: str) -> Record:
        family = FAMILIES[self.kinds[key]]
        state = {}
        for name, field in family.fields.items():
            value = self.values[key].get(name, field.default)
            if field.kind == "link" and value is not None:
                value = id_of(value)
            elif field.kind == "links" and value:
                value = [id_of(one) for one in value]
            elif field.kind == "record" and value:
                value = f"{self.kinds[value]}/{id_of(value)}"
            elif field.kind == "json":
                state[field.key] = self._linked(value)
                continue
            state[field.key] = field.checked(value)
        return family.loaded(id_of(key), state)

    def _linked(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._linked(one) for one in value]
        if isinstance(value, dict):
            return {name: id_of(one) if name == "metric" else one for name, one in value.items()}
        return value

    def records(self, family: type[Record]) -> list[Any]:
        return [self._made(key) for key, kind in self.kinds.items() if kind == family.kind]

    def numbers(self, series: str) -> dict[str, Any]:
        rows = next((one for key, one in self.rows.items() if id_of(key) == series), ReadingRows.empty())
        return rows.numbers()

    def series_digests(self) -> Mapping[str, int]:
        return {id_of(key): rows.digest() for key, rows in self.rows.items()}

    def readings_at(self, series: str, start: Iterable[int], end: Iterable[int]) -> ReadingRows:
        """The readings of some periods as they stood, in order."""
        rows = next((one for key, one in self.rows.items() if id_of(key) == series), ReadingRows.empty())
        wanted = set(zip(start, end, strict=True))
        periods = zip(rows.period_from.tolist(), rows.period_to.tolist(), strict=True)
        return rows.where(np.fromiter((period in wanted for period in periods), bool))

    def stamps(self) -> Mapping[str, int]:
        return self.series_digests()

    def numbers_page(self, series: str, after: tuple[int, int] | None, _most: int) -> dict[str, Any]:
        return self.numbers(series) if after is None else ReadingRows.empty().numbers()

    def numbers_since(self, _series: str, _version: int) -> None:
        return None

    def born(self, family: type[Record]) -> dict[str, datetime]:
        return {id_of(key): self.added for key, kind in self.kinds.items() if kind == family.kind}

    def values_before(self, record: str, field: str) -> list[tuple[datetime, str]]:
        return next((one for key, one in self.moves.items() if id_of(key) == record), [])

    @property
    def plan(self) -> Plan:
        return Plan(self, version=1)

    def ratings(self, as_of: date = AS_OF) -> dict[str, Any]:
        plan = self.plan
        return {one.condition: one for one in rate(plan, plan.pilots[0], as_of)}

    def results(self, as_of: date = AS_OF) -> dict[str, Any]:
        return {one.id: one for rating in self.ratings(as_of).values() for one in rating.results}


def sound() -> Draft:
    """Everything in place: a live pilot in its fifth month, all gates but Scale passed."""
    draft = Draft()
    draft.add("programme", name="Programme", sponsor_decision_limit=10)
    for who in ("owner", "sponsor", "deputy", "monitor", "finance", "champion"):
        draft.add("person", who, name=who.capitalize())
    draft.add(
        "pilot", "pilot", name="Agent Assist", deployment_type="agent_assist", status="live", owner="owner",
        customer_facing=True, affects_workers=True, generative=True, third_party=True,
        scope_in="Billing calls", scope_out="Complaints",
    )  # fmt: skip
    for kind, day in (
        ("frame", date(2025, 8, 1)), ("prepare", date(2025, 9, 20)), ("measure", date(2025, 10, 24)),
        ("go_live", LIVE), ("decide", date(2026, 3, 2)), ("scale", None),
    ):  # fmt: skip
        draft.add("gate", f"gate_{kind}", kind=kind, planned_on=day, first_planned_on=day, passed_on=day)
    _objective(draft)
    _data(draft)
    _strategy(draft)
    _sponsorship(draft)
    _adoption(draft)
    _returns(draft)
    _governance(draft)
    return draft


def _objective(draft: Draft) -> None:
    draft.add(
        "friction_point", "point", title="Call twice", journey_step="Query a bill", affected_people="Customers",
        volume_per_month=1000, evidence="Contact history",
    )  # fmt: skip
    for key, role, more in (
        ("metric", "primary", {"catalogue_id": "issues_per_hour", "success_threshold": "52", "stop_threshold": "48",
                               "scale_threshold": "55", "minimum_sample": 10}),
        ("guard1", "guardrail", {"guardrail_limit": "40"}),
        ("guard2", "secondary", {"guardrail_limit": "30"}),
    ):  # fmt: skip
        draft.add(
            "metric", key, name=f"The {key}", role=role, definition="As counted", unit="count", kind="mean",
            direction="up", source="Log", owner="owner", baseline_value="50", defined_on=date(2025, 10, 24), **more,
        )  # fmt: skip
        draft.add("series", f"series_{key}", metric=key, arm="pilot")
        draft.rows[f"series_{key}"] = weeks([53.0 + place % 2 for place in range(18)], LIVE, n=[100.0] * 18)
    draft.add("decision_rule", "rule", warm_up_weeks=4, shortest_weeks=8)
    draft.add(
        "objective", "objective", friction_point="point", outcome="More calls settled first time", metric="metric",
        baseline_value="50", baseline_from=date(2025, 8, 4), baseline_to=date(2025, 9, 15), baseline_source="Log",
        target_value="55", target_date=date(2026, 6, 30), owner="owner", priority=1, agreed_by=["sponsor", "owner"],
        agreed_on=date(2025, 7, 22),
    )  # fmt: skip


def _data(draft: Draft) -> None:
    for key in ("source1", "source2"):
        draft.add(
            "data_source", key, name=key.capitalize(), kind="call_recordings", owner="owner", critical=True, personal_data=True,
            lawful_basis="Contract", retention="90 days", access_confirmed_on=date(2025, 8, 1), refresh=1,
            required={"accuracy": "0.75"}, audit_cadence=92,
        )  # fmt: skip
        for day in (date(2025, 8, 20), date(2025, 9, 15), date(2026, 2, 16)):
            audit = f"{key}_{day}"
            draft.add("audit", audit, data_source=key, audited_on=day, auditor="owner", result="ready")
            draft.add("audit_dimension", f"{audit}_accuracy", audit=audit, dimension="accuracy", score="0.9")
    draft.add(
        "audit_finding", "match", data_source="source1", dimension="integration", measured="0.97", threshold="0.95",
        passed=True, severity="minor", text="Match rate",
    )  # fmt: skip
    draft.add(
        "audit_finding", "gap", data_source="source1", dimension="accuracy", passed=False, severity="minor",
        text="Gaps", remedy="Fill them", remedy_owner="owner", due=date(2026, 4, 1),
    )  # fmt: skip


def _strategy(draft: Draft) -> None:
    draft.add("requirement", "need", text="Find the article", objective="objective", must=True)
    for key, kind in (("vendor", "vendor_product"), ("own", "own_build"), ("none", "non_ai")):
        draft.add(
            "tool", key, name=key.capitalize(), kind=kind, status="evaluated", evaluated_on=date(2025, 9, 1), score="70",
            reason="Compared", objective="objective", owner="owner",
        )  # fmt: skip
    draft.set(
        "vendor", status="live", signed_on=date(2025, 9, 20), exit_terms="60 days", data_terms="Deleted",
        price_driver="Seat", service_levels="99%",
    )  # fmt: skip
    draft.add(
        "decision", "select", kind="select", question="Which?", date=date(2025, 9, 16), outcome="Vendor",
        decided_by="sponsor", reason="Best",
    )  # fmt: skip


def _sponsorship(draft: Draft) -> None:
    draft.add(
        "sponsor", "exec", person="sponsor", role="executive", holds_budget=True, spans_departments=True,
        appointed_on=date(2025, 7, 1), deputy="deputy", benefit_owner="finance",
    )  # fmt: skip
    draft.add(
        "stakeholder", "boss", person="sponsor", role="executive_sponsor", influence="very high", support="champions",
        needs="No surprises", engagement_owner="owner",
    )  # fmt: skip
    for key, kind, planned, done in (
        ("launch", "launch message", LIVE, LIVE),
        ("range", "expectations", date(2025, 10, 20), date(2025, 10, 20)),
        ("visit", "floor visit", date(2026, 2, 25), date(2026, 2, 25)),
        ("talk", "results talk", date(2026, 4, 1), None),
    ):
        draft.add("engagement", key, stakeholder="boss", kind=kind, planned=planned, done=done)
    for place, day in enumerate(
        (date(2025, 11, 20), date(2025, 12, 18), date(2026, 1, 15), date(2026, 2, 12))
    ):
        draft.add("review", f"review{place}", kind="sponsor", pilot=None, number=place + 1, done=day)
        draft.add("attendance", f"here{place}", review=f"review{place}", person="sponsor", state="here")
    draft.add("commitment", "promised", stakeholder="boss", text="Free two rooms", due=date(2026, 2, 1),
              kept_on=date(2026, 2, 1))  # fmt: skip
    draft.add("decision", "asked", kind="agree", question="Fund it?", asked_on=date(2026, 2, 1), asked_of="sponsor",
              date=date(2026, 2, 4), outcome="Agreed", decided_by="sponsor")  # fmt: skip
    draft.add("issue", "issue", title="Two systems", cross_department=True, raised_on=date(2026, 1, 5),
              escalated_on=date(2026, 1, 12))  # fmt: skip


def _adoption(draft: Draft) -> None:
    draft.add(
        "cohort", "cohort", name="Leeds", role="frontline_agents", headcount=100, champion="champion",
        how_work_changes="Articles open", told_about_jobs=date(2025, 9, 1), live_on=LIVE,
    )  # fmt: skip
    for stage, day in (
        ("aware", date(2025, 8, 25)),
        ("involved", date(2025, 10, 1)),
        ("trained", date(2025, 10, 27)),
    ):
        draft.add("milestone", stage, workstream="adoption", stage=stage, title=stage, cohort="cohort", planned=day,
                  done=day)  # fmt: skip
    draft.add("training", "training", cohort="cohort", title="On calls", done=date(2025, 10, 27), invited=100,
              completed=95, protected_minutes=90)  # fmt: skip
    for week in WEEKS:
        draft.add("usage", f"usage_{week}", cohort="cohort", week=week, in_scope=100, active=80)
    for number in range(1, 60):
        draft.add("usage_plan", f"plan_{number}", cohort="cohort", week_since_live=number, share="0.75")
    draft.add("barrier", "early", cohort="cohort", date=date(2025, 10, 6), phase="test", text="Slow",
              responded_on=date(2025, 10, 8))  # fmt: skip
    draft.add("barrier", "late", cohort="cohort", date=date(2026, 2, 16), phase="use", text="Two windows",
              responded_on=date(2026, 2, 20))  # fmt: skip


def _returns(draft: Draft) -> None:
    draft.add("roi_case", "case", name="Case", version=1, status="agreed", agreed_by="finance", base_date=LIVE,
              agreed_on=date(2025, 7, 28), horizon_months=24, discount_rate="0", draws=1000, seed=5)  # fmt: skip
    draft.add(
        "benefit", "benefit", case="case", objective="objective", metric="metric", name="Faster", low="3", expected="5",
        high="6", volume="1000", value_per_unit="10", reach="1", adoption_assumed="0.75", starts_on=date(2025, 12, 3),
        steady_on=date(2026, 2, 3), source="brynjolfsson_2025", agreed_by="finance", cashable=True,
    )  # fmt: skip
    draft.add(
        "cost_line",
        "build",
        case="case",
        name="Build",
        kind="one_off",
        amount="200000",
        workstream="technology",
    )
    draft.add("cost_line", "seats", case="case", name="Seats", kind="recurring", amount="5000")
    draft.add("cost_line", "calls", case="case", name="Calls", kind="volume", amount="0.1")
    draft.add("cost_line", "train", case="case", name="Training", kind="one_off", amount="20000", is_people_time=True,
              workstream="adoption", funded=True)  # fmt: skip
    for place, day in enumerate((date(2026, 2, 28), date(2026, 6, 30), date(2026, 11, 30))):
        draft.add("checkpoint", f"point{place}", case="case", what="net_benefit", date=day, expected_low="-200000",
                  expected_high="100000")  # fmt: skip
    draft.set("point0", actual="-150000")
    draft.add("promise", "promise", told_by="sponsor", told_to="Board", text="Pays back", kind="active_share",
              value="0.75", due=date(2035, 1, 1))  # fmt: skip
    cites = [{"metric": key, "from": str(WEEKS[0]), "to": str(AS_OF), "value": 53, "n": 100}
             for key in ("metric", "guard1", "guard2")]  # fmt: skip
    draft.add("decision", "scale", kind="scale", question="Scale?", asked_on=date(2026, 3, 9), cites=cites)


def _governance(draft: Draft) -> None:
    for entry in resources.toml("governance")["question"]:
        who = "monitor" if entry["id"] == "monitor_outputs" else "owner"
        draft.add(
            "accountability", f"q_{entry['id']}", question=entry["id"], accountable=who, deputy="deputy"
        )
    for entry in resources.toml("governance")["control"]:
        if entry["mandatory"]:
            key = f"c_{entry['id']}"
            draft.add("control", key, catalogue_id=entry["id"], name=entry["name"], owner="owner", status="in place",
                      evidence="Sheet", next_due=date(2026, 4, 1))  # fmt: skip
            draft.add("control_run", f"run_{key}", control=key, run_on=date(2026, 2, 20), passed=True)
    draft.add("review", "impact", kind="impact_assessment", done=date(2025, 10, 1), outcome="Acceptable")
    draft.add("review", "governed", kind="governance", done=date(2026, 1, 22), outcome="Noted")
    draft.add("output_sample", "sample", date=date(2026, 3, 6), n=50, wrong=1, reviewer="monitor")
    draft.add("incident", "incident", title="Wrong fee", severity="sev2", opened_on=datetime(2026, 1, 5, 9, tzinfo=UTC),
              closed_on=datetime(2026, 1, 9, 9, tzinfo=UTC), owner="owner", cause="Old article", action="act")  # fmt: skip
    draft.add("action", "act", text="Renew it", owner="owner")
