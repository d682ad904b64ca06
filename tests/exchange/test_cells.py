"""Numbers and dates are decided from the whole column; nothing is ever read as something else in silence."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxworkbench.exchange.cells import Undecided, date_order, decimal_mark, duration, moment, number


@pytest.mark.parametrize(
    ("column", "mark"),
    [
        (["68.1", "67"], "."),
        (["68,1", "67"], ","),
        (["1.234,5", "7,25"], ","),
        (["1,234.5"], "."),
        (["1,234,567"], "."),
        (["1.234.567"], ","),
        (["1,234", "68.5"], "."),
        (["1,234", "68,5"], ","),
        (["0,123"], ","),
        (["12", "7"], "."),
    ],
)
def test_the_whole_column_decides_the_decimal_mark(column, mark):
    assert decimal_mark(column) == mark


@pytest.mark.parametrize("column", [["1,234"], ["1,234", "12"], ["1.5", "2,5"], ["1.234,5", "1,234.5"]])
def test_a_column_that_can_be_read_two_ways_is_asked_about(column):
    with pytest.raises(Undecided):
        decimal_mark(column)


@pytest.mark.parametrize(
    ("cell", "mark", "value"),
    [
        ("68.1%", ".", 68.1),
        ("1.234,5", ",", 1234.5),
        ("1 234,5", ",", 1234.5),
        ("1'234.5", ".", 1234.5),
        ("1\u00a0234", ".", 1234.0),
        ("(12.5)", ".", -12.5),
        ("12.5-", ".", -12.5),
        ("−3", ".", -3.0),
        ("+7", ".", 7.0),
        ("1e3", ".", 1000.0),
    ],
)
def test_numbers_as_people_write_them(cell, mark, value):
    assert number(cell, mark) == value


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "NaN",
        "inf",
        "1e400",
        "#N/A",
        "12 apples",
        "1,2,3",
        "12.3.4",
        "--5",
        "1_000",
        "٣",
        "9" * 5000,
        "0x10",
    ],
)
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(ValueError):
        number(cell, ".")


def test_a_comma_is_never_taken_for_a_point():
    with pytest.raises(ValueError):
        number("1.234,5", ".")


@given(st.floats(min_value=-1e9, max_value=1e9))
def test_every_written_number_reads_back(value):
    assert number(f"{value:.4f}", ".") == pytest.approx(value, abs=1e-4)


@pytest.mark.parametrize(
    ("cell", "seconds"), [("00:02:23", 143), ("2:23", 143), ("143", 143), ("1:00:00", 3600)]
)
def test_lengths_of_time(cell, seconds):
    assert duration(cell) == seconds


@pytest.mark.parametrize("cell", ["1:75", "0:61:00", "abc", "1:2:3:4"])
def test_what_is_no_length_of_time_is_refused(cell):
    with pytest.raises(ValueError):
        duration(cell)


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["01/02/2026", "30/01/2026"], "day first"),
        (["01/02/2026", "01/30/2026"], "month first"),
        (["2026-03-08", "2026-03-15"], "year first"),
    ],
)
def test_the_whole_column_decides_the_date_order(column, order):
    assert date_order(column) == order


@pytest.mark.parametrize(
    "column", [["01/02/2026", "03/04/2026"], ["30/01/2026", "01/30/2026"], ["2026-01-02", "02/03/2026"]]
)
def test_dates_that_can_be_read_two_ways_are_asked_about(column):
    with pytest.raises(Undecided):
        date_order(column)


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("08/03/2026", "day first", date(2026, 3, 8)),
        ("03/08/2026", "month first", date(2026, 3, 8)),
        ("8.3.26", "day first", date(2026, 3, 8)),
        ("2026-03-08", "year first", date(2026, 3, 8)),
        ("2026-03-08 10:42", "year first", date(2026, 3, 8)),
        ("8 Mar 2026", "year first", date(2026, 3, 8)),
        ("Mar 8, 2026", "year first", date(2026, 3, 8)),
        ("2026-W10", "year first", date(2026, 3, 2)),
        ("2026-03", "year first", date(2026, 3, 1)),
    ],
)
def test_dates_as_people_write_them(cell, order, day):
    assert moment(cell, order).day == day


@pytest.mark.parametrize(
    "cell", ["31/02/2026", "00/01/2026", "1/13/2026", "01/01/0001", "soon", "2026-W60", "24:00", ""]
)
def test_days_that_do_not_exist_are_refused(cell):
    with pytest.raises(ValueError):
        moment(cell, "day first")


def test_a_refused_day_says_why():
    with pytest.raises(ValueError, match="February has 28 days"):
        moment("31/02/2026", "day first")
