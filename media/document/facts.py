"""What a document says of itself, read without drawing anything: quick, and of right ones only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from media.dielines import dieline
from media.document.millimetres import UNITS
from media.document.names import Node, places
from media.document.slot import Slot, slots_of


@dataclass(frozen=True, slots=True)
class Facts:
    """`kind` is the document's own; `presets` those it is drawn for or has a layout for. A
    packaging's size is its flat sheet's, in quarters of a millimetre."""

    kind: str
    title: Mapping[str, str]  # by language
    width_px: int
    height_px: int
    languages: tuple[str, ...]
    presets: tuple[str, ...]
    slots: tuple[Slot, ...]


def facts_of(document: Node) -> Facts:
    """Of a document that `media.document.library.read` takes; of others it raises anything."""
    slots = tuple(slot for _, slot in slots_of(document["slots"]))
    layouts: Node = document.get("layouts", {})
    width, height = _size(document)
    return Facts(
        kind=document["kind"],
        title=by_language(document.get("title", document["name"])),
        width_px=width,
        height_px=height,
        languages=tuple(dict.fromkeys(["en", *_languages(document, slots)])),
        presets=tuple(dict.fromkeys([*document.get("placements", ()), *layouts])),
        slots=slots,
    )


def _size(document: Node) -> tuple[int, int]:
    if "dieline" not in document:
        return document["canvas"]["width_px"], document["canvas"]["height_px"]
    node = document["dieline"]
    field = dieline(node["style"], tuple(sorted(node["size"].items()))).field
    return ceil(field.width * UNITS), ceil(field.height * UNITS)


def by_language(words: Any) -> Mapping[str, str]:
    """Words that are the same in every language are taken for English."""
    return words if isinstance(words, Mapping) else {"en": words}


def _languages(document: Node, slots: tuple[Slot, ...]) -> Iterator[str]:
    """Those in which it has a title or words of its own."""
    scenes = document.get("film", {}).get("scenes", ())
    artwork = document.get("artwork", ())
    layers = [one.get("layers", ()) for one in (document, *scenes, *artwork)]
    every = [node.get("text") for some in layers for _, node, _, _ in places(some)]
    every += [scene.get("caption") for scene in scenes]
    every += [slot.default for slot in slots if "TEXT" in slot.kind]
    for words in [document.get("title"), *every]:
        if isinstance(words, Mapping):
            yield from words
