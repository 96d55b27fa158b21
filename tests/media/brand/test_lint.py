"""A template held to a brand: what is measured, where, and what is passed over."""

from collections.abc import Mapping
from typing import Any

import pytest

from media.brand.lint import lint
from media.brand.rules import Brand, Finding, LayerRule, Verdict
from media.document import library, shelf
from media.errors import BadTemplate
from tests.media.packaging.tags import tag

BRAND = Brand(
    {"brand.primary": "#1d4d4f", "brand.background": "#f5efe6", "brand.text": "#1f2a2c"},
    {"heading": "Instrument Serif", "body": "Inter"},
    clear_space=0.5,
    logo_min_px=40,
)
WORDS = {"name": "words", "kind": "text", "text": "{title}", "box": [40, 40, 320, 80],
         "size": [20, 60], "font": "Inter", "color": "#1f2a2c"}  # fmt: skip
LOGO = {"name": "mark", "kind": "picture", "slot": "logo", "box": [40, 200, 100, 50]}


def document(*layers: Mapping[str, Any], ground: str = "#f5efe6", **more: Any) -> dict[str, Any]:
    return {
        "version": 1,
        "name": "small",
        "kind": "BANNER",
        "canvas": {"width_px": 400, "height_px": 300, "ground": ground},
        "slots": {
            "title": {"kind": "TEXT", "required": True, "default": {"en": "Tea"}},
            "logo": {"kind": "LOGO", "binding": "store.logo"},
            "picture": {"kind": "IMAGE"},
            "tone": {"kind": "COLOR", "binding": "brand.primary", "default": "#ff0000"},
        },
        "layers": list(layers),
        **more,
    }


def found(rule: LayerRule, *layers: Mapping[str, Any], **more: Any) -> list[Finding]:
    return [one for one in lint(document(*layers, **more), BRAND) if one.rule is rule]


def panel(color: Any, box: list[Any] | None = None, **more: Any) -> dict[str, Any]:
    at = box or [0, 0, 400, 160]
    return {"name": "panel", "kind": "shape", "box": at, "fill": color, **more}


@pytest.mark.parametrize(
    ("layers", "measured", "verdict"),
    [
        ([WORDS], "12.88:1", Verdict.PASS),
        ([panel("#808080"), WORDS], "3.72:1", Verdict.PASS),  # of 60 px these are large
        ([panel("#808080"), {**WORDS, "size": 18}], "3.72:1", Verdict.WARN),
        ([panel("$tone"), WORDS], "1.56:1", Verdict.FAIL),  # the brand's, not the default
        ([panel("#00000080"), WORDS], "3.30:1", Verdict.PASS),  # a veil over the canvas
        ([panel({"linear": [[0, "#ffffff"], [1, "#1d4d4f"]]}), WORDS], "1.56:1", Verdict.FAIL),
        ([WORDS, panel("#1d4d4f")], "12.88:1", Verdict.PASS),  # what lies above is no ground
        ([{**WORDS, "opacity": 0.4}], "2.30:1", Verdict.FAIL),  # as faint as the layer is
    ],
)
def test_words_are_held_to_what_they_stand_on(
    layers: list[Any], measured: str, verdict: Verdict
) -> None:
    [one] = found(LayerRule.CONTRAST, *layers)
    assert (one.layer, one.measured, one.verdict) == ("words", measured, verdict)
    assert one.path == f"layers[{layers.index(next(n for n in layers if n['kind'] == 'text'))}]"


@pytest.mark.parametrize(
    "layers",
    [
        [panel("#1d4d4f", [0, 0, 60, 300]), WORDS],  # under some of the words
        [panel("#1d4d4f", form="ELLIPSE"), WORDS],
        [panel("#1d4d4f", opacity=0.5), WORDS],
        [{"name": "photo", "kind": "picture", "slot": "logo", "box": [0, 0, 400, 300]}, WORDS],
        [{**WORDS, "color": {"linear": [[0, "#f5efe6"], [1, "#ffffff"]]}}],
        [{**WORDS, "blend": "MULTIPLY"}],
    ],
)
def test_what_nobody_knows_without_a_photo_is_passed_over(layers: list[Any]) -> None:
    assert found(LayerRule.CONTRAST, *layers) == []


def test_a_colour_that_hangs_on_a_photo_is_passed_over() -> None:
    rules = {"ink": {"sample": "picture", "otherwise": "#f5efe6"}, "paper": "$ink"}
    assert found(LayerRule.CONTRAST, {**WORDS, "color": "$ink"}, colors=rules) == []
    assert found(LayerRule.CONTRAST, WORDS, ground="$paper", colors=rules) == []


@pytest.mark.parametrize(
    ("other", "nearest", "verdict"),
    [
        ([], "40 px to the edge", Verdict.PASS),
        ([{**WORDS, "box": [160, 200, 200, 50]}], " px to 'words'", Verdict.FAIL),
        ([panel("#1d4d4f", [0, 180, 400, 120])], "40 px to the edge", Verdict.PASS),
        ([panel("#1d4d4f", [150, 200, 50, 50])], "10 px to 'panel'", Verdict.FAIL),
        ([panel("#1d4d4f00", [150, 200, 50, 50])], "40 px to the edge", Verdict.PASS),
    ],
)
def test_a_mark_has_its_room(other: list[Any], nearest: str, verdict: Verdict) -> None:
    [one] = found(LayerRule.LOGO_MARGIN, *other, LOGO)
    assert (one.limit, one.verdict) == ("at least 25 px", verdict)
    assert one.measured.endswith(nearest)


def test_a_mark_is_large_enough() -> None:
    sizes = [found(LayerRule.LOGO_SIZE, {**LOGO, "box": [40, 200, 100, px]}) for px in (39, 40)]
    assert [one.verdict for [one] in sizes] == [Verdict.FAIL, Verdict.PASS]


def test_colours_and_families_are_the_brands() -> None:
    inner = {**WORDS, "name": "inner", "color": "#1e4e50", "font": ["brand.heading", "Archivo"]}
    frame = {"name": "frame", "kind": "frame", "box": [0, 0, 400, 160], "layers": [inner]}
    findings = lint(document(frame, WORDS, colors={"sun": "#ffcc00"}), BRAND)
    said = [
        (one.rule.name, one.path, one.verdict.name, one.measured)
        for one in findings
        if one.rule in {LayerRule.COLOR, LayerRule.FONT}
    ]
    assert said == [
        ("COLOR", "canvas.ground", "PASS", "0.000 from brand.background"),
        ("COLOR", "colors.sun", "WARN", "0.186 from brand.background"),
        ("COLOR", "layers[0].layers[0]", "PASS", "0.004 from brand.primary"),
        ("COLOR", "layers[1]", "PASS", "0.000 from brand.text"),
        ("FONT", "layers[0].layers[0]", "PASS", "brand.heading"),
        ("FONT", "layers[0].layers[0]", "WARN", "Archivo"),
        ("FONT", "layers[1]", "PASS", "Inter"),
    ]


def test_panels_of_a_packaging_and_scenes_of_a_film_are_looked_at_too() -> None:
    words = {**WORDS, "color": "#ffcc00", "font": "Archivo", "box": [5, 20, 40, 8]}
    carton = tag({**words, "text": "Tea"}, ground="#00aa00")
    scene = {"name": "one", "seconds": {"min": 2}, "ground": "#aa00aa", "layers": [words]}
    film = {**document(), "kind": "FILM", "film": {"scenes": [scene]}}
    del film["layers"]
    said = [
        [(one.path, one.measured.partition(" ")[0]) for one in lint(read, BRAND)]
        for read in (carton, film)
    ]
    assert said[0] == [
        ("artwork[0].ground", "0.317"),
        ("artwork[0].layers[0]", "0.186"),
        ("artwork[0].layers[0]", "Archivo"),
    ]
    assert said[1] == [
        ("canvas.ground", "0.000"),
        ("film.scenes[0].ground", "0.303"),
        ("film.scenes[0].layers[0]", "0.186"),
        ("film.scenes[0].layers[0]", "Archivo"),
    ]


def test_a_slot_is_bound_to_what_a_brand_has() -> None:
    for binding, kind in (
        ("brand.nothing", "COLOR"),
        ("brand.primary", "LOGO"),
        ("brand.logo", "COLOR"),
    ):
        slots = {"wrong": {"kind": kind, "binding": binding}}
        with pytest.raises(BadTemplate, match=r"slots.wrong.binding") as wrong:
            lint({**document(WORDS), "slots": {**document()["slots"], **slots}}, BRAND)
        assert binding in str(wrong.value)


def test_every_template_that_ships_is_looked_at_and_words_are_read() -> None:
    shipped = {name: lint(shelf.stored(name), BRAND) for name in library.shipped()}
    assert all(shipped.values())
    failed = [
        (name, one.layer, one.measured)
        for name, findings in shipped.items()
        for one in findings
        if one.rule is LayerRule.CONTRAST and one.verdict is Verdict.FAIL
    ]
    assert failed == []
