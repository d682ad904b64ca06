"""The pilot's verdict row by row, and what is missing for Ready to scale (statistics.md b4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from larkfield import AGENT_ASSIST, CALLS, FCR, RESOLVED, Series, day_after

from cxworkbench.measurement.guardrail import Guarded
from cxworkbench.measurement.looks import Verdict
from cxworkbench.measurement.pilot import (
    Clause,
    GuardrailStanding,
    PilotVerdict,
    PrimaryStanding,
    pilot_verdict,
)

GOOD = PrimaryStanding("Resolved", Verdict.CONFIRMED, 14, 2)
CLEAR = GuardrailStanding("Quality", Guarded.CLEAR)


def judge(*primaries, guardrails=(CLEAR,), data_quality="ready", **more):
    return pilot_verdict(primaries, guardrails, data_quality=data_quality, **more)


def lacking(standing):
    return [(one.clause, one.metric) for one in standing.missing]


def test_a_breach_comes_before_everything():
    breached = GuardrailStanding("Repeats", Guarded.BREACHED)
    standing = judge(GOOD, guardrails=[CLEAR, breached])
    assert standing.verdict is PilotVerdict.GUARDRAIL_BREACHED
    assert standing.because == ("Repeats",)
    assert judge(guardrails=[breached]).verdict is PilotVerdict.GUARDRAIL_BREACHED


@pytest.mark.parametrize("verdict", [Verdict.NOT_ENOUGH_DATA, Verdict.NOT_JUDGED])
def test_a_silent_primary_leaves_not_enough_data(verdict):
    below = replace(GOOD, verdict=Verdict.BELOW)
    assert judge(below, replace(GOOD, verdict=verdict)).verdict is PilotVerdict.NOT_ENOUGH_DATA


def test_no_primary_or_unready_data_leave_not_enough_data():
    assert judge().verdict is PilotVerdict.NOT_ENOUGH_DATA
    assert judge(GOOD, data_quality="not_ready").verdict is PilotVerdict.NOT_ENOUGH_DATA


def test_the_weakest_primary_decides():
    on_track = replace(GOOD, name="Handling", verdict=Verdict.ON_TRACK)
    below = replace(GOOD, name="Quality", verdict=Verdict.BELOW)
    assert judge(GOOD, on_track).verdict is PilotVerdict.ON_TRACK
    standing = judge(GOOD, on_track, below)
    assert standing.verdict is PilotVerdict.BELOW
    assert standing.because == ("Quality",)


def test_ready_to_scale_lacks_nothing():
    standing = judge(GOOD, replace(GOOD, at_scale=True), scale_needs=[("Handling", True)])
    assert standing.verdict is PilotVerdict.READY_TO_SCALE
    assert standing.missing == ()


@pytest.mark.parametrize(
    ("primary", "more", "clause"),
    [
        (replace(GOOD, looks_confirmed=1), {}, Clause.SECOND_LOOK),
        (replace(GOOD, weeks=11), {}, Clause.WEEKS),
        (replace(GOOD, at_scale=False), {}, Clause.SCALE_THRESHOLD),
        (GOOD, {"scale_needs": [("Handling", False)]}, Clause.SCALE_THRESHOLD),
        (GOOD, {"guardrails": [GuardrailStanding("Quality", Guarded.WATCH)]}, Clause.GUARDRAIL),
        (GOOD, {"guardrails": [GuardrailStanding("Quality", Guarded.NOT_ENOUGH_DATA)]}, Clause.GUARDRAIL),
        (GOOD, {"data_quality": "not_proven"}, Clause.DATA_QUALITY),
        (GOOD, {"data_quality": None}, Clause.DATA_QUALITY),
        (GOOD, {"adverse_signals": ["Quality"]}, Clause.ADVERSE_SIGNAL),
    ],
)
def test_each_clause_alone_keeps_it_at_confirmed(primary, more, clause):
    standing = judge(primary, **more)
    assert standing.verdict is PilotVerdict.CONFIRMED
    assert [one.clause for one in standing.missing] == [clause]


def test_the_sample_lacks_a_second_look_and_the_scale_threshold():
    verdict = Series(AGENT_ASSIST, FCR, RESOLVED, CALLS).verdict()
    standing = judge(PrimaryStanding.of("Resolved", verdict, has_scale=True))
    assert standing.verdict is PilotVerdict.CONFIRMED
    assert lacking(standing) == [(Clause.SECOND_LOOK, "Resolved"), (Clause.SCALE_THRESHOLD, "Resolved")]


def test_a_metric_past_its_scale_threshold_at_both_looks_is_ready():
    values = [72.0, 72.9, 71.8, 73.4, 72.1, 74.0, 71.7, 73.2, 72.5, 73.9, 72.2, 73.6]
    first = date(2026, 1, 5)
    rule = replace(RESOLVED, scale=72.0)
    verdict = Series(first, values, rule, [400] * 12, as_of=day_after(first, 12), warm_up=0).verdict()
    assert (
        judge(PrimaryStanding.of("Resolved", verdict, has_scale=True)).verdict is PilotVerdict.READY_TO_SCALE
    )
