"""The sample programme's judgement, compared with its last review, as commands and window have it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from papers import DAY

from cxworkbench.assessment import Assessment
from cxworkbench.commands.judging import with_past
from db.store import open_plan
from tests.prepared import put_sample


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "larkfield.cxplan"
    put_sample(path)
    return path


@pytest.fixture(scope="session")
def sample(sample_file: Path) -> Iterator[Assessment]:
    session = open_plan(sample_file, read_only=True)
    yield with_past(session, DAY)
    session.close()
