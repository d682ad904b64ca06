"""Returns: what each case is worth as a range, when it pays back, what was promised, and what the checkpoints say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats
from cxworkbench.assessment import PilotState
from cxworkbench.briefings.edition import SECTION, Edition
from cxworkbench.briefings.glyph_flowables import status_word
from cxworkbench.briefings.listing import Column, Value, listing
from cxworkbench.briefings.page import Sheet
from cxworkbench.briefings.returns_words import (
    PROMISED,
    Worth,
    likelihood,
    money,
    months,
    promised,
    promised_range,
)
from cxworkbench.briefings.text import TABLE, TABLE_STRONG
from cxworkbench.plan import Ref
from db.models import Checkpoint, Metric

_STATUS = {"draft": "draft, not agreed", "agreed": "agreed", "restated": "restated"}


def sheets(edition: Edition) -> Iterator[Sheet]:
    """The section."""
    from cxworkbench.briefings.steering import head

    flow: list[Flowable] = [edition.title(_finding(edition), key="roi"), *edition.comment("roi")]
    flow += cases(edition)
    flow += promises(edition)
    flow += checkpoints(edition)
    yield edition.sheet(flow, head(edition))


def worths(edition: Edition) -> list[tuple[PilotState, Worth]]:
    """The cases in force of an edition's pilots."""
    found = ((state, edition.worth(state)) for state in edition.pilots)
    return [(state, worth) for state, worth in found if worth is not None]


def _finding(edition: Edition) -> str:
    unlikely = sum(one.status == "unlikely" for _, worth in worths(edition) for one in worth.promises)
    total = sum(len(worth.promises) for _, worth in worths(edition))
    if not worths(edition):
        return "No ROI case yet"
    if not total:
        return "Nothing was promised yet"
    if unlikely:
        said = formats.in_words(unlikely)
        verb = "is" if unlikely == 1 else "are"
        return (
            f"{said[:1].title()}{said[1:]} of {formats.plural(total, 'promise')} {verb} unlikely to be kept"
        )
    return "No promise lies outside of what its case gives"


def cases(edition: Edition) -> Iterator[Flowable]:
    """One row a case: P10, P50, P90 of what it comes to, payback, and the share of draws that pay back."""
    currency = edition.plan.programme.currency
    yield edition.heading("Cases", "P10 is the 1 in 10 low, P90 the 1 in 10 high")
    found = worths(edition)
    if not found:
        yield edition.missing(
            "No pilot has an ROI case: benefits and costs with ranges, and what is expected when."
        )
        return
    lines: list[list[Value]] = []
    for state, worth in found:
        name = f"{worth.case.name}, version {worth.case.version or 1}"
        status = _STATUS.get(worth.case.status or "draft", "")
        if worth.net is None or worth.played is None:
            lines.append(
                [
                    state.pilot.name,
                    name,
                    status,
                    formats.MISSING,
                    formats.MISSING,
                    formats.MISSING,
                    "no figures",
                    formats.MISSING,
                ]
            )
            continue
        simulation = worth.played.simulation
        net = [money(value, currency) for value in (worth.net.p10, worth.net.p50, worth.net.p90)]
        middle = edition.cited(net[1], [worth.ref], TABLE_STRONG, align="right")
        lines.append([
            state.pilot.name, name, status, net[0], middle, net[2], months(simulation.payback),
            formats.percent(simulation.share_paid_back),
        ])  # fmt: skip
        for left in worth.played.left_out:
            edition.left_out.append(
                f"{left} is not in the case of {state.pilot.name}: its figures are missing"
            )
    columns = [
        Column("Pilot", share=0.8, style=TABLE_STRONG, most_lines=2),
        Column("Case", share=1.0, style=TABLE.but(color="ink2"), most_lines=2),
        Column("Status", share=0.6, style=TABLE.but(color="ink2"), most_lines=2),
        Column("P10", align="right"),
        Column("P50", align="right"),
        Column("P90", align="right"),
        Column("Pays back", share=0.8, align="right"),
        Column("By horizon", align="right"),
    ]
    yield listing(edition.press, columns, lines, edition.width)
    horizon = sorted({worth.horizon for _, worth in found})
    yield edition.note(
        f"Net benefit by month {formats.listed([str(one) for one in horizon])} after the base date of each case."
    )


def promises(edition: Edition) -> Iterator[Flowable]:
    """Who told whom to expect what, and what the case gives."""
    rows = [(state, one) for state, worth in worths(edition) for one in worth.promises]
    yield edition.heading("Promises", "against the case in force")
    if not rows:
        yield edition.missing("No promise is noted: who told whom to expect what by when.")
        return
    plan, lines = edition.plan, list[list[Value]]()
    for state, one in rows:
        shape, _ = PROMISED[one.status]
        told = f"{one.promise.told_to or 'Somebody'}, {edition.day(one.promise.told_on)}"
        value = None if one.promise.value_ is None else float(one.promise.value_)
        said = likelihood(one)
        lines.append([
            edition.cited(one.promise.text, [Ref("promise", one.promise.id)], TABLE_STRONG),
            state.pilot.name, told, promised(plan, one.promise, value), promised_range(plan, one),
            status_word(edition.press, shape, said[:1].title() + said[1:]),
        ])  # fmt: skip
    columns = [
        Column("Promise", share=1.3),
        Column("Pilot", style=TABLE.but(color="ink2"), most_lines=2),
        Column("Told to", share=0.9, style=TABLE.but(color="ink2")),
        Column("Told", align="right"),
        Column("The case gives", share=1.3),
        Column("Reading"),
    ]
    yield listing(edition.press, columns, lines, edition.width)


def checkpoints(
    edition: Edition, *, width: float | None = None, before: float = SECTION
) -> Iterator[Flowable]:
    """The range expected at each date, and what came.

    Args:
        edition: the edition.
        width: of a column that they stand in; whose they are is then said by the page.
        before: the space above their heading there.
    """
    rows = [
        (state, one)
        for state, worth in worths(edition)
        for one in sorted(edition.plan.linking(Checkpoint, "case", worth.case.id), key=lambda one: one.date)
    ]
    yield edition.heading("Checkpoints", "set beforehand", before=before)
    if not rows:
        yield edition.missing("No checkpoint is set: the range expected at a date, agreed before go-live.")
        return
    lines: list[list[Value]] = []
    for state, one in rows:
        low, high, actual = (
            _value(edition, one, value) for value in (one.expected_low, one.expected_high, one.actual)
        )
        metric = edition.plan.get(Metric, one.metric)
        what = metric.name if metric is not None else "Net benefit"
        shape, word = standing(one, edition.as_of, falls=metric is not None and metric.direction == "down")
        lines.append(
            [
                state.pilot.name,
                what,
                formats.day(one.date),
                f"{low} to {high}",
                actual,
                status_word(edition.press, shape, word),
            ]
        )
    columns = [
        Column("Pilot", share=1, style=TABLE_STRONG, most_lines=2),
        Column("What", share=1, style=TABLE.but(color="ink2"), most_lines=2),
        Column("At", align="right"),
        Column("Expected", align="right"),
        Column("Actual", align="right"),
        Column("State"),
    ]
    if width is None:
        yield listing(edition.press, columns, lines, edition.width)
        return
    # In a column: without whose they are, and without what is measured where that is the same in each.
    first = 2 if len({line[1] for line in lines}) == 1 else 1
    if first == 2:
        columns[2] = Column("At", style=TABLE_STRONG)
    yield listing(edition.press, columns[first:], [line[first:] for line in lines], width)


def count_of_checkpoints(edition: Edition) -> int:
    """How many there are in all cases of an edition."""
    return sum(len(edition.plan.linking(Checkpoint, "case", worth.case.id)) for _, worth in worths(edition))


def _value(edition: Edition, one: Checkpoint, value: object) -> str:
    from decimal import Decimal

    if not isinstance(value, Decimal):
        return formats.MISSING
    metric = edition.plan.get(Metric, one.metric)
    if metric is not None:
        return formats.metric_value(value, metric.unit, metric.decimals)
    return formats.money(value, edition.plan.programme.currency)


def standing(one: Checkpoint, as_of: date, *, falls: bool = False) -> tuple[str, str]:
    """Whether what came lies in the range, or when it is due."""
    if one.actual is None:
        if one.date > as_of:
            return "not_yet_due", f"due {formats.near_day(one.date, as_of)}"
        return "failing", "no actual"
    low = one.expected_low if one.expected_low is not None else one.actual
    high = one.expected_high if one.expected_high is not None else one.actual
    low, high = min(low, high), max(low, high)
    if low <= one.actual <= high:
        return "met", "inside"
    better = (one.actual < low) if falls else (one.actual > high)
    return ("met", "better") if better else ("failing", "outside")
