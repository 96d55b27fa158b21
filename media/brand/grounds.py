"""What words stand on, where that is known without a photo."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from media.document.names import Node, Place, colors_in
from media.layout import Placed, PlacedGroup, PlacedShape
from media.scene import Blend, Box, Color, Form
from media.typesetting.text import PlacedText


class Known:
    """Which of a template's colours do not hang on a photo."""

    def __init__(self, document: Node) -> None:
        rules: dict[str, Any] = dict(document.get("colors", {}))
        for name, slot in document["slots"].items():
            if slot["kind"] == "COLOR":
                rules[name] = slot.get("default")
        self._bound = {
            name
            for name, slot in document["slots"].items()
            if slot.get("binding", "").startswith("brand.")
        }
        self._rules = rules

    def is_known(self, value: Any, depth: int = 0) -> bool:
        """Of a colour, a fill, a rule, or a whole layer without those within it."""
        if depth > len(self._rules) or _samples(value):
            return False
        return all(
            name in self._bound or self.is_known(self._rules.get(name), depth + 1)
            for name in colors_in(value)
        )


def _samples(value: Any) -> bool:
    if isinstance(value, Mapping):
        return "sample" in value or any(_samples(part) for part in value.values())
    return isinstance(value, list) and any(map(_samples, value))


def flattened(placed: Sequence[Placed]) -> Iterator[Placed]:
    """As it is painted; what is turned, faded or mixed as one stays one."""
    for item in placed:
        if isinstance(item, PlacedGroup) and _is_open(item):
            yield from flattened(item.children)
        else:
            yield item


def _is_open(group: PlacedGroup) -> bool:
    is_faint = group.opacity < 1 or group.blend is not Blend.NORMAL
    return not (is_faint or group.rotate or group.blur_px or any(group.fades))


def over(color: Color, ground: Color) -> Color:
    """What is seen of a colour that lets some of its ground through."""
    parts = (round(g + (c - g) * color.alpha) for c, g in zip(color.rgb, ground.rgb, strict=True))
    return Color(*parts)


def grounds_of(
    below: Sequence[Placed],
    box: Box,
    canvas: Color | None,
    by_name: Mapping[str, Place],
    known: Known,
) -> list[Color]:
    """The colours that may lie under a box, several under a gradient; none when nobody knows."""
    veils: list[Color] = []
    for item in reversed(below):
        if isinstance(item, PlacedText) or not meets(item.box, box):
            continue
        if not isinstance(item, PlacedShape) or not _is_plain(item) or not covers(item.box, box):
            return []
        place = by_name.get(item.layer.name.partition("[")[0])
        if place is None or not known.is_known(place.node):
            return []
        fill = item.layer.fill
        found = [fill] if isinstance(fill, Color) else [stop.color for stop in fill.stops]
        if all(color.alpha == 1 for color in found):
            return [_veiled(color, veils) for color in found]
        if len(found) > 1:
            return []
        veils.append(found[0])
    return [] if canvas is None else [_veiled(canvas, veils)]


def _veiled(color: Color, veils: Sequence[Color]) -> Color:
    for veil in reversed(veils):
        color = over(veil, color)
    return color


def _is_plain(item: PlacedShape) -> bool:
    """A shape that is all of its box, in its own colour."""
    layer = item.layer
    is_whole = layer.form is Form.RECTANGLE and not (
        layer.stroke_px or layer.blur_px or layer.grain
    )
    return is_whole and layer.opacity == 1 and layer.blend is Blend.NORMAL


def meets(one: Box, other: Box) -> bool:
    """Whether they have some of their area in common."""
    return (
        one.x < other.right
        and other.x < one.right
        and one.y < other.bottom
        and other.y < one.bottom
    )


def covers(outer: Box, inner: Box) -> bool:
    """To a px."""
    return (
        outer.x <= inner.x + 1
        and outer.y <= inner.y + 1
        and outer.right >= inner.right - 1
        and outer.bottom >= inner.bottom - 1
    )
