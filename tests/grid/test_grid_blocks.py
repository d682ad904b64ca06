"""Pasted blocks as Excel and LibreOffice write them, fills, copies and moves: what they come to."""

from __future__ import annotations

from datetime import date

import pytest

from cxworkbench.grid.blocks import Target, copied, emptied, filled, pasted, renumbered
from cxworkbench.grid.clipboard import as_html, as_text, cells_of
from cxworkbench.grid.columns import columns_of
from cxworkbench.grid.reading import Reader
from cxworkbench.grid.words import Words
from db.errors import FieldError, UserError
from db.models import Action, Evidence, Milestone
from tests.plans import PlanBuilder

EXCEL = 'Action\tOwner\tDue\r\n"two\nlines, ""quoted"""\tHelen Marsh\t04/05/2026\r\n=1+1\t\t31/02/2026\r\n'
LIBRE = '"with\ttab"\tHelen Marsh\t2026-05-04\n"plainly quoted"\tPriya Raman\t2026-05-05'


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        (
            EXCEL,
            [
                ["Action", "Owner", "Due"],
                ['two\nlines, "quoted"', "Helen Marsh", "04/05/2026"],
                ["=1+1", "", "31/02/2026"],
            ],
        ),
        (
            LIBRE,
            [["with\ttab", "Helen Marsh", "2026-05-04"], ['"plainly quoted"', "Priya Raman", "2026-05-05"]],
        ),
        ('say "hi"\t"a" and "b"', [['say "hi"', '"a" and "b"']]),
        ("a\r\rb", [["a"], [""], ["b"]]),
        ("nul\x00\tx", [["nul\x00", "x"]]),
    ],
)
def test_a_clipboard_is_read_cell_by_cell(text, cells):
    assert cells_of(text) == cells


def test_an_empty_clipboard_says_so():
    with pytest.raises(UserError, match="nothing to paste"):
        cells_of("\r\n\t")


@pytest.mark.parametrize(
    "cell", ["a\tb", "two\nlines", 'quoted "here"', '"a ""b""', "=1+1", "", "\u202ex", "x" * 200]
)
def test_what_is_copied_is_pasted_again(cell):
    assert cells_of(as_text([[cell, "end"]])) == [[cell, "end"]]


def test_html_on_the_clipboard_holds_text_only():
    made = as_html([["<b>x</b><img src=file:///etc/passwd>", "a\nb"]], ["<h>"])
    assert "<b>" not in made
    assert "<img" not in made
    assert "a<br>b" in made


@pytest.fixture
def plan(tmp_path):
    builder = PlanBuilder(tmp_path / "p.cxplan").with_pilot()
    with builder.change("Rows") as change:
        for place in range(4):
            change.add(Action(text=f"Task {place}", due=date(2026, 4, place + 1)))
        for place in range(3):
            change.add(Milestone(pilot=builder.plan.pilots[0], title=f"M{place}", position=place + 1))
    yield builder.plan
    builder.session.close()


def target(plan, **more) -> tuple[Target, Reader]:
    columns = [
        one
        for one in columns_of(plan, Action, ("text", "owner", "due"))
        if one.name in {"text", "owner", "due"}
    ]
    given = {"top": 0, "left": 0, **more}
    return (
        Target(plan.all(Action), columns, columns_of(plan, Action), **given),
        Reader(Words(plan), date(2026, 3, 11)),
    )


def test_a_block_with_heads_goes_where_they_say(plan):
    place, reader = target(plan, left=2)
    block, read = pasted(cells_of(EXCEL), place, reader)
    assert read == 6
    assert [(one.record.text, one.column.name) for one in block.changes] == [
        ("Task 0", "text"),
        ("Task 0", "owner"),
        ("Task 0", "due"),
        ("Task 1", "text"),
    ]
    assert block.changes[0].value == 'two\nlines, "quoted"'
    (refused,) = block.refused
    assert refused.sentence() == "row 3, Due: February has 28 days. Did you mean 28 Feb 2026?"
    assert block.refusals(read).startswith("1 of 6 cells refused. Row 3, Due: February has 28 days.")


def test_rows_beyond_the_last_are_new_records(plan):
    place, reader = target(plan, top=3, defaults={"pilot": plan.pilots[0].id})
    block, _ = pasted(cells_of("A\t\t1 May\r\nB\tHelen Marsh\t\r\n\t\t2 May"), place, reader)
    assert [one.column.name for one in block.changes] == ["text", "due"]
    assert [row["text"] for row in block.added] == ["B"]
    assert block.added[0]["pilot"] == plan.pilots[0].id
    (refused,) = block.refused  # the last row has no text, and so can't be an action
    assert block.refusals(6).endswith("The other 5 are in.")
    alone, read = pasted(cells_of("\t\t2 May\r\n\tHelen Marsh\t"), target(plan, top=9)[0], reader)
    assert alone.refusals(read).endswith("Nothing was taken in.")
    assert (refused.row, refused.column.name) == (3, "text")


def test_one_cell_fills_a_selection_and_rows_are_repeated(plan):
    place, reader = target(plan, left=2, height=4)
    block, _ = pasted([["9 May"]], place, reader)
    assert [one.value for one in block.changes] == [date(2026, 5, 9)] * 4
    place, reader = target(plan, left=2, height=4)
    block, _ = pasted([["9 May"], ["10 May"]], place, reader)
    assert [one.value.day for one in block.changes] == [9, 10, 9, 10]


def test_cells_beyond_the_last_column_are_named(plan):
    place, reader = target(plan, left=2)
    block, _ = pasted([["9 May", "lost"]], place, reader)
    assert not block.refused  # no cell of the table is marked with what isn't its own
    (said,) = block.left_out
    assert said == "1 cell beyond the last column left out. Show more columns, or paste fewer."
    assert block.refusals(1) == said


def test_a_row_of_heads_is_known_though_one_is_written_otherwise_or_is_no_column(plan):
    place, reader = target(plan)
    block, read = pasted(cells_of("DUE\tWhat  to do?\tOwner\r\n9 May\tx\tHelen Marsh"), place, reader)
    assert [(one.column.name, one.value) for one in block.changes][:1] == [("due", date(2026, 5, 9))]
    assert block.left_out == [
        "No column is called “What  to do?”: 1 cell below it left out. Name it as the table does."
    ]
    assert read == 2
    label = place.columns[0].label
    block, _ = pasted(cells_of(f"{label.upper()}-\tdue\r\nTask\t9 May"), place, reader)
    assert [one.column.name for one in block.changes] == ["text", "due"]
    assert not block.left_out


def test_a_row_with_one_cell_that_happens_to_be_a_name_is_a_row(plan):
    place, reader = target(plan)
    block, _ = pasted(cells_of("Due\tHelen Marsh\t9 May\r\nB\t\t"), place, reader)
    assert block.changes[0].value == "Due"


def test_filling_emptying_and_moving(plan):
    columns = {one.name: one for one in columns_of(plan, Action)}
    rows = plan.all(Action)
    assert [one.value for one in filled(rows, [columns["due"]]).changes] == [rows[0].due] * 3
    block = emptied(rows[:1], [columns["text"], columns["due"], columns["number"]])
    assert [one.column.name for one in block.changes] == ["due"]
    assert [one.column.name for one in block.refused] == ["text"]
    milestones = plan.all(Milestone)
    position = next(one for one in columns_of(plan, Milestone) if one.name == "position")
    moved = renumbered([milestones[1], milestones[0], milestones[2]], position)
    assert [(one.record.title, one.value) for one in moved.changes] == [("M1", 1), ("M0", 2)]


def test_copies_are_set_apart_by_what_makes_a_record_itself(plan):
    columns = columns_of(plan, Milestone)
    milestones = plan.all(Milestone)
    made = copied([milestones[0], milestones[0]], columns, milestones)
    assert [row["title"] for row in made] == ["M0 (copy)", "M0 (copy 2)"]
    assert "number" not in copied(plan.all(Action)[:1], columns_of(plan, Action), plan.all(Action))[0]
    link = Evidence(attachment="a" * 32, record="pilot/" + "b" * 32)
    with pytest.raises(FieldError, match="would be the same one"):
        copied([link], columns_of(plan, Evidence), [link])
