"""Rows of JSON to presets: strict, and whatever is wrong names its row and field.

Raises `media.errors.BadPreset`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from media.errors import BadPreset
from media.presets.preset import Ban, KeepClear, Kind, Preset, Ratio, Span, Title

_CODE = re.compile(r"[A-Z][A-Z0-9_]{0,39}")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_EDGE = re.compile(r"\d+(\.\d+)?(px|%)")
_SPAN = {
    "min": "least",
    "max": "most",
    "advised_min": "advised_least",
    "advised_max": "advised_most",
}
IMAGE_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF")
VIDEO_FORMATS = ("MP4", "MOV", "WEBM", "MKV", "FLV")
_CODECS = ("h264", "hevc", "vp9", "av1")
_FACTS = {
    "name", "version", "title", "platform", "main_of", "kind", "source", "read_on", "valid_from",
    "note",
}  # fmt: skip
_VIDEO_ONLY = {"seconds", "fps", "codecs", "loudness_lufs", "needs_captions"}
_SIDES = ("top", "right", "bottom", "left")
Chosen = TypeVar("Chosen", bound=StrEnum)


class Wrong(Exception):
    """A value that its field cannot take; the message goes on after the field's name."""


def read(rows: Any) -> tuple[Preset, ...]:
    """All rows in their order; a name and version stands once."""
    if not isinstance(rows, list):
        raise BadPreset("presets", "rows", "must be a list")
    presets: list[Preset] = []
    for place, row in enumerate(rows):
        preset = _preset(row, f"presets[{place}]")
        if any((it.name, it.version) == (preset.name, preset.version) for it in presets):
            raise BadPreset(_called(row, ""), "version", "stands twice")
        presets.append(preset)
    return tuple(presets)


def _called(row: Mapping[str, Any], place: str) -> str:
    name, version = row.get("name"), row.get("version")
    return f"{name} v{version}" if isinstance(name, str) and isinstance(version, int) else place


def _preset(row: Any, place: str) -> Preset:
    if not isinstance(row, Mapping):
        raise BadPreset(place, "row", "must be an object")
    where = _called(row, place)
    values = _values(row, where)
    preset = Preset(**values)
    _agrees(preset, row, where)
    return preset


def _values(row: Mapping[str, Any], where: str) -> dict[str, Any]:
    """By field, each read by itself."""
    known = {field.name: field.default is MISSING for field in fields(Preset)}
    for name in row:
        if name not in known:
            raise BadPreset(where, str(name), "is no field of a preset")
    values: dict[str, Any] = {}
    for name, is_needed in known.items():
        if is_needed and name not in row:
            raise BadPreset(where, name, "is missing")
        if name not in row:
            continue
        try:
            values[name] = _READERS[name](row[name])
            if name == "keep_clear":  # its px are those of the canvas, which was read before
                values[name] = _clear(values[name], values["canvas_px"])
        except Wrong as error:
            raise BadPreset(where, name, str(error)) from None
    if values.get("from_memory") == ("*",):
        values["from_memory"] = tuple(name for name in row if name not in _FACTS | {"from_memory"})
    return values


def _agrees(preset: Preset, row: Mapping[str, Any], where: str) -> None:
    """Its fields with each other."""
    is_image = preset.kind is Kind.IMAGE
    for name in sorted(_VIDEO_ONLY & row.keys()):
        if is_image:
            raise BadPreset(where, name, "is for kind VIDEO only")
    known = IMAGE_FORMATS if is_image else VIDEO_FORMATS
    for taken in preset.formats:
        if taken not in known:
            raise BadPreset(where, "formats", f"of kind {preset.kind} are {', '.join(known)}")
    for name in preset.from_memory:
        if name not in row:
            raise BadPreset(where, "from_memory", f"names {name!r}, which the row does not have")
    width, height = preset.canvas_px
    for name, span, value in (
        ("width_px", preset.width_px, width),
        ("height_px", preset.height_px, height),
        ("longest_px", preset.longest_px, max(width, height)),
    ):
        if span and not span.allows(value):
            raise BadPreset(where, "canvas_px", f"is outside of {name}")
    if preset.ratios and not any(fits(ratio, width, height) for ratio in preset.ratios):
        raise BadPreset(where, "canvas_px", "has none of the ratios")


def fits(ratio: Ratio, width: int, height: int) -> bool:
    """To the px that rounding may take, or half a percent: 1242 x 1660 counts as 3:4."""
    off = abs(width - height * ratio.value)
    return off <= max(1.0, ratio.value) or off <= 0.005 * width


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Wrong("must be words")
    return value


def _name(value: Any) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise Wrong("must be of the form taobao-main")
    return value


def _code(value: Any) -> str:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise Wrong("must be of the form TAOBAO")
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 100_000:
        raise Wrong("must be a whole number from 1 to 100000")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e12:
        raise Wrong("must be a number")
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong("must be true or false")
    return value


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        raise Wrong("must be a day, 2026-11-28") from None


def _title(value: Any) -> Title:
    if not isinstance(value, Mapping) or set(value) != {"en", "zh"}:
        raise Wrong("must have en and zh")
    return Title(_text(value["en"]), _text(value["zh"]))


def _span(value: Any) -> Span:
    """A number is exactly that; an object has some of min, max, advised_min, advised_max."""
    if not isinstance(value, Mapping):
        exact = _number(value)
        return Span(exact, exact)
    if not value or not set(value) <= set(_SPAN):
        raise Wrong(f"must be a number, or have some of {', '.join(_SPAN)}")
    span = Span(**{_SPAN[name]: _number(part) for name, part in value.items()})
    for least, most in ((span.least, span.most), (span.advised_least, span.advised_most)):
        if least is not None and most is not None and least > most:
            raise Wrong("has a min above its max")
    for advised in (span.advised_least, span.advised_most):
        if advised is not None and not span.allows(advised):
            raise Wrong("advises what it does not allow")
    return span


def _share(value: Any) -> Span:
    span = _span(value)
    for part in (span.least, span.most, span.advised_least, span.advised_most):
        if part is not None and not 0 <= part <= 1:
            raise Wrong("must be shares, 0 to 1")
    return span


def _each(value: Any) -> Sequence[Any]:
    if not isinstance(value, list) or not value or len({str(part) for part in value}) < len(value):
        raise Wrong("must be a list, not empty, of things that differ")
    return value


def _canvas(value: Any) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise Wrong("must be width and height")
    return _whole(value[0]), _whole(value[1])


def _ratio(value: Any) -> Ratio:
    parts = (
        re.fullmatch(r"(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)", value) if isinstance(value, str) else None
    )
    if not parts or not float(parts[1]) or not float(parts[2]):
        raise Wrong("must be of the form 16:9")
    return Ratio(float(parts[1]), float(parts[2]))


def _chosen(kinds: type[Chosen]) -> Callable[[Any], Chosen]:
    def choose(value: Any) -> Chosen:
        if not isinstance(value, str) or value not in kinds.__members__:
            raise Wrong(f"must be of {', '.join(kinds)}")
        return kinds[value]

    return choose


def _one_of(*known: str) -> Callable[[Any], str]:
    def choose(value: Any) -> str:
        if not isinstance(value, str) or value not in known:
            raise Wrong(f"must be of {', '.join(known)}")
        return value

    return choose


def _sides(value: Any) -> Mapping[str, str]:
    is_form = isinstance(value, Mapping) and value and set(value) <= set(_SIDES)
    if not is_form or not all(_EDGE.fullmatch(str(part)) for part in value.values()):
        raise Wrong("must have some of top, right, bottom, left, each of the form 250px or 14%")
    return {side: str(part) for side, part in value.items()}


def _clear(sides: Mapping[str, str], canvas_px: tuple[int, int]) -> KeepClear:
    """In shares; px are those of the canvas."""
    width, height = canvas_px
    shares: dict[str, float] = {}
    for side, edge in sides.items():
        whole = 100 if edge.endswith("%") else height if side in {"top", "bottom"} else width
        shares[side] = float(edge.rstrip("px%")) / whole
    clear = KeepClear(**shares)
    if max(clear.top + clear.bottom, clear.left + clear.right) >= 1:
        raise Wrong("must leave some of the picture")
    return clear


def _memory(value: Any) -> tuple[str, ...]:
    return ("*",) if value is True else tuple(_text(name) for name in _each(value))


def _list(read_one: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda value: tuple(read_one(part) for part in _each(value))


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "name": _name, "version": _whole, "title": _title, "platform": _text,
    "kind": _chosen(Kind), "canvas_px": _canvas, "source": _text, "read_on": _day,
    "valid_from": _day, "main_of": _list(_code), "from_memory": _memory, "note": _text,
    "width_px": _span, "height_px": _span, "longest_px": _span, "ratios": _list(_ratio),
    "formats": _list(_one_of(*IMAGE_FORMATS, *VIDEO_FORMATS)), "bytes": _span,
    "color_space": _one_of("SRGB"), "has_white_ground": _truth, "subject_fill": _share,
    "subject_px": _span, "forbidden": _list(_chosen(Ban)), "keep_clear": _sides,
    "slice_px": _whole, "seconds": _span, "fps": _span, "codecs": _list(_one_of(*_CODECS)),
    "loudness_lufs": _span, "needs_captions": _truth,
}  # fmt: skip
