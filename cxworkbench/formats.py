"""Numbers and dates as people read them, the same on screen, on paper and in commands (visual-language.md, 10)."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal

MINUS = "−"
MISSING = "—"
_NEAR_DAYS = 270
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CURRENCIES = {"GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥"}

Number = float | int | Decimal


def count(value: Number) -> str:
    """A whole number with thousands set apart: 1,328."""
    return number(value, 0)


def number(value: Number, decimals: int) -> str:
    """A number with a true minus and thousands set apart."""
    shown = f"{abs(value):,.{decimals}f}"
    negative = value < 0 and any(digit in "123456789" for digit in shown)
    return f"{MINUS}{shown}" if negative else shown


def signed(value: Number, decimals: int) -> str:
    """A change: with its sign, also where it is an increase."""
    shown = number(value, decimals)
    return f"+{shown}" if value > 0 and any(digit in "123456789" for digit in shown) else shown


def clock(seconds: Number) -> str:
    """A length of time in minutes and seconds: 8:32."""
    whole = round(abs(float(seconds)))
    shown = f"{whole // 60}:{whole % 60:02d}"
    return f"{MINUS}{shown}" if seconds < 0 and whole else shown


def money(value: Number, currency: str | None) -> str:
    """An amount: £553k, £1.2m, £940."""
    sign = _CURRENCIES.get(currency or "", f"{currency} " if currency else "")
    size = abs(float(value))
    if size >= 999_500:
        shown = f"{size / 1e6:,.1f}m"
    elif size >= 10_000:
        shown = f"{size / 1e3:,.0f}k"
    else:
        shown = f"{size:,.0f}"
    return f"{MINUS if value < 0 else ''}{sign}{shown}"


def percent(share: Number, decimals: int = 0) -> str:
    """A share of one as a percentage."""
    return f"{number(float(share) * 100, decimals)}%"


def metric_value(
    value: Number | None, unit: str | None, decimals: int | None, *, currency: str | None = None
) -> str:
    """A metric's value with its unit: 68.1%, 8:32, 4.27, £553k; — where there is none."""
    if value is None or math.isnan(value):
        return MISSING
    places = 1 if decimals is None else decimals
    if unit == "percent":
        return f"{number(value, places)}%"
    if unit == "seconds":
        return clock(value)
    if unit == "money":
        return money(value, currency)
    return number(value, 0 if unit == "count" else places)


def metric_change(value: Number, unit: str | None, decimals: int | None) -> str:
    """A change of a metric without its unit: +1.6, −0:03."""
    if unit == "seconds":
        shown = clock(value)
        return shown if value < 0 or round(float(value)) == 0 else f"+{shown}"
    return signed(value, 0 if unit == "count" else (1 if decimals is None else decimals))


def bare(shown: str) -> str:
    """A shown value without its percent sign, for the middle of a range: "66.1 to 67.8%"."""
    return shown.removesuffix("%")


def value_range(low: str, high: str) -> str:
    """Two shown values as a range."""
    return f"{bare(low)} to {high}"


def day(value: date | None, *, current: date | None = None) -> str:
    """A day: 8 Mar in the year of ``current``, 8 Mar 2026 otherwise; — where there is none."""
    if value is None:
        return MISSING
    short = f"{value.day} {_MONTHS[value.month - 1]}"
    return short if current is not None and value.year == current.year else f"{short} {value.year}"


def short_day(value: date) -> str:
    """A day without its year: 8 Mar."""
    return f"{value.day} {_MONTHS[value.month - 1]}"


def near_day(value: date, as_of: date) -> str:
    """A day as people say it from a day near it: 3 Oct; with its year where it lies nine months away or more."""
    return short_day(value) if abs((value - as_of).days) < _NEAR_DAYS else day(value)


def month(value: date) -> str:
    """A month's short name."""
    return _MONTHS[value.month - 1]


def meeting_day(value: date) -> str:
    """A day on which people meet: Thu 12 Mar."""
    return f"{_DAYS[value.weekday()]} {short_day(value)}"


def long_day(value: date) -> str:
    """A day in a heading: Thursday 12 March 2026."""
    return f"{_LONG_DAYS[value.weekday()]} {value.day} {_LONG_MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """A moment in local time as given: 11 Mar 2026, 10:42."""
    return f"{day(value.date())}, {value:%H:%M}"


def days_away(due: date, as_of: date) -> str:
    """How far a day is: today, tomorrow, in 5 days, 6 days overdue."""
    gap = (due - as_of).days
    if gap == 0:
        return "today"
    if gap == 1:
        return "tomorrow"
    if gap > 0:
        return f"in {gap} days"
    return f"{plural(-gap, 'day')} overdue"


def plural(amount: int, one: str, many: str = "") -> str:
    """A count with its word: 1 day, 6 days."""
    return f"{count(amount)} {one if amount == 1 else many or one + 's'}"


_SMALL = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def in_words(amount: int) -> str:
    """A small number as a word; from 13 on in digits."""
    return _SMALL[amount] if 0 <= amount < len(_SMALL) else count(amount)


def listed(names: list[str]) -> str:
    """Names in a row: "Helen Marsh and Rob Ellery"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
