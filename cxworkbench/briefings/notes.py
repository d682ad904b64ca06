"""What every paper says at its end: exceptions by name, the frameworks it used, whose criteria, what is withheld."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TypeVar

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats, own_reference
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.text import TABLE, Text
from cxworkbench.conditions.overruled import waiver_lacks
from cxworkbench.frameworks import in_force, short_hash
from cxworkbench.naming import code_of
from cxworkbench.signing import is_in_force
from db.models import Amendment, Override, Pilot, Settlement, Waiver
from db.records import Record

R = TypeVar("R", bound=Record)

_LETTERS_NAMED = 12


def waivers(edition: Edition) -> list[Waiver]:
    """The waivers that concern an edition's pilots and aren't closed; those in force first, then by their number."""
    found = [
        one for one in _concerning(edition, Waiver) if one.closed_on is None or one.closed_on > edition.as_of
    ]
    return sorted(found, key=lambda one: (not is_in_force(one, edition.as_of), one.number or 0))


def settlements(edition: Edition) -> list[Settlement]:
    """The settlements that concern an edition's pilots."""
    found = [one for one in _concerning(edition, Settlement) if one.on is None or one.on <= edition.as_of]
    return sorted(found, key=lambda one: one.number or 0)


def overrides(edition: Edition) -> list[Override]:
    """The overrides that concern an edition's pilots, those still to be judged first."""
    found = [
        one for one in _concerning(edition, Override) if one.made_on is None or one.made_on <= edition.as_of
    ]
    return sorted(found, key=lambda one: (one.judged_right is not None, one.number or 0))


def _concerning(edition: Edition, family: type[R]) -> list[R]:
    ids = {state.pilot.id for state in edition.pilots} | {None}
    return [one for one in edition.plan.all(family) if one.value("pilot") in ids]


def waiver_ends(one: Waiver, as_of: date) -> str:
    """Until when a waiver holds, or since when it doesn't."""
    if one.until is None:
        return "without an end, so in force on no day"
    last = one.until - timedelta(days=1)
    shown = formats.near_day(last, as_of)
    if one.until > as_of:
        lacks = waiver_lacks(one)
        return f"in force on no day, {lacks}" if lacks else f"until {shown}"
    return f"ended {shown}, {formats.plural((as_of - last).days, 'day')} over"


def override_standing(one: Override, as_of: date) -> str:
    """What came of an override, or when that is judged."""
    if one.judged_right is not None:
        return "judged right" if one.judged_right else "judged not right"
    if one.judge_on is None:
        return "no day to judge it"
    when = formats.near_day(one.judge_on, as_of)
    return f"to be judged {when}" if one.judge_on >= as_of else f"was to be judged {when}"


def exceptions_said(edition: Edition) -> str:
    """Waivers, settlements and overrides in one sentence each, by number and state."""
    as_of = edition.as_of
    parts = [f"Waiver {code_of(one)} {waiver_ends(one, as_of)}" for one in waivers(edition)]
    if late := settlements(edition):
        parts.append(f"accepted as late {formats.listed([code_of(one) for one in late])}")
    parts += [f"override {code_of(one)} {override_standing(one, as_of)}" for one in overrides(edition)]
    if not parts:
        return "No waiver, settlement or override."
    said = "; ".join(parts)
    return f"{said[:1].title()}{said[1:]}."


def frameworks_said(edition: Edition, pilots: Sequence[Pilot]) -> str:
    """The hashes of the frozen frameworks that a paper used; a pilot without one is said."""
    found = []
    for pilot in pilots:
        framework = in_force(edition.plan, pilot, edition.as_of)
        if framework is None:
            found.append(f"{pilot.name} not frozen")
            continue
        made = sum(one.framework == framework.id for one in edition.plan.of_pilot(Amendment, pilot))
        amended = f", amended {formats.plural(made, 'time')}" if made else ""
        found.append(f"{pilot.name} {short_hash(framework.hash)}{amended}")
    return f"Framework: {'; '.join(found)}." if found else ""


def criteria_said(edition: Edition) -> str:
    """Whose criteria judged: the programme's own ones are named on every paper that judges."""
    own = own_reference.held(edition.plan, edition.as_of)
    if own is None:
        return ""
    since = f"since {formats.day(edition.plan.day_of(own.since))}" if own.since is not None else ""
    wrong = own_reference.problem(edition.plan, edition.as_of)
    if wrong is not None:
        return f"The programme's own criteria ({own.name}) are not in force, the built-in ones judge: {wrong.what}."
    counts = own_reference.changed(own_reference.catalogue_of(edition.plan, edition.as_of))
    said = ", ".join(f"{count} {word}" for word, count in counts.items() if count) or "none changed"
    return f"Judged by the programme's own criteria ({own.name} {since}, {short_hash(own.sha256)}): {said}."


def withheld_said(edition: Edition) -> str:
    """How many confidential rows this edition doesn't show."""
    count = edition.withheld
    if not count:
        return ""
    return f"{formats.plural(count, 'confidential row')} {'is' if count == 1 else 'are'} withheld from this edition."


def letters_said(edition: Edition) -> str:
    """Which letters stand as boxes because no font of the program has them."""
    unknown = list(edition.press.unknown)
    if not unknown:
        return ""
    names = ", ".join(f"U+{ord(one):04X}" for one in unknown[:_LETTERS_NAMED])
    more = f" and {len(unknown) - _LETTERS_NAMED} more" if len(unknown) > _LETTERS_NAMED else ""
    return (
        f"Boxes stand for letters that no font of the program has ({names}{more}); the file keeps the text."
    )


class Closing(Flowable):
    """The notes at the end of a paper, worded when everything before them was laid out."""

    def __init__(
        self,
        edition: Edition,
        *,
        judges: bool = True,
        frameworks: Sequence[Pilot] = (),
        exceptions: bool = True,
        first: Sequence[str] = (),
        before: float = 9.0,
        most_lines: int | None = None,
    ) -> None:
        super().__init__()
        self.spaceBefore = before
        self._edition, self._judges, self._exceptions = edition, judges, exceptions
        self._frameworks, self._first, self._most_lines = list(frameworks), list(first), most_lines
        self._text: Text | None = None

    def _sentences(self) -> Iterator[str]:
        yield from self._first
        if self._exceptions:
            yield exceptions_said(self._edition)
        if self._frameworks:
            yield frameworks_said(self._edition, self._frameworks)
        if self._judges:
            yield criteria_said(self._edition)
        yield withheld_said(self._edition)
        yield letters_said(self._edition)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The sentences that there are; nothing takes no room."""
        said = " ".join(one for one in self._sentences() if one)
        self._text = self._edition.press.text(said, TABLE.but(color="ink3"), most_lines=self._most_lines)
        self.width = available_width
        self.height = self._text.wrap(available_width, available_height)[1] if said else 0.0
        return available_width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """The text over two pages."""
        return [] if self._text is None else self._text.split(available_width, available_height)

    def draw(self) -> None:
        """The text."""
        if self._text is not None and self.height:
            self._text.drawOn(self.canv, 0, 0)
