"""What a document says of itself, read without drawing anything: quick, and of right ones only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from media.document.names import Node, places
from media.document.slot import Slot, slots_of


@dataclass(frozen=True, slots=True)
class Facts:
    """`kind` is the document's own; `presets` those it is drawn for or has a layout for."""

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
    return Facts(
        kind=document["kind"],
        title=by_language(document.get("title", document["name"])),
        width_px=document["canvas"]["width_px"],
        height_px=document["canvas"]["height_px"],
        languages=tuple(dict.fromkeys(["en", *_languages(document, slots)])),
        presets=tuple(dict.fromkeys([*document.get("placements", ()), *layouts])),
        slots=slots,
    )


def by_language(words: Any) -> Mapping[str, str]:
    """Words that are the same in every language are taken for English."""
    return words if isinstance(words, Mapping) else {"en": words}


def _languages(document: Node, slots: tuple[Slot, ...]) -> Iterator[str]:
    """Those in which it has a title or words of its own."""
    scenes = document.get("film", {}).get("scenes", ())
    layers = [document.get("layers", ()), *(scene["layers"] for scene in scenes)]
    every = [node.get("text") for some in layers for _, node, _, _ in places(some)]
    every += [scene.get("caption") for scene in scenes]
    every += [slot.default for slot in slots if "TEXT" in slot.kind]
    for words in [document.get("title"), *every]:
        if isinstance(words, Mapping):
            yield from words
