"""Every way in which a poster can be refused: which error, of which rule, naming what."""

import copy
import json
from collections.abc import Mapping
from typing import Any

import pytest

from media import errors
from media.document import shelf
from media.errors import MediaError
from media.render import check, render
from tests.media import shots

ASSETS = {"vase": shots.vase()}
NEW: dict[str, Any] = {"title": "Red stays", "picture": "vase"}
CUT: dict[str, Any] = {**NEW, "price": {"amount": "2399.00", "currency": "CNY"}}


def dollars(amount: Any, currency: Any = "USD") -> dict[str, Any]:
    return {"price": {"amount": amount, "currency": currency}}


VALUES: list[tuple[str, dict[str, Any], type[MediaError], str | None]] = [
    ("poster-nowhere", NEW, errors.UnknownTemplate, None),
    ("../render", NEW, errors.UnknownTemplate, None),
    ("poster-new-arrival", {**NEW, "tittle": "x"}, errors.UnknownSlot, "tittle"),
    ("poster-price-cut", {**CUT, "saving": CUT["price"]}, errors.UnknownSlot, "saving"),
    ("poster-new-arrival", {"picture": "vase"}, errors.MissingSlot, "title"),
    ("poster-new-arrival", {**NEW, "title": " \n "}, errors.MissingSlot, "title"),
    ("poster-new-arrival", {**NEW, "title": None}, errors.MissingSlot, "title"),
    ("poster-price-cut", NEW, errors.MissingSlot, "price"),
    ("poster-new-arrival", {"title": "Red"}, errors.MissingSlot, "picture"),
    ("poster-new-arrival", {**NEW, "picture": "chair"}, errors.MissingAsset, "picture"),
    ("poster-new-arrival", {**NEW, "picture": 7}, errors.BadValue, "picture"),
    ("poster-new-arrival", {**NEW, "picture": {"asset": "vase", "zoom": 2}}, errors.BadValue, "picture"),
    ("poster-new-arrival", {**NEW, "picture": {"asset": "vase", "focus": [2, 0]}}, errors.BadValue, "picture"),
    ("poster-new-arrival", {**NEW, "picture": {"asset": "vase", "focus": "left"}}, errors.BadValue, "picture"),
    ("poster-new-arrival", {**NEW, "picture": {"asset": "vase", "subject": [0.5, 0.5, 0.2, 0.9]}}, errors.BadValue, "picture"),
    ("poster-new-arrival", {**NEW, "title": 12}, errors.BadValue, "title"),
    ("poster-new-arrival", {**NEW, "title": "x" * 81}, errors.BadValue, "title"),
    ("poster-new-arrival", {**NEW, "accent": "red"}, errors.BadValue, "accent"),
    ("poster-new-arrival", {**NEW, "accent": 5}, errors.BadValue, "accent"),
    ("poster-new-arrival", {**NEW, "language": "tlh"}, errors.BadValue, "language"),
    ("poster-price-cut", {**NEW, **dollars(12.5)}, errors.BadValue, "price"),
    ("poster-price-cut", {**NEW, **dollars("12.505")}, errors.BadValue, "price"),
    ("poster-price-cut", {**NEW, **dollars("-1")}, errors.BadValue, "price"),
    ("poster-price-cut", {**NEW, **dollars("NaN")}, errors.BadValue, "price"),
    ("poster-price-cut", {**NEW, **dollars("1e30")}, errors.BadValue, "price"),
    ("poster-price-cut", {**NEW, **dollars("9", "XXX")}, errors.BadValue, "price"),
    ("poster-price-cut", {**NEW, **dollars("9.50", "JPY")}, errors.BadValue, "price"),
    ("poster-price-cut", {**NEW, "price": "¥9"}, errors.BadValue, "price"),
    ("poster-price-cut", {**CUT, "was": {"amount": "9", "currency": "CNY"}}, errors.BadValue, "was"),
    ("poster-price-cut", {**CUT, "was": {"amount": "9999", "currency": "USD"}}, errors.BadValue, "was"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "values", "kind", "slot"), VALUES)
def test_a_wrong_value_is_refused_before_anything_is_drawn(
    name: str, values: Mapping[str, Any], kind: type[MediaError], slot: str | None
) -> None:
    for refuse in (
        lambda: check(name, values, ASSETS.keys()),
        lambda: render(name, values, ASSETS),
    ):
        with pytest.raises(kind) as caught:
            refuse()
        assert type(caught.value) is kind
        assert (caught.value.template, caught.value.slot) == (name, slot)


@pytest.mark.parametrize(
    ("values", "kind", "layer"),
    [
        ({**NEW, "title": "Red ᚠ"}, errors.MissingGlyph, "title"),
        ({**NEW, "title": "Red \u0007"}, errors.MissingGlyph, "title"),
        ({**NEW, "brand": "ሰላም"}, errors.MissingGlyph, "brand"),
        ({**NEW, "title": "W\n" * 5 + "W"}, errors.TextOverflow, "title"),
    ],
)
def test_words_that_cannot_be_set_name_their_layer(
    values: Mapping[str, Any], kind: type[MediaError], layer: str
) -> None:
    with pytest.raises(kind) as caught:
        check("poster-new-arrival", values, ASSETS.keys())
    assert (caught.value.template, caught.value.layer) == ("poster-new-arrival", layer)


def document() -> dict[str, Any]:
    file = shelf.FOLDER / "poster-new-arrival.json"
    read: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return read


WRONG: list[tuple[list[Any], Any, str]] = [
    (["version"], 2, "version"),
    (["name"], "Poster", "name"),
    (["canvas", "width_px"], -5, "canvas.width_px"),
    (["canvas", "width_px"], True, "canvas.width_px"),
    (["canvas", "ground"], "$nowhere", "canvas"),
    (["colors", "ink"], {"pick": ["$later"], "on": "#FFFFFF"}, "colors.ink"),
    (["colors", "ink"], {"blend": 1}, "colors.ink"),
    (["slots", "title", "kind"], "HOLOGRAM", "slots.title.kind"),
    (["slots", "was", "above"], "title", "slots.was"),
    (["slots", "Bad Name"], {"kind": "TEXT"}, "slots.Bad Name"),
    (["layers"], [], "layers"),
    (["layers", 0], 5, "layers[0]"),
    (["layers", 0, "kind"], "video", "layers[0].kind"),
    (["layers", 0, "colour"], "#FFFFFF", "layers[0].colour"),
    (["layers", 0, "slot"], "title", "layers[0].slot"),
    (["layers", 0, "box"], [0, 0, 100], "layers[0].box"),
    (["layers", 0, "box"], [0, 0, float("nan"), 5], "layers[0].box[2]"),
    (["layers", 0, "when"], "nobody", "layers[0].when"),
    (["layers", 0, "when"], {"open_above": "title"}, "layers[0].when"),
    (["layers", 0, "name"], "grain", "layers"),
    (["layers", 0, "opacity"], 2, "layers[0].opacity"),
    (["slots", "language"], {"kind": "TEXT"}, "slots.language"),
]


@pytest.mark.parametrize(("path", "value", "field"), WRONG)
def test_a_wrong_template_is_refused_with_the_path_of_what_is_wrong(
    path: list[Any], value: Any, field: str
) -> None:
    wrong = document()
    at: Any = wrong
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    with pytest.raises(errors.BadTemplate) as caught:
        check(wrong, NEW, ASSETS.keys())
    assert caught.value.field.startswith(field)
    assert caught.value.rule == "template.schema"


@pytest.mark.parametrize("wrong", [None, 5, [], {}, {"version": 1}, "x" * 5000])
def test_what_is_no_template_at_all_is_refused(wrong: Any) -> None:
    with pytest.raises(errors.TemplateError):
        check(wrong, NEW, ASSETS.keys())


def nested(depth: int) -> dict[str, Any]:
    layer: dict[str, Any] = {"name": "leaf", "kind": "gradient", "fill": "#FFFFFF"}
    for number in range(depth):
        layer = {"name": f"g{number}", "kind": "group", "layers": [layer]}
    return layer


def test_templates_deep_or_large_beyond_reason_are_refused() -> None:
    deep, cyclic, many, vast = (document() for _ in range(4))
    deep["layers"].append(nested(40))
    ring: dict[str, Any] = {"name": "ring", "kind": "group"}
    ring["layers"] = [ring]
    cyclic["layers"].append(ring)
    many["layers"] = [copy.deepcopy(nested(0)) for _ in range(1_000_000)]
    vast["canvas"] = {"width_px": 8192, "height_px": 16384, "ground": "#FFFFFF"}
    for wrong in (deep, cyclic, many):
        with pytest.raises(errors.BadTemplate):
            check(wrong, NEW, ASSETS.keys())
    with pytest.raises(errors.TooLarge):
        check(vast, NEW, ASSETS.keys())


def test_a_format_or_a_scale_that_is_not_there_is_refused() -> None:
    with pytest.raises(errors.UnknownFormat):
        render("poster-new-arrival", NEW, ASSETS, format="bmp")
    for scale in (0.0, -1.0, 99.0, float("nan")):
        with pytest.raises(errors.TooLarge):
            render("poster-new-arrival", NEW, ASSETS, scale=scale)


def test_each_error_says_its_place_in_words() -> None:
    error = errors.MissingGlyph("\u0e01", layer="title").within(template="poster", layer="other")
    assert str(error) == ("No font has the character U+0E01 (template 'poster', layer 'title')")
    rules = [kind.rule for kind in MediaError.__subclasses__()]
    assert len(rules) == len(set(rules))
