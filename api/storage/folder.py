"""Kept files in a folder of this machine, without obstore.

Its local store reads in parts of 8 kB, twenty times slower than this, and never waits for the disk.
"""

import hashlib
import os
import secrets
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from anyio import to_thread

from api.storage.keys import PART_BYTES, Data, Missing, key_of, parts_of

DRAFTS = ".incoming"
STALE_S = 24 * 3600


class Folder:
    """A folder of this machine. A file is complete, and on the disk, before it has its name."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.drafts = root / DRAFTS

    def put(self, data: Data, media_type: str) -> str:
        """By a draft that is given its name at once, unless somebody was first."""
        if isinstance(data, bytes):
            key = key_of(hashlib.sha256(data).hexdigest())
            if renewed(self.root / key):
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
        try:
            os.link(draft, goal)
            synced(goal.parent)
        except FileExistsError:
            renewed(goal)

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
            while start < end and (part := file.read(min(PART_BYTES, end - start))):
                start += len(part)
                yield part

    async def stream(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        parts: Any = self.parts(key, start, end)  # a generator, which can be closed
        try:
            while part := await to_thread.run_sync(next, parts, None):
                yield part
        finally:
            parts.close()

    def delete(self, key: str) -> None:
        (self.root / key).unlink(missing_ok=True)

    def kept_before(self, instant: datetime) -> Iterator[str]:
        for path in self.root.glob("sha256/*/*/*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < instant.timestamp():
                    yield path.relative_to(self.root).as_posix()

    def sweep(self) -> None:
        """Drafts."""
        for draft in self.drafts.glob("*"):
            with suppress(FileNotFoundError):
                if draft.stat().st_mtime < time.time() - STALE_S:
                    draft.unlink()


def renewed(file: Path) -> bool:
    """Whether it is there; then it counts as put just now, so that nobody sweeps it away."""
    try:
        os.utime(file)
    except FileNotFoundError:
        return False
    return True


def made(folder: Path) -> None:
    """For its owner only, and so the folders above that are not there yet."""
    if not folder.is_dir():
        made(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def written(draft: Path, data: Data) -> str:
    """Its SHA-256, once it is safe on the disk."""
    digest = hashlib.sha256()
    draft.touch(mode=0o600, exist_ok=False)
    with draft.open("wb") as file:
        for part in parts_of(data):
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
