"""What belongs to the person rather than to the plan: kept in an Ini file in the program's data folder."""

from __future__ import annotations

import contextlib
import getpass
import os
from pathlib import Path

from PySide6.QtCore import QByteArray, QCryptographicHash, QSettings, QStandardPaths

from db.folders import make_private

#: How many plans the start page remembers.
RECENT = 8
#: Copies of kept files that were opened lie here, in the person's data folder, until the window closes.
OPENED = "opened"
_FOLDER_VARIABLE = "CXWORKBENCH_DATA"


def data_folder() -> Path:
    """The program's own folder, made if it isn't there; CXWORKBENCH_DATA names another."""
    given = os.environ.get(_FOLDER_VARIABLE)
    if given:
        folder = Path(given)
    else:
        base = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
        folder = Path(base) / "cxworkbench"
    make_private(folder)
    return folder


class Settings:
    """The choices that are remembered, each read and written by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)

    @property
    def who(self) -> str:
        """The name that stands in the journal and in locks; the account's until another is given."""
        return str(self._store.value("who", "")) or _account()

    @who.setter
    def who(self, name: str) -> None:
        self._store.setValue("who", name)

    @property
    def knows_who(self) -> bool:
        """Whether the person was asked for a name."""
        return bool(str(self._store.value("who", "")))

    @property
    def mode(self) -> str:
        """Light, dark or contrast; empty until one is chosen."""
        return str(self._store.value("theme", ""))

    @mode.setter
    def mode(self, mode: str) -> None:
        self._store.setValue("theme", mode)

    @property
    def scale(self) -> float:
        """How large text is shown, as a factor."""
        try:
            return float(str(self._store.value("scale", "1")))
        except ValueError:
            return 1.0

    @scale.setter
    def scale(self, scale: float) -> None:
        self._store.setValue("scale", str(scale))

    @property
    def navigation_collapsed(self) -> bool:
        """Whether the navigation shows its icons only."""
        return str(self._store.value("navigation_collapsed", "false")) == "true"

    @navigation_collapsed.setter
    def navigation_collapsed(self, collapsed: bool) -> None:
        self._store.setValue("navigation_collapsed", "true" if collapsed else "false")

    @property
    def geometry(self) -> QByteArray:
        """Place and size of the window when it was closed last; empty before that."""
        kept = self._store.value("window/geometry")
        return kept if isinstance(kept, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("window/geometry", geometry)

    @property
    def recent(self) -> list[Path]:
        """The plans opened last, newest first; those that are gone are left out."""
        kept = self._store.value("recent", [])
        names = kept if isinstance(kept, list) else [kept]
        return [path for path in map(Path, map(str, names)) if path.name and path.exists()]

    @property
    def backups(self) -> Path:
        """Where the backups lie: away from the plans."""
        return self.folder / "backups"

    def id_of(self, plan: Path) -> str:
        """The id of the plan that was opened here last under this name; empty where none was.

        A plan that is damaged can no longer say it itself, and its backups are named after it.
        """
        return str(self._store.value(f"plans/{_key(plan)}", ""))

    def tell_once(self, what: str) -> bool:
        """Whether something was never told before on this computer; from now on it was."""
        name = f"told/{_short(what.encode())}"
        if str(self._store.value(name, "")) == "yes":
            return False
        self._store.setValue(name, "yes")
        return True

    def table_layout(self, plan: str, table: str) -> str:
        """How a table of a plan (by its id) was laid out, as it was kept; empty where it never was."""
        return str(self._store.value(f"tables/{_short(plan.encode())}/{table}", ""))

    def keep_table_layout(self, plan: str, table: str, layout: str) -> None:
        """Keep how a table of a plan is laid out; an empty text forgets it."""
        name = f"tables/{_short(plan.encode())}/{table}"
        if layout:
            self._store.setValue(name, layout)
        else:
            self._store.remove(name)

    def place_of(self, plan: str) -> tuple[str, str, QByteArray]:
        """Section, pilot and window of a plan (by its id) as it was left; empty where it never was open here."""
        name = f"places/{_short(plan.encode())}"
        geometry = self._store.value(f"{name}/geometry")
        return (
            str(self._store.value(f"{name}/section", "")),
            str(self._store.value(f"{name}/pilot", "")),
            geometry if isinstance(geometry, QByteArray) else QByteArray(),
        )

    def keep_place(self, plan: str, section: str, pilot: str, geometry: QByteArray) -> None:
        """Keep where a plan is left, and the window in which it was shown."""
        name = f"places/{_short(plan.encode())}"
        for what, value in (("section", section), ("pilot", pilot), ("geometry", geometry)):
            self._store.setValue(f"{name}/{what}", value)

    def watched_folder(self, plan: str) -> Path | None:
        """The folder that is watched for a plan (by its id); None where none is."""
        kept = str(self._store.value(f"watched/{_short(plan.encode())}", ""))
        return Path(kept) if kept else None

    def watch_folder(self, plan: str, folder: Path | None) -> None:
        """Watch a folder for a plan (by its id) from now on; None watches none."""
        name = f"watched/{_short(plan.encode())}"
        if folder is None:
            self._store.remove(name)
        else:
            self._store.setValue(name, str(folder.absolute()))

    def note_id(self, plan: Path, id: str) -> None:
        """Note the id of the plan that lies there now."""
        if id:
            self._store.setValue(f"plans/{_key(plan)}", id)

    def remember(self, plan: Path, id: str = "") -> None:
        """Put a plan at the head of those opened last, and note its id."""
        full = plan.absolute()
        self.note_id(plan, id)
        names = [str(full), *(str(path) for path in self.recent if path != full)]
        self._store.setValue("recent", names[:RECENT])

    def write(self) -> None:
        """Put everything on disk now; nobody else need know which plans there are."""
        self._store.sync()
        with contextlib.suppress(OSError):
            Path(self._store.fileName()).chmod(0o600)


def _key(plan: Path) -> str:
    return _short(os.fsencode(plan.absolute()))


def _short(what: bytes) -> str:
    # Qt's and not hashlib: loading OpenSSL takes as long as reading a plan, and nothing else needs it to open one.
    digest = QCryptographicHash.hash(what, QCryptographicHash.Algorithm.Sha256)
    return digest.toHex().toStdString()[:16]


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "nobody named"
