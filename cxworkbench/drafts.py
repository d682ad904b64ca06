"""Drafts: edits that could not be written to their plan, kept in the person's data folder until they are.

One file a plan, named after its id, 0600 in a folder of 0700: what was typed is as private as the plan itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from cxworkbench import edits
from cxworkbench.edits import Edit
from cxworkbench.exchange.whole_file import write_whole
from db.copies import make_folder, translated
from db.errors import UserError

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
#: No draft of ours is longer: a pasted table of years has a few thousand rows.
_MOST = 20_000_000


def draft_path(folder: Path, plan_id: str) -> Path:
    """Where the drafts of a plan lie."""
    if not _ID.fullmatch(plan_id):
        raise ValueError(f"no id of a plan: {plan_id[:80]!r}")
    return folder / "drafts" / f"{plan_id}.json"


def keep(folder: Path, plan_id: str, waiting: Sequence[Edit]) -> None:
    """Keep exactly these edits as drafts of a plan; none takes the file away.

    Raises:
        UserError: the folder can't be written, or its disk is full.
    """
    path = draft_path(folder, plan_id)
    if not waiting:
        with translated(path):
            path.unlink(missing_ok=True)
        return
    make_folder(path.parent)
    write_whole(path, edits.as_text(waiting).encode())


def kept(folder: Path, plan_id: str) -> list[Edit]:
    """The drafts of a plan, in the order in which they were typed.

    Raises:
        UserError: there are some, and they can't be read; the file is left as it is.
    """
    path = draft_path(folder, plan_id)
    try:
        if path.stat().st_size > _MOST:
            raise ValueError("too long")
        found = json.loads(path.read_bytes())
        return [edits.from_draft(one) for one in found["edits"]]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise UserError(
            "edits that were not saved are kept here and can't be read",
            where=path.name,
            kept="the file was left as it is",
            to_do="look into it with a text editor; delete it when it is no longer needed",
        ) from error
