"""The plan's metrics and cohorts by the names that files give them."""

from __future__ import annotations

from collections.abc import Iterable

from cxworkbench.exchange.readings_import import Question
from cxworkbench.plan import Plan
from db.errors import WrongUsage
from db.models import Cohort, Metric, Pilot


class Names:
    """Finds metrics and cohorts of a pilot, or of all pilots where none is given."""

    def __init__(self, plan: Plan, pilot: Pilot | None) -> None:
        self.plan = plan
        self.pilot = pilot
        self.metrics = plan.all(Metric) if pilot is None else plan.of_pilot(Metric, pilot)
        self.cohorts = plan.all(Cohort) if pilot is None else plan.of_pilot(Cohort, pilot)
        self._metrics: dict[str, list[Metric]] = {}
        for metric in self.metrics:
            for name in {metric.name.casefold(), (metric.catalogue_id or "").casefold()} - {""}:
                self._metrics.setdefault(name, []).append(metric)
        self._cohorts: dict[str, list[Cohort]] = {}
        for cohort in self.cohorts:
            self._cohorts.setdefault(cohort.name.strip().casefold(), []).append(cohort)

    @property
    def metric_names(self) -> dict[str, str]:
        """For each name of a metric, in lower case, its id."""
        return {name: found[0].id for name, found in self._metrics.items()}

    @property
    def cohort_names(self) -> frozenset[str]:
        """The names of cohorts, in lower case."""
        return frozenset(self._cohorts)

    def metric(self, name: str) -> Metric | None:
        """The metric of a name, a catalogue id or an id; None where there is none.

        Raises:
            Question: several pilots have one of that name.
        """
        by_id = self.plan.get(Metric, name)
        if by_id is not None:
            return by_id
        found = self._metrics.get(name.strip().casefold(), [])
        if len(found) > 1:
            raise Question(
                f"{len(found)} metrics are called {name!r}",
                subject="pilot",
                to_do="say which pilot with --pilot",
            )
        return found[0] if found else None

    def name_of(self, metric: str) -> str:
        """The name of a metric that a mapping names by its id, its catalogue id or its name."""
        by_id = self.plan.get(Metric, metric)
        found = [by_id] if by_id is not None else self._metrics.get(metric.strip().casefold(), [])
        return found[0].name if found else metric

    def cohort(self, name: str) -> Cohort | None:
        """The cohort of a name or an id; None where there is none, or several pilots have one."""
        by_id = self.plan.get(Cohort, name)
        if by_id is not None:
            return by_id
        found = self._cohorts.get(name.strip().casefold(), [])
        return found[0] if len(found) == 1 else None


def pilot_named(plan: Plan, name: str | None) -> Pilot | None:
    """The pilot of a name; where none is given, the only one, if there is only one.

    Raises:
        WrongUsage: there is none of that name.
    """
    if name is None:
        return plan.pilots[0] if len(plan.pilots) == 1 else None
    wanted = name.strip().casefold()
    for pilot in plan.pilots:
        if wanted in {pilot.name.casefold(), (pilot.short_name or "").casefold(), pilot.id}:
            return pilot
    raise WrongUsage(
        f"the plan has no pilot {name!r}",
        kept="nothing was taken in",
        to_do=f"choose one of {', '.join(_names(plan.pilots)) or 'none: add one first'}",
    )


def _names(pilots: Iterable[Pilot]) -> list[str]:
    return [pilot.name for pilot in pilots]
