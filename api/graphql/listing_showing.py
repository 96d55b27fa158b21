"""How it is said what a listing shows."""

from datetime import datetime

import strawberry

from api import reads
from api.context import Info
from api.graphql.listings import Listing
from api.mutation import Payload, mutation
from domain.stores import showing, states
from domain.stores.arms import HIGHEST_POSITION, Shown


@strawberry.input(description="One thing to show, in one place and for a time.")
class ListingMediaInput:
    id: strawberry.ID | None = strawberry.field(
        default=None, description="One that the listing shows and that is to stay."
    )
    slot: states.MediaSlot = strawberry.field(description="Where on the page.")
    position: int = strawberry.field(
        default=0, description=f"Where within that: 0 to {HIGHEST_POSITION}."
    )
    arm: states.ArmLabel = strawberry.field(
        default=states.ArmLabel.A,
        description="Which arm. Two in one place at one time need two: then they are a test.",
    )
    asset_id: strawberry.ID = strawberry.field(description="The picture; for VIDEO, the film.")
    preset_id: strawberry.ID | None = strawberry.field(
        default=None, description="What it is held to."
    )
    starts_at: datetime | None = strawberry.field(
        default=None, description="From when; left out, from now, or from when it was."
    )
    ends_at: datetime | None = strawberry.field(
        default=None, description="Until when; left out, until further notice."
    )

    def value(self) -> Shown:
        return Shown(
            id=reads.maybe_row_id("ListingMedia", self.id),
            slot=self.slot,
            position=self.position,
            arm=self.arm,
            asset_id=reads.row_id("MediaAsset", self.asset_id),
            preset_id=reads.maybe_row_id("SizePreset", self.preset_id),
            starts_at=self.starts_at,
            ends_at=self.ends_at,
        )


@strawberry.input(description="All that a listing is to show from now on.")
class ListingMediaSetInput:
    id: strawberry.ID = strawberry.field(description="Which listing.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )
    items: list[ListingMediaInput] = strawberry.field(
        description=f"Up to {showing.MOST}. What has ended stays as history."
    )


@strawberry.type(description="The listing that shows it.")
class ListingMediaSetPayload(Payload):
    listing: Listing | None = reads.changed(description="The listing as it is now.")


@strawberry.type
class ShowingMutation:
    @mutation(
        description="Say all that a listing shows from now on. What is left out is not shown any "
        "more; if figures of it are known, end it instead."
    )
    def listing_media_set(self, info: Info, input: ListingMediaSetInput) -> ListingMediaSetPayload:
        listing = showing.set_listing_media(
            info.context.work,
            reads.row_id("Listing", input.id),
            [item.value() for item in input.items],
            version=input.expected_version,
        )
        return ListingMediaSetPayload.of(listing=listing)
