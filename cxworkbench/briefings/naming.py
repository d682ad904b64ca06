"""File names made from plan text: safe in any folder of any system."""

from __future__ import annotations

import unicodedata
from datetime import date

_LONGEST_PART = 60


def pdf_name(programme: str, kind: str, day: date) -> str:
    """The name that a paper is offered under: "larkfield-service-programme-sponsor-one-pager-2026-03-11.pdf"."""
    parts = [part for part in (_plain(programme), _plain(kind)) if part]
    return f"{'-'.join([*parts, day.isoformat()])}.pdf"


def _plain(text: str) -> str:
    """Letters and digits in small letters, words joined by hyphens; no more than fits a file name."""
    letters = unicodedata.normalize("NFC", text).lower()
    words = "".join(letter if letter.isalnum() else " " for letter in letters).split()
    name = ""
    for word in words:
        longer = f"{name}-{word}" if name else word
        if len(longer.encode()) > _LONGEST_PART:
            break
        name = longer
    return name or (words[0][: _LONGEST_PART // 4] if words else "")
