"""Boxes: stacks to places, words to sizes. A scene in; what is to be painted, and where, out."""

from dataclasses import dataclass

from media.errors import TextOverflow
from media.scene import (
    Align,
    Box,
    Direction,
    Group,
    Justify,
    Layer,
    Picture,
    Scene,
    Shape,
    Stack,
    Text,
)
from media.typesetting.text import Measured, PlacedText, measure, place, place_in

_ROOM = 1e6  # wider than any line
_SHRINK_STEP = 0.004
_SMALLEST = 0.1


@dataclass(frozen=True, slots=True)
class PlacedShape:
    layer: Shape
    box: Box


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    layer: Picture
    box: Box


@dataclass(frozen=True, slots=True)
class PlacedGroup:
    layer: Layer
    children: tuple["Placed", ...]


Placed = PlacedShape | PlacedPicture | PlacedText | PlacedGroup


@dataclass(frozen=True, slots=True)
class _Sized:
    """A child of a stack and the room it asks for."""

    layer: Layer
    width: float
    height: float
    base: float  # from its top to its first baseline
    text: Measured | None = None
    children: tuple["_Sized", ...] = ()


def _size_text(layer: Text, room: float, shrink: float) -> _Sized:
    wide = min(room, layer.width) if layer.width is not None else room
    found = measure(layer, max(wide, 1.0), _ROOM, shrink)
    width = wide if layer.width is not None and layer.align is not Align.START else found.width_px
    return _Sized(layer, width, found.height_px, found.rise_px, found)


def _size(layer: Layer, room: float, shrink: float) -> _Sized:
    if isinstance(layer, Text):
        return _size_text(layer, room, shrink)
    if isinstance(layer, Stack):
        return _size_stack(layer, room, shrink)
    width, height = layer.size if isinstance(layer, Shape | Picture) else (0.0, 0.0)
    return _Sized(layer, width, height, height)


def _children(stack: Stack, room: float, shrink: float) -> list[_Sized]:
    """Those that flex are measured last, in what the others leave."""
    if stack.direction is Direction.COLUMN:
        return [_size(child, room, shrink) for child in stack.children]
    fixed = [None if child.flex else _size(child, _ROOM, shrink) for child in stack.children]
    gaps = stack.gap * (len(fixed) - 1)
    left = room - gaps - sum(sized.width for sized in fixed if sized is not None)
    flexing = sum(sized is None for sized in fixed)
    return [
        sized or _size(child, max(left / flexing, 1.0), shrink)
        for child, sized in zip(stack.children, fixed, strict=True)
    ]


def _size_stack(stack: Stack, room: float, shrink: float) -> _Sized:
    pad = stack.padding
    inner = room - pad.left - pad.right
    children = _children(stack, inner, shrink)
    gaps = stack.gap * max(len(children) - 1, 0)
    if stack.direction is Direction.COLUMN:
        width = max((child.width for child in children), default=0.0)
        height = sum(child.height for child in children) + gaps
        base = children[0].base if children else 0.0
    else:
        width = sum(child.width for child in children) + gaps
        base = max((child.base for child in children), default=0.0)
        height = max((child.height for child in children), default=0.0)
        if stack.align is Align.BASELINE:
            height = base + max((child.height - child.base for child in children), default=0.0)
    width = max(width + pad.left + pad.right, stack.size[0])
    height = max(height + pad.top + pad.bottom, stack.size[1])
    return _Sized(stack, width, height, base + pad.top, children=tuple(children))


def _along(stack: Stack, used: float, room: float, count: int) -> tuple[float, float]:
    """Where the first child starts, and the gap between two."""
    free = room - used - stack.gap * max(count - 1, 0)
    match stack.justify:
        case Justify.CENTER:
            return free / 2, stack.gap
        case Justify.END:
            return free, stack.gap
        case Justify.BETWEEN if count > 1:
            return 0.0, stack.gap + free / (count - 1)
    return 0.0, stack.gap


def _across(align: Align, child: _Sized, room: float, base: float, *, is_row: bool) -> float:
    if align is Align.BASELINE and is_row:
        return base - child.base
    free = room - (child.height if is_row else child.width)
    return {Align.CENTER: free / 2, Align.END: free}.get(align, 0.0)


def _place_stack(sized: _Sized, stack: Stack, box: Box) -> list[Placed]:
    placed: list[Placed] = []
    if stack.fill is not None:
        ground = Shape(
            name=stack.name, fill=stack.fill, corners=stack.corners, shadows=stack.shadows
        )
        placed.append(PlacedShape(ground, box))
    pad, is_row = stack.padding, stack.direction is Direction.ROW
    x, y = box.x + pad.left, box.y + pad.top
    width, height = box.width - pad.left - pad.right, box.height - pad.top - pad.bottom
    lengths = [child.width if is_row else child.height for child in sized.children]
    start, gap = _along(stack, sum(lengths), width if is_row else height, len(lengths))
    base = max((child.base for child in sized.children), default=0.0)
    for child, length in zip(sized.children, lengths, strict=True):
        off = _across(stack.align, child, height if is_row else width, base, is_row=is_row)
        at = (x + start, y + off) if is_row else (x + off, y + start)
        placed += _place(child, Box(*at, child.width, child.height))
        start += length + gap
    return _faded(stack, placed)


def _faded(layer: Layer, placed: list[Placed]) -> list[Placed]:
    if layer.opacity == 1.0:
        return placed
    return [PlacedGroup(layer, tuple(placed))]


def _place(sized: _Sized, box: Box) -> list[Placed]:
    layer = sized.layer
    if isinstance(layer, Text):
        if sized.text is None or not sized.text.lines:
            return []
        return [place(layer, sized.text, box.x, box.y, box.width)]
    if isinstance(layer, Stack):
        return _place_stack(sized, layer, box)
    if isinstance(layer, Picture):
        return [PlacedPicture(layer, box)]
    return [PlacedShape(layer, box)] if isinstance(layer, Shape) else []


def _shrunk(stack: Stack, box: Box) -> _Sized:
    """The words in it as large as its box lets them be, all by one measure."""
    width, height = box.width or _ROOM, box.height or _ROOM

    def tried(shrink: float) -> _Sized:
        sized = _size_stack(stack, width, shrink)
        if sized.width > width + 0.5 or sized.height > height + 0.5:
            raise TextOverflow(
                f"Its children do not fit into {width:.0f} x {height:.0f} px", layer=stack.name
            )
        return sized

    try:
        return tried(1.0)
    except TextOverflow:
        low, high, found = _SMALLEST, 1.0, tried(_SMALLEST)
    while high - low > _SHRINK_STEP:
        middle = (low + high) / 2
        try:
            low, found = middle, tried(middle)
        except TextOverflow:
            high = middle
    return found


def _placed(layer: Layer, box: Box) -> list[Placed]:
    if isinstance(layer, Text):
        found = place_in(layer, box)
        return [found] if found.inks else []
    if isinstance(layer, Stack):
        sized = _shrunk(layer, box)
        whole = Box(box.x, box.y, box.width or sized.width, box.height or sized.height)
        return _place_stack(sized, layer, whole)
    if isinstance(layer, Picture):
        return [PlacedPicture(layer, box)]
    if isinstance(layer, Shape):
        return [PlacedShape(layer, box)]
    if isinstance(layer, Group):
        children = [placed for child in layer.children for placed in _placed_in(child, box)]
        return [PlacedGroup(layer, tuple(children))]
    return []


def _placed_in(layer: Layer, canvas: Box) -> list[Placed]:
    return _placed(layer, layer.box or canvas)


def lay_out(scene: Scene) -> tuple[Placed, ...]:
    """Raises TextOverflow and MissingGlyph, each with its layer's name."""
    canvas = Box(0.0, 0.0, scene.width_px, scene.height_px)
    placed = [found for layer in scene.layers for found in _placed_in(layer, canvas)]
    return tuple(placed)
