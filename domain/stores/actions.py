"""Platforms of one's own, and stores: made and described."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from domain import text
from domain.assets.models import MediaAsset
from domain.assets.states import AssetKind
from domain.checks import Check, needed, optional
from domain.errors import Conflict, Invalid, Required, Taken
from domain.permissions import Permission
from domain.stores import opening, places
from domain.stores.models import Listing, Platform, Store, StoreOpeningTask
from domain.stores.states import OpeningTaskKind, PlatformKind, StoreState
from domain.work import Work


@dataclass(frozen=True)
class NewPlatform:
    """A platform that Tradepost does not ship."""

    code: str
    name: str
    kind: PlatformKind
    name_zh: str | None = None
    home_country: str | None = None
    default_currency: str | None = None
    default_time_zone: str | None = None
    website: str | None = None


@dataclass(frozen=True)
class NewStore:
    """Currency and time zone are the platform's when left out; so are the required tasks."""

    platform_id: UUID
    name: str
    handle: str
    currency: str | None = None
    time_zone: str | None = None
    external_id: str | None = None
    note: str | None = None
    address: str | None = None
    url: str | None = None
    required_tasks: frozenset[OpeningTaskKind] | None = None


def create_platform(work: Work, new: NewPlatform) -> Platform:
    """A platform of the organisation's own."""
    work.require(Permission.STORES_MANAGE, everywhere=True)
    code = _platform_code(new.code)
    if _stands(work, work.seen(Platform).where(Platform.code == code)):
        raise Taken("There is a platform of that code.", "code")
    platform = Platform(
        organization_id=work.actor.organization_id,
        code=code,
        name=text.name(new.name, "name"),
        name_zh=_maybe(text.name, new.name_zh, "name_zh"),
        kind=new.kind,
        home_country=_maybe(places.country, new.home_country, "home_country"),
        default_currency=_maybe(places.currency, new.default_currency, "default_currency"),
        default_time_zone=_maybe(places.time_zone, new.default_time_zone, "default_time_zone"),
        website=_maybe(places.website, new.website, "website"),
    )
    work.add(platform)
    work.record("platform.created", platform)
    return platform


def create_store(work: Work, new: NewStore) -> Store:
    """A store in preparation, with the list of what opening it takes."""
    work.require(Permission.STORES_MANAGE, everywhere=True)
    platform = work.find(Platform, new.platform_id, "platform_id")
    currency = _known(new.currency, platform.default_currency, "currency")
    time_zone = _known(new.time_zone, platform.default_time_zone, "time_zone")
    store = Store(
        organization_id=work.actor.organization_id,
        platform_id=platform.id,
        name=text.name(new.name, "name"),
        handle=_free_handle(work, new.handle),
        currency=places.currency(currency, "currency"),
        time_zone=places.time_zone(time_zone, "time_zone"),
        external_id=_maybe(_external_id, new.external_id, "external_id"),
        note=_maybe(_note, new.note, "note"),
        address=_maybe(places.address, new.address, "address"),
        url=_maybe(places.secure_website, new.url, "url"),
    )
    required = new.required_tasks
    if required is None:
        required = opening.required_tasks(platform.kind)
    work.add(store)
    work.record(
        "store.created", store, details={"required_tasks": sorted(task.name for task in required)}
    )
    work.session.add_all(
        StoreOpeningTask(
            organization_id=store.organization_id,
            store_id=store.id,
            kind=kind,
            position=position,
            is_required=kind in required,
        )
        for position, kind in enumerate(OpeningTaskKind, start=1)
    )
    return store


def update_store(
    work: Work, store_id: UUID, changes: Mapping[str, Any], *, version: int | None = None
) -> Store:
    """What a store is called and how it counts; `changes` holds only what was said."""
    store = work.claim(Store, store_id, version=version)
    work.require(Permission.STORES_MANAGE, store.id)
    if store.state is StoreState.CLOSED:
        raise Conflict("A closed store stays as it was.", "id")
    said = {field: _CHECKS[field](value, field) for field, value in changes.items()}
    for field in ("currency", "time_zone"):
        if field in said and said[field] != getattr(store, field) and store.opened_at:
            raise Conflict("It cannot change once the store has been open.", field)
    if said.get("currency", store.currency) != store.currency and _stands(
        work, select(Listing.id).where(Listing.store_id == store.id)
    ):
        raise Conflict("It cannot change once there are listings with prices.", "currency")
    if said.get("logo_id"):
        _check_logo(work, said["logo_id"])
    if "handle" in said and said["handle"] != store.handle:
        _free_handle(work, said["handle"])
    for field, value in said.items():
        setattr(store, field, value)
    work.record("store.updated", store)
    return store


def _platform_code(given: str) -> str:
    code = text.name(given, "code", longest=40)
    if not code.isascii() or not code.replace("_", "").isalnum() or code != code.upper():
        raise Invalid("A code is up to 40 of A-Z, 0-9 and _.", "code")
    return code


def _free_handle(work: Work, given: str) -> str:
    handle = text.handle(given, "handle")
    mine = Store.organization_id == work.actor.organization_id  # seen by this actor or not
    if _stands(work, select(Store.id).where(mine, Store.handle == handle)):
        raise Taken("Another store has that handle.", "handle")
    return handle


def _check_logo(work: Work, asset_id: UUID) -> None:
    if work.find(MediaAsset, asset_id, "logo_id").kind is not AssetKind.IMAGE:
        raise Invalid("A logo is a picture.", "logo_id")


def _stands(work: Work, rows: Any) -> bool:
    return bool(work.session.scalar(select(exists(rows)), work.actor.values()))


def _known(given: str | None, usual: str | None, path: str) -> str:
    if given is None and usual is None:
        raise Required("This platform has no usual one; say which.", path)
    return given if given is not None else str(usual)


def _maybe(check: Any, given: str | None, path: str) -> str | None:
    kept: str | None = optional(check)(given, path)
    return kept


def _external_id(given: str, path: str) -> str:
    return text.name(given, path, longest=100)


def _note(given: str, path: str) -> str:
    return text.words(given, path, longest=10_000)


_STAYS = "It cannot be taken away."
_CHECKS: Mapping[str, Check] = {
    "name": needed(text.name, _STAYS),
    "handle": needed(text.handle, _STAYS),
    "currency": needed(places.currency, _STAYS),
    "time_zone": needed(places.time_zone, _STAYS),
    "external_id": optional(_external_id),
    "note": optional(_note),
    "address": optional(places.address),
    "url": optional(places.secure_website),
    "logo_id": lambda given, _: given,
}
