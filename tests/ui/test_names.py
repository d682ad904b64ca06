"""Every control of every page has a name that tells it from what stands beside it; painted cells say what they show."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QWidget

from tests.pictures.places import dialogs, pages, settle, shown, windows

ROLE = Qt.ItemDataRole


def usable(top):
    """What the keyboard reaches in a window."""
    for one in top.findChildren(QWidget):
        reached = one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled()
        if reached and one.window() is top and one.isVisibleTo(top):
            yield one


def name_of(one):
    return (one.accessibleName() or (one.text() if isinstance(one, QAbstractButton) else "")).strip()


def silent_cells(window):
    """Cells that show a text or a glyph and tell a reader nothing, and columns without a head."""
    for view in window.findChildren(QAbstractItemView):
        model = view.model()
        if model is None or not view.isVisibleTo(window):
            continue
        for column in range(model.columnCount()):
            head = model.headerData(column, Qt.Orientation.Horizontal)
            if hasattr(view, "isColumnHidden") and view.isColumnHidden(column):
                continue
            if model.columnCount() > 1 and not head:
                yield f"{view.accessibleName()}, head of column {column}"
            for row in range(min(model.rowCount(), 8)):
                index = model.index(row, column)
                told = index.data(ROLE.AccessibleTextRole) or index.data(ROLE.DisplayRole)
                if not told and index.data(ROLE.DecorationRole) is not None:
                    yield f"{view.accessibleName()}, {head}, row {row}"


def test_every_control_and_every_painted_cell_says_what_it_is(open_window, sample):
    window = open_window(sample)
    settle(0.2)
    nameless, same, silent, seen = [], [], [], 0
    for place in [*pages(window), *dialogs(window)]:
        with shown(window, place, 0.0):
            silent += [f"{place.name}: {one}" for one in silent_cells(window)]
            for top in windows(window):
                names = Counter()
                for one in usable(top):
                    seen += 1
                    name = name_of(one)
                    names[one.parentWidget(), type(one).__name__, name] += 1
                    if not name:
                        nameless.append(
                            f"{place.name}: {type(one).__name__} in {type(one.parent()).__name__}"
                        )
                same += [f"{place.name}: {key[1:]}" for key, count in names.items() if count > 1]
    assert seen > 1000
    assert nameless == []
    assert same == []
    assert silent == []
