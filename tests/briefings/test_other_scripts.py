"""Names in other scripts on paper: each letter in a font that has it, joined and in order; what isn't covered is said."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import numpy as np
import pytest
from papers import judged, made_of, picture_of, squeezed, text_of
from plans import PlanBuilder
from rich import full_plan, renamed
from shared_data import ROOT

from cxworkbench.briefings import fonts
from cxworkbench.briefings.arabic import joined
from cxworkbench.briefings.chart_file import pdf_of, svg_of
from cxworkbench.briefings.direction import as_placed, is_leftward
from cxworkbench.briefings.kinds import KINDS
from cxworkbench.briefings.words import lacking_in, words
from cxworkbench.charts.description import Axis, Chart, Table, VLine

NAMES = {
    "Chinese": "王小明",
    "Japanese": "さくら漢字ケンジ",
    "Korean": "김민수",
    "Arabic": "محمد",
    "Persian": "پژمان",
    "Urdu": "ٹیپو",
    "Hebrew": "אברהם",
    "Armenian": "Արամ",
    "Georgian": "გიორგი",
}
NOT_COVERED = {"emoji": "🚀", "Thai": "สมชาย", "Hindi": "आरव", "Pashto": "ښ", "Lao": "ລາວ", "N'Ko": "ߒߞߏ"}


def read_back(pdf: bytes) -> str:
    """The text of a file as its letters are typed: Arabic is drawn in the forms that join."""
    return squeezed(unicodedata.normalize("NFKC", text_of(pdf)))


@pytest.mark.parametrize("script", NAMES)
def test_a_name_is_shown_by_an_embedded_font_and_read_back_from_the_file(tmp_path, script):
    name = NAMES[script]
    built = renamed(full_plan(PlanBuilder(tmp_path / "p.cxplan"), name), name)
    for kind in KINDS:
        made = made_of(kind, judged(built.plan))
        assert made.lacking == ""
        assert not any("lacks" in line for line in made.left_out)
        assert name in read_back(made.pdf), kind
        assert b"/FontFile2" in made.pdf
        # The letters of a name, not a font of four megabytes.
        assert len(made.pdf) < 400_000


@pytest.mark.parametrize("script", NOT_COVERED)
def test_what_no_font_has_is_said_before_printing_and_stays_in_the_file(tmp_path, script):
    name = f"Anna {NOT_COVERED[script]}"
    built = renamed(full_plan(PlanBuilder(tmp_path / "p.cxplan"), name), name)
    made = made_of("steering", judged(built.plan))
    assert set(made.lacking) == set(NOT_COVERED[script])
    assert any(line.startswith("Letters that the font lacks: ") for _, line in made.checks())
    assert f"U+{ord(NOT_COVERED[script][0]):04X}" in text_of(made.pdf)


def test_the_same_paper_of_all_scripts_is_the_same_bytes(tmp_path):
    name = " ".join(NAMES.values())
    built = renamed(full_plan(PlanBuilder(tmp_path / "p.cxplan"), name), name)
    found = judged(built.plan)
    assert made_of("steering", found).pdf == made_of("steering", found).pdf


def test_a_paper_in_latin_letters_reads_no_font_but_its_own(tmp_path):
    script = (
        "import sys; sys.path[:0] = sys.argv[2:]\n"
        "from pathlib import Path\n"
        "from papers import judged, made_of\n"
        "from plans import PlanBuilder\n"
        "from rich import full_plan, renamed\n"
        "from cxworkbench.briefings import fonts\n"
        "for name in ('Siân Żółć Κώστας Нюша Đặng', 'Wang 王'):\n"
        "    built = renamed(full_plan(PlanBuilder(Path(sys.argv[1]) / f'{len(name)}.cxplan'), name), name)\n"
        "    made_of('steering', judged(built.plan))\n"
        "    print(sorted(fonts._glyphs))\n"
    )
    folders = (str(ROOT / "tests"), str(ROOT / "tests" / "briefings"))
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), *folders],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split("\n")[:2] == ["[]", "['DroidSansFallback']"]


def test_a_heavier_face_is_seen_in_a_fallback_too_and_read_once(tmp_path):
    inked = {}
    for face in ("Regular", "Bold"):
        from reportlab.pdfgen.canvas import Canvas

        from cxworkbench.briefings.words import draw

        fonts.register()
        canvas = Canvas(str(tmp_path / f"{face}.pdf"), (200, 60))
        draw(canvas, 10, 20, "王小明 محمد", face, 24)
        canvas.save()
        pdf = (tmp_path / f"{face}.pdf").read_bytes()
        assert read_back(pdf) == "王小明محمد"
        inked[face] = (picture_of(pdf).min(axis=2) < 128).sum()
    assert inked["Bold"] > 1.1 * inked["Regular"]


def test_arabic_letters_join_as_their_neighbours_ask():
    assert joined("محمد") == "\ufee3\ufea4\ufee4\ufeaa"
    assert joined("دار") == "\ufea9\ufe8d\ufead"
    assert joined("سلام") == "\ufeb3\ufefc\ufee1"
    assert joined("مَحَ") == "\ufee3\u064e\ufea2\u064e"
    assert joined("جـ") == "\ufe9f\u0640"
    assert joined("ء") == "\ufe80"
    assert joined("Anna Жук 王") == "Anna Жук 王"


@pytest.mark.parametrize(
    ("text", "placed"),
    [
        ("owner אבג has", "owner גבא has"),
        ("אבג, 20 points", "גבא, 20 points"),
        ("אבג 20 points", "גבא 20 points"),
        ("אבג, דהו and X", "גבא, והד and X"),
        ("אבג (3)", "גבא (3)"),
        ("X (אבג דהו) 7", "X (והד גבא) 7"),
        ("X אבג 12 דהו Y", "X והד 12 גבא Y"),
        ("67.2% אבג: £5k", "67.2% גבא: £5k"),
        ("name א[ב]ג.", "name ג[ב]א."),
        ("אבג ١٢ X", "١٢ גבא X"),
        ("plain (text) 12", "plain (text) 12"),
    ],
)
def test_names_that_read_from_right_to_left_keep_their_place_in_a_sentence(text, placed):
    assert as_placed(text) == placed


def test_a_text_in_such_a_language_reads_from_the_right_with_its_numbers_and_stops():
    text = "אבגד הוזח 12 (FCR) טיכל."
    assert is_leftward(text)
    assert as_placed(text, leftward=True) == ".לכיט (FCR) 12 חזוה דגבא"
    assert not is_leftward("אבגדהוז אבגדהוז אבגדהוז, 69 days")
    assert not is_leftward("אבג has no owner")
    assert not is_leftward("Owner: אבגדהוז אבגדהוז")


def test_a_line_of_chinese_ends_anywhere_but_before_a_closing_sign():
    assert [one.text for one in words("项目（第二）完成，好。")] == [
        "项", "目", "（第", "二）", "完", "成，", "好。",
    ]  # fmt: skip
    assert [one.text for one in words("Team 王明 café")] == ["Team", "王", "明", "café"]


def test_a_long_chinese_text_fills_its_lines(tmp_path):
    built = full_plan(PlanBuilder(tmp_path / "p.cxplan"))
    plan = renamed(built, "客户联系中心人工智能试点项目的第一阶段，" * 8).plan
    made = made_of("steering", judged(plan))
    assert made.lacking == ""
    dark = picture_of(made.pdf, 1.0)[:, :, :].min(axis=2) < 160
    rows = np.flatnonzero(dark.any(axis=1))
    assert rows.size
    # Nothing reaches past the right margin of 18 mm.
    assert not dark[:, -48:].any()


def test_charts_on_paper_show_such_names(tmp_path):
    axis = Axis(735_000, 735_100)
    chart = Chart("k", "Calls", axis, Axis(0, 1), "", Table((), ()), vlines=(VLine(735_050, "王小明, محمد"),))
    text = read_back(pdf_of(chart))
    assert "王小明" in text
    assert "محمد" in text
    assert "王小明, محمد" in svg_of(chart).decode()


def test_a_hostile_mixture_lacks_only_what_it_must():
    fonts.register()
    assert lacking_in("Anna 漢字 العربية עברית", "Regular") == ""
    assert lacking_in("x ﷺ ا", "Semibold") == "ﷺ"
