"""A product as a file has it, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain import text
from domain.assets.files import AssetFile
from domain.catalogue import fields
from domain.errors import DomainError
from domain.money import UnitPrice

LOADED = ("title", "title_zh", "description_html", "description_html_zh", "brand", "tags")
"""Fields of a product that a file may say, beside its lists."""


@dataclass(frozen=True, kw_only=True)
class VariantRow:
    """A variant, known by its options within the product, or else by its SKU.

    Files lack SKUs and repeat them: such a variant gets one of its own, made of its product's
    handle and its options, until a file has a free one for it. Any other SKU is kept, for stock
    and orders go by it.
    """

    option_values: Sequence[str] = ()
    sku: str | None = None
    unit_price: UnitPrice | None = None  # which a new one needs
    unit_cost: UnitPrice | None = None
    barcode: str | None = None
    title: str = ""
    weight_g: int | None = None


@dataclass(frozen=True, kw_only=True)
class PictureRow:
    """A picture at an address or in a file of ours; `option_values` of the variant it shows.

    `name` is of a file beside the import's own: whoever imports puts `file` in its place.
    """

    url: str | None = None
    file: AssetFile | None = None
    name: str | None = None
    alt: str = ""
    option_values: Sequence[str] | None = None


@dataclass(frozen=True, kw_only=True)
class ProductRow:
    """One product, known by its handle.

    What it leaves out stays as it is, and so does whatever a cell is empty for. Nothing is ever
    taken away. Tags of several words get dashes between them.
    """

    handle: str
    said: Mapping[str, Any] = field(default_factory=dict)  # of LOADED
    option_names: Sequence[str] = ()
    variants: Sequence[VariantRow] = ()
    category: Sequence[str] = ()  # names from the root down; made where they are missing
    attributes: Mapping[str, str] = field(default_factory=dict)
    pictures: Sequence[PictureRow] = ()
    is_active: bool | None = None  # for sale; None leaves it, and False too


class Outcome(StrEnum):
    """What became of one row."""

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    UNCHANGED = "UNCHANGED"
    REFUSED = "REFUSED"


@dataclass(frozen=True)
class Upserted:
    """What became of one row; an error's path starts at the row's own fields.

    `notes` say what was taken in differently from how the file has it.
    """

    handle: str
    outcome: Outcome
    product_id: UUID | None = None
    error: DomainError | None = None
    notes: Sequence[str] = ()


def checked_row(row: ProductRow) -> dict[str, Any]:
    """The pure rule of a row's own fields; raises the first DomainError."""
    said = {name: value for name, value in row.said.items() if name in LOADED}
    if said.get("tags"):
        said["tags"] = ["-".join(tag.split()) for tag in said["tags"] if tag.strip()]
    if row.option_names:
        said["option_names"] = row.option_names
    kept = fields.checked(fields.PRODUCT, {"handle": row.handle, **said})
    kept["category"] = [
        text.name(name, "category", str(place)) for place, name in enumerate(row.category)
    ]
    return kept
