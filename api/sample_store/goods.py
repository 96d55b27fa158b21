"""Suppliers, shelves and products of the sample store, through the actions."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from api.sample_store.pictures import ADDRESSES, FOCUS
from api.sample_store.reading import Skus, Telling, content, products
from domain.catalogue.categories import create_category
from domain.catalogue.gtin import check_digit
from domain.catalogue.models import Product, ProductState
from domain.catalogue.pictures import NewPicture
from domain.catalogue.products import activate_product, archive_product, create_product
from domain.catalogue.variants import NewVariant
from domain.money import UnitPrice
from domain.orders.present import variants_by_sku
from domain.sourcing.actions import create_supplier
from domain.sourcing.models import Supplier
from domain.work import Work

LIST_CURRENCY = "CNY"
BRAND = "Harbour & Pine"
BEFORE_OPENING = timedelta(days=98)
LAUNCH = timedelta(days=12)
NEXT_SEASON = timedelta(days=6)
RETIRED = timedelta(days=20)


def stock_shelves(telling: Telling) -> Skus:
    """Everything that is sold, was sold or will be."""
    work = telling.work(telling.now - BEFORE_OPENING)
    with work.session.no_autoflush:
        suppliers = {one["code"]: create_supplier(work, one) for one in content("suppliers")}
        work.session.flush()
        categories: dict[str, UUID] = {}
        _put_up(work, content("categories"), None, categories)
        work.session.flush()
        return _add_products(telling, suppliers, categories)


def _put_up(
    work: Work, shelves: Sequence[Mapping[str, Any]], parent: UUID | None, done: dict[str, UUID]
) -> None:
    for position, shelf in enumerate(shelves):
        said = {name: shelf[name] for name in ("handle", "name", "name_zh")}
        made = create_category(work, **said, parent_id=parent, position=position)
        work.session.flush()
        done[made.handle] = made.id
        _put_up(work, shelf.get("children", ()), made.id, done)


def _add_products(
    telling: Telling, suppliers: Mapping[str, Supplier], categories: Mapping[str, UUID]
) -> Skus:
    made: list[tuple[dict[str, Any], Product]] = []
    number = 0
    for said in sorted(products(), key=_age, reverse=True):
        work = telling.work(telling.now - _age(said))
        variants = [
            _variant(one, place, number + place, suppliers[said["supplier"]].currency)
            for place, one in enumerate(said["variants"])
        ]
        number += len(variants)
        product = create_product(
            work,
            _facts(said, suppliers[said["supplier"]].id, categories[said["category"]]),
            new_variants=variants,
            new_pictures=[_picture(said, place) for place in range(len(said["pictures"]))],
        )
        made.append((said, product))
    for facts, product in made:
        if facts.get("state") != ProductState.DRAFT:  # what is archived had its time on sale first
            activate_product(telling.work(telling.now - _age(facts)), product.id)
    telling.session.flush()
    skus = [one["sku"] for said in products() for one in said["variants"]]
    return variants_by_sku(telling.work(telling.now), skus)


def retire_products(telling: Telling) -> None:
    """Archives what is sold no more; its listings were taken down just before."""
    work = telling.work(telling.now - RETIRED)
    gone = [said["handle"] for said in products() if said.get("state") == ProductState.ARCHIVED]
    for handle in gone:
        found = work.seen(Product).where(Product.handle == handle)
        product = work.session.scalars(found, work.actor.values()).one()
        archive_product(work, product.id, reason="Replaced by a beech version next spring.")


def _age(said: Mapping[str, Any]) -> timedelta:
    if said.get("state") == ProductState.DRAFT:
        return NEXT_SEASON
    return LAUNCH if said.get("launch") else BEFORE_OPENING


def _facts(said: Mapping[str, Any], supplier_id: UUID, category_id: UUID) -> dict[str, Any]:
    return {
        **{name: said[name] for name in ("handle", "title", "title_zh", "tags")},
        "description_html": said["html"],
        "description_html_zh": said["html_zh"],
        "option_names": said["options"],
        "attributes": [*said["attributes"].items(), *said["attributes_zh"].items()],
        "brand": BRAND,
        "category_id": category_id,
        "supplier_id": supplier_id,
    }


def _variant(said: Mapping[str, Any], position: int, number: int, cost_currency: str) -> NewVariant:
    return NewVariant(
        sku=said["sku"],
        unit_price=UnitPrice.of(Decimal(said["list"]), LIST_CURRENCY),
        unit_cost=UnitPrice.of(Decimal(said["cost"]), cost_currency),
        barcode=barcode(number),
        option_values=said["options"],
        weight_g=said["weight_g"],
        position=position,
    )


def barcode(number: int) -> str:
    """An EAN-13 of GS1's prefix 29: for use inside one company, so it is nobody else's."""
    body = f"29{70_010_001 + number:010d}"
    return body + check_digit(body)


def _picture(said: Mapping[str, Any], place: int) -> NewPicture:
    """Where it will not be for long: it is drawn once somebody works on jobs."""
    words = said["pictures"][place]
    url = f"{ADDRESSES}/{said['handle']}-{place + 1}.webp"
    return NewPicture(url=url, alt=words["alt"], alt_zh=words["alt_zh"], focal_point=FOCUS)
