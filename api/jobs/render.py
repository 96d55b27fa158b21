"""A render is drawn in a child process, its file kept under its hash, and its end told once."""

import time
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from api.jobs.drawing import rendered
from api.jobs.kind import Failed, Failure, Kind
from api.jobs.run import Run
from api.storage import Missing
from domain.creatives import making
from domain.creatives.actions import NewRender, asked_of
from domain.creatives.models import RenderJob
from domain.creatives.states import RenderState
from domain.work import Work
from media.child import Request

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
        made = rendered(self.run, self.run.tools.renderer, self.request(), self.come_along)
        self.run.check()
        key = self.run.tools.storage.put(made.data, media_type=made.media_type)
        return {
            "key": key,
            "media_type": made.media_type,
            "size_bytes": len(made.data),
            "width_px": made.width_px,
            "height_px": made.height_px,
        }

    def request(self) -> Request:
        asked = self.asked
        return Request(
            template=asked.template,
            values=asked.slot_values,
            assets={name: self.file(name, key) for name, key in asked.pictures.items()},
            format=asked.format.value.lower(),
            scale=float(asked.scale),
        )

    def file(self, name: str, key: str) -> bytes:
        try:
            return self.run.tools.storage.get(key)
        except Missing as error:
            said = f"The file of its picture {name!r} is gone."
            raise Failed(Failure("PICTURE_MISSING", said)) from error

    def come_along(self, stage: str, done: float) -> None:
        self.tell(STAGES.get(stage, RenderState.RENDERING), done)

    def tell(self, state: RenderState, done: float) -> None:
        """Each new state, and now and then how far it is."""
        if state is self.state and time.monotonic() < self.told_at_s + TELLS_EVERY_S:
            return
        progress = Decimal(round(min(max(done, 0.0), 1.0), 3)).quantize(Decimal("0.001"))
        with self.run.work() as work:
            making.progress_render(work, self.row, state, progress)
            self.run.progress(work, progress)
        self.state, self.told_at_s = state, time.monotonic()


def tell_failed(work: Work, row_id: Any, failure: Failure) -> None:
    making.fail_render(work, row_id, failure.code, failure.error, is_retryable=failure.is_retryable)


KIND = Kind(act, put_back=making.requeue_render, failed=tell_failed)
