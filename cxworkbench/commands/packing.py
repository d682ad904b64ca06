"""``pack``: sections bound into one PDF by a preset, or a briefing for each stakeholder, into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxworkbench import formats
from cxworkbench.commands import clock
from cxworkbench.commands.briefing import as_told, asked, printed_time, tell
from cxworkbench.commands.judging import with_past
from cxworkbench.commands.line import Findings, app, opened_plan, progress, put, put_json
from cxworkbench.plan import Plan
from db.errors import WrongUsage

if TYPE_CHECKING:
    from cxworkbench.briefings.packs import Preset


@app.command()
def pack(
    plan: Annotated[Path, typer.Argument(help="The plan file.", show_default=False)],
    out: Annotated[
        Path | None, typer.Option(help="The folder to write to; it is made where it isn't there.")
    ] = None,
    preset: Annotated[str | None, typer.Option(help="Which pack, by its name in the plan.")] = None,
    all_stakeholders: Annotated[
        bool, typer.Option("--all-stakeholders", help="A file for each stakeholder, each their edition.")
    ] = False,
    presets: Annotated[bool, typer.Option("--presets", help="List the packs that the plan keeps.")] = False,
    paper: Annotated[
        str | None, typer.Option(help="a4 or letter; the preset's or the plan's own if not given.")
    ] = None,
    ink: Annotated[
        str | None, typer.Option(help="colour or grey; the preset's or the plan's own if not given.")
    ] = None,
    as_of: Annotated[str | None, typer.Option(help="Judge as of this day, as 2026-03-11.")] = None,
    printed: Annotated[str | None, typer.Option(help="Printed time to show, as 2026-03-11T10:42.")] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the PDFs in the plan, to print them again.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Bind a pack into one PDF, or print every stakeholder's own paper; files are named by reader, kind and date."""
    from cxworkbench.briefings import kept, packs
    from cxworkbench.briefings.compose import compose
    from cxworkbench.briefings.naming import edition_name
    from cxworkbench.exchange.whole_file import write_whole

    session = opened_plan(plan, read_only=not keep)
    told: list[dict[str, object]] = []
    fits = True
    try:
        loaded = Plan(session, version=session.head)
        known = packs.presets(loaded)
        if presets:
            _list(known, as_json=as_json)
            return
        if out is None:
            raise WrongUsage(
                "--out is missing", kept="nothing was written", to_do="name the folder to write to"
            )
        chosen = _chosen(known, preset)
        found = with_past(session, clock.judged_day(loaded, as_of))
        folder = _folder(out)
        if all_stakeholders:
            base = asked(session, found, paper=paper, ink=ink, printed=printed)
            bound = chosen if preset is not None else None
            if bound is not None:
                base = packs.settings_for(
                    bound, found.plan, printed=base.printed, read=session.kept, paper=paper, ink=ink
                )
            orders = packs.orders(found, base, preset=bound)
        else:
            settings = packs.settings_for(
                chosen,
                found.plan,
                printed=printed_time(found.plan, printed),
                read=session.kept,
                paper=paper,
                ink=ink,
            )
            name = edition_name(loaded.programme.name or "", chosen.name, found.as_of)
            bound, orders = chosen, [packs.Order(name, chosen.kind, settings, "")]
        step = progress("files")
        for number, order in enumerate(orders, 1):
            if bound is not None:
                made = packs.compose_pack(bound, found, order.settings)
            else:
                made = compose(order.kind, found, order.settings)
            write_whole(folder / order.file_name, made.pdf, not_over=plan)
            if keep:
                ready = kept.ready(order.kind, order.file_name, made, order.settings, found)
                with session.change(f"Print {order.file_name}", at=clock.now(), by=clock.user()) as change:
                    kept.keep(change, Plan(session, version=session.head), ready, at=clock.now())
            fits = fits and made.fits
            title = bound.name if bound is not None else _name(order.kind)
            if as_json:
                told.append(as_told(folder / order.file_name, title, made, order.settings))
            else:
                tell(folder / order.file_name, title, made, order.settings)
            step(number)
        if not orders:
            put("No stakeholder is given a paper: set one on the Stakeholders page.")
    finally:
        session.close()
    if as_json:
        put_json(told)
    if not fits:
        raise Findings


def _name(kind: str) -> str:
    from cxworkbench.briefings.kinds import KINDS

    return KINDS[kind].name


def _list(known: list[Preset], *, as_json: bool) -> None:
    if as_json:
        put_json([{"name": one.name, "kind": one.kind, "sections": list(one.sections)} for one in known])
        return
    for one in known:
        put(f"{one.name}: {', '.join(one.sections)}")


def _chosen(known: list[Preset], name: str | None) -> Preset:
    if name is None:
        return next((one for one in known if one.kind == "steering"), known[0])
    found = next((one for one in known if one.name.casefold() == name.strip().casefold()), None)
    if found is None:
        names = formats.listed([one.name for one in known])
        raise WrongUsage(
            f"the plan has no pack {name!r}", kept="nothing was written", to_do=f"choose {names}"
        )
    return found


def _folder(out: Path) -> Path:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongUsage(
            f"{out.name} can't be used as a folder ({error.strerror})",
            kept="nothing was written",
            to_do="name a folder that exists or can be made",
        ) from error
    return out
