"""Data: the sources with their lowest dimension, the worst one by dimension, findings with remedies, columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats
from cxworkbench.assessment import PilotState
from cxworkbench.audit.readiness import NOT_PROVEN, NOT_READY, READY, DimensionState, Readiness, readiness
from cxworkbench.briefings.bars import Bar
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.glyph_flowables import status_word
from cxworkbench.briefings.listing import Column, Line, Value, listing
from cxworkbench.briefings.marks import TickBox
from cxworkbench.briefings.page import Sheet
from cxworkbench.briefings.text import TABLE, TABLE_STRONG
from cxworkbench.choice_names import choice_name
from db.models import Audit, AuditColumn, AuditDimension, AuditFinding, DataSource

#: The three words of readiness with their shapes (visual-language.md, 13).
WORDS = {
    READY: ("met", "Ready"),
    NOT_READY: ("failing", "Not ready"),
    NOT_PROVEN: ("not_assessed", "Not proven"),
}
_WORST = (NOT_READY, NOT_PROVEN, READY)
_SEVERITY = {"blocker": 0, "major": 1, "minor": 2}
_MOST = 24


@dataclass(frozen=True)
class Source:
    """A data source with its readiness on the day."""

    pilot: PilotState
    source: DataSource
    ready: Readiness

    @property
    def figure(self) -> float | None:
        """Its lowest dimension."""
        worst = self.ready.worst
        return None if worst is None else worst.figure


def sources(edition: Edition) -> list[Source]:
    """The sources of an edition's pilots, the worst first."""
    found = [
        Source(state, one, readiness(edition.plan, one, edition.as_of))
        for state in edition.pilots
        for one in edition.plan.of_pilot(DataSource, state.pilot)
    ]
    return sorted(
        found, key=lambda one: (_WORST.index(one.ready.state), one.figure if one.figure is not None else -1.0)
    )


def sheets(edition: Edition) -> Iterator[Sheet]:
    """The section of a pack."""
    from cxworkbench.briefings.steering import head

    found = sources(edition)
    flow: list[Flowable] = [edition.title(finding(found), key="data"), *edition.comment("data")]
    flow += source_table(edition, found)
    flow += findings(edition, found)
    yield edition.sheet(flow, head(edition))


def points(share: float | None) -> str:
    """A share in points of 100; — where it isn't known."""
    return formats.MISSING if share is None else formats.number(share * 100, 0)


def finding(found: Sequence[Source]) -> str:
    """The worst source in one sentence."""
    if not found:
        return "No data source is named"
    worst = found[0]
    if worst.ready.state == READY:
        return (
            f"All {formats.plural(len(found), 'source')} ready"
            if len(found) > 1
            else f"{worst.source.name} is ready"
        )
    judged = [one for one in worst.ready.dimensions if one.dimension.required is not None]
    short = [one for one in judged if one.state == worst.ready.state]
    word = WORDS[worst.ready.state][1].lower()
    if worst.ready.audit is None:
        return f"{worst.source.name} is {word}: it was never audited"
    if not short:
        return f"{worst.source.name} is {word}: its audit is too old"
    needs = {one.dimension.required for one in short}
    under = (
        f" under {points(needs.pop())}" if len(needs) == 1 and worst.ready.state == NOT_READY else f" {word}"
    )
    count = f"{formats.in_words(len(short))} of {formats.in_words(len(judged))} dimensions"
    return f"{worst.source.name} is {word}: {count}{under}"


def dimension_name(one: DimensionState) -> str:
    """A dimension by its name."""
    named = choice_name(AuditDimension.fields["dimension"], one.dimension.name)
    return named[:1].title() + named[1:]


def source_table(edition: Edition, found: Sequence[Source]) -> Iterator[Flowable]:
    """One row a source."""
    ready = sum(one.ready.state == READY for one in found)
    yield edition.heading("Sources", f"{len(found)} in use, {ready} ready" if found else "")
    if not found:
        yield edition.missing(
            "No source is named: what the AI draws on, who owns it, and when it was audited."
        )
        return
    several = len(edition.pilots) > 1
    lines: list[Line] = []
    for one in found:
        audit, worst = one.ready.audit, one.ready.worst
        shape, word = WORDS[one.ready.state]
        ground = "tint_fail" if one.ready.state == NOT_READY else ""
        values: list[Value] = [
            one.source.name,
            edition.plan.person_name(one.source.owner),
            edition.day(audit.audited_on) if audit is not None else "never",
            formats.count(audit.rows) if audit is not None and audit.rows is not None else formats.MISSING,
            points(one.figure),
            dimension_name(worst) if worst is not None else formats.MISSING,
            status_word(edition.press, shape, word, ground=ground or "paper"),
        ]
        lines.append(Line([one.pilot.pilot.name, *values] if several else values, ground))
    columns = [
        Column("Source", share=1.1, style=TABLE_STRONG, most_lines=2),
        Column("Owner", share=0.9, most_lines=2),
        Column("Audited", align="right"),
        Column("Rows", align="right"),
        Column("Lowest", align="right", style=TABLE_STRONG),
        Column("Dimension", most_lines=2),
        Column("Verdict"),
    ]
    if several:
        columns.insert(0, Column("Pilot", share=0.8, style=TABLE.but(color="ink2"), most_lines=2))
    yield listing(edition.press, columns, lines, edition.width)


def by_dimension(edition: Edition, one: Source) -> Iterator[Flowable]:
    """A source by dimension, with the audit before as a ring."""
    before = _audit_before(edition, one)
    then = (
        {row.dimension: row for row in edition.plan.linking(AuditDimension, "audit", before.id)}
        if before
        else {}
    )
    ring = f", ring is {formats.day(before.audited_on)}" if before is not None else ""
    yield edition.heading(f"{one.source.name} by dimension", f"tick is what it needs{ring}", level=2)
    if one.ready.audit is None:
        yield edition.missing("It was never audited, so nothing is proven.")
        return
    rows = {row.dimension: row for row in edition.plan.linking(AuditDimension, "audit", one.ready.audit.id)}
    lines: list[list[Value]] = []
    for state in one.ready.dimensions:
        shape, word = WORDS[state.state]
        row, old = rows.get(state.dimension.name), then.get(state.dimension.name)
        lines.append([
            dimension_name(state), points(state.dimension.required), points(state.figure),
            Bar(edition.press, state.figure, needs=state.dimension.required, before=_figure(old)),
            status_word(edition.press, shape, word), _evidence(state, row),
        ])  # fmt: skip
    columns = [
        Column("Dimension", style=TABLE_STRONG),
        Column("Needs", align="right"),
        Column("Score", align="right", style=TABLE_STRONG),
        Column("0 to 100", share=1.0),
        Column("Verdict"),
        Column("Evidence", share=1.4, most_lines=3),
    ]
    yield listing(edition.press, columns, lines, edition.width)


def _figure(row: AuditDimension | None) -> float | None:
    if row is None:
        return None
    if row.score is not None:
        return float(row.score)
    return row.passed / row.n if row.passed is not None and row.n else None


def _audit_before(edition: Edition, one: Source) -> Audit | None:
    now = one.ready.audit
    if now is None:
        return None
    earlier = [
        audit
        for audit in edition.plan.linking(Audit, "data_source", one.source.id)
        if audit.audited_on < now.audited_on
    ]
    return max(earlier, key=lambda audit: audit.audited_on, default=None)


def _evidence(state: DimensionState, row: AuditDimension | None) -> str:
    if row is None:
        return "not looked at"
    if row.evidence:
        return " ".join(row.evidence.split())
    if state.dimension.score is not None:
        return "full count"
    if row.passed is None or not row.n:
        return "no figure"
    spread = formats.value_range(formats.percent(state.lower), formats.percent(state.upper))
    return f"{row.passed} of {row.n} sampled pass, {spread}"


def open_findings(edition: Edition, found: Sequence[Source]) -> list[AuditFinding]:
    """Findings that aren't closed or accepted: the gravest first, then by date."""
    ids = {one.source.id for one in found}
    rows = [
        one
        for one in edition.plan.all(AuditFinding)
        if one.data_source in ids
        and one.closed_on is None
        and one.accepted_by is None
        and one.passed is not True
    ]
    return sorted(rows, key=lambda one: (_SEVERITY.get(one.severity or "", 3), one.due or date.max))


def findings(edition: Edition, found: Sequence[Source], *, most: int = _MOST) -> Iterator[Flowable]:
    """What failed, how much, what is done, who does it and by when."""
    rows = open_findings(edition, found)
    lacking = sum(one.remedy is None or one.remedy_owner is None or one.due is None for one in rows)
    each = (
        "each with an owner and a date"
        if rows and not lacking
        else f"{lacking} without remedy, owner or date"
    )
    yield edition.heading("Findings and remedies", f"{len(rows)} open, {each}" if rows else "")
    if not rows:
        yield edition.missing("No finding is open.")
        return
    press, lines = edition.press, list[list[Value]]()
    for number, one in enumerate(rows[:most], 1):
        source = edition.plan.get(DataSource, one.data_source)
        remedy = press.text(one.remedy or "No remedy yet", TABLE, most_lines=4)
        lines.append([
            str(number), one.text or "Finding", source.name if source is not None else "", _size(one),
            TickBox(press, remedy, gap=4.5), edition.plan.person_name(one.remedy_owner), edition.day(one.due),
        ])  # fmt: skip
    columns = [
        Column("No.", align="right"),
        Column("Finding", share=1.3, style=TABLE_STRONG),
        Column("Source", style=TABLE.but(color="ink2"), most_lines=3),
        Column("Size", share=0.9, style=TABLE.but(color="ink2")),
        Column("Remedy", share=1.1),
        Column("Owner", most_lines=2),
        Column("Due", align="right"),
    ]
    yield listing(press, columns, lines, edition.width)
    if len(rows) > most:
        left = f"{formats.plural(len(rows) - most, 'more finding')} not shown"
        edition.left_out.append(left)
        yield edition.note(f"{left}.")


def _size(one: AuditFinding) -> str:
    if one.rows_failed is not None and one.rows_checked:
        share = formats.percent(one.rows_failed / one.rows_checked)
        return f"{formats.count(one.rows_failed)} of {formats.count(one.rows_checked)}, {share}"
    if one.rows_failed is not None:
        return f"{formats.count(one.rows_failed)} rows"
    return formats.MISSING


def columns_outside(edition: Edition, one: Source, width: float) -> list[Flowable]:
    """The columns of a source's file that hold what no rule allows, the most first."""
    audit = one.ready.audit
    rows = edition.plan.linking(AuditColumn, "audit", audit.id) if audit is not None else []
    outside = sorted((row for row in rows if row.invalid), key=lambda row: -(row.invalid or 0))
    aside = f"{len(outside)} of {len(rows)}" if rows else ""
    blocks: list[Flowable] = [edition.heading("Columns outside the rule", aside, before=0)]
    if not rows:
        return [*blocks, edition.missing("The audit keeps no columns.")]
    if not outside:
        return [*blocks, edition.missing("Every column holds what its rule allows.")]
    lines = [
        [
            row.name,
            formats.MISSING if row.filled is None else formats.percent(row.filled, 1),
            f"{formats.count(row.invalid or 0)} outside",
        ]
        for row in outside[:10]
    ]
    columns = [
        Column(share=1, style=TABLE_STRONG, most_lines=1),
        Column(align="right"),
        Column(share=1, style=TABLE.but(color="ink2"), most_lines=2),
    ]
    return [*blocks, listing(edition.press, columns, lines, width)]
