"""The faces of the paper: Source Sans 3 as ReportLab embeds it, and which letters each face can show."""

from __future__ import annotations

import struct
import threading
from io import BytesIO
from typing import Any, Literal

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

import resources

Face = Literal["Regular", "Medium", "Semibold", "Bold", "It"]

FAMILY = "SourceSans3"
_REGISTERING = threading.Lock()
_covered: dict[str, frozenset[str]] = {}


def font_name(face: Face) -> str:
    """The name under which a face is registered: "SourceSans3", "SourceSans3-Semibold"."""
    return FAMILY if face == "Regular" else f"{FAMILY}-{face}"


def chain(face: Face) -> tuple[str, ...]:
    """The fonts that are asked for a letter, first to last. Fallbacks for other scripts stand behind our own."""
    return (font_name(face),)


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
            font = _read(name, face, content)
            pdfmetrics.registerFont(font)
            found[name] = frozenset(chr(code) for code in font.face.charToGlyph)
        _covered.update(found)


def _read(name: str, face: str, content: bytes) -> TTFont:
    try:
        # The checksums are looked at, so that a damaged outline is found here and not in the middle of a page.
        return TTFont(name, BytesIO(content), validate=1)
    except (TTFError, struct.error, ValueError, IndexError, KeyError, OverflowError) as error:
        raise resources.MissingResource("fonts", f"{FAMILY}-{face}.ttf") from error


def font_for(letter: str, face: Face) -> str | None:
    """The first font of a face's chain that has the letter; None where none has it."""
    return next((name for name in chain(face) if letter in _covered[name]), None)


def covers(face: Face, text: str) -> bool:
    """Whether a face has every letter of a text."""
    return _covered[font_name(face)].issuperset(text)


def width(text: str, font: str, size: float) -> float:
    """How wide a text is in a registered font, points."""
    return float(pdfmetrics.stringWidth(text, font, size))


def show(canvas: Canvas, x: float, y: float, text: str, font: str, size: float) -> None:
    """Write a text of one registered font with its baseline at y.

    ``Canvas.drawString`` does the same by way of a text object, which takes three times as long, and a pack has ten
    thousand such texts.
    """
    face: Any = pdfmetrics.getFont(font)
    doc = canvas._doc  # type: ignore[attr-defined]
    said = [f"BT 1 0 0 1 {x:.3f} {y:.3f} Tm"]
    for subset, codes in face.splitString(text, doc):
        said.append(f"{face.getSubsetInternalName(subset, doc)} {size:g} Tf <{codes.hex()}> Tj")
    said.append("ET")
    canvas.addLiteral(" ".join(said))
