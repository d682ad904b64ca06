"""The wheel holds everything that the program reads, and the lock pins everything that it needs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from shared_data import ROOT

PACKAGES = ("cxworkbench", "ui", "db", "resources")
BESIDE = ("pyproject.toml", "README.md", "LICENSE", ".gitignore", "main.py")


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def locked() -> dict[str, tuple[str, str]]:
    """Package → version and the rest of its entry, from requirements.lock."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)((?:.*\\\n)?(?:[ \t].*\n?)*)", text, re.MULTILINE)
    return {canonicalize_name(name): (version, rest) for name, version, rest in entries}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZipFile]:
    """The wheel built by hatchling from a copy of the tree, without a network."""
    tree = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tree / package)
    for name in BESIDE:
        shutil.copy(ROOT / name, tree)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "out"],
        cwd=tree,
        check=True,
        capture_output=True,
    )
    (path,) = (tree / "out").glob("*.whl")
    with ZipFile(path) as opened:
        yield opened


def files_of(folder: str, pattern: str) -> set[str]:
    found = (path for path in (ROOT / folder).rglob(pattern) if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in found if "__pycache__" not in path.parts}


@pytest.mark.parametrize("package", PACKAGES)
def test_the_wheel_has_every_module(wheel: ZipFile, package: str) -> None:
    modules = files_of(package, "*.py")
    assert modules
    assert not modules - set(wheel.namelist())


def test_the_wheel_has_every_shipped_file(wheel: ZipFile) -> None:
    shipped = files_of("resources", "*")
    assert {Path(name).suffix for name in shipped} >= {".ttf", ".svg", ".toml", ".json"}
    assert not shipped - set(wheel.namelist())


def test_the_wheel_has_the_files_that_migrations_read(wheel: ZipFile) -> None:
    assert not files_of("db/migrations", "*") - set(wheel.namelist())


def test_the_wheel_has_nothing_else(wheel: ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)
    assert not [name for name in wheel.namelist() if "__pycache__" in name]


def test_the_wheel_brings_the_command_and_the_licences(wheel: ZipFile) -> None:
    (entry_points,) = [name for name in wheel.namelist() if name.endswith(".dist-info/entry_points.txt")]
    assert "cxworkbench = ui.start:main" in wheel.read(entry_points).decode()
    fonts = ("OFL.txt", "DejaVuSans-LICENSE.txt", "DroidSansFallback-LICENSE.txt")
    for licence in ("LICENSE", *(f"resources/fonts/{font}" for font in fonts), "resources/icons/LICENSE"):
        assert [name for name in wheel.namelist() if name.endswith(f".dist-info/licenses/{licence}")]


def test_the_lock_names_no_index_and_no_path() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    assert not [line for line in lines if re.search(r"://|file:|git\+|@|--(extra-)?index|--find|-e ", line)]


def test_every_locked_package_has_a_hash() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert len(locked()) == len(set(re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)))
    assert not [name for name, (_, rest) in locked().items() if "--hash=sha256:" not in rest]
    starts = {line[:1] for line in text.splitlines() if line}
    assert all(start in " #" or start.isalnum() for start in starts), "no line of another kind"


def test_everything_that_we_ask_for_stands_in_the_lock() -> None:
    asked = [*pyproject()["project"]["dependencies"], *pyproject()["dependency-groups"]["dev"]]
    for requirement in [*map(Requirement, asked), *map(Requirement, pyproject()["build-system"]["requires"])]:
        name = canonicalize_name(requirement.name)
        assert name in locked(), f"{name} is not locked"
        assert requirement.specifier.contains(locked()[name][0]), (
            f"{name} {locked()[name][0]} is not {requirement}"
        )
