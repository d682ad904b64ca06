"""Charts on screen: pyqtgraph draws the lines of ``cxworkbench.charts``, QPainter their words. Imported with the first chart."""
