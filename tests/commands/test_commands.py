"""Each command from its arguments to its exit code and its lines, on real files."""

from __future__ import annotations

import json

import pytest

from cxworkbench.commands import main
from db.locks import lock_path
from tests.prepared import put_sample
from tests.shared_data import shared_file


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CXWORKBENCH_USER", "Test")

    def command(*arguments):
        code = main([str(one) for one in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        assert said.err.count("\n") <= 1, said.err
        return code, said.out, said.err

    return command


@pytest.fixture
def sample(run, tmp_path):
    return put_sample(tmp_path / "s.cxplan")


def test_sample_check_and_assess(run, sample):
    assert run("sample", "written.cxplan")[0] == 0
    assert sample.with_name("written.cxplan").read_bytes() == sample.read_bytes()
    assert run("check", "s.cxplan")[0] == 0
    code, out, _ = run("assess", "s.cxplan")
    assert code == 1, "a guardrail is breached: that is a finding"
    assert "As of 11 Mar 2026, readings to 8 Mar 2026." in out
    assert "Objective: At risk (was Met). “Contained in chat” is counted two ways" in out


def test_assess_answers_as_json(run, sample):
    code, out, _ = run("assess", "s.cxplan", "--json", "--pilot", "Agent Assist")
    assert code == 0
    found = json.loads(out)
    assert found["as_of"] == "2026-03-11"
    first = found["pilots"][0]["metrics"][0]
    assert (first["verdict"], first["weeks_in_window"]) == ("confirmed", 14)
    assert first["lower"] == pytest.approx(66.110, abs=0.001)


def test_assess_for_another_day(run, sample):
    found = json.loads(run("assess", "s.cxplan", "--json", "--as-of", "2026-03-01")[1])
    assert found["pilots"][0]["verdict"] == "on_track"


def test_a_new_plan_from_a_deployment_type(run):
    code, out, _ = run(
        "new", "p.cxplan", "--type", "agent_assist", "--pilot", "Call centre", "--go-live", "2026-09-14"
    )
    assert code == 0
    assert "Call centre" in out
    found = json.loads(run("assess", "p.cxplan", "--json", "--as-of", "2026-05-01")[1])
    names = [metric["name"] for metric in found["pilots"][0]["metrics"]]
    assert "First contact resolution" in names
    assert all(metric["verdict"] == "not_judged" for metric in found["pilots"][0]["metrics"])


def test_the_call_centre_from_new_plan_to_assessment(run):
    path = shared_file("data/records/call_center.csv")
    run("new", "p.cxplan", "--type", "agent_assist", "--pilot", "Call centre")
    for metric in ("fcr", "aht", "csat"):
        code, out, _ = run("import", "readings", path, "--plan", "p.cxplan", "--metric", metric, "--create")
        assert code == 0
        assert "14 readings" in out
        assert out.count("holds 3 of 7 days, so it does not count") == 2
    _, out, _ = run("assess", "p.cxplan", "--as-of", "2021-04-05")
    lines = [line for line in out.splitlines() if "12 of 14 weeks count" in line]
    assert len(lines) == 3
    assert all("provisional limits" in line and "no threshold set, so no verdict" in line for line in lines)
    code, out, _ = run("import", "readings", path, "--plan", "p.cxplan", "--metric", "fcr")
    assert (code, "0 new, 0 replaced, 14 already there" in out) == (0, True)
    assert run("check", "p.cxplan")[0] == 0


def test_a_dry_run_says_what_the_real_run_does_and_changes_nothing(run, sample, tmp_path):
    (tmp_path / "t.csv").write_text(
        "week ending,metric,value\n15/03/2026,Quality score,4.3\n", encoding="utf-8"
    )
    before = sample.read_bytes()
    dry = json.loads(run("import", "readings", "t.csv", "--plan", "s.cxplan", "--dry-run", "--json")[1])
    assert sample.read_bytes() == before
    real = json.loads(run("import", "readings", "t.csv", "--plan", "s.cxplan", "--json")[1])
    assert dry["written"] is None
    assert {key: dry[key] for key in dry if key != "written"} == {
        key: real[key] for key in real if key != "written"
    }
    assert real["written"]["added"] == 1


def test_a_bad_row_ends_with_1_and_too_many_with_3(run, sample, tmp_path):
    (tmp_path / "t.csv").write_text(
        "week ending,metric,value\n15/03/2026,Quality score,4.3\n22/03/2026,Quality score,good\n",
        encoding="utf-8",
    )
    code, out, _ = run("import", "readings", "t.csv", "--plan", "s.cxplan")
    assert code == 1
    assert "line 3, column value: 'good'" in out
    lines = [
        f"2000-01-01 {i // 60:02d}:{i % 60:02d},Quality score,{'x' if i < 11 else 4}" for i in range(1000)
    ]
    (tmp_path / "many.csv").write_text("period,metric,value\n" + "\n".join(lines), encoding="utf-8")
    before = sample.read_bytes()
    code, _, err = run("import", "readings", "many.csv", "--plan", "s.cxplan")
    assert (code, "over 1%" in err) == (3, True)
    assert sample.read_bytes() == before
    code, _, _ = run("import", "readings", "many.csv", "--plan", "s.cxplan", "--allow-rejects")
    assert code == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("assess", "none.cxplan"), 3),
        (("check", "t.txt"), 3),
        (("assess", "s.cxplan", "--as-of", "yesterday"), 2),
        (("assess", "s.cxplan", "--pilot", "Nobody"), 2),
        (("bogus",), 2),
        (("assess",), 2),
        (("new", "s.cxplan"), 3),
        (("new", "n.cxplan", "--type", "magic", "--pilot", "P"), 2),
        (("new", "n.cxplan", "--go-live", "2026-09-14"), 2),
        (("import", "readings", "none.csv", "--plan", "s.cxplan"), 3),
        (
            (
                "import",
                "readings",
                "t.txt",
                "--plan",
                "s.cxplan",
                "--metric",
                "Quality score",
                "--pilot",
                "Agent Assist",
            ),
            3,
        ),
        (("import", "readings", "t.txt", "--plan", "s.cxplan", "--metric", "nps"), 2),
        (("brief", "s.cxplan", "--kind", "poem", "--out", "x.pdf"), 2),
        (("brief", "s.cxplan", "--kind", "sponsor", "--out", "s.cxplan"), 3),
        (("brief", "s.cxplan", "--kind", "sponsor", "--out", "nowhere/x.pdf"), 3),
        (("open", "s.cxplan"), 3),
    ],
)
def test_errors_are_one_line_with_their_exit_code_and_the_plan_is_unchanged(
    run, sample, tmp_path, arguments, code
):
    (tmp_path / "t.txt").write_text("just text", encoding="utf-8")
    before = sample.read_bytes()
    given, _, err = run(*arguments)
    assert given == code
    assert err.strip()
    assert sample.read_bytes() == before
    assert not (tmp_path / "n.cxplan").exists()


def test_a_plan_that_is_open_on_another_computer_is_left_alone(run, sample):
    lock_path(sample).write_text(
        '{"user": "Jo", "host": "far", "pid": 1, "since": "10:15"}', encoding="utf-8"
    )
    before = sample.read_bytes()
    code, _, err = run("import", "readings", "t.csv", "--plan", "s.cxplan")
    assert (code, "Jo on far since 10:15" in err) == (3, True)
    assert sample.read_bytes() == before


def test_control_characters_of_a_file_never_reach_the_terminal(run, sample, tmp_path):
    (tmp_path / "t.csv").write_text(
        "week ending,metric,value\n15/03/2026,\x1b[31mred\u202e,4.3\n", encoding="utf-8"
    )
    _, out, _ = run("import", "readings", "t.csv", "--plan", "s.cxplan")
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "\\x1b" in out


def test_the_sponsor_briefing_is_printed(run, sample, tmp_path):
    arguments = ("brief", "s.cxplan", "--kind", "sponsor", "--printed", "2026-03-11T10:42")
    assert run(*arguments, "--out", "a.pdf")[0] == 0
    assert run(*arguments, "--out", "b.pdf")[0] == 0
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_the_demonstration_without_a_screen(run, tmp_path):
    code, out, _ = run("demo", "--to", tmp_path / "out")
    assert code == 0
    assert (tmp_path / "out" / "sponsor.pdf").exists()
    assert "The sponsor briefing lies in" in out


def test_readings_come_into_the_only_plan_of_the_folder(tmp_path, monkeypatch, run):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.csv").write_text("period,metric,value,n\n2026-01-05,fcr,61,500\n2026-01-12,fcr,62,500\n")
    assert run("import", "readings", "r.csv", "--create")[0] == 2
    assert run("new", "p.cxplan", "--type", "agent_assist", "--pilot", "Calls")[0] == 0
    assert run("import", "readings", "r.csv", "--create")[0] == 0
    assert run("new", "q.cxplan", "--pilot", "Calls")[0] == 0
    code, _, error = run("import", "readings", "r.csv")
    assert code == 2
    assert "--plan" in error


def test_what_several_criteria_miss_is_one_thing_to_do(run):
    run("new", "p.cxplan", "--type", "agent_assist", "--pilot", "Calls", "--go-live", "2021-02-01")
    lines = run("assess", "p.cxplan", "--as-of", "2021-04-05")[1].partition("Needs attention")[2].splitlines()
    assert len([line for line in lines if "No objective yet" in line]) == 1


def test_a_past_day_is_judged_by_the_plan_as_it_stood_then(run):
    import json

    assert run("sample", "s.cxplan")[0] == 0
    then = json.loads(run("assess", "s.cxplan", "--as-of", "2026-02-12", "--json")[1])
    now = json.loads(run("assess", "s.cxplan", "--json")[1])
    states = [
        {one["condition"]: one["state"] for one in found["pilots"][1]["conditions"]} for found in (then, now)
    ]
    assert [one["data_ready"] for one in states] == ["at_risk", "failing"]
    assert [one["clear_objective"] for one in states] == ["met", "at_risk"]
    assert then["version"] < now["version"]
    assert now["pilots"][0]["recommendation"]["outcome"] == "hold"
    assert now["pilots"][2]["recommendation"] is None


def test_the_whole_judgement_of_the_sample_is_that_of_its_story(run):
    import json

    run("sample", "s.cxplan")
    code, out, _ = run("assess", "s.cxplan", "--json")
    assert code == 1
    assert json.loads(out)["conditions"] == {"met": 8, "at_risk": 9, "failing": 3, "not_assessed": 1}


def test_a_day_far_from_the_day_of_judgement_has_its_year(run):
    run("new", "p.cxplan", "--type", "agent_assist", "--pilot", "Calls", "--go-live", "2030-09-02")
    assert "go-live planned 2 Sep 2030" in run("assess", "p.cxplan", "--as-of", "2026-03-11")[1]


CALLS = """contact_id,ended_at,site,queue,repeat_7d,handle_s
c1,23/03/2026 09:00,Leeds 1,Billing,N,300
c2,24/03/2026 09:00,Leeds 2,Billing,Y,500
c3,25/03/2026 09:00,Leeds 1,Moves,N,900
c4,29/03/2026 09:00,Leeds 1,Billing,N,400
c4,29/03/2026 09:00,Leeds 1,Billing,N,400
"""
_PILOT = ("--plan", "s.cxplan", "--pilot", "Agent Assist")
_SUMS = ("--period", "ended_at", "--keep", "queue is Billing", "--key", "contact_id")


def test_records_are_summed_up_as_the_options_say(run, sample, tmp_path):
    (tmp_path / "calls.csv").write_text(CALLS, encoding="utf-8")
    for take, value in (("mean", [400.0]), ("median", [400.0]), ("sum", [1200.0])):
        options = ("--take", take, "--column", "handle_s", "--metric", "Handling time", "--dry-run", "--json")
        code, out, _ = run("import", "readings", "calls.csv", *_PILOT, *_SUMS, *options)
        said = json.loads(out)
        assert code == 1, "one call stands there twice"
        assert (said["filtered"], [one["line"] for one in said["rejected"]]) == (1, [6])
        assert said["mapping"][-2] == f"{take if take != 'rate' else 'share'} of 'handle_s' by week"
        assert said["would"] == {"added": 1, "replaced": 0, "same": 0}, value


def test_cohorts_mappings_and_reports_from_the_command_line(run, sample, tmp_path):
    (tmp_path / "calls.csv").write_text(CALLS, encoding="utf-8")
    options = (
        "--take",
        "rate",
        "--column",
        "repeat_7d",
        "--counts",
        "N",
        "--metric",
        "fcr",
        "--cohort",
        "site",
    )
    remember = ("--remember", "Calls", "--rejects", "bad.csv")
    code, out, _ = run("import", "readings", "calls.csv", *_PILOT, *_SUMS, *options, *remember)
    assert code == 1
    assert "3 new, 0 replaced" in out
    assert "6,contact_id,c4,same as line 5" in (tmp_path / "bad.csv").read_text(encoding="utf-8-sig")
    later = CALLS.replace("/03/2026", "/04/2026")
    (tmp_path / "later.csv").write_text(later, encoding="utf-8")
    code, out, _ = run("import", "readings", "later.csv", "--plan", "s.cxplan", "--mapping", "calls")
    assert code == 1
    assert "5 new" in out
    code, out, _ = run("import", "readings", "later.csv", "--plan", "s.cxplan")
    assert "5 already there" in out, "files of this shape are remembered"
    code, _, error = run("import", "readings", "later.csv", "--plan", "s.cxplan", "--mapping", "nope")
    assert code == 2
    assert "Calls" in error


def test_wrong_options_of_an_import_are_wrong_usage(run, sample, tmp_path):
    (tmp_path / "calls.csv").write_text(CALLS, encoding="utf-8")
    for wrong in (
        ("--take", "best"),
        ("--column", "handle_s"),
        ("--by", "year"),
    ):
        assert run("import", "readings", "calls.csv", *_PILOT, *wrong)[0] == 2
    assert run("import", "readings", "calls.csv", *_PILOT, "--keep", "nonsense")[0] == 3
    assert (
        run(
            "import",
            "readings",
            "calls.csv",
            *_PILOT,
            *_SUMS,
            "--take",
            "mean",
            "--column",
            "x",
            "--metric",
            "aht",
        )[0]
        == 3
    )
