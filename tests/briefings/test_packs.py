"""Packs: sections in the order chosen, bound with continuous pages; kept as presets; a run for every stakeholder."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pypdfium2
import pytest
from papers import DAY, PRINTED, judged, made_of, pages_of, squeezed, text_of
from plans import PlanBuilder
from reportlab.platypus.flowables import Flowable
from rich import full_plan

from cxworkbench.briefings import contents
from cxworkbench.briefings.binding import sheets
from cxworkbench.briefings.chart_block import ChartBlock
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.kinds import KINDS, in_packs
from cxworkbench.briefings.naming import edition_name, pdf_name
from cxworkbench.briefings.packs import (
    Preset,
    built_in,
    compose_pack,
    first_page_of,
    logo_of,
    orders,
    presets,
    save,
    settings_for,
)
from cxworkbench.briefings.page import bound
from cxworkbench.briefings.settings import settings_of
from cxworkbench.briefings.tables import Table
from db.contents import pack
from db.errors import UserError
from db.models import Attachment, Pack, Person, Stakeholder, Wording


def preset_of(*sections: str, **more) -> Preset:
    return Preset("", "Our pack", "steering", sections, **more)


def bound_pack(found, preset: Preset, **more):
    return compose_pack(preset, found, settings_for(preset, found.plan, printed=PRINTED, **more))


# ------------------------------------------------------------------------------------------------- sections


def test_sections_stand_in_the_order_chosen_with_continuous_pages(sample):
    made = bound_pack(sample, preset_of("risks", "data", "paper:minutes", "paper:board", "adoption"))
    names = [part.name for part in made.parts if part.level == 0]
    kinds = ["open items", "not ready", "One decision", "Agent Assist returns", "short of plan"]
    places = [next(place for place, name in enumerate(names) if word in name) for word in kinds]
    assert places == sorted(places)
    for number, page in enumerate(pages_of(made.pdf), 1):
        assert f"Page {number} of {made.pages}" in page


def test_every_section_and_every_paper_can_be_bound_alone_and_all_together(sample):
    every = in_packs()
    assert {one.id for one in every} >= {f"paper:{kind}" for kind in KINDS if kind != "steering"}
    for one in every:
        made = bound_pack(sample, preset_of(one.id))
        assert made.pages >= 1
        assert any(
            "No. " in page or "Notes" in page or "waiver" in page.lower() for page in pages_of(made.pdf)
        )
    made = bound_pack(sample, preset_of(*(one.id for one in every)))
    assert f"Page {made.pages} of {made.pages}" in pages_of(made.pdf)[-1]


def test_own_wording_stands_at_its_section_and_says_whose_it_is(sample):
    words = {"foreword": "Please read page 1.", "data": "We <b>wait</b> for the knowledge base."}
    made = bound_pack(sample, preset_of("cover", "data", "risks", words=words))
    pages = [squeezed(page) for page in pages_of(made.pdf)]
    data = next(part for part in made.parts if "ready" in part.name and part.level == 0)
    assert squeezed("Please read page 1.") in pages[0]
    assert (
        squeezed("We <b>wait</b> for the knowledge base. In the words of the programme office")
        in pages[data.first - 1]
    )


def test_own_header_and_footer_stand_on_every_page(sample):
    made = bound_pack(
        sample, preset_of("data", "risks", header="Board only & <b>secret</b>", footer="Do not copy")
    )
    for page in pages_of(made.pdf):
        assert "Board only & <b>secret</b>" in page
        assert "Do not copy" in page


def test_a_long_foreword_goes_on_over_pages_and_loses_nothing(sample):
    said = " ".join(f"Sentence number {place}." for place in range(1500))
    made = bound_pack(sample, preset_of("cover", words={"foreword": said}))
    assert made.pages > 3
    text = squeezed(text_of(made.pdf))
    assert all(squeezed(f"Sentence number {place}.") in text for place in (0, 700, 1499))


# -------------------------------------------------------------------------------------------------- grammar


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Twenty pilots with something of everything, laid out as a pack with a page for every metric."""
    built = full_plan(PlanBuilder(tmp_path_factory.mktemp("many") / "p.cxplan"), "Short text here", pilots=20)
    found = judged(built.plan)
    preset = preset_of(*built_in().sections, "more_metrics", "all_controls")
    edition = Edition(found, settings_for(preset, found.plan, printed=PRINTED), "steering")
    laid = list(sheets(edition))
    contents.fill(laid)
    return edition.form, laid, list(bound(laid, edition.form))


def inside(block: Flowable) -> Iterator[Flowable]:
    yield block
    for inner in getattr(block, "blocks", ()):
        yield from inside(inner)


def test_a_table_over_pages_repeats_its_head_and_leaves_no_single_row(many):
    _, laid, pages = many
    whole = {
        id(row): table
        for sheet in laid
        for block in sheet.flow
        for table in tables(block)
        for row in table.rows
    }
    parts = 0
    for page in pages:
        for placed in page.placed:
            for table in tables(placed.block):
                first = whole.get(id(table.rows[0])) if table.rows else None
                if first is None or len(first.rows) == len(table.rows):
                    continue
                parts += 1
                assert table.head is first.head
                assert len(table.rows) >= 2
    assert parts > 10


def tables(block: Flowable) -> list[Table]:
    return [one for one in inside(block) if isinstance(one, Table)]


def test_every_chart_stands_whole_on_one_page(many):
    form, laid, pages = many
    wanted = [
        one for sheet in laid for block in sheet.flow for one in inside(block) if isinstance(one, ChartBlock)
    ]
    placed = [
        one
        for page in pages
        for block in page.placed
        for one in inside(block.block)
        if isinstance(one, ChartBlock)
    ]
    assert placed == wanted
    assert len(placed) == 20
    for page in pages:
        for block in page.placed:
            assert block.top <= form.first_line + 1e-6
            assert block.top - block.height >= form.last_line - 1e-6


def test_no_heading_is_the_last_block_of_a_page(many):
    _, _, pages = many
    for page in pages:
        solid = [placed.block for placed in page.placed if placed.height]
        assert not getattr(solid[-1], "keepWithNext", 0)


# ------------------------------------------------------------------------------------------- presets, logo


def test_a_preset_is_kept_with_its_sections_looks_and_words_and_changed_in_place(tmp_path):
    built = full_plan(PlanBuilder(tmp_path / "p.cxplan"))
    assert presets(built.plan) == [built_in()]
    mine = Preset(
        "",
        "Quarterly",
        "board",
        ("data", "cover"),
        "letter",
        "grey",
        False,
        "Head",
        "Foot",
        None,
        {"data": "Late."},
    )
    with built.change("Keep a pack") as change:
        kept = save(change, built.plan, mine)
    found = presets(built.plan)
    assert [(one.name, one.sections, one.paper, one.ink, one.confidential) for one in found] == [
        ("Quarterly", ("data", "cover"), "letter", "grey", False)
    ]
    assert (found[0].header, found[0].footer, dict(found[0].words)) == ("Head", "Foot", {"data": "Late."})
    settings = settings_for(found[0], built.plan, printed=PRINTED)
    assert (settings.paper, settings.ink, settings.sections, settings.title) == (
        "letter", "grey", ("data", "cover"), "Quarterly",
    )  # fmt: skip
    assert settings_for(found[0], built.plan, printed=PRINTED, paper="a4").paper == "a4"
    with built.change("Change it") as change:
        save(change, built.plan, Preset(kept.id, "Monthly", "steering", ("risks",)))
    assert [(one.id, one.name, one.sections, dict(one.words)) for one in presets(built.plan)] == [
        (kept.id, "Monthly", ("risks",), {})
    ]
    assert len(built.plan.all(Pack)) == 1
    assert len(built.plan.all(Wording)) == 1


def picture(kind: str, size: tuple[int, int] = (40, 20)) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_stands_in_the_running_head_of_every_page(tmp_path, kind):
    built = full_plan(PlanBuilder(tmp_path / "p.cxplan"))
    preset = Preset("", "Ours", "steering", ("data", "risks"), logo=attached(built, picture(kind)))
    found = judged(built.plan)
    made = compose_pack(
        preset, found, settings_for(preset, built.plan, printed=PRINTED, read=built.session.kept)
    )
    document = pypdfium2.PdfDocument(made.pdf)
    for page in document:
        images = [one for one in page.get_objects() if one.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
        assert len(images) == 1
        assert images[0].get_bounds()[1] > page.get_height() - 60
    document.close()


def attached(built: PlanBuilder, content: bytes) -> str:
    with built.change("Attach") as change:
        packed = pack(content)
        file = change.add(
            Attachment(name="logo.png", media_type="image/png", size=len(content), sha256=change.keep(packed))
        )
    return file.id


@pytest.mark.parametrize(
    "content",
    [b"no picture", b"", picture("PNG")[:60], picture("GIF"), picture("PNG", (5000, 5000))],
    ids=["text", "empty", "cut short", "gif", "too large"],
)
def test_a_logo_that_is_no_picture_is_one_clear_line(tmp_path, content):
    built = PlanBuilder(tmp_path / "p.cxplan")
    logo = attached(built, content)
    with pytest.raises(UserError, match="logo is no picture") as refused:
        logo_of(built.plan, logo, built.session.kept)
    assert refused.value.to_do
    assert logo_of(built.plan, None, built.session.kept) is None


# ------------------------------------------------------------------------------------------------ a run for all


def test_a_run_gives_every_stakeholder_their_own_paper_and_edition(sample):
    settings = settings_of(sample.plan, printed=PRINTED)
    made = orders(sample, settings)
    given = [one for one in sample.plan.all(Stakeholder) if one.paper in KINDS]
    assert {order.settings.stakeholder for order in made} <= {one.id for one in given}
    assert len(made) > 5
    assert len({order.file_name.casefold() for order in made}) == len(made)
    by_reader = {one.id: one for one in given}
    for order in made:
        assert order.kind == by_reader[order.settings.stakeholder].paper
        assert order.file_name.endswith("-2026-03-11.pdf")
    one = next(order for order in made if order.kind == "sponsor")
    assert made_of(one.kind, sample, stakeholder=one.settings.stakeholder).audience == "sponsor"


def test_a_run_of_a_preset_gives_it_to_each(sample):
    preset = preset_of("data")
    chosen = [one.id for one in sample.plan.all(Stakeholder)][:3]
    made = orders(sample, settings_for(preset, sample.plan, printed=PRINTED), preset=preset, readers=chosen)
    assert [order.settings.stakeholder for order in made] == chosen
    assert all("our-pack" in order.file_name for order in made)


def test_two_readers_of_one_name_get_two_files(tmp_path):
    built = full_plan(PlanBuilder(tmp_path / "p.cxplan"))
    with built.change("Add readers") as change:
        for _ in range(2):
            change.add(
                Stakeholder(person=change.add(Person(name="Jo Bloggs")), paper="data", audience="data")
            )
    names = [
        order.file_name for order in orders(judged(built.plan), settings_of(built.plan, printed=PRINTED))
    ]
    assert "jo-bloggs-data-readiness-report-2026-03-11.pdf" in names
    assert "jo-bloggs-data-readiness-report-2026-03-11-2.pdf" in names


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "CON",
        "nul.txt",
        'a/b\\c:d*e?f"g<h>i|j',
        " . ",
        "",
        "\u202egnp",
        "x" * 300,
        "漢字" * 90,
        "-rf",
    ],
)
def test_file_names_are_safe_in_any_folder(name):
    for made in (edition_name(name, "Board paper", DAY), pdf_name(name, "Board paper", DAY)):
        assert re.fullmatch(r"[\w\-]+\.pdf", made)
        assert len(made) <= 100
        assert len(made.encode()) <= 160
        assert not made.startswith(("-", "."))
        assert made.split(".")[0].lower() not in {"con", "nul", "prn", "aux"}
        assert "2026-03-11" in made


def test_a_run_can_be_broken_off_between_pages(sample):
    told = []

    def step(done: int, of: int) -> None:
        told.append((done, of))
        if done == 3:
            raise KeyboardInterrupt

    preset = built_in()
    with pytest.raises(KeyboardInterrupt):
        compose_pack(preset, sample, settings_for(preset, sample.plan, printed=PRINTED), step)
    assert [done for done, _ in told if done] == [1, 2, 3]
    assert {of for done, of in told if done} == {made_of("steering", sample).pages}
    assert told[0][0] == 0


def test_the_first_page_of_a_pack_comes_alone(sample):
    preset = built_in()
    settings = settings_for(preset, sample.plan, printed=PRINTED)
    first = pages_of(first_page_of(preset, sample, settings))
    whole = pages_of(compose_pack(preset, sample, settings).pdf)
    assert len(first) == 1
    assert squeezed(first[0].split("Page 1")[1])[:400] in squeezed(whole[0])
