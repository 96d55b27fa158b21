"""Presets, shipped and own, and checks of every verdict against them."""

from datetime import timedelta

from domain.assets.models import MediaAsset
from domain.catalogue.models import ProductPicture
from domain.compliance.states import PresetKind, Verdict
from domain.stores.models import Platform, Store
from tests.factories import compliance
from tests.house import MONDAY, House
from tests.reads.words import perhaps, text


def make_checks(house: House, stores: list[Store], mark: str) -> None:
    codes = [house.session.get_one(Platform, store.platform_id).code for store in stores]
    presets = [
        compliance.make_preset(
            house,
            organization_id=house.organization.id if mark or number % 3 else None,
            name=f"{mark.strip().lower() or 'some'}-{number // 2}",
            number=number % 2 + 1,
            kind=list(PresetKind)[number % 2],
            title=mark + text(number),
            title_zh=perhaps(number, "主图"),
            platform=mark + text(number + 1),
            is_newest=bool(number % 2),
            main_of="\n".join(codes[: number % 3]),
        )
        for number in range(6)
    ]
    own = MediaAsset.organization_id == house.organization.id
    shown = house.session.query(ProductPicture.asset_id).filter(
        ProductPicture.asset_id.is_not(None)
    )
    assets = house.session.query(MediaAsset).filter(own, MediaAsset.id.in_(shown)).all()
    others = house.session.query(MediaAsset).filter(own, MediaAsset.id.not_in(shown)).limit(3).all()
    for number, asset in enumerate([*assets[:4], *others]):
        for place in range(number % 3 + 1):
            house.now = MONDAY + timedelta(seconds=number // 2)
            preset = presets[(number + place) % len(presets)]
            verdict = list(Verdict)[(number + place) % 3]
            result = compliance.make_result(
                house,
                asset,
                preset,
                verdict=verdict,
                checked_at=house.now,
                checked_by_id=perhaps(number, house.owner.id),
            )
            for position in range(number % 3):
                compliance.make_finding(
                    house,
                    result,
                    position=position,
                    rule=("width", "format")[position % 2],
                    measured=mark + text(position),
                    message=mark + text(number),
                )
