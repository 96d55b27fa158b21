"""Making descriptions: composed from the catalogue, or written by hand; checked the same way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from domain import text
from domain.catalogue import fields
from domain.catalogue.models import Product, ProductPicture
from domain.descriptions import blocks, reading
from domain.descriptions.composing import Draft, compose
from domain.descriptions.facts import Facts
from domain.descriptions.models import DescriptionFinding, ProductDescription
from domain.descriptions.scoring import Finding, Known, looked_over, score
from domain.descriptions.states import (
    DESCRIPTION_STATES,
    DescriptionLocale,
    DescriptionState,
)
from domain.descriptions.title import USUAL
from domain.errors import Conflict, LimitExceeded, NotFound
from domain.ids import new_id
from domain.permissions import Permission
from domain.work import Work

MOST_POINTS, LONGEST_CARE = 20, 4_000


@dataclass(frozen=True)
class Place:
    """What a description is for: everywhere, a platform, or a listing of a variant there."""

    product_id: UUID
    locale: DescriptionLocale
    platform_id: UUID | None = None
    listing_id: UUID | None = None
    variant_id: UUID | None = None


def generate_description(work: Work, place: Place) -> ProductDescription:
    """A draft of what the catalogue says today."""
    fields.require(work, Permission.CONTENT_WRITE)
    product = work.claim(Product, place.product_id, "product_id")
    code, name = _platform(work, place.platform_id)
    facts = reading.facts_of(work, product, place.locale, place.variant_id)
    limit = reading.limit_for(work, code) if code else None
    draft = compose(facts, limit or USUAL)
    row = _row(work, product, place, draft, is_generated=True)
    known = Known(facts.name, facts.brand, len(facts.attributes), facts.left_out, limit, name)
    return _added(
        work, row, looked_over(draft, known, reading.phrases_for(work, place.locale, code))
    )


def edit_description(
    work: Work, description_id: UUID, changes: Mapping[str, Any], *, version: int | None = None
) -> ProductDescription:
    """A new draft that follows this one; a draft that is followed is retired.

    `changes` holds what was said of title, selling_points, size_table, care and blocks.
    """
    fields.require(work, Permission.CONTENT_WRITE)
    before = work.claim(ProductDescription, description_id, version=version)
    if before.state is DescriptionState.IN_REVIEW:
        raise Conflict("It is in review; it can be followed once that is decided.", "id")
    product = work.claim(Product, before.product_id)
    draft = _changed(work, draft_of(before), changes, product)
    place = Place(product.id, before.locale, before.platform_id, before.listing_id)
    row = _row(work, product, place, draft, is_generated=False)
    row.based_on_id = before.id
    if before.state is DescriptionState.DRAFT:
        before.state = DescriptionState.RETIRED
        work.record("product_description.retired", before)
    return _added(work, row, _look(work, row, draft))


def check_description(
    work: Work, description_id: UUID, *, version: int | None = None
) -> ProductDescription:
    """Looked over once more, by the phrases and limits of today."""
    fields.require(work, Permission.CONTENT_WRITE)
    row = work.claim(ProductDescription, description_id, version=version)
    look_again(work, row)
    work.record("product_description.checked", row)
    return row


def look_again(work: Work, row: ProductDescription) -> list[Finding]:
    """The findings of today, which replace those there were."""
    findings = look(work, row)
    old = delete(DescriptionFinding).where(DescriptionFinding.description_id == row.id)
    work.session.execute(old)
    work.session.add_all(_finding_rows(row, findings))
    row.score, row.checked_at = score(findings), work.now
    return findings


def look(work: Work, row: ProductDescription) -> list[Finding]:
    """What would be found today."""
    return _look(work, row, draft_of(row))


def draft_of(row: ProductDescription) -> Draft:
    return Draft(
        row.locale,
        row.title,
        blocks.read_list(row.selling_points),
        blocks.read_table(row.size_table),
        row.care,
        blocks.read(row.blocks),
    )


def _platform(work: Work, platform_id: UUID | None) -> tuple[str, str]:
    """Its code and its name; empty for none."""
    if platform_id is None:
        return "", ""
    found: Any = work.find(reading.platforms(), platform_id, "platform_id")
    return found.code, found.name


def _row(
    work: Work, product: Product, place: Place, draft: Draft, *, is_generated: bool
) -> ProductDescription:
    """The next of its product, which is claimed, so that no other takes the number."""
    same = (
        ProductDescription.product_id == product.id,
        ProductDescription.locale == draft.locale,
    )
    last = work.session.scalar(select(func.max(ProductDescription.number)).where(*same))
    return ProductDescription(
        id=new_id(),
        organization_id=work.actor.organization_id,
        product_id=product.id,
        locale=draft.locale,
        number=(last or 0) + 1,
        title=draft.title,
        selling_points=blocks.kept_list(draft.points),
        size_table=blocks.kept_table(draft.table),
        care=draft.care,
        blocks=blocks.kept(draft.blocks),
        score=0,
        checked_at=work.now,
        is_generated=is_generated,
        platform_id=place.platform_id,
        listing_id=place.listing_id,
        made_by_id=work.actor.user_id,
    )


def _added(work: Work, row: ProductDescription, findings: list[Finding]) -> ProductDescription:
    row.score = score(findings)
    work.add(row)
    work.record("product_description.created", row)
    work.session.flush()  # before its findings, which refer to it
    work.session.add_all(_finding_rows(row, findings))
    return row


def _look(work: Work, row: ProductDescription, draft: Draft) -> list[Finding]:
    product = work.session.get_one(Product, row.product_id)
    code, name = _platform(work, row.platform_id)
    facts: Facts = reading.facts_of(work, product, row.locale)
    limit = reading.limit_for(work, code) if code else None
    known = Known(facts.name, facts.brand, len(facts.attributes), facts.left_out, limit, name)
    return looked_over(draft, known, reading.phrases_for(work, row.locale, code))


def _finding_rows(row: ProductDescription, findings: list[Finding]) -> list[DescriptionFinding]:
    return [
        DescriptionFinding(
            organization_id=row.organization_id,
            description_id=row.id,
            position=place,
            kind=one.kind,
            part=one.part,
            points_lost=one.points_lost,
            reason=one.reason,
            mend=one.mend,
            phrase=one.phrase,
        )
        for place, one in enumerate(findings)
    ]


def _changed(work: Work, draft: Draft, changes: Mapping[str, Any], product: Product) -> Draft:
    """The words as they will be; the page repeats parts that changed, unless it is given too."""
    said = dict(changes)
    if "title" in said:
        title = text.name(said.pop("title") or "", "title", longest=255)
        draft = replace(draft, title=" ".join(title.split()))
    if "selling_points" in said:
        points = _points(said.pop("selling_points") or (), "selling_points")
        draft = replace(draft, points=points)
    if "care" in said:
        care = text.words(said.pop("care") or "", "care", longest=LONGEST_CARE).strip()
        draft = replace(draft, care=care)
    if "size_table" in said:
        table = said.pop("size_table")
        table = table and blocks.table_of(table.head, table.rows, "size_table")
        draft = replace(draft, table=table)
    page = said.pop("blocks", None)
    if said:
        raise TypeError(f"No such parts of a description: {sorted(said)}")
    if page is None:
        kept = blocks.with_parts(draft.blocks, draft.points, draft.table, draft.care)
        return replace(draft, blocks=kept)
    checked = blocks.checked(page, "blocks")
    _check_pictures(work, product, checked)
    return replace(draft, blocks=checked)


def _points(given: Sequence[str], *path: str) -> tuple[str, ...]:
    if len(given) > MOST_POINTS:
        raise LimitExceeded(f"Up to {MOST_POINTS} selling points.", MOST_POINTS, *path)
    return blocks.items(given, *path) if given else ()


def _check_pictures(work: Work, product: Product, page: Sequence[blocks.Block]) -> None:
    own = select(ProductPicture.id).where(ProductPicture.product_id == product.id)
    known = {str(known) for known in work.session.scalars(own)}
    for place, block in enumerate(page):
        if block.picture_id and block.picture_id not in known:
            raise NotFound("No such picture of this product.", "blocks", str(place), "picture_id")


def retire_former(work: Work, row: ProductDescription) -> None:
    """What was approved for the same place goes, now that this takes it."""
    same = select(ProductDescription).where(
        ProductDescription.product_id == row.product_id,
        ProductDescription.locale == row.locale,
        ProductDescription.platform_id.is_not_distinct_from(row.platform_id),
        ProductDescription.listing_id.is_not_distinct_from(row.listing_id),
        ProductDescription.state == DescriptionState.APPROVED,
        ProductDescription.id != row.id,
    )
    for former in work.session.scalars(same.order_by(ProductDescription.id).with_for_update()):
        DESCRIPTION_STATES.check(former.state, DescriptionState.RETIRED)
        former.state = DescriptionState.RETIRED
        work.record("product_description.retired", former)
