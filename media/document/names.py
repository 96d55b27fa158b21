"""What a document names, and where: slots in words, conditions and colours, layers within lists."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Node = Mapping[str, Any]
NAME = r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*"
_SLOT = re.compile(r"\{(" + NAME + r")\}")
_COLOR = re.compile(r"\$(" + NAME + r")")
ITEM_WORDS = frozenset({"number", "count"})
ITEM_FLAGS = frozenset({"first", "last", "odd"})
PHOTO_CONDITIONS = frozenset({"placeable", "open_above", "open_around", "cuttable", "on_white"})


class Place(NamedTuple):
    """A layer, its path, the lists whose items it stands in, and the kind of what it stands in."""

    path: str
    node: Node
    scope: tuple[str, ...]
    parent: str | None


def places(
    layers: Any, field: str = "layers", scope: tuple[str, ...] = (), parent: str | None = None
) -> Iterator[Place]:
    """Every layer, those within others after what they stand in."""
    for number, node in enumerate(layers):
        path = f"{field}[{number}]"
        yield Place(path, node, scope, parent)
        within = scope
        if node["kind"] == "repeat":
            within = (*scope, node["each"], *([node["along"]] if "along" in node else []))
        kind = parent if node["kind"] == "repeat" else node["kind"]
        yield from places(node.get("layers", ()), f"{path}.layers", within, kind)


def slots_in(text: str) -> list[str]:
    return _SLOT.findall(text)


def conditions(condition: Any) -> Iterator[tuple[str, str]]:
    """What is named in a condition: how, and the name."""
    if isinstance(condition, str):
        yield "slot", condition
        return
    for word, inner in (condition or {}).items():
        if word in PHOTO_CONDITIONS or word == "language":
            yield word, inner
        elif word in {"at_least", "equals"}:
            yield word, inner[0]
        else:
            for one in inner if isinstance(inner, list) else [inner]:
                yield from conditions(one)


def colors_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from _COLOR.findall(value) if value.startswith("$") else ()
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if name not in {"text", "layers"}:
                yield from colors_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from colors_in(part)


def rules(document: Node) -> Iterator[tuple[str, Node]]:
    """Every rule of a colour with the path of the colour, those within rules too."""
    found = [(f"colors.{name}", rule) for name, rule in document.get("colors", {}).items()]
    found += [
        (f"slots.{name}.default", slot.get("default"))
        for name, slot in document["slots"].items()
        if slot["kind"] == "COLOR"
    ]
    while found:
        path, rule = found.pop()
        if isinstance(rule, Mapping):
            yield path, rule
            found += [(path, part) for word, part in rule.items() if word != "when"]
        elif isinstance(rule, list):
            found += [(path, part) for part in rule]


def shown_by(node: Any, slot: str) -> str | None:
    """The name of the first layer that shows a slot, in a document or any part of one."""
    if isinstance(node, list):
        return next((found for one in node if (found := shown_by(one, slot))), None)
    if not isinstance(node, Mapping):
        return None
    text = node.get("text")
    words = text.values() if isinstance(text, Mapping) else [text]
    said = {name for one in words if isinstance(one, str) for name in slots_in(one)}
    if "kind" in node and slot in {node.get("slot"), *said}:
        name = node.get("name")
        return name if isinstance(name, str) else None
    within = (part for key, part in node.items() if key not in {"slots", "samples"})
    return next((found for part in within if (found := shown_by(part, slot))), None)
