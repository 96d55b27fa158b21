"""A slot: a hole in a template, what may fill it, and where its value comes from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from media.document.names import Node

_SWATCH: Node = {
    "name": {"kind": "TEXT", "max_chars": 40},
    "color": {"kind": "COLOR"},
    "picture": {"kind": "IMAGE"},
}


@dataclass(frozen=True, slots=True)
class Slot:
    """See `slot` of the schema. A list's fields are slots too, named `list.field`."""

    name: str
    kind: str
    required: bool
    default: Any
    max_chars: int | None
    options: tuple[str, ...]
    binding: str | None
    label: Any
    minus: tuple[str, ...]
    above: str | None
    symbology: str
    min_items: int
    max_items: int
    fields: tuple[str, ...]
    within: str | None

    @property
    def is_list(self) -> bool:
        return self.kind in {"LIST", "SWATCHES"}


def slots_of(nodes: Node, within: str | None = None) -> Iterator[tuple[str, Slot]]:
    """By name, each list before its fields."""
    prefix = f"{within}." if within else ""
    for short, node in nodes.items():
        name, kind = prefix + short, node["kind"]
        fields = _SWATCH if kind == "SWATCHES" else node.get("fields", {})
        yield (
            name,
            Slot(
                name=name,
                kind=kind,
                required=node.get("required", False),
                default=node.get("default"),
                max_chars=node.get("max_chars"),
                options=tuple(node.get("options", ())),
                binding=node.get("binding"),
                label=node.get("label", short),
                minus=tuple(prefix + other for other in node.get("minus", ())),
                above=prefix + node["above"] if "above" in node else None,
                symbology=node.get("symbology", "EAN13"),
                min_items=node.get("min_items", 0),
                max_items=node.get("max_items", 12),
                fields=tuple(f"{name}.{field}" for field in fields),
                within=within,
            ),
        )
        yield from slots_of(fields, name)
