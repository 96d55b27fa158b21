"""Where the children of a stack stand, and what frames and groups make of theirs."""

from collections.abc import Iterator
from dataclasses import replace

from media.errors import TextOverflow
from media.layout.placed import (
    Placed,
    PlacedCode,
    PlacedGroup,
    PlacedPicture,
    PlacedShape,
)
from media.layout.sizing import ROOM, Sized, size_stack
from media.scene import (
    Align,
    Box,
    Code,
    Color,
    Direction,
    Frame,
    Group,
    Justify,
    Layer,
    Picture,
    Shape,
    Stack,
    Text,
)
from media.typesetting.measuring import slot_of
from media.typesetting.text import place, place_in

_SHRINK_STEP = 0.004
_SMALLEST = 0.1
_CLEAR = Color(0, 0, 0, 0.0)


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


def _across(align: Align, child: Sized, room: float, base: float, *, is_row: bool) -> float:
    if align is Align.BASELINE and is_row:
        return base - child.base
    free = room - (child.height if is_row else child.width)
    return {Align.CENTER: free / 2, Align.END: free}.get(align, 0.0)


def _ground(layer: Stack | Frame, box: Box) -> list[Placed]:
    if layer.fill is None and layer.border is None:
        return []
    ground = Shape(
        name=layer.name,
        fill=_CLEAR if layer.fill is None else layer.fill,
        corners=layer.corners,
        border=layer.border,
        shadows=layer.shadows if layer.fill is not None else (),
    )
    return [PlacedShape(ground, box)]


def _flexed(stack: Stack, sized: Sized, lengths: list[float], room: float) -> list[float]:
    """In a column those that flex share what is left of its height alike."""
    flexing = [not isinstance(one.layer, Text) and one.layer.flex for one in sized.children]
    free = room - sum(lengths) - stack.gap * (len(lengths) - 1)
    if free <= 0 or not any(flexing):
        return lengths
    more = free / sum(flexing)
    return [one + more if grows else one for one, grows in zip(lengths, flexing, strict=True)]


def _place_stack(sized: Sized, stack: Stack, box: Box) -> list[Placed]:
    placed = _ground(stack, box)
    pad, is_row = stack.padding, stack.direction is Direction.ROW
    x, y = box.x + pad.left, box.y + pad.top
    width, height = box.width - pad.left - pad.right, box.height - pad.top - pad.bottom
    lengths = [child.width if is_row else child.height for child in sized.children]
    if not is_row:
        lengths = _flexed(stack, sized, lengths, height)
    start, gap = _along(stack, sum(lengths), width if is_row else height, len(lengths))
    base = max((child.base for child in sized.children), default=0.0)
    for child, length in zip(sized.children, lengths, strict=True):
        off = _across(stack.align, child, height if is_row else width, base, is_row=is_row)
        at = (x + start, y + off) if is_row else (x + off, y + start)
        wide, tall = child.width, child.height if is_row else length
        if stack.align is Align.STRETCH and is_row and not isinstance(child.layer, Text):
            tall = height
        elif stack.align is Align.STRETCH and not is_row:
            wide = width
        placed += _place(child, Box(*at, wide, tall))
        start += length + gap
    return _grouped(stack, placed, box)


def _grouped(layer: Layer, placed: list[Placed], box: Box) -> list[Placed]:
    whole = PlacedGroup(layer.name, tuple(placed), box, layer.opacity, layer.blend)
    return placed if whole.is_plain else [whole]


def _place(sized: Sized, box: Box) -> list[Placed]:
    layer = sized.layer
    if isinstance(layer, Text):
        if sized.text is None or not sized.text.lines:
            return []
        return [place(layer, sized.text, box.x, box.y, box.width)]
    if isinstance(layer, Stack):
        return _place_stack(sized, layer, box)
    return place_at(layer, box)


def _texts(stack: Stack) -> Iterator[Text]:
    for child in stack.children:
        if isinstance(child, Text):
            yield child
        elif isinstance(child, Stack):
            yield from _texts(child)


def _shrunk(stack: Stack, box: Box) -> Sized:
    """The words in it as large as its box lets them be, all by one measure."""
    width, height = box.width or ROOM, box.height or ROOM

    def tried(shrink: float) -> Sized:
        sized = size_stack(stack, width, shrink)
        if sized.width > width + 0.5 or sized.height > height + 0.5:
            raise TextOverflow(
                f"Its children do not fit into {width:.0f} x {height:.0f} px",
                layer=stack.name,
                slot=slot_of(_texts(stack)),
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


def hugged(stack: Stack, around: Box) -> tuple[list[Placed], float]:
    """A stack that grows downwards, and where it ends."""
    box = (stack.box or around)._replace(height=0.0)
    sized = _shrunk(stack, box)
    whole = box._replace(width=box.width or sized.width, height=sized.height)
    return _place_stack(sized, stack_of(sized, stack), whole), whole.bottom


def stack_of(sized: Sized, stack: Stack) -> Stack:
    """With its rows where it wraps."""
    return sized.layer if isinstance(sized.layer, Stack) else stack


def _moved(layer: Layer, x: float, y: float) -> Layer:
    """As it is seen from around the frame that it stands in."""
    if layer.box is not None:
        layer = replace(layer, box=layer.box._replace(x=layer.box.x + x, y=layer.box.y + y))
    if isinstance(layer, Picture) and layer.safe is not None:
        safe = layer.safe
        return replace(layer, safe=safe._replace(x=safe.x + x, y=safe.y + y))
    if isinstance(layer, Group):
        return replace(layer, children=tuple(_moved(child, x, y) for child in layer.children))
    return layer


def _framed(frame: Frame, box: Box) -> list[Placed]:
    inner = [
        placed for child in frame.children for placed in placed_in(_moved(child, box.x, box.y), box)
    ]
    ground = _ground(replace(frame, border=None), box)
    rim = _ground(replace(frame, fill=None), box)
    clip = frame.corners if frame.clip else None
    content = PlacedGroup(frame.name, tuple(inner), box, clip=clip)
    whole = [*ground, *(inner if content.is_plain else [content]), *rim]
    turned = PlacedGroup(
        frame.name, tuple(whole), box, frame.opacity, frame.blend,
        rotate=frame.rotate, blur_px=frame.blur_px, fades=frame.fades,
    )  # fmt: skip
    return whole if turned.is_plain else [turned]


def place_at(layer: Layer, box: Box) -> list[Placed]:
    """What a layer makes of a box that is its own."""
    match layer:
        case Text():
            found = place_in(layer, box)
            return [found] if found.inks else []
        case Stack():
            sized = _shrunk(layer, box)
            whole = Box(box.x, box.y, box.width or sized.width, box.height or sized.height)
            return _place_stack(sized, stack_of(sized, layer), whole)
        case Frame():
            return _framed(layer, box)
        case Group():
            return [_group(layer, box)]
    return _alone(layer, box)


def _alone(layer: Layer, box: Box) -> list[Placed]:
    match layer:
        case Picture():
            return [PlacedPicture(layer, box)]
        case Code():
            return [PlacedCode(layer, box)]
        case Shape():
            return [PlacedShape(layer, box)]
    return []


def _group(layer: Group, box: Box) -> PlacedGroup:
    children = [placed for child in layer.children for placed in placed_in(child, box)]
    return PlacedGroup(
        layer.name, tuple(children), box, layer.opacity, layer.blend,
        rotate=layer.rotate, blur_px=layer.blur_px, fades=layer.fades,
    )  # fmt: skip


def placed_in(layer: Layer, around: Box) -> list[Placed]:
    """In its own box, or in all of what is around it."""
    return place_at(layer, layer.box or around)
