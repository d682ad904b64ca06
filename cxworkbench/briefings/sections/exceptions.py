"""Waivers, settlements and overrides in full: printed in every pack, whatever was chosen."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats
from cxworkbench.briefings import notes
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.glyph_flowables import status_word
from cxworkbench.briefings.listing import Column, Value, listing
from cxworkbench.briefings.page import Sheet
from cxworkbench.briefings.text import TABLE, TABLE_STRONG
from cxworkbench.naming import code_of
from cxworkbench.signing import is_in_force
from db.models import Override, Pilot, Settlement, Waiver


def sheets(edition: Edition) -> Iterator[Sheet]:
    """The section."""
    from cxworkbench.briefings.steering import head

    flow: list[Flowable] = [edition.title(_finding(edition), key="waivers"), *edition.comment("waivers")]
    yield edition.sheet([*flow, *blocks(edition)], head(edition), shares=True)


def _finding(edition: Edition) -> str:
    open_ = notes.waivers(edition)
    counts = (
        (len(open_), "waiver"),
        (len(notes.settlements(edition)), "settlement"),
        (len(notes.overrides(edition)), "override"),
    )
    said = [f"{formats.in_words(count)} {word}{'' if count == 1 else 's'}" for count, word in counts if count]
    found = formats.listed(said) if said else "no waiver, settlement or override"
    return found[:1].title() + found[1:]


def blocks(edition: Edition, *, headed: bool = True) -> Iterator[Flowable]:
    """One table; who let what pass, why, who read it, and until when."""
    lines: list[list[Value]] = [
        *(_waiver(edition, one) for one in notes.waivers(edition)),
        *(_settlement(edition, one) for one in notes.settlements(edition)),
        *(_override(edition, one) for one in notes.overrides(edition)),
    ]
    if headed:
        yield edition.lead(
            "Let pass by name: what doesn't hold, what came too late, and what was decided against the rule."
        )
    if not lines:
        yield edition.missing("Nothing was let pass, accepted as late or decided against the rule.")
        return
    columns = [
        Column("No.", style=TABLE_STRONG),
        Column("What and why", share=2.4, most_lines=8),
        Column("By, second reader", share=1.0, style=TABLE.but(color="ink2")),
        Column("Standing", share=1.0),
    ]
    yield listing(edition.press, columns, lines, edition.width)


def _about(edition: Edition, pilot: str | None, text: str | None) -> str:
    named = edition.plan.get(Pilot, pilot)
    said = " ".join((text or "").split())
    return f"{named.name}: {said}" if named is not None else said


def _by(edition: Edition, first: str | None, second: str | None) -> str:
    return f"{edition.plan.person_name(first)}, {edition.plan.person_name(second)}"


def _waiver(edition: Edition, one: Waiver) -> list[Value]:
    state = "at_risk" if is_in_force(one, edition.as_of) else "failing"
    word = notes.waiver_ends(one, edition.as_of)
    shown = status_word(edition.press, state, word[:1].title() + word[1:])
    return [
        code_of(one) or "W",
        _about(edition, one.pilot, one.reason),
        _by(edition, one.given_by, one.second_reader),
        shown,
    ]


def _settlement(edition: Edition, one: Settlement) -> list[Value]:
    when = f"Accepted as late, {edition.day(one.on)}"
    return [
        code_of(one) or "S",
        _about(edition, one.pilot, one.reason),
        _by(edition, one.by, one.second_reader),
        when,
    ]


def _override(edition: Edition, one: Override) -> list[Value]:
    said = f"The rule said {one.said or 'something else'}, chosen: {one.chosen or 'not said'}. {one.reason or ''}"
    standing = notes.override_standing(one, edition.as_of)
    made = f", {edition.day(one.made_on)}" if one.made_on is not None else ""
    state = "not_assessed" if one.judged_right is None else "met" if one.judged_right else "failing"
    shown = status_word(edition.press, state, standing[:1].title() + standing[1:])
    return [
        code_of(one) or "O",
        _about(edition, one.pilot, said),
        _by(edition, one.by, one.second_reader) + made,
        shown,
    ]


def paragraphs(edition: Edition) -> list[Flowable]:
    """The same in a few sentences each, for a column."""
    as_of, found = edition.as_of, list[tuple[str, str]]()
    for one in notes.waivers(edition):
        who = _by(edition, one.given_by, one.second_reader)
        ends = notes.waiver_ends(one, as_of)
        found.append(
            (code_of(one) or "W", f"{_about(edition, one.pilot, one.reason)} {who}. {_capital(ends)}.")
        )
    for late in notes.settlements(edition):
        who = _by(edition, late.by, late.second_reader)
        said = f"{_about(edition, late.pilot, late.reason)} {who}. Accepted as late, {edition.day(late.on)}."
        found.append((code_of(late) or "S", said))
    for other in notes.overrides(edition):
        who = _by(edition, other.by, other.second_reader)
        chosen = f"{other.chosen or 'Another choice'} against the rule, which said {other.said or 'something else'}."
        standing = _capital(notes.override_standing(other, as_of))
        found.append((code_of(other) or "O", f"{_about(edition, other.pilot, chosen)} {who}. {standing}."))
    press = edition.press
    blocks: list[Flowable] = [edition.heading("Waivers and overrides", before=0)]
    if not found:
        return [
            *blocks,
            edition.missing("Nothing was let pass, accepted as late or decided against the rule."),
        ]
    return [*blocks, *(press.spans([(code, TABLE_STRONG), (f" {said}", TABLE)]) for code, said in found)]


def _capital(text: str) -> str:
    return text[:1].title() + text[1:]
