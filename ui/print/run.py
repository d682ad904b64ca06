"""One run for all stakeholders: each their own paper in their own edition, into a folder, and kept in the plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cxworkbench.briefings import kept
from cxworkbench.briefings.kinds import KINDS
from cxworkbench.briefings.packs import logo_of, orders
from cxworkbench.briefings.settings import settings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxworkbench.assessment import Assessment
    from cxworkbench.briefings.kept import Printed
    from cxworkbench.briefings.packs import Order

Step = Callable[[int, int, str], None]


def ordered(found: Assessment, printed: str, read: Callable[[str], bytes]) -> list[Order]:
    """What a run makes: the paper that the plan names for each stakeholder.

    Args:
        found: the judgement; what it needs of its file is read, so that any thread may make the papers.
        printed: the printed time to show.
        read: gives what the plan keeps under a hash.

    Raises:
        UserError: the logo can't be printed.
    """
    for plan in filter(None, (found.plan, found.past)):
        plan.read_ahead()
    own = found.plan
    return orders(found, settings_of(own, printed=printed, logo=logo_of(own, own.programme.logo, read)))


def run(found: Assessment, wanted: Sequence[Order], folder: Path, plan: Path, step: Step) -> list[Printed]:
    """Make all papers, then write them: breaking off until then leaves nothing behind.

    Args:
        found: the judgement.
        wanted: what is made.
        folder: where to.
        plan: the plan's file, which is never written over.
        step: told how many are made, of how many, and what is made next; may raise to break off.

    Raises:
        UserError: the folder can't be written.
    """
    from cxworkbench.briefings.compose import compose
    from cxworkbench.exchange.whole_file import write_whole

    made: list[Printed] = []
    for number, order in enumerate(wanted):
        step(number, len(wanted), f"{number + 1} of {len(wanted)}: {KINDS[order.kind].name}, {order.reader}")
        paper = compose(order.kind, found, order.settings)
        made.append(kept.ready(order.kind, order.file_name, paper, order.settings, found))
    step(len(wanted), len(wanted), "Writing the files")
    for printed in made:
        write_whole(folder / printed.file_name, printed.made.pdf, not_over=plan)
    return made
