"""The case played many times: its ramp, its draws, its ranges; and promises beside it."""

from __future__ import annotations

import math
from datetime import date
from time import perf_counter

import numpy as np
import pytest

from cxworkbench.conditions.rating import scope_of
from cxworkbench.returns.cash import Ramp, irr, payback
from cxworkbench.returns.draws import Input, ranks
from cxworkbench.returns.promises import judged_promise
from cxworkbench.returns.simulation import Stream, simulate, tornado
from tests.conditions.drafted import AS_OF, sound


class TestRamp:
    def test_a_deployment_type_gives_month_of_ten_fifty_and_ninety_percent(self):
        ramp = Ramp.of_type({"first_effect_months": [1, 2], "steady_state_months": [3, 6]})
        assert (ramp.mid, ramp.width) == (3.0, 3.0)
        assert ramp.share(1.5) == pytest.approx(0.1)
        assert ramp.share(3.0) == pytest.approx(0.5)
        assert ramp.share(4.5) == pytest.approx(0.9)

    @pytest.mark.parametrize(
        ("ramp", "quarter", "year"), [(Ramp(3, 3), 0.246, 0.790), (Ramp(), 0.107, 0.539)]
    )
    def test_its_means_over_a_quarter_and_a_year(self, ramp, quarter, year):
        assert ramp.share(np.arange(1.0, 4)).mean() == pytest.approx(quarter, abs=5e-4)
        assert ramp.share(np.arange(1.0, 13)).mean() == pytest.approx(year, abs=5e-4)

    def test_before_go_live_there_is_no_effect(self):
        assert Ramp().share(0.0) == 0


class TestCash:
    def test_all_positive_pays_back_at_once_and_has_no_rate(self):
        assert (payback([1, 2, 3]), irr([1, 2, 3])) == (0, None)

    def test_all_negative_never_pays_back(self):
        assert (payback([-1, -2]), irr([-1, -2])) == (None, None)

    def test_flows_that_turn_twice_have_no_one_rate(self):
        assert irr([-10, 30, -21]) is None

    def test_nothing_is_refused(self):
        with pytest.raises(ValueError, match="without months"):
            payback([])


class TestDraws:
    def test_the_same_seed_gives_the_same_draws_and_another_gives_others(self):
        assert (ranks(5, 100, 3) == ranks(5, 100, 3)).all()
        assert not (ranks(5, 100, 3) == ranks(6, 100, 3)).any()
        assert not (ranks(5, 100, 3) == ranks(5, 100, 2)).any()

    def test_they_are_even_and_independent(self):
        drawn = np.column_stack([ranks(1, 20_000, place) for place in range(4)])
        assert drawn.min() > 0
        assert drawn.max() < 1
        assert np.allclose(drawn.mean(axis=0), 0.5, atol=0.01)
        correlation = np.corrcoef(drawn.T) - np.eye(4)
        assert abs(correlation).max() < 0.03

    def test_low_equal_to_high_is_certain(self):
        assert set(Input("triangular", 3, 3, 3).at(np.array([0.1, 0.9]))) == {3.0}

    @pytest.mark.parametrize(
        "given", [("triangular", 3, 2, 5), ("pert", 1, 6, 5), ("lognormal", 0, 1, 2), ("lognormal", 3, 3, 2)]
    )
    def test_figures_out_of_order_are_refused(self, given):
        with pytest.raises(ValueError, match=r"in this order|lognormal"):
            Input(*given)


def streams(spread=0.0):
    month = np.arange(25.0)
    steady = np.where(month > 0, 1.0, 0.0)
    start = np.where(month == 0, -1.0, 0.0)
    benefit = Input("triangular", 10 - spread, 10, 10 + spread)
    return [
        Stream("Benefit", benefit, steady, is_benefit=True),
        Stream("More", benefit, steady, is_benefit=True),
        Stream("Build", Input.fixed(100), start),
    ]


class TestSimulation:
    def test_without_uncertainty_all_draws_are_the_same(self):
        found = simulate(streams(), draws=200)
        assert (found.payback.p10, found.payback.p90) == (5.0, 5.0)
        assert (found.npv.p10, found.npv.p50) == (380.0, 380.0)
        assert (found.share_positive, found.share_paid_back) == (1.0, 1.0)

    def test_moving_together_widens_the_range(self):
        alone, together = simulate(streams(8)), simulate(streams(8), together=True)
        assert together.npv.p90 - together.npv.p10 > 1.2 * (alone.npv.p90 - alone.npv.p10)

    def test_a_case_that_never_pays_back_says_so(self):
        costs = [Stream("Build", Input.fixed(1000), streams()[2].months), streams()[0]]
        found = simulate(costs, draws=200)
        assert math.isinf(found.payback.p50)
        assert found.share_paid_back == 0

    def test_what_moves_the_worth_most_stands_first(self):
        swings = tornado([*streams(2), Stream("Wide", Input("triangular", 0, 10, 20), streams()[0].months)])
        assert [one.name for one in swings] == ["Wide", "Benefit", "More", "Build"]
        assert swings[-1].size == 0

    def test_ten_thousand_draws_of_sixty_months_take_less_than_a_tenth_of_a_second(self):
        months = np.ones(61)
        inputs = [Stream(str(place), Input("pert", 1, 2, 4), months) for place in range(12)]
        simulate(inputs)
        began = perf_counter()
        assert np.isfinite(simulate(inputs).npv.p50)
        assert perf_counter() - began < 0.1


class TestPromises:
    def judged(self, **values):
        plan = sound().set("promise", **values).plan
        scope = scope_of(plan, plan.pilots[0], AS_OF)
        return judged_promise(scope, scope.records("promise")[0])

    def test_a_payback_earlier_than_any_draw_is_unlikely_and_outside(self):
        found = self.judged(kind="payback_month", value="1")
        assert (found.status, found.within) == ("unlikely", False)

    def test_one_later_than_nine_in_ten_draws_is_likely_though_outside_the_range(self):
        found = self.judged(kind="payback_month", value="24")
        assert (found.status, found.within) == ("likely", False)

    def test_one_in_the_middle_is_open_and_inside(self):
        middle = self.judged(kind="payback_month", value="9").range.p50
        found = self.judged(kind="payback_month", value=str(round(middle, 2)))
        assert (found.status, found.within) == ("open", True)

    def test_an_effect_is_compared_at_the_share_of_the_ramp_that_its_date_leaves(self):
        early = self.judged(kind="effect", metric="metric", value="4.5", due=date(2025, 12, 20))
        late = self.judged(kind="effect", metric="metric", value="4.5", due=date(2035, 1, 1))
        assert (early.within, late.within) == (False, True)
        assert early.range.p50 < late.range.p50

    @pytest.mark.parametrize(
        "values", [{"value": None}, {"kind": "date"}, {"kind": "net_value", "due": None}]
    )
    def test_what_cannot_be_compared_is_not_judged(self, values):
        found = self.judged(**values)
        assert (found.status, found.within) == ("not_judged", None)
