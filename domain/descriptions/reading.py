"""What a description is made from and measured against, read from the rows."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import inspect, or_, select

from domain.catalogue.models import Product, ProductAttribute, ProductPicture, Variant
from domain.catalogue.options import names_of, values_of
from domain.descriptions.counting import Limit
from domain.descriptions.facts import Facts, Shown, choice_in, in_language
from domain.descriptions.language import MEASURES, meaning_of, said_in
from domain.descriptions.models import ForbiddenPhrase, ProductDescription, TitleLimit
from domain.descriptions.phrases import Phrase
from domain.descriptions.states import DescriptionLocale
from domain.work import Work


def platforms() -> Any:
    """The model of a higher context, by the relationship that names it."""
    return inspect(ProductDescription).relationships["platform"].mapper.class_


def facts_of(
    work: Work, product: Product, locale: DescriptionLocale, variant_id: UUID | None = None
) -> Facts:
    """All the catalogue says of a product in a language; of a variant, what was chosen too."""
    attributes, left_out = in_language(locale, _attributes(work, product))
    variants = _variants(work, product)
    values = [values_of(one) for one in variants]
    names = names_of(product)
    choices = tuple(
        choice_in(locale, name, [said[place] for said in values if said[place]])
        for place, name in enumerate(names)
    )
    chosen = [one for one in variants if one.id == variant_id]
    is_chinese = locale is DescriptionLocale.ZH
    return Facts(
        locale=locale,
        name=(product.title_zh if is_chinese else None) or product.title,
        brand=product.brand or "",
        attributes=attributes,
        choices=choices,
        weights_g=_weights(locale, names, variants),
        chosen=tuple(said_in(locale, one) for each in chosen for one in values_of(each) if one),
        pictures=tuple(
            Shown(str(one.id), (one.alt_zh or "") if is_chinese else one.alt)
            for one in _pictures(work, product)
        ),
        left_out=left_out,
    )


def _weights(
    locale: DescriptionLocale, names: Sequence[str], variants: Sequence[Variant]
) -> tuple[tuple[str, int], ...]:
    """By size, where all variants of that size weigh the same."""
    place = next((at for at, name in enumerate(names) if meaning_of(name) in MEASURES), None)
    if place is None:
        return ()
    found: dict[str, set[int | None]] = {}
    for one in variants:
        found.setdefault(said_in(locale, values_of(one)[place]), set()).add(one.weight_g)
    return tuple(
        (size, grams)
        for size, weights in found.items()
        if len(weights) == 1 and (grams := next(iter(weights))) is not None
    )


def _attributes(work: Work, product: Product) -> list[tuple[str, str]]:
    own = select(ProductAttribute.name, ProductAttribute.value)
    own = own.where(ProductAttribute.product_id == product.id)
    found = work.session.execute(own.order_by(ProductAttribute.position, ProductAttribute.id))
    return [(name, value) for name, value in found]


def _variants(work: Work, product: Product) -> list[Variant]:
    live = select(Variant).where(Variant.product_id == product.id, Variant.archived_at.is_(None))
    return list(work.session.scalars(live.order_by(Variant.position, Variant.id)))


def _pictures(work: Work, product: Product) -> list[ProductPicture]:
    own = select(ProductPicture).where(ProductPicture.product_id == product.id)
    return list(work.session.scalars(own.order_by(ProductPicture.position, ProductPicture.id)))


def picture_addresses(work: Work, product_id: UUID) -> dict[str, str]:
    """Of the pictures that have a lasting address; our own files' expire."""
    own = select(ProductPicture.id, ProductPicture.url)
    found = work.session.execute(own.where(ProductPicture.product_id == product_id))
    return {str(picture_id): url for picture_id, url in found if url}


def phrases_for(work: Work, locale: DescriptionLocale, platform_code: str) -> list[Phrase]:
    """Those that hold today, everywhere or on that platform."""
    rows = work.session.scalars(
        work.seen(ForbiddenPhrase)
        .where(
            ForbiddenPhrase.locale == locale,
            ForbiddenPhrase.platform_code.in_(["", platform_code]),
            *_holding(ForbiddenPhrase, work.now.date()),
        )
        .order_by(ForbiddenPhrase.phrase, ForbiddenPhrase.id),
        work.actor.values(),
    )
    return [phrase_of(row) for row in rows]


def phrase_of(row: ForbiddenPhrase) -> Phrase:
    harmless = tuple(line for line in row.harmless_in.split("\n") if line)
    return Phrase(row.phrase, row.category, harmless, row.law, row.instead or "")


def limit_for(work: Work, platform_code: str) -> Limit | None:
    """What the platform takes today, if that is known; what we say ourselves goes before."""
    row = work.session.scalars(
        work.seen(TitleLimit)
        .where(TitleLimit.platform_code == platform_code, *_holding(TitleLimit, work.now.date()))
        .order_by(TitleLimit.organization_id.is_(None), TitleLimit.valid_from.desc()),
        work.actor.values(),
    ).first()
    return Limit(row.most, row.unit) if row else None


def _holding(rows: Any, day: date) -> tuple[Any, ...]:
    return rows.valid_from <= day, or_(rows.valid_until.is_(None), rows.valid_until > day)
