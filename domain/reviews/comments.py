"""What people say of what is reviewed, while it is not decided."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from domain import text
from domain.errors import Conflict, Forbidden, Invalid, LimitExceeded, NotFound, Required
from domain.permissions import Permission
from domain.reviews.actions import present_round
from domain.reviews.models import SUBJECTS, CreativeReview, ReviewComment
from domain.reviews.pins import Pin, check_pin
from domain.reviews.states import OPEN
from domain.reviews.subjects import SubjectIds, surface_of
from domain.work import Work

LONGEST = 4_000
MOST_REPLIES = 100


def add_comment(
    work: Work,
    review_id: UUID,
    words: str,
    *,
    pin: Pin | None = None,
    parent_id: UUID | None = None,
) -> ReviewComment:
    """About the round that the review is in; an answer belongs where its thread does."""
    review = _open(work, review_id, "review_id")
    said = _words(words)
    if parent_id is not None:
        if pin is not None:
            raise Invalid("An answer stands where its thread does.", "pin")
        _check_thread(work, review, parent_id)
    if pin is not None:
        present = present_round(work, review)
        ids = SubjectIds(**{name: getattr(present, name) for name in SUBJECTS})
        check_pin(pin, surface_of(work, ids), "pin")
    where = pin or Pin()
    comment = ReviewComment(
        organization_id=review.organization_id,
        review_id=review.id,
        round_number=review.round_number,
        words=said,
        store_id=review.store_id,
        author_id=work.actor.user_id,
        parent_id=parent_id,
        x=where.x,
        y=where.y,
        width=where.width,
        height=where.height,
        at_ms=where.at_ms,
    )
    work.record("review_comment.added", work.add(comment))
    return comment


def update_comment(
    work: Work, comment_id: UUID, words: str, *, version: int | None = None
) -> ReviewComment:
    """Other words; by whoever said it."""
    comment = _own(work, comment_id, version)
    comment.words = _words(words)
    work.record("review_comment.updated", comment)
    return comment


def resolve_comment(
    work: Work, comment_id: UUID, *, is_resolved: bool = True, version: int | None = None
) -> ReviewComment:
    """A thread is done with, or taken up again."""
    comment = work.claim(ReviewComment, comment_id, version=version)
    _open(work, comment.review_id, "id")
    if comment.parent_id is not None:
        raise Invalid("An answer is resolved with its thread.", "id")
    if (comment.resolved_at is not None) is is_resolved:
        raise Conflict("It is resolved." if is_resolved else "It is not resolved.", "is_resolved")
    comment.resolved_at = work.now if is_resolved else None
    comment.resolved_by_id = work.actor.user_id if is_resolved else None
    work.record(f"review_comment.{'resolved' if is_resolved else 'reopened'}", comment)
    return comment


def remove_comment(work: Work, comment_id: UUID, *, version: int | None = None) -> CreativeReview:
    """Taken back by whoever said it, unless somebody has answered."""
    comment = _own(work, comment_id, version)
    answers = select(ReviewComment.id).where(ReviewComment.parent_id == comment.id)
    if work.session.scalar(answers.limit(1)):
        raise Conflict("Somebody has answered it.", "id")
    review = work.session.get_one(CreativeReview, comment.review_id)
    work.record("review_comment.removed", comment)
    flag_modified(review, "updated_at")
    work.session.delete(comment)
    return review


def _open(work: Work, review_id: UUID, *path: str) -> CreativeReview:
    """Locked, so that it is not decided meanwhile."""
    review = work.claim(CreativeReview, review_id, *path)
    work.require(Permission.REVIEWS_WRITE, review.store_id)
    if review.state not in OPEN:
        raise Conflict(f"The review is {review.state.name}: no more is said.", *path)
    return review


def _own(work: Work, comment_id: UUID, version: int | None) -> ReviewComment:
    comment = work.claim(ReviewComment, comment_id, version=version)
    _open(work, comment.review_id, "id")
    if comment.author_id is None or comment.author_id != work.actor.user_id:
        raise Forbidden("Only who said it changes it or takes it back.")
    return comment


def _check_thread(work: Work, review: CreativeReview, parent_id: UUID) -> None:
    parent = work.find(ReviewComment, parent_id, "parent_id")
    if parent.review_id != review.id:
        raise NotFound("No such comment on this review.", "parent_id")
    if parent.parent_id is not None:
        raise Invalid("Answer the comment that its thread begins with.", "parent_id")
    answers = select(ReviewComment.id).where(ReviewComment.parent_id == parent.id)
    if len(work.session.scalars(answers.limit(MOST_REPLIES)).all()) == MOST_REPLIES:
        raise LimitExceeded(f"Up to {MOST_REPLIES} answers.", MOST_REPLIES, "parent_id")


def _words(given: str) -> str:
    """To the letter, blanks and all."""
    said = text.words(given, "words", longest=LONGEST)
    if not said.strip():
        raise Required("It must not be empty.", "words")
    return said
