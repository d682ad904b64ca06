"""Texts with letters that are read from right to left, in the order in which they stand on a line.

Unicode's bidirectional algorithm (UAX 9) without its control characters, which never come as far as paper
(``words.clean``): a name in Arabic or Hebrew reads right within a sentence or a row that reads from left to right, with
its numbers and brackets.
"""

from __future__ import annotations

import unicodedata

_STRONG = {"L", "R", "AL"}
_NEUTRAL = {"B", "S", "WS", "ON"}
_NUMBERS = {"EN", "AN"}
_PAIRS = {"(": ")", "[": "]", "{": "}", "\u2045": "\u2046", "\u3008": "\u3009", "\u300a": "\u300b"}
_MIRRORED = "()[]{}<>«»‹›≤≥⁅⁆〈〉《》"
_MIRROR = {
    one: other
    for left, right in zip(_MIRRORED[::2], _MIRRORED[1::2], strict=True)
    for one, other in ((left, right), (right, left))
}
#: Signs that end a name where a space follows.
_ENDING = ",;:.·–—|/"
#: So many times more letters must be read from right to left than the other way.
_MOSTLY = 4


def reads_left(text: str) -> bool:
    """Whether anything in a text is read from right to left."""
    return not text.isascii() and any(
        unicodedata.bidirectional(letter) in {"R", "AL", "AN"} for letter in text
    )


def is_leftward(text: str) -> bool:
    """Whether a text as a whole is read from right to left.

    It begins and ends with such letters and has hardly any others: a name in a sentence of the program does not turn it
    ("name, 69 days"), nor does a foreign word turn a text in such a language.
    """
    if not reads_left(text):
        return False
    strong = [kind for kind in map(unicodedata.bidirectional, text) if kind in _STRONG]
    left = sum(kind != "L" for kind in strong)
    return bool(strong) and "L" not in {strong[0], strong[-1]} and left >= _MOSTLY * (len(strong) - left)


def as_placed(text: str, *, leftward: bool = False) -> str:
    """The letters of one line from its left end to its right; ``leftward`` where its text as a whole is read so."""
    if not reads_left(text):
        return text
    classes = [unicodedata.bidirectional(letter) for letter in text]
    base, own = (1, "R") if leftward else (0, "L")
    types = _numbers(classes if leftward else _set_apart(text, classes), own)
    _brackets(text, types, own)
    _neutrals(types, own)
    levels = [_level(kind, base) for kind in types]
    # Spaces at the end of a line stand where the line ends (L1).
    for place in range(len(text) - 1, -1, -1):
        if classes[place] not in {"WS", "S", "B"}:
            break
        levels[place] = base
    order = _turned(levels)
    return "".join(_marks_behind(text, order, levels))


def _set_apart(text: str, classes: list[str]) -> list[str]:
    """Names kept apart from what a sentence says after them.

    Unicode has characters that mark where a name in another direction ends, which nobody types. Without them a figure
    that follows a name would be taken for a part of it, and stand before it: "20 ,name points". So in a sentence that
    reads from left to right a sign with a space behind it ends a name, and so does a figure that no more of it follows.
    """
    types, after = list(classes), "L"
    for place in range(len(text) - 1, -1, -1):
        kind = types[place]
        if (text[place] in _ENDING and text[place + 1 : place + 2] in {" ", ""}) or (
            kind == "EN" and after == "L"
        ):
            types[place] = after = "L"
        elif kind in _STRONG:
            after = kind
    return types


def _numbers(classes: list[str], own: str) -> list[str]:
    """Marks, numbers and what stands in and around numbers (W1 to W7)."""
    types = list(classes)
    last = strong = own
    for place, kind in enumerate(types):
        if kind == "NSM":
            kind = types[place] = last
        last = kind
        if kind in _STRONG:
            strong = kind
        elif kind == "EN" and strong == "AL":
            types[place] = "AN"
    types = ["R" if kind == "AL" else kind for kind in types]
    for place in range(1, len(types) - 1):
        before, kind, after = types[place - 1 : place + 2]
        joins = (kind in {"ES", "CS"} and before == "EN") or (kind == "CS" and before == "AN")
        if joins and before == after:
            types[place] = before
    for places in _runs(types, {"ET"}):
        around = {types[place] for place in (places[0] - 1, places[-1] + 1) if 0 <= place < len(types)}
        if "EN" in around:
            types[places[0] : places[-1] + 1] = ["EN"] * len(places)
    strong = own
    for place, kind in enumerate(types):
        if kind in {"ES", "ET", "CS"}:
            types[place] = "ON"
        elif kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            types[place] = "L"
    return types


def _brackets(text: str, types: list[str], own: str) -> None:
    """Two brackets go with what they hold (N0)."""
    opened: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for place, letter in enumerate(text):
        if types[place] != "ON":
            continue
        if letter in _PAIRS:
            opened.append((_PAIRS[letter], place))
            continue
        for depth in range(len(opened) - 1, -1, -1):
            if opened[depth][0] == letter:
                pairs.append((opened[depth][1], place))
                del opened[depth:]
                break
    other = "L" if own == "R" else "R"
    for start, end in sorted(pairs):
        inside = {_side(kind) for kind in types[start + 1 : end]}
        if own in inside:
            given = own
        elif other in inside:
            before = next((_side(kind) for kind in reversed(types[:start]) if _side(kind)), own)
            given = other if before == other else own
        else:
            continue
        types[start] = types[end] = given


def _side(kind: str) -> str:
    return "R" if kind in _NUMBERS else kind if kind in {"L", "R"} else ""


def _neutrals(types: list[str], own: str) -> None:
    """Spaces and signs between two of one direction take it, else that of the line (N1, N2)."""
    for places in _runs(types, _NEUTRAL | {"BN"}):
        before = _side(types[places[0] - 1]) if places[0] else own
        after = _side(types[places[-1] + 1]) if places[-1] + 1 < len(types) else own
        types[places[0] : places[-1] + 1] = [before if before == after else own] * len(places)


def _runs(types: list[str], kinds: set[str]) -> list[list[int]]:
    found: list[list[int]] = []
    for place, kind in enumerate(types):
        if kind in kinds:
            if found and found[-1][-1] == place - 1:
                found[-1].append(place)
            else:
                found.append([place])
    return found


def _level(kind: str, base: int) -> int:
    """How deep it is turned (I1, I2): even reads to the right, odd to the left."""
    if base:
        return 1 if kind == "R" else 2
    return {"L": 0, "R": 1}.get(kind, 2)


def _turned(levels: list[int]) -> list[int]:
    """Places in the order in which they stand (L2)."""
    order = list(range(len(levels)))
    for level in range(max(levels), 0, -1):
        place = 0
        while place < len(order):
            end = place
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[place:end] = order[place:end][::-1]
            place = max(end, place + 1)
    return order


def _marks_behind(text: str, order: list[int], levels: list[int]) -> list[str]:
    """The letters in that order, two-sided signs turned (L4), marks drawn after the letter that bears them (L3)."""
    shown: list[str] = []
    marks: list[str] = []
    for place in order:
        letter = text[place]
        if levels[place] % 2 == 0:
            shown.append(letter)
        elif unicodedata.combining(letter):
            marks.append(letter)
        else:
            shown += [_MIRROR.get(letter, letter), *reversed(marks)]
            marks.clear()
    return [*shown, *marks]
