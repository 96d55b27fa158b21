"""A house with something of everything: nulls, ties, all scripts, currencies of 0, 2 and 3 decimals."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle, islice
from typing import Any
from uuid import UUID

from domain.assets.focal_point import FocalPoint
from domain.audit import AuditEntry, AuditReason, AuditSeal
from domain.catalogue.models import Product
from domain.money import UnitPrice
from domain.orders.models import Order
from domain.people.models import User
from domain.permissions import Role
from domain.stores.models import Platform, Store
from domain.stores.states import (
    DelistReason,
    ListingState,
    OpeningTaskKind,
    PlatformKind,
    StoreState,
    SuspensionReason,
)
from tests.factories import catalogue, orders, people, sourcing, stores
from tests.house import MONDAY, House
from tests.reads.filled_assets import make_assets
from tests.reads.filled_batches import make_batches
from tests.reads.filled_brands import make_brands
from tests.reads.filled_compliance import make_checks
from tests.reads.filled_descriptions import make_descriptions
from tests.reads.filled_events import make_events
from tests.reads.filled_files import make_files
from tests.reads.filled_orders import Sold, make_orders
from tests.reads.filled_renders import make_renders
from tests.reads.filled_reviews import make_reviews
from tests.reads.filled_templates import make_templates
from tests.reads.words import perhaps, text

CURRENCIES = ["EUR", "JPY", "KWD"]


def fill(house: House, *, size: int = 3, mark: str = "") -> list[Store]:
    """So many stores with what belongs to them; `mark` is in all text that strangers must not see."""
    if not mark:
        house.save(Platform(code="SHIPPED", name="Shipped", kind=PlatformKind.MARKETPLACE))
    made = make_stores(house, size, mark)
    suppliers = [
        sourcing.make_supplier(
            house,
            f"S{number}",
            name=mark + text(number),
            name_zh=perhaps(number, "供应商"),
            currency=CURRENCIES[number % 3],
            lead_time_days=number // 2 * 10,
            website=perhaps(number, "https://example.com/?a=b&c"),
        )
        for number in range(4)
    ]
    variants = make_catalogue(house, suppliers, mark)
    customers = [
        orders.make_customer(
            house, handle=f"{mark}nick{number}", note=perhaps(number, text(number))
        )
        for number in range(4)
    ]
    for place, store in enumerate(made):
        make_listings(house, store, variants, place)
        make_orders(house, store, Sold(customers, variants, place, mark))
    make_people(house, made)
    make_audit(house, made)
    make_assets(house, made, mark)
    make_brands(house, made, mark)
    make_checks(house, made, mark)
    make_renders(house, made, mark)
    make_events(house, made, mark)
    make_descriptions(house, made, mark)
    make_files(house, made, mark)
    make_templates(house, mark)
    make_batches(house, made)
    make_reviews(house, made, mark)
    return made


def make_stores(house: House, size: int, mark: str) -> list[Store]:
    made = []
    for number in range(size):
        house.now = MONDAY + timedelta(milliseconds=number // 2)
        platform = stores.make_platform(
            house,
            mark + text(number),
            name_zh=perhaps(number, "平台"),
            home_country=perhaps(number, "CN"),
            as_of=perhaps(number, date(2026, 2, 28)),
        )
        state = [StoreState.OPEN, StoreState.PAUSED, StoreState.DRAFT][number % 3]
        store = stores.make_store(
            house,
            mark + text(number * 3),
            platform_id=platform.id,
            currency=CURRENCIES[number % 3],
            state=state,
            opened_at=None if state is StoreState.DRAFT else MONDAY,
            external_id=perhaps(number, f"X{number}"),
            note=perhaps(number, text(number)),
            address=perhaps(number, mark + text(number)),
            url=perhaps(number, f"https://example.com/{mark}"),
        )
        for position, kind in enumerate(islice(OpeningTaskKind, 3)):
            stores.make_opening_task(
                house,
                store,
                kind=kind,
                position=position // 2,
                is_required=position != 1,
                completed_at=perhaps(position, MONDAY),
                completed_by_id=perhaps(position, house.owner.id),
            )
        made.append(store)
    return made


def make_catalogue(house: House, suppliers: list[Any], mark: str) -> list[Any]:
    shelves: list[Any] = []
    for number in range(4):
        parent = shelves[number // 2].id if number else None
        shelf = catalogue.make_category(
            house, mark + text(number), position=number // 2, parent_id=parent
        )
        shelves.append(shelf)
    made: list[Any] = []
    tags = ["", " mug red ", " mug ", " ß-tag été "]
    for number in range(6):
        house.now = MONDAY + timedelta(minutes=number // 2)
        product = catalogue.make_product(
            house,
            mark + text(number),
            title_zh=perhaps(number, "杯"),
            brand=perhaps(number, text(number + 1)),
            tags=tags[number % 4],
            option_1_name="Size" if number < 3 else None,
            description_html="<p>&amp;</p>" * number,
            category_id=perhaps(number + 1, shelves[number % 4].id),
            supplier_id=perhaps(number, suppliers[number % 4].id),
        )
        for name in ("Material", "Colour"):
            catalogue.make_attribute(house, product, name, value=mark + text(number), position=0)
        first = len(made)
        for place in range(number % 3 + 1):
            currency = CURRENCIES[place]
            variant = catalogue.make_variant(
                house,
                product,
                option_1=f"{place}",
                title=mark + text(place),
                position=place // 2,
                barcode=perhaps(len(made), f"{mark}400638133393{len(made)}"[-14:]),
                unit_price=UnitPrice([0, 1_234_500, 10_000_000][place], currency),
                unit_cost=perhaps(len(made), UnitPrice(1_000_001, currency)),
                weight_g=perhaps(place, 250),
                archived_at=perhaps(len(made) + 1, MONDAY),
            )
            made.append(variant)
        point = FocalPoint(Decimal("0.5"), Decimal("0.000001") * number)
        for place in range(number % 3):
            catalogue.make_picture(
                house,
                product,
                **(kept_file(number) if (number + place) % 2 else {}),
                alt=mark + text(place),
                focal_point=perhaps(place, point),
                variant_id=perhaps(place, made[first].id),
            )
    return made


def kept_file(number: int) -> dict[str, Any]:
    """Of a picture whose file is ours; nobody reads it here."""
    return {
        "url": None,
        "file_key": f"sha256/ab/c{number}/abc{number}{'0' * 60}",
        "file_name": f"春 {number} & 100%.png",
        "media_type": "image/png",
        "width_px": 1080,
        "height_px": 1350,
        "size_bytes": 1_000_000 + number,
    }


def make_listings(house: House, store: Store, variants: list[Any], place: int) -> None:
    states = cycle(ListingState)
    for number, variant in enumerate(variants[place : place + 7]):
        house.now = MONDAY + timedelta(hours=number // 3)
        state = next(states)
        stores.make_listing(
            house,
            store,
            variant,
            state=state,
            price=UnitPrice(1_000_000 + number // 2 * 500, store.currency),
            own_title=perhaps(number, text(number)),
            platform_item_id=perhaps(number, f"item-{number // 2}"),
            published_at=perhaps(number, MONDAY),
            scheduled_at=MONDAY if state is ListingState.SCHEDULED else None,
            suspension_reason=SuspensionReason.OTHER if state is ListingState.SUSPENDED else None,
            delist_reason=DelistReason.OTHER if state is ListingState.DELISTED else None,
        )


def make_people(house: House, made: list[Store]) -> None:
    for number, role in enumerate(Role):
        where = perhaps(number, made[number % len(made)].id)
        user = people.make_user(
            house,
            (role, where) if where else role,
            email=f"{number}@example.com",
            name=text(number),
            disabled_at=perhaps(number, MONDAY),
        )
        people.make_token(
            house,
            user,
            f"{house.organization.handle}{number}",
            None if number % 2 else MONDAY,
            scopes=["", "orders:read stores:read"][number % 2],
            made_by_id=perhaps(number, house.owner.id),
        )


def make_audit(house: House, made: list[Store]) -> None:
    made_of = [
        house.owner,
        house.session.query(Order).first(),
        house.session.query(Product).first(),
    ]
    subjects: list[Any] = [*made, *made_of]
    for number in range(12):
        about = subjects[number % len(subjects)]
        store: UUID | None = perhaps(number, made[number % len(made)].id)
        entry = AuditEntry(
            organization_id=house.organization.id,
            at=MONDAY + timedelta(seconds=number // 2),
            actor_id=perhaps(number, house.owner.id),
            actor_roles=["", "FINANCE,MANAGER"][number % 2],
            operation="storePause",
            action=["store.paused", "order.paid"][number % 2],
            subject_type="Nothing" if number == 11 else type(about).__name__,
            subject_id=perhaps(number, about.id),
            store_id=store,
            changes='{"state":{"from":"OPEN","to":"Ô \\"\\\\ 😀"}}',
            reason=perhaps(number, "keyed:0"),
            request_id=perhaps(number, f"r{number}"),
        )
        house.save(entry)
        if number % 4:
            words = AuditReason(
                organization_id=entry.organization_id, entry_id=entry.id, words=text(number)
            )
            house.save(words)
        if number % 2:
            seal = AuditSeal(
                organization_id=house.organization.id,
                entry_id=entry.id,
                position=number,
                hash=f"{number:064}",
            )
            house.save(seal)


def strangers(house: House) -> list[User]:
    """Users without any role."""
    made = [
        User(organization_id=h.organization.id, name="N", email="n@n")
        for h in (house, house.second)
    ]
    house.save(*made)
    return made
