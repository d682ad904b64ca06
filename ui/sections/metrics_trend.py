"""What the trend of a metric says as rows, and where its thresholds contradict each other."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from cxworkbench import formats
from cxworkbench.measurement.forecast import TrendStatus, sunday_of
from cxworkbench.measurement.sentences import trend_sentence
from cxworkbench.metric_states import figures_of

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from cxworkbench.judged_metric import MetricDetail, MetricState
    from db.models import Metric


def contradiction(metric: Metric) -> tuple[str, str]:
    """A field whose threshold lies on the wrong side of another, with the warning; it never blocks saving."""
    sign = {"up": 1, "down": -1}.get(metric.direction or "", 0)
    write = figures_of(metric)

    def wrong(better: Decimal | None, worse: Decimal | None) -> bool:
        return sign != 0 and better is not None and worse is not None and (better - worse) * sign < 0

    def said(value: Decimal | None) -> str:
        return write(float(value)) if value is not None else ""

    side = "above" if sign > 0 else "below"
    pairs = (
        ("success_threshold", metric.success_threshold, metric.baseline_value, "Success", "the baseline"),
        ("scale_threshold", metric.scale_threshold, metric.success_threshold, "Scale", "success"),
        ("guardrail_limit", metric.success_threshold, metric.guardrail_limit, "Success", "the guardrail"),
    )
    for field, better, worse, name, other in pairs:
        if wrong(better, worse):
            return field, f"{name} {said(better)} is not {side} {other}, {said(worse)}. It is saved as typed."
    return "", ""


def trend_rows(
    assessment: Assessment, state: MetricState, detail: MetricDetail
) -> list[tuple[str, str, bool]]:
    """What the trend says as rows of text, figure and weight; a refusal is one sentence without a figure."""
    trend, window, target = detail.forecast, state.window, detail.target
    if trend is None or window is None or target is None:
        return []
    write = figures_of(state.metric)
    if trend.fan is None:
        return [(trend_sentence(trend, target, window, write), "", False)]
    end = window.start + timedelta(days=7 * int(trend.fan.t[-1]) + 6)
    day = formats.day(end, current=assessment.as_of)
    share = round(100 * trend.p_within)
    if trend.status is TrendStatus.FORECAST and trend.p50 is not None:
        answer = f"around {formats.day(sunday_of(trend.p50, window), current=assessment.as_of)}"
        question = write(target)
    else:
        answer, question = f"{share} in 100, no date", f"{write(target)} by {day}"
    low, high = float(trend.fan.levels[-1][0]), float(trend.fan.levels[-1][-1])
    ends = formats.value_range(write(low), write(high))
    return [(question, answer, True), (f"On {day}, 80% range", ends, False)]
