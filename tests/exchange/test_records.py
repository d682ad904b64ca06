"""Records by day, week and month as rate, mean, median, sum and count: the same as counting by hand, large or small."""

from __future__ import annotations

import random
import statistics
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest

from cxworkbench.exchange import readings_job, text_table
from cxworkbench.exchange.filters import Keep
from cxworkbench.exchange.mapping import Mapping, Measure
from cxworkbench.exchange.readings_import import Place
from cxworkbench.exchange.readings_job import Asked
from db.models import Cohort
from tests.plans import NOON, PlanBuilder

SITES = {"LDS1": "Leeds 1", "CDF": "Cardiff"}


@pytest.fixture(params=[False, True], ids=["small", "large"])
def plan(request, tmp_path, monkeypatch):
    if request.param:
        monkeypatch.setattr(text_table, "LARGE", 0)
    builder = PlanBuilder(tmp_path / "a.cxplan").with_pilot().with_metric()
    builder.with_metric("aht", name="Handling time", unit="seconds", kind_="mean", direction="down")
    builder.with_metric("volume", name="Calls", unit="count", kind_="count", direction="down")
    with builder.change("Cohorts") as change:
        for name in SITES.values():
            builder.made[name] = change.add(Cohort(pilot=builder.made["pilot"], name=name))
    yield builder
    builder.session.close()


def calls(count=700):
    draw = random.Random(4)
    begin = datetime(2026, 1, 5, tzinfo=UTC)
    return [
        (
            f"c{i}",
            begin + timedelta(minutes=i * 90),
            draw.choice(list(SITES)),
            draw.choice(("Billing", "Billing", "Moves")),
            draw.choice("YNN"),
            round(draw.uniform(60, 900), draw.choice((0, 1, 3))),
            draw.choice(("pilot", "control")),
        )
        for i in range(count)
    ]


def prepared(plan, tmp_path, mapping, rows, extra=()):
    lines = ["id,at,site,queue,repeat,handle,arm"]
    lines += [
        f"{id},{at:%d/%m/%Y %H:%M},{site},{queue},{repeat},{handle},{arm}"
        for id, at, site, queue, repeat, handle, arm in rows
    ]
    path = tmp_path / "calls.csv"
    path.write_text("\n".join([*lines, *extra]) + "\n", encoding="utf-8")
    return readings_job.prepare(plan.session, Asked(path, mapping=mapping), at=NOON)


def mapping(*measures, **more):
    return Mapping(
        "records", "at", measures=measures, cohorts=tuple(SITES.items()), date_order="day first", **more
    )


def by_hand(rows, take, by, keep=lambda _row: True):
    found = defaultdict(list)
    for row in rows:
        if keep(row):
            day = row[1].date()
            start = {"day": day, "week": day - timedelta(days=day.weekday()), "month": day.replace(day=1)}[by]
            found[start].append(row)
    return {start: (take(group), len(group)) for start, group in sorted(found.items())}


def held(plan, taken, key, cohort="", arm="pilot"):
    rows = taken.readings[Place(plan.made[key].id, cohort, arm)]
    starts = [datetime.fromtimestamp(one, UTC).date() for one in rows.start.tolist()]
    return dict(zip(starts, zip(rows.value.tolist(), rows.n.tolist(), strict=True), strict=True))


def same(found, expected):
    assert list(found) == list(expected)
    for start, (value, n) in expected.items():
        assert found[start] == (pytest.approx(value), n)


@pytest.mark.parametrize("by", ["day", "week", "month"])
@pytest.mark.parametrize("take", ["mean", "median", "sum"])
def test_numbers_are_summed_up_as_by_hand(plan, tmp_path, by, take):
    rows = calls()
    done = {"mean": statistics.fmean, "median": statistics.median, "sum": sum}[take]
    taken = prepared(
        plan, tmp_path, mapping(Measure(take, "handle", metric="Handling time"), by=by), rows
    ).taken
    assert taken.rejected == []
    same(held(plan, taken, "aht"), by_hand(rows, lambda group: done(row[5] for row in group), by))


@pytest.mark.parametrize("by", ["day", "week", "month"])
def test_rates_and_counts_of_each_cohort_and_of_all_with_a_filter(plan, tmp_path, by):
    rows = calls()
    taken = prepared(
        plan,
        tmp_path,
        mapping(
            Measure("rate", "repeat", counts=("N",), metric="Resolved first time"),
            Measure("count", metric="Calls"),
            by=by,
            cohort="site",
            keep=(Keep("queue", ("Billing",)),),
        ),
        rows,
    ).taken
    assert taken.filtered == sum(row[3] != "Billing" for row in rows)
    assert taken.counted == len(rows) - taken.filtered

    def rate(group):
        return 100 * sum(row[4] == "N" for row in group) / len(group)

    for site, name in (("", ""), *SITES.items()):

        def mine(row, site=site):
            return row[3] == "Billing" and site in {"", row[2]}

        cohort = plan.made[name].id if name else ""
        same(held(plan, taken, "metric", cohort), by_hand(rows, rate, by, mine))
        same(held(plan, taken, "volume", cohort), by_hand(rows, len, by, mine))


def test_pilot_and_control_are_series_of_their_own(plan, tmp_path):
    rows = calls()
    taken = prepared(
        plan, tmp_path, mapping(Measure("mean", "handle", metric="Handling time"), arm="arm"), rows
    ).taken
    for arm in ("pilot", "control"):
        expected = by_hand(
            rows,
            lambda group: statistics.fmean(row[5] for row in group),
            "week",
            lambda row, arm=arm: row[6] == arm,
        )
        same(held(plan, taken, "aht", arm=arm), expected)


def test_only_cohorts_where_that_is_said(plan, tmp_path):
    one = mapping(Measure("mean", "handle", metric="Handling time"), cohort="site", whole=False)
    taken = prepared(plan, tmp_path, one, calls()).taken
    assert {place.cohort for place in taken.readings} == {plan.made[name].id for name in SITES.values()}


def test_a_record_that_comes_twice_counts_once_and_two_that_differ_count_not_at_all(plan, tmp_path):
    rows = calls(50)
    again = "c3,{:%d/%m/%Y %H:%M},{},{},{},{},{}".format(*rows[3][1:])
    other = "c5,05/01/2026 10:00,LDS1,Billing,N,1,pilot"
    one = mapping(Measure("mean", "handle", metric="Handling time"), key="id")
    taken = prepared(plan, tmp_path, one, rows, [again, other]).taken
    assert [(bad.line, bad.column) for bad in sorted(taken.rejected)] == [(7, "id"), (52, "id"), (53, "id")]
    assert "same as line 5" in sorted(taken.rejected)[1].why
    assert taken.counted == 49


def test_each_refused_record_is_named_and_counts_nowhere(plan, tmp_path):
    rows = calls(40)
    bad = [
        "x1,31/02/2026 11:08,LDS1,Billing,N,5,pilot",
        "x2,05/01/2026 11:08,LDS1,Billing,,5,pilot",
        "x3,05/01/2026 11:08,CDF?,Billing,N,5,pilot",
        "x4,05/01/2026 11:08,LDS1,Billing,N,-14,pilot",
        "x5,05/01/2026 11:08,LDS1,Billing,N,many,pilot",
        "x6,05/01/2026 25:08,LDS1,Billing,N,5,pilot",
        "x7,05/01/2026 11:08,LDS1,Billing,N,5",
    ]
    taken = prepared(
        plan,
        tmp_path,
        mapping(
            Measure("rate", "repeat", counts=("N",), metric="Resolved first time"),
            Measure("mean", "handle", metric="Handling time"),
            cohort="site",
            key="id",
        ),
        rows,
        bad,
    ).taken
    assert [one.line for one in sorted(taken.rejected)] == list(range(42, 49))
    assert [one.column for one in sorted(taken.rejected)] == [
        "at",
        "repeat",
        "site",
        "handle",
        "handle",
        "at",
        "all",
    ]
    assert taken.counted == 40


def test_an_empty_number_has_nothing_to_count(plan, tmp_path):
    one = mapping(Measure("mean", "handle", metric="Handling time"))
    taken = prepared(plan, tmp_path, one, calls(10), ["x,05/01/2026 11:08,LDS1,Billing,N,,pilot"]).taken
    assert (taken.rejected, taken.left_out, taken.counted) == ([], 1, 10)


def test_a_week_that_is_not_whole_says_so(plan, tmp_path):
    one = mapping(Measure("count", metric="Calls"))
    taken = prepared(plan, tmp_path, one, calls(40)).taken
    assert taken.notes == ["the week from 5 Jan 2026 holds 3 of 7 days"]
    assert list(held(plan, taken, "volume")) == [date(2026, 1, 5)]
