"""What a structured column says, and how it is typed: levels, counts, options, words.

The column names the shape of its value. As text each entry stands on a line of its own, "Accuracy: 75%"; so it is
typed into a cell, pasted, and kept while it can't be saved. A column without a shape is written by the program: it is
shown in words and never typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cxworkbench.grid import numbers
from cxworkbench.grid.columns import choices_of
from cxworkbench.grid.finding import closest
from cxworkbench.grid.refusal import Refused
from cxworkbench.locales import exact

if TYPE_CHECKING:
    from cxworkbench.exchange.cells import DecimalMark
    from db.fields import Field

#: Shapes whose entries have a name and something beside it.
NAMED = frozenset({"levels", "counts", "options"})
#: The words between which several entries on one line are parted; a text may hold them where lines part its entries.
_PARTS = re.compile(r"[;\n]")

Entry = tuple[str, str]


def entries(field: Field[Any], value: Any, locale: str | None) -> list[Entry]:
    """The entries of a value: a name, and what stands beside it; of words only the name."""
    match field.shape:
        case "levels" if isinstance(value, Mapping):
            names = choices_of(field)
            order = list(names)
            ids = sorted(value, key=lambda one: (order.index(one) if one in order else len(order), one))
            return [(names.get(one, str(one)), _percent(value[one], locale)) for one in ids]
        case "counts" if isinstance(value, Mapping):
            return [(str(name), str(count)) for name, count in value.items()]
        case "options" if isinstance(value, list):
            found = [one for one in value if isinstance(one, Mapping)]
            return [(str(one.get("name") or ""), str(one.get("text") or "")) for one in found]
        case "words" if isinstance(value, list | tuple):
            return [(str(one), "") for one in value]
    return []


def said(field: Field[Any], value: Any, locale: str | None) -> str:
    """A value on one line; of options only their names."""
    if not field.shape:
        return _in_words(value)
    found = entries(field, value, locale)
    if not found:
        return _in_words(value)  # it has another shape than its column says: it is shown all the same
    return "; ".join(
        name if field.shape == "options" else written([(name, beside)]) for name, beside in found
    )


def typed(field: Field[Any], value: Any, locale: str | None) -> str:
    """A value as it is typed: an entry a line."""
    return written(entries(field, value, locale)) if field.shape else _in_words(value)


def written(found: Iterable[Entry]) -> str:
    """Entries as text, one a line."""
    return "\n".join(f"{name}: {beside}" if beside else name for name, beside in found if name or beside)


def parted(shape: str, text: str) -> list[Entry]:
    """The entries of a text: one a line; several on a line are parted by semicolons, except of options."""
    lines = text.splitlines() if shape == "options" else _PARTS.split(text)
    found = []
    for line in (one.strip() for one in lines):
        if line:
            name, colon, beside = line.partition(":") if shape in NAMED else (line, "", "")
            found.append((name.strip(), beside.strip() if colon else ""))
    return found


def read(field: Field[Any], text: str, mark: DecimalMark) -> Any:
    """The value that a text stands for.

    Raises:
        Refused: an entry isn't one; the first that isn't is named.
    """
    readers: dict[str, Callable[[list[Entry]], Any]] = {
        "levels": lambda found: {_one_of(field, name): _level(name, beside, mark) for name, beside in found},
        "counts": lambda found: {name: _count(name, beside, mark) for name, beside in found},
        "options": lambda found: [
            {"name": name, "text": beside} if beside else {"name": name} for name, beside in found
        ],
        "words": lambda found: list(dict.fromkeys(name for name, _ in found)),
    }
    found = parted(field.shape, text)
    for place, (name, beside) in enumerate(found):
        if not name:
            raise Refused(f"“{beside[:40]}” has no name", to_do="write it like Name: text")
        if field.shape != "words" and name in [other for other, _ in found[:place]]:
            raise Refused(f"{name} is there twice", to_do="leave one of them out")
    return readers[field.shape](found) or None


def _one_of(field: Field[Any], name: str) -> str:
    names = choices_of(field)
    for id, label in names.items():
        if name.casefold() in {id.casefold(), label.casefold()}:
            return id
    near = closest(name, list(names.values()))
    raise Refused(
        f"{name} is not among {', '.join(names.values())}", suggestion="", to_do=near and f"write {near}"
    )


def _level(name: str, text: str, mark: DecimalMark) -> float:
    if not text:
        raise Refused(f"{name} has no level", to_do=f"write it like {name}: 75%")
    share = numbers.share(text if "%" in text else f"{text}%", mark, "percent")
    if not 0 <= share <= 1:
        raise Refused(f"{name}: {text} is no share", to_do="give 0% to 100%")
    return float(share)


def _count(name: str, text: str, mark: DecimalMark) -> int:
    if not text:
        raise Refused(f"{name} has no count", to_do=f"write it like {name}: 12")
    count = int(numbers.whole(text, mark))
    if count < 0:
        raise Refused(f"{name}: {text} is below 0", to_do="give 0 or more")
    return count


def _percent(value: Any, locale: str | None) -> str:
    try:
        share = Decimal(str(value)) * 100
    except ArithmeticError:
        return str(value)
    return f"{exact(share.normalize(), locale)}%" if share.is_finite() else str(value)


def _in_words(value: Any) -> str:
    """What the program wrote, in words: names with their values; of what has no short form how much there is."""
    if isinstance(value, Mapping):
        return "; ".join(f"{str(name).replace('_', ' ')}: {_in_words(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        if any(isinstance(one, Mapping | list | tuple) for one in value):
            return f"{len(value)} {'entry' if len(value) == 1 else 'entries'}"
        return ", ".join(_in_words(one) for one in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "" if value is None else str(value)
