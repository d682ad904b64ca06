"""Packs: which sections in which order, bound into one file; saved as presets; one run for all stakeholders."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from cxworkbench.briefings.audiences import AUDIENCES
from cxworkbench.briefings.kinds import EVERY, KINDS, Kind
from cxworkbench.briefings.naming import edition_name
from cxworkbench.briefings.settings import INKS, PAPERS, Settings, settings_of
from db.errors import UserError
from db.models import Attachment, Pack, Stakeholder, Wording

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from cxworkbench.briefings.made import Made
    from cxworkbench.plan import Plan
    from db.change import Change

#: The kind that a pack is bound as.
BOUND = "steering"
#: No logo has more points: a picture that unfolds to more is none.
_MOST_POINTS = 20_000_000
_PICTURES = frozenset({"PNG", "JPEG"})


@dataclass(frozen=True)
class Preset:
    """A pack as it is kept: its sections in order, and how it looks.

    Attributes:
        id: of its record; empty of the built-in one.
        name: as people call it.
        kind: whose audience it has, an id of ``KINDS``.
        sections: ids in order (``SECTIONS``); whole papers as "paper:KIND".
        paper, ink: empty for the plan's own.
        confidential: whether confidential rows are shown; None as its audience has it.
        header, footer: own words.
        logo: the id of an attachment.
        words: own wording by section.
    """

    id: str
    name: str
    kind: str
    sections: tuple[str, ...]
    paper: str = ""
    ink: str = ""
    confidential: bool | None = None
    header: str = ""
    footer: str = ""
    logo: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Order:
    """One file of a run: its name, what it is, how it is made, and for whom."""

    file_name: str
    kind: str
    settings: Settings
    reader: str


def built_in() -> Preset:
    """The steering pack with its usual sections."""
    chosen = tuple(section.id for section in KINDS[BOUND].sections if section.is_on)
    return Preset("", KINDS[BOUND].name, BOUND, chosen)


def presets(plan: Plan) -> list[Preset]:
    """The packs that the plan keeps, in the order of their names; without any the built-in one."""
    found = [_preset(plan, one) for one in plan.all(Pack)]
    return sorted(found, key=lambda one: one.name.casefold()) or [built_in()]


def _preset(plan: Plan, one: Pack) -> Preset:
    options: dict[str, Any] = one.options if isinstance(one.options, dict) else {}
    sections = [str(id) for id in one.sections] if isinstance(one.sections, list) else []
    kind = one.kind_ if one.kind_ in KINDS else BOUND
    words = {
        word.section: word.text or ""
        for word in plan.all(Wording)
        if word.of == f"{Pack.kind}/{one.id}" and word.text
    }
    confidential = options.get("confidential")
    return Preset(
        one.id, one.name, kind or BOUND, tuple(sections) or built_in().sections,
        _one_of(options.get("paper"), PAPERS), _one_of(options.get("ink"), INKS),
        confidential if isinstance(confidential, bool) else None,
        one.header or "", one.footer or "", one.logo, words,
    )  # fmt: skip


def _one_of(value: Any, known: Mapping[str, str]) -> str:
    return value if isinstance(value, str) and value in known else ""


def save(change: Change, plan: Plan, preset: Preset) -> Pack:
    """Keep a preset with its own wording; one of the same id is changed, and words that are gone are taken away."""
    options = {"paper": preset.paper, "ink": preset.ink, "confidential": preset.confidential}
    values: dict[str, Any] = {
        "name": preset.name, "kind": preset.kind, "sections": list(preset.sections),
        "options": {name: value for name, value in options.items() if value not in ("", None)},
        "header": preset.header or None, "footer": preset.footer or None, "logo": preset.logo,
    }  # fmt: skip
    held = plan.get(Pack, preset.id)
    if held is None:
        pack = change.add(Pack(**values))
    else:
        pack = held
        change.set(held, **values)
    known = {one.section: one for one in plan.all(Wording) if one.of == f"{Pack.kind}/{pack.id}"}
    for section, text in preset.words.items():
        if section not in known:
            if text.strip():
                change.add(Wording(of=pack, section=section, text=text))
        elif known[section].text != text:
            change.set(known[section], text=text.strip() or None)
    for section in set(known) - set(preset.words):
        change.set(known[section], text=None)
    return pack


def settings_for(
    preset: Preset,
    plan: Plan,
    *,
    printed: str,
    read: Callable[[str], bytes] | None = None,
    paper: str | None = None,
    ink: str | None = None,
    stakeholder: str | None = None,
) -> Settings:
    """How a preset is made; what is asked for goes before what it keeps.

    Args:
        preset: which.
        plan: gives what neither says.
        printed: the printed time to show.
        read: gives what the plan keeps under a hash, for the logo (``session.kept``).
        paper: asked for.
        ink: asked for.
        stakeholder: whose edition it is.
    """
    return settings_of(
        plan,
        paper=paper or preset.paper or None,
        ink=ink or preset.ink or None,
        printed=printed,
        sections=preset.sections,
        stakeholder=stakeholder,
        words=dict(preset.words),
        confidential=preset.confidential,
        header=preset.header,
        footer=preset.footer,
        logo=logo_of(plan, preset.logo or plan.programme.logo, read),
        title="" if not preset.id and preset.kind == BOUND else preset.name,
    )


def logo_of(plan: Plan, attachment: str | None, read: Callable[[str], bytes] | None) -> bytes | None:
    """The picture that an attachment holds; None where there is none.

    Raises:
        UserError: it is no PNG or JPEG that can be read, or one that is too large.
    """
    file = plan.get(Attachment, attachment)
    if file is None or read is None:
        return None
    content = read(file.sha256)
    see_picture(file.name, lambda: content)
    return content


def see_picture(name: str, read: Callable[[], bytes]) -> None:
    """See that a file is a picture that can be printed.

    Args:
        name: of the file, for what is said.
        read: gives its bytes.

    Raises:
        UserError: it can't be read, is no PNG or JPEG, or one that is too large.
    """
    try:
        is_picture = _is_picture(read())
    except OSError as error:
        raise UserError(
            f"the logo can't be read ({error.strerror})",
            where=name,
            kept="nothing was changed",
            to_do="see that it is there and not open elsewhere, then choose it again",
        ) from error
    if not is_picture:
        raise UserError(
            "the logo is no picture that can be printed",
            where=name,
            kept="nothing was written",
            to_do="choose a PNG or JPEG of at most 20 million points",
        )


def _is_picture(content: bytes) -> bool:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(content)) as picture:
                if picture.format not in _PICTURES or picture.width * picture.height > _MOST_POINTS:
                    return False
                picture.load()
    except Exception:  # noqa: BLE001 - a picture from outside fails in any way
        return False
    return True


def compose_pack(
    preset: Preset, found: Assessment, settings: Settings, step: Callable[[int, int], None] | None = None
) -> Made:
    """A pack as one file with continuous pages; as ``compose``, of which it is a special case."""
    from cxworkbench.briefings.compose import compose_as

    return compose_as(bound_as(preset), found, settings, step)


def first_page_of(preset: Preset, found: Assessment, settings: Settings) -> bytes:
    """The first page of a pack alone, for a preview while the rest is made; as ``first_page``."""
    from cxworkbench.briefings.compose import first_page_as

    return first_page_as(bound_as(preset), found, settings)


def bound_as(preset: Preset) -> Kind:
    """The kind that a preset makes: sections bound into one file, for the audience of its own kind."""
    return replace(KINDS[BOUND], name=preset.name, audience=KINDS[preset.kind].audience, most_pages=None)


def orders(
    found: Assessment,
    settings: Settings,
    *,
    preset: Preset | None = None,
    readers: Sequence[str] | None = None,
) -> list[Order]:
    """A run for stakeholders, each their edition: their own paper, or the preset's for each of them.

    Args:
        found: the judgement.
        settings: paper, ink and printed time of all.
        preset: what each is given; None for the paper that the plan names for them.
        readers: ids of the stakeholders; None for all that are given a paper.
    """
    plan, made, taken = found.plan, list[Order](), set[str]()
    for one in plan.all(Stakeholder):
        if readers is not None and one.id not in readers:
            continue
        kind = preset.kind if preset is not None else (one.paper or "")
        if kind not in KINDS or (one.audience is not None and one.audience not in AUDIENCES):
            continue
        described, own = KINDS[kind], replace(settings, stakeholder=one.id)
        if preset is None:
            if described.needs_subject and not described.subjects(found):
                continue
            own = replace(
                own, subject=EVERY if described.needs_subject else None, sections=None, words={}, title=""
            )
        name = plan.person_name(one.person)
        title = preset.name if preset is not None else described.name
        file_name = edition_name(name, title, found.as_of, taken)
        taken.add(file_name)
        made.append(Order(file_name, kind, own, name))
    return made
