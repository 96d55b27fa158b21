"""How a listing goes on sale and off it; `readiness` is the gate before."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from domain import text
from domain.errors import Conflict, Invalid
from domain.permissions import Permission
from domain.scope import NOW
from domain.stores.models import Listing
from domain.stores.readiness import TO_GO_LIVE, ListingGap, ListingNotReady, looked_at
from domain.stores.states import (
    LISTING_STATES,
    DelistReason,
    ListingState,
    SuspensionReason,
)
from domain.work import Work

PUBLISH_JOB = "listing.publish"
"""What `publish_due_listing` must be called for, with the listing's id."""

_SCHEDULED = {ListingState.SCHEDULED: "It is scheduled: unschedule it."}
_SUSPENDED = {ListingState.SUSPENDED: "It is suspended: resume it."}
_NOT_SCHEDULED = dict.fromkeys((ListingState.DRAFT, ListingState.DELISTED), "It is not scheduled.")
_NOT_SUSPENDED = dict.fromkeys((ListingState.READY, ListingState.SCHEDULED), "It is not suspended.")


def mark_listing_ready(work: Work, listing_id: UUID, *, version: int | None = None) -> Listing:
    """From draft, or after it was taken down; raises ListingNotReady."""
    listing = _claimed(work, listing_id, version, ListingState.READY, _SCHEDULED)
    _pass_gate(work, listing)
    listing.state, listing.delist_reason, listing.delisted_at = ListingState.READY, None, None
    work.record("listing.marked_ready", listing)
    return listing


def publish_listing(work: Work, listing_id: UUID, *, version: int | None = None) -> Listing:
    """On sale at once; raises ListingNotReady."""
    listing = _claimed(work, listing_id, version, ListingState.LIVE, _SUSPENDED)
    _pass_gate(work, listing, going_live=True)
    return _live(work, listing, "listing.published")


def schedule_listing(
    work: Work, listing_id: UUID, publish_at: datetime, *, version: int | None = None
) -> Listing:
    """On sale from a later moment; the store may still open until then."""
    listing = _claimed(work, listing_id, version, ListingState.SCHEDULED)
    if publish_at.tzinfo is None or publish_at <= work.now:
        raise Invalid("Schedule it for a moment to come; publish it to sell now.", "publish_at")
    _pass_gate(work, listing)
    listing.state, listing.scheduled_at = ListingState.SCHEDULED, publish_at
    work.record("listing.scheduled", listing)
    work.later(PUBLISH_JOB, listing.id, publish_at)
    return listing


def unschedule_listing(work: Work, listing_id: UUID, *, version: int | None = None) -> Listing:
    """Called off: ready, and waiting for a word."""
    listing = _claimed(work, listing_id, version, ListingState.READY, _NOT_SCHEDULED)
    listing.state, listing.scheduled_at = ListingState.READY, None
    work.record("listing.unscheduled", listing)
    return listing


def publish_due_listing(work: Work, listing_id: UUID) -> Listing | None:
    """What the job does: on sale, or back to ready when the gate shut meanwhile.

    None when it is not scheduled any more, or for later.
    """
    listing = work.claim(Listing, listing_id)
    work.require(Permission.LISTINGS_PUBLISH, listing.store_id)
    due_at = listing.scheduled_at
    if listing.state is not ListingState.SCHEDULED or due_at is None or due_at > work.now:
        return None
    missing = _missing(work, listing, going_live=True)
    if not missing:
        return _live(work, listing, "listing.published")
    listing.state, listing.scheduled_at = ListingState.READY, None
    details = {"missing": [gap.name for gap in missing]}
    work.record("listing.publication_failed", listing, details=details)
    return listing


def suspend_listing(
    work: Work,
    listing_id: UUID,
    reason: SuspensionReason,
    *,
    version: int | None = None,
    note: str | None = None,
) -> Listing:
    """Off sale for a while."""
    listing = _claimed(work, listing_id, version, ListingState.SUSPENDED)
    said = _note(note)
    listing.state, listing.suspension_reason = ListingState.SUSPENDED, reason
    work.record("listing.suspended", listing, reason=said)
    return listing


def resume_listing(work: Work, listing_id: UUID, *, version: int | None = None) -> Listing:
    """On sale again; raises ListingNotReady."""
    listing = _claimed(work, listing_id, version, ListingState.LIVE, _NOT_SUSPENDED)
    _pass_gate(work, listing, going_live=True)
    return _live(work, listing, "listing.resumed")


def unpublish_listing(
    work: Work,
    listing_id: UUID,
    reason: DelistReason,
    *,
    version: int | None = None,
    note: str | None = None,
) -> Listing:
    """Taken down; it can be made ready again."""
    listing = _claimed(work, listing_id, version, ListingState.DELISTED)
    said = _note(note)
    listing.state, listing.suspension_reason = ListingState.DELISTED, None
    listing.delist_reason, listing.delisted_at = reason, work.now
    work.record("listing.unpublished", listing, reason=said)
    return listing


def archive_listing(work: Work, listing_id: UUID, *, version: int | None = None) -> Listing:
    """Put away for good; the variant may be listed anew."""
    listing = _claimed(work, listing_id, version, ListingState.ARCHIVED)
    listing.state = ListingState.ARCHIVED
    work.record("listing.archived", listing)
    return listing


def _claimed(
    work: Work,
    listing_id: UUID,
    version: int | None,
    wanted: ListingState,
    other_verbs: Mapping[ListingState, str] | None = None,
) -> Listing:
    """The row, if it may go there; `other_verbs` are moves to the same state that others make."""
    listing = work.claim(Listing, listing_id, version=version)
    work.require(Permission.LISTINGS_PUBLISH, listing.store_id)
    LISTING_STATES.check(listing.state, wanted)
    if other_verbs and listing.state in other_verbs:
        raise Conflict(other_verbs[listing.state], "id")
    return listing


def _live(work: Work, listing: Listing, action: str) -> Listing:
    listing.state, listing.published_at = ListingState.LIVE, work.now
    listing.scheduled_at, listing.suspension_reason = None, None
    work.record(action, listing)
    return listing


def _pass_gate(work: Work, listing: Listing, *, going_live: bool = False) -> None:
    missing = _missing(work, listing, going_live=going_live)
    if missing:
        raise ListingNotReady(missing)


def _missing(work: Work, listing: Listing, *, going_live: bool) -> tuple[ListingGap, ...]:
    found = work.session.execute(looked_at(Listing.id == listing.id), {NOW.key: work.now}).one()
    asked = set(ListingGap) if going_live else set(ListingGap) - TO_GO_LIVE
    return tuple(gap for gap in ListingGap if gap in asked and getattr(found, gap.name))


def _note(given: str | None) -> str | None:
    return None if given is None else text.words(given, "note", longest=2_000)
