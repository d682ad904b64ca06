"""The measurement framework of a pilot on one sheet: what counts as success, with hash, to be signed before go-live."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats, frameworks
from cxworkbench.assessment import PilotState
from cxworkbench.audit.readiness import newest_audit, readiness
from cxworkbench.briefings.blocks import Beside, Stack
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.framework_seal import Seal
from cxworkbench.briefings.frozen_values import (
    chosen,
    count,
    counts_when,
    held_metrics,
    held_rule,
    role_word,
    years,
)
from cxworkbench.briefings.glyph_flowables import GlyphText
from cxworkbench.briefings.listing import Column, Value, listing
from cxworkbench.briefings.marks import Badge, sentence
from cxworkbench.briefings.notes import Closing
from cxworkbench.briefings.page import Sheet
from cxworkbench.briefings.settings import FOREWORD
from cxworkbench.briefings.text import SMALL, TABLE, TABLE_STRONG
from cxworkbench.charts.metric_chart import writer
from cxworkbench.freeze_checks import time_until
from cxworkbench.measurement.local_days import first_monday_from
from cxworkbench.representative import cautions
from db.models import (
    Cohort,
    DataSource,
    DecisionRule,
    Framework,
    Gate,
    Metric,
    Objective,
    Pilot,
    Population,
)

KIND = "Measurement framework"
_LEFT_SHARE, _GAP = 0.568, 22.0
_UNITS = {
    "seconds": "Time in minutes and seconds.",
    "percent": "Shares in per cent.",
    "money": "Money in the programme's currency.",
}
_FINANCE = frozenset({"cfo"})
_SIGNERS = 3


def sheets(edition: Edition) -> Iterator[Sheet]:
    """A sheet for the pilot chosen; in a pack one for each."""
    for state in edition.pilots:
        sheet = _FrameworkSheet(edition, state)
        yield edition.sheet(sheet.flow(), f"{KIND}, {state.pilot.name}", sheet.source())


class _FrameworkSheet:
    """The sheet while it is composed: of the frozen values where they are frozen, else of those that would be."""

    def __init__(self, edition: Edition, state: PilotState) -> None:
        self._edition, self._press, self._plan = edition, edition.press, edition.plan
        self._pilot: Pilot = state.pilot
        self._frozen: Framework | None = frameworks.in_force(edition.plan, state.pilot, edition.as_of)
        content: Any = self._frozen.content if self._frozen is not None else None
        self._content: dict[str, Any] = (
            content if isinstance(content, dict) else frameworks.content_of(self._plan, self._pilot)
        )
        self._metrics = held_metrics(self._plan.of_pilot(Metric, self._pilot), self._content, self._pilot)
        self._rule = held_rule(self._plan.of_pilot(DecisionRule, self._pilot), self._content, self._pilot)
        self._left = edition.width * _LEFT_SHARE
        self._right = edition.width - self._left - _GAP

    @property
    def _hash(self) -> str:
        return (self._frozen.hash or "") if self._frozen is not None else frameworks.hash_of(self._content)

    def source(self) -> str:
        """The plan version and the hash."""
        short = frameworks.short_hash(self._hash)
        word = "Framework" if self._frozen is not None else "Draft hash"
        return f"plan version {self._plan.version}. {word} {short}"

    def flow(self) -> list[Flowable]:
        """The blocks in their order."""
        edition, press = self._edition, self._press
        if self._frozen is not None:
            badge = Badge(press, f"Frozen {formats.day(self._frozen.frozen_on)}")
        else:
            badge = Badge(press, "Draft, not frozen", dashed=True)
        gap, widths = _GAP, [self._left, self._right]
        return [
            edition.title(f"{KIND}, {self._pilot.name}", right=badge),
            edition.lead(self._lead()),
            *edition.comment(FOREWORD),
            *self._thresholds(),
            Beside([Stack(self._rules()), Stack(self._dates())], widths, gap, before=10.0),
            Beside([Stack(self._how()), Stack(self._how_long())], widths, gap, before=10.0),
            *self._who(),
            *Seal(edition, self._pilot, self._frozen, self._content).blocks(),
            Closing(edition, exceptions=False, judges=False, before=6.0),
        ]

    def _lead(self) -> str:
        gate = self._gate("go_live")
        live = gate.passed_on or gate.planned_on if gate is not None else None
        if self._frozen is not None:
            return "What counts as success, agreed before anyone had seen a result."
        before = (
            f"Sign before go-live, {formats.long_day(live).split(' ', 1)[1].rsplit(' ', 1)[0]}."
            if live
            else "Sign before go-live; it has no date yet."
        )
        return f"What will count as success, agreed before anyone has seen a result. {before}"

    def _gate(self, kind: str) -> Gate | None:
        return next((one for one in self._plan.of_pilot(Gate, self._pilot) if one.kind_ == kind), None)

    # ---------------------------------------------------------------------------------------------- thresholds

    def _thresholds(self) -> Iterator[Flowable]:
        edition, press = self._edition, self._press
        yield edition.heading("Metrics and thresholds", self._objective())
        if not self._metrics:
            yield edition.missing("No metric yet. A framework needs one primary metric and a guardrail.")
            return
        lines: list[list[Value]] = []
        for metric in self._metrics:
            write = writer(metric, self._plan.programme.currency)

            def shown(value: Decimal | None, write: Any = write) -> str:
                return formats.MISSING if value is None else write(float(value))

            name = Stack(
                [press.text(metric.name, TABLE_STRONG, most_lines=3), press.text(role_word(metric), SMALL)]
            )
            lines.append([
                name, metric.definition or "No definition", shown(metric.baseline_value),
                press.text(shown(metric.success_threshold), TABLE_STRONG, align="right"),
                press.text(shown(metric.scale_threshold), TABLE_STRONG, align="right"),
                press.text(shown(metric.guardrail_limit), TABLE_STRONG, align="right"),
                press.text(shown(metric.stop_threshold), TABLE_STRONG, align="right"),
                counts_when(metric),
            ])  # fmt: skip
        columns = [
            Column("Metric", share=0.9),
            Column("Definition", share=1.3, most_lines=8),
            *(
                Column(head, align="right", most_lines=1)
                for head in ("Baseline", "Success", "Scale", "Guardrail", "Stop")
            ),
            Column("Counts when", share=1.15, style=TABLE.but(color="ink2")),
        ]
        yield listing(press, columns, lines, edition.width)
        yield edition.note(self._about())

    def _objective(self) -> str:
        found = self._plan.of_pilot(Objective, self._pilot)
        one = min(found, key=lambda one: one.priority or 99, default=None)
        metric = self._plan.get(Metric, one.metric) if one is not None else None
        if one is None or metric is None or one.target_value is None or one.baseline_value is None:
            return "no complete objective"
        write = writer(metric, self._plan.programme.currency)
        by = f" by {formats.day(one.target_date)}" if one.target_date is not None else ""
        name = metric.name[:1].lower() + metric.name[1:]
        return f"objective: {name} from {write(float(one.baseline_value))} to {write(float(one.target_value))}{by}"

    def _about(self) -> str:
        """Units, cadence, sources with their audit, owners."""
        parts = [
            text for unit, text in _UNITS.items() if any(metric.unit == unit for metric in self._metrics)
        ]
        cadences = dict.fromkeys(
            {"day": "daily", "week": "weekly", "month": "monthly"}.get(one.cadence or "", "")
            for one in self._metrics
        )
        said = formats.listed([one for one in cadences if one])
        sources = []
        for id in dict.fromkeys(one.data_source for one in self._metrics if one.data_source):
            source = self._plan.get(DataSource, id)
            if source is None:
                continue
            audit = newest_audit(self._plan, source, self._edition.as_of)
            worst = readiness(self._plan, source, self._edition.as_of).worst
            figure = (
                f", lowest dimension {formats.number(worst.figure * 100, 0)}"
                if worst is not None and worst.figure is not None
                else ""
            )
            audited = (
                f"audited {self._edition.day(audit.audited_on)}{figure}"
                if audit is not None
                else "not audited"
            )
            sources.append(f"{source.name}, {audited}")
        names = dict.fromkeys(one.source for one in self._metrics if one.source and not one.data_source)
        sources += [f"{name}, no audited source named" for name in names]
        if said or sources:
            parts.append(sentence(f"{said}{'; ' if said and sources else ''}{'; '.join(sources)}"))
        live = {one.id: one for one in self._plan.of_pilot(Metric, self._pilot)}
        owners = {self._plan.person_name(live[one.id].owner) for one in self._metrics if one.id in live}
        if len(owners) == 1:
            parts.append(f"Owner of {'all' if len(self._metrics) > 1 else 'it'}: {owners.pop()}.")
        return " ".join(parts)

    # ------------------------------------------------------------------------------------------ rule and dates

    def _rules(self) -> list[Flowable]:
        edition, rule = self._edition, self._rule
        head = edition.heading("Decision rule", before=0)
        if rule is None:
            return [head, edition.missing("No decision rule is chosen yet.")]
        fallback = {"hold": "Hold", "stop": "Stop", "extend": "Extend"}.get(rule.fallback or "")
        extra = (
            f" If nothing else holds on the decide-by date: {fallback.lower()}, chosen beforehand."
            if fallback
            else ""
        )
        rows = [
            ["Scale", sentence(rule.scale_text or self._scale())],
            ["Hold", sentence(rule.hold_text or "Anything else on the decide-by date") + extra],
            ["Pause", sentence(rule.pause_text or self._pause())],
            ["Stop", sentence(rule.stop_text or self._stop(rule))],
        ]
        columns = [Column(style=TABLE_STRONG), Column(share=1, most_lines=10)]
        return [head, listing(self._press, columns, rows, self._left)]

    def _scale(self) -> str:
        primaries = [
            one for one in self._metrics if one.role == "primary" and one.scale_threshold is not None
        ]
        said = [
            f"{one.name} confirmed at two looks in a row at {writer(one, None)(float(one.scale_threshold or 0))}"
            for one in primaries
        ]
        return f"{formats.listed(said)}, guardrails clear" if said else "No scale threshold is set yet"

    def _pause(self) -> str:
        guarded = [one for one in self._metrics if one.guardrail_limit is not None]
        return "A guardrail is broken" if guarded else "No guardrail is set yet"

    def _stop(self, rule: DecisionRule) -> str:
        stops = [
            one.name for one in self._metrics if one.role == "primary" and one.stop_threshold is not None
        ]
        whole = f"The whole range of {formats.listed(stops)} beyond stop, or " if stops else ""
        return f"{whole}{formats.plural(rule.stop_after_pauses or 2, 'pause')}"

    def _dates(self) -> list[Flowable]:
        edition, rule = self._edition, self._rule
        rows = [[name, press_day] for name, press_day in self._days(rule)]
        columns = [Column(style=TABLE), Column(share=1, align="right", style=TABLE_STRONG)]
        return [edition.heading("Dates", before=0), listing(self._press, columns, rows, self._right)]

    def _days(self, rule: DecisionRule | None) -> Iterator[tuple[str, str]]:
        primary = next((one for one in self._metrics if one.role == "primary"), None)
        if primary is not None and primary.baseline_from is not None and primary.baseline_to is not None:
            weeks = (primary.baseline_to - primary.baseline_from).days // 7
            last, long = primary.baseline_to - timedelta(days=1), formats.plural(weeks, "week")
            yield (
                "Baseline",
                f"{formats.value_range(formats.short_day(primary.baseline_from), formats.short_day(last))}, {long}",
            )
        else:
            yield "Baseline", "no period"
        measure, live = self._gate("measure"), self._gate("go_live")
        frozen = self._frozen.frozen_on if self._frozen is not None else None
        yield (
            "Freeze, Measure gate",
            formats.day(frozen or (measure.planned_on if measure is not None else None)),
        )
        went = (live.passed_on or live.planned_on) if live is not None else None
        yield "Go-live", formats.day(went)
        warm = 4 if rule is None or rule.warm_up_weeks is None else rule.warm_up_weeks
        if went is not None:
            start = first_monday_from(went) + timedelta(weeks=warm)
            yield (
                "Set aside",
                f"{formats.plural(warm, 'week')}, to {formats.short_day(start - timedelta(days=1))}",
            )
            yield "Counts from", formats.day(start)
            if rule is not None and rule.shortest_weeks:
                end = start + timedelta(weeks=rule.shortest_weeks) - timedelta(days=1)
                yield (
                    "Shortest duration",
                    f"{formats.plural(rule.shortest_weeks, 'week')}, to {formats.short_day(end)}",
                )
        yield "Decide by", formats.day(rule.decide_by if rule is not None else None)

    # -------------------------------------------------------------------------------------------------- method

    def _how(self) -> list[Flowable]:
        edition = self._edition
        primaries = [one for one in self._metrics if one.role == "primary"]
        alpha = max((float(one.alpha) for one in primaries if one.alpha is not None), default=0.10)
        once = round(2 / alpha) if alpha > 0 else 0
        simple = [one for one in primaries if one.confirm_rule == "k_in_a_row"]
        said = (
            "We look every week, so the range around the mean is wider than for a single look, and wider again when "
            "weeks resemble each other. The mean of all weeks that count carries that range; only when the whole of "
            f"it is past the threshold is success confirmed. The chance of being fooled stays below 1 in {once}, "
            "however often we look."
        )
        if simple:
            names = formats.listed([one.name for one in simple])
            said += f" {names}: {simple[0].k} weeks in a row past the threshold instead."
        return [edition.heading("How a verdict is reached", before=0), edition.text(said, TABLE)]

    def _how_long(self) -> list[Flowable]:
        edition = self._edition
        head = edition.heading("How long it takes", before=0)
        asked = time_until(self._plan, self._pilot, edition.as_of)
        rows, heads, note, said = asked.answer() if asked is not None else ([], [], "", "")
        if not rows:
            return [
                head,
                edition.missing(
                    "No answer yet: a success threshold and at least four baseline weeks that vary are needed."
                ),
            ]
        blocks: list[Flowable] = [head, edition.text(sentence(note), TABLE)]
        places = sorted({0, len(heads) // 2, len(heads) - 1})
        told = [
            f"A true {truth} is confirmed " + ", ".join(f"by {heads[at]} in {shares[at]}" for at in places)
            for truth, shares in rows[2:3]
        ]
        blocks += [edition.text(sentence(one), TABLE) for one in told]
        if said:
            blocks.append(edition.text(said, TABLE))
        return blocks

    def _who(self) -> Iterator[Flowable]:
        edition, press = self._edition, self._press
        yield edition.heading("Who is measured", "and whom it is to be rolled out to")
        cohorts = self._plan.of_pilot(Cohort, self._pilot)
        people = [one for one in self._plan.of_pilot(Population, self._pilot) if one.is_rollout is not False]
        if not cohorts and not people:
            yield edition.missing(
                "No group is named, neither who is measured nor whom it is to be rolled out to."
            )
            return
        total = sum(one.headcount or 0 for one in cohorts)
        lines: list[list[Value]] = []
        for cohort in cohorts:
            share = formats.percent(cohort.headcount / total) if cohort.headcount and total else ""
            lines.append(
                [
                    f"{cohort.name}{f', {cohort.site}' if cohort.site and cohort.site not in cohort.name else ''}",
                    count(cohort.headcount),
                    share,
                    years(cohort.mean_tenure),
                    chosen(cohort.volunteers),
                ]
            )
        lines += [
            [
                f"To be rolled out to: {one.name}",
                count(one.headcount),
                "",
                years(one.mean_tenure),
                chosen(one.volunteers),
            ]
            for one in people
        ]
        columns = [
            Column("Group", share=1.6, most_lines=2),
            Column("People", align="right"),
            Column("Share", align="right"),
            Column("Mean tenure", align="right"),
            Column("Chosen", share=1, style=TABLE.but(color="ink2")),
        ]
        yield listing(press, columns, lines, edition.width)
        found = cautions(self._plan, self._pilot)
        for caution in found:
            differs = f"measured {caution.measured}, roll-out {caution.rollout}"
            said = f"{caution.what}: {differs}; a verdict carries a caution."
            yield GlyphText(press, "at_risk", press.text(said, TABLE.but(color="ink2")), gap=4.5, padding=1.5)
