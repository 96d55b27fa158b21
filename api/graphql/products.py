"""How products are changed as a whole."""

from typing import Any

import strawberry

from api import reads
from api.context import Info
from api.graphql.catalogue import Product
from api.graphql.pictures import PictureInput, new_picture
from api.graphql.variants import VariantInput, new_variant
from api.inputs import given
from api.mutation import Payload, mutation
from domain.catalogue import products, tags, values
from domain.catalogue.variants import MOST_AT_ONCE, check_count

VERSION = "Refuse if it has changed since this version."
HANDLE = (
    f"Its short name, up to {values.LONGEST_HANDLE} small letters and digits of any script, with"
    " dashes or underscores between; unique."
)
TITLE, TITLE_ZH = "What it is called in English.", "What it is called in Chinese."
HTML, HTML_ZH = "What is said of it; the HTML is made safe.", "The same in Chinese."
BRAND = "Whose name it bears."
TAGS = f"Words it is found by, up to {tags.MOST}; case does not matter."
OPTIONS = f"In what its variants differ: up to {values.OPTIONS} names, such as Colour and Size."
ATTRIBUTES = f"Facts about it, in their order; up to {values.ATTRIBUTES}."
CATEGORY, SUPPLIER = "The shelf it stands on.", "Whom we buy it from."


def _said(description: str) -> Any:
    return strawberry.field(default=strawberry.UNSET, description=description)


@strawberry.input(description="A fact about a product, such as `Material: cotton`.")
class ProductAttributeInput:
    name: str = strawberry.field(description="What it is about; once in a product.")
    value: str = strawberry.field(description="What is so.")


@strawberry.input(description="A product to make, as a draft, with all it has.")
class ProductCreateInput:
    handle: str = strawberry.field(description=HANDLE)
    title: str = strawberry.field(description=TITLE)
    title_zh: str | None = _said(TITLE_ZH)
    description_html: str = strawberry.field(default="", description=HTML)
    description_html_zh: str | None = _said(HTML_ZH)
    brand: str | None = _said(BRAND)
    tags: list[str] = strawberry.field(default_factory=list, description=TAGS)
    option_names: list[str] = strawberry.field(default_factory=list, description=OPTIONS)
    attributes: list[ProductAttributeInput] = strawberry.field(
        default_factory=list, description=ATTRIBUTES
    )
    category_id: strawberry.ID | None = _said(CATEGORY)
    supplier_id: strawberry.ID | None = _said(SUPPLIER)
    variants: list[VariantInput] = strawberry.field(
        default_factory=list, description=f"What it comes in; up to {MOST_AT_ONCE} at once."
    )
    pictures: list[PictureInput] = strawberry.field(
        default_factory=list, description=f"Its pictures, in their order; up to {values.PICTURES}."
    )


@strawberry.input(description="What to change of a product; what is left out stays.")
class ProductUpdateInput:
    id: strawberry.ID = strawberry.field(description="The product.")
    expected_version: int | None = strawberry.field(default=None, description=VERSION)
    handle: str | None = _said(HANDLE)
    title: str | None = _said(TITLE)
    title_zh: str | None = _said(f"{TITLE_ZH} Null for nothing.")
    description_html: str | None = _said(HTML)
    description_html_zh: str | None = _said(f"{HTML_ZH} Null for nothing.")
    brand: str | None = _said(f"{BRAND} Null for none.")
    tags: list[str] | None = _said(f"{TAGS} They replace those it has.")
    option_names: list[str] | None = _said(
        f"{OPTIONS} Place by place: a new name keeps the values, one less takes them away."
    )
    attributes: list[ProductAttributeInput] | None = _said(
        f"{ATTRIBUTES} They replace those it has."
    )
    category_id: strawberry.ID | None = _said(f"{CATEGORY} Null for none.")
    supplier_id: strawberry.ID | None = _said(f"{SUPPLIER} Null for nobody.")


@strawberry.input(description="A product to make ready for the stores.")
class ProductActivateInput:
    id: strawberry.ID = strawberry.field(description="The product.")
    expected_version: int | None = strawberry.field(default=None, description=VERSION)


@strawberry.input(description="A product to sell no more.")
class ProductArchiveInput:
    id: strawberry.ID = strawberry.field(description="The product.")
    expected_version: int | None = strawberry.field(default=None, description=VERSION)
    reason: str | None = strawberry.field(default=None, description="Why, for the audit.")


@strawberry.type(description="The product made, or why not.")
class ProductCreatePayload(Payload):
    product: Product | None = reads.changed(description="The new draft.")


@strawberry.type(description="The product changed, or why not.")
class ProductUpdatePayload(Payload):
    product: Product | None = reads.changed(description="The product as it is now.")


@strawberry.type(description="The product activated, or why not.")
class ProductActivatePayload(Payload):
    product: Product | None = reads.changed(description="The active product.")


@strawberry.type(description="The product archived, or why not.")
class ProductArchivePayload(Payload):
    product: Product | None = reads.changed(description="The archived product.")


def _fields(input: ProductCreateInput | ProductUpdateInput) -> dict[str, Any]:
    """What the client set of the product itself, as the actions take it."""
    said = given(input, "variants", "pictures")
    if said.get("attributes"):
        said["attributes"] = [(one.name, one.value) for one in said["attributes"]]
    reads.own_ids(said, category_id="Category", supplier_id="Supplier")
    return said


@strawberry.type
class ProductsMutation:
    @mutation(description="Make a product, with its variants and pictures, as a draft.")
    def product_create(self, info: Info, input: ProductCreateInput) -> ProductCreatePayload:
        check_count(len(input.variants), "variants")
        product = products.create_product(
            info.context.work,
            _fields(input),
            new_variants=[
                new_variant(one, "variants", str(i)) for i, one in enumerate(input.variants)
            ],
            new_pictures=[new_picture(one) for one in input.pictures],
        )
        return ProductCreatePayload.of(product=product)

    @mutation(description="Change a product's texts, codes, facts and places.")
    def product_update(self, info: Info, input: ProductUpdateInput) -> ProductUpdatePayload:
        product = products.update_product(
            info.context.work,
            reads.row_id("Product", input.id),
            _fields(input),
            version=input.expected_version,
        )
        return ProductUpdatePayload.of(product=product)

    @mutation(description="Make a draft or an archived product ready for the stores.")
    def product_activate(self, info: Info, input: ProductActivateInput) -> ProductActivatePayload:
        product = products.activate_product(
            info.context.work,
            reads.row_id("Product", input.id),
            version=input.expected_version,
        )
        return ProductActivatePayload.of(product=product)

    @mutation(description="Sell a product no more.")
    def product_archive(self, info: Info, input: ProductArchiveInput) -> ProductArchivePayload:
        product = products.archive_product(
            info.context.work,
            reads.row_id("Product", input.id),
            version=input.expected_version,
            reason=input.reason,
        )
        return ProductArchivePayload.of(product=product)
