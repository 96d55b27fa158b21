"""How variants are changed."""

from typing import Any

import strawberry

from api import reads
from api.context import Info
from api.graphql.catalogue import Variant
from api.inputs import given
from api.money import UnitPriceInput
from api.mutation import Payload, mutation
from domain.catalogue import variants
from domain.catalogue.variants import NewVariant, VariantChange

VERSION = "Refuse if it has changed since this version."
SKU = "Its stock keeping unit: up to 100 characters, unique."
BARCODE = "Its GTIN of 8, 12, 13 or 14 digits; the check digit is verified."
TITLE = "What tells it from its siblings."
VALUES = "One value for each of the product's options, in their order."
PRICE = "The list price of one."
WEIGHT = "Its weight in grams."
POSITION = "Its place among its siblings, from 0."


def _said(description: str) -> Any:
    return strawberry.field(default=strawberry.UNSET, description=description)


@strawberry.input(description="A variant to make.")
class VariantInput:
    sku: str = strawberry.field(description=SKU)
    unit_price: UnitPriceInput = strawberry.field(description=PRICE)
    unit_cost: UnitPriceInput | None = strawberry.field(
        default=None, description="What one costs us; for those who may write costs."
    )
    barcode: str | None = strawberry.field(default=None, description=BARCODE)
    title: str = strawberry.field(
        default="", description=f"{TITLE} Left out, it is made of the option values."
    )
    option_values: list[str] = strawberry.field(default_factory=list, description=VALUES)
    weight_g: int | None = strawberry.field(default=None, description=WEIGHT)
    position: int = strawberry.field(default=0, description=POSITION)


def new_variant(input: VariantInput, *path: str) -> NewVariant:
    """As the actions take it; a wrong price is told with its path."""
    said = given(input)
    said["unit_price"] = input.unit_price.value(*path, "unit_price")
    if input.unit_cost:
        said["unit_cost"] = input.unit_cost.value(*path, "unit_cost")
    return NewVariant(**said)


@strawberry.input(description="A variant to add to a product.")
class VariantAddInput:
    product_id: strawberry.ID = strawberry.field(description="The product.")
    variant: VariantInput = strawberry.field(description="The variant to be.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if the product has changed since this version."
    )


@strawberry.input(description="What to change of a variant; what is left out stays.")
class VariantChangeInput:
    id: strawberry.ID = strawberry.field(description="The variant.")
    expected_version: int | None = strawberry.field(default=None, description=VERSION)
    sku: str | None = _said(SKU)
    barcode: str | None = _said(f"{BARCODE} Null takes it away.")
    title: str | None = _said(TITLE)
    option_values: list[str] | None = _said(VALUES)
    unit_price: UnitPriceInput | None = _said(PRICE)
    weight_g: int | None = _said(f"{WEIGHT} Null when it is not known.")
    position: int | None = _said(POSITION)


def _change(input: VariantChangeInput, *path: str) -> VariantChange:
    said = given(input)
    if isinstance(input.unit_price, UnitPriceInput):
        said["unit_price"] = input.unit_price.value(*path, "unit_price")
    return VariantChange(reads.row_id("Variant", input.id), said, input.expected_version)


@strawberry.input(description="Changes to variants, all or none of which are made.")
class VariantsBulkUpdateInput:
    variants: list[VariantChangeInput] = strawberry.field(
        description=f"Each variant once; up to {variants.MOST_AT_ONCE}."
    )


@strawberry.input(description="A variant to sell no more.")
class VariantArchiveInput:
    id: strawberry.ID = strawberry.field(description="The variant.")
    expected_version: int | None = strawberry.field(default=None, description=VERSION)


@strawberry.input(description="A variant to sell again.")
class VariantRestoreInput:
    id: strawberry.ID = strawberry.field(description="The variant.")
    expected_version: int | None = strawberry.field(default=None, description=VERSION)


@strawberry.input(description="What a variant costs us.")
class VariantCostSetInput:
    id: strawberry.ID = strawberry.field(description="The variant.")
    unit_cost: UnitPriceInput | None = strawberry.field(
        description="What one costs us; null when that is not known."
    )
    expected_version: int | None = strawberry.field(default=None, description=VERSION)


@strawberry.type(description="The variant added, or why not.")
class VariantAddPayload(Payload):
    variant: Variant | None = reads.changed(description="The new variant.")


@strawberry.type(description="The variants changed, or why none was.")
class VariantsBulkUpdatePayload(Payload):
    variants: list[Variant] | None = reads.changed(
        description="The variants as they are now, in the order they were made."
    )


@strawberry.type(description="The variant archived, or why not.")
class VariantArchivePayload(Payload):
    variant: Variant | None = reads.changed(description="The archived variant.")


@strawberry.type(description="The variant restored, or why not.")
class VariantRestorePayload(Payload):
    variant: Variant | None = reads.changed(description="The variant, sold again.")


@strawberry.type(description="The variant with its cost, or why not.")
class VariantCostSetPayload(Payload):
    variant: Variant | None = reads.changed(description="The variant as it is now.")


@strawberry.type
class VariantsMutation:
    @mutation(description="Add a variant to a product.")
    def variant_add(self, info: Info, input: VariantAddInput) -> VariantAddPayload:
        variant = variants.add_variant(
            info.context.work,
            reads.row_id("Product", input.product_id),
            new_variant(input.variant, "variant"),
            version=input.expected_version,
        )
        return VariantAddPayload.of(variant=variant)

    @mutation(description="Change up to a hundred variants: all of them, or none.")
    def variants_bulk_update(
        self, info: Info, input: VariantsBulkUpdateInput
    ) -> VariantsBulkUpdatePayload:
        variants.check_count(len(input.variants), "variants")
        changes = [_change(one, "variants", str(i)) for i, one in enumerate(input.variants)]
        rows = variants.update_variants(info.context.work, changes)
        return VariantsBulkUpdatePayload.of(variants=rows)

    @mutation(description="Sell a variant no more; its SKU is not given to another.")
    def variant_archive(self, info: Info, input: VariantArchiveInput) -> VariantArchivePayload:
        variant = variants.archive_variant(
            info.context.work,
            reads.row_id("Variant", input.id),
            version=input.expected_version,
        )
        return VariantArchivePayload.of(variant=variant)

    @mutation(description="Sell an archived variant again.")
    def variant_restore(self, info: Info, input: VariantRestoreInput) -> VariantRestorePayload:
        variant = variants.restore_variant(
            info.context.work,
            reads.row_id("Variant", input.id),
            version=input.expected_version,
        )
        return VariantRestorePayload.of(variant=variant)

    @mutation(description="Say what one of a variant costs us.")
    def variant_cost_set(self, info: Info, input: VariantCostSetInput) -> VariantCostSetPayload:
        variant = variants.set_variant_cost(
            info.context.work,
            reads.row_id("Variant", input.id),
            input.unit_cost.value("unit_cost") if input.unit_cost else None,
            version=input.expected_version,
        )
        return VariantCostSetPayload.of(variant=variant)
