"""What an import would do, as its page shows it: five counts, what rows become, the first lines, rejected rows."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from cxworkbench import formats
from cxworkbench.exchange import filters, settling
from cxworkbench.exchange.import_report import series_name
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.line_list import LineList
from ui.widgets.panel import Panel, rule
from ui.widgets.row_panel import Column, Row, Text

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from cxworkbench.exchange.preview import Preview
    from cxworkbench.exchange.readings_job import Prepared
    from cxworkbench.exchange.settling import SettledSeries
    from db.models import Metric
    from ui.theme import Theme

_WIDEST = 160
#: A panel that is lower than this has no room for a sentence below its list.
_ROOM = 170
#: So many readings and rejected rows are listed; the rest is counted, and can be saved.
MOST = 500
_NAMES = ("Read", "Left out by the filter", "Rejected", "Counted", "Readings")
_HOW = {settling.NEW: "new", settling.SAME: "agrees with the plan", settling.REFUSED: "refused"}


class Counts(QFrame):
    """Five counts that add up: read, left out, rejected, counted, readings."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("panel", "plain")
        self._theme = theme
        grid = QHBoxLayout(self)
        grid.setContentsMargins(1, 1, 1, 1)
        grid.setSpacing(0)
        self._figures: list[Label] = []
        self._words: list[ElidedLabel] = []
        for place, name in enumerate(_NAMES):
            if place:
                grid.addWidget(rule(upright=True))
            cell = QVBoxLayout()
            cell.setContentsMargins(theme.px(13), theme.px(7), theme.px(8), theme.px(7))
            cell.setSpacing(0)
            cell.addWidget(ElidedLabel(theme, name, "small", "ink2"))
            row = QHBoxLayout()
            row.setSpacing(theme.px(8))
            figure, words = Label(theme, "", "section"), ElidedLabel(theme, "", "small", "ink2")
            row.addWidget(figure)
            row.addWidget(words, 1)
            cell.addLayout(row)
            grid.addLayout(cell, 1)
            self._figures.append(figure)
            self._words.append(words)

    def show_prepared(self, prepared: Prepared | None, rows_read: int) -> None:
        """Show the counts of what would be imported; only what was read, where nothing can be yet."""
        if prepared is None:
            found = [(formats.count(rows_read), "rows"), *[("—", "")] * 4]
        else:
            taken, settled = prepared.taken, prepared.settled
            reasons = len({(one.column, one.why) for one in prepared.rejected})
            left = filters.said_short(prepared.mapping.keep)
            if taken.left_out:
                left = f"{left}, {formats.count(taken.left_out)} with nothing to count".removeprefix(", ")
            found = [
                (formats.count(taken.rows_read), "rows"),
                (formats.count(taken.filtered), left),
                (formats.count(prepared.bad_rows), formats.plural(reasons, "reason") if reasons else ""),
                (formats.count(taken.counted), "rows"),
                (
                    f"{formats.count(settled.added)} new",
                    f"{formats.count(settled.same)} agree, {formats.count(settled.replaced)} overwrite",
                ),
            ]
        for figure, words, (number, word) in zip(self._figures, self._words, found, strict=True):
            figure.setText(number)
            words.show_text(word)
        bad = prepared is not None and prepared.bad_rows > 0
        self._figures[2].show_ink("fail" if bad else "ink")
        said = "; ".join(
            f"{name}: {number} {word}" for name, (number, word) in zip(_NAMES, found, strict=True)
        )
        self.setAccessibleName(said)

    @property
    def said(self) -> str:
        """The counts in one sentence."""
        return self.accessibleName()


class Foot(Label):
    """A sentence below a list, which gives way where the list has little room."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "small", "ink2", wrap=True)
        self._least = theme.px(_ROOM)
        self.setContentsMargins(theme.px(13), theme.px(4), theme.px(13), theme.px(6))

    def say(self, text: str, room: int) -> None:
        """Say something, where the panel's height gives room for it."""
        self.setText(text)
        self.fit(room)

    def fit(self, room: int) -> None:
        """The panel has another height."""
        self.setVisible(bool(self.text()) and room >= self._least)


class BecomesPanel(Panel):
    """The readings that rows become, and what each does to the plan."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Becomes")
        self.list = LineList(
            theme,
            "Readings that would be imported",
            (
                Column("Ending", 94),
                Column("Metric", 130, drop=1),
                Column("Cohort", 76, drop=2),
                Column("n", 58, right=True, drop=3),
                Column("Value", 66, right=True),
                Column("In the plan", 0, least=98),
            ),
        )
        self.body.addWidget(self.list, 1)
        self.foot = Foot(theme)
        self.body.addWidget(self.foot)

    def show_prepared(self, prepared: Prepared | None) -> None:
        """Show what would be imported."""
        rows = [] if prepared is None else _readings(prepared)
        count = 0 if prepared is None else prepared.taken.count
        aside = f"first {formats.count(MOST)} of {formats.count(count)}" if count > len(rows) else ""
        notes = [] if prepared is None else list(dict.fromkeys(prepared.taken.notes))
        more = f" and {len(notes) - 2} more" if len(notes) > 2 else ""
        said = f"{'; '.join(notes[:2])}{more}: no full week, so it does not count."
        self.foot.say(f"{said[:1].upper()}{said[1:]}" if notes else "", self.height())
        self.show_title("Becomes", aside)
        self.list.show_rows(rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sentence gives way in a low panel."""
        super().resizeEvent(event)
        self.foot.fit(self.height())


def _readings(prepared: Prepared) -> list[Row]:
    metrics = {one.id: one for one in prepared.metrics}
    found: list[tuple[int, str, Row]] = []
    for place, one in prepared.settled.series.items():
        metric = metrics.get(place.metric) or prepared.new_metric
        if metric is not None:
            cohort = series_name(prepared.plan, place)
            first = one.rows.end.argsort(kind="stable")[:MOST].tolist()
            found += [
                (int(one.rows.end[at]), cohort, _reading(prepared, metric, cohort, one, at)) for at in first
            ]
    found.sort(key=lambda row: row[:2])
    return [row for *_, row in found[:MOST]]


def _reading(prepared: Prepared, metric: Metric, cohort: str, one: SettledSeries, at: int) -> Row:
    plan = prepared.plan
    end = datetime.fromtimestamp(int(one.rows.end[at]) - 1, plan.zone)
    is_day = (end + timedelta(seconds=1)).hour == 0
    ending = formats.day(end.date()) if is_day else f"{formats.day(end.date())} {end:%H:%M}"

    def shown(value: float) -> str:
        return formats.metric_value(value, metric.unit, metric.decimals, currency=plan.programme.currency)

    what, n = int(one.what[at]), float(one.rows.n[at])
    texts = (
        Text(ending, "ink"),
        Text(metric.name),
        Text(cohort),
        Text("" if math.isnan(n) else formats.count(int(n)) if n.is_integer() else f"{n:g}"),
        Text(shown(float(one.rows.value[at])), "ink", 600),
        Text(
            _HOW.get(what) or f"was {shown(float(one.before[at]))}",
            "fail" if what == settling.REFUSED else "ink2",
        ),
    )
    return Row(None, ", ".join(text.text for text in texts if text.text), texts)


class FirstPanel(Panel):
    """The first lines of the file, as they stand in it."""

    _COLUMNS = 8

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "First lines", "lines that are left out are grey")
        self.list: LineList | None = None
        self._theme = theme

    def show_preview(self, preview: Preview) -> None:
        """Show the lines; of the columns those that are read first."""
        headings = list(preview.table.headings)
        used = set(preview.mapping.columns())
        places = sorted(range(len(headings)), key=lambda place: headings[place] not in used)[: self._COLUMNS]
        places.sort()
        if self.list is not None:
            self.body.removeWidget(self.list)
            self.list.deleteLater()
        columns = [Column("Line", 56, right=True)]
        for at, place in enumerate(places):
            widest = max(len(cells[place]) for cells in [headings, *preview.first])
            columns.append(Column(headings[place], min(widest * 8 + 18, _WIDEST), drop=at))
        self.list = LineList(self._theme, "First lines of the file", columns)
        self.list.horizontalHeader().setStretchLastSection(True)
        self.body.addWidget(self.list, 1)
        lines = preview.table.lines[: len(preview.first)].tolist()
        rows = []
        for line, cells, kept in zip(lines, preview.first, preview.kept, strict=True):
            ink = "ink2" if kept else "ink3"
            texts = [Text(formats.count(line), "ink3"), *(Text(cells[place], ink) for place in places)]
            rows.append(Row(None, ", ".join(text.text for text in texts), tuple(texts)))
        self.list.show_rows(rows)
