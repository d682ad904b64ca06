"""Saving a table as it is shown: for Excel, as CSV, or as a paper to print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from cxworkbench import formats
from cxworkbench.grid.order import total

if TYPE_CHECKING:
    from cxworkbench.exchange.table_file import ShownTable
    from ui.tables.table import RecordTable
    from ui.work import Progress

#: What a table can be saved as, by the end of the file's name.
FILTERS = {".xlsx": "Excel workbook (*.xlsx)", ".csv": "CSV (*.csv)", ".pdf": "Paper to print (*.pdf)"}


def choose(table: RecordTable) -> None:
    """Ask for a name, which says as what the table is saved."""
    plan = table.handed.plan
    first = plan.path.with_name(f"{plan.path.stem} {table.family.label_many.lower()}.xlsx")
    dialog = QFileDialog(table, f"Save {table.family.label_many.lower()}", str(first))
    dialog.setNameFilters(list(FILTERS.values()))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    ends = {text: end for end, text in FILTERS.items()}
    dialog.filterSelected.connect(lambda text: dialog.setDefaultSuffix(ends.get(text, ".xlsx").lstrip(".")))
    dialog.setDefaultSuffix("xlsx")
    dialog.selectFile(str(first))
    dialog.fileSelected.connect(lambda name: save_to(table, Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def shown_of(table: RecordTable) -> ShownTable:
    """The table as it is shown now: the columns that are not hidden in their places, the rows in their order."""
    from cxworkbench.exchange.table_file import ShownTable

    model, words = table.model, table.model.words
    columns = tuple(model.columns[place] for place in table.view.shown_columns())
    records = tuple(table.shown_records)
    totals = tuple(total(words, one, records) if words is not None else "" for one in columns)
    scope = table.scope
    pilot = (
        words.plan.find(scope if isinstance(scope, str) else getattr(scope, "pilot", None)) if words else None
    )
    about = str(pilot.value("name")) if pilot is not None else ""
    return ShownTable(table.family.label_many, columns, records, totals, about, len(table.records))


def save_to(table: RecordTable, target: Path) -> None:
    """Write the table beside the window; the end of the name says as what."""
    handed, shown = table.handed, shown_of(table)
    path, found = handed.plan.path, handed.plan.assessment
    printed = formats.moment(handed.plan.now().astimezone(found.plan.zone))

    def write(progress: Progress) -> int:
        from cxworkbench.exchange import table_file
        from cxworkbench.exchange.whole_file import write_whole
        from cxworkbench.grid.words import Words

        progress.step(0, 1, f"Writing {target.name}")
        if target.suffix.lower() == ".pdf":
            from cxworkbench.briefings.compose import compose_as
            from cxworkbench.briefings.settings import settings_of
            from cxworkbench.briefings.table_paper import kind_of_table

            content = compose_as(kind_of_table(shown), found, settings_of(found.plan, printed=printed)).pdf
        elif target.suffix.lower() == ".csv":
            content = table_file.as_csv(Words(found.plan), shown)
        else:
            content = table_file.as_workbook(Words(found.plan), shown)
        write_whole(target, content, not_over=path)
        return len(shown.records)

    job = handed.work.start(write)
    job.done.connect(lambda count: handed.say(f"{target.name}: {formats.plural(count, 'row')} written."))
    job.failed.connect(handed.show_failure)
