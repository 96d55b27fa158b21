"""A preset: the size that a place asks for and the rules that it keeps, in one version."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    IMAGE = "IMAGE"
    VIDEO = "VIDEO"


class Ban(StrEnum):
    """What a place will not have in the picture."""

    TEXT = "TEXT"
    LOGO = "LOGO"
    BORDER = "BORDER"
    SHADOW = "SHADOW"
    CODE = "CODE"
    WATERMARK = "WATERMARK"
    ALPHA = "ALPHA"
    ANIMATION = "ANIMATION"
    BLACK_BARS = "BLACK_BARS"


@dataclass(frozen=True, slots=True)
class Span:
    """From `least` to `most`, both allowed; outside of what is advised it is allowed, not liked."""

    least: float | None = None
    most: float | None = None
    advised_least: float | None = None
    advised_most: float | None = None

    def allows(self, value: float) -> bool:
        return _is_between(value, self.least, self.most)

    def advises(self, value: float) -> bool:
        return _is_between(value, self.advised_least, self.advised_most)


@dataclass(frozen=True, slots=True)
class Ratio:
    """Of width to height, as people write it: 16:9, 1.91:1."""

    wide: float
    high: float

    @property
    def value(self) -> float:
        return self.wide / self.high

    def __str__(self) -> str:
        return f"{self.wide:g}:{self.high:g}"


@dataclass(frozen=True, slots=True)
class KeepClear:
    """Shares of the width or height, 0 to 1, that the place covers with what is its own."""

    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    left: float = 0.0


@dataclass(frozen=True, slots=True)
class Title:
    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Preset:
    """One row. Sizes in px, files in bytes, times in seconds, loudness in LUFS, shares 0 to 1.

    None, an empty tuple or False: the place says nothing of it. `canvas_px` is the size to draw at,
    width and height. `from_memory` names the fields that no source was read for.
    """

    name: str
    version: int
    title: Title
    platform: str
    kind: Kind
    canvas_px: tuple[int, int]
    source: str
    read_on: date
    valid_from: date
    from_memory: tuple[str, ...] = ()
    note: str = ""
    width_px: Span | None = None
    height_px: Span | None = None
    longest_px: Span | None = None
    ratios: tuple[Ratio, ...] = ()
    formats: tuple[str, ...] = ()
    bytes: Span | None = None
    color_space: str | None = None
    has_white_ground: bool = False
    subject_fill: Span | None = None
    subject_px: Span | None = None
    forbidden: tuple[Ban, ...] = ()
    keep_clear: KeepClear | None = None
    slice_px: int | None = None
    seconds: Span | None = None
    fps: Span | None = None
    codecs: tuple[str, ...] = ()
    loudness_lufs: Span | None = None
    needs_captions: bool = False
    main_of: tuple[str, ...] = ()
    """Codes of the store platforms whose listings show such a picture first: `TAOBAO`."""


def _is_between(value: float, least: float | None, most: float | None) -> bool:
    return (least is None or value >= least) and (most is None or value <= most)
