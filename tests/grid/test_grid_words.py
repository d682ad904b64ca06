"""Cells in words in several locales, and what they sort by; back again gives the same value, for every family."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cxworkbench.grid.columns import columns_of
from cxworkbench.grid.order import SortBy, Wanted, found_in, grouped, haystack, in_order, needles_of, total
from cxworkbench.grid.reading import Reader
from cxworkbench.grid.words import Words, natural, one_line
from cxworkbench.plan import Plan
from db.models import Action, CostLine, CustomField, Milestone, Programme, RoiCase
from db.records import FAMILIES
from tests.everything import write_everything
from tests.plans import NOON, PlanBuilder

TODAY = date(2026, 3, 11)


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    session = write_everything(tmp_path_factory.mktemp("all") / "all.cxplan")
    yield Plan(session, version=session.head)
    session.close()


@pytest.mark.parametrize("kind", sorted(FAMILIES))
def test_every_family_can_be_shown_sorted_and_read_back(everything, kind):
    words = Words(everything)
    reader = Reader(words, TODAY)
    family = FAMILIES[kind]
    columns = columns_of(everything, family)
    assert {column.name for column in columns} == set(family.fields) - {"custom", "binned"}
    records = everything.all(family)
    assert records
    for column in columns:
        in_order(words, records, [(column, True)])
        grouped(words, records, column)
        total(words, column, records)
        for record in records:
            shown = words.text(column, record)
            assert "\n" not in shown
            if not column.can_edit or column.field.kind in {"link", "links", "record", "instant"}:
                continue  # two records of everything bear one name; a moment's seconds aren't shown
            typed = words.editable(column, record)
            assert reader.read(column, typed) == column.value(record), column


SHOWN = [
    ("en-GB", "GBP", "£1,234,567.50"),
    ("de-DE", "EUR", "€1.234.567,50"),
    ("fr-FR", "EUR", "€1\u202f234\u202f567,50"),
    ("de-CH", "CHF", "CHF 1’234’567.50"),
    ("en-US", "USD", "$1,234,567.50"),
]


@pytest.mark.parametrize(("locale", "currency", "shown"), SHOWN)
def test_money_in_the_programmes_currency_and_separators(tmp_path, locale, currency, shown):
    builder = PlanBuilder(tmp_path / "p.cxplan").with_pilot()
    with builder.change("Costs") as change:
        change.set(Programme, builder.plan.programme.id, locale=locale, currency=currency)
        pilot = builder.plan.pilots[0]
        case = change.add(RoiCase(pilot=pilot, name="Case"))
        change.add(CostLine(case=case, pilot=pilot, name="Licences", amount=Decimal("1234567.5")))
    plan = builder.plan
    words = Words(plan)
    amount = next(one for one in columns_of(plan, CostLine) if one.name == "amount")
    (line,) = plan.all(CostLine)
    assert words.text(amount, line) == shown
    assert Reader(words, TODAY).read(amount, shown) == line.amount
    assert total(words, amount, [line, line]) == words.value_text(amount.field, Decimal(2469135))


def test_costs_are_added_only_where_they_are_of_one_kind_and_prices_of_a_unit_never(tmp_path):
    builder = PlanBuilder(tmp_path / "p.cxplan").with_pilot()
    with builder.change("Costs") as change:
        pilot = builder.plan.pilots[0]
        case = change.add(RoiCase(pilot=pilot, name="Case"))
        for kind, amount in (
            ("one_off", 100),
            ("one_off", 50),
            ("recurring", 7),
            ("recurring", 3),
            ("volume", 2),
        ):
            change.add(CostLine(case=case, pilot=pilot, name=kind, kind=kind, amount=Decimal(amount)))
    plan = builder.plan
    words, lines = Words(plan), plan.all(CostLine)
    amount = next(one for one in columns_of(plan, CostLine) if one.name == "amount")

    def said(*kinds):
        return total(words, amount, [one for one in lines if one.kind_ in kinds])

    assert said("one_off") == "£150"
    assert said("recurring") == "£10 a month"
    assert said("volume") == ""
    assert said("one_off", "recurring") == ""


def test_numbers_of_the_logs_and_days_and_shares(tmp_path):
    builder = PlanBuilder(tmp_path / "p.cxplan").with_pilot()
    with builder.change("More") as change:
        change.add(Action(text="Do it", due=date(2026, 5, 4)))
        change.add(Milestone(pilot=builder.plan.pilots[0], title="One", percent=Decimal("0.125")))
    plan = builder.plan
    words = Words(plan)
    cells = {one.name: words.text(one, plan.all(Action)[0]) for one in columns_of(plan, Action)}
    assert (cells["number"], cells["due"], cells["owner"]) == ("A-001", "4 May 2026", "")
    percent = next(one for one in columns_of(plan, Milestone) if one.name == "percent")
    assert words.text(percent, plan.all(Milestone)[0]) == "12.5%"


def test_text_sorts_naturally_and_whatever_its_case():
    texts = ["b", "Week 10", "week 9", "A", "Éa", "Eb", "9" * 5000, ""]
    assert sorted(texts, key=natural)[-2:] == ["week 9", "Week 10"]
    assert sorted(["Éb", "Ea", "Ec"], key=natural) == ["Ea", "Éb", "Ec"]


def test_one_line_shows_control_characters():
    assert one_line("a\r\n b\x00\t<b>") == "a b␀ <b>"


@pytest.fixture
def actions(tmp_path):
    builder = PlanBuilder(tmp_path / "p.cxplan").with_pilot()
    with builder.change("More") as change:
        for text, day in (
            ("b", date(2026, 5, 4)),
            ("A", None),
            ("c", date(2025, 5, 4)),
            ("a2", date(2026, 5, 4)),
        ):
            change.add(Action(text=text, due=day))
    return builder.plan


def test_sorting_by_several_columns_leaves_empty_cells_last(actions):
    words, columns = Words(actions), {one.name: one for one in columns_of(actions, Action)}
    rows = actions.all(Action)
    by_day = in_order(words, rows, [(columns["due"], True), (columns["text"], False)])
    assert [row.text for row in by_day] == ["a2", "b", "c", "A"]
    assert [row.text for row in in_order(words, rows, [(columns["due"], False)])][-1] == "A"
    assert SortBy("due") == SortBy("due", False)


def test_filter_looks_through_all_cells(actions):
    words, columns = Words(actions), columns_of(actions, Action)
    hays = {row.text: haystack(words, columns, row) for row in actions.all(Action)}
    assert [text for text, hay in hays.items() if found_in(hay, needles_of("MAY 2026"))] == ["b", "a2"]
    assert [text for text, hay in hays.items() if found_in(hay, needles_of("a-003"))] == ["c"]


def test_a_columns_own_filter():
    assert Wanted(texts=frozenset({"A"})).lets("A", "a")
    assert not Wanted(texts=frozenset({"A"})).lets("B", "b")
    assert Wanted(after=date(2026, 1, 1)).lets("4 May 2026", date(2026, 5, 4))
    assert not Wanted(before=date(2026, 1, 1)).lets("", None)
    assert Wanted(empty=True).lets("", None)
    assert not Wanted(empty=False).lets("", None)


def test_fields_that_the_programme_added_are_columns_like_the_others(tmp_path):
    builder = PlanBuilder(tmp_path / "p.cxplan").with_pilot()
    with builder.change("Fields") as change:
        for place, (name, kind, choices) in enumerate(
            (
                ("Region", "choice", ("North", "South")),
                ("Cost code", "text", ()),
                ("Weight", "number", ()),
                ("Seen", "date", ()),
            )
        ):
            change.add(CustomField(table="action", name=name, kind_=kind, choices=choices, position=place))
        change.add(
            Action(
                text="x",
                custom={"Region": "North", "Weight": "1.50", "Seen": "2026-05-04", "Cost code": "=1"},
            )
        )
        change.add(Action(text="y", custom={"Weight": "no number", "Gone": 1}))
    plan = builder.plan
    words = Words(plan)
    columns = [one for one in columns_of(plan, Action) if one.is_custom]
    assert [one.label for one in columns] == ["Region", "Cost code", "Weight", "Seen"]
    first, second = plan.all(Action)
    assert [words.text(one, first) for one in columns] == ["North", "=1", "1.5", "4 May 2026"]
    assert [words.text(one, second) for one in columns] == ["", "", "no number", ""]
    in_order(words, [first, second], [(columns[2], False)])
    assert Reader(words, TODAY).read(columns[0], "south") == "South"
    assert NOON
