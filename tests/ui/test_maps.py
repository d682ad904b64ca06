"""Maps of risks and of stakeholders: each thing is a real button at its place, named in words, reached by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt

from cxworkbench.plan import Ref
from cxworkbench.raid import RiskPoint, level_word
from cxworkbench.stakeholders import MapPoint
from ui.maps.risk_matrix import RiskMatrix
from ui.maps.support_map import SupportMap


def risk(code, now, was=None):
    return RiskPoint(Ref("risk", code), code, now, was, level_word(*now))


@pytest.fixture
def matrix(qtbot, theme):
    made = RiskMatrix(theme)
    qtbot.addWidget(made)
    made.resize(360, 240)
    made.show_points(
        [risk("R-09", (5, 4), (3, 4)), risk("R-10", (2, 2)), risk("R-11", (2, 2))], {"R-09": "Wrong fees"}
    )
    made.show()
    qtbot.waitExposed(made)
    return made


def middle(mark):
    return mark.geometry().center()


def test_likelihood_goes_up_and_impact_to_the_right(matrix):
    high, low = matrix.marks["R-09"], matrix.marks["R-10"]
    assert middle(high).y() < middle(low).y()
    assert middle(high).x() > middle(low).x()
    box = matrix.plot()
    assert box.left() + 3 * box.width() / 5 < middle(high).x() < box.left() + 4 * box.width() / 5
    assert box.top() < middle(high).y() < box.top() + box.height() / 5


def test_two_in_one_place_do_not_cover_each_other(matrix):
    assert not matrix.marks["R-10"].geometry().intersects(matrix.marks["R-11"].geometry())


def test_each_says_what_it_is_and_where_it_stood(matrix):
    assert matrix.marks["R-09"].accessibleName() == "R-09 Wrong fees. Certain, major: High, was possible"
    assert matrix.accessibleName() == "Probability and impact: 3 open risks, 1 high"
    assert len(matrix.trails) == 1


def test_keyboard_and_click_choose(qtbot, matrix):
    chosen = []
    matrix.chosen.connect(chosen.append)
    matrix.marks["R-10"].setFocus()
    qtbot.keyClick(matrix.marks["R-10"], Qt.Key.Key_Space)
    qtbot.mouseClick(matrix.marks["R-09"], Qt.MouseButton.LeftButton)
    assert [ref.id for ref in chosen] == ["R-10", "R-09"]
    assert [id for id, mark in matrix.marks.items() if mark.isChecked()] == ["R-09"]
    matrix.choose("R-11")
    assert [id for id, mark in matrix.marks.items() if mark.isChecked()] == ["R-11"]


def test_everything_stays_inside_and_in_place_when_the_map_is_resized(matrix):
    for width, height in ((240, 170), (900, 600)):
        matrix.resize(width, height)
        inside = QRect(0, 0, width, height)
        assert all(inside.contains(mark.geometry()) for mark in matrix.marks.values())


def test_a_fall_of_support_is_red_and_said(qtbot, theme):
    made = SupportMap(theme)
    qtbot.addWidget(made)
    made.resize(600, 320)
    made.show_points(
        [
            MapPoint(Ref("stakeholder", "rob"), "Rob Ellery", (4, 1), (4, 3)),
            MapPoint(Ref("stakeholder", "meera"), "Meera Nair", (3, 3), None),
            MapPoint(Ref("stakeholder", "owen"), "Owen Hart", (3, 3), (3, 2)),
            MapPoint(Ref("stakeholder", "low"), "<b>Jonas</b>", (0, 4), None),
        ]
    )
    rob, meera, owen = (made.marks[id] for id in ("rob", "meera", "owen"))
    assert rob.tone == "fail"
    assert owen.tone == "series1"
    assert rob.accessibleName() == "Rob Ellery: influence very high, doubtful, was supports"
    assert made.accessibleName() == "Influence and support: 4 people, support of 1 fell"
    assert not meera.geometry().intersects(owen.geometry())
    assert abs(middle(meera).y() - middle(owen).y()) <= 1, "who shares a place stays on its line"
    assert "<b>" not in made.marks["low"].toolTip()
    assert middle(made.marks["low"]).y() > middle(rob).y()


class TestManyRisksInOnePlace:
    """Two hundred chips on one another say nothing and stop the window: a cell shows a few and says how many more."""

    @pytest.fixture
    def crowded(self, matrix):
        matrix.show_points([*(risk(f"R-{place}", (3, 3)) for place in range(200)), risk("R-500", (1, 1))], {})
        return matrix

    def test_a_few_stand_there_and_the_rest_is_counted(self, crowded):
        assert set(crowded.marks) == {"R-0", "R-1", "R-2", "R-3", "R-500"}
        seen = [mark for id, mark in crowded.marks.items() if id != "R-500" and mark.isVisible()]
        assert 1 <= len(seen) <= 4
        assert crowded.more == {(3, 3): 200 - len(seen)}
        assert crowded.accessibleName() == "Probability and impact: 201 open risks, 0 high"

    def test_the_chosen_one_gets_its_chip(self, crowded):
        crowded.choose("R-150")
        assert [id for id, mark in crowded.marks.items() if mark.isChecked()] == ["R-150"]
        assert crowded.marks["R-150"].isVisible()

    def test_few_risks_are_all_there(self, matrix):
        assert set(matrix.marks) == {"R-09", "R-10", "R-11"}
        assert matrix.more == {}


@pytest.mark.parametrize("size", [(270, 170), (330, 200), (600, 420)])
def test_chips_stay_in_their_cell_and_off_the_words_of_the_axes(qtbot, theme, size):
    made = RiskMatrix(theme)
    qtbot.addWidget(made)
    made.resize(*size)
    made.show()
    points = [
        RiskPoint(Ref("risk", f"R-{place}"), f"R-{place:02}", (likelihood, impact), None, "Low")
        for place, (likelihood, impact) in enumerate(
            (likelihood, impact) for likelihood in (1, 3, 5) for impact in (1, 3, 5) for _ in range(6)
        )
    ]
    made.show_points(points, {})
    box = made.plot().toAlignedRect()
    tall = box.height() / 5
    seen = [(made.marks[one.ref.id], one) for one in points if one.ref.id in made.marks]
    for mark, point in seen:
        if mark.isVisible():
            assert mark.geometry().bottom() <= box.bottom() + 1
            top = box.bottom() - point.now[0] * tall
            assert top - 2 <= mark.geometry().top()
            assert mark.geometry().bottom() <= top + tall + 2 or tall < mark.height()
    visible = [mark.geometry() for mark, _ in seen if mark.isVisible()]
    assert not any(one.intersects(two) for place, one in enumerate(visible) for two in visible[:place])
    assert sum(made.more.values()) + len(visible) == len(points)
