"""How listings go on sale and off it, in the graph."""

from datetime import datetime
from typing import Any, Self

import strawberry

from api import reads
from api.context import Info
from api.errors import UserError, shows
from api.graphql.listings import Listing
from api.mutation import Payload, mutation
from domain.permissions import Permission
from domain.stores import models, readiness, selling, states
from domain.stores.queries import listing_readiness

reads.described(
    readiness.ListingGap,
    "One thing that keeps a listing from being sold.",
    PRODUCT_NOT_ACTIVE="The product is a draft or archived.",
    VARIANT_ARCHIVED="The variant is archived.",
    TITLE_MISSING="Neither the listing nor the product has a title.",
    PICTURE_MISSING="The product has no picture.",
    PICTURE_REFUSED="The picture that buyers see first breaks a rule of the platform: "
    "its compliance check says which.",
    PRICE_MISSING="There is no price in the store's currency.",
    STORE_NOT_OPEN="The store is not open.",
)


MENDED_BY = {
    readiness.ListingGap.PRODUCT_NOT_ACTIVE: ["productActivate"],
    readiness.ListingGap.VARIANT_ARCHIVED: ["variantRestore"],
    readiness.ListingGap.TITLE_MISSING: ["listingUpdate", "productUpdate"],
    readiness.ListingGap.PICTURE_MISSING: ["pictureAdd", "productPicturesSet"],
    readiness.ListingGap.PICTURE_REFUSED: ["picturesReorder", "pictureAdd", "complianceCheck"],
    readiness.ListingGap.PRICE_MISSING: ["listingPriceSet"],
    readiness.ListingGap.STORE_NOT_OPEN: ["storeActivate", "storeResume"],
}


def _mended_by(_moment: Any, gap: str) -> list[str]:
    return MENDED_BY[readiness.ListingGap[gap]]


@strawberry.type(description="One thing that a listing must have to be sold, and whether it has.")
class ListingCheck:
    gap: readiness.ListingGap = reads.sql(
        lambda row: row.gap, description="What is missing where it is not met."
    )
    is_met: bool = reads.sql(lambda row: row.is_met, description="Whether it is there.")
    is_only_to_go_live: bool = reads.sql(
        lambda row: row.is_only_to_go_live,
        description="Whether a listing can be READY or SCHEDULED without it, but not LIVE.",
    )
    mended_by: list[str] = reads.made(
        _mended_by, "gap", description="The mutations that mend it, the likeliest first."
    )


@strawberry.type
class SellingQuery:
    listing_readiness: list[ListingCheck] | None = reads.report(
        listing_readiness,
        {"listing_id": (models.Listing, "The listing.")},
        needs=Permission.CATALOGUE_READ,
        description="What the gate before a sale looks at, each with its verdict; none for a "
        "listing you do not see.",
    )


@shows(readiness.ListingNotReady)
@strawberry.type(description="The listing may not be sold yet: something is missing.")
class ListingNotReady(UserError):
    missing: list[readiness.ListingGap] = strawberry.field(description="All that is missing.")

    @classmethod
    def of(cls, error: readiness.ListingNotReady, **more: Any) -> Self:
        return super().of(error, missing=list(error.missing), **more)


@strawberry.input(description="A listing.")
class OneListing:
    id: strawberry.ID = strawberry.field(description="Which listing.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )


@strawberry.input(description="The listing that is thought complete.")
class ListingMarkReadyInput(OneListing): ...


@strawberry.input(description="The listing to sell from now on.")
class ListingPublishInput(OneListing): ...


@strawberry.input(description="The listing to sell from a later moment.")
class ListingScheduleInput(OneListing):
    publish_at: datetime = strawberry.field(description="From when; a moment to come.")


@strawberry.input(description="The listing that shall wait for a word.")
class ListingUnscheduleInput(OneListing): ...


@strawberry.input(description="The listing to take off sale for a while.")
class ListingSuspendInput(OneListing):
    reason: states.SuspensionReason = strawberry.field(description="Why.")
    note: str | None = strawberry.field(default=None, description="A word more, for the audit.")


@strawberry.input(description="The listing to sell again.")
class ListingResumeInput(OneListing): ...


@strawberry.input(description="The listing to take down.")
class ListingUnpublishInput(OneListing):
    reason: states.DelistReason = strawberry.field(description="Why.")
    note: str | None = strawberry.field(default=None, description="A word more, for the audit.")


@strawberry.input(description="The listing to put away for good.")
class ListingArchiveInput(OneListing): ...


@strawberry.type(description="The listing that was moved.")
class OneListingPayload(Payload):
    listing: Listing | None = reads.changed(description="The listing as it is now.")


@strawberry.type(description="The listing that is ready.")
class ListingMarkReadyPayload(OneListingPayload): ...


@strawberry.type(description="The listing that is on sale.")
class ListingPublishPayload(OneListingPayload): ...


@strawberry.type(description="The listing that will go on sale.")
class ListingSchedulePayload(OneListingPayload): ...


@strawberry.type(description="The listing that waits for a word.")
class ListingUnschedulePayload(OneListingPayload): ...


@strawberry.type(description="The listing that is off sale for a while.")
class ListingSuspendPayload(OneListingPayload): ...


@strawberry.type(description="The listing that is on sale again.")
class ListingResumePayload(OneListingPayload): ...


@strawberry.type(description="The listing that was taken down.")
class ListingUnpublishPayload(OneListingPayload): ...


@strawberry.type(description="The listing that was put away.")
class ListingArchivePayload(OneListingPayload): ...


def _of(input: OneListing) -> dict[str, Any]:
    return {"listing_id": reads.row_id("Listing", input.id), "version": input.expected_version}


@strawberry.type
class SellingMutation:
    @mutation(description="Say that nothing is missing; it is checked.")
    def listing_mark_ready(
        self, info: Info, input: ListingMarkReadyInput
    ) -> ListingMarkReadyPayload:
        listing = selling.mark_listing_ready(info.context.work, **_of(input))
        return ListingMarkReadyPayload.of(listing=listing)

    @mutation(description="Put a listing on sale, if nothing is missing and the store is open.")
    def listing_publish(self, info: Info, input: ListingPublishInput) -> ListingPublishPayload:
        listing = selling.publish_listing(info.context.work, **_of(input))
        return ListingPublishPayload.of(listing=listing)

    @mutation(description="Put a listing on sale at a later moment.")
    def listing_schedule(self, info: Info, input: ListingScheduleInput) -> ListingSchedulePayload:
        listing = selling.schedule_listing(
            info.context.work, publish_at=input.publish_at, **_of(input)
        )
        return ListingSchedulePayload.of(listing=listing)

    @mutation(description="Call off a scheduled publication.")
    def listing_unschedule(
        self, info: Info, input: ListingUnscheduleInput
    ) -> ListingUnschedulePayload:
        listing = selling.unschedule_listing(info.context.work, **_of(input))
        return ListingUnschedulePayload.of(listing=listing)

    @mutation(description="Take a listing off sale for a while.")
    def listing_suspend(self, info: Info, input: ListingSuspendInput) -> ListingSuspendPayload:
        listing = selling.suspend_listing(
            info.context.work, reason=input.reason, note=input.note, **_of(input)
        )
        return ListingSuspendPayload.of(listing=listing)

    @mutation(description="Sell a suspended listing again, if nothing is missing.")
    def listing_resume(self, info: Info, input: ListingResumeInput) -> ListingResumePayload:
        listing = selling.resume_listing(info.context.work, **_of(input))
        return ListingResumePayload.of(listing=listing)

    @mutation(description="Take a listing down.")
    def listing_unpublish(
        self, info: Info, input: ListingUnpublishInput
    ) -> ListingUnpublishPayload:
        listing = selling.unpublish_listing(
            info.context.work, reason=input.reason, note=input.note, **_of(input)
        )
        return ListingUnpublishPayload.of(listing=listing)

    @mutation(description="Put a listing away for good.")
    def listing_archive(self, info: Info, input: ListingArchiveInput) -> ListingArchivePayload:
        listing = selling.archive_listing(info.context.work, **_of(input))
        return ListingArchivePayload.of(listing=listing)
