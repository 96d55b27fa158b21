"""The objects of a PDF file: numbered, written in order, the same bytes each time.

By ISO 32000-1. Nothing in it tells the hour or the machine.
"""

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_HEAD = b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n"


@dataclass(frozen=True, slots=True)
class Ref:
    """Another object of the file."""

    number: int


@dataclass(frozen=True, slots=True)
class Name:
    text: str


@dataclass(frozen=True, slots=True)
class Raw:
    """Already as it stands in the file."""

    text: str


def number(value: float) -> str:
    """Short, and never in powers of ten."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _text(value: str) -> str:
    return "<" + (b"\xfe\xff" + value.encode("utf-16-be")).hex().upper() + ">"


def written(value: Any) -> str:  # noqa: PLR0911  a kind of object each
    match value:
        case Ref():
            return f"{value.number} 0 R"
        case Name():
            return f"/{value.text}"
        case Raw():
            return value.text
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return number(value)
        case str():
            return _text(value)
        case Mapping():
            return "<< " + " ".join(f"/{key} {written(one)}" for key, one in value.items()) + " >>"
        case Sequence():
            return "[" + " ".join(map(written, value)) + "]"
    raise TypeError(f"{value!r} is no object of a PDF")


class File:
    """Objects are added, or reserved first and filled in later."""

    def __init__(self) -> None:
        self._objects: list[bytes | None] = []

    def reserve(self) -> Ref:
        self._objects.append(None)
        return Ref(len(self._objects))

    def fill(self, ref: Ref, value: Any) -> Ref:
        self._objects[ref.number - 1] = written(value).encode("ascii")
        return ref

    def add(self, value: Any) -> Ref:
        return self.fill(self.reserve(), value)

    def stream(
        self, data: bytes, head: Mapping[str, Any] | None = None, *, is_packed: bool = False
    ) -> Ref:
        """`is_packed` when the head names the filter itself."""
        more: dict[str, Any] = dict(head or {})
        if not is_packed:
            data = zlib.compress(data, 9)
            more["Filter"] = Name("FlateDecode")
        more["Length"] = len(data)
        ref = self.reserve()
        self._objects[ref.number - 1] = (
            written(more).encode("ascii") + b"\nstream\n" + data + b"\nendstream"
        )
        return ref

    def whole(self, root: Ref, info: Ref) -> bytes:
        body, places = bytearray(_HEAD), []
        for count, data in enumerate(self._objects, 1):
            if data is None:
                raise ValueError(f"Object {count} was reserved and never filled")
            places.append(len(body))
            body += b"%d 0 obj\n" % count + data + b"\nendobj\n"
        digest = Raw(f"<{hashlib.sha256(body).hexdigest()[:32].upper()}>")
        start = len(body)
        body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        body += b"".join(b"%010d 00000 n \n" % place for place in places)
        trailer = {"Size": len(places) + 1, "Root": root, "Info": info, "ID": [digest, digest]}
        body += b"trailer\n" + written(trailer).encode() + b"\nstartxref\n%d\n%%%%EOF\n" % start
        return bytes(body)
