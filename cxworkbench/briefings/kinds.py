"""The briefings that can be made, by the name that the command line and the dialog use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxworkbench import formats
from cxworkbench.briefings.settings import Settings, settings_of

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from cxworkbench.briefings.page import Made

__all__ = ["KINDS", "Kind", "Settings", "settings_of"]


@dataclass(frozen=True)
class Kind:
    """One kind of briefing.

    Attributes:
        name: as people call it.
        build: makes it of a judgement; pure, may run on any thread.
        audience: whom it is for, from the plan.
        most_pages: how many pages it may have; None where there is no limit.
    """

    name: str
    build: Callable[[Assessment, Settings], Made]
    audience: Callable[[Assessment], str]
    most_pages: int | None = None


def _sponsor(assessment: Assessment, settings: Settings) -> Made:
    # ReportLab is imported with the first paper, not with the list of kinds.
    from cxworkbench.briefings.sponsor import build

    return build(assessment, settings)


def _sponsors(assessment: Assessment) -> str:
    return formats.listed(list(assessment.review.sponsors)) or "No sponsor is named yet"


KINDS: dict[str, Kind] = {"sponsor": Kind("Sponsor one-pager", _sponsor, _sponsors, most_pages=1)}
