"""A program that died leaves a plan that simply opens (P3); what lies beside a plan and isn't its own is left out."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from cxworkbench.commands import main
from db.boundary import NotAPlan
from db.check import check, check_file
from db.models import Person, Pilot
from db.store import open_plan
from tests.plans import NOON, PlanBuilder, weeks
from tests.store.damage import caught_writing, die_while_writing

unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes and users")
#: Opens a plan as another user who may not write it, and says what it sees.
AS_ANOTHER_USER = """
import os, sys
from pathlib import Path
plan = Path(sys.argv[1])
from db.check import check
from db.store import open_plan
with_all_it_needs = open_plan(sys.argv[2])
check(with_all_it_needs), with_all_it_needs.close()
if os.getuid() == 0:
    os.setgid(65534), os.setuid(65534)
session = open_plan(plan)
print([notice.kind for notice in session.notices], session.read_only, check(session))
session.close()
"""


@pytest.fixture
def plan(tmp_path):
    (tmp_path / "plans").mkdir()
    builder = PlanBuilder(tmp_path / "plans" / "a.cxplan")
    builder.with_pilot().with_metric().with_readings(weeks([61.0 + i / 7 for i in range(300)]))
    builder.session.close()
    return builder.session.path


def beside(plan):
    return sorted(path.name for path in plan.parent.iterdir())


@unix
def test_a_killed_writer_leaves_a_plan_that_opens_and_is_sound(plan):
    for seed in range(6):
        before = plan.read_bytes()
        if not die_while_writing(plan, seed):
            continue
        with contextlib.closing(open_plan(plan)) as session:
            assert session.notices == ()
            assert not session.read_only
            assert check(session) == []
            assert beside(plan) == ["a.cxplan"]
        assert plan.read_bytes() == before


def test_a_hundred_hot_journals_heal(plan, tmp_path):
    before = plan.read_bytes()
    for seed in range(100):
        copy = caught_writing(plan, tmp_path / f"{seed}", seed)
        assert copy.read_bytes() != before
        with contextlib.closing(open_plan(copy)) as session:
            assert (session.notices, session.read_only) == ((), False)
            if seed % 5 == 0:
                assert check(session) == []
        assert copy.read_bytes() == before
        assert beside(copy) == ["a.cxplan"]


def test_whoever_only_reads_leaves_plan_and_journal_as_they_are(plan, tmp_path, capsys):
    copy = caught_writing(plan, tmp_path / "dead", 7)
    before = {path.name: path.read_bytes() for path in copy.parent.iterdir()}
    assert main(["check", str(copy)]) == 0
    assert {path.name: path.read_bytes() for path in copy.parent.iterdir()} == before
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 1
    assert "rolled back" in said.err
    with contextlib.closing(open_plan(copy, read_only=True)) as session:
        assert [notice.kind for notice in session.notices] == ["healed"]
        private = session.pragma("database_list")[0][2]
        if sys.platform != "win32":
            assert stat.S_IMODE(Path(private).parent.stat().st_mode) == 0o700
    assert not Path(private).parent.exists()


@unix
@pytest.mark.parametrize("what", ["file", "folder"])
def test_where_the_plan_cannot_be_written_it_heals_in_a_private_copy(plan, tmp_path, what):
    copy = caught_writing(plan, tmp_path / "dead", 8)
    for path in (*copy.parent.iterdir(), copy.parent):
        path.chmod(0o555 if path.is_dir() else 0o444)
    if what == "file":
        copy.parent.chmod(0o777)
    # The folders of pytest are its user's alone: whoever has changed user can't come through them.
    for folder in list(copy.parents)[1:]:
        if folder.stat().st_uid == os.getuid() and str(folder) not in {"/", "/tmp"}:
            folder.chmod(folder.stat().st_mode | 0o055)
    before = {path.name: path.read_bytes() for path in copy.parent.iterdir()}
    done = subprocess.run(
        [sys.executable, "-c", AS_ANOTHER_USER, str(copy), str(plan)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "TMPDIR": "/tmp", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    copy.parent.chmod(0o755)
    assert done.stdout.strip() == "['healed'] True []", done.stderr
    assert {path.name: path.read_bytes() for path in copy.parent.iterdir()} == before


# ------------------------------------------------------------------------------------------------ planted


def _renamed(plan, folder):
    """Another state of the same plan, and the journal that a writer to it left."""
    folder.mkdir()
    other = folder / plan.name
    other.write_bytes(plan.read_bytes())
    for name in ("Later", "Later still"):
        with (
            contextlib.closing(open_plan(other)) as session,
            session.change("Rename", at=NOON, by="Test") as change,
        ):
            change.set(session.records(Pilot)[0], name=name)
    return caught_writing(other, folder / "dead", 3)


def _wal_of(plan, folder):
    folder.mkdir()
    other = folder / plan.name
    other.write_bytes(plan.read_bytes())
    with contextlib.closing(sqlite3.connect(other, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("UPDATE pilot SET name = 'Planted'")
        return (folder / f"{plan.name}-wal").read_bytes()


def _noise(_plan, _folder):
    return b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(range(256)) * 40


def _of_another_state(plan, folder):
    return _renamed(plan, folder).with_name(f"{plan.name}-journal").read_bytes()


def _that_names_a_file(plan, folder):
    """A journal of this plan that ends with the name of another file: SQLite would delete that file."""
    (folder.parent / "precious").write_bytes(b"")
    name = str(folder.parent / "precious").encode()
    raw = caught_writing(plan, folder, 4).with_name(f"{plan.name}-journal").read_bytes()
    tail = len(name).to_bytes(4, "big") + (sum(name) & 0xFFFFFFFF).to_bytes(4, "big")
    return raw + b"\0\0\0\0" + name + tail + bytes.fromhex("d9d505f920a163d7")


@pytest.mark.parametrize(
    ("end", "content"),
    [
        ("-journal", _noise),
        ("-journal", _of_another_state),
        ("-journal", _that_names_a_file),
        ("-wal", _wal_of),
        ("-wal", _noise),
    ],
)
def test_what_was_planted_beside_a_plan_is_left_out_and_said(plan, tmp_path, end, content, capsys):
    planted = plan.with_name(f"{plan.name}{end}")
    planted.write_bytes(content(plan, tmp_path / "other"))
    before = {path.name: path.read_bytes() for path in plan.parent.iterdir()}
    for read_only in (True, False):
        with contextlib.closing(open_plan(plan, read_only=read_only)) as session:
            assert [notice.kind for notice in session.notices] == ["planted"]
            assert session.read_only
            assert [pilot.name for pilot in session.records(Pilot)] == ["Agent Assist"]
            assert len(session.records(Person)) == 2
    assert main(["check", str(plan)]) == 1
    assert "lies beside the plan and isn't its own" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in plan.parent.iterdir()} == before
    assert (tmp_path / "precious").exists() == (content is _that_names_a_file)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("end", ["-journal", "-wal"])
def test_a_pipe_beside_a_plan_is_never_opened(plan, end):
    os.mkfifo(plan.with_name(f"{plan.name}{end}"))
    with contextlib.closing(open_plan(plan)) as session:
        assert [notice.kind for notice in session.notices] == ["planted"]
        assert session.read_only


def test_a_plan_that_another_program_put_into_wal_mode_is_read_from_a_copy(plan):
    writer = sqlite3.connect(plan, isolation_level=None)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("UPDATE pilot SET name = 'In the wal'")
    before = {
        path.name: path.read_bytes() for path in plan.parent.iterdir() if not path.name.endswith("-shm")
    }
    with contextlib.closing(open_plan(plan)) as session:
        assert [notice.kind for notice in session.notices] == ["planted"]
        assert [pilot.name for pilot in session.records(Pilot)] == ["In the wal"]
    now = {path.name: path.read_bytes() for path in plan.parent.iterdir() if not path.name.endswith("-shm")}
    assert now == before
    writer.close()


@pytest.mark.parametrize("left", [b"", b"\0" * 600])
def test_a_journal_that_has_ended_is_no_matter(plan, left):
    plan.with_name(f"{plan.name}-journal").write_bytes(left)
    with contextlib.closing(open_plan(plan)) as session:
        assert (session.notices, session.read_only) == ((), False)


def test_the_journal_of_a_living_writer_is_its_own(plan):
    code = (
        "import sqlite3, sys; plan = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "plan.execute('BEGIN IMMEDIATE'); plan.execute('UPDATE pilot SET name = 1'); print('on', flush=True); input();"
        "plan.execute('ROLLBACK')"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(plan)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout.readline() == "on\n"
        assert plan.with_name(f"{plan.name}-journal").exists()
        with contextlib.closing(open_plan(plan, read_only=True)) as session:
            assert session.notices == ()
            assert session.records(Pilot)[0].name == "Agent Assist"
        writer.communicate("\n", timeout=30)
    assert check_file(plan) == []


def test_a_foreign_file_with_a_journal_is_no_plan(tmp_path):
    path = tmp_path / "x.cxplan"
    path.write_bytes(b"")
    (tmp_path / "x.cxplan-journal").write_bytes(b"x" * 600)
    with pytest.raises(NotAPlan, match="empty"):
        open_plan(path)
