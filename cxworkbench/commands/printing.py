"""``print``: a briefing to a printer of this computer, or what was printed before once more."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxworkbench import formats
from cxworkbench.commands import clock
from cxworkbench.commands.briefing import asked, reader_of, subject_of
from cxworkbench.commands.judging import with_past
from cxworkbench.commands.line import Findings, app, opened_plan, put
from cxworkbench.plan import Plan
from cxworkbench.printing import Order, Printers, has_lp, print_by_lp, printers_of_lp, range_of, state_of
from db.errors import UserError, WrongUsage

if TYPE_CHECKING:
    from db.session import Session

_LOOKS_EVERY_S = 0.5
#: How often it is looked after a job: for two minutes.
_LOOKS = range(240)
_SIDES = ("one", "long", "short")


@app.command("print")
def print_(
    plan: Annotated[Path, typer.Argument(help="The plan file.", show_default=False)],
    kind: Annotated[str | None, typer.Option(help="Which briefing, as for brief.")] = None,
    pilot: Annotated[str | None, typer.Option(help="Of this pilot.")] = None,
    review: Annotated[int | None, typer.Option(help="Minutes of this sponsor review, by its number.")] = None,
    candidate: Annotated[
        str | None, typer.Option(help="Board paper of this candidate, by its title.")
    ] = None,
    stakeholder: Annotated[str | None, typer.Option(help="The edition of this person.")] = None,
    printer: Annotated[str | None, typer.Option(help="The printer; the usual one if not given.")] = None,
    copies: Annotated[int, typer.Option(help="How many copies.", min=1, max=99)] = 1,
    duplex: Annotated[
        str, typer.Option(help="one: one side; long, short: two sides, turned on that edge.")
    ] = "one",
    range: Annotated[str, typer.Option(help="Which pages, as 2-4,7; all if not given.")] = "",
    paper: Annotated[str | None, typer.Option(help="a4 or letter; the plan's own if not given.")] = None,
    ink: Annotated[str | None, typer.Option(help="colour or grey; the plan's own if not given.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Judge as of this day, as 2026-03-11.")] = None,
    printed: Annotated[str | None, typer.Option(help="Printed time to show, as 2026-03-11T10:42.")] = None,
    again: Annotated[
        int | None, typer.Option(help="Print this kept paper once more, by its number in brief --kept.")
    ] = None,
    printers: Annotated[bool, typer.Option("--printers", help="List the printers.")] = False,
    wait: Annotated[bool, typer.Option(help="Wait until the print service is done with it.")] = True,
) -> None:
    """Print a briefing, and keep the paper in the plan; say how the print job ended."""
    known = _printers()
    if printers:
        for name in known.names:
            put(f"{name} (the usual one)" if name == known.default else name)
        if not known.names:
            put(known.reason)
        return
    if (kind is None) == (again is None):
        raise WrongUsage("name --kind or --again", kept="nothing was printed", to_do="see --help")
    if duplex not in _SIDES:
        raise WrongUsage(
            f"there is no duplex {duplex!r}",
            kept="nothing was printed",
            to_do=f"choose {' or '.join(_SIDES)}",
        )
    to = _chosen(known, printer)
    session = opened_plan(plan, read_only=again is not None)
    try:
        if again is not None:
            job = _print_again(session, again, to, copies, range, duplex)
        else:
            loaded = Plan(session, version=session.head)
            found = with_past(session, clock.judged_day(loaded, as_of))
            settings = asked(
                session, found, paper=paper, ink=ink, printed=printed,
                subject=subject_of(found, pilot, review, candidate),
                stakeholder=reader_of(found.plan, stakeholder),
            )  # fmt: skip
            from cxworkbench.briefings import kept
            from cxworkbench.briefings.compose import compose, kind_of
            from cxworkbench.briefings.naming import pdf_name

            name = kind_of(str(kind)).name
            made = compose(str(kind), found, settings)
            pages = range_of(range, made.pages)
            title = f"{name}, {loaded.programme.name}"
            order = Order(to, copies, settings.paper, title, pages, duplex, settings.ink == "grey")
            job = print_by_lp(made.pdf, order)
            put(_sent(name, made.pages, order, job))
            file_name = pdf_name(loaded.programme.name or "", name, found.as_of)
            ready = kept.ready(str(kind), file_name, made, settings, found)
            with session.change(f"Print {name}", at=clock.now(), by=clock.user()) as change:
                kept.keep(change, Plan(session, version=session.head), ready, at=clock.now())
    finally:
        session.close()
    if wait and job:
        _follow(job)


def _print_again(session: Session, again: int, to: str, copies: int, pages: str, duplex: str) -> str:
    """Print a kept paper: the very file."""
    from cxworkbench.briefings import kept
    from cxworkbench.pdfium import page_count

    plan = Plan(session, version=session.head)
    found = kept.kept(plan)
    if not 1 <= again <= len(found):
        raise WrongUsage(
            f"there is no kept paper {again}", kept="nothing was printed", to_do="see brief --kept"
        )
    paper = found[again - 1]
    pdf, name = kept.reprint(plan, paper, session.kept), kept.name_of(plan, paper)
    settings = paper.settings if isinstance(paper.settings, dict) else {}
    count = page_count(pdf)
    order = Order(
        to, copies, str(settings.get("paper") or "a4"), name, range_of(pages, count), duplex,
        settings.get("ink") == "grey",
    )  # fmt: skip
    job = print_by_lp(pdf, order)
    put(_sent(name, count, order, job))
    return job


def _sent(name: str, pages: int, order: Order, job: str) -> str:
    which = f"pages {order.pages} of {pages}" if order.pages else formats.plural(pages, "page")
    named = f" as {job}" if job else ""
    copies = formats.plural(order.copies, "copy", "copies")
    return f"{name}, {which}: sent to {order.printer}{named}, {copies}."


def _printers() -> Printers:
    if not has_lp():
        raise UserError(
            "there is no print service that can be asked (lp and lpstat)",
            kept="nothing was printed",
            to_do="write the PDF with brief --out, or print from the window",
        )
    return printers_of_lp()


def _chosen(known: Printers, asked_for: str | None) -> str:
    name = asked_for or known.default
    if not known.names:
        raise UserError(known.reason.rstrip("."), kept="nothing was printed", to_do="use brief --out")
    if name not in known.names:
        said = f"there is no printer {asked_for!r}" if asked_for else "no printer is the usual one"
        raise WrongUsage(
            said, kept="nothing was printed", to_do=f"choose {formats.listed(list(known.names))}"
        )
    return name


def _follow(job: str) -> None:
    """Wait for a job, and say how it ended.

    Raises:
        Findings: it was not printed.
    """
    told = ""
    for _look in _LOOKS:
        state = state_of(job)
        if state.is_over:
            if state.is_printed is False:
                put(f"{job} was not printed: {state.said}.")
                raise Findings
            put(f"{job} is printed." if state.is_printed else f"The print service is done with {job}.")
            return
        if state.said and state.said != told:
            told = state.said
            print(f"{job} waits: {told}", file=sys.stderr)
        time.sleep(_LOOKS_EVERY_S)
    put(f"{job} still waits at the printer; the print service goes on with it.")
    raise Findings
