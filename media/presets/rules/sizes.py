"""Width, height, their ratio, and slices: arithmetic, for stills and films alike."""

from collections.abc import Iterator

from media.presets.finding import Finding, failed, passed, warned, within
from media.presets.preset import Preset
from media.presets.reading import fits


def sizes(width_px: int, height_px: int, preset: Preset) -> Iterator[Finding]:
    if preset.width_px:
        yield within("width", "The width", width_px, preset.width_px, " px")
    if preset.height_px:
        yield within("height", "The height", height_px, preset.height_px, " px")
    if preset.longest_px:
        longest = max(width_px, height_px)
        yield within("longest_side", "The longest side", longest, preset.longest_px, " px")
    if preset.ratios:
        yield _ratio(width_px, height_px, preset)
    if preset.slice_px:
        yield _slices(height_px, preset.slice_px)


def _ratio(width_px: int, height_px: int, preset: Preset) -> Finding:
    limit = " or ".join(str(ratio) for ratio in preset.ratios)
    measured = f"{width_px / height_px:.3f}:1"
    if any(fits(ratio, width_px, height_px) for ratio in preset.ratios):
        return passed("ratio", measured, limit, f"{width_px} x {height_px} px is {limit}.")
    return failed("ratio", measured, limit, f"{width_px} x {height_px} px is not {limit}.")


def _slices(height_px: int, slice_px: int) -> Finding:
    measured, limit = f"{height_px:,} px", f"at most {slice_px:,} px a slice"
    if height_px <= slice_px:
        return passed("slices", measured, limit, "It goes up as one slice.")
    count = -(-height_px // slice_px)
    return warned("slices", measured, limit, f"It must be cut into {count} slices.")
