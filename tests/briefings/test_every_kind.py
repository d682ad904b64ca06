"""What holds for every kind of paper, on both sizes and in both inks: the sample programme's nine papers."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from papers import PRINTED, made_of, pages_of, picture_of, squeezed, text_of
from shared_data import ROOT

from cxworkbench.briefings.compose import first_page
from cxworkbench.briefings.kinds import KINDS
from cxworkbench.briefings.settings import settings_of

FORMS = [("a4", "colour"), ("a4", "grey"), ("letter", "colour"), ("letter", "grey")]
SIZES = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}
BUILD = """
import hashlib, json, sys
from datetime import date
from pathlib import Path
from cxworkbench.briefings.compose import compose
from cxworkbench.briefings.kinds import KINDS
from cxworkbench.briefings.settings import settings_of
from cxworkbench.commands.judging import with_past
from db.store import open_plan
session = open_plan(Path(sys.argv[1]), read_only=True)
found = with_past(session, date(2026, 3, 11))
settings = settings_of(found.plan, paper="a4", ink="colour", printed=sys.argv[2])
print(json.dumps({kind: hashlib.sha256(compose(kind, found, settings).pdf).hexdigest() for kind in KINDS}))
"""


@pytest.fixture(scope="session")
def paper(sample):
    return cache(lambda kind, form=FORMS[0]: made_of(kind, sample, paper=form[0], ink=form[1]))


every_kind = pytest.mark.parametrize("kind", KINDS)
every_form = pytest.mark.parametrize("form", FORMS, ids="-".join)


@every_kind
@every_form
def test_pages_have_their_size_and_are_counted_dated_and_named(paper, kind, form):
    made = paper(kind, form)
    document = pypdfium2.PdfDocument(made.pdf)
    sizes = {tuple(round(one, 1) for one in page.get_size()) for page in document}
    document.close()
    assert sizes == {tuple(round(one, 1) for one in SIZES[form[0]])}
    pages = pages_of(made.pdf)
    assert len(pages) == made.pages
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {made.pages}" in page
        assert "As of 11 Mar 2026" in page
        assert f"Printed {PRINTED}" in page
        assert "Larkfield Energy, Larkfield service programme" in page
    assert made.fits


@every_kind
@every_form
def test_no_letter_is_under_7_5_pt_and_no_rule_under_half_a_point(paper, kind, form):
    made = paper(kind, form)
    sizes, rules = measures(made.pdf)
    assert min(sizes) >= 7.5
    assert min(rules) >= 0.5
    assert made.smallest >= 7.5


def measures(pdf: bytes) -> tuple[set[float], set[float]]:
    """Sizes of letters and widths of lines, points, each with how far it is scaled."""
    document = pypdfium2.PdfDocument(pdf)
    sizes, rules = set[float](), set[float]()
    for page in document:
        for part in page.get_objects():
            matrix = part.get_matrix()
            scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
            if part.type == pdfium.FPDF_PAGEOBJ_TEXT:
                size = pdfium.c_float()
                assert pdfium.FPDFTextObj_GetFontSize(part, size)
                sizes.add(round(size.value * scale, 3))
            elif part.type == pdfium.FPDF_PAGEOBJ_PATH:
                fill, stroke, width = pdfium.c_int(), pdfium.FPDF_BOOL(), pdfium.c_float()
                assert pdfium.FPDFPath_GetDrawMode(part, fill, stroke)
                if stroke.value:
                    assert pdfium.FPDFPageObj_GetStrokeWidth(part, width)
                    rules.add(round(width.value * scale, 3))
    document.close()
    return sizes, rules


@every_kind
@every_form
def test_nothing_stands_outside_the_margins(paper, kind, form):
    document = pypdfium2.PdfDocument(paper(kind, form).pdf)
    wide, high = SIZES[form[0]]
    for page in document:
        for part in page.get_objects():
            left, bottom, right, top = part.get_bounds()
            assert left >= 36
            assert right <= wide - 36
            assert bottom >= 18
            assert top <= high - 18
    document.close()


@every_kind
@pytest.mark.parametrize("form", [FORMS[1], FORMS[3]], ids="-".join)
def test_grey_ink_has_no_coloured_point(paper, kind, form):
    made = paper(kind, form)
    for page in range(made.pages):
        picture = picture_of(made.pdf, 1.0, page)
        assert np.ptp(picture, axis=2).max() <= 2


@every_kind
def test_fonts_are_embedded_and_ours_and_nothing_is_linked_or_run(paper, kind):
    pdf = paper(kind).pdf
    assert pdf.count(b"/FontFile2") == pdf.count(b"/Type /FontDescriptor") >= 2
    names = [line for line in pdf.split(b"\n") if b"/BaseFont" in line]
    assert names
    assert all(b"SourceSans3" in line for line in names)
    for door in (b"/URI", b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/OpenAction"):
        assert door not in pdf


@every_kind
def test_title_language_and_outline_are_set(paper, kind):
    made = paper(kind)
    document = pypdfium2.PdfDocument(made.pdf)
    about = document.get_metadata_dict()
    marks = [(mark.level, mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
    document.close()
    assert about["Title"].startswith(KINDS[kind].name)
    assert about["Author"] == ""
    assert b"/Lang (en-GB)" in made.pdf
    assert marks[0][0] == 0
    pages = [squeezed(page) for page in pages_of(made.pdf)]
    assert all(squeezed(title) in pages[page] for _, title, page in marks)
    assert [(part.level, part.name, part.first - 1) for part in made.parts] == [
        mark for mark in marks if mark[0] <= 1
    ]


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf isn't installed here")
@every_kind
def test_qpdf_finds_nothing_wrong(paper, kind, tmp_path):
    path = tmp_path / "p.pdf"
    path.write_bytes(paper(kind).pdf)
    found = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr


@every_kind
def test_made_twice_it_is_the_same_file(paper, sample, kind):
    assert made_of(kind, sample).pdf == paper(kind).pdf


def test_another_time_zone_locale_and_hash_seed_change_no_kind(paper, sample_file: Path):
    here = {kind: hashlib.sha256(paper(kind).pdf).hexdigest() for kind in KINDS}
    elsewhere = {
        "TZ": "Pacific/Auckland",
        "LC_ALL": "de_DE.UTF-8",
        "PYTHONHASHSEED": "4711",
        "PYTHONPATH": str(ROOT),
    }
    found = subprocess.run(
        [sys.executable, "-c", BUILD, str(sample_file), PRINTED],
        env={**os.environ, **elsewhere},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(found.stdout) == here


@every_kind
def test_its_first_page_alone_is_the_first_page(paper, sample, kind):
    settings = settings_of(sample.plan, paper="a4", ink="colour", printed=PRINTED)
    alone = pages_of(first_page(kind, sample, settings))
    assert len(alone) == 1
    whole = squeezed(pages_of(paper(kind).pdf)[0].split("Page 1 of")[0])
    begun = squeezed(alone[0].split("Page 1")[0])
    assert begun[:400] == whole[:400]


@every_kind
def test_the_report_has_the_pages_the_size_and_what_is_left_out(paper, kind):
    made = paper(kind)
    said = [line for _, line in made.checks()]
    assert any("page" in line for line in said)
    assert any(line.startswith("Smallest text is ") for line in said)
    assert all(f"{line[:1].upper()}{line[1:]}" in said for line in made.left_out)


def test_the_steering_pack_has_six_to_twenty_pages_the_sponsors_page_one(paper):
    assert 6 <= paper("steering").pages <= 20
    assert paper("sponsor").pages == 1


def test_a_foreword_of_ones_own_stands_on_every_kind(sample):
    for kind in KINDS:
        made = made_of(kind, sample, words={"foreword": "Read this <b>first</b>, please."})
        assert squeezed("Read this <b>first</b>, please.") in squeezed(text_of(made.pdf)), kind
