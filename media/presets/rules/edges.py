"""What may not lie along the edges: a frame, black bars."""

from collections.abc import Iterator

from media.presets.finding import Finding, failed, passed, warned
from media.presets.opening import Film, Still
from media.presets.preset import Ban, Preset
from media.presets.seeing.edges import bars, framed_sides

_SIDES = ("top", "right", "bottom", "left")
_BAR = 0.01  # of the side
_AT_ONCE = 0.5
_FADES = 0.12


def edges(file: Still | Film, preset: Preset) -> Iterator[Finding]:
    if Ban.BORDER in preset.forbidden and isinstance(file, Still):
        yield _frame(file)
    if Ban.BLACK_BARS in preset.forbidden:
        yield _bars(file)


def _frame(still: Still) -> Finding:
    rule, limit = "border", "none"
    sides = framed_sides(still.pixels)
    named = [side for side, is_there in zip(_SIDES, sides, strict=True) if is_there]
    measured = f"lines along {', '.join(named)}" if named else "no lines"
    if len(named) == 4:
        return failed(rule, measured, limit, "A frame runs round the picture.")
    if len(named) == 3 or named in (["top", "bottom"], ["right", "left"]):
        return warned(rule, measured, limit, f"It may be framed: {measured}.")
    return passed(rule, measured, limit, "No frame is seen.")


def _bars(file: Still | Film) -> Finding:
    rule, limit = "black_bars", "none"
    frames = [file.pixels] if isinstance(file, Still) else [shot.pixels for shot in file.shots]
    found = bars(frames)
    if found is None:
        return warned(rule, "too dark", limit, "All of it is dark: bars would not be seen.")
    shares, at_once = found
    named = [
        f"{side} {share:.1%}" for side, share in zip(_SIDES, shares, strict=True) if share > _BAR
    ]
    measured = f"black at {', '.join(named)}" if named else "none"
    top, right, bottom, left = (share > _BAR for share in shares)
    if not ((top and bottom) or (left and right)) or at_once < _FADES:
        return passed(rule, measured, limit, "No black bars are seen.")
    if at_once < _AT_ONCE:
        return warned(rule, measured, limit, f"They may be bars, or a dark scene: {measured}.")
    return failed(rule, measured, limit, f"Black bars: {measured}.")
