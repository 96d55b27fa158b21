"""Assets of every kind, some of which look alike, are shown, or have been made smaller."""

from datetime import date, timedelta
from decimal import Decimal

from domain.assets.focal_point import FocalPoint
from domain.assets.states import AssetKind, AssetOrigin, Licence
from domain.stores.models import Store
from tests.factories import assets
from tests.house import MONDAY, House
from tests.reads.words import perhaps, text

LOOKS = [0xF0F0F0F0F0F0F0F0, 0xF0F0F0F0F0F0F0F1, 0x0F0F0F0F0F0F0F0F, 0xF0F0F0F0F0F0FCFF, None]
"""The first is near the second and the fourth; the third is the opposite of the first."""


def make_assets(house: House, stores: list[Store], mark: str) -> None:
    for number in range(10):
        house.now = MONDAY + timedelta(seconds=number // 2)
        kind = list(AssetKind)[number % 4]
        looks = LOOKS[number % 5] if kind is AssetKind.IMAGE else None
        is_seen = kind in {AssetKind.IMAGE, AssetKind.VIDEO}
        asset = assets.make_asset(
            house,
            kind=kind,
            origin=list(AssetOrigin)[number % 3],
            file_name=f"{mark}春 {number // 2} & 100%.png",  # as they are kept: fit for an address
            media_type=("image/png", "image/webp")[number % 2],
            size_bytes=1_000 + number // 2,
            width_px=number + 1 if is_seen else None,
            height_px=number + 2 if is_seen else None,
            duration_ms=perhaps(number, 1_500 * number),
            placeholder=perhaps(number, "IggOBwD4h4h4h4h/hniIh4iIiIiIiIgI"),
            fingerprint=looks and f"{looks:016x}",
            alt=mark + text(number),
            alt_zh=perhaps(number, "杯"),
            focal_point=perhaps(number, FocalPoint(Decimal("0.25"), Decimal(1))),
            licence=list(Licence)[number % 5],
            licence_note=perhaps(number, mark + text(number + 1)),
            licence_until=perhaps(number, date(2026, 3, 1)),
            created_by_id=perhaps(number, house.owner.id),
        )
        for place in range(number % 3):
            assets.make_derivative(
                house, asset, width_px=400 + place // 2, file_name=f"{mark}mug.webp"
            )
        if number == 4:
            stores[0].logo_id = asset.id
            house.save(stores[0])
    for looks in LOOKS[1:4]:
        assets.make_asset(house, fingerprint=f"{looks or 0:016x}", file_name=f"{mark}like.png")
    for number in range(4):
        assets.make_staged(
            house,
            file_name=f"{mark}{text(number)}.png",
            file_key=perhaps(number, assets.file_key(number + 1)),
            received_at=perhaps(number, MONDAY),
            expires_at=MONDAY + timedelta(hours=number),
        )
