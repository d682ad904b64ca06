"""Printed papers are kept in the plan; printing one again gives that file back byte for byte, whatever the plan says now."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing

import pytest
from papers import DAY, judged, made_of
from plans import NOON, PlanBuilder
from rich import full_plan

from cxworkbench.briefings import kept
from cxworkbench.briefings.settings import settings_of
from db.check import check
from db.errors import PlanDamaged
from db.models import Attachment, PrintedPaper
from db.store import open_plan


def printed(built: PlanBuilder, kind: str = "sponsor", **more) -> PrintedPaper:
    found = judged(built.plan)
    made = made_of(kind, found, **more)
    settings = settings_of(found.plan, paper="a4", ink="colour", printed="11 Mar 2026, 10:42", **more)
    ready = kept.ready(kind, f"{kind}.pdf", made, settings, found)
    with built.change("Print") as change:
        return kept.keep(change, built.plan, ready, at=NOON)


@pytest.fixture
def built(tmp_path):
    return full_plan(PlanBuilder(tmp_path / "p.cxplan"))


@pytest.mark.parametrize("kind", ["sponsor", "steering", "frontline", "minutes"])
def test_it_comes_back_byte_for_byte_after_the_plan_has_moved_on(built, tmp_path, kind):
    before = made_of(kind, judged(built.plan)).pdf
    paper = printed(built, kind)
    with built.change("Move on") as change:
        change.set(built.made["pilot"], name="Another name", status="stopped")
    built.session.close()
    with closing(open_plan(tmp_path / "p.cxplan", read_only=True)) as session:
        from cxworkbench.plan import Plan

        plan = Plan(session, version=session.head)
        again = kept.reprint(plan, plan.get(PrintedPaper, paper.id), session.kept)
        assert again == before
        assert made_of(kind, judged(plan)).pdf != before
        assert check(session) == []


def test_it_is_kept_with_plan_version_settings_and_hash(built):
    version = built.session.head
    content = made_of("frontline", judged(built.plan)).pdf
    paper = printed(built, "frontline")
    assert paper.changeset == version
    assert paper.as_of == DAY
    assert paper.sha256 == hashlib.sha256(content).hexdigest()
    assert paper.settings["paper"] == "a4"
    assert paper.settings["ink"] == "colour"
    assert paper.settings["pages"] == 1
    assert paper.pilot == built.made["pilot"].id
    assert [one.id for one in kept.kept(built.plan)] == [paper.id]
    assert kept.name_of(built.plan, paper) == "Front-line briefing, Short text here"


def test_the_same_file_is_kept_once_and_stands_in_the_list_twice(built):
    first, second = printed(built), None
    found = judged(built.plan)
    content = kept.reprint(built.plan, first, built.session.kept)
    made = made_of("sponsor", found)
    again = type(made)(**{**vars(made), "pdf": content})
    ready = kept.ready("sponsor", "sponsor.pdf", again, settings_of(found.plan, printed="x"), found)
    with built.change("Print again") as change:
        second = kept.keep(change, built.plan, ready, at=NOON)
    assert second.file == first.file
    assert len(built.plan.all(Attachment)) == 1
    assert len(kept.kept(built.plan)) == 2


def test_another_file_in_its_place_is_refused_and_found_by_the_check(built, tmp_path):
    paper, other = printed(built), printed(built, "frontline")
    with built.change("Swap") as change:
        change.set(built.plan.get(Attachment, paper.file), sha256=other.sha256)
    with pytest.raises(PlanDamaged, match="not the one that was printed") as refused:
        kept.reprint(built.plan, paper, built.session.kept)
    assert "backup" in refused.value.to_do
    assert any("printed" in line.lower() for line in check(built.session))


def test_a_damaged_kept_file_is_refused(built, tmp_path):
    paper = printed(built)
    built.session.close()
    with closing(sqlite3.connect(tmp_path / "p.cxplan")) as raw, raw:
        tables = [name for (name,) in raw.execute("select name from sqlite_master where type = 'table'")]
        table = next(name for name in tables if "content" in name)
        column = next(
            row[1] for row in raw.execute(f"pragma table_info({table})") if row[2].upper() == "BLOB"
        )
        raw.execute(f"update {table} set {column} = x'00112233'")
    with closing(open_plan(tmp_path / "p.cxplan", read_only=True)) as session:
        from cxworkbench.plan import Plan

        plan = Plan(session, version=session.head)
        with pytest.raises(PlanDamaged):
            kept.reprint(plan, plan.get(PrintedPaper, paper.id), session.kept)
