"""A whole plan goes out as JSON and comes back as the same plan; what a plan can't hold is named and nothing made."""

from __future__ import annotations

import base64
import json
from contextlib import closing

import pytest

from cxworkbench.commands import main
from db.check import check
from db.document import schema_text
from db.records import FAMILIES
from db.store import open_plan
from tests.everything import dump, id_of, write_everything
from tests.plans import NOON, weeks
from tests.shared_data import ROOT


@pytest.fixture
def plan(tmp_path):
    """Everything, with an undone step, readings of which some were replaced, and something in the bin."""
    path = tmp_path / "all.cxplan"
    session = write_everything(path)
    with session.change("Readings", at=NOON, by="Test", kind="import") as change:
        change.write_readings(
            id_of("series"), weeks([1.0, 2.5, 3.0, 4.0], n=[10, None, 12, 13], source="a.csv")
        )
    with session.change("Bin", at=NOON, by="Test") as change:
        change.set(FAMILIES["risk"], id_of("risk"), binned=NOON)
    session.undo(at=NOON, by="Test")
    session.redo(at=NOON, by="Test")
    session.close()
    return path


@pytest.fixture
def exported(plan, capsys):
    target = plan.with_suffix(".json")
    assert main(["export", str(plan), "--to", str(target)]) == 0
    capsys.readouterr()
    return target


def test_a_plan_comes_back_from_its_json_as_it_was(plan, exported, tmp_path, capsys):
    back = tmp_path / "back.cxplan"
    assert main(["import", "plan", str(exported), "--to", str(back)]) == 0
    assert "readings; version 6" in capsys.readouterr().out
    with closing(open_plan(plan, read_only=True)) as one, closing(open_plan(back)) as other:
        assert other.head == one.head
        assert [step.hash for step in other.steps()] == [step.hash for step in one.steps()]
        assert dump(other) == dump(one)
        assert check(other) == []
        assert other.kept_hashes() == one.kept_hashes()
        other.undo(at=NOON, by="Test")
        assert check(other) == []
    again = tmp_path / "again.json"
    assert main(["export", str(plan), "--to", str(again)]) == 0
    assert again.read_bytes() == exported.read_bytes()


def test_a_state_alone_becomes_a_plan_of_one_step(plan, tmp_path):
    target, back = tmp_path / "state.json", tmp_path / "back.cxplan"
    assert main(["export", str(plan), "--to", str(target), "--state"]) == 0
    assert "journal" not in json.loads(target.read_bytes())
    without_files = json.loads(target.read_bytes())
    for kind in ("attachment", "snapshot", "evidence", "printed_paper", "pack", "review", "audit"):
        without_files["records"].pop(kind, None)
    for rows in without_files["records"].values():
        for row in rows:
            for name in ("logo", "agenda_item", "audit", "kept_file"):
                row.pop(name, None)
    for kind in ("agenda_item", "attendance", "audit_dimension", "audit_column"):
        without_files["records"].pop(kind, None)
    target.write_text(json.dumps(without_files), encoding="utf-8")
    assert main(["import", "plan", str(target), "--plan", str(back)]) == 0
    with closing(open_plan(back)) as made:
        assert [step.label for step in made.steps()] == ["Import of state.json"]
        assert check(made) == []
        assert len(made.readings(id_of("series"))) == 4


def test_the_documented_schema_is_that_of_the_program():
    assert (ROOT / "docs" / "plan.schema.json").read_text(encoding="utf-8") == schema_text()
    described = json.loads(schema_text())["$defs"]
    assert set(FAMILIES) <= set(described)


def broken(text, change):
    found = json.loads(text)
    change(found)
    return json.dumps(found)


HOSTILE = {
    "no JSON": (lambda text: text[:-30], "no JSON"),
    "not UTF-8": (lambda text: b"\xff\xfe\x00", "isn't UTF-8"),
    "another file": (lambda text: "[1, 2]", "no plan of CX Workbench"),
    "200,000 levels": (lambda text: "[" * 200_000, "200,000 levels deep"),
    "NaN": (lambda text: text.replace('"value":[', '"value":[NaN,', 1), "NaN is no number"),
    "a key twice": (lambda text: '{"kind": 1, "kind": 2}', "stands twice"),
    "half a character": (
        lambda text: broken(text, lambda d: d["records"]["pilot"][0].update(name="\ud800")),
        "records.pilot[0].name",
    ),
    "a newer format": (lambda text: broken(text, lambda d: d.update(format=99)), "format 99"),
    "unknown records": (lambda text: broken(text, lambda d: d["records"].update(x=[])), "records.x"),
    "an unknown field": (
        lambda text: broken(text, lambda d: d["records"]["risk"][1].update(colour="red")),
        "records.risk[1].colour",
    ),
    "a wrong value": (
        lambda text: broken(text, lambda d: d["records"]["risk"][1].update(likelihood=9)),
        "records.risk[1].likelihood: 9 is above 5",
    ),
    "a wrong date": (
        lambda text: broken(text, lambda d: d["records"]["risk"][1].update(raised_on="31 Feb")),
        "records.risk[1].raised_on",
    ),
    "an id twice": (
        lambda text: broken(text, lambda d: d["records"]["risk"].append(d["records"]["risk"][0])),
        "two records have this id",
    ),
    "a link that leads nowhere": (
        lambda text: broken(text, lambda d: (d["records"].pop("cohort"), d.pop("journal"))),
        "isn't in the file",
    ),
    "two programmes": (
        lambda text: broken(text, lambda d: d["records"].pop("programme")),
        "exactly one programme",
    ),
    "a reading of infinity": (
        lambda text: text.replace('"value":[1.0', '"value":[1e999', 1),
        "finite number",
    ),
    "a column too short": (
        lambda text: broken(text, lambda d: next(iter(d["readings"].values()))["n"].pop()),
        "a column must be a list of 4",
    ),
    "an altered record": (
        lambda text: broken(text, lambda d: d["records"]["risk"][1].update(likelihood=5)),
        "aren't those of the records",
    ),
    "an altered journal": (
        lambda text: broken(text, lambda d: d["journal"][1].update(by="Mallory")),
        "chain breaks at version 2",
    ),
    "an altered file": (
        lambda text: broken(
            text, lambda d: d["files"].update({next(iter(d["files"])): base64.b64encode(b"x").decode()})
        ),
        "aren't those of its hash",
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_plan_is_named_and_nothing_is_made(what, exported, tmp_path, capsys):
    alter, said = HOSTILE[what]
    made = alter(exported.read_text(encoding="utf-8"))
    bad = tmp_path / "bad.json"
    bad.write_bytes(made if isinstance(made, bytes) else made.encode())
    target = tmp_path / "made" / "new.cxplan"
    target.parent.mkdir()
    assert main(["import", "plan", str(bad), "--to", str(target)]) == 3
    error = capsys.readouterr().err
    assert error.startswith("bad.json")
    assert said in error
    assert error.count("\n") == 1
    assert list(target.parent.iterdir()) == []


def test_neither_a_plan_nor_a_file_that_is_there_is_overwritten(plan, exported, tmp_path, capsys):
    before = plan.read_bytes()
    assert main(["import", "plan", str(exported), "--to", str(plan)]) == 3
    assert main(["export", str(plan), "--to", str(tmp_path / "x.docx")]) == 2
    link = tmp_path / "link.json"
    link.symlink_to(plan)
    assert main(["export", str(plan), "--to", str(link)]) == 3
    assert plan.read_bytes() == before
    assert "the plan itself" in capsys.readouterr().err
