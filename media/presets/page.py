"""docs/presets.md, from page.md and the rows: `python -m media.presets.page > docs/presets.md`."""

import sys
from pathlib import Path

from media import presets
from media.presets.finding import said
from media.presets.preset import KeepClear, Kind, Preset, Span


def page() -> str:
    """All of it, with a newline at the end."""
    text = (Path(__file__).parent / "page.md").read_text("utf-8")
    for kind in Kind:
        text = text.replace(f"{{{kind}}}", _table(kind))
    return text


def _table(kind: Kind) -> str:
    lines = ["| preset | for | canvas | rules | source |", "| --- | --- | --- | --- | --- |"]
    rows = (preset for preset in presets.rows() if preset.kind is kind)
    lines += [f"| {' | '.join(_cells(preset))} |" for preset in rows]
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
