"""The theme comes from the tokens, glyphs from one place, and both repaint when the mode changes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFontInfo, QIcon, QImage, QPainter, QPalette

import resources
from cxworkbench import assessment
from cxworkbench.glyphs import GLYPHS, criterion_glyph, glyph
from ui.glyphs import GlyphLabel, paint_glyph
from ui.icons import icon
from ui.style_sheet import style_sheet
from ui.theme import plain_action, plain_tooltip
from ui.widgets.badge import Badge
from ui.widgets.buttons import Button
from ui.widgets.label import ElidedLabel


def painted(shown, size: int, ratio: int = 1) -> QImage:
    image = QImage(size * ratio, size * ratio, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_glyph(painter, shown, QRectF(0, 0, size, size), QColor("black"), QColor("white"))
    painter.end()
    return image


def ink(image: QImage) -> int:
    size = image.width()
    return sum(image.pixelColor(x, y).lightness() < 128 for x in range(size) for y in range(size))


def test_colours_are_those_of_the_tokens_in_both_modes(theme):
    for mode in ("light", "dark"):
        theme.set_mode(mode)
        for token, value in resources.tokens()["color"][mode].items():
            assert theme.color(token).name().upper() == value.upper()
    theme.set_mode("light")


def test_a_change_of_mode_repaints_everything(qtbot, theme):
    badge = Badge(theme, "failing")
    qtbot.addWidget(badge)
    badge.show()
    light = badge.grab().toImage()
    with qtbot.waitSignal(theme.changed):
        theme.set_mode("dark")
    dark = badge.grab().toImage()
    theme.set_mode("light")
    assert light != dark
    assert badge.grab().toImage() == light


def test_the_bundled_font_is_used_in_its_weights(theme):
    for role, weight in (("body", 400), ("strong", 600), ("title", 600)):
        found = QFontInfo(theme.font(role))
        assert (found.family(), found.weight()) == ("Source Sans 3", weight)
        assert found.pixelSize() == resources.tokens()["type_px"][role]["size"]


def test_all_sizes_go_through_one_factor(theme):
    theme.scale = 1.5
    assert theme.px(10) == 15
    assert theme.control("row_default") == 45
    assert theme.sized(16, 600).pixelSize() == 24
    assert "min-height: 43px" in style_sheet(theme)


def test_the_style_sheet_leaves_no_placeholder(theme):
    assert "$" not in style_sheet(theme)


def test_glyph_words_are_those_of_the_judgement():
    words = {state: shown.word for state, shown in GLYPHS.items()}
    for state, word in {**assessment.CONDITION_WORDS, **assessment.VERDICT_WORDS}.items():
        assert words[state] == word
    for state, word in assessment.GATE_WORDS.items():
        assert glyph(state).word == word
    for state in ("not_met", "not_yet_due", "not_applicable"):
        assert words[state] == assessment.CRITERION_WORDS[state]


def test_glyph_words_and_colours_are_those_of_the_tokens():
    status = resources.tokens()["status"]
    for family in ("condition", "verdict", "criterion"):
        for state, described in status[family].items():
            assert (glyph(state).word, glyph(state).token) == (described["word"], described["token"])


def test_a_criterion_of_lesser_grade_has_the_triangle():
    assert criterion_glyph("not_met", "blocker").shapes == glyph("failing").shapes
    assert criterion_glyph("not_met", "minor").shapes == glyph("at_risk").shapes
    assert criterion_glyph("met", "minor").id == "met"


@pytest.mark.parametrize("size", [11, 12, 14, 18])
@pytest.mark.parametrize("state", GLYPHS)
def test_every_glyph_paints_inside_its_square(qapp, state, size):
    image = painted(GLYPHS[state], size)
    assert size <= ink(image) <= size * size
    assert painted(GLYPHS[state], size, 2) != image


def test_shapes_tell_states_apart_without_colour(qapp):
    different = ("met", "at_risk", "failing", "not_assessed", "below", "on_track", "ready_to_scale")
    different += ("guardrail_breached", "gate_passed", "gate_current", "gate_ahead", "gate_held")
    pictures = [painted(GLYPHS[state], 16) for state in different]
    assert all(a != b for place, a in enumerate(pictures) for b in pictures[place + 1 :])


def test_a_glyph_is_named_by_its_word(qtbot, theme):
    label = GlyphLabel(theme, "failing")
    qtbot.addWidget(label)
    assert label.accessibleName() == "Failing"
    label.show_state("gate_held")
    assert label.accessibleName() == "Held"


def test_every_icon_that_ships_can_be_drawn(theme):
    for name in resources.icon_names():
        assert not icon(theme, name).pixmap(16, 16).isNull()


def test_plan_text_is_never_read_as_markup(qtbot, theme):
    label = ElidedLabel(theme, "<b>Bold</b>\n& more")
    qtbot.addWidget(label)
    assert label.text() == "<b>Bold</b> & more"
    assert label.toolTip() == "<span>&lt;b&gt;Bold&lt;/b&gt; &amp; more</span>"
    assert plain_tooltip("") == ""
    assert plain_action("R&D\tCtrl+X") == "R&&D Ctrl+X"


def test_high_contrast_leaves_ground_ink_and_marks(qtbot, theme):
    theme.set_mode("contrast")
    try:
        ground, ink = theme.color("window"), theme.color("ink")
        assert abs(ground.lightness() - ink.lightness()) > 200
        assert {theme.color(token).name() for token in ("surface", "raised", "fail_soft")} == {ground.name()}
        assert {theme.color(token).name() for token in ("ink3", "line", "control_border")} == {ink.name()}
        assert theme.color("on_accent") == ground
        assert len({theme.color(token).name() for token in ("met", "risk", "fail", "accent")}) == 4
        assert theme.palette().color(QPalette.ColorRole.Text) == ink
    finally:
        theme.set_mode("light")


def test_a_size_of_text_scales_lengths_and_type_and_no_other_is_taken(theme):
    before = theme.font("body").pixelSize()
    theme.set_scale(1.5)
    assert (theme.px(10), theme.font("body").pixelSize()) == (15, round(before * 1.5))
    with pytest.raises(ValueError, match="3"):
        theme.set_scale(3.0)
    theme.set_scale(1.0)
    assert theme.font("body").pixelSize() == before


def test_the_icon_of_a_button_that_waits_is_seen_as_its_word_is(theme, qtbot):
    """White on the accent before, it was white on nearly white while the button could not be pressed."""
    button = Button(theme, "Print", kind="primary", icon="printer")
    qtbot.addWidget(button)

    def strongest() -> QColor:
        picture = button.icon().pixmap(QSize(64, 64), QIcon.Mode.Normal).toImage()
        seen = [picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())]
        return max(seen, key=QColor.alpha)

    assert strongest().name() == theme.color("on_accent").name()
    button.setEnabled(False)
    assert strongest().name() == theme.color("ink3").name()
    button.setEnabled(True)
    assert strongest().name() == theme.color("on_accent").name()
