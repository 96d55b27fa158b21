"""How a picture is sent: looked at and kept first, then put after a product's others."""

from collections.abc import Mapping
from typing import Any

import strawberry

from api import reads
from api.context import Context, Info
from api.graphql.catalogue import ProductPicture
from api.graphql.focal_points import FocalPointInput
from api.graphql.pictures import ALT, PRODUCT_VERSION, VARIANT, said_of
from api.http.uploaded import Uploaded
from api.links import sayable
from api.mutation import Payload, mutation
from domain.assets.files import AssetFile
from domain.catalogue import fields, pictures
from domain.catalogue.pictures import NewPicture
from domain.errors import Invalid, LimitExceeded
from domain.permissions import Permission, Reach
from media.photos.intake import BadPicture, Rule, look


@strawberry.input(description="A picture to send and to put after a product's others.")
class PictureUploadInput:
    product_id: strawberry.ID = strawberry.field(description="The product.")
    file: Uploaded = strawberry.field(
        description="The picture: JPEG, PNG, WebP, GIF, AVIF or TIFF, whatever its name says."
    )
    alt: str = strawberry.field(default="", description=ALT)
    alt_zh: str | None = strawberry.field(default=None, description="The same in Chinese.")
    focal_point: FocalPointInput | None = strawberry.field(
        default=None, description="What a crop must keep."
    )
    variant_id: strawberry.ID | None = strawberry.field(default=None, description=VARIANT)
    expected_version: int | None = strawberry.field(default=None, description=PRODUCT_VERSION)


@strawberry.type(description="The picture sent, or why not.")
class PictureUploadPayload(Payload):
    picture: ProductPicture | None = reads.changed(description="The new picture.")


def keep_first(context: Context, given: Mapping[str, Any]) -> None:
    """Looks at the picture and keeps it before the transaction begins, so that no lock waits."""
    if context.actor.grants.reach(Permission.CONTENT_WRITE) is Reach.EVERY_STORE:
        kept(context, given["input"].file)


def kept(context: Context, file: Uploaded) -> AssetFile:
    """The file in the storage, under its hash; done once for a file. Raises Invalid."""
    storage = context.storage
    assert storage

    def keep(file: Uploaded) -> AssetFile:
        try:
            seen = look(file.file, most_pixels=context.most_pixels)
        except BadPicture as bad:
            if bad.rule is Rule.PIXELS:
                raise LimitExceeded(str(bad), context.most_pixels, "file") from None
            raise Invalid(str(bad), "file") from None
        key = storage.put(file.file, media_type=seen.media_type, sha256=file.sha256)
        return AssetFile(
            file_key=key,
            file_name=sayable(file.name),
            media_type=seen.media_type,
            width_px=seen.width_px,
            height_px=seen.height_px,
            size_bytes=file.size_bytes,
            placeholder=seen.placeholder,
            fingerprint=seen.fingerprint,
        )

    found: AssetFile = file.once("picture", keep)
    return found


@strawberry.type
class PictureUploadMutation:
    @mutation(description="Send a picture and put it after a product's others.", first=keep_first)
    def picture_upload(self, info: Info, input: PictureUploadInput) -> PictureUploadPayload:
        fields.require(info.context.work, Permission.CONTENT_WRITE)  # or nobody looks at the file
        said = said_of(input, "product_id", "file")
        picture = pictures.add_picture(
            info.context.work,
            reads.row_id("Product", input.product_id),
            NewPicture(file=kept(info.context, input.file), **said),
            version=input.expected_version,
        )
        return PictureUploadPayload.of(picture=picture)
