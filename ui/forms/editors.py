"""Fields of a form: label and help from the column, the right control, and what is wrong said below it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.errors import FieldError, UserError
from ui.glyphs import GlyphLabel
from ui.theme import repolish
from ui.widgets.buttons import Button
from ui.widgets.choice import Choice
from ui.widgets.label import ElidedLabel, Label

if TYPE_CHECKING:
    from db.fields import Field
    from ui.theme import Theme

#: A choice that means nothing is chosen.
NOTHING = "Nobody named"
_NOT_SAVED = "Not saved yet. What you typed is kept."


class FieldEditor(QWidget):
    """One field. Enter or leaving it saves; Esc brings back what the plan holds.

    ``read`` turns what was typed into a value, or raises a ``FieldError`` or ``ValueError`` that says why not;
    ``save`` writes it, told whether somebody else changed the field meanwhile, and says whether it is saved: where it
    isn't yet, what was typed stays and is marked.
    A refusal stays below the field and says what the plan keeps.

    Signals:
        refused: what was typed is no value of the field.
        given_up: Esc was pressed on something typed.
    """

    refused = Signal()
    given_up = Signal()

    def __init__(
        self,
        theme: Theme,
        field: Field[Any],
        *,
        read: Callable[[str], Any],
        save: Callable[[Any, bool], bool],
        label: str = "",
        help: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._read = read
        self._save = save
        self.field = field
        self.kept = ""
        #: What was typed and handed on, and isn't saved yet.
        self._unsaved: str | None = None
        #: Whether somebody else changed the field while something was typed into it.
        self._overtaken = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(3))
        self.name = label or field.label
        self.label = Label(theme, self.name, "small", weight=600, parent=self)
        if help:
            head = QHBoxLayout()
            head.setSpacing(theme.px(6))
            head.addWidget(self.label)
            about = ElidedLabel(theme, help, "small", "ink3", parent=self)
            about.setMinimumWidth(1)  # what helps gives way to the name
            head.addWidget(about, 1)
            layout.addLayout(head)
        else:
            layout.addWidget(self.label)
        self.control = self._make_control()
        self.control.setAccessibleName(self.name)
        self.label.setBuddy(self.control)
        layout.addWidget(self.control)
        #: What is said below the field; made when there is something to say, which for most fields is never.
        self.below: Message | None = None

    # The control, by kind of editor.

    def _make_control(self) -> QWidget:
        self._edit = Line(self)
        self._edit.left.connect(self.commit)
        self._edit.given_up.connect(self._give_up)
        return self._edit

    def _rest(self) -> None:
        """What was typed is the plan's now: the field has nothing of its own to undo."""
        self._edit.setModified(False)

    def _give_up(self) -> None:
        self.show_kept(self.kept, force=True)
        self.given_up.emit()

    @property
    def text(self) -> str:
        """What stands in the control."""
        return self._edit.text()

    @property
    def shown_text(self) -> str:
        """What the control shows."""
        return self.text

    def _write(self, text: str) -> None:
        self._edit.setText(text)
        self._edit.setCursorPosition(0)

    def set_read_only(self, read_only: bool) -> None:
        """Whether the field can be changed."""
        self._edit.setReadOnly(read_only)

    # What is shown and saved.

    @property
    def is_touched(self) -> bool:
        """Whether it holds something else than the plan."""
        return self.text != self.kept

    @property
    def message(self) -> str:
        """What is said below the field."""
        return self.below.text if self.below is not None else ""

    def show_kept(
        self,
        text: str,
        *,
        force: bool = False,
        hint: str = "",
        warning: str = "",
        unsaved: str | None = None,
    ) -> None:
        """Show what the plan holds, unless something else was typed and is not saved yet.

        Args:
            text: what the plan holds.
            force: also where something was typed.
            hint: said below the field.
            warning: said below it with a mark; it never blocks.
            unsaved: what was typed for this field and waits to be saved.
        """
        touched = self.is_touched
        if unsaved is not None:
            self.kept, self._unsaved = text, unsaved
            if force or not touched:
                self._write(unsaved)
            self._say("warning", _NOT_SAVED)
            return
        if self._unsaved is not None:  # it was saved or let go, unless more was typed meanwhile
            force = force or self._holds(self._unsaved)
            self._unsaved = None
        overtaken = touched and not force and text != self.kept
        self.kept = text
        if force or not touched:
            self._overtaken = False
            self._write(text)
            self._say("warning" if warning else "", warning or hint)
        elif overtaken and self.is_touched:
            self._overtaken = True
            self._say("warning", f"Changed meanwhile to “{text}”. Esc takes that over.")

    def _holds(self, typed: str) -> bool:
        return typed in {self.text, self.shown_text}

    def commit(self) -> None:
        """Save what was typed, or say why not."""
        if not self.is_touched:
            self._overtaken = False
            self._say("", "")
            return
        if self._unsaved is not None and self._holds(self._unsaved):
            return  # it waits already, and is tried again by itself
        try:
            value = self.field.checked(self._read(self.text.strip()))
        except (FieldError, ValueError) as why:
            what = why.what if isinstance(why, UserError) else str(why)
            kept = f"The plan keeps {self.kept} until this is fixed." if self.kept else "The plan keeps none."
            suggestion = str(getattr(why, "suggestion", ""))
            self._say("bad", f"{what[:1].upper()}{what[1:]}. {kept}", suggestion)
            self.refused.emit()
            return
        held, overtaken, self._overtaken = self.kept, self._overtaken, False
        self.kept = self.text  # so that the judgement that follows finds the field at rest
        self._say("", "")
        if self._save(value, overtaken):
            self._rest()
        else:
            self.kept, self._unsaved = held, self.text
            self._say("warning", _NOT_SAVED)

    def _accept(self, suggestion: str) -> None:
        """Take over what was suggested."""
        self._write(suggestion)
        self.control.setFocus()
        self.commit()

    def _say(self, state: str, text: str, suggestion: str = "") -> None:
        if self.control.property("state") != state and (state or self.control.property("state")):
            self.control.setProperty("state", state)
            repolish(self.control)
        if text or self.control.accessibleDescription():
            self.control.setAccessibleDescription(text)
        if self.below is None:
            if not text:
                return
            self.below = Message(self._theme, self._accept, self)
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self.below)
        self.below.say(state, text, suggestion)


class Message(QWidget):
    """What is said below a field: a mark, the words, and what could stand there instead.

    Attributes:
        accept: takes over what is suggested.
    """

    def __init__(self, theme: Theme, accept: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._suggestion = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        line = QHBoxLayout()
        line.setSpacing(theme.px(6))
        self._mark = GlyphLabel(theme, "failing", 12, self)
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._said = Label(theme, "", "small", "fail", wrap=True, parent=self)
        line.addWidget(self._said, 1)
        column.addLayout(line)
        self.accept = Button(theme, "", lambda: accept(self._suggestion), kind="flat", parent=self)
        column.addWidget(self.accept, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def text(self) -> str:
        """What is said; empty where it is hidden."""
        return self._said.text() if not self.isHidden() else ""

    def say(self, state: str, text: str, suggestion: str) -> None:
        """Say it: ``state`` is "bad", "warning", or empty for a hint; hidden where there is no text."""
        self._suggestion = suggestion
        self.accept.setVisible(bool(suggestion))
        self.accept.setText(f"Use {suggestion[:40]}")
        self.accept.setAccessibleName(f"Use {suggestion}")
        self._mark.setVisible(state != "")
        self._mark.show_state("failing" if state == "bad" else "at_risk")
        self._said.show_ink({"bad": "fail", "warning": "risk"}.get(state, "ink3"))
        self._said.setText(text)
        self.setVisible(bool(text))


class ChoiceEditor(FieldEditor):
    """A field whose value is one of several records or words."""

    def __init__(self, *arguments: Any, choices: list[tuple[str, str]], **more: Any) -> None:
        self._choices = choices
        super().__init__(*arguments, **more)

    def _make_control(self) -> QWidget:
        self._box = Choice(self._theme, self)
        self._box.setMaxVisibleItems(16)
        self._box.activated.connect(lambda _: self.commit())
        self._fill()
        return self._box

    def _fill(self) -> None:
        self._box.clear()
        for id, name in self._choices:
            self._box.addItem(name, id)

    def show_choices(self, choices: list[tuple[str, str]]) -> None:
        """Offer other choices: id and name."""
        if choices != self._choices:
            self._choices = choices
            held = self.kept
            self._fill()
            self._write(held)

    @property
    def text(self) -> str:
        """The id that is chosen; empty for none."""
        return str(self._box.currentData() or "")

    @property
    def shown_text(self) -> str:
        """The name of what is chosen."""
        return self._box.currentText()

    def _write(self, text: str) -> None:
        place = self._box.findData(text)
        if place < 0:  # an edit that waits is kept by its name
            place = self._box.findText(text)
        self._box.setCurrentIndex(max(place, 0))

    def _rest(self) -> None:
        """A list has nothing of its own to undo."""

    def set_read_only(self, read_only: bool) -> None:
        """Whether the field can be changed."""
        self._box.setEnabled(not read_only)


def leaves_undo(event: QEvent, *, typed: bool) -> bool:
    """Whether a key that undoes or redoes is left to the window: Qt's fields take it with nothing to undo too."""
    if typed or event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


class Line(QLineEdit):
    """A line that says when it is left, and gives up what was typed on Esc."""

    left = Signal()
    given_up = Signal()
    listed = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.returnPressed.connect(self.left)

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z is the line's while something typed in it isn't saved, and the plan's otherwise."""
        if leaves_undo(event, typed=self.isModified()):
            event.ignore()
            return False
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard is here."""
        super().focusInEvent(event)
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up; Alt+Down asks for a list."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.listed.emit()
            return
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.given_up.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving saves; a list or calendar that opens over the window is no leaving."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()
            self.home(False)  # what is too long for the field is seen from its beginning
