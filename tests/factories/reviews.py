"""Reviews, comments, what listings show and how it is clicked, with plain defaults."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from domain.assets.models import MediaAsset
from domain.reviews.models import CreativeFact, CreativeReview, ReviewComment, ReviewRound
from domain.reviews.states import LEADS_TO, ReviewDecision, SubjectKind
from domain.stores.models import Listing, ListingMedia
from domain.stores.states import MediaSlot
from tests.factories.assets import make_asset
from tests.factories.people import make_user
from tests.factories.stores import make_listing
from tests.house import House

DAY = date(2026, 3, 1)
_numbers = count(1)


def make_review(house: House, asset: MediaAsset | None = None, **more: Any) -> CreativeReview:
    """Of an asset, or `about` something else; asked for by somebody else than the owner."""
    about = more.pop("about", None)
    if "requested_by_id" not in more:
        email = f"maker{next(_numbers)}@example.com"
        more["requested_by_id"] = make_user(house, email=email).id
    usual: dict[str, Any] = {
        "organization_id": house.organization.id,
        "subject_kind": SubjectKind.MEDIA_ASSET,
        "title": "The mug on oak",
    }
    review = CreativeReview(**{**usual, **more})
    house.save(review)
    make_round(house, review, **(about or {"asset_id": (asset or make_asset(house)).id}))
    return review


def make_round(house: House, review: CreativeReview, **more: Any) -> ReviewRound:
    """The round that the review is in; decided as the review stands."""
    decision = {state: one for one, state in LEADS_TO.items()}.get(review.state)
    usual: dict[str, Any] = {
        "number": review.round_number,
        "store_id": review.store_id,
        "requested_at": house.now,
        "requested_by_id": review.requested_by_id,
        **decided(house, decision),
    }
    row = ReviewRound(
        organization_id=review.organization_id, review_id=review.id, **{**usual, **more}
    )
    house.save(row)
    return row


def decided(house: House, decision: ReviewDecision | None) -> dict[str, Any]:
    if decision is None:
        return {}
    said = {"decision": decision, "reason": "The crop.", "decided_at": house.now}
    return {**said, "decided_by_id": house.owner.id}


def make_comment(house: House, review: CreativeReview | None = None, **more: Any) -> ReviewComment:
    """By the owner, about all of it."""
    review = review or make_review(house)
    usual: dict[str, Any] = {
        "round_number": review.round_number,
        "store_id": review.store_id,
        "author_id": house.owner.id,
        "words": "A little to the left.",
    }
    row = ReviewComment(
        organization_id=review.organization_id, review_id=review.id, **{**usual, **more}
    )
    house.save(row)
    return row


def make_shown(house: House, listing: Listing | None = None, **more: Any) -> ListingMedia:
    """The first picture, since ten days, until further notice."""
    listing = listing or make_listing(house)
    if "asset_id" not in more:
        more["asset_id"] = make_asset(house).id
    usual: dict[str, Any] = {
        "slot": MediaSlot.MAIN,
        "position": 0,
        "starts_at": house.now - timedelta(days=10),
    }
    row = ListingMedia(
        organization_id=listing.organization_id,
        store_id=listing.store_id,
        listing_id=listing.id,
        **{**usual, **more},
    )
    house.save(row)
    return row


def make_fact(
    house: House, media: ListingMedia, impressions: int, clicks: int, day: date = DAY
) -> CreativeFact:
    row = CreativeFact(
        organization_id=media.organization_id,
        store_id=media.store_id,
        media_id=media.id,
        day=day,
        impressions=impressions,
        clicks=clicks,
        reported_at=house.now,
    )
    media.counted_from = min(media.counted_from or day, day)
    media.counted_until = max(media.counted_until or day, day)
    house.save(row, media)
    return row
