"""How long the full assessment of a plan takes, and how it grows: 20, 200 and 2,000 pilots.

A pilot has 10 milestones and 3 metrics with a year of weekly readings, and what else ``tests/large.py`` gives it. Everything
is judged as of a day with nothing remembered: bands of all looks, verdicts, guardrails, the seven conditions with their 71
criteria, gates and what needs attention. Reading the plan from its file and loading its readings is not counted; it is
shown beside. Growth is 10 where it is linear.

    python benchmarks/assessment.py [rounds]
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cxworkbench.assess import assess, collector_at_rest
from cxworkbench.plan import Plan
from db.models import Metric
from db.store import open_plan
from tests.large import weekly_plan
from tests.plans import NOON

#: Milliseconds at most for 200 pilots.
LIMIT = 150
SIZES = (20, 200, 2_000)


def measured(pilots: int, rounds: int) -> tuple[float, float]:
    """Milliseconds that loading a plan of so many pilots takes, and its full assessment (median of the rounds)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weekly.cxplan"
        weekly_plan(path, pilots)
        with closing(open_plan(path)) as session:
            begun = time.perf_counter()
            plan = Plan(session, version=session.head)
            for metric in plan.all(Metric):
                plan.readings(metric)
            loaded = time.perf_counter() - begun
            times = []
            for _ in range(rounds + 1):
                gc.collect()
                with collector_at_rest():  # as the commands and the window do
                    begun = time.perf_counter()
                    assess(plan, NOON.date())
                    times.append(time.perf_counter() - begun)
    return 1_000 * loaded, 1_000 * median(times[1:])


def main(rounds: int) -> int:
    """Print the table; exit code 1 where 200 pilots take longer than they may."""
    print(f"{'pilots':>8}{'loading ms':>12}{'assessment ms':>15}{'a pilot ms':>12}{'growth':>8}{'limit':>7}")
    before, held = None, True
    for pilots in SIZES:
        loading, taken = measured(pilots, rounds if pilots < SIZES[-1] else max(rounds // 3, 1))
        growth = "" if before is None else f"{taken / before:.1f}"
        limit = LIMIT if pilots == 200 else ""
        held = held and (pilots != 200 or taken <= LIMIT)
        print(f"{pilots:8}{loading:12.0f}{taken:15.1f}{taken / pilots:12.2f}{growth:>8}{limit:>7}")
        before = taken
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 7))
