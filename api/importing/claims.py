"""Who works on an import of the command line: whoever holds its lock, which dies with them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

FOLDER = "imports"


@contextmanager
def claimed(data_dir: Path, import_id: UUID) -> Iterator[bool]:
    """Whether it is ours until the end; False when another process of this host has it."""
    folder = data_dir / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{import_id}.lock"
    with path.open("a") as file:
        is_ours = _lock(file)
        try:
            yield is_ours
        finally:
            if is_ours:
                path.unlink(missing_ok=True)


if sys.platform == "win32":

    def _lock(_file: object) -> bool:
        """Windows has no such locks: an import that was killed is begun anew there."""
        return False

else:
    import fcntl

    def _lock(file: object) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # type: ignore[arg-type]
        except BlockingIOError:
            return False
        return True
