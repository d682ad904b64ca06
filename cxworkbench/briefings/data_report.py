"""The data readiness report: every source, the worst by dimension, findings with remedies, and what it holds up."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats
from cxworkbench.briefings.blocks import Beside, Stack
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.glyph_flowables import GlyphText
from cxworkbench.briefings.notes import Closing
from cxworkbench.briefings.page import Sheet
from cxworkbench.briefings.sections import data
from cxworkbench.briefings.sections.data import Source
from cxworkbench.briefings.settings import FOREWORD
from cxworkbench.briefings.text import TABLE
from cxworkbench.recovery import recovery_state
from db.models import AuditColumn, DataSource

NAME = "Data readiness report"
_LEFT, _GAP = 237.0, 22.0
_CONDITION = "data_ready"


def sheets(edition: Edition) -> Iterator[Sheet]:
    """The report: the worst source in full, then every other by dimension."""
    found = data.sources(edition)
    one = edition.pilots[0].pilot.name if len(edition.pilots) == 1 else ""
    flow: list[Flowable] = [
        edition.title(data.finding(found)),
        edition.lead(_lead(edition, found, one)),
        *edition.comment(FOREWORD),
        *data.source_table(edition, found),
    ]
    if found:
        flow += data.by_dimension(edition, found[0])
    flow += data.findings(edition, found)
    if found:
        right = edition.width - _LEFT - _GAP
        columns = Stack(data.columns_outside(edition, found[0], _LEFT))
        flow.append(Beside([columns, Stack(_blocks(edition, found))], [_LEFT, right], _GAP, before=9.0))
    for source in found[1:]:
        flow += data.by_dimension(edition, source)
    flow.append(Closing(edition))
    name = edition.settings.title or NAME
    yield edition.sheet(flow, f"{name}, {one}" if one else name, _source(edition, found))


def _lead(edition: Edition, found: list[Source], one: str) -> str:
    """For whom, and what decides."""
    owners = list(dict.fromkeys(edition.plan.person_name(source.source.owner) for source in found))
    who = edition.reader or formats.listed(owners[:4]) or "data owners"
    about = f"{NAME}, {one}, for" if one else "For"
    return f"{about} {who} and IT. The lowest dimension decides, whatever the mean."


def _source(edition: Edition, found: list[Source]) -> str:
    days = [one.ready.audit.audited_on for one in found if one.ready.audit is not None]
    newest = f", newest audit {edition.day(max(days))}" if days else ", no audit"
    return f"plan version {edition.plan.version}{newest}"


def _blocks(edition: Edition, found: list[Source]) -> list[Flowable]:
    """What the sources hold up, and what is kept back."""
    press = edition.press
    blocks: list[Flowable] = [edition.heading("What this blocks", before=0)]
    said = list(_held_up(edition))
    blocks += [GlyphText(press, state, press.text(text, TABLE), gap=4.5, padding=1.0) for state, text in said]
    if not said:
        blocks.append(edition.missing("Nothing waits for a source."))
    blocks.append(edition.heading("Kept back"))
    audits = {one.ready.audit.id for one in found if one.ready.audit is not None}
    rows = [one for one in edition.plan.all(AuditColumn) if one.audit in audits]
    examples = sum(bool(one.examples) for one in rows)
    personal = sum(one.personal is True for one in rows)
    kept = (
        f"Examples of {formats.plural(examples, 'column')} are not printed"
        if examples
        else "The audits keep no examples"
    )
    count = f", {personal} of them with personal data" if personal else ""
    blocks.append(edition.text(f"{kept}{count}. Counts include every row.", TABLE))
    return blocks


def _held_up(edition: Edition) -> Iterator[tuple[str, str]]:
    """Gates, relaunch criteria and other due findings that a source stands in the way of."""
    for state in edition.pilots:
        rating = next((one for one in state.ratings if one.condition == _CONDITION), None)
        gate = next((one for one in state.gates if one.state in {"current", "held"}), None)
        if rating is not None and gate is not None:
            for one in rating.findings:
                if one.blocks_nearest or one.is_due:
                    yield (
                        ("failing" if one.severity == "blocker" else "at_risk"),
                        f"{gate.name} gate of {state.pilot.name}: {one.short}.",
                    )
        recovery = recovery_state(edition.plan, state, edition.as_of)
        if recovery.case is None or not recovery.is_running:
            continue
        for number, criterion in enumerate(recovery.relaunch, 1):
            if criterion.ref.kind == DataSource.kind and criterion.state != "met":
                place = f"criterion {number} of {len(recovery.relaunch)}"
                yield "gate_held", f"Relaunch of {state.pilot.name}, {place}: {criterion.text}."
