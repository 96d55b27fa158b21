"""How a store comes to open, pauses, is punished and closes."""

from uuid import UUID

from sqlalchemy import select, update

from domain import text
from domain.errors import Conflict
from domain.permissions import Permission
from domain.stores.models import Listing, Store, StoreOpeningTask
from domain.stores.opening import OpeningTasksOpen
from domain.stores.states import STORE_STATES, DelistReason, ListingState, StoreState
from domain.work import Work


def submit_store(work: Work, store_id: UUID, *, version: int | None = None) -> Store:
    """Apply to the platform, for the first time or again."""
    store = _claimed(work, store_id, version, Permission.STORES_MANAGE, StoreState.APPLYING)
    return _moved(work, store, StoreState.APPLYING, "store.submitted")


def reject_store(work: Work, store_id: UUID, reason: str, *, version: int | None = None) -> Store:
    """The platform said no, for this reason."""
    store = _claimed(work, store_id, version, Permission.STORES_MANAGE, StoreState.REJECTED)
    return _moved(work, store, StoreState.REJECTED, "store.rejected", _needed_reason(reason))


def approve_store(work: Work, store_id: UUID, *, version: int | None = None) -> Store:
    """The platform said yes: the store can be furnished."""
    store = _claimed(work, store_id, version, Permission.STORES_MANAGE, StoreState.DECORATING)
    return _moved(work, store, StoreState.DECORATING, "store.approved")


def activate_store(work: Work, store_id: UUID, *, version: int | None = None) -> Store:
    """Open for the first time; raises OpeningTasksOpen while a required task is not done."""
    store = _claimed(work, store_id, version, Permission.STORES_MANAGE, StoreState.OPEN)
    if store.state is not StoreState.DECORATING:
        raise Conflict("It has been open before: resume it.", "id")
    undone = work.session.scalars(
        select(StoreOpeningTask.kind)
        .where(
            StoreOpeningTask.store_id == store.id,
            StoreOpeningTask.is_required,
            StoreOpeningTask.completed_at.is_(None),
        )
        .order_by(StoreOpeningTask.position)
    ).all()
    if undone:
        raise OpeningTasksOpen(undone)
    store.opened_at = work.now
    return _moved(work, store, StoreState.OPEN, "store.activated")


def pause_store(
    work: Work, store_id: UUID, *, version: int | None = None, reason: str | None = None
) -> Store:
    """Stop selling for a while; listings stay as they are."""
    store = _claimed(work, store_id, version, Permission.STORES_OPERATE, StoreState.PAUSED)
    return _moved(work, store, StoreState.PAUSED, "store.paused", _reason(reason))


def resume_store(work: Work, store_id: UUID, *, version: int | None = None) -> Store:
    """Sell again, after a pause or a penalty."""
    store = _claimed(work, store_id, version, Permission.STORES_OPERATE, StoreState.OPEN)
    if store.state is StoreState.DECORATING:
        raise Conflict("It has never been open: activate it.", "id")
    return _moved(work, store, StoreState.OPEN, "store.resumed")


def penalize_store(work: Work, store_id: UUID, reason: str, *, version: int | None = None) -> Store:
    """The platform punishes the store, for this reason."""
    store = _claimed(work, store_id, version, Permission.STORES_OPERATE, StoreState.PENALIZED)
    return _moved(work, store, StoreState.PENALIZED, "store.penalized", _needed_reason(reason))


def close_store(
    work: Work, store_id: UUID, *, version: int | None = None, reason: str | None = None
) -> Store:
    """For good: what is on sale is taken down, what is scheduled is called off."""
    store = _claimed(work, store_id, version, Permission.STORES_MANAGE, StoreState.CLOSED)
    said = _reason(reason)
    taken_down = {"listings_taken_down": _empty(work, store)}
    store.state, store.state_reason, store.closed_at = StoreState.CLOSED, said, work.now
    work.record("store.closed", store, reason=said, details=taken_down)
    return store


def complete_opening_task(
    work: Work, task_id: UUID, *, version: int | None = None, note: str | None = None
) -> StoreOpeningTask:
    """It is done, now and by the actor."""
    task = _claimed_task(work, task_id, version)
    if task.completed_at is not None:
        raise Conflict("It is done already.", "id")
    said = task.note if note is None else text.words(note, "note", longest=10_000)
    task.completed_at, task.completed_by_id, task.note = work.now, work.actor.user_id, said
    work.record("store_opening_task.completed", task)
    return task


def reopen_opening_task(
    work: Work, task_id: UUID, *, version: int | None = None, reason: str | None = None
) -> StoreOpeningTask:
    """It is not done after all, or has run out."""
    task = _claimed_task(work, task_id, version)
    if task.completed_at is None:
        raise Conflict("It is not done yet.", "id")
    said = _reason(reason)
    task.completed_at, task.completed_by_id = None, None
    work.record("store_opening_task.reopened", task, reason=said)
    return task


def _claimed(
    work: Work, store_id: UUID, version: int | None, permission: Permission, wanted: StoreState
) -> Store:
    store = work.claim(Store, store_id, version=version)
    work.require(permission, store.id)
    STORE_STATES.check(store.state, wanted)
    return store


def _moved(
    work: Work, store: Store, state: StoreState, action: str, reason: str | None = None
) -> Store:
    store.state, store.state_reason = state, reason
    work.record(action, store, reason=reason)
    return store


def _empty(work: Work, store: Store) -> int:
    """How many listings were on sale or about to be; none is any more."""
    changed = {"updated_at": work.now, "version": Listing.version + 1}
    off_sale = {
        "state": ListingState.DELISTED,
        "delist_reason": DelistReason.STORE_CLOSED,
        "delisted_at": work.now,
        "suspension_reason": None,
    }
    called_off = {"state": ListingState.READY, "scheduled_at": None}
    moves = (
        ((ListingState.LIVE, ListingState.SUSPENDED), off_sale),
        ((ListingState.SCHEDULED,), called_off),
    )
    count = 0
    for states, values in moves:
        emptied = work.session.scalars(
            update(Listing)
            .where(Listing.store_id == store.id, Listing.state.in_(states))
            .values(**changed, **values)
            .returning(Listing.id)
            .execution_options(synchronize_session=False)
        )
        count += len(emptied.all())
    return count


def _claimed_task(work: Work, task_id: UUID, version: int | None) -> StoreOpeningTask:
    task = work.claim(StoreOpeningTask, task_id, version=version)
    work.require(Permission.STORES_OPERATE, task.store_id)
    if work.find(Store, task.store_id).state is StoreState.CLOSED:
        raise Conflict("The store is closed.", "id")
    return task


def _reason(given: str | None) -> str | None:
    return None if given is None else text.words(given, "reason", longest=2_000)


def _needed_reason(given: str) -> str:
    return text.name(given, "reason", longest=2_000)
