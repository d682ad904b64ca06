"""A pilot's controls, incidents and output samples: lines that open their records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout

import resources
from cxworkbench import formats, governance
from cxworkbench.governance_summary import Samples, share
from cxworkbench.naming import code_of
from cxworkbench.plan import Ref
from ui.widgets.buttons import Button
from ui.widgets.cell import Plate
from ui.widgets.entries import Entries, Entry
from ui.widgets.label import Label
from ui.widgets.painting import draw_line
from ui.widgets.panel import Panel
from ui.widgets.rows import Row, RowColumn, Rows, RowText
from ui.widgets.sparkline import Spark, paint_spark

if TYPE_CHECKING:
    from cxworkbench.governance import ControlState, IncidentState
    from cxworkbench.plan import Plan
    from ui.sections.page import Handed

_STATES = {"met": "met", "at_risk": "at risk", "failing": "failing", "not_assessed": "not run yet"}
#: So many samples are listed; all of them stand in their table.
_SAMPLES = 6
_MONTHS_BACK = 5


class ControlList(Panel):
    """The controls of a pilot: what fails first, with when each ran last, what came out, and when it is due again."""

    def __init__(self, handed: Handed) -> None:
        super().__init__(handed.theme, "Controls")
        self._handed = handed
        self.rows = Rows(
            handed.theme,
            "Controls",
            (
                RowColumn("Control", least=240),
                RowColumn("How often", 84, gives_way=1),
                RowColumn("Last run", 80, right=True, gives_way=2),
                RowColumn("Result", 128, gives_way=3),
                RowColumn("Next", 78, right=True),
                RowColumn("Owner", 106),
            ),
        )
        self.body.addWidget(self.rows)
        self._none = _said(handed, "No control is set up yet. Add one in the table of controls.")
        self.body.addWidget(self._none)

    def show_controls(self, pilot: str, found: Sequence[ControlState], as_of: date) -> None:
        """Show the controls of a pilot."""
        counted = [(word, sum(one.state == state for one in found)) for state, word in _STATES.items()]
        words = ", ".join(f"{count} {word}" for word, count in counted if count)
        self.show_title(f"Controls, {pilot}", words)
        self.rows.setVisible(bool(found))
        self._none.setVisible(not found)
        self.rows.show_rows([self._row(one, as_of) for one in found])

    def _row(self, one: ControlState, as_of: date) -> Row:
        control = one.control
        late = control.next_due is not None and control.next_due < as_of and one.state != "not_needed"
        due = formats.day(control.next_due, current=as_of)
        nobody = control.owner is None
        last = "Never" if one.last_run is None else formats.day(one.last_run.run_on, current=as_of)
        result = one.result or ("Not needed" if one.state == "not_needed" else formats.MISSING)
        state = "not_assessed" if one.state == "not_needed" else one.state
        texts = (
            RowText(control.name, "ink", state=state),
            RowText(governance.cadence(control.cadence_days)),
            RowText(last),
            RowText(result, "ink"),
            RowText(f"was {due}" if late else due, "fail" if late else "ink2", 600 if late else 400),
            RowText(one.owner, "fail" if nobody else "ink2", 600 if nobody else 400),
        )
        word = "not needed" if one.state == "not_needed" else _STATES[one.state]
        name = f"{control.name}, {word}, last run {last}, {result}, next {texts[4].text}, {one.owner}"
        return Row(control.id, name, texts, partial(self._handed.go_to, Ref("control", control.id)))


class IncidentList(Panel):
    """The incidents of a pilot: open ones first, each with its clock against the limit of its severity."""

    def __init__(self, handed: Handed, log: Callable[[], object]) -> None:
        super().__init__(handed.theme, "Incidents")
        self._handed = handed
        self._found: Sequence[IncidentState] = ()
        self._as_of = date.min
        self._line = Plate(handed.theme, "", self._paint, self)
        self._line.setFixedHeight(handed.theme.px(46))
        self.body.addWidget(self._line)
        self.entries = Entries(handed.theme, "Incidents")
        self.body.addWidget(self.entries)
        self._none = _said(handed, "No incident was logged.")
        self.body.addWidget(self._none)
        foot = QHBoxLayout()
        px = handed.theme.px
        foot.setContentsMargins(px(13), px(8), px(13), px(10))
        self.log = Button(handed.theme, "Log incident", log, kind="small", icon="plus")
        foot.addWidget(self.log)
        foot.addStretch()
        self.body.addLayout(foot)

    def show_incidents(self, found: Sequence[IncidentState], as_of: date) -> None:
        """Show incidents."""
        self._found, self._as_of = found, as_of
        still = sum(one.is_open for one in found)
        self.show_title("Incidents", f"{still} open, {len(found) - still} closed" if found else "")
        self._line.setVisible(bool(found))
        self._line.setAccessibleName(
            f"{formats.plural(len(found), 'incident')}, {still} open, "
            f"{sum(one.is_open and one.is_late for one in found)} past the limit"
        )
        self._line.update()
        self._none.setVisible(not found)
        self.log.setVisible(self._handed.plan.can_edit)
        self.entries.show_entries([self._entry(one, as_of) for one in found])

    def _entry(self, one: IncidentState, as_of: date) -> Entry:
        incident = one.incident
        opened = None
        if incident.opened_on is not None:
            opened = self._handed.plan.plan.day_of(incident.opened_on)
        grave = one.is_open and one.is_late
        head = ", ".join(filter(None, (code_of(incident), formats.day(opened, current=as_of), one.owner)))
        gaps = ", ".join(one.gaps)
        ink = "fail" if one.is_open else "risk"
        lines = (
            (head, "ink2"),
            (one.clock, "fail" if grave else "risk" if one.is_late else "ink2"),
            (f"{gaps[:1].upper()}{gaps[1:]}", ink if gaps else "ink2"),
        )
        return Entry(
            incident.id,
            one.state,
            incident.title,
            lines,
            partial(self._handed.go_to, Ref("incident", incident.id)),
            "Open" if one.is_open else "Closed",
        )

    def _paint(self, painter: QPainter, at: QRectF, _ground: QColor) -> None:
        """The months until today as a line, with a square for each incident: filled where it is open."""
        theme, px = self.theme, self.theme.px
        start = self._as_of - timedelta(days=30 * _MONTHS_BACK)
        left, wide, base = at.left() + px(16), at.width() - px(32), at.top() + px(22)

        def place(day: date) -> float:
            return left + wide * (day - start).days / max((self._as_of - start).days, 1)

        painter.fillRect(QRectF(left, base, wide, 1), theme.color("line_strong"))
        month = date(start.year + start.month // 12, start.month % 12 + 1, 1)
        while month <= self._as_of:
            painter.fillRect(QRectF(place(month), base, 1, px(4)), theme.color("line_strong"))
            box = QRectF(place(month) - px(20), base + px(4), px(40), px(16))
            if box.right() <= at.right():
                draw_line(
                    painter,
                    box,
                    formats.month(month),
                    theme.font("micro"),
                    theme.color("ink3"),
                    Qt.AlignmentFlag.AlignHCenter,
                )
            month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        side = px(9)
        for one in reversed(self._found):
            if one.incident.opened_on is None:
                continue
            day = self._handed.plan.plan.day_of(one.incident.opened_on)
            if day < start:
                continue
            box = QRectF(round(place(day) - side / 2) + 0.5, round(base - side - px(3)) + 0.5, side, side)
            tone = {"failing": "fail", "at_risk": "risk_mark"}.get(one.state, "ink3")
            painter.setPen(QPen(theme.color(tone), 1))
            painter.setBrush(theme.color(tone) if one.is_open else theme.color("surface"))
            painter.drawRect(box)


class SampleList(Panel):
    """The outputs that people checked: how many were wrong, within which range, and sample by sample."""

    def __init__(self, handed: Handed) -> None:
        super().__init__(handed.theme, "Output samples")
        self._handed = handed
        px = handed.theme.px
        row = QHBoxLayout()
        row.setContentsMargins(px(13), px(2), px(13), px(8))
        row.setSpacing(px(10))
        self.words = Label(handed.theme, "", "small", "ink2", wrap=True)
        row.addWidget(self.words, 1)
        self._spark: Spark | None = None
        self._line = Plate(handed.theme, "", self._paint, self)
        self._line.setFixedSize(px(74), px(24))
        row.addWidget(self._line)
        self.body.addLayout(row)
        self.rows = Rows(
            handed.theme,
            "Output samples",
            (
                RowColumn("Date", 72),
                RowColumn("Wrong", 56, right=True),
                RowColumn("Worst", 58, gives_way=1),
                RowColumn("Reviewer"),
            ),
        )
        self.body.addWidget(self.rows)

    def show_samples(self, plan: Plan, found: Samples, as_of: date) -> None:
        """Show the newest samples."""
        many = len(found.rows)
        aside = f"{min(many, _SAMPLES)} of {many}" if many > _SAMPLES else ""
        self.show_title("Output samples", aside)
        stale = found.state != "met"
        self.words.show_ink("risk" if stale else "ink2")
        late = ". Fewer than 50 outputs were checked in the last two weeks." if stale and many else "."
        self.words.setText(found.words + late)
        shares = [share(one) for one in reversed(found.rows) if one.drawn != "reported"]
        values = tuple(one * 100 for one in shares if one is not None)
        self._spark = Spark(values) if len(values) > 1 else None
        self._line.setVisible(self._spark is not None)
        if values:
            self._line.setAccessibleName(
                f"Wrong outputs, {formats.number(values[0], 1)}% at first, {formats.number(values[-1], 1)}% now"
            )
        self._line.update()
        self.rows.setVisible(bool(many))
        rows = []
        for one in found.rows[:_SAMPLES]:
            wrong = formats.MISSING if one.wrong is None else f"{one.wrong} of {one.n or 0}"
            worst = _severity(one.worst_severity)
            day, who = formats.day(one.date, current=as_of), plan.person_name(one.reviewer)
            from_reports = ", from reports" if one.drawn == "reported" else ""
            texts = (
                RowText(day, "ink"),
                RowText(wrong, "ink"),
                RowText(worst),
                RowText(f"{who}{from_reports}", "fail" if one.reviewer is None else "ink2"),
            )
            name = f"Sample of {day}: {wrong} wrong, worst {worst or 'none'}, {who}{from_reports}"
            rows.append(Row(one.id, name, texts, partial(self._handed.go_to, Ref("output_sample", one.id))))
        self.rows.show_rows(rows)

    def _paint(self, painter: QPainter, at: QRectF, _ground: QColor) -> None:
        if self._spark is not None:
            paint_spark(painter, self.theme, self._spark, at)


def _severity(value: str | None) -> str:
    """A severity's name."""
    names = {one["id"]: one["name"] for one in resources.toml("governance")["severity"]}
    return str(names.get(value, value or ""))


def _said(handed: Handed, text: str) -> Label:
    label = Label(handed.theme, text, "small", "ink2", wrap=True)
    label.setContentsMargins(handed.theme.px(13), 0, handed.theme.px(13), handed.theme.px(10))
    return label
