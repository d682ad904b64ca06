"""Text of the plan on paper is text: markup, controls, endless words and foreign scripts print as themselves (P18)."""

from __future__ import annotations

import ast
from datetime import date

import pytest
from papers import as_read, judged, picture_of, sponsor_page, squeezed, text_of
from plans import PlanBuilder, weeks
from shared_data import ROOT

from cxworkbench.briefings.words import clean, words
from db.models import Action, Decision

HOSTILE = [
    "<b>bold</b> and <i>open",
    "</para><para>out of it",
    '<img src="/etc/passwd" width="10" height="10"/>',
    '<img src="http://example.invalid/x.png">',
    '<a href="file:///etc/passwd">click</a>',
    '<font color="__import__(1)">red</font>',
    "R&D & Co &amp; &lt; &#65; &nope;",
    "<para><para><para>" * 10,
    "{0} %s %(name)s ${HOME} {{x}}",
    "(Tj) BT /F1 12 Tf ET \\) \\( endstream endobj",
    "nul\x00 bell\x07 escape\x1b[31m delete\x7f next\x85line",
    "line\nend\r\nand\rlone\u2028and\u2029two\x0bthree\x0cfour",
    "\u202egnippilf\u202c \u2066isolate\u2069 \u200fmark\u200e \u061c",
    "\ud800 lone \udfff surrogates",
    "zero\u200bwidth\u200d soft\xadhyphen \ufeffmark",
    "combining e\u0301 a\u0308 o\u0302\u0323",
    "=cmd|' /C calc'!A0 @SUM(1) +1 -1",
    "Κώστας Żółć Đặng Нюша İstanbul ß",
    "漢字 العربية עברית",
    "X" * 20_000,
    "<unknown attr='>'>text</unknown><br/><seq/><greek>a</greek>",
    '\'; DROP TABLE pilot; -- "quoted" `ticks`',
]
PIXEL = b"\x89PNG\r\n\x1a\n"


def page_with(tmp_path, text: str, **more):
    """The text everywhere where a plan's text goes to the page."""
    builder = PlanBuilder(tmp_path / "p.cxplan")
    # The plan's own door drops what it doesn't take; what it takes must print.
    with builder.change("Rename") as change:
        change.set(builder.plan.programme, name=text or "P", organisation=text)
        change.set(builder.made["owner"], name=text)
        change.set(builder.made["sponsor"], name=text)
    builder.with_pilot(text).with_metric(name=text).with_readings(weeks([61, 62, 63]))
    with builder.change("Ask") as change:
        sponsor, owner = builder.made["sponsor"], builder.made["owner"]
        change.add(Decision(question="Q", reason=text, asked_of=sponsor, asked_on=date(2026, 2, 1)))
        change.add(Action(text=text, owner=owner, due=date(2026, 1, 1)))
    return sponsor_page(judged(builder.plan), **more)


def storable(text: str) -> str:
    """What a plan file can hold of a text: SQLite takes no lone surrogates."""
    return text.encode("utf-8", "replace").decode()


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_it_prints_as_itself(tmp_path, text):
    made = page_with(tmp_path, storable(text))
    assert made.pages == 1
    printed = squeezed(text_of(made.pdf))
    shown = squeezed(clean(storable(text)))
    if len(shown) > 400:
        assert shown[:150] in printed
        assert any("too long for the page" in line for line in made.left_out)
    else:
        assert all(part in printed for part in as_read(clean(storable(text))))
    assert b"/URI" not in made.pdf
    assert b"/Subtype /Image" not in made.pdf
    assert (picture_of(made.pdf).min(axis=2) < 128).mean() > 0.005


def test_a_picture_named_in_a_text_is_not_opened(tmp_path):
    picture = tmp_path / "there.png"
    picture.write_bytes(PIXEL)
    picture.chmod(0)
    made = page_with(tmp_path, f'<img src="{picture}"/>')
    assert squeezed(f'<imgsrc="{picture}"/>') in squeezed(text_of(made.pdf))


def test_letters_that_the_font_lacks_are_kept_and_said(tmp_path):
    made = page_with(tmp_path, "Anna สมชาย Nowak")
    assert "letters that the font lacks: ส ม ช า ย" in made.left_out
    assert "สมชาย" in text_of(made.pdf)


def test_names_in_the_scripts_that_the_fonts_have_lack_nothing(tmp_path):
    made = page_with(tmp_path, "Siân Żółć Đặng Κώστας Нюша İstanbul 漢字 العربية עברית")
    assert not any("lacks" in line for line in made.left_out)


def test_no_paper_uses_a_markup_parser():
    for source in (ROOT / "cxworkbench" / "briefings").glob("*.py"):
        named = {name for node in ast.walk(ast.parse(source.read_text("utf-8"))) for name in names_in(node)}
        assert not named & {"Paragraph", "XPreformatted", "ParaParser", "para2_text", "eval", "exec"}, (
            source.name
        )


def names_in(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Name):
        return {node.id}
    if isinstance(node, ast.Attribute):
        return {node.attr}
    return {alias.name for alias in node.names} if isinstance(node, ast.ImportFrom) else set()


def test_an_emoji_shows_a_box_and_stays_in_the_file(tmp_path):
    made = page_with(tmp_path, "Anna 🚀 Nowak")
    assert "letters that the font lacks: 🚀" in made.left_out
    assert "Anna" in text_of(made.pdf)


def test_control_surrogate_and_direction_characters_are_dropped():
    assert clean("a\x00b\x1b[1mc\x7f\x9d") == "ab[1mc"
    assert clean("\u202eabc\u202c\u2066d\u2069\u200f\ufeff") == "abcd"
    assert clean("a\ud800b\udfffc") == "abc"
    assert clean("x\ufe0fy\uffffz") == "xyz"


def test_white_space_becomes_one_space_unless_lines_are_kept():
    assert clean(" a\t b\r\nc\u2028d \x0b e ") == "a b c d e"
    assert clean(" a\t b \r\n c\x85d ", lines=True) == "a b\nc\nd"


def test_words_over_sixty_letters_come_in_parts_without_a_space():
    parts = list(words("a " + "x" * 130 + " b"))
    assert [len(part.text) for part in parts] == [1, 60, 60, 10, 1]
    assert [part.before for part in parts] == ["", " ", "", "", " "]


def test_accents_typed_as_two_characters_become_the_letter_that_the_font_has():
    assert clean("e\u0301") == "é"
