"""The one door through which plan text goes to paper: cleaned, cut into words, split by the fonts that have them.

Paper knows no markup: what comes out of here is drawn letter by letter (``text.py``), so a text that looks like a
tag, a link or a picture is printed as it was typed, and nothing in it can open a file or choose a colour.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cxworkbench.briefings.fonts import Face, chain, covers, font_for, font_name

#: Longer words may be broken anywhere after this many letters.
LONGEST_WORD = 60

_SPACES = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
#: Printable by Unicode's count, and yet nothing to be seen.
_UNSEEN = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_WORDS = re.compile(r"\n| |[^ \n]+")


@dataclass(frozen=True)
class Run:
    """A stretch of letters in one font; ``is_lacking`` where no font has them, so that boxes stand for them."""

    text: str
    font: str
    is_lacking: bool = False


@dataclass(frozen=True)
class Word:
    """What stays together on a line, and what stands before it: nothing (""), a space or a new line."""

    text: str
    before: str = " "


def clean(text: str, *, lines: bool = False) -> str:
    """A text without what can't be printed: control, surrogate, bidirectional and other invisible characters.

    Args:
        text: as it stands in the plan.
        lines: whether line ends are kept; else the text becomes one line.
    """
    if text.isprintable() and not _UNSEEN.search(text):
        shown = text
    else:
        shown = _LINE_ENDS.sub("\n", text).replace("\t", " ")
        shown = "".join(letter for letter in shown if letter == "\n" or not _is_invisible(letter))
    shown = unicodedata.normalize("NFC", shown)
    if not lines:
        return " ".join(shown.split())
    return "\n".join(_SPACES.sub(" ", line).strip() for line in shown.strip().split("\n"))


def words(text: str) -> Iterator[Word]:
    """The words of a cleaned text, those over 60 letters in parts that follow each other without a space."""
    before = ""
    for found in _WORDS.finditer(text):
        part = found.group()
        if part in {" ", "\n"}:
            before = "\n" if "\n" in {part, before} else " "
            continue
        for place in range(0, len(part), LONGEST_WORD):
            yield Word(part[place : place + LONGEST_WORD], before)
            before = ""


@lru_cache(maxsize=16_384)
def runs(text: str, face: Face) -> tuple[Run, ...]:
    """A cleaned text as runs of one font each. Letters that no font has stay in the text: the font shows its box."""
    if covers(face, text):
        return (Run(text, font_name(face)),) if text else ()
    found: list[Run] = []
    for letter in text:
        font = font_for(letter, face)
        name, is_lacking = font or chain(face)[0], font is None
        last = found[-1] if found else None
        if last is not None and (last.font, last.is_lacking) == (name, is_lacking):
            found[-1] = Run(last.text + letter, name, is_lacking)
        else:
            found.append(Run(letter, name, is_lacking))
    return tuple(found)


def lacking_in(text: str, face: Face) -> str:
    """The letters of a cleaned text that no font has."""
    if covers(face, text):
        return ""
    return "".join(run.text for run in runs(text, face) if run.is_lacking)


def _is_invisible(letter: str) -> bool:
    if unicodedata.category(letter) in {"Cc", "Cs", "Cf"}:
        return not letter.isspace()
    code = ord(letter)
    # Variation selectors choose a form of the letter before them; alone they would be a box.
    return 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF or code & 0xFFFE == 0xFFFE
