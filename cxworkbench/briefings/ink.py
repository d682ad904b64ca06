"""Colours on paper by the tokens that the screen uses, for colour print and for greyscale."""

from __future__ import annotations

from reportlab.lib.colors import Color

from cxworkbench.briefings.paper_charts import print_color

#: Tokens of the screen's glyphs that have no print colour of their own.
_NEAREST = {"risk_mark": "risk", "control_border": "line_strong"}
#: The ground of a cell by the token of its state.
TINTS = {"fail": "tint_fail", "risk": "tint_risk"}


def ink_color(token: str, ink: str) -> Color:
    """The colour of a token, for ``ink`` "colour" or "grey"."""
    return print_color(_NEAREST.get(token, token), ink)
