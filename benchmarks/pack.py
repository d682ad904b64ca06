"""A pack of 60 pages with 40 charts, against bare ReportLab in the same run: ``python benchmarks/pack.py [rounds]``.

The plan has 10 pilots with 4 metrics each, and what stands around them; the pack has a page with a chart for each metric.
Bare is what ReportLab's own document template, tables and paragraphs take for the tables of the pack, with the same texts in
the same columns and faces, and for the same 40 drawings: no headings, no prose, no conditions, no evidence, no contents.
Judging the plan is not counted. Memory is what a process of its own takes at its highest, for the interpreter with all
libraries and the plan, and with the pack made.
"""

from __future__ import annotations

import gc
import io
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Self

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate
from reportlab.platypus import Table as BareTable
from reportlab.platypus.flowables import Flowable

from cxworkbench.assess import assess
from cxworkbench.assessment import Assessment
from cxworkbench.briefings import fonts
from cxworkbench.briefings.binding import sheets
from cxworkbench.briefings.chart_block import ChartBlock
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.packs import Preset, built_in, compose_pack, first_page_of, settings_for
from cxworkbench.briefings.page import bound, form_of
from cxworkbench.briefings.paper_charts import paper_chart
from cxworkbench.briefings.settings import Settings
from cxworkbench.briefings.tables import Row, Table
from cxworkbench.briefings.text import Text
from db.models import Action, Cohort, Risk, Usage
from tests.plans import PlanBuilder, weeks

DAY = date(2026, 3, 11)
PILOTS, METRICS, WEEKS = 10, 4, 52
#: What a pack of this size may take: times of bare, seconds, megabytes, and milliseconds to its first page.
TIMES, SECONDS, MEGABYTES, FIRST = 1.5, 1.5, 250, 300


def plan_of(path: Path) -> PlanBuilder:
    """The plan."""
    made = PlanBuilder(path)
    for place in range(PILOTS):
        live = (date(2025, 4, 7), date(2025, 4, 7))
        made.with_pilot(f"Pilot {place + 1}", gates={"frame": (date(2025, 2, 3),) * 2, "go_live": live})
        for number in range(METRICS):
            values = [60 + number + (week * 7 + place * 3) % 11 / 4 for week in range(WEEKS)]
            made.with_metric(
                name=f"First contact resolution {number + 1}", role="primary" if not number else "secondary",
                success_threshold=66, guardrail_limit=55, baseline_value=60,
                definition="Contacts closed without a second contact within seven days, of all that were closed",
            ).with_readings(weeks(values, n=[900] * WEEKS, first=date(2025, 3, 10)))  # fmt: skip
        with made.change("Add what stands around it") as change:
            pilot, owner = made.made["pilot"], made.made["owner"]
            cohort = change.add(Cohort(pilot=pilot, name=f"Team {place + 1}", headcount=60, site="Leeds"))
            for week in range(10):
                monday = date(2025, 12, 29) + timedelta(weeks=week)
                change.add(Usage(pilot=pilot, cohort=cohort, week=monday, in_scope=60, active=20 + week))
            for number in range(3):
                change.add(
                    Risk(pilot=pilot, title=f"Readings of team {number} come late", likelihood=3, impact=4)
                )
                change.add(
                    Action(pilot=pilot, text=f"Ask site {number} for them", owner=owner, due=date(2026, 2, 2))
                )
    return made


def preset() -> Preset:
    """The usual pack with a page for each metric."""
    usual = built_in()
    at = usual.sections.index("metrics") + 1
    return Preset("", usual.name, usual.kind, (*usual.sections[:at], "more_metrics", *usual.sections[at:]))


# ---------------------------------------------------------------------------------------------- bare ReportLab


def inside(block: Flowable) -> Iterator[Table | ChartBlock]:
    """The tables and charts of a block, in the order of reading."""
    if isinstance(block, Table | ChartBlock):
        yield block
    for inner in getattr(block, "blocks", ()):
        yield from inside(inner)


@dataclass(frozen=True)
class Words:
    """A text of a cell, and how it is set; ``wraps`` where it takes more than a line."""

    text: str
    font: str
    size: float
    leading: float
    right: bool
    wraps: bool

    @classmethod
    def of(cls, one: Text) -> Self:
        style = one.spans[0].style
        text = "".join(span.text for span in one.spans)
        return cls(
            text,
            fonts.font_name(style.face),
            style.size,
            one.leading,
            one.align == "right",
            len(one.lines) > 1,
        )


#: A table as widths, and by row and cell its texts.
Drawn = tuple[list[float], list[list[list[Words]]]]


def texts(block: object) -> Iterator[Text]:
    """The texts of a cell."""
    if isinstance(block, Text):
        yield block
    for inner in getattr(block, "blocks", ()):
        yield from texts(inner)


def cells(row: Row) -> list[list[Words]]:
    """Of each cell of a row its texts."""
    return [
        [Words.of(one) for one in texts(cell.block) if any(span.text for span in one.spans)] for cell in row
    ]


def taken_out(found: Assessment, settings: Settings) -> tuple[list[Drawn], list[ChartBlock]]:
    """What bare ReportLab is given: the pack's tables as texts, and its charts."""
    edition = Edition(found, settings, "steering")
    blocks = [
        one
        for page in bound(sheets(edition), edition.form)
        for placed in page.placed
        for one in inside(placed.block)
    ]
    tables = [
        (one.widths, [cells(row) for row in ([one.head] if one.head is not None else []) + one.rows])
        for one in blocks
        if isinstance(one, Table)
    ]
    return tables, [one for one in blocks if isinstance(one, ChartBlock)]


LOOK = [
    ("LINEBELOW", (0, 0), (-1, -1), 0.5, "#cccccc"), ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 4.5), ("RIGHTPADDING", (0, 0), (-1, -1), 4.5),
    ("TOPPADDING", (0, 0), (-1, -1), 2.6), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.6),
]  # fmt: skip


def paragraph(one: Words) -> Paragraph:
    """A text that wraps."""
    style = ParagraphStyle("", fontName=one.font, fontSize=one.size, leading=one.leading)
    if one.right:
        style.alignment = TA_RIGHT
    return Paragraph(one.text.replace("&", "&amp;").replace("<", "&lt;"), style)


def bare_table(widths: list[float], rows: list[list[list[Words]]]) -> BareTable:
    """A table: strings where a cell is one line, the cheapest that there is, and paragraphs where it wraps."""
    look, filled = list[tuple[object, ...]](LOOK), list[list[object]]()
    for down, row in enumerate(rows):
        filled.append([])
        for across, cell in enumerate(row):
            at = (across, down)
            if len(cell) == 1 and not cell[0].wraps:
                look.append(("FONT", at, at, cell[0].font, cell[0].size, cell[0].leading))
                if cell[0].right:
                    look.append(("ALIGN", at, at, "RIGHT"))
                filled[-1].append(cell[0].text)
            else:
                filled[-1].append([paragraph(one) for one in cell])
    return BareTable(filled, colWidths=widths, style=look, repeatRows=1 if len(filled) > 1 else 0)


def bare(tables: list[Drawn], charts: list[ChartBlock]) -> bytes:
    """The same tables and charts, as one would write them with ReportLab alone."""
    form = form_of("a4")
    flow: list[Flowable] = [bare_table(*one) for one in tables]
    flow += [paper_chart(one.chart, one.width, one.height, ink="colour") for one in charts]
    buffer = io.BytesIO()
    SimpleDocTemplate(
        buffer, pagesize=(form.width, form.height), leftMargin=form.left - 6, rightMargin=form.right - 6,
        invariant=1, initialFontName=fonts.font_name("Regular"),
    ).build(flow)  # fmt: skip
    return buffer.getvalue()


# --------------------------------------------------------------------------------------------------- measuring


def measured(run: Callable[[], object], rounds: int) -> float:
    """Seconds of processor time of a run, the median of the rounds after a first."""
    taken = []
    for _ in range(rounds + 1):
        gc.collect()
        begun = time.process_time()
        run()
        taken.append(time.process_time() - begun)
    return median(taken[1:])


def memory(*, making: bool) -> float:
    """Megabytes at the highest, of a process that loads the plan and, if so asked, makes the pack."""
    asked = [sys.executable, str(Path(__file__).resolve()), "--memory", "made" if making else "loaded"]
    return float(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)


def judged(folder: str) -> tuple[PlanBuilder, Assessment, Settings]:
    """The plan, judged, and how its pack is made."""
    built = plan_of(Path(folder) / "p.cxplan")
    found = assess(built.plan, DAY)
    return (
        built,
        found,
        settings_for(preset(), built.plan, printed="11 Mar 2026, 10:42", paper="a4", ink="colour"),
    )


def remember(asked: str) -> int:
    """Print the most memory that this process took."""
    with tempfile.TemporaryDirectory() as folder:
        built, found, settings = judged(folder)
        with closing(built.session):
            if asked == "made":
                compose_pack(preset(), found, settings)
    status = Path("/proc/self/status")
    if status.exists():
        # What getrusage tells begins with what the parent took.
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        print(int(lines["VmHWM"].split()[0]) / 1024)
    else:
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return 0


def main(rounds: int) -> int:
    """Print the table; exit code 1 where something takes more than it may."""
    with tempfile.TemporaryDirectory() as folder:
        built, found, settings = judged(folder)
        with closing(built.session):
            made = compose_pack(preset(), found, settings)
            tables, charts = taken_out(found, settings)
            pack = measured(lambda: compose_pack(preset(), found, settings), rounds)
            floor = measured(lambda: bare(tables, charts), rounds)
            first = measured(lambda: first_page_of(preset(), found, settings), rounds)
    size, least = memory(making=True), memory(making=False)
    print(
        f"a pack of {made.pages} pages, {len(tables)} tables, {len(charts)} charts, {len(made.pdf) / 1024:.0f} KB"
    )
    print(f"{'':28}{'taken':>10}{'limit':>10}")
    print(f"{'bare ReportLab, s':28}{floor:10.2f}")
    print(f"{'the pack, s':28}{pack:10.2f}{SECONDS:10.1f}")
    print(f"{'times bare':28}{pack / floor:10.2f}{TIMES:10.1f}")
    print(f"{'its first page, ms':28}{1_000 * first:10.0f}{FIRST:10}")
    print(f"{'memory with it, MB':28}{size:10.0f}{MEGABYTES:10}")
    print(f"{'memory without, MB':28}{least:10.0f}")
    held = pack <= TIMES * floor and pack <= SECONDS and 1_000 * first <= FIRST and size <= MEGABYTES
    return 0 if held else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--memory"]:
        raise SystemExit(remember(sys.argv[2]))
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
