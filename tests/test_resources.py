"""The files that ship with the program are whole and serve both screen and paper."""

from __future__ import annotations

from io import BytesIO

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFontDatabase, QImage, QPainter, QRawFont
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot
from reportlab.pdfbase.ttfonts import TTFont
from shared_data import ROOT

import resources

TEXTS = ("Siân", "Kowalczyk", "Łukasz", "Nguyễn", "Ελένη", "Юлия", "→ − ≥ ▲ ▼ ✓", "0123456789 % £ €")
TABLES = sorted(path.stem for path in (ROOT / "resources" / "reference").glob("*.toml"))
FACES = resources.FACES


@pytest.mark.parametrize("face", FACES)
def test_a_face_has_every_letter_on_screen(face: str, qapp: object) -> None:
    font = QRawFont(QByteArray(resources.font_files()[face]), 14)
    assert font.isValid()
    assert font.familyName().startswith("Source Sans 3")
    assert not [letter for text in TEXTS for letter in text if not font.supportsCharacter(ord(letter))]


@pytest.mark.parametrize("face", FACES)
def test_a_face_has_every_letter_on_paper(face: str) -> None:
    font = TTFont(face, BytesIO(resources.font_files()[face]))
    assert not [letter for text in TEXTS for letter in text if ord(letter) not in font.face.charToGlyph]


@pytest.mark.parametrize("face", FACES)
def test_the_digits_of_a_face_are_of_one_width(face: str) -> None:
    font = TTFont(face, BytesIO(resources.font_files()[face]))
    assert len({font.stringWidth(digit, 10) for digit in "0123456789"}) == 1


def test_qt_takes_every_face(qapp: object) -> None:
    for content in resources.font_files().values():
        number = QFontDatabase.addApplicationFontFromData(content)
        assert number >= 0
        assert QFontDatabase.removeApplicationFont(number)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_of_reference_data_is_read_once(table: str) -> None:
    assert resources.toml(table)
    assert resources.toml(table) is resources.toml(table)


def test_there_is_reference_data() -> None:
    assert {"deployment_types", "failure_modes", "governance", "metrics"} <= set(TABLES)


def test_the_tokens_name_the_family_that_ships() -> None:
    assert resources.tokens()["font"]["family"] == "Source Sans 3"
    assert resources.tokens() is resources.tokens()


@pytest.mark.parametrize("name", resources.icon_names())
def test_an_icon_leaves_ink(name: str, qtbot: QtBot) -> None:
    renderer = QSvgRenderer(QByteArray(resources.icon(name).encode()))
    assert renderer.isValid()
    image = QImage(24, 24, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24))


def test_the_licences_lie_beside_what_they_cover() -> None:
    assert "SIL OPEN FONT LICENSE" in resources.read_text("fonts", "OFL.txt").upper()
    assert "Bitstream Vera Fonts Copyright" in resources.read_text("fonts", "DejaVuSans-LICENSE.txt")
    assert "Apache License" in resources.read_text("fonts", "DroidSansFallback-LICENSE.txt")
    assert "ISC License" in resources.read_text("icons", "LICENSE")


@pytest.mark.parametrize(
    "parts", [("fonts", "SourceSans3-Black.ttf"), ("icons", "no-such-icon.svg"), ("nowhere", "at", "all")]
)
def test_a_missing_file_is_named_from_the_package_on(parts: tuple[str, ...]) -> None:
    with pytest.raises(resources.MissingResource) as caught:
        resources.read_bytes(*parts)
    assert caught.value.where == "/".join(("resources", *parts))
    assert caught.value.line() == (
        f"{caught.value.where}: A file of the program is missing or damaged; No plan was changed; "
        "Reinstall the program."
    )


def test_a_file_that_is_no_text_is_called_damaged() -> None:
    with pytest.raises(resources.MissingResource, match=r"SourceSans3-Bold\.ttf"):
        resources.read_text("fonts", "SourceSans3-Bold.ttf")


def test_the_reference_as_json_says_what_the_toml_says():
    from resources.as_json import FOLDER, as_json

    tables = sorted(FOLDER.glob("*.toml"))
    assert len(tables) == 10
    for file in tables:
        assert file.with_suffix(".json").read_text(encoding="utf-8") == as_json(
            file.read_text(encoding="utf-8")
        ), f"{file.name}: run python -m resources.as_json"
