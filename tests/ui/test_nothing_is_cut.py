"""On every page, view, table and dialog, on a small and a large screen, in the smallest and the largest text, nothing
is cut off, scrolls sideways or sticks out. ``python -m tests.pictures`` takes the pictures.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QWidget

from tests.pictures.__main__ import SCALES, SIZES
from tests.pictures.cut import faults
from tests.pictures.places import dialogs, pages, settle, shown, windows
from ui.sections.catalogue import SECTIONS
from ui.theme import Theme


@pytest.fixture(params=SCALES, ids=lambda scale: f"{scale:.0%}")
def theme(faces, request):
    made = Theme("light", request.param)
    made.apply()
    return made


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_anywhere(size, open_window, sample):
    window = open_window(sample, SIZES[size])
    settle(0.2)
    assert window.size().toTuple() == SIZES[size], "the window is larger than its screen"
    seen, found = [], []
    for place in [*pages(window), *dialogs(window)]:
        with shown(window, place, 0.02):
            found.extend(f"{place.name}: {fault}" for one in windows(window) for fault in faults(one))
        seen.append(place.name)
    assert not found
    assert {name.partition("-")[0] for name in seen} >= {one.id for one in SECTIONS}


@pytest.fixture
def holder(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(500, 120)
    return made


def test_a_label_that_is_too_narrow_is_found(holder):
    label = QLabel("A sentence that needs far more than this", holder)
    label.setGeometry(0, 0, 60, 20)
    holder.show()
    assert len(faults(holder)) == 1
    label.setWordWrap(True)
    assert any("height" in fault for fault in faults(holder))
    label.setGeometry(0, 0, 500, 120)
    assert faults(holder) == []


def test_a_button_whose_text_is_cut_is_found(holder):
    button = QPushButton("Freeze the framework", holder)
    button.setGeometry(0, 0, 40, 30)
    holder.show()
    assert len(faults(holder)) == 1
    button.resize(button.sizeHint())
    assert faults(holder) == []


def test_what_sticks_out_and_what_scrolls_sideways_is_found(holder):
    inner = QWidget(holder)
    inner.setGeometry(450, 0, 100, 20)
    holder.show()
    assert len(faults(holder)) == 1
    inner.setGeometry(0, 0, 100, 20)
    area = QScrollArea()
    wide = QWidget()
    wide.setFixedSize(900, 20)
    area.setWidget(wide)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    QHBoxLayout(holder).addWidget(area)
    settle(0.05)
    assert any("sideways" in fault for fault in faults(holder))
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    settle(0.05)
    assert any("too wide" in fault for fault in faults(holder))
