"""Comments on reviews in the graph; `comment_changes` has how they are made."""

from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from sqlalchemy import BigInteger, type_coerce

from api import reads
from api.graphql.people import User
from domain.base import Scaled
from domain.reviews import models

if TYPE_CHECKING:
    from api.graphql.reviews import CreativeReview


@reads.sorting("How comments may be sorted.")
class ReviewCommentSort(Enum):
    OLDEST = reads.by("created_at", "First said first.")
    NEWEST = reads.by("-created_at", "Latest said first.")


@reads.filtering("Which comments.")
class ReviewCommentFilter:
    round_number: reads.IntFilter | None = reads.where("Said in these rounds.")
    author_id: reads.IDFilter | None = reads.where("Said by these users.")
    parent_id: reads.IDFilter | None = reads.where(
        "Answers to these; `isNull` for those that threads begin with."
    )
    is_resolved: reads.BooleanFilter | None = reads.where(
        "Whether they are done with.", lambda row: row.resolved_at.is_not(None)
    )
    created_at: reads.DateTimeFilter | None = reads.where("When they were said.")


def _second(row: Any) -> Any:
    return type_coerce(type_coerce(row.at_ms, BigInteger) * 1000, Scaled())


@strawberry.type(description="A word about what is reviewed, or a part of it.")
class ReviewComment(reads.Dated):
    model = models.ReviewComment
    review: Annotated["CreativeReview", strawberry.lazy("api.graphql.reviews")] = reads.attribute(
        description="The review that it is about."
    )
    round_number: int = reads.attribute(description="The round in which it was said.")
    words: str = reads.attribute(description="What is said, to the letter.")
    author: User | None = reads.attribute(description="Who said it, for those who may see them.")
    x: Decimal | None = reads.attribute(
        description="Where it points, from 0, the left edge, to 1; of a box, its left side."
    )
    y: Decimal | None = reads.attribute(
        description="Where it points, from 0, the top edge, to 1; of a box, its top."
    )
    width: Decimal | None = reads.attribute(
        description="How wide the box is that it points at, against the whole."
    )
    height: Decimal | None = reads.attribute(
        description="How high the box is that it points at, against the whole."
    )
    second: Decimal | None = reads.sql(
        _second, description="The moment of the film or sound that it is about."
    )
    parent: "ReviewComment | None" = reads.attribute(description="What it answers.")
    replies: list["ReviewComment"] = reads.attribute(description="The answers, first said first.")
    resolved_at: datetime | None = reads.attribute(
        description="When its thread was done with; null while it is not."
    )
    resolved_by: User | None = reads.attribute(
        description="Who said that it is, for those who may see them."
    )
