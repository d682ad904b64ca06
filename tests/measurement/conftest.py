"""Puts tests/ on the path, so that these tests find the shared golden cases wherever they are started."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
