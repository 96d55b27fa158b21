"""A template: a document with named slots. Reading one, and what a schema cannot say of it.

Shipped ones lie in `templates/`, one JSON file each; the format is `template.schema.json`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from media.document.schema import template_schema, validate
from media.errors import BadTemplate, TemplateError, TooLarge, UnknownTemplate

FOLDER = Path(__file__).parent.parent / "templates"
MOST_LAYERS = 400
MOST_PIXELS = 40_000_000
_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_COLOR = re.compile(r"\$([a-z][a-z0-9_]*)")
_PICTURES = {"IMAGE", "LOGO"}
Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Slot:
    """A hole to be filled; see `slot` of the schema."""

    name: str
    kind: str
    required: bool
    default: Any
    max_chars: int | None
    binding: str | None
    label: Any
    minus: tuple[str, ...]
    above: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A document that has been checked: whatever it names is there."""

    name: str
    revision: int
    title: Any
    kind: str
    placements: tuple[str, ...]
    width_px: int
    height_px: int
    ground: str
    slots: Mapping[str, Slot]
    colors: Mapping[str, Any]
    layers: tuple[Node, ...]
    samples: tuple[Node, ...]
    languages: tuple[str, ...]


def slots_in(text: str) -> list[str]:
    return _SLOT.findall(text)


def nodes(layers: Any, field: str = "layers") -> Iterator[tuple[str, Node]]:
    """Every layer with its path, those in groups too."""
    for number, node in enumerate(layers):
        path = f"{field}[{number}]"
        yield path, node
        yield from nodes(node.get("layers", ()), f"{path}.layers")


def _conditions(condition: Any) -> Iterator[tuple[str, str]]:
    """What is named in a condition: how, and the name."""
    if isinstance(condition, str):
        yield "slot", condition
        return
    for word, inner in (condition or {}).items():
        if word in {"placeable", "open_above", "language"}:
            yield word, inner
        else:
            for one in inner if isinstance(inner, list) else [inner]:
                yield from _conditions(one)


def _colors_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from _COLOR.findall(value) if value.startswith("$") else ()
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if name not in {"text", "layers"}:
                yield from _colors_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from _colors_in(part)


def _rules(document: Node) -> Iterator[tuple[str, Node]]:
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


def _slot(name: str, node: Node) -> Slot:
    return Slot(
        name=name,
        kind=node["kind"],
        required=node.get("required", False),
        default=node.get("default"),
        max_chars=node.get("max_chars"),
        binding=node.get("binding"),
        label=node.get("label", name),
        minus=tuple(node.get("minus", ())),
        above=node.get("above"),
    )


def _check_slots(slots: Mapping[str, Slot]) -> None:
    for slot in slots.values():
        for other in (*slot.minus, *([slot.above] if slot.above else [])):
            if other not in slots or slots[other].kind != "PRICE" or slot.kind != "PRICE":
                raise BadTemplate(f"slots.{slot.name}", f"{other!r} is no PRICE slot")
        if slot.name in {"language", "locale"}:
            raise BadTemplate(f"slots.{slot.name}", "is a name that is taken")


def _check_colors(document: Node, slots: Mapping[str, Slot]) -> None:
    known = {name for name, slot in slots.items() if slot.kind == "COLOR"}
    for path, rule in _rules(document):
        _check_condition(path, rule, slots)
    for name, rule in document.get("colors", {}).items():
        for used in _colors_in(rule):
            if used not in known:
                raise BadTemplate(f"colors.{name}", f"no colour ${used} stands before it")
        known.add(name)
    for name, slot in slots.items():
        for used in _colors_in(slot.default) if slot.kind == "COLOR" else ():
            raise BadTemplate(f"slots.{name}.default", f"no colour ${used} stands before it")
    for path, node in [("canvas", document["canvas"]), *nodes(document["layers"])]:
        for used in _colors_in(node):
            if used not in known:
                raise BadTemplate(path, f"no colour is named ${used}", layer=node.get("name"))


def _check_condition(path: str, node: Node, slots: Mapping[str, Slot]) -> None:
    for how, named in _conditions(node.get("when")):
        if how != "language" and named not in slots:
            problem = f"no slot is named {named!r}"
            raise BadTemplate(f"{path}.when", problem, layer=node.get("name"))
        if how in {"placeable", "open_above"} and slots[named].kind not in _PICTURES:
            problem = f"{named!r} is no IMAGE slot"
            raise BadTemplate(f"{path}.when", problem, layer=node.get("name"))


def _check_words(path: str, node: Node, slots: Mapping[str, Slot]) -> None:
    words = node["text"]
    for text in [words] if isinstance(words, str) else words.values():
        for used in slots_in(text):
            if slots.get(used, _NO_SLOT).kind not in {"TEXT", "RICH_TEXT", "PRICE"}:
                problem = f"{used!r} is no slot of words"
                raise BadTemplate(f"{path}.text", problem, layer=node["name"])


def _check_layer(path: str, node: Node, slots: Mapping[str, Slot], *, inside: bool) -> None:
    name, kind = node["name"], node["kind"]
    _check_condition(path, node, slots)
    if kind == "picture" and slots.get(node["slot"], _NO_SLOT).kind not in _PICTURES:
        raise BadTemplate(f"{path}.slot", f"{node['slot']!r} is no IMAGE slot", layer=name)
    if kind == "text":
        _check_words(path, node, slots)
    if kind == "gradient" and ("fill" in node) == ("grain" in node):
        raise BadTemplate(path, "has either a fill or grain", layer=name)
    if kind in {"shape", "picture", "text", "stack"} and not inside and "box" not in node:
        raise BadTemplate(path, "lacks 'box'", layer=name)


_NO_SLOT = Slot("", "", required=False, default=None, max_chars=None, binding=None, label="",
                minus=(), above=None)  # fmt: skip


def _languages(document: Node) -> tuple[str, ...]:
    """Those in which the template has words of its own, English first."""
    found = {"en": None}
    for slot in document["slots"].values():
        if isinstance(slot.get("default"), Mapping) and "TEXT" in slot["kind"]:
            found.update(dict.fromkeys(slot["default"]))
    for _, node in nodes(document["layers"]):
        if isinstance(node.get("text"), Mapping):
            found.update(dict.fromkeys(node["text"]))
    return tuple(found)


def parse(document: Mapping[str, Any]) -> Template:
    """Raises BadTemplate with the path of what is wrong, or TooLarge."""
    name = document.get("name") if isinstance(document, Mapping) else None
    try:
        validate(document, template_schema())
        return _parsed(document)
    except (TemplateError, TooLarge) as error:
        raise error.within(template=name if isinstance(name, str) else None) from None


def _parsed(document: Node) -> Template:
    slots = {name: _slot(name, node) for name, node in document["slots"].items()}
    _check_slots(slots)
    _check_colors(document, slots)
    found = list(nodes(document["layers"]))
    if len(found) > MOST_LAYERS:
        raise TooLarge(f"{len(found)} layers; at most {MOST_LAYERS} are painted")
    canvas = document["canvas"]
    if canvas["width_px"] * canvas["height_px"] > MOST_PIXELS:
        raise TooLarge(f"The canvas has more than {MOST_PIXELS} pixels")
    in_stacks = {
        f"{path}.layers[{number}]"
        for path, node in found
        if node["kind"] == "stack"
        for number in range(len(node["layers"]))
    }
    names: set[str] = set()
    for path, node in found:
        if node["name"] in names:
            raise BadTemplate(f"{path}.name", "stands twice", layer=node["name"])
        names.add(node["name"])
        _check_layer(path, node, slots, inside=path in in_stacks)
    return Template(
        name=document["name"],
        revision=document.get("revision", 1),
        title=document.get("title", document["name"]),
        kind=document["kind"],
        placements=tuple(document.get("placements", ())),
        width_px=canvas["width_px"],
        height_px=canvas["height_px"],
        ground=canvas["ground"],
        slots=slots,
        colors=document.get("colors", {}),
        layers=tuple(document["layers"]),
        samples=tuple(document.get("samples", ())),
        languages=_languages(document),
    )


def shipped() -> tuple[str, ...]:
    """Names of the templates that come with the product."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.json")))


@lru_cache(maxsize=64)
def named(name: str) -> Template:
    """Raises UnknownTemplate."""
    if name not in shipped():
        raise UnknownTemplate(f"No template is named {name!r}", template=name)
    return parse(json.loads((FOLDER / f"{name}.json").read_text("utf-8")))
