"""What an import takes from a table: readings by series, refused rows, and what must be said or asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from cxworkbench.exchange import cells, column_values
from cxworkbench.exchange.column import Column, Mask
from cxworkbench.exchange.column_values import MomentColumn, Moments
from cxworkbench.exchange.table import Table
from db.errors import UserError, harmless

if TYPE_CHECKING:
    from db.models import Cohort, Metric

#: In files of this many rows or more, over this share of bad rows refuses the whole file (reliability.md, P15).
MANY_ROWS = 1_000
BAD_SHARE = 0.01

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Rejected(NamedTuple):
    """A row that was refused: where it stands, what was found there, and why it can't be taken."""

    line: int
    column: str
    found: str
    why: str

    def text(self) -> str:
        """The refusal on one line."""
        return harmless(f"line {self.line:,}, column {self.column}: {self.found[:60]!r} {self.why}")


class Place(NamedTuple):
    """The series that readings go to: ids of metric and cohort (empty: all cohorts), and the arm."""

    metric: str
    cohort: str = ""
    arm: str = "pilot"


@dataclass(frozen=True)
class Rows:
    """Readings before they are written: periods in epoch seconds, values in the metric's unit, NaN where unknown."""

    line: Ints
    start: Ints
    end: Ints
    value: Floats
    numerator: Floats
    n: Floats

    def __len__(self) -> int:
        return len(self.line)

    def where(self, chosen: Mask | Ints) -> Rows:
        """The rows that a mask or a list of places chooses."""
        return Rows(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


@dataclass
class Taken:
    """What a table gives.

    Attributes:
        rows_read: rows of the file, with those that were refused.
        readings: by series.
        rejected: refused rows.
        notes: what must be said, a sentence each.
        decided: what was decided of dates and decimal marks from whole columns, in words, in order.
        left_out: rows that have nothing to count.
        filtered: rows that the filters left out.
        counted: rows that went into readings.
    """

    rows_read: int
    readings: dict[Place, Rows] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    decided: dict[str, None] = field(default_factory=dict)
    left_out: int = 0
    filtered: int = 0
    counted: int = 0

    @property
    def bad_rows(self) -> int:
        """How many lines of the file were refused."""
        return len({one.line for one in self.rejected})

    @property
    def too_many_bad(self) -> bool:
        """Whether the file as a whole is refused unless the user allows rejects."""
        return self.rows_read >= MANY_ROWS and self.bad_rows > BAD_SHARE * self.rows_read

    @property
    def count(self) -> int:
        """How many readings there are."""
        return sum(len(rows) for rows in self.readings.values())


class Question(UserError):
    """Something that the file doesn't tell and a person must say; nothing is guessed.

    Attributes:
        subject: what of a mapping or of the reading of the file answers it ("date_order", "decimal_mark", "scale" …).
        choices: the answers that there are, each with what it means.
    """

    def __init__(
        self,
        what: str,
        *,
        subject: str,
        choices: Sequence[tuple[str, str]] = (),
        where: str = "",
        to_do: str = "",
    ) -> None:
        super().__init__(what, where=where, kept="nothing was taken in", to_do=to_do)
        self.subject = subject
        self.choices = tuple(choices)


_SUBJECTS = {"--date-order": "date_order", "--decimal-mark": "decimal_mark"}
_CHOICES = {
    "--date-order": (("day first", "Day first"), ("month first", "Month first")),
    "--decimal-mark": ((".", "Decimal point"), (",", "Decimal comma")),
}


def undecided(table: Table, column: str, why: cells.Undecided) -> Question:
    """The question about a column that can be read in two ways; names lines where one and the other stands."""
    lines = [found for example in why.examples if (found := _line_of(table, column, example))]
    at = (
        f" (line{'s' if len(lines) > 1 else ''} {' and '.join(f'{line:,}' for line in lines)})"
        if lines
        else ""
    )
    return Question(
        f"{why.what}{at}",
        subject=_SUBJECTS[why.option],
        choices=_CHOICES[why.option] if why.can_be_said else (),
        where=f"{table.name}, column {column}",
        to_do=f"say which with {why.option}" if why.can_be_said else "correct the column, and import again",
    )


def _line_of(table: Table, column: str, example: str) -> int:
    found = table.column(column).distinct.where(lambda text: text.startswith(example))
    return int(table.lines[np.flatnonzero(found)[0]]) if found.any() else 0


def order_of(table: Table, column: str, moments: MomentColumn, said: str) -> cells.DateOrder:
    """The date order of a column: as the user said, else as the whole column tells.

    Raises:
        Question: the column doesn't tell.
    """
    known: dict[str, cells.DateOrder] = {
        "day": "day first",
        "month": "month first",
        "day first": "day first",
        "month first": "month first",
    }
    if said and said not in known:
        raise UserError(f"{said!r} is no date order", kept="nothing was taken in", to_do="say day or month")
    try:
        found = moments.order()
    except cells.Undecided as why:
        if said and why.can_be_said:
            return known[said]
        raise undecided(table, column, why) from why
    if said and found not in {"year first", known[said]}:
        raise UserError(
            f"the dates give the {found}, and {known[said]} was said",
            where=f"{table.name}, column {column}",
            kept="nothing was taken in",
            to_do="leave the order to the column, or correct its dates",
        )
    return found


def mark_of(table: Table, column: str, said: str) -> cells.DecimalMark:
    """The decimal mark of a column: as the user said, else as the whole column tells.

    Raises:
        Question: the column doesn't tell.
    """
    marks: dict[str, cells.DecimalMark] = {".": ".", "point": ".", ",": ",", "comma": ","}
    if said in marks:
        return marks[said]
    if said:
        raise UserError(
            f"{said!r} is no decimal mark", kept="nothing was taken in", to_do="say point or comma"
        )
    try:
        return column_values.decimal_mark(table.column(column))
    except cells.Undecided as why:
        raise undecided(table, column, why) from why


class Gatherer:
    """Rows of a table on their way to readings: those still taken, and those refused, each with its first reason."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.taken = Taken(table.rows_read)
        self.alive = np.ones(len(table), bool)
        self.taken.rejected.extend(Rejected(one.line, "all", one.found, one.why) for one in table.ragged)

    def order_of(self, heading: str, moments: MomentColumn, said: str) -> cells.DateOrder:
        """The date order of a column, noted: see :func:`order_of`."""
        order = order_of(self.table, heading, moments, said)
        self.taken.decided[f"{heading}: {'dates ' if order != 'year first' else ''}{order}"] = None
        return order

    def moments(self, heading: str, said: str, zone: ZoneInfo) -> Moments:
        """What a column of time says, by the clocks of the programme's zone; rows without a moment are refused."""
        column = self.table.column(heading)
        reader = MomentColumn(column)
        found = reader.read(self.order_of(heading, reader, said))
        self.refuse(found.refused, column, lambda text: f"is refused: {found.why[text]}")
        if (found.offsets != column_values.NO_OFFSET).any():
            self.taken.decided[f"{heading}: times moved to {zone.key}"] = None
        return column_values.local(found, zone)

    def mark_of(self, heading: str, said: str) -> cells.DecimalMark:
        """The decimal mark of a column, noted where it is a comma or was said: see :func:`mark_of`."""
        mark = mark_of(self.table, heading, said)
        if mark == "," or said:
            self.taken.decided[f"{heading}: decimal {'comma' if mark == ',' else 'point'}"] = None
        return mark

    def filter(self, keep: Mask) -> None:
        """Leave out rows; they are not refused."""
        self.taken.filtered += int((self.alive & ~keep).sum())
        self.alive &= keep

    def refuse(self, rows: Mask, column: Column, why: str | Callable[[str], str]) -> None:
        """Refuse rows that are still taken, for what stands in a column."""
        bad = np.flatnonzero(rows & self.alive)
        for row in bad.tolist():
            text = column.cell(row)
            said = why if isinstance(why, str) else why(text)
            self.taken.rejected.append(Rejected(int(self.table.lines[row]), column.heading, text, said))
        self.alive[bad] = False

    def refuse_flaws(self, headings: Iterable[str]) -> None:
        """Refuse rows with a cell that doesn't hold what it seems to, in the columns that are used."""
        if not self.table.flaws:
            return
        for heading in dict.fromkeys(headings):
            column = self.table.column(heading)
            for row, why in self.table.flaws_of(heading).items():
                if self.alive[row]:
                    line = int(self.table.lines[row])
                    self.taken.rejected.append(
                        Rejected(line, heading, column.cell(row), f"is refused: {why}")
                    )
                    self.alive[row] = False


#: Gives the plan's record for a name in the file; None where there is none.
FindMetric = Callable[[str], "Metric | None"]
FindCohort = Callable[[str], "Cohort | None"]

_ARMS = {
    **dict.fromkeys(("pilot", "treatment", "treated", "test", "ai", "with"), "pilot"),
    **dict.fromkeys(("control", "comparison", "without"), "control"),
}


def arms(gatherer: Gatherer, heading: str) -> NDArray[np.int64]:
    """For each row 0 (pilot) or 1 (control), by a column; rows that say neither are refused."""
    if not heading:
        return np.zeros(len(gatherer.table), np.int64)
    column = gatherer.table.column(heading)
    said = column.distinct.spread(
        [
            {"pilot": 0, "control": 1}.get(_ARMS.get(text.strip().casefold(), ""), -1)
            for text in column.distinct.texts
        ],
        np.int64,
    )
    gatherer.refuse(said < 0, column, "is neither pilot nor control")
    return np.asarray(np.maximum(said, 0), np.int64)


def cohorts(
    gatherer: Gatherer, heading: str, names: Iterable[tuple[str, str]], find: FindCohort
) -> tuple[NDArray[np.int64], list[str]]:
    """For each row the place of its cohort among the ids that are given too; rows of no known cohort are refused."""
    if not heading:
        return np.zeros(len(gatherer.table), np.int64), []
    column = gatherer.table.column(heading)
    renamed = {word.strip().casefold(): name for word, name in names}
    ids: list[str] = []
    places = []
    for text in column.distinct.texts:
        word = text.strip()
        cohort = find(renamed.get(word.casefold(), word)) if word else None
        if cohort is None:
            places.append(-1)
            continue
        if cohort.id not in ids:
            ids.append(cohort.id)
        places.append(ids.index(cohort.id))
    said = column.distinct.spread(places, np.int64)
    gatherer.refuse(said < 0, column, "is not a known cohort")
    return np.asarray(np.maximum(said, 0), np.int64), ids


def refuse_doubles(taken: Taken) -> None:
    """Two values for one period: both are refused, never the last one wins. Equal rows count once."""
    for place, rows in taken.readings.items():
        order = np.lexsort((rows.line, rows.end, rows.start))
        same = (np.diff(rows.start[order]) == 0) & (np.diff(rows.end[order]) == 0)
        if not same.any():
            continue
        keep = np.ones(len(rows), bool)
        for group in _runs(order, same):
            values = {
                (rows.value[one], *np.nan_to_num((rows.numerator[one], rows.n[one]), nan=-1.0).tolist())
                for one in group
            }
            if len(values) == 1:
                keep[group[1:]] = False
                continue
            keep[group] = False
            lines = ", ".join(f"{rows.line[one]:,}" for one in group[:20])
            for one in group:
                taken.rejected.append(
                    Rejected(
                        int(rows.line[one]),
                        "value",
                        f"{rows.value[one]:g}",
                        f"is refused: two values for one period (lines {lines})",
                    )
                )
        taken.readings[place] = rows.where(keep)


def _runs(order: Ints, same: Mask) -> Iterator[list[int]]:
    """The groups of rows that follow each other with the same period, two or more each."""
    starts = np.flatnonzero(same & ~np.concatenate(([False], same[:-1])))
    for start in starts.tolist():
        end = start + 1
        while end < len(same) and same[end]:
            end += 1
        yield order[start : end + 1].tolist()
