"""What the program knows about programmes: reading a plan, judging it, and putting the judgement into words."""

__version__ = "0.1.0"
