"""A product's facts and pictures, as files add to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain import text
from domain.assets.models import MediaAsset
from domain.catalogue import fields, options, values
from domain.catalogue.importing.rows import PictureRow
from domain.catalogue.importing.variants import Note, VariantPlan
from domain.catalogue.models import Product, ProductAttribute, ProductPicture
from domain.catalogue.pictures import facts_of
from domain.errors import Invalid, LimitExceeded, Required
from domain.ids import new_id

Extra = ProductAttribute | ProductPicture


@dataclass(frozen=True)
class ExtraPlan:
    """An attribute or picture, new or known, and what of it is to change."""

    row: Extra
    is_new: bool
    kept: Mapping[str, Any]


@dataclass(frozen=True)
class Shown:
    """What pictures are tied to: assets by the keys of their files, variants by their values."""

    assets: Mapping[str, MediaAsset]
    variants: Mapping[tuple[str, ...], UUID]


def attribute_plans(
    product: Product, present: Sequence[ProductAttribute], stated: Mapping[str, str]
) -> list[ExtraPlan]:
    """New values for known names, whatever their case; new names after them."""
    known = {text.fold(row.name): row for row in present}
    last = max((row.position for row in present), default=-1)
    found: dict[str, ExtraPlan] = {}
    for given, value in stated.items():
        path = ("attributes", given)
        name = text.name(given, *path, longest=100)
        kept = {"value": text.name(value, *path, longest=500)}
        if text.fold(name) in found:
            raise Invalid("Each attribute has its own name.", *path)
        row = known.get(text.fold(name))
        if row is None:
            last += 1
            made = ProductAttribute(
                id=new_id(),
                organization_id=product.organization_id,
                product_id=product.id,
                name=name,
                position=last,
                **kept,
            )
        found[text.fold(name)] = ExtraPlan(row or made, row is None, kept)
    most, count = values.ATTRIBUTES, len(known.keys() | found.keys())
    if count > most:
        message = f"A product has up to {most} attributes; with these it would have {count}."
        raise LimitExceeded(message, most, "attributes")
    return list(found.values())


def picture_plans(
    product: Product,
    present: Sequence[ProductPicture],
    stated: Sequence[PictureRow],
    shown: Shown,
    note: Note,
) -> list[ExtraPlan]:
    """Known by their address or file; new ones go after them.

    A picture that a file gives to several variants is nobody's own.
    """
    known = {row.place: row for row in present}
    wanted: dict[str, dict[str, Any]] = {}
    owners: dict[str, set[UUID]] = {}
    for nth, row in enumerate(stated):
        path = ("pictures", str(nth))
        kept = _picture(row, shown.assets, path, note)
        if kept is None:
            continue
        place = kept.get("url") or kept["file_key"]
        before = wanted.setdefault(place, kept)
        before["alt"] = before["alt"] or kept["alt"]
        said = row.option_values
        if said is not None and (owner := _owner(said, shown.variants, note)):
            owners.setdefault(place, set()).add(owner)
    most, count = values.PICTURES, len(known.keys() | wanted.keys())
    if count > most:
        message = f"A product has up to {most} pictures; with these it would have {count}."
        raise LimitExceeded(message, most, "pictures")
    last = max((row.position for row in present), default=-1)
    plans = []
    for place, kept in wanted.items():
        old = known.get(place)
        if len(owners.get(place, ())) == 1:
            [kept["variant_id"]] = owners[place]
        if old is None:
            last += 1
            plans.append(ExtraPlan(_new_picture(product, kept, last), is_new=True, kept={}))
            continue
        changes = {name: kept[name] for name in ("alt", "variant_id") if kept.get(name)}
        plans.append(ExtraPlan(old, is_new=False, kept=changes))
    return plans


def variants_by_values(
    present: Sequence[Any], plans: Sequence[VariantPlan]
) -> dict[tuple[str, ...], UUID]:
    """The product's variants once the plans are carried out, by their options as compared."""
    found = {options.folded(options.values_of(variant)): variant.id for variant in present}
    return found | {options.folded(plan.chosen): plan.variant.id for plan in plans}


def _picture(
    row: PictureRow, assets: Mapping[str, MediaAsset], path: tuple[str, ...], note: Note
) -> dict[str, Any] | None:
    """Its columns; None for an address that nobody can open, which is told."""
    if row.file is None and row.name is not None:
        raise Required(f"The file {row.name[:100]!r} was not brought in.", *path, "name")
    kept = fields.checked(fields.PICTURE, {"alt": row.alt.strip()}, *path)
    if row.file:
        return kept | facts_of(assets[row.file.file_key])
    if row.url is None:
        raise Required("Say where it is.", *path, "url")
    try:
        return kept | {"url": values.url(row.url, *path, "url")}
    except Invalid as error:
        note(f"The picture {row.url[:200]!r} is left out: {error}")
        return None


def _owner(given: Sequence[str], shown: Mapping[tuple[str, ...], UUID], note: Note) -> UUID | None:
    said = [*(value.strip() for value in given), "", "", ""][: values.OPTIONS]
    found = shown.get(tuple(text.fold(value) for value in said))
    if found is None:
        words = ", ".join(filter(None, said)) or "no options"
        note(f"A picture is nobody's own: the product has no variant with {words}.")
    return found


def _new_picture(product: Product, kept: Mapping[str, Any], position: int) -> ProductPicture:
    return ProductPicture(
        id=new_id(),
        organization_id=product.organization_id,
        product_id=product.id,
        position=position,
        **kept,
    )
