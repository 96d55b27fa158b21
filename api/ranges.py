"""Which bytes of a file a request asks for (RFC 9110, sections 13 and 14)."""

import re

_RANGE = re.compile(r"bytes=(?:(\d+)-(\d*)|-(\d+))", re.ASCII)
_TAG = re.compile(r'(?:W/)?("[^"]*")')
Span = tuple[int, int]
"""First byte, and the first one after."""


class Unsatisfiable(Exception):
    """It asks for bytes after the end."""


def matches(header: str, etag: str) -> bool:
    """Whether `If-None-Match` names the tag."""
    return header.strip() == "*" or etag in _TAG.findall(header)


def asked_range(header: str, if_range: str, size: int, etag: str) -> Span | None:
    """None: all of it, also when the request asks for what we need not understand.

    That is several ranges, another unit, or part of another version than ours.
    """
    found = _RANGE.fullmatch(header.replace(" ", "")) if len(header) < 100 else None  # noqa: PLR2004  no honest range is longer
    if found is None or size == 0 or (if_range and if_range.strip() != etag):
        return None
    first, last, suffix = found.groups()
    if suffix is not None:
        if int(suffix) == 0:
            raise Unsatisfiable
        return max(size - int(suffix), 0), size
    start = int(first)
    end = min(int(last) + 1, size) if last else size
    if last and int(last) < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return start, end
