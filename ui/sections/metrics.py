"""The Metrics page of a pilot: a tab a metric, its live chart, its verdict, readings and thresholds."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.moves import tab_after
from ui.sections.metrics_readings import ReadingsPanel
from ui.sections.metrics_right import RightColumn
from ui.sections.metrics_tabs import MetricTabs
from ui.sections.metrics_views import MetricViews
from ui.sections.metrics_words import definition, since
from ui.sections.page import Handed, Page
from ui.widgets.badge import Badge
from ui.widgets.buttons import Button
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.panel import EmptyState, Panel, rule

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState
    from cxworkbench.charts.description import Chart
    from cxworkbench.judged_metric import MetricDetail, MetricState
    from cxworkbench.plan import Ref
    from ui.charts.chart_view import ChartView
    from ui.sections.metrics_chart import ChartActs

#: Windows narrower than this have narrower margins.
WIDE_FROM = 1400


class MetricsPage(Page):
    """One pilot's metrics. The chosen metric, zoom and selection stay when the plan is judged anew."""

    SHOWS = frozenset(
        {
            *("metric", "reading", "series", "gate", "chart_event", "decision_rule", "objective", "pilot"),
            *("programme", "framework", "amendment", "breach_closure"),
        }
    )

    def __init__(self, handed: Handed) -> None:
        super().__init__(handed)
        self._assessment: Assessment | None = None
        self._pilot: PilotState | None = None
        self._chosen: dict[str, str] = {}
        self._states: list[MetricState] = []
        self._chart: ChartView | None = None
        self.acts: ChartActs | None = None
        self._detail: MetricDetail | None = None
        self._arrange()
        self.thresholds.amending.connect(self._amend)
        self.beginners = (self.add_button,)
        self._readings.chosen.connect(self._row_chosen)
        bring = Button(
            self.theme,
            "Import a file…",
            lambda: handed.run("plan.import"),
            kind="small",
            keys="Ctrl+I",
            parent=self._readings.head,
        )
        self._readings.add_to_head(bring)
        tab_after(self._readings.paste_button, bring)
        self.theme.changed.connect(self._redress)

    # ------------------------------------------------------------------------------------------ showing

    @property
    def chart(self) -> ChartView:
        """The live chart; the chart library is loaded with the first one."""
        self.slices.finish()
        return self._chart or self._make_chart()

    @property
    def readings(self) -> ReadingsPanel:
        """The readings, shown at once where they wait for their turn."""
        self.slices.do_now("readings")
        return self._readings

    def _make_chart(self) -> ChartView:
        from ui.charts.chart_view import ChartView
        from ui.sections.metrics_chart import ChartActs

        self._chart = ChartView(self.theme, self._chart_panel)
        self.acts = ChartActs(self.handed, self._chart, self._readings)
        self.acts.seen = self.views.chart_seen
        self._chart_panel.body.addWidget(self._chart, 1)
        tab_after(self.views.switch, self._chart)  # it is read after it, though it was made last
        return self._chart

    def _renew_readings(self) -> None:
        """Show them; for the first time once the words and figures beside them are seen."""
        if self._readings.model.metric is None:
            self.slices.add("readings", self._show_readings)
        else:
            self._show_readings()

    def _show_readings(self) -> None:
        if self.state is not None and self._assessment is not None:
            self._readings.show_state(self._assessment, self.state)

    def _renew_chart(self, metric: str) -> None:
        """Draw the same metric's chart anew; another one's once the words and figures beside it are seen."""
        if self._chart is None:
            self.slices.add("charts", self._bring_charts)
            self.slices.add("chart", self._make_chart)
        elif self._chart.chart is not None and self._chart.chart.key == metric:
            if self.isVisible() and not self.handed.plan.plan.is_long:
                self._show_chart()
                return
        else:
            self._chart.show_nothing()
        self.slices.add("draw", self._show_chart)

    def _bring_charts(self) -> None:
        """Load the chart library beside the window, where this page is the first that is opened: it takes long."""
        name = "ui.charts.chart_view"
        if name not in sys.modules:
            loading = self.handed.work.start(lambda _progress: import_module(name))
            self.slices.hold_until(loading)

    def _show_chart(self) -> None:
        """Draw the chart: at once, or with many readings in the turn after the one in which it is worked out."""
        from cxworkbench.charts.metric_chart import metric_chart

        state, assessment = self.state, self._assessment
        if state is None or assessment is None or self._detail is None or self._chart is None:
            return
        chart = metric_chart(assessment, state, self._detail)
        if assessment.plan.is_long:
            self.slices.add("drawn", partial(self._draw_chart, state, chart))
        else:
            self._draw_chart(state, chart)

    def _draw_chart(self, state: MetricState, chart: Chart) -> None:
        if self.state is None or self.state.metric.id != state.metric.id:
            return  # another one was chosen meanwhile: its chart follows
        assert self.acts is not None, "made with the chart"
        assert self._chart is not None, "made before it is drawn"
        self.acts.show_state(state)
        self._chart.set_chart(chart)

    @property
    def state(self) -> MetricState | None:
        """The metric that is shown."""
        if not self._states:
            return None
        chosen = self._chosen.get(self.pilot_id, "")
        return next((one for one in self._states if one.metric.id == chosen), self._states[0])

    def show_assessment(self, assessment: Assessment, pilot_state: PilotState | None) -> None:
        """Show a judgement of the pilot's metrics."""
        self._assessment, self._pilot = assessment, pilot_state
        self._states = list(pilot_state.metrics) if pilot_state is not None else []
        self.pilot_id = "" if pilot_state is None else pilot_state.pilot.id
        self.tabs.show_states(self._states, self.state)
        self._show_metric()

    def show_record(self, ref: Ref) -> None:
        """Choose the metric that a record is, or belongs to."""
        metric = ref.id
        if ref.kind == "series" and self._assessment is not None:
            metric = next((s.metric.id for s in self._states if self._series_of(s) == ref.id), "")
        shown = self.state
        if (
            shown is not None
            and shown.metric.id != metric
            and any(o.metric.id == metric for o in self._states)
        ):
            self.choose(metric)

    def commit_typing(self) -> None:
        """Save what was typed into a cell or a threshold and not left yet."""
        self._readings.table.commit_editor()
        self.thresholds.commit_typing()

    def choose(self, metric_id: str) -> None:
        """Show a metric by its id."""
        self._chosen[self.pilot_id] = metric_id
        self.tabs.show_states(self._states, self.state)
        self._show_metric()

    def _series_of(self, state: MetricState) -> str:
        series = None if self._assessment is None else self._assessment.plan.series(state.metric)
        return "" if series is None else series.id

    def _show_metric(self) -> None:
        state, assessment, pilot = self.state, self._assessment, self._pilot
        for one in (self._filled, self.add_button, self.badge, self.why_button):
            one.setVisible(state is not None)
        self._empty.setVisible(state is None)
        self._crumb.show_text(f"{pilot.pilot.name}, metrics" if pilot is not None else "Metrics")
        if state is None or assessment is None or pilot is None:
            self._title.show_text("Metrics")
            self._set_on.setText("")
            return
        metric = state.metric
        self._title.show_text(metric.name)
        self._set_on.setText(since(assessment, state))
        self.badge.show_state(state.state, state.word)
        self.add_button.setEnabled(self.handed.plan.can_edit)
        self._definition.show_text(definition(state))
        self._renew_readings()
        self.verdict.show_state(assessment, pilot, state, can_edit=self.handed.plan.can_edit)
        self.views.show_state(assessment, pilot, state)
        if assessment.plan.is_long:
            self.slices.add("detail", self._show_detail)
        else:
            self._show_detail()

    def _show_detail(self) -> None:
        """What is worked out for this page alone: limits of chance and trend, in the chart and below the thresholds."""
        from cxworkbench.assess import metric_detail

        state, assessment, pilot = self.state, self._assessment, self._pilot
        if state is None or assessment is None or pilot is None:
            return
        self._detail = metric_detail(assessment, state)
        self.thresholds.show_state(assessment, pilot, state, self._detail)
        self._right.fit_width(self.width())
        self._right.fit()
        self._renew_chart(state.metric.id)

    def panes(self) -> Sequence[QWidget]:
        """Metrics, chart, readings, and what stands beside them; in the other views, that view."""
        if self.views.currentIndex() != 0 or self.state is None:
            return (self.tabs, self.views, self._empty)
        return (self.tabs, self._chart or self._chart_panel, self._readings.ground, self._right)

    def ground(self) -> QWidget:
        """Readings, where a metric is shown."""
        return self._readings.ground if self.state is not None and self.views.currentIndex() == 0 else self

    def _choose_one(self, metric_id: str) -> None:
        self.choose(metric_id)
        self.tabs.setFocus()

    def _amend(self, record: str, field: str, typed: str) -> None:
        """A frozen value was typed over: ask for the amendment that makes it so."""
        from ui.sections.amend_dialog import AmendDialog

        assessment, pilot = self._assessment, self._pilot
        if assessment is not None and pilot is not None:
            AmendDialog(self.handed, assessment, pilot, (record, field), self, typed=typed).open()

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self._states):
            self.commit_typing()
            self._chosen[self.pilot_id] = self._states[place].metric.id
            self._show_metric()

    def _row_chosen(self, start: object) -> None:
        if self._chart is not None:
            self._chart.select(start if isinstance(start, int) else None)

    def _redress(self) -> None:
        self.tabs.show_states(self._states, self.state)
        if self.isVisible():
            self._show_metric()
        else:
            self.stale = True

    # ---------------------------------------------------------------------------------------- arranging

    def _arrange(self) -> None:
        px = self.theme.px
        self._outer = QVBoxLayout(self)
        self._outer.setSpacing(0)
        self._outer.addWidget(self._head())
        self._filled = QWidget(self)
        self._outer.addWidget(self._filled, 1)
        filled = QVBoxLayout(self._filled)
        filled.setContentsMargins(0, 0, 0, 0)
        filled.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(px(24))
        self.tabs = MetricTabs(self.theme, self._filled)
        self.tabs.currentChanged.connect(self._choose)
        row.addWidget(self.tabs)
        self._definition = ElidedLabel(self.theme, "", "small", "ink3", parent=self._filled)
        self._definition.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._definition, 1)
        self.views = MetricViews(self.handed, self._choose_one, self.slices, self._filled)
        row.addWidget(self.views.switch)
        filled.addLayout(row)
        filled.addWidget(rule(self._filled))
        filled.addSpacing(px(12))
        filled.addWidget(self.views, 1)
        one = QWidget(self.views)
        self.views.insertWidget(0, one)
        self.views.setCurrentIndex(0)
        columns = QHBoxLayout(one)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(px(12))
        left = QVBoxLayout()
        left.setSpacing(px(12))
        columns.addLayout(left, 1)
        self._chart_panel = Panel(self.theme, parent=one)
        self._chart_panel.body.setContentsMargins(px(6), px(6), px(4), px(2))
        left.addWidget(self._chart_panel, 5)
        handed = self.handed
        self._readings = ReadingsPanel(self.theme, handed.plan, handed.say, handed.show_trouble, one)
        left.addWidget(self._readings, 3)
        self._right = RightColumn(self.theme, handed, one)
        self.verdict, self.thresholds = self._right.verdict, self._right.thresholds
        self.verdict.closing.connect(self._close_breach)
        columns.addWidget(self._right)
        self._empty = self._made_empty()
        self._outer.addWidget(self._empty)

    def _head(self) -> QWidget:
        px = self.theme.px
        head = QWidget(self)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, px(8))
        row.setSpacing(px(16))
        words = QVBoxLayout()
        words.setSpacing(0)
        self._crumb = ElidedLabel(self.theme, "", "small", "ink3", parent=head)
        self._title = ElidedLabel(self.theme, "", "title", parent=head)
        words.addWidget(self._crumb)
        words.addWidget(self._title)
        row.addLayout(words, 1)
        self._set_on = Label(self.theme, "", "small", "ink3", parent=head)
        self.badge = Badge(self.theme, "not_enough_data", parent=head)
        self.why_button = Button(self.theme, "Why?", self._explain, kind="small", parent=head)
        self.why_button.setToolTip("The records behind this verdict")
        self.framework_button = Button(self.theme, "Framework", self._open_framework, parent=head)
        self.framework_button.setToolTip("Metrics, thresholds, decision rule; freeze and amendments")
        self.add_button = Button(
            self.theme,
            "Add reading",
            lambda: self.readings.add_reading(),  # noqa: PLW0108 - they are asked for when it is pressed
            icon="plus",
            keys="Ctrl+N",
            parent=head,
        )
        beside = QHBoxLayout()
        beside.setSpacing(px(12))
        for one in (self._set_on, self.badge, self.why_button, self.framework_button, self.add_button):
            beside.addWidget(one, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(beside)
        row.setAlignment(beside, Qt.AlignmentFlag.AlignBottom)
        return head

    def _made_empty(self) -> QFrame:
        return EmptyState(
            self.theme,
            "No metrics yet.",
            "A metric with its thresholds says whether the pilot works. Add or paste them in the framework.",
            Button(self.theme, "Open the framework", self._open_framework),
            parent=self,
        )

    def _explain(self) -> None:
        """Show the records behind the verdict."""
        from cxworkbench.behind import behind_metric
        from ui.sections.why_records import WhyRecords

        state, assessment = self.state, self._assessment
        if state is None or assessment is None:
            return
        found = behind_metric(assessment.plan, state, assessment.as_of)
        title = f"Why {state.word}: {state.metric.name}"
        WhyRecords(self.theme, title, state.sentence, found, self.handed.go_to, self).show_below(
            self.why_button
        )

    def _close_breach(self) -> None:
        """Ask why the breach that is shown is over."""
        from ui.sections.closure_dialog import ClosureDialog

        state, assessment = self.state, self._assessment
        if state is None or assessment is None or state.guardrail is None:
            return
        if state.guardrail.breached_on is not None:
            ClosureDialog(self.handed, assessment, state, self).open()

    def _open_framework(self) -> None:
        self.handed.open_section("framework", self.pilot_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows have narrower margins."""
        super().resizeEvent(event)
        side = self.theme.px(16 if self.window().width() < WIDE_FROM else 24)
        self._outer.setContentsMargins(side, self.theme.px(12), side, self.theme.px(12))
        self._right.fit_width(self.width())
