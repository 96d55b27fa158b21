"""A film template: a document whose scenes are stills that move.

Each scene is read as a still template of its own, over the film's slots and colours, so that
whatever a still may hold a scene may hold too. Shipped ones lie in `templates/film-*.json`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from media.document import shelf
from media.document import template as stills
from media.document.names import Node, places
from media.document.schema import naming, template_schema, validate
from media.document.slot import Slot
from media.document.template import Template
from media.errors import BadTemplate, TooLarge

CAPTION_SLOT = "film_caption"
MOST_LAYERS = 1200
_OF_SCENE = ("layers", "canvas")
_DEFAULT_BOX = (0.067, 0.55, 0.80, 0.095)  # left, top, width, height: CRAFT 1, inside all platforms
_DEFAULT_SIZE = 0.041  # of the shorter side
_EMPTY: Node = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class SceneTemplate:
    """One scene. `presence` is a still with one layer that is there if the scene is; `said` one
    with the words of its caption, or None."""

    name: str
    still: Template
    presence: Template
    said: Template | None
    node: Node
    transition: Node


@dataclass(frozen=True, slots=True, eq=False)
class FilmTemplate:
    """A document that has been checked: whatever it names is there.

    `caption` is a still that draws the words of its slot CAPTION_SLOT where captions stand.
    """

    name: str
    revision: int
    title: Any
    placements: tuple[str, ...]
    width_px: int
    height_px: int
    fps: int
    beat_s: float
    cover_at_s: float
    scenes: tuple[SceneTemplate, ...]
    audio: Node
    captions: Node
    caption: Template
    slots: Mapping[str, Slot]
    samples: tuple[Node, ...]
    languages: tuple[str, ...]

    @property
    def base(self) -> Template:
        """Any still with the film's slots and languages: what values are checked against."""
        return self.scenes[0].still


def _still(
    document: Node,
    layers: Any,
    ground: str | None,
    path: str,
    scope: tuple[str, ...] = (),
) -> Template:
    """Raises BadTemplate with the path in the film's own document.

    `scope` is the list whose item the scene is for.
    """
    canvas = document["canvas"] if ground is None else {**document["canvas"], "ground": ground}
    own = {key: value for key, value in document.items() if key not in {"film", "samples"}}
    own |= {"kind": "POSTER", "canvas": canvas, "layers": layers}
    try:
        return stills.parse(own, scope=scope)
    except BadTemplate as error:
        if not error.field.startswith(_OF_SCENE):
            raise
        problem = error.message.removeprefix(f"{error.field}: ")
        field = f"{path}.{error.field}" if path else error.field
        raise BadTemplate(field, problem, layer=error.layer, slot=error.slot) from None


def _caption_node(document: Node, words: Any) -> Node:
    """The pill and its words; the words may have slots in them."""
    style = document["film"].get("captions", _EMPTY)
    canvas = document["canvas"]
    wide, tall = canvas["width_px"], canvas["height_px"]
    left, top, width, height = _DEFAULT_BOX
    box = style.get("box", [wide * left, tall * top, wide * width, tall * height])
    size = style.get("size", min(wide, tall) * _DEFAULT_SIZE)
    text = {
        "name": "caption-words",
        "kind": "text",
        "text": words,
        "size": [size * 0.7, size],
        "lines": 2,
        "leading": 1.3,
        "font": ["Inter", "Noto Sans SC"],
        "weight": 600,
        "color": style.get("color", "#FFFFFF"),
        "align": "CENTER",
        "han": {"weight": 500, "tracking": 0.02, "leading": 1.36},
    }
    pill = {
        "name": "caption-pill",
        "kind": "stack",
        "fill": style.get("fill", "#101216C7"),
        "corners": size * 0.42,
        "padding": [size * 0.48, size * 0.72, size * 0.48, size * 0.72],
        "align": "CENTER",
        "layers": [text],
    }
    return {
        "name": "caption",
        "kind": "stack",
        "box": box,
        "align": "CENTER",
        "justify": "END",
        "layers": [pill],
    }


def _kind_of(slots: Mapping[str, Slot], name: str | None, kind: str, path: str) -> None:
    if name is not None and (name not in slots or slots[name].kind != kind):
        raise BadTemplate(path, f"{name!r} is no {kind} slot")


def _check_animation(node: Node, path: str, slots: Mapping[str, Slot]) -> None:
    for number, move in enumerate(node.get("animate", ())):
        where, start = f"{path}.animate[{number}]", move.get("from")
        if move["property"] != "count" and isinstance(start, str):
            raise BadTemplate(f"{where}.from", "must be of type number", layer=node["name"])
        if move["property"] == "count":
            if node["kind"] != "text" or start is None or "keyframes" in move:
                problem = "is for a text, from an amount or a PRICE slot to what it shows"
                raise BadTemplate(where, problem, layer=node["name"])
            if isinstance(start, str):
                _kind_of(slots, start, "PRICE", f"{where}.from")
        times = [at for at, _ in move.get("keyframes", ())]
        if any(later <= at for at, later in pairwise(times)):
            raise BadTemplate(f"{where}.keyframes", "are not in order", layer=node["name"])
    for curve, where in _easings(node, path):
        if isinstance(curve, list) and not (0 <= curve[0] <= 1 and 0 <= curve[2] <= 1):
            raise BadTemplate(where, "x1 and x2 are from 0 to 1", layer=node["name"])


def _easings(node: Node, path: str) -> Iterator[tuple[Any, str]]:
    for number, move in enumerate(node.get("animate", ())):
        yield move.get("easing"), f"{path}.animate[{number}].easing"
    yield node.get("ken_burns", _EMPTY).get("easing"), f"{path}.ken_burns.easing"


def _scene(document: Node, node: Node, number: int) -> SceneTemplate:
    path = f"film.scenes[{number}]"
    film = document["film"]
    scope = (node["each"],) if "each" in node else ()
    for name in scope:
        if document["slots"].get(name, _EMPTY).get("kind") != "LIST":
            raise BadTemplate(f"{path}.each", f"{name!r} is no LIST slot")
    still = _still(document, node["layers"], node.get("ground"), path, scope)
    for where, layer, _, _ in places(node["layers"], f"{path}.layers"):
        _check_animation(layer, where, still.slots)
    mark = {"name": "presence", "kind": "gradient", "fill": "#000000"}
    presence = [{**mark, "when": node["when"]} if "when" in node else mark]
    lengths = node.get("seconds", _EMPTY)
    _kind_of(still.slots, lengths.get("voice"), "AUDIO", f"{path}.seconds.voice")
    if "together" in lengths and not scope:
        raise BadTemplate(f"{path}.seconds.together", "is for a scene with each")
    if lengths.get("max", 120) < lengths.get("min", 0):
        raise BadTemplate(f"{path}.seconds.max", "is less than min")
    said = None
    if "caption" in node:
        said = _still(document, [_caption_node(document, node["caption"])], None, path, scope)
    return SceneTemplate(
        name=node["name"],
        still=still,
        presence=_still(document, presence, None, path, scope),
        said=said,
        node=node,
        transition=node.get("transition", film.get("transition", {"kind": "CUT"})),
    )


def _caption(document: Node) -> Template:
    """With a slot of its own, for words that are nobody's markup."""
    slots = {**document["slots"], CAPTION_SLOT: {"kind": "TEXT"}}
    node = _caption_node(document, f"{{{CAPTION_SLOT}}}")
    return _still({**document, "slots": slots}, [node], None, "film.captions")


def _checked(document: Node) -> FilmTemplate:
    if document["kind"] != "FILM" or "film" not in document or "layers" in document:
        raise BadTemplate("film", "a film has kind FILM and a field film, and no layers of its own")
    if CAPTION_SLOT in document["slots"]:
        raise BadTemplate(f"slots.{CAPTION_SLOT}", "is a name that is taken")
    film, names = document["film"], set[str]()
    scenes = []
    for number, node in enumerate(film["scenes"]):
        if node["name"] in names:
            raise BadTemplate(f"film.scenes[{number}].name", "stands twice")
        names.add(node["name"])
        scenes.append(_scene(document, node, number))
    layers = sum(1 for scene in scenes for _ in places(scene.still.layers))
    if layers > MOST_LAYERS:
        raise TooLarge(f"{layers} layers; at most {MOST_LAYERS} are in a film")
    slots, audio = scenes[0].still.slots, film.get("audio", _EMPTY)
    for name in ("music", "voice"):
        _kind_of(slots, audio.get(name), "AUDIO", f"film.audio.{name}")
    captions = film.get("captions", _EMPTY)
    _kind_of(slots, captions.get("slot"), "CAPTIONS", "film.captions.slot")
    stills_of = [still for scene in scenes for still in (scene.still, scene.said) if still]
    languages = tuple(dict.fromkeys(word for still in stills_of for word in still.languages))
    scenes = [replace(one, still=replace(one.still, languages=languages)) for one in scenes]
    return FilmTemplate(
        name=document["name"],
        revision=document.get("revision", 1),
        title=document.get("title", document["name"]),
        placements=tuple(document.get("placements", ())),
        width_px=document["canvas"]["width_px"],
        height_px=document["canvas"]["height_px"],
        fps=film.get("fps", 30),
        beat_s=float(film.get("beat", 0.0)),
        cover_at_s=float(film.get("cover_at", 0.0)),
        scenes=tuple(scenes),
        audio=audio,
        captions=captions,
        caption=_caption(document),
        slots=slots,
        samples=tuple(document.get("samples", ())),
        languages=languages,
    )


def parse(document: Mapping[str, Any]) -> FilmTemplate:
    """Raises BadTemplate with the path of what is wrong, or TooLarge."""
    with naming(document):
        validate(document, template_schema())
        return _checked(document)


@lru_cache(maxsize=1)
def shipped() -> tuple[str, ...]:
    """Names of the film templates that come with the product."""
    return tuple(name for name in shelf.names() if name.startswith("film-"))


@lru_cache(maxsize=32)
def named(name: str) -> FilmTemplate:
    """Raises UnknownTemplate."""
    return parse(shelf.stored(name, shipped(), "film template"))
