"""Arabic letters in the forms in which they join their neighbours, as single characters that a font can be asked for.

Unicode holds the joined forms as characters of their own ("Arabic presentation forms"), and says of each which letter
it is a form of; so Arabic, Persian and Urdu need no shaping engine. Letters of other languages that have no such forms
(of Pashto, Sindhi, Kurdish, Uighur) are left as they are, and no font is asked for them: unjoined they'd be misread.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

_BLOCKS = (range(0xFB50, 0xFE00), range(0xFE70, 0xFEFD))
_LETTERS = (range(0x600, 0x700), range(0x750, 0x780), range(0x870, 0x900))
_LAM = "\u0644"
_TATWEEL = "\u0640"


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Of a letter, and of lam with an alef, the character of each form: isolated, final, initial, medial."""
    found: dict[str, dict[str, str]] = {}
    for block in _BLOCKS:
        for code in block:
            form, *letters = unicodedata.decomposition(chr(code)).split()[:3] or [""]
            whole = "".join(chr(int(letter, 16)) for letter in letters)
            if form[1:-1] in {"isolated", "final", "initial", "medial"} and _is_joined(whole):
                found.setdefault(whole, {}).setdefault(form[1:-1], chr(code))
    return found


def _is_joined(whole: str) -> bool:
    return len(whole) == 1 or (
        len(whole) == 2 and whole[0] == _LAM and whole[1] in "\u0622\u0623\u0625\u0627"
    )


def is_unjoined(letter: str) -> bool:
    """Whether it is a letter of the Arabic script as it stands in a text, and not one of its forms."""
    return any(ord(letter) in block for block in _LETTERS) and unicodedata.category(letter) == "Lo"


def joined(text: str) -> str:
    """A text in the order in which it is read, each Arabic letter in the form that its neighbours ask for.

    Lam and alef become one letter, as everywhere in Arabic. A letter without forms joins nothing.
    """
    if not any(is_unjoined(letter) for letter in text):
        return text
    forms, parts = _forms(), list(_parts(text))
    shown: list[str] = []
    for place, part in enumerate(parts):
        own = forms.get(part)
        if own is None:
            shown.append(part)
            continue
        before = _reaches_on(_near(parts, place, -1)) and "final" in own
        after = "initial" in own and _reaches_back(_near(parts, place, 1))
        form = {(True, True): "medial", (True, False): "final", (False, True): "initial"}.get((before, after))
        shown.append(own.get(form or "isolated", own.get("isolated", part)))
    return "".join(shown)


def _parts(text: str) -> Iterator[str]:
    """Letter after letter, lam with its alef as one."""
    forms, place = _forms(), 0
    while place < len(text):
        long = 2 if len(text[place : place + 2]) == 2 and text[place : place + 2] in forms else 1
        yield text[place : place + long]
        place += long


def _near(parts: list[str], place: int, step: int) -> str:
    """The next letter on one side; marks over and under a letter stand between none."""
    place += step
    while 0 <= place < len(parts) and unicodedata.combining(parts[place][0]):
        place += step
    return parts[place] if 0 <= place < len(parts) else ""


def _reaches_on(part: str) -> bool:
    return part == _TATWEEL or "initial" in _forms().get(part, ())


def _reaches_back(part: str) -> bool:
    return part == _TATWEEL or "final" in _forms().get(part, ())
