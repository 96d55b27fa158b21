"""Documents made from the JSON Schema of templates: right ones, and ones that are nearly right."""

import copy
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from media.document.schema import template_schema

Schema = Mapping[str, Any]
DEEPEST = 5
NAMES = ["title", "note", "price", "was", "picture", "ink", "on"]
SLOTS: dict[str, Any] = {
    "title": {"kind": "RICH_TEXT"},
    "note": {"kind": "TEXT", "default": {"en": "While they last", "zh": "售完即止"}},
    "price": {"kind": "PRICE"},
    "was": {"kind": "PRICE", "above": "price"},
    "picture": {"kind": "IMAGE"},
    "ink": {"kind": "COLOR", "default": "#223344"},
    "on": {"kind": "BOOLEAN", "default": True},
    "code": {"kind": "QR"},
    "clip": {"kind": "VIDEO"},
    "items": {"kind": "LIST", "fields": {"name": {"kind": "TEXT"}}},
}
VALUES: dict[str, Any] = {
    "title": "Red *stays* 红",
    "price": {"amount": "9.50", "currency": "EUR"},
    "was": {"amount": "19", "currency": "EUR"},
    "picture": "vase",
    "code": "https://tradepost.example/1",
    "items": [{"name": "one"}, {"name": "二"}, {}],
}
TEXTS = ["{title}", "{price}", "Now {price}", "{note}", "plain", "汉字 and Latin", "*a*", "{"]
LENGTHS = st.one_of(st.integers(-40, 400), st.sampled_from(["0%", "50%", "100%-20", "33.3%+4"]))
COLORS = st.sampled_from(["#FFFFFF", "#12345678", "$ink", "$ink/0.5"])
PATTERNED = {
    "name": st.sampled_from([f"l{number}" for number in range(400)]),
    "slot": st.sampled_from(["picture"] * 9 + ["title"]),
    "each": st.just("items"),
    "path": st.sampled_from(["M 0 0 L 1 0 L 1 1 Z", "M 0 0 C 1 0 1 1 0 1 Z", "M", "no"]),
    **dict.fromkeys(("placeable", "open_above", "cuttable", "sample"), st.just("picture")),
}


def resolved(schema: Schema) -> Schema:
    while "$ref" in schema:
        schema = template_schema()["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return schema


def numbers(schema: Schema) -> st.SearchStrategy[Any]:
    """Mostly small; the ends of what is allowed are tried too."""
    low, high = schema.get("minimum", -50), schema.get("maximum", 400)
    if schema["type"] == "integer":
        return st.one_of(st.integers(low, min(high, low + 60)), st.sampled_from([low, high]))
    near = st.floats(low, min(high, low + 400), allow_nan=False)
    return st.one_of(near, st.sampled_from([low, high]))


def texts(schema: Schema, field: str) -> st.SearchStrategy[Any]:
    if field in PATTERNED:
        return PATTERNED[field]
    if "pattern" in schema:
        return st.sampled_from(NAMES)
    return st.sampled_from([*TEXTS, *NAMES])


def objects(schema: Schema, depth: int) -> st.SearchStrategy[Any]:
    known = schema.get("properties", {})
    needed = schema.get("required", ())
    more = {name for name in known if name not in needed and (depth > 0 or name != "layers")}
    if not known:
        others = schema.get("additionalProperties", {"type": "integer"})
        inner = values(others, "", depth - 1) if isinstance(others, Mapping) else st.integers()
        return st.dictionaries(st.sampled_from(NAMES[:4]), inner, max_size=2)
    return (
        st.lists(st.sampled_from(sorted(more)), unique=True, max_size=6).flatmap(
            lambda chosen: st.fixed_dictionaries(
                {name: values(known[name], name, depth - 1) for name in [*needed, *chosen]}
            )
        )
        if more
        else st.fixed_dictionaries({name: values(known[name], name, depth - 1) for name in needed})
    )


def arrays(schema: Schema, field: str, depth: int) -> st.SearchStrategy[Any]:
    if first := schema.get("prefixItems"):
        return st.tuples(*(values(one, field, depth) for one in first)).map(list)
    least = schema.get("minItems", 0)
    most = min(schema.get("maxItems", 4), least + 3)
    return st.lists(values(schema.get("items", {}), field, depth), min_size=least, max_size=most)


def values(schema: Schema, field: str = "", depth: int = DEEPEST) -> st.SearchStrategy[Any]:
    """Whatever the schema allows there, as far as a schema can tell."""
    if schema.get("$ref") == "#/$defs/length":
        return LENGTHS
    if schema.get("$ref") == "#/$defs/color":
        return COLORS
    if schema.get("$ref") in {"#/$defs/rule", "#/$defs/condition"} and depth < 2:
        return COLORS if schema["$ref"].endswith("rule") else st.sampled_from(NAMES)
    if schema.get("$ref") == "#/$defs/words":
        text = st.sampled_from(TEXTS)
        return st.one_of(text, st.fixed_dictionaries({"en": text, "zh": text}))
    schema = resolved(schema)
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if branches := schema.get("oneOf", schema.get("anyOf")):
        if depth < 1 and "oneOf" in schema:  # no layers within layers without end
            branches = [one for one in branches if "layers" not in resolved(one)["properties"]]
        return st.sampled_from(branches).flatmap(lambda one: values(one, field, depth))
    match schema.get("type"):
        case "object":
            return objects(schema, depth)
        case "array":
            return arrays(schema, field, depth)
        case "string":
            return texts(schema, field)
        case "boolean":
            return st.booleans()
        case "integer" | "number":
            return numbers(schema)
    return st.none()


def mended(layers: list[Any], boxes: Any, count: list[int], *, in_stack: bool = False) -> None:
    """What no schema can say: each name once, a repeat in a stack, either a fill or grain."""
    for layer in layers:
        count[0] += 1
        layer["name"] = f"l{count[0]}"
        kind = layer["kind"]
        if kind == "repeat" and not in_stack:
            layer["kind"], layer["box"] = "group", boxes()
            for own in ("each", "along", "most", "skip"):
                layer.pop(own, None)
        elif not in_stack and kind != "repeat":
            layer.setdefault("box", boxes())
        if kind == "gradient":
            layer.setdefault("fill", "#336699")
            layer.pop("grain", None)
        if kind == "code":
            layer["slot"] = "code"
        if kind == "clip":
            layer["slot"] = "clip"
        stacked = kind == "stack" or (kind == "repeat" and in_stack)
        mended(layer.get("layers", []), boxes, count, in_stack=stacked)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A template over SLOTS, with layers of any kind; what it names is mostly there."""
    layer = template_schema()["$defs"]["layer"]
    layers = draw(st.lists(values(layer, "", DEEPEST), min_size=1, max_size=5))
    layers = copy.deepcopy(layers)
    mended(layers, lambda: draw(st.lists(LENGTHS, min_size=4, max_size=4)), [0])
    rule = values({"$ref": "#/$defs/rule"}, "", 3)
    return {
        "version": 1,
        "name": "fuzzed",
        "kind": "POSTER",
        "canvas": {"width_px": 200, "height_px": 240, "ground": "#F0F0F0"},
        "slots": copy.deepcopy(SLOTS),
        "colors": {"paper": draw(st.one_of(COLORS, rule))},
        "layers": layers,
    }


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(node, dict):
        for name, part in node.items():
            found += places(part, (*path, name))
    elif isinstance(node, list):
        for number, part in enumerate(node):
            found += places(part, (*path, number))
    return found


WRONG: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from([[], {}, [[]], {"layers": []}, -1, 1e308, float("nan"), "$ink", "{title}"]),
)


@st.composite
def nearly(draw: st.DrawFn) -> Any:
    """One of those, with up to three places put wrong: another value, gone, or one too many."""
    document = draw(documents())
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(places(document) or [("name",)]))
        at: Any = document
        for step in path[:-1]:
            at = at[step]
        what = draw(st.sampled_from(["other", "gone", "more"]))
        if what == "gone":
            del at[path[-1]]
        elif what == "other" or isinstance(at, list):
            at[path[-1]] = draw(WRONG)
        else:
            at[draw(st.text(max_size=8))] = draw(WRONG)
    return document
