"""What is done to a product's pictures: which there are, in which order, and their words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from domain.catalogue import fields
from domain.catalogue.models import Product, ProductPicture, Variant
from domain.catalogue.values import PICTURES, FocalPoint
from domain.errors import Conflict, Invalid, LimitExceeded, NotFound
from domain.permissions import Permission
from domain.work import Work

_SAID = ("alt", "alt_zh", "focal_point", "variant_id", "position")


@dataclass(frozen=True)
class NewPicture:
    """A picture to be; of one variant, or of them all."""

    url: str
    alt: str = ""
    alt_zh: str | None = None
    focal_point: FocalPoint | None = None
    variant_id: UUID | None = None


def set_pictures(
    work: Work, product_id: UUID, new: Sequence[NewPicture], *, version: int | None = None
) -> Product:
    """These and no others, in this order; a picture whose address stays keeps its id."""
    product, present = _claimed(work, product_id, version)
    wanted = built(work, product, new)
    before = [row.url for row in present]
    left = {row.id: row for row in present}
    kept: list[ProductPicture] = []
    for row in wanted:
        same = next((old for old in left.values() if old.url == row.url), None)
        if same:
            fields.put(left.pop(same.id), {name: getattr(row, name) for name in _SAID})
        kept.append(same or row)
    _tell(work, "product.pictures_set", product, before, kept)
    for gone in left.values():
        work.session.delete(gone)
    work.session.add_all(kept)
    return product


def add_picture(
    work: Work, product_id: UUID, new: NewPicture, *, version: int | None = None
) -> ProductPicture:
    """After the others; `reorder_pictures` puts it elsewhere."""
    product, present = _claimed(work, product_id, version)
    _check_count(len(present) + 1, "product_id")
    last = max((old.position for old in present), default=-1)
    row = _built(work, product, new, last + 1, "picture")
    before = [old.url for old in present]
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
    """Off the product, and gone; the file behind the address is nobody's business here."""
    fields.require(work, Permission.CONTENT_WRITE)
    product_id = work.find(ProductPicture, picture_id).product_id
    product, present = _claimed(work, product_id, None)
    picture = work.claim(ProductPicture, picture_id, version=version)
    left = [row for row in present if row.id != picture.id]
    _tell(work, "product.picture_removed", product, [row.url for row in present], left)
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
    _tell(work, "product.pictures_reordered", product, [row.url for row in present], ordered)
    return product


def built(work: Work, product: Product, new: Sequence[NewPicture]) -> list[ProductPicture]:
    """Pictures of the product in this order, checked; not added yet."""
    _check_count(len(new), "pictures")
    return [_built(work, product, one, i, "pictures", str(i)) for i, one in enumerate(new)]


def _built(
    work: Work, product: Product, new: NewPicture, position: int, *path: str
) -> ProductPicture:
    kept = fields.checked(fields.PICTURE, vars(new), *path)
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
    urls = [row.url for row in after]
    work.record(action, product, details={"pictures": {"from": before, "to": urls}})
    flag_modified(product, "updated_at")
