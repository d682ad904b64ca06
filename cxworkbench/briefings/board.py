"""The board paper of a pilot: what was promised, what came, the range, what isn't known; or a candidate's case."""

from __future__ import annotations

import math
from collections.abc import Iterator

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats, sponsorship
from cxworkbench.assessment import ObjectiveState, PilotState
from cxworkbench.audit.readiness import READY
from cxworkbench.briefings.blocks import Beside, Box, Stack
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.glyph_flowables import GlyphText, status_word
from cxworkbench.briefings.listing import Column, Value, listing
from cxworkbench.briefings.marks import sentence
from cxworkbench.briefings.notes import Closing
from cxworkbench.briefings.page import Sheet
from cxworkbench.briefings.pilot_words import primary_said
from cxworkbench.briefings.returns_words import (
    PROMISED,
    Worth,
    likelihood,
    money,
    month,
    months,
    promised,
    promised_range,
)
from cxworkbench.briefings.sections import data, decisions, returns
from cxworkbench.briefings.settings import FOREWORD
from cxworkbench.briefings.text import BODY, STRONG, TABLE, TABLE_STRONG
from cxworkbench.representative import cautions
from db.models import Benefit, FrictionPoint, Objective

NAME = "Board paper"
_LEFT_SHARE, _GAP = 0.48, 22.0
#: So many checkpoints stand in a column beside what the figures rest on.
_BESIDE = 8


def sheets(edition: Edition) -> Iterator[Sheet]:
    """The paper of the pilot or candidate chosen; in a pack one for each pilot with a case."""
    candidate = next(
        (one for one in edition.found.candidates if one.objective.id == edition.settings.subject), None
    )
    if candidate is not None:
        yield edition.sheet(_candidate(edition, candidate), f"{NAME}, case for a candidate")
        return
    for state in edition.pilots:
        worth = edition.worth(state)
        if worth is None and edition.settings.subject != state.pilot.id:
            continue
        yield edition.sheet(_BoardPaper(edition, state, worth).flow(), f"{NAME}, {state.pilot.name}")


class _BoardPaper:
    """The paper while it is composed."""

    def __init__(self, edition: Edition, state: PilotState, worth: Worth | None) -> None:
        self._edition, self._press, self._plan = edition, edition.press, edition.plan
        self._state, self._worth = state, worth

    def flow(self) -> list[Flowable]:
        """The blocks in their order."""
        edition = self._edition
        left = edition.width * _LEFT_SHARE
        right = edition.width - left - _GAP
        return [
            edition.title(self._finding()),
            edition.lead(self._lead()),
            *edition.comment(FOREWORD),
            *self._asked(),
            *self._promised(),
            *self._range(),
            *self._ground(left, right),
            Closing(edition, frameworks=[self._state.pilot], first=self._sources()),
        ]

    def _money(self, value: float) -> str:
        return money(value, self._plan.programme.currency)

    def _finding(self) -> str:
        """What it returns, and how that lies to what was told."""
        name, worth = self._state.pilot.name, self._worth
        if worth is None:
            return f"{name} has no ROI case"
        if worth.net is None or worth.played is None:
            return f"The ROI case of {name} has no figures"
        said = f"{name} returns about {self._money(worth.net.p50)} by month {worth.horizon}"
        if worth.net.p50 < 0:
            said = f"{name} costs about {self._money(-worth.net.p50)} more than it returns by month {worth.horizon}"
        payback = worth.played.simulation.payback.p50
        told = [
            float(one.promise.value_)
            for one in worth.promises
            if one.promise.kind_ == "payback_month"
            and one.promise.value_ is not None
            and one.status == "unlikely"
        ]
        if not told:
            return said
        if math.isinf(payback):
            return f"{said}, and doesn't pay back as you were told"
        late = round(payback) - round(min(told))
        return (
            f"{said}, {formats.in_words(late)} {'month' if late == 1 else 'months'} later than you were told"
        )

    def _lead(self) -> str:
        sponsors = sponsorship.sponsors(self._plan, self._state.pilot.id, self._edition.as_of)
        names = formats.listed([self._plan.person_name(one.person) for one in sponsors]) or "nobody named"
        reader = self._edition.reader or "the board"
        case = self._worth.case if self._worth is not None else None
        status = ""
        if case is not None:
            agreed = (
                f"agreed by {self._plan.person_name(case.agreed_by)}"
                if case.agreed_by
                else case.status or "draft"
            )
            status = f" {case.name}, version {case.version or 1}, {agreed}."
        return f"For {reader}. Sponsor {names}.{status}"

    def _asked(self) -> Iterator[Flowable]:
        """The decision asked: to restate what is unlikely to be kept, else what waits for a sponsor."""
        press, worth = self._press, self._worth
        unlikely = (
            [one for one in worth.promises if one.status == "unlikely" and one.range is not None]
            if worth is not None
            else []
        )
        boxes: list[Flowable] = []
        for number, one in enumerate(unlikely[:3], 1):
            told = f"{one.promise.told_to or 'somebody'} was told on {formats.day(one.promise.told_on)}"
            head = f"We ask to restate “{one.promise.text}”"
            said = f" ({told}) as {promised_range(self._plan, one)}."
            text = press.spans([(head, STRONG), (said, BODY)], most_lines=6)
            boxes.append(Box(press, str(number), text, before=7.5 if number == 1 else 4.5))
        if boxes:
            yield from boxes
            return
        yield self._edition.heading("Decision asked")
        yield from decisions.blocks(self._edition)

    def _promised(self) -> Iterator[Flowable]:
        edition, press = self._edition, self._press
        yield edition.heading("What was promised, what came", f"as of {formats.day(edition.as_of)}")
        worth = self._worth
        if worth is None or not worth.promises:
            yield edition.missing("No promise is noted: who told whom to expect what by when.")
            return
        lines: list[list[Value]] = []
        for one in worth.promises:
            told = promised(
                self._plan, one.promise, None if one.promise.value_ is None else float(one.promise.value_)
            )
            said = likelihood(one)
            who = f"{one.promise.told_to or 'Somebody'}, {edition.day(one.promise.told_on)}"
            lines.append([
                one.promise.text, who, told, promised_range(self._plan, one),
                status_word(press, PROMISED[one.status][0], said[:1].title() + said[1:]),
            ])  # fmt: skip
        columns = [
            Column("Promise", share=1.2, style=TABLE_STRONG),
            Column("Told to", share=0.9, style=TABLE.but(color="ink2")),
            Column("Told", align="right"),
            Column("Measured or expected", share=1.3),
            Column("Reading"),
        ]
        yield listing(press, columns, lines, edition.width)

    def _range(self) -> Iterator[Flowable]:
        edition, worth = self._edition, self._worth
        draws = (
            f"{formats.count(worth.case.draws or 10_000)} draws; P10 is the 1 in 10 low"
            if worth is not None
            else ""
        )
        yield edition.heading("Cumulative net benefit", draws)
        if worth is None or worth.played is None:
            yield edition.missing("There is no case with figures to play.")
            return
        simulation, step = worth.played.simulation, max(worth.horizon // 8, 1)
        lines: list[list[Value]] = []
        from cxworkbench.returns.simulation import range_of

        for at in sorted({*range(0, worth.horizon + 1, step), worth.horizon}):
            spread = range_of(simulation.net_by(at))
            lines.append(
                [f"month {at}", *(self._money(value) for value in (spread.p10, spread.p50, spread.p90))]
            )
        columns = [
            Column("After go-live", share=1),
            Column("P10", share=1, align="right"),
            Column("P50", share=1, align="right", style=TABLE_STRONG),
            Column("P90", share=1, align="right"),
        ]
        yield listing(edition.press, columns, lines, edition.width)
        back = simulation.payback
        share = formats.percent(simulation.share_paid_back)
        yield edition.note(
            f"Pays back in {month(back.p50)}, range {months(back)}; {share} of draws pay back by month {worth.horizon}."
        )

    def _real(self) -> list[Flowable]:
        edition, press = self._edition, self._press
        blocks: list[Flowable] = [edition.heading("Is it real?", before=0)]
        for one in self._state.metrics:
            if one.rule.role == "primary":
                said = ". ".join(primary_said(self._plan, one))
                blocks.append(
                    GlyphText(
                        press,
                        one.state,
                        press.text(sentence(f"{one.word}: {said}"), TABLE),
                        gap=4.5,
                        padding=1.0,
                    )
                )
        if len(blocks) == 1:
            blocks.append(edition.missing("No primary metric is set, so nothing can be confirmed."))
        for caution in cautions(self._plan, self._state.pilot, self._edition.as_of):
            said = f"{caution.what}: measured {caution.measured}, roll-out {caution.rollout}."
            blocks.append(GlyphText(press, "at_risk", press.text(said, TABLE), gap=4.5, padding=1.0))
        return blocks

    def _unknown(self, before: float = 0.0) -> list[Flowable]:
        """What the case assumes and nobody has measured yet."""
        edition = self._edition
        blocks: list[Flowable] = [edition.heading("What we do not know", before=before)]
        said: list[str] = []
        if self._worth is not None:
            rows = self._plan.linking(Benefit, "case", self._worth.case.id)
            for one in edition.rows(rows, lambda one: one):
                parts = []
                if one.adoption_assumed is not None:
                    parts.append(f"{formats.percent(one.adoption_assumed)} active use")
                if one.released is not None:
                    parts.append(f"{formats.percent(one.released)} of time released")
                if parts:
                    cash = (
                        ""
                        if one.cashable is None
                        else ", cash"
                        if one.cashable
                        else ", capacity and not cash"
                    )
                    said.append(f"{one.name} assumes {formats.listed(parts)}{cash}.")
            played = self._worth.played
            said += [
                f"{name} is not in the figures: it has none."
                for name in (played.left_out if played is not None else ())
            ]
        waiting = [
            one
            for one in data.sources(edition)
            if one.ready.state != READY and one.pilot.pilot.id == self._state.pilot.id
        ]
        said += [f"{one.source.name} is {data.WORDS[one.ready.state][1].lower()}." for one in waiting[:2]]
        stale = [one for one in self._state.metrics if one.stale_days is not None]
        said += [
            f"{one.metric.name} was last read {formats.plural(one.stale_days or 0, 'day')} ago."
            for one in stale
        ]
        blocks += [edition.text(one, TABLE) for one in said] or [
            edition.missing("Nothing that the plan holds.")
        ]
        return blocks

    def _ground(self, left: float, right: float) -> Iterator[Flowable]:
        """What the figures rest on, and the checkpoints: beside it where they are few, else below it."""
        edition = self._edition
        count = returns.count_of_checkpoints(edition) if self._worth is not None else 0
        if self._worth is not None and count <= _BESIDE:
            grounds = Stack([*self._real(), *self._unknown(before=9.0)])
            held = Stack(list(returns.checkpoints(edition, width=right, before=0.0)))
            yield Beside([grounds, held], [left, right], _GAP, before=9.0)
            return
        yield Beside([Stack(self._real()), Stack(self._unknown())], [left, right], _GAP, before=9.0)
        if self._worth is not None:
            yield from returns.checkpoints(edition)

    def _sources(self) -> list[str]:
        worth = self._worth
        said = []
        if worth is not None:
            agreed = (
                f", agreed {formats.day(worth.case.agreed_on)}" if worth.case.agreed_on is not None else ""
            )
            said.append(
                f"ROI case {worth.case.name}, version {worth.case.version or 1}{agreed}, seed {worth.case.seed or 1}."
            )
        return said


# --------------------------------------------------------------------------------------------------- candidate


def _candidate(edition: Edition, one: ObjectiveState) -> list[Flowable]:
    """The case for a candidate: the friction point, the six tests, what it is expected to be worth, what is asked."""
    press, plan, objective = edition.press, edition.plan, one.objective
    name = objective.title or objective.outcome or "A candidate"
    failed = [test for test in one.tests if not test.passed]
    finding = (
        f"{name} passes all {formats.in_words(len(one.tests))} tests"
        if not failed
        else f"{name} passes {one.passed} of {len(one.tests)} tests"
    )
    point = plan.get(FrictionPoint, objective.friction_point)
    ask = (
        "make it a pilot"
        if not failed
        else f"decide whether to go on; it lacks {formats.plural(len(failed), 'test')}"
    )
    boxed = press.spans([(f"We ask to {ask}.", STRONG), (f" {one.reads_as}", BODY)], most_lines=8)
    flow: list[Flowable] = [
        edition.title(finding),
        edition.lead(f"Case for a candidate, for {edition.reader or 'the board'}."),
        *edition.comment(FOREWORD),
        Box(press, "1", boxed, before=7.5),
        edition.heading("What hurts the customer today"),
    ]
    if point is None:
        flow.append(edition.missing("No friction point is named: what hurts, where, whom, how often."))
    else:
        volume = (
            f"{formats.count(point.volume_per_month)} a month"
            if point.volume_per_month
            else "volume not known"
        )
        rows: list[list[Value]] = [
            ["Where", point.journey_step or "not said"],
            ["Whom", point.affected_people or "not said"],
            ["How often", volume],
            ["Evidence", point.evidence or "none"],
        ]
        flow.append(press.text(point.title, STRONG))
        flow.append(
            listing(press, [Column(style=TABLE_STRONG), Column(share=1, most_lines=8)], rows, edition.width)
        )
    flow.append(edition.heading("Precision tests", f"{one.passed} of {len(one.tests)} passed"))
    lines: list[list[Value]] = [
        [
            test.text,
            status_word(
                press, "met" if test.passed else "not_met", "Passed" if test.passed else "Not passed"
            ),
            test.detail,
        ]
        for test in one.tests
    ]
    columns = [Column("Test", share=1.3, style=TABLE_STRONG), Column("State"), Column("Found", share=1.3)]
    flow.append(listing(press, columns, lines, edition.width))
    flow.append(edition.heading("What it is expected to be worth"))
    value = (
        "not estimated"
        if objective.expected_value is None
        else f"{formats.money(objective.expected_value, plan.programme.currency)} a year, one figure without a range"
    )
    effort = Objective.fields["effort"].label_of(objective.effort).lower() or "not said"
    origin = Objective.fields["origin"].label_of(objective.origin).lower() or "not said"
    flow.append(edition.text(f"Expected value: {value}. Effort: {effort}. Origin: {origin}.", BODY))
    if objective.parked:
        flow.append(edition.text(f"Parked: {objective.parked_reason or 'no reason given'}.", BODY))
    flow.append(Closing(edition, exceptions=False))
    return flow
