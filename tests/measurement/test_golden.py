"""Golden cases of statistics.md: one thin adapter a method, every case of every file that this package answers for."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np
import pytest
from larkfield import day_after
from shared_data import SHARED, shared_file

from cxworkbench.audit.readiness import Dimension, judge
from cxworkbench.measurement.band import anytime_band, multiplier, normal_mixture_radius
from cxworkbench.measurement.forecast import forecast, theil_sen
from cxworkbench.measurement.guardrail import Guarded
from cxworkbench.measurement.intervals import wilson
from cxworkbench.measurement.looks import Verdict
from cxworkbench.measurement.pilot import GuardrailStanding, PrimaryStanding, pilot_verdict
from cxworkbench.measurement.process import Rule, p_chart, signals, xmr
from cxworkbench.measurement.rare import beta_binomial_interval
from cxworkbench.measurement.readings import Readings
from cxworkbench.measurement.rule import MetricRule
from cxworkbench.measurement.verdict import judge_metric, k_consecutive
from cxworkbench.measurement.weeks import weekly
from cxworkbench.measurement.window import evaluation_window
from cxworkbench.returns.cash import irr, npv, payback
from cxworkbench.returns.draws import Input, ranks
from cxworkbench.usage import use_status

Inputs = dict[str, Any]
FIRST = date(2026, 1, 5)


def _xmr(given: Inputs) -> Inputs:
    limits = xmr(given["values"])
    found = signals(given["values"], limits)
    return {
        "center": limits.center[0],
        "mr_bar": limits.mr_bar,
        "ucl": limits.upper[0],
        "lcl": limits.lower[0],
        "mr_ucl": limits.mr_upper,
        "signals": {rule.value: [one.index for one in found if one.rule is rule] for rule in Rule},
    }


def _p_chart(given: Inputs) -> Inputs:
    limits = p_chart(given["numerators"], given["denominators"], laney=given["laney"])
    shares = np.divide(given["numerators"], given["denominators"])
    outside = [one.index for one in signals(shares, limits) if one.rule is Rule.R1]
    return {
        "center": limits.center[0],
        "ucl": limits.upper[0],
        "lcl": limits.lower[0],
        "points_outside": sorted(outside),
    }


def _ends(ends: tuple[float, float]) -> Inputs:
    return dict(zip(("lower", "upper"), ends, strict=True))


def _band(given: Inputs) -> Inputs:
    return asdict(anytime_band(**given))


def _metric_verdict(given: Inputs) -> Inputs:
    rule = MetricRule(given["kind"], given["direction"], success=given["threshold"])
    as_of = day_after(FIRST, len(given["values"]))
    weeks = weekly(
        Readings.of_weeks(FIRST, given["values"], given["n"]), kind=rule.kind, as_of=as_of, time_zone="UTC"
    )
    window = evaluation_window(FIRST, as_of=as_of, warm_up_weeks=0)
    return {"verdict": judge_metric(weeks, rule, window=window, as_of=as_of).verdict}


def _pilot_verdict(given: Inputs) -> Inputs:
    standing = pilot_verdict(
        [
            PrimaryStanding(str(place), Verdict(one["verdict"]), one["periods"], one["looks_confirmed"])
            for place, one in enumerate(given["primaries"])
        ],
        [GuardrailStanding(str(place), Guarded(one)) for place, one in enumerate(given["guardrails"])],
        data_quality=given["data_quality"],
        adverse_signals=["some metric"] if given["adverse_signal"] else [],
    )
    return {"verdict": standing.verdict}


def _k_consecutive(given: Inputs) -> Inputs:
    values = np.asarray(given["values"], dtype=float)
    return {"index": k_consecutive(values, given["threshold"], given["k"], given["direction"])}


def _theil_sen(given: Inputs) -> Inputs:
    return dict(zip(("slope", "intercept"), theil_sen(given["t"], given["y"]), strict=True))


def _forecast(given: Inputs) -> Inputs:
    found = forecast(
        given["t"], given["y"], given["target"], given["direction"], horizon=given.get("horizon")
    )
    return found.__dict__


def _data_quality(given: Inputs) -> Inputs:
    found = judge([Dimension(**one) for one in given["dimensions"]])
    states = found.dimensions
    return {
        "verdict": found.state,
        "status": {one.dimension.name: one.state for one in states},
        "lower": {one.dimension.name: one.lower for one in states},
    }


def _adoption_status(given: Inputs) -> Inputs:
    lower, upper = wilson(given["active"], given["eligible"])
    status = use_status(given["active"], given["eligible"], given["planned_rate"])
    return {"status": status, "lower": lower, "upper": upper}


def _roi(given: Inputs) -> Inputs:
    flows, rate = given["cashflows"], given["rate_per_period"]
    return {"npv": npv(flows, rate), "irr_per_period": irr(flows), "payback_period": payback(flows)}


def _distribution(given: Inputs) -> Inputs:
    if given["kind"] == "lognormal":
        one = Input("lognormal", given["p10"], given["p10"], given["p90"])
    else:
        one = Input(given["kind"], given["low"], given["mode"], given["high"])
    drawn = one.at(ranks(1, 10_000))
    found = {
        "mean": drawn.mean(),
        **dict(zip(("p10", "p50", "p90"), np.quantile(drawn, (0.1, 0.5, 0.9)), strict=True)),
    }
    return {**found, "mu": one.mu, "sigma": one.sigma} if given["kind"] == "lognormal" else found


ADAPTERS: dict[str, Callable[[Inputs], Inputs]] = {
    "xmr": _xmr,
    "p_chart": _p_chart,
    "wilson": lambda given: _ends(wilson(given["successes"], given["n"], given["level"])),
    "anytime_t_multiplier": lambda given: {
        "multiplier": multiplier(given["weeks"], given["alpha"], given["g"])
    },
    "anytime_band": _band,
    "normal_mixture_radius": lambda given: {"radius": normal_mixture_radius(**given)},
    "beta_binomial_cs": lambda given: _ends(
        beta_binomial_interval(given["events"], given["n"], given["alpha"], tuple(given["prior"]))
    ),
    "metric_verdict": _metric_verdict,
    "pilot_verdict": _pilot_verdict,
    "k_consecutive": _k_consecutive,
    "theil_sen": _theil_sen,
    "forecast": _forecast,
    "data_quality": _data_quality,
    "adoption_status": _adoption_status,
    "roi": _roi,
    "distribution": _distribution,
}
OF_OTHER_PACKAGES = {
    "ramp",
    "monte_carlo",
    "tornado",
    "adoption_fit",
    "cpm",
    "milestone_mc",
    "earned_schedule",
}

FILES = sorted((SHARED / "data" / "golden").glob("*.json"))


def _agrees(got: Any, expected: Any, tolerance: dict[str, float]) -> bool:
    if isinstance(expected, dict):
        return all(_agrees(got[name], value, tolerance) for name, value in expected.items())
    if isinstance(expected, list):
        return len(got) == len(expected) and all(map(_agrees, got, expected, [tolerance] * len(got)))
    if expected is None:
        return got is None or math.isinf(got) or math.isnan(got)
    if isinstance(expected, str):
        return bool(got == expected)
    return bool(abs(got - expected) <= tolerance["abs"] + tolerance["rel"] * abs(expected))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_golden_case_is_met(path):
    golden = json.loads(path.read_text(encoding="utf-8"))
    method = golden["method"]
    if method in OF_OTHER_PACKAGES:
        pytest.skip(f"{method} is answered by another package")
    for case in golden["cases"]:
        got = ADAPTERS[method](case["inputs"])
        for field, expected in case["expected"].items():
            assert _agrees(got[field], expected, case["tolerance"]), (field, got[field], expected)


@pytest.mark.parametrize("method", sorted(ADAPTERS))
def test_each_adapter_has_a_golden_file(method):
    shared_file("data/golden")
    assert method in {json.loads(path.read_text(encoding="utf-8"))["method"] for path in FILES}
