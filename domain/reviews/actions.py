"""A review is asked for, decided, asked for again with what was changed, or withdrawn."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from domain import text
from domain.errors import Conflict, Forbidden, Invalid, Required
from domain.people import holders
from domain.permissions import Permission
from domain.reviews.models import CreativeReview, ReviewRound
from domain.reviews.states import (
    LEADS_TO,
    REVIEW_STATES,
    ReviewDecision,
    ReviewState,
    SubjectKind,
)
from domain.reviews.subjects import Subject, SubjectIds, subject_of
from domain.stores.models import Store
from domain.work import Work

LONGEST_NOTE = 2_000
MOST_ROUNDS = 50


@dataclass(frozen=True)
class NewReview:
    """What is to be decided; of a render for a store, the review is that store's."""

    subject: SubjectIds
    title: str
    note: str | None = None
    store_id: UUID | None = None
    assigned_to_id: UUID | None = None
    due_at: datetime | None = None


def request_review(work: Work, new: NewReview) -> CreativeReview:
    """In the queue of those who decide."""
    subject = subject_of(work, new.subject)
    store_id = _store(work, subject, new.store_id)
    work.require(Permission.REVIEWS_WRITE, store_id)
    if new.due_at is not None and (new.due_at.tzinfo is None or new.due_at <= work.now):
        raise Invalid("It is due at a moment to come.", "due_at")
    decides = Permission.REVIEWS_DECIDE
    if new.assigned_to_id and not holders.may(work, new.assigned_to_id, decides, store_id):
        raise Invalid("Nobody of that id may decide on it.", "assigned_to_id")
    review = CreativeReview(
        organization_id=work.actor.organization_id,
        subject_kind=subject.kind,
        title=text.name(new.title, "title"),
        store_id=store_id,
        requested_by_id=work.actor.user_id,
        assigned_to_id=new.assigned_to_id,
        due_at=new.due_at,
    )
    first = _round(work, review, subject.ids, 1, new.note)
    work.add(review)
    work.record("creative_review.requested", review)
    work.session.flush()
    work.add(first)
    return review


def request_review_again(
    work: Work,
    review_id: UUID,
    ids: SubjectIds,
    note: str | None = None,
    *,
    version: int | None = None,
) -> CreativeReview:
    """Another round, with what came of the changes: a thing of the same sort and store."""
    review = _claimed(work, review_id, version)
    work.require(Permission.REVIEWS_WRITE, review.store_id)
    REVIEW_STATES.check(review.state, ReviewState.REQUESTED)
    subject, field = subject_of(work, ids), ids.said()[0]
    if subject.kind is not review.subject_kind:
        raise Invalid(f"This review is about a {review.subject_kind.name}.", field)
    if subject.store_id not in {None, review.store_id}:
        raise Invalid("It was made for another store.", field)
    if review.round_number >= MOST_ROUNDS:
        raise Conflict(f"After {MOST_ROUNDS} rounds, ask for a new review.", "id")
    review.state = ReviewState.REQUESTED
    review.round_number += 1
    review.requested_by_id = work.actor.user_id
    work.add(_round(work, review, ids, review.round_number, note))
    work.record("creative_review.requested_again", review)
    return review


def decide_review(
    work: Work,
    review_id: UUID,
    decision: ReviewDecision,
    reason: str | None = None,
    *,
    version: int | None = None,
) -> CreativeReview:
    """Once and for all of this round; what was decided of it never changes.

    It changes nothing else: a template, for one, is published by its own action. Who asked for a
    round decides it only where nobody else could. What is printed on packaging is the whole
    organisation's, so it is decided by those who may in every store.
    """
    review = _claimed(work, review_id, version)
    is_packaging = review.subject_kind is SubjectKind.PACKAGING
    everywhere = is_packaging or review.store_id is None
    work.require(Permission.REVIEWS_DECIDE, review.store_id, everywhere=everywhere)
    REVIEW_STATES.check(review.state, LEADS_TO[decision])
    is_own = review.requested_by_id is not None and review.requested_by_id == work.actor.user_id
    where = None if everywhere else review.store_id
    if is_own and holders.is_there_another(work, Permission.REVIEWS_DECIDE, where):
        raise Forbidden("Somebody else who may decide must decide what you asked for.")
    said = None if reason is None else text.name(reason, "reason", longest=LONGEST_NOTE)
    if said is None and decision is not ReviewDecision.APPROVE:
        raise Required("Say why, so that it can be mended.", "reason")
    present = present_round(work, review)
    present.decision, present.reason = decision, said
    present.decided_at, present.decided_by_id = work.now, work.actor.user_id
    review.state = LEADS_TO[decision]
    done = review.state.name.lower()
    details = {"round": review.round_number}
    work.record(f"creative_review.{done}", review, reason=said, details=details)
    return review


def withdraw_review(work: Work, review_id: UUID, *, version: int | None = None) -> CreativeReview:
    """Nobody needs to decide any more; by whoever asked for it, or who could decide."""
    review = _claimed(work, review_id, version)
    work.require(Permission.REVIEWS_WRITE, review.store_id)
    is_own = review.requested_by_id == work.actor.user_id
    if not is_own and not work.actor.may(Permission.REVIEWS_DECIDE, review.store_id):
        raise Forbidden("Only who asked for it, or who may decide on it, withdraws it.")
    REVIEW_STATES.check(review.state, ReviewState.WITHDRAWN)
    review.state = ReviewState.WITHDRAWN
    work.record("creative_review.withdrawn", review)
    return review


def present_round(work: Work, review: CreativeReview) -> ReviewRound:
    """The round that a review is in."""
    found = select(ReviewRound).where(
        ReviewRound.review_id == review.id, ReviewRound.number == review.round_number
    )
    return work.session.scalars(found).one()


def _claimed(work: Work, review_id: UUID, version: int | None) -> CreativeReview:
    return work.claim(CreativeReview, review_id, version=version)


def _store(work: Work, subject: Subject, said: UUID | None) -> UUID | None:
    """The store that the thing was made for; else the one that is said, if one is."""
    if said is None:
        return subject.store_id
    store = work.find(Store, said, "store_id")
    if subject.store_id not in {None, store.id}:
        raise Invalid("It was made for another store.", "store_id")
    return store.id


def _round(
    work: Work, review: CreativeReview, ids: SubjectIds, number: int, note: str | None
) -> ReviewRound:
    return ReviewRound(
        organization_id=review.organization_id,
        review_id=review.id,
        number=number,
        requested_at=work.now,
        store_id=review.store_id,
        requested_by_id=work.actor.user_id,
        note=None if note is None else text.words(note, "note", longest=LONGEST_NOTE),
        **vars(ids),
    )
