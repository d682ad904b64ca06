"""Governance: who answers, what is checked, what went wrong, what people found in the outputs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats, governance
from cxworkbench.assessment import PilotState
from cxworkbench.briefings.blocks import Stack
from cxworkbench.briefings.edition import SECTION, Edition
from cxworkbench.briefings.glyph_flowables import status_word
from cxworkbench.briefings.listing import Column, Line, Value, listing
from cxworkbench.briefings.page import Sheet
from cxworkbench.briefings.tables import Cell, Look, Row, Table
from cxworkbench.briefings.text import TABLE, TABLE_HEAD, TABLE_STRONG, TIGHT
from cxworkbench.choice_names import choice_name
from cxworkbench.governance import Answer, ControlState, IncidentState, Question
from cxworkbench.governance_summary import coverage, samples
from cxworkbench.measurement.intervals import wilson
from cxworkbench.naming import code_of
from db.models import Accountability, Incident

#: So many pilots stand beside each other in the grid.
_ACROSS = 3
_QUESTION, _ESCALATES = 147.0, 66.0
_CONTROL = {
    "failing": "Failing",
    "at_risk": "At risk",
    "met": "Met",
    "not_assessed": "Not assessed",
    "not_needed": "Not needed",
}
_ATTENTION = frozenset({"failing", "at_risk"})
_NOBODY = "Nobody named"
#: In a pack, incidents closed longer ago are only counted.
_RECENT = timedelta(days=92)


def sheets(edition: Edition) -> Iterator[Sheet]:
    """The section of a pack."""
    from cxworkbench.briefings.steering import head

    flow: list[Flowable] = [edition.title(finding(edition), key="governance"), *edition.comment("governance")]
    flow += grid(edition)
    flow += attention(edition)
    flow += incidents(edition, recent=True)
    flow += outputs(edition)
    yield edition.sheet(flow, head(edition))


def _questions(edition: Edition) -> list[Question]:
    ids = {state.pilot.id for state in edition.pilots}
    found = governance.questions(edition.plan, edition.as_of)
    return [
        Question(
            one.id,
            one.subject,
            one.short,
            one.text,
            tuple(answer for answer in one.answers if answer.pilot.id in ids),
        )
        for one in found
    ]


def finding(edition: Edition) -> str:
    """The blanks first: "Three of 21 questions have nobody, all in Chat Assistant"."""
    questions = _questions(edition)
    covered = coverage(questions)
    if not covered.total:
        return "No pilot yet, so nobody has to answer"
    missing = Counter(
        answer.pilot.name for one in questions for answer in one.answers if answer.state == "missing"
    )
    if missing:
        said = formats.in_words(missing.total())
        where = f", all in {next(iter(missing))}" if len(missing) == 1 and len(edition.pilots) > 1 else ""
        verb = "has" if missing.total() == 1 else "have"
        return f"{said[:1].title()}{said[1:]} of {covered.total} questions {verb} nobody{where}"
    failing = sum(one.state == "failing" for state in edition.pilots for one in _controls(edition, state))
    if failing:
        return f"Every question has a name, {formats.plural(failing, 'control')} failing"
    return f"Every question that is due has a name: {covered.named} of {covered.total}"


# ------------------------------------------------------------------------------------------------------- grid


def grid(edition: Edition) -> Iterator[Flowable]:
    """Who answers: a row a question, a column a pilot, every blank in sight."""
    questions = _questions(edition)
    yield edition.heading(
        "Who answers for this", coverage(questions).words if edition.pilots else "", key="who-answers"
    )
    if not edition.pilots:
        yield edition.missing("The plan has no pilot yet.")
        return
    for start in range(0, len(edition.pilots), _ACROSS):
        table = _grid(edition, questions, edition.pilots[start : start + _ACROSS])
        table.spaceBefore = 9.0 if start else 0.0
        yield table


def _grid(edition: Edition, questions: Sequence[Question], pilots: Sequence[PilotState]) -> Table:
    press = edition.press
    column = (edition.width - _QUESTION - _ESCALATES) / len(pilots)
    head: Row = [
        Cell(press.text("Question", TABLE_HEAD)),
        *(
            Cell(
                Stack(
                    [
                        press.text(state.pilot.name, TABLE_HEAD, most_lines=2),
                        press.text(_status(state), TABLE_HEAD),
                    ]
                )
            )
            for state in pilots
        ),
        Cell(press.text("Escalates to", TABLE_HEAD)),
    ]
    rows: list[Row] = []
    for one in questions:
        cells = [
            Cell(
                Stack(
                    [
                        press.text(one.subject, TABLE_STRONG),
                        press.text(one.short or one.text, TIGHT, most_lines=2),
                    ]
                )
            )
        ]
        answers = {answer.pilot.id: answer for answer in one.answers}
        cells += [_answer(edition, answers[state.pilot.id]) for state in pilots]
        cells.append(Cell(press.text(_escalation(edition, one, pilots), TABLE, most_lines=3)))
        rows.append(cells)
    widths = [_QUESTION, *([column] * len(pilots)), _ESCALATES]
    return Table(press, widths, rows, head=head, look=Look(beside=4.5, above=1.9, upright=6.0))


def _status(state: PilotState) -> str:
    return state.pilot.fields["status"].label_of(state.pilot.status).lower() or "preparing"


def _answer(edition: Edition, one: Answer) -> Cell:
    press = edition.press
    if one.state == "named":
        deputy = f"Deputy {one.deputy}" if one.deputy else "No deputy"
        style = TIGHT if one.deputy else TIGHT.but(color="risk")
        return Cell(
            Stack([press.text(one.person, TABLE, most_lines=2), press.text(deputy, style, most_lines=2)])
        )
    due = edition.day(one.due) if one.due is not None else ""
    if one.state == "missing":
        word = status_word(press, "failing", _NOBODY, ground="tint_fail")
        return Cell(Stack([word, press.text(f"was due {due}" if due else "due", TIGHT)]), "tint_fail")
    word = status_word(press, "not_assessed", f"Due {due}" if due else "Not due yet")
    return Cell(Stack([word, press.text("at Go-live" if due else "no date for its gate", TIGHT)]))


def _escalation(edition: Edition, one: Question, pilots: Sequence[PilotState]) -> str:
    ids = {state.pilot.id for state in pilots}
    rows = [row for row in edition.plan.all(Accountability) if row.question == one.id and row.pilot in ids]
    names = [edition.plan.person_name(row.escalates_to) for row in rows if row.escalates_to]
    names += [row.forum for row in rows if row.forum and not row.escalates_to]
    return formats.listed(list(dict.fromkeys(names))) or formats.MISSING


# --------------------------------------------------------------------------------------------------- controls


def _controls(edition: Edition, state: PilotState) -> list[ControlState]:
    return governance.controls(edition.plan, state.pilot, edition.as_of)


def counts(found: Sequence[ControlState]) -> str:
    """How many controls are in each state."""
    by_state = Counter(one.state for one in found)
    order = ("met", "at_risk", "failing", "not_assessed", "not_needed")
    return ", ".join(f"{by_state[state]} {_CONTROL[state].lower()}" for state in order if by_state[state])


def attention(edition: Edition) -> Iterator[Flowable]:
    """The controls that need somebody, of all pilots."""
    everything = [(state, one) for state in edition.pilots for one in _controls(edition, state)]
    found = [(state, one) for state, one in everything if one.state in _ATTENTION]
    found.sort(key=lambda pair: pair[1].state != "failing")
    concerned = {state.pilot.id: state.pilot.name for state, _ in found}
    counted = counts([one for _, one in everything])
    many = len(edition.pilots) > 1
    whose = f"of {''.join(concerned.values())} those that need somebody; of all pilots {counted}"
    aside = (
        whose if many and len(concerned) == 1 else f"controls{' of all pilots' if many else ''}: {counted}"
    )
    yield edition.heading("What is checked", aside if everything else "")
    if not everything:
        yield edition.missing("No control is planned.")
        return
    if not found:
        yield edition.missing("Every control that is due was run and passed.")
        return
    yield _control_table(edition, found, several=len(concerned) > 1)


def every_control(edition: Edition) -> Iterator[Flowable]:
    """All controls, a table a pilot."""
    for state in edition.pilots:
        found = _controls(edition, state)
        yield edition.heading(f"All controls of {state.pilot.name}", counts(found))
        if not found:
            yield edition.missing("No control is planned.")
            continue
        yield _control_table(edition, [(state, one) for one in found], several=False)


def _control_table(
    edition: Edition, found: Sequence[tuple[PilotState, ControlState]], *, several: bool
) -> Flowable:
    press, lines = edition.press, list[Line]()
    for state, one in found:
        ground = "tint_fail" if one.state == "failing" else ""
        control, last = one.control, one.last_run
        due: Value = edition.day(control.next_due)
        if one.is_overdue or (control.next_due is not None and control.next_due < edition.as_of):
            due = press.text(f"was {edition.day(control.next_due)}", TABLE_STRONG, align="right")
        owner: Value = one.owner
        if control.owner is None:
            owner = press.text(_NOBODY, TABLE_STRONG.but(color="fail"))
        result = one.result or ("Not in place yet" if control.status != "in place" else formats.MISSING)
        if one.state == "not_needed":
            result = f"Not needed: {control.not_needed_reason}"
        shape = "not_assessed" if one.state == "not_needed" else one.state
        values: list[Value] = [
            control.name, governance.cadence(control.cadence_days),
            edition.day(last.run_on) if last is not None else "Never", result, due, owner,
            status_word(press, shape, _CONTROL[one.state], ground=ground or "paper"),
        ]  # fmt: skip
        lines.append(Line([state.pilot.name, *values] if several else values, ground))
    columns = [
        Column("Control", share=1.25, most_lines=3),
        Column("Every", style=TABLE.but(color="ink2")),
        Column("Last run", align="right"),
        Column("Result", share=1.0, most_lines=3),
        Column("Next", align="right"),
        Column("Owner", most_lines=2),
        Column("State"),
    ]
    if several:
        columns.insert(0, Column("Pilot", style=TABLE.but(color="ink2"), most_lines=2))
    return listing(press, columns, lines, edition.width)


# -------------------------------------------------------------------------------------------------- incidents


def _incidents(edition: Edition) -> list[IncidentState]:
    ids = {state.pilot.id for state in edition.pilots}
    found = [
        one for one in governance.incidents(edition.plan, None, edition.as_of) if one.incident.pilot in ids
    ]
    return edition.rows(found, lambda one: one.incident)


def _is_old(edition: Edition, one: IncidentState) -> bool:
    closed = one.incident.closed_on
    return closed is not None and edition.plan.day_of(closed) < edition.as_of - _RECENT


def incidents(edition: Edition, *, recent: bool = False) -> Iterator[Flowable]:
    """What went wrong: open first, then the newest; with ``recent`` those closed long ago are only counted."""
    found = _incidents(edition)
    older = [one for one in found if recent and not one.is_open and _is_old(edition, one)]
    days = [
        edition.plan.day_of(one.incident.opened_on) for one in found if one.incident.opened_on is not None
    ]
    since = f" since {edition.day(min(days))}" if days else ""
    still = sum(one.is_open for one in found)
    yield edition.heading(
        "What went wrong", f"{formats.plural(len(found), 'incident')}{since}, {still} open" if found else ""
    )
    if not found:
        yield edition.missing("No incident is noted.")
        return
    press, lines = edition.press, list[list[Value]]()
    severity = Incident.fields["severity"]
    for one in found:
        if one in older:
            continue
        incident = one.incident
        opened = edition.plan.day_of(incident.opened_on) if incident.opened_on is not None else None
        owner: Value = one.owner
        if incident.owner is None:
            owner = press.text(_NOBODY, TABLE_STRONG.but(color="fail"))
        lines.append([
            code_of(incident) or "INC", edition.day(opened),
            choice_name(severity, incident.severity) or formats.MISSING,
            incident.title, _customers(incident), _clock(edition, one), owner,
        ])  # fmt: skip
    columns = [
        Column("Incident", style=TABLE.but(color="ink2")),
        Column("Opened", align="right"),
        Column("Severity", most_lines=2),
        Column("What", share=1.3, style=TABLE_STRONG),
        Column("Customers", share=0.8),
        Column("State", share=0.8),
        Column("Owner", most_lines=2),
    ]
    yield listing(press, columns, lines, edition.width)
    if older:
        yield edition.note(f"{formats.plural(len(older), 'incident')} closed more than three months ago.")


def _customers(one: Incident) -> str:
    if not one.customers_affected:
        return "none" if one.customers_affected == 0 else formats.MISSING
    left = one.customers_affected - (one.customers_told or 0)
    return f"{one.customers_affected}, {'all told' if left <= 0 else f'{left} not told'}"


def _clock(edition: Edition, one: IncidentState) -> Value:
    """How long it is open, against its limit; when it was closed."""
    closed = one.incident.closed_on
    if not one.is_open and closed is not None:
        late = f", {formats.plural(one.days, 'day')}" if one.is_late and one.days is not None else ""
        return f"closed {edition.day(edition.plan.day_of(closed))}{late}"
    if one.state == "failing":
        return edition.press.text(one.clock, TABLE_STRONG.but(color="fail"))
    return one.clock


def outputs(edition: Edition) -> Iterator[Flowable]:
    """What people found in the outputs that they checked."""
    yield from output_table(edition, edition.width)


def output_table(edition: Edition, width: float) -> list[Flowable]:
    """The newest sample of each pilot, and where the true share of wrong outputs lies, 19 in 20."""
    head = edition.heading("Outputs checked by people", before=0 if width < edition.width else SECTION)
    lines: list[list[Value]] = []
    for state in edition.pilots:
        found = samples(edition.plan, state.pilot, edition.as_of)
        if not found.rows:
            lines.append([state.pilot.name, "none", "", ""])
            continue
        newest = found.rows[0]
        n, wrong = newest.n or 0, newest.wrong or 0
        low, high = wilson(min(wrong, n), n) if n else (0.0, 1.0)
        spread = f"true rate {formats.value_range(formats.percent(low), formats.percent(high))}" if n else ""
        lines.append(
            [f"{state.pilot.name}, {edition.day(newest.date)}", f"{n} checked", f"{wrong} wrong", spread]
        )
    if not lines:
        return [head, edition.missing("No pilot, so no outputs.")]
    columns = [
        Column(share=1, most_lines=2),
        Column(align="right"),
        Column(align="right", style=TABLE_STRONG),
        Column(style=TABLE.but(color="ink2"), align="right"),
    ]
    return [head, listing(edition.press, columns, lines, width)]
