"""Numbered notes: each names the records that a figure or sentence came from; an appendix lists them all."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats
from cxworkbench.audit.readiness import newest_audit
from cxworkbench.briefings.listing import Column, listing
from cxworkbench.briefings.text import TABLE, TABLE_STRONG
from cxworkbench.frameworks import in_force, short_hash
from cxworkbench.naming import Names, code_of
from cxworkbench.plan import Ref
from db.models import Audit, DataSource, Metric

if TYPE_CHECKING:
    from cxworkbench.briefings.edition import Edition
    from db.records import Record

#: So many records are named in a note; the rest is counted.
_NAMED = 4
#: Of a record the first of these days that it has is said.
_DAYS = (
    "audited_on",
    "run_on",
    "done",
    "done_on",
    "date",
    "told_on",
    "made_on",
    "agreed_on",
    "on",
    "raised_on",
)
_SAID = 3


class Evidence:
    """The notes of a paper: equal evidence is one note."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._names = Names(edition.plan.find)
        self._notes: dict[tuple[Ref, ...], list[str]] = {}

    def number(self, what: str, refs: Sequence[Ref]) -> str:
        """The number of the note for what rests on these records; empty where it rests on none."""
        key = tuple(dict.fromkeys(Ref(ref.kind, ref.id) for ref in refs))
        if not key:
            return ""
        said, told = self._notes.setdefault(key, []), what.rstrip(". ")
        if told not in said:
            said.append(told)
        return str(list(self._notes).index(key) + 1)

    @property
    def count(self) -> int:
        """How many notes there are."""
        return len(self._notes)

    def blocks(self) -> Iterator[Flowable]:
        """The appendix."""
        edition = self._edition
        if not self._notes:
            yield edition.missing("No figure of this paper is numbered.")
            return
        lines = []
        for number, (refs, said) in enumerate(self._notes.items(), 1):
            more = f" and {formats.plural(len(said) - _SAID, 'more place')}" if len(said) > _SAID else ""
            lines.append([str(number), f"{'; '.join(said[:_SAID])}{more}", "; ".join(self._sources(refs))])
        columns = [
            Column("No.", align="right", style=TABLE_STRONG),
            Column("What is said", share=1.0, most_lines=8),
            Column("Where it comes from", share=1.25, style=TABLE.but(color="ink2"), most_lines=14),
        ]
        yield listing(edition.press, columns, lines, edition.width)

    def _sources(self, refs: Sequence[Ref]) -> Iterator[str]:
        known = [(ref, record) for ref in refs if (record := self._edition.plan.find(ref.id)) is not None]
        shown = self._edition.rows(known, lambda pair: pair[1])
        for _, record in shown[:_NAMED]:
            yield self._source(record)
        if len(shown) > _NAMED:
            yield f"and {formats.plural(len(shown) - _NAMED, 'more record')}"
        if len(shown) < len(known):
            yield f"{formats.plural(len(known) - len(shown), 'confidential record')}, withheld"
        gone = len(refs) - len(known)
        if gone:
            yield f"{formats.plural(gone, 'record')} in the bin"

    def _source(self, record: Record) -> str:
        if isinstance(record, Metric):
            return self._readings(record)
        code, named = code_of(record), " ".join(self._names.named(record).split())
        title = f"{code} {named}".strip() if code else self._names.title(record)
        if isinstance(record, Audit):
            title = f"Audit of {self._named(record.data_source)}"
        day = next((value for name in _DAYS if (value := self._day(record, name)) is not None), None)
        return title if day is None else f"{title}, {self._edition.day(day)}"

    def _named(self, id: str | None) -> str:
        record = self._edition.plan.find(id)
        return "" if record is None else self._names.named(record)

    def _day(self, record: Record, name: str) -> date | None:
        value = record.value(name) if name in record.fields else None
        return value if isinstance(value, date) else None

    def _readings(self, metric: Metric) -> str:
        """A metric with how many weeks were read, from where, and the framework that holds its thresholds."""
        edition = self._edition
        state = edition.found.metric(metric.id)
        parts = [f"Metric {metric.name}"]
        if state is not None and len(state.weeks):
            weeks = sum(math.isfinite(value) for value in state.weeks.value)
            to = f" to {edition.day(state.latest_day)}" if state.latest_day is not None else ""
            parts.append(f"{formats.plural(weeks, 'week')} read{to}")
        source = edition.plan.get(DataSource, metric.data_source)
        if source is not None:
            audit = newest_audit(edition.plan, source, edition.as_of)
            audited = f"audited {edition.day(audit.audited_on)}" if audit is not None else "not audited"
            parts.append(f"{source.name}, {audited}")
        elif metric.source:
            parts.append(metric.source)
        framework = in_force(edition.plan, metric.pilot or "", edition.as_of)
        if framework is not None:
            parts.append(f"framework {short_hash(framework.hash)}")
        return ", ".join(parts)
