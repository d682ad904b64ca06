"""Filters are written as a person would say them, and read back whatever the words hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxworkbench.exchange.filters import Keep, read, written
from db.errors import UserError

words = st.text(min_size=1, max_size=12).filter(lambda text: text.strip() == text and text != "")


@given(
    st.lists(
        st.builds(Keep, words, st.lists(words, min_size=1, max_size=3).map(tuple), st.booleans()), max_size=3
    )
)
def test_what_is_written_reads_back(keeps):
    assert read(written(keeps)) == tuple(keeps)


@pytest.mark.parametrize(
    ("text", "keeps"),
    [
        ("queue is Billing", [Keep("queue", ("Billing",))]),
        (
            "queue is Billing or Moves; site is not CDF",
            [Keep("queue", ("Billing", "Moves")), Keep("site", ("CDF",), True)],
        ),
        ('site is "Leeds or York"', [Keep("site", ("Leeds or York",))]),
        ("", []),
    ],
)
def test_as_people_write_them(text, keeps):
    assert list(read(text)) == keeps


@pytest.mark.parametrize("text", ["queue", "queue is", "is Billing", 'queue is "Billing', "a is b c is d; x"])
def test_what_says_no_filter_is_refused(text):
    with pytest.raises(UserError, match="which rows are kept"):
        read(text)


def test_case_and_blanks_do_not_count():
    keep = Keep("queue", ("Billing",))
    assert keep.takes(" billing ")
    assert not keep.takes("Moves")
    assert Keep("queue", ("Billing",), is_not=True).takes("Moves")
