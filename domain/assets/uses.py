"""Who shows assets: each context names its column here, in words, for it stands above this one.

A test holds that no foreign key to an asset is missing from both lists.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from domain.base import Base

SHOWN_AT_MOST = 10
"""So many places of each kind are named."""


@dataclass(frozen=True)
class Use:
    """A column that names an asset, and what its rows are, for programs and for people."""

    table: str
    column: str
    type_name: str
    one: str
    several: str

    @property
    def asset_id(self) -> Column[UUID]:
        found: Column[UUID] = Base.metadata.tables[self.table].columns[self.column]
        return found

    @property
    def row_id(self) -> Column[UUID]:
        found: Column[UUID] = Base.metadata.tables[self.table].columns["id"]
        return found


USES = (
    Use("product_pictures", "asset_id", "ProductPicture", "product picture", "product pictures"),
    Use("render_jobs", "asset_id", "RenderJob", "render", "renders"),
    Use("render_side_files", "asset_id", "RenderSideFile", "render", "renders"),
    Use("stores", "logo_id", "Store", "store's logo", "stores' logos"),
    Use("brand_kits", "logo_id", "BrandKit", "brand kit's logo", "brand kits' logos"),
    Use(
        "brand_kits",
        "logo_on_dark_id",
        "BrandKit",
        "brand kit's dark logo",
        "brand kits' dark logos",
    ),
    Use("listing_media", "asset_id", "ListingMedia", "place of a listing", "places of listings"),
    Use("review_rounds", "asset_id", "ReviewRound", "round of a review", "rounds of reviews"),
)
"""While one of these rows names an asset, it is in use."""

GO_WITH_IT = (
    ("asset_derivatives", "asset_id"),
    ("compliance_results", "asset_id"),
    ("logo_looks", "asset_id"),
)
"""Tables and columns whose rows go with the asset that they name."""


@dataclass(frozen=True)
class Place:
    """A row that shows an asset."""

    use: Use
    row_id: UUID


def is_used(row: Any) -> ColumnElement[bool]:
    """Whether anything shows the asset, as a condition of SQL."""
    return or_(*(select(use.row_id).where(use.asset_id == row.id).exists() for use in USES))


def places(session: Session, asset_id: UUID) -> Iterator[Place]:
    """Where an asset is shown, SHOWN_AT_MOST of each kind."""
    for use in USES:
        found = select(use.row_id).where(use.asset_id == asset_id).order_by(use.row_id)
        for row_id in session.scalars(found.limit(SHOWN_AT_MOST)):
            yield Place(use, row_id)


def drop_what_goes_with(session: Session, asset_ids: Sequence[UUID]) -> None:
    """Rows that tell of these assets alone."""
    for name, column in GO_WITH_IT:
        table = Base.metadata.tables[name]
        session.execute(delete(table).where(table.columns[column].in_(asset_ids)))
