"""Numbers, durations and dates of a column, decided from the whole column and never cell by cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

DecimalMark = Literal[".", ","]
DateOrder = Literal["day first", "month first", "year first"]


@dataclass(frozen=True)
class Undecided(Exception):
    """A column can be read in two ways, or in none.

    Attributes:
        what: why.
        option: names how to say which.
        examples: beginnings of cells that show it.
        can_be_said: whether saying which would help; not where both ways stand in one column.
    """

    what: str
    option: str
    examples: tuple[str, ...] = ()
    can_be_said: bool = True

    def __str__(self) -> str:
        return self.what


# --------------------------------------------------------------------------------------------------- numbers

_BLANKS = str.maketrans("", "", " \u00a0\u202f\u2009'’")
_MARKED = re.compile(r"\d{0,3}(,\d{3})+(\.\d*)?|\d{0,3}(\.\d{3})+(,\d*)?|\d*[.,]\d+|\d+[.,]", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d+)*|[.,]\d+)([eE][+-]?\d{1,3})?", re.ASCII)


def decimal_mark(cells: Iterable[str]) -> DecimalMark:
    """Which mark sets decimals apart in a column of numbers.

    Raises:
        Undecided: "1,234" alone can be either; or some cells need a point and others a comma.
    """
    point = comma = ""
    maybe_thousands = False
    marked = [cell for cell in cells if "," in cell or "." in cell]
    if not any("," in cell or cell.count(".") > 1 for cell in marked):
        return "."
    for cell in marked:
        text = cell.translate(_BLANKS).strip("()%+-−")
        if not _MARKED.fullmatch(text):
            continue  # no number by any mark: it tells nothing, and is refused when it is read
        last_point, last_comma = text.rfind("."), text.rfind(",")
        if last_point >= 0 and last_comma >= 0:
            if last_point > last_comma:
                point = point or cell
            else:
                comma = comma or cell
        elif last_point >= 0:
            if text.count(".") > 1:
                comma = comma or cell
            else:
                point = point or cell
        elif text.count(",") > 1:
            point = point or cell
        elif re.search(r",\d{3}(\D|$)", text) and not re.match(r"[+-]?0,", text):
            maybe_thousands = True
        else:
            comma = comma or cell
    if point and comma:
        what = "some numbers use a decimal point and others a comma"
        raise Undecided(what, "--decimal-mark", (point, comma), can_be_said=False)
    if maybe_thousands and not point and not comma:
        raise Undecided('numbers like "1,234" can mean 1234 or 1.234', "--decimal-mark")
    return "," if comma else "."


def number(cell: str, mark: DecimalMark = ".") -> float:
    """A number: thousands set apart by blanks, apostrophes or the other mark; "%", "(1)" and "1-" are read.

    Raises:
        ValueError: no finite number; its text says why.
    """
    if len(cell) < 16 and cell.isascii() and (cell.isdigit() or cell.replace(mark, "", 1).isdigit()):
        return float(cell if mark == "." else cell.replace(mark, "."))
    value = float(number_text(cell, mark))
    if value in {float("inf"), float("-inf")}:
        raise ValueError("too large")
    return value


def number_text(cell: str, mark: DecimalMark = ".") -> str:
    """The same number with all its digits: a sign, digits and a point, as Decimal and float read them.

    Raises:
        ValueError: no number; its text says why.
    """
    text = cell.translate(_BLANKS).replace("−", "-").removesuffix("%")
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1]}"
    elif text.endswith("-"):
        text = f"-{text[:-1]}"
    if len(text) > 40 or not _NUMBER.fullmatch(text):
        raise ValueError("not a number")
    other = "," if mark == "." else "."
    whole, _, fraction = text.partition(mark)
    if other in fraction or (
        other in whole and not re.fullmatch(rf"[+-]?\d{{1,3}}(\{other}\d{{3}})+", whole)
    ):
        raise ValueError(f"not a number with a decimal {'point' if mark == '.' else 'comma'}")
    return f"{whole.replace(other, '')}.{fraction}" if fraction else whole.replace(other, "")


_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{1,2}(?:\.\d+)?)", re.ASCII)


def duration(cell: str, mark: DecimalMark = ".") -> float:
    """Seconds from "00:02:23" (h:m:s), "2:23" (m:s), or a plain number of seconds.

    Raises:
        ValueError: neither.
    """
    if ":" not in cell:
        return number(cell, mark)
    found = _CLOCK.fullmatch(cell.strip())
    if found is None:
        raise ValueError("not a length of time")
    hours, minutes, seconds = int(found[1] or 0), int(found[2]), float(found[3])
    if seconds >= 60 or (found[1] is not None and minutes >= 60):
        raise ValueError("no such time")
    return hours * 3600 + minutes * 60 + seconds


# ----------------------------------------------------------------------------------------------------- dates

_MONTHS = {
    name: place
    for place, names in enumerate(
        (
            *("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july"),
            *("aug august", "sep sept september", "oct october", "nov november", "dec december"),
        ),
        1,
    )
    for name in names.split()
}
_NUMERIC = re.compile(
    r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})"
    r"(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)? ?(Z|[+\-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
_WORDED = re.compile(
    r"(?:[A-Za-z]{3,9},? )?(?:(\d{1,2})\.? ([A-Za-z]{3,9})|([A-Za-z]{3,9}) (\d{1,2})),? (\d{4})"
)
_WEEK = re.compile(r"(\d{4})-?[Ww](\d{1,2})")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")


def date_order(cells: Iterable[str]) -> DateOrder:
    """In which order a column of numeric dates gives day and month, decided from all of its cells.

    Raises:
        Undecided: no cell tells, or two orders stand in one column.
    """
    day_first = month_first = numeric = year_first = ""
    # One cell a day tells as much as all its minutes.
    for cell in {cell[:10] if len(cell) > 10 and cell[:4].isdigit() else cell for cell in cells}:
        found = _NUMERIC.fullmatch(cell.strip())
        if found is None:
            continue
        if len(found[1]) == 4:
            year_first = year_first or cell
            continue
        numeric = numeric or cell
        first, second = int(found[1]), int(found[2])
        # What is no day either way (45/13) tells nothing; it is refused when it is read.
        day_first = day_first or (cell if 12 < first <= 31 and second <= 12 else "")
        month_first = month_first or (cell if 12 < second <= 31 and first <= 12 else "")
    option = "--date-order"
    if day_first and month_first:
        raise Undecided(
            "two date orders stand in one column", option, (day_first, month_first), can_be_said=False
        )
    if numeric and year_first:
        what = "some dates begin with the year and others don't"
        raise Undecided(what, option, (year_first, numeric), can_be_said=False)
    if numeric and not day_first and not month_first:
        raise Undecided("every day and month is 12 or less, so their order can't be told", option)
    return "month first" if month_first else "day first" if day_first else "year first"


class NoSuchDay(ValueError):
    """A day that its month doesn't have; ``last`` is the month's last day."""

    def __init__(self, what: str, last: date) -> None:
        super().__init__(what)
        self.last = last


class Moment(NamedTuple):
    """What a cell of time says: a day, a week, a month or a time of day; ``seconds`` from midnight if given.

    ``offset`` is how far its clock is ahead of UTC, in seconds, where the cell says it ("Z", "+01:00").
    """

    day: date
    grain: Literal["time", "day", "week", "month"]
    seconds: int = 0
    offset: int | None = None


def moment(cell: str, order: DateOrder) -> Moment:
    """A date or time as written.

    Raises:
        ValueError: no date, or a day that doesn't exist; its text says why.
    """
    text = cell.strip()
    if found := _NUMERIC.fullmatch(text):
        a, b, c = int(found[1]), int(found[2]), int(found[3])
        if len(found[1]) == 4:
            year, month, day = a, b, c
        elif order == "month first":
            year, month, day = c, a, b
        else:
            year, month, day = c, b, a
        if len(found[3]) <= 2 and year == c:
            year += 2000
        made = _real_day(year, month, day)
        if found[4] is None:
            return Moment(made, "day")
        hour, minute, second = int(found[4]), int(found[5]), int(found[6] or 0)
        if hour > 23 or minute > 59 or second > 59:
            raise ValueError("no such time of day")
        return Moment(made, "time", hour * 3600 + minute * 60 + second, _offset(found[7]))
    if found := _WORDED.fullmatch(text):
        name = (found[2] or found[3]).lower()
        if name not in _MONTHS:
            raise ValueError("not a date")
        return Moment(_real_day(int(found[5]), _MONTHS[name], int(found[1] or found[4])), "day")
    if found := _WEEK.fullmatch(text):
        try:
            return Moment(date.fromisocalendar(int(found[1]), int(found[2]), 1), "week")
        except ValueError:
            raise ValueError("no such week") from None
    if found := _MONTH.fullmatch(text):
        return Moment(_real_day(int(found[1]), int(found[2]), 1), "month")
    raise ValueError("not a date")


def _offset(written: str | None) -> int | None:
    if written is None or written == "Z":
        return None if written is None else 0
    hours, minutes = int(written[1:3]), int(written[-2:])
    if hours > 14 or minutes > 59:
        raise ValueError("no such time zone")
    return (hours * 3600 + minutes * 60) * (-1 if written[0] == "-" else 1)


def _real_day(year: int, month: int, day: int) -> date:
    if not 1990 <= year <= 2200:
        raise ValueError(f"the year {year} can't be right")
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}")
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    if not 1 <= day <= last:
        raise NoSuchDay(f"{date(year, month, 1):%B} has {last} days", date(year, month, last))
    return date(year, month, day)


def reader_of(order: DateOrder) -> Callable[[str], Moment]:
    """Reads cells of one column; the same text is read once, and the day of "2026-03-08 10:42" once a day."""
    known: dict[str, Moment] = {}

    def read(cell: str) -> Moment:
        found = known.get(cell)
        if found is not None:
            return found
        if len(cell) == 16 and cell[10] in " T" and cell[13] == ":":
            day, hour, minute = known.get(cell[:10]), cell[11:13], cell[14:]
            plain = hour.isascii() and minute.isascii() and hour.isdigit() and minute.isdigit()
            if day is not None and day.grain == "day" and plain and hour < "24" and minute < "60":
                return Moment(day.day, "time", int(hour) * 3600 + int(minute) * 60)
            known.setdefault(cell[:10], moment(cell[:10], order))
        found = known[cell] = moment(cell, order)
        return found

    return read
