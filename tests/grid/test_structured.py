"""Structured columns in words and typed: levels, counts, options, words; what the program writes is only shown."""

from __future__ import annotations

import pytest

from cxworkbench.grid import structured
from cxworkbench.grid.columns import Column
from cxworkbench.grid.refusal import Refused
from db.models import AgendaItem, Audit, CustomField, DataSource, Framework, PulseResult

LEVELS, COUNTS, OPTIONS = DataSource.required_, PulseResult.answers, AgendaItem.options

CASES = [
    (LEVELS, {"accuracy": 0.75, "completeness": 0.905}, "Completeness: 90.5%\nAccuracy: 75%"),
    (COUNTS, {"yes": 41, "not at all": 0}, "yes: 41\nnot at all: 0"),
    (
        OPTIONS,
        [{"name": "Agree", "text": "Relaunch 13 Apr: two topics; £11k a week"}, {"name": "Stop"}],
        "Agree: Relaunch 13 Apr: two topics; £11k a week\nStop",
    ),
    (CustomField.choices, ("North", "South, coast"), "North\nSouth, coast"),
]


@pytest.mark.parametrize(("field", "value", "text"), CASES)
def test_a_value_is_typed_an_entry_a_line_and_read_back(field, value, text):
    assert structured.typed(field, value, "en-GB") == text
    read = structured.read(field, text, ".")
    assert (tuple(read) if isinstance(value, tuple) else read) == value
    assert structured.written(structured.parted(field.shape, text)) == text


def test_a_cell_says_it_on_one_line():
    assert structured.said(LEVELS, CASES[0][1], "en-GB") == "Completeness: 90.5%; Accuracy: 75%"
    assert structured.said(OPTIONS, CASES[2][1], "en-GB") == "Agree; Stop"


def test_levels_are_read_by_name_or_id_with_the_marks_of_the_programme():
    assert structured.read(LEVELS, "accuracy: 80; Uniqueness: 75,5 %", ",") == {
        "accuracy": 0.8,
        "uniqueness": 0.755,
    }
    assert structured.typed(LEVELS, {"uniqueness": 0.755}, "de-DE") == "Uniqueness: 75,5%"


def test_levels_keep_the_order_of_the_catalogue():
    typed = structured.typed(LEVELS, {"timeliness": 0.5, "accuracy": 0.9, "gone": 0.1}, "en-GB")
    assert [line.partition(":")[0] for line in typed.splitlines()] == ["Accuracy", "Timeliness", "gone"]


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        (LEVELS, "Acuracy: 75%", "Acuracy is not among"),
        (LEVELS, "Accuracy: 175%", "is no share"),
        (LEVELS, "Accuracy", "Accuracy has no level"),
        (LEVELS, "Accuracy: 75%\nAccuracy: 80%", "there twice"),
        (COUNTS, "yes: many", "no number"),
        (COUNTS, "yes: -1", "below 0"),
        (COUNTS, "yes: 1.5", "whole"),
        (OPTIONS, ": what it means", "has no name"),
    ],
)
def test_what_is_no_entry_is_refused_by_name(field, text, why):
    with pytest.raises(Refused) as refused:
        structured.read(field, text, ".")
    assert why in refused.value.what


def test_an_empty_text_empties_the_field():
    assert structured.read(OPTIONS, " \n", ".") is None


def test_what_the_program_writes_is_shown_in_words_and_never_typed():
    as_read = {
        "encoding": "utf-8",
        "date_order": "day first",
        "guessed": False,
        "columns": [{"a": 1}, {"b": 2}],
    }
    said = structured.said(Audit.as_read, as_read, "en-GB")
    assert said == "encoding: utf-8; date order: day first; guessed: No; columns: 2 entries"
    assert not Column("as_read", Audit.as_read).can_edit
    assert not Column("content", Framework.content).can_edit
    assert Column("options", OPTIONS).can_edit


def test_a_value_of_another_shape_than_its_column_says_is_shown_all_the_same():
    assert structured.said(OPTIONS, {"odd": [1, 2]}, "en-GB") == "odd: 1, 2"
