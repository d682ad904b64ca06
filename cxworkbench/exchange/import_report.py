"""What an import did or would do, in words: for the terminal, the window, and the paper beside a watched file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from cxworkbench import formats
from cxworkbench.exchange.formulas import as_text
from cxworkbench.exchange.readings_import import Place, Rejected
from cxworkbench.exchange.readings_job import Prepared
from cxworkbench.exchange.settling import Settled
from cxworkbench.exchange.whole_file import write_whole
from cxworkbench.exchange.write_readings import NEW
from cxworkbench.plan import Plan
from db.errors import UserError, harmless
from db.models import Cohort


def read_line(prepared: Prepared) -> str:
    """How many rows were read, and as what."""
    read_as = ", ".join(prepared.table.read_as.words())
    return f"{prepared.table.name}: {prepared.taken.rows_read:,} rows read as {read_as}."


def lines(prepared: Prepared, written: Settled | None) -> list[str]:
    """What was read and what came of it; ``written`` is None where nothing was written."""
    taken = prepared.taken
    said = [read_line(prepared)]
    said += [f"  {line}." for line in (*prepared.table.read_as.notes, *prepared.table.read_as.doubts)]
    said += [f"  {line}" for line in prepared.mapping.lines(prepared.names.name_of)]
    said += [f"  {line}" for line in taken.decided]
    said += [f"  {line}" for line in prepared.created]
    for metric in prepared.metrics:
        id = NEW if metric is prepared.new_metric else metric.id
        count = sum(len(rows) for place, rows in taken.readings.items() if place.metric == id)
        said.append(f"{metric.name}: {formats.plural(count, 'reading')}.")
    said += [f"  {note}, so it does not count." for note in dict.fromkeys(taken.notes)]
    if taken.filtered:
        said.append(f"  {taken.filtered:,} rows are left out by the filter.")
    if taken.left_out:
        said.append(f"  {taken.left_out:,} rows are left out: they have nothing to count.")
    if written is None:
        said.append(
            f"Tried without saving: the plan was not changed. It would be: {outcome(prepared.settled)}."
        )
    else:
        said.append(f"{outcome(written)}.")
    return said


def outcome(settled: Settled) -> str:
    """How many readings are new, replace others, and are there already."""
    same = f", {settled.same:,} already there" if settled.same else ""
    return f"{settled.added:,} new, {settled.replaced:,} replaced{same}"


def as_json(prepared: Prepared, written: Settled | None) -> dict[str, Any]:
    """The same as plain values."""
    taken, read_as = prepared.taken, prepared.table.read_as
    return {
        "file": prepared.table.name,
        "read_as": read_as.words(),
        "said": [*read_as.notes, *read_as.doubts],
        "rows_read": taken.rows_read,
        "filtered": taken.filtered,
        "left_out": taken.left_out,
        "mapping": prepared.mapping.lines(prepared.names.name_of),
        "decided": list(taken.decided),
        "readings": {
            metric.name: sum(
                len(rows)
                for place, rows in taken.readings.items()
                if place.metric == (NEW if metric is prepared.new_metric else metric.id)
            )
            for metric in prepared.metrics
        },
        "notes": list(dict.fromkeys(taken.notes)),
        "rejected": [one._asdict() for one in prepared.rejected],
        "would": _counts(prepared.settled),
        "written": None if written is None else _counts(written),
    }


def _counts(settled: Settled) -> dict[str, int]:
    return {"added": settled.added, "replaced": settled.replaced, "same": settled.same}


def over_the_limit(prepared: Prepared) -> UserError:
    """The refusal of a file of which over 1% of the rows are bad."""
    bad, read = prepared.bad_rows, prepared.taken.rows_read
    return UserError(
        f"{bad:,} of {read:,} rows are bad ({formats.percent(bad / read, 1)}, over 1%)",
        where=prepared.table.name,
        kept="nothing was taken in",
        to_do="correct them, or say --allow-rejects",
    )


def series_name(plan: Plan, place: Place) -> str:
    """What a series is called beside others of its metric: its cohort, or all; and its arm."""
    cohort = plan.get(Cohort, place.cohort)
    name = cohort.name if cohort is not None else "All"
    return name if place.arm == "pilot" else f"{name}, control"


def rejects_csv(rejected: Iterable[Rejected]) -> bytes:
    """Refused rows as CSV with line, column, what was found and why; text stays text in a spreadsheet."""
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow(("Line", "Column", "Found", "Why"))
    for one in rejected:
        rows.writerow((one.line, *map(as_text, (one.column, one.found, one.why))))
    return written.getvalue().encode("utf-8-sig")


def write_rejects(target: Path, rejected: Sequence[Rejected], *, not_over: Path) -> None:
    """Write refused rows to a file.

    Raises:
        UserError: it can't be written.
    """
    write_whole(target, rejects_csv(rejected), not_over=not_over)


def on_paper(name: str, moment: str, said: Iterable[str], rejected: Sequence[Rejected]) -> bytes:
    """The report that lies beside a file that was taken in or refused: every refused row is named."""
    text = [harmless(f"{name}, {moment}", 2_000), ""]
    text += [harmless(line, 2_000) for line in said]
    if rejected:
        text += ["", f"{formats.plural(len(rejected), 'refused cell')}:"]
        text += [one.text() for one in rejected]
    return ("\r\n".join(text) + "\r\n").encode("utf-8-sig")
