"""In which encoding a file is: UTF-8, UTF-16, GB18030, or ISO-8859-1 with Windows' additions.

The whole file is looked at, for the byte that decides may be its last. What is UTF-8 but for a few
bytes is damaged, and no other encoding's.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from api.connectors.tables.errors import Rule, Unreadable

PART_BYTES = 1 << 20
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LATIN = "windows-1252"
"""ISO-8859-1, and signs where that has only control characters, which no table holds."""
_WIDE = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
_COMMON = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
_MANY = re.compile(
    rb"(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})"
)
_HIGH = re.compile(rb"[\x80-\xff]+")
_SAMPLE_BYTES = 1 << 16


def encoding_of(path: Path, name: str, said: str | None) -> str:
    """The codec's name; raises Unreadable when the file is in none of them, or not in `said`."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE_BYTES)
    found = next((codec for bom, codec in BOMS if head.startswith(bom)), None)
    if said is not None:
        found = found if found and found.startswith(said) else _codec(said, head)
    elif found is None:
        found = _without_bom(head)
    if found is not None:
        _check(path, name, found)
        return found
    if fault(path, "utf-8") is None:
        _check_nul(path, name)
        return "utf-8"
    _check_nul(path, name)
    if row := _damaged_row(path):
        raise Unreadable(Rule.ENCODING, name, "It is UTF-8, but for some bytes here.", row=row)
    if _is_chinese(path) and fault(path, "gb18030") is None:
        return "gb18030"
    return LATIN if fault(path, LATIN) is None else "iso-8859-1"


def _codec(said: str, head: bytes) -> str:
    if said == "utf-16":
        return _without_bom(head) or "utf-16-le"
    return LATIN if said == "iso-8859-1" else said


def _without_bom(head: bytes) -> str | None:
    """UTF-16 shows by its many zeros, all in even or all in odd places."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    least = len(head) // 2 * 0.3
    if odd > least and not even:
        return "utf-16-le"
    return "utf-16-be" if even > least and not odd else None


def fault(path: Path, codec: str) -> int | None:
    """The byte at which the file is not in that encoding; None when it is throughout."""
    decoder = codecs.getincrementaldecoder(codec)()
    before = 0
    for part in parts(path):
        try:
            decoder.decode(part)
        except UnicodeDecodeError as error:
            return max(before + error.start, 0)
        before += len(part)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return before
    return None


def _check(path: Path, name: str, codec: str) -> None:
    place = fault(path, codec)
    if place is not None:
        plain = codec.removesuffix("-sig")
        raise Unreadable(Rule.ENCODING, name, f"It is no {plain} here.", row=row_at(path, place))


def _check_nul(path: Path, name: str) -> None:
    before = 0
    for part in parts(path):
        if (place := part.find(b"\0")) >= 0:
            said = "It holds a NUL byte, as no text does."
            raise Unreadable(Rule.NUL, name, said, row=row_at(path, before + place))
        before += len(part)


def _damaged_row(path: Path) -> int | None:
    """Where UTF-8 breaks off, if it is UTF-8 by far the most."""
    good = bad = 0
    for part in parts(path):
        for run in _HIGH.finditer(part):
            whole = _MANY.findall(run.group())
            good += len(whole)
            bad += 0 if sum(map(len, whole)) == len(run.group()) else 1
    if good < 5 or bad * 10 > good:  # noqa: PLR2004  a handful is chance, a tenth is not damage
        return None
    place = fault(path, "utf-8")
    return None if place is None else row_at(path, place)


def _is_chinese(path: Path) -> bool:
    """Whether high bytes come in pairs, nearly all of them of the signs in common use."""
    wide = common = 0
    for part in parts(path):
        pairs = _WIDE.findall(part)
        wide += len(pairs)
        common += sum(1 for pair in pairs if _COMMON.fullmatch(pair))
    return wide > 0 and common >= 0.9 * wide  # noqa: PLR2004  rare signs are a few in a hundred


def row_at(path: Path, place: int) -> int:
    """The line of the byte at `place`, from 1."""
    lines = 1
    for part in parts(path):
        lines += part[:place].count(b"\n")
        place -= len(part)
        if place <= 0:
            break
    return lines


def parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(PART_BYTES):
            yield part
