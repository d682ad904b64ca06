"""Throw mutated files at the import of readings, in a process of its own: ``python -m tests.fuzz.readings SEED COUNT OUT``.

Every input ends in readings, findings or a refusal within 10 s; whatever else happens is written to OUT and told. The
last line is JSON: how many ended how, the slowest, and the most memory.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

import numpy as np

from cxworkbench.exchange import readings_job, text_table
from cxworkbench.exchange.readings_job import Asked
from db.errors import UserError
from tests.exchange.corpus.cases import TEXT_CASES
from tests.exchange.corpus.workbooks import XLSX_CASES, rewritten
from tests.plans import NOON, PlanBuilder

SLOWEST_S = 10.0
_BITS = (
    b'"',
    b",",
    b";",
    b"\n",
    b"\r",
    b"\t",
    b"\0",
    b"=",
    b"-",
    b"%",
    b"NaN",
    b"1e400",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"31/02/2026",
    b"1,234",
    b"1.234,5",
    b"<",
    b"<!DOCTYPE a [",
    b"&a;",
    b"</row>",
    b'r="XFD1048576"',
    b"<f/>",
    b"9" * 400,
    b"\xc3\x28",
    "\u202e".encode(),
    b"sep=;\n",
    b" " * 50,
)
#: What takes long to make, or is a bomb on purpose, is tried by the corpus itself.
_LEFT_OUT = ("bomb", "2,000", "10 MB", "long shared", "rows, ")


def bases() -> list[tuple[str, bytes]]:
    """The files that are mutated: those of the corpus that are quickly made."""
    cases = [case for case in (*TEXT_CASES, *XLSX_CASES) if not any(word in case.name for word in _LEFT_OUT)]
    return [(case.suffix, case.made()) for case in cases]


def mutated(random_: random.Random, content: bytes, *, deep: bool = True) -> bytes:
    """A file with a few bytes changed, cut out, doubled or put in; of a workbook often inside one of its parts."""
    if deep and content[:4] == b"PK\x03\x04" and random_.random() < 0.7:
        chosen = random_.random()

        def part(name: str, old: bytes) -> bytes | None:
            if random_.random() < 0.03:
                return None
            return (
                mutated(random_, old, deep=False)
                if "sheet1" in name or random_.random() < chosen / 3
                else old
            )

        try:
            return rewritten(content, part)
        except Exception:  # noqa: BLE001 - no archive any more: its bytes are mutated instead
            deep = False
    made = bytearray(content)
    for _ in range(random_.randint(1, 8)):
        at = random_.randrange(len(made) + 1)
        what = random_.random()
        if what < 0.35 and made:
            made[at % len(made)] = random_.randrange(256)
        elif what < 0.6:
            made[at:at] = random_.choice(_BITS) * random_.choice((1, 1, 1, 3, 60))
        elif what < 0.8:
            del made[at : at + random_.choice((1, 2, 7, 40))]
        elif what < 0.95:
            made[at:at] = made[max(at - random_.choice((3, 20, 100)), 0) : at]
        else:
            del made[at:]
    return bytes(made)


def one(builder: PlanBuilder, path: Path) -> str:
    """Import one file: how it ended."""
    asked = Asked(path, metric="Resolved first time")
    try:
        prepared = readings_job.prepare(builder.session, asked, at=NOON)
        if prepared.too_many_bad:
            return "refused"
        readings_job.write(builder.session, prepared, at=NOON, by="Fuzz")
    except UserError as error:
        return "refused" if error.what and "\n" not in error.line() else f"said badly: {error.line()!r}"
    return "findings" if prepared.rejected else "ok"


def main(seed: int, count: int, out: Path) -> int:
    """Try so many inputs; 1 where one of them ended otherwise."""
    random_ = random.Random(seed)
    found: Counter[str] = Counter()
    slowest = 0.0
    files = bases()
    with tempfile.TemporaryDirectory() as name:
        builder = PlanBuilder(Path(name) / "a.cxplan").with_pilot().with_metric()
        series = builder.made["metric_series"].id
        for number in range(count):
            suffix, base = random_.choice(files)
            content = mutated(random_, base)
            path = Path(name) / f"t{suffix}"
            path.write_bytes(content)
            text_table.LARGE = random_.choice((0, 10**9))
            head, began = builder.session.head, time.perf_counter()
            try:
                how = one(builder, path)
                held = builder.session.readings(series)
                assert np.isfinite(held.value).all()
                assert (held.period_from < held.period_to).all()
                assert how != "refused" or builder.session.head == head
            except BaseException as error:  # noqa: BLE001 - each is a fault that is told, with its file
                how = f"{type(error).__name__}: {str(error)[:200]}"
                print(how, traceback.format_exc()[-1500:], file=sys.stderr)  # noqa: T201 - what a fault is told on
            took = time.perf_counter() - began
            slowest = max(slowest, took)
            if how not in {"ok", "findings", "refused"} or took > SLOWEST_S:
                out.mkdir(parents=True, exist_ok=True)
                (out / f"{seed}-{number}{suffix}").write_bytes(content)
                how = how if took <= SLOWEST_S else f"slow: {took:.1f} s"
            found[how] += 1
        builder.session.close()
    memory = _most_memory()
    print(json.dumps({"ended": found, "slowest_s": round(slowest, 2), "memory_mb": round(memory)}))  # noqa: T201 - its result
    return int(bool(set(found) - {"ok", "findings", "refused"}))


def _most_memory() -> float:
    """The most memory that this process had, in MB.

    Linux counts what the starting process had as ours in ``ru_maxrss``; the status of the process counts its own only.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])))
