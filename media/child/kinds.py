"""Which door a template goes through, by its kind. Runs in the child; imports what draws."""

import json
import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from media.child import trials, wire
from media.child.request import Request
from media.document.library import is_film, is_packaging, read
from media.document.shelf import stored
from media.encoding import END, MEDIA_TYPES
from media.errors import UnknownFormat, UnsuitedPreset
from media.presets import named, reading
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
    document = stored(template) if isinstance(template, str) else template
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


def packaging(request: Request, tell: Tell) -> Rendered:
    """The print PDF; beside it the proof, whose size in px is said. What was found is noted."""
    from media.packaging.render import render_packaging  # noqa: PLC0415  only what is asked for

    if request.format not in {None, "pdf"}:
        raise UnknownFormat(f"A packaging is printed as pdf, not as {request.format}")
    if request.preset is not None:
        raise UnsuitedPreset("A packaging is as large as its dieline, and has no preset")
    made = render_packaging(
        request.template, request.values, request.assets, tell, fonts=request.fonts
    )
    width, height = struct.unpack(">II", made.proof_png[16:24])  # where every PNG says it
    return Rendered(
        made.pdf,
        "application/pdf",
        width,
        height,
        sides={".proof.png": made.proof_png},
        notes=[one.said for one in made.findings],
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
    door = still
    if is_film(request.template):
        door = film
    elif is_packaging(request.template):
        door = packaging
    return door(request, tell)


def small(request: Request, tell: Tell) -> Rendered:
    from media.preview import preview  # noqa: PLC0415  only where somebody looks

    return preview(
        request.template,
        request.values,
        request.assets,
        preset=preset_of(request),
        at_s=request.at_s,
        fonts=request.fonts,
        on_progress=tell,
    )


def tried(request: Request, _tell: Tell) -> Rendered:
    from media.trial import refusals  # noqa: PLC0415  only where layouts are tried

    assert not isinstance(request.preset, Mapping), "a layout is chosen by a preset's name"
    found = refusals(request.template, request.values[trials.TRIED], request.preset, request.fonts)
    said = json.dumps([None if one is None else wire.as_json(one) for one in found])
    return Rendered(said.encode(), "application/json", 0, 0)


DOORS: Mapping[str, Callable[[Request, Tell], Rendered]] = {
    "template": drawn,
    "photo": photo,
    "preview": small,
    trials.DOOR: tried,
}


def produce(request: Request, tell: Tell) -> Rendered:
    """The finished file; raises MediaError."""
    made = DOORS[request.door](request, tell)
    preset = preset_of(request) if request.is_checked else None
    if preset is None:
        return made
    from media.child.holding import held  # noqa: PLC0415  loads OpenCV, for whom it is of use

    return held(made, named(preset) if isinstance(preset, str) else preset)
