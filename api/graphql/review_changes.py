"""How a review is asked for, decided and withdrawn."""

from datetime import datetime

import strawberry

from api import reads
from api.context import Info
from api.graphql.reviews import CreativeReview
from api.mutation import Payload, mutation
from domain.reviews import actions, states
from domain.reviews.subjects import SubjectIds


@strawberry.input(description="A thing to be decided on: give one of the four.")
class CreativeReviewRequestInput:
    render_job_id: strawberry.ID | None = strawberry.field(
        default=None, description="A render that is done; a packaging is one as well."
    )
    asset_id: strawberry.ID | None = strawberry.field(default=None, description="An asset.")
    template_version_id: strawberry.ID | None = strawberry.field(
        default=None, description="A version of a template that is not retired."
    )
    description_id: strawberry.ID | None = strawberry.field(
        default=None, description="A product's description that is not retired."
    )
    title: str = strawberry.field(description="What to call it, up to 200 characters.")
    note: str | None = strawberry.field(
        default=None,
        description=f"A word to whoever decides, up to {actions.LONGEST_NOTE} characters.",
    )
    store_id: strawberry.ID | None = strawberry.field(
        default=None, description="For which store; a render for a store is for that one."
    )
    assigned_to_id: strawberry.ID | None = strawberry.field(
        default=None, description="Who shall decide, if it is somebody in particular."
    )
    due_at: datetime | None = strawberry.field(
        default=None, description="When it is due; a moment to come."
    )


@strawberry.input(description="What came of the changes: give one of the four.")
class CreativeReviewRequestAgainInput:
    id: strawberry.ID = strawberry.field(description="Which review.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )
    render_job_id: strawberry.ID | None = strawberry.field(
        default=None, description="A render that is done."
    )
    asset_id: strawberry.ID | None = strawberry.field(default=None, description="An asset.")
    template_version_id: strawberry.ID | None = strawberry.field(
        default=None, description="A version of a template that is not retired."
    )
    description_id: strawberry.ID | None = strawberry.field(
        default=None, description="A product's description that is not retired."
    )
    note: str | None = strawberry.field(
        default=None, description="What was changed, for whoever decides."
    )


@strawberry.input(description="What to say of a review's present round.")
class CreativeReviewDecideInput:
    id: strawberry.ID = strawberry.field(description="Which review.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )
    decision: states.ReviewDecision = strawberry.field(description="What to say.")
    reason: str | None = strawberry.field(
        default=None, description="Why; needed unless it is approved."
    )


@strawberry.input(description="The review that nobody needs to decide any more.")
class CreativeReviewWithdrawInput:
    id: strawberry.ID = strawberry.field(description="Which review.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )


@strawberry.type(description="The review that was asked for.")
class CreativeReviewRequestPayload(Payload):
    review: CreativeReview | None = reads.changed(description="The new review.")


@strawberry.type(description="The review that is in another round.")
class CreativeReviewRequestAgainPayload(Payload):
    review: CreativeReview | None = reads.changed(description="The review as it is now.")


@strawberry.type(description="The review that was decided.")
class CreativeReviewDecidePayload(Payload):
    review: CreativeReview | None = reads.changed(description="The review as it is now.")


@strawberry.type(description="The review that was withdrawn.")
class CreativeReviewWithdrawPayload(Payload):
    review: CreativeReview | None = reads.changed(description="The review as it is now.")


def _subject(input: CreativeReviewRequestInput | CreativeReviewRequestAgainInput) -> SubjectIds:
    return SubjectIds(
        render_job_id=reads.maybe_row_id("RenderJob", input.render_job_id),
        asset_id=reads.maybe_row_id("MediaAsset", input.asset_id),
        template_version_id=reads.maybe_row_id("MediaTemplateVersion", input.template_version_id),
        description_id=reads.maybe_row_id("ProductDescription", input.description_id),
    )


@strawberry.type
class ReviewsMutation:
    @mutation(description="Ask for a decision on a thing that you made.")
    def creative_review_request(
        self, info: Info, input: CreativeReviewRequestInput
    ) -> CreativeReviewRequestPayload:
        new = actions.NewReview(
            subject=_subject(input),
            title=input.title,
            note=input.note,
            store_id=reads.maybe_row_id("Store", input.store_id),
            assigned_to_id=reads.maybe_row_id("User", input.assigned_to_id),
            due_at=input.due_at,
        )
        review = actions.request_review(info.context.work, new)
        return CreativeReviewRequestPayload.of(review=review)

    @mutation(description="Hand in what came of the changes that were asked for: another round.")
    def creative_review_request_again(
        self, info: Info, input: CreativeReviewRequestAgainInput
    ) -> CreativeReviewRequestAgainPayload:
        review = actions.request_review_again(
            info.context.work,
            reads.row_id("CreativeReview", input.id),
            _subject(input),
            input.note,
            version=input.expected_version,
        )
        return CreativeReviewRequestAgainPayload.of(review=review)

    @mutation(
        description="Approve what was handed in, reject it, or ask for changes. Who handed it in "
        "decides only where nobody else may; a packaging is decided by those who may in every "
        "store."
    )
    def creative_review_decide(
        self, info: Info, input: CreativeReviewDecideInput
    ) -> CreativeReviewDecidePayload:
        review = actions.decide_review(
            info.context.work,
            reads.row_id("CreativeReview", input.id),
            input.decision,
            input.reason,
            version=input.expected_version,
        )
        return CreativeReviewDecidePayload.of(review=review)

    @mutation(description="Take back what you asked for, or could decide yourself.")
    def creative_review_withdraw(
        self, info: Info, input: CreativeReviewWithdrawInput
    ) -> CreativeReviewWithdrawPayload:
        review = actions.withdraw_review(
            info.context.work,
            reads.row_id("CreativeReview", input.id),
            version=input.expected_version,
        )
        return CreativeReviewWithdrawPayload.of(review=review)
