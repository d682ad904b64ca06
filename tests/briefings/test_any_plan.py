"""Any plan makes every paper: none, one, forty pilots, endless names, other scripts, and texts that want to be more."""

from __future__ import annotations

import re
import sys
from unicodedata import normalize

import pypdfium2
import pytest
from papers import as_read, judged, made_of, picture_of, squeezed, text_of
from plans import PlanBuilder
from rich import full_plan, renamed, with_full_pilot, with_reviews
from shared_data import ROOT

from cxworkbench.briefings.compose import kind_of
from cxworkbench.briefings.kinds import EVERY, KINDS
from cxworkbench.briefings.words import clean
from db.errors import WrongUsage
from db.models import AgendaItem, Review

sys.path.insert(0, str(ROOT / "tests" / "hostile"))
from strings import STRINGS

LONG = ("Somebody typed a name of two hundred letters into this field " * 4)[:200].strip()
WORD = "Donaudampfschifffahrtsgesellschaft" * 5 + "X" * 30
PLANS = {
    "nothing": lambda built: built,
    "a pilot of nothing": lambda built: built.with_pilot(),
    "one pilot": full_plan,
    "forty pilots": lambda built: full_plan(built, pilots=40),
    "long names": lambda built: renamed(full_plan(built, LONG), LONG),
    "long words": lambda built: renamed(full_plan(built, WORD), WORD),
    "forty long names": lambda built: renamed(full_plan(built, LONG, pilots=40, name=LONG), LONG),
}
#: What a paper of such a kind needs: of nothing it can't be made, and says so.
NEEDS_PILOT = {"board", "frontline", "framework", "recovery"}


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    made = {}

    def of(name):
        if name not in made:
            path = tmp_path_factory.mktemp("plan") / "p.cxplan"
            made[name] = judged(PLANS[name](PlanBuilder(path)).plan)
        return made[name]

    return of


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("kind", KINDS)
def test_it_makes_every_paper_or_says_what_is_missing(plan, kind, name, paper):
    found = plan(name)
    if not kind_of(kind).subjects(found) and kind_of(kind).needs_subject:
        with pytest.raises(WrongUsage, match="the plan has nothing to make it of"):
            made_of(kind, found, paper)
        assert name in {"nothing", "a pilot of nothing"}
        return
    made = made_of(kind, found, paper)
    assert made.smallest >= 7.5
    assert made.fits or any(state == "failing" for state, _ in made.checks())
    if kind == "sponsor":
        assert made.pages == 1
    if name not in {"forty pilots", "forty long names"}:
        assert made.fits, made.checks()
    last = picture_of(made.pdf, 0.5, made.pages - 1)
    assert (last.min(axis=2) < 200).mean() > 0.002


def test_an_empty_programme_has_no_paper_of_a_pilot_and_says_which_step_is_first(plan):
    for kind in NEEDS_PILOT:
        with pytest.raises(WrongUsage) as refused:
            made_of(kind, plan("nothing"))
        assert refused.value.to_do
    text = " ".join(text_of(made_of("steering", plan("nothing")).pdf).split())
    for said in (
        "No sponsor review was held yet",
        "No data source is named",
        "No ROI case yet",
        "No decision",
    ):
        assert said in text


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_long_name_cost_is_said(plan, kind):
    made = made_of(kind, plan("long names"))
    cut = text_of(made.pdf).count("…")
    assert not cut or any("too long for the page" in line for line in made.left_out)


# ------------------------------------------------------------------------------------------------- scripts


@pytest.mark.parametrize("kind", KINDS)
def test_latin_greek_cyrillic_and_vietnamese_names_print_whole(tmp_path, kind):
    name = "Siân Żółć Κώστας Нюша Đặng İstanbul"
    built = renamed(full_plan(PlanBuilder(tmp_path / "p.cxplan"), name), name)
    made = made_of(kind, judged(built.plan))
    assert made.lacking == ""
    assert not any("lacks" in line for line in made.left_out)
    assert squeezed(name) in squeezed(text_of(made.pdf))
    assert "Boxes stand for letters" not in text_of(made.pdf)


@pytest.mark.parametrize("kind", KINDS)
def test_letters_that_no_font_has_are_said_before_printing_and_on_paper_and_stay_in_the_file(tmp_path, kind):
    name = "Anna สมชาย नाम"
    built = renamed(full_plan(PlanBuilder(tmp_path / "p.cxplan"), name), name)
    made = made_of(kind, judged(built.plan))
    assert set("สมชาย") <= set(made.lacking)
    assert any(line.startswith("Letters that the font lacks: ") for _, line in made.checks())
    text = text_of(made.pdf)
    assert "สมชาย" in text
    assert "Boxes stand for letters that no font of the program has" in " ".join(text.split())
    assert "U+0E2A" in text


# ------------------------------------------------------------------------------------------- texts are texts


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A plan with a pilot, and an item of the minutes, for each of the sixty texts."""
    built = PlanBuilder(tmp_path_factory.mktemp("hostile") / "p.cxplan")
    kept = []
    for text in STRINGS:
        with_full_pilot(built, text, text, "paused")
        kept.append(text)
    with_reviews(built)
    with built.change("Ask") as change:
        held = next(one for one in built.plan.all(Review) if one.done)
        for place, text in enumerate(kept, 4):
            change.add(AgendaItem(review=held, question=text, note=text, minutes_planned=5, position=place))
    return judged(built.plan)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "sponsor"])
def test_hostile_texts_print_as_themselves(hostile, kind):
    made = made_of(
        kind, hostile, subject=EVERY if kind_of(kind).subjects(hostile) and kind != "minutes" else None
    )
    printed = squeezed(normalize("NFKC", text_of(made.pdf)))
    for text in STRINGS:
        # Of text behind boxes pdfium reads nothing over U+FFFF, and it takes ligatures apart.
        for shown in as_read(normalize("NFKC", "".join(one for one in clean(text) if ord(one) <= 0xFFFF))):
            said = shown[:40] if len(shown) > 60 else shown
            assert said in printed, (kind, text)
    for door in (b"/URI", b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/GoToR", b"/Subtype /Image"):
        assert door not in made.pdf
    document = pypdfium2.PdfDocument(made.pdf)
    marks = [mark.get_title() for mark in document.get_toc()]
    document.close()
    assert not [mark for mark in marks if re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", mark)]
