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

from reportlab.pdfgen.canvas import Canvas

from cxworkbench.briefings import fonts
from cxworkbench.briefings.arabic import joined
from cxworkbench.briefings.direction import as_placed
from cxworkbench.briefings.fonts import Face, covers, font_for, font_name, is_east_asian

#: Longer words may be broken anywhere after this many letters.
LONGEST_WORD = 60

_SPACES = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
#: Printable by Unicode's count, and yet nothing to be seen.
_UNSEEN = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_WORDS = re.compile(r"\n| |[^ \n]+")
#: Signs that close something don't begin a line, and those that open something don't end one.
_CLOSING = "、。，．・：；？！）］｝」』】〉》〕ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々〟"
_OPENING = "（［｛「『【〈《〔〝"


@dataclass(frozen=True)
class Run:
    """A stretch of letters in one font, left to right; ``is_lacking`` where no font has them: boxes stand for them."""

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
    """The words of a cleaned text, those over 60 letters in parts that follow each other without a space.

    Between Chinese, Japanese and Korean letters a line may end anywhere, but for signs that belong to a neighbour.
    """
    before = ""
    for found in _WORDS.finditer(text):
        part = found.group()
        if part in {" ", "\n"}:
            before = "\n" if "\n" in {part, before} else " "
            continue
        for whole in (part,) if part.isascii() else _breakable(part):
            for place in range(0, len(whole), LONGEST_WORD):
                yield Word(whole[place : place + LONGEST_WORD], before)
                before = ""


def _breakable(word: str) -> Iterator[str]:
    """The parts of a word between which a line may end."""
    start = 0
    for place in range(1, len(word)):
        left, right = word[place - 1], word[place]
        if (is_east_asian(left) or is_east_asian(right)) and right not in _CLOSING and left not in _OPENING:
            yield word[start:place]
            start = place
    yield word[start:]


@lru_cache(maxsize=16_384)
def runs(text: str, face: Face, leftward: bool = False) -> tuple[Run, ...]:
    """A cleaned text as runs of one font each, as they stand on a line from left to right.

    Letters that no font has stay in the text: the font shows its box. ``leftward`` where the text that it is a line of
    is read from right to left.
    """
    if covers(face, text):
        return (Run(text, font_name(face)),) if text else ()
    found: list[Run] = []
    for letter in as_placed(joined(text), leftward=leftward):
        font = font_for(letter, face)
        name, is_lacking = font or font_name(face), font is None
        last = found[-1] if found else None
        if last is not None and (last.font, last.is_lacking) == (name, is_lacking):
            found[-1] = Run(last.text + letter, name, is_lacking)
        else:
            found.append(Run(letter, name, is_lacking))
    return tuple(found)


def width(text: str, face: Face, size: float) -> float:
    """How wide one line of cleaned text is, points."""
    return sum(fonts.width(run.text, run.font, size) for run in runs(text, face))


def draw(
    canvas: Canvas, x: float, y: float, text: str, face: Face, size: float, *, leftward: bool = False
) -> tuple[float, str]:
    """Draw one line of cleaned text with its baseline at y, in the colour that fills.

    Returns:
        Where it ends, and the letters that no font has.
    """
    lacking = ""
    for run in runs(text, face, leftward):
        if run.is_lacking:
            # A box has no letter behind it: without this, searching and copying would lose the text. Letters in the
            # order of a line need no such word: readers of PDF turn them themselves, and would turn this as well.
            lacking += run.text
            canvas.addLiteral(f"/Span <</ActualText <FEFF{run.text.encode('utf-16-be').hex()}>>> BDC")
        fonts.show(canvas, x, y, run.text, run.font, size, face)
        if run.is_lacking:
            canvas.addLiteral("EMC")
        x += fonts.width(run.text, run.font, size)
    return x, lacking


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
