"""``brief``: a briefing as PDF; and what was printed before, given back as it was."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxworkbench import formats
from cxworkbench.commands import clock
from cxworkbench.commands.judging import with_past
from cxworkbench.commands.line import Findings, app, opened_plan, put, put_json
from cxworkbench.plan import Plan
from db.errors import WrongUsage
from db.models import Review, Stakeholder

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from cxworkbench.briefings.made import Made
    from cxworkbench.briefings.settings import Settings
    from db.session import Session

_KINDS = "sponsor, steering, board, frontline, data, governance, recovery, minutes, framework"


@app.command()
def brief(
    plan: Annotated[Path, typer.Argument(help="The plan file.", show_default=False)],
    kind: Annotated[str | None, typer.Option(help=f"Which briefing: {_KINDS}.")] = None,
    out: Annotated[Path | None, typer.Option(help="The PDF to write.")] = None,
    pilot: Annotated[str | None, typer.Option(help="Of this pilot.")] = None,
    review: Annotated[int | None, typer.Option(help="Minutes of this sponsor review, by its number.")] = None,
    candidate: Annotated[
        str | None, typer.Option(help="Board paper of this candidate, by its title.")
    ] = None,
    stakeholder: Annotated[str | None, typer.Option(help="The edition of this person.")] = None,
    paper: Annotated[str | None, typer.Option(help="a4 or letter; the plan's own if not given.")] = None,
    ink: Annotated[str | None, typer.Option(help="colour or grey; the plan's own if not given.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Judge as of this day, as 2026-03-11.")] = None,
    printed: Annotated[str | None, typer.Option(help="Printed time to show, as 2026-03-11T10:42.")] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the PDF in the plan, to print it again.")
    ] = False,
    kept: Annotated[bool, typer.Option("--kept", help="List the papers that the plan keeps.")] = False,
    again: Annotated[
        int | None, typer.Option(help="Give this kept paper back, by its number in the list.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Print a briefing into a PDF file. The same plan, settings and printed time give the same bytes."""
    if kept or again is not None:
        _kept(plan, again, out, as_json=as_json)
        return
    if kind is None or out is None:
        lacking = "--kind" if kind is None else "--out"
        raise WrongUsage(f"{lacking} is missing", kept="nothing was written", to_do="see --help")
    from cxworkbench.briefings import kept as papers
    from cxworkbench.briefings.compose import compose
    from cxworkbench.briefings.kinds import KINDS
    from cxworkbench.exchange.whole_file import write_whole

    session = opened_plan(plan, read_only=not keep)
    try:
        loaded = Plan(session, version=session.head)
        found = with_past(session, clock.judged_day(loaded, as_of))
        settings = asked(
            session, found, paper=paper, ink=ink, printed=printed, subject=subject_of(found, pilot, review, candidate),
            stakeholder=reader_of(found.plan, stakeholder),
        )  # fmt: skip
        made = compose(kind, found, settings)
        write_whole(out, made.pdf, not_over=plan)
        if keep:
            ready = papers.ready(kind, out.name, made, settings, found)
            with session.change(f"Print {KINDS[kind].name}", at=clock.now(), by=clock.user()) as change:
                papers.keep(change, loaded, ready, at=clock.now())
    finally:
        session.close()
    if as_json:
        put_json(as_told(out, KINDS[kind].name, made, settings))
    else:
        tell(out, KINDS[kind].name, made, settings)
    if not made.fits:
        raise Findings


# ------------------------------------------------------------------------------------------------ what is asked


def asked(
    session: Session,
    found: Assessment,
    *,
    paper: str | None,
    ink: str | None,
    printed: str | None,
    **more: str | None,
) -> Settings:
    """The settings asked for, with the programme's logo."""
    from cxworkbench.briefings.packs import logo_of
    from cxworkbench.briefings.settings import settings_of

    plan = found.plan
    logo = logo_of(plan, plan.programme.logo, session.kept)
    return settings_of(plan, paper=paper, ink=ink, printed=printed_time(plan, printed), logo=logo, **more)


def subject_of(found: Assessment, pilot: str | None, review: int | None, candidate: str | None) -> str | None:
    """The id of what the paper is about, as it was asked for; None where nothing was.

    Raises:
        WrongUsage: there is no such pilot, review or candidate, or several were asked for.
    """
    if sum(one is not None for one in (pilot, review, candidate)) > 1:
        raise WrongUsage(
            "a paper is about one pilot, one review or one candidate",
            kept="nothing was written",
            to_do="name one",
        )
    if pilot is not None:
        names = {state.pilot.name: state.pilot.id for state in found.pilots}
        return _named(names, pilot, "pilot")
    if review is not None:
        numbers = {
            str(one.number): one.id for one in found.plan.all(Review) if one.kind_ == "sponsor" and one.number
        }
        return _named(numbers, str(review), "sponsor review")
    if candidate is not None:
        titles = {one.objective.title or "": one.objective.id for one in found.candidates}
        return _named(titles, candidate, "candidate")
    return None


def reader_of(plan: Plan, name: str | None) -> str | None:
    """The id of a stakeholder by the person's name.

    Raises:
        WrongUsage: there is none of that name.
    """
    if name is None:
        return None
    return _named(
        {plan.person_name(one.person): one.id for one in plan.all(Stakeholder)}, name, "stakeholder"
    )


def _named(known: dict[str, str], name: str, what: str) -> str:
    found = {key.casefold(): id for key, id in known.items()}
    if name.strip().casefold() not in found:
        names = formats.listed([key for key in known if key][:8]) or f"no {what}; the plan has none"
        raise WrongUsage(
            f"the plan has no {what} {name!r}", kept="nothing was written", to_do=f"choose {names}"
        )
    return found[name.strip().casefold()]


def printed_time(plan: Plan, asked: str | None) -> str:
    """The printed time that the paper shows, in the programme's zone.

    Raises:
        WrongUsage: it is no time.
    """
    if asked is None:
        return formats.moment(clock.now().astimezone(plan.zone))
    try:
        return formats.moment(datetime.fromisoformat(asked))
    except ValueError:
        raise WrongUsage(
            f"{asked!r} is no time", kept="nothing was written", to_do="write it as 2026-03-11T10:42"
        ) from None


# ------------------------------------------------------------------------------------------------- what is told


def tell(out: Path, name: str, made: Made, settings: Settings) -> None:
    """What was made, and what isn't on it."""
    put(f"{out.name}: {name}, {formats.plural(made.pages, 'page')}, {settings.paper_name}.")
    if not made.fits:
        put(f"  does not fit {formats.plural(made.most_pages or 0, 'page')}")
    for _, said in made.measured:
        put(f"  {said}")
    if made.withheld:
        put(f"  withheld: {formats.plural(made.withheld, 'confidential row')}")
    for line in made.left_out:
        put(f"  left out: {line}")


def as_told(out: Path, name: str, made: Made, settings: Settings) -> dict[str, object]:
    """The same for scripts."""
    return {
        "file": str(out), "name": name, "pages": made.pages, "fits": made.fits, "paper": settings.paper,
        "ink": settings.ink, "audience": made.audience, "withheld": made.withheld, "left_out": made.left_out,
        "lacking": made.lacking, "measured": [said for _, said in made.measured],
        "parts": [{"name": one.name, "page": one.first, "pages": one.pages} for one in made.parts if one.level == 0],
    }  # fmt: skip


def _kept(path: Path, again: int | None, out: Path | None, *, as_json: bool) -> None:
    """List the kept papers, or give one back."""
    from cxworkbench.briefings import kept as papers
    from cxworkbench.exchange.whole_file import write_whole

    session = opened_plan(path)
    try:
        plan = Plan(session, version=session.head)
        found = papers.kept(plan)
        if again is None:
            rows = [
                {
                    "number": number, "name": papers.name_of(plan, one), "printed": _day(plan, one.printed_at),
                    "as_of": formats.day(one.as_of), "version": one.changeset, "sha256": one.sha256,
                }
                for number, one in enumerate(found, 1)
            ]  # fmt: skip
            if as_json:
                put_json(rows)
            for row in [] if as_json else rows:
                when = f"printed {row['printed']}, as of {row['as_of']}, version {row['version']}"
                put(f"{row['number']}  {row['name']}, {when}")
            if not rows and not as_json:
                put("The plan keeps no printed paper.")
            return
        if not 1 <= again <= len(found):
            raise WrongUsage(
                f"there is no kept paper {again}", kept="nothing was written", to_do="see --kept"
            )
        if out is None:
            raise WrongUsage("--out is missing", kept="nothing was written", to_do="name the PDF to write")
        content = papers.reprint(plan, found[again - 1], session.kept)
        write_whole(out, content, not_over=path)
        put(f"{out.name}: {papers.name_of(plan, found[again - 1])}, as it was printed.")
    finally:
        session.close()


def _day(plan: Plan, moment: datetime | None) -> str:
    return formats.MISSING if moment is None else formats.moment(moment.astimezone(plan.zone))
