"""Files kept in the plan as evidence of a record: put in, listed, and given out as a private copy."""

from __future__ import annotations

import mimetypes
import os
import re
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cxworkbench.plan import Ref
from db.contents import Packed, pack
from db.errors import UserError
from db.fields import reference
from db.folders import make_private
from db.models import Attachment, Evidence

if TYPE_CHECKING:
    from datetime import datetime

    from cxworkbench.plan import Plan
    from db.change import Change
    from db.records import Record

#: A larger file is taken only after a question: every copy and backup of the plan carries it.
ASKED_BEYOND = 25_000_000
#: What an operating system runs rather than shows. Such a file is kept and given out, and never opened from here.
_RUN = frozenset(
    {
        *("app", "bat", "bin", "cmd", "com", "command", "cpl", "desktop", "dll", "dmg", "exe", "hta", "jar"),
        *("js", "jse", "lnk", "msc", "msi", "pif", "ps1", "py", "pyw", "reg", "scf", "scr", "sh", "url"),
        *("vb", "vbe", "vbs", "ws", "wsf", "wsh"),
    }
)
_LONGEST_NAME = 120
#: Names that Windows keeps for devices.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Attached:
    """One file that backs a record."""

    evidence: Evidence
    attachment: Attachment

    @property
    def size(self) -> str:
        """Its size in words."""
        return size_text(self.attachment.size or 0)


@dataclass(frozen=True)
class Taken:
    """A file read and ready to be kept."""

    name: str
    media_type: str
    packed: Packed


def attached(plan: Plan, ref: Ref) -> list[Attached]:
    """The files that back a record, in the order of their names; of a piece of evidence its own file."""
    if ref.kind == "evidence":
        own = plan.get(Evidence, ref.id)
        kept = plan.get(Attachment, own.attachment) if own is not None else None
        return [Attached(own, kept)] if own is not None and kept is not None else []
    backed = reference(ref.kind, ref.id)
    found = []
    for one in plan.all(Evidence):
        file = plan.get(Attachment, one.attachment) if one.record == backed else None
        if file is not None:
            found.append(Attached(one, file))
    return sorted(found, key=lambda one: one.attachment.name.casefold())


def take(path: Path, is_cancelled: Callable[[], bool] = lambda: False) -> Taken | None:
    """Read and compress a file; None where it was cancelled meanwhile. May be called on any thread.

    Raises:
        UserError: it can't be read, is no file, or is too large for a plan.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UserError(
                "only a file can be attached",
                where=path.name,
                kept="nothing was changed",
                to_do="put a folder into one file first",
            )
        content = path.read_bytes()
    except OSError as error:
        raise UserError(
            f"the file can't be read ({error.strerror})",
            where=path.name,
            kept="nothing was changed",
            to_do="see that it is there and not open elsewhere, then attach it again",
        ) from error
    if is_cancelled():
        return None
    packed = pack(content)
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return None if is_cancelled() else Taken(path.name, media_type, packed)


def attach(change: Change, plan: Plan, record: Record, taken: Taken) -> Evidence:
    """Keep a file as evidence of a record, inside a change; one that backs it already stays as it is."""
    sha256 = change.keep(taken.packed)
    file = next((one for one in plan.all(Attachment) if (one.sha256, one.name) == (sha256, taken.name)), None)
    if file is None:
        file = change.add(
            Attachment(name=taken.name, media_type=taken.media_type, size=taken.packed.size, sha256=sha256)
        )
    backed = reference(record.kind, record.id)
    held = [one for one in plan.all(Evidence) if (one.attachment, one.record) == (file.id, backed)]
    return held[0] if held else change.add(Evidence(attachment=file, record=backed))


def detach(change: Change, plan: Plan, evidence: Evidence, at: datetime) -> None:
    """Take a file away from a record; where nothing else names it, the file goes to the bin too."""
    change.bin(evidence, at)
    others = [
        one for one in plan.all(Evidence) if one.attachment == evidence.attachment and one.id != evidence.id
    ]
    file = plan.get(Attachment, evidence.attachment)
    if file is not None and not others and not _is_named(plan, file.id):
        change.bin(file, at)


def _is_named(plan: Plan, attachment: str) -> bool:
    """Whether any record links a file by a field of its own: a logo, an audit's file, a printed paper."""
    from db.records import FAMILIES

    for family in FAMILIES.values():
        if family is Evidence:
            continue
        for name, field in family.fields.items():
            if field.to == "attachment" and plan.linking(family, name, attachment):
                return True
    return False


def may_open(attachment: Attachment) -> bool:
    """Whether a file is one that is looked at; what would be run is only saved."""
    return file_name(attachment.name).rpartition(".")[2].casefold() not in _RUN


def private_copy(content: bytes, attachment: Attachment, folder: Path) -> Path:
    """Write a file to a folder of its own that only this user may enter, for reading only; gives its path.

    What is done to the copy is not taken back into the plan.

    Raises:
        UserError: it can't be written there.
    """
    place = folder / attachment.sha256[:16]
    path = place / file_name(attachment.name)
    try:
        make_private(place)
        if path.exists():
            path.chmod(0o600)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
            file.write(content)
        path.chmod(0o400)
    except OSError as error:
        raise UserError(
            f"the copy can't be written ({error.strerror})",
            where=path.name,
            kept="the file stays in the plan",
            to_do="save it to another place instead",
        ) from error
    return path


def forget_copies(folder: Path) -> None:
    """Delete the copies that were opened; one that another program holds open stays until the next time."""
    for path in sorted(folder.glob("*/*"), reverse=True):
        with suppress(OSError):
            path.chmod(0o600)
            path.unlink()
            path.parent.rmdir()


def file_name(name: str) -> str:
    """A name of the plan as one that every file system takes, and that can't lead out of its folder."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join("_" if ord(one) < 32 or one in '<>:"|?*' or not one.isprintable() else one for one in last)
    kept = kept.strip(" .")
    if not kept or _DEVICES.fullmatch(kept):
        kept = f"file {kept}".strip()
    stem, dot, ending = kept.rpartition(".")
    if len(kept) > _LONGEST_NAME:
        kept = (
            f"{stem[: _LONGEST_NAME - len(ending) - 1]}{dot}{ending}"
            if len(ending) < 12
            else kept[:_LONGEST_NAME]
        )
    return kept


def size_text(size: int) -> str:
    """A size in bytes as people read it: "840 bytes", "12 KB", "3.4 MB"."""
    if size < 1_000:
        return f"{size} bytes"
    if size < 1_000_000:
        return f"{size / 1_000:.0f} KB"
    return f"{size / 1_000_000:.1f} MB"
