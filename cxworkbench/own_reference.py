"""The programme's own reference data: criteria and thresholds of its own, checked before they are taken.

The file is written as the built-in one (its header gives the grammar). It lies in the plan with the moment from which
it holds; an earlier day is judged by what held then.
"""

from __future__ import annotations

import ast
import re
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from cxworkbench.conditions.catalogue import (
    EXPRESSION_PARAMETERS,
    GATE_ORDER,
    Catalogue,
    Criterion,
    built_in,
    read,
)
from cxworkbench.conditions.expressions import Expression
from db.errors import UserError
from db.models import ReferenceFile
from db.records import FAMILIES

if TYPE_CHECKING:
    from cxworkbench.plan import Plan
    from db.change import Change

#: The file that can be replaced by the programme's own.
NAME = "failure_modes.toml"
_SEVERITIES = frozenset({"blocker", "major", "minor"})
_KEPT = "the reference in force before stays in force"


def held(plan: Plan, as_of: date) -> ReferenceFile | None:
    """The programme's own file that holds on a day; None where the built-in one does."""
    found = [
        one
        for one in plan.all(ReferenceFile)
        if one.name == NAME and one.since is not None and plan.day_of(one.since) <= as_of
    ]
    return max(found, key=lambda one: (one.since, one.id)) if found else None


def catalogue_of(plan: Plan, as_of: date) -> Catalogue:
    """The criteria by which a plan is judged on a day: its own where it has them, else the built-in ones.

    A file was checked when it was taken. One that doesn't pass any more, because somebody wrote it past the program, is
    left out of force; ``problem`` says why.
    """
    own = held(plan, as_of)
    if own is None:
        return built_in()
    found = _checked(own.text)
    return built_in() if isinstance(found, UserError) else found


def problem(plan: Plan, as_of: date) -> UserError | None:
    """Why the programme's own file isn't in force though it is there; None where nothing is wrong."""
    own = held(plan, as_of)
    found = _checked(own.text) if own is not None else None
    return found if isinstance(found, UserError) else None


def changed(catalogue: Catalogue) -> dict[str, int]:
    """How many criteria of a catalogue are new, changed and gone beside the built-in ones."""
    ours, theirs = built_in().criteria, catalogue.criteria
    return {
        "new": sum(id not in ours for id in theirs),
        "changed": sum(id in ours and ours[id] != one for id, one in theirs.items()),
        "gone": sum(id not in theirs for id in ours),
    }


def check(text: str, file: str = NAME) -> Catalogue:
    """Read and check a file of criteria: its form, its names, each of its expressions.

    Raises:
        UserError: what is wrong, with its line; the reference in force before stays in force.
    """
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(
            f"it is no TOML: {error}",
            where=file,
            kept=_KEPT,
            to_do="correct that line; the built-in file is an example",
        ) from error
    try:
        catalogue = read(data, file)
    except UserError:
        raise
    except (TypeError, AttributeError, ValueError) as error:
        raise UserError(
            f"an entry has another form than the built-in ones ({error})",
            where=file,
            kept=_KEPT,
            to_do="compare it with the built-in file, whose header describes each part",
        ) from error
    _check_names(catalogue, text, file)
    for test in catalogue.precision_tests:
        _check_expression(test.test, test.id, text, file)
    for id, criterion in catalogue.criteria.items():
        for one in _expressions(criterion):
            _check_expression(one, id, text, file)
    return catalogue


def take(change: Change, plan: Plan, text: str, *, at: datetime, file: str = NAME) -> ReferenceFile:
    """Check a file, try it on every pilot, and keep it in the plan; it holds from that moment.

    Raises:
        UserError: it doesn't pass; nothing is kept.
    """
    import hashlib

    catalogue = check(text, file)
    tried(catalogue, plan, plan.day_of(at), text, file)
    return change.add(
        ReferenceFile(name=NAME, sha256=hashlib.sha256(text.encode()).hexdigest(), since=at, text=text)
    )


def moment(plan: Plan, now: datetime, judged: date) -> datetime:
    """From when a file taken now holds: from now, and in a plan judged as of another day from that day on."""
    return now if plan.day_of(now) == judged else datetime.combine(judged, time(), plan.zone).astimezone(UTC)


def line_of(text: str, id: str, expression: str = "") -> int:
    """The line on which an entry, or an expression of it, stands; 0 where it isn't found."""
    lines = text.splitlines()
    first = next(
        (at for at, line in enumerate(lines) if re.match(rf'\s*id\s*=\s*"{re.escape(id)}"', line)), -1
    )
    if first < 0 or not expression:
        return first + 1
    # What is quoted in the file may be escaped there: its beginning is enough to find it.
    start = re.split(r'["\\]', expression)[0][:40]
    for at in range(first, len(lines)):
        if start and start in lines[at]:
            return at + 1
    return first + 1


@lru_cache(maxsize=8)
def _checked(text: str) -> Catalogue | UserError:
    try:
        return check(text)
    except UserError as error:
        return error


def _expressions(criterion: Criterion) -> list[Expression]:
    named = [criterion.expression(name) for name in EXPRESSION_PARAMETERS]
    return [one for one in (criterion.where, criterion.applies, criterion.also, *named) if one is not None]


def _check_expression(one: Expression, id: str, text: str, file: str) -> None:
    place = f"{file}, line {line_of(text, id, one.text)}, {one.where or id}"
    try:
        one.checked()
    except UserError as error:
        raise UserError(error.what, where=place, kept=_KEPT, to_do=error.to_do) from error
    unknown = sorted(_names_in(one) - _known_names())
    if unknown:
        from difflib import get_close_matches  # here, because few programmes have a file of their own

        near = get_close_matches(unknown[0], _known_names(), 1)
        raise UserError(
            f"the expression {one.text[:120]!r} names {unknown[0]!r}, which there isn't",
            where=place,
            kept=_KEPT,
            to_do=f"did you mean {near[0]!r}?"
            if near
            else "name a field, a family or a function of the file's header",
        )


def _names_in(one: Expression) -> set[str]:
    """The names of records, fields and functions that an expression uses."""
    found = set()
    for node in ast.walk(one.node):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
    return found


@cache
def _known_names() -> frozenset[str]:
    """Every name that an expression may use: fields, derived fields, families, and what the built-in file uses."""
    from cxworkbench.conditions.derived import DERIVED

    names = {name for family in FAMILIES.values() for name in family.fields} | set(FAMILIES)
    names |= {name for _, name in DERIVED}
    ours = built_in()
    for one in [test.test for test in ours.precision_tests] + [
        expression for criterion in ours.criteria.values() for expression in _expressions(criterion)
    ]:
        names |= _names_in(one)
    return frozenset(names)


def _check_names(catalogue: Catalogue, text: str, file: str) -> None:
    """Conditions are the seven; rules, gates, severities and subjects are those that there are."""
    from cxworkbench.conditions.rules import RULES

    ours = built_in()
    subjects = {one.subject for one in ours.criteria.values()} | set(FAMILIES)
    known = {one.id for one in ours.conditions}
    given = [one.id for one in catalogue.conditions]
    for id in known - set(given):
        to_do = "the seven conditions stay; their criteria may change"
        raise _refused(f"the condition {id!r} is missing", file, 0, to_do)
    for one in catalogue.conditions:
        if one.id not in known or given.count(one.id) > 1:
            what = "twice" if given.count(one.id) > 1 else "not one of the seven"
            to_do = f"use {', '.join(sorted(known))}"
            raise _refused(f"the condition {one.id!r} is {what}", file, line_of(text, one.id), to_do)
    seen: set[str] = set()
    for condition in catalogue.conditions:
        _check_word("gate", condition.gate, set(GATE_ORDER), condition.id, text, file)
        _check_word("severity", condition.severity, set(_SEVERITIES), condition.id, text, file)
        for criterion in condition.criteria:
            line = line_of(text, criterion.id)
            for what, value, allowed in (
                ("rule", criterion.rule, set(RULES)),
                ("gate", criterion.gate, set(GATE_ORDER)),
                ("severity", criterion.severity, set(_SEVERITIES)),
                ("subject", criterion.subject, subjects),
            ):
                _check_word(what, value, allowed, criterion.id, text, file)
            if criterion.id in seen:
                raise _refused(
                    f"the criterion {criterion.id!r} stands there twice", file, line, "give one another id"
                )
            seen.add(criterion.id)


def _check_word(what: str, value: str, allowed: set[str], id: str, text: str, file: str) -> None:
    if value not in allowed:
        to_do = f"use one of {', '.join(sorted(allowed)[:12])}"
        raise _refused(f"{id}: there is no {what} {value!r}", file, line_of(text, id), to_do)


def tried(catalogue: Catalogue, plan: Plan, as_of: date, text: str, file: str) -> None:
    """Judge every pilot by it once: what a rule can't read is said now and not in a meeting.

    Raises:
        UserError: a criterion can't be read from this plan; says where and why.
    """
    from cxworkbench.conditions.rating import rate

    for pilot in plan.pilots:
        try:
            rate(plan, pilot, as_of, catalogue)
        except UserError as error:
            raise UserError(
                error.what,
                where=f"{file}, line {line_of(text, error.where.split(',')[0])}, {error.where}",
                kept=_KEPT,
                to_do=error.to_do,
            ) from error


def _refused(what: str, file: str, line: int, to_do: Any) -> UserError:
    return UserError(what, where=f"{file}, line {line}" if line else file, kept=_KEPT, to_do=str(to_do))
