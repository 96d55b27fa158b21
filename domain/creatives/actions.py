"""What people do with renders: ask for one, call it off, try it again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from domain import jobs
from domain.creatives.models import RenderJob
from domain.creatives.states import (
    RENDER_STATES,
    TRIABLE_AGAIN,
    RenderFormat,
    RenderKind,
    RenderState,
)
from domain.errors import Conflict, Invalid
from domain.permissions import Permission
from domain.work import Work

RENDER = "render"
"""The kind of job that makes one, with the render's id."""
WAITS = timedelta(hours=24)
"""A render that nobody began by then is of no use any more."""
LEAST_SCALE, LARGEST_SCALE = Decimal("0.1"), Decimal(4)


@dataclass(frozen=True)
class NewRender:
    """What to make: a template, a value for each of its slots, and the files of its pictures."""

    kind: RenderKind
    template: str
    slot_values: Mapping[str, Any]
    pictures: Mapping[str, str]  # the file's key by the name that a slot's value gives
    file_name: str
    product_id: UUID
    format: RenderFormat = RenderFormat.PNG
    scale: Decimal = Decimal(1)
    store_id: UUID | None = None
    listing_id: UUID | None = None
    retry_of_id: UUID | None = None


def queue_render(work: Work, new: NewRender) -> RenderJob:
    """Kept, and to be made as soon as somebody has time."""
    work.require(Permission.RENDERS_WRITE, new.store_id)
    if not LEAST_SCALE <= new.scale <= LARGEST_SCALE:
        raise Invalid(f"A scale is from {LEAST_SCALE} to {LARGEST_SCALE}.", "scale")
    row = RenderJob(
        organization_id=work.actor.organization_id,
        requested_by_id=work.actor.user_id,
        expires_at=work.now + WAITS,
        kind=new.kind,
        template=new.template,
        slot_values=_json(new.slot_values),
        pictures=_json(new.pictures),
        format=new.format,
        scale=new.scale,
        file_name=new.file_name,
        product_id=new.product_id,
        store_id=new.store_id,
        listing_id=new.listing_id,
        retry_of_id=new.retry_of_id,
    )
    work.add(row)
    work.record("render_job.queued", row)
    work.later(RENDER, row.id)
    return row


def cancel_render(work: Work, render_id: UUID, *, version: int | None = None) -> RenderJob:
    """Called off, begun or not; whoever works on it stops within a second."""
    row = work.claim(RenderJob, render_id, version=version)
    work.require(Permission.RENDERS_WRITE, row.store_id)
    RENDER_STATES.check(row.state, RenderState.CANCELLED)
    row.state, row.finished_at = RenderState.CANCELLED, work.now
    work.record("render_job.cancelled", row)
    jobs.call_off(work.session, RENDER, row.id, work.now)
    return row


def retry_render(work: Work, render_id: UUID, *, version: int | None = None) -> RenderJob:
    """Another render of the same, from what the first was made from; each is tried again once.

    A new one, because a render ends once and for all.
    """
    row = work.claim(RenderJob, render_id, version=version)
    work.require(Permission.RENDERS_WRITE, row.store_id)
    if row.state not in TRIABLE_AGAIN:
        raise Conflict("Only what failed, was called off or expired is tried again.", "id")
    if work.session.scalar(select(RenderJob.id).where(RenderJob.retry_of_id == row.id)):
        raise Conflict("It is being tried again already.", "id")
    return queue_render(work, replace(asked_of(row), retry_of_id=row.id))


def asked_of(row: RenderJob) -> NewRender:
    """What was asked for."""
    return NewRender(
        kind=row.kind,
        template=row.template,
        slot_values=json.loads(row.slot_values),
        pictures=json.loads(row.pictures),
        file_name=row.file_name,
        product_id=row.product_id,
        format=row.format,
        scale=row.scale,
        store_id=row.store_id,
        listing_id=row.listing_id,
    )


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
