"""Days and moments as people type them: with or without a year, in words, in figures of a column's own order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from cxworkbench import formats
from cxworkbench.exchange import cells
from cxworkbench.exchange.cells import DateOrder
from cxworkbench.grid.refusal import Refused

#: What is wrong with a text that isn't like a date at all.
NO_DATE = "this is no date"
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}", re.ASCII)
_FIGURES = re.compile(r"(\d{1,2})([./-])(\d{1,2})[./]?", re.ASCII)
_SHORT = re.compile(r"(\d{1,2})[- ]([^\W\d_]{3,9})\.?[- ](\d{4}|\d{2})", re.ASCII)
_WITHOUT_YEAR = re.compile(r"(?:[A-Za-z]{3,9},? )?(?:(\d{1,2})\.? ([A-Za-z]{3,9})|([A-Za-z]{3,9}) (\d{1,2}))")
_MONTH = re.compile(r"([A-Za-z]{3,9}) (\d{4})")
_TIMED = re.compile(r"(.+?)[, T]\s*(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*Z?")
#: Months as German-speaking programmes write them, where they aren't read already.
_MONTHS = {
    "januar": "January",
    "februar": "February",
    "mär": "Mar",
    "mrz": "Mar",
    "märz": "March",
    "mai": "May",
    "juni": "June",
    "juli": "July",
    "okt": "Oct",
    "oktober": "October",
    "dez": "Dec",
    "dezember": "December",
}


def order_of(texts: Iterable[str], fallback: DateOrder) -> tuple[DateOrder, str]:
    """In which order a column gives day and month, and why that can't be told; empty where it can.

    A day that begins with its year tells nothing of the others. Where no cell tells, the fallback decides.
    """
    rest = [text.strip() for text in texts]
    rest = [_FIGURES.sub(r"\1/\3/2000", text) if _FIGURES.fullmatch(text) else text for text in rest]
    try:
        found = cells.date_order(text for text in rest if not _ISO.match(text))
    except cells.Undecided as why:
        return fallback, why.what if why.what.startswith("two date orders") else ""
    return (fallback if found == "year first" else found), ""


def day(text: str, order: DateOrder, today: date, trouble: str = "") -> date:
    """A day as typed: 4 May 2026, 4 May, 4.5., 04/05/2026, 2026-05-04. Without a year it is one of ``today``'s.

    Args:
        text: what was typed.
        order: of day and month in figures.
        today: the day as of which the plan is judged.
        trouble: why the order of the column can't be told; a day that hangs on it is refused.

    Raises:
        Refused: no such day.
    """
    plain = _plain(text)
    if trouble and _hangs_on_order(plain):
        raise Refused(trouble, to_do="write the month as a word, like 4 May 2026")
    if found := _FIGURES.fullmatch(plain):
        plain = f"{found[1]}/{found[3]}/{today.year}"
    elif found := _SHORT.fullmatch(plain):
        year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
        plain = f"{found[1]} {found[2]} {year}"
    elif _WITHOUT_YEAR.fullmatch(plain):
        plain = f"{plain} {today.year}"
    try:
        moment = cells.moment(plain, order)
    except cells.NoSuchDay as why:
        raise Refused(str(why), suggestion=formats.day(why.last)) from None
    except ValueError as why:
        what = str(why)
        if _MONTH.fullmatch(plain):
            raise Refused("the day is missing", suggestion=f"1 {plain}") from None
        shown = NO_DATE if what == "not a date" else what
        raise Refused(shown, to_do="write it like 4 May 2026") from None
    if moment.grain in {"month", "week"}:
        raise Refused(f"this is a {moment.grain}, not a day", suggestion=formats.day(moment.day))
    if moment.grain == "time" and moment.seconds:
        raise Refused("a day has no time", suggestion=formats.day(moment.day))
    return moment.day


def parted(text: str) -> tuple[str, str]:
    """A moment as the text of its day and of its time; the time is empty where there is none."""
    found = _TIMED.fullmatch(_plain(text))
    return (found[1], found[2]) if found else (text, "")


def _plain(text: str) -> str:
    plain = " ".join(text.split())
    for word in re.findall(r"[^\W\d_]+", plain):
        if word.lower() in _MONTHS:
            plain = plain.replace(word, _MONTHS[word.lower()])
    return plain


def _hangs_on_order(text: str) -> bool:
    return re.match(r"\d{1,2}[./-]\d{1,2}([./-]|$)", text) is not None
