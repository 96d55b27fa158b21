"""docs/templates.md: made from the schema, complete, and its example is one that can be drawn."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from media.document.reference import MARK, page
from media.document.schema import template_schema
from media.document.template import parse
from media.render import render
from tests.media import shots

PAGE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text("utf-8")


def test_the_page_is_fresh() -> None:
    """`python -m media.document.reference docs/templates.md` makes it so."""
    assert PAGE.endswith(f"\n\n{MARK}\n\n{page()}")


def fields(schema: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(schema, Mapping):
        named = schema.get("properties")
        if isinstance(named, Mapping) and all(isinstance(one, Mapping) for one in named.values()):
            for name, part in named.items():
                yield f"{path}.{name}", part
        for word, part in schema.items():
            yield from fields(part, f"{path}.{word}")
    elif isinstance(schema, list):
        for number, part in enumerate(schema):
            yield from fields(part, f"{path}[{number}]")


def test_every_field_has_its_sentence() -> None:
    """One of its own, or that of what it refers to; that of its kind says all by itself."""
    bare = [
        path
        for path, part in fields(template_schema())
        if "const" not in part and not part.get("description")
    ]
    assert bare == []


def test_the_page_names_every_field_and_every_definition() -> None:
    text = page()
    for path, _ in fields(template_schema()):
        name = path.rpartition(".")[2]
        assert f"`{name}`" in text or f".{name}`" in text, path
    for name in template_schema()["$defs"]:
        assert re.search(rf"^###? {name}$", text, re.MULTILINE), name
    for link in re.findall(r"\]\(#([a-z_]+)\)", text):
        assert re.search(rf"^###? {link}$", text, re.MULTILINE), link


def test_another_schema_of_this_shape_has_its_page() -> None:
    schema = {
        "description": "A thing.",
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": ["A", "B"], "description": "Which."}},
        "$defs": {
            "layer": {
                "discriminator": {"propertyName": "kind"},
                "oneOf": [{"$ref": "#/$defs/song"}, {"$ref": "#/$defs/dance"}],
            },
            "song": {
                "type": "object",
                "properties": {
                    "kind": {"const": "song"},
                    "name": {"type": "string", "description": "Of it."},
                    "beat": {"type": "number", "minimum": 1, "description": "A | minute."},
                },
            },
            "dance": {
                "type": "object",
                "properties": {
                    "kind": {"const": "dance"},
                    "name": {"type": "string", "description": "Of it."},
                },
            },
        },
    }
    text = page(schema)
    assert "| `kind` * | `A`, `B` | Which. |" in text
    assert text.count("| `name` | text | Of it. |") == 1
    assert "| `beat` | number at least 1 | A \\| minute. |" in text
    assert text.index("### song") < text.index("### dance")


def test_the_example_can_be_drawn() -> None:
    document, values = (
        json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    )
    assert parse(document).name == "shelf-label"
    given = {**values, "picture": "vase"}
    made = render(document, given, {"vase": shots.vase()}, format="png", scale=0.5)
    bare = {name: value for name, value in given.items() if name != "was"}
    less = render(document, bare, {"vase": shots.vase()}, format="png", scale=0.5)
    assert made.data != less.data
    with Image.open(io.BytesIO(made.data)) as picture:
        assert picture.size == (450, 300)
