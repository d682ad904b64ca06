"""No input crashes the import of readings, hangs it or makes it eat the machine (P17)."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from shared_data import ROOT

SEED = 20260311
MOST_MB = 700


def fuzzed(count, out):
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.readings", str(SEED), str(count), str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=7200,
    )
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["memory_mb"] <= MOST_MB
    assert sum(said["ended"].values()) == count
    assert min(said["ended"].get(how, 0) for how in ("ok", "findings", "refused")) > 0
    return said


def test_300_mutated_files_end_in_readings_findings_or_a_refusal(tmp_path):
    fuzzed(300, tmp_path / "failed")


@pytest.mark.slow
def test_10_000_mutated_files_do(tmp_path):
    fuzzed(10_000, tmp_path / "failed")
