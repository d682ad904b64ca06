"""``history``: who changed what and when, and what is different between two versions."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Any

import typer

from cxworkbench.commands import clock
from cxworkbench.commands.line import app, opened_plan, put, put_json
from cxworkbench.commands.plans import PlanPath
from db.errors import WrongUsage
from db.session import Session


@app.command()
def history(
    plan: PlanPath,
    since: Annotated[
        str | None, typer.Option(help="Only later steps: a version, or a day as 2026-03-11.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="Only steps up to it: a version, or a day.")] = None,
    by: Annotated[str | None, typer.Option(help="Only what this person changed.")] = None,
    find: Annotated[str | None, typer.Option(help="Only lines with this text.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many steps, newest first.", min=1)] = 50,
    net: Annotated[
        bool, typer.Option("--net", help="What is different in the end, rather than each step.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Show who changed what and when; with --net, what is different between two versions."""
    session = opened_plan(plan)
    try:
        after = _version(session, since, at_end=False) if since else 0
        upto = _version(session, until, at_end=True) if until else session.head
        if net:
            _say_difference(session, after, upto, as_json=as_json)
        else:
            _say_steps(session, after, upto, by, find, limit, as_json=as_json)
    finally:
        session.close()


def _version(session: Session, written: str, *, at_end: bool) -> int:
    """A version as typed, or the one in force when a day began, or ended (UTC, as the journal writes)."""
    if written.isascii() and written.isdigit():
        version = int(written)
        if version > session.head:
            raise WrongUsage(
                f"there is no version {version}; the newest is {session.head}",
                where=session.path.name,
                kept="nothing was done",
                to_do="name an earlier one, or a day",
            )
        return version
    day = clock.day(written) + timedelta(days=1 if at_end else 0)
    return session.step_at(datetime.combine(day, time(), UTC) - timedelta(microseconds=1))


def _say_steps(
    session: Session,
    after: int,
    upto: int,
    by: str | None,
    find: str | None,
    limit: int,
    *,
    as_json: bool,
) -> None:
    from cxworkbench.history import Wording

    everything = find is None and by is None
    first = max(after, upto - limit) if everything else after
    steps = [step for step in session.steps(first) if step.seq <= upto]
    if by is not None:
        steps = [step for step in steps if by.casefold() in step.by.casefold()]
    words = Wording(session)
    shown: list[tuple[Any, list[Any]]] = []
    for step in reversed(steps):
        lines = list(words.lines([step]))
        if find is not None and find.casefold() not in step.label.casefold():
            lines = [line for line in lines if find.casefold() in _text(line).casefold()]
            if not lines:
                continue
        shown.append((step, lines))
        if len(shown) == limit:
            break
    if as_json:
        put_json([_as_json(step, lines) for step, lines in shown])
        return
    for step, lines in shown:
        put(f"{step.seq:>6}  {step.at:%Y-%m-%d %H:%M}  {step.by}  {step.label}")
        for line in lines:
            put(f"        {_text(line)}")
    rest = (upto - after) - len(shown)
    if rest > 0:
        put(
            f"{len(shown):,} of {upto - after:,} steps shown; --limit, --since, --by and --find choose others."
        )


def _text(line: Any) -> str:
    where = f"{line.pilot}: " if line.pilot else ""
    return f"{where}{line.what}: {line.before} → {line.after}"


def _as_json(step: Any, lines: list[Any]) -> dict[str, Any]:
    return {
        "version": step.seq,
        "at": step.at.isoformat(),
        "by": step.by,
        "label": step.label,
        "kind": step.kind,
        "undoes": step.undoes,
        "hash": step.hash,
        "changes": [
            {
                "pilot": line.pilot,
                "record": {"kind": line.ref.kind, "id": line.ref.id, "field": line.ref.field},
                "what": line.what,
                "before": line.before,
                "after": line.after,
            }
            for line in lines
        ],
    }


def _say_difference(session: Session, after: int, upto: int, *, as_json: bool) -> None:
    from cxworkbench.history import Wording

    found = Wording(session).compared(after, upto)
    if as_json:
        put_json(
            {
                "from": after,
                "to": upto,
                "added": list(found.added),
                "removed": list(found.removed),
                "changed": [{"what": what, "how": how} for what, how in found.changed],
            }
        )
        return
    put(
        f"Version {after} to {upto}: {len(found.added)} added, {len(found.changed)} values changed, "
        f"{len(found.removed)} removed."
    )
    for name in found.added:
        put(f"  added    {name}")
    for name in found.removed:
        put(f"  removed  {name}")
    for what, how in found.changed:
        put(f"  changed  {what}: {how}")
