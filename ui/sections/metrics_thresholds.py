"""Trend and thresholds of a metric: what the trend says, and the thresholds as fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cxworkbench import formats
from cxworkbench.frameworks import in_force, is_frozen_field
from db.errors import FieldError, UserError
from db.models import DecisionRule
from ui.forms.typed_days import typed_day
from ui.glyphs import GlyphLabel
from ui.sections import metrics_writing
from ui.sections.metrics_trend import contradiction, trend_rows
from ui.sections.metrics_typed import typed_number, typed_value
from ui.sections.metrics_writing import Typed
from ui.sections.threshold_field import THRESHOLDS, Threshold, ThresholdField
from ui.widgets.label import Label
from ui.widgets.panel import Panel, rule

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState
    from cxworkbench.judged_metric import MetricDetail, MetricState
    from db.models import Metric
    from ui.plan_session import PlanSession
    from ui.theme import Theme


class ThresholdsPanel(Panel):
    """Trend and thresholds.

    ``said`` tells that a message came below the fields; ``amending`` that somebody wants a frozen value to change: the
    record, its field, and what was typed.
    """

    said = Signal()
    amending = Signal(str, str, str)

    def __init__(
        self,
        theme: Theme,
        plan: PlanSession,
        trouble: Callable[[UserError], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "Trend and thresholds", parent=parent)
        self._plan = plan
        self._trouble = trouble
        self._metric: Metric | None = None
        self._pilot: PilotState | None = None
        self._refusals: dict[str, str] = {}
        self._unsaved: dict[str, str] = {}
        self._shown_trend: object = None
        px = theme.px
        self.trend = QVBoxLayout()
        self.trend.setContentsMargins(0, 0, 0, 0)
        self.trend.setSpacing(0)
        self.body.addLayout(self.trend)
        self.body.addWidget(rule(self))
        self.fields = {one.field: ThresholdField(theme, one, self) for one in THRESHOLDS}
        grid = QGridLayout()
        grid.setContentsMargins(px(14), px(8), px(14), px(6))
        grid.setHorizontalSpacing(px(6))
        grid.setVerticalSpacing(px(4))
        for place, (name, field) in enumerate(self.fields.items()):
            label = Label(theme, field.threshold.label, "small", "ink2", parent=self)
            label.setBuddy(field)
            grid.addWidget(label, place // 2, place % 2 * 2)
            wide = name == "decide_by"
            grid.addWidget(field, place // 2, place % 2 * 2 + 1, 1, 3 if wide else 1)
            field.left.connect(lambda field=field: self._save(field))
            field.amending.connect(lambda text, field=field: self._amend(field, text))
        # "4 weeks" behind a lock is the longest.
        grid.setColumnStretch(1, 4)
        grid.setColumnStretch(3, 5)
        self.body.addLayout(grid)
        self.message = QWidget(self)
        line = QHBoxLayout(self.message)
        line.setContentsMargins(px(14), 0, px(14), px(8))
        line.setSpacing(px(6))
        self._mark = GlyphLabel(theme, "failing", 12, self.message)
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._said = Label(theme, "", "small", "fail", wrap=True, parent=self.message)
        line.addWidget(self._said, 1)
        self.body.addWidget(self.message)
        self.body.addStretch(1)
        self.message.hide()

    @property
    def message_text(self) -> str:
        """What is said below the fields; empty where nothing is."""
        return self._said.text() if self.message.isVisibleTo(self) else ""

    def show_state(
        self, assessment: Assessment, pilot: PilotState, state: MetricState, detail: MetricDetail
    ) -> None:
        """Show a metric. What was typed and not saved stays, unless it is another metric."""
        other = self._metric is None or self._metric.id != state.metric.id
        self._metric, self._pilot = state.metric, pilot
        if other:
            self._refusals.clear()
        before, self._unsaved = self._unsaved, self._waiting()
        framework = in_force(assessment.plan, pilot.pilot, assessment.as_of)
        frozen_since = (
            "" if framework is None or framework.frozen_on is None else formats.day(framework.frozen_on)
        )
        for name, field in self.fields.items():
            settled = name in before and name not in self._unsaved and field.text() == before[name]
            field.show_kept(self._text(field.threshold), force=other or settled)
            if name in self._unsaved and (other or not field.is_touched):
                field.setText(self._unsaved[name])
            holder = self._holder(field.threshold)
            is_frozen = holder is not None and is_frozen_field(assessment.plan, holder, name)
            field.show_frozen(frozen_since if is_frozen else "", can_edit=self._plan.can_edit)
            if not field.is_touched:
                self._refusals.pop(name, None)
        self._show_trend(assessment, state, detail)
        self._show_message()

    def needed(self, width: int) -> int:
        """The height that all that is shown now needs in a width."""
        layout = self.layout()
        if layout is None:
            return 0
        layout.activate()
        tall = layout.hasHeightForWidth()
        return layout.totalHeightForWidth(width) if tall else layout.totalSizeHint().height()

    # ------------------------------------------------------------------------------------------- trend

    def _show_trend(self, assessment: Assessment, state: MetricState, detail: MetricDetail) -> None:
        rows = trend_rows(assessment, state, detail)
        if (shown := (self.theme.mode, rows)) == self._shown_trend:
            return
        self._shown_trend = shown
        while self.trend.count():
            item = self.trend.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for left, right, bold in rows:
            for part in (rule(self), self._row(left, right, bold=bold)):
                self.trend.addWidget(part)
                # At once: what is hidden has no height, and the page asks for it.
                part.show()

    def _row(self, left: str, right: str, *, bold: bool) -> QWidget:
        px = self.theme.px
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(px(14), px(3), px(14), px(3))
        layout.setSpacing(px(8))
        layout.addWidget(Label(self.theme, left, "small", wrap=not right, parent=row), 1)
        if right:
            end = Label(self.theme, right, "small", weight=600 if bold else 400, parent=row)
            end.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            layout.addWidget(end)
        return row

    # ------------------------------------------------------------------------------------------ fields

    def _waiting(self) -> dict[str, str]:
        """What was typed into fields and isn't saved yet."""
        pending = self._plan.pending
        found = {}
        for name, field in self.fields.items():
            record = self._pilot.pilot if field.threshold.of_rule and self._pilot else self._metric
            text = pending.text_of(record.id, name) if record is not None else None
            if text is not None:
                found[name] = text
        return found

    def commit_typing(self) -> None:
        """Save what was typed and not left yet."""
        for field in self.fields.values():
            if field.is_touched:
                self._save(field)

    def _amend(self, field: ThresholdField, text: str) -> None:
        holder = self._holder(field.threshold)
        if holder is not None:
            self.amending.emit(holder.id, field.threshold.field, text)

    def _holder(self, threshold: Threshold) -> Metric | DecisionRule | None:
        """The record that holds a threshold; None for a decision rule that there isn't yet."""
        if not threshold.of_rule or self._pilot is None:
            return self._metric
        rules = self._plan.plan.of_pilot(DecisionRule, self._pilot.pilot)
        return rules[0] if rules else None

    def _text(self, threshold: Threshold) -> str:
        if self._metric is None or self._pilot is None:
            return ""
        if not threshold.of_rule:
            value = getattr(self._metric, threshold.field)
            if value is None:
                return ""
            decimals = self._metric.decimals if self._metric.decimals is not None else 1
            own = -int(value.as_tuple().exponent)
            currency = self._plan.plan.programme.currency
            if self._metric.unit == "money":
                return f"{formats.money(0, currency).removesuffix('0')}{formats.number(value, max(own, 0))}"
            return formats.metric_value(value, self._metric.unit, max(decimals, own), currency=currency)
        rules = self._plan.plan.of_pilot(DecisionRule, self._pilot.pilot)
        value = getattr(rules[0], threshold.field) if rules else None
        if value is None:
            return ""
        return formats.day(value) if isinstance(value, date) else formats.plural(value, "week")

    def _save(self, field: ThresholdField) -> None:
        threshold, text = field.threshold, field.text().strip()
        if self._metric is None or self._pilot is None:
            return
        if not field.is_touched:
            self._refusals.pop(threshold.field, None)
            field.show_mark("")
            self._show_message()
            return
        if self._unsaved.get(threshold.field) == field.text():
            return  # it waits already, and is tried again by itself
        try:
            value = self._read(threshold, text)
        except (FieldError, ValueError) as why:
            said = why.what if isinstance(why, FieldError) else f"“{text[:40]}” is refused: {why}"
            self._refusals[threshold.field] = f"{said}. The plan keeps {field.kept or 'none'}."
            self._show_message()
            self.said.emit()
            return
        self._refusals.pop(threshold.field, None)
        step = f"{'Clear' if value is None else 'Change'} {threshold.step}"
        held, saved = field.kept, True
        typed = Typed(field.text(), threshold.label, overtaken=field.overtaken)
        field.overtaken = False
        try:
            # Set beforehand, so that the judgement that follows the change finds the field at rest.
            field.kept = field.text()
            if threshold.of_rule:
                pilot = self._pilot.pilot
                saved = metrics_writing.set_rule(self._plan, pilot, threshold.field, step, value, typed)
            else:
                saved = metrics_writing.set_threshold(
                    self._plan, self._metric, threshold.field, step, value, typed
                )
        except FieldError as error:
            self._refusals[threshold.field] = (
                f"{error.what}. The plan keeps {self._text(threshold) or 'none'}."
            )
        except UserError as error:
            self._trouble(error)
        if saved:
            field.show_kept(self._text(threshold), force=threshold.field not in self._refusals)
        else:
            field.kept = held
            self._unsaved = self._waiting()
        self._show_message()

    def _read(self, threshold: Threshold, text: str) -> Any:
        programme = self._plan.plan.programme
        if not text:
            return None
        if threshold.kind == "day":
            return typed_day(text, programme.locale, self._plan.plan.judged_as_of(self._plan.today()))
        if threshold.kind == "weeks":
            return _weeks(text, programme)
        assert self._metric is not None
        return typed_value(text, self._metric, programme)

    def _show_message(self) -> None:
        """The newest refusal, else a warning about thresholds that contradict each other."""
        warning = ("", "") if self._metric is None else contradiction(self._metric)
        if self._unsaved and not self._refusals:
            names = [self.fields[name].threshold.label for name in self._unsaved]
            warning = (
                next(iter(self._unsaved)),
                f"{', '.join(names)}: not saved yet. What you typed is kept.",
            )
        for name, field in self.fields.items():
            bad = name in self._refusals
            warned = name == warning[0] or name in self._unsaved
            field.show_mark("bad" if bad else "warning" if warned else "")
            field.setAccessibleDescription(self._refusals.get(name, warning[1] if warned else ""))
        refusal = next(reversed(self._refusals.values()), "")
        self._mark.show_state("failing" if refusal else "at_risk")
        self._said.show_ink("fail" if refusal else "risk")
        self._said.setText(refusal or warning[1])
        self.message.setVisible(bool(refusal or warning[1]))


def _weeks(text: str, programme: Any) -> int:
    value = typed_number(text.lower().replace("weeks", "").replace("week", "").strip(), programme)
    if value != value.to_integral_value() or not 0 <= value <= 52:
        raise ValueError("whole weeks from 0 to 52 can be set aside")
    return int(value)
