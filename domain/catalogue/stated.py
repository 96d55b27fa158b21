"""Products as files state them, and what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain.catalogue.pictures import PictureFile
from domain.errors import DomainError
from domain.money import UnitPrice


@dataclass(frozen=True, kw_only=True)
class VariantRow:
    """One variant, known by its option values within the product, else by its SKU.

    None and empty text leave a known variant's as they are. A new one needs a price; without a
    SKU of its own it gets one made of the product's handle and its option values.
    """

    option_values: Sequence[str] = ()
    sku: str | None = None
    unit_price: UnitPrice | None = None
    unit_cost: UnitPrice | None = None
    barcode: str | None = None
    title: str = ""
    weight_g: int | None = None


@dataclass(frozen=True, kw_only=True)
class PictureRow:
    """One picture: at an address, or in a file of ours that is stored already.

    `name` is a file beside the import's; whoever imports puts `file` in its place first.
    """

    url: str | None = None
    file: PictureFile | None = None
    name: str | None = None
    alt: str = ""
    option_values: Sequence[str] | None = None  # of the variant it shows


@dataclass(frozen=True, kw_only=True)
class ProductRow:
    """One product, known by its handle, with all that a file says of it.

    What is left out stays as it is. Nothing is ever taken away: no variant, picture or attribute.
    """

    handle: str
    said: Mapping[str, Any] = field(default_factory=dict)  # of `importing.SAID`
    option_names: Sequence[str] = ()
    variants: Sequence[VariantRow] = ()
    category: Sequence[str] = ()  # names from the root down; made where missing
    attributes: Mapping[str, str] = field(default_factory=dict)
    pictures: Sequence[PictureRow] = ()
    is_active: bool | None = None  # None and False leave the state; a new product is a draft


class Outcome(StrEnum):
    """What became of one row."""

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    UNCHANGED = "UNCHANGED"
    REFUSED = "REFUSED"


@dataclass(frozen=True)
class Upserted:
    """What became of one row; an error's path starts at the row's own fields.

    `notes` say, in sentences, what was kept otherwise than the row has it.
    """

    handle: str
    outcome: Outcome
    product_id: UUID | None = None
    error: DomainError | None = None
    notes: Sequence[str] = ()
