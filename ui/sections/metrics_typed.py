"""What is typed or pasted into the Metrics page, read as values, counts, days and rows of readings."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from cxworkbench.exchange import cells
from cxworkbench.exchange.long_tables import take
from cxworkbench.exchange.mapping import Mapping
from cxworkbench.exchange.readings_import import Place, Rows
from cxworkbench.exchange.table import ReadAs, Table, from_rows
from cxworkbench.locales import locale_mark, locale_order
from cxworkbench.metric_units import impossible
from db.errors import FieldError, UserError

if TYPE_CHECKING:
    from cxworkbench.exchange.cells import DecimalMark
    from db.models import Metric, Programme

_CLIPBOARD = "the pasted rows"
_HEADINGS = ("date", "value", "n")


def typed_number(text: str, programme: Programme) -> Decimal:
    """A number as typed, with point or comma; the programme's locale decides where both are possible.

    Raises:
        ValueError: no number; its text says why.
    """
    mark = locale_mark(programme.locale)
    try:
        told = cells.decimal_mark([text])
        # "1.234" alone tells a point; where commas set decimals apart it is a thousand.
        grouped = (
            mark == "," and told == "." and len(text.strip().rpartition(".")[2]) == 3 and text.count(".") == 1
        )
        mark = mark if grouped else told
    except cells.Undecided:
        if text.count(",") and text.count("."):
            raise ValueError("not a number") from None
    return Decimal(repr(cells.number(text, mark)))


def typed_value(text: str, metric: Metric, programme: Programme) -> Decimal:
    """A value of a metric as typed: 68.1, 68,1, 68.1%, and 8:32 where the metric is in seconds.

    Raises:
        FieldError: no number, or one that this metric can't have.
    """
    plain = _without_currency(text.strip()) if metric.unit == "money" else text.strip()
    try:
        if metric.unit == "seconds" and ":" in plain:
            value = Decimal(repr(cells.duration(plain)))
        else:
            value = typed_number(plain, programme)
    except ValueError as why:
        raise _refused(metric, text, str(why)) from why
    wrong = impossible(metric, float(value))
    if wrong:
        raise _refused(metric, text, wrong)
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def typed_count(text: str, metric: Metric, programme: Programme) -> float:
    """How many cases a reading rests on, as typed: 43,918.

    Raises:
        FieldError: no whole number of 0 or more.
    """
    try:
        value = typed_number(text.strip(), programme)
    except ValueError as why:
        raise _refused(metric, text, str(why)) from why
    if value < 0 or value != value.to_integral_value():
        raise _refused(metric, text, "a count is a whole number of 0 or more")
    return float(value)


#: Thousands set apart by one mark.
_GROUPED = re.compile(r"[+-\u2212]?\d{1,3}([.,])\d{3}(?:\1\d{3})*")


class PastedRow(NamedTuple):
    """One reading: the line on which it was pasted, its period in epoch seconds, its value, and n where it has one."""

    line: int
    start: int
    end: int
    value: float
    n: float | None


@dataclass
class Pasted:
    """What pasted rows give: readings, and the refused cells in words."""

    rows: list[PastedRow] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    rows_read: int = 0


def pasted(text: str, metric: Metric, programme: Programme, zone: ZoneInfo) -> Pasted:
    """Rows of date, value and perhaps n, as a spreadsheet copies them; headings are passed over.

    Raises:
        UserError: the rows can't be read as a whole; nothing is taken in.
    """
    table = _table(text)
    try:
        taken = take(table, _mapping(table, programme), lambda _: metric, lambda _: None, zone, only=metric)
    except UserError as error:
        to_do = (
            "paste percentages like 68.1, not shares"
            if "between 0 and 1" in error.what
            else "paste a date, a value and n"
        )
        raise UserError(error.what, where=_CLIPBOARD, kept="nothing was taken in", to_do=to_do) from error
    found = Pasted(rows_read=taken.rows_read)
    found.refused = [one.text() for one in sorted(taken.rejected, key=lambda one: one.line)]
    for row in _rows(taken.readings.get(Place(metric.id))):
        wrong = impossible(metric, row.value)
        if wrong:
            found.refused.append(f"line {row.line:,}, column value: {row.value:g} is refused: {wrong}")
        else:
            found.rows.append(row)
    return found


def _rows(rows: Rows | None) -> list[PastedRow]:
    if rows is None:
        return []
    n = [None if math.isnan(one) else one for one in rows.n.tolist()]
    columns = (rows.line.tolist(), rows.start.tolist(), rows.end.tolist(), rows.value.tolist(), n)
    return [PastedRow(*row) for row in zip(*columns, strict=True)]


def _table(text: str) -> Table:
    lines = [line.split("\t") for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    numbered = [(place, row) for place, row in enumerate(lines, 1) if any(cell.strip() for cell in row)]
    if numbered and _is_heading(numbered[0][1]):
        numbered = numbered[1:]
    if not numbered:
        raise UserError(
            "there are no rows on the clipboard",
            kept="nothing was taken in",
            to_do="copy a date and a value a row",
        )
    width = min(max(len(row) for _, row in numbered), 3)
    if width < 2:
        raise UserError(
            "the pasted rows have one column",
            kept="nothing was taken in",
            to_do="copy two columns, the week's date and its value, and n if there is one",
        )
    rows = [[*row[:width], *[""] * (width - len(row))] for _, row in numbered]
    return from_rows(_CLIPBOARD, _HEADINGS[:width], rows, [place for place, _ in numbered], ReadAs())


def _is_heading(row: list[str]) -> bool:
    """A first row whose cells hold no digit."""
    return not any(letter.isdigit() for cell in row[:2] for letter in cell)


def _mapping(table: Table, programme: Programme) -> Mapping:
    """The columns' meaning; what they leave open the programme's locale decides."""
    wide = len(table.headings) > 2
    options: dict[str, Any] = {"n": "n"} if wide else {}
    try:
        cells.date_order(table.column("date").cells())
    except cells.Undecided:
        options["date_order"] = locale_order(programme.locale)
    try:
        told = _mark_of_values(table.column("value").cells())
    except cells.Undecided:
        return Mapping("long", period="date", value="value", **options)
    told = told or (_mark_beside_counts(table.column("n").cells()) if wide else None)
    if told is None and any("." in cell for cell in table.column("value").cells()):
        told = "."
    options["decimal_mark"] = told or locale_mark(programme.locale)
    return Mapping("long", period="date", value="value", **options)


def _mark_of_values(values: Sequence[str]) -> DecimalMark | None:
    """The decimal mark that the values tell; None where all of them could be whole numbers with thousands set apart.

    Raises:
        Undecided: some need a point and others a comma.
    """
    marked = [cell for cell in values if "." in cell or "," in cell]
    if not marked or all(_GROUPED.fullmatch(cell.strip()) for cell in marked):
        return None
    return cells.decimal_mark(marked)


def _mark_beside_counts(counts: Sequence[str]) -> DecimalMark | None:
    """The decimal mark beside counts whose thousands are set apart, 1.328 or 1,328: a count has no decimals."""
    marks = {found[1] for cell in counts if (found := _GROUPED.fullmatch(cell.strip()))}
    if len(marks) != 1:
        return None
    return "," if marks.pop() == "." else "."


def _without_currency(text: str) -> str:
    return text.strip("£€$¥ ")


def _refused(metric: Metric, text: str, why: str) -> FieldError:
    return FieldError(f"“{text.strip()[:40]}” is refused: {why}", where=metric.name, kept="", to_do="")
