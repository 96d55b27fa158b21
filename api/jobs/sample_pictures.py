"""The sample store's pictures are drawn in a child process, and shown as each product is done."""

from api.jobs.child import Child, Limits
from api.jobs.inside import ORDER
from api.jobs.kind import Failed, Kind
from api.jobs.render import failed, folder_of
from api.jobs.run import Run
from api.sample_store import pictures

PROGRAM = "api.jobs.sample_drawing"
LIMITS = Limits(within_s=1_800, memory_mb=1_536)


def act(run: Run) -> None:
    """What has its pictures is left alone, so that it may begin again at any time."""
    with run.work() as work:
        todo = list(pictures.missing(work).items())
    with folder_of(run) as folder:
        (folder / ORDER).write_text(pictures.order_of([shots for _, shots in todo]), "utf-8")
        child = Child(folder, LIMITS, PROGRAM)
        try:
            with run.interrupted_by(child.kill):
                for line in child.lines():
                    number = int(line["done"])
                    product_id, shots = todo[number]
                    kept = []
                    for place, shot in enumerate(shots):
                        file = pictures.file_of(folder, number, place)
                        key = run.tools.storage.put(file, media_type=pictures.MEDIA_TYPE)
                        kept.append((shot, key, file.stat().st_size))
                        file.unlink()
                    with run.work() as work:
                        pictures.show(work, product_id, kept)
                        run.progress(work, (number + 1) / len(todo))
        finally:
            ended = child.end()
    run.check()
    if failure := failed(ended):
        raise Failed(failure)
    with run.work() as work:
        run.finish(work)


KIND = Kind(act)
