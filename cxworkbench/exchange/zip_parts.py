"""Parts of an archive from outside, read within limits: nothing is unpacked to disk, too much is refused.

What an archive says of its own sizes is looked at first, and then not believed: every byte that comes out is counted.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cxworkbench.exchange.table import refused

#: All parts together may unpack to so many bytes, and by so large a factor.
UNPACKED_LIMIT = 200_000_000
RATIO_LIMIT = 200
#: Below this no factor is looked at: a sheet of zeros packs well.
_SMALL = 10_000_000
#: So many parts of a kind that are read.
PARTS_LIMIT = 200
_CHUNK = 1 << 18


class Parts:
    """The parts of an archive.

    Raises:
        UserError: it is damaged, or would unpack to too much.
    """

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self._path = path
        self._file = file
        self._left = UNPACKED_LIMIT
        try:
            with zipfile.ZipFile(file) as archive:
                self._parts = {part.filename: part for part in archive.infolist()}
        except (
            zipfile.BadZipFile,
            zipfile.LargeZipFile,
            OSError,
            ValueError,
            struct.error,
            UnicodeError,
        ) as error:
            raise refused(path, "the workbook is cut off or damaged", "save it again") from error
        except RuntimeError as error:
            raise refused(
                path, "the workbook is packed in a way that can't be read", "save it again"
            ) from error
        unpacked = sum(part.file_size for part in self._parts.values())
        packed = sum(part.compress_size for part in self._parts.values()) or 1
        if unpacked > UNPACKED_LIMIT or (unpacked > _SMALL and unpacked / packed > RATIO_LIMIT):
            raise self._too_much()

    @property
    def names(self) -> list[str]:
        """The parts' names."""
        return list(self._parts)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def read(self, name: str) -> bytes:
        """All of a part; empty where there is none."""
        return b"".join(self.chunks(name)) if name in self._parts else b""

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part as they come out.

        Raises:
            UserError: it is damaged, protected, or longer than it says.
        """
        part = self._parts[name]
        if part.flag_bits & 1:
            raise refused(self._path, "the workbook is protected by a password", "save it without one")
        if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise refused(self._path, "the workbook is packed in a way that can't be read", "save it again")
        came, check = 0, 0
        for chunk in self._unpacked(part):
            came += len(chunk)
            self._left -= len(chunk)
            if came > part.file_size or self._left < 0:
                raise self._too_much()
            check = zlib.crc32(chunk, check)
            yield chunk
        if came != part.file_size or check != part.CRC:
            raise refused(self._path, "the workbook is cut off or damaged", "save it again")

    def _unpacked(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        self._file.seek(part.header_offset)
        head = self._file.read(30)
        if len(head) < 30 or head[:4] != b"PK\x03\x04":
            raise refused(self._path, "the workbook is cut off or damaged", "save it again")
        name, extra = struct.unpack("<HH", head[26:30])
        self._file.seek(name + extra, 1)
        left = part.compress_size
        inflate = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
        while left > 0:
            packed = self._file.read(min(left, _CHUNK))
            if not packed:
                break
            left -= len(packed)
            if inflate is None:
                yield packed
                continue
            try:
                while packed:
                    yield inflate.decompress(packed, _CHUNK)
                    packed = inflate.unconsumed_tail
            except zlib.error as error:
                raise refused(self._path, "the workbook is cut off or damaged", "save it again") from error
        if inflate is not None:
            yield inflate.flush()

    def _too_much(self) -> Exception:
        return refused(
            self._path, "the workbook would unpack to too much", "save only the sheet with the table"
        )
