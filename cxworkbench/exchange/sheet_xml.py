"""The XML of a workbook's parts, streamed: cells as they come, and nothing that is declared is followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from cxworkbench.exchange import sheet_cells
from cxworkbench.exchange.sheet_cells import Shown

#: No cell of a workbook may hold more letters; Excel itself stops at 32,767.
_LONGEST = 1_000_000
_DEPTH = 256
_CELLS = 20_000_000


class BadSheet(Exception):
    """The XML isn't what a workbook holds; its text says why."""


@dataclass
class SheetRow:
    """One row that holds something: texts by column (from 1), and cells that don't hold what they seem to."""

    number: int
    texts: dict[int, str] = field(default_factory=dict)
    flaws: dict[int, str] = field(default_factory=dict)
    is_hidden: bool = False


class _Stream:
    """Feeds XML to handlers of its own; names are handed over without their prefix."""

    def __init__(self) -> None:
        self._depth = 0
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._starts
        parser.EndElementHandler = self._ends
        parser.CharacterDataHandler = self.text

    def run(self, chunks: Iterable[bytes]) -> Iterator[None]:
        """Feed the bytes; goes on after each of them."""
        try:
            for chunk in chunks:
                self._parser.Parse(chunk, False)
                yield
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise BadSheet(f"its XML is damaged ({expat.ErrorString(error.code)})") from error
        yield

    def _refuse(self, *_: Any) -> None:
        raise BadSheet("it declares a document type, which no workbook does")

    def _starts(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEPTH:
            raise BadSheet("its XML is nested too deep")
        self.start(name.rpartition(":")[2] if ":" in name else name, attributes)

    def _ends(self, name: str) -> None:
        self._depth -= 1
        self.end(name.rpartition(":")[2] if ":" in name else name)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Letters between elements."""


class _Elements(_Stream):
    """Notes each element that begins."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note it."""
        self.found.append((name, attributes))


def elements(content: bytes) -> list[tuple[str, dict[str, str]]]:
    """Every element of a small part, with its attributes, in order.

    Raises:
        BadSheet: as it says.
    """
    stream = _Elements()
    for _ in stream.run([content]):
        pass
    return stream.found


class _Strings(_Stream):
    """Shared strings: the runs of rich text joined, without what is said of their pronunciation."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._parts: list[str] = []
        self._takes = False
        self._spoken = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - as it is called
        """A text or a part of it begins."""
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._spoken += 1
        elif name == "t":
            self._takes = not self._spoken

    def end(self, name: str) -> None:
        """A text or a part of it ends."""
        if name == "si":
            text = "".join(self._parts)
            if len(text) > _LONGEST:
                raise BadSheet("a cell holds over 1 MB")
            self.found.append(text)
        elif name == "rPh":
            self._spoken -= 1
        elif name == "t":
            self._takes = False

    def text(self, text: str) -> None:
        """Letters of a text."""
        if self._takes:
            self._parts.append(text)


def strings(chunks: Iterable[bytes]) -> list[str]:
    """The shared strings of a workbook.

    Raises:
        BadSheet: as it says.
    """
    stream = _Strings()
    for _ in stream.run(chunks):
        pass
    return stream.found


class Sheet(_Stream):
    """The cells of one sheet.

    Attributes:
        merged: the references of merged cells, as they stand in the file.
        hidden_columns: how many columns are hidden.
    """

    def __init__(self, shared: list[str], styles: list[Shown], *, from_1904: bool) -> None:
        super().__init__()
        self.merged: list[str] = []
        self.hidden_columns = 0
        self._shared, self._styles, self._from_1904 = shared, styles, from_1904
        self._ready: list[SheetRow] = []
        self._row = SheetRow(0)
        self._column = self._cells = 0
        self._kind = self._style = ""
        self._value: list[str] = []
        self._inline: list[str] = []
        self._takes: list[str] | None = None
        self._has_formula = False
        self._spoken = 0

    def rows(self, chunks: Iterable[bytes]) -> Iterator[SheetRow]:
        """The rows that hold something, as they come.

        Raises:
            BadSheet: as it says.
        """
        for _ in self.run(chunks):
            yield from self._ready
            self._ready.clear()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A cell or a part of it begins."""
        if name == "v":
            self._takes = self._value
        elif name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            given = attributes.get("r", "")
            number = (
                int(given) if given.isascii() and given.isdigit() and len(given) < 8 else self._row.number + 1
            )
            self._row = SheetRow(number, is_hidden=attributes.get("hidden") in {"1", "true"})
            self._column = 0
        elif name == "f":
            self._has_formula = True
        elif name == "t":
            self._takes = None if self._spoken else self._inline
        elif name == "rPh":
            self._spoken += 1
        elif name == "mergeCell":
            self.merged.append(attributes.get("ref", ""))
        elif name == "col" and attributes.get("hidden") in {"1", "true"}:
            self.hidden_columns += 1

    def end(self, name: str) -> None:
        """A cell or a part of it ends."""
        if name in {"v", "t"}:
            self._takes = None
        elif name == "c":
            self._end_cell()
        elif name == "row":
            if self._row.texts or self._row.flaws:
                self._ready.append(self._row)
        elif name == "rPh":
            self._spoken -= 1

    def text(self, text: str) -> None:
        """Letters of a cell."""
        if self._takes is not None:
            self._takes.append(text)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self._column += 1
        if reference is not None:
            try:
                row, self._column = sheet_cells.place(reference)
            except ValueError as error:
                raise BadSheet(f"{reference[:20]!r} is no cell") from error
            if self._row.number == 0:
                self._row.number = row
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        self._value, self._inline, self._has_formula = [], [], False
        self._cells += 1
        if self._cells > _CELLS:
            raise BadSheet("it has over 20 million cells")

    def _end_cell(self) -> None:
        written = "".join(self._value)
        if self._kind == "inlineStr":
            text = "".join(self._inline)
        elif not written:
            if self._has_formula:
                self._row.flaws[self._column] = "its formula was never calculated"
            return
        else:
            text = self._text(written)
        if len(text) > _LONGEST:
            raise BadSheet("a cell holds over 1 MB")
        if text:
            self._row.texts[self._column] = text

    def _text(self, written: str) -> str:
        kind = self._kind
        if kind == "s":
            try:
                return self._shared[int(written)]
            except (ValueError, IndexError) as error:
                raise BadSheet("a cell points to a text that isn't there") from error
        if kind == "b":
            return {"1": "true", "0": "false"}.get(written, written)
        if kind == "e":
            self._row.flaws[self._column] = "it holds an error of the workbook"
            return written
        if kind in {"str", "d"}:
            return written
        style = int(self._style) if self._style.isascii() and self._style.isdigit() else 0
        how = self._styles[style] if style < len(self._styles) else Shown()
        try:
            return sheet_cells.number_text(written, how, from_1904=self._from_1904)
        except (ValueError, ArithmeticError):
            self._row.flaws[self._column] = "it holds no number or day that there is"
            return written[:60]
