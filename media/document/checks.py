"""What a schema cannot say of a document: that what it names is there, and where it may stand."""

from collections.abc import Mapping

from media.document.brand import SETTING, check_binding
from media.document.names import (
    ITEM_FLAGS,
    ITEM_WORDS,
    PHOTO_CONDITIONS,
    Node,
    Place,
    colors_in,
    conditions,
    rules,
    slots_in,
)
from media.document.slot import Slot
from media.errors import BadTemplate, TooLarge
from media.pixels.paths import rings_of

MOST_LAYERS = 400
_PICTURES = frozenset({"IMAGE", "LOGO"})
_FILMS = frozenset({"VIDEO"})
_LISTS = frozenset({"LIST", "SWATCHES"})
_CODES = frozenset({"QR", "BARCODE"})
_WORDS = frozenset({"TEXT", "RICH_TEXT", "PRICE", "BARCODE", "QR"})
_BOXED = frozenset({"shape", "picture", "clip", "text", "stack", "frame", "code"})
_SIZED = frozenset({"frame", "code", "clip"})
_FLOWS = "stack"
Slots = Mapping[str, Slot]


def kind_of(name: str, slots: Slots, scope: tuple[str, ...]) -> str | None:
    """Of a slot that can be used here; None where there is none of that name."""
    if (slot := slots.get(name)) is not None:
        return slot.kind if slot.within is None or slot.within in scope else None
    of, _, word = name.rpartition(".")
    if of not in slots or slots[of].kind not in _LISTS:
        return None
    if word == "count":
        return "TEXT"
    if of in scope and word in ITEM_WORDS | ITEM_FLAGS:
        return "TEXT" if word in ITEM_WORDS else "BOOLEAN"
    return None


def check_slots(slots: Slots) -> None:
    for slot in slots.values():
        path = f"slots.{slot.name}"
        for other in (*slot.minus, *([slot.above] if slot.above else [])):
            if other not in slots or slots[other].kind != "PRICE" or slot.kind != "PRICE":
                raise BadTemplate(path, f"{other!r} is no PRICE slot")
            if slots[other].within != slot.within:
                raise BadTemplate(path, f"{other!r} is not of the same list")
        check_binding(path, slot)
        if slot.name in {"language", "locale", SETTING}:
            raise BadTemplate(path, "is a name that is taken")
        if (slot.kind == "LIST") != bool(slot.fields):
            raise BadTemplate(path, "a LIST has fields, and nothing else has")
        if slot.min_items > slot.max_items:
            raise BadTemplate(path, "has more min_items than max_items")
        last = slot.name.rpartition(".")[2]
        if slot.within and last in ITEM_WORDS | ITEM_FLAGS:
            raise BadTemplate(path, "is a name that is taken")
        if slot.kind in _LISTS and slot.name.count(".") > 1:
            raise BadTemplate(path, "is a list in a list in a list")


def _check_condition(path: str, node: Node, slots: Slots, scope: tuple[str, ...]) -> None:
    for how, named in conditions(node.get("when")):
        if how == "language":
            continue
        kind, at = kind_of(named, slots, scope), f"{path}.when"
        if kind is None:
            raise BadTemplate(at, f"no slot is named {named!r}", layer=node.get("name"))
        if how in PHOTO_CONDITIONS and kind not in _PICTURES:
            raise BadTemplate(at, f"{named!r} is no IMAGE slot", layer=node.get("name"))
        if how == "equals" and kind != "TEXT":
            raise BadTemplate(at, f"{named!r} is no TEXT slot", layer=node.get("name"))
        if how == "at_least" and kind not in _LISTS:
            raise BadTemplate(at, f"{named!r} is no LIST slot", layer=node.get("name"))


def check_colors(document: Node, slots: Slots, layers: list[Place]) -> None:
    known = {name for name, slot in slots.items() if slot.kind == "COLOR"}
    for path, rule in rules(document):
        _check_condition(path, rule, slots, tuple(slots))
    for name, rule in document.get("colors", {}).items():
        for used in colors_in(rule):
            if used not in known:
                raise BadTemplate(f"colors.{name}", f"no colour ${used} stands before it")
        known.add(name)
    for name, slot in slots.items():
        for used in colors_in(slot.default) if slot.kind == "COLOR" else ():
            raise BadTemplate(f"slots.{name}.default", f"no colour ${used} stands before it")
    for used in colors_in(document["canvas"]):
        if used not in known:
            raise BadTemplate("canvas", f"no colour is named ${used}")
    for place in layers:
        _check_colors_of(place, known, slots)


def _check_colors_of(place: Place, known: set[str], slots: Slots) -> None:
    for used in colors_in(place.node):
        within = slots[used].within if used in slots else None
        if used not in known or (within is not None and within not in place.scope):
            problem = f"no colour is named ${used}"
            raise BadTemplate(place.path, problem, layer=place.node["name"])


def _check_words(place: Place, slots: Slots) -> None:
    words = place.node["text"]
    for text in [words] if isinstance(words, str) else words.values():
        for used in slots_in(text):
            if kind_of(used, slots, place.scope) not in _WORDS:
                problem = f"{used!r} is no slot of words"
                raise BadTemplate(f"{place.path}.text", problem, layer=place.node["name"])


_NEEDS = {"picture": ("slot", _PICTURES, "IMAGE"), "code": ("slot", _CODES, "QR or BARCODE"),
          "repeat": ("each", _LISTS, "LIST"), "clip": ("slot", _FILMS, "VIDEO")}  # fmt: skip


def _check_layer(place: Place, slots: Slots) -> None:
    path, node, scope, parent = place
    name, kind = node["name"], node["kind"]
    _check_condition(path, node, slots, scope)
    if kind in _NEEDS:
        field, kinds, said = _NEEDS[kind]
        if kind_of(node[field], slots, scope) not in kinds:
            problem = f"{node[field]!r} is no {said} slot"
            raise BadTemplate(f"{path}.{field}", problem, layer=name)
    if kind == "repeat" and "along" in node and kind_of(node["along"], slots, scope) not in _LISTS:
        raise BadTemplate(f"{path}.along", f"{node['along']!r} is no LIST slot", layer=name)
    if kind == "text":
        _check_words(place, slots)
    if kind == "gradient" and ("fill" in node) == ("grain" in node):
        raise BadTemplate(path, "has either a fill or grain", layer=name)
    if kind in _BOXED and parent != _FLOWS and "box" not in node:
        raise BadTemplate(path, "lacks 'box'", layer=name)
    if kind in _SIZED and parent == _FLOWS and "size" not in node:
        raise BadTemplate(path, "lacks 'size'", layer=name)
    if kind == "repeat" and parent != _FLOWS:
        raise BadTemplate(path, "stands in no stack", layer=name)
    _check_path(path, node)


def _check_path(path: str, node: Node) -> None:
    if "PATH" in {node.get("form"), node.get("mask")} and "path" not in node:
        raise BadTemplate(path, "lacks 'path'", layer=node["name"])
    if "path" in node:
        try:
            rings_of(node["path"])
        except ValueError as error:
            raise BadTemplate(f"{path}.path", str(error), layer=node["name"]) from None


def check_layers(layers: list[Place], slots: Slots) -> None:
    if len(layers) > MOST_LAYERS:
        raise TooLarge(f"{len(layers)} layers; at most {MOST_LAYERS} are painted")
    names: set[str] = set()
    for place in layers:
        name = place.node["name"]
        if name in names:
            raise BadTemplate(f"{place.path}.name", "stands twice", layer=name)
        names.add(name)
        _check_layer(place, slots)


def check_hug(document: Node) -> None:
    hugged = document["canvas"].get("hug")
    if hugged is None:
        return
    stacks = [node for node in document["layers"] if node["name"] == hugged]
    if not stacks or stacks[0]["kind"] != "stack":
        raise BadTemplate("canvas.hug", f"no stack on the canvas is named {hugged!r}")
