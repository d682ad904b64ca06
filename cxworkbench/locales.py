"""How a locale sets numbers apart and orders the parts of a date."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from cxworkbench.formats import MINUS

if TYPE_CHECKING:
    from cxworkbench.exchange.cells import DateOrder, DecimalMark

_POINT_LANGUAGES = frozenset({"en", "ja", "zh", "ko", "he", "th", "ga", "cy", "mt", ""})
_BLANK_LANGUAGES = frozenset(
    {"fr", "sv", "nb", "nn", "no", "fi", "pl", "cs", "sk", "uk", "ru", "bg", "hu", "et"}
)
_NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"


def locale_mark(locale: str | None) -> DecimalMark:
    """The mark that sets decimals apart where a locale's language is written."""
    parts = _parts(locale)
    return "." if parts[0] in _POINT_LANGUAGES or parts[-1] == "ch" else ","


def locale_order(locale: str | None) -> DateOrder:
    """Whether numeric dates begin with the day or with the month."""
    return "month first" if _parts(locale) == ["en", "us"] else "day first"


def locale_group(locale: str | None) -> str:
    """What stands between thousands."""
    parts = _parts(locale)
    if parts[-1] == "ch":
        return "’"
    if parts[0] in _BLANK_LANGUAGES:
        return _NARROW_SPACE
    return "," if locale_mark(locale) == "." else "."


def exact(value: Decimal | int, locale: str | None, *, least: int = 0, grouped: bool = True) -> str:
    """A number with all its digits, in a locale's separators and with a true minus.

    Args:
        value: the number; zeros at its end are left out.
        locale: the locale.
        least: so many decimals are shown where there are any.
        grouped: whether thousands are set apart.
    """
    number = Decimal(value)
    plain = f"{abs(number):,f}"
    whole, _, fraction = plain.partition(".")
    fraction = fraction.rstrip("0")
    if fraction:
        fraction = fraction.ljust(least, "0")
    whole = whole.replace(",", locale_group(locale) if grouped else "")
    shown = f"{whole}{locale_mark(locale)}{fraction}" if fraction else whole
    return f"{MINUS}{shown}" if number < 0 else shown


def _parts(locale: str | None) -> list[str]:
    return (locale or "").replace("_", "-").lower().split("-")
