"""The governance register: who answers, what is checked, what went wrong, what was let pass; then every control."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats
from cxworkbench.briefings.blocks import Beside, Stack
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.notes import Closing
from cxworkbench.briefings.page import Sheet
from cxworkbench.briefings.sections import exceptions, governance
from cxworkbench.briefings.settings import FOREWORD

NAME = "Governance register"
_LEFT, _GAP = 249.0, 18.0
#: Up to this height samples and exceptions stand on one page.
_WHOLE = 220.0
#: Its sections in their usual order.
ORDER = ("governance", "controls", "incidents", "samples", "waivers", "all_controls")


def sheets(edition: Edition) -> Iterator[Sheet]:
    """The register, its sections in the order that was chosen."""
    wanted = edition.settings.sections or ORDER
    parts = {
        "governance": governance.grid,
        "controls": governance.attention,
        "incidents": governance.incidents,
        "samples": governance.outputs,
        "waivers": _exceptions,
        "all_controls": governance.every_control,
    }
    flow: list[Flowable] = [
        edition.title(governance.finding(edition)),
        edition.lead(_lead(edition)),
        *edition.comment(FOREWORD),
    ]
    for place, section in enumerate(wanted):
        if section not in parts or wanted[place - 1 : place + 1] == ("samples", "waivers"):
            continue
        flow += edition.comment(section)
        if wanted[place : place + 2] == ("samples", "waivers"):
            flow.append(_beside(edition))
        else:
            flow += parts[section](edition)
    if "waivers" not in wanted:
        flow += _exceptions(edition)
    flow.append(Closing(edition, exceptions=False))
    name = edition.settings.title or NAME
    one = edition.pilots[0].pilot.name if len(edition.pilots) == 1 and edition.settings.subject else ""
    yield edition.sheet(flow, f"{name}, {one}" if one else name)


def _exceptions(edition: Edition) -> Iterator[Flowable]:
    yield edition.heading("Waivers, settlements and overrides")
    yield from exceptions.blocks(edition, headed=False)


def _beside(edition: Edition) -> Flowable:
    """Samples and exceptions, where they follow each other, stand beside each other."""
    right = edition.width - _LEFT - _GAP
    left = Stack(governance.output_table(edition, _LEFT))
    both = [left, Stack(exceptions.paragraphs(edition))]
    return Beside(both, [_LEFT, right], _GAP, before=9.0, whole_up_to=_WHOLE)


def _lead(edition: Edition) -> str:
    """For whom, and what runs meanwhile."""
    reader = f"For {edition.reader}" if edition.reader else "For risk, data protection and the works council"
    held = [
        f"{state.pilot.name} is paused"
        + (
            f" and runs at {formats.percent(state.pilot.exposure)} of contacts"
            if state.pilot.exposure is not None
            else ""
        )
        for state in edition.pilots
        if state.pilot.status == "paused"
    ]
    return f"{reader}. {formats.listed(held)}." if held else f"{reader}."
