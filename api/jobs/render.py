"""A render is drawn in a child process, its files kept by their hashes, its end told once."""

import io
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from api.compliance import found_by
from api.jobs.drawing import rendered
from api.jobs.kind import Failed, Failure, Kind
from api.jobs.run import Run
from api.storage import Missing
from domain.compliance.checks import Found
from domain.compliance.models import SizePreset
from domain.compliance.states import Verdict
from domain.creatives import making
from domain.creatives.models import RenderJob
from domain.creatives.results import MadeFile, MadeSide
from domain.creatives.states import RenderState, SideRole
from domain.templates.models import MediaTemplateVersion
from domain.work import Work
from media.child import Request

TELLS_EVERY_S = 0.25
STAGES = {
    "planning": RenderState.PLANNED,
    "encoding": RenderState.ENCODING,
    "done": RenderState.CHECKING,
}
"""Every other stage is some part of the drawing."""
MEDIA_TYPES = {
    "avif": "image/avif",
    "jpg": "image/jpeg",
    "png": "image/png",
    "srt": "application/x-subrip",
    "vtt": "text/vtt",
    "webp": "image/webp",
}
"""Of files that go with a finished one, by the end of their names."""


def act(run: Run) -> None:
    with run.work() as work:
        row = making.start_render(work, run.row_id)
        if row is None:
            run.finish(work)
            return
        order = order_of(work.session, row)
    made = run.step("draw", lambda: Drawing(run, row, order).kept())
    sides = [
        MadeSide(file_of(side["file"]), SideRole(side["role"]), side["end"])
        for side in made["sides"]
    ]
    with run.work() as work:
        making.finish_render(work, run.row_id, file_of(made["file"]), sides, made["notes"])
        run.finish(work)


def file_of(told: dict[str, Any]) -> MadeFile:
    """As `asdict` made of one, after its way through JSON."""
    found = [Found(**{**one, "verdict": Verdict(one["verdict"])}) for one in told.get("found", ())]
    return MadeFile(**{**told, "found": found})


def order_of(session: Session, row: RenderJob) -> Request:
    """As asked for, but for pictures and fonts: of its version, whatever became of that since."""
    version_id, preset_id = row.template_version_id, row.preset_id
    version = session.get_one(MediaTemplateVersion, version_id) if version_id else None
    preset = session.get_one(SizePreset, preset_id) if preset_id else None
    return Request(
        template=json.loads(version.document) if version else row.template or "",
        values=json.loads(row.slot_values),
        format=row.format.value.lower(),
        scale=float(row.scale),
        preset=json.loads(preset.document) if preset else None,
        door="template" if row.template else "photo",
        is_checked=preset is not None,
    )


@dataclass
class Drawing:
    """One file being drawn; nothing of it is left but what is kept."""

    run: Run
    row: RenderJob
    order: Request
    state: RenderState = RenderState.PLANNED
    told_at_s: float = field(default_factory=time.monotonic)

    def kept(self) -> dict[str, Any]:
        """Under their keys, and what they are; raises Failed, Superseded, Stopping."""
        made = rendered(self.run, self.run.tools.renderer, self.request(), self.come_along)
        self.run.check()
        file = MadeFile(
            key=self.run.tools.storage.put(made.data, media_type=made.media_type),
            media_type=made.media_type,
            size_bytes=len(made.data),
            width_px=made.width_px,
            height_px=made.height_px,
            duration_ms=None if made.seconds is None else round(made.seconds * 1_000),
            found=found_by(made.found.get("", ())),
        )
        sides = [
            self.side(end, data, found_by(made.found.get(end, ())))
            for end, data in sorted(made.sides.items())
        ]
        return {"file": asdict(file), "sides": sides, "notes": list(made.notes)}

    def side(self, end: str, data: bytes, found: Sequence[Found]) -> dict[str, Any]:
        media_type = MEDIA_TYPES[end.rpartition(".")[2]]
        width_px, height_px = size_of(data) if media_type.startswith("image/") else (None, None)
        key = self.run.tools.storage.put(data, media_type=media_type)
        file = MadeFile(key, media_type, len(data), width_px, height_px, found=found)
        return {"file": asdict(file), "role": role_of(end, self.order).value, "end": end}

    def request(self) -> Request:
        files = self.files(json.loads(self.row.pictures), "picture")
        fonts = self.files(json.loads(self.row.fonts), "font")
        return Request(**{**vars(self.order), "assets": files, "fonts": fonts})

    def files(self, keys: Mapping[str, str], what: str) -> dict[str, bytes]:
        """By their names; raises Failed."""
        found = {}
        for name, key in keys.items():
            try:
                found[name] = self.run.tools.storage.get(key)
            except Missing as error:
                said = f"The file of its {what} {name.partition('=')[0]!r} is gone."
                raise Failed(Failure(f"{what.upper()}_MISSING", said)) from error
        return found

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


def role_of(end: str, order: Request) -> SideRole:
    if order.door == "photo":
        return SideRole.SIZE
    if end.endswith((".srt", ".vtt")):
        return SideRole.SUBTITLES
    starts = {".cover": SideRole.COVER, ".proof": SideRole.PROOF}
    return next((role for start, role in starts.items() if end.startswith(start)), SideRole.PIECE)


def size_of(data: bytes) -> tuple[int, int]:
    """In px; of a picture that we made ourselves."""
    from PIL import Image  # noqa: PLC0415  only where there are such files

    with Image.open(io.BytesIO(data)) as image:
        return image.width, image.height


def tell_failed(work: Work, row_id: Any, failure: Failure) -> None:
    making.fail_render(work, row_id, failure.code, failure.error, is_retryable=failure.is_retryable)


KIND = Kind(act, put_back=making.requeue_render, failed=tell_failed)
