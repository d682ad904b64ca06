"""Over the corpus no value is silently altered: judged by what the plan holds, and by the lines that are named."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from cxworkbench.exchange import text_table
from tests.exchange.corpus.cases import OK, REFUSED, TEXT_CASES, Case
from tests.exchange.corpus.workbooks import XLSX_CASES
from tests.plans import PlanBuilder
from ui.start import main

CASES = (*TEXT_CASES, *XLSX_CASES)
_MANY_ROWS = "rows, "


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CXWORKBENCH_USER", "Test")

    def command(*arguments):
        code = main([str(one) for one in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        assert said.err.count("\n") <= 1, said.err
        return code, said.out, said.err

    return command


def plan_of(case: Case, tmp_path) -> PlanBuilder:
    kinds = {"percent": "proportion", "seconds": "mean", "ratio": "ratio"}
    return PlanBuilder(tmp_path / "a.cxplan").with_pilot().with_metric(unit=case.unit, kind_=kinds[case.unit])


def held(builder) -> dict:
    rows = builder.session.readings(builder.made["metric_series"].id)
    ends = [datetime.fromtimestamp(end - 1, UTC).date() for end in rows.period_to.tolist()]
    return dict(zip(ends, rows.value.tolist(), strict=True)) if len(set(ends)) == len(ends) else len(rows)


@pytest.mark.parametrize("large", [False, True], ids=["line by line", "at once"])
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_each_file_ends_as_its_row_says(case: Case, large, run, tmp_path, monkeypatch):
    if large:
        if case.suffix != ".csv":
            pytest.skip("text files only go two ways")
        monkeypatch.setattr(text_table, "LARGE", 0)
    builder = plan_of(case, tmp_path)
    builder.session.close()
    path = tmp_path / f"t{case.suffix}"
    path.write_bytes(case.made())
    plan = tmp_path / "a.cxplan"
    before = plan.read_bytes()
    arguments = ("import", "readings", path, "--plan", plan, "--metric", "Resolved first time", *case.options)

    code, tried, error = run(*arguments, "--dry-run", "--json")
    assert plan.read_bytes() == before, "a dry run writes nothing"
    assert code == case.code, (tried, error)

    code, out, error = run(*arguments, "--json")
    assert code == case.code, (out, error)
    if case.says:
        assert case.says.lower() in (out + error).lower()
    if code == REFUSED:
        assert plan.read_bytes() == before
        assert error.strip()
        return
    said, would = json.loads(out), json.loads(tried)
    assert sorted({one["line"] for one in said["rejected"]}) == sorted(case.lines)
    assert said["would"] == would["would"] == said["written"], "the dry run says what the real run does"
    assert said["rejected"] == would["rejected"]
    from db.store import open_plan

    builder.session = open_plan(plan)
    try:
        if case.readings or _MANY_ROWS not in case.name:
            assert held(builder) == case.readings
        else:
            assert said["written"]["added"] == said["rows_read"] - len(case.lines)
        head = builder.session.head
    finally:
        builder.session.close()
    again, _, _ = run(*arguments)
    builder.session = open_plan(plan)
    assert builder.session.head == head, "a second import of the same file changes nothing"
    builder.session.close()
    assert again == case.code


def test_the_corpus_holds_every_class():
    codes = [case.code for case in CASES]
    assert min(codes.count(code) for code in (OK, 1, REFUSED)) >= 15
