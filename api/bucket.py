"""Kept files in an S3 bucket, Amazon's or a compatible one, by obstore."""

import hashlib
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import S3Store

from api.settings import Settings
from api.storage import Missing, key_of, read_in_parts

AT_ONCE_BYTES = 8 << 20
"""Up to here a file goes, or comes, by one request: more would be cut off by its time limit."""
PARTS_AT_ONCE = 3


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
            "secret_access_key": settings.storage_secret_access_key.get_secret_value(),
        }
        if settings.storage_endpoint.startswith("http://"):
            said["client_options"] = {"allow_http": True}
        given = {name: value for name, value in said.items() if value}
        self.store = S3Store(place.netloc, **given)

    def put(self, data: bytes | Path, media_type: str) -> str:
        """Refused by the bucket itself when the key is taken; a long file is looked for first.

        Two who send the same long file at once both succeed, each with all its bytes.
        """
        kind: Any = {"Content-Type": media_type}
        if isinstance(data, Path) and data.stat().st_size <= AT_ONCE_BYTES:
            data = data.read_bytes()
        if isinstance(data, bytes):
            key = key_of(hashlib.sha256(data).hexdigest())
            with suppress(AlreadyExistsError):
                obstore.put(self.store, key, data, attributes=kind, mode="create")
            return key
        key = key_of(digest_of(data))
        try:
            self.size(key)
        except Missing:
            obstore.put(
                self.store,
                key,
                unchanged(data, key),
                attributes=kind,
                chunk_size=AT_ONCE_BYTES,
                max_concurrency=PARTS_AT_ONCE,
            )
        return key

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


def spans(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Each its own request: a slow reader outlives no time limit, and holds little memory."""
    for first in range(start, end, AT_ONCE_BYTES):
        yield first, min(first + AT_ONCE_BYTES, end)


def digest_of(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def unchanged(file: Path, key: str) -> Iterator[bytes]:
    """Its bytes; raises FileChanged at the end, before they are kept, if the key is not theirs."""
    digest = hashlib.sha256()
    for part in read_in_parts(file):
        digest.update(part)
        yield part
    if key_of(digest.hexdigest()) != key:
        raise FileChanged(f"{file} was changed while it was being kept.")
