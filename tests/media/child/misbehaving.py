"""A child that does what the template's name says. Run as a program in place of the real one."""

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from media.child import inside, kinds
from media.child.request import Request
from media.rendered import Rendered


def started_encoder(values: Any) -> None:
    """A process of the child's own that would live on, as an encoder does."""
    encoder = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path(values["pids"]).write_text(f"{os.getpid()} {encoder.pid}")


def act(name: str, values: Any) -> None:
    match name:
        case "abort":
            os.abort()
        case "segfault":
            ctypes.string_at(0)
        case "exit":
            print("what went wrong", file=sys.stderr)
            os._exit(3)
        case "bug":
            raise LookupError("nothing is there")
        case "nonsense":
            os.write(1, b"by print, which harms nobody\n")
            for handle in range(3, 20):
                if Path(f"/proc/self/fd/{handle}").exists():
                    os.write(handle, b"no JSON\n")
            time.sleep(600)
        case "memory":
            bytearray(8 << 30)
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "loop":
            while True:
                pass
        case "disk":
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            Path("large").write_bytes(b"x" * (2 << 20))
        case "hang":
            started_encoder(values)
            time.sleep(600)
        case "litter":
            Path(tempfile.mkdtemp(), "left").touch()
            Path("left").touch()


def produce(request: Request, tell: kinds.Tell) -> Rendered:
    tell("painting", 0.4)
    act(str(request.template), request.values)
    said = repr((os.getpid(), sorted(os.environ), sorted(os.listdir()))).encode()  # noqa: PTH208
    return Rendered(said, "text/plain", 1, 1)


if __name__ == "__main__":
    setattr(kinds, "produce", produce)  # noqa: B010  mypy minds the plain way
    inside.main()
