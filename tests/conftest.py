"""What holds for every test: folders of its own, no screen, no network, and the marks that need asking for."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# Before the first import of Qt, hence not in a fixture. Each process of a parallel run gets its own folder.
HOME = Path(tempfile.mkdtemp(prefix="cxworkbench-tests-"))
FOLDERS = {
    "CXWORKBENCH_DATA": "data",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "share",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
    "XDG_RUNTIME_DIR": "runtime",
    "APPDATA": "roaming",
    "LOCALAPPDATA": "local",
}
for _variable, _name in FOLDERS.items():
    (HOME / _name).mkdir(mode=0o700)
    os.environ[_variable] = str(HOME / _name)
os.environ["HOME"] = os.environ["USERPROFILE"] = str(HOME)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ASKED_FOR_BY = {"slow": "--slow", "desktop": "--run-desktop", "printer": "--run-printer"}

network_use: list[str] = []


def _no_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Notes and refuses each step towards a network (P19). An audit hook stays for the life of the process."""
    if event == "socket.connect":
        channel, address = arguments
        if channel.family == getattr(socket, "AF_UNIX", None):
            return
    elif event == "socket.getaddrinfo":
        address = arguments[0]
    else:
        return
    network_use.append(f"{event} {address!r}")
    raise PermissionError(f"tests have no network: {event} {address!r}")


sys.addaudithook(_no_network)


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Fails the test in which something reached for a network, even if the program swallowed the refusal."""
    network_use.clear()
    yield
    used = list(network_use)
    network_use.clear()
    assert not used, f"the program reached for a network: {used}"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("CX Workbench")
    group.addoption("--slow", action="store_true", help="run the long forms too")
    group.addoption("--run-desktop", action="store_true", help="run the tests that need Xvfb and AT-SPI")
    group.addoption("--run-printer", action="store_true", help="run the tests that need a CUPS server")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for mark, option in ASKED_FOR_BY.items():
        if not config.getoption(option):
            for item in items:
                if item.get_closest_marker(mark):
                    item.add_marker(pytest.mark.skip(reason=_reason(mark)))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    for mark, option in ASKED_FOR_BY.items():
        count = sum(_reason(mark) in str(report.longrepr) for report in skipped)
        if count:
            terminalreporter.write_line(f"not run, because marked {mark}: {count} ({option} runs them)")


def pytest_unconfigure() -> None:
    shutil.rmtree(HOME, ignore_errors=True)


def _reason(mark: str) -> str:
    return f"marked {mark}: runs with {ASKED_FOR_BY[mark]}"
