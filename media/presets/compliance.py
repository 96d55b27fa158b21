"""Whether a file keeps to a preset: every rule that applies, what was measured, the verdict.

Reads the file and decodes it here, in this process; films by ffmpeg in one of its own.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from media.errors import BadFile
from media.presets.finding import Finding, Verdict, failed, passed, worst
from media.presets.opening import Film, Still, opened
from media.presets.preset import Kind, Preset
from media.presets.rules.codes import codes
from media.presets.rules.edges import edges
from media.presets.rules.files import files, pictures
from media.presets.rules.ground import ground
from media.presets.rules.marks import marks
from media.presets.rules.motion import motion
from media.presets.rules.sizes import sizes
from media.presets.rules.sound import sound
from media.presets.rules.words import words

FIELD_OF = {
    "width": "width_px", "height": "height_px", "longest_side": "longest_px", "ratio": "ratios",
    "slices": "slice_px", "format": "formats", "file_size": "bytes", "color_space": "color_space",
    "alpha": "forbidden", "animation": "forbidden", "white_border": "has_white_ground",
    "subject_fill": "subject_fill", "subject_size": "subject_px", "shadow": "forbidden",
    "border": "forbidden", "black_bars": "forbidden", "text": "forbidden",
    "safe_zone": "keep_clear", "corner_marks": "forbidden", "code": "forbidden",
    "duration": "seconds", "fps": "fps", "codec": "codecs", "loudness": "loudness_lufs",
    "captions": "needs_captions",
}  # fmt: skip
"""Which field of a preset asks for a rule."""

__all__ = ["Finding", "Verdict", "check", "held_to", "worst"]


def check(data_or_path: bytes | Path, preset: Preset) -> tuple[Finding, ...]:
    """One finding for each rule of the preset that applies to such a file.

    Raises BadFile, BadPicture and TooLarge for what cannot be read at all. A file of the other kind
    has the one finding that says so.
    """
    if isinstance(data_or_path, Path):
        return _checked(data_or_path, preset)
    with tempfile.TemporaryDirectory(prefix="tradepost-check-") as folder:
        kept = Path(folder) / "file"
        kept.write_bytes(data_or_path)
        return _checked(kept, preset)


def _checked(path: Path, preset: Preset) -> tuple[Finding, ...]:
    if not path.is_file():
        raise BadFile(path.name, "is no file")
    return held_to(opened(path), preset)


def held_to(file: Still | Film, preset: Preset) -> tuple[Finding, ...]:
    """`check` of a file that is open already."""
    kind = Kind.IMAGE if isinstance(file, Still) else Kind.VIDEO
    if kind is not preset.kind:
        message = f"It is of kind {kind}; {preset.name} is for {preset.kind}."
        return (failed("kind", kind.value, preset.kind.value, message),)
    fits = passed("kind", kind.value, preset.kind.value, f"It is of kind {kind}.")
    return (fits, *(_sourced(finding, preset) for finding in _findings(file, preset)))


def _sourced(finding: Finding, preset: Preset) -> Finding:
    """Says so where a file breaks a limit that nobody read in a source."""
    if finding.verdict is Verdict.PASS or FIELD_OF[finding.rule] not in preset.from_memory:
        return finding
    return replace(finding, message=f"{finding.message} This limit is from memory.")


def _findings(file: Still | Film, preset: Preset) -> Iterator[Finding]:
    yield from sizes(file.width_px, file.height_px, preset)
    yield from files(file, preset)
    if isinstance(file, Still):
        yield from pictures(file, preset)
        yield from ground(file, preset)
    else:
        yield from motion(file, preset)
    yield from edges(file, preset)
    yield from words(file, preset)
    yield from marks(file, preset)
    yield from codes(file, preset)
    if isinstance(file, Film):
        yield from sound(file, preset)
