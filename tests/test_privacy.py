"""P20: what the program writes of its own accord is the person's alone, and its log says nothing of the plan."""

from __future__ import annotations

import logging
import logging.handlers
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cxworkbench import drafts, edits
from cxworkbench.commands import main
from cxworkbench.log import LOG, note_fault
from db.models import Objective, Pilot
from db.store import open_plan
from tests.prepared import put_sample

PLANTED = "Wilhelmina Planted-Name"
AT = datetime(2026, 3, 11, 12, tzinfo=UTC)

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no modes; its profile is private"
)


@pytest.fixture(autouse=True)
def open_umask():
    """As on many computers: whatever is not asked for is readable by all."""
    before = os.umask(0o022)
    yield
    os.umask(before)
    for handler in list(logging.getLogger("cxworkbench").handlers):
        logging.getLogger("cxworkbench").removeHandler(handler)
        handler.close()


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture
def data(tmp_path: Path, monkeypatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("CXWORKBENCH_DATA", str(folder))
    return folder


def test_new_plans_are_private_and_an_existing_one_keeps_its_mode(tmp_path, data):
    plan = tmp_path / "p.cxplan"
    assert main(["new", str(plan), "--pilot", "Calls"]) == 0
    assert mode(plan) == 0o600
    plan.chmod(0o640)
    session = open_plan(plan)
    with session.change("Rename", at=AT, by="Anna") as change:
        change.set(session.records(Pilot)[0], name="Chats")
    session.close()
    assert mode(plan) == 0o640


def test_backups_are_private_in_a_private_folder(tmp_path, data):
    plan = tmp_path / "p.cxplan"
    put_sample(plan)
    plan.chmod(0o644)
    assert main(["backup", str(plan)]) == 0
    (made,) = (data / "backups").iterdir()
    assert (mode(made), mode(made.parent), mode(data)) == (0o600, 0o700, 0o700)


def test_drafts_are_private_in_a_private_folder_also_when_written_again(tmp_path):
    edit = edits.of_objective(
        Objective(id="o", outcome="Before"), "outcome", PLANTED, label="Change", shown="Outcome", text=PLANTED
    )
    for _ in range(2):
        drafts.keep(tmp_path / "data", "plan", [edit])
        path = drafts.draft_path(tmp_path / "data", "plan")
        assert (mode(path), mode(path.parent), mode(tmp_path / "data")) == (0o600, 0o700, 0o700)
        assert drafts.kept(tmp_path / "data", "plan") == [edit]
    drafts.keep(tmp_path / "data", "plan", [])
    assert not path.exists()


def test_settings_are_private(qapp, tmp_path, data):
    from ui.settings import Settings, data_folder

    settings = Settings(data_folder())
    settings.remember(tmp_path / PLANTED)
    settings.write()
    assert mode(data) == 0o700
    assert mode(data / "settings.ini") == 0o600


# ------------------------------------------------------------------------------------------------- the log


def faults(tmp_path: Path):
    """Faults whose messages quote the plan, name files, and hang on one another."""
    secret = tmp_path / PLANTED / "plan.cxplan"
    for _ in range(3):
        try:
            try:
                raise KeyError(PLANTED)
            except KeyError as error:
                raise ValueError(f"{PLANTED} in {secret}") from error
        except ValueError as error:
            yield error
    try:
        secret.read_text(encoding="utf-8")
    except OSError as error:
        yield error


def test_the_log_says_kind_and_place_and_nothing_of_the_plan(tmp_path, data):
    for error in faults(tmp_path):
        note_fault(data, error)
    text = (data / LOG).read_text(encoding="utf-8")
    assert "ValueError at test_privacy.py:" in text
    assert "FileNotFoundError at " in text
    for secret in ("Wilhelmina", "Planted", str(tmp_path), "plan.cxplan"):
        assert secret not in text
    assert (mode(data / LOG), mode(data)) == (0o600, 0o700)


def test_an_unforeseen_fault_of_a_command_is_one_line_and_one_in_the_log(tmp_path, data, capsys, monkeypatch):
    plan = tmp_path / "p.cxplan"
    put_sample(plan)

    def fails(*_arguments, **_named):
        raise LookupError(f"{PLANTED} in {plan}")

    monkeypatch.setattr("cxworkbench.commands.judging.judge", fails)
    assert main(["assess", str(plan)]) == 3
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "our fault (LookupError)" in said
    text = (data / LOG).read_text(encoding="utf-8")
    assert "LookupError at test_privacy.py:" in text
    assert PLANTED not in text
    assert str(plan) not in text


def test_the_log_is_five_files_of_a_million_bytes_at_most(data):
    error = ValueError(PLANTED)
    note_fault(data, error)
    files = logging.handlers.RotatingFileHandler
    (handler,) = [one for one in logging.getLogger("cxworkbench").handlers if isinstance(one, files)]
    handler.maxBytes = 2_000  # the same turning over, sooner
    for _ in range(400):
        note_fault(data, error)
    logs = sorted(data.glob(f"{LOG}*"))
    assert len(logs) == 5
    assert all(path.stat().st_size <= 2_000 for path in logs)
    assert {mode(path) for path in logs} == {0o600}
    assert (handler.backupCount + 1) * 1_000_000 == 5_000_000


def test_a_log_that_can_not_be_written_says_nothing_on_the_terminal(data, capsys):
    data.write_text("a file where the folder should be", encoding="utf-8")
    note_fault(data, ValueError(PLANTED))
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "")
