"""The recovery plan of a paused pilot: four steps in their order, what is done by whom, what a relaunch needs, cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats, sponsorship
from cxworkbench.assessment import PilotState
from cxworkbench.audit.readiness import newest_audit
from cxworkbench.briefings.bars import Mark, Stretch, Strip
from cxworkbench.briefings.blocks import Beside, Stack
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.glyph_flowables import status_word
from cxworkbench.briefings.listing import Column, Value, listing
from cxworkbench.briefings.marks import Badge, Numbered, Rule, Signatures, TickBox, sentence
from cxworkbench.briefings.notes import Closing
from cxworkbench.briefings.page import Sheet
from cxworkbench.briefings.pilot_words import breach_said
from cxworkbench.briefings.settings import FOREWORD
from cxworkbench.briefings.tables import Look
from cxworkbench.briefings.text import NAME, TABLE, TABLE_STRONG
from cxworkbench.measurement.guardrail import Guarded
from cxworkbench.recovery import RecoveryState, StepState, recovery_state
from cxworkbench.relaunch import RelaunchState
from db.models import DataSource, DecisionRule, Interview, Phase, RecoveryCase, Review

KIND = "Recovery plan"
_STEP, _GAP, _FIXES = 81.0, 9.0, 219.0
_CRITERIA_SHARE, _COLUMN_GAP, _WHOLE = 0.6, 22.0, 500.0


def sheets(edition: Edition) -> Iterator[Sheet]:
    """A sheet for the pilot chosen; in a pack one for each that has a recovery."""
    for state in edition.pilots:
        found = recovery_state(edition.plan, state, edition.as_of)
        if found.case is not None:
            plan = _RecoveryPlan(edition, state, found, found.case)
            yield edition.sheet(plan.flow(), f"{KIND}, {state.pilot.name}", plan.source())


class _RecoveryPlan:
    """The sheet while it is composed."""

    def __init__(self, edition: Edition, state: PilotState, found: RecoveryState, case: RecoveryCase) -> None:
        self._edition, self._press, self._plan = edition, edition.press, edition.plan
        self._state, self._found, self._case = state, found, case

    def flow(self) -> list[Flowable]:
        """The blocks in their order."""
        edition, press = self._edition, self._press
        if self._found.is_running:
            badge = Badge(press, f"Paused {self._day(self._case.started_on)}", state="gate_held", filled=True)
        else:
            badge = Badge(press, f"Ended {self._day(self._case.ended_on)}")
        left = edition.width * _CRITERIA_SHARE
        right = edition.width - left - _COLUMN_GAP
        return [
            edition.title(f"{KIND}, {self._state.pilot.name}", right=badge),
            edition.lead(self._lead()),
            *edition.comment(FOREWORD),
            *self._strip(),
            edition.heading(
                "Diagnosis and fixes", "in this order, because each step depends on the one before"
            ),
            *(
                block
                for number, step in enumerate(self._found.steps, 1)
                for block in self._step(number, step)
            ),
            Rule(press, before=3.0),
            Beside(
                [Stack(self._criteria(left)), Stack(self._side(right))],
                [left, right],
                _COLUMN_GAP,
                before=9.0,
                whole_up_to=_WHOLE,
            ),
            Closing(edition, frameworks=[self._state.pilot]),
        ]

    def _day(self, day: date | None) -> str:
        return self._edition.day(day)

    def source(self) -> str:
        """Plan version, newest audit, how many were interviewed."""
        audits = [
            audit.audited_on
            for source in self._plan.of_pilot(DataSource, self._state.pilot)
            if (audit := newest_audit(self._plan, source, self._edition.as_of)) is not None
        ]
        asked = len(self._plan.linking(Interview, "case", self._case.id))
        parts = [f"plan version {self._plan.version}"]
        parts += [f"data audit {self._day(max(audits))}"] if audits else []
        parts += [formats.plural(asked, "interview")] if asked else []
        return ", ".join(parts)

    def _lead(self) -> str:
        """Why it was paused, what still runs, and when it goes on."""
        case, parts = self._case, list[str]()
        broken = [
            one
            for one in self._state.metrics
            if one.guardrail is not None and one.guardrail.status is Guarded.BREACHED
        ]
        parts += [sentence(breach_said(self._plan, one)) for one in broken[:2]]
        if not parts:
            parts += [sentence(one.text) for one in self._found.triggers if one.fires][:1]
        parts.append(
            sentence(f"Still running: {case.paused_to}") if case.paused_to else "What still runs is not said."
        )
        if case.relaunch_on is not None:
            parts.append(f"Relaunch on {formats.day(case.relaunch_on, current=self._edition.as_of)}.")
        else:
            parts.append("No day of relaunch is set.")
        return " ".join(parts)

    # --------------------------------------------------------------------------------------------------- strip

    def _strip(self) -> Iterator[Flowable]:
        case = self._case
        stretches = []
        for step in self._found.steps:
            days = [one.due for one in step.fixes if one.due is not None]
            if step.record is not None and step.record.next_due is not None:
                days.append(step.record.next_due)
            if days:
                dark = self._found.is_running and step.id == self._found.current.id
                stretches.append(Stretch(step.name, case.started_on, max(*days, case.started_on), dark))
        last = max([one.end for one in stretches] + [case.relaunch_on or case.started_on])
        marks = []
        for review in self._plan.all(Review):
            day = self._plan.day_of(review.planned) if review.planned is not None else None
            if review.kind_ == "sponsor" and day is not None and case.started_on <= day <= last:
                marks.append(
                    Mark(f"Review {review.number or ''}, {formats.short_day(day)}".replace(" ,", ","), day)
                )
        if case.relaunch_on is not None:
            marks.append(
                Mark(f"Relaunch {formats.short_day(case.relaunch_on)}", case.relaunch_on, is_goal=True)
            )
        if stretches or marks:
            yield Strip(self._press, stretches, marks, case.started_on, last, before=9.0)

    # --------------------------------------------------------------------------------------------------- steps

    def _step(self, number: int, step: StepState) -> Iterator[Flowable]:
        press = self._press
        yield Rule(press, before=0.0 if number == 1 else 5.0)
        word = status_word(press, step.state, step.rating.word if step.rating is not None else "")
        name = Stack(
            [Numbered(press, number, press.text(step.name, NAME.but(size=11), most_lines=1)), word], gap=3.0
        )
        answer: list[Flowable] = [press.text(step.question, TABLE_STRONG, most_lines=4)]
        if step.answer:
            answer.append(press.text(step.answer, TABLE, lines=False, most_lines=10))
        else:
            answer.append(press.text(f"Not answered yet. {step.summary}.", TABLE.but(color="ink2")))
        answer += [
            press.text(f"{line.text}: {line.value}" if line.value else line.text, TABLE, most_lines=2)
            for line in step.lines
            if not step.answer
        ]
        causes = [cause.name for cause in step.causes if cause.found]
        if causes:
            answer.append(
                press.spans([("Causes", TABLE_STRONG), (f" {'; '.join(causes)}.", TABLE)], most_lines=5)
            )
        by = (
            self._plan.person_name(step.record.answered_by)
            if step.record is not None and step.record.answered_by
            else ""
        )
        if step.is_answered and step.record is not None:
            answer.append(
                press.text(f"Answered by {by}, {self._day(step.record.answered_on)}", TABLE.but(color="ink3"))
            )
        middle = self._edition.width - _STEP - _FIXES - 2 * _GAP
        yield Beside(
            [name, Stack(answer, gap=1.0), self._fixes(step)], [_STEP, middle, _FIXES], _GAP, before=5.0
        )

    def _fixes(self, step: StepState) -> Flowable:
        press = self._press
        fixes = [one for one in step.fixes if self._edition.shows((one.ref,))]
        if not fixes:
            return press.text("No fix is planned yet.", TABLE.but(color="ink2"))
        lines: list[list[Value]] = []
        alike = Counter((one.text, one.owner, one.due, one.done_on) for one in fixes)
        for one in dict.fromkeys(fixes):
            count = alike.pop((one.text, one.owner, one.due, one.done_on), 0)
            if not count:
                continue
            done = f"done {self._day(one.done_on)}" if one.done_on is not None else self._day(one.due)
            late = one.done_on is None and one.due is not None and one.due < self._edition.as_of
            when: Value = press.text(f"was {done}", TABLE_STRONG, align="right") if late else done
            said = f"{one.text} ({count} times)" if count > 1 else one.text
            text = press.text(said, TABLE, most_lines=3)
            lines.append([TickBox(press, text, ticked=one.done_on is not None), one.owner, when])
        columns = [
            Column(share=1),
            Column(style=TABLE.but(color="ink2"), most_lines=2),
            Column(align="right"),
        ]
        return listing(press, columns, lines, _FIXES, look=Look(above=2.0, head_rule=False))

    # ---------------------------------------------------------------------------------------- relaunch, cost

    def _criteria(self, width: float) -> list[Flowable]:
        edition, found = self._edition, self._found.relaunch
        aside = f"all {formats.in_words(len(found))}, {self._found.met} met today" if found else ""
        head = edition.heading("Relaunch criteria", aside, before=0)
        if not found:
            return [
                head,
                edition.missing("No criterion is set: what must hold before the pilot goes live again."),
            ]
        lines = [self._criterion(one) for one in found]
        columns = [
            Column("Criterion", share=1),
            Column("Now", align="right", most_lines=2),
            Column("Needs", align="right", style=TABLE_STRONG, most_lines=2),
            Column("By", align="right"),
        ]
        return [head, listing(self._press, columns, lines, width)]

    def _criterion(self, one: RelaunchState) -> list[Value]:
        press = self._press
        text = press.text(one.text, TABLE_STRONG, most_lines=3)
        met = one.state == "met"
        late = not met and one.by is not None and one.by < self._edition.as_of
        by: Value = (
            press.text(f"was {self._day(one.by)}", TABLE_STRONG, align="right") if late else self._day(one.by)
        )
        return [TickBox(press, text, ticked=met, gap=4.5), one.now, one.needs, by]

    def _side(self, width: float) -> list[Flowable]:
        edition, press = self._edition, self._press
        blocks: list[Flowable] = [edition.heading("If it does not work", before=0)]
        blocks += [edition.text(one, TABLE) for one in self._otherwise()]
        blocks.append(edition.heading("Cost"))
        columns = [Column(share=1), Column(align="right", style=TABLE_STRONG)]
        costs = list(self._costs())
        if costs:
            blocks.append(listing(press, columns, costs, width))
        else:
            blocks.append(edition.missing("What the pause costs a week is not known."))
        blocks.append(edition.heading("Agreed"))
        blocks.append(Signatures(press, self._signers(), across=1))
        return blocks

    def _otherwise(self) -> Iterator[str]:
        case, plan = self._case, self._plan
        if case.relaunch_on is not None:
            yield f"A criterion missed on {formats.short_day(case.relaunch_on)}: sponsors choose a new date, or stop."
        else:
            yield "Without a day of relaunch nobody can say that it failed: set one."
        pauses = sum(one.kind_ == "paused" for one in plan.of_pilot(Phase, self._state.pilot))
        rules = plan.of_pilot(DecisionRule, self._state.pilot)
        most = (rules[0].stop_after_pauses if rules else None) or 2
        if pauses + 1 >= most:
            yield f"Paused again after the relaunch: that is pause {pauses + 1}, and the rule says stop."
        else:
            yield f"Paused again after the relaunch: pause {pauses + 1}; the rule says stop at {most}."

    def _costs(self) -> Iterator[list[Value]]:
        case, currency = self._case, self._plan.programme.currency
        if case.cost_per_week is not None:
            weeks = Decimal(case.planned_days) / 7 if case.planned_days else None
            if weeks is not None:
                count = f"{weeks.normalize():f}" if weeks == weeks.to_integral_value() else f"{weeks:.1f}"
                each = formats.money(case.cost_per_week, currency)
                yield [
                    f"Holding, {count} weeks at {each}",
                    formats.money(weeks * case.cost_per_week, currency),
                ]
            if self._found.cost is not None:
                yield [f"Spent so far, day {self._found.day}", formats.money(self._found.cost, currency)]
        if case.stop_writes_off is not None:
            yield ["Stopping instead, write-off", formats.money(case.stop_writes_off, currency)]

    def _signers(self) -> list[tuple[str, str]]:
        plan, pilot = self._plan, self._state.pilot
        sponsors = sponsorship.sponsors(plan, pilot.id, self._edition.as_of)
        names = [f"{plan.person_name(one.person)}, sponsor" for one in sponsors[:1]] or [
            "Nobody named, sponsor"
        ]
        return [(name, "") for name in (*names, f"{plan.person_name(pilot.owner)}, owner")]
