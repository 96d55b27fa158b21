"""What is here already of what some rows of a platform name: one statement for each question."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Select, Text, bindparam, literal, select

from domain.base import RowId
from domain.catalogue.models import Variant
from domain.orders.contacts import CustomerContact
from domain.orders.models import Order, Payment, PlatformOrder, Refund
from domain.orders.platform_rows import Checked, told
from domain.people.models import Organization
from domain.scope import Among, Many
from domain.stores.models import Store
from domain.work import Work


@dataclass(frozen=True)
class Record:
    """What is kept of what a platform sent; without an id it is of this chunk."""

    order_id: UUID
    payload_hash: str
    id: UUID | None = None


def records_of(
    work: Work, store: Store, checked: Sequence[Checked]
) -> dict[tuple[str, str], Record]:
    kept = select(
        PlatformOrder.source,
        PlatformOrder.external_id,
        PlatformOrder.order_id,
        PlatformOrder.payload_hash,
        PlatformOrder.id,
    )
    found = kept.where(
        PlatformOrder.store_id == store.id,
        Among(PlatformOrder.source, many(one.row.source for one in checked)),
        Among(PlatformOrder.external_id, many(one.row.external_id for one in checked)),
    )
    return {
        (source, external_id): Record(order_id, payload_hash, record_id)
        for source, external_id, order_id, payload_hash, record_id in work.session.execute(found)
    }


def numbers_of(
    work: Work, store: Store, checked: Sequence[Checked]
) -> dict[str, tuple[UUID | None, str]]:
    """Numbers that are taken, by which order of which source; by no order if a platform sent it."""
    numbers = many(one.draft.stated.number for one in checked)
    found = (
        select(Order.number, Order.id, Order.source, PlatformOrder.id)
        .outerjoin(PlatformOrder, PlatformOrder.order_id == Order.id)
        .where(Order.store_id == store.id, Among(Order.number, numbers))
    )
    return {
        number: (None if record_id else order_id, source)
        for number, order_id, source, record_id in work.session.execute(found)
    }


def references_of(
    work: Work, store: Store, of: type[Payment | Refund], checked: Sequence[Checked]
) -> dict[str, UUID]:
    """Which order has them."""
    named = {
        reference
        for one in checked
        for kind, _, got in told(one)
        if kind is of
        for _, reference in got
    }
    if not named:
        return {}
    found = select(of.reference, of.order_id).where(
        of.store_id == store.id, Among(of.reference, many(named))
    )
    return {str(reference): order_id for reference, order_id in work.session.execute(found)}


def many(values: Iterable[str]) -> BindParameter[list[str]]:
    """A list of words as one bound value."""
    return bindparam(None, sorted(set(values)), type_=Many(Text()))


def variants_by_sku(work: Work, skus: Iterable[str]) -> dict[str, UUID]:
    """The organisation's variants among those SKUs; archived ones too, as they may still sell."""
    found = select(Variant.sku, Variant.id).where(
        Variant.organization_id == work.actor.organization_id, Among(Variant.sku, many(skus))
    )
    return {row.sku: row.id for row in work.session.execute(found)}


def variants_among(work: Work, ids: Iterable[UUID]) -> set[UUID]:
    """Those of the ids that are variants of the organisation; archived ones too."""
    wanted = literal(sorted(ids), Many(RowId()))
    if not wanted.value:
        return set()
    own = Variant.organization_id == work.actor.organization_id
    found = select(Variant.id).where(own, Among(Variant.id, wanted))
    return set(work.session.scalars(found))


def known_customers(work: Work, new: Sequence[Checked]) -> dict[tuple[str, str], UUID]:
    """Whom we know of their buyers; if not all, nobody else may write new ones meanwhile."""
    wanted = {(one.row.source, one.buyer.external_id) for one in new if one.buyer.external_id}
    found = select(
        CustomerContact.source, CustomerContact.external_id, CustomerContact.customer_id
    ).where(
        CustomerContact.organization_id == work.actor.organization_id,
        Among(CustomerContact.source, many(source for source, _ in wanted)),
        Among(CustomerContact.external_id, many(str(external_id) for _, external_id in wanted)),
    )
    known = _by_key(work, found)
    if wanted <= known.keys():
        return known
    work.session.execute(
        select(Organization.id)
        .where(Organization.id == work.actor.organization_id)
        .with_for_update(key_share=True)
    )
    return _by_key(work, found)


def _by_key(work: Work, found: Select[*tuple[Any, ...]]) -> dict[tuple[str, str], UUID]:
    rows = work.session.execute(found)
    return {(source, external_id): customer_id for source, external_id, customer_id in rows}
