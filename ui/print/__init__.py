"""Printing: the preview of a paper, the choices that are remembered, and the way to a printer."""
