"""Printed papers, kept in the plan as their PDF: printing one again gives that file back, byte for byte."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from cxworkbench.briefings.kinds import KINDS
from db.contents import Packed, pack
from db.errors import PlanDamaged
from db.models import Attachment, Pilot, PrintedPaper, Stakeholder

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from cxworkbench.briefings.made import Made
    from cxworkbench.briefings.settings import Settings
    from cxworkbench.plan import Plan
    from db.change import Change

_PDF = "application/pdf"


@dataclass(frozen=True)
class Printed:
    """A paper ready to be kept; packing it may be done on any thread.

    Attributes:
        kind: an id of ``KINDS``, or the id of a preset's kind.
        file_name: as it was offered.
        packed: the file.
        made: what is known of it.
        settings: how it was made.
        found: the judgement that it prints.
    """

    kind: str
    file_name: str
    packed: Packed
    made: Made
    settings: Settings
    found: Assessment


def ready(kind: str, file_name: str, made: Made, settings: Settings, found: Assessment) -> Printed:
    """Pack a paper for the plan.

    Raises:
        FieldError: it is too large for a plan.
    """
    return Printed(kind, file_name, pack(made.pdf), made, settings, found)


def keep(change: Change, plan: Plan, printed: Printed, *, at: datetime) -> PrintedPaper:
    """Keep a paper inside a change, with the plan version, the settings and the hash; equal files are kept once."""
    sha256 = change.keep(printed.packed)
    held = next(
        (one for one in plan.all(Attachment) if (one.sha256, one.name) == (sha256, printed.file_name)), None
    )
    file = held or change.add(
        Attachment(
            name=printed.file_name, media_type=_PDF, size=printed.packed.size, sha256=sha256,
            # The paper itself may show what its audience may see and others may not.
            confidential=printed.made.audience in {"sponsor", "steering"},
        )
    )  # fmt: skip
    settings, found = printed.settings, printed.found
    return change.add(
        PrintedPaper(
            kind_=printed.kind,
            pilot=_known(plan, Pilot, printed.made.subject),
            stakeholder=_known(plan, Stakeholder, settings.stakeholder),
            audience=printed.made.audience,
            as_of=found.as_of,
            readings_to=found.readings_to,
            printed_at=at,
            changeset=found.plan.version,
            settings=settings.as_json() | {"pages": printed.made.pages, "subject": printed.made.subject},
            withheld=printed.made.withheld,
            file=file,
            sha256=sha256,
        )
    )


def _known(plan: Plan, family: type[Pilot | Stakeholder], id: str | None) -> str | None:
    return id if plan.get(family, id) is not None else None


def kept(plan: Plan) -> list[PrintedPaper]:
    """The papers that were printed, the newest first."""
    rows = [one for one in plan.all(PrintedPaper) if one.file]
    return sorted(rows, key=lambda one: (one.printed_at is not None, one.printed_at, one.id), reverse=True)


def name_of(plan: Plan, paper: PrintedPaper) -> str:
    """What a kept paper is called: "Recovery plan, Chat Assistant", "Sponsor one-pager, Rob Ellery"."""
    settings = paper.settings if isinstance(paper.settings, dict) else {}
    known = KINDS.get(paper.kind_)
    parts = [str(settings.get("title") or (known.name if known is not None else paper.kind_))]
    pilot, reader = plan.get(Pilot, paper.pilot), plan.get(Stakeholder, paper.stakeholder)
    parts += [pilot.name] if pilot is not None else []
    parts += [plan.person_name(reader.person)] if reader is not None else []
    return ", ".join(parts)


def reprint(plan: Plan, paper: PrintedPaper, read: Callable[[str], bytes]) -> bytes:
    """The kept file, whole and unchanged.

    Args:
        plan: the plan.
        paper: which.
        read: gives what the plan keeps under a hash (``session.kept``).

    Raises:
        PlanDamaged: the file isn't there, or isn't the one that was printed.
    """
    file = plan.get(Attachment, paper.file)
    sha256 = paper.sha256 or ""
    if file is None or file.sha256 != sha256:
        raise PlanDamaged(
            "the file of a printed paper is not the one that was printed",
            where=name_of(plan, paper),
            kept="the plan was left as it is",
            to_do="run check, and open a backup, which may hold it whole",
        )
    content = read(sha256)
    assert hashlib.sha256(content).hexdigest() == sha256, "what is kept is read under its own hash"
    return content


def printed_on(plan: Plan, paper: PrintedPaper) -> date | None:
    """The programme's day on which a paper was printed."""
    return plan.day_of(paper.printed_at) if paper.printed_at is not None else None
