"""What runs in the child: `python -m api.jobs.inside FOLDER` draws the order that lies there.

The last line it says is `{"done": …}`, `{"refused": …}`, `{"no_memory": true}` or `{"bug": …}`.
"""

import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

ORDER, PICTURES, RESULT = "order.json", "pictures", "result"
MEGABYTE = 1 << 20
Act = Callable[[Path, Any], dict[str, Any]]


def limit_self(within_s: int, memory_mb: int, file_mb: int) -> None:
    os.nice(15)  # whoever waits for an answer comes first
    import resource  # noqa: PLC0415  POSIX has it

    for kind, most in (
        (resource.RLIMIT_AS, memory_mb * MEGABYTE),
        (resource.RLIMIT_CPU, within_s * (os.cpu_count() or 1)),
        (resource.RLIMIT_FSIZE, file_mb * MEGABYTE),
        (resource.RLIMIT_NOFILE, 128),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hardest = resource.getrlimit(kind)
        allowed = most if hardest == resource.RLIM_INFINITY else min(most, hardest)
        resource.setrlimit(kind, (allowed, allowed))


def die_with_parent() -> None:
    """Its end of our standard input closes when it dies, however that happens."""
    with suppress(OSError):
        while os.read(0, 1024):
            pass
    if sys.platform == "win32":
        os._exit(1)
    os.killpg(0, signal.SIGKILL)


def draw(folder: Path, tell: Any) -> dict[str, Any]:
    from media.render import render  # noqa: PLC0415  under the limits, and in here alone

    order = json.loads((folder / ORDER).read_text("utf-8"))
    names: dict[str, str] = order["pictures"]
    pictures = {name: (folder / PICTURES / file).read_bytes() for name, file in names.items()}
    made = render(
        order["template"],
        order["values"],
        pictures,
        format=order["format"],
        scale=order["scale"],
        on_progress=lambda stage, done: tell({"stage": stage, "done": done}),
    )
    (folder / RESULT).write_bytes(made.data)
    return {
        "media_type": made.media_type,
        "size_bytes": len(made.data),
        "width_px": made.width_px,
        "height_px": made.height_px,
    }


def last_word(act: Act, folder: Path, tell: Any) -> dict[str, Any]:
    from media.errors import MediaError  # noqa: PLC0415  as above

    try:
        return {"done": act(folder, tell)}
    except MediaError as error:
        return {"refused": {"rule": error.rule, "message": str(error)}}
    except MemoryError:
        return {"no_memory": True}
    except Exception:  # noqa: BLE001  told to the parent, which logs it
        return {"bug": traceback.format_exc()[-3000:]}


def main(act: Act) -> None:
    """`act` is given the folder and what tells of progress; what it answers is the last word."""
    mouth = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print is no word of ours

    def tell(told: dict[str, Any]) -> None:
        mouth.write(json.dumps(told) + "\n")
        mouth.flush()

    if sys.platform != "win32":
        limit_self(*(int(one) for one in os.environ["LIMITS"].split()))
    threading.Thread(target=die_with_parent, daemon=True).start()
    tell(last_word(act, Path(sys.argv[1]), tell))
    os._exit(0)  # nothing is left to be tidied, and the thread above never ends


if __name__ == "__main__":
    main(draw)
