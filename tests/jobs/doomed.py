"""`tradepost`, that kills itself at one stage of a render: `doomed.py STAGE worker|serve …`.

STAGE `endless` is no death: whatever is drawn takes for ever. `none` is the program as it is.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID

from api import cli
from api.jobs import render
from api.jobs.run import Runner
from api.storage import Storage
from domain.creatives import making
from domain.creatives.states import RenderState
from media.child import process

STAGE = sys.argv.pop(1)


def die(*_: Any, **__: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def then_die(act: Callable[..., Any]) -> Callable[..., Any]:
    def both(*given: Any, **named: Any) -> None:
        act(*given, **named)
        die()

    return both


def die_drawing(self: Any, state: RenderState, done: float) -> None:
    told(self, state, done)
    if state is RenderState.RENDERING:
        die()


def die_done(self: Runner, job_id: UUID, ticket: int) -> None:
    """But not of what those before us had done, and only could not say so any more."""
    runs: list[Any] = []

    def remember(*given: Any) -> Any:
        runs.append(begun(self, *given))
        return runs[-1]

    vars(self)["begun"] = remember
    perform(self, job_id, ticket)
    if runs[0]:
        die()


told, begun, perform = render.Drawing.tell, Runner.begun, Runner.perform
DOOMS: dict[str, tuple[Any, str, Any]] = {
    "queued": (Runner, "begun", die),
    "planned": (render.Drawing, "kept", die),
    "rendering": (render.Drawing, "tell", die_drawing),
    "stored": (Storage, "put", then_die(Storage.put)),
    "finishing": (making, "finish_render", die),
    "finished": (Runner, "perform", die_done),
    "endless": (process, "PROGRAM", "tests.jobs.endless"),
    "none": (process, "PROGRAM", process.PROGRAM),
}

if __name__ == "__main__":
    setattr(*DOOMS[STAGE])
    cli.main()
