"""The white ground and what stands on it: pure white edge, subject's size, shadow."""

from collections.abc import Iterator

from media.presets.finding import Finding, failed, passed, warned, within
from media.presets.opening import Still
from media.presets.preset import Ban, Preset
from media.presets.seeing.ground import soft_gray_share, subject_on_white, white_edge_share

_NEARLY = 0.995
_IS_GROUND = 0.6
_SHADOW = 0.004


def ground(still: Still, preset: Preset) -> Iterator[Finding]:
    wanted = preset.has_white_ground, preset.subject_fill, preset.subject_px
    if not any(wanted) and Ban.SHADOW not in preset.forbidden:
        return
    white = white_edge_share(still.pixels)
    if preset.has_white_ground:
        yield _white_border(white)
    if preset.subject_fill or preset.subject_px:
        yield from _subject(still, preset, white)
    if Ban.SHADOW in preset.forbidden:
        yield _shadow(still, white)


def _white_border(white: float) -> Finding:
    rule, limit = "white_border", "100% at 255, 255, 255"
    shown = f"{white:.2%}" if white < 1 else "100%"
    if white == 1:
        return passed(rule, shown, limit, "The border is pure white.")
    message = f"{shown} of the border is pure white (255, 255, 255)."
    return (warned if white >= _NEARLY else failed)(rule, shown, limit, message)


def _subject(still: Still, preset: Preset, white: float) -> Iterator[Finding]:
    """On white by its pixels; before another plain ground as `media.photos.subject` sees it."""
    box = subject_on_white(still.pixels) if white >= _IS_GROUND else None
    width, height = still.width_px, still.height_px
    if box is None and white < _IS_GROUND and still.subject.subject:
        left, top, right, bottom = still.subject.subject
        box = (
            round(left * width),
            round(top * height),
            round(right * width),
            round(bottom * height),
        )
    for rule, span in (("subject_fill", preset.subject_fill), ("subject_size", preset.subject_px)):
        if span and box is None:
            yield warned(rule, "not seen", "", "It cannot be told where the subject ends.")
    if box is None:
        return
    wide, high = box[2] - box[0], box[3] - box[1]
    if preset.subject_fill:
        share = max(wide / width, high / height)
        span = preset.subject_fill
        limit = f"at least {span.least or 0:.0%}"
        message = f"The subject fills {share:.1%} of the picture's longer way."
        make = passed if span.allows(share) else failed
        yield make("subject_fill", f"{share:.1%}", limit, message)
    if preset.subject_px:
        smaller = min(wide, high)
        yield within(
            "subject_size", "The subject's shorter side", smaller, preset.subject_px, " px"
        )


def _shadow(still: Still, white: float) -> Finding:
    rule, limit = "shadow", "none"
    if white < _IS_GROUND:
        return warned(rule, "not seen", limit, "Shadows are seen on a white ground only.")
    share = soft_gray_share(still.pixels)
    measured = f"{share:.1%} soft grey"
    if share <= _SHADOW:
        return passed(rule, measured, limit, "No shadow is seen.")
    return warned(rule, measured, limit, f"{share:.1%} of it looks like a shadow on the ground.")
