"""Names offered below a line while one types, shown as they are and never as markup."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

if TYPE_CHECKING:
    from ui.theme import Theme

_SHOWN = 12


def offer_names(theme: Theme, line: QLineEdit, names: Sequence[str], taken: Callable[[], object]) -> None:
    """Offer the names that hold what is typed; ``taken`` is called when one was chosen."""
    completer = QCompleter(QStringListModel(list(names), line), line)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setMaxVisibleItems(_SHOWN)
    popup = QListView()
    popup.setProperty("kind", "completer")
    popup.setFont(theme.font("small"))
    popup.setUniformItemSizes(True)
    completer.setPopup(popup)
    popup.setMinimumWidth(theme.px(220))
    completer.activated.connect(lambda _text: taken())
    line.setCompleter(completer)
