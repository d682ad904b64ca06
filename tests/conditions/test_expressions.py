"""The small expressions of the reference data: what they mean, what empty values do, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from cxworkbench.conditions.catalogue import built_in, checked, read
from cxworkbench.conditions.expressions import parse
from cxworkbench.conditions.scope import PilotScope
from db.errors import UserError
from tests.plans import PlanBuilder


@pytest.fixture
def scope(tmp_path):
    builder = (
        PlanBuilder(tmp_path / "a.cxplan")
        .with_pilot(gates={"go_live": (date(2026, 3, 1), None)})
        .with_metric(k=10)
    )
    plan = builder.plan
    made = PilotScope(plan, plan.pilots[0], date(2026, 3, 11)).about(builder.made["metric"])
    yield made
    builder.session.close()


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ('role == "primary"', True),
        ('role != "primary"', False),
        ("k >= 10 and k < 11", True),
        ("not k > 10 and k == 10", True),
        ("baseline_value is empty", True),
        ("baseline_value is not empty", False),
        ("baseline_value > 5", False),
        ("baseline_value != true", True),
        ("not baseline_value > 5", True),
        ('role in ["primary", "guardrail"]', True),
        ("pilot.go_live_date <= today", True),
        ("days(pilot.go_live_date, today) == 10", True),
        ("days(baseline_from, today) > 1", False),
        ("1.5 * k == 15", True),
        ('count(metric, role == "primary") == 1', True),
        ("count(metric) == 1", True),
        ("count(metric, record == pilot) == 0", True),
        ('owner.name == "Nobody"', False),
        ('pilot.owner.name == "Priya Raman"', True),
        ("first_filled(baseline_from, pilot.go_live_date) == pilot.go_live_date", True),
        ("programme.sponsor_decision_limit == 10", True),
        ("unknown_function(k) == 1", False),
        ("no_such_field is empty", True),
    ],
)
def test_what_an_expression_means(scope, text, holds):
    assert parse(text).holds(scope) is holds


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "role.upper()",
        "[x for x in role]",
        "lambda: 1",
        "1 < k < 3",
        "k + 1 == 2",
        "k is None",
        "role == 'a' if k else 'b'",
        "(k := 1)",
        "role[0] == 'p'",
        'f"{role}"',
        "count(metric, where=1)",
        "role ==",
        "",
        "(" * 500,
        "k == b'x'",
    ],
)
def test_what_is_not_in_the_grammar_is_refused_and_named(text):
    with pytest.raises(UserError) as refusal:
        parse(text, "criterion x")
    assert refusal.value.where == "criterion x"


def test_all_expressions_of_the_reference_data_parse():
    catalogue = built_in()
    assert len(catalogue.conditions) == 7
    assert sum(len(one.criteria) for one in catalogue.conditions) == 71
    assert len(catalogue.precision_tests) == 6
    assert checked(catalogue) is catalogue


def test_an_expression_of_a_users_own_file_is_refused_with_its_entry():
    import copy

    import resources

    data = copy.deepcopy(resources.toml("failure_modes"))
    data["condition"][0]["criterion"][2]["where"] = "count(objective"
    with pytest.raises(UserError) as refusal:
        checked(read(data, "own.toml"))
    assert refusal.value.where == "obj_friction_evidence, where"


def test_a_reference_file_that_lacks_a_part_is_refused_by_name():
    with pytest.raises(UserError, match="precision_test") as refusal:
        read({"condition": [], "gate": []}, "own.toml")
    assert "own.toml" in refusal.value.line()
