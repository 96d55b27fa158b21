"""A template: a document with named slots, read and checked: whatever it names is there.

Shipped ones lie in `media/templates/`, one JSON file each; the format is `template.schema.json`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from media.document import checks, shelf
from media.document.layouts import at_preset
from media.document.names import Node, places
from media.document.schema import naming, template_schema, validate
from media.document.slot import Slot, slots_of
from media.errors import BadTemplate, TooLarge

MOST_PIXELS = 40_000_000
_OTHERS = ("film-", "packaging-")


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A document that has been checked. `hug` names the stack at whose end the canvas ends."""

    name: str
    revision: int
    title: Any
    kind: str
    placements: tuple[str, ...]
    width_px: int
    height_px: int
    hug: str | None
    after_px: float
    ground: str
    slots: Mapping[str, Slot]
    colors: Mapping[str, Any]
    layers: tuple[Node, ...]
    samples: tuple[Node, ...]
    languages: tuple[str, ...]


def _languages(document: Node, slots: Mapping[str, Slot]) -> tuple[str, ...]:
    """Those in which the template has a title or words of its own, English first."""
    title = document.get("title")
    found = dict.fromkeys(["en", *(title if isinstance(title, Mapping) else ())])
    for slot in slots.values():
        if isinstance(slot.default, Mapping) and "TEXT" in slot.kind:
            found.update(dict.fromkeys(slot.default))
    for _, node, _, _ in places(document["layers"]):
        if isinstance(node.get("text"), Mapping):
            found.update(dict.fromkeys(node["text"]))
    return tuple(found)


def parse(
    document: Mapping[str, Any], preset: str | None = None, scope: tuple[str, ...] = ()
) -> Template:
    """Raises BadTemplate with the path of what is wrong, or TooLarge.

    With a preset, in the layout that it has for it. `scope` names the lists whose items its layers
    are made for.
    """
    with naming(document):
        validate(document, template_schema())
        every = _parsed(document, scope)
        for known in document.get("layouts", {}):
            changed = at_preset(document, known)
            validate(changed, template_schema())
            parsed = _parsed(changed, scope)
            every = parsed if known == preset else every
    return every


def _parsed(document: Node, scope: tuple[str, ...]) -> Template:
    if "layers" not in document or "film" in document:
        raise BadTemplate("layers", "a still has layers; a film is read by media.document.film")
    slots = dict(slots_of(document["slots"]))
    checks.check_slots(slots)
    layers = list(places(document["layers"], scope=scope))
    checks.check_colors(document, slots, layers)
    checks.check_hug(document)
    canvas = document["canvas"]
    if canvas["width_px"] * canvas["height_px"] > MOST_PIXELS:
        raise TooLarge(f"The canvas has more than {MOST_PIXELS} pixels")
    checks.check_layers(layers, slots)
    return Template(
        name=document["name"],
        revision=document.get("revision", 1),
        title=document.get("title", document["name"]),
        kind=document["kind"],
        placements=tuple(document.get("placements", ())),
        width_px=canvas["width_px"],
        height_px=canvas["height_px"],
        hug=canvas.get("hug"),
        after_px=canvas.get("after", 0.0),
        ground=canvas["ground"],
        slots=slots,
        colors=document.get("colors", {}),
        layers=tuple(document["layers"]),
        samples=tuple(document.get("samples", ())),
        languages=_languages(document, slots),
    )


@lru_cache(maxsize=1)
def shipped() -> tuple[str, ...]:
    """Names of the stills that come with the product; films and packagings have modules of their
    own."""
    return tuple(name for name in shelf.names() if not name.startswith(_OTHERS))


@lru_cache(maxsize=64)
def named(name: str, preset: str | None = None) -> Template:
    """Raises UnknownTemplate."""
    return parse(shelf.stored(name, shipped()), preset)
