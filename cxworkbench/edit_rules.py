"""Rules of the whole plan that every edit must keep, looked at once before a step is written (decision 010)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.change import Change
    from db.session import Session


def keep_rules(session: Session, change: Change, today: date) -> None:
    """Look at what an open change would make of the plan, and write what follows from it by rule.

    Args:
        session: the plan's session, inside the change: it reads what the change wrote.
        change: all that was written.
        today: the day on this computer; the plan may be judged as of another.

    Raises:
        FieldError: a rule isn't kept; nothing of the change may be written.
    """
    from cxworkbench.amending import refuse_past_amendment
    from cxworkbench.control_runs import move_next_due
    from cxworkbench.signing import refuse_unready, signed_by

    changes = change.changes()
    refuse_past_amendment(session, changes)
    move_next_due(change, changes)
    signed = signed_by(changes)
    if not signed:
        return
    from cxworkbench.plan import Plan
    from db.models import Tool

    plan = Plan(session, version=session.head)
    as_of = plan.judged_as_of(today)
    for id in signed:
        tool = plan.get(Tool, id)
        if tool is not None:
            refuse_unready(plan, tool, as_of)
