"""Text of the plan is never a formula, markup, command, path or control sequence, wherever it goes out (P18)."""

from __future__ import annotations

import csv
import io
import json
import re
from contextlib import closing

import pytest
from strings import CASES, HASHES, STRINGS, TEXTS, with_text_everywhere

from cxworkbench.commands import main
from cxworkbench.exchange.journal_csv import journal_csv
from cxworkbench.history import Wording
from cxworkbench.plan import Plan
from db.check import check
from db.document import whole
from db.models import Programme
from db.records import FAMILIES
from db.store import open_plan
from tests.everything import id_of, write_everything

CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    path = tmp_path_factory.mktemp("everything") / "all.cxplan"
    write_everything(path).close()
    return path


@pytest.fixture
def hostile(everything, tmp_path):
    return lambda text: with_text_everywhere(everything, tmp_path / "hostile.cxplan", text)


def test_there_are_sixty():
    assert len(set(STRINGS)) == len(STRINGS) == 60


@pytest.mark.parametrize("text", CASES)
def test_it_comes_out_as_it_went_in_and_does_nothing(text, hostile, tmp_path, capsys):
    path = hostile(text)
    with closing(open_plan(path, read_only=True)) as session:
        assert check(session) == []
        for kind, family in FAMILIES.items():
            held = next(record for record in session.records(family) if record.id == id_of(kind))
            for name, field in family.fields.items():
                if field.kind in TEXTS and (kind, name) not in HASHES:
                    assert held.value(name) == text
        # As JSON and back.
        rows = json.loads(json.dumps(whole(session)))["records"]
        assert next(row for row in rows["risk"] if row["id"] == id_of("risk"))["title"] == text
        # As CSV: nothing that a spreadsheet would run, nothing lost.
        zone = Plan(session, version=session.head).zone
        lines = list(Wording(session).lines(session.steps(session.head - 1)))
        found = list(csv.reader(io.StringIO(journal_csv(lines, zone).decode("utf-8-sig"), newline="")))
        cells = [cell for row in found[1:] for cell in row]
        assert not [
            cell
            for cell in cells
            if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
        ]
        assert len(found) == len(lines) + 1
    # In a terminal.
    for command in (
        ["history", str(path)],
        ["history", str(path), "--net"],
        ["check", str(path)],
        ["assess", str(path)],
    ):
        assert main(command) in {0, 1}
        said = capsys.readouterr()
        assert not CONTROLS.search(said.out + said.err)
    assert main(["brief", str(path), "--kind", "sponsor", "--out", str(tmp_path / "x.pdf")]) == 0
    assert not CONTROLS.search(capsys.readouterr().out)


def test_every_text_column_is_among_them():
    columns = [
        (kind, name)
        for kind, family in FAMILIES.items()
        for name, field in family.fields.items()
        if field.kind in TEXTS
    ]
    assert len(columns) > 160
    assert ("programme", "name") in columns
    assert Programme.kind in FAMILIES
