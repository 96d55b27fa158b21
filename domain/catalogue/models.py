"""Categories, products, variants and pictures: the master data every store sells from."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from domain.assets.focal_point import FocalPoint
from domain.assets.models import MediaAsset
from domain.base import Base, Dated, OfOrganization, Scaled, Words
from domain.catalogue.tags import Tags
from domain.money import UnitPrice
from domain.permissions import Permission
from domain.scope import SeenInOrganization
from domain.states import Machine


class ProductState(StrEnum):
    """Where a product stands in its life."""

    DRAFT = "DRAFT"
    ACTIVE = "ACTIVE"
    ARCHIVED = "ARCHIVED"


PRODUCT_STATES = Machine(
    "product",
    {
        ProductState.DRAFT: (ProductState.ACTIVE, ProductState.ARCHIVED),
        ProductState.ACTIVE: (ProductState.ARCHIVED,),
        ProductState.ARCHIVED: (ProductState.ACTIVE,),
    },
)


class Category(SeenInOrganization, OfOrganization, Dated, Base):
    """A shelf in the tree of shelves; `domain.catalogue.tree` keeps it a tree."""

    __tablename__ = "categories"
    __table_args__ = (
        UniqueConstraint("organization_id", "handle"),
        Index(None, "organization_id", "position", "id"),
        Index(None, "organization_id", "name", "id"),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "parent_id", "position", "id"),
        CheckConstraint("parent_id <> id", "not_its_own_parent"),
    )
    folded = {"name_folded": ("name",), "search_text": ("name", "name_zh", "handle")}
    seen_with: ClassVar[Permission] = Permission.CATALOGUE_READ

    handle: Mapped[str] = mapped_column(Words(60))
    name: Mapped[str] = mapped_column(Words(200))
    name_zh: Mapped[str | None] = mapped_column(Words(200), default=None)
    position: Mapped[int] = mapped_column(default=0)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("categories.id"), default=None)
    name_folded: Mapped[str] = mapped_column(Text, init=False)
    search_text: Mapped[str] = mapped_column(Text, init=False)
    parent: Mapped["Category | None"] = relationship(
        remote_side="Category.id", lazy="raise", init=False
    )
    children: Mapped[list["Category"]] = relationship(
        viewonly=True, lazy="raise", init=False, order_by="(Category.position, Category.id)"
    )
    products: Mapped[list["Product"]] = relationship(viewonly=True, lazy="raise", init=False)


class Product(SeenInOrganization, OfOrganization, Dated, Base):
    """One thing we sell, in one or more variants."""

    __tablename__ = "products"
    __table_args__ = (
        UniqueConstraint("organization_id", "handle"),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "organization_id", "updated_at", "id"),
        Index(None, "organization_id", "title", "id"),
        Index(None, "category_id", "created_at", "id"),
        Index(None, "category_id", "updated_at", "id"),
        Index(None, "category_id", "title", "id"),
        Index(None, "supplier_id", "created_at", "id"),
        Index(None, "supplier_id", "updated_at", "id"),
        Index(None, "supplier_id", "title", "id"),
    )
    folded = {
        "title_folded": ("title",),
        "search_text": ("title", "title_zh", "handle", "brand", "tags"),
    }
    seen_with: ClassVar[Permission] = Permission.CATALOGUE_READ

    handle: Mapped[str] = mapped_column(Words(255))
    title: Mapped[str] = mapped_column(Words(255))
    title_zh: Mapped[str | None] = mapped_column(Words(255), default=None)
    description_html: Mapped[str] = mapped_column(Text, default="")  # always sanitised
    description_html_zh: Mapped[str | None] = mapped_column(Text, default=None)
    state: Mapped[ProductState] = mapped_column(default=ProductState.DRAFT)
    brand: Mapped[str | None] = mapped_column(Words(200), default=None)
    tags: Mapped[str] = mapped_column(Tags, default="")
    option_1_name: Mapped[str | None] = mapped_column(Words(60), default=None)  # Colour
    option_2_name: Mapped[str | None] = mapped_column(Words(60), default=None)
    option_3_name: Mapped[str | None] = mapped_column(Words(60), default=None)
    category_id: Mapped[UUID | None] = mapped_column(ForeignKey("categories.id"), default=None)
    supplier_id: Mapped[UUID | None] = mapped_column(ForeignKey("suppliers.id"), default=None)
    title_folded: Mapped[str] = mapped_column(Text, init=False)
    search_text: Mapped[str] = mapped_column(Text, init=False)
    category: Mapped[Category | None] = relationship(lazy="raise", init=False)
    supplier: Mapped[Any] = relationship("Supplier", viewonly=True, lazy="raise", init=False)
    attributes: Mapped[list["ProductAttribute"]] = relationship(
        viewonly=True,
        lazy="raise",
        init=False,
        order_by="(ProductAttribute.position, ProductAttribute.id)",
    )
    variants: Mapped[list["Variant"]] = relationship(viewonly=True, lazy="raise", init=False)
    pictures: Mapped[list["ProductPicture"]] = relationship(
        viewonly=True,
        lazy="raise",
        init=False,
        order_by="(ProductPicture.position, ProductPicture.id)",
    )


class ProductAttribute(SeenInOrganization, OfOrganization, Base):
    """A fact about a product: `Material: cotton`. Replaced as a whole list."""

    __tablename__ = "product_attributes"
    __table_args__ = (
        UniqueConstraint("product_id", "name"),
        Index(None, "product_id", "position", "id"),
    )
    seen_with: ClassVar[Permission] = Permission.CATALOGUE_READ

    product_id: Mapped[UUID] = mapped_column(ForeignKey("products.id"))
    product: Mapped[Product] = relationship(lazy="raise", init=False)
    name: Mapped[str] = mapped_column(Words(100))
    value: Mapped[str] = mapped_column(Words(500))
    position: Mapped[int]


class Variant(SeenInOrganization, OfOrganization, Dated, Base):
    """What is counted, priced and shipped: one SKU of a product."""

    __tablename__ = "variants"
    __table_args__ = (
        UniqueConstraint("organization_id", "sku"),  # orders by SKU too
        UniqueConstraint("organization_id", "barcode"),
        Index(
            None,
            "product_id",
            "option_1",
            "option_2",
            "option_3",
            unique=True,
            postgresql_where=text("archived_at IS NULL"),
            sqlite_where=text("archived_at IS NULL"),
        ),
        Index(None, "organization_id", "position", "id"),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "product_id", "position", "id"),
        CheckConstraint("unit_price_micros >= 0", "price_not_negative"),
        CheckConstraint("unit_cost_micros >= 0", "cost_not_negative"),
        CheckConstraint("weight_g >= 0", "weight_not_negative"),
        CheckConstraint(
            "(unit_cost_micros IS NULL) = (unit_cost_currency IS NULL)", "cost_is_whole"
        ),
    )
    folded = {"search_text": ("sku", "barcode", "title", "option_1", "option_2", "option_3")}
    seen_with: ClassVar[Permission] = Permission.CATALOGUE_READ

    product_id: Mapped[UUID] = mapped_column(ForeignKey("products.id"))
    product: Mapped[Product] = relationship(lazy="raise", init=False)
    sku: Mapped[str] = mapped_column(Words(100))
    unit_price: Mapped[UnitPrice] = composite(  # the list price
        mapped_column("unit_price_micros", BigInteger),
        mapped_column("unit_price_currency", Words(3)),
    )
    barcode: Mapped[str | None] = mapped_column(Words(14), default=None)  # a GTIN
    title: Mapped[str] = mapped_column(Words(255), default="")
    option_1: Mapped[str] = mapped_column(Words(100), default="")  # "" when there is no such option
    option_2: Mapped[str] = mapped_column(Words(100), default="")
    option_3: Mapped[str] = mapped_column(Words(100), default="")
    unit_cost: Mapped[UnitPrice | None] = composite(
        mapped_column("unit_cost_micros", BigInteger, nullable=True),
        mapped_column("unit_cost_currency", Words(3), nullable=True),
        default=None,
    )
    weight_g: Mapped[int | None] = mapped_column(default=None)
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None] = mapped_column(default=None)
    search_text: Mapped[str] = mapped_column(Text, init=False)
    listings: Mapped[list[Any]] = relationship("Listing", viewonly=True, lazy="raise", init=False)


class ProductPicture(SeenInOrganization, OfOrganization, Dated, Base):
    """A picture's words, and where it is: an asset of ours, or at an address never fetched.

    It has its asset's facts in columns of its own, so that a product's pictures are read from one
    table: what is said of bytes never changes. `domain.catalogue.pictures.facts_of` copies them.
    """

    __tablename__ = "product_pictures"
    __table_args__ = (
        Index(None, "product_id", "position", "id"),
        Index(None, "variant_id", "position", "id"),
        Index(None, "asset_id"),
        CheckConstraint("(focal_x IS NULL) = (focal_y IS NULL)", "focal_point_is_whole"),
        CheckConstraint("focal_x BETWEEN 0 AND 1000000", "focal_x_inside"),
        CheckConstraint("focal_y BETWEEN 0 AND 1000000", "focal_y_inside"),
        CheckConstraint("(url IS NULL) <> (file_key IS NULL)", "in_one_place"),
        CheckConstraint(
            "(file_key IS NULL) = (asset_id IS NULL)"
            " AND (file_key IS NULL) = (media_type IS NULL)"
            " AND (file_key IS NULL) = (file_name IS NULL)"
            " AND (file_key IS NULL) = (width_px IS NULL)"
            " AND (file_key IS NULL) = (height_px IS NULL)"
            " AND (file_key IS NULL) = (size_bytes IS NULL)",
            "file_is_whole",
        ),
    )
    seen_with: ClassVar[Permission] = Permission.CATALOGUE_READ

    product_id: Mapped[UUID] = mapped_column(ForeignKey("products.id"))
    product: Mapped[Product] = relationship(lazy="raise", init=False)
    url: Mapped[str | None] = mapped_column(Words(2000), default=None)  # when it is elsewhere
    asset_id: Mapped[UUID | None] = mapped_column(ForeignKey("media_assets.id"), default=None)
    asset: Mapped[MediaAsset | None] = relationship(lazy="raise", viewonly=True, init=False)
    file_key: Mapped[str | None] = mapped_column(Words(80), default=None)
    file_name: Mapped[str | None] = mapped_column(Words(200), default=None)
    media_type: Mapped[str | None] = mapped_column(Words(100), default=None)
    width_px: Mapped[int | None] = mapped_column(default=None)
    height_px: Mapped[int | None] = mapped_column(default=None)
    size_bytes: Mapped[int | None] = mapped_column(default=None)
    variant_id: Mapped[UUID | None] = mapped_column(ForeignKey("variants.id"), default=None)
    variant: Mapped[Variant | None] = relationship(lazy="raise", init=False)
    alt: Mapped[str] = mapped_column(Words(500), default="")
    alt_zh: Mapped[str | None] = mapped_column(Words(500), default=None)
    focal_point: Mapped[FocalPoint | None] = composite(
        mapped_column("focal_x", Scaled, nullable=True),
        mapped_column("focal_y", Scaled, nullable=True),
        default=None,
    )
    position: Mapped[int] = mapped_column(default=0)

    @property
    def place(self) -> str:
        """Its address, or the key of its file."""
        return self.url or self.file_key or ""
