"""A column of a table: its distinct texts and, for each row, which of them stands there.

What a column means is decided on its distinct texts, cell by cell in Python, and spread over its rows by numpy: a year
of calls has a million rows, but 365 days. Columns of large files keep their cells where polars read them, and are taken
apart only when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import polars as pl

#: So many rows are looked at to tell whether a column holds few texts.
_LOOKED_AT = 20_000

Codes = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Distinct:
    """Distinct texts, and for each row the place of its text among them."""

    texts: list[str]
    codes: Codes

    def spread(self, values: Sequence[Any] | NDArray[Any], kind: Any) -> NDArray[Any]:
        """One value a row, from one value a text."""
        return np.asarray(values, kind)[self.codes] if len(self.texts) else np.empty(0, kind)

    def where(self, is_so: Callable[[str], bool]) -> Mask:
        """The rows whose text is so."""
        return self.spread([is_so(text) for text in self.texts], bool)


class Column:
    """The cells under one heading."""

    def __init__(self, heading: str, cells: Sequence[str]) -> None:
        self.heading = heading
        self._cells = cells

    def __len__(self) -> int:
        return len(self._cells)

    def cell(self, row: int) -> str:
        """The text of one row."""
        return self._cells[row]

    def cells(self) -> list[str]:
        """All texts, top to bottom."""
        return list(self._cells)

    def first(self, count: int) -> list[str]:
        """The texts of the first rows."""
        return list(self._cells[:count])

    @cached_property
    def distinct(self) -> Distinct:
        """The distinct texts, in the order in which they come first."""
        places: dict[str, int] = {}
        codes = np.fromiter(
            (places.setdefault(cell, len(places)) for cell in self._cells), np.int64, len(self._cells)
        )
        return Distinct(list(places), codes)

    @property
    def series(self) -> pl.Series | None:
        """The cells as polars holds them; None where the table is small."""
        return None

    @cached_property
    def is_narrow(self) -> bool:
        """Whether few texts stand in many rows, so that each of them is best looked at once."""
        return True


class LargeColumn(Column):
    """A column of a large file."""

    def __init__(self, heading: str, series: pl.Series) -> None:
        super().__init__(heading, ())
        self._series = series

    def __len__(self) -> int:
        return len(self._series)

    def cell(self, row: int) -> str:
        """The text of one row."""
        return str(self._series[row])

    def cells(self) -> list[str]:
        """All texts, top to bottom."""
        return self._series.to_list()

    def first(self, count: int) -> list[str]:
        """The texts of the first rows."""
        return self._series.head(count).to_list()

    @cached_property
    def distinct(self) -> Distinct:
        """The distinct texts, in no order."""
        return taken_apart(self._series)

    @cached_property
    def halves(self) -> tuple[Distinct, Distinct]:
        """A column of time: days, and what follows them."""
        take_apart((), (self,))
        found: tuple[Distinct, Distinct] = self.__dict__["halves"]
        return found

    @property
    def series(self) -> pl.Series:
        """The cells as polars holds them."""
        return self._series

    @cached_property
    def is_narrow(self) -> bool:
        """Whether few texts stand in many rows, by the first of them."""
        return self._series.head(_LOOKED_AT).n_unique() < _LOOKED_AT / 5


def take_apart(whole: Sequence[Column], halved: Sequence[Column] = ()) -> None:
    """Take large columns apart beside each other: polars works on as many as the computer has cores.

    Args:
        whole: those whose distinct texts will be asked for.
        halved: those of time, whose days and times will be.
    """
    import polars as pl

    plain = [one for one in whole if isinstance(one, LargeColumn) and "distinct" not in one.__dict__]
    timed = [one for one in halved if isinstance(one, LargeColumn) and "halves" not in one.__dict__]
    if not plain and not timed:
        return
    series = {f"w{place}": one.series for place, one in enumerate(plain)}
    halves = {f"h{place}": one.series for place, one in enumerate(timed)}
    frame = pl.DataFrame([one.alias(name) for name, one in (series | halves).items()])
    frame = (
        frame.lazy()
        .select(*series, *(part for name, one in halves.items() for part in _halved(name, one)))
        .collect()
    )
    found = _taken_apart(frame)
    for place, column in enumerate(plain):
        column.__dict__["distinct"] = found[f"w{place}"]
    for place, column in enumerate(timed):
        column.__dict__["halves"] = (found[f"h{place}a"], found[f"h{place}b"])


def _halved(name: str, series: pl.Series) -> tuple[pl.Expr, pl.Expr]:
    """A column of time taken apart where the day ends: after ten letters, else at the first blank."""
    import polars as pl

    lengths, column = series.str.len_bytes(), pl.col(name)
    shortest, longest = lengths.min(), lengths.max()
    if shortest is not None and shortest == longest and int(str(shortest)) >= 10:
        return column.str.slice(0, 10).alias(f"{name}a"), column.str.slice(10).alias(f"{name}b")
    parts = column.str.splitn(" ", 2).struct
    rest = (" " + parts.field("field_1")).fill_null("")
    return parts.field("field_0").fill_null("").alias(f"{name}a"), rest.alias(f"{name}b")


def _taken_apart(frame: pl.DataFrame) -> dict[str, Distinct]:
    import polars as pl

    lazy, names = frame.lazy(), frame.columns
    texts = lazy.select(pl.col(name).unique().implode() for name in names).collect()
    lists = {name: texts[name].item() for name in names}
    codes = lazy.select(
        pl.col(name).cast(pl.Enum(lists[name])).to_physical().cast(pl.Int64) for name in names
    ).collect()
    return {name: Distinct(lists[name].to_list(), codes[name].to_numpy()) for name in names}


def taken_apart(series: pl.Series) -> Distinct:
    """The distinct texts of a series, and which stands in each row."""
    return _taken_apart(series.alias("one").to_frame())["one"]


def combined(parts: Iterable[tuple[Codes, int]]) -> tuple[Codes, int]:
    """One code a row for what several columns say together; each part gives its codes and how many there are."""
    whole: Codes | None = None
    count = 1
    for codes, many in parts:
        whole = codes.copy() if whole is None else whole * many + codes
        count *= max(many, 1)
    assert whole is not None, "at least one part"
    return whole, count
