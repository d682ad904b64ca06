"""A mapping is the same in words, in a TOML file, in the plan, and column by column in the assistant."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from cxworkbench.exchange import mapping_file, roles
from cxworkbench.exchange.filters import Keep
from cxworkbench.exchange.mapping import Mapping, Measure
from cxworkbench.exchange.roles import NOT_READ, Role
from cxworkbench.exchange.table import ReadAs, Table
from db.errors import UserError
from db.models import ImportMapping

RECORDS = Mapping(
    "records",
    "ended_at",
    cohort="site",
    arm="arm",
    key="id",
    by="month",
    measures=(
        Measure("rate", "repeat", "answered", ("N",), "fcr"),
        Measure("median", "handle_s", metric="aht"),
        Measure("count", "id", metric="volume"),
    ),
    keep=(Keep("queue", ("Billing", "a or b")), Keep("site", ("X",), is_not=True)),
    cohorts=(("LDS1", "Leeds 1"),),
    whole=False,
    date_order="day first",
    decimal_mark=",",
    yes=("ja",),
    no=("nein",),
)
LONG = Mapping("long", "week", metric="kpi", value="v", n="n", week_means="start", scale=100.0)
WIDE = Mapping("wide", "week", metrics=(("FCR", "fcr"), ("AHT", "aht")))
ABOUT = Mapping("long", "week", about="fcr", value="v")


@pytest.mark.parametrize("mapping", [RECORDS, LONG, WIDE, ABOUT])
def test_what_a_plan_remembers_is_recalled(mapping):
    table = Table("t.csv", ("a", "b"), (), ReadAs(""), lambda _: {})
    said = mapping_file.remembered(mapping, table)
    assert mapping_file.recalled(ImportMapping(name="m", **said)) == mapping
    assert said["file_shape"] == mapping_file.shape_of(["a", "b"]) != mapping_file.shape_of(["b", "a"])


def test_a_file_says_all_of_it():
    text = """
        shape = "records"
        period = "ended_at"
        cohort = "site"
        arm = "arm"
        key = "id"
        by = "month"
        whole = false
        date_order = "day first"
        decimal_mark = ","
        yes = "Ja"
        no = ["nein"]
        keep = 'queue is Billing or "a or b"; site is not X'
        [cohorts]
        LDS1 = "Leeds 1"
        [[measures]]
        take = "rate"
        column = "repeat"
        among = "answered"
        counts = "N"
        metric = "fcr"
        [[measures]]
        take = "median"
        column = "handle_s"
        metric = "aht"
        [[measures]]
        take = "count"
        column = "id"
        metric = "volume"
    """
    assert mapping_file.from_data(tomllib.loads(text), "m.toml") == RECORDS


@pytest.mark.parametrize(
    "text",
    [
        'shape="records"\nperiod="p"\n[[measures]]\ntake="best"',
        'shape="records"\nperiod="p"\nmeasures=3',
        'shape="long"\nperiod="p"\nscale="much"',
        'shape="long"\nperiod="p"\nvalue=3',
        'shape="long"\nperiod="p"\nkeep="nonsense"',
        'shape="long"\nperiod="p"\ncohorts=["a"]',
        'shape="long"\nperiod="p"\nby="year"',
    ],
)
def test_a_wrong_file_is_refused_with_its_name(text):
    with pytest.raises(UserError):
        mapping_file.from_data(tomllib.loads(text), "m.toml")


def test_a_remembered_mapping_that_somebody_emptied_is_refused():
    with pytest.raises(UserError, match="are missing"):
        mapping_file.recalled(ImportMapping(name="m"))


def test_columns_are_given_roles_one_by_one():
    mapping = Mapping("long", "")
    for heading, role in (
        ("ended_at", Role("period", by="week")),
        ("handle_s", Role("mean", "aht")),
        ("repeat", Role("rate", "fcr", ("N",))),
        ("answered", Role("among")),
        ("site", Role("cohort")),
        ("queue", Role("keep", words=("Billing",))),
        ("id", Role("key")),
    ):
        mapping = roles.with_role(mapping, heading, role)
        assert roles.roles_of(mapping, heading)[0].kind == role.kind
    assert mapping == Mapping(
        "records",
        "ended_at",
        cohort="site",
        key="id",
        measures=(
            Measure("mean", "handle_s", "answered", (), "aht"),
            Measure("rate", "repeat", "answered", ("N",), "fcr"),
        ),
        keep=(Keep("queue", ("Billing",)),),
    )


def test_a_role_taken_from_a_column_leaves_nothing_behind():
    for heading in ("ended_at", "site", "id", "repeat", "answered", "queue", "arm"):
        assert roles.roles_of(roles.without(RECORDS, heading), heading) == []
        assert roles.roles_of(roles.with_role(RECORDS, heading, NOT_READ), heading) == []


def test_a_column_of_another_shape_changes_the_shape_and_drops_what_no_longer_goes_with_it():
    wide = roles.with_role(LONG, "x", Role("reading", "fcr"))
    assert (wide.shape, wide.value, wide.metric, wide.metrics) == ("wide", "", "", (("x", "fcr"),))
    records = roles.with_role(wide, "x", Role("sum", "fcr"))
    assert (records.shape, records.metrics, records.n) == ("records", (), "")
    long = roles.with_role(records, "v", Role("value", "fcr"))
    assert (long.shape, long.measures, long.about, long.value) == ("long", (), "fcr", "v")


def test_two_columns_never_give_one_metric():
    again = roles.with_role(RECORDS, "talk_s", Role("mean", "aht"))
    assert [one.column for one in again.measures if one.metric == "aht"] == ["talk_s"]
    assert roles.with_role(WIDE, "New", Role("reading", "fcr")).metrics == (("AHT", "aht"), ("New", "fcr"))


def test_words_are_named_as_cohorts_once():
    named = roles.with_cohort(roles.with_cohort(RECORDS, "CDF", "Cardiff"), "cdf", "Leeds 2")
    assert named.cohorts == (("LDS1", "Leeds 1"), ("cdf", "Leeds 2"))
    assert roles.with_cohort(named, "CDF", "").cohorts == (("LDS1", "Leeds 1"),)


def test_roles_are_said_with_the_names_of_metrics():
    def name_of(id):
        return {"fcr": "Resolved first time"}.get(id, id)

    assert roles.said(Role("rate", "fcr", ("N",)), name_of, "repeat") == "Resolved first time, counts N"
    assert roles.said(NOT_READ, name_of, "agent_no") == "Not read, personal data"
    assert roles.said(Role("keep", words=("a", "b"), is_not=True), name_of, "q") == "Leave out rows: a or b"
    lines = replace(RECORDS, date_order="").lines(name_of)
    assert (
        "Resolved first time: share of rows where 'repeat' says N among rows where 'answered' says yes, by month"
        in lines
    )
