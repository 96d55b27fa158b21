"""How comments on reviews are made, changed, resolved and taken back."""

from decimal import Decimal

import strawberry

from api import reads
from api.context import Info
from api.graphql.review_comments import ReviewComment
from api.graphql.reviews import CreativeReview
from api.mutation import Payload, mutation
from domain.reviews import comments
from domain.reviews.pins import Pin

WORDS = f"What to say, up to {comments.LONGEST} characters; it is kept to the letter."
VERSION = "Refuse if it has changed since this version."


@strawberry.input(
    description="What a comment points at: a point, a box, a moment, or one of the first two at a "
    "moment."
)
class ReviewPinInput:
    x: Decimal | None = strawberry.field(
        default=None, description="From 0, the left edge, to 1; of a box, its left side."
    )
    y: Decimal | None = strawberry.field(
        default=None, description="From 0, the top edge, to 1; of a box, its top."
    )
    width: Decimal | None = strawberry.field(
        default=None, description="How wide the box is, against the whole."
    )
    height: Decimal | None = strawberry.field(
        default=None, description="How high the box is, against the whole."
    )
    second: Decimal | None = strawberry.field(
        default=None,
        description="The moment of a film or sound, to the millisecond: 0 to its duration.",
    )

    def value(self) -> Pin:
        return Pin(**vars(self))


@strawberry.input(description="A word about what is reviewed.")
class ReviewCommentAddInput:
    review_id: strawberry.ID = strawberry.field(description="Which review; one not yet decided.")
    words: str = strawberry.field(description=WORDS)
    pin: ReviewPinInput | None = strawberry.field(
        default=None, description="What it points at; left out, it is about all of it."
    )
    parent_id: strawberry.ID | None = strawberry.field(
        default=None, description="What it answers: a comment that a thread begins with."
    )


@strawberry.input(description="Other words for a comment of yours.")
class ReviewCommentUpdateInput:
    id: strawberry.ID = strawberry.field(description="Which comment.")
    expected_version: int | None = strawberry.field(default=None, description=VERSION)
    words: str = strawberry.field(description=WORDS)


@strawberry.input(description="The thread that is done with, or is to be taken up again.")
class ReviewCommentResolveInput:
    id: strawberry.ID = strawberry.field(description="The comment that it begins with.")
    expected_version: int | None = strawberry.field(default=None, description=VERSION)
    is_resolved: bool = strawberry.field(default=True, description="False takes it up again.")


@strawberry.input(description="The comment of yours to take back.")
class ReviewCommentRemoveInput:
    id: strawberry.ID = strawberry.field(description="Which comment; one that nobody answered.")
    expected_version: int | None = strawberry.field(default=None, description=VERSION)


@strawberry.type(description="The comment that was made.")
class ReviewCommentAddPayload(Payload):
    comment: ReviewComment | None = reads.changed(description="The new comment.")


@strawberry.type(description="The comment that was changed.")
class ReviewCommentUpdatePayload(Payload):
    comment: ReviewComment | None = reads.changed(description="The comment as it is now.")


@strawberry.type(description="The comment whose thread is done with, or not any more.")
class ReviewCommentResolvePayload(Payload):
    comment: ReviewComment | None = reads.changed(description="The comment as it is now.")


@strawberry.type(description="The review that the comment was about.")
class ReviewCommentRemovePayload(Payload):
    review: CreativeReview | None = reads.changed(description="The review without it.")


@strawberry.type
class CommentsMutation:
    @mutation(description="Say something of what is reviewed, or answer what was said.")
    def review_comment_add(
        self, info: Info, input: ReviewCommentAddInput
    ) -> ReviewCommentAddPayload:
        comment = comments.add_comment(
            info.context.work,
            reads.row_id("CreativeReview", input.review_id),
            input.words,
            pin=input.pin.value() if input.pin else None,
            parent_id=reads.maybe_row_id("ReviewComment", input.parent_id),
        )
        return ReviewCommentAddPayload.of(comment=comment)

    @mutation(description="Change the words of a comment of yours.")
    def review_comment_update(
        self, info: Info, input: ReviewCommentUpdateInput
    ) -> ReviewCommentUpdatePayload:
        comment = comments.update_comment(
            info.context.work,
            reads.row_id("ReviewComment", input.id),
            input.words,
            version=input.expected_version,
        )
        return ReviewCommentUpdatePayload.of(comment=comment)

    @mutation(description="Say that a thread is done with, or take it up again.")
    def review_comment_resolve(
        self, info: Info, input: ReviewCommentResolveInput
    ) -> ReviewCommentResolvePayload:
        comment = comments.resolve_comment(
            info.context.work,
            reads.row_id("ReviewComment", input.id),
            is_resolved=input.is_resolved,
            version=input.expected_version,
        )
        return ReviewCommentResolvePayload.of(comment=comment)

    @mutation(description="Take back a comment of yours that nobody answered.")
    def review_comment_remove(
        self, info: Info, input: ReviewCommentRemoveInput
    ) -> ReviewCommentRemovePayload:
        review = comments.remove_comment(
            info.context.work,
            reads.row_id("ReviewComment", input.id),
            version=input.expected_version,
        )
        return ReviewCommentRemovePayload.of(review=review)
