"""How a product's pictures are changed."""

from typing import Any

import strawberry

from api import reads
from api.context import Info
from api.graphql.catalogue import Product, ProductPicture
from api.graphql.focal_points import FocalPointInput
from api.inputs import given
from api.mutation import Payload, mutation
from domain.catalogue import pictures, values
from domain.catalogue.pictures import NewPicture

VERSION = "Refuse if it has changed since this version."
PRODUCT_VERSION = "Refuse if the product has changed since this version."
ALT = "What it shows, for those who cannot see it."
VARIANT = "The one variant it shows; none when it stands for all."


@strawberry.input(description="A picture to show.")
class PictureInput:
    url: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="Where it is: http or https; nobody opens it here. A new picture needs this "
        "or an asset.",
    )
    asset_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET,
        description="Instead of `url`: a picture that is kept here. Its words and focal point "
        "stand where nothing else is said.",
    )
    picture_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET,
        description="Instead of `url`: a picture that the product has and is to keep.",
    )
    alt: str = strawberry.field(default="", description=ALT)
    alt_zh: str | None = strawberry.field(default=None, description="The same in Chinese.")
    focal_point: FocalPointInput | None = strawberry.field(
        default=None, description="What a crop must keep."
    )
    variant_id: strawberry.ID | None = strawberry.field(default=None, description=VARIANT)


def new_picture(input: PictureInput) -> NewPicture:
    return NewPicture(**said_of(input))


def said_of(input: Any, *less: str) -> dict[str, Any]:
    """What the client set, as the actions take it."""
    said = given(input, *less)
    if said.get("focal_point"):
        said["focal_point"] = input.focal_point.value()
    reads.own_ids(said, picture_id="ProductPicture", asset_id="MediaAsset", variant_id="Variant")
    return said


@strawberry.input(description="All the pictures a product is to have.")
class ProductPicturesSetInput:
    product_id: strawberry.ID = strawberry.field(description="The product.")
    pictures: list[PictureInput] = strawberry.field(
        description=f"In their order; up to {values.PICTURES}. One that stays keeps its id."
    )
    expected_version: int | None = strawberry.field(default=None, description=PRODUCT_VERSION)


@strawberry.input(description="A picture to put after the others.")
class PictureAddInput:
    product_id: strawberry.ID = strawberry.field(description="The product.")
    picture: PictureInput = strawberry.field(description="The picture to be.")
    expected_version: int | None = strawberry.field(default=None, description=PRODUCT_VERSION)


@strawberry.input(description="What to change of a picture; what is left out stays.")
class PictureUpdateInput:
    id: strawberry.ID = strawberry.field(description="The picture.")
    expected_version: int | None = strawberry.field(default=None, description=VERSION)
    alt: str | None = strawberry.field(default=strawberry.UNSET, description=ALT)
    alt_zh: str | None = strawberry.field(
        default=strawberry.UNSET, description="The same in Chinese; null for nothing."
    )
    focal_point: FocalPointInput | None = strawberry.field(
        default=strawberry.UNSET, description="What a crop must keep; null lets it choose."
    )
    variant_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description=f"{VARIANT} Null lets it stand for all."
    )


@strawberry.input(description="A picture to show no more.")
class PictureRemoveInput:
    id: strawberry.ID = strawberry.field(description="The picture.")
    expected_version: int | None = strawberry.field(default=None, description=VERSION)


@strawberry.input(description="In which order a product's pictures are shown.")
class PicturesReorderInput:
    product_id: strawberry.ID = strawberry.field(description="The product.")
    picture_ids: list[strawberry.ID] = strawberry.field(
        description="All its pictures, each once, in their new order."
    )
    expected_version: int | None = strawberry.field(default=None, description=PRODUCT_VERSION)


@strawberry.type(description="The product with its pictures, or why not.")
class ProductPicturesSetPayload(Payload):
    product: Product | None = reads.changed(description="The product as it is now.")


@strawberry.type(description="The picture added, or why not.")
class PictureAddPayload(Payload):
    picture: ProductPicture | None = reads.changed(description="The new picture.")


@strawberry.type(description="The picture changed, or why not.")
class PictureUpdatePayload(Payload):
    picture: ProductPicture | None = reads.changed(description="The picture as it is now.")


@strawberry.type(description="The product without the picture, or why not.")
class PictureRemovePayload(Payload):
    product: Product | None = reads.changed(description="The product it was taken from.")


@strawberry.type(description="The product with its pictures in order, or why not.")
class PicturesReorderPayload(Payload):
    product: Product | None = reads.changed(description="The product as it is now.")


@strawberry.type
class PicturesMutation:
    @mutation(description="Give a product these pictures and no others.")
    def product_pictures_set(
        self, info: Info, input: ProductPicturesSetInput
    ) -> ProductPicturesSetPayload:
        product = pictures.set_pictures(
            info.context.work,
            reads.row_id("Product", input.product_id),
            [new_picture(one) for one in input.pictures],
            version=input.expected_version,
        )
        return ProductPicturesSetPayload.of(product=product)

    @mutation(description="Put a picture after a product's others.")
    def picture_add(self, info: Info, input: PictureAddInput) -> PictureAddPayload:
        picture = pictures.add_picture(
            info.context.work,
            reads.row_id("Product", input.product_id),
            new_picture(input.picture),
            "picture",
            version=input.expected_version,
        )
        return PictureAddPayload.of(picture=picture)

    @mutation(description="Change a picture's words, its focal point or the variant it shows.")
    def picture_update(self, info: Info, input: PictureUpdateInput) -> PictureUpdatePayload:
        picture = pictures.update_picture(
            info.context.work,
            reads.row_id("ProductPicture", input.id),
            said_of(input),
            version=input.expected_version,
        )
        return PictureUpdatePayload.of(picture=picture)

    @mutation(description="Take a picture off its product.")
    def picture_remove(self, info: Info, input: PictureRemoveInput) -> PictureRemovePayload:
        product = pictures.remove_picture(
            info.context.work,
            reads.row_id("ProductPicture", input.id),
            version=input.expected_version,
        )
        return PictureRemovePayload.of(product=product)

    @mutation(description="Put a product's pictures in another order.")
    def pictures_reorder(self, info: Info, input: PicturesReorderInput) -> PicturesReorderPayload:
        product = pictures.reorder_pictures(
            info.context.work,
            reads.row_id("Product", input.product_id),
            reads.row_ids("ProductPicture", input.picture_ids),
            version=input.expected_version,
        )
        return PicturesReorderPayload.of(product=product)
