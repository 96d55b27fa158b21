"""The one door to kept files, wherever they are."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Protocol

from api.settings import Settings
from api.storage.folder import Folder
from api.storage.keys import Data, Missing, checked, key_of


class Place(Protocol):
    """What keeps bytes; the keys are good when they come here."""

    def put(self, data: Data, media_type: str) -> str: ...
    def size(self, key: str) -> int: ...
    async def size_soon(self, key: str) -> int: ...
    def parts(self, key: str, start: int, end: int) -> Iterator[bytes]: ...
    def stream(self, key: str, start: int, end: int) -> AsyncIterator[bytes]: ...
    def delete(self, key: str) -> None: ...
    def kept_before(self, instant: datetime) -> Iterator[str]: ...
    def sweep(self) -> None: ...


class Storage:
    """Made from the settings; good in any thread. What blocks is not marked `async`."""

    def __init__(self, settings: Settings) -> None:
        self.place = place_of(settings)

    def put(self, data: Data, *, media_type: str, sha256: str | None = None) -> str:
        """The key; what is kept under it already stays. A file is copied, in small parts.

        With what its SHA-256 was found to be, what is kept has that too: else it is a bug.
        """
        key = self.place.put(data, media_type)
        if sha256 is not None and key != key_of(sha256):
            raise RuntimeError("What was kept is not what was sent.")
        return key

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

    def kept_before(self, instant: datetime) -> Iterator[str]:
        """The keys of all that was last put before then; one that is put again is new again."""
        return self.place.kept_before(instant)

    def sweep(self) -> None:
        """Away with what those who were killed left half done, a day ago."""
        self.place.sweep()


def place_of(settings: Settings) -> Place:
    if settings.storage_url:
        from api.storage.bucket import Bucket  # noqa: PLC0415  obstore is slow to import

        return Bucket(settings)
    return Folder(settings.blobs_dir)
