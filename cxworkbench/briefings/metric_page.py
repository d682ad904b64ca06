"""A metric's own page: four figures, the chart of the screen, why it has its verdict, thresholds, events, readings."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats
from cxworkbench.assess import metric_detail
from cxworkbench.assessment import PilotState
from cxworkbench.audit.readiness import newest_audit
from cxworkbench.briefings.blocks import Aligned, Beside, Stack
from cxworkbench.briefings.chart_block import ChartBlock
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.glyph_flowables import GlyphText
from cxworkbench.briefings.listing import Column, Line, listing
from cxworkbench.briefings.marks import Badge, Figures, sentence
from cxworkbench.briefings.page import Sheet, height_of
from cxworkbench.briefings.tables import Look
from cxworkbench.briefings.text import TABLE, TABLE_STRONG
from cxworkbench.charts.metric_chart import metric_chart, writer
from cxworkbench.frameworks import in_force, short_hash
from cxworkbench.judged_metric import MetricDetail, MetricState
from cxworkbench.measurement.figures import span
from cxworkbench.measurement.forecast import TrendStatus, sunday_of
from cxworkbench.measurement.sentences import trend_sentence
from cxworkbench.measurement.weeks import WeekState
from cxworkbench.metric_states import figures_of
from db.models import Amendment, ChartEvent, DataSource, Metric, Objective

NAME = "Metric page"
_CHART_HEIGHT, _LEAST_CHART, _EMPTY_CHART, _ABOVE_CHART = 297.0, 200.0, 150.0, 9.0
_COLUMNS, _MOST_WEEKS, _MOST_EVENTS = 3, 36, 6
_GAP = 19.0
_DAY, _DAY_GAP = 36.0, 6.0
_SMALL = Look(above=2.25)


def metric_sheets(edition: Edition) -> Iterator[Sheet]:
    """A page for each primary metric, and for each guardrail that is broken."""
    for pilot in edition.pilots:
        for state in pilot.metrics:
            if state.rule.role == "primary" or state.state == "guardrail_breached":
                yield sheet_of(edition, pilot, state)


def other_sheets(edition: Edition) -> Iterator[Sheet]:
    """A page for every other metric."""
    for pilot in edition.pilots:
        for state in pilot.metrics:
            if state.rule.role != "primary" and state.state != "guardrail_breached":
                yield sheet_of(edition, pilot, state)


def sheet_of(edition: Edition, pilot: PilotState, state: MetricState) -> Sheet:
    """The page of one metric."""
    page = _MetricPage(edition, pilot, state)
    return edition.sheet(page.flow(), f"{NAME}, {pilot.pilot.name}", page.source())


class _MetricPage:
    """The page while it is composed."""

    def __init__(self, edition: Edition, pilot: PilotState, state: MetricState) -> None:
        self._edition, self._pilot, self._state = edition, pilot, state
        self._press, self._metric = edition.press, state.metric
        self._detail: MetricDetail = metric_detail(edition.found, state)
        self._write = writer(state.metric, edition.plan.programme.currency)

    def flow(self) -> list[Flowable]:
        """The blocks in their order."""
        edition, state, press = self._edition, self._state, self._press
        badge = Badge(press, state.word, state=state.state, filled=state.state == "guardrail_breached")
        definition = self._metric.definition or "It has no definition"
        flow: list[Flowable] = [
            edition.title(self._metric.name, right=badge),
            edition.lead(f"{self._pilot.pilot.name}. {sentence(definition)}"),
            Figures(press, self.figures(), before=7.5),
            *edition.comment("metrics"),
        ]
        if state.stale_days is not None:
            ago = formats.plural(state.stale_days, "day")
            stale = press.text(
                f"Stale: the newest week that counts ended {ago} ago.", TABLE_STRONG.but(color="risk")
            )
            flow.append(GlyphText(press, "at_risk", stale, padding=3.0))
        place = len(flow)
        width = (edition.width - _GAP) / 2
        left, right = edition.width * 0.5 - _GAP / 2, width
        flow.append(Beside([self._why(), self._thresholds(right)], [left, right], _GAP, before=9.0))
        flow += self._readings()
        flow.append(edition.note(self._about(), before=4.0))
        # As high as the page leaves room for; where that is too little, the readings go on on the next page.
        room = edition.form.room - height_of(flow, edition.width) - _ABOVE_CHART
        tall = min(room, _CHART_HEIGHT) if room >= _LEAST_CHART else _CHART_HEIGHT
        chart = metric_chart(edition.found, state, self._detail)
        if not len(state.weeks):
            tall = _EMPTY_CHART
        flow.insert(place, ChartBlock(press, chart, tall, before=_ABOVE_CHART))
        return flow

    # ------------------------------------------------------------------------------------------------ figures

    def figures(self) -> list[tuple[str, str]]:
        """Newest value, change on baseline, mean that counts, and when the next threshold would be reached."""
        state, metric, write = self._state, self._metric, self._write
        day = f"week to {self._edition.day(state.latest_day)}" if state.latest_day else "no reading yet"
        found = [(state.latest_text, day), self._change()]
        band = state.verdict.band
        if band.T and math.isfinite(band.mean) and metric.comparison != "control":
            ends = ""
            if math.isfinite(band.lower) and math.isfinite(band.upper):
                ends = f", {span(write, band.lower, band.upper, state.verdict.bar)}"
            found.append((write(band.mean), f"mean that counts{ends}"))
        elif band.T and math.isfinite(band.mean):
            found.append(
                (formats.metric_change(band.mean, metric.unit, metric.decimals), "mean difference to control")
            )
        else:
            found.append((formats.MISSING, "no week counts yet"))
        found.append(self._when())
        return found

    def _change(self) -> tuple[str, str]:
        state, metric = self._state, self._metric
        if metric.baseline_value is None:
            return formats.MISSING, "no baseline"
        baseline = float(metric.baseline_value)
        said = f"on baseline {self._write(baseline)}"
        if state.latest is None:
            return formats.MISSING, said
        unit = {"percent": "points ", "seconds": "min "}.get(metric.unit or "", "")
        return formats.metric_change(state.latest - baseline, metric.unit, metric.decimals), f"{unit}{said}"

    def _when(self) -> tuple[str, str]:
        trend, target, window = self._detail.forecast, self._detail.target, self._state.window
        if trend is None or target is None or window is None:
            return formats.MISSING, "no trend before go-live" if window is None else "no threshold to reach"
        goal = self._write(target)
        if trend.status is TrendStatus.FORECAST and trend.p50 is not None:
            return self._edition.day(
                sunday_of(trend.p50, window)
            ), f"around then {goal}, if the slope goes on"
        if trend.status is TrendStatus.ALREADY_THERE:
            return "There", f"the trend is at {goal}"
        if trend.status is TrendStatus.BEYOND_HORIZON:
            weeks = formats.plural(math.floor(trend.horizon), "week")
            return "No date", f"for {goal}, not within {weeks}"
        return "No date", f"for {goal}, no trend towards it"

    # -------------------------------------------------------------------------------------------------- words

    def _why(self) -> Stack:
        edition, state, press = self._edition, self._state, self._press
        head = "Why it is not judged" if state.state == "not_judged" else f"Why {state.word}"
        was = f"was {state.was}" if state.was else ""
        blocks: list[Flowable] = [edition.heading(head, was, before=0)]
        for line in state.lines:
            said = f"{line.title}. {line.detail}" if line.detail else line.title
            blocks.append(GlyphText(press, line.state, press.text(said, TABLE), gap=6.0, padding=1.5))
        if not state.lines:
            blocks.append(edition.missing(state.sentence))
        events = self._events()
        if events:
            blocks.append(edition.heading("Events"))
            for day, said in events[-_MOST_EVENTS:]:
                label = press.text(day, TABLE_STRONG, align="right")
                blocks.append(Aligned(label, _DAY, _DAY_GAP, press.text(said, TABLE), padding=1.1))
            if len(events) > _MOST_EVENTS:
                blocks.append(
                    edition.note(f"{formats.plural(len(events) - _MOST_EVENTS, 'earlier event')} not shown")
                )
        return Stack(blocks)

    def _events(self) -> list[tuple[str, str]]:
        found = sorted(self._edition.plan.of_pilot(ChartEvent, self._metric.pilot), key=lambda one: one.day)
        as_of = self._edition.as_of
        return [(formats.near_day(one.day, as_of), one.note or one.label_) for one in found]

    def _thresholds(self, width: float) -> Stack:
        edition, press, write, metric = self._edition, self._press, self._write, self._metric
        rows = []
        for name, value, note in self._levels():
            rows.append([name, formats.MISSING if value is None else write(float(value)), note])
        columns = [
            Column(style=TABLE_STRONG),
            Column(align="right", style=TABLE_STRONG),
            Column(share=1, style=TABLE.but(color="ink2")),
        ]
        objectives = edition.plan.of_pilot(Objective, metric.pilot)
        objective = next((one for one in objectives if one.metric == metric.id), None)
        if objective is not None and objective.target_value is not None:
            by = f"by {formats.day(objective.target_date)}" if objective.target_date else "without a date"
            rows.append(["Target", write(float(objective.target_value)), by])
        blocks: list[Flowable] = [
            edition.heading("Thresholds", self._frozen(), before=0),
            listing(press, columns, rows, width, look=Look(above=2.6)),
        ]
        trend, window, target = self._detail.forecast, self._state.window, self._detail.target
        if trend is not None and window is not None and target is not None:
            said = trend_sentence(trend, target, window, figures_of(metric))
            blocks.append(edition.note(said, before=3.0))
        return Stack(blocks)

    def _levels(self) -> Iterator[tuple[str, Decimal | None, str]]:
        metric = self._metric
        period = ""
        if metric.baseline_from is not None and metric.baseline_to is not None:
            weeks = (metric.baseline_to - metric.baseline_from).days // 7
            last = metric.baseline_to - timedelta(days=1)
            period = f"{formats.plural(weeks, 'week')} to {formats.day(last)}"
        yield "Baseline", metric.baseline_value, period or "no period"
        how = (
            "whole range of the mean" if metric.confirm_rule != "k_in_a_row" else f"{metric.k} weeks in a row"
        )
        side = "" if metric.role != "primary" else f"{how}, 8 weeks or more"
        if metric.success_threshold is not None or metric.role == "primary":
            yield "Success", metric.success_threshold, side
        if metric.scale_threshold is not None:
            yield "Scale", metric.scale_threshold, "the same, at two looks in a row"
        if metric.guardrail_limit is not None:
            yield "Guardrail", metric.guardrail_limit, guardrail_words(metric)
        if metric.stop_threshold is not None:
            yield "Stop", metric.stop_threshold, "the whole range beyond it"

    def _frozen(self) -> str:
        edition, metric = self._edition, self._metric
        framework = in_force(edition.plan, metric.pilot or "", edition.as_of)
        if framework is None:
            return "not frozen"
        made = sum(
            one.framework == framework.id and one.metric == metric.id
            for one in edition.plan.of_pilot(Amendment, metric.pilot or "")
        )
        amended = f"amended {formats.plural(made, 'time')}" if made else "never amended"
        return f"frozen {formats.day(framework.frozen_on)}, {amended}"

    # ----------------------------------------------------------------------------------------------- readings

    def _readings(self) -> Iterator[Flowable]:
        edition, state = self._edition, self._state
        rows = self._weeks()
        shown = rows[-_MOST_WEEKS:]
        aside = f"the newest {len(shown)} of {len(rows)} weeks" if len(shown) < len(rows) else ""
        since = "All readings" if not aside else "Readings"
        yield edition.heading(since, aside)
        if not shown:
            yield edition.missing("No week has been read yet.")
            return
        width = (edition.width - (_COLUMNS - 1) * _GAP) / _COLUMNS
        per = -(-len(shown) // _COLUMNS)
        heads = [
            Column("Week", align="right", most_lines=1),
            Column("Ending", align="right", most_lines=1),
            Column("Value", align="right", most_lines=1),
            Column("Change", align="right", most_lines=1),
            Column((state.metric.n_name or "n").capitalize(), align="right", most_lines=1),
        ]
        parts = [shown[start : start + per] for start in range(0, len(shown), per)]
        tables: list[Flowable] = [
            listing(self._press, heads, part, width, look=_SMALL) for part in parts if part
        ]
        yield Beside(tables, [width] * len(tables), _GAP)

    def _weeks(self) -> list[Line]:
        """The weeks since go-live, oldest first; of a pilot that isn't live all there are."""
        state, edition = self._state, self._edition
        weeks, window = state.weeks, state.window
        rows, before = list[Line](), None
        for place, monday in enumerate(weeks.monday.tolist()):
            value = float(weeks.value[place])
            first = date.fromordinal(monday)
            if not math.isfinite(value) or (window is not None and first < window.week_1):
                continue
            number = "" if window is None else str(window.week_number(first))
            change = ""
            if before is not None:
                change = formats.metric_change(value - before, state.metric.unit, state.metric.decimals)
            counts = weeks.state[place] is WeekState.CLOSED and (window is None or first >= window.start)
            style = TABLE_STRONG if counts else TABLE.but(color="ink3")
            shown = self._press.text(self._write(value), style, align="right", most_lines=1)
            cases = float(weeks.n[place])
            n = formats.count(cases) if math.isfinite(cases) else formats.MISSING
            ending = formats.near_day(first + timedelta(days=6), edition.as_of)
            rows.append(Line([number, ending, shown, change, n]))
            before = value
        return rows

    def _about(self) -> str:
        """Who owns it, what a reading is, and which weeks don't count."""
        metric, weeks = self._metric, self._state.weeks
        edition = self._edition
        framework = in_force(edition.plan, metric.pilot or "", edition.as_of)
        parts = [f"Owner {edition.plan.person_name(metric.owner)}."]
        if framework is not None:
            parts.append(f"Framework {short_hash(framework.hash)}.")
        if metric.formula:
            parts.append(f"A reading is {metric.formula}.")
        if self._state.window is not None and self._state.window.start > self._state.window.week_1:
            aside = (self._state.window.start - self._state.window.week_1).days // 7
            parts.append(
                f"The first {formats.plural(aside, 'week')} after go-live are set aside and in grey."
            )
        left = sum(state not in {WeekState.CLOSED, WeekState.MISSING} for state in weeks.state)
        if left:
            parts.append(f"{formats.plural(left, 'week')} shown, not counted.")
        return " ".join(parts)

    def source(self) -> str:
        """Where the readings come from, and when that was audited."""
        edition, metric = self._edition, self._metric
        named = edition.plan.get(DataSource, metric.data_source)
        audit = newest_audit(edition.plan, named, edition.as_of) if named is not None else None
        source = metric.source or (named.name if named is not None else "no source named")
        return (
            f"{source}, {f'audited {edition.day(audit.audited_on)}' if audit is not None else 'not audited'}"
        )


def guardrail_words(metric: Metric) -> str:
    """What breaks a guardrail: "3 weeks in a row below pause the pilot"."""
    side = "below" if metric.direction == "up" else "above"
    return {
        "streak": f"{metric.guardrail_k or 3} weeks in a row {side} it: pause",
        "band": f"the whole range {side} it: pause",
        "hard": f"any reading {side} it: pause",
        "rare": f"the range of the rate wholly {side} it: pause",
    }.get(metric.guardrail_rule or "streak", "")
