"""What is done to a product's pictures: which there are, in which order, and their words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import fields as fields_of
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from domain.catalogue import fields
from domain.catalogue.models import Product, ProductPicture, Variant
from domain.catalogue.values import PICTURES, FocalPoint
from domain.errors import Conflict, Invalid, LimitExceeded, NotFound, Required
from domain.permissions import Permission
from domain.work import Work

_SAID = ("alt", "alt_zh", "focal_point", "variant_id", "position")


@dataclass(frozen=True)
class PictureFile:
    """A picture that lies in the storage, looked at already; pixels as it is shown."""

    file_key: str
    file_name: str
    media_type: str
    width_px: int
    height_px: int
    size_bytes: int


@dataclass(frozen=True)
class NewPicture:
    """A picture to be: at an address, in a file of ours, or one that the product has already."""

    url: str | None = None
    file: PictureFile | None = None
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
    wanted = built(work, product, [_known(left, one, i) for i, one in enumerate(new)])
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
    row = _built(work, product, new, last + 1, *path)
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
    return [_built(work, product, one, i, "pictures", str(i)) for i, one in enumerate(new)]


def _known(present: Mapping[UUID, ProductPicture], new: NewPicture, place: int) -> NewPicture:
    """With where the picture is, when only its id is said."""
    if new.picture_id is None:
        return new
    if new.url is not None:
        raise Invalid("Say its address or its id, not both.", "pictures", str(place), "picture_id")
    old = present.get(new.picture_id)
    if old is None:
        raise NotFound("The product has no such picture.", "pictures", str(place), "picture_id")
    return replace(new, url=old.url, file=file_of(old) if old.file_key else None, picture_id=None)


def file_of(row: ProductPicture) -> PictureFile:
    """What the picture's columns say of its file."""
    return PictureFile(**{field.name: getattr(row, field.name) for field in fields_of(PictureFile)})


def _built(
    work: Work, product: Product, new: NewPicture, position: int, *path: str
) -> ProductPicture:
    if new.picture_id:
        raise Invalid("It is no picture of this product yet.", *path, "picture_id")
    if new.url is None and new.file is None:
        raise Required("Say where it is.", *path, "url")
    less = {"file", "picture_id", *(["url"] if new.file else [])}
    said = {name: value for name, value in vars(new).items() if name not in less}
    kept = fields.checked(fields.PICTURE, said, *path) | (vars(new.file) if new.file else {})
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
