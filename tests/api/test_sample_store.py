"""The sample store: whole, plausible, written once, and readable through the graph."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from api.commands import demo
from api.database import Database
from api.reads.reads import Reads
from api.sample_store import baskets, events, goods, history, people
from api.sample_store.load import HANDLE, load
from api.sample_store.pictures import ADDRESSES, DRAW, missing
from api.sample_store.reading import content, products
from api.schema import schema
from domain.audit import AuditEntry, keyed_hash
from domain.audit_chain import verify
from domain.base import Base
from domain.catalogue.gtin import gtin
from domain.catalogue.models import Category, Product, ProductPicture, ProductState, Variant
from domain.descriptions.models import ProductDescription
from domain.events.models import PlatformEvent
from domain.events.states import EventKind
from domain.jobs import Job, JobState
from domain.orders.contacts import CustomerContact, OrderContact
from domain.orders.models import Customer, Order, OrderLine, Payment, PlatformOrder
from domain.orders.states import OrderState, PaymentMethod, PaymentState
from domain.people.models import Organization, RoleAssignment, User
from domain.permissions import Role
from domain.sourcing.models import Supplier
from domain.stores.models import Listing, Store
from domain.stores.states import ListingState, StoreState
from media.illustrations import known
from tests.house import DOCUMENTS, KEY, House, empty, raise_bug

NOW = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo_house(database: Database) -> Iterator[House]:
    """Loaded once for all tests here; none of them writes."""
    with database.writing.begin() as connection:
        empty(connection)
    with Session(database.writing, expire_on_commit=False) as session:
        assert load(session, NOW, KEY)
        session.commit()
        reads = Reads(schema._schema, database, DOCUMENTS, mask=raise_bug)
        organization = session.scalars(select(Organization)).one()
        owner = session.scalars(select(User).where(User.email == people.OWNER)).one()
        yield House(database, session, reads, organization, owner, NOW)
        session.rollback()


def all_of(house: House, model: Any) -> list[Any]:
    return list(house.session.scalars(select(model)))


def stores(house: House) -> dict[str, Store]:
    return {store.handle: store for store in all_of(house, Store)}


def test_its_handle_is_the_one_that_serve_looks_for() -> None:
    assert HANDLE == demo.HANDLE


def test_there_is_as_much_of_everything_as_was_promised(demo_house: House) -> None:
    counts = {
        model: demo_house.session.scalar(select(func.count()).select_from(model)) or 0
        for model in (Product, Variant, Category, Supplier, Store, Customer, Order, User)
    }
    assert counts[Product] == len(products()) == 31
    assert counts[Variant] == 86
    assert counts[Supplier] == 6
    assert counts[Store] == 2
    assert counts[User] == 6
    assert counts[Category] >= 20
    assert 75 <= counts[Customer] <= 90
    assert 600 <= counts[Order] <= 900


@pytest.mark.parametrize(
    ("at", "years"),
    [("2026-02-01", (2026, 2026)), ("2026-06-20", (2026, 2026)), ("2026-11-28", (2026, 2027))],
)
def test_double_eleven_is_this_years_and_618_the_next(at: str, years: tuple[int, int]) -> None:
    now = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert tuple(events.year_of(said, now) for said in content("events")) == years


def test_a_creative_of_the_store_can_tell_of_its_events(demo_house: House) -> None:
    kinds = {event.kind: event for event in all_of(demo_house, PlatformEvent)}
    assert set(kinds) == {EventKind.DOUBLE_ELEVEN, EventKind.SIX_EIGHTEEN}
    store = stores(demo_house)["tmall"]
    assert kinds[EventKind.DOUBLE_ELEVEN].platform_id == store.platform_id
    assert kinds[EventKind.SIX_EIGHTEEN].platform_id is None
    assert all(one.address and one.url for one in stores(demo_house).values())


@pytest.mark.parametrize("day", range(0, 364, 13))
def test_any_day_of_the_year_tells_a_story_of_600_to_900_orders(day: int) -> None:
    now = NOW + timedelta(days=day)
    told = [list(history.History(said, now).days()) for said in content("stores")]
    assert 600 <= sum(len(orders) for days in told for _, orders in days) <= 900


def test_the_same_now_tells_the_same_story() -> None:
    said = content("stores")[0]
    first, second = (list(history.History(said, NOW).days()) for _ in range(2))
    assert first == second


def test_every_product_speaks_both_languages(demo_house: House) -> None:
    for product in all_of(demo_house, Product):
        assert product.title
        assert re.search("[一-鿿]", product.title_zh)
        words = re.sub("<[^>]+>", " ", product.description_html).split()
        assert 60 <= len(words) <= 120, product.handle
        assert len(re.findall("[一-鿿]", product.description_html_zh)) >= 80, product.handle
        assert product.category_id
        assert product.supplier_id


def test_nothing_claims_to_be_above_all_others() -> None:
    said = json.dumps([products(), content("suppliers")], ensure_ascii=False)
    assert not re.search("最|第一|顶级|极致|独家|国家级|纯天然|唯一|首选|万能|100%", said)
    claims = r"\b(best|finest|perfect|ultimate|number one|unique|100%|guaranteed)\b"
    assert not re.findall(claims, said, re.IGNORECASE)


def test_every_product_has_two_to_five_variants_with_valid_barcodes(demo_house: House) -> None:
    per_product = Counter(variant.product_id for variant in all_of(demo_house, Variant))
    assert set(per_product.values()) <= {2, 3, 4, 5}
    assert len(per_product) == 31
    for variant in all_of(demo_house, Variant):
        assert variant.barcode.startswith("29")  # GS1: for use inside one company
        assert len(variant.barcode) == 13
        assert gtin(variant.barcode) == variant.barcode
        assert variant.weight_g > 0
        assert variant.unit_cost.micros > 0
        assert variant.unit_price.currency == "CNY"


def test_barcodes_are_valid_however_many_there_are() -> None:
    assert all(gtin(goods.barcode(number)) for number in range(1000))


def test_categories_are_a_tree_of_three_levels(demo_house: House) -> None:
    parents = {one.id: one.parent_id for one in all_of(demo_house, Category)}

    def depth(id: Any) -> int:
        return 1 + (depth(parents[id]) if parents[id] else 0)

    assert Counter(depth(id) for id in parents).keys() == {1, 2, 3}


def test_products_to_come_and_gone_are_there_too(demo_house: House) -> None:
    states = Counter(product.state for product in all_of(demo_house, Product))
    assert states == {ProductState.ACTIVE: 29, ProductState.DRAFT: 1, ProductState.ARCHIVED: 1}


def test_what_is_sold_has_pictures_with_words_in_both_languages(demo_house: House) -> None:
    pictures = all_of(demo_house, ProductPicture)
    pictured = {picture.product_id for picture in pictures}
    for product in all_of(demo_house, Product):
        assert (product.id in pictured) == (product.state is not ProductState.DRAFT)
    for picture in pictures:
        assert picture.url
        assert picture.url.startswith(f"{ADDRESSES}/")
        assert picture.alt
        assert picture.alt_zh


def test_its_pictures_are_to_be_drawn_by_a_job(demo_house: House) -> None:
    """As many as the content words, and one more for each other look of a product."""
    [job] = [job for job in all_of(demo_house, Job) if job.kind == DRAW]
    assert (job.row_id, job.state) == (demo_house.organization.id, JobState.QUEUED)
    todo = missing(demo_house.work())
    assert len(todo) == 30
    shots = [shot for some in todo.values() for shot in some]
    assert len({(shot.handle, shot.view, shot.choice) for shot in shots}) == len(shots) > 55
    for shot in shots:
        assert shot.view < known()[shot.handle]
        assert shot.alt
        assert shot.alt_zh


def test_both_stores_are_open_and_sell_in_their_own_money(demo_house: House) -> None:
    found = stores(demo_house)
    assert {one.handle: (one.currency, one.time_zone) for one in found.values()} == {
        "tmall": ("CNY", "Asia/Shanghai"),
        "shopify-eu": ("EUR", "Europe/Lisbon"),
    }
    assert all(one.state is StoreState.OPEN for one in found.values())
    for listing in all_of(demo_house, Listing):
        store = next(one for one in found.values() if one.id == listing.store_id)
        assert listing.price.currency == store.currency
        assert str(listing.price.amount)[-1] == "0"
        assert str(listing.price.amount)[-3:] in {".00", ".90"}


def test_listings_stand_in_five_states_and_most_are_live(demo_house: House) -> None:
    for store in stores(demo_house).values():
        states = Counter(
            one.state for one in all_of(demo_house, Listing) if one.store_id == store.id
        )
        assert states.keys() == {
            ListingState.LIVE,
            ListingState.DRAFT,
            ListingState.SCHEDULED,
            ListingState.SUSPENDED,
            ListingState.DELISTED,
        }
        assert states[ListingState.LIVE] > 0.8 * states.total()


def test_the_sums_of_every_order_are_those_of_its_lines(demo_house: House) -> None:
    lines = defaultdict(list)
    for line in all_of(demo_house, OrderLine):
        lines[line.order_id].append(line)
    paid: Counter[Any] = Counter()
    for payment in all_of(demo_house, Payment):
        paid[payment.order_id] += payment.amount.minor
    for order in all_of(demo_house, Order):
        own = lines[order.id]
        assert 1 <= len(own) <= 4
        assert order.subtotal.minor == sum(one.amount.minor - one.discount.minor for one in own)
        total = order.subtotal.minor + order.shipping.minor - order.discount.minor
        assert order.total.minor == total
        assert order.rounding.minor == 0
        assert order.paid.minor == paid[order.id] <= order.total.minor


def test_the_prices_of_the_lines_are_those_of_the_listings(demo_house: House) -> None:
    prices = {(one.store_id, one.variant_id): one.price for one in all_of(demo_house, Listing)}
    for line in all_of(demo_house, OrderLine):
        if line.variant_id:
            assert line.unit_price == prices[line.store_id, line.variant_id]


def test_orders_spread_over_twelve_weeks_of_the_stores_days(demo_house: House) -> None:
    for store in stores(demo_house).values():
        zone = ZoneInfo(store.time_zone)
        orders = [one for one in all_of(demo_house, Order) if one.store_id == store.id]
        days = Counter(one.placed_at.astimezone(zone).date() for one in orders)
        yesterday = NOW.astimezone(zone).date() - timedelta(days=1)
        assert set(days) == {yesterday - timedelta(days=ago) for ago in range(84)}
        hours = Counter(one.placed_at.astimezone(zone).hour for one in orders)
        assert sum(hours[hour] for hour in range(19, 24)) > 3 * sum(
            hours[hour] for hour in range(5)
        )
        first, last = (
            sum(n for day, n in days.items() if (yesterday - day).days in span)
            for span in (range(56, 84), range(28))
        )
        assert last > first
        rush = [days[yesterday - timedelta(days=83 - day)] for day in baskets.PROMOTION]
        assert sum(rush) / len(rush) > 1.6 * len(orders) / 84


def test_some_orders_are_cancelled_unpaid_odd_or_waiting(demo_house: House) -> None:
    orders = all_of(demo_house, Order)
    states = Counter(one.state for one in orders)
    assert states[OrderState.REVIEWED] > 0.8 * len(orders)
    assert states[OrderState.CANCELLED] >= 15
    assert 7 <= states[OrderState.EXCEPTION] <= 12
    assert states[OrderState.NEW] >= 5
    assert Counter(one.payment_state for one in orders)[PaymentState.UNPAID] >= 8
    assert any(one.held_at for one in orders)
    methods = defaultdict(set)
    for payment in all_of(demo_house, Payment):
        methods[payment.store_id].add(payment.method)
    found = stores(demo_house)
    assert methods[found["tmall"].id] == {PaymentMethod.ALIPAY, PaymentMethod.WECHAT_PAY}
    assert methods[found["shopify-eu"].id] == {PaymentMethod.CARD}


def test_many_buyers_come_back(demo_house: House) -> None:
    per_customer = Counter(order.customer_id for order in all_of(demo_house, Order))
    assert None not in per_customer
    assert sum(1 for count in per_customer.values() if count > 1) > len(per_customer) / 2


def test_one_person_holds_every_role_and_five_hold_one(demo_house: House) -> None:
    roles = defaultdict(list)
    for assignment in all_of(demo_house, RoleAssignment):
        roles[assignment.user_id].append(assignment)
    held = roles.pop(demo_house.owner.id)
    assert {one.role for one in held} == set(Role)
    assert [len(one) for one in roles.values()] == [1] * 5
    [limited] = [one for [one] in roles.values() if one.store_id]
    assert limited.store_id == stores(demo_house)["tmall"].id


def test_no_personal_word_stands_outside_contacts_and_verbatim_records(demo_house: House) -> None:
    rows = all_of(demo_house, CustomerContact)
    secrets = {
        word for row in rows for word in (row.name, row.phone, row.email, row.address1) if word
    }
    assert len(secrets) > 200
    where_they_may_be = {CustomerContact, OrderContact, PlatformOrder}
    for mapper in Base.registry.mappers:
        if mapper.class_ in where_they_may_be:
            continue
        names = [one.key for one in inspect(mapper.class_).column_attrs]
        words = [getattr(mapper.class_, name) for name in names]
        text = "\n".join(
            value
            for row in demo_house.session.execute(select(*words))
            for value in row
            if isinstance(value, str)
        )
        assert not [secret for secret in secrets if secret in text], mapper.class_.__name__


def test_what_the_platforms_sent_is_kept_as_json_that_says_the_same(demo_house: House) -> None:
    totals = {one.id: str(one.total.amount) for one in all_of(demo_house, Order)}
    for kept in all_of(demo_house, PlatformOrder):
        said = json.loads(kept.payload)
        total = said["trade"]["payment"] if kept.source == "tmall" else said["total_price"]
        assert total == totals[kept.order_id]


def test_everything_is_audited_as_the_system_and_sealed(demo_house: House) -> None:
    entries = all_of(demo_house, AuditEntry)
    assert {entry.actor_id for entry in entries} == {None}
    assert max(entry.at for entry in entries) <= NOW
    found = verify(demo_house.session, demo_house.organization.id)
    assert found.is_intact
    assert found.unsealed == 0
    assert found.sealed == len(entries)


def test_the_audit_hashes_personal_values_under_the_secret(demo_house: House) -> None:
    entries = all_of(demo_house, AuditEntry)
    said = {one.subject_id: one.changes for one in entries if one.action == "user.invited"}
    for user in all_of(demo_house, User):
        assert json.loads(said[user.id])["email"]["to"] == keyed_hash(user.email, KEY)


def test_some_wares_are_described_in_both_languages(demo_house: House) -> None:
    found = all_of(demo_house, ProductDescription)
    states = Counter((one.locale.name, one.state.name) for one in found)
    assert states == {(loc, at): 1 for loc in ("EN", "ZH") for at in ("APPROVED", "IN_REVIEW")}
    assert min(one.score for one in found) >= 90


def test_a_second_load_changes_nothing(demo_house: House) -> None:
    tables = Base.metadata.sorted_tables
    count = [select(func.count()).select_from(table) for table in tables]
    before = [demo_house.session.scalar(one) for one in count]
    assert not load(demo_house.session, NOW + timedelta(days=3), KEY)
    demo_house.session.commit()
    assert [demo_house.session.scalar(one) for one in count] == before


def test_the_graph_shows_products_with_their_listings(demo_house: House) -> None:
    answer = demo_house.query(
        """{ products(first: 5, orderBy: TITLE) { totalCount { value } edges { node {
             title titleZh category { name parent { name } } supplier { name }
             variants(first: 5) { edges { node { sku barcode unitPrice { amount currencyCode } } } } } } } }"""
    )
    assert "errors" not in answer
    page = answer["data"]["products"]
    assert page["totalCount"] == {"value": 31}
    assert len(page["edges"]) == 5
    assert all(len(edge["node"]["variants"]["edges"]) >= 2 for edge in page["edges"])


def test_the_graph_counts_the_orders_as_sql_does(demo_house: House) -> None:
    answer = demo_house.query(
        """{ stores(first: 5) { edges { node { handle orders(first: 1) { totalCount { value } } } } }
             orders(first: 1, filter: {state: {eq: EXCEPTION}}) { totalCount { value } } }"""
    )
    assert "errors" not in answer
    found = stores(demo_house)
    orders = all_of(demo_house, Order)
    for edge in answer["data"]["stores"]["edges"]:
        node = edge["node"]
        own = [one for one in orders if one.store_id == found[node["handle"]].id]
        assert node["orders"]["totalCount"]["value"] == len(own)
    odd = sum(one.state is OrderState.EXCEPTION for one in orders)
    assert answer["data"]["orders"]["totalCount"]["value"] == odd
