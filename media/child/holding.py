"""What was just made, held to the preset that it was made for: decoded only where a rule asks."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from media.errors import MediaError
from media.photos import intake
from media.presets.compliance import check, held_to
from media.presets.finding import Finding
from media.presets.opening import still
from media.presets.preset import Kind, Preset
from media.rendered import Rendered

_SUBTITLES = ".srt"


def held(made: Rendered, preset: Preset) -> Rendered:
    """With what was found of it, and of its pieces; a note instead where it cannot be looked at."""
    try:
        found = dict(_found(made, preset))
    except MediaError as error:
        return _noted(made, preset, str(error))
    except MemoryError:
        return _noted(made, preset, "it takes more memory to look at than it may")
    return replace(made, found=found)


def _noted(made: Rendered, preset: Preset, why: str) -> Rendered:
    note = f"It could not be held to {preset.name}: {why}."
    return replace(made, notes=[*made.notes, note])


def _found(made: Rendered, preset: Preset) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """By the end of its name, as `Rendered.sides` has it; the file itself has none."""
    if made.media_type not in intake.KINDS:
        yield "", _of_film(made, preset)
        return
    size = (made.width_px, made.height_px)
    yield "", held_to(still(made.data, "the file", made.media_type, size), preset)
    if preset.kind is Kind.IMAGE:
        for end, piece in made.sides.items():
            yield end, held_to(still(piece, f"the piece {end}", made.media_type), preset)


def _of_film(made: Rendered, preset: Preset) -> tuple[Finding, ...]:
    """Its subtitles go up with it, so they lie beside it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "film"
        path.write_bytes(made.data)
        if _SUBTITLES in made.sides:
            path.with_suffix(_SUBTITLES).write_bytes(made.sides[_SUBTITLES])
        return check(path, preset)
