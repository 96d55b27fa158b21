"""Where the bytes of a file come from, gzip or not, and what they claim to be."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from api.connectors.tables import limits
from api.connectors.tables.faults import Rule, Unreadable

CHUNK = 1 << 18
GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STRANGERS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"RIFF": "a picture or sound",
    b"II*\0": "a picture",
    b"MM\0*": "a picture",
    b"SQLite format 3": "a database",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"PK\x05\x06": "an empty ZIP archive",
    b"\x7fELF": "a program",
    b"{\\rtf": "a text document",
}
MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<svg")
HEAD = 64


@dataclass(frozen=True, slots=True)
class Source:
    """One file: where it lies, and what people call it."""

    path: Path
    file: str

    def refuse(self, rule: Rule, what: str, row: int | None = None) -> Unreadable:
        where = f"{self.file}, row {row}" if row else self.file
        return Unreadable(rule, self.file, f"{where}: {what}", row=row)

    def is_sheet(self) -> bool:
        """A spreadsheet rather than text; Unreadable if it is neither."""
        with self.path.open("rb") as file:
            head = file.read(HEAD)
        if not head:
            raise self.refuse(Rule.EMPTY, "the file is empty")
        if head.startswith(OLD_OFFICE):
            return True
        if head.startswith(ZIP):
            self.check_archive()
            return True
        self.check_stranger(head)
        return False

    def check_stranger(self, head: bytes) -> None:
        for start, what in STRANGERS.items():
            if head.startswith(start):
                raise self.refuse(Rule.NOT_A_TABLE, f"the file is {what}, not a table")
        if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(MARKUP):
            raise self.refuse(Rule.NOT_A_TABLE, "the file is a web page or XML, not a table")

    def check_archive(self) -> None:
        """Only a spreadsheet is a ZIP that is read, and only of a size that memory holds."""
        try:
            with zipfile.ZipFile(self.path) as archive:
                members = archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise self.refuse(Rule.DAMAGED, "the file is a broken ZIP or spreadsheet") from None
        names = {member.filename for member in members}
        if "content.xml" not in names and not any(name.startswith("xl/") for name in names):
            raise self.refuse(
                Rule.NOT_A_TABLE, "the file is a ZIP archive; unpack it and give what is inside"
            )
        if sum(member.file_size for member in members) > limits.SHEET_BYTES:
            raise self.refuse(Rule.TOO_LARGE, "the spreadsheet is larger than 1 GiB unpacked")

    def open(self) -> BinaryIO:
        """The bytes of a text file, unpacked where they are gzip."""
        file = self.path.open("rb")
        packed = file.read(2) == GZIP
        file.seek(0)
        return cast(BinaryIO, io.BufferedReader(Bounded(self, file, packed), CHUNK))

    def chunks(self) -> Iterator[bytes]:
        with self.open() as file:
            while chunk := file.read(CHUNK):
                yield chunk


class Bounded(io.RawIOBase):
    """A file that ends in Unreadable where it grows too large or cannot be unpacked."""

    def __init__(self, source: Source, file: BinaryIO, packed: bool) -> None:
        super().__init__()
        self.source = source
        self.under = file
        self.file: BinaryIO = cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed else file
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]  # as it is called
        try:
            data = self.file.read(len(buffer))
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise self.source.refuse(Rule.DAMAGED, "the gzip file is broken") from None
        self.taken += len(data)
        if self.taken > limits.UNPACKED_BYTES:
            raise self.source.refuse(Rule.TOO_LARGE, "the file is larger than 4 GiB unpacked")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self.under.close()
        super().close()
