"""``metrics``, ``freeze`` and ``verify``, from arguments to exit codes."""

from __future__ import annotations

import json

from tests.commands.test_commands import run, sample

__all__ = ["run", "sample"]


def test_metrics_lists_thresholds_and_verdicts(run, sample):
    code, out, _ = run("metrics", "s.cxplan", "--json")
    assert code == 0
    found = json.loads(out)
    assert found["as_of"] == "2026-03-11"
    first = found["metrics"][0]
    assert (first["name"], first["success"], first["state"]) == ("Resolved first time", 66.0, "confirmed")
    code, out, _ = run("metrics", "s.cxplan", "--pilot", "auto-summary")
    assert (code, out.splitlines()[0]) == (0, "Auto-Summary")
    assert run("metrics", "s.cxplan", "--pilot", "Nobody")[0] == 2


def test_verify_computes_every_hash_again_and_names_amendments(run, sample):
    code, out, _ = run("verify", "s.cxplan")
    assert code == 0
    assert out.count("the hash holds") == 2
    assert "Contained in chat, Definition" in out
    assert "amended, not agreed yet: Counted two ways by two teams" in out
    found = json.loads(run("verify", "s.cxplan", "--json")[1])["frameworks"]
    assert [one["pilot"] for one in found] == ["Agent Assist", "Chat Assistant"]
    assert all(one["hash"] == one["computed"] for one in found)


def test_what_is_missing_is_said_before_a_freeze(run, sample):
    code, out, _ = run("freeze", "s.cxplan", "--pilot", "Auto-Summary", "--dry-run")
    assert code == 1
    assert "missing Baseline measured: 4 of 6 weeks, last on 22 Mar" in out
    before = sample.read_bytes()
    code, _, err = run("freeze", "s.cxplan", "--pilot", "Auto-Summary")
    assert code == 3
    assert "baseline measured (4 of 6 weeks, last on 22 Mar)" in err
    assert sample.read_bytes() == before


def test_a_freeze_is_signed_and_holds(run, sample):
    code, _, err = run("freeze", "s.cxplan", "--pilot", "Agent Assist", "--sign", "Nobody, sponsor")
    assert code == 2
    assert "no person named 'Nobody'" in err
    code, out, _ = run(
        "freeze",
        "s.cxplan",
        "--pilot",
        "Agent Assist",
        "--sign",
        "Helen Marsh, sponsor",
        "--sign",
        "Owen Hart",
    )
    assert code == 0
    assert "Frozen. Hash " in out
    assert "version 2, frozen 11 Mar 2026: the hash holds" in run("verify", "s.cxplan")[1]
