"""What is done to a product's pictures: which there are, in which order, and their words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from domain.assets.files import AssetFile, keep_files
from domain.assets.focal_point import FocalPoint
from domain.assets.models import MediaAsset
from domain.assets.states import AssetKind
from domain.catalogue import fields
from domain.catalogue.models import Product, ProductPicture, Variant
from domain.catalogue.values import PICTURES
from domain.errors import Conflict, Invalid, LimitExceeded, NotFound, Required
from domain.permissions import Permission
from domain.work import Work

_SAID = ("alt", "alt_zh", "focal_point", "variant_id", "position")


_FACTS = ("file_key", "file_name", "media_type", "width_px", "height_px", "size_bytes")


@dataclass(frozen=True)
class NewPicture:
    """A picture to be: at an address, an asset, a file of ours, or one that the product has.

    What is not said of an asset or a file is as the asset has it.
    """

    url: str | None = None
    asset_id: UUID | None = None
    file: AssetFile | None = None
    picture_id: UUID | None = None
    alt: str = ""
    alt_zh: str | None = None
    focal_point: FocalPoint | None = None
    variant_id: UUID | None = None


def set_pictures(
    work: Work, product_id: UUID, new: Sequence[NewPicture], *, version: int | None = None
) -> Product:
    """These and no others, in this order; one that stays, by its id or address, keeps its id."""
    product, present = _claimed(work, product_id, version)
    left = {row.id: row for row in present}
    _check_count(len(new), "pictures")
    known = [_known(work, left, one, i) for i, one in enumerate(new)]
    wanted = [_built(work, product, one, i, "pictures", str(i)) for i, one in enumerate(known)]
    before = [row.place for row in present]
    kept: list[ProductPicture] = []
    for row, said in zip(wanted, new, strict=True):
        named = left.get(said.picture_id) if said.picture_id else None
        same = named or next((old for old in left.values() if old.place == row.place), None)
        if same:
            fields.put(left.pop(same.id), {name: getattr(row, name) for name in _SAID})
        kept.append(same or row)
    _tell(work, "product.pictures_set", product, before, kept)
    for gone in left.values():
        work.session.delete(gone)
    work.session.add_all(kept)
    return product


def add_picture(
    work: Work, product_id: UUID, new: NewPicture, *path: str, version: int | None = None
) -> ProductPicture:
    """After the others; `reorder_pictures` puts it elsewhere. `path` leads to `new`."""
    product, present = _claimed(work, product_id, version)
    _check_count(len(present) + 1, "product_id")
    last = max((old.position for old in present), default=-1)
    row = _built(work, product, _in_hand(work, new, *path), last + 1, *path)
    before = [old.place for old in present]
    _tell(work, "product.picture_added", product, before, [*present, row])
    return work.add(row)


def update_picture(
    work: Work, picture_id: UUID, changes: Mapping[str, Any], *, version: int | None = None
) -> ProductPicture:
    """Its words, its focal point, the variant it shows; `changes` holds what was said."""
    fields.require(work, Permission.CONTENT_WRITE)
    picture = work.claim(ProductPicture, picture_id, version=version)
    kept = fields.checked(fields.PICTURE, changes)
    _check_variant(work, picture.product_id, kept.get("variant_id"))
    fields.put(picture, kept)
    work.record("product_picture.updated", picture)
    return picture


def remove_picture(work: Work, picture_id: UUID, *, version: int | None = None) -> Product:
    """Off the product; its file stays until nothing names it, and an address is not ours."""
    fields.require(work, Permission.CONTENT_WRITE)
    product_id = work.find(ProductPicture, picture_id).product_id
    product, present = _claimed(work, product_id, None)
    picture = work.claim(ProductPicture, picture_id, version=version)
    left = [row for row in present if row.id != picture.id]
    _tell(work, "product.picture_removed", product, [row.place for row in present], left)
    work.session.delete(picture)
    return product


def reorder_pictures(
    work: Work, product_id: UUID, picture_ids: Sequence[UUID], *, version: int | None = None
) -> Product:
    """All the product's pictures, each once, in their new order."""
    product, present = _claimed(work, product_id, version)
    by_id = {row.id: row for row in present}
    for place, picture_id in enumerate(picture_ids):
        if picture_id not in by_id:
            raise NotFound("The product has no such picture.", "picture_ids", str(place))
    if len(picture_ids) != len(by_id) or len(set(picture_ids)) != len(by_id):
        raise Invalid("Name each picture of the product once.", "picture_ids")
    ordered = [by_id[picture_id] for picture_id in picture_ids]
    for place, row in enumerate(ordered):
        fields.put(row, {"position": place})
    _tell(work, "product.pictures_reordered", product, [row.place for row in present], ordered)
    return product


def built(work: Work, product: Product, new: Sequence[NewPicture]) -> list[ProductPicture]:
    """Pictures of the product in this order, checked; not added yet."""
    _check_count(len(new), "pictures")
    found = []
    for place, one in enumerate(new):
        path = ("pictures", str(place))
        found.append(_built(work, product, _in_hand(work, one, *path), place, *path))
    return found


def facts_of(asset: MediaAsset) -> dict[str, Any]:
    """The columns of a picture that shows the asset."""
    return {"asset_id": asset.id, **{name: getattr(asset, name) for name in _FACTS}}


def _known(
    work: Work, present: Mapping[UUID, ProductPicture], new: NewPicture, place: int
) -> NewPicture:
    """With where the picture is, when only its id is said."""
    path = ("pictures", str(place))
    if new.picture_id is None:
        return _in_hand(work, new, *path)
    if new.url is not None or new.asset_id is not None:
        raise Invalid("Say where it is or its id, not both.", *path, "picture_id")
    old = present.get(new.picture_id)
    if old is None:
        raise NotFound("The product has no such picture.", *path, "picture_id")
    return replace(new, url=old.url, asset_id=old.asset_id, picture_id=None)


def _in_hand(work: Work, new: NewPicture, *path: str) -> NewPicture:
    """With its asset, if it is one or is to be one, and with what that says of itself."""
    if new.file:
        asset = keep_files(work, [new.file])[new.file.file_key]
    elif new.asset_id:
        if new.url is not None:
            raise Invalid("Say its address or its asset, not both.", *path, "asset_id")
        asset = work.find(MediaAsset, new.asset_id, *path, "asset_id")
    else:
        return new
    return replace(
        new,
        file=None,
        asset_id=asset.id,
        alt=new.alt or asset.alt,
        alt_zh=new.alt_zh or asset.alt_zh,
        focal_point=new.focal_point or asset.focal_point,
    )


def _built(
    work: Work, product: Product, new: NewPicture, position: int, *path: str
) -> ProductPicture:
    if new.picture_id:
        raise Invalid("It is no picture of this product yet.", *path, "picture_id")
    if new.url is None and new.asset_id is None:
        raise Required("Say where it is.", *path, "url")
    less = {"file", "asset_id", "picture_id", *(["url"] if new.asset_id else [])}
    said = {name: value for name, value in vars(new).items() if name not in less}
    kept = fields.checked(fields.PICTURE, said, *path)
    if new.asset_id:
        asset = work.find(MediaAsset, new.asset_id, *path, "asset_id")
        if asset.kind is not AssetKind.IMAGE:
            raise Invalid(f"It is no picture but {asset.media_type}.", *path, "asset_id")
        kept |= facts_of(asset)
    _check_variant(work, product.id, new.variant_id, *path)
    return ProductPicture(
        organization_id=product.organization_id, product_id=product.id, position=position, **kept
    )


def _claimed(
    work: Work, product_id: UUID, version: int | None
) -> tuple[Product, list[ProductPicture]]:
    """The product, locked, and its pictures in their order."""
    fields.require(work, Permission.CONTENT_WRITE)
    product = work.claim(Product, product_id, "product_id", version=version)
    own = select(ProductPicture).where(ProductPicture.product_id == product.id)
    rows = work.session.scalars(own.order_by(ProductPicture.position, ProductPicture.id))
    return product, list(rows)


def _check_variant(work: Work, product_id: UUID, variant_id: UUID | None, *path: str) -> None:
    if variant_id is None:
        return
    if work.find(Variant, variant_id, *path, "variant_id").product_id != product_id:
        raise Conflict("It is a variant of another product.", *path, "variant_id")


def _check_count(count: int, *path: str) -> None:
    if count > PICTURES:
        raise LimitExceeded(f"A product has up to {PICTURES} pictures.", PICTURES, *path)


def _tell(
    work: Work, action: str, product: Product, before: list[str], after: list[ProductPicture]
) -> None:
    """One line about the list; the product counts it as a change of its own."""
    places = [row.place for row in after]
    work.record(action, product, details={"pictures": {"from": before, "to": places}})
    flag_modified(product, "updated_at")
