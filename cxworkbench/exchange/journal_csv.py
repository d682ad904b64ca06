"""The journal as a CSV file: a row a change. Text that a spreadsheet would take for a formula is marked as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from cxworkbench.exchange.formulas import as_text

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from cxworkbench.history import Line

_HEADS = ("Version", "Time", "Who", "Pilot", "What", "Before", "After", "Kind", "Step")


def journal_csv(lines: Iterable[Line], zone: ZoneInfo) -> bytes:
    """Lines of the journal as CSV, UTF-8 with a mark by which Excel knows it; times in a zone."""
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow(_HEADS)
    for line in lines:
        step = line.step
        moment = step.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
        texts = (step.by, line.pilot, line.what, line.before, line.after, line.kind, step.label)
        rows.writerow([step.seq, moment, *map(as_text, texts)])
    return written.getvalue().encode("utf-8-sig")
