"""What is to be made, down to the last byte that it depends on."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from domain.creatives.models import RenderJob
from domain.creatives.states import RenderFormat, RenderKind
from domain.json_text import canonical, sha256_of
from domain.money import UnitPrice


@dataclass(frozen=True)
class Pin:
    """A row whose words are part of what is made, and their hash; neither ever changes."""

    id: UUID
    sha256: str


@dataclass(frozen=True)
class ShownPrice:
    """A price that will be seen: a listing's, a variant's, or the lowest of a product."""

    price: UnitPrice
    product_id: UUID
    variant_id: UUID | None = None
    listing_id: UUID | None = None


@dataclass(frozen=True)
class Problem:
    """Why one of many cannot be made; the others are. Layer and slot are names in the template."""

    code: str
    error: str
    layer: str | None = None
    slot: str | None = None


@dataclass(frozen=True)
class NewRender:
    """What to make: a template, values for its slots, the files of its pictures and its fonts.

    `asked` is what that was bound from, so that it can be bound anew. With a `problem` it is kept
    as a render that failed.
    """

    kind: RenderKind
    slot_values: Mapping[str, Any]
    pictures: Mapping[str, str]  # the file's key by the name that a slot's value gives
    file_name: str
    format: RenderFormat = RenderFormat.PNG
    scale: Decimal = Decimal(1)
    template: str | None = None
    template_version: Pin | None = None
    preset: Pin | None = None
    product_id: UUID | None = None
    variant_id: UUID | None = None
    store_id: UUID | None = None
    listing_id: UUID | None = None
    event_id: UUID | None = None
    event_shown: Mapping[str, Any] = field(default_factory=dict)  # what of it, as it was then
    prices: Sequence[ShownPrice] = ()
    asked: Mapping[str, Any] = field(default_factory=dict)
    fonts: Mapping[str, str] = field(default_factory=dict)  # that were added: keys, by name=hash
    retry_of_id: UUID | None = None
    repeat_of_id: UUID | None = None
    problem: Problem | None = None

    def input_hash(self, engine: str) -> str:
        """SHA-256 of all that the file depends on; `engine` names what draws, in its version."""
        told = {
            "engine": engine,
            "kind": self.kind,
            "template": self.template_version.sha256 if self.template_version else self.template,
            "preset": self.preset and self.preset.sha256,
            "values": self.slot_values,
            "pictures": self.pictures,
            "fonts": self.fonts,
            "output": [self.format, f"{self.scale.normalize():f}"],
        }
        return sha256_of(canonical(told))


def asked_of(row: RenderJob) -> NewRender:
    """What was asked for; its template version and preset are loaded with it."""
    version, preset = row.template_version, row.preset
    return NewRender(
        kind=row.kind,
        slot_values=json.loads(row.slot_values),
        pictures=json.loads(row.pictures),
        file_name=row.file_name,
        format=row.format,
        scale=row.scale,
        template=row.template,
        template_version=Pin(version.id, version.sha256) if version else None,
        preset=Pin(preset.id, sha256_of(preset.document)) if preset else None,
        product_id=row.product_id,
        variant_id=row.variant_id,
        store_id=row.store_id,
        listing_id=row.listing_id,
        event_id=row.event_id,
        event_shown=json.loads(row.event_shown),
        asked=json.loads(row.asked),
        fonts=json.loads(row.fonts),
    )
