"""The sample store's pictures are drawn in a child process, and shown as each product is done."""

from collections.abc import Iterable
from dataclasses import asdict

from api.brand_marks import measured
from api.jobs.drawing import limits_of, rendered
from api.jobs.kind import Kind
from api.jobs.run import Run
from api.sample_store import brand, pictures
from api.sample_store.pictures import Shot
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
            kept = _kept(run, renderer, shots)
            with run.work() as work:
                pictures.show(work, product_id, kept)
                run.progress(work, number / len(todo))
        _mark(run, renderer)
    with run.work() as work:
        run.finish(work)


def _kept(run: Run, renderer: Renderer, shots: Iterable[Shot]) -> list[tuple[Shot, str, int]]:
    """Each with the key of its file and its size."""
    kept = []
    for shot in shots:
        request = Request(template=shot.handle, values=asdict(shot))
        data = rendered(run, renderer, request).data
        key = run.tools.storage.put(data, media_type=pictures.MEDIA_TYPE)
        kept.append((shot, key, len(data)))
    return kept


def _mark(run: Run, renderer: Renderer) -> None:
    """The brand kit's own marks, where it still lacks them."""
    with run.work() as work:
        kit_id = brand.unmarked(work)
    if kit_id is None:
        return
    kept = _kept(run, renderer, brand.MARKS)
    marks = [measured(run.tools.storage, key, "logo_id") for _, key, _ in kept]
    with run.work() as work:
        brand.show_marks(work, kit_id, kept, marks)


KIND = Kind(act)
