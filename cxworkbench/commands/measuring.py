"""``metrics``, ``freeze`` and ``verify``: what is measured, and what was frozen of it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cxworkbench import formats, frameworks
from cxworkbench.commands import clock
from cxworkbench.commands.judging import with_past
from cxworkbench.commands.line import Findings, app, opened_plan, put, put_json
from cxworkbench.commands.plans import PlanPath
from cxworkbench.frameworks import Difference, Verified
from cxworkbench.freeze_checks import FreezeCheck, freeze_checks, may_freeze
from cxworkbench.plan import Plan
from db.errors import UserError, WrongUsage
from db.models import Person, Pilot

AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


@app.command()
def metrics(
    plan: PlanPath,
    pilot: Annotated[str | None, typer.Option(help="Only this pilot.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Judge as of this day, as 2026-03-11.")] = None,
    as_json: AsJson = False,
) -> None:
    """List every metric with its thresholds, its newest week and its verdict."""
    session = opened_plan(plan)
    try:
        loaded = Plan(session, version=session.head)
        found = with_past(session, clock.judged_day(loaded, as_of))
        states = [one for one in found.pilots if pilot is None or one.pilot.name.lower() == pilot.lower()]
        if pilot is not None and not states:
            raise _no_pilot(pilot)
        if as_json:
            shown = [_metric(metric) for state in states for metric in state.metrics]
            put_json({"as_of": found.as_of.isoformat(), "metrics": shown})
            return
        for state in states:
            put(f"{state.pilot.name}")
            for metric in state.metrics:
                put(
                    f"  {metric.metric.name}: {metric.latest_text or 'no readings'}, {metric.note}. {metric.sentence}"
                )
    finally:
        session.close()


@app.command()
def freeze(
    plan: PlanPath,
    pilot: Annotated[str, typer.Option(help="The pilot whose framework is frozen.")],
    sign: Annotated[
        list[str] | None,
        typer.Option(help="Who signs, with the role: “Helen Marsh, sponsor”. May be given again."),
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Only say what must hold and what doesn't.")] = False,
    as_json: AsJson = False,
) -> None:
    """Freeze a pilot's metrics, thresholds and decision rule, signed with a hash."""
    session = opened_plan(plan, read_only=dry_run)
    try:
        loaded = Plan(session, version=session.head)
        chosen = _pilot(loaded, pilot)
        day = clock.judged_day(loaded, None)
        checks = freeze_checks(loaded, chosen, day)
        made = None
        if not dry_run:
            if not may_freeze(checks):
                lacking = next(one for one in checks if one.needed and not one.holds)
                raise UserError(
                    f"the framework of {chosen.name} can't be frozen: {_lacks(lacking)}",
                    where=plan.name,
                    kept="nothing was changed",
                    to_do="complete it; --dry-run lists all that must hold",
                )
            signers = [_signer(loaded, one) for one in sign or []]
            with session.change(
                f"Freeze the framework of {chosen.name}", at=clock.now(), by=clock.user()
            ) as change:
                made = frameworks.freeze(change, loaded, chosen, on=day, signers=signers)
        hash = made.hash if made is not None else frameworks.hash_of(frameworks.content_of(loaded, chosen))
    finally:
        session.close()
    if as_json:
        put_json(
            {
                "pilot": chosen.name,
                "frozen": made is not None,
                "hash": hash,
                "checks": [
                    {"text": one.text, "holds": one.holds, "needed": one.needed, "detail": one.detail}
                    for one in checks
                ],
            }
        )
    else:
        for one in checks:
            word = "holds" if one.holds else "missing" if one.needed else "open"
            put(f"{word:8}{one.text}{f': {one.detail}' if one.detail else ''}")
        put(f"{'Frozen' if made is not None else 'Not frozen'}. Hash {hash}")
    if dry_run and not may_freeze(checks):
        raise Findings


@app.command()
def verify(plan: PlanPath, as_json: AsJson = False) -> None:
    """Compute the hash of every frozen framework again, and say what was amended or changed since."""
    session = opened_plan(plan)
    try:
        found = frameworks.verify(Plan(session, version=session.head))
        if as_json:
            put_json({"frameworks": [_verified(one) for one in found]})
        elif not found:
            put("No framework is frozen.")
        else:
            for one in found:
                _say(one)
    finally:
        session.close()
    if any(not one.is_whole or one.unamended for one in found):
        raise Findings


def _say(one: Verified) -> None:
    framework = one.framework
    assert framework.frozen_on is not None
    state = "the hash holds" if one.is_whole else f"THE HASH DOESN'T HOLD: the content gives {one.computed}"
    put(f"{one.pilot.name}, version {framework.version}, frozen {formats.day(framework.frozen_on)}: {state}")
    put(f"  {framework.hash}")
    for difference in one.differences:
        put(
            f"  {difference.name}, {difference.field}: {_shown(difference.before)} → {_shown(difference.after)}"
        )
        put(f"    {_how(difference)}")


def _how(difference: Difference) -> str:
    if difference.decides_nothing:
        return "came after the freeze: shown, decides nothing"
    if not difference.is_amended:
        return "changed without an amendment"
    newest = difference.amendments[-1]
    agreed = f"agreed {formats.day(newest.agreed_on)}" if newest.agreed_on else "not agreed yet"
    return f"amended, {agreed}: {newest.reason}"


def _shown(value: Any) -> str:
    return "nothing" if value is None else str(value)


def _verified(one: Verified) -> dict[str, Any]:
    frozen_on = one.framework.frozen_on
    return {
        "pilot": one.pilot.name,
        "version": one.framework.version,
        "frozen_on": frozen_on.isoformat() if frozen_on else None,
        "hash": one.framework.hash,
        "computed": one.computed,
        "holds": one.is_whole,
        "differences": [
            {
                "name": difference.name,
                "field": difference.field,
                "before": difference.before,
                "after": difference.after,
                "amended": difference.is_amended,
                "decides_nothing": difference.decides_nothing,
                "agreed": bool(difference.amendments and difference.amendments[-1].agreed_on),
                "reason": difference.amendments[-1].reason if difference.amendments else None,
            }
            for difference in one.differences
        ],
    }


def _metric(state: Any) -> dict[str, Any]:
    metric = state.metric

    def number(value: Any) -> float | None:
        return None if value is None else float(value)

    return {
        "id": metric.id,
        "pilot": metric.pilot,
        "name": metric.name,
        "role": metric.role,
        "unit": metric.unit,
        "direction": metric.direction,
        "baseline": number(metric.baseline_value),
        "success": number(metric.success_threshold),
        "scale": number(metric.scale_threshold),
        "stop": number(metric.stop_threshold),
        "guardrail": number(metric.guardrail_limit),
        "latest": state.latest,
        "latest_day": state.latest_day.isoformat() if state.latest_day else None,
        "state": state.state,
        "sentence": state.sentence,
    }


def _pilot(plan: Plan, name: str) -> Pilot:
    found = [one for one in plan.pilots if one.name.casefold() == name.casefold()]
    if not found:
        raise _no_pilot(name)
    return found[0]


def _no_pilot(name: str) -> WrongUsage:
    return WrongUsage(f"the plan has no pilot {name!r}", kept="nothing was done", to_do="check its name")


def _signer(plan: Plan, written: str) -> tuple[str, str]:
    name, _, role = written.partition(",")
    found = [one for one in plan.all(Person) if one.name.casefold() == name.strip().casefold()]
    if len(found) != 1:
        raise WrongUsage(
            f"the plan has {'several people' if found else 'no person'} named {name.strip()!r}",
            kept="nothing was changed",
            to_do="write the name as the plan has it, or add the person first",
        )
    return found[0].id, role.strip()


def _lacks(check: FreezeCheck) -> str:
    return f"{check.text[:1].lower()}{check.text[1:]}{f' ({check.detail})' if check.detail else ''}"
