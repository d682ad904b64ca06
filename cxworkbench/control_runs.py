"""Runs of controls: when one was run, the next is due after its cadence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
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
    newest: dict[str, date] = {}
    for run in change.states(ControlRun, list(runs)).values():
        control = run["control"]
        if control and control not in set_by_hand and run["binned"] is None and run["passed"] is not False:
            newest[control] = max(run["run_on"], newest.get(control, run["run_on"]))
    for id, control in change.states(Control, list(newest)).items():
        if control["cadence_days"] is None:
            continue
        due = newest[id] + timedelta(days=control["cadence_days"])
        if control["next_due"] is None or due > control["next_due"]:
            change.set_known(Control, id, control, {"next_due": due})
