"""Which door a template goes through, by its kind. Runs in the child; imports what draws."""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from media.child.request import Request
from media.document.library import document_named, is_film, read
from media.encoding import END, MEDIA_TYPES
from media.presets import reading
from media.presets.preset import Preset
from media.render import render
from media.rendered import Rendered
from media.target import target_of

Tell = Callable[[str, float], None]


def preset_of(request: Request) -> str | Preset | None:
    if isinstance(request.preset, Mapping):
        return reading.read([request.preset])[0]
    return request.preset


def still(request: Request, tell: Tell) -> Rendered:
    return render(
        request.template,
        request.values,
        request.assets,
        format=request.format,
        scale=request.scale,
        preset=preset_of(request),
        fonts=request.fonts,
        on_progress=tell,
    )


def film(request: Request, tell: Tell) -> Rendered:
    """Its cover and its captions beside it."""
    from media.film.render import render_film  # noqa: PLC0415  MoviePy takes its time to load

    template = request.template
    document = document_named(template) if isinstance(template, str) else template
    target = target_of(read(document), preset_of(request), request.scale)
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


def photo(request: Request, tell: Tell) -> Rendered:
    """A seller's photo as a shop shows it; sizes and formats beside the first go with it."""
    from media.product_image.pipeline import Background, pipeline  # noqa: PLC0415  loads OpenCV

    tell("planning", 0.0)
    asked = request.values
    [(name, data)] = request.assets.items()
    made = pipeline(
        data,
        sizes=asked["sizes"],
        formats=asked["formats"],
        background=Background(asked["background"]),
        ratio=asked.get("ratio"),
        focus=asked.get("focus"),
        name=name,
    )
    first, *rest = made.rungs
    sides = {f".{rung.width_px}x{rung.height_px}{END[rung.format]}": rung.data for rung in rest}
    tell("done", 1.0)
    return Rendered(
        first.data,
        MEDIA_TYPES[first.format],
        first.width_px,
        first.height_px,
        sides=sides,
        notes=list(made.notes),
    )


def drawn(request: Request, tell: Tell) -> Rendered:
    return (film if is_film(request.template) else still)(request, tell)


DOORS: Mapping[str, Callable[[Request, Tell], Rendered]] = {"template": drawn, "photo": photo}


def produce(request: Request, tell: Tell) -> Rendered:
    """The finished file; raises MediaError."""
    return DOORS[request.door](request, tell)
