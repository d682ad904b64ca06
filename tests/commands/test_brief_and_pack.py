"""``brief`` and ``pack``: files, exit codes, what is told, what is kept."""

from __future__ import annotations

import json
from contextlib import closing

import pytest

from cxworkbench.briefings.kinds import KINDS
from cxworkbench.briefings.packs import Preset, save
from cxworkbench.commands import main
from cxworkbench.plan import Plan
from db.models import PrintedPaper, Stakeholder
from db.store import open_plan
from tests.plans import NOON, PlanBuilder
from tests.prepared import put_sample

WHEN = ("--printed", "2026-03-11T10:42")


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put_sample(tmp_path / "s.cxplan")

    def command(*arguments):
        code = main([str(one) for one in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_written(run, tmp_path, kind):
    code, out, err = run(
        "brief", "s.cxplan", "--kind", kind, "--out", "p.pdf", "--paper", "letter", "--ink", "grey", *WHEN
    )
    assert (code, err) == (0, "")
    assert out.startswith(f"p.pdf: {KINDS[kind].name}, ")
    assert "Letter" in out
    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF-")
    assert run("check", "s.cxplan")[0] == 0


def test_it_can_be_of_a_pilot_a_review_and_for_a_stakeholder(run, tmp_path):
    code, out, _ = run(
        "brief", "s.cxplan", "--kind", "framework", "--pilot", "chat assistant", "--out", "f.pdf", *WHEN
    )
    assert code == 0
    code, out, _ = run(
        "brief", "s.cxplan", "--kind", "minutes", "--review", 4, "--out", "m.pdf", "--json", *WHEN
    )
    assert (code, json.loads(out)["pages"]) == (0, 1)
    code, out, _ = run(
        "brief",
        "s.cxplan",
        "--kind",
        "steering",
        "--stakeholder",
        "Paul Dunmore",
        "--out",
        "s.pdf",
        "--json",
        *WHEN,
    )
    told = json.loads(out)
    assert code == 0
    with closing(open_plan(tmp_path / "s.cxplan", read_only=True)) as session:
        plan = Plan(session, version=session.head)
        reader = next(one for one in plan.all(Stakeholder) if plan.person_name(one.person) == "Paul Dunmore")
    assert told["audience"] == reader.audience
    assert [part["page"] for part in told["parts"]] == sorted(part["page"] for part in told["parts"])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--out", "x.pdf"), "--kind is missing"),
        (("--kind", "board"), "--out is missing"),
        (("--kind", "framework", "--out", "x.pdf", "--pilot", "Nobody"), "no pilot 'Nobody'"),
        (("--kind", "minutes", "--out", "x.pdf", "--review", "99"), "no sponsor review '99'"),
        (("--kind", "sponsor", "--out", "x.pdf", "--stakeholder", "Nobody"), "no stakeholder 'Nobody'"),
        (
            ("--kind", "board", "--out", "x.pdf", "--pilot", "Agent Assist", "--review", "4"),
            "about one pilot",
        ),
        (("--kind", "sponsor", "--out", "x.pdf", "--printed", "noon"), "'noon' is no time"),
        (("--kind", "sponsor", "--out", "x.pdf", "--paper", "a0"), "no paper 'a0'"),
    ],
)
def test_wrong_usage_is_one_line_and_writes_nothing(run, tmp_path, arguments, says):
    code, _, err = run("brief", "s.cxplan", *arguments)
    assert code == 2
    assert says in err
    assert len(err.strip().splitlines()) == 1
    assert not (tmp_path / "x.pdf").exists()


def test_a_kept_paper_is_listed_and_given_back_byte_for_byte(run, tmp_path):
    assert run("brief", "s.cxplan", "--kind", "sponsor", "--out", "a.pdf", "--keep", *WHEN)[0] == 0
    with (
        closing(open_plan(tmp_path / "s.cxplan")) as session,
        session.change("Rename", at=NOON, by="T") as change,
    ):
        change.set(Plan(session, version=session.head).programme, name="Another programme")
    code, out, _ = run("brief", "s.cxplan", "--kept")
    assert code == 0
    assert "Sponsor one-pager" in out
    number = int(out.strip().splitlines()[0].split(".")[0].split()[0])
    assert run("brief", "s.cxplan", "--again", number, "--out", "b.pdf")[0] == 0
    assert (tmp_path / "b.pdf").read_bytes() == (tmp_path / "a.pdf").read_bytes()
    code, _, err = run("brief", "s.cxplan", "--again", 9, "--out", "c.pdf")
    assert code == 2
    assert len(err.strip().splitlines()) == 1
    assert run("check", "s.cxplan")[0] == 0


def test_without_keep_the_plan_is_not_touched(run, tmp_path):
    before = (tmp_path / "s.cxplan").read_bytes()
    assert run("brief", "s.cxplan", "--kind", "board", "--out", "x.pdf", *WHEN)[0] == 0
    assert run("pack", "s.cxplan", "--out", "out", *WHEN)[0] == 0
    assert (tmp_path / "s.cxplan").read_bytes() == before


def test_a_pack_is_bound_into_one_file_named_by_programme_pack_and_date(run, tmp_path):
    code, out, err = run("pack", "s.cxplan", "--out", "out", "--paper", "letter", *WHEN)
    assert (code, err) == (0, "")
    files = [path.name for path in (tmp_path / "out").iterdir()]
    assert files == ["larkfield-service-programme-steering-pack-2026-03-11.pdf"]
    assert "20 pages, Letter" in out or "pages, Letter" in out


def test_every_stakeholder_gets_a_file_and_the_same_files_again(run, tmp_path):
    code, out, _ = run("pack", "s.cxplan", "--out", "out", "--all-stakeholders", "--keep", "--json", *WHEN)
    told = json.loads(out)
    assert code == 0
    files = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert len(files) == len(told) > 5
    assert all(name.endswith("-2026-03-11.pdf") for name in files)
    with closing(open_plan(tmp_path / "s.cxplan", read_only=True)) as session:
        papers = Plan(session, version=session.head).all(PrintedPaper)
    assert len(papers) >= len(files)
    assert len({one.stakeholder for one in papers if one.stakeholder}) == len(files)


def test_a_preset_of_the_plan_is_listed_and_bound(run, tmp_path):
    with (
        closing(open_plan(tmp_path / "s.cxplan")) as session,
        session.change("Keep", at=NOON, by="T") as change,
    ):
        plan = Plan(session, version=session.head)
        save(change, plan, Preset("", "Numbers only", "steering", ("metrics", "roi"), "letter", "grey"))
    code, out, _ = run("pack", "s.cxplan", "--presets")
    assert code == 0
    assert "Numbers only: metrics, roi" in out
    code, out, _ = run("pack", "s.cxplan", "--preset", "numbers ONLY", "--out", "out", *WHEN)
    assert code == 0
    assert "Letter" in out
    assert [path.name for path in (tmp_path / "out").iterdir()] == [
        "larkfield-service-programme-numbers-only-2026-03-11.pdf"
    ]
    code, _, err = run("pack", "s.cxplan", "--preset", "Nothing", "--out", "out")
    assert code == 2
    assert "no pack 'Nothing'" in err


def test_a_folder_that_cannot_be_made_is_one_line(run, tmp_path):
    (tmp_path / "file").write_text("x")
    code, _, err = run("pack", "s.cxplan", "--out", "file/inside")
    assert code in {2, 3}
    assert len(err.strip().splitlines()) == 1


def test_a_plan_without_readers_says_so(run, tmp_path):
    PlanBuilder(tmp_path / "e.cxplan").session.close()
    code, out, _ = run("pack", "e.cxplan", "--out", "out", "--all-stakeholders")
    assert code == 0
    assert "No stakeholder is given a paper" in out
