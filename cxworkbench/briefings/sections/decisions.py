"""Decisions asked of a sponsor: question, why, options, who decides, and how long it has waited."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats
from cxworkbench.assessment import DecisionAsked
from cxworkbench.briefings import sponsor_words
from cxworkbench.briefings.blocks import Box, Stack
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.marks import sentence
from cxworkbench.briefings.page import Sheet
from cxworkbench.briefings.text import NAME, TABLE, TABLE_STRONG
from cxworkbench.recommendation import recommendations
from cxworkbench.stakeholders import decision_limit
from db.models import Decision


def shown(edition: Edition) -> list[DecisionAsked]:
    """The decisions that an edition shows: those of its pilots and of the programme."""
    ids = {state.pilot.id for state in edition.pilots}
    asked = [one for one in edition.found.review.decisions if one.pilot is None or one.pilot.id in ids]
    return [
        one
        for one in asked
        if edition.may_show(edition.plan.find(one.evidence[0].id if one.evidence else None))
    ]


def sheets(edition: Edition) -> Iterator[Sheet]:
    """The section."""
    from cxworkbench.briefings.steering import head

    found = shown(edition)
    flow: list[Flowable] = [
        edition.title(
            sponsor_words.decisions_heading(len(found)) if found else "No decision is asked", key="decisions"
        ),
        edition.lead("Asked of a sponsor, the longest waiting first."),
        *edition.comment("decisions"),
        *blocks(edition),
    ]
    yield edition.sheet(flow, head(edition), shares=True)


def blocks(edition: Edition) -> Iterator[Flowable]:
    """A box a decision."""
    advice = recommendations(edition.found)
    found = shown(edition)
    if not found:
        yield edition.missing("No decision waits for a sponsor.")
    for number, one in enumerate(found, 1):
        press = edition.press
        parts: list[Flowable] = [press.text(one.question, NAME, most_lines=4)]
        why = sponsor_words.why_asked(edition.found, one, advice)
        if why.strip():
            parts.append(edition.cited(sentence(why), one.evidence, most_lines=8))
        if one.reason.strip() and one.reason.strip() not in why:
            parts.append(press.text(one.reason, TABLE, most_lines=8))
        decision = edition.plan.get(Decision, one.evidence[0].id) if one.evidence else None
        for place, (name, text) in enumerate(_options(decision), 1):
            spans = [(f"{place}  {name}", TABLE_STRONG), (f"  {text}" if text else "", TABLE)]
            parts.append(press.spans(spans, most_lines=4))
        parts.append(
            press.text(
                f"{sponsor_words.decides(one.decides)}. {_clock(edition, one)}", TABLE.but(color="ink3")
            )
        )
        yield Box(press, str(number), Stack(parts, gap=1.5), before=7.5 if number > 1 else 0.0)


def _options(decision: Decision | None) -> list[tuple[str, str]]:
    given = decision.options if decision is not None and isinstance(decision.options, list) else []
    found = [one for one in given if isinstance(one, dict)]
    return [(str(one.get("name", "")), str(one.get("text", ""))) for one in found]


def _clock(edition: Edition, one: DecisionAsked) -> str:
    """Since when it waits, against the limit."""
    if one.asked_on is None:
        return "No day of asking."
    days, limit = (edition.as_of - one.asked_on).days, decision_limit(edition.plan)
    over = (
        f", {formats.plural(days - limit, 'day')} over the limit of {limit}"
        if days > limit
        else f", limit {limit}"
    )
    return f"Asked {edition.day(one.asked_on)}, {formats.plural(days, 'day')} ago{over}."
