"""What changed since the last review: what is judged differently, and what was done to the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.glyph_flowables import GlyphText
from cxworkbench.briefings.listing import Column, Value, listing
from cxworkbench.briefings.page import Sheet
from cxworkbench.briefings.tables import Look
from cxworkbench.briefings.text import TABLE, TABLE_STRONG
from cxworkbench.review.changes import Change, Changes, changes
from db.records import FAMILIES

KEY = "changes"
#: So many records are named in full; what is beyond is counted.
_MOST = 14
_LOOK = Look(above=1.9)


def sheets(edition: Edition) -> Iterator[Sheet]:
    """What changed, right after the contents where there is room."""
    from cxworkbench.briefings.steering import head

    yield edition.sheet(flow(edition), head(edition), shares=True)


def flow(edition: Edition) -> list[Flowable]:
    """The blocks of the section."""
    found = edition.found
    review = found.review
    if review.last_day is None:
        title = edition.title("What changed", key=KEY)
        return [
            title,
            edition.missing("No sponsor review was held yet, so there is nothing to compare with."),
        ]
    day = formats.day(review.last_day, current=edition.as_of)
    done = changes(found.past, edition.plan) if found.past is not None else Changes()
    done = _shown(edition, done)
    flow: list[Flowable] = [
        edition.title(f"What changed since review {review.last_number}, {day}", key=KEY),
        edition.lead(_counted(sum(edition.shows(one.evidence) for one in found.differences), done)),
        *edition.comment("changes"),
    ]
    if found.past is None:
        flow.append(
            edition.missing("The plan as it stood then is not known, so what was done to it can't be listed.")
        )
    flow += _judged(edition)
    flow += _table(edition, "Slipped", done.slipped, "date moved to a later day")
    flow += _table(edition, "Amended", done.amended, "frozen value changed", reason="Reason")
    flow += _table(edition, "Overruled, waived, accepted as late", done.overruled, "", reason="Reason")
    flow += _table(edition, "Deleted", done.deleted, "")
    flow += _added(edition, done)
    flow += _changed(edition, done.changed)
    if done.counted:
        said = ", ".join(f"{name.lower()} {formats.count(count)}" for name, count in done.counted)
        flow.append(edition.note(f"Counted and not listed: {said}.", before=6.0))
    return flow


def _shown(edition: Edition, done: Changes) -> Changes:
    """What this edition may show."""

    def rows(group: Sequence[Change]) -> tuple[Change, ...]:
        past = edition.found.past
        kept = []
        for one in group:
            record = edition.plan.find(one.ref.id) or (past.find(one.ref.id) if past is not None else None)
            if edition.may_show(record):
                kept.append(one)
        return tuple(kept)

    return Changes(
        rows(done.slipped), rows(done.amended), rows(done.overruled), rows(done.added), rows(done.changed),
        rows(done.deleted), done.counted,
    )  # fmt: skip


def _counted(judged: int, done: Changes) -> str:
    counts = [
        (judged, "judged differently"), (len(done.slipped), "slipped"), (len(done.amended), "amended"),
        (len(done.overruled), "overruled"), (len(done.added), "added"),
        (len({one.ref.id for one in done.changed}), "changed"), (len(done.deleted), "deleted"),
    ]  # fmt: skip
    said = ", ".join(f"{formats.count(count)} {word}" for count, word in counts if count)
    return f"{said}." if said else "Nothing changed."


def _judged(edition: Edition) -> Iterator[Flowable]:
    found = [one for one in edition.found.differences if edition.shows(one.evidence)]
    yield edition.heading("Judged differently")
    if not found:
        yield edition.missing("Every rating, verdict and date is as it was.")
        return
    press = edition.press
    lines: list[list[Value]] = [
        [GlyphText(press, one.state, press.text(one.what, TABLE_STRONG), gap=6.0), one.before, one.after]
        for one in found
    ]
    columns = [
        Column("What", share=1.5),
        Column("Was", share=1, style=TABLE.but(color="ink2")),
        Column("Now", share=1),
    ]
    yield listing(press, columns, lines, edition.width, look=_LOOK)


def _table(
    edition: Edition, name: str, group: Sequence[Change], aside: str, *, reason: str = ""
) -> Iterator[Flowable]:
    if not group:
        return
    shown = group[:_MOST]
    yield edition.heading(name, f"{formats.count(len(group))} {aside}".strip())
    lines = []
    for one in shown:
        what = one.name if reason or not one.field else f"{one.name}, {one.field}"
        days = f" ({formats.plural(one.days, 'day')})" if one.days > 0 else ""
        lines.append(
            [
                what,
                one.pilot or "All pilots",
                *([one.field] if reason else []),
                one.before,
                f"{one.after}{days}",
            ]
        )
    columns = [
        Column("What", share=1.2, style=TABLE_STRONG),
        Column("Pilot", style=TABLE.but(color="ink2"), most_lines=3),
    ]
    if reason:
        columns.append(Column(reason, share=1.5))
    columns += [Column("Was", share=0.8, style=TABLE.but(color="ink2")), Column("Now", share=0.8)]
    yield listing(edition.press, columns, lines, edition.width, look=_LOOK)
    yield from _rest(edition, len(group))


def _rest(edition: Edition, count: int) -> Iterator[Flowable]:
    if count > _MOST:
        left = f"{formats.plural(count - _MOST, 'more row')}: History has them all"
        edition.left_out.append(left)
        yield edition.note(f"{left}.")


def _added(edition: Edition, done: Changes) -> Iterator[Flowable]:
    if not done.added:
        return
    yield edition.heading("Added", f"{formats.count(len(done.added))} by kind")
    kinds: dict[str, list[str]] = defaultdict(list)
    for one in done.added:
        kinds[one.ref.kind].append(one.name.removeprefix(f"{FAMILIES[one.ref.kind].label} "))
    lines, nameless = list[list[str]](), list[str]()
    for kind, names in kinds.items():
        family, many = FAMILIES[kind], formats.count(len(names))
        own = [name for name in names if name != family.label]
        if own:
            lines.append([family.label_many, many, "; ".join(own)])
        else:
            nameless.append(formats.plural(len(names), family.label.lower(), family.label_many.lower()))
    columns = [
        Column("Kind", style=TABLE_STRONG),
        Column("How many", align="right"),
        Column("Which", share=1, most_lines=3),
    ]
    if lines:
        yield listing(edition.press, columns, lines, edition.width, look=_LOOK)
    if nameless:
        yield edition.note(f"{'Also' if lines else 'Added:'} {', '.join(nameless)}.")


def _changed(edition: Edition, group: Sequence[Change]) -> Iterator[Flowable]:
    if not group:
        return
    records: dict[str, list[Change]] = defaultdict(list)
    for one in group:
        records[one.ref.id].append(one)
    yield edition.heading("Changed", formats.plural(len(records), "record"))
    lines = []
    for parts in list(records.values())[:_MOST]:
        said = "; ".join(
            f"{one.field} {one.after}"
            if one.before == formats.MISSING
            else f"{one.field} {one.before} → {one.after}"
            for one in parts
        )
        lines.append([parts[0].name, parts[0].pilot or "All pilots", said])
    columns = [
        Column("What", share=1, style=TABLE_STRONG, most_lines=3),
        Column("Pilot", style=TABLE.but(color="ink2"), most_lines=3),
        Column("What is different", share=1.6, most_lines=3),
    ]
    yield listing(edition.press, columns, lines, edition.width, look=_LOOK)
    yield from _rest(edition, len(records))
