"""A day typed into a field that is no column's: read as tables read it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.plan_session import PlanSession


def typed_day(text: str, locale: str | None, today: date) -> date:
    """A day as typed: 30 Jun 2026, 30 Jun, 30.6., 30/06/2026, 2026-06-30; without a year it is one of ``today``'s.

    Raises:
        Refused: no such day; it says what may have been meant ("June has 30 days").
    """
    from cxworkbench.grid import days
    from cxworkbench.locales import locale_order

    order, _ = days.order_of([text], locale_order(locale))
    return days.day(text, order, today)


def read_day(text: str, locale: str | None, today: date) -> tuple[date | None, str]:
    """The same, with what is wrong as a sentence; neither where nothing was typed."""
    from cxworkbench.grid.days import NO_DATE
    from cxworkbench.grid.refusal import Refused

    if not text.strip():
        return None, ""
    try:
        return typed_day(text, locale, today), ""
    except Refused as why:
        told = "" if why.what == NO_DATE else f": {why.what}"
        return None, f"“{text.strip()}” is no day{told}. {_capital(why.to_do)}"


def day_in(plan: PlanSession, text: str) -> tuple[date | None, str]:
    """The same, as a plan's locale writes days and seen from the day as of which it is judged."""
    return read_day(text, plan.plan.programme.locale, plan.plan.judged_as_of(plan.today()))


def _capital(text: str) -> str:
    """A sentence of its own."""
    ended = text if text.endswith("?") else f"{text}."
    return f"{ended[:1].upper()}{ended[1:]}"
