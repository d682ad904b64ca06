"""Damage to plans for tests and benchmarks: flipped bits, lost ends, dead writers; and what a plan's records say."""

from __future__ import annotations

import contextlib
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: A writer that is killed when part of its change is in the file already; what it wrote is rolled back.
DYING = """
import os, sqlite3, sys
plan = sqlite3.connect(sys.argv[1], isolation_level=None)
plan.execute("PRAGMA cache_size = 1")
plan.execute("PRAGMA cache_spill = 1")
plan.execute("PRAGMA synchronous = EXTRA")
seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
tables = ["change", "reading", "person", "changeset", "gate"]
plan.execute("BEGIN IMMEDIATE")
for place in range(1 + seed % 4):
    table = tables[(seed + place) % len(tables)]
    column = {"change": "after", "reading": "value", "person": "name", "changeset": "label", "gate": "id"}[table]
    plan.execute(f'UPDATE "{table}" SET "{column}" = "{column}" || ?', ("x" * (seed % 700),))
os.kill(os.getpid(), 9)
"""


def die_while_writing(plan: Path, seed: int = 0) -> bool:
    """Kill a writer in the middle of its change; whether it left a journal and altered the file."""
    before = plan.read_bytes()
    subprocess.run([sys.executable, "-c", DYING, str(plan), str(seed)], check=False, timeout=60)
    return plan.with_name(f"{plan.name}-journal").exists() and plan.read_bytes() != before


def records_of(raw: bytes) -> dict[str, Any] | None:
    """All rows of all tables that hold records and readings, through sqlite3 alone; None where one can't be read."""
    from db import tables

    journal = {"changeset", "change", "batch"}
    with contextlib.closing(sqlite3.connect(":memory:")) as plan:
        plan.deserialize(raw)
        try:
            plan.execute("PRAGMA writable_schema = ON")  # reads what is there, rather than refusing all of it
            return {
                name: sorted(plan.execute(_select(name, table.columns.keys())).fetchall(), key=repr)
                for name, table in tables.metadata.tables.items()
                if name not in journal
            }
        except (sqlite3.Error, UnicodeDecodeError, OverflowError):
            return None


def _select(table: str, columns: list[str]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f'SELECT {names} FROM "{table}"'


@dataclass(frozen=True)
class Flip:
    """A plan with one bit flipped: where, its bytes, and whether its records differ from the sound plan's."""

    place: int
    raw: bytes
    alters: bool


def flips(raw: bytes, seed: int) -> Iterator[Flip]:
    """Copies of a plan with one flipped bit each, without end, always the same for a seed."""
    chance = random.Random(seed)
    sound = records_of(raw)
    size = int.from_bytes(raw[16:18], "big")
    # An empty page of a table or index says so in its head; flips there alter no record.
    pages = [
        at
        for at in range(0, len(raw), size)
        if at == 0 or raw[at] not in b"\x0a\x0d" or any(raw[at + 3 : at + 5])
    ]
    while True:
        place = max(chance.choice(pages) + chance.randrange(size), 100)
        flipped = bytearray(raw)
        flipped[place] ^= 1 << chance.randrange(8)
        yield Flip(place, bytes(flipped), records_of(bytes(flipped)) != sound)


def caught_writing(plan: Path, folder: Path, seed: int) -> Path:
    """A copy of a plan and its journal as they lie when a writer has half of its change in the file."""
    folder.mkdir()
    copy = folder / plan.name
    with contextlib.closing(sqlite3.connect(plan, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")
        writer.execute("PRAGMA cache_spill = 1")
        writer.execute("BEGIN IMMEDIATE")
        # The first page that the journal keeps: of whatever state the plan is in, its pilots are part of it.
        writer.execute("UPDATE pilot SET name = name || 'x'")
        for place in range(1 + seed % 3):
            table, column = [("change", "after"), ("reading", "value"), ("person", "name")][
                (seed + place) % 3
            ]
            writer.execute(f'UPDATE "{table}" SET "{column}" = "{column}" || ?', ("9" * (1 + seed % 500),))
        for end in ("", "-journal"):
            copy.with_name(copy.name + end).write_bytes(plan.with_name(plan.name + end).read_bytes())
        writer.execute("ROLLBACK")
    return copy
