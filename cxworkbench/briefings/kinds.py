"""The briefings that can be made, by the name that the command line and the dialog use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING

from cxworkbench import formats
from cxworkbench.briefings.settings import Settings, settings_of
from db.errors import WrongUsage

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from cxworkbench.briefings.edition import Edition
    from cxworkbench.briefings.page import Sheet

__all__ = ["KINDS", "Kind", "Section", "Settings", "Subject", "settings_of"]


@dataclass(frozen=True)
class Section:
    """A part of a paper that can be left out or moved.

    Attributes:
        id: by which settings and packs name it.
        name: as people call it.
        is_on: whether it is there unless somebody says otherwise.
    """

    id: str
    name: str
    is_on: bool = True


@dataclass(frozen=True)
class Subject:
    """What a paper can be about: a pilot, a review, a candidate."""

    id: str
    name: str


@dataclass(frozen=True)
class Kind:
    """One kind of briefing.

    Attributes:
        id: by which command line, dialog and plan name it.
        name: as people call it.
        audience: who may see what on it, an id of ``AUDIENCES``.
        readers: whom it is for, from the plan.
        sections: what it consists of, where that can be chosen.
        subjects: what it can be about, the most urgent first; none where it is about the whole programme.
        needs_subject: whether it is about exactly one of them; else all are in it unless one is chosen.
        most_pages: how many pages it may have; None where there is no limit.
    """

    id: str
    name: str
    audience: str
    readers: Callable[[Assessment], str]
    sections: tuple[Section, ...] = ()
    subjects: Callable[[Assessment], tuple[Subject, ...]] = lambda _found: ()
    needs_subject: bool = False
    most_pages: int | None = None

    def sheets(self, edition: Edition) -> Iterable[Sheet]:
        """Its sheets for an edition. ReportLab is imported with the first paper, not with the list of kinds."""
        made: Iterable[Sheet] = import_module(f"cxworkbench.briefings.{_MODULES[self.id]}").sheets(edition)
        return made

    def with_subject(self, found: Assessment, settings: Settings) -> Settings:
        """The settings with a subject where the kind needs one: the one asked for, else the most urgent.

        Raises:
            WrongUsage: there is nothing that such a paper could be about, or the subject asked for is none.
        """
        known = self.subjects(found)
        if settings.subject is not None:
            if known and settings.subject not in {one.id for one in known}:
                raise WrongUsage(
                    f"a {self.name.lower()} can't be made of what was chosen",
                    kept="nothing was written",
                    to_do=f"choose {formats.listed([one.name for one in known][:6])}",
                )
            return settings
        if not self.needs_subject:
            return settings
        if not known:
            raise WrongUsage(
                f"the plan has nothing that a {self.name.lower()} could be about",
                kept="nothing was written",
                to_do=_LACKS.get(self.id, "add a pilot first"),
            )
        return replace(settings, subject=known[0].id)


#: What a kind is about when there is none of it.
_LACKS = {"recovery": "begin a recovery of a pilot first", "minutes": "plan a sponsor review first"}


def _sponsors(found: Assessment) -> str:
    return formats.listed(list(found.review.sponsors)) or "No sponsor is named yet"


_MODULES = {"sponsor": "sponsor"}

KINDS: dict[str, Kind] = {
    kind.id: kind for kind in (Kind("sponsor", "Sponsor one-pager", "sponsor", _sponsors, most_pages=1),)
}
