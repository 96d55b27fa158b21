"""Reports, added up row by row."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from domain.money import Money
from domain.orders.states import OrderKind, OrderState
from domain.templates.changes import differences
from tests.reference.refusals import bad, row_id
from tests.reference.rows import Tables
from tests.reference.tested import creative_test, shows_what_breaks_rules
from tests.reference.who import Who


def sales_by_day(tables: Tables, who: Who, given: Mapping[str, Any]) -> list[Any]:
    """From midnight to midnight in the store's zone; cancelled orders are not counted."""
    since, until = given["since"], given["until"]
    if until < since or (until - since).days >= 366:
        raise bad("no span of days")
    row_id(given["storeId"], "Store")
    store = next(
        (row for row in tables.rows["Store"] if f"Store:{row.id}" == given["storeId"]), None
    )
    if store is None or store.organization_id != who.organization_id:
        return []
    if not who.may_in("ORDERS_READ", store.id):
        return []
    days = [since + timedelta(days=number) for number in range((until - since).days + 1)]
    return [sold(day, store, tables) for day in days]


def sold(day: date, store: Any, tables: Tables) -> Any:
    zone = ZoneInfo(store.time_zone)
    begins, ends = (
        datetime(d.year, d.month, d.day, tzinfo=zone).astimezone(UTC)
        for d in (day, day + timedelta(days=1))
    )
    orders = [
        row
        for row in tables.by("Order", "store_id")[store.id]
        if begins <= row.placed_at < ends and row.state is not OrderState.CANCELLED
    ]
    return SimpleNamespace(
        day=day.isoformat(),
        order_count=sum(row.kind is OrderKind.SALE for row in orders),
        item_count=sum(row.item_count for row in orders),
        total=Money(sum(row.total_minor for row in orders), store.currency),
    )


MENDED = {
    "PRODUCT_NOT_ACTIVE": ["productActivate"],
    "VARIANT_ARCHIVED": ["variantRestore"],
    "TITLE_MISSING": ["listingUpdate", "productUpdate"],
    "PICTURE_MISSING": ["pictureAdd", "productPicturesSet"],
    "PICTURE_REFUSED": ["picturesReorder", "pictureAdd", "complianceCheck"],
    "PRICE_MISSING": ["listingPriceSet"],
    "STORE_NOT_OPEN": ["storeActivate", "storeResume"],
}


def listing_readiness(tables: Tables, who: Who, given: Mapping[str, Any]) -> list[Any]:
    """Check by check, in the order of the enum."""
    listing = tables.one("Listing", row_id(given["listingId"], "Listing"))
    if listing is None or not who.sees(listing):
        return []
    product, variant, store = (
        tables.one(kind, getattr(listing, f"{kind.lower()}_id"))
        for kind in ("Product", "Variant", "Store")
    )
    title = product.title if listing.own_title is None else listing.own_title
    are_met = {
        "PRODUCT_NOT_ACTIVE": product.state.name == "ACTIVE",
        "VARIANT_ARCHIVED": variant.archived_at is None,
        "TITLE_MISSING": bool(title.strip(" ")),
        "PICTURE_MISSING": bool(tables.by("ProductPicture", "product_id")[product.id]),
        "PICTURE_REFUSED": not breaks_rules(tables, listing, store)
        and not shows_what_breaks_rules(tables, listing),
        "PRICE_MISSING": listing.price_micros > 0 and listing.price_currency == store.currency,
        "STORE_NOT_OPEN": store.state.name == "OPEN",
    }
    return [
        SimpleNamespace(
            gap=gap,
            is_met=is_met,
            is_only_to_go_live=gap == "STORE_NOT_OPEN",
            mended_by=MENDED[gap],
        )
        for gap, is_met in are_met.items()
    ]


def breaks_rules(tables: Tables, listing: Any, store: Any) -> bool:
    """Whether a check of the picture that buyers see first failed, for what its platform asks."""
    pictures = tables.by("ProductPicture", "product_id")[listing.product_id]
    first = min(
        pictures,
        key=lambda one: (one.variant_id != listing.variant_id, one.position, str(one.id)),
        default=None,
    )
    if first is None or first.asset_id is None:
        return False
    code = tables.one("Platform", store.platform_id).code
    return any(
        result.verdict.name == "FAIL" and preset.is_newest and code in preset.main_of.split("\n")
        for result in tables.by("ComplianceResult", "asset_id")[first.asset_id]
        for preset in [tables.one("SizePreset", result.preset_id)]
    )


def template_diff(tables: Tables, who: Who, given: Mapping[str, Any]) -> Any:
    """What `domain.templates.changes` finds, which has tests of its own."""
    ids = [row_id(given[f"{end}VersionId"], "MediaTemplateVersion") for end in ("from", "to")]
    rows = [tables.one("MediaTemplateVersion", id) for id in ids]
    if not all(row and who.sees(row) for row in rows):
        return None
    before, after = (json.loads(row.document) for row in rows)
    changes = [
        {"path": list(c.path), "kind": c.kind.name, "from": c.before, "to": c.after}
        for c in differences(before, after)
    ]
    return SimpleNamespace(changes=changes)


REPORTS: Mapping[str, Callable[[Tables, Who, Mapping[str, Any]], Any]] = {
    "Query.creativeTest": creative_test,
    "Query.listingReadiness": listing_readiness,
    "Query.mediaTemplateDiff": template_diff,
    "Query.salesByDay": sales_by_day,
}
"""Roots whose rows are made by hand; their types' fields are the rows' attributes."""
ROWS = {
    "CreativeTest": {
        *("arms", "day_count", "since", "until", "verdict", "winner", "impressions_needed"),
    },
    "CreativeTestArm": {
        *("arm", "media", "impressions", "clicks", "click_through_rate", "low", "high"),
    },
    "ListingCheck": {"gap", "is_met", "is_only_to_go_live", "mended_by"},
    "MediaTemplateDiff": {"changes"},
    "SalesDay": {"day", "order_count", "item_count", "total"},
}
