"""Values of a node to parts of layers: lengths, boxes, fills, shadows, corners."""

import re
from collections.abc import Callable
from typing import Any

from media.document.names import Node
from media.scene import (
    NONE,
    Border,
    Box,
    Color,
    Corners,
    Fill,
    Form,
    Linear,
    Radial,
    Shadow,
    Sides,
    Stop,
)

_LENGTH = re.compile(r"([0-9.]+)%([+-][0-9]+)?")
ColorOf = Callable[[str], Color]


def length(value: float | str, whole: float) -> float:
    """px; of `50%-8` half of the whole less 8."""
    if isinstance(value, str):
        found = _LENGTH.fullmatch(value)
        part, more = (found[1], found[2]) if found else ("0", None)
        return whole * float(part) / 100 + float(more or 0)
    return float(value)


def box(values: Any, around: tuple[float, float]) -> Box:
    return Box(*(length(value, side) for value, side in zip(values, around * 2, strict=True)))


def size(node: Node, around: tuple[float, float]) -> tuple[float, float]:
    if "size" not in node:
        return (0.0, 0.0)
    wide, tall = node["size"]
    return length(wide, around[0]), length(tall, around[1])


def shadow(node: Node, color: ColorOf) -> Shadow:
    return Shadow(
        color(node["color"]),
        dx_px=node.get("x", 0.0),
        dy_px=node.get("y", 0.0),
        sigma_px=node.get("sigma", 0.0),
        spread_px=node.get("spread", 0.0),
    )


def fill(value: Any, color: ColorOf) -> Fill:
    if isinstance(value, str):
        return color(value)
    stops = tuple(
        Stop(float(at), color(stop)) for at, stop in value.get("linear", value.get("radial"))
    )
    if "linear" in value:
        return Linear(stops, float(value.get("degrees", 180.0)))
    center, radii = value.get("center", (0.5, 0.5)), value.get("radii", (0.5, 0.5))
    return Radial(stops, (center[0], center[1]), (radii[0], radii[1]))


def border(node: Node, color: ColorOf) -> Border | None:
    found = node.get("border")
    return Border(color(found["color"]), float(found["px"])) if found else None


def outline(node: Node, color: ColorOf, around: tuple[float, float]) -> dict[str, Any]:
    """What a picture or a clip shows of its box, and its room in a stack."""
    return {
        "corners": corners(node),
        "fades": sides(node, "fades"),
        "mask": Form(node.get("mask", "RECTANGLE")),
        "path": node.get("path", ""),
        "view": pair(node, "view", (1.0, 1.0)),
        "border": border(node, color),
        "size": size(node, around),
    }


def corners(node: Node) -> Corners:
    value = node.get("corners", 0.0)
    return Corners(*value) if isinstance(value, list) else Corners(*[float(value)] * 4)


def sides(node: Node, name: str) -> Sides:
    return Sides(*node[name]) if name in node else NONE


def pair(node: Node, name: str, otherwise: tuple[float, float]) -> tuple[float, float]:
    first, second = node.get(name, otherwise)
    return float(first), float(second)
