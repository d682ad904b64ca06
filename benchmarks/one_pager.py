"""The sponsor one-pager against an empty ReportLab page, side by side in one run: ``python benchmarks/one_pager.py``.

Both run in one process after a first rendering of each, so that imports and fonts don't count.
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cxworkbench.briefings.compose import compose
from cxworkbench.briefings.settings import settings_of
from cxworkbench.commands.judging import with_past
from cxworkbench.sample import PINNED_DAY, write_sample
from db.store import open_plan


def empty_page() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_sample(Path(folder) / "s.cxplan")
        session = open_plan(Path(folder) / "s.cxplan", read_only=True)
        found = with_past(session, PINNED_DAY)
        settings = settings_of(found.plan, paper=None, ink=None, printed="11 Mar 2026, 10:42")

        def one_pager() -> bytes:
            return compose("sponsor", found, settings).pdf

        began = time.perf_counter()
        one_pager()
        first = time.perf_counter() - began
        empty_page()
        empty, page = [], []
        for _ in range(rounds):
            began = time.perf_counter()
            empty_page()
            empty.append(time.perf_counter() - began)
            began = time.perf_counter()
            made = one_pager()
            page.append(time.perf_counter() - began)
        session.close()
    floor = statistics.median(empty)
    taken = statistics.median(page)
    print(f"empty ReportLab page   {floor * 1000:7.1f} ms   1.0")
    print(
        f"sponsor one-pager      {taken * 1000:7.1f} ms   {taken / floor:.1f}   ({len(made) / 1024:.0f} KB)"
    )
    print(f"the first one, with imports and fonts {first * 1000:.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
