"""Reviews with their agenda and people; what was frozen; packs, their words, and the papers that were printed."""

from __future__ import annotations

from db.fields import (
    any_record,
    choice,
    day,
    instant,
    integer,
    link,
    long_text,
    required,
    structured,
    text,
)
from db.records import Positioned, Record


class Review(Record):
    """A review meeting: planned, held, closed with a snapshot."""

    kind = "review"
    label = "Review"
    label_many = "Reviews"
    key = ("pilot", "kind", "planned")

    pilot = link("pilot", "Pilot", help="Empty: the whole programme.")
    kind_ = choice(
        "Kind",
        {"sponsor": "Sponsor review", "governance": "Governance", "impact_assessment": "Impact assessment"},
        default="sponsor",
    )
    number = integer("Number", low=1)
    planned = instant("Planned")
    minutes = integer("Length", unit="minutes", low=1, high=1440)
    place = text("Place", width=20)
    done = day("Held")
    outcome = long_text("Outcome")
    chair = link("person", "Chair")
    closed_at = instant("Closed")
    snapshot = link("snapshot", "Snapshot")


class Attendance(Record):
    """Who was asked to a review and who came."""

    kind = "attendance"
    label = "Attendance"
    label_many = "Attendance"
    key = ("review", "person")

    review = required(link("review", "Review"))
    person = required(link("person", "Person"))
    role = text("Role", width=20)
    state = choice(
        "State",
        {"invited": "Invited", "here": "Here", "apologies": "Apologies", "missed": "Missed"},
        default="invited",
    )


class AgendaItem(Positioned):
    """One item of a review, with the time planned and used."""

    kind = "agenda_item"
    label = "Agenda item"
    label_many = "Agenda items"

    review = required(link("review", "Review"))
    pilot = link("pilot", "Pilot", help="Empty: all pilots.")
    kind_ = text("Kind")
    question = required(text("Question", width=36))
    lead = link("person", "Lead")
    minutes_planned = integer("Planned", total="sum", unit="minutes", low=0, high=1440)
    seconds_used = integer("Used", total="sum", unit="seconds", low=0)
    options = structured("Options", shape="options", help="What can be decided.")
    outcome = choice(
        "Outcome",
        {"decided": "Decided", "not_decided": "Not decided", "parked": "Parked", "noted": "Noted"},
    )
    note = long_text("Note")


class Snapshot(Record):
    """The plan as it stood after a step of the journal; its content, kept in the plan under its hash, never changes."""

    kind = "snapshot"
    label = "Snapshot"
    label_many = "Snapshots"
    key = ("name", "changeset")

    name = required(text("Snapshot", width=24))
    taken_at = required(instant("Taken"))
    changeset = required(integer("Plan version", low=1))
    hash = required(text("Hash", help="SHA-256 of the whole content, written in one form only."))
    why = choice("Why", {"review": "Review", "freeze": "Freeze", "by_hand": "By hand"}, default="by_hand")


class Pack(Record):
    """Which papers are bound together, in which order and how: a preset."""

    kind = "pack"
    label = "Pack"
    label_many = "Packs"
    key = ("name",)

    name = required(text("Pack", width=24))
    kind_ = text("Kind")
    sections = structured("Sections", shape="words")
    options = structured("Options")
    logo = link("attachment", "Logo")
    header = text("Header", width=28)
    footer = text("Footer", width=28)


class PrintedPaper(Record):
    """A paper as it was printed: reprinting gives the kept file back."""

    kind = "printed_paper"
    label = "Printed paper"
    label_many = "Printed papers"

    kind_ = required(text("Kind"))
    pilot = link("pilot", "Pilot")
    stakeholder = link("stakeholder", "Stakeholder")
    audience = text("Audience")
    as_of = day("As of")
    readings_to = day("Readings to")
    printed_at = instant("Printed")
    changeset = integer("Plan version", low=0)
    settings = structured("Settings")
    withheld = integer("Withheld", low=0)
    file = link("attachment", "File")
    sha256 = text("Hash")


class Wording(Record):
    """A foreword or comment in the PMO's own words, kept with a pack or a paper."""

    kind = "wording"
    label = "Own wording"
    label_many = "Own wording"
    key = ("of", "section")

    of = required(any_record("Of", help="The pack or the printed paper."))
    section = required(text("Section"))
    text = long_text("Text")
