"""Plain language: texts in short sentences, and how easy they are to read (LIX, longest sentence), computed.

LIX (Björnsson 1968) is words for each sentence, plus the share of words of more than six letters in per cent. Names are
one short word: nobody reads a name more slowly because it is long, and nobody can write it shorter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cxworkbench.briefings.words import clean
from cxworkbench.value_words import lowered

#: The bounds of a paper in plain language.
MOST_LIX, MOST_WORDS = 40, 18
_LONG_WORD = 6
_NAME = "Name"
_ENDS = re.compile(r"(?<=[.!?…])\s+|\s*;\s+|\s*\n+\s*")
_WORD = re.compile(r"[^\W_]+(?:['’.,:/-][^\W_]+)*")
#: Where a long sentence may be cut in two, the best first: at a colon or dash, a comma, before a joining word.
_CUTS = (
    re.compile(r":\s+|\s+[–—]\s+"),
    re.compile(r",\s+(?:and|but|so|because|which|while|when|where)\s+"),
    re.compile(r",\s+"),
    re.compile(r"\s+(?:and|but|so|because|while|when|where|until|after|before)\s+"),
)
_FEWEST = 2


@dataclass(frozen=True)
class Readability:
    """How easy some sentences are to read.

    Attributes:
        lix: 0 without words; up to 30 is very easy, over 50 hard.
        longest: words in the longest sentence.
        words, sentences: how many there are.
    """

    lix: float
    longest: int
    words: int
    sentences: int

    @property
    def holds(self) -> bool:
        """Whether both bounds hold."""
        return self.lix <= MOST_LIX and self.longest <= MOST_WORDS


class Reading:
    """Reads texts with a plan's names as names."""

    def __init__(self, names: Iterable[str]) -> None:
        known = sorted({clean(name) for name in names} - {""}, key=lambda name: (-len(name), name))
        either = "|".join(map(re.escape, known))
        self._names = re.compile(rf"(?<!\w)(?:{either})(?!\w)") if known else None

    def words(self, text: str) -> list[str]:
        """The words of a text, each name as one."""
        told = clean(text)
        if self._names is not None:
            told = self._names.sub(f" {_NAME} ", told)
        return _WORD.findall(told)

    def lowered(self, text: str) -> str:
        """A sentence as it goes on behind a colon; names and abbreviations keep their capitals."""
        return text if self._begins_with_name(text) else lowered(text)

    def _begins_with_name(self, text: str) -> bool:
        return self._names is not None and self._names.match(text) is not None

    def _as_sentence(self, text: str) -> str:
        told = text.strip()
        first = told[:1] if self._begins_with_name(told) else told[:1].title()
        return f"{first}{told[1:]}{'' if told[-1:] in {'.', '!', '?', '…'} else '.'}"

    def sentences(self, text: str, before: str = "") -> list[str] | None:
        """A text as sentences within the bound of words; None where it can't be cut into such.

        A sentence that is too long is cut where its own punctuation or a joining word lets it go on as one of its own.
        The first one goes on behind the words ``before``, where there are any.
        """
        most = MOST_WORDS - len(self.words(before))
        found: list[str] = []
        for part in _ENDS.split(clean(text, lines=True)):
            told = part.strip(" .;")
            if not told:
                continue
            short = self._short(told, most)
            if short is None:
                return None
            found += short
        said = [self._as_sentence(one) for one in found]
        return [f"{before}{self.lowered(said[0])}", *said[1:]] if said and before else said

    def _short(self, told: str, most: int) -> list[str] | None:
        if len(self.words(told)) <= most:
            return [told]
        for cut in _CUTS:
            places = [match for match in cut.finditer(told) if self._may_cut(told, match)]
            fitting = [match for match in places if len(self.words(told[: match.start()])) <= most]
            if fitting:
                at = fitting[-1]
                rest = self._short(told[at.end() :], most)
                return None if rest is None else [told[: at.start()], *rest]
        return None

    def _may_cut(self, told: str, match: re.Match[str]) -> bool:
        first, rest = self.words(told[: match.start()]), self.words(told[match.end() :])
        inside = self._names is not None and any(
            name.start() < match.start() < name.end() for name in self._names.finditer(told)
        )
        return len(first) >= _FEWEST and len(rest) >= _FEWEST and not inside

    def measure(self, sentences: Sequence[str]) -> Readability:
        """How easy sentences are to read."""
        counted = [words for one in sentences if (words := self.words(one))]
        total = sum(len(words) for words in counted)
        if not total:
            return Readability(0.0, 0, 0, 0)
        long = sum(len(word) > _LONG_WORD for words in counted for word in words)
        lix = total / len(counted) + 100 * long / total
        return Readability(lix, max(map(len, counted)), total, len(counted))
