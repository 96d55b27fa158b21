"""How much room layers ask for in a stack, words at a share of their size."""

from dataclasses import dataclass, replace

from media.scene import (
    NONE,
    Align,
    Blend,
    Code,
    Direction,
    Frame,
    Justify,
    Layer,
    Picture,
    Shape,
    Stack,
    Text,
)
from media.typesetting.text import Measured, measure

ROOM = 1e6  # wider than any line


@dataclass(frozen=True, slots=True)
class Sized:
    """A child of a stack and the room it asks for."""

    layer: Layer
    width: float
    height: float
    base: float  # from its top to its first baseline
    text: Measured | None = None
    children: tuple["Sized", ...] = ()


def _text(layer: Text, room: float, shrink: float) -> Sized:
    wide = min(room, layer.width) if layer.width is not None else room
    found = measure(layer, max(wide, 1.0), ROOM, shrink)
    width = wide if layer.width is not None and layer.align is not Align.START else found.width_px
    return Sized(layer, width, found.height_px, found.rise_px, found)


def size(layer: Layer, room: float, shrink: float) -> Sized:
    if isinstance(layer, Text):
        return _text(layer, room, shrink)
    if isinstance(layer, Stack):
        return size_stack(layer, room, shrink)
    width, height = layer.size if isinstance(layer, Shape | Picture | Frame | Code) else (0.0, 0.0)
    return Sized(layer, width, height, height)


def _children(stack: Stack, room: float, shrink: float) -> list[Sized]:
    """Those that flex are measured last, in what the others leave."""
    if stack.direction is Direction.COLUMN:
        return [size(child, room, shrink) for child in stack.children]
    gaps = stack.gap * (len(stack.children) - 1)
    if stack.even:
        share = max((room - gaps) / len(stack.children), 1.0)
        sized = [size(child, share, shrink) for child in stack.children]
        return [replace(child, width=max(share, child.width)) for child in sized]
    fixed = [None if child.flex else size(child, ROOM, shrink) for child in stack.children]
    left = room - gaps - sum(sized.width for sized in fixed if sized is not None)
    flexing = sum(sized is None for sized in fixed)
    return [
        sized or size(child, max(left / flexing, 1.0), shrink)
        for child, sized in zip(stack.children, fixed, strict=True)
    ]


def _rows(stack: Stack, room: float, shrink: float) -> Stack:
    """A row that wraps as a column of rows, each as full as it can be."""
    rows: list[list[Layer]] = [[]]
    used = 0.0
    for child in stack.children:
        wide = size(child, room, shrink).width
        if rows[-1] and used + stack.gap + wide > room + 0.5:
            rows.append([])
            used = 0.0
        used += wide + (stack.gap if rows[-1] else 0.0)
        rows[-1].append(child)
    row = replace(
        stack, box=None, opacity=1.0, blend=Blend.NORMAL, shadows=(), padding=NONE, fill=None,
        border=None, wrap=False, size=(room if room < ROOM else 0.0, 0.0),
    )  # fmt: skip
    lines = tuple(
        replace(row, name=f"{stack.name}[row {number}]", children=tuple(children))
        for number, children in enumerate(rows, 1)
    )
    gap = stack.gap if stack.cross_gap is None else stack.cross_gap
    return replace(
        stack, children=lines, direction=Direction.COLUMN, wrap=False, gap=gap,
        align=Align.START, justify=Justify.START,
    )  # fmt: skip


def size_stack(stack: Stack, room: float, shrink: float) -> Sized:
    pad = stack.padding
    within = min(room, stack.size[0]) if stack.size[0] else room
    inner = within - pad.left - pad.right
    if stack.wrap and stack.direction is Direction.ROW:
        stack = _rows(stack, inner, shrink)
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
    return Sized(stack, width, height, base + pad.top, children=tuple(children))
