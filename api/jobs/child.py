"""A process of its own for whatever draws: under limits, killed whole, and nothing left of it.

`inside` is what runs in it. It is handed a folder with its order and pictures, says on its
standard output how far it is, a line of JSON each time, and leaves its file in the folder. It
lives only as long as its standard input stays open, which is as long as we do.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from media.child.process import kill_group

PROGRAM = "api.jobs.inside"
LONGEST_LINE = 10_000
SAID_MOST = 4_000


@dataclass(frozen=True)
class Limits:
    within_s: int
    memory_mb: int
    file_mb: int = 1_024


@dataclass(frozen=True)
class Ended:
    """How it ended: its last word, or why there is none."""

    word: dict[str, Any] | None
    was_too_slow: bool
    exit_code: int
    said: str = field(repr=False, default="")  # on its standard error, the last of it


class Child:
    """Started when it is made; `lines`, then `end`, in any case."""

    def __init__(self, folder: Path, limits: Limits, program: str | None = None) -> None:
        self.folder = folder
        self.was_too_slow = False
        self.word: dict[str, Any] | None = None
        self._lock = threading.Lock()
        self._is_reaped = False
        with (folder / "said").open("wb") as said:
            self.process = subprocess.Popen(  # noqa: S603  our own program
                [sys.executable, "-P", "-m", program or PROGRAM, str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                cwd=folder,
                env=environment(folder, limits),
                start_new_session=True,
            )
        self.timer = threading.Timer(limits.within_s, self._give_up)
        self.timer.daemon = True
        self.timer.start()

    def lines(self) -> Iterator[dict[str, Any]]:
        """What it says of its progress, until it ends; the last word is kept for `end`."""
        assert self.process.stdout
        while line := self.process.stdout.readline(LONGEST_LINE):
            with suppress(ValueError):
                told = json.loads(line)
                if "stage" in told:
                    yield told
                else:
                    self.word = told

    def kill(self) -> None:
        """With all that it started; at any time, from any thread."""
        with self._lock:
            if not self._is_reaped:
                kill_group(self.process)

    def end(self) -> Ended:
        """Waits for it, which is short once `lines` are over."""
        self.timer.cancel()
        self.kill()  # while it is not reaped, its number is nobody else's
        code = self.process.wait()
        with self._lock:
            self._is_reaped = True
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()
        said = (self.folder / "said").read_bytes()[-SAID_MOST:].decode("utf-8", "replace")
        return Ended(self.word, self.was_too_slow, code, said)

    def _give_up(self) -> None:
        self.was_too_slow = True
        self.kill()


def environment(folder: Path, limits: Limits) -> dict[str, str]:
    """No more than it needs: no setting of ours, and no secret."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return kept | {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "LIMITS": f"{limits.within_s} {limits.memory_mb} {limits.file_mb}",
    }
