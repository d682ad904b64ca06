"""Signing an option: not before the buying gate holds, except by a waiver in force that names who lets it pass."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from cxworkbench.plan import Plan
from cxworkbench.tools import SIGNED, Check, buying_gate, judged_on
from db.errors import FieldError
from db.journal import FieldChange
from db.models import Pilot, Tool, Waiver

#: What a waiver of the whole gate names among its criteria.
GATE = "str_contract_gate"
#: The criteria by which a waiver lets a single check pass.
_CRITERIA = {
    "objective": frozenset({GATE, "str_objective_before_contract"}),
    "audited": frozenset({GATE, "data_passed"}),
    "owner": frozenset({GATE}),
}


def signed_by(changes: Sequence[FieldChange]) -> list[str]:
    """The options, by id, that a step makes contracted or live and that weren't before."""
    return [
        one.record_id
        for one in changes
        if one.record_kind == Tool.kind
        and one.field == "status"
        and _status(one.after) in SIGNED
        and _status(one.before) not in SIGNED
    ]


def _status(written: str | None) -> str | None:
    return None if written is None else json.loads(written)


def lacking(plan: Plan, tool: Tool, as_of: date) -> list[Check]:
    """What forbids that an option is contracted: the checks of its gate that fail and that no waiver lets pass."""
    pilot = plan.get(Pilot, tool.pilot)
    if pilot is None:
        return []
    on = judged_on(tool, as_of)
    given = [one for one in waivers_for(plan, tool) if is_named(one) and is_in_force(one, on)]
    return [
        check
        for check in buying_gate(plan, pilot, as_of, tool)
        if check.state == "failing" and not any(covers(one, check.id) for one in given)
    ]


def waivers_for(plan: Plan, tool: Tool) -> list[Waiver]:
    """The waivers that may concern the signing of an option: its own, and those of its pilot that name no record."""
    own = f"{Tool.kind}/{tool.id}"
    return [
        one
        for one in plan.of_pilot(Waiver, tool.pilot, programme_too=True)
        if not one.record or one.record == own
    ]


def is_named(waiver: Waiver) -> bool:
    """Whether somebody gave it and somebody else read it."""
    return waiver.given_by is not None and waiver.second_reader not in {None, waiver.given_by}


def is_in_force(waiver: Waiver, on: date) -> bool:
    """Whether it holds on a day; without an end it holds on none."""
    begun = waiver.from_ is None or waiver.from_ <= on
    ended = waiver.until is None or waiver.until <= on
    return begun and not ended and (waiver.closed_on is None or waiver.closed_on > on)


def covers(waiver: Waiver, check: str) -> bool:
    """Whether a waiver lets one check of the gate pass: by its criteria; an option's own without criteria lets all."""
    if not waiver.criteria:
        return bool(waiver.record)
    return bool(_CRITERIA.get(check, frozenset({GATE})) & set(waiver.criteria))


def refuse_unready(plan: Plan, tool: Tool, as_of: date) -> None:
    """Refuse that an option is signed while its gate doesn't hold.

    Raises:
        FieldError: it doesn't, and no waiver lets it pass.
    """
    found = lacking(plan, tool, as_of)
    if not found:
        return
    reasons = "; ".join(f"{one.lacks}: {one.detail}" for one in found)
    raise FieldError(
        f"“{tool.name}” can't be contracted, the buying gate doesn't hold ({reasons})",
        kept="the plan keeps its old status",
        to_do="put that right, or add a waiver that names who gives it, a second reader and its end",
    )
