"""The end of a framework sheet: amendments with both values, the hash, and the lines on which it is signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reportlab.platypus.flowables import Flowable

from cxworkbench import formats, frameworks
from cxworkbench.briefings.blocks import Box, Stack
from cxworkbench.briefings.edition import Edition
from cxworkbench.briefings.frozen_values import in_fours, said
from cxworkbench.briefings.listing import Column, Value, listing
from cxworkbench.briefings.marks import Signatures
from cxworkbench.briefings.text import BODY, NAME, SMALL, TABLE, TABLE_STRONG
from cxworkbench.freeze_checks import freeze_checks
from db.models import Amendment, DecisionRule, Framework, FrameworkSignature, Metric, Pilot
from db.records import Record


class Seal:
    """What seals a framework, frozen or still a draft.

    Args:
        edition: the edition that it stands on.
        pilot: whose framework it is.
        frozen: the framework in force; None of a draft.
        content: what is, or would be, hashed.
    """

    def __init__(
        self, edition: Edition, pilot: Pilot, frozen: Framework | None, content: Mapping[str, Any]
    ) -> None:
        self._edition, self._press, self._pilot = edition, edition.press, pilot
        self._frozen, self._content = frozen, content

    @property
    def hash(self) -> str:
        """The hash that was signed, or that of the draft."""
        return (self._frozen.hash or "") if self._frozen is not None else frameworks.hash_of(self._content)

    def blocks(self) -> Iterator[Flowable]:
        """Amendments, hash, signatures."""
        yield from self._amended()
        yield from self._seal()

    def _amended(self) -> Iterator[Flowable]:
        if self._frozen is None:
            return
        found = frameworks.differences(self._edition.plan, self._frozen)
        made = [
            one
            for one in self._edition.plan.of_pilot(Amendment, self._pilot)
            if one.framework == self._frozen.id
        ]
        if not found and not made:
            return
        edition = self._edition
        yield edition.heading("Amendments", "both values side by side")
        lines: list[list[Value]] = []
        for one in found:
            family: type[Record] = Metric if one.ref.kind == "metric" else DecisionRule
            amendment = one.amendments[-1] if one.amendments else None
            by = (
                self._edition.plan.person_name(amendment.agreed_by)
                if amendment is not None and amendment.agreed_by
                else "Nobody named"
            )
            why = " ".join((amendment.reason or "").split()) if amendment is not None else ""
            state = f"{why}. Agreed by {by}" if one.is_amended else "changed without an amendment"
            if one.decides_nothing:
                state = "came after the freeze: shown, decides nothing"
            record = self._edition.plan.find(one.ref.id)
            before, after = (said(family, one.ref.field, value, record) for value in (one.before, one.after))
            lines.append([f"{one.name}, {one.field.lower()}", before, after, state])
        columns = [
            Column("Value", share=1, style=TABLE_STRONG),
            Column("Frozen", share=1, style=TABLE.but(color="ink2")),
            Column("Today", share=1),
            Column("Why, agreed by", share=1.2),
        ]
        if lines:
            yield listing(edition.press, columns, lines, edition.width)
        listed = {id(amendment) for one in found for amendment in one.amendments}
        rest = [one for one in made if id(one) not in listed]
        if rest:
            yield edition.note(
                f"{formats.plural(len(rest), 'more amendment')} of values that are again what was frozen."
            )

    # ---------------------------------------------------------------------------------------------------- seal

    def _seal(self) -> Iterator[Flowable]:
        edition, press = self._edition, self._press
        whole = self._frozen is None or frameworks.hash_of(self._content) == self._frozen.hash
        yield edition.heading("Freeze", self._open_checks())
        what = (
            "SHA-256 over metrics, thresholds and rules, as signed"
            if self._frozen is not None
            else "SHA-256 of this draft over metrics, thresholds and rules"
        )
        if not whole:
            what = "The content is not the one that was signed: the hash doesn't hold"
        yield Box(press, "", Stack([press.text(what, SMALL), press.text(in_fours(self.hash), NAME)]))
        said = (
            "A later change is an amendment with a reason, and both values are printed side by side on every paper. "
            "The signed hash is printed on every paper that uses these metrics."
        )
        if self._frozen is None:
            said = f"Signing freezes these values. {said}"
        yield edition.text(said, BODY.but(size=8.5, leading=11.5), before=4.5)
        yield Signatures(press, self._signers(), before=6.0)

    def _open_checks(self) -> str:
        if self._frozen is not None:
            return f"frozen {formats.day(self._frozen.frozen_on)}, version {self._frozen.version or 1}"
        checks = freeze_checks(self._edition.plan, self._pilot, self._edition.as_of)
        open_ = [one for one in checks if not one.holds]
        if not open_:
            return f"all {len(checks)} checks hold"
        named = "; ".join(one.text.lower() for one in open_[:3])
        more = f" and {len(open_) - 3} more" if len(open_) > 3 else ""
        return f"{len(open_)} of {len(checks)} checks open: {named}{more}"

    def _signers(self) -> list[tuple[str, str]]:
        plan = self._edition.plan
        if self._frozen is not None:
            rows = plan.linking(FrameworkSignature, "framework", self._frozen.id)
            found = [
                (
                    f"{plan.person_name(one.person)}, {one.role or 'signer'}",
                    f"signed {formats.day(one.signed_on)}" if one.signed_on else "",
                )
                for one in rows
            ]
            if found:
                return found
        asked = frameworks.asked_to_sign(plan, self._pilot, self._edition.as_of)
        found = [(f"{plan.person_name(person)}, {role}", "") for person, role in asked]
        return found or [("Nobody named, pilot owner", ""), ("Nobody named, sponsor", "")]
