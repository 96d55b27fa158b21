"""Renders in every state, of a store and of none; jobs; and what was told of them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from domain.assets.models import MediaAsset
from domain.catalogue.models import Product, Variant
from domain.compliance.models import ComplianceResult, SizePreset
from domain.compliance.states import Verdict
from domain.creatives.states import RenderFormat, RenderState, SideRole, StaleReason
from domain.jobs import UNFINISHED, JobState
from domain.stores.models import Listing, Store
from tests.factories import creatives
from tests.house import MONDAY, House
from tests.reads.words import perhaps, text


def make_renders(house: House, stores: list[Store], mark: str) -> None:
    products = house.session.query(Product).filter_by(organization_id=house.organization.id).all()
    variants = house.session.query(Variant).filter_by(organization_id=house.organization.id).all()
    assets = house.session.query(MediaAsset).filter_by(organization_id=house.organization.id).all()
    presets = house.session.query(SizePreset).filter_by(organization_id=None).all()
    checks = house.session.query(ComplianceResult).filter_by(organization_id=house.organization.id)
    checked = checks.order_by(ComplianceResult.created_at, ComplianceResult.id).all()
    retried = None
    for number, state in enumerate([*RenderState, *RenderState]):
        house.now = MONDAY + timedelta(seconds=number // 2)
        store = perhaps(number, stores[number % len(stores)])
        listing = store and house.session.query(Listing).filter_by(store_id=store.id).first()
        render = creatives.make_render(
            house,
            products[number % len(products)],
            state=state,
            store_id=store and store.id,
            listing_id=listing and listing.id,
            variant_id=perhaps(number + 1, variants[number % len(variants)].id),
            requested_by_id=perhaps(number + 1, house.owner.id),
            retry_of_id=perhaps(number, retried),
            slot_values='{"title":"Ô \\"\\\\ 😀","price":{"amount":"1.50","currency":"EUR"}}',
            format=list(RenderFormat)[number % 3],
            scale=Decimal("0.5") * (number % 3 + 1),
            progress=Decimal("0.125") * (number % 8),
            attempts=number % 4,
            file_name=f"{mark}{text(number)}.png",
            started_at=perhaps(number, house.now),
            input_hash=perhaps(number, f"{number:064x}"),
            drawn_by_id=perhaps(number // 2, retried),
            repeat_of_id=perhaps(number // 3, retried),
            is_stale=bool(number % 2),
            stale_reason=perhaps(number, list(StaleReason)[number // 2 % 2]),
            stale_at=perhaps(number, house.now),
            duration_ms=perhaps(number, 6_000),
            notes=perhaps(number, "Not cut out.") or "",
            verdict=perhaps(number, list(Verdict)[number // 2 % 3]),
            is_retryable=bool(number % 2),
            **made(state),
            **held(number, presets, assets, checked),
        )
        retried = render.id
        for place, role in enumerate(list(SideRole)[: number % 3]):
            asset = assets[(number + place) % len(assets)]
            check = checked[(number + place) % len(checked)]
            side = {"asset_id": check.asset_id, "preset_id": check.preset_id} if place else {}
            creatives.make_side_file(house, render, asset, role=role, position=place, **side)
        for place, kind in enumerate(("queued", "progressed", "succeeded")[: number % 4]):
            details: dict[str, Any] = {"details": '{"progress":0.4,"state":"RENDERING"}'}
            at = house.now + timedelta(seconds=place)
            more = details if place == 1 else {}
            creatives.make_event(house, render, f"render_job.{kind}", at=at, **more)
    for number, job_state in enumerate([*JobState, *JobState]):
        at = MONDAY + timedelta(seconds=number // 2)
        creatives.make_job(
            house,
            ["render", "listing.publish"][number % 2],
            state=job_state,
            queued_at=at,
            due_at=MONDAY + timedelta(seconds=number // 3),
            progress=Decimal("0.25") * (number % 5),
            attempts=number % 4,
            started_at=perhaps(number, at),
            finished_at=None if job_state in UNFINISHED else at,
            error_code=perhaps(number, "CRASHED"),
            error=perhaps(number, mark + text(number)),
        )


def held(number: int, presets: list[Any], assets: list[Any], checked: list[Any]) -> dict[str, Any]:
    """Every third to what it was checked against."""
    if number % 3 == 0:
        check = checked[number % len(checked)]
        return {"asset_id": check.asset_id, "preset_id": check.preset_id}
    return {
        "preset_id": perhaps(number, presets[number % len(presets)].id),
        "asset_id": perhaps(number + 1, assets[number % len(assets)].id),
    }


def made(state: RenderState) -> dict[str, Any]:
    if state is not RenderState.SUCCEEDED:
        return {}
    return {"width_px": 1080, "height_px": 1350}
