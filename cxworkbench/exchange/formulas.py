"""Text that a spreadsheet would take for a formula is marked as text, in every CSV that goes out."""

from __future__ import annotations

#: What begins a formula in a spreadsheet, in plain and in full-width form (OWASP ASVS 1.2.10).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def as_text(text: str) -> str:
    """The text as a cell of a CSV."""
    return f"'{text}" if text.startswith(_FORMULA) else text
