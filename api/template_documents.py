"""Documents of templates between `media`, which understands, and `domain`, which keeps them."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from domain.templates.documents import BadDocument, Document, SlotFacts, written
from domain.templates.states import SlotKind, TemplateKind
from media.document.facts import by_language, facts_of
from media.document.slot import Slot

if TYPE_CHECKING:
    from media.errors import MediaError

CHINESE = "zh"
_KINDS = {"FILM": TemplateKind.VIDEO, "PACKAGING": TemplateKind.PACKAGING}
_STEP = re.compile(r"[^.\[\]]+")


def checked(given: Any, *path: str) -> Document:
    """What a client sent, if `media` takes it; raises BadDocument with the path into it."""
    try:
        return _checked(written(given))
    except BadDocument as error:
        error.under(*path)
        raise


@lru_cache(maxsize=4)
def _checked(text: str) -> Document:
    """Kept, so that what was checked before a transaction is at hand within it."""
    from media.document.library import read  # noqa: PLC0415  imports what draws
    from media.errors import MediaError  # noqa: PLC0415

    document = json.loads(text)
    try:
        read(document)
    except MediaError as error:
        raise _refused(document, error) from None
    return document_of(text, document)


def document_of(text: str, document: Mapping[str, Any]) -> Document:
    """Of a document that is known to be right."""
    facts = facts_of(document)
    title, title_zh = _words(facts.title)
    return Document(
        text=text,
        kind=_KINDS.get(facts.kind, TemplateKind.IMAGE),
        title=title,
        title_zh=title_zh,
        width_px=facts.width_px,
        height_px=facts.height_px,
        languages=facts.languages,
        presets=facts.presets,
        slots=[_slot(slot) for slot in facts.slots],
    )


def _words(words: Any) -> tuple[str, str | None]:
    """In English or else the first language there is, and in Chinese."""
    said = by_language(words)
    return said.get("en") or next(iter(said.values())), said.get(CHINESE) or None


def _slot(slot: Slot) -> SlotFacts:
    label, label_zh = _words(slot.label)
    return SlotFacts(
        name=slot.name,
        kind=SlotKind[slot.kind],
        label=label,
        label_zh=label_zh,
        within=slot.within,
        is_required=slot.required,
        is_computed=bool(slot.minus),
        max_chars=slot.max_chars,
        min_items=slot.min_items if slot.is_list else None,
        max_items=slot.max_items if slot.is_list else None,
        options=slot.options,
        binding=slot.binding,
        above=slot.above,
        symbology=slot.symbology if slot.kind == "BARCODE" else None,
        default=slot.default,
    )


def _refused(document: Any, error: "MediaError") -> BadDocument:
    field: str | None = getattr(error, "field", None)
    steps = _STEP.findall(field) if field and field != "template" else []
    walked = list(_walked(document, steps))
    layers = [layer for _, layer in walked if layer]
    path = [step for step, _ in walked]
    slot = error.slot or (path[1] if path[:1] == ["slots"] and len(path) > 1 else None)
    return BadDocument(
        f"{error.message}.",
        *path,
        layer=error.layer or (layers[-1] if layers else None),
        slot=slot,
        rule=error.rule,
    )


def _walked(document: Any, steps: list[str]) -> Iterator[tuple[str, str | None]]:
    """Each step into the document, and the name of the layer that it leads to, if to one.

    A list's field is said as `slots.list.field`, and lies in the list's `fields`.
    """
    here, before = document, ""
    for step in steps:
        if isinstance(here, list):
            here = here[int(step)] if step.isdecimal() and int(step) < len(here) else None
            name = here.get("name") if isinstance(here, dict) and before == "layers" else None
            yield step, name if isinstance(name, str) else None
        else:
            fields = here.get("fields") if isinstance(here, dict) and step not in here else None
            if isinstance(fields, dict) and step in fields:
                yield "fields", None
                here = fields
            here = here.get(step) if isinstance(here, dict) else None
            yield step, None
        before = step
