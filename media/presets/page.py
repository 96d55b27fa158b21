"""docs/presets.md, made from the rows: `python -m media.presets.page > docs/presets.md`."""

import sys

from media import presets
from media.presets.finding import said
from media.presets.preset import KeepClear, Kind, Preset, Span

_TOP = """# Presets and compliance

A preset is a size that a platform asks for and the rules that it keeps there: one row of
`media/presets/presets.json`, with a version, its source and the day it was read. This page is made
from the rows by `python -m media.presets.page`; a test keeps it fresh.

    tradepost compliance FILE --preset NAME [--json]

NAME is the newest version; NAME@1 is that one. It ends with 0 when no rule is broken (warnings
included), 1 when one is, 2 when the file cannot be read or there is no such preset. `--json` prints
`file`, `preset`, `version`, `verdict` and `findings`, each with `rule`, `measured`, `limit`,
`verdict` and `message`. In Python: `media.presets.compliance.check(path_or_bytes, preset)`.

A limit marked † is from memory: no source was read for it. It is held to all the same, and the
finding says so. Rows of "Any store" are house practice, no platform's rule.
"""

_END = """
## What the rules see, and what they do not

| rule | how it is measured | fails | only warns |
| --- | --- | --- | --- |
| width, height, longest_side | px as shown, EXIF's and a film's turns made | outside | not advised |
| ratio | to the px that rounding takes, or 0.5% | others | |
| slices | px | | more than one slice |
| format | the file's first bytes, never its name | others | |
| file_size | bytes | outside | not advised |
| color_space | a profile by where it takes 125 colours | CMYK, Lab, over 4 of 255 off sRGB | unreadable |
| alpha | decoded pixels | any that shows through | |
| animation | a second frame | any | |
| white_border | the outer 1% of the shorter side, exactly 255, 255, 255 | below 99.5% | below 100% |
| subject_fill | the longer of the subject's width and height, as shares of the picture's | below | not seen |
| subject_size | px of the shorter side of the subject's box | below | not seen |
| shadow | light grey that fades into the white ground; a white product may count | | over 0.4% |
| border | straight lines along the sides, in their outer 12% | all four | three, or two opposite |
| text | see below | surely | perhaps |
| safe_zone | lines of letters, 30% in a zone; in a film in 2 of 10 frames | surely | perhaps |
| corner_marks | something small alone in a corner of a plain ground; in a film, edges that stand still | | any, or not seen |
| code | QR, Data Matrix, EAN and others, read by zxing | any that reads | |
| black_bars | black in all of 10 frames on opposite sides, where the picture starts at once | sharp | soft, or all dark |
| duration, fps, codec | what ffmpeg says of the file; VFR by its mean | outside | not advised |
| loudness | EBU R128, integrated | outside | not advised, silent |
| captions | sound like speech, and no caption track, no .srt, .vtt or .ass beside it, no letters below | | missing |

**Subject.** On a white border it is everything that is not white, specks left out. On another plain
ground it is what stands away from a surface through the border's colours, to about 2%. Amazon's 85%
is taken of the longer way, as sellers do.

**Text.** No letter is read and no model is asked. Blobs of one flat colour with sharp edges that
stand in a straight row, alike in stroke and colour, are weighed; the weights were fitted to 400
lines of Latin and Chinese words set over the photos of Vendure's demo store. Sure is one line of
four letters beyond doubt, or two lines. It sees set type of 8 px and more at 1200 px, level or upright, on
plain and on busy ground. It does not see a single letter, handwriting, slanted or curved words, type
without contrast, nor who wrote it: a label printed on the product counts. It may take rows of
alike things (stitches, weave, keys) for a line. Of the 54 photos of that store, none fails and five
warn: two of them show lettering. Of the 62 pictures of the sample store one warns wrongly, and the
one that fails has a printed label.

**Speech.** Loudness that swells at the pace of syllables, pauses, and a pitch that glides. It was
tried on made sounds only, not on recordings: take it as a hint. It never fails a film.

**Not checked at all:** people and hands, props, whether a render is a photo, claims in words, and a
brand that may show at the end only.
"""


def page() -> str:
    """All of it, with a newline at the end."""
    parts = [_TOP]
    for kind in Kind:
        parts += [f"\n## {kind.value.capitalize()}s\n", _table(kind)]
    return "\n".join(parts) + _END


def _table(kind: Kind) -> str:
    lines = ["| preset | for | canvas | rules | source |", "| --- | --- | --- | --- | --- |"]
    for preset in presets.rows():
        if preset.kind is kind:
            lines.append(f"| {' | '.join(_cells(preset))} |")
    return "\n".join(lines) + "\n"


def _cells(preset: Preset) -> list[str]:
    width, height = preset.canvas_px
    rules = "; ".join(_rules(preset))
    note = f"; {preset.note}" if preset.note else ""
    return [
        f"`{preset.name}` v{preset.version}",
        f"{preset.platform}: {preset.title.en} · {preset.title.zh}",
        f"{width} x {height}{'†' if 'canvas_px' in preset.from_memory else ''}",
        rules + note,
        f"{preset.source}; read {preset.read_on}, valid from {preset.valid_from}",
    ]


def _rules(preset: Preset) -> list[str]:
    told = {
        "width_px": _span("width", preset.width_px, " px"),
        "height_px": _span("height", preset.height_px, " px"),
        "longest_px": _span("longest side", preset.longest_px, " px"),
        "ratios": " or ".join(str(ratio) for ratio in preset.ratios),
        "slice_px": f"in slices of {preset.slice_px} px" if preset.slice_px else "",
        "formats": ", ".join(preset.formats),
        "bytes": _span("file", preset.bytes, " bytes"),
        "color_space": "sRGB" if preset.color_space else "",
        "has_white_ground": "pure white border" if preset.has_white_ground else "",
        "subject_fill": _span("subject fills", _percent(preset.subject_fill), "%"),
        "subject_px": _span("subject", preset.subject_px, " px"),
        "seconds": _span("lasts", preset.seconds, " s"),
        "fps": _span("", preset.fps, " frames/s"),
        "codecs": ", ".join(preset.codecs),
        "loudness_lufs": _span("loudness", preset.loudness_lufs, " LUFS"),
        "keep_clear": _clear(preset.keep_clear),
        "needs_captions": "captions where there is speech" if preset.needs_captions else "",
        "forbidden": _bans(preset),
    }
    return [f"{text}{'†' * (name in preset.from_memory)}" for name, text in told.items() if text]


def _bans(preset: Preset) -> str:
    words = (ban.value.lower().replace("_", " ") for ban in preset.forbidden)
    return f"no {', '.join(words)}" if preset.forbidden else ""


def _span(what: str, span: Span | None, unit: str) -> str:
    if span is None:
        return ""
    allowed = said(span.least, span.most, unit)
    advised = said(span.advised_least, span.advised_most, unit)
    both = [allowed, f"advised {advised}" if advised else ""]
    return f"{what} {', '.join(part for part in both if part)}".strip()


def _percent(span: Span | None) -> Span | None:
    return Span(least=round(span.least * 100)) if span and span.least else None


def _clear(clear: KeepClear | None) -> str:
    if clear is None:
        return ""
    sides = {"top": clear.top, "right": clear.right, "bottom": clear.bottom, "left": clear.left}
    return "keep clear " + ", ".join(
        f"{side} {share:.1%}" for side, share in sides.items() if share
    )


if __name__ == "__main__":
    sys.stdout.write(page())
