"""Readings come in from long and wide tables and from single records; every refused row is named."""

from __future__ import annotations

from datetime import UTC, date, datetime

import openpyxl
import pytest

from cxworkbench.exchange import readings_job
from cxworkbench.exchange.mapping import with_options
from cxworkbench.exchange.mapping_file import given
from cxworkbench.exchange.readings_job import Asked
from db.check import check
from db.errors import UserError, WrongUsage
from db.models import Metric
from tests.plans import NOON, PlanBuilder, epoch
from tests.shared_data import shared_file


def prepare(session, asked):
    return readings_job.prepare(session, asked, at=NOON)


@pytest.fixture
def plan(tmp_path):
    builder = PlanBuilder(tmp_path / "a.cxplan").with_pilot().with_metric()
    builder.with_metric(
        "aht", name="Handling time", catalogue_id="aht", unit="seconds", kind_="mean", direction="down"
    )
    yield builder
    builder.session.close()


def take(plan, tmp_path, text, name="t.csv", scale=None, **asked):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    asked.setdefault("options", lambda mapping: with_options(mapping, scale=scale))
    prepared = prepare(plan.session, Asked(file=path, **asked))
    written = readings_job.write(plan.session, prepared, at=NOON, by="Test")
    return prepared, written


def rows(plan, key="metric"):
    return plan.session.readings(plan.made[f"{key}_series"].id)


LONG = """week ending,metric,value,n
01/03/2026,Resolved first time,66.5,42207
15/02/2026,Resolved first time,68.0,43870
08/03/2026,Resolved first time,68.1,43918
08/03/2026,Handling time,8:32,43918
"""


def test_a_long_table_comes_in_as_one_step(plan, tmp_path):
    head = plan.session.head
    prepared, written = take(plan, tmp_path, LONG)
    assert (written.added, written.replaced, written.same) == (4, 0, 0)
    assert plan.session.head == head + 1
    assert rows(plan).value.tolist() == [68.0, 66.5, 68.1]
    assert rows(plan).period_from.tolist()[-1] == epoch(date(2026, 3, 2))
    assert rows(plan).period_to.tolist()[-1] == epoch(date(2026, 3, 9))
    assert rows(plan, "aht").value.tolist() == [512.0]
    assert prepared.rejected == []
    plan.session.undo(at=NOON, by="Test")
    assert len(rows(plan)) == 0


def test_the_same_file_twice_changes_nothing(plan, tmp_path):
    take(plan, tmp_path, LONG)
    head = plan.session.head
    _, written = take(plan, tmp_path, LONG)
    assert (written.added, written.replaced, written.same) == (0, 0, 4)
    assert plan.session.head == head


def test_a_corrected_file_replaces_and_undo_brings_the_old_back(plan, tmp_path):
    take(plan, tmp_path, LONG)
    _, written = take(plan, tmp_path, LONG.replace("66.5", "66.9"))
    assert (written.added, written.replaced) == (0, 1)
    plan.session.undo(at=NOON, by="Test")
    assert rows(plan).value.tolist() == [68.0, 66.5, 68.1]
    assert check(plan.session) == []


def test_a_wide_table_has_a_column_a_metric(plan, tmp_path):
    _, written = take(
        plan,
        tmp_path,
        "Week ending,Resolved first time,Handling time\n15/02/2026,68.0,8:35\n22/02/2026,67.5,\n",
    )
    assert written.added == 3
    assert rows(plan, "aht").value.tolist() == [515.0]


def test_a_workbook_comes_in_like_a_csv(plan, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Week ending", "Metric", "Value", "n"])
    book.active.append([date(2026, 3, 8), "Resolved first time", 68.1, 43918])
    book.save(tmp_path / "t.xlsx")
    prepared = prepare(plan.session, Asked(file=tmp_path / "t.xlsx"))
    readings_job.write(plan.session, prepared, at=NOON, by="Test")
    assert rows(plan).value.tolist() == [68.1]
    assert rows(plan).n.tolist() == [43918]


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        ("22/02/2026,Resolved first time,n/a,10", "value", "not a number"),
        ("31/02/2026,Resolved first time,66.0,10", "week ending", "February has 28 days"),
        ("22/02/2026,Unknown metric,66.0,10", "metric", "no metric of this plan"),
        ("22/02/2026,Resolved first time,,10", "value", "empty"),
        ("22/02/2026,Resolved first time,66.0,-3", "n", "negative"),
        ("22/02/2026,Resolved first time,66.0", "all", "3 cells"),
    ],
)
def test_a_bad_row_is_named_by_line_column_and_reason_and_the_rest_comes_in(plan, tmp_path, row, column, why):
    prepared, written = take(plan, tmp_path, LONG + row + "\n")
    (rejected,) = prepared.rejected
    assert rejected.line == 6
    assert rejected.column == column
    assert why in rejected.text()
    assert written.added == 4


def test_two_values_for_one_period_are_both_refused(plan, tmp_path):
    prepared, written = take(plan, tmp_path, LONG + "08/03/2026,Resolved first time,70.0,43918\n")
    assert sorted(one.line for one in prepared.rejected) == [4, 6]
    assert written.added == 3
    assert 68.1 not in rows(plan).value.tolist()
    assert 70.0 not in rows(plan).value.tolist()


def test_the_same_row_twice_counts_once(plan, tmp_path):
    prepared, written = take(plan, tmp_path, LONG + "08/03/2026,Resolved first time,68.1,43918\n")
    assert prepared.rejected == []
    assert written.added == 4


@pytest.mark.parametrize(("rows_", "bad", "refused"), [(999, 50, False), (1000, 10, False), (1000, 11, True)])
def test_the_1_percent_rule(plan, tmp_path, rows_, bad, refused):
    lines = [f"2000-01-01 {i // 60:02d}:{i % 60:02d},60" for i in range(rows_ - bad)]
    text = "period,value\n" + "\n".join(lines + [f"2000-01-02 00:{i:02d},bad" for i in range(bad)]) + "\n"
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    prepared = prepare(plan.session, Asked(file=path, metric="Resolved first time"))
    assert prepared.bad_rows == bad
    assert prepared.too_many_bad is refused


def test_values_between_0_and_1_of_a_percent_metric_are_asked_about(plan, tmp_path):
    text = "week ending,value\n22/02/2026,0.66\n01/03/2026,0.67\n08/03/2026,0.68\n"
    with pytest.raises(UserError, match="between 0 and 1"):
        take(plan, tmp_path, text, metric="Resolved first time")
    take(plan, tmp_path, text, metric="Resolved first time", scale=100.0)
    assert rows(plan).value.tolist() == pytest.approx([66.0, 67.0, 68.0])


def test_a_weeks_days_are_those_of_the_programmes_zone(tmp_path):
    builder = PlanBuilder(tmp_path / "z.cxplan").with_pilot().with_metric()
    with builder.change("Zone") as change:
        change.set(builder.plan.programme, time_zone="Europe/London")
    path = tmp_path / "t.csv"
    path.write_text("week ending,value\n05/04/2026,66.0\n29/03/2026,65.0\n", encoding="utf-8")
    prepared = prepare(builder.session, Asked(file=path, metric="Resolved first time"))
    readings_job.write(builder.session, prepared, at=NOON, by="Test")
    found = builder.session.readings(builder.made["metric_series"].id)
    assert found.period_to[0] == datetime(2026, 3, 29, 23, 0, tzinfo=UTC).timestamp(), (
        "summer time began on 29 March"
    )
    assert (found.period_to - found.period_from).tolist() == [167 * 3600, 168 * 3600]
    builder.session.close()


class TestRecords:
    def test_the_call_centre_gives_14_weeks_of_which_12_count(self, tmp_path):
        from cxworkbench.assess import assess

        builder = PlanBuilder(tmp_path / "c.cxplan").with_pilot("Call centre")
        path = shared_file("data/records/call_center.csv")
        for metric in ("fcr", "aht", "csat"):
            prepared = prepare(builder.session, Asked(file=path, metric=metric, create=True))
            written = readings_job.write(builder.session, prepared, at=NOON, by="Test")
            assert written.added == 14
            assert prepared.rejected == []
            assert [note for note in prepared.taken.notes if "3 of 7 days" in note] == prepared.taken.notes
            assert len(prepared.taken.notes) == 2
        found = assess(builder.plan, date(2021, 4, 5))
        for state in found.pilots[0].metrics:
            assert (state.verdict.weeks_counted, state.verdict.weeks_read) == (12, 14)
            assert str(state.verdict.verdict) == "not_judged"
        builder.session.close()

    def test_what_is_derived_agrees_with_counting_by_hand(self, tmp_path):
        import csv
        from collections import defaultdict

        path = shared_file("data/records/call_center.csv")
        counted = defaultdict(lambda: [0, 0, 0.0, 0.0])
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if row["answered (Y/N)"] != "Y":
                    continue
                day, month, year = map(int, row["date"].split("/"))
                week = counted[date(year, month, day).isocalendar()[:2]]
                hours, minutes, seconds = map(int, row["AvgTalkDuration"].split(":"))
                week[0] += 1
                week[1] += row["resolved"] == "Y"
                week[2] += hours * 3600 + minutes * 60 + seconds
                week[3] += float(row["SatisfactionRating"])
        builder = PlanBuilder(tmp_path / "c.cxplan").with_pilot("Call centre")
        for place, metric in enumerate(("fcr", "aht", "csat"), 1):
            prepared = prepare(builder.session, Asked(file=path, metric=metric, create=True))
            expected = [
                week[place] / week[0] * (100 if place == 1 else 1) for _, week in sorted(counted.items())
            ]
            (found,) = prepared.taken.readings.values()
            assert found.value.tolist() == pytest.approx(expected)
            assert found.n.tolist() == [week[0] for _, week in sorted(counted.items())]
        builder.session.close()

    def test_a_longer_export_takes_the_place_of_a_week_that_was_cut_off(self, plan, tmp_path):
        day = "{:02d}/03/2026,Y,{}\n"
        short = "date,resolved,x\n" + "".join(day.format(d, i) for i, d in enumerate((2, 3, 4, 30)))
        whole = "date,resolved,x\n" + "".join(
            day.format(d, i) for i, d in enumerate((2, 3, 4, 5, 6, 7, 8, 30))
        )
        plan.set("metric", catalogue_id="fcr")
        take(plan, tmp_path, short, metric="fcr")
        assert rows(plan).n.tolist() == [3, 1]
        take(plan, tmp_path, whole, metric="fcr")
        assert rows(plan).n.tolist() == [7, 1], "no day counts twice"
        prepared, _ = take(plan, tmp_path, short, metric="fcr")
        assert rows(plan).n.tolist() == [7, 1]
        assert "longer or overlapping" in prepared.rejected[0].why
        assert check(plan.session) == []

    def test_a_word_that_is_neither_yes_nor_no_is_refused_and_named(self, plan, tmp_path):
        plan.set("metric", catalogue_id="fcr")
        prepared, _ = take(plan, tmp_path, "date,resolved\n13/03/2026,Y\n14/03/2026,maybe\n", metric="fcr")
        (rejected,) = prepared.rejected
        assert (rejected.line, rejected.column) == (3, "resolved")


class TestMapping:
    def test_a_mapping_of_the_users_own(self, plan, tmp_path):
        (tmp_path / "m.toml").write_text(
            'shape = "long"\nperiod = "Woche"\nvalue = "Wert"\nn = "Anzahl"\nweek_means = "start"\n',
            encoding="utf-8",
        )
        take(
            plan,
            tmp_path,
            "Woche;Wert;Anzahl\n23.02.2026;67,5;43156\n02.03.2026;66,5;42207\n",
            metric="Resolved first time",
            mapping=given(tmp_path / "m.toml"),
        )
        assert rows(plan).value.tolist() == [67.5, 66.5]
        assert rows(plan).period_from[0] == epoch(date(2026, 2, 23))

    @pytest.mark.parametrize(
        "text",
        ["shape = 'square'\nperiod='p'", "shape='long'", "shape='long'\nperiod='p'\nodd=1", "not toml ="],
    )
    def test_a_wrong_mapping_is_refused(self, tmp_path, text):
        (tmp_path / "m.toml").write_text(text, encoding="utf-8")
        with pytest.raises(UserError, match=r".+") as refusal:
            given(tmp_path / "m.toml")
        assert refusal.value.where == "m.toml"

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("a,b\n1,2\n", "period"),
            ("date,b\n13/03/2026,2\n", "values"),
            ("date,value\n01/02/2026,2\n03/04/2026,3\n", "order"),
            ('date,value\n13/03/2026,"1,234"\n', "1234 or 1.234"),
            ('date,value\n13/03/2026,1.5\n14/03/2026,"2,5"\n', "decimal point and others"),
        ],
    )
    def test_what_cannot_be_decided_is_asked_and_the_plan_stays(self, plan, tmp_path, text, says):
        head = plan.session.head
        with pytest.raises(UserError, match=says):
            take(plan, tmp_path, text, metric="Resolved first time")
        assert plan.session.head == head

    def test_an_unknown_metric_or_pilot_is_wrong_usage(self, plan, tmp_path):
        for asked in ({"metric": "nps"}, {"pilot": "Nobody"}):
            with pytest.raises(WrongUsage):
                take(plan, tmp_path, LONG, **asked)

    def test_create_adds_a_metric_from_the_catalogue_in_the_same_step(self, plan, tmp_path):
        head = plan.session.head
        take(plan, tmp_path, "week ending,value\n22/02/2026,9.5\n", metric="abandonment_rate", create=True)
        assert plan.session.head == head + 1
        added = [
            metric for metric in plan.session.records(Metric) if metric.catalogue_id == "abandonment_rate"
        ]
        assert [(metric.unit, metric.direction, metric.role) for metric in added] == [
            ("percent", "down", "secondary")
        ]
        plan.session.undo(at=NOON, by="Test")
        assert len(plan.session.records(Metric)) == 2


class TestZones:
    @pytest.mark.parametrize("large", [False, True])
    @pytest.mark.parametrize(
        ("cell", "day"),
        [
            ("2026-03-08T23:30:00Z", date(2026, 3, 9)),
            ("2026-03-09 00:30:00+01:00", date(2026, 3, 9)),
            ("2026-03-08T23:30:00-0500", date(2026, 3, 9)),
            ("2026-03-09T00:10:00+02:00", date(2026, 3, 8)),
            ("2026-03-08 23:30", date(2026, 3, 8)),
        ],
    )
    def test_a_time_that_says_its_zone_falls_on_the_programmes_day(
        self, tmp_path, monkeypatch, cell, day, large
    ):
        from cxworkbench.exchange import text_table
        from cxworkbench.exchange.mapping import Mapping, Measure

        if large:
            monkeypatch.setattr(text_table, "LARGE", 0)
        builder = PlanBuilder(tmp_path / "z.cxplan").with_pilot().with_metric()
        with builder.change("Zone") as change:
            change.set(builder.plan.programme, time_zone="Europe/Berlin")
        path = tmp_path / "t.csv"
        path.write_text(f"at,hit\n{cell},Y\n", encoding="utf-8")
        mapping = Mapping("records", "at", by="day", measures=(Measure("rate", "hit"),))
        prepared = prepare(builder.session, Asked(file=path, metric="Resolved first time", mapping=mapping))
        (found,) = prepared.taken.readings.values()
        start = datetime.fromtimestamp(int(found.start[0]), builder.plan.zone).date()
        assert start == day
        assert any("moved to Europe/Berlin" in said for said in prepared.taken.decided) is (len(cell) > 16)
        builder.session.close()
