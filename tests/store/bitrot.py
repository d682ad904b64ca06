"""How many flipped bits that alter a record are reported, by which look: opening, check, or none (P5)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from db.check import check_file
from db.errors import UserError
from db.store import open_plan
from tests.store.damage import flips


@dataclass
class Rot:
    """Flips that altered a record, those that ``check`` reported, and those that opening refused already."""

    flipped: int = 0
    altered: int = 0
    reported: int = 0
    refused_on_opening: int = 0
    missed: list[int] = field(default_factory=list)
    crashed: Counter[str] = field(default_factory=Counter)


def rotten(raw: bytes, folder: Path, count: int, seed: int = 5) -> Rot:
    """Flip single bits until ``count`` of them altered a record, and look whether that is seen."""
    rot = Rot()
    plan = folder / "rotten.cxplan"
    for flip in flips(raw, seed):
        rot.flipped += 1
        if not flip.alters:
            continue
        rot.altered += 1
        plan.write_bytes(flip.raw)
        try:
            open_plan(plan, read_only=True).close()
        except UserError:
            rot.refused_on_opening += 1
        try:
            found = check_file(plan)
        except UserError as refused:
            found = [refused.what]
        except Exception as error:  # noqa: BLE001 - a crash is what is counted here
            rot.crashed[type(error).__name__] += 1
            found = []
        rot.reported += bool(found)
        if not found:
            rot.missed.append(flip.place)
        if plan.read_bytes() != flip.raw:
            rot.crashed["written to"] += 1
        if rot.altered == count:
            return rot
    raise AssertionError("flips never end")
