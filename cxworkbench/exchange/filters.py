"""Which rows of a file are kept: written as a person would say it, ``queue is Billing or Moves; site is not CDF``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db.errors import UserError

_WORD = re.compile(r'"((?:[^"]|"")*)"|((?:(?! or )[^;"])+)')
_PLAIN = re.compile(r'[^";\s](?:[^";]*[^";\s])?')


@dataclass(frozen=True)
class Keep:
    """Rows are kept whose text in a column is one of some words, or none of them. Case and outer blanks don't count."""

    column: str
    words: tuple[str, ...]
    is_not: bool = False

    def takes(self, text: str) -> bool:
        """Whether a row with this text is kept."""
        return (text.strip().casefold() in {word.strip().casefold() for word in self.words}) != self.is_not


def written(keeps: Iterable[Keep]) -> str:
    """The filters in words; :func:`read` gives them back."""
    return "; ".join(
        f"{_quoted(one.column)} is {'not ' if one.is_not else ''}{' or '.join(map(_quoted, one.words))}"
        for one in keeps
    )


def read(text: str) -> tuple[Keep, ...]:
    """The filters that a text says.

    Raises:
        UserError: it says none.
    """
    found: list[Keep] = []
    rest = text.strip()
    while rest:
        column, rest = _column(text, rest)
        is_not = rest.startswith("not ")
        words, rest = _words(text, rest.removeprefix("not "))
        found.append(Keep(column, tuple(words), is_not))
    return tuple(found)


def _quoted(word: str) -> str:
    plain = (
        _PLAIN.fullmatch(word) and " or " not in word and " is " not in word and not word.startswith("not ")
    )
    return word if plain else '"' + word.replace('"', '""') + '"'


def _column(text: str, rest: str) -> tuple[str, str]:
    if rest.startswith('"'):
        found = re.match(r'"((?:[^"]|"")*)"\s+is\s+', rest)
        if found is None:
            raise _wrong(text)
        return found[1].replace('""', '"'), rest[found.end() :]
    column, is_, rest = rest.partition(" is ")
    if not is_ or not column.strip() or ";" in column:
        raise _wrong(text)
    return column.strip(), rest.lstrip()


def _words(text: str, rest: str) -> tuple[list[str], str]:
    words: list[str] = []
    while True:
        rest = rest.lstrip()
        found = _WORD.match(rest)
        if found is None:
            raise _wrong(text)
        words.append(found[1].replace('""', '"') if found[1] is not None else found[2].strip())
        rest = rest[found.end() :].lstrip()
        if rest.startswith("or "):
            rest = rest[3:]
        elif not rest or rest.startswith(";"):
            return words, rest[1:].lstrip()
        else:
            raise _wrong(text)


def _wrong(text: str) -> UserError:
    return UserError(
        f"{text[:80]!r} doesn't say which rows are kept",
        kept="nothing was taken in",
        to_do='say for example: queue is Billing or Moves; site is not "Leeds 1"',
    )


def said_short(keeps: Sequence[Keep]) -> str:
    """What the rows that are left out are, in two or three words: "not Billing"."""
    if len(keeps) != 1:
        return "by the filters" if keeps else ""
    (one,) = keeps
    words = " or ".join(one.words[:2]) + (" …" if len(one.words) > 2 else "")
    return words if one.is_not else f"not {words}"
