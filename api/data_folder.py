"""The folder of everything the program writes: made, and held while it is used."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.refused import Refused

LOCK = "lock"


def make(folder: Path) -> None:
    """For its owner only; raises Refused when it cannot be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"The data folder {folder} cannot be made: {error.strerror}.") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Refused(f"The data folder {folder} cannot be written.")


@contextmanager
def held(folder: Path, *, alone: bool = False) -> Iterator[None]:
    """Shared by those who serve; `alone` raises Refused while any of them does."""
    make(folder)
    with (folder / LOCK).open("a") as file:
        if sys.platform != "win32":
            import fcntl  # noqa: PLC0415  Windows has none, and refuses to replace open files

            wanted = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
            try:
                fcntl.flock(file, wanted | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused(
                    f"The data folder {folder} is in use. Stop the server first."
                ) from None
        yield
