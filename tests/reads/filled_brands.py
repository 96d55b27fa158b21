"""Brand kits of the house and of stores, with colours far and near, and fonts of both sorts."""

from datetime import timedelta
from decimal import Decimal

from domain.assets.models import MediaAsset
from domain.assets.states import AssetKind, Licence
from domain.brands.roles import ColorRole, FontRole
from domain.stores.models import Store
from tests.factories import brands
from tests.house import MONDAY, House
from tests.reads.words import perhaps, text

HEXES = ["#1d4d4f", "#1d4e50", "#f5efe6", "#000000", "#ffffff", "#b6481b", "#fefefe"]


def make_brands(house: House, stores: list[Store], mark: str) -> None:
    fonts = [
        brands.make_font(
            house,
            family=mark + ("House Sans", "房体")[number % 2],
            file_name=f"{mark}{text(number)}.ttf",
            weight_max=(400, 900)[number % 2],
            is_italic=bool(number % 2),
            scripts=("LATIN", "LATIN EUROPEAN HAN", "")[number % 3],
            licence=list(Licence)[number % 5],
            licence_note=perhaps(number, mark + text(number)),
            created_by_id=perhaps(number, house.owner.id),
        )
        for number in range(4)
    ]
    pictures = (
        house.session.query(MediaAsset)
        .filter_by(organization_id=house.organization.id, kind=AssetKind.IMAGE)
        .order_by(MediaAsset.id)
        .limit(2)
        .all()
    )
    brands.make_look(house, pictures[0], mark_hex="#ffffff", is_transparent=False)
    for number in range(8):
        house.now = MONDAY + timedelta(seconds=number // 2)
        store = perhaps(number, stores[number // 2 % len(stores)])
        brands.make_kit(
            house,
            colors={
                role: HEXES[(number + place * 3) % len(HEXES)]
                for place, role in enumerate(ColorRole)
                if (number + place) % 4
            },
            fonts={
                FontRole.BODY: fonts[number % 4],
                FontRole.HEADING: "Noto Serif SC",
                FontRole.NUMERALS: ("Archivo", fonts[0])[number % 2],
            },
            name=mark + text(number),
            store_id=store and store.id,
            scripts=("LATIN", "LATIN HAN", "GREEK HAN")[number % 3],
            clear_space=Decimal(number) / 8,
            logo_min_px=(24, 80, 200)[number % 3],
            logo_id=perhaps(number + 1, pictures[0].id),
            logo_on_dark_id=perhaps(number, pictures[1].id),
            is_default=number < 3,
            archived_at=MONDAY if number > 5 else None,
        )
