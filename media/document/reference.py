"""The reference page of the template format, from its JSON Schema.

`python -m media.document.reference docs/templates.md` makes the page's lower part anew: all that
follows the line MARK. What stands above it is written by hand.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from media.document.schema import template_schema

MARK = "<!-- Made from media/document/template.schema.json: python -m media.document.reference -->"
Schema = Mapping[str, Any]
Row = tuple[str, str, str]
_TYPES = {
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
}
_MOST = 0.75
"""The share of kinds that have a field, from which on it is told once for all."""


def _code(value: Any) -> str:
    return f"`{value}`"


def _range(schema: Schema, least: str, most: str, unit: str = "") -> str:
    """` 0 to 1`, ` at least 4`, or nothing."""
    low, high = schema.get(least), schema.get(most)
    if low is not None and high is not None:
        return f" {low}{unit}" if low == high else f" {low} to {high}{unit}"
    if high is not None:
        return f" at most {high}{unit}"
    return f" at least {low}{unit}" if low is not None else ""


def _listed(schema: Schema) -> str:
    if first := schema.get("prefixItems"):
        return f"[{', '.join(map(shape, first))}]"
    count = _range(schema, "minItems", "maxItems").strip()
    inner = schema.get("items")
    of = f" of {shape(inner)}" if inner else ""
    return f"list of {count}: {shape(inner)}" if inner and count else f"list{of}"


def _by_name(schema: Schema) -> str:
    others = schema.get("additionalProperties")
    if "properties" in schema:
        needed = schema.get("required", ())
        names = [_code(name if name in needed else f"{name}?") for name in schema["properties"]]
        return f"{{{', '.join(names)}}}"
    if isinstance(others, Mapping):
        return f"by name: {shape(others)}"
    return "object"


def shape(schema: Schema) -> str:
    """What may stand here, in a few words; a link where that is told elsewhere."""
    match schema:
        case {"$ref": ref}:
            name = ref.removeprefix("#/$defs/")
            said = f"[{name}](#{name})"
        case {"const": value}:
            said = _code(value)
        case {"enum": values}:
            said = ", ".join(map(_code, values))
        case {"anyOf": branches} | {"oneOf": branches}:
            said = " or ".join(dict.fromkeys(map(shape, branches)))
        case {"type": "array"}:
            said = _listed(schema)
        case {"type": "object"}:
            said = _by_name(schema)
        case {"type": "string"}:
            length = _range(schema, "minLength", "maxLength", " characters")
            said = f"text,{length}" if length else "text"
        case _:
            kind = _TYPES.get(str(schema.get("type")), "anything")
            said = f"{kind}{_range(schema, 'minimum', 'maximum')}"
    return said


def _told(schema: Schema) -> str:
    """Its description; where it has none, those of its branches."""
    if "description" in schema:
        return str(schema["description"])
    found = [_told(branch) for branch in schema.get("anyOf", ())]
    return " ".join(dict.fromkeys(filter(None, found)))


def _rows(schema: Schema, within: str = "") -> Iterator[Row]:
    """A row for each field, those of plain objects within it too."""
    needed = schema.get("required", ())
    for name, part in schema.get("properties", {}).items():
        told = _told(part)
        yield (
            f"`{within}{name}`{' *' if name in needed else ''}",
            shape(part) if "properties" not in part else "object",
            told,
        )
        if "properties" in part:
            yield from _rows(part, f"{within}{name}.")
        inner = part.get("additionalProperties")
        if isinstance(inner, Mapping) and "properties" in inner:
            yield from _rows(inner, f"{within}{name}.NAME.")
        if part.get("type") == "array" and "properties" in part.get("items", {}):
            yield from _rows(part["items"], f"{within}{name}[].")


def _cell(text: str) -> str:
    return text.replace("\n", " ").replace("|", "\\|")


def _table(rows: list[Row]) -> list[str]:
    if not rows:
        return []
    head = ["| field | what it may be | meaning |", "| --- | --- | --- |"]
    return [*head, *(f"| {' | '.join(map(_cell, row))} |" for row in rows), ""]


def _common(kinds: list[Schema]) -> dict[str, Schema]:
    """The fields that most of the kinds have, and have alike."""
    found: dict[str, Schema] = {}
    for kind in kinds:
        for name, part in kind.get("properties", {}).items():
            alike = sum(other.get("properties", {}).get(name) == part for other in kinds)
            if alike >= _MOST * len(kinds):
                found.setdefault(name, part)
    return found


def _kinds(schema: Schema, defs: Mapping[str, Schema]) -> Iterator[str]:
    """Of things told apart by a field: what most of them have, then each by itself."""
    names = [branch["$ref"].removeprefix("#/$defs/") for branch in schema["oneOf"]]
    kinds = [defs[one] for one in names]
    tells = schema["discriminator"]["propertyName"]
    common = _common(kinds)
    links = ", ".join(f"[{one}](#{one})" for one in names)
    yield from (f"Its `{tells}` * is one of: {links}. Where nothing else is said, it has:", "")
    needed = [name for name in kinds[0].get("required", ()) if name in common]
    yield from _table(list(_rows({"properties": common, "required": needed})))
    for one, kind in zip(names, kinds, strict=True):
        own = kind.get("properties", {})
        rest = {
            name: part for name, part in own.items() if name != tells and common.get(name) != part
        }
        lacks = ", ".join(_code(name) for name in common if name not in own)
        yield from (f"### {one}", "", *_paragraph(kind))
        if lacks:
            yield from (f"It has no {lacks}.", "")
        yield from _table(list(_rows({**kind, "properties": rest})))


def _paragraph(schema: Schema) -> list[str]:
    return [str(schema["description"]), ""] if "description" in schema else []


def _branches(schema: Schema) -> Iterator[str]:
    """Of what may be this or that: each with its fields."""
    for branch in schema.get("anyOf", ()):
        told = f": {branch['description']}" if "description" in branch else ""
        yield f"- {shape(branch)}{told}"
        for field, form, meaning in _rows(branch):
            yield f"  - {field} {form}{f'. {meaning}' if meaning else ''}"
    yield ""


def _section(name: str, schema: Schema, defs: Mapping[str, Schema]) -> Iterator[str]:
    yield from (f"## {name}", "", *_paragraph(schema))
    if "oneOf" in schema:
        yield from _kinds(schema, defs)
    elif "anyOf" in schema:
        yield from _branches(schema)
    elif "properties" in schema:
        yield from _table(list(_rows(schema)))
    else:
        pattern = f", as `{schema['pattern']}`" if "pattern" in schema else ""
        yield from (f"{shape(schema).capitalize()}{pattern}.", "")


def page(schema: Schema | None = None) -> str:
    """The lower part of the page, in Markdown; of another schema of this shape, if one is given."""
    schema = schema or template_schema()
    defs: Mapping[str, Schema] = schema.get("$defs", {})
    kinds = {
        branch["$ref"].removeprefix("#/$defs/")
        for one in defs.values()
        for branch in one.get("oneOf", ())
    }
    lines = ["## The document", "", *_paragraph(schema), "A field with * must be there.", ""]
    lines += _table(list(_rows(schema)))
    first = [name for name in ("slot", "layer") if name in defs]
    for name in [*first, *(one for one in defs if one not in {*first, *kinds})]:
        lines += _section(name, defs[name], defs)
    return "\n".join(lines).rstrip() + "\n"


def main(file: Path) -> None:
    by_hand = file.read_text("utf-8").partition(MARK)[0]
    file.write_text(f"{by_hand}{MARK}\n\n{page()}", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
