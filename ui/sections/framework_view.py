"""The measurement framework as it is set, checked, frozen and signed."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from cxworkbench import formats, frameworks
from cxworkbench.freeze_checks import FreezeCheck, freeze_checks, time_until
from db.models import DecisionRule, Metric
from ui.forms.record_form import RecordForm
from ui.moves import tab_after
from ui.sections.freeze_seal import FreezeSeal
from ui.slices import Slices
from ui.tables.table import RecordTable
from ui.widgets.beside import Beside
from ui.widgets.panel import Panel
from ui.widgets.row_panel import Column, Row, RowPanel, Text

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment, PilotState
    from db.models import Pilot
    from ui.sections.page import Handed
    from ui.work import Job

_METRIC_COLUMNS = (
    *("name", "role", "definition", "direction", "baseline_value", "success_threshold"),
    *("scale_threshold", "guardrail_limit"),
)
_RULE_SECTIONS = (
    ("", ("warm_up_weeks", "shortest_weeks", "decide_by", "fallback")),
    ("", ("scale_text", "hold_text", "pause_text", "stop_text")),
)
_SIDE, _LEAST = 390, 520


class FrameworkView(QWidget):
    """Metrics, decision rule and the time until one can tell at the left; checks, hash and signatures at the right.

    Attributes:
        checks: what must hold, as shown.
    """

    def __init__(self, handed: Handed, parent: QWidget) -> None:
        super().__init__(parent)
        self._handed = handed
        self.slices = Slices(self)
        self._assessment: Assessment | None = None
        self._pilot: Pilot | None = None
        self._job: Job | None = None
        self._asked: Any = None
        self.checks: list[FreezeCheck] = []
        self._arrange()

    # ------------------------------------------------------------------------------------------- showing

    def show_assessment(self, assessment: Assessment, state: PilotState) -> None:
        """Show a pilot's framework as of the day."""
        plan, pilot, as_of = assessment.plan, state.pilot, assessment.as_of
        self._assessment, self._pilot = assessment, pilot
        self.metrics.show_plan(plan, scope=pilot.id)
        self._metrics_panel.show_title("Metrics and thresholds", _since(plan, pilot, assessment))
        self.checks = freeze_checks(plan, pilot, as_of)
        frozen = frameworks.in_force(plan, pilot, as_of)
        held = sum(one.holds for one in self.checks)
        self._check_panel.show_rows([_row(one) for one in self.checks])
        self._check_panel.show_title(
            "Before it can be frozen" if frozen is None else "What it holds", f"{held} of {len(self.checks)}"
        )
        if "seal" in self.__dict__:
            self.seal.show_pilot(assessment, pilot, self.checks)
        else:
            self.slices.add("seal", lambda: self.seal)
        if "rule" in self.__dict__:
            self._show_rule()
        else:
            self.slices.add("rule", self._show_rule)
        self.slices.add("time", self._ask_time)

    @cached_property
    def seal(self) -> FreezeSeal:
        """Hash, signatures and the freeze; made in the turn after the page is shown."""
        made = FreezeSeal(self._handed, self.open_amendment, self._check_panel.parentWidget())
        self._beside.side.insertWidget(1, made)
        if self._assessment is not None and self._pilot is not None:
            made.show_pilot(self._assessment, self._pilot, self.checks)
        tab_after(self._check_panel, made)
        return made

    @cached_property
    def rule(self) -> RecordForm:
        """The decision rule's form; made in the turn after the page is shown."""
        handed = self._handed
        made = RecordForm(
            handed,
            DecisionRule,
            _RULE_SECTIONS,
            title=lambda _: "Decision rule",
            history=handed.show_history,
            across=4,
            parent=self._rule_place.parentWidget(),
        )
        made.setMinimumHeight(handed.theme.px(290))
        self._beside.main.replaceWidget(self._rule_place, made)
        self._rule_place.deleteLater()
        return made

    def _show_rule(self) -> None:
        if self._assessment is not None and self._pilot is not None:
            rules = self._assessment.plan.of_pilot(DecisionRule, self._pilot)
            self.rule.show_record(rules[0] if rules else None)
            tab_after(self.metrics.view, self.rule)

    def badge(self) -> tuple[str, str]:
        """The state and the word that stand in the page's head."""
        if self._assessment is None or self._pilot is None:
            return "not_assessed", "Draft"
        frozen = frameworks.in_force(self._assessment.plan, self._pilot, self._assessment.as_of)
        if frozen is None or frozen.frozen_on is None:
            held = sum(one.holds for one in self.checks)
            return "not_assessed", f"Draft, {held} of {len(self.checks)} checks done"
        return "met", f"Frozen {formats.day(frozen.frozen_on)}"

    # ------------------------------------------------------------------------------------------ amending

    def open_amendment(self) -> None:
        """Ask for an amendment, of the value that the cursor is on where that is frozen."""
        from ui.sections.amend_dialog import AmendDialog

        assessment = self._assessment
        state = None if assessment is None or self._pilot is None else assessment.pilot(self._pilot.id)
        if assessment is None or state is None:
            return
        at, index = self.metrics.current, self.metrics.view.currentIndex()
        chosen = None
        if at is not None and index.isValid() and index.column() < len(self.metrics.model.columns):
            chosen = (at.id, self.metrics.model.columns[index.column()].name)
        AmendDialog(self._handed, assessment, state, chosen, self).open()

    # ------------------------------------------------------------------------------------ how long it takes

    def _ask_time(self) -> None:
        """Play pilots with the baseline's spread, off the window's thread; once for each rule and its readings."""
        assert self._assessment is not None
        assert self._pilot is not None
        asked = time_until(self._assessment.plan, self._pilot, self._assessment.as_of)
        if asked is None:
            self._asked = None
            self.time.show_rows([])
            return
        if asked.key == self._asked:
            return
        self._asked = asked.key
        self._job = job = self._handed.work.start(lambda _progress: asked.answer(), asker=self)
        job.done.connect(partial(self._show_time, asked.key))
        job.failed.connect(self._handed.show_failure)

    def _show_time(self, key: Any, lines: tuple[list[tuple[str, list[str]]], list[str], str, str]) -> None:
        if key != self._asked:
            return
        rows, heads, note, sentence = lines
        self.time.columns = (Column("If the truth were"), *(Column(head, 90, right=True) for head in heads))
        shown = [
            Row(
                None,
                f"{truth}: "
                + ", ".join(f"{share} by {head}" for share, head in zip(shares, heads, strict=True)),
                (Text(truth, "ink"), *(Text(share) for share in shares)),
            )
            for truth, shares in rows
        ]
        self.time.show_rows(shown, note, sentence)

    # ---------------------------------------------------------------------------------------- arranging

    def _arrange(self) -> None:
        handed = self._handed
        theme, px = handed.theme, handed.theme.px
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        beside = self._beside = Beside(theme, side=_SIDE, wide_side=_SIDE, least=_LEAST, parent=self)
        beside.finding.hide()
        outer.addWidget(beside)
        column, right = beside.main, beside.side
        at_left, at_right = column.parentWidget(), right.parentWidget()
        self._metrics_panel = Panel(theme, "Metrics and thresholds", parent=at_left)
        self.metrics = RecordTable(
            handed,
            Metric,
            columns=_METRIC_COLUMNS,
            key="framework metrics",
            with_filter=False,
            new=lambda: {"pilot": self._pilot.id if self._pilot is not None else None},
            parent=self._metrics_panel,
        )
        self.metrics.setFixedHeight(px(170))
        self._metrics_panel.body.addWidget(self.metrics)
        column.addWidget(self._metrics_panel)
        self._rule_place = Panel(theme, "Decision rule", parent=at_left)
        self._rule_place.setMinimumHeight(px(290))
        self._rule_place.body.addStretch(1)
        column.addWidget(self._rule_place)
        self.time = RowPanel(
            theme,
            "How long until we can tell?",
            (Column("If the truth were"),),
            handed.go_to,
            empty=(
                "No answer yet",
                "A primary metric with a success threshold and four baseline weeks gives one.",
            ),
            parent=at_left,
        )
        self.time.set_least(5)
        column.addWidget(self.time)
        self._check_panel = RowPanel(
            theme,
            "Before it can be frozen",
            (Column(""), Column("", 150, right=True)),
            handed.go_to,
            parent=at_right,
        )
        self._check_panel.set_least(10)
        # As high as its rows are: what comes below it later doesn't move them.
        self._check_panel.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        right.addWidget(self._check_panel)
        right.addStretch(1)


def _since(plan: Any, pilot: Pilot, assessment: Assessment) -> str:
    frozen = frameworks.in_force(plan, pilot, assessment.as_of)
    if frozen is not None and frozen.frozen_on is not None:
        return f"frozen {formats.day(frozen.frozen_on)}, changed by amendment only"
    return "set before go-live, then changed by amendment only"


def _row(check: FreezeCheck) -> Row:
    state = "met" if check.holds else "failing" if check.needed else "at_risk"
    word = "holds" if check.holds else "is needed" if check.needed else "is open"
    said = f"{check.text}: {word}{f', {check.detail}' if check.detail else ''}"
    ref = check.refs[0] if check.refs and not check.holds else None
    weight = 400 if check.holds else 600
    return Row(ref, said, (Text(check.text, "ink", weight, state), Text(check.detail)))
