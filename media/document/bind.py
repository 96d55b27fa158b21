"""A template and its values to a scene: conditions, colours, words; still no pixels."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from media.document import words
from media.document.families import resolve
from media.document.palette import Look, Palette
from media.document.slots import Filled
from media.document.template import Node, Template
from media.scene import (
    NONE,
    Align,
    Blend,
    Box,
    Corners,
    Direction,
    Fill,
    Fit,
    Form,
    Group,
    Justify,
    Layer,
    Linear,
    Picture,
    Radial,
    Reading,
    Scene,
    Shadow,
    Shape,
    Sides,
    Stack,
    Stop,
    Text,
)

_LENGTH = re.compile(r"([0-9.]+)%([+-][0-9]+)?")


class _Binder:
    def __init__(
        self, template: Template, filled: Filled, look: Look, families: Mapping[str, str]
    ) -> None:
        self._template, self._filled, self._look = template, filled, look
        self._families = families
        self._color = Palette(template, filled, look, self._holds)
        self._makers: Mapping[str, Callable[[Node, dict[str, Any]], Layer | None]] = {
            "gradient": self._gradient,
            "shape": self._shape,
            "picture": self._picture,
            "text": self._text,
            "group": self._group,
            "stack": self._stack,
        }

    def scene(self) -> Scene:
        template = self._template
        layers = self._layers(template.layers)
        ground = self._color(template.ground)
        return Scene(template.name, template.width_px, template.height_px, ground, layers)

    def _layers(self, nodes: Any) -> tuple[Layer, ...]:
        made = (self._layer(node) for node in nodes if self._holds(node.get("when")))
        return tuple(layer for layer in made if layer is not None)

    def _holds(self, condition: Any) -> bool:
        if condition is None or isinstance(condition, str):
            return condition is None or self._filled.has(condition)
        ((word, inner),) = condition.items()
        match word:
            case "not":
                holds = not self._holds(inner)
            case "all":
                holds = all(map(self._holds, inner))
            case "any":
                holds = any(map(self._holds, inner))
            case "language":
                holds = self._filled.language == inner
            case _:
                holds = self._shows(word, inner)
        return holds

    def _shows(self, word: str, slot: str) -> bool:
        """What a photo is good for; where nobody has looked, all of it."""
        facts, shot = self._look(slot), self._filled.shots.get(slot)
        if facts is None or shot is None:
            return True
        if word == "open_above":
            return facts.is_open_above
        return facts.is_placeable or (facts.is_open_above and shot.subject is not None)

    def _layer(self, node: Node) -> Layer | None:
        common = {
            "name": node["name"],
            "box": self._box(node["box"]) if "box" in node else None,
            "opacity": float(node.get("opacity", 1.0)),
            "blend": Blend(node.get("blend", "NORMAL")),
            "shadows": tuple(self._shadow(shadow) for shadow in node.get("shadows", ())),
            "flex": node.get("flex", False),
        }
        return self._makers[node["kind"]](node, common)

    def _length(self, value: float | str, whole: float) -> float:
        if isinstance(value, str):
            found = _LENGTH.fullmatch(value)
            part, more = (found[1], found[2]) if found else ("0", None)
            return whole * float(part) / 100 + float(more or 0)
        return float(value)

    def _box(self, values: Any) -> Box:
        sides = (self._template.width_px, self._template.height_px) * 2
        return Box(*(self._length(value, side) for value, side in zip(values, sides, strict=True)))

    def _shadow(self, node: Node) -> Shadow:
        return Shadow(
            self._color(node["color"]),
            dx_px=node.get("x", 0.0),
            dy_px=node.get("y", 0.0),
            sigma_px=node.get("sigma", 0.0),
            spread_px=node.get("spread", 0.0),
        )

    def _fill(self, value: Any) -> Fill:
        if isinstance(value, str):
            return self._color(value)
        stops = tuple(
            Stop(float(at), self._color(color))
            for at, color in value.get("linear", value.get("radial"))
        )
        if "linear" in value:
            return Linear(stops, float(value.get("degrees", 180.0)))
        center, radii = value.get("center", (0.5, 0.5)), value.get("radii", (0.5, 0.5))
        return Radial(stops, (center[0], center[1]), (radii[0], radii[1]))

    def _corners(self, node: Node) -> Corners:
        value = node.get("corners", 0.0)
        return Corners(*value) if isinstance(value, list) else Corners(*[float(value)] * 4)

    def _gradient(self, node: Node, common: dict[str, Any]) -> Shape:
        if common["box"] is None:
            common["box"] = Box(0, 0, self._template.width_px, self._template.height_px)
        fill = self._fill(node.get("fill", "#808080"))
        return Shape(**common, fill=fill, grain=node.get("grain", 0.0))

    def _shape(self, node: Node, common: dict[str, Any]) -> Shape:
        return Shape(
            **common,
            fill=self._fill(node["fill"]),
            form=Form(node.get("form", "RECTANGLE")),
            corners=self._corners(node),
            points=tuple((x, y) for x, y in node.get("points", ())),
            stroke_px=node.get("stroke", 0.0),
            size=tuple(node.get("size", (0.0, 0.0))),
        )

    def _picture(self, node: Node, common: dict[str, Any]) -> Picture | None:
        if (shot := self._filled.shots.get(node["slot"])) is None:
            return None
        anchor = node.get("anchor", (0.5, 0.5))
        return Picture(
            **common,
            asset=shot.asset,
            fit=Fit(node.get("fit", "COVER")),
            focus=shot.focus,
            subject=shot.subject,
            safe=self._box(node["safe"]) if "safe" in node else None,
            anchor=(anchor[0], anchor[1]),
            corners=self._corners(node),
            fades=Sides(*node["fades"]) if "fades" in node else NONE,
            saturation=node.get("saturation", 1.0),
            size=tuple(node.get("size", (0.0, 0.0))),
        )

    def _text(self, node: Node, common: dict[str, Any]) -> Text | None:
        found = words.pieces(self._template, node, self._filled)
        if not found:
            return None
        style = words.styled(node, found)
        size = style["size"]
        least, most = size if isinstance(size, list) else (size, size)
        return Text(
            **common,
            spans=words.spans(style, found, self._fill, self._families),
            size_min_px=float(least),
            size_max_px=float(most),
            max_lines=style.get("lines", 1),
            leading=style.get("leading", 1.2),
            align=Align(node.get("align", "START")),
            valign=Align(node.get("valign", "START")),
            ellipsis=node.get("overflow") == "ELLIPSIS",
            width=node.get("max_width"),
            reading=Reading(node.get("reading", "AUTO")),
        )

    def _group(self, node: Node, common: dict[str, Any]) -> Group | None:
        children = self._layers(node["layers"])
        return Group(**common, children=children) if children else None

    def _stack(self, node: Node, common: dict[str, Any]) -> Stack | None:
        children = self._layers(node["layers"])
        if not children:
            return None
        return Stack(
            **common,
            children=children,
            direction=Direction(node.get("direction", "COLUMN")),
            gap=float(node.get("gap", 0.0)),
            padding=Sides(*node["padding"]) if "padding" in node else NONE,
            align=Align(node.get("align", "START")),
            justify=Justify(node.get("justify", "START")),
            fill=self._fill(node["fill"]) if "fill" in node else None,
            corners=self._corners(node),
            size=tuple(node.get("size", (0.0, 0.0))),
        )


def bind(
    template: Template, filled: Filled, look: Look, added: Mapping[str, str] | None = None
) -> Scene:
    """`look` tells what the photo in a slot shows; None where nobody has looked.

    `added` is from `media.fonts.added.families`. Raises UnknownFont with the layer's name.
    """
    families = resolve(template, added or {})
    return _Binder(template, filled, look, families).scene()
