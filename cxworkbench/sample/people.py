"""The people of the sample programme, its stakeholders and its sponsors (all invented)."""

from __future__ import annotations

from datetime import date

from cxworkbench.sample.steps import Steps, told
from db.change import Change
from db.models import Engagement, Sponsor, Stakeholder
from db.models.pilots import Person

#: key: name, title, department, site
PEOPLE = {
    "jo": ("Jo Whitcombe", "PMO lead", "Change", "Leeds"),
    "helen": ("Helen Marsh", "Chief operating officer", "Operations", "Leeds"),
    "rob": ("Rob Ellery", "Digital director", "Digital", "Leeds"),
    "priya": ("Priya Raman", "Billing Operations Manager", "Operations", "Leeds"),
    "tom": ("Tom Aldous", "Digital Service Manager", "Digital", "Leeds"),
    "marta": ("Marta Kowalczyk", "Complaints Manager", "Operations", "Cardiff"),
    "sian": ("Siân Pugh", "Cardiff site lead", "Operations", "Cardiff"),
    "grace": ("Grace Lim", "Knowledge owner", "Content", "Leeds"),
    "owen": ("Owen Hart", "Finance partner", "Finance", "Leeds"),
    "daniel": ("Daniel Osei", "Head of customer data", "Data", "Leeds"),
    "kemi": ("Kemi Adeyemi", "Chat team leader", "Digital", "Leeds"),
    "ben": ("Ben Carver", "Complaints team leader", "Operations", "Cardiff"),
    "paul": ("Paul Dunmore", "Works council chair", "Works council", "Leeds"),
    "hanna": ("Hanna Weiss", "Data protection officer", "Legal", "Leeds"),
    "meera": ("Meera Nair", "Head of billing operations", "Operations", "Leeds"),
    "ruth": ("Ruth Amadi", "Customer outcomes lead", "Risk", "Leeds"),
    "claire": ("Claire Boyd", "HR partner", "People", "Leeds"),
    "ana": ("Ana Petrov", "IT architect", "IT", "Leeds"),
    "femi": ("Femi Cole", "Supplier manager", "Procurement", "Leeds"),
    "jonas": ("Jonas Falk", "Brand manager", "Marketing", "Leeds"),
    "lewis": ("Lewis Grant", "Quality lead", "Quality", "Leeds"),
    "nadia": ("Nadia Farouk", "Content quality manager", "Content", "Leeds"),
    "ada": ("Ada Nowak", "Quality analyst", "Quality", "Cardiff"),
    "liam": ("Liam Doyle", "Correspondence manager", "Operations", "Cardiff"),
}

#: key: role, influence, support, cadence in days
STAKEHOLDERS = {
    "rob": ("executive_sponsor", "very high", "supports", 14),
    "helen": ("executive_sponsor", "very high", "champions", 14),
    "paul": ("works_council", "high", "against", 28),
    "hanna": ("dpo", "high", "neutral", 28),
    "owen": ("cfo", "high", "neutral", 28),
    "meera": ("contact_centre_ops", "high", "supports", 28),
    "daniel": ("data_owner", "medium", "neutral", 28),
    "claire": ("hr", "medium", "neutral", 28),
    "ruth": ("legal_compliance", "medium", "supports", 28),
    "sian": ("team_leaders", "medium", "champions", 28),
    "ana": ("it_architecture", "some", "neutral", 28),
    "femi": ("procurement", "some", "neutral", 28),
    "grace": ("knowledge_owner", "some", "supports", 28),
    "jonas": ("marketing", "low", "champions", 56),
}

REVIEWS = (date(2025, 11, 20), date(2025, 12, 18), date(2026, 1, 15), date(2026, 2, 12))
NEXT_REVIEWS = (date(2026, 3, 12), date(2026, 4, 9))


@told("2025-07-03 09:30", "jo", "Add the people of the programme")
def add_the_people_of_the_programme(steps: Steps, change: Change) -> None:
    for key, (name, title, department, site) in PEOPLE.items():
        steps.keep(
            key,
            change.add(
                Person(
                    name=name, title=title, department=department, site=site, organisation="Larkfield Energy"
                )
            ),
        )


@told("2025-07-03 10:10", "jo", "Map the stakeholders")
def map_the_stakeholders(steps: Steps, change: Change) -> None:
    for key, (role, influence, support, cadence) in STAKEHOLDERS.items():
        steps.keep(
            f"stake_{key}",
            change.add(
                Stakeholder(
                    person=steps[key],
                    role=role,
                    influence=influence,
                    support=support,
                    cadence_days=cadence,
                    engagement_owner=steps["jo"],
                    needs="One page before each review" if influence == "very high" else None,
                )
            ),
        )


@told("2025-07-10 11:00", "jo", "Name the sponsor of the programme")
def name_the_sponsor(steps: Steps, change: Change) -> None:
    _sponsor(steps, change, "helen", None, deputy="meera", benefit="meera", day=date(2025, 7, 10))


@told("2025-08-20 09:55", "jo", "Name the sponsor of Chat Assistant")
def name_the_sponsor_of_chat_assistant(steps: Steps, change: Change) -> None:
    _sponsor(steps, change, "rob", "chat", deputy="kemi", benefit="rob", day=date(2025, 8, 20))


def _sponsor(
    steps: Steps, change: Change, who: str, pilot: str | None, *, deputy: str, benefit: str, day: date
) -> None:
    change.add(
        Sponsor(
            pilot=steps[pilot] if pilot else None,
            person=steps[who],
            role="executive",
            holds_budget=True,
            spans_departments=who == "helen",
            appointed_on=day,
            deputy=steps[deputy],
            benefit_owner=steps[benefit],
        )
    )


@told("2025-10-27 09:00", "jo", "Plan the sponsor reviews")
def plan_the_sponsor_reviews(steps: Steps, change: Change) -> None:
    for day in (*REVIEWS, *NEXT_REVIEWS):
        for key in ("helen", "rob"):
            steps.keep(
                f"review_{key}_{day:%m%d}",
                change.add(Engagement(stakeholder=steps[f"stake_{key}"], kind_="review", planned=day)),
            )


def _hold(number: int) -> None:
    day = REVIEWS[number - 1]

    @told(f"{day} 15:10", "jo", f"Record sponsor review {number}", freeze=f"Review {number}")
    def hold_review(steps: Steps, change: Change) -> None:
        change.set(steps[f"review_helen_{day:%m%d}"], done=day, evidence=f"Minutes of review {number}")
        rob = steps[f"review_rob_{day:%m%d}"]
        if number <= 2:
            change.set(rob, done=day, evidence=f"Minutes of review {number}")
        else:
            change.set(rob, cancelled_reason="Missed: away on other business")


for _number in range(1, 5):
    _hold(_number)
