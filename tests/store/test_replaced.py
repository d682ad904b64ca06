"""P12: somebody else's change is never overwritten, and what was typed meanwhile is never lost.

The campaigns are functions of a folder and a number of trials: a short form runs here, 200 or 50 in ``benchmarks/``.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from cxworkbench import drafts
from db.models import Metric, Pilot
from db.store import open_plan
from tests.store.sessions import NOON, a_plan, as_a_window, rename, turn
from ui.plan_session import PlanSession


@dataclass
class Outcome:
    """What must all be nought: files written over, typed edits lost, windows stopped without need."""

    overwrites: int = 0
    lost: int = 0
    needless_stops: int = 0
    trials: int = 0


def by_command(plan: Path, name: str, steps: int = 1) -> None:
    """What a command writes: names of metrics, so that it never meets what is typed in the window."""
    session = open_plan(plan)
    try:
        for step in range(steps):
            with session.change(f"By a command {name}", at=NOON, by="Command") as change:
                change.set(session.records(Metric)[0], name=f"{name} {step}")
    finally:
        session.close()


# ------------------------------------------------------------------------------------------ another file


def put_another_plan(plan: Path, folder: Path) -> None:
    """A plan of another programme under the same name."""
    a_plan(folder, "another.cxplan").replace(plan)


def put_a_copy(plan: Path, folder: Path) -> None:
    """The same plan as a file of its own, as a sync service puts it in place."""
    copy = Path(shutil.copy(plan, folder / "copy.cxplan"))
    by_command(copy, "on another computer")
    copy.replace(plan)


def put_a_fork(plan: Path, folder: Path) -> None:
    """Written over in place with a version that went another way from an older step."""
    fork = Path(shutil.copy(folder / "older.cxplan", folder / "fork.cxplan"))
    by_command(fork, "fork", 6)
    shutil.copyfile(fork, plan)


def put_an_older_one(plan: Path, folder: Path) -> None:
    """An older copy written over the plan in place, as a careless restore does."""
    shutil.copyfile(folder / "older.cxplan", plan)


def put_an_older_file(plan: Path, folder: Path) -> None:
    """An older copy put in the plan's place as a file of its own."""
    shutil.copy(folder / "older.cxplan", folder / "back.cxplan")
    (folder / "back.cxplan").replace(plan)


REPLACEMENTS: tuple[Callable[[Path, Path], None], ...] = (put_another_plan, put_a_copy, put_a_fork)
OLDER: tuple[Callable[[Path, Path], None], ...] = (put_an_older_one, put_an_older_file)


def replaced(
    folder: Path, trials: int, how: tuple[Callable[[Path, Path], None], ...] = REPLACEMENTS
) -> Outcome:
    """The file is replaced while something is typed: nothing is written over it, and the edit becomes a draft."""
    return _campaign(folder, trials, lambda place, chance: _one_replaced(place, chance, how))


def older_put_back(folder: Path, trials: int) -> Outcome:
    """The same with an older copy of the plan itself."""
    return replaced(folder, trials, OLDER)


def descended(folder: Path, trials: int) -> Outcome:
    """Commands wrote to the same file: the window goes on, and nothing of either is lost."""
    return _campaign(folder, trials, _one_descended)


def _campaign(folder: Path, trials: int, one: Callable[[Path, random.Random], Outcome]) -> Outcome:
    chance, whole = random.Random(11), Outcome()
    for trial in range(trials):
        place = folder / str(trial)
        place.mkdir()
        done = one(place, chance)
        whole.trials += 1
        whole.overwrites += done.overwrites
        whole.lost += done.lost
        whole.needless_stops += done.needless_stops
        shutil.rmtree(place)
    return whole


def _begun(window: PlanSession, plan: Path, folder: Path, chance: random.Random) -> None:
    """Some edits before, with a copy of the plan from between them."""
    for number in range(chance.randint(1, 3)):
        assert rename(window, f"Before {number}")
    shutil.copy(plan, folder / "older.cxplan")
    for number in range(chance.randint(1, 3)):
        assert rename(window, f"After {number}")


def _one_replaced(
    folder: Path, chance: random.Random, how: tuple[Callable[[Path, Path], None], ...]
) -> Outcome:
    plan, data, done = a_plan(folder), folder / "data", Outcome()
    with as_a_window(plan, data) as window:
        plan_id = window.plan.programme.id
        _begun(window, plan, folder, chance)
        chance.choice(how)(plan, folder)
        put = plan.read_bytes()
        if chance.random() < 0.5:  # the window has seen it already, or sees it only as it writes
            window.look()
        saved = rename(window, "Typed meanwhile")
        turn(0.01)
        saved = window.pending.try_again() or saved
        done.overwrites = int(plan.read_bytes() != put or saved)
        if window.can_edit or [edit.text for edit in window.pending.edits] != ["Typed meanwhile"]:
            done.lost = 1
    kept = [edit.text for edit in drafts.kept(data, plan_id)]
    done.lost = int(bool(done.lost) or kept != ["Typed meanwhile"])
    done.overwrites = int(bool(done.overwrites) or plan.read_bytes() != put)
    return done


def _one_descended(folder: Path, chance: random.Random) -> Outcome:
    plan, data, done = a_plan(folder), folder / "data", Outcome()
    troubles: list[object] = []
    with as_a_window(plan, data) as window:
        window.trouble.connect(troubles.append)
        _begun(window, plan, folder, chance)
        steps = chance.randint(1, 4)
        by_command(plan, "beside", steps)
        if chance.random() < 0.3:
            plan.chmod(0o640)
        if chance.random() < 0.5:
            window.look()
        saved = rename(window, "Typed meanwhile")
        done.needless_stops = int(bool(troubles) or not window.can_edit)
        done.lost = int(not saved)
    session = open_plan(plan, read_only=True)
    try:
        labels = [step.label for step in session.steps()]
        done.lost = int(bool(done.lost) or session.records(Pilot)[0].name != "Typed meanwhile")
        done.overwrites = int(labels.count("By a command beside") != steps)
    finally:
        session.close()
    return done


# ------------------------------------------------------------------------------------------- short forms


def test_a_replaced_file_is_never_written_over_and_the_edit_is_kept(qapp, tmp_path):
    assert replaced(tmp_path, 9) == Outcome(trials=9)


def test_a_file_that_a_command_wrote_to_is_followed(qapp, tmp_path):
    assert descended(tmp_path, 6) == Outcome(trials=6)


def test_an_older_copy_put_back_is_never_written_over(qapp, tmp_path):
    assert older_put_back(tmp_path, 6) == Outcome(trials=6)


@pytest.mark.slow
@pytest.mark.parametrize(("campaign", "trials"), [(replaced, 200), (descended, 200), (older_put_back, 50)])
def test_the_promised_number_of_trials(qapp, tmp_path, campaign, trials):
    assert campaign(tmp_path, trials) == Outcome(trials=trials)


def test_a_plan_that_was_moved_away_is_not_made_again(qapp, tmp_path):
    plan = a_plan(tmp_path)
    with as_a_window(plan, tmp_path / "data") as window:
        rename(window, "Before")
        plan.rename(tmp_path / "moved.cxplan")
        assert not rename(window, "After it was moved")
        assert not plan.exists()
        assert not window.can_edit
        assert [edit.text for edit in window.pending.edits] == ["After it was moved"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "moved.cxplan"]
