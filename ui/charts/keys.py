"""The keys of a chart, for the keyboard map."""

from __future__ import annotations

#: Keys on the chart, with what they do, for the keyboard map.
CHART_KEYS = (
    ("+ and −", "Zoom in and out"),
    ("Left and Right", "Pan"),
    ("Home and End", "Go to the first and the newest days"),
    ("0", "Show all days"),
    ("Ctrl+Left and Right", "Select the point before or after, with its row"),
    ("Shift+Left and Right", "Mark a period (or drag with Shift); Esc takes it away"),
    ("Shift+Del", "Set the selected reading aside, or put it back"),
)
