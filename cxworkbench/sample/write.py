"""Writes the sample programme: its story step by step, with fixed ids, as any user's plan is written."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db.models import Pilot, Programme
from db.whole import whole_plan

if TYPE_CHECKING:
    from cxworkbench.sample.steps import Steps, Told
    from db.change import Change
    from db.session import Session

#: The day as of which the sample is judged, whatever the day is.
PINNED_DAY = date(2026, 3, 11)
BEGINNING = datetime(2025, 7, 3, 8, 0, tzinfo=UTC)

_NAMESPACE = uuid.UUID("5f0c9a52-8f3e-5d0a-9d52-1b8f0f6f2c11")


def fixed_ids() -> Callable[[], str]:
    """Ids that are the same at each writing: the n-th id of the sample."""
    made = 0

    def next_id() -> str:
        nonlocal made
        made += 1
        return uuid.uuid5(_NAMESPACE, str(made)).hex

    return next_id


def write_sample(path: Path | str, *, overwrite: bool = False) -> None:
    """Write the sample programme as a new plan.

    Raises:
        UserError: the file exists already (unless ``overwrite``), or its folder can't be written.
    """
    from cxworkbench.sample.chapters import STORY, Steps
    from cxworkbench.sample.people import PEOPLE
    from db import snapshots

    first = Programme(
        name="Larkfield service programme",
        organisation="Larkfield Energy",
        currency="GBP",
        time_zone="Europe/London",
        locale="en-GB",
        sponsor_decision_limit=10,
        review_cadence=28,
        pinned_date=PINNED_DAY,
    )
    with whole_plan(path, new_id=fixed_ids(), host="sample", origin="sample", overwrite=overwrite) as session:
        with session.change("Create the programme", at=BEGINNING, by=PEOPLE["jo"][0]) as change:
            change.add(first)
        steps = Steps()
        for step in sorted(STORY, key=lambda one: one.at):
            with session.change(step.label, at=step.at, by=PEOPLE[step.who][0], kind=step.kind) as change:
                step.write(steps, change)
            if step.freeze:
                content = snapshots.frozen(session, session.head)
                with session.change(f"Freeze {step.freeze}", at=step.at, by=PEOPLE[step.who][0]) as change:
                    kept = snapshots.keep(
                        change, content, name=step.freeze, seq=session.head, at=step.at, why=step.why
                    )
                    steps.keep(f"snapshot_{step.freeze}", kept)
                    if step.framework:
                        _freeze(session, change, steps, step)


def _freeze(session: Session, change: Change, steps: Steps, step: Told) -> None:
    """Freeze the framework of a step's pilot as the plan stands before it, signed on its day."""
    from cxworkbench.frameworks import freeze
    from cxworkbench.plan import Plan

    plan = Plan(session, version=session.head)
    pilot = plan.get(Pilot, steps[step.framework].id)
    assert pilot is not None, "the story adds a pilot before it freezes its framework"
    signers = [(steps[who].id, role) for who, role in step.signers]
    made = freeze(change, plan, pilot, on=step.at.date(), signers=signers)
    steps.keep(f"framework_{step.framework}", made)
