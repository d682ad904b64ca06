"""The faces of the paper: Source Sans 3 as ReportLab embeds it, fonts for other scripts, and what each can show."""

from __future__ import annotations

import struct
import threading
from collections.abc import Mapping
from io import BytesIO
from typing import Any, Literal

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

import resources
from cxworkbench.briefings.arabic import is_unjoined

Face = Literal["Regular", "Medium", "Semibold", "Bold", "It"]

FAMILY = "SourceSans3"
#: Han, Kana, Hangul, Bopomofo and their signs, which one fallback has; the other has what else there is.
_EAST_ASIAN = "DroidSansFallback"
_OTHERS = "DejaVuSans"
_EAST_ASIAN_CODES = (
    range(0x1100, 0x1200), range(0x2E80, 0xA4D0), range(0xA960, 0xA980), range(0xAC00, 0xD800), range(0xF900, 0xFB00),
    range(0xFE30, 0xFE50), range(0xFF00, 0xFFF0), range(0x20000, 0x33000),
)  # fmt: skip
#: N'Ko and Lao: the font has their letters, but they join or are set over one another, which needs more than a font.
_NEED_SHAPING = (range(0x7C0, 0x800), range(0xE80, 0xF00))
#: A fallback has one weight; for a heavier face it is struck twice, so far apart, of the size. Readers of PDF take both
#: for one. (Not outlined: viewers draw no line thinner than a pixel, so small previews would become black.)
_STRUCK_AGAIN: dict[str, float] = {"Medium": 0.015, "Semibold": 0.03, "Bold": 0.04}

_REGISTERING = threading.Lock()
_covered: dict[str, frozenset[str]] = {}
_glyphs: dict[str, Mapping[int, int]] = {}


def font_name(face: Face) -> str:
    """The name under which a face is registered: "SourceSans3", "SourceSans3-Semibold"."""
    return FAMILY if face == "Regular" else f"{FAMILY}-{face}"


def register() -> None:
    """Make every face known to ReportLab; after the first call this costs nothing.

    Raises:
        resources.MissingResource: a font file is absent or damaged.
    """
    with _REGISTERING:
        if _covered:
            return
        found: dict[str, frozenset[str]] = {}
        for face, content in resources.font_files().items():
            name = font_name(face)  # type: ignore[arg-type]
            font = _read(name, f"{FAMILY}-{face}.ttf", content)
            pdfmetrics.registerFont(font)
            letters = frozenset(chr(code) for code in font.face.charToGlyph)
            # Most faces have the same letters: held once, they take a megabyte less.
            found[name] = next((other for other in found.values() if other == letters), letters)
        _covered.update(found)


def _read(name: str, file: str, content: bytes) -> TTFont:
    try:
        # The checksums are looked at, so that a damaged outline is found here and not in the middle of a page.
        return TTFont(name, BytesIO(content), validate=1)
    except (TTFError, struct.error, ValueError, IndexError, KeyError, OverflowError) as error:
        raise resources.MissingResource("fonts", file) from error


def _fallback(name: str) -> Mapping[int, int]:
    """The glyphs of a fallback by code; it is read when the first paper needs it."""
    with _REGISTERING:
        if name not in _glyphs:
            font = _read(name, f"{name}.ttf", resources.read_bytes("fonts", f"{name}.ttf"))
            pdfmetrics.registerFont(font)
            _glyphs[name] = font.face.charToGlyph
        return _glyphs[name]


def font_for(letter: str, face: Face) -> str | None:
    """The font that shows a letter: the face itself, else the fallback for its script; None where neither has it.

    Raises:
        resources.MissingResource: the file of a fallback is absent or damaged.
    """
    if letter in _covered[font_name(face)]:
        return font_name(face)
    code = ord(letter)
    if is_unjoined(letter) or any(code in block for block in _NEED_SHAPING):
        return None
    name = _EAST_ASIAN if is_east_asian(letter) else _OTHERS
    return name if code in _fallback(name) else None


def is_east_asian(letter: str) -> bool:
    """Whether a letter or sign is one of those that Chinese, Japanese and Korean are written with."""
    code = ord(letter)
    return code >= _EAST_ASIAN_CODES[0].start and any(code in block for block in _EAST_ASIAN_CODES)


def covers(face: Face, text: str) -> bool:
    """Whether a face has every letter of a text."""
    return _covered[font_name(face)].issuperset(text)


def width(text: str, font: str, size: float) -> float:
    """How wide a text is in a registered font, points."""
    return float(pdfmetrics.stringWidth(text, font, size))


def show(
    canvas: Canvas, x: float, y: float, text: str, font: str, size: float, face: Face = "Regular"
) -> None:
    """Write a text of one registered font with its baseline at y.

    ``Canvas.drawString`` does the same by way of a text object, which takes three times as long, and a pack has ten
    thousand such texts. A fallback font that stands in for a heavier face is struck twice.
    """
    known: Any = pdfmetrics.getFont(font)
    doc = canvas._doc  # type: ignore[attr-defined]
    parts = [
        f"{known.getSubsetInternalName(subset, doc)} {size:g} Tf <{codes.hex()}> Tj"
        for subset, codes in known.splitString(text, doc)
    ]
    canvas.addLiteral(" ".join([f"BT 1 0 0 1 {x:.3f} {y:.3f} Tm", *parts, "ET"]))
    if face in _STRUCK_AGAIN and font in _glyphs:
        moved = x + _STRUCK_AGAIN[face] * size
        canvas.addLiteral(" ".join([f"/Artifact BMC BT 1 0 0 1 {moved:.3f} {y:.3f} Tm", *parts, "ET EMC"]))
