"""Descriptions, what was found in them, forbidden phrases and limits with plain defaults."""

from datetime import date
from itertools import count
from typing import Any

from domain.catalogue.models import Product
from domain.descriptions.models import (
    DescriptionFinding,
    ForbiddenPhrase,
    ProductDescription,
    TitleLimit,
)
from domain.descriptions.states import (
    DescriptionFindingKind,
    DescriptionLocale,
    DescriptionPart,
    DescriptionState,
    LengthUnit,
    PhraseCategory,
)
from tests.factories.catalogue import make_product
from tests.house import House

_numbers = count(1)
BLOCKS = '[{"kind":"PARAGRAPH","text":"Clay mug."},{"kind":"LIST","items":["Holds 350 ml"],"part":"SELLING_POINTS"}]'


def make_description(
    house: House, product: Product | None = None, **more: Any
) -> ProductDescription:
    """A draft in English without findings."""
    product = product or make_product(house, "Clay mug")
    told: dict[str, Any] = {}
    state = more.get("state", DescriptionState.DRAFT)
    if state is not DescriptionState.DRAFT:
        told["submitted_at"] = house.now
    if state in {DescriptionState.APPROVED, DescriptionState.REJECTED}:
        told["decided_at"] = house.now
    row = ProductDescription(
        **{
            "organization_id": product.organization_id,
            "product_id": product.id,
            "locale": DescriptionLocale.EN,
            "number": next(_numbers),
            "title": "Clay mug, 350 ml",
            "selling_points": '["Holds 350 ml"]',
            "care": "Hand wash.",
            "blocks": BLOCKS,
            "score": 100,
            "checked_at": house.now,
            "is_generated": True,
            **told,
            **more,
        }
    )
    house.save(row)
    return row


def make_description_finding(
    house: House, description: ProductDescription, **more: Any
) -> DescriptionFinding:
    row = DescriptionFinding(
        **{
            "organization_id": description.organization_id,
            "description_id": description.id,
            "position": 0,
            "kind": DescriptionFindingKind.CARE_MISSING,
            "part": DescriptionPart.CARE,
            "points_lost": 8,
            "reason": "Nothing is told of care.",
            "mend": "Add it.",
            **more,
        }
    )
    house.save(row)
    return row


def make_phrase(house: House, phrase: str = "best", **more: Any) -> ForbiddenPhrase:
    """The organisation's own, on every platform."""
    row = ForbiddenPhrase(
        **{
            "organization_id": house.organization.id,
            "locale": DescriptionLocale.EN,
            "phrase": phrase,
            "category": PhraseCategory.ABSOLUTE_CLAIM,
            "law": "House rule 1",
            "valid_from": date(2026, 1, 1),
            **more,
        }
    )
    house.save(row)
    return row


def make_title_limit(house: House, platform_code: str = "TAOBAO", **more: Any) -> TitleLimit:
    """The organisation's own."""
    row = TitleLimit(
        **{
            "organization_id": house.organization.id,
            "platform_code": platform_code,
            "most": 60,
            "unit": LengthUnit.BYTES_GB18030,
            "source": "https://market.example/titles",
            "valid_from": date(2026, 1, 1),
            **more,
        }
    )
    house.save(row)
    return row
