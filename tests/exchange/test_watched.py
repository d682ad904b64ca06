"""The watched folder: complete files come in as remembered and are moved; the others wait; none is ever lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from shared_data import ROOT

from cxworkbench.exchange import readings_job, watched
from cxworkbench.exchange.readings_job import Asked
from cxworkbench.exchange.table import Said
from cxworkbench.exchange.watched import EMPTY_S, STABLE_S, Looker, take_in
from db.check import check
from db.errors import UserError
from tests.plans import NOON, PlanBuilder

LONG = "week ending,metric,value,n\n15/02/2026,Resolved first time,68.0,43870\n22/02/2026,Resolved first time,67.5,43000\n"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "in"
    made.mkdir()
    return made


@pytest.fixture
def plan(tmp_path):
    builder = PlanBuilder(tmp_path / "a.cxplan").with_pilot().with_metric()
    first = tmp_path / "first.csv"
    first.write_text(
        "week ending,metric,value,n\n08/02/2026,Resolved first time,66,43000\n23/02/2025,Resolved first time,66,1\n"
    )
    prepared = readings_job.prepare(builder.session, Asked(first, remember="weekly"), at=NOON)
    readings_job.write(builder.session, prepared, at=NOON, by="Test")
    yield builder
    builder.session.close()


def put(folder, text=LONG, name="w7.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def taken(plan, path, **more):
    return take_in(plan.session, path, at=NOON, by="Test", **more)


class TestComplete:
    def test_a_file_is_complete_once_it_stays_as_it_is(self, folder):
        looker = Looker(folder)
        path = put(folder)
        assert looker.complete(0.0) == []
        assert looker.complete(STABLE_S - 0.1) == []
        assert looker.complete(STABLE_S) == [path]

    def test_a_file_that_still_grows_is_left_alone(self, folder):
        looker = Looker(folder)
        path = put(folder)
        looker.complete(0.0)
        for second in (2, 4, 6):
            with path.open("a") as file:
                file.write("01/03/2026,Resolved first time,1,1\n")
            assert looker.complete(float(second)) == []
        assert looker.complete(6 + STABLE_S) == [path]

    def test_a_file_renamed_into_its_place_is_seen_as_another(self, folder):
        looker = Looker(folder)
        path = put(folder)
        looker.complete(0.0)
        put(folder, name=".w7.csv.tmp").replace(path)
        assert looker.complete(STABLE_S) == []
        assert looker.complete(2 * STABLE_S) == [path]

    @pytest.mark.parametrize(
        "name",
        [
            "w7.csv.part",
            "w7.csv.tmp",
            ".w7.csv",
            "~$w7.xlsx",
            "w7.csv.crdownload",
            "w7.csv~",
            "notes.docx",
            "plan.cxplan",
        ],
    )
    def test_unfinished_and_other_files_are_left_alone(self, folder, name):
        looker = Looker(folder)
        put(folder, name=name)
        assert looker.complete(0.0) == looker.complete(1000.0) == []

    @pytest.mark.parametrize("lock", ["~$book.xlsx", ".~lock.book.xlsx#", "~$ok.xlsx"])
    def test_a_workbook_that_somebody_has_open_waits(self, folder, lock):
        looker = Looker(folder)
        path = put(folder, name="book.xlsx")
        put(folder, name=lock)
        assert looker.complete(0.0) == looker.complete(1000.0) == []
        (folder / lock).unlink()
        looker.complete(2000.0)
        assert looker.complete(3000.0) == [path]

    def test_an_empty_file_may_be_the_beginning_of_one(self, folder):
        looker = Looker(folder)
        path = put(folder, "")
        assert looker.complete(0.0) == looker.complete(STABLE_S) == []
        assert looker.complete(EMPTY_S) == [path]

    @pytest.mark.skipif(os.name != "posix", reason="links and pipes of Unix")
    def test_links_pipes_and_folders_are_never_opened(self, folder, tmp_path):
        (folder / "link.csv").symlink_to(put(tmp_path))
        os.mkfifo(folder / "pipe.csv")
        (folder / "folder.csv").mkdir()
        looker = Looker(folder)
        assert looker.complete(0.0) == looker.complete(1000.0) == []

    def test_held_files_wait_until_they_change_or_are_let_go(self, folder):
        looker = Looker(folder)
        path = put(folder)
        looker.complete(0.0)
        looker.hold(path)
        assert looker.complete(100.0) == []
        looker.let_go()
        assert looker.complete(200.0) == [path]
        looker.hold(path)
        put(folder, LONG + "\n")
        looker.complete(300.0)
        assert looker.complete(400.0) == [path]

    def test_a_folder_that_is_gone_is_said(self, tmp_path):
        with pytest.raises(UserError, match="can't be looked into"):
            Looker(tmp_path / "gone").complete(0.0)


class TestTakenIn:
    def test_a_file_comes_in_and_lies_in_done_beside_its_report(self, plan, folder):
        came = taken(plan, put(folder))
        assert (came.how, came.rejected) == ("in", 0)
        assert came.said == "2 new, 0 replaced"
        assert [path.name for path in sorted(folder.rglob("*.*"))] == ["w7.csv", "w7.csv.txt"]
        assert came.path.read_text() == LONG
        assert "2 rows read as UTF-8, comma" in came.report.read_text(encoding="utf-8-sig")
        assert plan.session.steps(plan.session.head - 1)[0].kind == "import"

    def test_every_rejected_row_is_named_in_the_report(self, plan, folder):
        bad = "".join(f"{day:02d}/03/2026,Resolved first time,bad,1\n" for day in range(1, 29))
        came = taken(plan, put(folder, LONG + bad))
        assert (came.how, came.rejected) == ("in", 28)
        report = came.report.read_text(encoding="utf-8-sig")
        assert all(f"line {line}, column value: 'bad'" in report for line in range(4, 32))

    def test_a_file_with_too_many_bad_rows_is_refused_whole(self, plan, folder):
        rows = "".join(
            f"2020-01-01 {i // 60:02d}:{i % 60:02d},Resolved first time,{'x' if i < 11 else 60},1\n"
            for i in range(1000)
        )
        head = plan.session.head
        came = taken(plan, put(folder, "week ending,metric,value,n\n" + rows))
        assert came.how == "refused"
        assert plan.session.head == head
        assert came.path == folder / "refused" / "w7.csv"
        assert came.report.read_text(encoding="utf-8-sig").count("column value: 'x'") == 11

    @pytest.mark.parametrize("content", [b"%PDF-1.7", b"a,b\n1,\x002\n", b"PK\x03\x04broken", b""])
    def test_what_is_no_table_is_refused(self, plan, folder, content):
        path = folder / "t.csv"
        path.write_bytes(content)
        came = taken(plan, path)
        assert came.how == "refused"
        assert came.path.read_bytes() == content
        assert not path.exists()

    @pytest.mark.parametrize(
        "text",
        [
            "date,strange\n2026-02-15,4\n",
            "week ending,metric,value,n\n01/02/2026,Resolved first time,1,1\n08/02/2026,Resolved first time,2,1\n",
            'week ending,metric,value,n\n15/02/2026,Resolved first time,"1,234",1\n',
        ],
    )
    def test_what_is_not_remembered_or_must_be_asked_waits_where_it_is(self, plan, folder, text):
        head, path = plan.session.head, put(folder, text)
        came = taken(plan, path)
        assert came.how == "waits"
        assert path.read_text() == text
        assert list(folder.iterdir()) == [path]
        assert plan.session.head == head

    def test_the_same_name_twice_gets_a_number(self, plan, folder):
        paths = [taken(plan, put(folder, LONG.replace("67.5", f"67.{i}"))).path for i in range(3)]
        assert [path.name for path in paths] == ["w7.csv", "w7 (2).csv", "w7 (3).csv"]
        assert [f"67.{i}" in path.read_text() for i, path in enumerate(paths)] == [True] * 3

    def test_a_report_never_replaces_a_file_of_its_name(self, plan, folder):
        (folder / "done").mkdir()
        put(folder / "done", "somebody's own", "w7.csv.txt")
        came = taken(plan, put(folder))
        assert came.path.name == "w7 (2).csv"
        assert (folder / "done" / "w7.csv.txt").read_text() == "somebody's own"

    def test_a_second_import_of_the_same_file_changes_nothing(self, plan, folder):
        taken(plan, put(folder))
        head = plan.session.head
        came = taken(plan, put(folder))
        assert (came.how, came.said) == ("in", "0 new, 0 replaced, 2 already there")
        assert plan.session.head == head

    @pytest.mark.skipif(
        os.name != "posix" or os.geteuid() == 0, reason="needs a person whom permissions bind"
    )
    def test_a_file_that_cannot_be_moved_is_said_and_stays(self, plan, folder):
        path = put(folder)
        folder.chmod(0o500)
        try:
            with pytest.raises(UserError, match="can't be moved"):
                taken(plan, path)
        finally:
            folder.chmod(0o700)
        assert path.exists()

    def test_where_done_is_a_file_the_watched_one_stays(self, plan, folder):
        path = put(folder)
        (folder / "done").write_text("in the way")
        with pytest.raises(UserError, match="can't be moved"):
            taken(plan, path)
        assert path.read_text() == LONG
        (folder / "done").unlink()
        head = plan.session.head
        assert taken(plan, path).how == "in"
        assert plan.session.head == head, "it was taken in already, and once"


DIES = """
import os, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from cxworkbench.exchange import watched
from db.store import open_plan
from tests.plans import NOON
watched._move = lambda *_: os._exit(9)
take = watched.take_in(open_plan({plan!r}), Path({path!r}), at=NOON, by="Test")
"""


def test_a_crash_between_import_and_move_loses_nothing_and_imports_nothing_twice(plan, folder):
    path = put(folder)
    died = subprocess.run(
        [sys.executable, "-c", DIES.format(root=str(ROOT), plan=str(plan.session.path), path=str(path))],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert died.returncode == 9, died.stderr
    plan.session.poll()
    head = plan.session.head
    assert path.read_text() == LONG
    came = taken(plan, path)
    assert (came.how, came.said) == ("in", "0 new, 0 replaced, 2 already there")
    assert plan.session.head == head
    assert check(plan.session) == []


def test_a_move_without_hard_links_never_replaces(folder, monkeypatch):
    def none(*_):
        raise OSError(95, "not supported")

    monkeypatch.setattr(watched.os, "link", none)
    path = put(folder)
    assert watched._put(path, folder / "done").name == "w7.csv"
    assert watched._put(put(folder), folder / "done").name == "w7 (2).csv"
    assert sorted(one.name for one in Path(folder / "done").iterdir()) == ["w7 (2).csv", "w7.csv"]


class TestSheets:
    """Of a workbook with several sheets the one that was chosen once is read from then on."""

    def book(self, path, value, *, first="Notes", data="Readings"):
        book = openpyxl.Workbook()
        book.active.title = first
        book.active.append(["Written by", "the reporting team"])
        book.active.append(["Anna", "every Monday"])
        sheet = book.create_sheet(data)
        sheet.append(["week ending", "metric", "n", "value"])
        sheet.append([f"{value}/03/2026", "Resolved first time", 43000, 60 + value])
        book.save(path)
        return path

    def chosen(self, plan, path):
        asked = Asked(path, said=Said(sheet="Readings"), remember="book")
        prepared = readings_job.prepare(plan.session, asked, at=NOON)
        readings_job.write(plan.session, prepared, at=NOON, by="Test")

    def test_the_sheet_is_remembered_with_the_mapping(self, plan, folder, tmp_path):
        path = self.book(folder / "w9.xlsx", 22)
        assert taken(plan, path).how == "waits"
        self.chosen(plan, self.book(tmp_path / "first.xlsx", 15))
        came = taken(plan, path)
        assert came.how == "in", came.said
        assert (folder / "done" / "w9.xlsx").exists()

    def test_an_import_without_a_word_about_it_reads_the_same_sheet(self, plan, tmp_path):
        self.chosen(plan, self.book(tmp_path / "first.xlsx", 15))
        prepared = readings_job.prepare(
            plan.session, Asked(self.book(tmp_path / "next.xlsx", 22), remember=""), at=NOON
        )
        assert prepared.table.read_as.sheet == "Readings"
        assert prepared.table.read_as.doubts == ()
        assert prepared.settled.added == 1

    def test_a_sheet_that_nobody_chose_is_not_remembered(self, plan, folder, tmp_path):
        path = self.book(tmp_path / "first.xlsx", 15, first="Aside", data="Other")
        book = openpyxl.load_workbook(path)
        book.move_sheet("Other", -1)
        book.save(path)
        prepared = readings_job.prepare(plan.session, Asked(path, remember="book"), at=NOON)
        assert prepared.table.read_as.doubts
        readings_job.write(plan.session, prepared, at=NOON, by="Test")
        path.rename(folder / "again.xlsx")
        assert taken(plan, folder / "again.xlsx").how == "waits"

    def test_a_workbook_without_that_sheet_waits(self, plan, folder, tmp_path):
        self.chosen(plan, self.book(tmp_path / "first.xlsx", 15))
        assert taken(plan, self.book(folder / "w9.xlsx", 22, data="Week 9")).how == "waits"
