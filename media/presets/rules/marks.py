"""Logos and watermarks in the corners: never more than a warning, known by their place only."""

from collections.abc import Iterator

from media.presets.finding import Finding, passed, warned
from media.presets.opening import Film, Still
from media.presets.preset import Ban, Preset
from media.presets.seeing.marks import on_ground, over_film


def marks(file: Still | Film, preset: Preset) -> Iterator[Finding]:
    if not {Ban.LOGO, Ban.WATERMARK} & set(preset.forbidden):
        return
    rule, limit = "corner_marks", "none"
    if isinstance(file, Still):
        corners = on_ground(file.pixels)
    else:
        corners = over_film([shot.pixels for shot in file.shots])
    if corners is None:
        message = "Logos and watermarks cannot be told from this ground, or from a film so still."
        yield warned(rule, "not seen", limit, message)
    elif corners:
        where = ", ".join(corners)
        yield warned(rule, where, limit, f"There may be a logo or watermark at {where}.")
    else:
        yield passed(rule, "none seen", limit, "No mark is seen in the corners.")
