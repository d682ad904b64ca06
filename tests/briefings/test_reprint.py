"""The same plan, settings and printed time give the same bytes; what a file says of itself is ours alone."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from papers import PRINTED, sponsor_page
from shared_data import ROOT

import resources
from cxworkbench.briefings import fonts

BUILD = """
import hashlib, sys
from datetime import date
from pathlib import Path
from cxworkbench.briefings.compose import compose
from cxworkbench.briefings.settings import settings_of
from cxworkbench.commands.judging import with_past
from db.store import open_plan
session = open_plan(Path(sys.argv[1]), read_only=True)
found = with_past(session, date(2026, 3, 11))
settings = settings_of(found.plan, paper="a4", ink="colour", printed=sys.argv[2])
print(hashlib.sha256(compose("sponsor", found, settings).pdf).hexdigest())
"""


def test_made_twice_it_is_the_same_file(sample):
    assert sponsor_page(sample).pdf == sponsor_page(sample).pdf


def test_another_time_zone_locale_and_hash_seed_change_nothing(sample, sample_file: Path):
    here = hashlib.sha256(sponsor_page(sample).pdf).hexdigest()
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
    assert found.stdout.strip() == here


def test_another_printed_time_or_ink_is_another_file(sample):
    assert len({sponsor_page(sample, "a4", "colour").pdf, sponsor_page(sample, "a4", "grey").pdf}) == 2


@pytest.mark.parametrize("ink", ["colour", "grey"])
def test_every_font_is_embedded_and_ours(sample, ink):
    pdf = sponsor_page(sample, ink=ink).pdf
    assert pdf.count(b"/FontFile2") == pdf.count(b"/Type /FontDescriptor") >= 3
    assert b"Helvetica" not in pdf
    assert b"Times" not in pdf
    names = [line for line in pdf.split(b"\n") if b"/BaseFont" in line]
    assert names
    assert all(b"SourceSans3" in line for line in names)


def test_title_language_and_bookmarks_are_set_and_no_author(sample):
    pdf = sponsor_page(sample).pdf
    document = pypdfium2.PdfDocument(pdf)
    try:
        about = document.get_metadata_dict()
        places = [(mark.level, mark.get_title()) for mark in document.get_toc()]
    finally:
        document.close()
    assert about["Title"] == "Sponsor one-pager, Larkfield service programme"
    assert about["Author"] == ""
    assert about["CreationDate"].startswith("D:20000101")
    assert b"/Lang (en-GB)" in pdf
    assert places[0] == (0, "One pilot to decide, one paused, one preparing")
    assert (1, "Metrics") in places


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_no_letter_is_under_7_5_pt_and_no_rule_under_half_a_point(sample, paper):
    document = pypdfium2.PdfDocument(sponsor_page(sample, paper).pdf)
    sizes, rules = set(), set()
    for part in document[0].get_objects():
        matrix = part.get_matrix()
        scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
        if part.type == pdfium.FPDF_PAGEOBJ_TEXT:
            size = pdfium.c_float()
            assert pdfium.FPDFTextObj_GetFontSize(part, size)
            sizes.add(round(size.value * scale, 3))
        elif part.type == pdfium.FPDF_PAGEOBJ_PATH:
            fill, stroke = pdfium.c_int(), pdfium.FPDF_BOOL()
            assert pdfium.FPDFPath_GetDrawMode(part, fill, stroke)
            if stroke.value:
                width = pdfium.c_float()
                assert pdfium.FPDFPageObj_GetStrokeWidth(part, width)
                rules.add(round(width.value * scale, 3))
    document.close()
    assert min(sizes) >= 7.5
    assert {20.0, 12.0, 8.5, 7.5} <= sizes
    assert min(rules) >= 0.5


def test_a_missing_font_file_is_one_clear_line(monkeypatch):
    monkeypatch.setattr(fonts, "_covered", {})
    monkeypatch.setattr(resources, "FACES", ("Regular", "Absent"))
    with pytest.raises(resources.MissingResource) as missing:
        fonts.register()
    assert missing.value.line() == (
        "resources/fonts/SourceSans3-Absent.ttf: A file of the program is missing or damaged; "
        "No plan was changed; Reinstall the program."
    )


@pytest.mark.parametrize("damage", ["cut", "noise", "flipped"])
def test_a_damaged_font_file_is_one_clear_line(monkeypatch, damage):
    whole = resources.read_bytes("fonts", "SourceSans3-Regular.ttf")
    middle = len(whole) // 2
    content = {
        "cut": whole[:2000],
        "noise": b"no font at all" * 100,
        "flipped": whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :],
    }[damage]
    monkeypatch.setattr(fonts, "_covered", {})
    monkeypatch.setattr(resources, "font_files", lambda: {"Regular": content})
    with pytest.raises(resources.MissingResource, match=r"resources/fonts/SourceSans3-Regular\.ttf"):
        fonts.register()
