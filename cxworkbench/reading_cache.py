"""Readings that were loaded before: held from one loading of the plan to the next."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from cxworkbench.measurement.readings import Readings


class Renewing(Protocol):
    """Where it can be asked what differs from another version of a series."""

    def numbers_since(self, series: str, version: int) -> tuple[Any, Any, dict[str, Any]] | None:
        """Periods as starts and ends, and what they hold here; None: read anew."""


@dataclass(frozen=True)
class _Held:
    """The readings of a series as they were loaded: for what, and from which version of the plan."""

    stamp: Hashable
    version: int
    readings: Readings


@dataclass
class ReadingCache:
    """Readings already loaded, by series and stamp: a plan loaded anew reuses those that didn't change.

    Of a series that was written to since, only what was written is read. ``beside`` is another one's, of the same plan
    at another time: what it holds is not loaded twice.
    """

    held: dict[str, _Held] = field(default_factory=dict)
    beside: ReadingCache | None = None

    def known(self, series: str, stamp: Hashable, source: Renewing, version: int) -> Readings | None:
        """The readings of a series where they are held, or were so but for a few; None where they must be read."""
        for holder in (self, self.beside):
            found = None if holder is None else holder.held.get(series)
            if found is not None and found.stamp == stamp:
                self.held[series] = found
                return found.readings
        for holder in (self, self.beside):
            found = None if holder is None else holder.held.get(series)
            since = None if found is None else source.numbers_since(series, found.version)
            if found is not None and since is not None:
                renewed = found.readings.renewed(*since)
                if renewed is not None:
                    return self.keep(series, stamp, version, renewed)
        return None

    def keep(self, series: str, stamp: Hashable, version: int, readings: Readings) -> Readings:
        """Hold what was loaded."""
        self.held[series] = _Held(stamp, version, readings)
        return readings
