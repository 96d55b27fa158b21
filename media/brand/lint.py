"""A template seen in a brand: whether its words can be read, its mark has room, its colours and
families are the brand's. Pure; no photo is looked at, so what depends on one is passed over.

Contrast is that of WCAG 2.2, 1.4.3, distance that of OKLab: see `media.pixels.colors`. Large words
are those of 24 CSS px, or of 18.66 in bold, where the canvas is as wide as a phone of 390 CSS px.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from media.brand.grounds import Known, covers, flattened, grounds_of, meets, over
from media.brand.rules import Brand, Finding, LayerRule, Verdict
from media.document import families, library
from media.document.bind import bind
from media.document.brand import FAMILY_ROLES, SETTING
from media.document.names import Node, Place, places
from media.document.slot import Slot
from media.document.slots import fill
from media.document.template import Template
from media.document.wanted import wanted
from media.errors import MediaError
from media.fonts import FAMILIES
from media.layout import PlacedGroup, PlacedPicture, PlacedShape, lay_out
from media.pixels import colors
from media.scene import Blend, Box, Color
from media.typesetting.text import PlacedText

WORDS, LARGE_WORDS = 4.5, 3.0
CLEAR = 0.06
PHONE_PX, LARGE_PX, LARGE_BOLD_PX, BOLD = 390, 24.0, 18.66, 700
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_SAID: Mapping[str, Any] = {"PRICE": {"amount": "49.00", "currency": "EUR"}, "TEXT": "Words"}


def lint(document: Mapping[str, Any], brand: Brand) -> list[Finding]:
    """Of films and packagings the colours and families alone. Raises BadTemplate or TooLarge."""
    template = library.read(document)
    found = list(_every_place(document))
    is_page = "canvas" in document and "layers" in document
    drawn = _drawn(document, template, brand, found) if is_page else ()
    return [*drawn, *_colors(document, brand, found), *_fonts(brand, found)]


def _every_place(document: Node) -> Iterator[Place]:
    yield from places(document.get("layers", ()))
    for number, scene in enumerate(document.get("film", {}).get("scenes", ())):
        yield from places(scene.get("layers", ()), f"film.scenes[{number}].layers")
    for number, artwork in enumerate(document.get("artwork", ())):
        yield from places(artwork.get("layers", ()), f"artwork[{number}].layers")


def _values(template: Template, brand: Brand) -> dict[str, Any]:
    """A sample's, with the brand's colours, and something in each slot that must be filled."""
    values: dict[str, Any] = dict(template.samples[0]) if template.samples else {}
    for slot in template.slots.values():
        if slot.within is not None:
            continue
        if slot.kind == "COLOR" and (color := brand.colors.get(slot.binding or "")):
            values[slot.name] = color
        elif slot.kind == "LOGO" or (slot.required and slot.name not in values):
            values.setdefault(slot.name, _stand_in(slot))
    shipped = {role: family for role, family in brand.fonts.items() if family in FAMILIES}
    return values | {SETTING: shipped}


def _stand_in(slot: Slot) -> Any:
    return _SAID.get(slot.kind.removeprefix("RICH_"), "picture")


def _drawn(
    document: Node, template: Template, brand: Brand, found: Sequence[Place]
) -> Iterator[Finding]:
    """What can only be said of a page; nothing of one that cannot be laid out without values."""
    values = _values(template, brand)
    try:
        filled = fill(template, values, list(wanted(template, values)))
        scene = bind(template, filled, lambda _asset: None)
        page = lay_out(scene)
    except MediaError:
        return
    known = Known(document)
    by_name = {place.node["name"]: place for place in found}
    items = list(flattened(page.placed))
    ground = scene.ground if known.is_known(document["canvas"]["ground"]) else None
    for number, item in enumerate(items):
        layer = getattr(item, "layer", None)
        place = by_name.get(layer.name.partition("[")[0]) if layer is not None else None
        if place is None:
            continue
        if isinstance(item, PlacedText) and known.is_known(place.node):
            grounds = grounds_of(items[:number], item.box, ground, by_name, known)
            if grounds and (inks := _inks(item)):
                yield _contrast(place, item, inks, grounds, page.width_px)
        slot = template.slots.get(place.node.get("slot", ""))
        if isinstance(item, PlacedPicture) and slot is not None and slot.kind == "LOGO":
            canvas = Box(0, 0, page.width_px, page.height_px)
            yield from _logo(place, item.box, items, canvas, brand)


def _inks(item: PlacedText) -> list[Color]:
    """As faint as its layer is; none where words are a gradient, or are mixed with their ground."""
    layer = item.layer
    if layer.blend is not Blend.NORMAL:
        return []
    fills = [ink.fill for ink in item.inks if isinstance(ink.fill, Color)]
    return [fill._replace(alpha=fill.alpha * layer.opacity) for fill in fills]


def _contrast(
    place: Place,
    item: PlacedText,
    inks: Sequence[Color],
    grounds: Sequence[Color],
    width_px: float,
) -> Finding:
    css = item.size_px * PHONE_PX / width_px
    weight = min(span.font.weight for span in item.layer.spans)
    is_large = css >= LARGE_PX or (css >= LARGE_BOLD_PX and weight >= BOLD)
    limit = LARGE_WORDS if is_large else WORDS
    ratio, ink, ground = min(
        (colors.contrast(seen, ground), seen, ground)
        for ground in grounds
        for seen in (over(ink, ground) for ink in inks)
    )
    verdict = Verdict.PASS
    if ratio < limit:
        verdict = Verdict.WARN if ratio >= LARGE_WORDS else Verdict.FAIL
    size = "large words" if is_large else "words"
    return Finding(
        LayerRule.CONTRAST,
        place.path,
        place.node["name"],
        f"{_cut(ratio)}:1",
        f"at least {limit:g}:1",
        verdict,
        f"{_hex(ink)} on {_hex(ground)}, {size} of {item.size_px:.0f} px.",
    )


def _logo(
    place: Place, box: Box, items: Sequence[Any], canvas: Box, brand: Brand
) -> Iterator[Finding]:
    wanted_px = brand.clear_space * box.height
    nearest, name = _edge_gap(box, canvas), "the edge"
    for item in items:
        if item.box == box or _is_ground(item, box):
            continue
        gap = math.hypot(
            max(item.box.x - box.right, box.x - item.box.right, 0),
            max(item.box.y - box.bottom, box.y - item.box.bottom, 0),
        )
        if gap < nearest:
            layer = getattr(item, "layer", None)
            nearest, name = gap, repr(layer.name if layer is not None else item.name)
    has_room = nearest >= wanted_px - 0.5
    yield Finding(
        LayerRule.LOGO_MARGIN,
        place.path,
        place.node["name"],
        f"{nearest:.0f} px to {name}",
        f"at least {wanted_px:.0f} px",
        Verdict.PASS if has_room else Verdict.FAIL,
        f"{brand.clear_space:g} of its height stays free around the mark.",
    )
    is_large = box.height >= brand.logo_min_px
    yield Finding(
        LayerRule.LOGO_SIZE,
        place.path,
        place.node["name"],
        f"{box.height:.0f} px high",
        f"at least {brand.logo_min_px} px",
        Verdict.PASS if is_large else Verdict.FAIL,
        "The mark is large enough." if is_large else "The mark is smaller than it may be shown.",
    )


def _edge_gap(box: Box, canvas: Box) -> float:
    return max(0.0, min(box.x, box.y, canvas.width - box.right, canvas.height - box.bottom))


def _is_ground(item: Any, box: Box) -> bool:
    """What the mark stands on, or what nobody sees."""
    if isinstance(item, PlacedShape):
        fill = item.layer.fill
        return meets(item.box, box) or (isinstance(fill, Color) and fill.alpha == 0)
    if isinstance(item, PlacedGroup):
        return meets(item.box, box) and all(_is_ground(one, box) for one in item.children)
    return isinstance(item, PlacedPicture) and covers(item.box, box)


def _grounds(document: Node) -> Iterator[tuple[str, Any]]:
    """Colours beside the layers: of the canvas, of a film's scenes and words, of panels."""
    yield "canvas.ground", document.get("canvas", {}).get("ground")
    film: Node = document.get("film", {})
    for number, scene in enumerate(film.get("scenes", ())):
        yield f"film.scenes[{number}].ground", scene.get("ground")
    for name in ("color", "fill"):
        yield f"film.captions.{name}", film.get("captions", {}).get(name)
    for number, artwork in enumerate(document.get("artwork", ())):
        yield f"artwork[{number}].ground", artwork.get("ground")


def _written(document: Node, found: Sequence[Place]) -> Iterator[tuple[str, str | None, str]]:
    """Every colour that is written out: where, in which layer, and which."""
    for path, said in _grounds(document):
        yield from ((path, None, color) for color in _HEX.findall(repr(said)))
    for name, rule in document.get("colors", {}).items():
        yield from ((f"colors.{name}", None, color) for color in _HEX.findall(repr(rule)))
    for name, slot in document["slots"].items():
        if slot["kind"] == "COLOR" and not slot.get("binding", "").startswith("brand."):
            default = repr(slot.get("default"))
            yield from ((f"slots.{name}.default", None, color) for color in _HEX.findall(default))
    for place in found:
        own = {k: v for k, v in place.node.items() if k not in {"layers", "shadows", "text"}}
        yield from ((place.path, place.node["name"], color) for color in _HEX.findall(repr(own)))


def _colors(document: Node, brand: Brand, found: Sequence[Place]) -> Iterator[Finding]:
    """Each colour once, where it first stands, against the nearest of the palette."""
    if not brand.colors:
        return
    palette = {binding: colors.parse(said) for binding, said in brand.colors.items()}
    seen: set[str] = set()
    for path, layer, written in _written(document, found):
        color = written.lower()
        if color in seen:
            continue
        seen.add(color)
        own = colors.parse(color)
        nearest = min(palette, key=lambda name: colors.distance(own, palette[name]))
        apart = colors.distance(own, palette[nearest])
        yield Finding(
            LayerRule.COLOR,
            path,
            layer,
            f"{apart:.3f} from {nearest}",
            f"at most {CLEAR:g} in OKLab",
            Verdict.WARN if apart > CLEAR else Verdict.PASS,
            f"{color} is {'none' if apart > CLEAR else 'one'} of the brand's; the nearest is "
            f"{brand.colors[nearest]}.",
        )


def _fonts(brand: Brand, found: Sequence[Place]) -> Iterator[Finding]:
    """Each family once, where it is first named."""
    own = set(brand.fonts.values())
    first: dict[str, Place] = {}
    for place in found:
        for family in families.named(place.node):
            first.setdefault(family, place)
    for family, place in first.items():
        is_own = family in own or family in FAMILY_ROLES
        if not own:
            continue
        yield Finding(
            LayerRule.FONT,
            place.path,
            place.node["name"],
            family,
            ", ".join(sorted(own)),
            Verdict.PASS if is_own else Verdict.WARN,
            f"{family} is {'a' if is_own else 'no'} family of the brand.",
        )


def _hex(color: Color) -> str:
    red, green, blue = color.rgb
    return f"#{red:02x}{green:02x}{blue:02x}"


def _cut(value: float) -> str:
    return f"{math.floor(value * 100) / 100:.2f}"
