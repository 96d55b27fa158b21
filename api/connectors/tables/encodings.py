"""Which encoding a text file is in, by all of its bytes.

A mark at its start decides; else UTF-8 if every byte fits, else the evidence of the bytes that do
not: pairs of high bytes in words of their own are GB18030, single ones among letters Windows-1252.
What mostly fits an encoding and then breaks it is refused at that row, not read as another.
"""

import codecs
import re
from collections.abc import Iterator

from api.connectors.tables.faults import Rule, Unreadable
from api.connectors.tables.sources import CHUNK, Source

MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"\x84\x31\x95\x33": "gb18030",
}
ALLOWED = re.compile(r"(utf-(8|16|32)|gb|hz|big5|cp\d|iso8859|ascii|koi8|shift|euc|mac)")
RUN = re.compile(rb"([A-Za-z]?)([\x80-\xff]+)(?=([A-Za-z]?))")
UTF8_PAIR = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
USUAL = re.compile(rb"(?:[\xa1-\xa9\xb0-\xd7][\xa1-\xfe])+")
"""Everyday Chinese in GB18030: punctuation and the 3,755 usual characters."""
ENOUGH = 50_000
BELIEVABLE = 0.9
MOST_IN_UTF16 = 0.75
LINE_END = re.compile(r"\r\n|\r|\n")


def encoding_of(source: Source, said: str | None) -> str:
    """Its name as Python knows it; every byte of the file fits."""
    if said is not None:
        encoding = named(source, said)
        check(source, encoding)
        return encoding
    with source.open() as file:
        head = file.read(CHUNK)
    if not head:
        raise source.refuse(Rule.EMPTY, "the file is empty")
    for mark, encoding in MARKS.items():
        if head.startswith(mark):
            check(source, encoding)
            return encoding
    if b"\0" in head:
        return without_mark(source, head)
    if fits(source, "utf-8"):
        return "utf-8"
    encoding = by_high_bytes(source)
    check(source, encoding)
    return encoding


def named(source: Source, said: str) -> str:
    try:
        name = codecs.lookup(said).name
    except (LookupError, ValueError):
        name = ""
    if not ALLOWED.match(name):
        raise Unreadable(
            Rule.UNKNOWN_ENCODING, source.file, f"{source.file}: no encoding is called {said!r}"
        )
    return name


def without_mark(source: Source, head: bytes) -> str:
    """UTF-16 by its zero bytes, of which each comma and line end has one, always on one side."""
    encoding = "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    try:
        check(source, encoding)
        text = head[: len(head) // 2 * 2].decode(encoding, "replace")
        believable = sum(sign.isprintable() or sign in "\t\r\n" for sign in text)
        rest = head.replace(b"\0", b"")
        is_spoiled_ascii = rest.isascii() and len(rest) > MOST_IN_UTF16 * len(head)
        if believable > BELIEVABLE * len(text) and not is_spoiled_ascii:
            return encoding
    except Unreadable:
        pass
    raise nul(source, rows_before(source, "latin-1"))


def by_high_bytes(source: Source) -> str:
    """GB18030 or Windows-1252; UTF-8 if that is what most of the file is."""
    pairs = singles = high = in_utf8 = 0
    for chunk in source.chunks():
        for before, run, after in RUN.findall(chunk):
            high += len(run)
            glued = bool(before) + bool(after)
            if is_western(run, glued):
                singles += 1
            else:
                pairs += len(run) // 2
        in_utf8 += sum(map(len, UTF8_PAIR.findall(chunk)))
        if high > ENOUGH:
            break
    if in_utf8 > BELIEVABLE * high:
        return "utf-8"
    if pairs and 2 * pairs >= singles:  # western files have next to no pairs at all
        return "gb18030"
    return "cp1252"


def is_western(run: bytes, glued: int) -> bool:
    """Rather letters with accents than Chinese, by how many letters stand beside them.

    Four in a row are no western word, unless they are a line of dashes. An odd one is rarely
    Chinese: only the second byte of an unusual character is low.
    """
    if len(run) >= len("éééé"):
        return len(set(run)) == 1
    if len(run) % 2:
        return True
    return glued > 1 or (glued > 0 and USUAL.fullmatch(run) is None)


def fits(source: Source, encoding: str) -> bool:
    try:
        for _ in texts(source, encoding):
            pass
    except UnicodeDecodeError:
        return False
    return True


def texts(source: Source, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    for chunk in source.chunks():
        text = decoder.decode(chunk)
        if "\0" in text:
            raise nul(source, rows_before(source, encoding))
        yield text
    decoder.decode(b"", final=True)


def check(source: Source, encoding: str) -> None:
    """Unreadable, with the row, where the file breaks its encoding."""
    try:
        for _ in texts(source, encoding):
            pass
    except UnicodeDecodeError as error:
        byte = error.object[error.start : error.start + 1].hex() or "nothing"
        raise source.refuse(
            Rule.BAD_BYTES,
            f"the file looks like {encoding.upper()}, but byte 0x{byte} is none of it; "
            "save it anew as UTF-8, or say its encoding",
            rows_before(source, encoding),
        ) from None


def rows_before(source: Source, encoding: str) -> int:
    """The line of the first byte that does not fit, or of the first zero."""
    decoder = codecs.getincrementaldecoder(encoding)()
    row, last = 1, ""
    for chunk in source.chunks():
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError as error:
            return row + len(LINE_END.findall(error.object[: error.start].decode(encoding)))
        head, zero, _ = text.partition("\0")
        row += len(LINE_END.findall(head)) - (last == "\r" and head[:1] == "\n")
        last = text[-1:]
        if zero:
            return row
    return row


def nul(source: Source, row: int) -> Unreadable:
    return source.refuse(Rule.NUL_BYTE, "there is a zero byte, which no text has", row)
