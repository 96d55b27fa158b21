"""A render is drawn in a child process, its file kept under its hash, and its end told once."""

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from api.jobs.child import Child, Ended, Limits
from api.jobs.inside import ORDER, PICTURES, RESULT
from api.jobs.kind import Failed, Failure, Kind
from api.jobs.run import Run
from api.logs import bug
from api.storage import Missing
from domain.creatives import making
from domain.creatives.actions import NewRender, asked_of
from domain.creatives.models import RenderJob
from domain.creatives.states import RenderState
from domain.work import Work

TELLS_EVERY_S = 0.25
STAGES = {
    "planning": RenderState.PLANNED,
    "encoding": RenderState.ENCODING,
    "done": RenderState.CHECKING,
}
"""Every other stage is some part of the drawing."""


def act(run: Run) -> None:
    with run.work() as work:
        row = making.start_render(work, run.row_id)
        if row is None:
            run.finish(work)
            return
        asked = asked_of(row)
    made = run.step("draw", lambda: Drawing(run, row, asked).kept())
    with run.work() as work:
        making.finish_render(work, run.row_id, making.MadeFile(**made))
        run.finish(work)


@contextmanager
def folder_of(run: Run) -> Iterator[Path]:
    """For what a run needs only while it lasts."""
    folder = run.tools.folder / f"{run.job_id}-{run.number}"
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Drawing:
    """One picture being drawn; nothing of it is left but the kept file."""

    run: Run
    row: RenderJob
    asked: NewRender
    state: RenderState = RenderState.PLANNED
    told_at_s: float = field(default_factory=time.monotonic)

    def kept(self) -> dict[str, Any]:
        """Under its key, and what it is; raises Failed, Superseded, Stopping."""
        with folder_of(self.run) as folder:
            self.lay_out(folder)
            ended = self.drawn(folder)
            self.run.check()
            if failure := failed(ended):
                raise Failed(failure)
            assert ended.word
            made: dict[str, Any] = ended.word["done"]
            self.tell(RenderState.CHECKING, 1.0)
            key = self.run.tools.storage.put(folder / RESULT, media_type=made["media_type"])
        return {**made, "key": key}

    def lay_out(self, folder: Path) -> None:
        """The order and the pictures, as `inside` looks for them."""
        (folder / PICTURES).mkdir()
        files = {name: str(number) for number, name in enumerate(self.asked.pictures)}
        for name, key in self.asked.pictures.items():
            try:
                with (folder / PICTURES / files[name]).open("wb") as file:
                    for part in self.run.tools.storage.parts(key):
                        file.write(part)
            except Missing as error:
                said = f"The file of its picture {name!r} is gone."
                raise Failed(Failure("PICTURE_MISSING", said)) from error
        order = {
            "template": self.asked.template,
            "values": self.asked.slot_values,
            "pictures": files,
            "format": self.asked.format.value.lower(),
            "scale": float(self.asked.scale),
        }
        (folder / ORDER).write_text(json.dumps(order), "utf-8")

    def drawn(self, folder: Path) -> Ended:
        settings = self.run.tools.settings
        child = Child(folder, Limits(settings.render_within_s, settings.render_memory_mb))
        try:
            with self.run.interrupted_by(child.kill):
                for line in child.lines():
                    state = STAGES.get(str(line["stage"]), RenderState.RENDERING)
                    self.tell(state, float(line["done"]))
        finally:
            ended = child.end()
        return ended

    def tell(self, state: RenderState, done: float) -> None:
        """Each new state, and now and then how far it is."""
        if state is self.state and time.monotonic() < self.told_at_s + TELLS_EVERY_S:
            return
        progress = Decimal(round(min(max(done, 0.0), 1.0), 3)).quantize(Decimal("0.001"))
        with self.run.work() as work:
            making.progress_render(work, self.row, state, progress)
            self.run.progress(work, progress)
        self.state, self.told_at_s = state, time.monotonic()


def failed(ended: Ended) -> Failure | None:
    """None when it is done."""
    word = ended.word or {}
    if "done" in word:
        return None
    if "refused" in word:
        rule = str(word["refused"]["rule"]).upper().replace(".", "_")
        return Failure(rule, str(word["refused"]["message"]))
    if "no_memory" in word:
        return Failure("OUT_OF_MEMORY", "It takes more memory than it may.", is_retryable=True)
    if ended.was_too_slow:
        return Failure("TIMED_OUT", "It takes longer than it may.", is_retryable=True)
    if "bug" in word:
        error_id = bug(RuntimeError(word["bug"]))
        said = f"Something went wrong on our side. Quote {error_id} when you report it."
        return Failure("BUG", said, is_retryable=True)
    bug(RuntimeError(f"The child ended with {ended.exit_code}.\n{ended.said}"))
    said = f"The process that drew it ended with {ended.exit_code}."
    return Failure("CRASHED", said, again=True, is_retryable=True)


def tell_failed(work: Work, row_id: Any, failure: Failure) -> None:
    making.fail_render(work, row_id, failure.code, failure.error, is_retryable=failure.is_retryable)


KIND = Kind(act, put_back=making.requeue_render, failed=tell_failed)
