"""What the cells of a workbook hold, as text that reads back to the same value.

Dates stand in a workbook as numbers, and only the number's format tells: formats are read for that, and for percent
signs, so that a cell says what it shows. Numbers of formats: ECMA-376 part 1, 18.8.30.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

#: Formats without a code of their own in the file.
_BUILT_IN = {
    **dict.fromkeys((9,), "0%"),
    10: "0.00%",
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 59)), "date"),
    18: "h:mm",
    19: "h:mm:ss",
    20: "h:mm",
    21: "h:mm:ss",
    22: "date time",
    32: "h:mm",
    33: "h:mm:ss",
    34: "h:mm",
    35: "h:mm:ss",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss",
}
_SAID = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DAY_S = 86_400


@dataclass(frozen=True)
class Shown:
    """How a number is shown: as a "number", "percent", "date", "clock" (h:mm:ss) or "short" (two parts: 8:32)."""

    kind: str = "number"


def shown(code: int, written: str | None) -> Shown:
    """How numbers of a format are shown.

    Args:
        code: the format's number.
        written: its code in the file; None where it is built in.
    """
    text = _BUILT_IN.get(code, "") if written is None else written
    if text.startswith("date"):
        return Shown("date")
    plain = _SAID.sub("", text.split(";")[0]).lower()
    if "%" in plain:
        return Shown("percent")
    letters = set(plain) & set("ymdhs")
    if not letters or "general" in plain:
        return Shown()
    if letters & {"y", "d"} or not letters & {"h", "s"}:
        return Shown("date")
    return Shown("clock" if {"h", "s"} <= letters else "short")


def number_text(written: str, how: Shown, *, from_1904: bool) -> str:
    """A number as its cell shows it: 68.1, 68.1%, 2026-03-08, 00:08:32.

    Raises:
        ValueError: no number, or no day that there is.
    """
    value = float(written)
    if how.kind == "number" or not math.isfinite(value):
        return _plain(value)
    if how.kind == "percent":
        return f"{Decimal(_plain(value)) * 100:f}%"
    if how.kind == "date":
        return _moment(value, from_1904=from_1904)
    seconds = round(abs(value) * _DAY_S)
    sign = "-" if value < 0 else ""
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    if how.kind == "short":
        # "h:mm" and "mm:ss" both show two parts; whoever typed 8:32 for 8 min 32 s sees just that.
        return f"{sign}{hours}:{minutes:02d}" if not rest else f"{sign}{seconds // 60}:{rest:02d}"
    return f"{sign}{hours:02d}:{minutes:02d}:{rest:02d}"


def _plain(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _moment(value: float, *, from_1904: bool) -> str:
    days = int(value // 1)
    seconds = round((value - days) * _DAY_S)
    if from_1904:
        first = date(1904, 1, 1)
    elif days == 60:
        raise ValueError("29 Feb 1900 is no day")
    else:
        # The calendar of 1900 counts a day that there wasn't.
        first = date(1899, 12, 31) if days < 60 else date(1899, 12, 30)
    try:
        moment = datetime(first.year, first.month, first.day) + timedelta(days=days, seconds=seconds)  # noqa: DTZ001 - as the sheet shows it
    except OverflowError as error:
        raise ValueError("no day that there is") from error
    return moment.date().isoformat() if not seconds % _DAY_S else moment.isoformat(sep=" ")


_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def column_number(letters: str) -> int:
    """The number of a column from its letters: A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """The letters of a column: 1 is A."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def place(reference: str) -> tuple[int, int]:
    """Row and column of a reference such as B5.

    Raises:
        ValueError: it is none.
    """
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError("no reference of a cell")
    return int(found[2]), column_number(found[1])
