"""Real windows on the sample programme; nothing may be left running, and no warning of Qt goes unheard."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.models import Framework
from db.store import open_plan
from tests.prepared import put_sample
from ui.main_window import MainWindow
from ui.notices import WHO
from ui.settings import Settings
from ui.theme import Theme, load_faces

NOW = datetime(2026, 3, 11, 11, 0, tzinfo=UTC)
TODAY = date(2026, 3, 11)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says that it can't raise windows or grab keys; every other warning of Qt fails."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """Waits for what is to come as long as a busy machine may take; a test of how soon it comes says so itself."""
    qtbot.waitUntil = partial(qtbot.waitUntil, timeout=20_000)  # type: ignore[method-assign]
    return qtbot


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture(scope="session", autouse=True)
def empty_clipboard(qapp: QApplication) -> Iterator[None]:
    """What tests copied is let go of while there is a Python: Qt's offscreen clipboard outlives it, and would crash."""
    yield
    qapp.clipboard().clear()


@pytest.fixture(scope="session")
def faces(qapp: QApplication) -> None:
    qapp.setStyle("Fusion")
    load_faces()


@pytest.fixture(scope="session")
def written_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return put_sample(tmp_path_factory.mktemp("sample") / "larkfield.cxplan")


@pytest.fixture
def sample(written_sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample programme for one test."""
    return Path(shutil.copy(written_sample, tmp_path / "larkfield.cxplan"))


@pytest.fixture
def theme(faces: None) -> Theme:
    made = Theme()
    made.apply()
    return made


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    folder = tmp_path / "data"
    folder.mkdir()
    made = Settings(folder)
    made.tell_once(WHO)  # asked already; tests/ui/test_who.py looks at the asking
    return made


@pytest.fixture
def open_window(
    qtbot: QtBot, theme: Theme, settings: Settings
) -> Iterator[Callable[[Path | None], MainWindow]]:
    """Opens windows of the design's size; all are closed at the end, even where the test failed."""
    windows: list[MainWindow] = []

    def open_one(plan: Path | None = None, size: tuple[int, int] = (1366, 740)) -> MainWindow:
        window = MainWindow(theme, settings, now=lambda: NOW, today=lambda: TODAY)
        window.build()
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        qtbot.waitExposed(window)
        if plan is not None:
            assert window.open_path(plan), window.banners.texts()
        else:
            window.show_start()
        return window

    yield open_one
    for window in windows:
        window.close()


@pytest.fixture
def window(open_window: Callable[[Path | None], MainWindow], sample: Path) -> MainWindow:
    """A window on a copy of the sample."""
    return open_window(sample)


@pytest.fixture
def draft_window(open_window: Callable[[Path | None], MainWindow], sample: Path) -> MainWindow:
    """A window on a copy of the sample of which no framework is frozen yet: its thresholds are typed freely."""
    with closing(open_plan(sample)) as session, session.change("Thaw", at=NOW, by="Test") as change:
        for one in session.records(Framework):
            change.bin(one, NOW)
    return open_window(sample)


@pytest.fixture(autouse=True)
def nothing_left_running(qtbot: QtBot) -> Iterator[None]:
    yield
    pool = QThreadPool.globalInstance()
    assert pool.waitForDone(2000), "a job outlived its test"
