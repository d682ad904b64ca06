"""The one door to the files that ship with the program: fonts, icons, colours, reference data, words, sample.

Everything is read through ``importlib.resources``, so that it works from a checkout, from a wheel and from a
frozen program alike. Nothing else in the tree builds a path to one of these files.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

FACES = ("Regular", "Medium", "Semibold", "Bold", "It")
"""The faces of Source Sans 3 that ship: four weights, and italic."""


class MissingResource(Exception):
    """A file of the program itself is absent or unreadable: the installation is damaged, not the plan.

    It has the parts of ``db.errors.UserError`` (what, where, kept, to_do, line, exit_code) without being one,
    because this package knows none of ours. ``where`` names the file from the package on.
    """

    exit_code = 3
    what = "A file of the program is missing or damaged"
    kept = "No plan was changed"
    to_do = "Reinstall the program"

    def __init__(self, *parts: str) -> None:
        self.where = "/".join(("resources", *parts))
        super().__init__(self.line())

    def line(self) -> str:
        """All four parts on one line."""
        return f"{self.where}: {self.what}; {self.kept}; {self.to_do}."


def read_bytes(*parts: str) -> bytes:
    """The content of one shipped file, named by its parts: ``read_bytes("icons", "play.svg")``.

    Raises:
        MissingResource: there is no such file, or it cannot be read.
    """
    try:
        return files(__name__).joinpath(*parts).read_bytes()
    except OSError as error:
        raise MissingResource(*parts) from error


def read_text(*parts: str) -> str:
    """The same as text.

    Raises:
        MissingResource: there is no such file, or it is not UTF-8 text.
    """
    try:
        return read_bytes(*parts).decode("utf-8")
    except UnicodeDecodeError as error:
        raise MissingResource(*parts) from error


def names(folder: str, ending: str) -> tuple[str, ...]:
    """The names, without their ending, of the files in one folder that end so; sorted.

    Raises:
        MissingResource: there is no such folder.
    """
    try:
        entries = [entry.name for entry in files(__name__).joinpath(folder).iterdir()]
    except OSError as error:
        raise MissingResource(folder) from error
    return tuple(sorted(name.removesuffix(ending) for name in entries if name.endswith(ending)))


@cache
def toml(name: str) -> dict[str, Any]:
    """One table of reference data, from ``reference/NAME.toml``. Kept after the first call: do not change it.

    It is read from the JSON that stands beside each (``resources.as_json``): TOML alone would take a tenth of the
    time in which the Overview has to stand.

    Raises:
        MissingResource: there is no such table, or it is damaged.
    """
    parts = ("reference", f"{name}.json")
    try:
        content = json.loads(read_text(*parts))
    except json.JSONDecodeError as error:
        raise MissingResource(*parts) from error
    if not isinstance(content, dict):
        raise MissingResource(*parts)
    return content


@cache
def tokens() -> dict[str, Any]:
    """Colours, sizes and spaces of screen and paper (``theme/tokens.json``). Kept: do not change it.

    Raises:
        MissingResource: the file is absent or not a JSON object.
    """
    parts = ("theme", "tokens.json")
    try:
        content = json.loads(read_text(*parts))
    except json.JSONDecodeError as error:
        raise MissingResource(*parts) from error
    if not isinstance(content, dict):
        raise MissingResource(*parts)
    return content


def font_files() -> dict[str, bytes]:
    """The TrueType file of each face of Source Sans 3, by the names in ``FACES``.

    Raises:
        MissingResource: a face is absent.
    """
    return {face: read_bytes("fonts", f"SourceSans3-{face}.ttf") for face in FACES}


def icon(name: str) -> str:
    """The SVG text of one Lucide icon, 24 units square, drawn in ``currentColor``.

    Raises:
        MissingResource: there is no icon of that name.
    """
    return read_text("icons", f"{name}.svg")


def icon_names() -> tuple[str, ...]:
    """The icons that ship; sorted."""
    return names("icons", ".svg")
