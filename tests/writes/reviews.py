"""Mutations about reviews, comments, what listings show and how it is clicked."""

from itertools import count
from typing import Any

from domain.reviews.models import CreativeReview
from domain.reviews.states import ReviewState
from tests.factories.assets import make_asset
from tests.factories.reviews import make_comment, make_review, make_shown
from tests.factories.stores import make_listing
from tests.house import House, node_id
from tests.writes.changes import change

_numbers = count(1)


@change("creativeReviewRequest")
def request(house: House) -> dict[str, Any]:
    return {"assetId": node_id("MediaAsset", make_asset(house)), "title": "The mug on oak"}


@change("creativeReviewRequestAgain")
def request_again(house: House) -> dict[str, Any]:
    review = make_review(house, state=ReviewState.CHANGES_REQUESTED)
    return {"id": _id(review), "assetId": node_id("MediaAsset", make_asset(house))}


@change("creativeReviewDecide")
def decide(house: House) -> dict[str, Any]:
    return {"id": _id(make_review(house)), "decision": "APPROVE"}


@change("creativeReviewWithdraw")
def withdraw(house: House) -> dict[str, Any]:
    return {"id": _id(make_review(house))}


@change("reviewCommentAdd")
def add_comment(house: House) -> dict[str, Any]:
    pin = {"x": "0.25", "y": "0.5"}
    return {"reviewId": _id(make_review(house)), "words": "Too dark here.", "pin": pin}


@change("reviewCommentUpdate")
def update_comment(house: House) -> dict[str, Any]:
    words = f"Too dark, by {next(_numbers)} %."
    return {"id": node_id("ReviewComment", make_comment(house)), "words": words}


@change("reviewCommentResolve")
def resolve_comment(house: House) -> dict[str, Any]:
    return {"id": node_id("ReviewComment", make_comment(house))}


@change("reviewCommentRemove")
def remove_comment(house: House) -> dict[str, Any]:
    return {"id": node_id("ReviewComment", make_comment(house))}


@change("listingMediaSet")
def show(house: House) -> dict[str, Any]:
    assets = [node_id("MediaAsset", make_asset(house)) for _ in range(2)]
    listing = make_listing(house)
    make_shown(house, listing)
    return {
        "id": node_id("Listing", listing),
        "items": [
            {"slot": "MAIN", "arm": arm, "assetId": asset}
            for arm, asset in zip("AB", assets, strict=True)
        ],
    }


@change("creativeFactsIngest")
def ingest(house: House) -> dict[str, Any]:
    media = make_shown(house)
    figures = {"mediaId": node_id("ListingMedia", media), "impressions": 1_000, "clicks": 50}
    return {
        "storeId": node_id("Store", media.store_id),
        "rows": [{**figures, "day": "2026-03-01"}, {**figures, "day": "2026-02-28"}],
    }


def _id(review: CreativeReview) -> str:
    return node_id("CreativeReview", review)
