"""A network of activities, finish to start: early dates, slack, and what the end hangs on (statistics.md f)."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class NetworkError(ValueError):
    """A network that has no order: ``reason`` is "cycle" or "unknown_predecessor", ``names`` are those concerned."""

    def __init__(self, reason: str, names: Sequence[str]) -> None:
        super().__init__(f"{reason}: {', '.join(names)}")
        self.reason = reason
        self.names = tuple(names)


@dataclass(frozen=True)
class CriticalPath:
    """The forward and backward pass, in the unit of the durations, from 0.

    Attributes:
        finish: when the last activity ends.
        early_start, early_finish: at the earliest.
        slack: how much later each may end without moving the finish.
        critical: those without slack, in their order.
    """

    finish: float
    early_start: Mapping[str, float]
    early_finish: Mapping[str, float]
    slack: Mapping[str, float]
    critical: tuple[str, ...]


def in_order(names: Sequence[str], predecessors: Mapping[str, Sequence[str]]) -> list[str]:
    """The activities so that each comes after all that it waits for; else in the order given.

    Raises:
        NetworkError: some wait for each other in a circle, or for one that there isn't.
    """
    known = set(names)
    unknown = sorted({one for after in names for one in predecessors.get(after, ())} - known)
    if unknown:
        raise NetworkError("unknown_predecessor", unknown)
    waiting = {name: len(predecessors.get(name, ())) for name in names}
    followers: dict[str, list[str]] = {}
    for name in names:
        for before in predecessors.get(name, ()):
            followers.setdefault(before, []).append(name)
    ready = deque(name for name in names if not waiting[name])
    order = []
    while ready:
        name = ready.popleft()
        order.append(name)
        for after in followers.get(name, ()):
            waiting[after] -= 1
            if not waiting[after]:
                ready.append(after)
    if len(order) < len(names):
        raise NetworkError("cycle", sorted(name for name in names if waiting[name]))
    return order


def critical_path(durations: Mapping[str, float], predecessors: Mapping[str, Sequence[str]]) -> CriticalPath:
    """Forward and backward pass over a network; O(activities + links), without recursion.

    Args:
        durations: of each activity.
        predecessors: what each waits for; those without may be left out.

    Raises:
        NetworkError: as :func:`in_order`.
    """
    order = in_order(list(durations), predecessors)
    start: dict[str, float] = {}
    finish: dict[str, float] = {}
    for name in order:
        start[name] = max((finish[one] for one in predecessors.get(name, ())), default=0.0)
        finish[name] = start[name] + durations[name]
    end = max(finish.values(), default=0.0)
    latest = dict.fromkeys(order, end)
    for name in reversed(order):
        for before in predecessors.get(name, ()):
            latest[before] = min(latest[before], latest[name] - durations[name])
    slack = {name: latest[name] - finish[name] for name in order}
    return CriticalPath(end, start, finish, slack, tuple(name for name in order if slack[name] == 0))
