"""The same template on another canvas: what a preset's entry in `layouts` changes."""

from collections.abc import Mapping
from typing import Any

from media.document.names import Node
from media.errors import BadTemplate


def _patched(layers: Any, patches: Mapping[str, Node], used: set[str]) -> list[Node]:
    found: list[Node] = []
    for layer in layers:
        patch = patches.get(layer.get("name"), {})
        used.update({layer["name"]} if patch else ())
        whole = {key: value for key, value in {**layer, **patch}.items() if value is not None}
        if "layers" in whole:
            whole["layers"] = _patched(whole["layers"], patches, used)
        found.append(whole)
    return found


def at_preset(document: Node, preset: str) -> Node:
    """The document as it is for a preset; as it stands where it has no layout for it.

    Raises BadTemplate where a layout names a layer that is not there.
    """
    layout = document.get("layouts", {}).get(preset)
    if layout is None:
        return document
    used: set[str] = set()
    patches = layout.get("layers", {})
    layers = _patched(document["layers"], patches, used)
    if missing := set(patches) - used:
        raise BadTemplate(f"layouts.{preset}.layers", f"no layer is named {min(missing)!r}")
    canvas = {**document["canvas"], **layout.get("canvas", {})}
    return {**document, "canvas": canvas, "layers": layers}
