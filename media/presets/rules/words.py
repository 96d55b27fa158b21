"""Letters where there may be none: anywhere at all, or where the place covers the picture."""

from collections.abc import Iterator, Sequence

from media.presets.finding import Finding, failed, passed, warned
from media.presets.opening import Film, Still
from media.presets.preset import Ban, KeepClear, Preset
from media.presets.seeing.letters import SURE, Line, share_within

_FEWEST, _ALONE = 4, 0.992  # letters in one line and its sureness, to be sure by it alone
_IN_ZONE = 0.3
_FRAMES = 2  # to be sure in a film


def words(file: Still | Film, preset: Preset) -> Iterator[Finding]:
    if Ban.TEXT not in preset.forbidden and not preset.keep_clear:
        return
    seen = [file.lines] if isinstance(file, Still) else [shot.lines for shot in file.shots]
    enough = 1 if isinstance(file, Still) else min(_FRAMES, len(seen))
    if Ban.TEXT in preset.forbidden:
        yield _forbidden(seen, enough)
    if preset.keep_clear:
        yield _zones(seen, enough, preset.keep_clear)


def is_sure(lines: Sequence[Line]) -> bool:
    """One line of four letters beyond doubt, or two that surely are lines."""
    sure = [line for line in lines if line.sureness >= SURE]
    return len(sure) > 1 or any(
        line.letters >= _FEWEST and line.sureness >= _ALONE for line in sure
    )


def _forbidden(seen: Sequence[Sequence[Line]], enough: int) -> Finding:
    rule, limit = "text", "none"
    most = max(seen, key=len)
    if not most:
        return passed(rule, "none seen", limit, "No line of letters is seen.")
    measured = f"{len(most)} line{'s' * (len(most) > 1)} {_place(most[0])}"
    if sum(is_sure(lines) for lines in seen) >= enough:
        return failed(rule, measured, limit, f"There are letters: {measured}.")
    return warned(rule, measured, limit, f"There may be letters: {measured}.")


def _place(line: Line) -> str:
    left, top, right, bottom = line.box
    return f"at {(left + right) / 2:.0%} across, {(top + bottom) / 2:.0%} down"


def _zones(seen: Sequence[Sequence[Line]], enough: int, clear: KeepClear) -> Finding:
    rule = "safe_zone"
    zones = {
        "top": (0.0, 0.0, 1.0, clear.top),
        "right": (1 - clear.right, 0.0, 1.0, 1.0),
        "bottom": (0.0, 1 - clear.bottom, 1.0, 1.0),
        "left": (0.0, 0.0, clear.left, 1.0),
    }
    shares = {"top": clear.top, "right": clear.right, "bottom": clear.bottom, "left": clear.left}
    limit = "clear " + ", ".join(f"{side} {share:.0%}" for side, share in shares.items() if share)
    hit = [
        [
            (line, side)
            for line in lines
            for side, zone in zones.items()
            if shares[side] and share_within(line.box, zone) > _IN_ZONE
        ]
        for lines in seen
    ]
    sides = sorted({side for found in hit for _, side in found})
    if not sides:
        return passed(rule, "clear", limit, "No letters are seen where the place covers it.")
    measured = f"letters at {', '.join(sides)}"
    if sum(is_sure([line for line, _ in found]) for found in hit) >= enough:
        return failed(rule, measured, limit, f"It would be covered there: {measured}.")
    return warned(rule, measured, limit, f"It may be covered there: {measured}.")
