"""Where bytes live: a local folder or an S3 bucket, each file under the SHA-256 of its bytes.

A key is `sha256/ab/cd/<64 hex digits>`. What is kept under it never changes, so it may be kept
again by anybody at any time, and is there whole or not at all.
"""

import hashlib
import os
import re
import secrets
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from anyio import to_thread

from api.settings import Settings

CHUNK_BYTES = 1 << 18
DRAFTS = ".incoming"
STALE_S = 24 * 3600
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


class Place(Protocol):
    """What keeps bytes; the keys are good when they come here."""

    def put(self, data: bytes | Path, media_type: str) -> str: ...
    def size(self, key: str) -> int: ...
    async def size_soon(self, key: str) -> int: ...
    def parts(self, key: str, start: int, end: int) -> Iterator[bytes]: ...
    def stream(self, key: str, start: int, end: int) -> AsyncIterator[bytes]: ...
    def delete(self, key: str) -> None: ...


class Storage:
    """Made from the settings; good in any thread. What blocks is not marked `async`."""

    def __init__(self, settings: Settings) -> None:
        self.place = place_of(settings)

    def put(self, data: bytes | Path, *, media_type: str) -> str:
        """The key; nothing is written when it is kept already. A file is copied, in small parts."""
        return self.place.put(data, media_type)

    def get(self, key: str) -> bytes:
        """All of it at once; raises Missing, BadKey, as all that take a key."""
        return b"".join(self.parts(key))

    def parts(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Bytes `start` up to, and without, `end`, in parts of bounded size."""
        return self.place.parts(checked(key), start, self.size(key) if end is None else end)

    async def stream(
        self, key: str, start: int = 0, end: int | None = None
    ) -> AsyncIterator[bytes]:
        """`parts` for the event loop."""
        last = await self.size_soon(key) if end is None else end
        async for part in self.place.stream(checked(key), start, last):
            yield part

    def size(self, key: str) -> int:
        return self.place.size(checked(key))

    async def size_soon(self, key: str) -> int:
        """`size` for the event loop."""
        return await self.place.size_soon(checked(key))

    def exists(self, key: str) -> bool:
        try:
            self.size(key)
        except Missing:
            return False
        return True

    def delete(self, key: str) -> None:
        """Also what is not there."""
        self.place.delete(checked(key))


def place_of(settings: Settings) -> Place:
    if settings.storage_url:
        from api.bucket import Bucket  # noqa: PLC0415  obstore takes its time, and few have a bucket

        return Bucket(settings)
    return Folder(settings.blobs_dir)


def checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise BadKey(key)
    return key


def key_of(digest: str) -> str:
    """The key of bytes with this SHA-256, in hex."""
    return checked(f"sha256/{digest[:2]}/{digest[2:4]}/{digest}")


def read_in_parts(file: Path, part_bytes: int = CHUNK_BYTES) -> Iterator[bytes]:
    with file.open("rb") as source:
        while part := source.read(part_bytes):
            yield part


class Folder:
    """A folder of this machine. A file is complete, and on the disk, before it has its name."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.drafts = root / DRAFTS

    def put(self, data: bytes | Path, media_type: str) -> str:
        """By a draft that is given its name at once, unless somebody was first."""
        if isinstance(data, bytes):
            key = key_of(hashlib.sha256(data).hexdigest())
            if (self.root / key).exists():
                return key
        made(self.drafts)
        draft = self.drafts / secrets.token_hex(16)
        try:
            key = key_of(written(draft, data))
            self.name(draft, self.root / key)
        finally:
            draft.unlink(missing_ok=True)
        return key

    def name(self, draft: Path, goal: Path) -> None:
        made(goal.parent)
        with suppress(FileExistsError):
            os.link(draft, goal)
            synced(goal.parent)

    def size(self, key: str) -> int:
        try:
            return (self.root / key).stat().st_size
        except FileNotFoundError:
            raise Missing(key) from None

    async def size_soon(self, key: str) -> int:
        return self.size(key)  # a look at the disk is sooner done than handed to a thread

    def parts(self, key: str, start: int, end: int) -> Iterator[bytes]:
        try:
            file = (self.root / key).open("rb")
        except FileNotFoundError:
            raise Missing(key) from None
        with file:
            file.seek(start)
            while start < end and (part := file.read(min(CHUNK_BYTES, end - start))):
                start += len(part)
                yield part

    async def stream(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        parts = self.parts(key, start, end)
        try:
            while part := await to_thread.run_sync(next, parts, None):
                yield part
        finally:
            parts.close()  # type: ignore[attr-defined]

    def delete(self, key: str) -> None:
        (self.root / key).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Away with the drafts of those who were killed."""
        for draft in self.drafts.glob("*"):
            with suppress(FileNotFoundError):
                if draft.stat().st_mtime < time.time() - STALE_S:
                    draft.unlink()


def made(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def written(draft: Path, data: bytes | Path) -> str:
    """Its SHA-256, once it is safe on the disk."""
    digest = hashlib.sha256()
    draft.touch(mode=0o600, exist_ok=False)
    with draft.open("wb") as file:
        for part in [data] if isinstance(data, bytes) else read_in_parts(data):
            digest.update(part)
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def synced(folder: Path) -> None:
    """A new name in it outlives a power cut; Windows sees to that by itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
