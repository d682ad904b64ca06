"""Files kept in the plan: kept once, given out unchanged, and never a danger to whoever opens them."""

from __future__ import annotations

import stat
import zlib
from contextlib import closing
from datetime import UTC, datetime

import pytest

from cxworkbench import attachments
from cxworkbench.plan import Plan, Ref
from db.contents import is_whole
from db.errors import PlanDamaged, UserError
from db.models import Attachment, Evidence, Person, Programme
from db.store import create_plan, open_plan

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)


@pytest.fixture
def session(tmp_path):
    made = create_plan(tmp_path / "one.cxplan", Programme(name="One"), at=NOON, by="Test", origin="window")
    with closing(made):
        yield made


def person(session, name="Ada"):
    with session.change("Add", at=NOON, by="Test") as change:
        return change.add(Person(name=name))


def loaded(session):
    return Plan(session, version=session.head)


def attach(session, record, *taken):
    with session.change("Attach", at=NOON, by="Test") as change:
        for one in taken:
            attachments.attach(change, loaded(session), record, one)


def test_a_file_comes_back_byte_for_byte_also_from_the_reopened_plan(session, tmp_path):
    ada = person(session)
    content = bytes(range(256)) * 40
    (tmp_path / "Minutes ü.pdf").write_bytes(content)
    attach(session, ada, attachments.take(tmp_path / "Minutes ü.pdf"))
    (one,) = attachments.attached(loaded(session), Ref("person", ada.id))
    assert (one.attachment.name, one.attachment.media_type, one.size) == (
        "Minutes ü.pdf",
        "application/pdf",
        "10 KB",
    )
    session.close()
    with closing(open_plan(tmp_path / "one.cxplan", read_only=True)) as again:
        assert again.kept(one.attachment.sha256) == content


def test_the_same_file_for_two_records_is_kept_once_and_goes_with_the_last_of_them(session, tmp_path):
    ada, bob = person(session), person(session, "Bob")
    (tmp_path / "plan.txt").write_text("The plan", encoding="utf-8")
    taken = attachments.take(tmp_path / "plan.txt")
    attach(session, ada, taken, taken)
    attach(session, bob, taken)
    plan = loaded(session)
    assert len(plan.all(Attachment)) == 1
    assert len(plan.all(Evidence)) == 2
    assert session.count("content") == 1
    for person_, left in ((ada, 1), (bob, 0)):
        (one,) = attachments.attached(loaded(session), Ref("person", person_.id))
        with session.change("Remove", at=NOON, by="Test") as change:
            attachments.detach(change, loaded(session), one.evidence, NOON)
        assert len(loaded(session).all(Attachment)) == left
    session.undo(at=NOON, by="Test")
    assert attachments.attached(loaded(session), Ref("person", bob.id))


def test_a_logo_stays_when_it_is_no_evidence_any_more(session, tmp_path):
    ada = person(session)
    (tmp_path / "logo.png").write_bytes(b"png")
    attach(session, ada, attachments.take(tmp_path / "logo.png"))
    plan = loaded(session)
    (one,) = attachments.attached(plan, Ref("person", ada.id))
    with session.change("Logo", at=NOON, by="Test") as change:
        change.set(plan.programme, logo=one.attachment.id)
    with session.change("Remove", at=NOON, by="Test") as change:
        attachments.detach(change, loaded(session), one.evidence, NOON)
    assert loaded(session).get(Attachment, one.attachment.id) is not None


def test_what_is_no_file_or_is_not_there_is_refused_with_what_to_do(tmp_path):
    for path in (tmp_path, tmp_path / "missing.txt"):
        with pytest.raises(UserError) as error:
            attachments.take(path)
        assert error.value.kept == "nothing was changed"
        assert error.value.to_do


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("con", "file con"),
        ("LPT1.txt", "file LPT1.txt"),
        ("a:b*c?.pdf", "a_b_c_.pdf"),
        ("invoice\u202efdp.exe", "invoice_fdp.exe"),
        ("  .. ", "file"),
        ("line\nbreak.txt", "line_break.txt"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_can_not_lead_out_of_its_folder_nor_disguise_itself(name, given):
    assert attachments.file_name(name) == given


@pytest.mark.parametrize("name", ["run.exe", "run.EXE", "a.pdf.lnk", "x.ps1 ", "page.hta", "go.desktop"])
def test_what_would_be_run_is_never_opened(name):
    assert not attachments.may_open(Attachment(name=name, sha256="0" * 64))
    assert attachments.may_open(Attachment(name="exe.pdf", sha256="0" * 64))


def test_a_private_copy_is_for_reading_and_for_its_owner_only_and_is_forgotten(tmp_path):
    file = Attachment(name="../Minutes.pdf", sha256="ab" * 32)
    folder = tmp_path / "opened"
    for _ in range(2):  # opening it again renews it
        copy = attachments.private_copy(b"pdf", file, folder)
    assert copy.parent.parent == folder
    assert copy.read_bytes() == b"pdf"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o400
    attachments.forget_copies(folder)
    assert not list(folder.glob("*"))


def test_bytes_that_unfold_to_more_than_they_say_are_never_unfolded():
    bomb = zlib.compress(bytes(50_000_000), 9)
    assert len(bomb) < 60_000
    assert not is_whole("0" * 64, 10, bomb)
    assert not is_whole("0" * 64, 10**12, bomb)


def test_a_kept_file_that_was_altered_is_not_given_out(session, tmp_path):
    ada = person(session)
    (tmp_path / "a.txt").write_text("as it was", encoding="utf-8")
    attach(session, ada, attachments.take(tmp_path / "a.txt"))
    (one,) = attachments.attached(loaded(session), Ref("person", ada.id))
    session.close()
    import sqlite3

    with closing(sqlite3.connect(tmp_path / "one.cxplan")) as raw:
        raw.execute("UPDATE content SET compressed = ?", (zlib.compress(b"as it is!"),))
        raw.commit()
    with closing(open_plan(tmp_path / "one.cxplan", read_only=True)) as again, pytest.raises(PlanDamaged):
        again.kept(one.attachment.sha256)
