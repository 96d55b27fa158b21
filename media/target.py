"""What a render is for: the scale and the size in px that a preset asks of a template."""

from dataclasses import dataclass

from media.document.template import Template
from media.errors import TooLarge, UnsuitedPreset
from media.presets import named
from media.presets.preset import Preset

SMALLEST_SCALE, LARGEST_SCALE = 0.05, 4.0
NEARLY = 0.006
"""Two ratios are one when they differ by less than this part; what is over is cut away."""


@dataclass(frozen=True, slots=True)
class Target:
    """`size` is width and height in px; None where the template decides."""

    scale: float
    size: tuple[int, int] | None = None
    preset: Preset | None = None

    @property
    def format(self) -> str:
        """The preset's first, or PNG."""
        return self.preset.formats[0].lower() if self.preset and self.preset.formats else "png"

    @property
    def slice_px(self) -> int | None:
        """How high a piece of a long page may be: all of it where nothing is said."""
        return self.preset.slice_px if self.preset else None

    @property
    def bytes(self) -> tuple[float | None, float | None]:
        """At least and at most."""
        window = self.preset.bytes if self.preset else None
        return (window.least, window.most) if window else (None, None)


def _is_taken(template: Template, row: Preset) -> bool:
    """Another of the shapes that the preset takes: it keeps the template's own size."""
    own = template.width_px / template.height_px
    return any(abs(own / ratio.value - 1) <= NEARLY for ratio in row.ratios)


def target_of(template: Template, preset: str | Preset | None, scale: float) -> Target:
    """Raises UnknownPreset, and UnsuitedPreset where the template has another shape.

    A preset is named, or a row. A page that grows has the preset's width and any height.
    """
    if not SMALLEST_SCALE <= scale <= LARGEST_SCALE:
        raise TooLarge(f"A scale is from {SMALLEST_SCALE} to {LARGEST_SCALE}")
    if preset is None:
        return Target(scale)
    row = named(preset) if isinstance(preset, str) else preset
    width, height = row.canvas_px
    across, down = width / template.width_px, height / template.height_px
    if template.hug is not None:
        return Target(across * scale, None, row)
    if abs(across / down - 1) > NEARLY and _is_taken(template, row):
        return Target(scale, None, row)
    if abs(across / down - 1) > NEARLY:
        raise UnsuitedPreset(
            f"{row.name} is {width} x {height} px; it is {template.width_px} x"
            f" {template.height_px} px, and has no layout for that shape",
            template=template.name,
        )
    size = (round(width * scale), round(height * scale))
    return Target(max(across, down) * scale, size, row)
