"""The catalogue as it is read; `products`, `variants`, `pictures`, `categories` change it."""

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from api import reads
from api.graphql.assets import FocalPoint, MediaAsset
from api.graphql.listings import LISTING_SEARCH, Listing, ListingFilter, ListingSort
from api.money import UnitPrice
from api.reads import Connection
from domain.catalogue import models
from domain.permissions import Permission

if TYPE_CHECKING:
    from api.graphql.sourcing import Supplier

reads.described(
    models.ProductState,
    "Where a product stands in its life.",
    DRAFT="Being prepared; no store may offer it.",
    ACTIVE="Ready for the stores.",
    ARCHIVED="Sold no more; it can be activated again.",
)


@reads.sorting("How categories may be sorted.")
class CategorySort(Enum):
    POSITION = reads.by("position", "As they are arranged.")
    NAME = reads.by("name", "By name, A first.")
    NEWEST = reads.by("-created_at", "Latest made first.")


@reads.sorting("How products may be sorted.")
class ProductSort(Enum):
    NEWEST = reads.by("-created_at", "Latest made first.")
    OLDEST = reads.by("created_at", "First made first.")
    UPDATED = reads.by("-updated_at", "Latest changed first.")
    TITLE = reads.by("title", "By title, A first.")


@reads.sorting("How variants may be sorted.")
class VariantSort(Enum):
    POSITION = reads.by("position", "As they are arranged.")
    SKU = reads.by("sku", "By SKU, A first.")
    NEWEST = reads.by("-created_at", "Latest made first.")


@strawberry.input(description="A tag.")
class TagFilter:
    eq: str | None = strawberry.field(
        default=strawberry.UNSET, description="It has this tag, in any case of letters."
    )


@reads.filtering("Which categories.")
class CategoryFilter:
    parent_id: reads.IDFilter | None = reads.where("Below these; `isNull` for the roots.")
    handle: reads.StringFilter | None = reads.where("Their handle.")
    name: reads.TextFilter | None = reads.where("Their name.")
    created_at: reads.DateTimeFilter | None = reads.where("When they were made.")


@reads.filtering("Which products.")
class ProductFilter:
    state: reads.EnumFilter[models.ProductState] | None = reads.where("Where they stand.")
    handle: reads.StringFilter | None = reads.where("Their handle.")
    title: reads.TextFilter | None = reads.where("Their title.")
    brand: reads.StringFilter | None = reads.where("Their brand.")
    tags: TagFilter | None = reads.where("Their tags.")
    category_id: reads.IDFilter | None = reads.where("In these categories, not those below.")
    created_at: reads.DateTimeFilter | None = reads.where("When they were made.")
    updated_at: reads.DateTimeFilter | None = reads.where("When they last changed.")


def _is_archived(row: Any) -> Any:
    return row.archived_at.is_not(None)


@reads.filtering("Which variants.")
class VariantFilter:
    sku: reads.StringFilter | None = reads.where("Their SKU.")
    barcode: reads.StringFilter | None = reads.where("Their barcode, as it is written.")
    product_id: reads.IDFilter | None = reads.where("Of these products.")
    is_archived: reads.BooleanFilter | None = reads.where(
        "Whether they are archived.", _is_archived
    )
    created_at: reads.DateTimeFilter | None = reads.where("When they were made.")


CATEGORY_SEARCH = reads.Search("search_text", handle="handle", name="name", created_at="created_at")
PRODUCT_SEARCH = reads.Search(
    "search_text",
    state="state",
    handle="handle",
    title="title",
    brand="brand",
    tag="tags",
    created_at="created_at",
    updated_at="updated_at",
)
VARIANT_SEARCH = reads.Search(
    "search_text", sku="sku", barcode="barcode", archived=_is_archived, created_at="created_at"
)


def _filled(_moment: Any, **columns: str | None) -> list[str]:
    return [said for said in columns.values() if said]


def _tags(_moment: Any, tags: str) -> list[str]:
    return tags.split()


@strawberry.type(description="A shelf of the catalogue, in a tree of shelves.")
class Category(reads.Dated):
    model = models.Category
    handle: str = reads.attribute(description="Its short name in addresses and files.")
    name: str = reads.attribute(description="What it is called in English.")
    name_zh: str | None = reads.attribute(description="What it is called in Chinese.")
    position: int = reads.attribute(description="Its place among its siblings, from 0.")
    parent: Annotated["Category", strawberry.lazy("api.graphql.catalogue")] | None = (
        reads.attribute(description="The category it hangs from; null for a root.")
    )
    children: list[Annotated["Category", strawberry.lazy("api.graphql.catalogue")]] = (
        reads.attribute(description="The categories that hang from it, as they are arranged.")
    )
    products: Connection[Annotated["Product", strawberry.lazy("api.graphql.catalogue")]] = (
        reads.connection(
            ProductSort,
            ProductFilter,
            search=PRODUCT_SEARCH,
            description="What stands in it, not in those below.",
        )
    )


@strawberry.type(description="A fact about a product, such as `Material: cotton`.")
class ProductAttribute(reads.Node):
    model = models.ProductAttribute
    name: str = reads.attribute(description="What it is about.")
    value: str = reads.attribute(description="What is so.")
    position: int = reads.attribute(description="Its place in the list, from 0.")


def _image_url(
    moment: reads.Moment,
    url: str | None,
    file_key: str | None,
    file_name: str | None,
    media_type: str | None,
) -> str | None:
    if not (file_key and file_name and media_type):
        return url
    return moment.links.url(file_key, filename=file_name, media_type=media_type, now=moment.now)


@strawberry.type(description="A picture of a product: where it is, and its words.")
class ProductPicture(reads.Dated):
    model = models.ProductPicture
    product: Annotated["Product", strawberry.lazy("api.graphql.catalogue")] = reads.attribute(
        description="The product it shows."
    )
    variant: Annotated["Variant", strawberry.lazy("api.graphql.catalogue")] | None = (
        reads.attribute(description="The one variant it shows; null when it stands for all.")
    )
    url: str | None = reads.attribute(
        description="Where it is, when it is elsewhere; Tradepost never opens it. "
        "Null when its file is kept here."
    )
    image_url: str = reads.made(
        _image_url,
        "url",
        "file_key",
        "file_name",
        "media_type",
        description="Where it can be seen: `url`, or the signed address of its file, which "
        "expires. When that begins with `/`, it is on this server.",
    )
    asset: MediaAsset | None = reads.attribute(
        description="The asset that it shows; null when it is elsewhere."
    )
    file_name: str | None = reads.attribute(description="What its file was called.")
    media_type: str | None = reads.attribute(description="Of its file, such as `image/png`.")
    width_px: int | None = reads.attribute(description="Of its file, as it is shown.")
    height_px: int | None = reads.attribute(description="Of its file, as it is shown.")
    size_bytes: int | None = reads.attribute(description="Of its file.")
    alt: str = reads.attribute(description="What it shows, for those who cannot see it.")
    alt_zh: str | None = reads.attribute(description="The same in Chinese.")
    focal_point: FocalPoint | None = reads.attribute(description="What a crop must keep, if said.")
    position: int = reads.attribute(description="Its place in the list, lowest first.")


@strawberry.type(description="What is counted, priced and shipped: one SKU of a product.")
class Variant(reads.Dated):
    model = models.Variant
    product: Annotated["Product", strawberry.lazy("api.graphql.catalogue")] = reads.attribute(
        description="The product it is a variant of."
    )
    sku: str = reads.attribute(description="Its stock keeping unit; unique.")
    barcode: str | None = reads.attribute(description="Its GTIN, as it is written; unique.")
    title: str = reads.attribute(description="What tells it from its siblings.")
    option_values: list[str] = reads.made(
        _filled,
        "option_1",
        "option_2",
        "option_3",
        description="Its value of each option of the product, in their order.",
    )
    unit_price: UnitPrice = reads.attribute(description="The list price of one.")
    unit_cost: UnitPrice | None = reads.attribute(
        needs=Permission.COSTS_READ,
        description="What one costs us, if known; for those who may read costs.",
    )
    weight_g: int | None = reads.attribute(description="Its weight in grams, if known.")
    position: int = reads.attribute(description="Its place among its siblings, lowest first.")
    archived_at: datetime | None = reads.attribute(
        description="Since when it is sold no more; null while it is sold."
    )
    listings: Connection[Listing] = reads.connection(
        ListingSort, ListingFilter, search=LISTING_SEARCH, description="Where it is offered."
    )


@strawberry.type(description="One thing we sell, in one or more variants.")
class Product(reads.Dated):
    model = models.Product
    handle: str = reads.attribute(description="Its short name in addresses and files; unique.")
    title: str = reads.attribute(description="What it is called in English.")
    title_zh: str | None = reads.attribute(description="What it is called in Chinese.")
    description_html: str = reads.attribute(description="What is said of it; safe HTML.")
    description_html_zh: str | None = reads.attribute(description="The same in Chinese.")
    state: models.ProductState = reads.attribute(description="Where it stands.")
    allowed_transitions: list[models.ProductState] = reads.moves(
        models.PRODUCT_STATES, "state", description="Where it can go from there."
    )
    brand: str | None = reads.attribute(description="Whose name it bears.")
    tags: list[str] = reads.made(_tags, "tags", description="Words it is found by, a to z.")
    option_names: list[str] = reads.made(
        _filled,
        "option_1_name",
        "option_2_name",
        "option_3_name",
        description="In what its variants differ, such as Colour and Size.",
    )
    attributes: list[ProductAttribute] = reads.attribute(description="Facts about it, in order.")
    category: Category | None = reads.attribute(description="The shelf it stands on.")
    supplier: Annotated["Supplier", strawberry.lazy("api.graphql.sourcing")] | None = (
        reads.attribute(
            needs=Permission.SUPPLIERS_READ,
            description="Whom we buy it from; for those who may read suppliers.",
        )
    )
    pictures: list[ProductPicture] = reads.attribute(description="Its pictures, in order.")
    variants: Connection[Variant] = reads.connection(
        VariantSort, VariantFilter, search=VARIANT_SEARCH, description="What it comes in."
    )


@strawberry.type
class CatalogueQuery:
    products: Connection[Product] | None = reads.connection(
        ProductSort,
        ProductFilter,
        search=PRODUCT_SEARCH,
        needs=Permission.CATALOGUE_READ,
        description="Products, page by page.",
    )
    product: Product | None = reads.by_id(description="One product.")
    variants: Connection[Variant] | None = reads.connection(
        VariantSort,
        VariantFilter,
        search=VARIANT_SEARCH,
        needs=Permission.CATALOGUE_READ,
        description="Variants of all products, page by page.",
    )
    variant: Variant | None = reads.by_id(description="One variant.")
    variant_by_sku: Variant | None = reads.by_key(
        "sku", "Its stock keeping unit.", description="The variant of that SKU."
    )
    categories: Connection[Category] | None = reads.connection(
        CategorySort,
        CategoryFilter,
        search=CATEGORY_SEARCH,
        needs=Permission.CATALOGUE_READ,
        description="Categories, page by page; filter by `parentId` to walk the tree.",
    )
    category: Category | None = reads.by_id(description="One category.")
