"""The minutes of a review: decisions with their clocks, actions, what wasn't decided, time, promises, snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats, frameworks
from cxworkbench.briefings.blocks import Beside, Box, Stack
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.kinds import KINDS
from cxworkbench.briefings.listing import Column, Value, listing
from cxworkbench.briefings.marks import Rule, Signatures, TickBox, sentence
from cxworkbench.briefings.notes import Closing, override_standing
from cxworkbench.briefings.page import Sheet
from cxworkbench.briefings.settings import FOREWORD
from cxworkbench.briefings.text import BODY, SMALL, STRONG, TABLE, TABLE_STRONG
from cxworkbench.naming import code_of
from cxworkbench.stakeholders import decision_limit
from db.models import (
    Action,
    AgendaItem,
    Attendance,
    Commitment,
    Decision,
    GateCondition,
    Override,
    Pilot,
    Review,
    Snapshot,
    Stakeholder,
)
from db.records import Record

KIND = "Review minutes"
_LEFT_SHARE, _GAP = 0.52, 22.0
_STATES = {"here": "Here", "apologies": "Apologies", "missed": "Missed", "invited": "Invited"}


def sheets(edition: Edition) -> Iterator[Sheet]:
    """The minutes of the review chosen."""
    subjects = KINDS["minutes"].subjects(edition.found)
    chosen = edition.settings.subject or (subjects[0].id if subjects else None)
    review = edition.plan.get(Review, chosen) or edition.plan.get(
        Review, subjects[0].id if subjects else None
    )
    if review is None:
        return
    made = _Minutes(edition, review)
    yield edition.sheet(made.flow(), f"{KIND}, {made.name}", made.source())


class _Minutes:
    """The sheet while it is composed."""

    def __init__(self, edition: Edition, review: Review) -> None:
        self._edition, self._press, self._plan, self._review = edition, edition.press, edition.plan, review
        self._items = sorted(
            self._plan.linking(AgendaItem, "review", review.id), key=lambda one: one.position or 0
        )
        self._decisions = edition.rows(self._taken(), lambda one: one)
        self._actions = edition.rows(self._agreed(), lambda one: one)
        self._overrides = [
            one for one in self._plan.all(Override) if self.day is not None and self._day_of(one) == self.day
        ]

    @property
    def day(self) -> date | None:
        """The day on which it was held, else planned."""
        planned = self._plan.day_of(self._review.planned) if self._review.planned is not None else None
        return self._review.done or planned

    @property
    def name(self) -> str:
        """The review in a word: "review 5"."""
        kind = self._review.fields["kind"].label_of(self._review.kind_).lower()
        return (
            f"review {self._review.number}"
            if self._review.number and self._review.kind_ == "sponsor"
            else kind
        )

    def source(self) -> str:
        """Plan version and snapshot."""
        snapshot = self._plan.get(Snapshot, self._review.snapshot)
        if snapshot is None:
            return f"plan version {self._plan.version}, no snapshot"
        return f"plan version {snapshot.changeset}, snapshot {frameworks.short_hash(snapshot.hash)}"

    def flow(self) -> list[Flowable]:
        """The blocks in their order."""
        edition = self._edition
        left = edition.width * _LEFT_SHARE
        right = edition.width - left - _GAP
        return [
            edition.title(self._finding()),
            edition.lead(self._lead()),
            *edition.comment(FOREWORD),
            *self._people(),
            *self._outcome(),
            *self._decided(),
            *self._overruled(),
            *self._to_do(),
            Beside([Stack(self._open()), Stack(self._time(right))], [left, right], _GAP, before=9.0),
            *self._sealed(),
            Closing(edition, exceptions=False),
        ]

    # ---------------------------------------------------------------------------------------------------- what

    def _taken(self) -> list[Decision]:
        items = {one.id for one in self._items}
        found = [
            one
            for one in self._plan.all(Decision)
            if one.date is not None
            and (one.agenda_item in items or (self.day is not None and one.date == self.day))
        ]
        return sorted(found, key=lambda one: (one.date or date.max, one.number or 0))

    def _agreed(self) -> list[Action]:
        """What came from this review, its agenda or its decisions."""
        sources = {self._review.id, *(one.id for one in self._items), *(one.id for one in self._taken())}
        conditions = {id for one in self._taken() for id in one.conditions}
        by_condition = {
            one.action for id in conditions if (one := self._plan.get(GateCondition, id)) is not None
        }
        found = [
            one
            for one in self._plan.all(Action)
            if (one.came_from or "").partition("/")[2] in sources or one.id in by_condition
        ]
        return sorted(found, key=lambda one: one.number or 0)

    def _day_of(self, one: Override) -> date | None:
        return one.made_on

    def _finding(self) -> str:
        counts = (
            (len(self._decisions), "decision"),
            (len(self._actions), "action"),
            (len(self._overrides), "override"),
        )
        said = [
            f"{formats.in_words(count)} {word}{'' if count == 1 else 's'}" for count, word in counts if count
        ]
        if not said:
            return "Nothing was decided" if self._review.done is not None else "This review was not held yet"
        told = ", ".join(said)
        return told[:1].title() + told[1:]

    def _lead(self) -> str:
        begins = (
            self._review.planned.astimezone(self._plan.zone) if self._review.planned is not None else None
        )
        day = formats.long_day(self.day) if self.day is not None else "on no day that is known"
        when = f", {begins:%H:%M}" if begins is not None else ""
        ends = self._ends(begins)
        place = f", {self._review.place}" if self._review.place else ""
        kind = "sponsor " if self._review.kind_ == "sponsor" else ""
        return f"Minutes of {kind}{self.name}, {day}{when}{ends}{place}."

    def _ends(self, begins: datetime | None) -> str:
        """When it ended: as closed, else as planned."""
        if begins is None:
            return ""
        used = sum(one.seconds_used or 0 for one in self._items)
        if used:
            return f" to {begins + timedelta(seconds=used):%H:%M}"
        return f" to {begins + timedelta(minutes=self._review.minutes):%H:%M}" if self._review.minutes else ""

    # -------------------------------------------------------------------------------------------------- blocks

    def _people(self) -> Iterator[Flowable]:
        press = self._press
        rows = self._plan.linking(Attendance, "review", self._review.id)
        yield Rule(press, before=6.0, after=3.0)
        if not rows:
            yield self._edition.missing("Nobody is noted as asked or here.")
        for state, word in _STATES.items():
            names = [self._named(one) for one in rows if (one.state or "invited") == state]
            if names:
                yield press.spans([(word, TABLE_STRONG), (f" {', '.join(names)}", TABLE)], most_lines=6)
        yield Rule(press, before=3.0, token="line")  # noqa: S106

    def _named(self, one: Attendance) -> str:
        name = self._plan.person_name(one.person)
        return f"{name} ({one.role.lower()})" if one.role in {"Chair", "Sponsor"} else name

    def _outcome(self) -> Iterator[Flowable]:
        if self._review.outcome:
            yield self._edition.text(self._review.outcome, BODY, before=6.0, lines=True)

    def _decided(self) -> Iterator[Flowable]:
        edition, press = self._edition, self._press
        yield edition.heading("Decisions", f"days from ask to decision, limit {decision_limit(self._plan)}")
        if not self._decisions:
            yield edition.missing("No decision was taken.")
            return
        lines: list[list[Value]] = []
        for one in self._decisions:
            pilot = self._plan.get(Pilot, one.pilot)
            about = f"{pilot.name}: " if pilot is not None else ""
            said = one.question or ""
            outcome = f"{said}: {one.outcome}" if said and one.outcome else one.outcome or said or "Decision"
            parts: list[Flowable] = [press.text(sentence(f"{about}{outcome}"), BODY, most_lines=6)]
            if one.reason:
                parts.append(press.text(sentence(one.reason), SMALL.but(face="It"), most_lines=6))
            lines.append(
                [code_of(one) or "D", Stack(parts), self._plan.person_name(one.decided_by), _clock(one)]
            )
        columns = [
            Column("No.", style=TABLE_STRONG),
            Column("Decision", share=1),
            Column("By", most_lines=2),
            Column("Clock", align="right"),
        ]
        yield listing(press, columns, lines, edition.width)

    def _overruled(self) -> Iterator[Flowable]:
        for one in self._overrides:
            pilot = self._plan.get(Pilot, one.pilot)
            about = f" on {pilot.name}" if pilot is not None else ""
            head = f"Override {code_of(one)}{about}: {one.chosen or 'another choice'} against {one.said or 'the rule'}."
            who = (
                f"{self._plan.person_name(one.by)}, second reader {self._plan.person_name(one.second_reader)}"
            )
            standing = override_standing(one, self._edition.as_of)
            said = f" {sentence(one.reason or '')} {who}; {standing}."
            yield Box(self._press, "", self._press.spans([(head, STRONG), (said, BODY)]), before=7.5)

    def _to_do(self) -> Iterator[Flowable]:
        edition, press = self._edition, self._press
        yield edition.heading("Actions")
        if not self._actions:
            yield edition.missing("No action was agreed.")
            return
        lines: list[list[Value]] = []
        for one in self._actions:
            box = TickBox(
                press, press.text(code_of(one) or "A", TABLE_STRONG), ticked=one.done_on is not None
            )
            lines.append([box, one.text, self._plan.person_name(one.owner), self._due(one), self._from(one)])
        columns = [
            Column("No."),
            Column("Action", share=1, most_lines=4),
            Column("Owner", most_lines=2),
            Column("Due", align="right"),
            Column("From", style=TABLE.but(color="ink2"), share=0.5, most_lines=3),
        ]
        yield listing(press, columns, lines, edition.width)

    def _due(self, one: Action) -> str:
        if one.done_on is not None:
            return f"done {self._edition.day(one.done_on)}"
        return self._edition.day(one.due)

    def _from(self, one: Action) -> str:
        source: Record | None = self._plan.find((one.came_from or "").partition("/")[2])
        if isinstance(source, AgendaItem):
            return f"item {self._items.index(source) + 1}" if source in self._items else source.question
        return code_of(source) if source is not None and code_of(source) else formats.MISSING

    def _open(self) -> list[Flowable]:
        edition, press = self._edition, self._press
        blocks: list[Flowable] = [edition.heading("Not decided", before=0)]
        waiting = [one for one in self._items if one.outcome in {"not_decided", "parked"}]
        for one in waiting:
            lead = f" {self._plan.person_name(one.lead)} brings it back." if one.lead else ""
            spans = [(f"{one.question}.", TABLE_STRONG), (f" {sentence(one.note or '')}{lead}", TABLE)]
            blocks.append(press.spans(spans, most_lines=6))
        if not waiting:
            blocks.append(edition.missing("Every item was decided or noted."))
        promises = self._promised()
        blocks.append(edition.heading("Promised"))
        for promise in promises:
            who = self._plan.get(Stakeholder, promise.stakeholder)
            name = self._plan.person_name(who.person) if who is not None else "Nobody named"
            by = f" by {edition.day(promise.due)}" if promise.due is not None else ""
            kept = f", kept {edition.day(promise.kept_on)}" if promise.kept_on is not None else ""
            blocks.append(
                press.spans([(name, TABLE_STRONG), (f" {promise.text}{by}{kept}.", TABLE)], most_lines=4)
            )
        if not promises:
            blocks.append(edition.missing("Nobody promised anything."))
        return blocks

    def _promised(self) -> list[Commitment]:
        items = {one.id for one in self._items}
        found = [
            one
            for one in self._plan.all(Commitment)
            if one.agenda_item in items or (self.day is not None and one.made_on == self.day)
        ]
        found = self._edition.rows(found, lambda one: one)
        return sorted(found, key=lambda one: one.due or date.max)

    def _time(self, width: float) -> list[Flowable]:
        edition, press = self._edition, self._press
        head = edition.heading("Time", "minutes planned, used", before=0)
        if not self._items:
            return [head, edition.missing("No agenda was set.")]
        lines: list[list[Value]] = []
        for number, one in enumerate(self._items, 1):
            used = None if one.seconds_used is None else round(one.seconds_used / 60)
            over = used is not None and one.minutes_planned is not None and used > one.minutes_planned
            shown = formats.MISSING if used is None else str(used)
            value: Value = press.text(shown, TABLE_STRONG if over else TABLE, align="right")
            planned = formats.MISSING if one.minutes_planned is None else str(one.minutes_planned)
            lines.append([str(number), one.question, planned, value])
        columns = [
            Column(align="right"),
            Column(share=1, most_lines=2),
            Column(align="right"),
            Column(align="right"),
        ]
        return [head, listing(press, columns, lines, width)]

    def _sealed(self) -> Iterator[Flowable]:
        edition, plan = self._edition, self._plan
        yield edition.heading("Snapshot")
        snapshot = plan.get(Snapshot, self._review.snapshot)
        if snapshot is None:
            said = "No snapshot is kept of this review: it was not closed yet."
        else:
            at = (
                f" at {self._review.closed_at.astimezone(plan.zone):%H:%M}"
                if self._review.closed_at is not None
                else ""
            )
            said = f"Frozen{at} as plan version {snapshot.changeset}, hash {frameworks.short_hash(snapshot.hash)}."
        following = self._following()
        if following is not None:
            said += f" Next review: {formats.long_day(following)}."
        yield edition.text(said, TABLE)
        yield Signatures(self._press, self._signers(), before=6.0)

    def _following(self) -> date | None:
        days = [
            self._plan.day_of(one.planned)
            for one in self._plan.all(Review)
            if one.kind_ == self._review.kind_ and one.planned is not None and one.id != self._review.id
        ]
        return min((day for day in days if self.day is not None and day > self.day), default=None)

    def _signers(self) -> list[tuple[str, str]]:
        rows = self._plan.linking(Attendance, "review", self._review.id)
        found = [f"{self._plan.person_name(self._review.chair)}, chair"]
        found += [f"{self._plan.person_name(one.person)}, sponsor" for one in rows if one.role == "Sponsor"]
        return [(name, "") for name in found]


def _clock(one: Decision) -> str:
    if one.asked_on is None or one.date is None:
        return formats.MISSING
    days = (one.date - one.asked_on).days
    return formats.plural(days, "day") if days else "same day"
