"""The RAID log as one list: overdue first, then by date; and where risks stand by probability and impact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from cxworkbench import formats
from cxworkbench.naming import code_of
from cxworkbench.plan import Plan, Ref
from db.fixed import fixed
from db.models import Action, Decision, Issue, Override, Risk, Waiver

if TYPE_CHECKING:
    from db.records import Record

#: Both axes in words, from 1 to 5.
LIKELIHOOD = ("Rare", "Unlikely", "Possible", "Likely", "Certain")
IMPACT = ("Slight", "Minor", "Moderate", "Major", "Severe")
#: From which product of likelihood and impact a risk is medium, and high.
MEDIUM, HIGH = 8, 15
KINDS = ("risk", "action", "issue", "decision", "waiver", "override")
#: What stands for the number of a decision that wasn't taken yet.
ASKED = "asked"
#: A date so near is said in words.
_SOON = timedelta(days=1)


@fixed
class LogItem:
    """One line of the log.

    Attributes:
        record: the risk, action, issue, decision, waiver or override.
        code: its number as people say it; "asked" for a decision that waits.
        what: its text on one line.
        pilot: its pilot's name; empty for all pilots.
        owner: who answers for it.
        due: by when; of a waiver its last day, of an override the day on which it is judged.
        is_open: whether it still needs somebody.
        clock: how its date lies to the day of judgement, in words.
        level: likelihood times impact, of risks.
    """

    record: Record
    code: str
    what: str
    pilot: str
    owner: str
    due: date | None
    is_open: bool
    clock: str
    level: int | None = None

    @property
    def kind(self) -> str:
        """The kind of record."""
        return self.record.kind

    @property
    def ref(self) -> Ref:
        """The record as evidence names it."""
        return Ref(self.record.kind, self.record.id)

    def is_overdue(self, as_of: date) -> bool:
        """Whether it is open past its date."""
        return self.is_open and self.due is not None and self.due < as_of


#: What of the plan stands in the log, and whether it is still to be done.
_IS_OPEN: dict[type[Record], Callable[[Any], bool]] = {
    Risk: lambda one: one.closed_on is None,
    Action: lambda one: one.done_on is None,
    Issue: lambda one: one.resolved_on is None,
    Decision: lambda one: one.date is None,
    Waiver: lambda one: one.closed_on is None,
    Override: lambda one: one.judged_right is None,
}


@fixed
class RiskPoint:
    """Where a risk stands on the matrix, and where it stood; both as (likelihood, impact), each from 1 to 5."""

    ref: Ref
    code: str
    now: tuple[int, int]
    was: tuple[int, int] | None
    level: str


def level_word(likelihood: int | None, impact: int | None) -> str:
    """High, Medium or Low; empty while either is not known."""
    if likelihood is None or impact is None:
        return ""
    product = likelihood * impact
    return "High" if product >= HIGH else "Medium" if product >= MEDIUM else "Low"


def log(plan: Plan, as_of: date) -> list[LogItem]:
    """Everything in the log, open or not: what is overdue first, longest first; then by date; what has none last."""
    items = [*_risks(plan, as_of), *_actions(plan, as_of), *_issues(plan, as_of)]
    items += [*_decisions(plan, as_of), *_waivers(plan, as_of), *_overrides(plan, as_of)]
    return sorted(items, key=lambda one: (not one.is_open, one.due is None, one.due or date.max, one.code))


def open_count(plan: Plan) -> int:
    """How many open items the log has, without making them."""
    return sum(_IS_OPEN[family](one) for family in _IS_OPEN for one in plan.all(family))


def counts(items: list[LogItem]) -> Counter[str]:
    """How many open items of each kind there are."""
    return Counter(one.kind for one in items if one.is_open)


def matrix(plan: Plan, past: Plan | None = None) -> list[RiskPoint]:
    """The open risks on the matrix, and where they stood at the last review."""
    points = []
    for risk in plan.all(Risk):
        if risk.closed_on is not None or risk.likelihood is None or risk.impact is None:
            continue
        now = (risk.likelihood, risk.impact)
        then = past.get(Risk, risk.id) if past is not None else None
        was = None
        if then is not None and then.likelihood is not None and then.impact is not None:
            was = (then.likelihood, then.impact)
        code = code_of(risk)
        points.append(
            RiskPoint(Ref("risk", risk.id), code, now, None if was == now else was, level_word(*now))
        )
    return points


def _item(
    plan: Plan,
    record: Record,
    what: str | None,
    who: str | None,
    due: date | None,
    *,
    is_open: bool,
    as_of: date,
    clock: str = "",
    level: int | None = None,
) -> LogItem:
    pilot = plan.find(record.value("pilot"))
    if is_open and not clock and due is not None and due <= as_of + _SOON:
        clock = formats.days_away(due, as_of)
    return LogItem(
        record,
        code_of(record) or ASKED,
        " ".join((what or record.label).split()),
        str(pilot.value("name")) if pilot is not None else "",
        plan.person_name(who),
        due,
        is_open,
        clock,
        level,
    )


def _risks(plan: Plan, as_of: date) -> Iterator[LogItem]:
    for one in plan.all(Risk):
        known = one.likelihood is not None and one.impact is not None
        level = (one.likelihood or 0) * (one.impact or 0) if known else None
        is_open = _IS_OPEN[Risk](one)
        yield _item(plan, one, one.title, one.owner, one.review_on, is_open=is_open, as_of=as_of, level=level)


def _actions(plan: Plan, as_of: date) -> Iterator[LogItem]:
    for one in plan.all(Action):
        yield _item(plan, one, one.text, one.owner, one.due, is_open=_IS_OPEN[Action](one), as_of=as_of)


def _issues(plan: Plan, as_of: date) -> Iterator[LogItem]:
    for one in plan.all(Issue):
        yield _item(plan, one, one.title, one.owner, one.due, is_open=_IS_OPEN[Issue](one), as_of=as_of)


def _decisions(plan: Plan, as_of: date) -> Iterator[LogItem]:
    from cxworkbench.review.dates import review_state

    next_review = review_state(plan, as_of).next_day
    for one in plan.all(Decision):
        is_open = _IS_OPEN[Decision](one)
        clock = ""
        if is_open and one.asked_on is not None:
            clock = f"asked {formats.plural((as_of - one.asked_on).days, 'day')} ago"
        due = next_review if is_open else one.date
        who = one.asked_of if is_open else one.decided_by
        what = one.question if is_open else one.outcome or one.question
        yield _item(plan, one, what, who, due, is_open=is_open, as_of=as_of, clock=clock)


def _waivers(plan: Plan, as_of: date) -> Iterator[LogItem]:
    for one in plan.all(Waiver):
        is_open = _IS_OPEN[Waiver](one)
        last = (
            None if one.until is None else one.until - timedelta(days=1)
        )  # periods end on the first day after
        yield _item(plan, one, one.reason, one.given_by, last, is_open=is_open, as_of=as_of)


def _overrides(plan: Plan, as_of: date) -> Iterator[LogItem]:
    for one in plan.all(Override):
        is_open = _IS_OPEN[Override](one)
        clock = ""
        if is_open and one.judge_on is not None and one.judge_on >= as_of:
            clock = f"judge it {formats.days_away(one.judge_on, as_of)}"
        yield _item(plan, one, one.reason, one.by, one.judge_on, is_open=is_open, as_of=as_of, clock=clock)
