"""Products as files have them, many at once: a pure rule a row, one flush a chunk."""

from domain.catalogue.importing.rows import (
    Outcome,
    PictureRow,
    ProductRow,
    Upserted,
    VariantRow,
)
from domain.catalogue.importing.upserting import CHUNK, upsert_products

__all__ = [
    "CHUNK",
    "Outcome",
    "PictureRow",
    "ProductRow",
    "Upserted",
    "VariantRow",
    "upsert_products",
]
