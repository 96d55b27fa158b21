"""The sample store's pictures are drawn in a child process, and shown as each product is done."""

from dataclasses import asdict

from api.jobs.drawing import limits_of, rendered
from api.jobs.kind import Kind
from api.jobs.run import Run
from api.sample_store import pictures
from media.child import Renderer, Request

PROGRAM = "api.jobs.sample_drawing"
MEMORY_MB = 1_536


def act(run: Run) -> None:
    """What has its pictures is left alone, so that it may begin again at any time."""
    with run.work() as work:
        todo = list(pictures.missing(work).items())
    limits = limits_of(run.tools.settings, memory_mb=MEMORY_MB)
    with Renderer(1, limits, program=PROGRAM) as renderer:
        for number, (product_id, shots) in enumerate(todo, 1):
            kept = []
            for shot in shots:
                request = Request(template=shot.handle, values=asdict(shot))
                data = rendered(run, renderer, request).data
                key = run.tools.storage.put(data, media_type=pictures.MEDIA_TYPE)
                kept.append((shot, key, len(data)))
            with run.work() as work:
                pictures.show(work, product_id, kept)
                run.progress(work, number / len(todo))
    with run.work() as work:
        run.finish(work)


KIND = Kind(act)
