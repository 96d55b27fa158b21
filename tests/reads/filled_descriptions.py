"""Descriptions in every state, of a platform, of a listing and of none; what they are held against."""

from datetime import date, timedelta

from domain.catalogue.models import Product
from domain.descriptions.states import (
    DescriptionFindingKind,
    DescriptionLocale,
    DescriptionPart,
    DescriptionState,
    LengthUnit,
    PhraseCategory,
)
from domain.stores.models import Listing, Store
from tests.factories import descriptions
from tests.house import MONDAY, House
from tests.reads.words import perhaps, text

TABLE = '{"head":["Size","Weight"],"rows":[["Ô \\"\\\\ 😀","1.2 kg"]]}'


def make_descriptions(house: House, stores: list[Store], mark: str) -> None:
    products = house.session.query(Product).filter_by(organization_id=house.organization.id).all()
    former = None
    for number, state in enumerate([*DescriptionState, *DescriptionState]):
        house.now = MONDAY + timedelta(seconds=number // 2)
        store = stores[number % len(stores)]
        listing = house.session.query(Listing).filter_by(store_id=store.id).first()
        made = descriptions.make_description(
            house,
            products[number % len(products)],
            state=state,
            locale=list(DescriptionLocale)[number % 2],
            title=mark + text(number),
            score=100 - number // 2 * 10,
            is_generated=bool(number % 2),
            size_table=perhaps(number, TABLE),
            based_on_id=perhaps(number, former),
            platform_id=perhaps(number + 1, store.platform_id),
            listing_id=perhaps(number, listing and listing.id),
            made_by_id=perhaps(number + 1, house.owner.id),
            decided_by_id=perhaps(number, house.owner.id),
            decision_reason=perhaps(number + 1, text(number)),
            applied_at=perhaps(number, house.now),
        )
        former = made.id
        for place, kind in enumerate([*DescriptionFindingKind][: number % 4]):
            descriptions.make_description_finding(
                house,
                made,
                position=place // 2,
                kind=kind,
                part=list(DescriptionPart)[place],
                points_lost=place,
                phrase=perhaps(place, mark + text(place)),
                reason=mark + text(place),
            )
    house.now = MONDAY
    for number, category in enumerate(PhraseCategory):
        descriptions.make_phrase(
            house,
            f"{mark}{text(number)} {number}",
            category=category,
            locale=list(DescriptionLocale)[number % 2],
            platform_code="" if number % 3 else "AMAZON",
            harmless_in=perhaps(number, "a\nb") or "",
            instead=perhaps(number, text(number)),
            source=perhaps(number + 1, "https://law.example"),
            read_on=perhaps(number + 1, date(2026, 2, 28)),
            valid_until=perhaps(number, date(2027, 1, 1)),
        )
        descriptions.make_title_limit(
            house,
            f"{mark}P{number // 2}",
            unit=list(LengthUnit)[number % 2],
            valid_from=date(2026, 1, 1 + number),
            valid_until=perhaps(number, date(2026, 2, 1)),
            read_on=perhaps(number + 1, date(2026, 2, 28)),
        )
    if not mark:
        descriptions.make_phrase(house, "shipped", organization_id=None)
        descriptions.make_title_limit(house, "SHIPPED", organization_id=None)
