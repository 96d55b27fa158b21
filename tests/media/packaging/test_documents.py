"""Documents of packagings: what is wrong with one is named by its path."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.dielines import shipped, style_named
from media.document.families import asks_for_roles
from media.document.millimetres import UNITS, in_units, units
from media.document.packaging import named, parse
from media.document.schema import packaging_schema, template_schema
from media.errors import BadTemplate, UnknownTemplate
from media.packaging.render import check_packaging
from tests.media.packaging.tags import EAN, SIZE, WORDS, tag


def changed(**more: Any) -> dict[str, Any]:
    return {**tag(WORDS), **more}


def artwork(**more: Any) -> dict[str, Any]:
    return changed(artwork=[{"panels": ["front"], "layers": [WORDS], **more}])


CARTON = {"style": "straight-tuck-end",
          "size": {"width": 70, "depth": 50, "height": 100, "board": 0.4}}  # fmt: skip
WRONG: list[tuple[dict[str, Any], str, str]] = [
    (changed(kind="POSTER"), "kind", "must be 'PACKAGING'"),
    (changed(dieline={"style": "bag", "size": SIZE}), "dieline.style", "no style is named 'bag'"),
    (changed(dieline={"style": "hang-tag", "size": {**SIZE, "height": 900}}), "dieline.size.height",
     "is from 40 to 250 mm"),
    (changed(dieline={"style": "hang-tag", "size": {"width": 50}}), "dieline.size.height",
     "is a measure"),
    (changed(dieline={"style": "hang-tag", "size": SIZE, "bleed": 0}), "dieline.bleed",
     "is less than 1"),
    (artwork(panels=["lid"]), "artwork[0].panels[0]", "there are back, front"),
    (artwork(panels=["front", "front"]), "artwork[0].panels", "do not meet at a fold"),
    (artwork(layers=[{**WORDS, "box": [0, 0, 4]}]), "artwork[0].layers[0].box", "fewer than 4"),
    (artwork(layers=[{**WORDS, "color": "$none"}]), "artwork[0].layers[0]", "named $none"),
    (artwork(ground="#FFFFFF", layers=[{**WORDS, "text": "{none}"}]), "artwork[0].layers[0].text",
     "'none' is no slot"),
    (artwork(ground="$none"), "artwork[0].ground", "named $none"),
    ({**changed(), "artwork": [{"panels": ["front"]}]}, "artwork[0]", "neither a ground nor"),
    ({**changed(dieline=CARTON), "artwork": [{"panels": ["glue"], "ground": "#FFFFFF"}]},
     "artwork[0].panels[0]", "takes no ink"),
    ({**changed(dieline=CARTON),
      "artwork": [{"panels": ["left"], "copies": ["front"], "ground": "#FFFFFF"}]},
     "artwork[0].copies[0]", "not of the size of 'left'"),
    (artwork(layers=[{"name": "film", "kind": "clip", "slot": "clip", "box": [0, 0, 9, 9]}],
             ) | {"slots": {"clip": {"kind": "VIDEO"}}}, "artwork[0].layers[0]",
     "a film cannot be printed"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "field", "problem"), WRONG)
def test_a_wrong_document_is_refused_with_its_path(
    document: dict[str, Any], field: str, problem: str
) -> None:
    with pytest.raises(BadTemplate) as refused:
        parse(document)
    assert refused.value.field == field
    assert problem in refused.value.message
    assert refused.value.template == "packaging-test"


def test_the_schema_refers_to_layers_that_the_template_schema_has() -> None:
    known = template_schema()["$defs"]
    text = json.dumps(packaging_schema())
    named_there = {
        part.partition('"')[0] for part in text.split("tradepost:template:1#/$defs/")[1:]
    }
    assert named_there
    assert named_there <= set(known)


def test_an_unknown_packaging_is_refused() -> None:
    with pytest.raises(UnknownTemplate):
        named("packaging-none")


def test_layers_are_in_millimetres_and_words_in_points() -> None:
    layer = {
        "name": "whole", "kind": "stack", "box": ["50%-3", 2, "100%+6", 0.5], "gap": 1.5,
        "shadows": [{"color": "#000000", "y": 2, "sigma": 0.5}], "border": {"color": "#000000", "px": 0.5},
        "layers": [{"name": "words", "kind": "text", "text": "a", "size": [7.2, 72],
                    "tracking": 0.1, "stroke": {"width": 0.25, "color": "#000000"},
                    "han": {"size": 36, "leading": 1.5}}],
    }  # fmt: skip
    made = in_units(layer)
    assert made["box"] == ["50%-12", 8, "100%+24", 2]
    assert (made["gap"], made["border"]["px"]) == (6, 2)
    assert made["shadows"] == [{"color": "#000000", "y": 8, "sigma": 2}]
    (words,) = made["layers"]
    assert words["size"] == pytest.approx([2.54 * UNITS, 25.4 * UNITS])
    assert words["stroke"]["width"] == 1
    assert words["han"] == {"size": pytest.approx(12.7 * UNITS), "leading": 1.5}
    assert words["tracking"] == 0.1


@given(st.integers(0, 100), st.integers(-90, 90))
def test_a_part_of_a_length_keeps_its_share(share: int, more: int) -> None:
    assert units(f"{share}%{more:+d}") == f"{share}%{UNITS * more:+d}"
    assert units(f"{share}%") == f"{share}%"


def test_what_is_read_tells_panels_turns_and_what_is_left_bare() -> None:
    box = {"panels": ["left"], "copies": ["right"], "ground": "#FFFFFF"}
    read = parse(changed(dieline=CARTON, artwork=[box, {"panels": ["top"], "ground": "#000000"}]))
    assert [one.title for one in read.artworks] == ["left", "right", "top"]
    assert [one.turn for one in read.artworks] == [0, 0, 180]
    assert "front" in read.bare
    assert "glue" in read.bare
    assert "top" not in read.bare
    assert read.base.kind == "PACKAGING"


def test_a_font_of_the_brand_is_asked_for_by_any_artwork() -> None:
    words = {**WORDS, "font": ["brand.heading", "Inter"]}
    plain = {"panels": ["back"], "ground": "#FFFFFF"}
    named_by = {"panels": ["front"], "layers": [words]}
    assert asks_for_roles(parse(changed(artwork=[plain, named_by])).base)
    assert not asks_for_roles(parse(changed(artwork=[plain])).base)


PAGE = (Path(__file__).parents[3] / "docs" / "packaging.md").read_text("utf-8")


def test_the_example_of_the_page_would_be_printed() -> None:
    example = json.loads(PAGE.partition("```json\n")[2].partition("```")[0])
    findings = check_packaging(example, {"title": "Sea fog", "gtin": EAN}, {})
    assert findings == ()


def test_the_page_names_every_style_with_its_measures_and_panels() -> None:
    rows = dict(re.findall(r"^\| ([a-z-]+) \| (.*) \|$", PAGE, re.MULTILINE))
    assert tuple(sorted(set(rows) - {"style", "rule"})) == shipped()
    for name in shipped():
        style = style_named(name)
        measures, seen = rows[name].split(" | ")
        assert measures.split(", ") == list(style["measures"])
        assert set(seen.split(", ")) <= set(style["panels"])
