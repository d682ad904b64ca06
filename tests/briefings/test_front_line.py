"""The front-line briefing stays easy to read whatever the plan says, and shows how easy: LIX and the longest sentence."""

from __future__ import annotations

import re

import pytest
from papers import judged, made_of, text_of
from plans import PlanBuilder
from rich import full_plan, renamed

from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.frontline_words import compose, names_of
from cxworkbench.briefings.plain import Reading
from cxworkbench.briefings.settings import settings_of
from db.models import Barrier, FrictionPoint

HARD = "Interdepartmental responsibilities notwithstanding, representatives systematically misattribute escalations"
LONGEST = " ".join(f"we go on and say word {place}" for place in range(60))
NAMES = (
    "Ann",
    "Ana Carolina de Albuquerque e Vasconcelos-Wolfeschlegelsteinhausenbergerdorff",
    "Ω" * 200,
    "of the",
)
WORD = re.compile(r"\w+(?:[’'\-]\w+)*")


def lix(sentences: list[str], names: list[str]) -> tuple[float, int]:
    """LIX and the longest sentence, counted anew: words for each sentence, and long words in a hundred."""
    told = []
    for one in sentences:
        for name in sorted(names, key=len, reverse=True):
            one = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "X", one) if name else one
        told.append(WORD.findall(one))
    words = [word for one in told for word in one]
    return len(words) / len(told) + 100 * sum(len(word) > 6 for word in words) / len(words), max(
        map(len, told)
    )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "text", ["Short text here", HARD, LONGEST, f"{HARD}. {LONGEST}; and {HARD}", "x" * 4000]
)
def test_it_is_within_both_bounds_for_any_plan_and_says_what_was_too_hard(tmp_path, text, name):
    built = renamed(full_plan(PlanBuilder(tmp_path / "p.cxplan"), text, name="Agent Assist"), name)
    with built.change("Add what is wrong") as change:
        change.add(FrictionPoint(pilot=built.made["pilot"], title=text))
    found = judged(built.plan)
    made = made_of("frontline", found)
    shown = " ".join(text_of(made.pdf).split())
    measured = re.search(
        r"Plain language: LIX (\d+), at most 40; longest sentence (\d+) words, at most 18", shown
    )
    assert measured is not None
    assert int(measured[1]) <= 40
    assert int(measured[2]) <= 18
    assert all(state == "met" for state, line in made.checks() if "LIX" in line or "sentence" in line)
    edition = Edition(found, settings_of(found.plan, printed="now"), "all")
    words, own = compose(edition, found.pilots[0])
    counted, longest = lix(words.sentences(), list(names_of(edition)))
    assert counted == pytest.approx(own.lix, abs=2.0)
    assert counted <= 40.5
    assert longest == own.longest
    if words.hard:
        assert f"{len(words.hard)} text" in shown
        assert len([line for line in made.left_out if "too hard to read" in line]) == len(words.hard)


def test_a_hard_text_gives_way_and_an_easy_one_beside_it_stays(tmp_path):
    built = full_plan(PlanBuilder(tmp_path / "p.cxplan"), "The call takes too long", name="Agent Assist")
    with built.change("Say it hard") as change:
        change.set(built.plan.all(Barrier)[0], response="misattribute " * 25)
    made = made_of("frontline", judged(built.plan))
    text = " ".join(text_of(made.pdf).split())
    assert "The call takes too long" in text
    assert "misattribute" not in text
    assert any("misattribute" in line for line in made.left_out)


def test_a_long_sentence_is_cut_where_it_can_go_on_as_one_of_its_own():
    reading = Reading(["Agent Assist"])
    told = "Agent Assist listens to the call and shows the right article, and you can close it when you do not need it at all"
    parts = reading.sentences(told)
    assert parts is not None
    assert len(parts) > 1
    assert all(len(reading.words(one)) <= 18 for one in parts)
    assert reading.words(" ".join(parts)) != []


def test_a_name_counts_as_one_word_and_no_long_one():
    reading = Reading(["Wolfeschlegelsteinhausen Bergerdorff"])
    assert reading.measure(["Ask Wolfeschlegelsteinhausen Bergerdorff."]).longest == 2
    assert reading.measure(["Ask Wolfeschlegelsteinhausen Bergerdorff."]).lix == 2.0
