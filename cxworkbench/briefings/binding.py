"""Binding: the sections of a pack in their order, under one running head, with continuous pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from reportlab.platypus.flowables import Flowable

from cxworkbench.briefings.contents import Contents
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.evidence import Evidence
from cxworkbench.briefings.kinds import KINDS, PAPER
from cxworkbench.briefings.metric_page import metric_sheets, other_sheets
from cxworkbench.briefings.notes import Closing
from cxworkbench.briefings.page import Sheet
from cxworkbench.briefings.sections import (
    adoption,
    changes,
    data,
    decisions,
    exceptions,
    governance,
    log,
    pilot,
    returns,
)
from cxworkbench.briefings.steering import Cover, head

Blocks = Callable[[Edition], Iterable[Flowable]]


def _of(section: str, title: str, blocks: Blocks) -> Callable[[Edition], Iterable[Sheet]]:
    """A section made of blocks that another paper has too."""

    def sheets(edition: Edition) -> Iterator[Sheet]:
        flow = [edition.title(title, key=section), *edition.comment(section), *blocks(edition)]
        yield edition.sheet(flow, head(edition), shares=True)

    return sheets


_PARTS: dict[str, Callable[[Edition], Iterable[Sheet]]] = {
    "changes": changes.sheets,
    "pilots": pilot.sheets,
    "metrics": metric_sheets,
    "more_metrics": other_sheets,
    "adoption": adoption.sheets,
    "data": data.sheets,
    "governance": governance.sheets,
    "controls": _of("controls", "What is checked", governance.attention),
    "incidents": _of("incidents", "What went wrong", governance.incidents),
    "samples": _of("samples", "What people found", governance.outputs),
    "all_controls": _of("all_controls", "Every control", governance.every_control),
    "roi": returns.sheets,
    "risks": log.sheets,
    "waivers": exceptions.sheets,
    "decisions": decisions.sheets,
}
_ON_COVER = frozenset({"cover", "summary", "conditions", "agenda"})


def sheets(edition: Edition) -> Iterator[Sheet]:
    """A whole pack, its sections in the order that was chosen."""
    usual = tuple(section.id for section in KINDS["steering"].sections if section.is_on)
    wanted = edition.settings.sections or usual
    if "evidence" in wanted:
        edition.evidence = Evidence(edition)
    if any(section in wanted for section in _ON_COVER):
        yield edition.sheet(Cover(edition).flow(), head(edition))
    if "contents" in wanted:
        flow = [edition.heading("Contents", before=0), Contents(edition.press, edition.width)]
        yield edition.sheet(flow, head(edition))
    for section in wanted:
        if section in _PARTS:
            yield from _PARTS[section](edition)
        elif section.startswith(PAPER) and section.removeprefix(PAPER) in KINDS:
            yield from KINDS[section.removeprefix(PAPER)].sheets(edition)
    if "waivers" not in wanted:
        # Waivers, settlements and overrides are in every pack, whatever was chosen.
        yield from exceptions.sheets(edition)
    yield edition.sheet(_end(edition), head(edition))


def _end(edition: Edition) -> list[Flowable]:
    pilots = [state.pilot for state in edition.pilots]
    if edition.evidence is None:
        return [edition.title("Notes", key="evidence"), Closing(edition, frameworks=pilots, before=0)]
    return [
        edition.title("Where it comes from", key="evidence"),
        edition.lead("Every number in small print behind a sentence leads here."),
        *edition.evidence.blocks(),
        Closing(edition, frameworks=pilots),
    ]
