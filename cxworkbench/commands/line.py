"""The commands' common frame: options, one line for each error, exit codes, progress on standard error."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from typer.exceptions import TyperException

from cxworkbench.commands.folders import data_folder
from cxworkbench.log import note_fault
from db.boundary import damaged
from db.errors import PlanDamaged, PlanOutdated, UserError
from db.session import Session
from resources import MissingResource

app = typer.Typer(
    name="cxworkbench",
    help="Plan, track, review and rescue programmes that put AI to work in customer experience.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
importing = typer.Typer(help="Take in readings and registers.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(importing, name="import")

#: Set by run(): opens a plan in a window, where there is a screen.
window_opener: list[Callable[[str], int]] = []


#: The plan that the command opened last.
_opened: list[Path] = []


class Findings(Exception):
    """The command did its work and found something: exit code 1."""


def plan_of_this_folder() -> Path:
    """The only plan of the folder in which the command was given.

    Raises:
        BadParameter: there is none, or there are several.
    """
    plans = sorted(Path().glob("*.cxplan"))
    if len(plans) != 1:
        raise typer.BadParameter(
            f"{'several plans lie' if plans else 'no plan lies'} in this folder; name one with --plan"
        )
    return plans[0]


def opened_plan(plan: Path, *, read_only: bool = True) -> Session:
    """Open a plan for a command; what a person should know of it stands on standard error, a line each.

    Raises:
        UserError: as ``db.store.open_plan``.
    """
    from db.store import open_plan

    try:
        session = open_plan(plan, read_only=read_only)
    except PlanOutdated as older:
        _bring_up_to_date(plan, older)
        session = open_plan(plan, read_only=read_only)
    _opened[:] = [plan]
    say_notices(session)
    return session


def _bring_up_to_date(plan: Path, older: PlanOutdated) -> None:
    from cxworkbench.commands import clock
    from db.upgrade import upgrade_plan

    kept = upgrade_plan(plan, data_folder() / "backups", at=clock.now())
    print(f"{older.what}; it was brought up to date; as it was: {kept.path}.", file=sys.stderr)


def say_notices(session: Session) -> None:
    """What a person should know of an open plan, a line each on standard error."""
    for notice in session.notices:
        print(notice.line(), file=sys.stderr)


def load_commands() -> None:
    """Import every module of commands: each puts its own into ``app``."""
    for name in (
        "backups",
        "briefing",
        "exchanging",
        "history",
        "importing_readings",
        "judging",
        "measuring",
        "packing",
        "plans",
        "printing",
        "reference",
        "salvaging",
    ):
        import_module(f"cxworkbench.commands.{name}")


def run(argv: list[str], open_window: Callable[[str], int] | None) -> int:
    """Run one command; errors become one line on standard error, never a traceback."""
    load_commands()
    _opened.clear()
    window_opener[:] = [] if open_window is None else [open_window]
    try:
        code = app(argv, standalone_mode=False, prog_name="cxworkbench")
    except Findings:
        return 1
    except (UserError, MissingResource) as error:
        print(error.line(), file=sys.stderr)
        return error.exit_code
    except typer.Abort:
        print("cancelled; nothing was changed.", file=sys.stderr)
        return 3
    except TyperException as error:
        print(f"{str(error).rstrip('.')}; nothing was done; see --help.", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    except Exception as error:  # noqa: BLE001 - the one place that catches what nobody foresaw: it is logged
        if (plan := _damaged_plan()) is not None:
            print(plan.line(), file=sys.stderr)
            return plan.exit_code
        note_fault(data_folder(), error)
        name = type(error).__name__
        print(f"this is our fault ({name}); the plan was left as it was; please report it.", file=sys.stderr)
        return 3
    return code if isinstance(code, int) else 0


def _damaged_plan() -> PlanDamaged | None:
    """Whether the plan that the command opened is to blame: where it isn't sound, judging it may fail anyhow."""
    from db.check import check_file

    found = check_file(_opened[0]) if _opened else []
    return damaged(_opened[0], found[0]) if found else None


def put(text: str = "") -> None:
    """One line of result, control characters made visible."""
    from db.errors import harmless

    print(harmless(text, limit=2_000))


def put_json(value: Any) -> None:
    """The result as JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def progress(what: str) -> Callable[[int], None]:
    """Tells on standard error how far long work has come, at most once a second and only to a person."""
    last = time.monotonic()
    shown = sys.stderr.isatty()

    def step(done: int) -> None:
        nonlocal last
        if shown and time.monotonic() - last >= 1:
            last = time.monotonic()
            print(f"{what} {done:,}", file=sys.stderr)

    return step
