"""Typed and pasted texts as values, in several locales; what can't be read is refused with a suggestion."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from cxworkbench.grid.columns import Column, columns_of
from cxworkbench.grid.reading import Reader
from cxworkbench.grid.refusal import Refused
from cxworkbench.grid.words import Words
from db.fields import day, decimal, duration, instant, integer, money, share, text, yes_no
from db.models import Action, Milestone, Person, Programme, Stakeholder
from tests.plans import NOON, PlanBuilder

TODAY = date(2026, 3, 11)


@pytest.fixture
def builder(tmp_path):
    made = PlanBuilder(tmp_path / "p.cxplan").with_pilot()
    with made.change("More") as change:
        change.add(Person(name="Marsh, Helga", email="helga@example.org"))
        change.add(Person(name="Priya Raman", email="priya2@example.org", organisation="Other"))
        change.add(Person(name="Daniel Osei", email="d.osei@example.org"))
        change.add(Action(text="Publish the retention policy"))
    yield made
    made.session.close()


def reader_of(builder, locale="en-GB", currency="GBP") -> Reader:
    with builder.change("Locale") as change:
        change.set(
            Programme,
            builder.plan.programme.id,
            locale=locale,
            currency=currency,
            time_zone="Europe/London",
        )
    return Reader(Words(builder.plan), TODAY)


def column(field, name="it") -> Column:
    field.name = field.key = name
    field.record_kind = "milestone"
    return Column(name, field)


DAYS = [
    ("en-GB", "4 May 2026", date(2026, 5, 4)),
    ("en-GB", "4 May", date(2026, 5, 4)),
    ("en-GB", "May 4", date(2026, 5, 4)),
    ("en-GB", "04/05/2026", date(2026, 5, 4)),
    ("en-US", "04/05/2026", date(2026, 4, 5)),
    ("en-US", "13/05/2026", date(2026, 5, 13)),
    ("de-DE", "4.5.2026", date(2026, 5, 4)),
    ("de-DE", "4.5.", date(2026, 5, 4)),
    ("de-DE", "4. Mai 2026", date(2026, 5, 4)),
    ("de-DE", "4. März", date(2026, 3, 4)),
    ("en-GB", "4/5", date(2026, 5, 4)),
    ("en-GB", "2026-05-04", date(2026, 5, 4)),
    ("en-GB", "2026-05-04 00:00:00", date(2026, 5, 4)),
    ("en-GB", "4-May-26", date(2026, 5, 4)),
    ("en-GB", "Mon 4 May", date(2026, 5, 4)),
    ("en-GB", "4 May 2026", date(2026, 5, 4)),
]


@pytest.mark.parametrize(("locale", "typed", "wanted"), DAYS)
def test_a_day(builder, locale, typed, wanted):
    assert reader_of(builder, locale).read(column(day("Due")), typed) == wanted


@pytest.mark.parametrize(
    ("typed", "said", "suggestion"),
    [
        ("31 Feb", "February has 28 days", "28 Feb 2026"),
        ("31 Jun 2026", "June has 30 days", "30 Jun 2026"),
        ("31/06/2026", "June has 30 days", "30 Jun 2026"),
        ("May 2026", "the day is missing", "1 May 2026"),
        ("2026-W18", "this is a week, not a day", "27 Apr 2026"),
        ("8 Mar 2026 10:42", "this is no date", ""),
        ("2026-03-08 10:42", "a day has no time", "8 Mar 2026"),
        ("46146", "this is no date", ""),
        ("soon", "this is no date", ""),
        ("=TODAY()", "this is no date", ""),
        ("4 May 1026", "the year 1026 can't be right", ""),
    ],
)
def test_a_day_that_is_none_is_refused(builder, typed, said, suggestion):
    with pytest.raises(Refused) as caught:
        reader_of(builder).read(column(day("Due")), typed)
    assert (caught.value.what, caught.value.suggestion) == (said, suggestion)
    assert caught.value.where == "milestone, Due"


NUMBERS = [
    ("en-GB", integer("N"), "1,328", 1328),
    ("de-DE", integer("N"), "1.328", 1328),
    ("fr-FR", integer("N"), "1 328", 1328),
    ("de-CH", integer("N"), "1’328", 1328),
    ("en-GB", decimal("N"), "1.234", Decimal("1.234")),
    ("de-DE", decimal("N"), "1.234", Decimal(1234)),
    ("de-DE", decimal("N"), "1,234", Decimal("1.234")),
    ("en-GB", decimal("N"), "1,234", Decimal(1234)),
    ("en-GB", decimal("N"), "1,5", Decimal("1.5")),
    ("de-DE", decimal("N"), "1.5", Decimal("1.5")),
    ("en-GB", decimal("N"), "−3", Decimal(-3)),
    ("en-GB", decimal("N"), "(3)", Decimal(-3)),
    ("en-GB", decimal("N"), "12345678901234567.89", Decimal("12345678901234567.89")),
    ("en-GB", money("N"), "£1,200", Decimal(1200)),
    ("en-GB", money("N"), "GBP 1,200.50", Decimal("1200.50")),
    ("en-GB", money("N"), "-£5", Decimal(-5)),
    ("en-GB", money("N"), "1.2k", Decimal(1200)),
    ("en-GB", money("N"), "£1.2m", Decimal(1200000)),
    ("de-DE", money("N"), "1.200,50 £", Decimal("1200.50")),
    ("en-GB", share("N"), "12 %", Decimal("0.12")),
    ("de-DE", share("N"), "12,5%", Decimal("0.125")),
    ("en-GB", share("N"), "0.12", Decimal("0.12")),
    ("en-GB", share("N"), "12", Decimal("0.12")),
    ("en-GB", share("N"), "0", Decimal(0)),
    ("en-GB", duration("N"), "3:19", 199),
    ("en-GB", duration("N"), "1:02:03", 3723),
    ("en-GB", duration("N"), "199", 199),
]


@pytest.mark.parametrize(("locale", "field", "typed", "wanted"), NUMBERS)
def test_a_number(builder, locale, field, typed, wanted):
    assert reader_of(builder, locale).read(column(field), typed) == wanted


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (integer("N"), "1.5", "a whole number is wanted"),
        (integer("N", low=1, high=5), "6", "6 is above 5"),
        (decimal("N"), "12 %", "this is a percentage, and a number is wanted"),
        (decimal("N"), "=1+1", "this is no number"),
        (decimal("N"), "1" * 60, "this is no number"),
        (decimal("N"), "1e99", "the number has too many digits"),
        (money("N"), "€5", "money of this plan is in GBP"),
        (share("N"), "1", "“1” can mean more than one share"),
        (share("N"), "120%", "1.2 is above 1"),
        (duration("N"), "3:99", "this is no length of time"),
        (yes_no("N"), "perhaps", "this is neither yes nor no"),
    ],
)
def test_a_number_that_is_none_is_refused(builder, field, typed, said):
    with pytest.raises(Refused) as caught:
        reader_of(builder).read(column(field), typed)
    assert caught.value.what == said


def read_column(builder, field, texts, locale="en-GB"):
    reader = reader_of(builder, locale)
    made = column(field)
    pattern = reader.pattern(made, texts)
    found = []
    for one in texts:
        try:
            found.append(reader.read(made, one, None, pattern))
        except Refused as why:
            found.append(why.what)
    return found


def test_a_whole_column_decides_what_one_cell_leaves_open(builder):
    days = read_column(builder, day("D"), ["04/05/2026", "05/13/2026"])
    assert days == [date(2026, 4, 5), date(2026, 5, 13)]
    assert read_column(builder, decimal("N"), ["1,234", "0,5"]) == [Decimal("1.234"), Decimal("0.5")]
    assert read_column(builder, decimal("N"), ["1.234", "2,500.1"]) == [Decimal("1.234"), Decimal("2500.1")]
    assert read_column(builder, decimal("N"), ["1.234", "0.5"], "de-DE") == [Decimal("1.234"), Decimal("0.5")]
    assert read_column(builder, share("N"), ["0.5", "1"]) == [Decimal("0.5"), Decimal(1)]
    assert read_column(builder, share("N"), ["50", "1"]) == [Decimal("0.5"), Decimal("0.01")]


def test_a_column_that_tells_two_things_refuses_only_what_hangs_on_it(builder):
    orders = "two date orders stand in one column"
    texts = ["13/05/2026", "05/13/2026", "2026-05-04", "4 May 2026"]
    assert read_column(builder, day("D"), texts) == [orders, orders, date(2026, 5, 4), date(2026, 5, 4)]
    marks = "some numbers use a decimal point and others a comma"
    assert read_column(builder, decimal("N"), ["1.5", "2,5", "3"]) == [marks, marks, 3]
    shares = read_column(builder, share("N"), ["0.5", "12", "12%"])
    assert shares[2] == Decimal("0.12")
    assert "parts of one" in shares[0]
    assert "share" in shares[1]


def field_of(builder, family, name) -> tuple[Reader, Column]:
    reader = reader_of(builder)
    return reader, next(one for one in columns_of(builder.plan, family) if one.name == name)


@pytest.mark.parametrize("typed", ["Daniel Osei", "daniel  osei", "D.OSEI@example.org"])
def test_a_person_by_name_or_address(builder, typed):
    reader, owner = field_of(builder, Milestone, "owner")
    found = reader.read(owner, typed)
    assert builder.plan.find(found).value("email") == "d.osei@example.org"


@pytest.mark.parametrize(
    ("typed", "said", "suggestion"),
    [
        ("Daniel Osie", "nobody in the plan is called “Daniel Osie”", "Daniel Osei"),
        ("Osei", "nobody in the plan is called “Osei”", "Daniel Osei"),
        ("Wilhelmina", "nobody in the plan is called “Wilhelmina”", ""),
        ("Priya Raman", "several people are called “Priya Raman”", ""),
    ],
)
def test_a_person_who_is_not_there_is_never_made(builder, typed, said, suggestion):
    reader, owner = field_of(builder, Milestone, "owner")
    with pytest.raises(Refused) as caught:
        reader.read(owner, typed)
    assert (caught.value.what, caught.value.suggestion) == (said, suggestion)
    assert len(builder.plan.all(Person)) == 5


def test_a_log_item_by_its_number(builder):
    from db.models import GateCondition

    reader, action = field_of(builder, GateCondition, "action")
    made = builder.plan.all(Action)[0]
    assert reader.read(action, "A-001") == made.id
    assert reader.read(action, "publish the retention policy") == made.id
    reader, came_from = field_of(builder, Action, "came_from")
    assert reader.read(came_from, "a-001") == f"action/{made.id}"


def test_several_people_also_with_commas_in_their_names(builder):
    from db.models import Objective

    reader, agreed = field_of(builder, Objective, "agreed_by")
    assert len(reader.read(agreed, "Daniel Osei, Helen Marsh")) == 2
    assert len(reader.read(agreed, "Marsh, Helga")) == 1
    assert len(reader.read(agreed, "Marsh, Helga; Daniel Osei")) == 2


def test_a_choice_by_label_id_and_beginning(builder):
    from db.models import Risk

    reader, strategy = field_of(builder, Risk, "strategy")
    assert [reader.read(strategy, one) for one in ("Reduce", "REDUCE", "red", "avoid")] == [
        "reduce",
        "reduce",
        "reduce",
        "avoid",
    ]
    with pytest.raises(Refused) as caught:
        reader.read(strategy, "reducs")
    assert caught.value.suggestion == "Reduce"
    with pytest.raises(Refused, match="can mean Avoid or Accept"):
        reader.read(strategy, "a")
    reader, role = field_of(builder, Stakeholder, "role")
    assert reader.read(role, "executive sponsor") == "executive_sponsor"


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("yes", True), ("Y", True), ("✓", True), ("1", True), ("no", False), ("0", False), ("", None)],
)
def test_yes_and_no(builder, typed, wanted):
    assert reader_of(builder).read(column(yes_no("N")), typed) is wanted


def test_a_moment_is_the_programmes_own(builder):
    found = reader_of(builder).read(column(instant("N")), "8 Jul 2026, 10:42")
    assert found == datetime(2026, 7, 8, 10, 42, tzinfo=ZoneInfo("Europe/London"))
    assert found.utcoffset().total_seconds() == 0  # kept in UTC


HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://x")',
    "two\nlines",
    "nul\x00inside",
    "x" * 200,
    "<b>x</b><img src=file:///etc/passwd>",
    "\N{RIGHT-TO-LEFT OVERRIDE}abc",
    "שלום עולם",
    "  blanks around  ",
    "-cmd|'/c calc'!A0",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_text_is_kept_letter_by_letter(builder, typed):
    made = column(text("T"))
    assert reader_of(builder).read(made, typed) == typed


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_is_no_value_of_any_other_kind(builder, typed):
    reader = reader_of(builder)
    for field in (
        integer("N"),
        decimal("N"),
        money("N"),
        share("N"),
        duration("N"),
        day("N"),
        instant("N"),
        yes_no("N"),
    ):
        with pytest.raises(Refused):
            reader.read(column(field), typed)


def test_a_text_as_it_is_shown_changes_nothing(builder):
    """Copying a cell onto itself can't take its hidden digits away."""
    from db.models import Snapshot

    with builder.change("Freeze") as change:
        made = change.add(Snapshot(name="S", taken_at=NOON.replace(second=59), changeset=1, hash="x"))
    reader, at = field_of(builder, Snapshot, "taken_at")
    record = builder.plan.find(made.id)
    words = Words(builder.plan)
    assert reader.read(at, words.text(at, record), record) == made.taken_at
