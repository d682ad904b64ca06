"""The people of the sample programme, and its stakeholders (all invented)."""

from __future__ import annotations

from cxworkbench.sample.steps import Steps, told
from cxworkbench.sample.telling import put
from db.change import Change
from db.models import Stakeholder
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

#: key: role, influence, support in July 2025, cadence in days, briefing, audience, what they need of the programme
STAKEHOLDERS = {
    "rob": (
        "executive_sponsor",
        "very high",
        "supports",
        14,
        "sponsor",
        "sponsor",
        "One page before each review",
    ),
    "helen": (
        "executive_sponsor",
        "very high",
        "champions",
        14,
        "sponsor",
        "sponsor",
        "One page before each review",
    ),
    "paul": (
        "works_council",
        "high",
        "against",
        28,
        "governance",
        "risk",
        "Proof in writing that use is not scored in appraisals, before each new group",
    ),
    "hanna": (
        "dpo",
        "high",
        "neutral",
        28,
        "governance",
        "risk",
        "Retention and lawful basis of every source, dated",
    ),
    "owen": (
        "cfo",
        "high",
        "neutral",
        28,
        "board",
        "board",
        "Ranges instead of single figures, and the actuals each month",
    ),
    "meera": (
        "contact_centre_ops",
        "high",
        "supports",
        28,
        "steering",
        "steering",
        "Rosters two weeks before a training",
    ),
    "daniel": (
        "data_owner",
        "medium",
        "neutral",
        28,
        "data",
        "data",
        "One list of what his team owes, with dates",
    ),
    "claire": (
        "hr",
        "medium",
        "neutral",
        28,
        "frontline",
        "front line",
        "The statement on jobs before it is given",
    ),
    "ruth": (
        "legal_compliance",
        "medium",
        "supports",
        28,
        "governance",
        "risk",
        "Every incident with customers on the day",
    ),
    "sian": (
        "team_leaders",
        "medium",
        "champions",
        28,
        "frontline",
        "front line",
        "Answers to the barriers of Cardiff",
    ),
    "ana": ("it_architecture", "some", "neutral", 28, "data", "data", "Changes of the exports a week ahead"),
    "femi": (
        "vendor",
        "some",
        "neutral",
        28,
        "steering",
        "steering",
        "Contract dates and notice periods",
    ),
    "grace": (
        "knowledge_owner",
        "some",
        "supports",
        28,
        "data",
        "data",
        "The articles that matter most, in order",
    ),
    "jonas": (
        "marketing",
        "low",
        "champions",
        56,
        "frontline",
        "front line",
        "Wording that customers will see",
    ),
}


@told("2025-07-03 09:30", "jo", "Add the people of the programme")
def add_the_people_of_the_programme(steps: Steps, change: Change) -> None:
    for key, (name, title, department, site) in PEOPLE.items():
        put(
            steps,
            change,
            Person,
            key,
            name=name,
            title=title,
            department=department,
            site=site,
            organisation="Larkfield Energy",
            email=f"{name.lower().replace(' ', '.').replace('â', 'a')}@larkfield.example",
        )


@told("2025-07-03 10:10", "jo", "Map the stakeholders")
def map_the_stakeholders(steps: Steps, change: Change) -> None:
    for key, (role, influence, support, cadence, paper, audience, needs) in STAKEHOLDERS.items():
        put(
            steps,
            change,
            Stakeholder,
            f"stake_{key}",
            person=key,
            role=role,
            influence=influence,
            support=support,
            cadence_days=cadence,
            engagement_owner="jo",
            needs=needs,
            paper=paper,
            audience=audience,
            confidential=key == "paul",
        )
