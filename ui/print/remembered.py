"""What was chosen when a paper was printed last: kept in the same file as the window's own settings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

#: The preview shows the whole page.
WHOLE_PAGE = 0


class Remembered:
    """The last choices of the print dialog on this computer; "" and None where nothing was chosen yet."""

    def __init__(self, folder: Path) -> None:
        self._store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)

    def chosen(self, name: str, known: dict[str, str]) -> str | None:
        """A choice (paper, ink, kind), if it was made and still exists."""
        value = self._text(name)
        return value if value in known else None

    def choose(self, name: str, value: str) -> None:
        """Remember a choice."""
        self._store.setValue(f"print/{name}", value)

    @property
    def printer(self) -> str:
        """The printer used last."""
        return self._text("printer")

    @property
    def copies(self) -> int:
        """How many copies were printed last."""
        return max(1, min(self._number("copies", 1), 99))

    @property
    def keeps(self) -> bool:
        """Whether what is saved is kept in the plan too."""
        return self._text("keeps") == "yes"

    @property
    def zoom(self) -> int:
        """The preview's size in percent, or ``WHOLE_PAGE``."""
        return self._number("zoom", WHOLE_PAGE)

    @property
    def folder(self) -> Path:
        """Where a PDF was saved last; the home folder before that, or where that folder is gone."""
        kept = Path(self._text("folder") or Path.home())
        return kept if kept.is_dir() else Path.home()

    def _text(self, name: str) -> str:
        return str(self._store.value(f"print/{name}", ""))

    def _number(self, name: str, default: int) -> int:
        text = self._text(name)
        return int(text) if text.isascii() and text.isdigit() else default
