"""A picture as a frozen description: boxes in px at scale 1, colours, words. No pixels.

A still is a film of one frame. Layers are painted in their order; a `Stack` places its children
by its own rules, everything else stands in its `box`.
"""

from dataclasses import dataclass
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


class Fit(StrEnum):
    """How a photo meets its box.

    COVER fills it and crops around the focus; CONTAIN shows all of it; FIT_SUBJECT scales until
    the subject fills `safe`, and draws the photo's own plain edges out to the box.
    """

    COVER = "COVER"
    CONTAIN = "CONTAIN"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    name: str
    box: Box | None = None  # None: a child of a stack
    opacity: float = 1.0
    blend: Blend = Blend.NORMAL
    shadows: tuple[Shadow, ...] = ()
    flex: bool = False  # in a row: takes what the others leave


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape(Layer):
    """A filled form. Points of a stroke are parts of the box; `grain` is a share of film noise."""

    fill: Fill
    form: Form = Form.RECTANGLE
    corners: Corners = SQUARE
    points: tuple[tuple[float, float], ...] = ()
    stroke_px: float = 0.0
    grain: float = 0.0
    size: tuple[float, float] = (0.0, 0.0)  # in a stack


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture(Layer):
    """A photo. `focus` and `subject` (left, top, right, bottom) are parts of the photo."""

    asset: str
    fit: Fit = Fit.COVER
    focus: tuple[float, float] | None = None
    subject: tuple[float, float, float, float] | None = None
    safe: Box | None = None
    anchor: tuple[float, float] = (0.5, 0.5)
    corners: Corners = SQUARE
    fades: Sides = NONE
    saturation: float = 1.0
    size: tuple[float, float] = (0.0, 0.0)  # in a stack


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Layer):
    """Words between two sizes in at most so many lines; sized to the largest that fits."""

    spans: tuple[Span, ...]
    size_min_px: float
    size_max_px: float
    max_lines: int = 1
    leading: float = 1.2
    align: Align = Align.START
    valign: Align = Align.START
    ellipsis: bool = False
    width: float | None = None  # in a stack: where its lines end
    reading: Reading = Reading.AUTO


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Layer):
    """Layers painted apart and then laid on as one."""

    children: tuple[Layer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack(Layer):
    """Children in a row or a column, on a ground of its own if it has a `fill`.

    A width or height of 0 hugs the children. Words in it shrink together until they fit.
    """

    children: tuple[Layer, ...]
    direction: Direction = Direction.COLUMN
    gap: float = 0.0
    padding: Sides = NONE
    align: Align = Align.START
    justify: Justify = Justify.START
    fill: Fill | None = None
    corners: Corners = SQUARE
    size: tuple[float, float] = (0.0, 0.0)  # at least, in a stack


@dataclass(frozen=True, slots=True)
class Scene:
    """One still: its size in px, its ground and its layers."""

    name: str
    width_px: int
    height_px: int
    ground: Color
    layers: tuple[Layer, ...]
