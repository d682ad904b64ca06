"""Evidence that lies in the plan, fields that the programme added, and its own reference data."""

from __future__ import annotations

from db.fields import any_record, choice, instant, integer, link, long_text, required, several, text
from db.records import Confidential, Positioned, Record


class Attachment(Confidential):
    """A file kept in the plan; its bytes lie in the plan's store of files under their hash, equal files once."""

    kind = "attachment"
    label = "Attachment"
    label_many = "Attachments"
    key = ("sha256", "name")

    name = required(text("File", width=28))
    media_type = text("Type")
    size = integer("Size", total="sum", unit="bytes", low=0)
    sha256 = required(text("Hash"))


class Evidence(Record):
    """An attachment that backs a record."""

    kind = "evidence"
    label = "Evidence"
    label_many = "Evidence"
    key = ("attachment", "record")

    attachment = required(link("attachment", "Attachment"))
    record = required(any_record("Record"))
    note = text("Note", width=28)


class CustomField(Positioned):
    """A field that this programme added to a table; its values stand with each row."""

    kind = "custom_field"
    label = "Custom field"
    label_many = "Custom fields"
    key = ("table", "name")

    table = required(text("Table"))
    name = required(text("Field", width=20))
    kind_ = required(choice("Kind", {"text": "Text", "number": "Number", "date": "Date", "choice": "Choice"}))
    choices = several("Choices", shape="words")
    help = text("Help", width=28)


class ReferenceFile(Record):
    """The user's own reference data; judgement uses the one that held on the day judged."""

    kind = "reference_file"
    label = "Reference file"
    label_many = "Reference files"
    key = ("name", "since")

    name = required(text("File"))
    sha256 = required(text("Hash"))
    since = required(instant("Since"))
    text = required(long_text("Content"))
