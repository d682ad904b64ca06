"""Milestones as a network: what waits for what, and by when it is likely to be done."""
