"""File names made from plan text: safe in any folder of any system."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from datetime import date

_LONGEST_PART = 60
#: In characters and in bytes, with the ending (reliability.md, 4).
_LONGEST = 100


def pdf_name(programme: str, kind: str, day: date) -> str:
    """The name that a paper is offered under: "larkfield-service-programme-sponsor-one-pager-2026-03-11.pdf"."""
    return edition_name(programme, kind, day)


def edition_name(reader: str, kind: str, day: date, taken: Collection[str] = ()) -> str:
    """The name of a stakeholder's edition, another one than those taken: "helen-marsh-board-paper-2026-03-11.pdf".

    Args:
        reader: whose it is.
        kind: what it is.
        day: of the judgement.
        taken: names that others of the same run have.
    """
    others = {name.casefold() for name in taken}
    parts = [part for part in (_plain(reader), _plain(kind)) if part]
    ending = f"-{day.isoformat()}"
    number, name = 1, ""
    while not name or name.casefold() in others:
        more = ending if number == 1 else f"{ending}-{number}"
        room = _LONGEST - len(more) - len(".pdf")
        name = f"{_safe(_cut('-'.join(parts), room) + more)}.pdf"
        number += 1
    return name


def _cut(text: str, room: int) -> str:
    """As much of a text as has room, in bytes too."""
    while len(text) > room or len(text.encode()) > room:
        text = text[:-1]
    return text.rstrip("-")


def _safe(name: str) -> str:
    """A name without a dot or dash at its beginning. It ends in a date, so it is no device's name on any system."""
    return name.lstrip("-.")


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
