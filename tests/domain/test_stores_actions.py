"""Stores, platforms and listings against both databases: what the graph cannot show."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from domain.audit import AuditEntry
from domain.catalogue.models import ProductState
from domain.errors import Conflict, DomainError, Forbidden, NotFound, Taken
from domain.ids import new_id
from domain.jobs import Job
from domain.money import UnitPrice
from domain.permissions import Role
from domain.stores import lifecycle, listings, selling
from domain.stores.models import Listing, Platform
from domain.stores.offers import NewListing
from domain.stores.platforms import PLATFORMS, keep_platforms
from domain.stores.states import DelistReason, ListingState, StoreState, SuspensionReason
from tests.conftest import MONDAY, House
from tests.factories.catalogue import make_picture, make_product, make_variant
from tests.factories.stores import TEN_EUROS, make_listing, make_store

HOUR = timedelta(hours=1)


def audited(house: House, action: str) -> list[dict[str, Any]]:
    found = house.session.scalars(select(AuditEntry.changes).where(AuditEntry.action == action))
    return [json.loads(changes) for changes in found]


def shipped(house: House) -> dict[str, Platform]:
    rows = house.session.scalars(select(Platform).where(Platform.organization_id.is_(None)))
    return {row.code: row for row in rows}


def test_platforms_are_kept_once_however_often_it_is_asked(house: House) -> None:
    for _ in range(2):
        keep_platforms(house.session, MONDAY)
        house.session.commit()
    kept = shipped(house)
    assert len(kept) == len(PLATFORMS)
    assert kept["TAOBAO"].name_zh == "淘宝"
    assert kept["TAOBAO"].default_currency == "CNY"
    assert {row.version for row in kept.values()} == {1}


def test_a_shipped_platform_that_differs_is_set_right(house: House) -> None:
    keep_platforms(house.session, MONDAY)
    house.session.commit()
    taobao = shipped(house)["TAOBAO"]
    kept_id = taobao.id
    house.session.info["now"] = MONDAY
    taobao.name, taobao.website = "Old", None
    house.session.commit()
    keep_platforms(house.session, MONDAY + HOUR)
    house.session.commit()
    house.session.expire_all()
    mended = shipped(house)["TAOBAO"]
    assert (mended.id, mended.name, mended.version) == (kept_id, "Taobao", 3)
    assert mended.updated_at == MONDAY + HOUR
    assert shipped(house)["JD"].version == 1


def test_a_batch_says_of_each_row_what_became_of_it(house: House) -> None:
    store = make_store(house)
    fresh, listed, archived = (make_variant(house) for _ in range(3))
    stranger = make_variant(house.second)
    make_listing(house, store, listed)
    archived.archived_at = MONDAY
    house.save(archived)
    rows = [
        NewListing(fresh.id, TEN_EUROS),
        NewListing(fresh.id, TEN_EUROS),
        NewListing(listed.id, TEN_EUROS),
        NewListing(archived.id, TEN_EUROS),
        NewListing(stranger.id, TEN_EUROS),
        NewListing(new_id(), TEN_EUROS),
        NewListing(make_variant(house).id, UnitPrice(0, "EUR")),
        NewListing(make_variant(house).id, TEN_EUROS, "Own words"),
    ]
    results = listings.create_listings(house.work(), store, rows)
    house.session.commit()
    kinds = [type(result) for result in results]
    expected = [Listing, Taken, Taken, Conflict, NotFound, NotFound]
    assert kinds[:6] == expected
    assert isinstance(results[6], DomainError)
    assert results[6].path == ("price", "amount")
    assert isinstance(results[7], Listing)
    assert results[7].own_title == "Own words"
    [told] = audited(house, "listings.created")
    assert told["count"] == 2


def test_products_of_a_file_are_offered_once(house: House) -> None:
    store = make_store(house)
    product, archived = make_product(house), make_product(house, state=ProductState.ARCHIVED)
    first, second = make_variant(house, product), make_variant(house, product, option_1="b")
    make_variant(house, product, option_1="c", archived_at=MONDAY)
    make_variant(house, product, option_1="d", unit_price=UnitPrice(1, "USD"))
    make_variant(house, product, option_1="e", unit_price=UnitPrice(0, store.currency))
    make_variant(house, archived)
    old = make_listing(house, store, make_variant(house), state=ListingState.ARCHIVED)
    asked = [product.id, archived.id, old.product_id]
    assert listings.list_products(house.work(), store, asked) == {product.id}
    house.session.commit()
    made = house.session.scalars(select(Listing).where(Listing.product_id == product.id)).all()
    assert {(one.variant_id, one.price, one.state) for one in made} == {
        (first.id, first.unit_price, ListingState.DRAFT),
        (second.id, second.unit_price, ListingState.DRAFT),
    }
    assert listings.list_products(house.work(), store, asked) == set()
    assert [line["count"] for line in audited(house, "listings.created")] == [2]


def test_products_are_offered_by_those_who_may_in_a_store_that_is_open(house: House) -> None:
    store, variant = make_store(house), make_variant(house)
    for asked in ([], [variant.product_id]):
        with pytest.raises(Forbidden):
            listings.list_products(house.work(house.actor(Role.DESIGNER)), store, asked)
    shut = make_store(house, state=StoreState.CLOSED)
    with pytest.raises(Conflict):
        listings.list_products(house.work(), shut, [variant.product_id])


def test_an_archived_listing_makes_room_for_a_new_one(house: House) -> None:
    old = make_listing(house)
    selling.archive_listing(house.work(), old.id)
    house.session.commit()
    row = NewListing(old.variant_id, TEN_EUROS)
    new = listings.create_listing(house.work(), old.store_id, row)
    house.session.commit()
    assert new.state is ListingState.DRAFT


def test_closing_a_store_takes_everything_down(house: House) -> None:
    store = make_store(house, state=StoreState.PAUSED)
    live = make_listing(house, store, state=ListingState.LIVE)
    off = make_listing(
        house,
        store,
        state=ListingState.SUSPENDED,
        suspension_reason=SuspensionReason.PLATFORM,
    )
    soon = make_listing(house, store, state=ListingState.SCHEDULED, scheduled_at=MONDAY + HOUR)
    draft = make_listing(house, store)
    elsewhere = make_listing(house, state=ListingState.LIVE)
    lifecycle.close_store(house.work(), store.id, reason="moved")
    house.session.commit()
    house.session.expire_all()
    for listing in (live, off):
        assert listing.state is ListingState.DELISTED
        assert listing.delist_reason is DelistReason.STORE_CLOSED
        assert (listing.delisted_at, listing.version) == (MONDAY, 2)
    assert (soon.state, soon.delist_reason) == (ListingState.READY, None)
    assert (draft.state, draft.version) == (ListingState.DRAFT, 1)
    assert elsewhere.state is ListingState.LIVE
    [told] = audited(house, "store.closed")
    assert told["listings_taken_down"] == 3


@pytest.fixture
def scheduled(house: House) -> Listing:
    product = make_product(house)
    make_picture(house, product)
    variant = make_variant(house, product)
    listing = make_listing(house, variant=variant, state=ListingState.READY)
    selling.schedule_listing(house.work(), listing.id, MONDAY + HOUR)
    house.session.commit()
    return listing


def test_scheduling_leaves_work_for_that_moment(house: House, scheduled: Listing) -> None:
    [job] = house.session.scalars(select(Job).where(Job.kind == selling.PUBLISH_JOB))
    assert (job.row_id, job.due_at) == (scheduled.id, MONDAY + HOUR)


def test_the_job_publishes_what_is_due_and_nothing_else(house: House, scheduled: Listing) -> None:
    assert selling.publish_due_listing(house.work(), scheduled.id) is None
    scheduled.scheduled_at = MONDAY
    house.save(scheduled)
    assert selling.publish_due_listing(house.work(), scheduled.id) is scheduled
    house.session.commit()
    assert (scheduled.state, scheduled.published_at) == (ListingState.LIVE, MONDAY)
    assert scheduled.scheduled_at is None
    assert selling.publish_due_listing(house.work(), scheduled.id) is None


def test_the_job_puts_back_what_is_no_longer_ready(house: House, scheduled: Listing) -> None:
    lifecycle.pause_store(house.work(), scheduled.store_id)
    scheduled.scheduled_at = MONDAY
    house.save(scheduled)
    selling.publish_due_listing(house.work(), scheduled.id)
    house.session.commit()
    assert scheduled.state is ListingState.READY
    assert scheduled.scheduled_at is None
    [told] = audited(house, "listing.publication_failed")
    assert told["missing"] == ["STORE_NOT_OPEN"]


def test_a_batch_needs_both_the_right_to_publish_and_to_price(house: House) -> None:
    store = make_store(house)
    designer = house.actor(Role.DESIGNER, stores=[store])
    with pytest.raises(Forbidden):
        listings.create_listings(house.work(designer), store, [])


def test_nothing_is_left_of_a_copy_that_fails_in_one_store(house: House) -> None:
    listing = make_listing(house)
    targets = [
        listings.CopyTarget(make_store(house).id),
        listings.CopyTarget(make_store(house, currency="CNY").id),
    ]
    with pytest.raises(DomainError) as refused:
        listings.copy_listing(house.work(), listing.id, targets)
    house.session.rollback()
    assert refused.value.path == ("targets", "1", "price")
    assert house.session.scalar(select(func.count()).select_from(Listing)) == 1
