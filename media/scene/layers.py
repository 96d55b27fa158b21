"""The kinds of layers, and the scene that they make."""

from dataclasses import dataclass, field

from media.scene.basics import (
    NONE,
    SQUARE,
    Align,
    Blend,
    Border,
    Box,
    Color,
    Corners,
    Direction,
    Fill,
    Fit,
    Form,
    Justify,
    Reading,
    Shadow,
    Sides,
    Span,
)


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
    """A filled form. Points of a stroke are parts of the box; `grain` is a share of film noise.

    `path` is as SVG has it, in units of `view`, stretched over the box. `blur_px` is a sigma.
    """

    fill: Fill
    form: Form = Form.RECTANGLE
    corners: Corners = SQUARE
    points: tuple[tuple[float, float], ...] = ()
    stroke_px: float = 0.0
    grain: float = 0.0
    path: str = ""
    view: tuple[float, float] = (1.0, 1.0)
    dash: tuple[float, float] | None = None
    border: Border | None = None
    blur_px: float = 0.0
    size: tuple[float, float] = (0.0, 0.0)  # in a stack


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture(Layer):
    """A photo. `focus` and `subject` (left, top, right, bottom) are parts of the photo.

    A `cutout` is the subject alone where that comes off cleanly; `standing` tints the shadows
    under its base.
    """

    asset: str
    fit: Fit = Fit.COVER
    focus: tuple[float, float] | None = None
    subject: tuple[float, float, float, float] | None = None
    safe: Box | None = None
    anchor: tuple[float, float] = (0.5, 0.5)
    corners: Corners = SQUARE
    fades: Sides = NONE
    saturation: float = 1.0
    brightness: float = 1.0
    cutout: bool = False
    fill_share: float = 1.0
    standing: Color | None = None
    mask: Form = Form.RECTANGLE
    path: str = ""
    view: tuple[float, float] = (1.0, 1.0)
    border: Border | None = None
    blur_px: float = 0.0
    size: tuple[float, float] = (0.0, 0.0)  # in a stack

    @property
    def photo(self) -> str:
        """The name of its pixels among the photos that a painter is given."""
        return self.asset


def photo_of(asset: str, from_s: float) -> str:
    """The name of a clip's picture: two that start apart in one file are two pictures."""
    return f"{asset}\0{from_s!r}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip(Picture):
    """A film in a picture's place. Where nothing moves it is its picture at `from_s`.

    It plays from the second `at_s` of its scene on; its end stands, or it `loops`. What is heard
    of it is no part of how it looks.
    """

    from_s: float = 0.0
    at_s: float = 0.0
    loops: bool = False
    is_heard: bool = field(default=False, repr=False, compare=False)

    @property
    def photo(self) -> str:
        return photo_of(self.asset, self.from_s)


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
class Code(Layer):
    """A QR code or a barcode: `symbology` QR, EAN13, EAN8, UPCA, ITF14 or CODE128.

    `quiet` is the modules left free at each side; None is what its standard asks for.
    """

    text: str
    symbology: str
    color: Color
    ground: Color
    quiet: int | None = None
    correction: str = "M"
    corners: Corners = SQUARE
    size: tuple[float, float] = (0.0, 0.0)  # in a stack


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Layer):
    """Layers painted apart and then laid on as one, turned around the middle of the box."""

    children: tuple[Layer, ...]
    rotate: float = 0.0
    blur_px: float = 0.0
    fades: Sides = NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame(Layer):
    """Layers whose boxes count from its corner, on a ground of its own if it has a `fill`."""

    children: tuple[Layer, ...]
    fill: Fill | None = None
    corners: Corners = SQUARE
    border: Border | None = None
    clip: bool = False
    rotate: float = 0.0
    blur_px: float = 0.0
    fades: Sides = NONE
    size: tuple[float, float] = (0.0, 0.0)  # in a stack


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack(Layer):
    """Children in a row or a column, on a ground of its own if it has a `fill`.

    A width or height of 0 hugs the children. Words in it shrink together until they fit. A row
    may `wrap`; `even` shares its width alike. What flexes shares what the others leave.
    """

    children: tuple[Layer, ...]
    direction: Direction = Direction.COLUMN
    gap: float = 0.0
    cross_gap: float | None = None
    wrap: bool = False
    even: bool = False
    padding: Sides = NONE
    align: Align = Align.START
    justify: Justify = Justify.START
    fill: Fill | None = None
    corners: Corners = SQUARE
    border: Border | None = None
    size: tuple[float, float] = (0.0, 0.0)  # at least, in a stack


@dataclass(frozen=True, slots=True)
class Scene:
    """One still: its size in px, its ground and its layers.

    With `hug` it ends `after_px` below the stack of that name, and its height is the most.
    """

    name: str
    width_px: int
    height_px: int
    ground: Color
    layers: tuple[Layer, ...]
    hug: str | None = None
    after_px: float = 0.0
