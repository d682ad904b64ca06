"""Numbers, amounts, shares and lengths of time as people type them, by the pattern of their whole column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from cxworkbench.exchange import cells
from cxworkbench.exchange.cells import DecimalMark
from cxworkbench.grid.refusal import Refused

_GROUPED = re.compile(r"[^\d]*\d{1,3}(\.\d{3})+[^\d]*", re.ASCII)
_SIGNS = {"£": "GBP", "€": "EUR", "$": "USD", "¥": "JPY"}
_CODE = re.compile(r"\b([A-Z]{3})\b")
_LARGE = re.compile(r"(.*\d)\s*(k|m|mn|bn)", re.IGNORECASE)
_TIMES = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000}
_MINUSES = re.compile(r"^(\(?)\s*[−-]\s*")


def mark_of(texts: Iterable[str], fallback: DecimalMark) -> tuple[DecimalMark, str]:
    """Which mark sets decimals apart in a column, and why that can't be told; empty where it can.

    ``1.234`` alone is a thousand where commas set decimals apart, and ``1,234`` is one where points do.
    """
    marked = [text for text in texts if "," in text or "." in text]
    if not marked:
        return fallback, ""
    try:
        told = cells.decimal_mark([re.sub(r"[^\d.,]", "", text) for text in marked])
    except cells.Undecided as why:
        return fallback, "" if "can mean" in why.what else why.what
    only_points = not any("," in text for text in marked)
    if fallback == "," and only_points and all(_GROUPED.fullmatch(text.strip()) for text in marked):
        return ",", ""
    return told, ""


def number(text: str, mark: DecimalMark, trouble: str = "") -> Decimal:
    """A number with all its digits.

    Raises:
        Refused: no number, or one whose mark can't be told.
    """
    plain = text.strip()
    if trouble and ("," in plain or "." in plain):
        raise Refused(trouble, to_do="write all numbers of this column in one way")
    if "%" in plain:
        raise Refused("this is a percentage, and a number is wanted")
    try:
        return Decimal(cells.number_text(plain, mark))
    except (ValueError, InvalidOperation) as why:
        said = str(why) if isinstance(why, ValueError) and "decimal" in str(why) else "this is no number"
        raise Refused(said.replace("not a", "this is no")) from None


def amount(text: str, mark: DecimalMark, currency: str | None, trouble: str = "") -> Decimal:
    """An amount of money: with or without the currency's sign, 1.2k, £1.2m.

    Raises:
        Refused: no amount, or one in another currency.
    """
    plain = text.strip()
    named = [code for sign, code in _SIGNS.items() if sign in plain] + _CODE.findall(plain)
    if any(code != currency for code in named):
        raise Refused(f"money of this plan is in {currency}", to_do=f"give the amount in {currency}")
    for sign in (*_SIGNS, currency or ""):
        plain = plain.replace(sign, "") if sign else plain
    plain = _MINUSES.sub(r"\1-", plain.strip())
    large = _LARGE.fullmatch(plain)
    if large is None:
        return number(plain, mark, trouble)
    return number(large[1], mark, trouble) * _TIMES[large[2].lower()]


def whole(text: str, mark: DecimalMark, trouble: str = "") -> int:
    """A whole number.

    Raises:
        Refused: none, or one with a fraction.
    """
    value = number(text, mark, trouble)
    if value != value.to_integral_value():
        lower = value.to_integral_value(rounding="ROUND_HALF_UP")
        raise Refused("a whole number is wanted", suggestion=str(int(lower)))
    return int(value)


def seconds(text: str, mark: DecimalMark) -> Decimal:
    """A length of time in seconds: 3:19, 1:02:03, or a plain number of seconds.

    Raises:
        Refused: neither.
    """
    try:
        return Decimal(repr(cells.duration(text.strip(), mark))) if ":" in text else number(text, mark)
    except ValueError:
        raise Refused("this is no length of time", to_do="write minutes and seconds like 3:19") from None


def shares_are(texts: Iterable[str], mark: DecimalMark) -> str:
    """How a column gives shares where it has no "%": as ``parts`` of one, as ``percent``, or either (empty)."""
    found = set()
    for text in texts:
        try:
            value = abs(Decimal(cells.number_text(text.strip(), mark)))
        except (ValueError, InvalidOperation):
            continue
        if "%" not in text and value not in {0, 1}:
            found.add("parts" if value < 1 else "percent")
    return found.pop() if len(found) == 1 else ""


def share(text: str, mark: DecimalMark, given_as: str, trouble: str = "") -> Decimal:
    """A share of one: 12 %, 12%, 0.12; 12 in a column of such numbers.

    Raises:
        Refused: no share, or one that can be read in two ways.
    """
    plain = text.strip()
    if "%" in plain:
        return number(plain.replace("%", ""), mark, trouble) / 100
    value = number(plain, mark, trouble)
    if not value:
        return value
    if not given_as:
        percent = f"{plain}%"
        if value == 1 or abs(value) > 1:
            raise Refused(f"“{plain[:20]}” can mean more than one share", suggestion=percent)
        raise Refused(
            "some shares of this column are parts of one and others percentages", suggestion=percent
        )
    return value if given_as == "parts" else value / 100
