"""One child from the parent's side: started, asked, killed whole, and nothing left of it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from media.child import wire
from media.child.request import Limits
from media.errors import MediaError, RenderCancelled, RenderCrashed, RenderTooCostly
from media.photos.intake import bare_environment

PROGRAM = "media.child.inside"
PREFIX = "tradepost-render-"
_SAID = "said"
_MEGABYTE = 1 << 20
_SAID_MOST = 3000
_COSTLY = {
    "SIGXCPU": ("processor time", "time"),
    "SIGXFSZ": ("disk space", "disk"),
    "SIGKILL": ("memory", "memory"),
}
OnProgress = Callable[[str, float], None]


class Cancel:
    """Calls off the renders that it was handed to; `now` may be said at any time, by any thread."""

    def __init__(self) -> None:
        self.is_said = False
        self._lock = threading.Lock()
        self._act: Callable[[], None] | None = None

    def now(self) -> None:
        with self._lock:
            self.is_said = True
            if self._act:
                self._act()

    @contextmanager
    def reaching(self, act: Callable[[], None]) -> Iterator[None]:
        """While this lasts, `now` acts. Raises RenderCancelled when it was said before."""
        with self._lock:
            if self.is_said:
                raise RenderCancelled("The render was called off")
            self._act = act
        try:
            yield
        finally:
            with self._lock:
                self._act = None


class Process:
    """Started when it is made; `end` in any case."""

    def __init__(self, limits: Limits, program: str = PROGRAM) -> None:
        self.limits = limits
        self.render_count = 0
        self.held_mb = 0
        self._was_too_slow = False
        self._lock = threading.Lock()
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        try:
            with (self.folder / _SAID).open("wb") as said:
                self.running = subprocess.Popen(  # noqa: S603  our own program
                    [sys.executable, "-P", "-m", program],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=said,
                    cwd=self.folder,
                    env=environment(self.folder, limits),
                    start_new_session=True,
                )
        except OSError:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        assert self.running.stdin
        assert self.running.stdout
        self._mouth, self._ears = self.running.stdin, self.running.stdout
        self._finalizer = weakref.finalize(self, _discard, self.running, self.folder)

    @property
    def is_alive(self) -> bool:
        return self.running.poll() is None

    def kill(self) -> None:
        """With all that it started; at any time, from any thread."""
        with self._lock:
            if self.running.returncode is None:  # else its number may be another's by now
                kill_group(self.running)

    def end(self) -> None:
        with self._lock:
            self._finalizer()

    def ask(self, message: Sequence[bytes], tell: OnProgress, cancel: Cancel) -> wire.Said:
        """Its answer. Whatever is raised, and RenderFailed above all: then it is dead."""
        timer = threading.Timer(self.limits.patience_s, self._give_up)
        timer.daemon = True
        try:
            with cancel.reaching(self.kill):
                timer.start()
                self.render_count += 1
                return self._answer(message, tell, cancel)
        except BaseException:
            self.kill()
            raise
        finally:
            timer.cancel()
            self._tidy()

    def _answer(self, message: Sequence[bytes], tell: OnProgress, cancel: Cancel) -> wire.Said:
        with self._talking(cancel):
            wire.send(self._mouth, message)
        while True:
            with self._talking(cancel):
                head, parts = wire.receive(self._ears, self.limits.file_mb * _MEGABYTE)
                progress = (str(head["stage"]), float(head["share"])) if "stage" in head else None
                self.held_mb = int(head.get("held_mb", 0))
            if progress is None:
                return head, parts
            tell(*progress)

    @contextmanager
    def _talking(self, cancel: Cancel) -> Iterator[None]:
        try:
            yield
        except (EOFError, OSError):  # it has ended: to kill it changes nothing in how
            self.kill()
            raise self._why(cancel) from None
        except (ValueError, KeyError, TypeError):
            self.kill()
            raise RenderCrashed("The process that drew it answers in no known way") from None

    def _give_up(self) -> None:
        self._was_too_slow = True
        self.kill()

    def _tidy(self) -> None:
        """What a library left in its folder."""
        for left in self.folder.iterdir():
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
            elif left.name != _SAID:
                with suppress(OSError):
                    left.unlink()

    def _why(self, cancel: Cancel) -> MediaError:
        with self._lock:  # nobody may kill a number that is no longer its own
            code = self.running.wait()
        if cancel.is_said:
            return RenderCancelled("The render was called off")
        if self._was_too_slow:
            return RenderTooCostly(f"It takes longer than {self.limits.patience_s:g} s", "time")
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        if how in _COSTLY:
            more, of = _COSTLY[how]
            return RenderTooCostly(f"It takes more {more} than it may", of)
        said = (self.folder / _SAID).read_bytes()[-_SAID_MOST:].decode("utf-8", "replace")
        return RenderCrashed(f"The process that drew it crashed: {how}", said)


def _discard(running: subprocess.Popen[bytes], folder: Path) -> None:
    """Also at the exit of this process, whoever forgot it."""
    if running.returncode is None:
        kill_group(running)
        running.wait()
    for pipe in (running.stdin, running.stdout):
        with suppress(OSError):  # what was not yet written has no reader
            if pipe:
                pipe.close()
    shutil.rmtree(folder, ignore_errors=True)


def kill_group(running: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            running.kill()
        else:
            os.killpg(running.pid, signal.SIGKILL)


def environment(folder: Path, limits: Limits) -> dict[str, str]:
    """No more than it needs: no setting of ours, and no secret."""
    return bare_environment() | {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "TEMP": str(folder),
        "LANG": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join(os.path.abspath(path) for path in sys.path if path),  # noqa: PTH100
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "LIMITS": json.dumps(asdict(limits)),
    }
