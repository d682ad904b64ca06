"""The rejected rows of an import: line, column, what was found, why; all of them can be saved or copied."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from cxworkbench import formats
from db.errors import UserError, harmless
from ui.sections.import_panels import MOST, Foot
from ui.widgets.buttons import Button
from ui.widgets.line_list import LineList
from ui.widgets.panel import Panel
from ui.widgets.row_panel import Column, Row, Text

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from cxworkbench.exchange.readings_import import Rejected
    from cxworkbench.exchange.readings_job import Prepared
    from ui.sections.page import Handed


class RejectedPanel(Panel):
    """Rejected rows: line, column, what was found, why. All of them can be saved or copied."""

    def __init__(self, handed: Handed) -> None:
        theme = handed.theme
        super().__init__(theme, "Rejected rows")
        self._handed = handed
        self._prepared: Prepared | None = None
        self.copy = Button(theme, "Copy", self.copy_all, kind="small")
        self.save = Button(theme, "Save…", self.choose_name, kind="small", icon="save")
        self.add_to_head(self.copy)
        self.add_to_head(self.save)
        self.list = LineList(
            theme,
            "Rejected rows",
            (
                Column("Line", 62, right=True),
                Column("Column", 108, drop=1),
                Column("Found", 132),
                Column("Why", 0, least=150),
            ),
        )
        self.body.addWidget(self.list, 1)
        self.foot = Foot(theme)
        self.body.addWidget(self.foot)

    def show_prepared(self, prepared: Prepared | None) -> None:
        """Show the rejected rows, one of each reason first."""
        self._prepared = prepared
        rejected: Sequence[Rejected] = [] if prepared is None else _one_of_each_first(prepared)
        count = 0 if prepared is None else len(prepared.rejected)
        more = f"{len(rejected)} of {formats.count(count)}, one of each reason first" if count > MOST else ""
        self.show_title("Rejected rows", more or (formats.count(count) if count else ""))
        for button in (self.save, self.copy):
            button.setVisible(bool(count))
        self.save.setAccessibleName(f"Save the {formats.plural(count, 'rejected row')}")
        self.list.show_rows([_rejected_row(one) for one in rejected])
        self.foot.say(_foot(prepared), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sentence gives way in a low panel."""
        super().resizeEvent(event)
        self.foot.fit(self.height())

    def choose_name(self) -> None:
        """Ask for a name and save the rejected rows."""
        if self._prepared is None:
            return
        first = self._handed.plan.path.with_name(f"{Path(self._prepared.table.name).stem} rejected rows.csv")
        dialog = QFileDialog(self, "Save the rejected rows", str(first), "CSV (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(str(first))
        dialog.fileSelected.connect(lambda name: self.save_as(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_as(self, target: Path) -> None:
        """Save the rejected rows under a name."""
        from cxworkbench.exchange.import_report import write_rejects

        if self._prepared is None:
            return
        try:
            write_rejects(target, self._prepared.rejected, not_over=self._handed.plan.path)
        except UserError as error:
            self._handed.show_trouble(error)
            return
        self._handed.say(f"Saved as {target.name}.")

    def copy_all(self) -> None:
        """Put the rejected rows on the clipboard, as a table."""
        if self._prepared is None:
            return
        lines = ["Line\tColumn\tFound\tWhy"]
        for one in self._prepared.rejected:
            cells = (str(one.line), one.column, one.found, one.why)
            lines.append("\t".join(harmless(cell, 2_000) for cell in cells))
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")
        self._handed.say(f"{formats.plural(len(lines) - 1, 'row')} copied.")


def _one_of_each_first(prepared: Prepared) -> list[Rejected]:
    seen: set[tuple[str, str]] = set()
    first: list[Rejected] = []
    others: list[Rejected] = []
    for one in prepared.rejected:
        reason = (one.column, one.why)
        (others if reason in seen else first).append(one)
        seen.add(reason)
    return [*first, *others][:MOST]


def _rejected_row(one: Rejected) -> Row:
    shown = one.found[:80] if one.found.strip() else "(empty)"
    why = one.why.removeprefix("is refused: ")
    texts = (
        Text(formats.count(one.line), "ink2"),
        Text(one.column),
        Text(shown, "fail", 600),
        Text(f"{why[:1].upper()}{why[1:]}", "ink2"),
    )
    return Row(None, f"line {one.line}, {one.column}: {shown}, {why}", texts)


def _foot(prepared: Prepared | None) -> str:
    if prepared is None or not prepared.taken.rows_read:
        return ""
    bad, read = prepared.bad_rows, prepared.taken.rows_read
    undo = "One undo takes all of it back." if prepared.changes else "The plan holds all of it already."
    if not bad:
        return f"No row was rejected. {undo}"
    share = formats.percent(bad / read, 2)
    stops = (
        "over"
        if prepared.too_many_bad
        else "which doesn't stop an import: that is"
        if bad / read > 0.01
        else "under"
    )
    tail = "the 1% that stops an import" if stops in {"over", "under"} else "1% of 1,000 rows or more"
    return f"{formats.count(bad)} of {formats.count(read)} rows is {share}, {stops} {tail}. {undo}"
