"""What layers are made of: boxes, colours, fills, fonts and the words for how things stand."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Box(NamedTuple):
    """Left, top, width and height in px."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


class Color(NamedTuple):
    """sRGB, 0 to 255; alpha 0 to 1."""

    red: int
    green: int
    blue: int
    alpha: float = 1.0

    @property
    def rgb(self) -> tuple[int, int, int]:
        return (self.red, self.green, self.blue)


class Stop(NamedTuple):
    """A colour of a gradient; `at` is 0 to 1."""

    at: float
    color: Color


@dataclass(frozen=True, slots=True)
class Linear:
    """A gradient along a line; 180 degrees runs from top to bottom, 90 from left to right."""

    stops: tuple[Stop, ...]
    degrees: float = 180.0


@dataclass(frozen=True, slots=True)
class Radial:
    """A gradient around a centre; centre and radii as parts of the box."""

    stops: tuple[Stop, ...]
    center: tuple[float, float] = (0.5, 0.5)
    radii: tuple[float, float] = (0.5, 0.5)


Fill = Color | Linear | Radial


@dataclass(frozen=True, slots=True)
class Shadow:
    """Of a layer's own outline; `spread_px` below 0 draws it in before it is blurred."""

    color: Color
    dx_px: float = 0.0
    dy_px: float = 0.0
    sigma_px: float = 0.0
    spread_px: float = 0.0


@dataclass(frozen=True, slots=True)
class Border:
    """A line along the inside of an outline."""

    color: Color
    px: float


class Sides(NamedTuple):
    """One figure a side, in px."""

    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    left: float = 0.0


class Corners(NamedTuple):
    """One radius a corner, in px; longer ones are cut to half the box."""

    top_left: float = 0.0
    top_right: float = 0.0
    bottom_right: float = 0.0
    bottom_left: float = 0.0


SQUARE = Corners()
NONE = Sides()


class Blend(StrEnum):
    NORMAL = "NORMAL"
    MULTIPLY = "MULTIPLY"
    SCREEN = "SCREEN"
    OVERLAY = "OVERLAY"


class Align(StrEnum):
    START = "START"
    CENTER = "CENTER"
    END = "END"
    BASELINE = "BASELINE"
    STRETCH = "STRETCH"


class Justify(StrEnum):
    START = "START"
    CENTER = "CENTER"
    END = "END"
    BETWEEN = "BETWEEN"


class Direction(StrEnum):
    ROW = "ROW"
    COLUMN = "COLUMN"


class Form(StrEnum):
    RECTANGLE = "RECTANGLE"
    ELLIPSE = "ELLIPSE"
    STROKE = "STROKE"
    PATH = "PATH"


class Fit(StrEnum):
    """How a photo meets its box.

    COVER fills it and crops around the focus; CONTAIN shows all of it, CONTAIN_BLUR over itself
    blurred; FIT_SUBJECT scales until the subject fills `safe`, and draws the photo's own plain
    edges out to the box.
    """

    COVER = "COVER"
    CONTAIN = "CONTAIN"
    CONTAIN_BLUR = "CONTAIN_BLUR"
    FIT_SUBJECT = "FIT_SUBJECT"


class Reading(StrEnum):
    """Which way a paragraph runs; AUTO goes by its first letter. START is where it begins."""

    AUTO = "AUTO"
    LTR = "LTR"
    RTL = "RTL"


@dataclass(frozen=True, slots=True)
class Stroke:
    """An outline around letters, outside of them; its joints are round."""

    width_px: float
    color: Color


@dataclass(frozen=True, slots=True)
class Font:
    """Families in the order in which they are asked for a character; weight and width as in CSS."""

    families: tuple[str, ...]
    weight: float = 400.0
    width: float = 100.0
    italic: bool = False
    features: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one look; `size_em` and `raise_em` are parts of the text's own size."""

    text: str
    font: Font
    fill: Fill
    size_em: float = 1.0
    raise_em: float = 0.0
    tracking_em: float = 0.0
    strike: bool = False
    cap_top: bool = False  # its capitals end where those of the text's own size end
    underline: bool = False
    stroke: Stroke | None = None  # in px of the canvas, whatever size the words take
    slot: str | None = field(default=None, compare=False)  # whose words they are
