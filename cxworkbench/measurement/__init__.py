"""What readings allow to be said: weeks, bands, limits, verdicts, trend (statistics.md 0 to c).

Pure functions of arrays and dates: no clock, no database, no settings. Values are in the metric's own unit
(percent 68.1, not 0.681), numerators and n are counts; where shares are needed they are taken by
``unit_scale``, which is 100 for percent and 1 otherwise.
"""
