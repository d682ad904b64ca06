"""Sixty texts that other programs have run, fetched, swallowed or choked on."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from db.records import FAMILIES
from db.store import open_plan
from tests.everything import id_of
from tests.plans import NOON

#: Lone surrogates are not among them: no plan takes them (tests/db/test_fields.py).
STRINGS = (
    "=1+1",
    '=HYPERLINK("http://example.invalid","click")',
    "=cmd|' /C calc'!A0",
    "+SUM(1,2)",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    '"=1+1',
    "'=1+1",
    ";=1+1",
    ",=1+1",
    "<b>bold</b>",
    "<script>alert(1)</script>",
    '<img src="file:///etc/passwd">',
    "<img src=//example.invalid/x.png>",
    "\\\\example.invalid\\share\\x.png",
    '<a href="file:///etc/passwd">here</a>',
    "</para><para>",
    "<font color=\"__import__('os')\">x</font>",
    "&lt;b&gt; &amp; &#65; &nope;",
    "<!-- comment",
    "]]>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "{0} {x} %s %(x)s %n ${HOME} $(id) `id`",
    "'; DROP TABLE pilot; --",
    '" OR ""="',
    "\\'; DROP TABLE pilot; --",
    "../../etc/passwd",
    "C:\\Windows\\System32",
    "CON",
    "-rf",
    "--help",
    "| ls",
    "&& ls",
    "\x1b[2J\x1b]0;title\x07",
    "\x1b]8;;http://example.invalid\x07link\x1b]8;;\x07",
    "\x9b31m",
    "nul\x00inside",
    "\x07\x08\x7f",
    "line\nfeed",
    "carriage\rreturn",
    "both\r\nof\r\nthem",
    "next\x85line\u2028and\u2029para",
    "\u202egnippilf\u202c",
    "\u2066isolated\u2069 \u200fmark\u200e",
    "zero\u200bwidth\u200d\ufeff",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031ealgo",
    "🧑‍🚀👩‍👩‍👧🇬🇧",
    "漢字 العربية עברית हिन्दी ไทย",
    "ŞİĞı ßẞ ﬁ Ǆ",
    " leading and trailing ",
    "x" * 4000,
    "a," * 500,
    "BEGIN:VEVENT\r\nX-EVIL:1",
    "null",
)

#: In every run each tenth; all sixty with --slow.
IN_EVERY_RUN = range(0, len(STRINGS), 10)
CASES = [
    pytest.param(
        text, marks=() if place in IN_EVERY_RUN else pytest.mark.slow, id=f"{place:02} {text[:20]!a}"
    )
    for place, text in enumerate(STRINGS)
]

TEXTS = {"text", "long_text"}
#: What a hash names is no text that a person typed.
HASHES = {("attachment", "sha256"), ("snapshot", "hash"), ("printed_paper", "sha256")}


def with_text_everywhere(everything: Path, path: Path, text: str) -> Path:
    """A plan with a text in every text column of every table, and as label and author of the step that wrote it."""
    path.write_bytes(everything.read_bytes())
    with (
        closing(open_plan(path)) as session,
        session.change(text, at=NOON + timedelta(days=1), by=text) as change,
    ):
        for kind, family in FAMILIES.items():
            names = [
                name
                for name, field in family.fields.items()
                if field.kind in TEXTS and (kind, name) not in HASHES
            ]
            change.set(family, id_of(kind), **dict.fromkeys(names, text))
    return path
