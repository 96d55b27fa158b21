"""Reviews in the graph: the queue, and a review with its rounds."""

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from api import reads
from api.graphql.people import User
from api.graphql.review_comments import ReviewComment, ReviewCommentFilter, ReviewCommentSort
from api.graphql.stores import Store
from api.reads import Connection
from domain.permissions import Permission
from domain.reviews import models, states

if TYPE_CHECKING:
    from api.graphql.assets import MediaAsset
    from api.graphql.descriptions import ProductDescription
    from api.graphql.renders import RenderJob
    from api.graphql.templates import MediaTemplateVersion

reads.described(
    states.SubjectKind,
    "What sort of thing a review is about.",
    RENDER_JOB="A picture or film that was rendered.",
    PACKAGING="A packaging that was rendered, to be printed.",
    MEDIA_ASSET="A file that was brought in.",
    TEMPLATE_VERSION="A version of a template.",
    PRODUCT_DESCRIPTION="A product's words.",
)
reads.described(
    states.ReviewState,
    "Where a review stands between being asked for and being decided.",
    REQUESTED="Waiting for a decision.",
    CHANGES_REQUESTED="Waiting for another round, with what is to be changed.",
    APPROVED="Good.",
    REJECTED="Not to be used.",
    WITHDRAWN="Nobody needs to decide any more.",
)
reads.described(
    states.ReviewDecision,
    "What is said of a thing that was reviewed.",
    APPROVE="It is good.",
    REJECT="It is not to be used.",
    REQUEST_CHANGES="Something is to be changed first.",
)


@reads.sorting("How reviews may be sorted.")
class CreativeReviewSort(Enum):
    NEWEST = reads.by("-created_at", "Latest asked for first.")
    OLDEST = reads.by("created_at", "First asked for first.")
    UPDATED = reads.by("-updated_at", "Latest come along first.")
    DUE = reads.by("due_at", "First due first; what is never due comes last.")


@reads.filtering("Which reviews.")
class CreativeReviewFilter:
    state: reads.EnumFilter[states.ReviewState] | None = reads.where("Where they stand.")
    subject_kind: reads.EnumFilter[states.SubjectKind] | None = reads.where("What they are about.")
    store_id: reads.IDFilter | None = reads.where("Of these stores.")
    assigned_to_id: reads.IDFilter | None = reads.where("Given to these users to decide.")
    requested_by_id: reads.IDFilter | None = reads.where("Last asked for by these users.")
    due_at: reads.DateTimeFilter | None = reads.where("When they are due.")
    created_at: reads.DateTimeFilter | None = reads.where("When they were asked for.")


REVIEW_SEARCH = reads.Search("search_text", state="state", due_at="due_at", created_at="created_at")


@strawberry.type(description="One thing that was handed in, and what was decided of it.")
class ReviewRound(reads.Node):
    model = models.ReviewRound
    number: int = reads.attribute(description="Which round, counted from 1.")
    render_job: Annotated["RenderJob", strawberry.lazy("api.graphql.renders")] | None = (
        reads.attribute(description="The render, if that is what was handed in.")
    )
    asset: Annotated["MediaAsset", strawberry.lazy("api.graphql.assets")] | None = reads.attribute(
        description="The asset, if that is what was handed in."
    )
    template_version: (
        Annotated["MediaTemplateVersion", strawberry.lazy("api.graphql.templates")] | None
    ) = reads.attribute(description="The version of a template, if that is what was handed in.")
    description: (
        Annotated["ProductDescription", strawberry.lazy("api.graphql.descriptions")] | None
    ) = reads.attribute(description="The product's description, if that is what was handed in.")
    note: str | None = reads.attribute(description="A word by whoever handed it in.")
    requested_at: datetime = reads.attribute(description="When it was handed in.")
    requested_by: User | None = reads.attribute(
        description="Who handed it in, for those who may see them."
    )
    decision: states.ReviewDecision | None = reads.attribute(
        description="What was decided; null while it is not."
    )
    reason: str | None = reads.attribute(description="Why.")
    decided_at: datetime | None = reads.attribute(description="When it was decided.")
    decided_by: User | None = reads.attribute(
        description="Who decided, for those who may see them."
    )


@strawberry.type(description="A thing somebody made, to be decided on.")
class CreativeReview(reads.Dated):
    model = models.CreativeReview
    subject_kind: states.SubjectKind = reads.attribute(description="What it is about.")
    title: str = reads.attribute(description="What it is called.")
    state: states.ReviewState = reads.attribute(description="Where it stands.")
    allowed_transitions: list[states.ReviewState] = reads.moves(
        states.REVIEW_STATES, "state", description="Where it can go from there."
    )
    round_number: int = reads.attribute(description="The round that it is in.")
    rounds: list[ReviewRound] = reads.attribute(
        description="What was handed in and decided, the first round first."
    )
    store: Store | None = reads.attribute(description="The store that it is for, if for one.")
    requested_by: User | None = reads.attribute(
        description="Who asked for it last, for those who may see them."
    )
    assigned_to: User | None = reads.attribute(
        description="Who shall decide, for those who may see them; null for whoever may."
    )
    due_at: datetime | None = reads.attribute(description="When it is due.")
    comments: Connection[ReviewComment] = reads.connection(
        ReviewCommentSort,
        ReviewCommentFilter,
        description="What was said of it, answers as well.",
    )


@strawberry.type
class ReviewsQuery:
    creative_reviews: Connection[CreativeReview] | None = reads.connection(
        CreativeReviewSort,
        CreativeReviewFilter,
        search=REVIEW_SEARCH,
        needs=Permission.RENDERS_READ,
        description="What is to be decided, and what was.",
    )
    creative_review: CreativeReview | None = reads.by_id(description="One review.")
