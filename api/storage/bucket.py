"""Kept files in an S3 bucket, Amazon's or a compatible one, by obstore."""

import hashlib
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import S3Store

from api.settings import Settings
from api.storage.keys import Data, Missing, key_of, parts_of

AT_ONCE_BYTES = 8 << 20
"""Up to here a file goes, or comes, by one request: more would be cut off by its time limit."""
PARTS_AT_ONCE = 3
RENEWED = timedelta(hours=12)
"""What is put again after that is written again, and so counts as new."""


class FileChanged(RuntimeError):
    """A file was written to while it was being kept."""


class Bucket:
    """`s3://bucket/prefix`. Keys and secrets not set come from the usual AWS environment."""

    def __init__(self, settings: Settings) -> None:
        place = urlsplit(settings.storage_url)
        said: dict[str, Any] = {
            "prefix": place.path.strip("/") or None,
            "endpoint": settings.storage_endpoint,
            "region": settings.storage_region,
            "access_key_id": settings.storage_access_key_id,
            "secret_access_key": settings.storage_secret_access_key,
        }
        if settings.storage_endpoint.startswith("http://"):
            said["client_options"] = {"allow_http": True}
        given = {name: value for name, value in said.items() if value}
        self.store = S3Store(place.netloc, **given)

    def put(self, data: Data, media_type: str) -> str:
        """Refused by the bucket itself when the key is taken; a long file is looked for first.

        Two who send the same long file at once both succeed, each with all its bytes.
        """
        kind: Any = {"Content-Type": media_type}
        if size_of(data) <= AT_ONCE_BYTES:
            whole = b"".join(parts_of(data))
            key = key_of(hashlib.sha256(whole).hexdigest())
            try:
                obstore.put(self.store, key, whole, attributes=kind, mode="create")
            except AlreadyExistsError:
                if self.is_old(key):
                    obstore.put(self.store, key, whole, attributes=kind)
            return key
        key = key_of(digest_of(data))
        if self.is_old(key):
            obstore.put(
                self.store,
                key,
                unchanged(data, key),
                attributes=kind,
                chunk_size=AT_ONCE_BYTES,
                max_concurrency=PARTS_AT_ONCE,
            )
        return key

    def is_old(self, key: str) -> bool:
        """Whether it is not there, or so old that whoever sweeps might be about to take it."""
        try:
            return obstore.head(self.store, key)["last_modified"] < datetime.now(UTC) - RENEWED
        except FileNotFoundError:
            return True

    def size(self, key: str) -> int:
        try:
            return obstore.head(self.store, key)["size"]
        except FileNotFoundError:
            raise Missing(key) from None

    async def size_soon(self, key: str) -> int:
        try:
            return (await obstore.head_async(self.store, key))["size"]
        except FileNotFoundError:
            raise Missing(key) from None

    def parts(self, key: str, start: int, end: int) -> Iterator[bytes]:
        for first, last in spans(start, end):
            try:
                yield bytes(obstore.get_range(self.store, key, start=first, end=last))
            except FileNotFoundError:
                raise Missing(key) from None

    async def stream(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        for first, last in spans(start, end):
            try:
                part = await obstore.get_range_async(self.store, key, start=first, end=last)
            except FileNotFoundError:
                raise Missing(key) from None
            yield bytes(part)

    def delete(self, key: str) -> None:
        with suppress(FileNotFoundError):
            obstore.delete(self.store, key)

    def kept_before(self, instant: datetime) -> Iterator[str]:
        for some in obstore.list(self.store, "sha256", chunk_size=1_000):
            yield from (one["path"] for one in some if one["last_modified"] < instant)

    def sweep(self) -> None:
        """Nothing: a bucket's own rules take care of uploads that were broken off."""


def spans(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Each its own request: a slow reader outlives no time limit, and holds little memory."""
    for first in range(start, end, AT_ONCE_BYTES):
        yield first, min(first + AT_ONCE_BYTES, end)


def size_of(data: Data) -> int:
    if isinstance(data, bytes):
        return len(data)
    if isinstance(data, Path):
        return data.stat().st_size
    return data.seek(0, os.SEEK_END)


def digest_of(data: Data) -> str:
    digest = hashlib.sha256()
    for part in parts_of(data):
        digest.update(part)
    return digest.hexdigest()


def unchanged(data: Data, key: str) -> Iterator[bytes]:
    """Its bytes; raises FileChanged at the end, before they are kept, if the key is not theirs."""
    digest = hashlib.sha256()
    for part in parts_of(data):
        digest.update(part)
        yield part
    if key_of(digest.hexdigest()) != key:
        raise FileChanged("The file was changed while it was being kept.")
