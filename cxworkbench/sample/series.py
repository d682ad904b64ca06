"""The weekly readings of the sample programme. Verdicts are computed from them; none is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class WeeklySeries:
    """Weekly values of one metric in its own unit, from a Monday on, with n where the source counts it."""

    metric: str
    first_monday: date
    values: tuple[float, ...]
    n: tuple[int, ...] | None = None
    baseline: bool = False


def _values(written: str) -> tuple[float, ...]:
    return tuple(float(value) for value in written.split())


def _counts(written: str) -> tuple[int, ...]:
    return tuple(int(value) for value in written.split())


_NOVEMBER = date(2025, 11, 3)
_BEFORE = date(2025, 8, 11)
_JANUARY = date(2026, 1, 19)

CALLS_BEFORE = _counts("42110 42480 42890 41960 42230 42770 42050 42640 41890 42370 42500 42420")
CALLS = _counts(
    "42988 43605 42912 43391 43044 40230 41876 43427 44018 42360 40112 40925 41190 42644 43870 43156 42207 43918"
)

SERIES = (
    WeeklySeries(
        "aa_fcr",
        _BEFORE,
        _values("60.2 61.6 61.0 60.4 61.9 61.3 60.7 61.5 60.1 61.2 61.4 60.7"),
        CALLS_BEFORE,
        baseline=True,
    ),
    WeeklySeries(
        "aa_fcr",
        _NOVEMBER,
        _values("60.4 61.7 63.2 65.0 66.4 66.7 66.6 67.9 66.6 68.1 65.0 65.8 68.0 65.9 68.0 67.5 66.5 68.1"),
        CALLS,
    ),
    WeeklySeries(
        "aa_aht",
        _BEFORE,
        _values("584 577 580 586 575 579 582 578 585 576 581 577"),
        CALLS_BEFORE,
        baseline=True,
    ),
    WeeklySeries(
        "aa_aht",
        _NOVEMBER,
        _values("578 566 551 537 522 524 509 523 521 508 518 507 502 515 523 513 515 512"),
        CALLS,
    ),
    WeeklySeries(
        "aa_qa",
        _BEFORE,
        _values("4.19 4.21 4.20 4.18 4.22 4.20 4.21 4.19 4.20 4.21 4.19 4.20"),
        baseline=True,
    ),
    WeeklySeries(
        "aa_qa",
        _NOVEMBER,
        _values("4.21 4.19 4.22 4.24 4.27 4.23 4.26 4.24 4.27 4.24 4.26 4.27 4.28 4.25 4.24 4.26 4.26 4.27"),
    ),
    WeeklySeries(
        "ca_contained",
        date(2025, 11, 24),
        _values("11.6 12.3 12.1 11.8 12.2 12.0"),
        _counts("3010 3044 3121 2987 3102 2940"),
        baseline=True,
    ),
    WeeklySeries(
        "ca_contained",
        _JANUARY,
        _values("14.1 16.9 17.8 17.2 16.8 16.5 16.2"),
        _counts("3081 3122 3090 3144 3068 3112 3097"),
    ),
    WeeklySeries(
        "ca_repeat",
        date(2025, 11, 24),
        _values("18.2 18.6 18.5 18.1 18.7 18.3"),
        _counts("3010 3044 3121 2987 3102 2940"),
        baseline=True,
    ),
    WeeklySeries(
        "ca_repeat",
        _JANUARY,
        _values("18.9 19.3 19.6 20.4 21.5 22.7 23.6"),
        _counts("3081 3122 3090 3144 3068 3112 3097"),
    ),
    WeeklySeries(
        "ca_csat",
        date(2025, 11, 24),
        _values("3.91 3.89 3.90 3.92 3.88 3.90"),
        _counts("812 798 840 779 826 790"),
        baseline=True,
    ),
    WeeklySeries(
        "ca_csat",
        _JANUARY,
        _values("3.88 3.85 3.84 3.79 3.71 3.66 3.62"),
        _counts("801 822 795 830 812 808 799"),
    ),
    WeeklySeries(
        "as_acw", date(2026, 2, 9), _values("203 198 201 199"), _counts("1184 1210 1196 1221"), baseline=True
    ),
    WeeklySeries(
        "as_reopened",
        date(2026, 2, 9),
        _values("8.3 7.9 8.2 8.1"),
        _counts("1184 1210 1196 1221"),
        baseline=True,
    ),
)
