"""Layers written in millimetres and points, as layers in units: what the layout computes in.

A unit is a quarter of a millimetre, near to the px of a screen, so that faces with optical sizes
choose the letters of that size.
"""

import re
from collections.abc import Mapping
from typing import Any

from media.document.names import Node

UNITS = 4
"""To a millimetre."""
MM_OF_POINT = 25.4 / 72
_PART = re.compile(r"(.*%)([+-]\d+)")
_LENGTHS = frozenset({
    "box", "safe", "corners", "fades", "dash", "blur", "gap", "cross_gap", "padding", "max_width",
})  # fmt: skip
_SHADOW = frozenset({"x", "y", "sigma", "spread"})


def units(value: Any) -> Any:
    """Of a length, or of a list of them."""
    if isinstance(value, list | tuple):
        return [units(one) for one in value]
    if isinstance(value, str):
        found = _PART.fullmatch(value)
        return f"{found[1]}{int(found[2]) * UNITS:+d}" if found else value
    return value * UNITS


def _points(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_points(one) for one in value]
    return value * MM_OF_POINT * UNITS


def _shadow(node: Node) -> dict[str, Any]:
    return {name: units(value) if name in _SHADOW else value for name, value in node.items()}


def _changed(name: str, value: Any, node: Node) -> Any:
    if name in _LENGTHS or (name == "size" and node.get("kind") != "text"):
        return units(value)
    match name:
        case "size":
            changed: Any = _points(value)
        case "layers":
            changed = [in_units(layer) for layer in value]
        case "shadows":
            changed = [_shadow(one) for one in value]
        case "border":
            changed = {**value, "px": value["px"] * UNITS}
        case "stroke" if isinstance(value, Mapping):
            changed = {**value, "width": value["width"] * UNITS}
        case "stroke":
            changed = units(value)
        case "han" | "emphasis" | "mark":
            changed = {part: _changed(part, one, {"kind": "text"}) for part, one in value.items()}
        case _:
            changed = value
    return changed


def in_units(layer: Node) -> dict[str, Any]:
    """A layer that its schema has accepted, with all that stands in it."""
    return {name: _changed(name, value, layer) for name, value in layer.items()}
