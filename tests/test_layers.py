"""Which package may know which, and what may not stand in the source: read from the source itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from shared_data import ROOT

PACKAGES = ("db", "cxworkbench", "ui", "resources")

MAY_NOT_KNOW = {
    "db": {"cxworkbench", "ui", "PySide6", "pyqtgraph"},
    "cxworkbench": {"ui", "PySide6", "pyqtgraph"},
    "resources": {"db", "cxworkbench", "ui", "PySide6", "pyqtgraph"},
}
READS_THE_CLOCK = ("ui/", "cxworkbench/commands/")
MAY_BE_LONG: dict[str, str] = {  # file → why it has no seam
    "db/migrations/versions/0001_first_tables.py": "a frozen list of every table",
    "db/migrations/versions/0002_all_families.py": "a frozen list of every table that came with it",
}
LONG = 400

# Written with brackets, so that this file does not hold the words that it looks for.
UNFINISHED = re.compile(r"\b(TO[D]O|FIX[M]E|X{3}|NotImplemented[E]rror)\b")
SAYS_NOTHING = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}
SQL = re.compile(
    r"^\s*(SELECT\s.+\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|WITH\s+\S+\s+AS\s*\(|"
    r"(CREATE|DROP|ALTER)\s+(TABLE|INDEX|TRIGGER|VIEW)|PRAGMA\s)",
    re.DOTALL,
)


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def where(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported_packages(tree: ast.AST) -> set[str]:
    """Top-level names of all imports, wherever they stand, and of import_module("…")."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Call) and node.args and called(node) in {"import_module", "__import__"}:
            name = node.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                found.add(name.value.partition(".")[0])
    return found


def called(node: ast.Call) -> str:
    """The last part of the name that is called."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def clock_readings(tree: ast.AST) -> Iterator[int]:
    """Lines that ask what day or time it is. A stopwatch (perf_counter, monotonic) is no clock."""
    of_the_day, of_the_clock = {"today", "now", "utcnow"}, {"time", "time_ns", "localtime", "gmtime"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value).rpartition(".")[2]
            asks_day = node.attr in of_the_day and owner in {"date", "datetime"}
            if asks_day or (node.attr in of_the_clock and owner == "time"):
                yield node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (node.lineno for alias in node.names if alias.name in of_the_clock)


def swallowed_errors(tree: ast.AST) -> Iterator[int]:
    """Lines that catch everything and do nothing."""
    handlers = (node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler | ast.Call))
    for node in handlers:
        kinds: list[ast.expr | None] = []
        if isinstance(node, ast.ExceptHandler) and all(map(does_nothing, node.body)):
            kinds = [*node.type.elts] if isinstance(node.type, ast.Tuple) else [node.type]
        elif isinstance(node, ast.Call) and called(node) == "suppress":
            kinds = [*node.args]
        if {ast.unparse(kind) if kind else "" for kind in kinds} & {"", "Exception", "BaseException"}:
            yield node.lineno


def does_nothing(statement: ast.stmt) -> bool:
    only_words = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return only_words or isinstance(statement, ast.Pass | ast.Continue)


def sql_texts(tree: ast.AST) -> Iterator[int]:
    """Lines with SQL in a string, or that hand text to the database driver."""
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        is_sql = isinstance(text, str) and SQL.match(text) is not None
        to_driver = isinstance(node, ast.Call) and called(node) in {"exec_driver_sql", "executescript"}
        if isinstance(node, ast.expr) and (is_sql or to_driver):
            yield node.lineno


@pytest.mark.parametrize("package", MAY_NOT_KNOW)
def test_a_package_knows_only_what_lies_below_it(package: str) -> None:
    wrong = {
        (where(path), name)
        for path in sources(package)
        for name in imported_packages(parsed(path)) & MAY_NOT_KNOW[package]
    }
    assert not wrong


def test_only_the_window_and_the_commands_read_the_clock() -> None:
    wrong = [
        (where(path), line)
        for path in sources(*PACKAGES)
        if not where(path).startswith(READS_THE_CLOCK)
        for line in clock_readings(parsed(path))
    ]
    assert not wrong


def test_no_error_is_swallowed() -> None:
    wrong = [(where(path), line) for path in sources(*PACKAGES) for line in swallowed_errors(parsed(path))]
    assert not wrong


def test_sql_stands_only_in_db() -> None:
    wrong = [(where(path), line) for path in sources("cxworkbench", "ui") for line in sql_texts(parsed(path))]
    assert not wrong


def test_resources_are_read_through_their_one_door() -> None:
    """Neither importlib.resources nor a path beside ``__file__`` elsewhere."""
    wrong = [
        where(path)
        for path in sources("db", "cxworkbench", "ui")
        if re.search(r"importlib\.resources|importlib import resources", path.read_text(encoding="utf-8"))
    ]
    assert not wrong


def test_no_file_is_long_without_a_reason() -> None:
    long = {
        where(path): length
        for path in sources(*PACKAGES)
        if (length := len(path.read_text(encoding="utf-8").splitlines())) > LONG
    }
    assert long.keys() == MAY_BE_LONG.keys(), f"look for the seam in {long}, or take the exception away"


def test_nothing_is_left_unfinished() -> None:
    files = [*sources(*PACKAGES, "tests", "benchmarks"), ROOT / "main.py", ROOT / "bootstrap.py"]
    wrong = [
        (where(path), number, line.strip())
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if UNFINISHED.search(line)
    ]
    assert not wrong


def test_a_module_is_named_after_its_subject() -> None:
    wrong = [
        where(path)
        for path in sources(*PACKAGES)
        if SAYS_NOTHING & {path.stem, *path.relative_to(ROOT).parent.parts}
    ]
    assert not wrong


def test_an_import_inside_a_function_is_seen() -> None:
    hidden = "def draw():\n    from ui.theme import ink\n    import_module('PySide6.QtGui')\n"
    assert imported_packages(ast.parse(hidden)) == {"ui", "PySide6"}


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("date.today()", True),
        ("dt.datetime.now(tz=UTC)", True),
        ("field(default_factory=date.today)", True),
        ("time.time()", True),
        ("from time import time", True),
        ("time.perf_counter()", False),
        ("plan.today", False),
        ("datetime.time(8, 30)", False),
    ],
)
def test_a_reading_of_the_clock_is_seen(source: str, seen: bool) -> None:
    assert bool(list(clock_readings(ast.parse(source)))) is seen


@pytest.mark.parametrize(
    ("handler", "seen"),
    [
        ("except:\n    pass", True),
        ("except Exception:\n    pass", True),
        ("except (OSError, Exception) as error:\n    'never mind'", True),
        ("except FileNotFoundError:\n    pass", False),
        ("except Exception as error:\n    failed.emit(error)", False),
    ],
)
def test_a_swallowed_error_is_seen(handler: str, seen: bool) -> None:
    assert bool(list(swallowed_errors(ast.parse(f"try:\n    work()\n{handler}\n")))) is seen


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ('session.execute("SELECT id FROM pilot")', True),
        ('session.execute(f"DELETE FROM {table}")', True),
        ('"PRAGMA user_version"', True),
        ('"Select the pilot from the list"', False),
        ("select(Pilot).where(Pilot.id == id)", False),
    ],
)
def test_sql_text_is_seen(source: str, seen: bool) -> None:
    assert bool(list(sql_texts(ast.parse(source)))) is seen
