"""Pages: blocks flow, charts stay whole, tables repeat their head, headings stay with what follows, type never shrinks."""

from __future__ import annotations

import pytest
from papers import text_of
from reportlab.graphics.shapes import Drawing, Rect

from cxworkbench.briefings.blocks import Heading
from cxworkbench.briefings.page import Page, Running, form_of, height_of, lay_out
from cxworkbench.briefings.pdf import write
from cxworkbench.briefings.tables import Cell, Table
from cxworkbench.briefings.text import BODY, HEADING, TABLE, TABLE_HEAD, Press

RUNNING = Running(
    "Larkfield Energy", "Programme", "Steering pack", "As of today", "Printed now", "Source: plan"
)


@pytest.fixture
def press() -> Press:
    return Press("grey")


def chart(height: float) -> Drawing:
    drawing = Drawing(300, height)
    drawing.add(Rect(0, 0, 300, height))
    return drawing


def written(pages, form, press) -> bytes:
    return write([Page(placed, RUNNING) for placed in pages], form, press, "Title")


def table(press: Press, rows: int) -> Table:
    head = [Cell(press.text("Week", TABLE_HEAD)), Cell(press.text("Value", TABLE_HEAD))]
    body = [[Cell(press.text(f"row {row}", TABLE)), Cell(press.text(str(row), TABLE))] for row in range(rows)]
    return Table(press, [100, 100], body, head=head)


@pytest.mark.parametrize(("paper", "text_width"), [("a4", 174), ("letter", 180)])
def test_both_papers_have_the_margins_and_the_grid_of_the_design(paper, text_width):
    form = form_of(paper)
    assert form.text_width / 72 * 25.4 == pytest.approx(text_width, abs=0.2)
    assert form.span(12) == pytest.approx(form.text_width)
    assert form.span(6) * 2 + form.gutter == pytest.approx(form.text_width)


def test_a_chart_moves_to_the_next_page_whole(press):
    form = form_of("a4")
    flow = [press.text("before", BODY), chart(form.room - 5), press.text("after", BODY)]
    pages = lay_out(flow, form)
    assert [len(page) for page in pages] == [1, 1, 1]
    assert pages[1][0].height == form.room - 5


def test_a_block_higher_than_a_page_is_a_mistake_of_the_paper(press):
    form = form_of("a4")
    with pytest.raises(ValueError, match="doesn't fit"):
        lay_out([chart(form.room + 5)], form)


def test_a_heading_never_stands_alone_at_the_foot(press):
    form = form_of("letter")
    heading = Heading(press, "Metrics", HEADING)
    pages = lay_out([chart(form.room - 40), heading, chart(60)], form)
    assert [len(page) for page in pages] == [1, 2]
    assert pages[1][0].block is heading


def test_a_table_repeats_its_head_and_leaves_no_single_row(press):
    form = form_of("a4")
    pages = lay_out([table(press, 100)], form)
    assert len(pages) > 2
    text = text_of(written(pages, form, press))
    assert text.count("Week") == len(pages)
    assert [f"row {row}" in text for row in range(100)] == [True] * 100
    least = height_of([table(press, 2)], form.text_width)
    assert all(page[0].height >= least - 1e-6 for page in pages)


def test_a_table_with_room_for_one_row_moves_whole(press):
    form = form_of("a4")
    room = height_of([table(press, 1)], form.text_width) + 1
    pages = lay_out([chart(form.room - room), table(press, 3)], form)
    assert [len(page) for page in pages] == [1, 1]


def test_a_long_text_goes_on_over_the_page_and_loses_nothing(press):
    form = form_of("a4")
    told = " ".join(f"word{number}" for number in range(3000))
    pages = lay_out([press.text(told, BODY)], form)
    assert len(pages) > 1
    text = text_of(written(pages, form, press))
    assert all(f"word{number}" in text for number in (0, 1499, 2999))


def test_pages_are_counted_and_carry_header_and_footer(press):
    form = form_of("a4")
    text = text_of(written(lay_out([chart(500), chart(500)], form), form, press))
    assert "Page 1 of 2" in text
    assert "Page 2 of 2" in text
    assert text.count("Larkfield Energy, Programme") == 2
    assert text.count("Steering pack") == 2


def test_a_text_that_is_cut_short_ends_in_dots_and_is_counted(press):
    form = form_of("a4")
    block = press.text("many words that do not fit one line of this width " * 5, BODY, most_lines=1)
    pages = lay_out([block], form)
    assert press.cut == 0
    text = text_of(written(pages, form, press))
    assert "…" in text
    assert press.cut == 1


def test_words_of_two_styles_without_a_space_between_stay_together(press):
    block = press.spans([("Larkfield Energy", HEADING), (", the programme", BODY)])
    block.wrap(1000, 1000)
    assert [[part.text for part in line] for line in block.lines] == [["Larkfield Energy", ", the programme"]]


def test_a_word_wider_than_its_column_is_broken_between_letters(press):
    block = press.text("X" * 200, BODY)
    block.wrap(100, 1000)
    assert "".join(part.text for line in block.lines for part in line) == "X" * 200
    assert block.widest <= 100
