"""Which door a template goes through, by its kind. Runs in the child; imports what draws."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from media.child.request import Request
from media.document.library import document_named, is_film, read
from media.render import render
from media.rendered import Rendered
from media.target import target_of

Tell = Callable[[str, float], None]


def still(request: Request, tell: Tell) -> Rendered:
    return render(
        request.template,
        request.values,
        request.assets,
        format=request.format,
        scale=request.scale,
        preset=request.preset,
        fonts=request.fonts,
        on_progress=tell,
    )


def film(request: Request, tell: Tell) -> Rendered:
    """Its cover and its captions beside it."""
    from media.film.render import render_film  # noqa: PLC0415  MoviePy takes its time to load

    template = request.template
    document = document_named(template) if isinstance(template, str) else template
    target = target_of(read(document), request.preset, request.scale)
    with TemporaryDirectory() as folder:
        into = Path(folder) / "film"
        made = render_film(
            template,
            request.values,
            request.assets,
            into,
            format=request.format or "mp4",
            scale=target.scale,
            cache=Path(request.cache) if request.cache else None,
            fonts=request.fonts,
            on_progress=tell,
        )
        data = into.read_bytes()
    beside = {".cover.jpg": made.cover, ".srt": made.srt.encode(), ".vtt": made.vtt.encode()}
    sides = {end: file for end, file in beside.items() if file}
    return Rendered(
        data, made.media_type, made.width_px, made.height_px, seconds=made.seconds, sides=sides
    )


def produce(request: Request, tell: Tell) -> Rendered:
    """The finished file; raises MediaError."""
    door = film if is_film(request.template) else still
    return door(request, tell)
