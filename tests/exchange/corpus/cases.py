"""One table: each file, its class, the readings that a plan may hold after it, and the lines that must be named.

The class is the exit code: 0 ok, 1 findings (the rest came in), 3 refused (nothing changed).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

OK, FINDINGS, REFUSED = 0, 1, 3

#: Weeks by their last day, and their values.
Readings = dict[date, float]
FEB = {15: date(2026, 2, 15), 22: date(2026, 2, 22)}
TWO: Readings = {FEB[15]: 68.0, FEB[22]: 67.5}
HEAD = "week ending,value,n\n"
ROWS = "15/02/2026,68.0,100\n22/02/2026,67.5,200\n"


@dataclass(frozen=True)
class Case:
    """A file and what must become of it.

    Attributes:
        name: of the case.
        content: of the file, or what makes it.
        code: the exit code.
        readings: what the plan holds afterwards.
        lines: the lines that are refused.
        suffix: of the file's name.
        options: of the command.
        says: words that must be said.
        metric: the metric's unit: percent, seconds, ratio.
    """

    name: str
    content: bytes | Callable[[], bytes]
    code: int = OK
    readings: Readings = field(default_factory=dict)
    lines: tuple[int, ...] = ()
    suffix: str = ".csv"
    options: tuple[str, ...] = ()
    says: str = ""
    unit: str = "percent"

    def made(self) -> bytes:
        """The bytes of the file."""
        return self.content if isinstance(self.content, bytes) else self.content()


def text(name: str, written: str, code: int = OK, readings: Readings | None = None, **more: object) -> Case:
    """A text file in UTF-8."""
    return Case(name, written.encode(), code, {} if readings is None else readings, **more)  # type: ignore[arg-type]


def row(name: str, line: str, **more: object) -> Case:
    """A bad row, on line 4, after two good ones."""
    return text(f"row: {name}", HEAD + ROWS + line + "\n", FINDINGS, TWO, **{"lines": (4,), **more})


def many(bad: int, count: int = 1000) -> str:
    """Rows of one minute each, of which some are bad."""
    lines = [f"2025-12-01 {i // 60:02d}:{i % 60:02d},{'bad' if i < bad else 60},1" for i in range(count)]
    return HEAD + "\n".join(lines) + "\n"


def _long_cell() -> bytes:
    return (HEAD + ROWS + "01/03/2026," + "9" * 10_000_000 + ",1\n").encode()


_SEMICOLON = "week ending;value;n\n15.02.2026;68,0;100\n22.02.2026;67,5;200\n"
_QUOTED = '"week ending","value","n","note"\n"15/02/2026","68.0","100","two\nlines"\n"22/02/2026","67.5","200","a ""b"""\n'

TEXT_CASES = (
    text("utf-8", HEAD + ROWS, OK, TWO),
    Case("utf-8 with a mark", b"\xef\xbb\xbf" + (HEAD + ROWS).encode(), OK, TWO),
    Case("utf-16", ("wöche," + HEAD + "x," + ROWS.replace("\n2", "\nx,2")).encode("utf-16"), OK, TWO),
    Case("utf-16 big end first", b"\xfe\xff" + (HEAD + ROWS).encode("utf-16-be"), OK, TWO),
    Case(
        "cp1252",
        ("é," + HEAD + "ü," + ROWS.replace("\n2", "\nß,2")).encode("cp1252"),
        OK,
        TWO,
        says="Windows-1252",
    ),
    text("semicolons and decimal commas", _SEMICOLON, OK, TWO),
    text("tabs", (HEAD + ROWS).replace(",", "\t"), OK, TWO),
    text("bars", (HEAD + ROWS).replace(",", "|"), OK, TWO),
    text("sep=", "sep=;\n" + _SEMICOLON, OK, TWO),
    text("CRLF", (HEAD + ROWS).replace("\n", "\r\n"), OK, TWO),
    text("CR", (HEAD + ROWS).replace("\n", "\r"), OK, TWO),
    text("no last line end", (HEAD + ROWS).rstrip(), OK, TWO),
    text("blank lines", "\n\n" + HEAD + "\n" + ROWS + "\n,,\n\n", OK, TWO),
    text("quoted line ends", _QUOTED, OK, TWO),
    text("a title above", "Weekly report\n\n" + HEAD + ROWS, OK, TWO, says="above the headings"),
    text("the same row twice", HEAD + ROWS + ROWS, OK, TWO),
    # ------------------------------------------------------------------------------------------- no tables
    Case("utf-16 without a mark", (HEAD + ROWS).encode("utf-16-le"), REFUSED, says="NUL"),
    Case("ebcdic", (HEAD + ROWS).encode("cp500"), REFUSED),
    Case("noise", bytes((i * 7919 + 13) % 251 + 1 for i in range(5000)), REFUSED),
    Case("a pdf", b"%PDF-1.7\n%\xe2\xe3\n1 0 obj", REFUSED, says="PDF"),
    text("nul", HEAD + "15/02/2026,6\x008,1\n", REFUSED, says="NUL characters (line 2)"),
    text("empty", "", REFUSED, says="nothing in"),
    text("blank", "\n\n  \n", REFUSED),
    text("headings only", HEAD, REFUSED, says="only a line of headings"),
    text("html", "<html><table><tr><td>1", REFUSED, says="HTML"),
    # ------------------------------------------------------------------------------------ refused as a whole
    text(
        "two delimiters",
        HEAD + "15/02/2026;68.0;100\n22/02/2026,67.5,200\n",
        REFUSED,
        says="line 2, column 1",
    ),
    text("two date orders", HEAD + "15/02/2026,68,1\n02/22/2026,67,1\n", REFUSED, says="lines 2 and 3"),
    text(
        "years first and last",
        HEAD + "15/02/2026,68,1\n2026-02-22,67,1\n",
        REFUSED,
        says="column week ending",
    ),
    text(
        "decimal point and comma",
        HEAD + '15/02/2026,68.5,1\n22/02/2026,"67,5",1\n',
        REFUSED,
        says="lines 2 and 3",
    ),
    text("a heading twice", "week ending,value,Value\n" + ROWS, REFUSED, says="column 3"),
    text("no period", "wert,value\n1,2\n", REFUSED, says="period"),
    text("no value", "week ending,wert\n15/02/2026,2\n", REFUSED, says="values"),
    text("1,001 columns", ",".join(f"c{i}" for i in range(1001)) + "\n1\n", REFUSED, says="columns"),
    text("all days to 12", HEAD + "01/02/2026,68,1\n08/02/2026,67,1\n", REFUSED, says="--date-order"),
    text(
        "all days to 12, said",
        HEAD + "01/02/2026,68,1\n08/02/2026,67,1\n",
        OK,
        {date(2026, 2, 1): 68.0, date(2026, 2, 8): 67.0},
        options=("--date-order", "day"),
    ),
    text("an order that the dates refute", HEAD + ROWS, REFUSED, options=("--date-order", "month")),
    text("1,234 alone", HEAD + '15/02/2026,"1,234",1\n', REFUSED, says="--decimal-mark"),
    text(
        "1,234 alone, said",
        HEAD + '15/02/2026,"1,234",1\n',
        OK,
        {FEB[15]: 1234.0},
        options=("--decimal-mark", "point"),
    ),
    text(
        "shares of a percent metric",
        HEAD + "15/02/2026,0.68,1\n22/02/2026,0.67,1\n01/03/2026,0.66,1\n",
        REFUSED,
    ),
    # --------------------------------------------------------------------------------------------- the 1% rule
    text("999 rows, 50 bad", many(50, 999), FINDINGS, None, lines=tuple(range(2, 52))),
    text("1,000 rows, 10 bad", many(10), FINDINGS, None, lines=tuple(range(2, 12))),
    text("1,000 rows, 11 bad", many(11), REFUSED, says="over 1%"),
    text(
        "1,000 rows, 11 bad, allowed",
        many(11),
        FINDINGS,
        None,
        lines=tuple(range(2, 13)),
        options=("--allow-rejects",),
    ),
    # ---------------------------------------------------------------------------------------------- bad rows
    row("too short", "01/03/2026,66"),
    row("too long", "01/03/2026,66,1,2"),
    row("a stray quotation mark", '01/03/2026,"66,1'),
    row("a quotation mark inside", '01/03/2026,6"6,1'),
    row("text for a number", "01/03/2026,n/a,1"),
    row("an empty value", "01/03/2026,,1"),
    row("a totals row", "Total,135.5,300"),
    row("a negative n", "01/03/2026,66,-1"),
    row("text for n", "01/03/2026,66,many"),
    text(
        "two values for a period", HEAD + ROWS + "22/02/2026,70,1\n", FINDINGS, {FEB[15]: 68.0}, lines=(3, 4)
    ),
    *(
        row(f"value {cell[:12]!r}", f"01/03/2026,{cell},1")
        for cell in (
            "NaN",
            "inf",
            "-inf",
            "1e400",
            "9" * 5000,
            "#N/A",
            "0x10",
            "1_000",
            "٣",
            "--5",
            "=1+1",
            "1.2.3",
        )
    ),
    *(
        row(f"date {cell!r}", f"{cell},66,1")
        for cell in ("31/02/2026", "00/03/2026", "01/03/2026 99:99", "01/01/0001", "soon", "2026-W60", "")
    ),
    row("a percentage of a ratio", "01/03/2026,66%,1", unit="ratio"),
    row("a length of time below 0", "01/03/2026,-14,1", unit="seconds"),
    # ------------------------------------------------------------------------------------------------- numbers
    *(
        text(
            f"value {cell}",
            HEAD + f'15/02/2026,"{cell}",1\n22/02/2026,67.5,1\n',
            OK,
            {FEB[15]: value, FEB[22]: 67.5},
        )
        for cell, value in (
            ("1,234.5", 1234.5),
            ("1 234.5", 1234.5),
            ("1'234.5", 1234.5),
            ("1\u00a0234.5", 1234.5),
            ("68.1%", 68.1),
            ("(12.5)", -12.5),
            ("12.5-", -12.5),
            ("−3.5", -3.5),
        )
    ),
    text(
        "1.234,5 is never 1.2345", _SEMICOLON.replace("68,0", "1.234,5"), OK, {FEB[15]: 1234.5, FEB[22]: 67.5}
    ),
    text(
        "lengths of time",
        HEAD + "15/02/2026,8:32,1\n22/02/2026,00:08:35,1\n",
        OK,
        {FEB[15]: 512.0, FEB[22]: 515.0},
        unit="seconds",
    ),
    # ------------------------------------------------------------------------------------------------- limits
    Case("a cell of 10 MB", _long_cell, REFUSED),
)
