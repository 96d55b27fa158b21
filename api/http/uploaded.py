"""A file that came with a request: there for as long as the request is."""

from collections.abc import Callable
from threading import Lock
from typing import Any, BinaryIO


class Uploaded:
    """Its bytes lie in a file without a name, which is gone once it is closed.

    The file has no buffer of its own: a child process that reads it moves its one position.
    """

    def __init__(
        self, name: str, media_type: str, size_bytes: int, sha256: str, file: BinaryIO
    ) -> None:
        """`name` and `media_type` are what the client says; nobody should rely on them."""
        self.name, self.media_type = name, media_type
        self.size_bytes, self.sha256, self.file = size_bytes, sha256, file
        self._lock, self._done = Lock(), dict[str, Any]()

    def __repr__(self) -> str:
        """What the file is, so that it stands for its bytes wherever an input is compared."""
        return f"Uploaded({self.sha256})"

    def once(self, what: str, act: Callable[["Uploaded"], Any]) -> Any:
        """`act(self)`, done the first time only, and by one thread at a time."""
        with self._lock:
            if what not in self._done:
                self._done[what] = act(self)
            return self._done[what]

    def close(self) -> None:
        self.file.close()
