"""The text of a cell and what it sorts by; equal values are put into words once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cxworkbench import formats
from cxworkbench.grid import structured
from cxworkbench.grid.columns import EMPTY, Column, choices_of
from cxworkbench.locales import exact
from cxworkbench.metric_units import IN_METRIC_UNIT, metric_of
from cxworkbench.naming import Names, numbered
from cxworkbench.value_words import GONE

if TYPE_CHECKING:
    from cxworkbench.plan import Plan
    from db.fields import Field
    from db.records import Record
_DIGITS = re.compile(r"\d+")
_BLANKS = re.compile("[ \t\n\v\f\r\x85\u2028\u2029]+")
_CONTROLS = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r\v\f"}
_WIDE = 100_000
Slot = tuple[str, str, str]
_PLAIN_TEXTS = frozenset({"text", "long_text"})
#: Instead of a kind of records where words may name records of any.
_ANY = "any"


class Words:
    """Cells of one plan in words. Made anew when the plan is loaded anew; ``keep`` takes over what still holds."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        programme = plan.programme
        self.locale = programme.locale
        self.currency = programme.currency
        self.sign = formats.money(0, self.currency).removesuffix("0")
        self.names = Names(plan.find)
        self._shown: dict[Slot, dict[Any, str]] = {}
        self._keys: dict[Slot, dict[Any, Any]] = {}

    def keep(self, before: Words, changed: frozenset[str]) -> None:
        """Take over the words of a plan loaded before; ``changed`` are the kinds touched since, none for any."""
        if not changed or changed & {"programme", "person", "metric", "custom_field"}:
            return
        stale = changed | {_ANY}
        self._shown = {slot: held for slot, held in before._shown.items() if slot[2] not in stale}
        self._keys = {slot: held for slot, held in before._keys.items() if slot[2] not in stale}

    # ------------------------------------------------------------------------------------------- texts

    def text(self, column: Column, record: Record) -> str:
        """What the cell says, on one line; empty where the field is."""
        if column.computed is not None:
            return one_line(column.computed.text(record))
        value = column.value(record)
        if value in EMPTY:
            return ""
        if _in_unit(column.field):
            return self._put(column.field, value, record, plain=False)
        held = self._shown.setdefault(_slot(column.field), {})
        try:
            found = held.get(value)
            if found is None:
                found = held[value] = one_line(self._put(column.field, value, record, plain=False))
        except TypeError:  # a JSON value can't be a key
            return one_line(self._put(column.field, value, record, plain=False))
        return found

    def editable(self, column: Column, record: Record) -> str:
        """What an editor of the cell begins with: all of it, without signs that need not be typed."""
        value = column.value(record)
        if value in EMPTY:
            return ""
        return self._put(column.field, value, record, plain=True)

    def value_text(self, field: Field[Any], value: Any, record: Record | None = None) -> str:
        """A value of a field in words; empty for none."""
        return "" if value in EMPTY else self._put(field, value, record, plain=False)

    def _put(self, field: Field[Any], value: Any, record: Record | None, *, plain: bool) -> str:
        metric = metric_of(record, self.plan.find) if _in_unit(field) else None
        if metric is not None and isinstance(value, Decimal):
            return self._measured(value, metric.unit, plain=plain)
        writer = _WRITERS.get(field.kind)
        if writer is None or (isinstance(value, str) and field.kind in _NO_TEXTS):
            return str(value)
        return writer(self, field, value, plain)

    def _measured(self, value: Decimal, unit: str | None, *, plain: bool) -> str:
        if unit == "seconds" and value == value.to_integral_value():
            return formats.clock(value)
        shown = exact(value, self.locale, grouped=not plain)
        if unit == "percent" and not plain:
            return f"{shown}%"
        return f"{self.sign}{shown}" if unit == "money" and not plain else shown

    def _money(self, _field: Field[Any], value: Decimal, plain: bool) -> str:
        shown = exact(value, self.locale, least=2, grouped=not plain)
        if plain:
            return shown
        return f"{formats.MINUS}{self.sign}{shown[1:]}" if value < 0 else f"{self.sign}{shown}"

    def _number(self, field: Field[Any], value: Decimal | int, plain: bool) -> str:
        if field.name == "number" and not plain:
            return numbered(field.record_kind, int(value))
        return exact(value, self.locale, grouped=not plain)

    def _share(self, _field: Field[Any], value: Decimal, _plain: bool) -> str:
        return f"{exact(value * 100, self.locale)}%"

    def _choice(self, field: Field[Any], value: str, _plain: bool) -> str:
        return choices_of(field).get(value, value)

    def _moment(self, _field: Field[Any], value: datetime, _plain: bool) -> str:
        return formats.moment(value.astimezone(self.plan.zone))

    def _structured(self, field: Field[Any], value: Any, plain: bool) -> str:
        return (structured.typed if plain else structured.said)(field, value, self.locale)

    def _link(self, _field: Field[Any], value: str, _plain: bool) -> str:
        record = self.plan.find(value)
        return GONE if record is None else self.names.linked(record)

    def _links(self, field: Field[Any], value: tuple[str, ...], plain: bool) -> str:
        return joined([self._link(field, one, plain) for one in value])

    def _record(self, _field: Field[Any], value: str, _plain: bool) -> str:
        record = self.plan.find(value.partition("/")[2])
        return GONE if record is None else self.names.title(record)

    # ------------------------------------------------------------------------------------------- sorting

    def key(self, column: Column, record: Record) -> Any:
        """What the cell sorts by among others of its column; None where it is empty."""
        if column.computed is not None:
            made = column.computed.key or column.computed.text
            found = made(record)
            return natural(found) if isinstance(found, str) else found
        value = column.value(record)
        if value in EMPTY:
            return None
        held = self._keys.setdefault(_slot(column.field), {})
        try:
            key = held.get(value)
            if key is None:
                key = held[value] = self._made_key(column, record, value)
        except TypeError:  # a JSON value can't be a key
            key = self._made_key(column, record, value)
        return key

    def keys(self, column: Column, records: Sequence[Record]) -> list[Any]:
        """The same of many records."""
        key = self.key
        if column.computed is not None:
            return [key(column, record) for record in records]
        held = self._keys.setdefault(_slot(column.field), {})
        found: list[Any] = []
        for record in records:
            value = column.value(record)
            if value in EMPTY:
                found.append(None)
                continue
            try:
                known = held.get(value)
                if known is None:
                    known = held[value] = self._made_key(column, record, value)
            except TypeError:  # a JSON value can't be a key
                known = self._made_key(column, record, value)
            found.append(known)
        return found

    def _made_key(self, column: Column, record: Record, value: Any) -> Any:
        field = column.field
        if field.kind in _PLAIN_TEXTS:
            return (1, natural(value))
        if isinstance(value, bool | int | Decimal | date) and field.kind != "json":
            # Days, moments and numbers; a text among them comes after.
            return (0, value)
        if field.kind == "choice":
            places = list(choices_of(field))
            return (0, places.index(value)) if value in places else (1, natural(str(value)))
        return (1, natural(self.text(column, record)))


def natural(text: str) -> str:
    """What a text sorts by: letters whatever their case and accents, numbers within it by their size."""
    lowered = text.casefold()
    if not lowered.isascii():
        lowered = "".join(
            one for one in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(one)
        )
    return _DIGITS.sub(_sized, lowered)


def _sized(digits: re.Match[str]) -> str:
    """Digits so that as text they sort by their size: how many there are comes first."""
    plain = digits[0].lstrip("0")
    return f"0{min(len(plain), 9999):04d}{plain}"


def joined(names: list[str]) -> str:
    """Names in a row, so that they can be told apart again."""
    return ("; " if any("," in name for name in names) else ", ").join(names)


def one_line(text: str) -> str:
    """A text as a cell shows it: on one line, control characters made visible."""
    if text.isprintable() and "  " not in text:
        return text
    return _BLANKS.sub(" ", text[:_WIDE]).strip(" ").translate(_CONTROLS)


def _in_unit(field: Field[Any]) -> bool:
    return (field.record_kind, field.name) in IN_METRIC_UNIT


def _slot(field: Field[Any]) -> Slot:
    """Where a column's words are kept, and which kind of records they name."""
    return field.record_kind, field.name, _ANY if field.kind == "record" else field.to


_Writer = Callable[[Words, "Field[Any]", Any, bool], str]
_WRITERS: dict[str, _Writer] = {
    "integer": Words._number,
    "decimal": Words._number,
    "money": Words._money,
    "share": Words._share,
    "duration": lambda _words, _field, value, _plain: formats.clock(value),
    "yes_no": lambda _words, _field, value, _plain: "Yes" if value else "No",
    "date": lambda _words, _field, value, _plain: formats.day(value),
    "instant": Words._moment,
    "choice": Words._choice,
    "link": Words._link,
    "links": Words._links,
    "record": Words._record,
    "several": lambda _words, field, value, _plain: joined(
        [choices_of(field).get(one, one) for one in value]
    ),
    "json": Words._structured,
}
#: Kinds whose value is never a text: a text there is one that didn't fit a field that the programme changed.
_NO_TEXTS = frozenset({"integer", "decimal", "money", "share", "duration", "yes_no", "date", "instant"})
