"""A table as a file, as it is shown: its columns, rows and order. A workbook holds numbers and dates as such."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cxworkbench.exchange.formulas import as_text
from cxworkbench.grid.columns import EMPTY
from cxworkbench.metric_units import IN_METRIC_UNIT

if TYPE_CHECKING:
    from cxworkbench.grid.columns import Column
    from cxworkbench.grid.words import Words
    from db.records import Record

#: How a workbook shows what it holds as a number, by kind of field.
_FORMATS = {
    "money": "#,##0.00",
    "decimal": "#,##0.############",
    "integer": "#,##0",
    "share": "0.##%",
    "date": "d mmm yyyy",
    "instant": "d mmm yyyy hh:mm",
    "duration": "[h]:mm:ss",
}
#: Excel knows no day before this one.
_FIRST_DAY = date(1900, 3, 1)
_WIDEST = 60


@dataclass(frozen=True)
class ShownTable:
    """What a table shows: its name, columns, rows, what is said below each column, whose rows, and of how many."""

    name: str
    columns: tuple[Column, ...]
    records: tuple[Record, ...]
    totals: tuple[str, ...] = ()
    about: str = ""
    of: int = 0


def as_csv(words: Words, shown: ShownTable) -> bytes:
    """The table as CSV, UTF-8 with a mark by which Excel knows it; each cell as it is shown."""
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow([as_text(column.label) for column in shown.columns])
    for record in shown.records:
        rows.writerow([_plain(words, column, record) for column in shown.columns])
    return written.getvalue().encode("utf-8-sig")


def _plain(words: Words, column: Column, record: Record) -> str:
    """Numbers and days without signs that need not be typed; of a text that a formula could be, a text."""
    if column.computed is None and column.field.kind in _FORMATS:
        return words.editable(column, record)
    return as_text(words.text(column, record))


def as_workbook(words: Words, shown: ShownTable) -> bytes:
    """The table as an Excel workbook: heads that stay, and figures and days that Excel can count with."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(shown.name))
    sheet.freeze_panes = "A2"
    for place, column in enumerate(shown.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = min(column.field.width + 4, _WIDEST)

    def cell(value: Any, shape: str = "", *, bold: bool = False) -> Any:
        made = WriteOnlyCell(sheet, value=_printable(value) if isinstance(value, str) else value)
        if isinstance(value, str):
            made.data_type = "s"  # a text that begins like a formula is one all the same
        if shape:
            made.number_format = shape
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(column.label, bold=True) for column in shown.columns])
    for record in shown.records:
        sheet.append([cell(*_typed(words, column, record)) for column in shown.columns])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _typed(words: Words, column: Column, record: Record) -> tuple[Any, str]:
    """A cell's value as Excel holds it, with its format; what isn't a figure or a day there is a text."""
    text = words.text(column, record)
    if column.computed is not None or text == "":
        return text or None, ""
    value, kind = column.value(record), column.field.kind
    shape = _FORMATS.get(kind, "")
    if value in EMPTY or not shape or column.name == "number" or _in_metric_unit(column):
        return text, ""
    match value:
        case Decimal() if kind in {"money", "decimal", "share"}:
            return float(value), shape
        case int() if kind == "integer":
            return value, shape
        case int() if kind == "duration":
            return timedelta(seconds=value), shape
        case datetime() if value.astimezone(words.plan.zone).date() >= _FIRST_DAY:
            return value.astimezone(words.plan.zone).replace(tzinfo=None), shape
        case date() if not isinstance(value, datetime) and value >= _FIRST_DAY:
            return datetime(value.year, value.month, value.day, tzinfo=UTC).replace(tzinfo=None), shape
    return text, ""


def _in_metric_unit(column: Column) -> bool:
    """Whether its values are in the unit of their metric: each row in another one."""
    return (column.field.record_kind, column.field.name) in IN_METRIC_UNIT


def _sheet_name(name: str) -> str:
    """A name that Excel takes for a sheet."""
    kept = "".join(" " if sign in "[]:*?/\\" else sign for sign in name)
    return _printable(kept).strip().strip("'")[:31] or "Table"


def _printable(text: str) -> str:
    """A text without the control characters that a workbook can't hold."""
    return "".join(sign for sign in text if sign in "\t\n" or sign >= " ")[:32_767]
