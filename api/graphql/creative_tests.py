"""What buyers click: figures taken in, and what a test of pictures has shown."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import strawberry
from sqlalchemy import type_coerce

from api import reads
from api.context import Info
from api.errors import user_error
from api.graphql.listing_media import ListingMedia
from api.mutation import Payload, mutation
from api.reads.text import PlainText, constant
from domain.permissions import Permission
from domain.reviews import facts, wilson
from domain.reviews import verdict as rule
from domain.reviews.queries import FIGURES, creative_test
from domain.stores.models import Listing
from domain.stores.states import ArmLabel, MediaSlot

reads.described(
    rule.TestVerdict,
    "What a test has shown.",
    NOT_ENOUGH_DATA=f"Too little to tell: an arm has fewer than {rule.FEWEST} impressions, or "
    f"{rule.EXPECTED} clicks are not to be expected of it, or no arm wins and one has fewer "
    "than `impressionsNeeded`.",
    NO_DIFFERENCE=f"No arm beats all others, and a difference of {rule.LEAST:.0%} would have "
    "been seen, four times of five.",
    WINNER="One arm is clicked more than each other one.",
)

Figure = int | None


def _share(impressions: int, clicks: int, part: str) -> str | None:
    found = wilson.share(clicks, impressions)
    return None if found is None else decimal(getattr(found, part))


def decimal(value: Decimal) -> str:
    """Without noughts at its end, as the graph writes decimals."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _part(name: str, description: str) -> Any:
    def make(_moment: Any, impressions: int, clicks: int) -> str | None:
        return _share(impressions, clicks, name)

    return reads.made(make, "impressions", "clicks", description=description)


@strawberry.type(description="One of the things that were shown in one place in turn.")
class CreativeTestArm:
    arm: ArmLabel = reads.sql(lambda row: row.arm, description="Which of them.")
    media: ListingMedia | None = reads.pointed(
        "media_id", description="What is shown, for those who may read the catalogue."
    )
    impressions: int = reads.sql(
        lambda row: row.impressions, description="How often it was seen on the days that count."
    )
    clicks: int = reads.sql(lambda row: row.clicks, description="How often it was clicked then.")
    click_through_rate: Decimal | None = _part(
        "rate", "Clicks by impressions, to six places; null when it was not seen."
    )
    low: Decimal | None = _part(
        "low", "Where the rate most likely is not below: Wilson's interval of 95 %, rounded down."
    )
    high: Decimal | None = _part(
        "high", "Where the rate most likely is not above: Wilson's interval of 95 %, rounded up."
    )


def _arms(row: Any) -> Iterator[tuple[Any, Any]]:
    for label in ArmLabel:
        values = {name: getattr(row, f"{label.name.lower()}_{name}") for name in FIGURES}
        is_there = values["media_id"].is_not(None)
        arm = type_coerce(constant(label.name), PlainText())
        yield is_there, SimpleNamespace(arm=arm, **values)


COLUMNS = tuple(f"{label.name.lower()}_{name}" for label in ArmLabel for name in FIGURES[1:])


def judged(figures: dict[str, Figure]) -> rule.Outcome[ArmLabel]:
    """The verdict on the columns of a report."""
    arms = {}
    for label in ArmLabel:
        impressions, clicks = (figures[f"{label.name.lower()}_{name}"] for name in FIGURES[1:])
        if impressions is not None and clicks is not None:
            arms[label] = rule.Shown(impressions, clicks)
    return rule.judge(arms)


def _verdict(_moment: Any, **figures: Figure) -> str:
    return judged(figures).verdict.name


def _winner(_moment: Any, **figures: Figure) -> str | None:
    winner = judged(figures).winner
    return winner and winner.name


def _needed(_moment: Any, **figures: Figure) -> int | None:
    needed = judged(figures).needed
    return needed if needed is None or needed < 2**31 else None


@strawberry.type(description="What a test of two to four things in one place has shown.")
class CreativeTest:
    arms: list[CreativeTestArm] = reads.values(
        _arms, description="What was shown side by side, A first."
    )
    day_count: int = reads.sql(
        lambda row: row.day_count,
        description="The days that count: those of which the figures of all arms are known.",
    )
    since: date | None = reads.sql(lambda row: row.since, description="The first of them.")
    until: date | None = reads.sql(lambda row: row.until, description="The last of them.")
    verdict: rule.TestVerdict = reads.made(
        _verdict,
        *COLUMNS,
        description="What it has shown. Each pair of arms is held to the two-proportion z-test "
        "with the pooled rate, two-sided, at 5 % divided by the number of pairs; that holds for "
        "one look at the end, not for the best of many on the way.",
    )
    winner: ArmLabel | None = reads.made(
        _winner, *COLUMNS, description="The arm that is clicked more than each other one."
    )
    impressions_needed: int | None = reads.made(
        _needed,
        *COLUMNS,
        description=f"Of each arm, to see a difference of {rule.LEAST:.0%} of the rate that "
        "they have together, four times of five; null when nothing was clicked, or it is beyond "
        "counting.",
    )


@strawberry.type
class CreativeTestsQuery:
    creative_test: CreativeTest | None = reads.report(
        creative_test,
        {
            "listing_id": (Listing, "The listing."),
            "slot": (MediaSlot, "Where on its page."),
            "position": (int, "Where within that, from 0."),
        },
        needs=Permission.RENDERS_READ,
        is_one=True,
        description="The last test in one place of a listing: what was shown side by side when "
        "its last arm began. Null where nothing was, or for a listing you do not see.",
    )


@strawberry.input(description="How often one thing was seen and clicked on one day.")
class CreativeFactInput:
    media_id: strawberry.ID = strawberry.field(description="Which thing that a listing shows.")
    day: date = strawberry.field(
        description="The day in the store's time zone: one that has come, while it was shown."
    )
    impressions: int = strawberry.field(description="How often it was seen; 0 or more.")
    clicks: int = strawberry.field(description="How often it was clicked; no more than seen.")


@strawberry.input(description="Figures of one store, as its platform reports them.")
class CreativeFactsIngestInput:
    store_id: strawberry.ID = strawberry.field(description="The store.")
    rows: list[CreativeFactInput] = strawberry.field(
        description=f"Up to {facts.MOST}; all are taken in, or none."
    )


@strawberry.type(description="What was taken in, or why nothing was: an error for each wrong row.")
class CreativeFactsIngestPayload(Payload):
    kept = ("created_count", "replaced_count")
    media: list[ListingMedia] | None = reads.changed(description="What the figures are of.")
    created_count: int = strawberry.field(
        default=0, description="Days of which nothing was known before."
    )
    replaced_count: int = strawberry.field(
        default=0, description="Days whose figures are now these, and not those before."
    )


@strawberry.type
class CreativeTestsMutation:
    @mutation(
        description="Take in what a platform reports of pictures and films that listings show. A "
        "day that was reported before has the new figures alone.",
        idempotency="required",
    )
    def creative_facts_ingest(
        self, info: Info, input: CreativeFactsIngestInput
    ) -> CreativeFactsIngestPayload:
        rows = [
            facts.DayFigures(
                media_id=reads.row_id("ListingMedia", row.media_id),
                day=row.day,
                impressions=row.impressions,
                clicks=row.clicks,
            )
            for row in input.rows
        ]
        found = facts.ingest_facts(info.context.work, reads.row_id("Store", input.store_id), rows)
        if found.errors:
            return CreativeFactsIngestPayload(user_errors=list(map(user_error, found.errors)))
        return CreativeFactsIngestPayload.of(
            media=list(found.media),
            created_count=found.created_count,
            replaced_count=found.replaced_count,
        )
