"""Rows that Stakeholders and Sponsorship share: contacts kept, days from ask to decision, what was promised."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from cxworkbench import formats, stakeholders
from cxworkbench.grid.columns import choices_of
from cxworkbench.plan import Ref
from ui.widgets.row_panel import Column, Row, RowPanel, Text, clock_bar, dots

if TYPE_CHECKING:
    from cxworkbench.stakeholders import Cadence, Clock, Promised
    from db.models import Engagement
    from ui.theme import Theme

_INK = {
    "met": ("ink", 400),
    "at_risk": ("risk", 400),
    "failing": ("fail", 600),
    "not_assessed": ("ink3", 400),
}
#: State of a commitment: glyph and colour.
_PROMISED = {
    "overdue": ("failing", "fail"),
    "due": ("not_assessed", "ink2"),
    "kept": ("met", "met"),
    "withdrawn": ("not_applicable", "ink3"),
}
#: How much longer than the limit the scale of the clocks is at least.
_SCALE = 1.5


def cadence_panel(theme: Theme, go_to: Callable[[Ref], None], show_all: Callable[[], None]) -> RowPanel:
    """A panel for :func:`cadence_rows`."""
    columns = (
        Column("Person", 130),
        Column("Role", drop=3),
        Column("Wants", 66, drop=4),
        Column("Last six", stakeholders.LAST * 13, fixed=True),
        Column("Kept", 44, right=True),
        Column("Next contact", 96, drop=2),
        Column("On", 62, right=True),
    )
    empty = (
        "No contact is planned yet",
        "With planned and held engagements this shows who is met as often as they want to be, and who is not.",
    )
    return RowPanel(theme, "Engagement cadence", columns, go_to, empty=empty, show_all=show_all)


def cadence_rows(theme: Theme, found: Sequence[Cadence], as_of: date) -> list[Row]:
    """A row a person: the last contacts kept or missed, and the next; opens the stakeholder."""
    rows = []
    for one in found:
        who = one.stakeholder
        role = choices_of(type(who).role).get(who.role or "", who.role or "")
        ink, weight = _INK[one.state]
        kind = kind_of(one.next) if one.next is not None else ""
        when = formats.day(one.next.planned, current=as_of) if one.next is not None else formats.MISSING
        last = (
            f"last contact {formats.day(one.last_held, current=as_of)}" if one.last_held else "never met yet"
        )
        parts = [
            f"{one.name}, {role}" if role else one.name,
            f"wants to hear every {one.wants}" if one.wants else "",
            f"{one.count} planned contacts kept" if one.kept else "",
            last,
            f"next {kind.lower()} {when}" if one.next is not None else "no contact planned",
        ]
        rows.append(
            Row(
                Ref("stakeholder", who.id),
                ", ".join(filter(None, parts)),
                (
                    Text(one.name, "ink", 600),
                    Text(role),
                    Text(one.wants),
                    dots(theme, one.kept),
                    Text(one.count, ink, weight),
                    Text(kind or "None planned"),
                    Text(when, "ink"),
                ),
            )
        )
    return rows


def kind_of(contact: Engagement) -> str:
    """What kind of contact it is, in words."""
    return contact.fields["kind"].label_of(contact.kind_) or "Contact"


def clock_panel(theme: Theme, go_to: Callable[[Ref], None], show_all: Callable[[], None]) -> RowPanel:
    """A panel for :func:`clock_rows`."""
    columns = (
        Column("", 48),
        Column(""),
        Column("", 110, drop=1),
        Column("", 130, fixed=True),
        Column("", 92, right=True),
    )
    empty = (
        "No decision was asked of anybody yet",
        "With the day of asking and the day of deciding this shows who decides in time, and what waits.",
    )
    title = "Days from ask to decision"
    return RowPanel(theme, title, columns, go_to, empty=empty, show_all=show_all, newest_last=True)


def clock_rows(theme: Theme, found: Sequence[Clock], limit: int) -> list[Row]:
    """A row a decision, with its bar against the limit; opens the decision."""
    most = round(max([limit * _SCALE, *(clock.days for clock in found)]))
    rows = []
    for clock in found:
        days = formats.plural(clock.days, "day") + (", open" if clock.is_open else "")
        over = clock.over_limit
        said = f"{clock.code or 'Asked'}: {clock.text}, {clock.name}, {days}"
        rows.append(
            Row(
                clock.ref,
                f"{said}, over the limit of {limit}" if over else said,
                (
                    Text(clock.code or "asked"),
                    Text(clock.text, "ink"),
                    Text(clock.name),
                    clock_bar(theme, clock.days, limit=limit, most=most, is_open=clock.is_open),
                    Text(days, "fail" if over else "ink", 600 if over else 400),
                ),
            )
        )
    return rows


def promised_panel(theme: Theme, go_to: Callable[[Ref], None], show_all: Callable[[], None]) -> RowPanel:
    """A panel for :func:`promised_rows`."""
    columns = (
        Column("Person", 130),
        Column("Promised", least=200),
        Column("On", 62, right=True, drop=2),
        Column("By", 82, right=True, drop=1),
        Column("State", 140),
    )
    empty = (
        "Nobody promised anything yet",
        "With commitments and their dates this shows what is overdue, what is due and what was kept.",
    )
    return RowPanel(theme, "Commitments", columns, go_to, empty=empty, show_all=show_all)


def promised_rows(found: Sequence[Promised], as_of: date) -> list[Row]:
    """A row a commitment, overdue first; opens it."""
    rows = []
    for one in found:
        made = one.commitment
        by = formats.day(made.due, current=as_of)
        glyph, ink = _PROMISED[one.state]
        state = {
            "overdue": formats.days_away(made.due, as_of) if made.due else "",
            "due": f"Due {by}" if made.due else "No date",
            "kept": f"Kept {formats.day(made.kept_on, current=as_of)}",
            "withdrawn": "Withdrawn",
        }[one.state]
        on = formats.day(made.made_on, current=as_of)
        rows.append(
            Row(
                Ref("commitment", made.id),
                f"{one.name}: {made.text}, promised {on}, by {by}, {state[:1].lower()}{state[1:]}",
                (
                    Text(one.name, "ink", 600),
                    Text(made.text or "", "ink"),
                    Text(on),
                    Text(f"was {by}" if one.state == "overdue" else by),
                    Text(state, ink, 600, glyph),
                ),
            )
        )
    return rows


def promised_note(found: Sequence[Promised]) -> str:
    """How many are in each state: "2 kept, 2 overdue, 1 due"."""
    states = [one.state for one in found]
    return ", ".join(f"{states.count(word)} {word}" for word in ("kept", "overdue", "due") if word in states)
