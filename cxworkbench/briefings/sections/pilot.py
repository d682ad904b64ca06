"""A page for a pilot: its recommendation, its objective, its seven conditions with what to do next, metrics, dates."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats
from cxworkbench.assessment import RECOMMENDATION_WORDS, PilotState, Rating
from cxworkbench.briefings import sponsor_words
from cxworkbench.briefings.blocks import Aligned, Beside, Stack
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.glyph_flowables import GateStrip, GlyphText, status_word
from cxworkbench.briefings.ink import TINTS
from cxworkbench.briefings.listing import Column, Line, Value, listing
from cxworkbench.briefings.marks import Badge, sentence
from cxworkbench.briefings.metric_rows import metric_table
from cxworkbench.briefings.page import Sheet
from cxworkbench.briefings.pilot_words import standing
from cxworkbench.briefings.text import BODY, FIGURE, SMALL, TABLE, TABLE_STRONG
from cxworkbench.glyphs import glyph
from cxworkbench.recommendation import Recommendation, recommend

_LEFT, _GAP = 150.0, 18.0
_DAY, _DAY_GAP = 34.5, 6.0
_AHEAD, _CLAUSES = 6, 6


def key_of(id: str) -> str:
    """The name of a pilot's place in the pack."""
    return f"pilot-{id}"


def sheets(edition: Edition) -> Iterator[Sheet]:
    """A page a pilot."""
    from cxworkbench.briefings.steering import head

    for state in edition.pilots:
        yield edition.sheet(flow(edition, state), f"{head(edition)}, {state.pilot.name}")


def flow(edition: Edition, state: PilotState) -> list[Flowable]:
    """The blocks of one pilot."""
    press, found = edition.press, edition.found
    shape, word = standing(state)
    badge = Badge(press, word, state=shape, filled=shape in {"gate_held", "guardrail_breached"})
    lead = sentence(f"{state.status_line}. {sponsor_words.gate_line(state)}")
    blocks: list[Flowable] = [
        edition.title(state.pilot.name, right=badge, key=key_of(state.pilot.id)),
        edition.lead(lead),
        Stack([GateStrip(press, [gate.state for gate in state.gates])], before=4.5),
        *edition.comment("pilots"),
    ]
    advice = recommend(found.plan, state, found.as_of)
    if advice is not None:
        blocks += _recommendation(edition, advice)
    tests = [f"{one.passed} of {len(one.tests)} precision tests passed" for one in state.objectives]
    blocks.append(edition.heading("Objective", "; ".join(tests)))
    if not state.objectives:
        blocks.append(
            edition.missing("No objective yet: what hurts the customer, what is different when it works.")
        )
    blocks += [press.text(one.reads_as, BODY) for one in state.objectives]
    blocks += _conditions(edition, state)
    blocks += _metrics(edition, state)
    blocks += _ahead(edition, state)
    return blocks


def _recommendation(edition: Edition, advice: Recommendation) -> Iterator[Flowable]:
    press = edition.press
    yield edition.heading("Recommendation", advice.progress)
    word = RECOMMENDATION_WORDS[advice.outcome]
    left: list[Flowable] = [press.text(word, FIGURE)]
    left += [press.text(sentence(reason), TABLE) for reason in advice.reasons[:3]]
    if advice.fallback:
        left.append(edition.note(f"The decide-by date is reached; the rule's fallback is {advice.fallback}."))
    lines: list[list[Value]] = [
        [clause.what, clause.now, clause.needs or formats.MISSING, clause.by_when]
        for clause in advice.changes[:_CLAUSES]
    ]
    columns = [
        Column("What would change it", share=1.3, style=TABLE_STRONG),
        Column("Now", share=1.0),
        Column("Needs", share=1.0),
        Column("By", align="right"),
    ]
    width = edition.width - _LEFT - _GAP
    right: list[Flowable] = [listing(press, columns, lines, width)] if lines else []
    if len(advice.changes) > _CLAUSES:
        right.append(
            edition.note(
                f"{formats.plural(len(advice.changes) - _CLAUSES, 'more clause')} on the Gates page."
            )
        )
    for caution in advice.cautions:
        said = f"Caution, {caution.what.lower()}: measured {caution.measured}, roll-out {caution.rollout}."
        right.append(GlyphText(press, "at_risk", press.text(said, TABLE), gap=6.0, padding=1.5))
    yield Beside([Stack(left), Stack(right)], [_LEFT, width], _GAP)


def _conditions(edition: Edition, state: PilotState) -> Iterator[Flowable]:
    press = edition.press
    yield edition.heading("Seven conditions")
    lines = [_condition(edition, rating) for rating in state.ratings]
    columns = [
        Column("Condition", style=TABLE_STRONG),
        Column("State"),
        Column("Why", share=1.0),
        Column("Next", share=1.35, style=TABLE.but(color="ink2"), most_lines=4),
    ]
    yield listing(press, columns, lines, edition.width)


def _condition(edition: Edition, rating: Rating) -> Line:
    press = edition.press
    ground = TINTS.get(glyph(rating.state).token, "")
    words: list[Flowable] = [status_word(press, rating.state, rating.word, ground=ground or "paper")]
    if rating.was:
        words.append(press.text(f"was {rating.was}", SMALL.but(color="ink3")))
    refs = tuple(ref for finding in rating.findings for ref in finding.evidence)
    if not refs:
        refs = tuple(ref for result in rating.results for ref in result.evidence)
    why: list[Flowable] = [edition.cited(rating.reason, refs, most_lines=4)]
    if rating.due_words:
        why.append(press.text(rating.due_words, SMALL.but(color="ink3")))
    if rating.overruled is not None:
        one = rating.overruled
        why.append(
            press.text(f"Overruled by {one.by}: the rule said {one.said}. {one.reason}", SMALL, most_lines=4)
        )
    covers = dict.fromkeys(finding.cover for finding in rating.findings if finding.cover)
    why += [press.text(cover, SMALL, most_lines=2) for cover in covers]
    step = rating.findings[0].next_action if rating.findings else ""
    more = len(rating.findings) - 1
    if more > 0:
        step += f" ({formats.plural(more, 'more finding')})"
    value = Stack(words)
    value.natural = max(float(getattr(one, "natural", 0.0)) for one in words)  # type: ignore[attr-defined]
    return Line([rating.name, value, Stack(why), step or "Nothing is asked"], ground)


def _metrics(edition: Edition, state: PilotState) -> Iterator[Flowable]:
    yield edition.heading("Metrics", sponsor_words.metrics_legend(state.metrics))
    if not state.metrics:
        yield edition.missing("No metric yet, so nothing can be confirmed.")
        return
    yield metric_table(
        edition.press, edition.found, [(state, one) for one in state.metrics], edition.width, plain=True
    )


def _ahead(edition: Edition, state: PilotState) -> Iterator[Flowable]:
    found = [
        one
        for one in edition.found.ahead
        if one.pilot is not None and one.pilot.id == state.pilot.id and edition.shows(one.evidence)
    ]
    yield edition.heading("Next", f"the next {formats.plural(8, 'week')}")
    if not found:
        yield edition.missing("No date is set for the weeks ahead.")
        return
    press = edition.press
    for one in found[:_AHEAD]:
        label = press.text(edition.day(one.day), TABLE_STRONG, align="right")
        yield Aligned(label, _DAY, _DAY_GAP, press.text(one.text, TABLE), padding=1.1)
    if len(found) > _AHEAD:
        yield edition.note(f"{formats.plural(len(found) - _AHEAD, 'more date')} in the plan.")
