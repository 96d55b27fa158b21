"""`tradepost templates`: which there are, what they look like, whether one's own is right."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import typer

from api.commands.template_file import size_of, template_in
from api.refused import Refused
from media.document.facts import by_language, facts_of
from media.document.library import read, shipped
from media.document.schema import packaging_schema, template_schema
from media.document.shelf import stored
from media.document.slots import words_in
from media.errors import MediaError

LANGUAGES = ("en", "zh")


def said_of(name: str) -> dict[str, Any]:
    """A template as programs want it."""
    document = stored(name)
    template = read(document)
    return {
        "name": name,
        "kind": template.kind,
        "revision": template.revision,
        "title": by_language(template.title),
        "width_px": template.width_px,
        "height_px": template.height_px,
        "languages": list(template.languages),
        "presets": list(facts_of(document).presets),
        "slots": [slot_said(slot, node) for slot, node in document["slots"].items()],
    }


def slot_said(name: str, node: Mapping[str, Any]) -> dict[str, Any]:
    """Whatever the document says of it; of a list also what each of its items may have."""
    said = {"name": name, "required": False, **node}
    if "label" in node:
        said["label"] = by_language(node["label"])
    if "fields" in node:
        said["fields"] = [slot_said(field, part) for field, part in node["fields"].items()]
    return said


def listed(*, as_json: bool) -> None:
    """One table of slots a template; or all of it as JSON."""
    found = [said_of(name) for name in shipped()]
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for one in found:
        titles = "  ".join(one["title"].get(language, "") for language in LANGUAGES).strip()
        size = size_of(read(stored(one["name"])))
        typer.echo(f"{one['name']}  {titles}")
        typer.echo(f"  {one['kind']}, revision {one['revision']}, {size}")
        typer.echo(f"  presets: {', '.join(one['presets']) or 'none'}")
        rows = list(slot_rows(one["slots"]))
        wide = [max(len(row[column]) for row in rows) for column in range(2)]
        for slot, kind, rest in rows:
            typer.echo(f"    {slot:<{wide[0]}}  {kind:<{wide[1]}}  {rest}".rstrip())
        typer.echo("")


def slot_rows(slots: Iterable[Mapping[str, Any]], within: str = "") -> Iterable[tuple[str, ...]]:
    """Name, kind, and the rest of it in words."""
    for slot in slots:
        name = within + slot["name"]
        said = ["required"] if slot["required"] else []
        if "max_chars" in slot:
            said.append(f"up to {slot['max_chars']} characters")
        if slot["kind"] in {"LIST", "SWATCHES"}:
            most = slot.get("max_items", 12)
            said.append(f"{slot.get('min_items', 0)} to {most} items")
        if "above" in slot:
            said.append(f"more than {slot['above']}")
        if "minus" in slot:
            said.append(f"computed: {slot['minus'][0]} less {slot['minus'][1]}")
        if "binding" in slot:
            said.append(f"from {slot['binding']}")
        yield name, slot["kind"], ", ".join(said)
        yield from slot_rows(slot.get("fields", ()), f"{name}.")


def schema(*, packaging: bool = False) -> str:
    whole = packaging_schema() if packaging else template_schema()
    return json.dumps(whole, ensure_ascii=False, indent=2)


def check(file: Path) -> str:
    """One line when it is right; raises Refused with the field, layer and slot that are not."""
    try:
        _, template = template_in(str(file) if file.suffix == ".json" else f"./{file}")
    except MediaError as error:
        raise Refused(f"{file}: {error}.") from None
    size = size_of(template)
    title = words_in(template.title, "en")
    return f"{file}: {template.name} ({title}) is right: {size}, {len(template.slots)} slots."
