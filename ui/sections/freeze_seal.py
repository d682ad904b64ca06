"""The seal of a measurement framework: its hash, who signs or signed, what was amended since, and the freeze itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from cxworkbench import formats, frameworks
from cxworkbench.frameworks import asked_to_sign
from cxworkbench.freeze_checks import FreezeCheck, may_freeze, signed
from cxworkbench.plan import Ref
from db.errors import UserError
from ui.widgets.buttons import Button
from ui.widgets.label import Label
from ui.widgets.panel import Panel, rule
from ui.widgets.row_panel import Column, Row, RowPanel, Text

if TYPE_CHECKING:
    from cxworkbench.assessment import Assessment
    from db.models import Pilot
    from ui.sections.page import Handed


class FreezeSeal(Panel):
    """What is frozen differs from a draft in what can be done.

    Attributes:
        hash: the first half of the hash, as it is compared by eye.
        boxes: by person (id), whether they sign.
        amended: what differs from what was frozen.
        freeze_button: freezes, where everything needed holds.
        needs: what is needed first.
    """

    def __init__(self, handed: Handed, amend: Callable[[], None], parent: QWidget | None) -> None:
        theme, px = handed.theme, handed.theme.px
        super().__init__(theme, "Freeze and sign", parent=parent)
        self._handed = handed
        self._assessment: Assessment | None = None
        self._pilot: Pilot | None = None
        self._checks: Sequence[FreezeCheck] = ()
        self.boxes: dict[str, QCheckBox] = {}
        self.hash = Label(theme, "", "section", parent=self)
        self.hash.setAccessibleName("Hash")
        self.said = Label(theme, "", "small", "ink2", wrap=True, parent=self)
        for label in (self.hash, self.said):
            label.setContentsMargins(px(13), px(2), px(13), px(4))
            self.body.addWidget(label)
        self.body.addWidget(rule(self))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self.amended = RowPanel(
            theme,
            "Amended since",
            (Column(""), Column("", 150, right=True)),
            handed.go_to,
            empty=("Never amended", ""),
            parent=self,
        )
        self.amended.setProperty("panel", "inside")
        self.body.addWidget(self.amended)
        foot = QHBoxLayout()
        foot.setContentsMargins(px(13), px(8), px(13), px(12))
        self.freeze_button = Button(theme, "Freeze framework", self.freeze, icon="lock", parent=self)
        self.amend_button = Button(theme, "Amend…", amend, icon="pencil", parent=self)
        self.needs = Label(theme, "", "small", "ink3", wrap=True, parent=self)
        foot.addWidget(self.freeze_button)
        foot.addWidget(self.amend_button)
        foot.addWidget(self.needs, 1)
        self.body.addLayout(foot)

    # ------------------------------------------------------------------------------------------- showing

    def show_pilot(self, assessment: Assessment, pilot: Pilot, checks: Sequence[FreezeCheck]) -> None:
        """Show a pilot's framework as of the day; ``checks`` must hold before it is frozen."""
        self._assessment, self._pilot, self._checks = assessment, pilot, checks
        plan = assessment.plan
        frozen = frameworks.in_force(plan, pilot, assessment.as_of)
        differing = frameworks.differences(plan, frozen) if frozen is not None else ()
        if frozen is None or frozen.frozen_on is None:
            self.show_title("Freeze and sign")
            self.hash.setText(_grouped(frameworks.hash_of(frameworks.content_of(plan, pilot))))
            self.said.setText(
                "Hash of this draft, over metrics, thresholds and rules. It changes with every edit."
                " At the freeze it is printed on every paper that uses these metrics."
            )
        else:
            self.show_title(f"Frozen {formats.day(frozen.frozen_on)}", f"version {frozen.version}")
            self.hash.setText(_grouped(frozen.hash or ""))
            whole = frameworks.hash_of(frozen.content) == frozen.hash
            self.said.setText(
                "The hash is that of the content as it was frozen. A change is an amendment, with its reason."
                if whole
                else "The content is not the one that was signed: the hash doesn't hold."
            )
        self._show_signers(assessment, pilot)
        self.amended.show_rows([_amended_row(one) for one in differing])
        self.amended.setVisible(frozen is not None)
        unamended = any(not one.is_amended for one in differing)
        can_edit = self._handed.plan.can_edit
        self.freeze_button.setVisible(can_edit and (frozen is None or unamended))
        self.freeze_button.setText("Freeze framework" if frozen is None else "Freeze again")
        self.freeze_button.setEnabled(may_freeze(checks))
        self.amend_button.setVisible(can_edit and frozen is not None)
        self.needs.setVisible(self.freeze_button.isVisibleTo(self))
        lacking = [one for one in checks if one.needed and not one.holds]
        self.needs.setText(f"Needs: {_lower(lacking[0].text)}" if lacking else "")

    def _show_signers(self, assessment: Assessment, pilot: Pilot) -> None:
        plan, theme = assessment.plan, self.theme
        people = {one.person: one for one in signed(plan, pilot, assessment.as_of)}
        is_draft = frameworks.in_force(plan, pilot, assessment.as_of) is None
        offered = (
            asked_to_sign(plan, pilot, assessment.as_of)
            if is_draft
            else [(id, one.role or "") for id, one in people.items()]
        )
        checked = {id for id, box in self.boxes.items() if box.isChecked()}
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.boxes = {}
        for id, role in offered:
            line = QWidget(self)
            row = QHBoxLayout(line)
            row.setContentsMargins(theme.px(13), theme.px(2), theme.px(13), theme.px(2))
            name = plan.person_name(id)
            if is_draft:
                box = QCheckBox(line)
                box.setAccessibleName(f"{name} signs as {role}")
                box.setChecked(id in checked)
                box.setEnabled(self._handed.plan.can_edit)
                self.boxes[id] = box
                row.addWidget(box)
            row.addWidget(Label(theme, name, "small", weight=600, parent=line))
            row.addWidget(Label(theme, role, "small", "ink2", parent=line), 1)
            on = people[id].signed_on if id in people else None
            said = f"signed {formats.short_day(on)}" if on else "not signed"
            row.addWidget(Label(theme, said, "small", "ink3", parent=line))
            self._lines.addWidget(line)

    # ------------------------------------------------------------------------------------------- freezing

    def freeze(self) -> None:
        """Freeze the framework as it stands, signed by those who are ticked."""
        assessment, pilot = self._assessment, self._pilot
        if assessment is None or pilot is None or not may_freeze(self._checks):
            return
        roles = dict(asked_to_sign(assessment.plan, pilot, assessment.as_of))
        signers = [(id, roles.get(id, "")) for id, box in self.boxes.items() if box.isChecked()]
        session = self._handed.plan
        try:
            with session.change(f"Freeze the framework of {pilot.name}") as change:
                made = frameworks.freeze(change, session.plan, pilot, on=assessment.as_of, signers=signers)
        except UserError as error:
            self._handed.show_trouble(error)
            return
        self._handed.say(f"Frozen. Hash {frameworks.short_hash(made.hash)}.")


def _amended_row(one: frameworks.Difference) -> Row:
    if one.decides_nothing:
        how = "after the freeze, decides nothing"
        row = (Text(f"{one.name}, {one.field.lower()}", "ink", 600, "not_assessed"), Text(how))
        return Row(one.ref, f"{one.name}: {how}", row)
    how = "amended" if one.is_amended else "changed, no amendment"
    if one.is_amended and one.amendments[-1].agreed_on is None:
        how = "amended, not agreed yet"
    said = f"{one.name}, {one.field}: {one.before} became {one.after}; {how}"
    ref = Ref("amendment", one.amendments[-1].id) if one.amendments else one.ref
    state = (
        "met"
        if one.is_amended and one.amendments[-1].agreed_on
        else "at_risk"
        if one.is_amended
        else "failing"
    )
    return Row(ref, said, (Text(f"{one.name}, {one.field}", "ink", 600, state), Text(how)))


def _grouped(hash: str) -> str:
    """The first half of a hash in pairs of fours, as it is compared by eye."""
    return (
        " · ".join(f"{hash[at : at + 4]} {hash[at + 4 : at + 8]}" for at in range(0, 32, 8)) if hash else ""
    )


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"
