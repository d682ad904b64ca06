"""Risks, issues, actions: the open items of the log, overdue first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.glyph_flowables import status_word
from cxworkbench.briefings.listing import Column, Value, listing
from cxworkbench.briefings.page import Sheet
from cxworkbench.briefings.text import TABLE, TABLE_STRONG
from cxworkbench.raid import LogItem, level_word
from cxworkbench.raid import log as log_of
from db.models import Risk

KEY = "risks"
_LEVELS = {"High": "failing", "Medium": "at_risk", "Low": "met"}
_KINDS = ("risk", "issue", "action")


def items(edition: Edition) -> list[LogItem]:
    """The open risks, issues and actions of an edition's pilots: overdue first, then by date."""
    names = {state.pilot.name for state in edition.pilots} | {""}
    found = [one for one in log_of(edition.plan, edition.as_of) if one.kind in _KINDS and one.is_open]
    if len(edition.pilots) < len(edition.found.pilots):
        found = [one for one in found if one.pilot in names]
    found = edition.rows(found, lambda one: one.record)
    return sorted(found, key=lambda one: not one.is_overdue(edition.as_of))


def sheets(edition: Edition) -> Iterator[Sheet]:
    """The section."""
    from cxworkbench.briefings.steering import head

    found = items(edition)
    late = sum(one.is_overdue(edition.as_of) for one in found)
    title = f"{formats.plural(len(found), 'open item')}, {formats.in_words(late) if late else 'none'} overdue"
    flow: list[Flowable] = [
        edition.title(title if found else "No item is open", key=KEY),
        *edition.comment("risks"),
        *_risks(edition, found),
        *_others(edition, found, "issue", "Issues"),
        *_others(edition, found, "action", "Actions"),
    ]
    yield edition.sheet(flow, head(edition))


def top(edition: Edition, most: int) -> Iterator[Flowable]:
    """The gravest risks and what is overdue, for a cover."""
    found = items(edition)
    risks = sorted((one for one in found if one.kind == "risk"), key=lambda one: -(one.level or 0))
    late = [one for one in found if one.kind != "risk" and one.is_overdue(edition.as_of)]
    chosen = [*risks[: max(most - min(len(late), most // 2), 0)], *late]
    chosen = chosen[:most]
    aside = f"{len(chosen)} of {formats.plural(len(found), 'open item')}"
    yield edition.heading("Top risks and overdue actions", aside)
    if not chosen:
        yield edition.missing("No risk is open, no action is overdue.")
        return
    lines: list[list[Value]] = [
        [
            one.code,
            one.what,
            one.pilot or "All",
            _level(one, edition),
            _first_step(_next(one)),
            one.owner,
            edition.day(one.due),
        ]
        for one in chosen
    ]
    columns = [
        Column("Item", style=TABLE.but(color="ink2")),
        Column("What", share=1.3, style=TABLE_STRONG, most_lines=2),
        Column("Pilot", style=TABLE.but(color="ink2"), most_lines=2),
        Column("Level"),
        Column("Next action", share=1.1, most_lines=2),
        Column("Owner", style=TABLE.but(color="ink2"), most_lines=2),
        Column("Due", align="right"),
    ]
    yield listing(edition.press, columns, lines, edition.width)


def _level(one: LogItem, edition: Edition) -> str:
    if isinstance(one.record, Risk):
        return level_word(one.record.likelihood, one.record.impact) or "Not rated"
    return "Overdue" if one.is_overdue(edition.as_of) else "Open"


def _next(one: LogItem) -> str:
    record = one.record
    if isinstance(record, Risk):
        return " ".join((record.response or "No response yet").split())
    return one.clock


def _first_step(text: str) -> str:
    """The first thing that a response does; the whole of it stands in the section."""
    return re.split(r"[,;.](?:\s|$)", text, maxsplit=1)[0]


def _risks(edition: Edition, found: Sequence[LogItem]) -> Iterator[Flowable]:
    risks = sorted((one for one in found if one.kind == "risk"), key=lambda one: -(one.level or 0))
    yield edition.heading("Risks", _counts(risks))
    if not risks:
        yield edition.missing("No risk is open.")
        return
    lines: list[list[Value]] = []
    for one in risks:
        record = one.record
        assert isinstance(record, Risk)
        word = level_word(record.likelihood, record.impact)
        level = status_word(edition.press, _LEVELS.get(word, "not_assessed"), word or "Not rated")
        lines.append(
            [one.code, one.what, one.pilot or "All", level, _next(one), one.owner, _due(edition, one)]
        )
    columns = [
        Column("No.", style=TABLE.but(color="ink2")),
        Column("Risk", share=1.2, style=TABLE_STRONG),
        Column("Pilot", style=TABLE.but(color="ink2"), most_lines=2),
        Column("Level"),
        Column("Response", share=1.5),
        Column("Owner", style=TABLE.but(color="ink2"), most_lines=2),
        Column("Review", align="right"),
    ]
    yield listing(edition.press, columns, lines, edition.width)


def _counts(risks: Sequence[LogItem]) -> str:
    words = [
        level_word(one.record.likelihood, one.record.impact) for one in risks if isinstance(one.record, Risk)
    ]
    return ", ".join(f"{words.count(level)} {level.lower()}" for level in _LEVELS if words.count(level))


def _others(edition: Edition, found: Sequence[LogItem], kind: str, name: str) -> Iterator[Flowable]:
    rows = [one for one in found if one.kind == kind]
    late = sum(one.is_overdue(edition.as_of) for one in rows)
    yield edition.heading(name, f"{len(rows)} open, {late} overdue" if rows else "")
    if not rows:
        yield edition.missing(f"No {kind} is open.")
        return
    lines: list[list[Value]] = [
        [one.code, one.what, one.pilot or "All", one.owner, _due(edition, one)] for one in rows
    ]
    columns = [
        Column("No.", style=TABLE.but(color="ink2")),
        Column(name[:-1], share=1, style=TABLE_STRONG),
        Column("Pilot", style=TABLE.but(color="ink2"), most_lines=2),
        Column("Owner", style=TABLE.but(color="ink2"), most_lines=2),
        Column("Due", align="right"),
    ]
    yield listing(edition.press, columns, lines, edition.width)


def _due(edition: Edition, one: LogItem) -> Value:
    if one.due is None:
        return "No date"
    if not one.is_overdue(edition.as_of):
        return edition.day(one.due)
    days = (edition.as_of - one.due).days
    said = f"was {edition.day(one.due)}, {formats.plural(days, 'day')}"
    return edition.press.text(said, TABLE_STRONG.but(color="fail"), align="right")
