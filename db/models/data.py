"""What the AI draws on: sources, dated audits of them by dimension, and what failed."""

from __future__ import annotations

from db.fields import (
    choice,
    day,
    decimal,
    integer,
    link,
    links,
    long_text,
    required,
    several,
    share,
    structured,
    text,
    yes_no,
)
from db.records import Record


class DataSource(Record):
    """An input that the AI draws on; one that several pilots use is one row."""

    kind = "data_source"
    label = "Data source"
    label_many = "Data sources"
    key = ("pilot", "name")

    pilot = required(link("pilot", "Pilot"))
    shared_with = links("pilot", "Also used by")
    name = required(text("Source", width=24))
    kind_ = choice("Kind", catalogue="data_quality.data_source", width=20)
    system = text("System", width=20)
    owner = link("person", "Owner")
    critical = yes_no("Critical", help="The pilot can't go live without it.")
    personal_data = yes_no("Personal data")
    lawful_basis = text("Lawful basis", width=20)
    retention = text("Retention", width=20)
    access_confirmed_on = day("Access confirmed")
    refresh = integer("Refreshed every", unit="days", low=0, high=3660)
    required_ = structured(
        "Required levels",
        help="Share needed for each dimension.",
        shape="levels",
        catalogue="data_quality.dimension",
    )
    audit_cadence = integer("Audited every", unit="days", low=1, high=3660, default=92)
    key_columns = several("Key columns", shape="words")


class Audit(Record):
    """A dated check of a source; its result is as found, from the rows of its dimensions."""

    kind = "audit"
    label = "Audit"
    label_many = "Audits"
    key = ("data_source", "audited_on")

    pilot = required(link("pilot", "Pilot"))
    data_source = required(link("data_source", "Source"))
    audited_on = required(day("Audited"))
    auditor = link("person", "Auditor")
    rows = integer("Rows", low=0)
    columns = integer("Columns", low=0)
    looks = integer("Looks", low=1, help="How often the sample was looked at while it grew.")
    result = choice("Result", {"ready": "Ready", "not_ready": "Not ready", "not_proven": "Not proven"})
    file_name = text("File", width=24)
    file_hash = text("Hash of the file")
    as_read = structured("As read", help="Encoding, delimiter and what else was decided in reading it.")
    kept_file = link("attachment", "Kept file")


class AuditDimension(Record):
    """What an audit found in one dimension: a full count, or a sample with what passed."""

    kind = "audit_dimension"
    label = "Dimension"
    label_many = "Dimensions"
    key = ("audit", "dimension")

    audit = required(link("audit", "Audit"))
    dimension = required(choice("Dimension", catalogue="data_quality.dimension"))
    required_ = share("Required")
    score = share("Score", help="Of a full count.")
    passed = integer("Passed", low=0, help="Of a sample.")
    n = integer("Sample", low=0)
    evidence = long_text("Evidence")


class AuditColumn(Record):
    """One column of an audited file in figures; examples only masked and chosen."""

    kind = "audit_column"
    label = "Column"
    label_many = "Columns"
    key = ("audit", "name")

    audit = required(link("audit", "Audit"))
    name = required(text("Column", width=20))
    type = text("Type")
    filled = share("Filled")
    distinct = integer("Distinct", low=0)
    invalid = integer("Invalid", low=0)
    lowest = text("Lowest")
    highest = text("Highest")
    histogram = structured("Histogram")
    examples = several("Examples")
    personal = yes_no("Personal")


class AuditRule(Record):
    """A check with its parameters, for one source or for every source of a kind."""

    kind = "audit_rule"
    label = "Audit rule"
    label_many = "Audit rules"
    key = ("data_source", "source_kind", "check", "column")

    data_source = link("data_source", "Source", help="Empty: every source of the kind.")
    source_kind = choice("Kind of source", catalogue="data_quality.data_source")
    check = required(choice("Check", catalogue="data_quality.dimension.check"))
    column = text("Column")
    parameters = structured("Parameters")


class AuditFinding(Record):
    """A check that failed, its remedy, and who brings it about by when."""

    kind = "audit_finding"
    label = "Audit finding"
    label_many = "Audit findings"
    key = ("audit", "check", "field", "dimension")

    pilot = required(link("pilot", "Pilot"))
    data_source = required(link("data_source", "Source"))
    audit = link("audit", "Audit")
    dimension = choice("Dimension", catalogue="data_quality.dimension")
    field = text("Field")
    check = choice("Check", catalogue="data_quality.dimension.check")
    rows_checked = integer("Rows checked", low=0)
    rows_failed = integer("Rows failed", low=0)
    measured = decimal("Measured")
    threshold = decimal("Threshold")
    passed = yes_no("Passed")
    severity = choice("Severity", {"blocker": "Blocker", "major": "Major", "minor": "Minor"})
    remedy = long_text("Remedy")
    remedy_owner = link("person", "Owner of the remedy")
    due = day("Due")
    closed_on = day("Closed")
    accepted_by = link("person", "Accepted by")
    accepted_reason = long_text("Why accepted")
    same_as = link("audit_finding", "Repeats")
    text = text("Finding", width=36)
