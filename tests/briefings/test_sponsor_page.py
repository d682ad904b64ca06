"""The sponsor one-pager: one page, the judgement's own words and figures, and what is left out is said."""

from __future__ import annotations

from datetime import date

import pytest
from papers import judged, picture_of, sponsor_page, squeezed, text_of
from plans import PlanBuilder, weeks

from cxworkbench import formats
from cxworkbench.briefings.kinds import KINDS, settings_of
from cxworkbench.recommendation import recommendations
from db.errors import WrongUsage
from db.models import Action, Decision, Engagement, Sponsor, Stakeholder

FORMS = [("a4", "colour"), ("a4", "grey"), ("letter", "colour"), ("letter", "grey")]
LONG = ("Somebody typed a name of two hundred letters into this field " * 4)[:200].strip()


def with_review(builder: PlanBuilder, day: date | None) -> PlanBuilder:
    with builder.change("Name a sponsor") as change:
        person = builder.made["sponsor"]
        change.add(Sponsor(person=person))
        stakeholder = change.add(Stakeholder(person=person))
        if day is not None:
            change.add(Engagement(stakeholder=stakeholder, kind_="review", planned=day))
    return builder


@pytest.mark.parametrize(("paper", "ink"), FORMS)
def test_the_sample_fits_one_page_that_is_not_blank(sample, paper, ink):
    made = sponsor_page(sample, paper, ink)
    assert made.pages == 1
    picture = picture_of(made.pdf)
    assert 0.02 < (picture.min(axis=2) < 128).mean() < 0.2
    assert "Page 1 of 1" in text_of(made.pdf)


def test_the_finding_comes_first_and_names_whom_it_is_for(sample):
    lines = text_of(sponsor_page(sample).pdf).splitlines()
    assert "One pilot to decide, one paused, one preparing" in lines
    assert "For Helen Marsh and Rob Ellery, sponsor review 5, Thursday 12 March 2026, 14:00." in lines
    assert lines.index("One pilot to decide, one paused, one preparing") < 3


@pytest.mark.parametrize(("paper", "ink"), FORMS)
def test_every_figure_on_paper_is_the_judgements_own(sample, paper, ink):
    made = sponsor_page(sample, paper, ink)
    text, left_out = squeezed(text_of(made.pdf)), 0
    for state in sample.pilots:
        assert squeezed(state.status_line) in text
        for rating in state.ratings:
            assert squeezed(rating.word + (f"was {rating.was}" if rating.was else "") + rating.reason) in text
        current = next(gate for gate in state.gates if gate.state in {"current", "held"})
        assert squeezed(f"{current.name} {current.note}") in text
        for metric in state.metrics:
            place = text.find(squeezed(f"{state.pilot.name}: {metric.metric.name}"))
            left_out += place < 0
            row = text[place:][:140]
            if place < 0:
                continue
            assert squeezed(metric.latest_text) in row
            assert squeezed(metric.word) in row
            for value in (metric.metric.success_threshold, metric.metric.scale_threshold):
                if value is not None:
                    shown = formats.metric_value(value, metric.metric.unit, metric.metric.decimals)
                    assert squeezed(formats.bare(shown)) in row
    assert f"{left_out} more metrics are not shown" in made.left_out
    assert (
        squeezed(f"As of {formats.day(sample.as_of)}, readings to {formats.short_day(sample.readings_to)}")
        in text
    )
    assert squeezed(f"Source: plan version {sample.plan.version}, Larkfield service programme") in text
    assert squeezed("Printed 11 Mar 2026, 10:42") in text


def test_decisions_stand_with_their_reason_and_who_decides(sample):
    text = squeezed(text_of(sponsor_page(sample).pdf))
    assert "Threedecisionsneeded" in text
    for asked in sample.review.decisions:
        if asked.question != "Decide on Agent Assist":
            assert squeezed(asked.question + asked.reason + asked.decides + "decides") in text


def test_a_decision_on_a_live_pilot_says_what_was_measured_and_what_its_rule_says(sample):
    advice = recommendations(sample)[sample.pilots[0].pilot.id]
    blocker = next(clause for clause in advice.changes if clause.what == "Adoption")
    said = f"67.0% resolved first time, range 66.1 to 67.8. The rule says {advice.outcome}: {blocker.now}."
    assert squeezed(f"Decide on Agent Assist{said}Helen Marsh decides") in squeezed(
        text_of(sponsor_page(sample).pdf)
    )


def test_changes_and_dates_ahead_stand_in_their_order_and_the_rest_is_counted(sample):
    made = sponsor_page(sample)
    text = squeezed(text_of(made.pdf))
    shown = [
        one for one in sample.differences if squeezed(f"{one.what}: {one.after}, was {one.before}") in text
    ]
    assert shown == list(sample.differences[: len(shown)])
    assert len(shown) > 3
    rest = len(sample.differences) - len(shown)
    assert f"{rest} more changes are not shown" in made.left_out
    assert f"{rest}morechangesarenotshown" in text
    assert squeezed(f"{formats.short_day(sample.ahead[0].day)}Agent Assist: Decide gate") in text
    assert squeezed("OverduePublish transcript retention policy, 6 days") in text
    assert squeezed("HighCustomers are quoted wrong exit fees") in text


def test_grey_ink_has_no_coloured_point(sample):
    picture = picture_of(sponsor_page(sample, ink="grey").pdf)
    assert (picture.max(axis=2) - picture.min(axis=2)).max() == 0


def test_colour_ink_has_the_print_colours(sample):
    picture = picture_of(sponsor_page(sample, ink="colour").pdf)
    assert (picture.max(axis=2) - picture.min(axis=2)).max() > 60


def test_an_empty_programme_says_what_is_missing(tmp_path):
    made = sponsor_page(judged(PlanBuilder(tmp_path / "p.cxplan").plan))
    text = text_of(made.pdf)
    assert made.pages == 1
    assert made.left_out == []
    for said in (
        "No pilots yet",
        "No sponsor is named, no sponsor review is planned.",
        "No decision waits for a sponsor.",
        "The plan has no pilot yet, so there is nothing to rate.",
        "The plan has no metric yet, so nothing can be confirmed.",
        "No sponsor review was held yet.",
        "No date is set for the weeks ahead.",
        "No risk is above low. No action is overdue.",
        "No waiver, settlement or override.",
        "As of 11 Mar 2026, no readings",
    ):
        assert said in text


def test_a_review_is_named_without_a_time_that_the_plan_does_not_hold(tmp_path):
    builder = with_review(PlanBuilder(tmp_path / "p.cxplan"), date(2026, 4, 2))
    text = text_of(sponsor_page(judged(builder.plan)).pdf)
    assert "For Helen Marsh, sponsor review 1, Thursday 2 April 2026." in text


def test_without_a_review_the_page_says_so(tmp_path):
    builder = with_review(PlanBuilder(tmp_path / "p.cxplan"), None)
    assert "For Helen Marsh. No sponsor review is planned." in text_of(sponsor_page(judged(builder.plan)).pdf)


def test_a_metric_without_readings_has_no_figure_and_no_line(tmp_path):
    builder = PlanBuilder(tmp_path / "p.cxplan").with_pilot().with_metric(success_threshold=66)
    text = text_of(sponsor_page(judged(builder.plan)).pdf)
    assert "One pilot preparing" in text
    assert "success 66.0, no readings yet" in text
    assert "—" in text
    assert "weekly" not in text


def test_readings_before_go_live_are_not_called_since_go_live(tmp_path):
    builder = PlanBuilder(tmp_path / "p.cxplan").with_pilot().with_metric().with_readings(weeks([61, 62, 63]))
    text = text_of(sponsor_page(judged(builder.plan)).pdf)
    assert "weekly, dotted line is baseline" in text
    assert "since go-live" not in text


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_twelve_pilots_show_as_many_as_fit_and_count_the_rest(tmp_path, paper):
    builder = PlanBuilder(tmp_path / "p.cxplan")
    for number in range(1, 13):
        builder.with_pilot(f"Pilot {number}")
        for place in range(3):
            builder.with_metric(
                f"m{place}", name=f"Metric {place}", role="primary" if place == 0 else "secondary"
            )
            builder.with_readings(weeks([61, 62, 63, 64]), f"m{place}")
    with builder.change("Ask") as change:
        for number in range(5):
            change.add(
                Decision(
                    question=f"Question {number}",
                    reason="It has waited long enough. " * 12,
                    asked_of=builder.made["sponsor"],
                    asked_on=date(2026, 2, 1 + number),
                )
            )
        for number in range(30):
            change.add(
                Action(
                    text=f"Do the thing {number}", owner=builder.made["owner"], due=date(2026, 1, 1 + number)
                )
            )
    made = sponsor_page(judged(builder.plan), paper)
    text = text_of(made.pdf)
    assert made.pages == 1
    assert "12 pilots preparing" in text or "Twelve pilots preparing" in text
    assert "8 more pilots are not shown (conditions: 56 not assessed)" in made.left_out
    assert "2 more decisions are not shown" in made.left_out
    assert any(line.endswith("more metrics are not shown") for line in made.left_out)
    assert any(line.endswith("more risks and actions are not shown") for line in made.left_out)
    for line in made.left_out:
        assert line in text or "marked …" in line
    assert made.smallest == 7.5
    # Primary metrics stay before secondary ones.
    assert squeezed("Pilot 3: Metric 0") in squeezed(text)
    assert squeezed("Pilot 1: Metric 1") not in squeezed(text)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_names_of_two_hundred_letters_stay_on_one_page(tmp_path, paper):
    builder = PlanBuilder(tmp_path / "p.cxplan")
    builder.set("owner", name=LONG).set("sponsor", name=LONG)
    with builder.change("Rename") as change:
        change.set(builder.plan.programme, name=LONG, organisation=LONG)
    for _ in range(3):
        builder.with_pilot(LONG)
        builder.with_metric(name=LONG, success_threshold=66).with_readings(weeks([61, 62, 63]))
    with builder.change("Ask") as change:
        for number in range(3):
            asked = {"asked_of": builder.made["sponsor"], "asked_on": date(2026, 2, 1 + number)}
            change.add(Decision(question=LONG, reason=LONG, **asked))
            change.add(Action(text=LONG, owner=builder.made["owner"], due=date(2026, 1, 1 + number)))
    made = sponsor_page(judged(builder.plan), paper)
    assert made.pages == 1
    assert made.smallest == 7.5
    assert any("too long for the page" in line for line in made.left_out)
    assert squeezed(LONG[:40]) in squeezed(text_of(made.pdf))


def test_a_decide_gate_far_away_is_not_yet_to_decide(tmp_path):
    passed = {
        kind: (date(2025, 7, 1), date(2025, 7, 1)) for kind in ("frame", "prepare", "measure", "go_live")
    }
    far = {**passed, "decide": (date(2026, 9, 1), None)}
    near = {**passed, "decide": (date(2026, 3, 20), None)}
    builder = PlanBuilder(tmp_path / "p.cxplan").with_pilot("Far", far, status="live")
    builder.with_pilot("Near", near, status="live").with_pilot("Gone", status="stopped")
    text = text_of(sponsor_page(judged(builder.plan)).pdf)
    assert "One pilot to decide, one live, one stopped" in text


def test_stale_readings_show_their_age(tmp_path):
    passed = {
        kind: (date(2025, 10, 1), date(2025, 11, 3)) for kind in ("frame", "prepare", "measure", "go_live")
    }
    builder = PlanBuilder(tmp_path / "p.cxplan").with_pilot("Old", passed, status="live")
    builder.with_metric(success_threshold=66).with_readings(weeks([61, 62, 63, 64, 65]))
    found = judged(builder.plan)
    state = found.pilots[0].metrics[0]
    assert state.stale_days is not None
    said = f"last week read ends 7 Dec 2025, {state.stale_days} days ago"
    assert squeezed(said) in squeezed(text_of(sponsor_page(found).pdf))


def test_paper_and_ink_are_the_plans_own_unless_asked(tmp_path):
    builder = PlanBuilder(tmp_path / "p.cxplan")
    with builder.change("Choose") as change:
        change.set(builder.plan.programme, paper="letter", ink="grey")
    own = settings_of(builder.plan, paper=None, ink=None, printed="now")
    assert (own.paper_name, own.ink_name) == ("Letter", "Greyscale")
    asked = settings_of(builder.plan, paper="A4", ink="Colour", printed="now")
    assert (asked.paper_name, asked.ink_name) == ("A4", "Colour")


@pytest.mark.parametrize(("paper", "ink", "said"), [("a5", None, "paper 'a5'"), (None, "blue", "ink 'blue'")])
def test_an_unknown_paper_or_ink_is_wrong_usage(tmp_path, paper, ink, said):
    plan = PlanBuilder(tmp_path / "p.cxplan").plan
    with pytest.raises(WrongUsage, match=said) as refused:
        settings_of(plan, paper=paper, ink=ink, printed="now")
    assert "choose" in refused.value.line()


def test_the_kind_says_its_name_and_whom_it_is_for(sample):
    kind = KINDS["sponsor"]
    assert (kind.name, kind.readers(sample), kind.most_pages) == (
        "Sponsor one-pager",
        "Helen Marsh and Rob Ellery",
        1,
    )
