"""What a test of pictures shows, day by day and arm by arm."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from domain.reviews.verdict import Shown, judge
from domain.reviews.wilson import share
from tests.reference.by_hand import TODAY, is_current
from tests.reference.refusals import row_id
from tests.reference.rows import Tables
from tests.reference.who import Who


def creative_test(tables: Tables, who: Who, given: Mapping[str, Any]) -> Any:
    """The last arms that were shown at one time, on the days of which all were counted."""
    listing_id = row_id(given["listingId"], "Listing")
    begun = [
        one
        for one in tables.by("ListingMedia", "listing_id")[listing_id]
        if (one.slot.name, one.position) == (given["slot"], given["position"])
        and one.starts_at <= TODAY
        and one.organization_id == who.organization_id
        and who.may_in("RENDERS_READ", one.store_id)
    ]
    last = max((one.starts_at for one in begun), default=TODAY)
    arms = [one for one in begun if one.ends_at is None or one.ends_at > last]
    if len(arms) < 2:
        return None
    facts = {
        one.id: {fact.day: fact for fact in tables.by("CreativeFact", "media_id")[one.id]}
        for one in arms
    }
    days = sorted(set.intersection(*(set(known) for known in facts.values())))
    shown = []
    for one in sorted(arms, key=lambda one: str(one.arm.name)):
        counted = [facts[one.id][day] for day in days]
        seen, hit = sum(fact.impressions for fact in counted), sum(fact.clicks for fact in counted)
        rate = share(hit, seen)
        shown.append(
            SimpleNamespace(
                arm=one.arm,
                media=one if who.sees(one) else None,
                impressions=seen,
                clicks=hit,
                click_through_rate=rate and rate.rate,
                low=rate and rate.low,
                high=rate and rate.high,
            )
        )
    judged = judge({one.arm: Shown(one.impressions, one.clicks) for one in shown})
    return SimpleNamespace(
        arms=shown,
        day_count=len(days),
        since=days[0].isoformat() if days else None,
        until=days[-1].isoformat() if days else None,
        verdict=judged.verdict,
        winner=judged.winner,
        impressions_needed=judged.needed,
    )


def shows_what_breaks_rules(tables: Tables, listing: Any) -> bool:
    """Whether a check of something that it shows today failed, for what it is shown for."""
    failed = {
        (one.asset_id, one.preset_id)
        for one in tables.rows["ComplianceResult"]
        if one.verdict.name == "FAIL"
    }
    media = tables.by("ListingMedia", "listing_id")[listing.id]
    return any((m.asset_id, m.preset_id) in failed for m in media if is_current(m, tables))
