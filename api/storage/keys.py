"""Under what a file is kept: `sha256/ab/cd/<64 hex digits>`, the hash of its bytes.

So what is kept under a key never changes, may be kept again by anybody at any time, and is there
whole or not at all.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, TypeAlias

Data: TypeAlias = bytes | Path | BinaryIO
"""What can be kept: bytes, a file by its path, or an open one that can be read from its start."""
PART_BYTES = 1 << 18
_KEY = re.compile(r"sha256/([0-9a-f]{2})/([0-9a-f]{2})/(?=\1\2)[0-9a-f]{64}")


class Missing(LookupError):
    """Nothing is kept under the key."""

    def __init__(self, key: str) -> None:
        super().__init__(f"Nothing is kept under {key}.")
        self.key = key


class BadKey(ValueError):
    """No key of ours: malformed, or made to climb out."""

    def __init__(self, key: str) -> None:
        super().__init__(f"{key[:200]!r} is no key of a kept file.")


def checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise BadKey(key)
    return key


def key_of(digest: str) -> str:
    """The key of bytes with this SHA-256, in hex."""
    return checked(f"sha256/{digest[:2]}/{digest[2:4]}/{digest}")


def digest_in(key: str) -> str:
    return key[-64:]


def parts_of(data: Data) -> Iterator[bytes]:
    """From its start, a little at a time."""
    if isinstance(data, bytes):
        yield data
    elif isinstance(data, Path):
        with data.open("rb") as source:
            yield from parts_of(source)
    else:
        data.seek(0)
        while part := data.read(PART_BYTES):
            yield part
