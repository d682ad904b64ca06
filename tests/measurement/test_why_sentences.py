"""Every verdict explains itself in lines and in one sentence, from computed values, and rounding decides nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from larkfield import (
    AGENT_ASSIST,
    CALLS,
    CHAT_ASSISTANT,
    CONTAINED,
    FCR,
    FCR_BASELINE,
    HANDLED,
    HANDLING,
    QUALITY,
    REPEATS,
    RESOLVED,
    SCORED,
    Series,
    day_after,
)

from cxworkbench.measurement.figures import apart, day_text, plain_figures, weeks_text
from cxworkbench.measurement.forecast import forecast, forecast_of
from cxworkbench.measurement.guardrail import Guarded
from cxworkbench.measurement.looks import Verdict
from cxworkbench.measurement.phases import behaviour
from cxworkbench.measurement.pilot import GuardrailStanding, PrimaryStanding, pilot_verdict
from cxworkbench.measurement.rule import MetricRule
from cxworkbench.measurement.sample_size import time_to_tell
from cxworkbench.measurement.sentences import (
    guardrail_sentence,
    limits_sentence,
    look_note,
    pilot_sentence,
    sample_size_sentences,
    trend_sentence,
    verdict_sentence,
)
from cxworkbench.measurement.why import Line, note_texts, why_lines

PERCENT, SECONDS, SCORE = plain_figures("percent", 1), plain_figures("seconds", 0), plain_figures("score", 2)
FIRST = date(2026, 1, 5)
UP = MetricRule("mean", "up", success=70.0)
GOOD = [71.2, 72.9, 70.8, 73.4, 72.1, 74.0, 71.7, 73.2, 72.5, 73.9, 72.2, 73.6]
RESOLUTION = Series(AGENT_ASSIST, FCR, RESOLVED, CALLS)


def series(values, rule=UP, **more):
    as_of = more.pop("as_of", None) or day_after(FIRST, len(values))
    return Series(FIRST, values, rule, as_of=as_of, **{"warm_up": 0, **more})


def lines_of(plan, write=SCORE, **more):
    guardrail = plan.guardrail() if plan.rule.guardrail_limit is not None else None
    return why_lines(plan.verdict(), plan.rule, write, guardrail=guardrail, **more)


def test_the_lines_of_confirmed_are_those_of_the_picture():
    assert lines_of(RESOLUTION, PERCENT) == (
        Line("met", "The whole range is above 66.0%", "Weeks 5 to 18: 67.0%, range 66.1 to 67.8"),
        Line("met", "The last 4 weeks are above it too", "Mean 67.5%: 68.0, 67.5, 66.5, 68.1"),
        Line("met", "14 weeks count, 8 are needed", "Weeks 1 to 4 were set aside beforehand"),
        Line("met", "Guardrail held at 59.0%", "Lowest week 60.4%"),
        Line("not_yet_due", "Not yet Ready to scale", "Needs a second look in a row, and 70.0%"),
    )


def test_down_is_told_the_other_way_round():
    lines = lines_of(Series(AGENT_ASSIST, HANDLING, HANDLED), SECONDS)
    assert lines[0] == Line("met", "The whole range is below 8:45", "Weeks 5 to 18: 8:35, range 8:26 to 8:44")
    assert lines[1].title == "The last 4 weeks are below it too"


def test_on_track_says_that_the_range_is_not_clear_yet():
    lines = lines_of(Series(AGENT_ASSIST, QUALITY, SCORED), SCORE)
    assert lines[0].state == "not_yet_due"
    assert lines[0].title == "The whole range is not above 4.25 yet"
    # One of the last four weeks is 4.24: their mean is above, not each of them.
    assert lines[1] == Line(
        "met", "The last 4 weeks are above it too on average", "Mean 4.26: 4.24, 4.26, 4.26, 4.27"
    )


def test_on_track_by_its_last_month_says_so():
    plan = series([75.0, 75.3, 74.8, 75.1] * 5 + [69.9, 69.8, 69.9, 70.0])
    lines = lines_of(plan)
    assert [line.state for line in lines[:2]] == ["met", "at_risk"]
    assert lines[1].title == "The last 4 weeks are not above it on average"
    sentence = verdict_sentence(plan.verdict(), UP, SCORE)
    assert sentence.startswith("On track (was confirmed on ")
    assert "the last 4 weeks, 69.90, do not agree" in sentence


def test_below_and_clearly_below():
    plan = series([60.0, 79.0, 65.0, 71.0] * 3)
    assert lines_of(plan, improving=True)[0].title == "The mean is not above 70.00"
    assert lines_of(plan, improving=True)[0].detail.endswith("Improving")
    clearly = series([60.0, 61.0, 60.5, 59.5] * 3)
    assert lines_of(clearly)[0] == Line(
        "not_met", "The whole range is below 70.00", lines_of(clearly)[0].detail
    )
    assert verdict_sentence(clearly.verdict(), UP, SCORE).startswith(
        "Clearly below: the mean of weeks 1 to 12 is 60.25"
    )
    exactly = series([69.0, 71.0, 70.1, 69.9] * 3)
    assert "which is the 70.00 agreed beforehand and not past it" in verdict_sentence(
        exactly.verdict(), UP, SCORE
    )


def test_not_enough_data_says_what_is_lacking():
    contained = Series(
        CHAT_ASSISTANT, CONTAINED, MetricRule("proportion", "up", unit="percent", success=25.0)
    )
    assert lines_of(contained, PERCENT)[0] == Line(
        "not_yet_due", "3 of 8 weeks count", "Weeks 1 to 4 were set aside beforehand"
    )
    gaps = lines_of(series(GOOD, excluded=[True] * 4 + [False] * 8))
    assert ("not_met", "4 of 12 weeks missing") in [(line.state, line.title) for line in gaps]
    stale = lines_of(series(GOOD, as_of=day_after(FIRST, 15)))
    assert ("at_risk", "Readings are 22 days old") in [(line.state, line.title) for line in stale]
    equal = lines_of(series([72.0] * 9))
    assert ("at_risk", "All 9 weeks are 72.00") in [(line.state, line.title) for line in equal]
    unready = why_lines(series(GOOD).verdict("not_ready"), UP, SCORE)
    assert "Data quality is Not ready" in [line.title for line in unready]


def test_shown_not_judged_gives_reason_and_weeks():
    plan = series(GOOD, replace(UP, success=None))
    assert lines_of(plan) == (
        Line("not_yet_due", "Shown, not judged", "No success threshold is set. 12 of 12 weeks count"),
    )
    sentence = verdict_sentence(plan.verdict(), plan.rule, SCORE)
    assert sentence == "Shown, not judged: no success threshold is set; 12 of 12 weeks count."


@pytest.mark.parametrize(
    ("values", "state", "title"),
    [
        ([18.0] * 8, "met", "Guardrail held at 20.0%"),
        ([18.0] * 7, "not_yet_due", "Guardrail at 20.0% not judged yet"),
        ([18.0] * 8 + [21.0], "at_risk", "Guardrail at 20.0% on watch"),
        (REPEATS, "not_met", "Guardrail breached at 20.0%"),
    ],
)
def test_each_guardrail_status_has_its_line_and_sentence(values, state, title):
    rule = MetricRule("proportion", "down", unit="percent", role="guardrail", guardrail_limit=20.0)
    plan = series(values, rule)
    line = lines_of(plan, PERCENT)[-1]
    assert (line.state, line.title) == (state, title)
    assert guardrail_sentence(plan.guardrail(), PERCENT).startswith("Guardrail ")


def test_the_breach_of_the_sample_is_told_with_its_weeks():
    rule = MetricRule("proportion", "down", unit="percent", role="guardrail", guardrail_limit=20.0)
    plan = Series(CHAT_ASSISTANT, REPEATS, rule)
    assert lines_of(plan, PERCENT)[-1].detail == "Weeks 4 to 7 above it, breached 1 Mar"
    assert guardrail_sentence(plan.guardrail(), PERCENT) == (
        "Guardrail breached on 1 Mar: 3 weeks in a row above 20.0%; it stays so until a person closes it."
    )


def test_restarts_and_gaps_stand_beside_the_weeks():
    plan = series([*GOOD, None, *GOOD], restarts=[day_after(FIRST, 3)])
    detail = lines_of(plan)[2].detail
    assert detail == "Counting began anew on 26 Jan, restart 1; 1 week missing"
    assert any("restarted 1 time" in note for note in note_texts(plan.verdict()))
    assert lines_of(plan)[0].detail.startswith("Weeks 4 to 25, 1 missing: ")


def test_k_in_a_row_is_told_by_its_own_rule():
    rule = replace(UP, confirm_rule="k_in_a_row", k=10)
    assert lines_of(series(GOOD, rule))[0].title == "The last 10 weeks are all above 70.00"
    on_track = series([*GOOD[:6], 69.0, *GOOD[6:]], rule)
    assert lines_of(on_track)[0].title == "Not yet 10 weeks in a row above 70.00"
    assert "not yet for 10 weeks in a row" in verdict_sentence(on_track.verdict(), rule, SCORE)


def test_nothing_missing_for_scaling_is_said_with_its_figures():
    line = lines_of(series(GOOD, replace(UP, scale=72.0)))[-1]
    assert (line.state, line.title) == ("met", "Nothing missing here for Ready to scale")
    assert line.detail.endswith("against 72.00")


def test_a_bound_that_would_round_onto_its_threshold_gets_more_decimals():
    assert apart(PERCENT, 65.9954, 66.0, unit=False) == "65.995"
    assert apart(PERCENT, 66.0, 66.0) == "66.0%"
    assert apart(PERCENT, 66.04, 66.0) == "66.04%"
    assert apart(PERCENT, 66.06, 66.0) == "66.1%"
    assert apart(SECONDS, 524.99, 525.0) == "8:44.99"


def test_looks_are_noted_where_the_range_decides():
    looks = RESOLUTION.verdict().looks
    notes = [look_note(looks, look, RESOLVED, PERCENT) for look in range(len(looks))]
    assert notes[-1] == "Range clears 66.0% for the first time"
    assert notes[-2] == "Range 65.995 to 67.7, not clear of 66.0%"
    assert set(notes[:-2]) == {""}


def test_the_sentence_of_confirmed_holds_all_three_parts():
    assert verdict_sentence(RESOLUTION.verdict(), RESOLVED, PERCENT) == (
        "Confirmed: the mean of weeks 5 to 18 is 67.0% and its whole range, 66.1 to 67.8, is above the 66.0% agreed "
        "beforehand; the last 4 weeks agree with 67.5%."
    )


def test_every_pilot_verdict_has_its_sentence():
    clear, breached = (
        GuardrailStanding("Quality", Guarded.CLEAR),
        GuardrailStanding("Repeats", Guarded.BREACHED),
    )
    good = PrimaryStanding("Resolved", Verdict.CONFIRMED, 14, 2)
    told = [
        pilot_sentence(pilot_verdict([good], [breached], data_quality="ready")),
        pilot_sentence(pilot_verdict([], [clear])),
        pilot_sentence(pilot_verdict([replace(good, verdict=Verdict.BELOW)], [clear])),
        pilot_sentence(pilot_verdict([replace(good, verdict=Verdict.ON_TRACK)], [clear])),
        pilot_sentence(pilot_verdict([good], [clear])),
        pilot_sentence(pilot_verdict([good], [clear], data_quality="ready")),
    ]
    assert told == [
        "Guardrail breached: Repeats; harm is looked at before success.",
        "Not enough data.",
        "Below: Resolved.",
        "On track: Resolved not confirmed yet.",
        "Confirmed: Resolved; 1 thing is missing for Ready to scale.",
        "Ready to scale: Resolved confirmed at two looks, nothing is missing.",
    ]


def test_limits_say_how_far_they_can_be_trusted():
    base = series(FCR_BASELINE, RESOLVED)
    assert limits_sentence(behaviour(base.weeks, RESOLVED), PERCENT) == (
        "When nothing has changed, this metric wanders from 58.7 to 63.3 (12 weeks, provisional limits); "
        "only a reading outside, or eight in a row on one side, is news."
    )
    assert "8 are needed" in limits_sentence(behaviour(series(GOOD[:3]).weeks, UP), SCORE)
    assert "check the feed" in limits_sentence(behaviour(series([3.0] * 9).weeks, UP), SCORE)


def test_a_date_is_printed_for_a_forecast_only():
    window = RESOLUTION.window
    trend = forecast_of(RESOLUTION.weeks, RESOLVED, window=window, target=70.0)
    few = round(100 * trend.p_within)
    assert trend_sentence(trend, 70.0, window, PERCENT) == (
        f"If the recent slope went on, {few} in 100 would reach 70.0% within 14 weeks: no date."
    )
    t = list(range(10))
    rising = forecast(t, [60 + 1.5 * week for week in t], 81, "up", horizon=26)
    assert "reached around 15 Mar (8 in 10: 15 Mar to 15 Mar)" in trend_sentence(rising, 81, window, PERCENT)
    falling = forecast(t, [60 - week for week in t], 81, "up")
    assert trend_sentence(falling, 81, window, PERCENT).startswith("No trend towards 81.0%: 0 in 100")
    assert trend_sentence(forecast(t, t, 5, "up"), 5, window, PERCENT) == "The trend is already at 5.0%."
    assert trend_sentence(forecast(t[:3], t[:3], 5, "up"), 5, window, PERCENT).startswith("No trend yet")


def test_sample_size_is_told_in_steps_of_five():
    told = sample_size_sentences(time_to_tell(FCR_BASELINE, RESOLVED), 12, RESOLVED, PERCENT)
    assert told[0].startswith("If the truth were exactly at 66.0%, about 0 in 100")
    assert all(int(text.split("about ")[1].split(" in")[0]) % 5 == 0 for text in told)
    assert sample_size_sentences(time_to_tell([1.0], RESOLVED), 12, RESOLVED, PERCENT)[0].startswith(
        "No answer"
    )


def test_values_days_and_weeks_are_written_as_the_visual_language_has_it():
    assert PERCENT(-7.1) == "\N{MINUS SIGN}7.1%"
    assert PERCENT(-0.01) == "0.0%"
    assert SECONDS(512) == "8:32"
    assert SECONDS(59.7) == "1:00"
    assert plain_figures("count", 0)(1328) == "1,328"
    assert plain_figures("money", 2, "£")(4.2) == "£4.20"
    assert day_text(date(2026, 3, 8)) == "8 Mar"
    assert day_text(date(2025, 3, 8), beside=date(2026, 1, 1)) == "8 Mar 2025"
    assert weeks_text([5]) == "week 5"
    assert weeks_text([4, 5, 6, 9]) == "weeks 4 to 6 and 9"


def test_the_day_in_a_sentence_has_its_year_when_it_is_not_this_one():
    plan = series(GOOD, as_of=day_after(FIRST, 12) + timedelta(days=400))
    assert "ended 29 Mar 2026" in verdict_sentence(plan.verdict(), UP, SCORE)
