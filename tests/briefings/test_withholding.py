"""Confidential rows are on no paper of an audience that may not see them, and every paper counts what it withholds."""

from __future__ import annotations

import pypdfium2
import pytest
from papers import DAY, judged, made_of, text_of
from plans import PlanBuilder
from rich import full_plan

from cxworkbench.briefings.kinds import KINDS
from cxworkbench.briefings.packs import built_in, compose_pack, settings_for
from db.models import Commitment, CostActual, CostLine, Person, RoiCase, Stakeholder, Tool
from db.records import FAMILIES, Confidential

#: In every text of every confidential row.
MARK = "Zqx"
SEEING = {"sponsor", "steering"}


@pytest.fixture(scope="module")
def hidden(tmp_path_factory):
    """A plan in which all is confidential that can be; readers by their audience."""
    built = full_plan(PlanBuilder(tmp_path_factory.mktemp("hidden") / "p.cxplan"), "Open words", pilots=2)
    readers = {}
    with built.change("Add readers and what is confidential") as change:
        for audience in Stakeholder.fields["audience"].choices:
            person = change.add(Person(name=f"Reader {audience}"))
            readers[audience] = change.add(Stakeholder(person=person, audience=audience)).id
        change.add(
            Commitment(stakeholder=readers["board"], pilot=built.made["pilot"], text="Say so", due=DAY)
        )
        change.add(Tool(pilot=built.made["pilot"], name="Clearline", vendor="Clear", status="contracted"))
        for case in built.plan.all(RoiCase):
            line = next(one for one in built.plan.all(CostLine) if one.case == case.id)
            change.add(CostActual(cost_line=line, month=DAY.replace(day=1), amount=120_000))
    readers_people = {built.plan.get(Stakeholder, id).person for id in readers.values()}
    with built.change("Mark") as change:
        for family in FAMILIES.values():
            if not issubclass(family, Confidential):
                continue
            for record in built.plan.all(family):
                if record.id in readers.values() or record.id in readers_people:
                    continue
                texts = {
                    name: f"{MARK} {family.label.lower()} {name}"
                    for name, field in family.fields.items()
                    if field.kind in {"text", "long_text"} and record.value(name)
                }
                change.set(record, confidential=True, **texts)
    return judged(built.plan), readers


def marks(pdf: bytes) -> int:
    """How often the mark stands in a file: on its pages, in its outline and in what it says of itself."""
    document = pypdfium2.PdfDocument(pdf)
    around = [mark.get_title() for mark in document.get_toc()] + list(document.get_metadata_dict().values())
    document.close()
    return (text_of(pdf) + " ".join(around)).count(MARK)


@pytest.mark.parametrize(
    "audience", [one for one in Stakeholder.fields["audience"].choices if one not in SEEING]
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_reader_who_may_not_see_them_never_does(hidden, kind, audience):
    found, readers = hidden
    made = made_of(kind, found, stakeholder=readers[audience])
    assert marks(made.pdf) == 0
    assert made.audience == audience
    assert made.withheld
    rows = "row is" if made.withheld == 1 else "rows are"
    assert f"{made.withheld} confidential {rows} withheld from this edition" in " ".join(
        text_of(made.pdf).split()
    )
    assert any(f"{made.withheld} confidential row" in line for _, line in made.checks())


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].audience not in SEEING])
def test_an_edition_for_all_of_such_an_audience_shows_none_either(hidden, kind):
    assert marks(made_of(kind, hidden[0]).pdf) == 0


@pytest.mark.parametrize("kind", ["sponsor", "steering"])
def test_who_may_see_them_does_and_nothing_is_withheld(hidden, kind):
    found, readers = hidden
    for reader in (None, readers["sponsor"], readers["steering"]):
        made = made_of(kind, found, stakeholder=reader)
        assert marks(made.pdf) > 0
        assert made.withheld == 0
        assert "withheld" not in text_of(made.pdf)


def test_asking_for_them_shows_none_to_a_reader_who_may_not_see_them(hidden):
    found, readers = hidden
    assert marks(made_of("steering", found, stakeholder=readers["data"], confidential=True).pdf) == 0
    assert marks(made_of("governance", found, confidential=True).pdf) > 0
    assert marks(made_of("steering", found, confidential=False).pdf) == 0


def test_a_pack_is_withheld_from_as_its_papers_are(hidden):
    found, readers = hidden
    whole = tuple(f"paper:{kind}" for kind in KINDS if kind != "steering")
    preset = built_in()
    preset = type(preset)("", "All of it", "steering", (*preset.sections, *whole))
    settings = settings_for(preset, found.plan, printed="now", stakeholder=readers["front line"])
    made = compose_pack(preset, found, settings)
    assert marks(made.pdf) == 0
    assert made.withheld


def test_a_name_inside_a_longer_word_is_another_word(tmp_path):
    built = PlanBuilder(tmp_path / "p.cxplan").with_pilot("Also Alice")
    with built.change("Hide") as change:
        change.set(built.made["owner"], name="Al", confidential=True)
    text = text_of(made_of("governance", judged(built.plan)).pdf)
    assert "Also Alice" in text
    assert "Name withheldso" not in text
