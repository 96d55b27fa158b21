"""Renders and jobs with plain defaults."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from api.what_ships import shipped_templates
from domain.assets.models import MediaAsset
from domain.catalogue.models import Product, ProductPicture
from domain.creatives.models import RenderJob, RenderSideFile
from domain.creatives.states import DONE, RenderFormat, RenderKind, RenderState, SideRole
from domain.ids import new_id
from domain.jobs import Job
from domain.outbox import OutboxEvent
from domain.templates.shipped import keep_templates
from tests.factories.catalogue import make_picture, make_product
from tests.house import House

TEMPLATE = "poster-new-arrival"
KEY = "sha256/ab/cd/abcd" + "0" * 60


def make_shipped(house: House, *names: str) -> None:
    """These of the templates that ship, as rows of every organisation."""
    wanted = names or (TEMPLATE,)
    found = [one for one in shipped_templates() if one.handle in wanted]
    keep_templates(house.session, house.now, found)
    house.session.commit()


def make_kept_picture(house: House, product: Product, **more: Any) -> ProductPicture:
    """One whose bytes are said to be ours."""
    told = {"file_name": "mug.png", "media_type": "image/png", "size_bytes": 1_000}
    size = {"width_px": 200, "height_px": 200}
    return make_picture(house, product, **{"url": None, "file_key": KEY, **told, **size, **more})


def make_render(house: House, product: Product | None = None, **more: Any) -> RenderJob:
    product = product or make_product(house)
    state = more.get("state", RenderState.QUEUED)
    told: dict[str, Any] = {}
    if state in DONE:
        told["finished_at"] = house.now
    if state is RenderState.SUCCEEDED:
        told |= {"file_key": KEY, "media_type": "image/png", "size_bytes": 1_000}
    if state is RenderState.FAILED:
        told |= {"error_code": "TIMED_OUT", "error": "It takes longer than it may."}
    row = RenderJob(
        **{
            "organization_id": house.organization.id,
            "kind": RenderKind.POSTER,
            "template": TEMPLATE,
            "slot_values": '{"picture":"picture","title":"Mug"}',
            "pictures": f'{{"picture":"{KEY}"}}',
            "format": RenderFormat.PNG,
            "scale": Decimal(1),
            "file_name": "mug.png",
            "expires_at": house.now + timedelta(days=1),
            "product_id": product.id,
            **told,
            **more,
        }
    )
    house.save(row)
    return row


def make_side_file(
    house: House, render: RenderJob, asset: MediaAsset, **more: Any
) -> RenderSideFile:
    row = RenderSideFile(
        **{
            "organization_id": house.organization.id,
            "store_id": render.store_id,
            "render_job_id": render.id,
            "asset_id": asset.id,
            "role": SideRole.COVER,
            "position": 0,
            **more,
        }
    )
    house.save(row)
    return row


def make_job(house: House, kind: str = "render", **more: Any) -> Job:
    row = Job(
        **{
            "organization_id": house.organization.id,
            "kind": kind,
            "row_id": new_id(),
            "queued_at": house.now,
            "due_at": house.now,
            **more,
        }
    )
    house.save(row)
    return row


def make_event(house: House, render: RenderJob, kind: str, **more: Any) -> OutboxEvent:
    row = OutboxEvent(
        **{
            "organization_id": house.organization.id,
            "at": house.now,
            "kind": kind,
            "subject_type": "RenderJob",
            "subject_id": render.id,
            "store_id": render.store_id,
            **more,
        }
    )
    house.save(row)
    return row
