"""A packaging template: a dieline, and artwork with named slots on its panels.

Each artwork is read as a still of its own, over the slots and colours of the whole, so that
whatever a still may hold a panel may hold too. Shipped ones lie in `templates/packaging-*.json`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import ceil
from typing import Any

from media.dielines import BadSize, Dieline, Panel, Role, dieline
from media.dielines.dieline import Field, field_of
from media.document import shelf
from media.document import template as stills
from media.document.millimetres import UNITS, in_units
from media.document.names import Node, places
from media.document.schema import naming, packaging_schema, validate
from media.document.slot import Slot
from media.document.template import Template
from media.errors import BadTemplate, TooLarge

PACKAGING = "PACKAGING"
BLEED_MM, SAFE_MM = 3.0, 3.0
MOST_LAYERS = 1200
_FIELD, _GROUND = "artwork-field", "artwork-ground"
_ALIKE_MM = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Artwork:
    """What is printed on a panel, or across several. `field` is on the sheet, without the bleed;
    `still` is in units and has the bleed around it. `logos` are layers that show a LOGO slot."""

    panels: tuple[Panel, ...]
    field: Field
    turn: int
    still: Template
    logos: frozenset[str]

    @property
    def title(self) -> str:
        return " + ".join(panel.name for panel in self.panels)


@dataclass(frozen=True, slots=True, eq=False)
class PackagingTemplate:
    """A document that has been checked: whatever it names is there."""

    name: str
    revision: int
    title: Any
    placements: tuple[str, ...]
    dieline: Dieline
    bleed_mm: float
    safe_mm: float
    board_color: str
    artworks: tuple[Artwork, ...]
    slots: Mapping[str, Slot]
    samples: tuple[Node, ...]
    languages: tuple[str, ...]

    @property
    def bare(self) -> frozenset[str]:
        """Panels without any ink of their own."""
        inked = {panel.name for artwork in self.artworks for panel in artwork.panels}
        return frozenset(panel.name for panel in self.dieline.panels) - inked

    @property
    def base(self) -> Template:
        """A still with its slots, languages and all its layers: what values are checked against."""
        width, height = self.dieline.field[2:]
        return replace(
            self.artworks[0].still,
            kind=PACKAGING,
            title=self.title,
            placements=self.placements,
            samples=self.samples,
            languages=self.languages,
            layers=tuple(layer for one in self.artworks for layer in one.still.layers),
            width_px=ceil(width * UNITS),
            height_px=ceil(height * UNITS),
        )


def _sheet(node: Node) -> Dieline:
    try:
        return dieline(node["style"], tuple(sorted(node["size"].items())))
    except KeyError:
        raise BadTemplate("dieline.style", f"no style is named {node['style']!r}") from None
    except BadSize as error:
        raise BadTemplate(f"dieline.size.{error.measure}", str(error)) from None


def _panel(sheet: Dieline, name: str, path: str) -> Panel:
    panel = sheet.panel(name)
    if panel is None:
        names = ", ".join(one.name for one in sheet.panels)
        raise BadTemplate(path, f"no panel is named {name!r}; there are {names}")
    if panel.role is Role.GLUE:
        raise BadTemplate(path, f"{name!r} is glued and takes no ink")
    return panel


def _turn(node: Node, panels: tuple[Panel, ...]) -> int:
    turn: int = node.get("turn", panels[0].turn)
    return turn


def _field(panels: tuple[Panel, ...], path: str) -> Field:
    for one, other in pairwise(panels):
        if not any(edge.beyond == other.name for edge in one.edges):
            raise BadTemplate(path, f"{one.name!r} and {other.name!r} do not meet at a fold")
    return field_of(tuple(point for panel in panels for point in panel.outline))


def _still(document: Node, node: Node, size: tuple[float, float], path: str) -> Template:
    """The field with its bleed as a canvas, the artwork's layers in a frame as large as the field.

    Raises BadTemplate with the path in the packaging's own document.
    """
    bleed = document["dieline"].get("bleed", BLEED_MM)
    width, height = size
    layers: list[Any] = []
    if "ground" in node:
        layers.append({"name": _GROUND, "kind": "gradient", "fill": node["ground"]})
    own = [in_units(layer) for layer in node.get("layers", ())]
    if own:
        box = [bleed * UNITS, bleed * UNITS, width * UNITS, height * UNITS]
        layers.append({"name": _FIELD, "kind": "frame", "box": box, "layers": own})
    if not layers:
        raise BadTemplate(path, "has neither a ground nor layers")
    canvas = {
        "width_px": ceil((width + 2 * bleed) * UNITS),
        "height_px": ceil((height + 2 * bleed) * UNITS),
        "ground": "#FFFFFF",
    }
    kept = {"version", "name", "revision", "title", "slots", "colors"}
    still = {key: value for key, value in document.items() if key in kept}
    still |= {"kind": "POSTER", "canvas": canvas, "layers": layers}
    inner = f"layers[{len(layers) - 1}]."
    try:
        return stills.parse(still)
    except BadTemplate as error:
        where, layer = error.field, error.layer
        if layer == _GROUND:
            where, layer = f"{path}.ground", None
        elif where.startswith(f"{inner}layers"):
            where = f"{path}.{where.removeprefix(inner)}"
        problem = error.message.removeprefix(f"{error.field}: ")
        raise BadTemplate(where, problem, layer=layer) from None


def _logos(node: Node, slots: Mapping[str, Slot], path: str) -> frozenset[str]:
    found: set[str] = set()
    for where, layer, _, _ in places(node.get("layers", ()), f"{path}.layers"):
        if layer["kind"] == "clip":
            raise BadTemplate(where, "a film cannot be printed", layer=layer["name"])
        if layer["kind"] == "picture" and (slot := slots.get(layer["slot"])):
            found.update({layer["name"]} if slot.kind == "LOGO" else ())
    return frozenset(found)


def _artworks(document: Node, node: Node, sheet: Dieline, number: int) -> Iterator[Artwork]:
    path = f"artwork[{number}]"
    panels = tuple(
        _panel(sheet, name, f"{path}.panels[{n}]") for n, name in enumerate(node["panels"])
    )
    field, turn = _field(panels, f"{path}.panels"), _turn(node, panels)
    size = (field.width, field.height) if turn % 180 == 0 else (field.height, field.width)
    still = _still(document, node, size, path)
    logos = _logos(node, still.slots, path)
    yield Artwork(panels, field, turn, still, logos)
    for n, name in enumerate(node.get("copies", ())):
        where = f"{path}.copies[{n}]"
        copy = _panel(sheet, name, where)
        own = (copy.field.width, copy.field.height)
        own = own if _turn(node, (copy,)) % 180 == 0 else own[::-1]
        is_alike = all(abs(a - b) < _ALIKE_MM for a, b in zip(own, size, strict=True))
        if len(panels) > 1 or not is_alike:
            raise BadTemplate(where, f"{name!r} is not of the size of {node['panels'][0]!r}")
        yield Artwork((copy,), copy.field, _turn(node, (copy,)), still, logos)


def _checked(document: Node) -> PackagingTemplate:
    sheet = _sheet(document["dieline"])
    artworks = [
        artwork
        for number, node in enumerate(document["artwork"])
        for artwork in _artworks(document, node, sheet, number)
    ]
    layers = sum(1 for artwork in artworks for _ in places(artwork.still.layers))
    if layers > MOST_LAYERS:
        raise TooLarge(f"{layers} layers; at most {MOST_LAYERS} are on a packaging")
    languages = tuple(dict.fromkeys(word for one in artworks for word in one.still.languages))
    artworks = [replace(one, still=replace(one.still, languages=languages)) for one in artworks]
    return PackagingTemplate(
        name=document["name"],
        revision=document.get("revision", 1),
        title=document.get("title", document["name"]),
        placements=tuple(document.get("placements", ())),
        dieline=sheet,
        bleed_mm=float(document["dieline"].get("bleed", BLEED_MM)),
        safe_mm=float(document["dieline"].get("safe", SAFE_MM)),
        board_color=document["dieline"].get("board_color", "#FFFFFF"),
        artworks=tuple(artworks),
        slots=artworks[0].still.slots,
        samples=tuple(document.get("samples", ())),
        languages=languages,
    )


def parse(document: Mapping[str, Any]) -> PackagingTemplate:
    """Raises BadTemplate with the path of what is wrong, or TooLarge."""
    with naming(document):
        validate(document, packaging_schema())
        return _checked(document)


@lru_cache(maxsize=1)
def shipped() -> tuple[str, ...]:
    """Names of the packagings that come with the product."""
    return tuple(name for name in shelf.names() if name.startswith("packaging-"))


@lru_cache(maxsize=16)
def named(name: str) -> PackagingTemplate:
    """Raises UnknownTemplate."""
    return parse(shelf.stored(name, shipped(), "packaging"))
