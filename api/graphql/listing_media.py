"""What listings show, in the graph; `listing_showing` has how it is said."""

from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from sqlalchemy import and_, or_

from api import reads
from domain.scope import NOW
from domain.stores import models, states

if TYPE_CHECKING:
    from api.graphql.assets import MediaAsset
    from api.graphql.compliance import SizePreset
    from api.graphql.listings import Listing

reads.described(
    states.MediaSlot,
    "Where on its page a listing shows something.",
    MAIN="What buyers see first, in lists as well.",
    GALLERY="Beside the first, to be leafed through.",
    WHITE="On white, as some platforms ask for.",
    LONG="Upright, as some platforms show in their feeds.",
    DETAIL="Further down, where the goods are told of.",
    VIDEO="A film.",
)
reads.described(
    states.ArmLabel,
    "One of up to four things that are shown in one place in turn, to see which is clicked.",
    A="The first, or the only one.",
    B="The second.",
    C="The third.",
    D="The fourth.",
)


def is_current(row: Any) -> Any:
    """Whether it is shown at the moment."""
    return and_(row.starts_at <= NOW, or_(row.ends_at.is_(None), row.ends_at > NOW))


@reads.sorting("How things that a listing shows may be sorted.")
class ListingMediaSort(Enum):
    FIRST_SHOWN = reads.by("starts_at", "First shown first.")
    LAST_SHOWN = reads.by("-starts_at", "Latest shown first.")
    NEWEST = reads.by("-created_at", "Latest said first.")


@reads.filtering("Which things that a listing shows.")
class ListingMediaFilter:
    slot: reads.EnumFilter[states.MediaSlot] | None = reads.where("In these places.")
    position: reads.IntFilter | None = reads.where("Where within their place.")
    arm: reads.EnumFilter[states.ArmLabel] | None = reads.where("Of these arms.")
    asset_id: reads.IDFilter | None = reads.where("These assets.")
    is_current: reads.BooleanFilter | None = reads.where(
        "Whether they are shown at the moment.", is_current
    )
    starts_at: reads.DateTimeFilter | None = reads.where("From when they are shown.")
    ends_at: reads.DateTimeFilter | None = reads.where("Until when they are shown.")


@strawberry.type(description="What a listing shows in one place, from one moment until another.")
class ListingMedia(reads.Dated):
    model = models.ListingMedia
    listing: Annotated["Listing", strawberry.lazy("api.graphql.listings")] = reads.attribute(
        description="What shows it."
    )
    slot: states.MediaSlot = reads.attribute(description="Where on the page.")
    position: int = reads.attribute(description="Where within that, from 0.")
    arm: states.ArmLabel = reads.attribute(
        description="Which arm; two in one place at one time are a test."
    )
    asset: Annotated["MediaAsset", strawberry.lazy("api.graphql.assets")] = reads.attribute(
        description="The picture or film."
    )
    preset: Annotated["SizePreset", strawberry.lazy("api.graphql.compliance")] | None = (
        reads.attribute(
            description="What it is held to, for those who may read that: while it is shown and "
            "its check against this failed, the listing is not put on sale."
        )
    )
    starts_at: datetime = reads.attribute(description="From then it is shown.")
    ends_at: datetime | None = reads.attribute(
        description="From then it is not shown any more; null until further notice."
    )
    is_current: bool = reads.sql(is_current, description="Whether it is shown at the moment.")
    counted_from: date | None = reads.attribute(
        description="The first day of which figures are known."
    )
    counted_until: date | None = reads.attribute(
        description="The last day of which figures are known."
    )
