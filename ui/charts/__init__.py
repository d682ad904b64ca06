"""Charts on screen: pyqtgraph draws lines, QPainter their words; imported with the first chart."""
