"""Conflict copies are found by each service's way of naming them, and nothing else is taken for one."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.conflict_copies import found, scheme_of
from db.models import Programme
from db.store import create_plan, open_plan

AT = datetime(2026, 3, 8, 9, tzinfo=UTC)
LATER = datetime(2026, 3, 9, 10, tzinfo=UTC)
HOST = "annas-laptop"
PLAN = "cx 2026.cxplan"

CONFLICTS = {
    "cx 2026 (Anna's conflicted copy 2026-03-08).cxplan": "Dropbox",
    "cx 2026 (annas-laptop’s conflicted copy 2026-03-08 (1)).cxplan": "Dropbox",
    "cx 2026 (conflicted copy 2026-03-08 101112).cxplan": "Nextcloud",
    "cx 2026_conflict-20260308-101112.cxplan": "ownCloud",
    "cx 2026.sync-conflict-20260308-101112-ABCDEF7.cxplan": "Syncthing",
    "cx 2026 (1).cxplan": "Google Drive",
    "cx 2026 (Conflict from Anna Example on 2026-03-08).cxplan": "Box",
    "cx 2026 [conflicted].cxplan": "pCloud",
    "cx 2026 (SFConflict anna@example.org 2026-03-08-10-11-12).cxplan": "Seafile",
    "cx 2026-ANNAS-LAPTOP.cxplan": "OneDrive",
    "cx 2026-annas-laptop-2.cxplan": "OneDrive",
    "cx 2026-DESKTOP-7F3K2AB.cxplan": "OneDrive",
}

ORDINARY = [
    "cx 2025.cxplan", "cx 2026 copy.cxplan", "cx 2026 final.cxplan", "cx 2026-final.cxplan", "cx 2026-v2.cxplan",
    "cx 2026_old.cxplan", "cx 2026 (old).cxplan", "cx 2026 (Anna).cxplan", "cx 2026 (for Tom).cxplan",
    "cx 2026 (2026-03-08).cxplan", "cx 2026 (draft 2).cxplan", "cx 2026-03.cxplan", "cx 2026-03-08.cxplan",
    "cx 2026 2.cxplan", "cx 2026 3.cxplan", "cx 20261.cxplan", "cx 2026a.cxplan", "cx 2026 backup.cxplan",
    "cx 2026.backup.cxplan", "cx 2026.bak", "cx 2026.cxplan.bak", "cx 2026.cxplan~", ".cx 2026.cxplan.lock",
    "cx 2026.cxplan-journal", "cx 2026.pdf", "cx 2026 (1).pdf", "cx 2026 (1).xlsx", "copy of cx 2026.cxplan",
    "Copy of cx 2026.cxplan", "my cx 2026.cxplan", "CX 2027.cxplan", "cx 2026 conflict resolution.cxplan",
    "cx 2026 conflict of interest.cxplan", "cx 2026 with Larkfield.cxplan", "cx 2026-larkfield.cxplan",
    "cx 2026-desktop.cxplan", "cx 2026-DESKTOP.cxplan", "cx 2026-laptop.cxplan", "cx 2026-Leeds.cxplan",
    "cx 2026-sponsor-review.cxplan", "cx 2026 (review).cxplan", "cx 2026 (Board 12 March).cxplan",
    "cx 2026 – Cardiff.cxplan", "cx 2026 [signed].cxplan", "cx 2026 [2].cxplan", "cx 2026.2.cxplan",
    "cx 2026 (100%).cxplan", "cx 2026 (Q1 (late)).cxplan", "notes.txt", "larkfield.cxplan", "cx.cxplan",
]  # fmt: skip


def test_there_are_enough_names() -> None:
    assert len(set(CONFLICTS.values())) >= 8
    assert len(set(ORDINARY)) >= 50


@pytest.mark.parametrize(("name", "scheme"), CONFLICTS.items())
def test_each_services_way_of_naming_is_known(name: str, scheme: str) -> None:
    assert scheme_of(name, PLAN, hosts={HOST, "tom-pc"}) == scheme


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_names_are_no_conflicts(name: str) -> None:
    assert scheme_of(name, PLAN, hosts={HOST, "tom-pc"}) == ""


def test_a_bare_number_is_a_conflict_in_icloud_only() -> None:
    assert scheme_of("cx 2026 2.cxplan", PLAN, in_icloud=True) == "iCloud Drive"
    assert scheme_of("cx 2026 2.cxplan", PLAN) == ""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / PLAN
    create_plan(path, Programme(name="P"), at=AT, by="Anna", host=HOST).close()
    return path


def test_copies_of_the_same_plan_are_found_with_both_dates(plan: Path) -> None:
    for name in CONFLICTS:
        shutil.copy(plan, plan.with_name(name))
    session = open_plan(plan)
    with session.change("Rename", at=LATER, by="Anna") as change:
        change.set(session.records(Programme)[0], name="Q")
    session.close()
    copies = found(plan, host=HOST)
    assert {one.path.name: one.scheme for one in copies} == CONFLICTS
    assert {(one.changed, one.plan_changed) for one in copies} == {(AT, LATER)}


def test_files_of_other_plans_and_what_is_no_plan_are_not_spoken_of(plan: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.cxplan"
    create_plan(other, Programme(name="P"), at=AT, by="Anna", host=HOST).close()
    other.replace(plan.with_name("cx 2026 (1).cxplan"))
    plan.with_name("cx 2026 (2).cxplan").write_text("not a plan", encoding="utf-8")
    plan.with_name("cx 2026 (3).cxplan").mkdir()
    plan.with_name("cx 2026 (4).cxplan").symlink_to(plan)
    assert found(plan, host=HOST) == []


def test_nothing_is_changed_by_looking(plan: Path) -> None:
    copy = plan.with_name("cx 2026 (1).cxplan")
    shutil.copy(plan, copy)
    before = {path.name: path.read_bytes() for path in plan.parent.iterdir()}
    assert len(found(plan, host=HOST)) == 1
    assert {path.name: path.read_bytes() for path in plan.parent.iterdir()} == before
