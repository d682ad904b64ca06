"""Where commands keep what belongs to the person rather than to a plan."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def data_folder() -> Path:
    """The program's own folder: CXWORKBENCH_DATA, else where this system keeps programs' data.

    The window finds the same folder through Qt (``ui.settings.data_folder``), which commands may not know.
    """
    given = os.environ.get("CXWORKBENCH_DATA")
    if given:
        return Path(given)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME", ""))
        if not base.is_absolute():
            base = Path.home() / ".local" / "share"
    return base / "cxworkbench"
