"""Templates made to harm: each is refused by a typed error, or drawn within the limits."""

import copy
import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from media.child import Limits, Renderer, Request
from media.errors import (
    BadTemplate,
    BadValue,
    MediaError,
    MissingGlyph,
    RenderFailed,
    SlotError,
    TemplateError,
    TextOverflow,
    TooLarge,
)
from tests.media import shots

BARE: dict[str, Any] = {
    "version": 1,
    "name": "hostile",
    "kind": "POSTER",
    "canvas": {"width_px": 400, "height_px": 500, "ground": "#FFFFFF"},
    "slots": {
        "title": {"kind": "TEXT"},
        "picture": {"kind": "IMAGE"},
        "items": {"kind": "LIST", "max_items": 200, "fields": {"name": {"kind": "TEXT"}}},
    },
    "layers": [{"name": "ground", "kind": "gradient", "fill": "#EEEEEE"}],
}
VAST = 10**9


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    limits = Limits(patience_s=120, processor_s=60, memory_mb=1_536, file_mb=64)
    with Renderer(limits=limits) as one:
        yield one


def with_layers(*layers: dict[str, Any], **changed: Any) -> dict[str, Any]:
    named = [{"name": f"layer-{number}", **layer} for number, layer in enumerate(layers)]
    return {**copy.deepcopy(BARE), "layers": named, **changed}


def words(text: str = "{title}", **style: Any) -> dict[str, Any]:
    return {"kind": "text", "text": text, "box": [20, 20, 360, 460], "size": [10, 40], **style}


def shape(**style: Any) -> dict[str, Any]:
    return {"kind": "shape", "box": [20, 20, 300, 300], "fill": "#336699", **style}


def nested(depth: int, kind: str = "group") -> dict[str, Any]:
    layer: dict[str, Any] = {"name": "leaf", "kind": "gradient", "fill": "#FFFFFF"}
    for number in range(depth):
        layer = {"name": f"g{number}", "kind": kind, "layers": [layer]}
    return layer


def ring() -> dict[str, Any]:
    document = with_layers({"kind": "group"})
    document["layers"][0]["layers"] = document["layers"]
    return document


def chain(count: int) -> dict[str, Any]:
    """Colours, each mixed of the one before it and itself: 2 to the power of their number."""
    colors: dict[str, Any] = {"c0": "#102030"}
    for number in range(1, count):
        before = f"$c{number - 1}"
        colors[f"c{number}"] = {"mix": [before, before], "share": 0.5}
    return with_layers(shape(fill=f"$c{count - 1}"), colors=colors)


def condition(depth: int) -> Any:
    held: Any = "title"
    for _ in range(depth):
        held = {"not": held}
    return held


REFUSED: dict[str, Any] = {
    "colours that name each other": with_layers(shape(), colors={"a": "$b", "b": "$a"}),
    "a colour that names itself": with_layers(shape(), colors={"a": {"shade": "$a"}}),
    "a slot's colour that names itself": with_layers(
        shape(), slots={"ink": {"kind": "COLOR", "default": "$ink"}}
    ),
    "a condition nested 300 deep": with_layers(shape(when=condition(300))),
    "groups nested 40 deep": with_layers(nested(40)),
    "stacks nested 40 deep": with_layers(nested(40, "stack")),
    "a million layers": {**BARE, "layers": [BARE["layers"][0]] * 1_000_000},
    "a thousand slots": with_layers(
        shape(), slots={f"s{number}": {"kind": "TEXT"} for number in range(1_000)}
    ),
    "a box of no number": with_layers(shape(box=[0, 0, float("nan"), 9])),
    "a box without end": with_layers(shape(box=[0, 0, float("inf"), 9])),
    "a box of a billion px": with_layers(shape(box=[0, 0, VAST, VAST])),
    "a box far away": with_layers(shape(box=[-VAST, 0, 9, 9])),
    "a box of words": with_layers(shape(box=["100%", "all", 9, 9])),
    "a blur of a billion px": with_layers(shape(shadows=[{"color": "#000000", "sigma": VAST}])),
    "a hundred shadows": with_layers(shape(shadows=[{"color": "#000000"}] * 100)),
    "letters of a million px": with_layers(words(size=1_000_000)),
    "a canvas of 8192 x 16384 px": {
        **BARE,
        "canvas": {"width_px": 8192, "height_px": 16384, "ground": "#FFFFFF"},
    },
    "a canvas without width": {
        **BARE,
        "canvas": {"width_px": 0, "height_px": 500, "ground": "#FFFFFF"},
    },
    "a name that leads elsewhere": {**BARE, "name": "../../etc/passwd"},
    "words of a megabyte": with_layers(words("x" * 1_000_000)),
    "a pattern that would take for ever": with_layers(shape(fill="#" + "a" * 100_000 + "!")),
    "a field of no template": with_layers(shape(onload="alert(1)")),
    "layers by name": {**BARE, "layers": {"0": BARE["layers"][0]}},
    "a gradient of colours before places": with_layers(
        shape(fill={"linear": [["#000000", 0], ["#FFFFFF", 1]]})
    ),
    "a number before its list": with_layers(shape(when={"at_least": [2, "items"]})),
    "no document but a list": [1, 2, 3],
    "a version to come": {**BARE, "version": 99},
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_template_beyond_reason_is_refused(renderer: Renderer, name: str) -> None:
    with pytest.raises((TemplateError, TooLarge)) as caught:
        renderer.render(Request(template=REFUSED[name]))
    assert str(caught.value)
    assert len(str(caught.value)) < 200_000


def test_recursion_beyond_json_is_refused_before_it_leaves(renderer: Renderer) -> None:
    deep: list[Any] = []
    for _ in range(10_000):
        deep = [deep]
    for wrong in (ring(), with_layers(nested(10_000)), {**BARE, "samples": [{"deep": deep}]}):
        with pytest.raises((BadTemplate, BadValue)):
            renderer.render(Request(template=wrong))


DRAWN: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "sixty colours of two before": (chain(60), {}),
    "a box of negative width": (with_layers(shape(box=[300, 300, -200, -200])), {}),
    "a box of nothing": (with_layers(shape(box=[0, 0, 0, 0])), {}),
    "a box of 20,000 px": (with_layers(shape(box=[-10_000, -10_000, 20_000, 20_000])), {}),
    "the widest blur": (
        with_layers(shape(shadows=[{"color": "#000000", "sigma": 500, "spread": 500}] * 4)),
        {},
    ),
    "letters of 4,000 px": (with_layers(words(size=[4, 4_000])), {"title": "W"}),
    "a picture in a box of nothing": (
        with_layers({"kind": "picture", "slot": "picture", "box": [9, 9, 0, 0]}),
        {"picture": "vase"},
    ),
    "corners of 20,000 px": (with_layers(shape(corners=20_000)), {}),
    "a gradient of one place": (
        with_layers(shape(fill={"linear": [[0.5, "#000000"], [0.5, "#FFFFFF"]]})),
        {},
    ),
    "a gradient backwards": (
        with_layers(shape(fill={"linear": [[9, "#000000"], [-9, "#FFFFFF"]]})),
        {},
    ),
    "a radial gradient of no radius": (
        with_layers(shape(fill={"radial": [[0, "#000000"], [1, "#FFFFFF"]], "radii": [0, 0]})),
        {},
    ),
    "groups nested to the limit": (with_layers(nested(7)), {}),
    "a name repeated 80 times": (
        with_layers(
            {
                "kind": "stack",
                "box": [0, 0, 400, 500],
                "layers": [
                    {
                        "name": "each",
                        "kind": "repeat",
                        "each": "items",
                        "layers": [
                            {"name": "one", "kind": "text", "text": "{items.name}", "size": [4, 9]}
                        ],
                    }
                ],
            }
        ),
        {"items": [{"name": f"n{number}"} for number in range(80)]},
    ),
}


@pytest.mark.parametrize("name", DRAWN)
def test_what_is_odd_and_yet_allowed_is_drawn(renderer: Renderer, name: str) -> None:
    document, values = DRAWN[name]
    made = renderer.render(
        Request(template=document, values=values, assets={"vase": shots.vase()}, scale=0.5)
    )
    with Image.open(io.BytesIO(made.data)) as picture:
        assert picture.size == (200, 250)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("x" * 2_001, SlotError),
        ("x" * 10_000_000, SlotError),
        ("\u202e\u202d\u2066" * 700, SlotError),
        ("e" + "\u0301" * 1_900, (TextOverflow, MissingGlyph)),
        ("\U000f0000", MissingGlyph),
        ("\ud800", (MissingGlyph, SlotError)),
        ("a\0b", (MissingGlyph, SlotError)),
        ("a\u2028b", (MissingGlyph, SlotError)),
    ],
)
def test_words_made_to_harm_are_refused(renderer: Renderer, title: str, kind: Any) -> None:
    request = Request(template=with_layers(words()), values={"title": title})
    with pytest.raises(kind) as caught:
        renderer.render(request)
    assert caught.value.template == "hostile"
    assert caught.value.layer or caught.value.slot


@pytest.mark.parametrize(
    "values",
    [
        {"title": ["x"]},
        {"title": {"$ref": "#"}},
        {"title": 1e308},
        {"picture": {"asset": ["vase"]}},
        {"picture": {"asset": "vase", "focus": [float("nan"), 0.5]}},
        {"picture": {"asset": "vase", "subject": [0, 0, VAST, VAST]}},
        {"items": [{"name": "x"}] * 100_000},
        {"items": [[[[]]]]},
        {"items": {"name": "x"}},
        {"__proto__": {"polluted": True}},
        {"language": "../../etc"},
    ],
)
def test_values_made_to_harm_are_refused_by_their_slot(
    renderer: Renderer, values: dict[str, Any]
) -> None:
    document = with_layers(words())
    with pytest.raises(MediaError) as caught:
        renderer.render(Request(template=document, values=values, assets={"vase": shots.vase()}))
    assert not isinstance(caught.value, RenderFailed)
    assert caught.value.slot
    assert caught.value.template == "hostile"
