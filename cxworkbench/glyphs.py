"""Every status glyph once, as plain shapes in a box of 16 by 16: window and paper draw the same data.

The shapes are those of the status vocabulary (visual-language.md, 4); y grows downwards.
"""

from __future__ import annotations

from db.fixed import fixed

BOX = 16.0

Point = tuple[float, float]


@fixed
class Disc:
    """A filled circle."""

    x: float
    y: float
    radius: float


@fixed
class HalfDisc:
    """The left half of a filled circle."""

    x: float
    y: float
    radius: float


@fixed
class Ring:
    """A circle drawn as a line; ``dash`` is the length of a dash and of a gap, None where the line is whole."""

    x: float
    y: float
    radius: float
    width: float
    dash: tuple[float, float] | None = None


@fixed
class RoundedSquare:
    """A filled square with its top left corner at x, y."""

    x: float
    y: float
    side: float
    corner: float


@fixed
class Polygon:
    """A closed shape: filled, or an outline where ``width`` is given."""

    points: tuple[Point, ...]
    width: float | None = None


@fixed
class Polyline:
    """An open line; ``knock_out`` draws it in the colour of the ground behind the glyph."""

    points: tuple[Point, ...]
    width: float
    knock_out: bool = True


Shape = Disc | HalfDisc | Ring | RoundedSquare | Polygon | Polyline


@fixed
class Glyph:
    """One state as a shape and a word.

    Attributes:
        id: the state.
        word: what stands beside it, and its accessible name.
        token: the colour of its word.
        mark: the colour of its shapes.
        shapes: drawn in this order.
    """

    id: str
    word: str
    token: str
    mark: str
    shapes: tuple[Shape, ...]


def _cut(width: float, *points: Point) -> Polyline:
    return Polyline(points, width)


_DISC = Disc(8, 8, 7)
_TICK = _cut(1.8, (4.8, 8.3), (7.1, 10.6), (11.3, 5.8))
_TICKED: tuple[Shape, ...] = (_DISC, _TICK)
_ARROWED: tuple[Shape, ...] = (
    _DISC,
    _cut(1.8, (8, 12), (8, 4.6)),
    _cut(1.8, (4.9, 7.6), (8, 4.4), (11.1, 7.6)),
)
_WARNING: tuple[Shape, ...] = (
    Polygon(((8, 1.2), (15.4, 14.6), (0.6, 14.6))),
    _cut(1.7, (8, 5.6), (8, 10.2)),
    _cut(1.7, (8, 11.4), (8, 13)),
)
_CROSSED: tuple[Shape, ...] = (
    RoundedSquare(1.2, 1.2, 13.6, 1.6),
    _cut(1.9, (5, 5), (11, 11)),
    _cut(1.9, (11, 5), (5, 11)),
)
_DASHED: tuple[Shape, ...] = (Ring(8, 8, 6.2, 1.5, (2.6, 2.2)),)
_DOWN: tuple[Shape, ...] = (Polygon(((8, 14.2), (1.2, 2.4), (14.8, 2.4)), 1.8),)
_HALF: tuple[Shape, ...] = (Ring(8, 8, 6.3, 1.6), HalfDisc(8, 8, 6.3))
_OCTAGON: tuple[Shape, ...] = (
    Polygon(((5, 0.9), (11, 0.9), (15.1, 5), (15.1, 11), (11, 15.1), (5, 15.1), (0.9, 11), (0.9, 5))),
    _cut(1.9, (8, 3.8), (8, 8.8)),
    _cut(1.9, (8, 10.4), (8, 12.3)),
)


def _diamond(reach: float, width: float | None = None) -> Polygon:
    return Polygon(((8, 8 - reach), (8 + reach, 8), (8, 8 + reach), (8 - reach, 8)), width)


_PASSED: tuple[Shape, ...] = (_diamond(7.2), _cut(1.6, (5.2, 8.1), (7.2, 10.1), (10.8, 6.1)))
_CURRENT: tuple[Shape, ...] = (_diamond(6.6, 1.6), _diamond(3.2))
_AHEAD: tuple[Shape, ...] = (_diamond(6.2, 1.3),)
_HELD: tuple[Shape, ...] = (
    _diamond(6.6, 1.6),
    Polyline(((6.3, 5.6), (6.3, 10.4)), 1.7, knock_out=False),
    Polyline(((9.7, 5.6), (9.7, 10.4)), 1.7, knock_out=False),
)

_ALL = (
    Glyph("met", "Met", "met", "met", _TICKED),
    Glyph("at_risk", "At risk", "risk", "risk_mark", _WARNING),
    Glyph("failing", "Failing", "fail", "fail", _CROSSED),
    Glyph("not_assessed", "Not assessed", "none", "none", _DASHED),
    Glyph("not_enough_data", "Not enough data", "none", "none", _DASHED),
    Glyph("below", "Below", "risk", "risk", _DOWN),
    Glyph("on_track", "On track", "met", "met", _HALF),
    Glyph("confirmed", "Confirmed", "met", "met", _TICKED),
    Glyph("ready_to_scale", "Ready to scale", "met", "met", _ARROWED),
    Glyph("guardrail_breached", "Guardrail breached", "fail", "fail", _OCTAGON),
    Glyph("not_judged", "Shown, not judged", "none", "none", _DASHED),
    Glyph("gate_passed", "Passed", "accent", "accent", _PASSED),
    Glyph("gate_current", "Due", "accent", "accent", _CURRENT),
    Glyph("gate_ahead", "Ahead", "ink3", "control_border", _AHEAD),
    Glyph("gate_held", "Held", "fail", "fail", _HELD),
    Glyph("not_met", "Not met", "fail", "fail", _CROSSED),
    Glyph("not_met_lesser", "Not met", "risk", "risk_mark", _WARNING),
    Glyph("not_yet_due", "Not yet due", "none", "none", _DASHED),
    Glyph("not_applicable", "Does not apply", "none", "none", _DASHED),
)

#: Every glyph by its state.
GLYPHS = {glyph.id: glyph for glyph in _ALL}


def glyph(state: str) -> Glyph:
    """The glyph of a state; a gate's state may be given without its "gate_".

    Raises:
        KeyError: no such state in the status vocabulary.
    """
    return GLYPHS[state] if state in GLYPHS else GLYPHS[f"gate_{state}"]


def criterion_glyph(state: str, severity: str) -> Glyph:
    """The glyph of a checked criterion: one of major or minor grade that isn't met has the triangle."""
    lesser = state == "not_met" and severity != "blocker"
    return GLYPHS["not_met_lesser" if lesser else state]
