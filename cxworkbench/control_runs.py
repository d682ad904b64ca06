"""Runs of controls: when one was run, the next is due after its cadence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from db.models import Control, ControlRun

if TYPE_CHECKING:
    from db.change import Change
    from db.journal import FieldChange


def move_next_due(change: Change, changes: Sequence[FieldChange]) -> None:
    """Move on when the controls are due whose runs an open change writes, inside that change.

    A run that passed is followed by the next after the control's cadence. A day that the same step sets is left as it
    was set, and none is moved back; a run that did not pass must be done again, so it moves nothing.
    """
    runs = dict.fromkeys(one.record_id for one in changes if one.record_kind == ControlRun.kind)
    if not runs:
        return
    set_by_hand = {
        one.record_id for one in changes if (one.record_kind, one.field) == (Control.kind, "next_due")
    }
    for run in change.states(ControlRun, list(runs)).values():
        control = change.state(Control, run["control"] or "")
        if control is None or run["binned"] is not None or run["passed"] is False:
            continue
        if run["control"] in set_by_hand or control["cadence_days"] is None:
            continue
        due = run["run_on"] + timedelta(days=control["cadence_days"])
        if control["next_due"] is None or due > control["next_due"]:
            change.set(Control, run["control"], next_due=due)
