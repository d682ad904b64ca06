"""Lint, layout and types of the whole tree, and the guard of this suite, as tests: one command runs everything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from shared_data import ROOT

TYPED = ("bootstrap.py", "main.py", "cxworkbench", "db", "ui", "resources")


def outcome(*module_and_arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of this environment from the project's folder."""
    return subprocess.run(
        [sys.executable, "-m", *module_and_arguments],
        cwd=ROOT,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def expect_silence(done: subprocess.CompletedProcess[str]) -> None:
    """Fail with the tool's own words if it found something."""
    if done.returncode:
        pytest.fail(f"{done.stdout}\n{done.stderr}", pytrace=False)


def test_ruff_finds_nothing() -> None:
    expect_silence(outcome("ruff", "check", "--no-cache", "--output-format", "concise", "."))


def test_every_file_is_laid_out_by_ruff() -> None:
    expect_silence(outcome("ruff", "format", "--check", "--no-cache", "."))


def test_the_types_hold_strictly(tmp_path: Path) -> None:
    expect_silence(outcome("mypy", "--strict", "--cache-dir", str(tmp_path), *TYPED))


def test_a_test_that_reaches_for_a_network_fails(tmp_path: Path) -> None:
    """Even if the program swallows the refusal; a socket inside the machine is let through (P19)."""
    (tmp_path / "test_reaching.py").write_text(
        "import contextlib, socket\n"
        "def test_by_name():\n"
        "    with contextlib.suppress(OSError):\n"
        "        socket.getaddrinfo('example.org', 80)\n"
        "def test_by_address():\n"
        "    with contextlib.suppress(OSError), socket.socket() as channel:\n"
        "        channel.connect(('127.0.0.1', 9))\n"
        "def test_inside_the_machine():\n"
        "    left, right = socket.socketpair()\n"
        "    left.close(), right.close()\n",
        encoding="utf-8",
    )
    options = ("-p", "conftest", "-p", "no:cacheprovider", "--noconftest", f"--rootdir={tmp_path}", "-q")
    done = outcome(
        "pytest",
        *options,
        "-c",
        os.devnull,
        str(tmp_path / "test_reaching.py"),
        PYTHONPATH=str(ROOT / "tests"),
    )
    assert done.returncode == 1
    assert "reached for a network: [\"socket.getaddrinfo 'example.org'\"]" in done.stdout
    assert "reached for a network: [\"socket.connect ('127.0.0.1', 9)\"]" in done.stdout
    assert "3 passed, 2 errors" in done.stdout
