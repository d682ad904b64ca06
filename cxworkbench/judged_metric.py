"""What the program says of one metric as of a day: part of an assessment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from cxworkbench.values import value
from db.fixed import fixed

if TYPE_CHECKING:
    from cxworkbench.measurement.forecast import Forecast
    from cxworkbench.measurement.guardrail import GuardrailStatus
    from cxworkbench.measurement.phases import Behaviour
    from cxworkbench.measurement.rule import MetricRule
    from cxworkbench.measurement.verdict import MetricVerdict
    from cxworkbench.measurement.weeks import Weeks
    from cxworkbench.measurement.why import Line
    from cxworkbench.measurement.window import Window
    from db.models import Metric


@value
class Described:
    """What a metric's row says of its readings.

    Attributes:
        shown_word: the verdict where room is scarce.
        latest: the newest value that counts, whenever it was.
        latest_text: the same with its unit.
        latest_day: the last day of its week.
        latest_week: that week in pilot time; None before go-live.
        note: the threshold beside it.
    """

    shown_word: str
    latest: float | None
    latest_text: str
    latest_day: date | None
    latest_week: int | None
    note: str


@fixed
class MetricState:
    """A metric as of the day: its verdict with evidence, and what the readings look like."""

    metric: Metric
    rule: MetricRule
    weeks: Weeks
    window: Window | None
    verdict: MetricVerdict
    guardrail: GuardrailStatus | None
    state: str
    word: str
    describe: Callable[[], Described]
    explain: Callable[[], tuple[str, tuple[Line, ...]]]
    was: str | None = None
    stale_days: int | None = None
    trends: dict[float, Forecast] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def described(self) -> Described:
        """What its row says of its readings; worked out when first asked for."""
        return self.describe()

    @property
    def shown_word(self) -> str:
        """The verdict where room is scarce."""
        return self.described.shown_word

    @property
    def latest(self) -> float | None:
        """The newest value that counts."""
        return self.described.latest

    @property
    def latest_text(self) -> str:
        """The newest value that counts, with its unit."""
        return self.described.latest_text

    @property
    def latest_day(self) -> date | None:
        """The last day of the newest week that counts."""
        return self.described.latest_day

    @property
    def latest_week(self) -> int | None:
        """The newest week that counts in pilot time; None before go-live."""
        return self.described.latest_week

    @property
    def note(self) -> str:
        """The threshold beside the latest value."""
        return self.described.note

    @cached_property
    def _said(self) -> tuple[str, tuple[Line, ...]]:
        return self.explain()

    @property
    def sentence(self) -> str:
        """The verdict in one sentence."""
        return self._said[0]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Why: the clauses of the verdict with their figures. Worded when first asked for."""
        return self._said[1]


@fixed
class MetricDetail:
    """What a metric's own page and paper add: limits of chance and the trend."""

    limits: Behaviour | None
    forecast: Forecast | None
    target: float | None = None
