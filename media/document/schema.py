"""A document against the published JSON Schema: the law that users read is the one that is kept.

Knows the words of draft 2020-12 that our schemas use, and no others.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from media.errors import BadTemplate, TemplateError, TooLarge

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (Mapping,),
    "array": (list, tuple),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
}
_DEEPEST = 24
Schema = Mapping[str, Any]


@lru_cache(maxsize=2)
def _stored(name: str) -> Schema:
    schema: Schema = json.loads((Path(__file__).parent / name).read_text("utf-8"))
    return schema


def template_schema() -> Schema:
    return _stored("template.schema.json")


def packaging_schema() -> Schema:
    """Its layers, slots and colours are those of the template's."""
    return _stored("packaging.schema.json")


@contextmanager
def naming(document: Any) -> Iterator[None]:
    """What is found wrong with a document says which template it is, if it has a name."""
    name = document.get("name") if isinstance(document, Mapping) else None
    try:
        yield
    except (TemplateError, TooLarge) as error:
        raise error.within(template=name if isinstance(name, str) else None) from None


def _resolved(schema: Schema) -> Schema:
    while "$ref" in schema:
        schema = template_schema()["$defs"][schema["$ref"].rpartition("/")[2]]
    return schema


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "number":
        return isinstance(value, int | float) and abs(value) < 1e9  # which NaN is not
    return isinstance(value, _TYPES[kind])


def _scalar(value: Any, schema: Schema) -> str | None:
    """What is wrong with a value by itself."""
    if "const" in schema and (value != schema["const"] or isinstance(value, bool)):
        return f"must be {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        return f"must be one of {', '.join(map(str, schema['enum']))}"
    if "type" in schema and not _is(value, schema["type"]):
        return f"must be of type {schema['type']}"
    if isinstance(value, str):
        return _text(value, schema)
    return _number(value, schema) if isinstance(value, int | float) else None


def _text(value: str, schema: Schema) -> str | None:
    if len(value) > schema.get("maxLength", len(value)):
        return f"is longer than {schema['maxLength']} characters"
    if "pattern" in schema and not re.fullmatch(schema["pattern"], value):
        return f"{value!r} does not match {schema['pattern']}"
    return None


def _number(value: float, schema: Schema) -> str | None:
    if value < schema.get("minimum", value):
        return f"is less than {schema['minimum']}"
    return f"is more than {schema['maximum']}" if value > schema.get("maximum", value) else None


def _object(value: Mapping[str, Any], schema: Schema, field: str, depth: int) -> None:
    known = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            raise BadTemplate(field or "template", f"lacks {name!r}")
    if len(value) > schema.get("maxProperties", len(value)):
        raise BadTemplate(field, f"has more than {schema['maxProperties']} fields")
    others = schema.get("additionalProperties", True)
    for name, part in value.items():
        within = f"{field}.{name}" if field else str(name)
        if (names := schema.get("propertyNames")) and (wrong := _scalar(name, names)):
            raise BadTemplate(within, wrong)
        if name in known:
            validate(part, known[name], within, depth + 1)
        elif others is False:
            raise BadTemplate(within, "is not a field of this")
        elif isinstance(others, Mapping):
            validate(part, others, within, depth + 1)


def _array(value: Sequence[Any], schema: Schema, field: str, depth: int) -> None:
    if len(value) < schema.get("minItems", 0):
        raise BadTemplate(field, f"has fewer than {schema['minItems']} items")
    if len(value) > schema.get("maxItems", len(value)):
        raise BadTemplate(field, f"has more than {schema['maxItems']} items")
    first = schema.get("prefixItems", ())
    for number, part in enumerate(value):
        if number < len(first):
            validate(part, first[number], f"{field}[{number}]", depth + 1)
        elif "items" in schema:
            validate(part, schema["items"], f"{field}[{number}]", depth + 1)


def _one_of(value: Any, schema: Schema, field: str, depth: int) -> None:
    """By the field that tells the kinds apart, so that the error is about that kind."""
    tells = schema["discriminator"]["propertyName"]
    kinds = {
        branch["properties"][tells]["const"]: branch for branch in map(_resolved, schema["oneOf"])
    }
    if not isinstance(value, Mapping):
        raise BadTemplate(field, "must be of type object")
    if not isinstance(value.get(tells), str) or value[tells] not in kinds:
        raise BadTemplate(f"{field}.{tells}", f"must be one of {', '.join(kinds)}")
    validate(value, kinds[value[tells]], field, depth)


def _any_of(value: Any, schema: Schema, field: str, depth: int) -> None:
    """The complaint of the branch that came farthest."""
    farthest: BadTemplate | None = None
    for branch in schema["anyOf"]:
        try:
            validate(value, branch, field, depth + 1)
        except BadTemplate as error:
            if farthest is None or len(error.field) > len(farthest.field):
                farthest = error
        else:
            return
    if farthest is not None and len(farthest.field) > len(field):
        raise farthest
    raise BadTemplate(field, schema.get("description", "is nothing that may stand here"))


def validate(value: Any, schema: Schema, field: str = "", depth: int = 0) -> None:
    """Raises BadTemplate with the path of the first field that is wrong."""
    if depth > _DEEPEST:
        raise BadTemplate(field, f"is nested deeper than {_DEEPEST}")
    schema = _resolved(schema)
    if "oneOf" in schema:
        _one_of(value, schema, field, depth)
        return
    if "anyOf" in schema:
        _any_of(value, schema, field, depth)
        return
    if wrong := _scalar(value, schema):
        raise BadTemplate(field or "template", wrong)
    if isinstance(value, Mapping):
        _object(value, schema, field, depth)
    elif isinstance(value, list | tuple):
        _array(value, schema, field, depth)
