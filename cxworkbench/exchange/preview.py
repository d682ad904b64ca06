"""What an assistant shows of a file before anything is imported: how it is read, and what would become of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from cxworkbench.exchange import cells, readings_job
from cxworkbench.exchange.mapping import Mapping
from cxworkbench.exchange.naming import Names, pilot_named
from cxworkbench.exchange.readings_job import Asked, Prepared
from cxworkbench.exchange.remembered import remembered_for, table_as_remembered
from cxworkbench.exchange.table import Said, Table
from cxworkbench.plan import Plan
from db.errors import UserError
from db.session import Session

#: So many rows are shown as they stand in the file; a column's type is told by them.
SHOWN = 50
#: The words of so many columns at most are looked up.
_LISTS = 20
#: A column of more different words than this is no list.
_LIST = 12
_YES_NO = frozenset({"y", "n", "yes", "no", "true", "false", "1", "0", ""})
_NUMBER = re.compile(r"[-+(]?[\d.,' \u00a0]*\d[\d.,' \u00a0]*[)%-]?", re.ASCII)


@dataclass(frozen=True)
class Wanted:
    """What a person has chosen so far; what is empty is found out.

    Attributes:
        file: the file.
        pilot: id of the pilot.
        said: how the file is to be read.
        mapping: what its columns mean, once a person changed something of it.
    """

    file: Path
    pilot: str
    said: Said = field(default_factory=Said)
    mapping: Mapping | None = None


@dataclass(frozen=True)
class SeenColumn:
    """A column as it is shown: heading, what its cells are, and one of them."""

    heading: str
    kind: str
    example: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """A file as it is understood.

    Attributes:
        table: as it was read.
        columns: of it.
        first: its first rows.
        kept: which of them the filters keep.
        mapping: what its columns mean.
        names: the metrics and cohorts that they can go to.
        prepared: what would be imported; None where something stands in the way.
        problem: what stands in the way: a Question, or what can't be read.
        remembered: the name of the mapping that the plan remembers for such files; empty where there is none.
        unknown_cohorts: the words of the cohort's column that name no cohort of the plan.
    """

    table: Table
    columns: tuple[SeenColumn, ...]
    first: list[list[str]]
    kept: list[bool]
    mapping: Mapping
    names: Names
    prepared: Prepared | None = None
    problem: UserError | None = None
    remembered: str = ""
    unknown_cohorts: tuple[str, ...] = ()


def look(
    session: Session,
    wanted: Wanted,
    *,
    at: datetime,
    table: Table | None = None,
    step: Callable[[int], None] = lambda _: None,
) -> Preview:
    """Read a file and find out what would become of it; nothing is written.

    Args:
        session: the open plan.
        wanted: what was chosen.
        at: now.
        table: the file, where it was read already in the same way.
        step: told the number of rows read so far; may raise to cancel.

    Raises:
        UserError: the file is no table.
    """
    plan = Plan(session, version=session.head)
    table = table or table_as_remembered(plan, wanted.file, wanted.said, step=step)
    names = Names(plan, pilot_named(plan, wanted.pilot))
    asked = Asked(wanted.file, pilot=wanted.pilot, mapping=wanted.mapping, said=wanted.said, remember="")
    problem: UserError | None = None
    prepared: Prepared | None = None
    known = remembered_for(plan, table)
    try:
        mapping, _ = readings_job.mapping_of(plan, table, names, asked)
    except UserError as error:
        mapping, problem = Mapping("long", ""), error
    if problem is None:
        try:
            prepared = readings_job.prepare(
                session, replace(asked, mapping=mapping), at=at, table=table, step=step
            )
        except UserError as error:
            problem = error
    first = table.first(SHOWN)
    return Preview(
        table,
        _seen(table, first),
        first,
        _kept(mapping, table, first),
        mapping,
        names,
        prepared,
        problem,
        known.name if known is not None else "",
        _unknown(mapping, table, names),
    )


def _seen(table: Table, first: Sequence[Sequence[str]]) -> tuple[SeenColumn, ...]:
    filled = [[row[place] for row in first if row[place].strip()] for place, _ in enumerate(table.headings)]
    kinds = [_kind(texts) for texts in filled]
    # All words of a column that holds few: a filter or a rate is chosen from them.
    lists = [
        heading
        for heading, kind, texts in zip(table.headings, kinds, filled, strict=True)
        if kind in {"list", "yes or no", "text"} and texts and len(set(texts)) <= _LIST
    ][:_LISTS]
    table.fetch(lists)
    narrow = [heading for heading in lists if table.column(heading).is_narrow]
    table.fetch_apart(narrow)
    return tuple(
        SeenColumn(heading, kind, next(iter(texts), ""), _words(table, heading) if heading in narrow else ())
        for heading, kind, texts in zip(table.headings, kinds, filled, strict=True)
    )


def _words(table: Table, heading: str) -> tuple[str, ...]:
    seen = dict.fromkeys(text.strip() for text in table.column(heading).distinct.texts)
    return tuple(sorted(word for word in seen if word))[: _LIST * 3]


def _kind(texts: Sequence[str]) -> str:
    if not texts:
        return "empty"
    lowered = {text.strip().casefold() for text in texts}
    if lowered <= _YES_NO and len(texts) > 1 and not lowered <= {"1", "0"}:
        return "yes or no"
    if all(_is_moment(text) for text in texts[:20]):
        return "date, time" if any(":" in text for text in texts[:20]) else "date"
    if all(_NUMBER.fullmatch(text.strip()) for text in texts):
        return "number"
    if all(re.fullmatch(r"\d{1,4}(:\d{1,2}){1,2}(\.\d+)?", text.strip()) for text in texts):
        return "length of time"
    few = len(lowered) <= _LIST and (len(lowered) * 2 <= len(texts) or len(lowered) <= 3)
    return "list" if few else "text"


def _is_moment(text: str) -> bool:
    orders: tuple[cells.DateOrder, ...] = ("day first", "month first")
    for order in orders:
        try:
            cells.moment(text, order)
        except ValueError:
            continue
        return True
    return False


def _kept(mapping: Mapping, table: Table, first: Sequence[Sequence[str]]) -> list[bool]:
    places = [(table.headings.index(one.column), one) for one in mapping.keep if one.column in table.headings]
    return [all(one.takes(row[place]) for place, one in places) for row in first]


def _unknown(mapping: Mapping, table: Table, names: Names) -> tuple[str, ...]:
    if mapping.cohort not in table.headings:
        return ()
    renamed = {word.strip().casefold() for word, _ in mapping.cohorts}
    words = dict.fromkeys(text.strip() for text in table.column(mapping.cohort).distinct.texts)
    return tuple(
        word for word in words if word and word.casefold() not in renamed and names.cohort(word) is None
    )[: _LIST * 3]
