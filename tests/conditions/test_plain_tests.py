"""Expressions about fields alone say the same as a test of a record's values as they say in a scope."""

from __future__ import annotations

import pytest

from cxworkbench.conditions.catalogue import built_in
from cxworkbench.conditions.expressions import parse
from cxworkbench.conditions.plain_tests import plain_test
from cxworkbench.conditions.rating import scope_of
from tests.conditions.drafted import AS_OF, sound


@pytest.mark.parametrize(
    "text",
    [
        'role == "primary"',
        'role != "primary"',
        "success_threshold is empty",
        "success_threshold is not empty",
        "success_threshold > 51.5",
        "stop_threshold <= 48",
        'role in ["primary", "guardrail"]',
        "laney != true",
        'not role == "guardrail"',
        'role == "primary" and success_threshold >= 52',
        'role == "guardrail" or decimals is empty',
        "name > 5",
    ],
)
def test_of_every_metric_both_say_the_same(text):
    plan = sound().plan
    scope = scope_of(plan, plan.pilots[0], AS_OF)
    expression = parse(text)
    test = plain_test(expression.node, "metric")
    assert test is not None
    for record in scope.records("metric"):
        assert test(record.__dict__) == expression.holds(scope.about(record)), (text, record.name)


@pytest.mark.parametrize(
    "text",
    ['pilot.status == "live"', "owner.name is empty", "count(risk) > 0", "baseline_from <= today", "a == b"],
)
def test_what_asks_for_more_is_left_to_the_scope(text):
    assert plain_test(parse(text).node, "metric") is None


def test_every_built_in_expression_says_the_same_on_every_record_of_a_sound_plan():
    plan = sound().plan
    scope = scope_of(plan, plan.pilots[0], AS_OF)
    compared = 0
    for criterion in built_in().criteria.values():
        for expression in (criterion.where, criterion.expression("meets"), criterion.expression("among")):
            test = None if expression is None else plain_test(expression.node, criterion.subject)
            if expression is None or test is None:
                continue
            for record in scope.records(criterion.subject):
                compared += 1
                assert test(record.__dict__) == expression.holds(scope.about(record)), criterion.id
    assert compared > 50
