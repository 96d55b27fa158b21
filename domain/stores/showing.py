"""What a listing shows: all of it said at once; what has ended stays as it was."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from domain.assets.models import MediaAsset
from domain.assets.states import AssetKind
from domain.base import instant_text
from domain.compliance.models import SizePreset
from domain.errors import Conflict, Invalid, LimitExceeded, NotFound
from domain.permissions import Permission
from domain.stores import arms
from domain.stores.arms import Shown
from domain.stores.models import Listing, ListingMedia, Store
from domain.stores.states import ListingState, MediaSlot
from domain.work import Work

MOST = 60
"""So much may a listing show from now on."""
_SAID = ("slot", "position", "arm", "asset_id", "preset_id", "starts_at", "ends_at")
_COUNTED = ("slot", "position", "arm", "asset_id", "starts_at")
"""What cannot change of what has figures: they would be another's."""


def set_listing_media(
    work: Work, listing_id: UUID, items: Sequence[Shown], *, version: int | None = None
) -> Listing:
    """These from now on and no others; one that stays is named by its id.

    What has ended is history, which stays. So does what has figures: it can be ended, not removed.
    """
    listing = work.claim(Listing, listing_id, version=version)
    work.require(Permission.CONTENT_WRITE, listing.store_id)
    if listing.state is ListingState.ARCHIVED:
        raise Conflict("An archived listing stays as it was.", "id")
    if len(items) > MOST:
        raise LimitExceeded(f"Up to {MOST} at once.", MOST, "items")
    present = {row.id: row for row in _present(work, listing)}
    wanted = [_checked(work, present, item, str(at)) for at, item in enumerate(items)]
    named = {item.id for item in wanted if item.id}
    over = {row.id for row in present.values() if _is_over(work, row)} - named
    history = [row for row in present.values() if row.id in over]
    arms.check_apart([*wanted, *map(_of, history)], "items")
    before = _told(present.values())
    left = {row.id: row for row in present.values() if row.id not in over}
    kept = [_put(work, listing, left, item, str(at)) for at, item in enumerate(wanted)]
    for row in left.values():
        if row.counted_from is not None:
            raise Conflict(f"{_name(row)} has figures: end it, do not take it away.", "items")
    told = {"media": {"from": before, "to": _told([*history, *kept])}}
    work.record("listing.media_set", listing, details=told)
    flag_modified(listing, "updated_at")
    for row in left.values():
        work.session.delete(row)
    work.session.add_all(kept)
    return listing


def _present(work: Work, listing: Listing) -> Sequence[ListingMedia]:
    own = select(ListingMedia).where(ListingMedia.listing_id == listing.id)
    found = own.order_by(ListingMedia.starts_at, ListingMedia.id).with_for_update()
    return work.session.scalars(found.execution_options(populate_existing=True)).all()


def _checked(work: Work, present: dict[UUID, ListingMedia], item: Shown, at: str) -> Shown:
    path = ("items", at)
    if item.id and item.id not in present:
        raise NotFound("The listing shows no such thing.", *path, "id")
    found = arms.checked(item, present[item.id].starts_at if item.id else work.now, *path)
    asset = work.find(MediaAsset, item.asset_id, *path, "asset_id")
    is_film = item.slot is MediaSlot.VIDEO
    if asset.kind is not (AssetKind.VIDEO if is_film else AssetKind.IMAGE):
        needed = "a film" if is_film else "a picture"
        raise Invalid(f"There stands {needed}; this is {asset.media_type}.", *path, "asset_id")
    if item.preset_id:
        preset = work.find(SizePreset, item.preset_id, *path, "preset_id")
        if preset.kind.name != asset.kind.name:
            raise Invalid(f"{preset.name} is for something else.", *path, "preset_id")
    return found


def _put(
    work: Work, listing: Listing, left: dict[UUID, ListingMedia], item: Shown, at: str
) -> ListingMedia:
    """The row that the item names, changed and no longer `left`; or a new one."""
    said: dict[str, Any] = {name: getattr(item, name) for name in _SAID}
    row = left.pop(item.id, None) if item.id else None
    if row is None:
        if item.id:
            raise Invalid("Name it once.", "items", at, "id")
        return ListingMedia(
            organization_id=listing.organization_id,
            store_id=listing.store_id,
            listing_id=listing.id,
            **said,
        )
    if row.counted_until is not None:
        for name in _COUNTED:
            if said[name] != getattr(row, name):
                raise Conflict("It has figures, which are of it as it is.", "items", at, name)
        zone = work.session.get_one(Store, listing.store_id).time_zone
        _, last = arms.days_shown(row.starts_at, item.ends_at, zone)
        if last and last < row.counted_until:
            known = f"It has figures until {row.counted_until}."
            raise Conflict(known, "items", at, "ends_at")
    for name, value in said.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    return row


def _is_over(work: Work, row: ListingMedia) -> bool:
    return row.ends_at is not None and row.ends_at <= work.now


def _of(row: ListingMedia) -> Shown:
    return Shown(id=row.id, **{name: getattr(row, name) for name in _SAID})


def _name(row: ListingMedia) -> str:
    return f"{row.slot.name} {row.position}, arm {row.arm.name},"


def _told(rows: Any) -> list[str]:
    """For the audit: a line each."""
    return [
        f"{_name(row)} {row.asset_id} from {instant_text(row.starts_at)}"
        + (f" until {instant_text(row.ends_at)}" if row.ends_at else "")
        for row in rows
    ]
