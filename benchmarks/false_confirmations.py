"""How often weekly looks call a success that isn't one, and how long a true one takes: ``python benchmarks/false_confirmations.py``.

Simulated pilots are looked at every week for a year by the program's own verdict (``replay_all``): anytime band and last
four weeks. Beside it, on the same weeks, what people do without it: the first 95 % t-interval that excludes the threshold,
and so many weeks in a row beyond it. The truth lies exactly at the threshold (the worst case), or so many weekly standard
deviations beyond it. Weeks resemble their neighbours by AR(1). The targets are those of statistics.md, b5.

    python benchmarks/false_confirmations.py [pilots] [seed]
"""

from __future__ import annotations

import math
import sys
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from cxworkbench.measurement.looks import VERDICTS, Verdict, Watched, replay_all
from cxworkbench.measurement.process import run_lengths
from cxworkbench.measurement.rule import MetricRule
from cxworkbench.measurement.weeks import NO_READINGS, Weeks
from cxworkbench.measurement.window import Segment, Window

WEEKS = 52
FIRST = date(2025, 1, 6)
CONFIRMED = VERDICTS.index(Verdict.CONFIRMED)
#: Two-sided 95 % points of Student's t by degrees of freedom (NIST/SEMATECH e-Handbook, 1.3.6.7.2), up to 51.
T_95 = (
    *(
        12.706,
        4.303,
        3.182,
        2.776,
        2.571,
        2.447,
        2.365,
        2.306,
        2.262,
        2.228,
        2.201,
        2.179,
        2.160,
        2.145,
        2.131,
    ),
    *(
        2.120,
        2.110,
        2.101,
        2.093,
        2.086,
        2.080,
        2.074,
        2.069,
        2.064,
        2.060,
        2.056,
        2.052,
        2.048,
        2.045,
        2.042,
    ),
    *(
        2.040,
        2.037,
        2.035,
        2.032,
        2.030,
        2.028,
        2.026,
        2.024,
        2.023,
        2.021,
        2.020,
        2.018,
        2.017,
        2.015,
        2.014,
    ),
    *(2.013, 2.012, 2.011, 2.010, 2.009, 2.008),
)
#: At most so many in 100 ever confirmed though not true, by AR(1); and at least so many of the true ones by a week.
FALSE_AT_MOST = {0.0: 5.0, 0.3: 5.0, 0.6: 10.0}
TRUE_AT_LEAST = {
    (1.0, 0.0): (26, 80.0),
    (1.0, 0.3): (26, 55.0),
    (2.0, 0.0): (26, 97.0),
    (2.0, 0.3): (26, 97.0),
}


def pilots(count: int, beyond: float, carry: float, seed: int) -> np.ndarray:
    """Weekly means around the threshold (0) plus ``beyond``, of standard deviation 1: shape (count, WEEKS)."""
    chance = np.random.default_rng(seed)
    noise = chance.standard_normal((count, WEEKS))
    found = np.empty_like(noise)
    found[:, 0] = noise[:, 0]
    for week in range(1, WEEKS):
        found[:, week] = carry * found[:, week - 1] + math.sqrt(1 - carry**2) * noise[:, week]
    return found + beyond


def verdicts(values: np.ndarray, rule: MetricRule) -> np.ndarray:
    """Which looks confirm: the program's own replay of every look of every pilot."""
    monday = FIRST.toordinal() + 7 * np.arange(WEEKS, dtype=np.int64)
    as_of = FIRST + timedelta(weeks=WEEKS)
    window = Window(FIRST, FIRST, 0, (Segment(FIRST, FIRST, 0),))
    unknown, code, days = np.full(WEEKS, np.nan), np.zeros(WEEKS, dtype=np.int8), np.full(WEEKS, 7)
    watched = [
        Watched(Weeks(monday, row, unknown, unknown, code, days, 7, as_of, NO_READINGS), rule, window)
        for row in values
    ]
    return np.stack([looks.code == CONFIRMED for looks in replay_all(watched, as_of=as_of)])


def naive(values: np.ndarray, first: int) -> np.ndarray:
    """Looks at which the whole 95 % t-interval of all weeks so far lies beyond the threshold, from a week on."""
    count = np.arange(1, WEEKS + 1)
    mean = np.cumsum(values, axis=1) / count
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.sqrt((np.cumsum(values**2, axis=1) - count * mean**2) / (count - 1))
        t = np.asarray([np.nan, *T_95])
        lower = mean - t * spread / np.sqrt(count)
    return (lower > 0) & (count >= first)


def in_a_row(values: np.ndarray, k: int) -> np.ndarray:
    """Looks that end k weeks in a row beyond the threshold."""
    return np.stack([run_lengths(row > 0) >= k for row in values])


def first_week(confirmed: np.ndarray) -> np.ndarray:
    """The week of the first look that confirms; infinite where none does."""
    return np.where(confirmed.any(axis=1), confirmed.argmax(axis=1) + 1.0, math.inf)


def rules(values: np.ndarray) -> dict[str, np.ndarray]:
    """The first confirming week of each pilot by each rule."""
    band = MetricRule("mean", "up", success=0.0)
    simple = MetricRule("mean", "up", success=0.0, confirm_rule="k_in_a_row", k=10)
    return {
        "the program's rule": first_week(verdicts(values, band)),
        "the program's 10 in a row": first_week(verdicts(values, simple)),
        "naive, from week 8": first_week(naive(values, 8)),
        "naive, from week 2": first_week(naive(values, 2)),
        "4 in a row": first_week(in_a_row(values, 4)),
    }


def main(count: int, seed: int) -> int:
    """Print both tables; exit code 1 where a target isn't met."""
    begun, held = time.perf_counter(), True
    carries = list(FALSE_AT_MOST)
    found = {
        (beyond, carry): rules(pilots(count, beyond, carry, seed + at))
        for at, (beyond, carry) in enumerate((b, c) for b in (0.0, 1.0, 2.0) for c in carries)
    }
    names = list(next(iter(found.values())))
    print(f"{count:,} pilots each, {WEEKS} weekly looks, seed {seed}\n")
    print("In 100 pilots ever confirmed though the truth lies at the threshold")
    print(f"{'':28}" + "".join(f"{f'AR(1) {carry}':>12}" for carry in carries))
    for name in names:
        shares = [100 * np.isfinite(found[0.0, carry][name]).mean() for carry in carries]
        print(f"{name:28}" + "".join(f"{share:12.1f}" for share in shares))
    print(f"{'at most':28}" + "".join(f"{most:12.1f}" for most in FALSE_AT_MOST.values()))
    for carry, most in FALSE_AT_MOST.items():
        held = held and 100 * np.isfinite(found[0.0, carry]["the program's rule"]).mean() <= most

    print("\nWeeks until a true success is confirmed, median; in brackets in 100 by week 26")
    cases = [(beyond, carry) for beyond in (1.0, 2.0) for carry in carries]
    print(f"{'':28}" + "".join(f"{f'+{b:.0f} sd, {c}':>14}" for b, c in cases))
    for name in names:
        cells = []
        for case in cases:
            weeks = found[case][name]
            median = float(np.quantile(weeks, 0.5, method="lower"))
            shown = f"{median:.0f}" if math.isfinite(median) else "over 52"
            cells.append(f"{f'{shown} ({100 * (weeks <= 26).mean():.0f})':>14}")
        print(f"{name:28}" + "".join(cells))
    for case, (week, least) in TRUE_AT_LEAST.items():
        share = 100 * (found[case]["the program's rule"] <= week).mean()
        held = held and share >= least
        print(f"+{case[0]:.0f} sd, AR(1) {case[1]}: {share:.1f} in 100 by week {week}, at least {least:.0f}")
    print(
        f"\n{time.perf_counter() - begun:.0f} s. {'All targets are met.' if held else 'A target is not met.'}"
    )
    return 0 if held else 1


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:3]]
    raise SystemExit(main(*(given + [4_000, 1][len(given) :])))
