"""Styles that ship, and a sheet of one in a size. Raises BadSize with the measure's name."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from media.dielines.arithmetic import value_of
from media.dielines.dieline import Dieline, Panel, Role, field_of
from media.dielines.edges import Corner, Outline, circle, edges, rounded

FOLDER = Path(__file__).parent / "styles"
Lengths = Mapping[str, float]


class BadSize(ValueError):
    """A measure that is missing, is none of the style's, or is out of its range."""

    def __init__(self, measure: str, problem: str) -> None:
        super().__init__(problem)
        self.measure = measure


@lru_cache(maxsize=1)
def shipped() -> tuple[str, ...]:
    return tuple(sorted(file.stem for file in FOLDER.glob("*.json")))


@lru_cache(maxsize=16)
def style_named(name: str) -> Mapping[str, Any]:
    """Its file, as it lies there; raises KeyError."""
    if name not in shipped():
        raise KeyError(name)
    return MappingProxyType(json.loads((FOLDER / f"{name}.json").read_text("utf-8")))


def _lengths(style: Mapping[str, Any], size: Lengths) -> dict[str, float]:
    found: dict[str, float] = {}
    for measure, (least, most) in style["measures"].items():
        if measure not in size:
            raise BadSize(measure, f"is a measure that a {style['name']} has")
        if not least <= size[measure] <= most:
            raise BadSize(measure, f"is from {least:g} to {most:g} mm for a {style['name']}")
        found[measure] = float(size[measure])
    for measure in size:
        if measure not in found:
            raise BadSize(measure, f"is no measure of a {style['name']}")
    for name, said in style.get("lengths", {}).items():
        found[name] = value_of(said, found)
    return found


def _outline(node: Mapping[str, Any], lengths: Lengths) -> Outline:
    if "circle" in node:
        return circle(*(value_of(said, lengths) for said in node["circle"]))
    if "box" in node:
        x, y, wide, tall = (value_of(said, lengths) for said in node["box"])
        radius = value_of(node.get("radius", 0.0), lengths)
        corners = ((x, y), (x + wide, y), (x + wide, y + tall), (x, y + tall))
        return rounded([Corner(corner, radius) for corner in corners])
    points = [[value_of(said, lengths) for said in point] for point in node["points"]]
    return rounded([Corner((x, y), more[0] if more else 0.0) for x, y, *more in points])


@lru_cache(maxsize=64)
def dieline(name: str, size: tuple[tuple[str, float], ...]) -> Dieline:
    """A style by its name in a size, in mm by its measures. Raises KeyError, BadSize."""
    style = style_named(name)
    lengths = _lengths(style, dict(size))
    drawn = {panel: _outline(node, lengths) for panel, node in style["panels"].items()}
    left, top, _, _ = field_of(tuple(point for outline in drawn.values() for point in outline))
    outlines = {panel: _shifted(outline, left, top) for panel, outline in drawn.items()}
    holes = (_outline(node, lengths) for node in style.get("holes", ()))
    labels = (
        (said["measure"], *_shifted(tuple(_point(at, lengths) for at in said["along"]), left, top))
        for said in style.get("labels", ())
    )
    return Dieline(
        style=name,
        title=style["title"],
        size=tuple((measure, lengths[measure]) for measure in style["measures"]),
        panels=tuple(
            Panel(
                name=panel,
                title=node["title"],
                role=Role(node.get("role", "FACE")),
                turn=node.get("turn", 0),
                outline=outlines[panel],
                edges=edges(panel, outlines),
            )
            for panel, node in style["panels"].items()
        ),
        holes=tuple(_shifted(hole, left, top) for hole in holes),
        labels=tuple((measure, start, end) for measure, start, end in labels),
    )


def _point(said: Any, lengths: Lengths) -> tuple[float, float]:
    return value_of(said[0], lengths), value_of(said[1], lengths)


def _shifted(outline: Outline, left: float, top: float) -> Outline:
    return tuple((round(x - left, 6), round(y - top, 6)) for x, y in outline)
