"""What runs in the child: `python -m media.child.inside` draws what it is asked for, one by one.

It is asked on its standard input and lives as long as that stays open, which is as long as its
parent does. It answers on its standard output: how far it is, then `done` and the file, `refused`,
`no_memory` or `bug`.
"""

import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable
from dataclasses import asdict
from queue import SimpleQueue
from typing import IO, Any

from media.child import wire
from media.child.limits import allow_processor, held_mb, limit_self
from media.child.request import Limits, Request
from media.errors import MediaError
from media.rendered import Rendered

_MOST_BYTES = 4 << 30
_SAID_MOST = 3000
Tell = Callable[[str, float], None]
Produce = Callable[[Request, Tell], Rendered]


def listen(ears: IO[bytes], orders: "SimpleQueue[wire.Said]") -> None:
    """Until the parent is gone, however that happened: then nothing of us may stay."""
    try:
        while True:
            orders.put(wire.receive(ears, _MOST_BYTES))
    except (EOFError, OSError, ValueError):
        shutil.rmtree(tempfile.gettempdir(), ignore_errors=True)
    if sys.platform == "win32":
        os._exit(1)
    os.killpg(0, signal.SIGKILL)


def from_template(request: Request, tell: Tell) -> Rendered:
    from media.child.kinds import produce  # noqa: PLC0415  what draws: under the limits alone

    return produce(request, tell)


def made(head: dict[str, Any], parts: list[bytes], tell: Tell, produce: Produce) -> list[bytes]:
    """The answer to one order."""
    count = len(head["names"])
    assets = dict(zip(head["names"], parts[:count], strict=True))
    fonts = dict(zip(head["fonts"], parts[count:], strict=True))
    rendered = produce(Request(assets=assets, fonts=fonts, **head["order"]), tell)
    facts = asdict(rendered)
    data, sides = facts.pop("data"), facts.pop("sides")
    head = {"done": facts, "sides": list(sides), "held_mb": held_mb()}
    return wire.packed(head, [data, *sides.values()])


def answer(head: dict[str, Any], parts: list[bytes], tell: Tell, produce: Produce) -> list[bytes]:
    try:
        return made(head, parts, tell, produce)
    except MediaError as error:
        return wire.packed({"refused": wire.as_json(error), "held_mb": held_mb()})
    except MemoryError:
        return wire.packed({"no_memory": True})
    except Exception:  # noqa: BLE001  told to the parent
        return wire.packed({"bug": traceback.format_exc()[-_SAID_MOST:]})


def main(produce: Produce = from_template) -> None:
    """For programs that draw something else: `produce` is what they draw it with."""
    mouth = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no word of ours

    def tell(stage: str, done: float) -> None:
        wire.send(mouth, wire.packed({"stage": stage, "share": done}))

    limits = Limits(**json.loads(os.environ["LIMITS"]))
    limit_self(limits)
    orders: SimpleQueue[wire.Said] = SimpleQueue()
    threading.Thread(target=listen, args=(sys.stdin.buffer, orders), daemon=True).start()
    while True:
        head, parts = orders.get()
        allow_processor(limits)
        wire.send(mouth, answer(head, parts, tell, produce))
        del head, parts  # they may be large, and the next order may be long in coming


if __name__ == "__main__":
    main()
