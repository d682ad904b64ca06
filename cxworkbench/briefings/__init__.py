"""Papers for each audience, made with ReportLab from the same objects as the screen."""
