"""Is a source ready? The worst of its dimensions decides (statistics.md, g)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import resources
from cxworkbench.measurement.intervals import wilson
from cxworkbench.measurement.rare import beta_binomial_interval
from db.fixed import fixed
from db.models import Audit, AuditDimension

if TYPE_CHECKING:
    from cxworkbench.plan import Plan
    from db.models import DataSource

#: From worst to best; a source without any dimension is not proven.
READY, NOT_PROVEN, NOT_READY = "ready", "not_proven", "not_ready"
_WORST_FIRST = (NOT_READY, NOT_PROVEN, READY)
#: A sample proves a level with 95 % on its one side: a two-sided range of 90 %.
LEVEL = 0.90
#: What a dimension marked as core needs where nobody said otherwise.
DEFAULT_REQUIRED = 0.75
#: How long an audit holds where its source names no cadence.
DEFAULT_CADENCE = 92


@fixed
class Dimension:
    """What is known of one dimension, all of it as shares.

    Attributes:
        name: its id.
        required: the level needed; None where it is shown and not judged.
        score: of a full count.
        passed, n: of a sample, where there is no full count.
        looks: how often the sample was looked at while it grew.
    """

    name: str
    required: float | None
    score: float | None = None
    passed: int | None = None
    n: int | None = None
    looks: int = 1


@fixed
class DimensionState:
    """A dimension judged: ready, not ready or not proven, with the lowest and highest share that it may have."""

    dimension: Dimension
    state: str
    lower: float
    upper: float

    @property
    def figure(self) -> float | None:
        """The share to show: of a full count its score, of a sample what passed."""
        one = self.dimension
        if one.score is not None:
            return one.score
        return one.passed / one.n if one.passed is not None and one.n else None


@fixed
class Readiness:
    """What an audit says of a source: the state of the worst dimension that has a required level."""

    state: str
    dimensions: tuple[DimensionState, ...]
    audit: Audit | None = None

    @property
    def worst(self) -> DimensionState | None:
        """The dimension that decides: of the worst state the lowest figure."""
        judged = [one for one in self.dimensions if one.dimension.required is not None]
        return min(judged, key=lambda one: (_WORST_FIRST.index(one.state), one.figure or 0.0), default=None)


def judge(dimensions: Sequence[Dimension]) -> Readiness:
    """Judge a source by its dimensions; those without a required level don't decide."""
    states = tuple(map(_judged, dimensions))
    deciding = [one.state for one in states if one.dimension.required is not None]
    return Readiness(min(deciding, key=_WORST_FIRST.index, default=NOT_PROVEN), states)


def _judged(one: Dimension) -> DimensionState:
    required = one.required if one.required is not None else 0.0
    if one.score is not None:
        return DimensionState(one, READY if one.score >= required else NOT_READY, one.score, one.score)
    if not one.n or one.passed is None:
        return DimensionState(one, NOT_PROVEN, 0.0, 1.0)
    if one.looks > 1:
        # Extended until it passes is peeking: the range must hold at every look.
        wrong_low, wrong_high = beta_binomial_interval(one.n - one.passed, one.n, 1 - LEVEL)
        lower, upper = 1 - wrong_high, 1 - wrong_low
    else:
        lower, upper = wilson(one.passed, one.n, LEVEL)
    state = READY if lower >= required else NOT_READY if upper < required else NOT_PROVEN
    return DimensionState(one, state, lower, upper)


# ------------------------------------------------------------------------------------- sources of a plan


def required_levels(source: DataSource) -> dict[str, float]:
    """The level needed in each dimension: the source's own, else that of every core dimension."""
    own = source.required_
    if isinstance(own, Mapping) and own:
        return {str(name): float(level) for name, level in own.items() if _is_share(level)}
    return {
        entry["id"]: DEFAULT_REQUIRED
        for entry in resources.toml("data_quality")["dimension"]
        if entry.get("core", False)
    }


def _is_share(level: object) -> bool:
    if isinstance(level, str):
        try:
            level = float(Decimal(level))
        except ArithmeticError:
            return False
    return isinstance(level, int | float) and not isinstance(level, bool) and 0 <= level <= 1


def newest_audit(plan: Plan, source: DataSource, on: date) -> Audit | None:
    """The newest audit of a source that was dated on or before a day."""
    audits = [one for one in plan.linking(Audit, "data_source", source.id) if one.audited_on <= on]
    return max(audits, key=lambda one: one.audited_on, default=None)


def readiness(plan: Plan, source: DataSource, on: date) -> Readiness:
    """What the newest audit by a day says of a source; not proven where there is none, or it is too old by then."""
    audit = newest_audit(plan, source, on)
    levels = required_levels(source)
    if audit is None:
        return judge([Dimension(name, level) for name, level in levels.items()])
    rows = {one.dimension: one for one in plan.linking(AuditDimension, "audit", audit.id)}
    names = [*levels, *(name for name in rows if name not in levels)]
    found = judge([_dimension(name, levels.get(name), rows.get(name), audit) for name in names])
    is_old = on > audit.audited_on + timedelta(days=source.audit_cadence or DEFAULT_CADENCE)
    state = NOT_PROVEN if is_old and found.state == READY else found.state
    return Readiness(state, found.dimensions, audit)


def _dimension(name: str, required: float | None, row: AuditDimension | None, audit: Audit) -> Dimension:
    if row is None:
        return Dimension(name, required)
    score = None if row.score is None else float(row.score)
    return Dimension(name, required, score, row.passed, row.n, audit.looks or 1)


def audit_passed(plan: Plan, source: DataSource, on: date) -> bool:
    """Whether a source was ready on a day, by an audit that was not too old then."""
    return readiness(plan, source, on).state == READY
