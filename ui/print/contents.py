"""What a paper consists of: a pack kept in the plan, its sections in their order, and the PMO's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from cxworkbench.briefings.kinds import KINDS, in_packs
from cxworkbench.briefings.packs import BOUND, Preset
from cxworkbench.briefings.settings import FOREWORD
from ui.widgets.buttons import Button
from ui.widgets.choice import Choice
from ui.widgets.label import Label

if TYPE_CHECKING:
    from ui.theme import Theme

_TYPED_MS = 500
_ID = Qt.ItemDataRole.UserRole
_MOST_LETTERS = 4000
#: Own words that stand on every page, beside the foreword and the sections' comments.
HEADER, FOOTER = "header", "footer"
_ASKED = {
    FOREWORD: "A foreword, printed as your own words",
    HEADER: "At the top of every page, in place of organisation and programme",
    FOOTER: "At the foot of every page, under what it was made of",
}
_COMMENT = "A comment, printed as your own words"


class SectionList(QListWidget):
    """Sections that can be ticked and moved: Space ticks, Alt with an arrow key moves.

    Signals:
        altered: something was ticked or moved.
    """

    altered = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFont(theme.font("small"))
        self.setAccessibleName("Sections and their order")
        self.setToolTip("Space includes a section; Alt+Up and Alt+Down move it")
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemChanged.connect(lambda _: self.altered.emit())
        self.model().rowsMoved.connect(lambda *_: self.altered.emit())

    def show_sections(self, sections: Sequence[tuple[str, str]], chosen: Sequence[str]) -> None:
        """Show sections: those chosen in their order, then the others."""
        names = dict(sections)
        ordered = [id for id in chosen if id in names] + [id for id in names if id not in chosen]
        self.blockSignals(True)
        self.clear()
        for id in ordered:
            item = QListWidgetItem(names[id])
            item.setData(_ID, id)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsDragEnabled
            )
            item.setCheckState(Qt.CheckState.Checked if id in chosen else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.setCurrentRow(0)
        self.blockSignals(False)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids of those ticked, in order."""
        items = [self.item(row) for row in range(self.count())]
        return tuple(str(one.data(_ID)) for one in items if one.checkState() == Qt.CheckState.Checked)

    def tick(self, id: str, *, on: bool) -> None:
        """Include a section, or leave it out."""
        for row in range(self.count()):
            if self.item(row).data(_ID) == id:
                self.item(row).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def shift(self, *, down: bool) -> None:
        """Move the current section by one."""
        row = self.currentRow()
        to = row + (1 if down else -1)
        if row >= 0 and 0 <= to < self.count():
            self.insertItem(to, self.takeItem(row))
            self.setCurrentRow(to)
            self.altered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves."""
        key = Qt.Key(event.key())
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.shift(down=key == Qt.Key.Key_Down)
            return
        super().keyPressEvent(event)


class ContentsPart(QWidget):
    """The pack, its sections, and own words.

    Signals:
        altered: other contents were chosen, or words typed and left in peace for a moment.
        taken: a pack was chosen (``Preset``), or none.
        keep: the pack is to be kept in the plan under a name.
    """

    altered = Signal()
    taken = Signal(object)
    keep = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._presets: list[Preset] = []
        self._words: dict[str, str] = {}
        self._kind = ""
        self.is_own = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        self.preset = Choice(theme)
        self.preset.setAccessibleName("Pack")
        self.preset.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.sections = SectionList(theme)
        self.up = Button(theme, "Up", lambda: self.sections.shift(down=False), kind="small")
        self.down = Button(theme, "Down", lambda: self.sections.shift(down=True), kind="small")
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the pack")
        self.name.setPlaceholderText("Name of the pack")
        self.name.setMaxLength(80)
        self.keep_button = Button(theme, "Keep", lambda: self.keep.emit(self.name.text()), kind="small")
        self.keep_button.setAccessibleName("Keep the pack in the plan")
        self.of = Choice(theme)
        self.of.setAccessibleName("Where own words stand")
        self.of.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("Own words")
        self.text.setTabChangesFocus(True)
        self.text.setFont(theme.font("small"))
        self.text.setMinimumHeight(theme.px(56))
        self._packing = QWidget()
        pack = QVBoxLayout(self._packing)
        pack.setContentsMargins(0, 0, 0, 0)
        pack.setSpacing(theme.px(4))
        pack.addWidget(Label(theme, "Pack", "strong"))
        pack.addWidget(self.preset)
        naming = QHBoxLayout()
        naming.setSpacing(theme.px(6))
        naming.addWidget(self.name, 1)
        naming.addWidget(self.keep_button)
        pack.addLayout(naming)
        column.addWidget(self._packing)
        self._ordering = QWidget()
        order = QVBoxLayout(self._ordering)
        order.setContentsMargins(0, 0, 0, 0)
        order.setSpacing(theme.px(4))
        head = QHBoxLayout()
        head.addWidget(Label(theme, "Sections", "strong"), 1)
        head.addWidget(self.up)
        head.addWidget(self.down)
        order.addLayout(head)
        order.addWidget(self.sections, 1)
        column.addWidget(self._ordering, 3)
        column.addWidget(Label(theme, "Own words", "strong"))
        column.addWidget(self.of)
        column.addWidget(self.text, 2)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._typed.timeout.connect(self.altered)
        self.preset.activated.connect(self._take_preset)
        self.sections.altered.connect(self._take_sections)
        self.name.textChanged.connect(lambda _: self._renew())
        self.of.currentIndexChanged.connect(lambda _: self._show_words())
        self.text.textChanged.connect(self._take_words)

    # ---------------------------------------------------------------------------------------------- showing

    def show_kind(self, kind: str, presets: Sequence[Preset], chosen: str = "", *, can_keep: bool) -> None:
        """Show what a kind can consist of; packs are offered where it is bound of sections."""
        self._kind, self._can_keep = kind, can_keep
        self._presets = list(presets)
        self._packing.setVisible(kind == BOUND)
        self._ordering.setVisible(bool(KINDS[kind].sections))
        self.preset.clear()
        self.preset.addItem("Usual sections", "")
        for one in self._presets:
            self.preset.addItem(one.name, one.id)
        self.preset.setCurrentIndex(max(self.preset.findData(chosen), 0) if kind == BOUND else 0)
        self._begin_anew()

    def _begin_anew(self) -> None:
        preset = self.pack
        self.is_own = preset is not None
        kind = KINDS[self._kind]
        offered = in_packs() if self._kind == BOUND else list(kind.sections)
        usual = tuple(one.id for one in kind.sections if one.is_on)
        self.sections.show_sections(
            [(one.id, one.name) for one in offered], preset.sections if preset is not None else usual
        )
        self._words = dict(preset.words) if preset is not None else {}
        if preset is not None:
            self._words |= {HEADER: preset.header, FOOTER: preset.footer}
        self.name.setText(preset.name if preset is not None else "")
        self._offer_words()
        self._renew()

    def _offer_words(self) -> None:
        held = self.of.currentData()
        names = {
            self.sections.item(row).data(_ID): self.sections.item(row).text()
            for row in range(self.sections.count())
        }
        self.of.blockSignals(True)
        self.of.clear()
        self.of.addItem("Foreword", FOREWORD)
        self.of.addItem("Header of every page", HEADER)
        self.of.addItem("Footer of every page", FOOTER)
        for id in self.sections.chosen:
            self.of.addItem(f"Comment: {names[id]}", id)
        self.of.setCurrentIndex(max(self.of.findData(held), 0))
        self.of.blockSignals(False)
        self._show_words()

    def _show_words(self) -> None:
        self.text.blockSignals(True)
        self.text.setPlaceholderText(_ASKED.get(str(self.of.currentData()), _COMMENT))
        self.text.setPlainText(self._words.get(str(self.of.currentData()), ""))
        self.text.blockSignals(False)

    def _renew(self) -> None:
        self.keep_button.setEnabled(self._can_keep and bool(self.name.text().strip()))

    # ---------------------------------------------------------------------------------------------- answers

    @property
    def pack(self) -> Preset | None:
        """The pack chosen; None for the kind's own sections."""
        id = self.preset.currentData() if self._kind == BOUND else ""
        return next((one for one in self._presets if one.id == id), None) if id else None

    @property
    def chosen(self) -> tuple[str, ...] | None:
        """The sections; None where they are the kind's own."""
        return self.sections.chosen if self.is_own and KINDS[self._kind].sections else None

    @property
    def words(self) -> Mapping[str, str]:
        """Own words by section, of those that are there."""
        shown = {FOREWORD, *self.sections.chosen}
        return {id: text for id, text in self._words.items() if id in shown and text.strip()}

    @property
    def header(self) -> str:
        """Own words at the top of every page, on one line."""
        return " ".join(self._words.get(HEADER, "").split())

    @property
    def footer(self) -> str:
        """Own words at the foot of every page, on one line."""
        return " ".join(self._words.get(FOOTER, "").split())

    def to_keep(self, paper: str, ink: str, logo: str | None) -> Preset:
        """The pack as it is to be kept: the one chosen where the name is still its own, else a new one."""
        name = " ".join(self.name.text().split())
        base = self.pack
        if base is None or base.name.casefold() != name.casefold():
            base = replace(base or Preset("", name, BOUND, ()), id="", name=name)
        return replace(
            base, name=name, sections=self.sections.chosen, words=dict(self.words), paper=paper, ink=ink,
            header=self.header, footer=self.footer, logo=logo,
        )  # fmt: skip

    # ---------------------------------------------------------------------------------------------- typing

    def _take_preset(self, _place: int) -> None:
        self._begin_anew()
        self.taken.emit(self.pack)
        self.altered.emit()

    def _take_sections(self) -> None:
        self.is_own = True
        self._offer_words()
        self._typed.start()

    def _take_words(self) -> None:
        text = self.text.toPlainText()[:_MOST_LETTERS]
        self._words[str(self.of.currentData())] = text
        self._typed.start()
