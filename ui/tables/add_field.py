"""Add a field of the programme's own to a table: its name, its kind, and for a choice what can be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout

from cxworkbench.grid.columns import columns_of
from db.errors import UserError
from db.models import CustomField
from ui.widgets.buttons import Button
from ui.widgets.choice import Choice
from ui.widgets.label import Label

if TYPE_CHECKING:
    from ui.tables.table import RecordTable


class AddFieldDialog(QDialog):
    """Enter adds the field, Esc goes back."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__(table)
        theme, px = table.theme, table.theme.px
        self._table = table
        self.setWindowTitle("Add a field")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(4))
        column.addWidget(Label(theme, f"Add a field to {table.family.label_many.lower()}", "section"))
        said = "It stands with every row, in forms, filters, paste, print and export, like the others."
        text = Label(theme, said, "small", "ink2", wrap=True)
        text.setMinimumWidth(px(360))
        column.addWidget(text)
        self.name, self.kind = QLineEdit(), Choice(theme)
        self.choices, self.help = QLineEdit(), QLineEdit()
        for id, word in (CustomField.fields["kind"].choices or {}).items():
            self.kind.addItem(word, id)
        self.choices.setPlaceholderText("North, South, West")
        for title, field in (
            ("Name", self.name),
            ("Kind", self.kind),
            ("Choices", self.choices),
            ("Help", self.help),
        ):
            label = Label(theme, title, "small", weight=600)
            label.setContentsMargins(0, px(6), 0, 0)
            label.setBuddy(field)
            field.setAccessibleName(title)
            column.addWidget(label)
            column.addWidget(field)
        self.message = Label(theme, "", "small", "fail", wrap=True)
        column.addWidget(self.message)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(Button(theme, "Cancel", self.reject))
        self.take = Button(theme, "Add field", self.add, kind="primary")
        self.take.setDefault(True)
        row.addWidget(self.take)
        column.addLayout(row)
        self.kind.currentIndexChanged.connect(lambda _: self._renew())
        self._renew()
        self.name.setFocus()

    def _renew(self) -> None:
        self.choices.setEnabled(self.kind.currentData() == "choice")

    def add(self) -> None:
        """Add the field as one step, or say what is missing."""
        session, family = self._table.handed.plan, self._table.family
        name = " ".join(self.name.text().split())
        chosen = tuple(
            dict.fromkeys(filter(None, (" ".join(one.split()) for one in self.choices.text().split(","))))
        )
        is_choice = self.kind.currentData() == "choice"
        taken = {one.label.casefold() for one in columns_of(session.plan, family)}
        if not name:
            self.message.setText("Name the field.")
        elif name.casefold() in taken:
            self.message.setText(f"There is a field {name} already.")
        elif is_choice and len(chosen) < 2:
            self.message.setText("Give two choices or more, with commas between.")
        else:
            places = [one.position or 0 for one in session.plan.all(CustomField) if one.table == family.kind]
            made = CustomField(
                table=family.kind,
                name=name,
                kind_=self.kind.currentData(),
                choices=chosen if is_choice else (),
                help=self.help.text().strip() or None,
                position=1 + max(places, default=0),
            )
            try:
                with session.change(f"Add the field {name}") as change:
                    change.add(made)
            except UserError as error:
                self.message.setText(f"{error.what}: {error.to_do}.")
                return
            self.accept()


def open_add_field(table: RecordTable) -> AddFieldDialog:
    """Ask for a new field of a table."""
    dialog = AddFieldDialog(table)
    dialog.open()
    return dialog
