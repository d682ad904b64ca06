"""Typed and pasted text as values: each text by the pattern of its whole column, never by a guess of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cxworkbench.grid import days, numbers, structured
from cxworkbench.grid.columns import Column, choices_of
from cxworkbench.grid.finding import Finder, closest
from cxworkbench.grid.refusal import Refused
from cxworkbench.locales import locale_mark, locale_order
from cxworkbench.metric_units import IN_METRIC_UNIT, impossible, metric_of
from db.errors import FieldError
from db.records import FAMILIES

if TYPE_CHECKING:
    from cxworkbench.exchange.cells import DateOrder, DecimalMark
    from cxworkbench.grid.words import Words
    from db.fields import Field
    from db.models import Metric
    from db.records import Record

_YES = frozenset(["yes", "y", "true", "1", "x", "✓", "✔", "ja", "j", "oui", "wahr", "vrai", "si", "sí"])
_NO = frozenset(["no", "n", "false", "0", "nein", "non", "falsch", "faux", "-"])
_FIGURES = frozenset({"integer", "decimal", "money", "share", "duration"})


@dataclass(frozen=True)
class Pattern:
    """How a column of texts writes its values.

    Attributes:
        mark: sets decimals apart.
        order: of day and month in figures.
        shares: whether bare numbers are ``parts`` of one or ``percent``.
        mark_trouble: why the mark can't be told.
        order_trouble: why the order can't be told.
    """

    mark: DecimalMark
    order: DateOrder
    shares: str = ""
    mark_trouble: str = ""
    order_trouble: str = ""


class Reader:
    """Reads texts for one plan, as of a day."""

    def __init__(self, words: Words, today: date) -> None:
        self._words = words
        self.today = today
        self.locale = words.locale
        self._finder = Finder(words)
        self._used: dict[Field[Any], set[Any]] = {}
        self._mark = locale_mark(words.locale)
        self._order = locale_order(words.locale)

    def pattern(self, column: Column, texts: Sequence[str]) -> Pattern:
        """How a column of texts writes its values; what they leave open the programme's locale decides."""
        kind = column.field.kind
        mark, order, shares, mark_trouble, order_trouble = self._mark, self._order, "", "", ""
        if kind in _FIGURES:
            mark, mark_trouble = numbers.mark_of(texts, self._mark)
        if kind == "share":
            shares = numbers.shares_are(texts, mark)
        if kind in {"date", "instant"}:
            order, order_trouble = days.order_of((days.parted(text)[0] for text in texts), self._order)
        return Pattern(mark, order, shares, mark_trouble, order_trouble)

    def read(
        self, column: Column, text: str, record: Record | None = None, pattern: Pattern | None = None
    ) -> Any:
        """The value that a text stands for in a column; an empty text empties the field.

        Args:
            column: the column.
            text: what was typed or pasted.
            record: the row; None where it is a new one.
            pattern: that of the whole pasted column; None decides from this text and the locale.

        Raises:
            Refused: the column doesn't take it.
        """
        field = column.field
        try:
            if not column.can_edit:
                raise Refused("this column is not typed into")
            if not text.strip():
                return field.checked(None)
            if record is not None and text == self._words.text(column, record):
                return column.value(record)
            value = self._value(field, text, record, pattern or self.pattern(column, [text]))
            return field.checked(value)
        except Refused as why:
            raise self._placed(field, why, why.suggestion) from why
        except FieldError as why:
            raise self._placed(field, why, "") from why

    def _placed(self, field: Field[Any], why: FieldError, suggestion: str) -> Refused:
        place = field.refusal("")
        return Refused(why.what, where=place.where, kept=place.kept, to_do=why.to_do, suggestion=suggestion)

    def _value(self, field: Field[Any], text: str, record: Record | None, pattern: Pattern) -> Any:
        if (field.record_kind, field.name) in IN_METRIC_UNIT:
            metric = metric_of(record, self._words.plan.find)
            if metric is not None:
                return _measured(text, metric, pattern, self._words.currency)
        reader = _READERS.get(field.kind)
        return text if reader is None else reader(self, field, text, record, pattern)

    # ------------------------------------------------------------------------------------- kind by kind

    def _day(self, _field: Field[Any], text: str, _record: Record | None, pattern: Pattern) -> date:
        return days.day(text, pattern.order, self.today, pattern.order_trouble)

    def _moment(self, _field: Field[Any], text: str, _record: Record | None, pattern: Pattern) -> datetime:
        shown, clock = days.parted(text)
        found = days.day(shown, pattern.order, self.today, pattern.order_trouble)
        try:
            at = time.fromisoformat(clock.rjust(5, "0") if len(clock) < 6 else clock) if clock else time()
        except ValueError:
            raise Refused("there is no such time of day", to_do="write it like 8 Mar 2026, 10:42") from None
        zone = UTC if text.strip().endswith("Z") else self._words.plan.zone
        return datetime.combine(found, at, zone)

    def _yes_no(self, _field: Field[Any], text: str, _record: Record | None, _pattern: Pattern) -> bool:
        said = text.strip().casefold()
        if said in _YES or said in _NO:
            return said in _YES
        raise Refused("this is neither yes nor no", to_do="write yes or no")

    def _choice(self, field: Field[Any], text: str, _record: Record | None, _pattern: Pattern) -> str:
        return self._chosen(field, text)

    def _chosen(self, field: Field[Any], text: str) -> str:
        return text.strip() if self._is_used(field, text.strip()) else chosen(field, text)

    def _is_used(self, field: Field[Any], word: str) -> bool:
        """Whether the plan holds a word of reference data of its own, which the program's doesn't know."""
        if not field.catalogue:
            return False
        if field not in self._used:
            held = [one.value(field.name) for one in self._words.plan.all(FAMILIES[field.record_kind])]
            self._used[field] = {word for one in held for word in (one if isinstance(one, tuple) else [one])}
        return word in self._used[field]

    def _several(
        self, field: Field[Any], text: str, _record: Record | None, _pattern: Pattern
    ) -> tuple[str, ...]:
        choices = choices_of(field)
        if field.shape and "\n" in text:  # a word a line, whatever stands in it
            return tuple(name for name, _ in structured.parted(field.shape, text))
        words = self._parts(text, lambda word: _fitting(choices, word) is not None)
        return tuple(self._chosen(field, word) if choices else word for word in words)

    def _link(self, field: Field[Any], text: str, record: Record | None, _pattern: Pattern) -> str:
        return self._finder.one(field, text, record)

    def _links(
        self, field: Field[Any], text: str, record: Record | None, _pattern: Pattern
    ) -> tuple[str, ...]:
        names = self._parts(text, lambda name: self._finder.knows(field, name))
        return tuple(self._finder.one(field, name, record) for name in names)

    def _any_record(self, _field: Field[Any], text: str, _record: Record | None, _pattern: Pattern) -> str:
        return self._finder.any_kind(text)

    def _structured(self, field: Field[Any], text: str, _record: Record | None, _pattern: Pattern) -> Any:
        return structured.read(field, text, self._mark)

    @staticmethod
    def _parts(text: str, is_one: Callable[[str], bool]) -> list[str]:
        """Names in a row: parted by lines and semicolons, and by commas unless a name holds one."""
        parts = [part.strip() for line in text.splitlines() for part in line.split(";")]
        names: list[str] = []
        for part in parts:
            names += [part] if ";" in text or is_one(part) else [one.strip() for one in part.split(",")]
        return [name for name in names if name]


def chosen(field: Field[Any], text: str) -> str:
    """A choice by its label or id, whatever its case, or by a beginning that only one has.

    Raises:
        Refused: it is none of them.
    """
    choices = choices_of(field)
    if not choices:
        return text.strip()
    found = _fitting(choices, text)
    if found is not None:
        return found
    wanted = text.strip().casefold()
    several = [label for label in choices.values() if label.casefold().startswith(wanted)]
    if several:
        raise Refused(f"“{text.strip()[:40]}” can mean {' or '.join(several[:3])}", suggestion=several[0])
    near = closest(text, list(choices.values()))
    listed = ", ".join(list(choices.values())[:8])
    raise Refused(
        f"“{text.strip()[:40]}” is not among the choices",
        to_do="" if near else f"choose one of {listed}",
        suggestion=near,
    )


def _fitting(choices: Any, text: str) -> str | None:
    wanted = text.strip().casefold()
    for id, label in choices.items():
        if wanted in {label.casefold(), id.casefold()}:
            return str(id)
    begun = [id for id, label in choices.items() if label.casefold().startswith(wanted)]
    return begun[0] if len(begun) == 1 and wanted else None


def _measured(text: str, metric: Metric, pattern: Pattern, currency: str | None) -> Decimal:
    if metric.unit == "seconds":
        value = numbers.seconds(text, pattern.mark)
    elif metric.unit == "money":
        value = numbers.amount(text, pattern.mark, currency, pattern.mark_trouble)
    else:
        plain = text.strip().removesuffix("%") if metric.unit == "percent" else text
        value = numbers.number(plain, pattern.mark, pattern.mark_trouble)
    wrong = impossible(metric, float(value))
    if wrong:
        raise Refused(wrong)
    return value


_Read = Callable[[Reader, "Field[Any]", str, "Record | None", Pattern], Any]
_READERS: dict[str, _Read] = {
    "integer": lambda _, __, text, ___, how: numbers.whole(text, how.mark, how.mark_trouble),
    "decimal": lambda _, __, text, ___, how: numbers.number(text, how.mark, how.mark_trouble),
    "money": lambda self, _, text, __, how: numbers.amount(
        text, how.mark, self._words.currency, how.mark_trouble
    ),
    "share": lambda _, __, text, ___, how: numbers.share(text, how.mark, how.shares, how.mark_trouble),
    "duration": lambda _, __, text, ___, how: _whole_seconds(numbers.seconds(text, how.mark)),
    "date": Reader._day,
    "instant": Reader._moment,
    "yes_no": Reader._yes_no,
    "choice": Reader._choice,
    "several": Reader._several,
    "link": Reader._link,
    "links": Reader._links,
    "record": Reader._any_record,
    "json": Reader._structured,
}


def _whole_seconds(value: Decimal) -> int:
    if value != value.to_integral_value():
        raise Refused("a length of time is kept in whole seconds", suggestion=str(round(value)))
    return int(value)
