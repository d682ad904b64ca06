"""Returns: what a case is worth as a range, when it pays back, and what was promised of it (statistics.md, d)."""
