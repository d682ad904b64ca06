"""The set-up says what is missing and how to get it, and starts the right thing; nothing is installed here."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from shared_data import ROOT

SOURCE = ROOT / "bootstrap.py"


@pytest.fixture(scope="module")
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", SOURCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def bare_loader(name: str) -> None:
    """A system on which no library can be loaded."""
    raise OSError(f"{name}: cannot open shared object file: No such file or directory")


def full_loader(name: str) -> None:
    """A system on which every library can be loaded."""


def test_an_old_python_gets_a_sentence() -> None:
    pretend = "import sys; sys.version_info = (3, 9, 2); exec(compile(open(sys.argv[1]).read(), 'b', 'exec'))"
    done = subprocess.run(
        [sys.executable, "-c", pretend, str(SOURCE)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert done.stderr == "CX Workbench needs Python 3.11 or newer; this is Python 3.9.\n"


def test_an_old_python_can_read_the_file() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 6))
    refusal = next(i for i, node in enumerate(tree.body) if isinstance(node, ast.If))
    kinds = (ast.Expr, ast.Import, ast.ImportFrom)
    assert all(isinstance(node, kinds) for node in tree.body[:refusal]), "nothing runs before the refusal"


def test_only_the_standard_library_is_imported() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_on_a_bare_system_the_line_names_the_six_packages(bootstrap: ModuleType) -> None:
    complaints = bootstrap.missing(bootstrap.QT, bare_loader)
    assert complaints["libGL.so.1"].startswith("libGL.so.1: cannot open")
    assert bootstrap.apt_line(bootstrap.packages_of(bootstrap.QT, complaints)) == (
        "sudo apt-get install -y --no-install-recommends "
        "libgl1 libegl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxkbcommon0"
    )


def test_where_all_libraries_load_none_is_missing(bootstrap: ModuleType) -> None:
    assert bootstrap.missing(bootstrap.QT, full_loader) == {}


def test_a_library_of_a_wrong_version_is_told_in_the_words_of_the_loader(bootstrap: ModuleType) -> None:
    def old_glib(name: str) -> None:
        if name == "libglib-2.0.so.0":
            raise OSError("libglib-2.0.so.0: version `GLIB_2.70' not found")

    assert list(bootstrap.missing(bootstrap.QT, old_glib).values()) == [
        "libglib-2.0.so.0: version `GLIB_2.70' not found"
    ]


@pytest.mark.parametrize(
    ("environ", "platform", "reason"),
    [
        ({}, "linux", "there is no screen here"),
        ({"DISPLAY": ":77"}, "linux", "the screen :77 does not answer"),
        (
            {"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"},
            "linux",
            "QT_QPA_PLATFORM=offscreen hides the window",
        ),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", ""),
        ({}, "win32", ""),
        ({}, "darwin", ""),
    ],
)
def test_a_window_opens_only_where_it_can_be_seen(
    bootstrap: ModuleType, environ: dict[str, str], platform: str, reason: str
) -> None:
    assert bootstrap.why_no_window(environ, platform, x_answers=lambda: False) == reason


def test_run_opens_the_sample_where_there_is_a_screen(bootstrap: ModuleType) -> None:
    assert bootstrap.run_call([], "") == [str(ROOT / "main.py"), "--sample"]


def test_run_does_the_same_job_where_there_is_none(bootstrap: ModuleType) -> None:
    call = bootstrap.run_call([], "there is no screen here")
    assert call == [str(ROOT / "main.py"), "demo", "--to", str(ROOT / "out")]


def test_run_hands_arguments_on(bootstrap: ModuleType) -> None:
    assert bootstrap.run_call(["assess", "p.cxplan"], "")[1:] == ["assess", "p.cxplan"]
    assert bootstrap.run_call(["assess", "p.cxplan"], "no screen")[1:] == ["assess", "p.cxplan"]


def test_test_hands_arguments_to_pytest(bootstrap: ModuleType) -> None:
    call = bootstrap.pytest_call(["--slow", "-k", "verdict", "-n", "0"])
    assert call == [
        *("-m", "pytest", "-n", "2", "--dist", "loadfile"),
        *("--slow", "-k", "verdict", "-n", "0"),
    ]


def test_all_asks_for_the_marked_tests(bootstrap: ModuleType) -> None:
    call = bootstrap.pytest_call(["--all"])
    assert call[-2:] == ["--run-desktop", "--run-printer"]
    assert "--all" not in call


def test_the_environment_is_set_up_again_when_the_lock_or_the_folder_changes(
    bootstrap: ModuleType, tmp_path: Path
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
        (folder / "requirements.lock").write_text("numpy==2.4.6\n", encoding="utf-8")
        (folder / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    before = bootstrap.fingerprint(here)
    assert bootstrap.fingerprint(here) == before
    assert bootstrap.fingerprint(there) != before
    (here / "requirements.lock").write_text("numpy==2.4.7\n", encoding="utf-8")
    assert bootstrap.fingerprint(here) != before


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["build"], 2), (["--help"], 0)])
def test_without_a_task_it_says_what_it_can_do(arguments: list[str], code: int) -> None:
    done = subprocess.run(
        [sys.executable, str(SOURCE), *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    assert "bootstrap.py run" in done.stdout + done.stderr
    assert "bootstrap.py test" in done.stdout + done.stderr


def test_the_last_words_of_a_tool_are_its_last_line(bootstrap: ModuleType) -> None:
    assert bootstrap.last_words("reading\nE: no such package\n\n") == "E: no such package"
    assert bootstrap.last_words("") == "no message"
