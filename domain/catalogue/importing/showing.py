"""A product's pictures and facts, as files add to them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from domain.catalogue import fields
from domain.catalogue.importing.rows import PictureRow
from domain.catalogue.importing.variants import folded
from domain.catalogue.models import Product, ProductAttribute, ProductPicture
from domain.catalogue.values import ATTRIBUTES, OPTIONS, PICTURES
from domain.errors import DomainError, LimitExceeded
from domain.text import fold


def new_pictures(
    present: Sequence[ProductPicture], rows: Sequence[PictureRow], notes: list[str]
) -> list[tuple[PictureRow, ProductPicture | None]]:
    """Each row once by its place, with the picture that is there; addresses nobody can open noted.

    Raises LimitExceeded, Invalid.
    """
    known = {row.place: row for row in present}
    found: dict[str, tuple[PictureRow, ProductPicture | None]] = {}
    for number, row in enumerate(rows):
        fields.checked(fields.PICTURE, {"alt": row.alt}, "pictures", str(number))
        place = row.file.file_key if row.file else address(row, number, notes)
        if place:
            found.setdefault(place, (row, known.get(place)))
    if len(known.keys() | found.keys()) > PICTURES:
        raise LimitExceeded(f"A product has up to {PICTURES} pictures.", PICTURES, "pictures")
    return list(found.values())


def address(row: PictureRow, number: int, notes: list[str]) -> str | None:
    if row.url is None:
        return None
    try:
        kept = fields.checked(fields.PICTURE, {"url": row.url}, "pictures", str(number))
    except DomainError as error:
        notes.append(f"The picture {row.url[:200]!r} is left out: {error}")
        return None
    found: str = kept["url"]
    return found


def show(
    product: Product,
    present: Sequence[ProductPicture],
    rows: Sequence[tuple[PictureRow, ProductPicture | None]],
    variants: Mapping[tuple[str, ...], UUID],
) -> list[ProductPicture]:
    """The new ones, after those that are there; known ones get the words that the file has."""
    last = max((row.position for row in present), default=-1)
    made = []
    for said, known in rows:
        options = [*(said.option_values or ()), "", "", ""][:OPTIONS]
        variant_id = variants.get(folded(options)) if said.option_values is not None else None
        if known:
            told = {"alt": said.alt} if said.alt else {}
            fields.put(known, told | ({"variant_id": variant_id} if variant_id else {}))
            continue
        last += 1
        file = vars(said.file) if said.file else {"url": said.url and said.url.strip()}
        made.append(
            ProductPicture(
                organization_id=product.organization_id,
                product_id=product.id,
                position=last,
                alt=said.alt,
                variant_id=variant_id,
                **file,
            )
        )
    return made


def check_attributes(present: Sequence[ProductAttribute], said: Sequence[tuple[str, str]]) -> None:
    names = {fold(row.name) for row in present} | {fold(name) for name, _ in said}
    if len(names) > ATTRIBUTES:
        raise LimitExceeded(
            f"A product has up to {ATTRIBUTES} attributes.", ATTRIBUTES, "attributes"
        )


def describe(
    product: Product, present: Sequence[ProductAttribute], said: Sequence[tuple[str, str]]
) -> list[ProductAttribute]:
    """The new facts; known ones get the value that the file has."""
    known = {fold(row.name): row for row in present}
    last = max((row.position for row in present), default=-1)
    made = []
    for name, value in said:
        if row := known.get(fold(name)):
            fields.put(row, {"value": value})
            continue
        last += 1
        made.append(
            ProductAttribute(
                organization_id=product.organization_id,
                product_id=product.id,
                name=name,
                value=value,
                position=last,
            )
        )
    return made
