"""Batches in the graph: many renders asked for as one, counted first, called off, tried again."""

from datetime import datetime
from enum import Enum
from typing import Any

import strawberry
from sqlalchemy import Enum as Enum_
from sqlalchemy import and_, case, func, or_, select, type_coerce
from sqlalchemy.orm import aliased

from api import reads
from api.graphql.compliance import SizePreset
from api.graphql.people import User
from api.graphql.renders import RENDER_SEARCH, RenderJob, RenderJobFilter, RenderJobSort
from api.graphql.stores import Store
from api.graphql.template_sets import TemplateSet
from api.reads import Connection
from domain.compliance.states import Verdict
from domain.creatives import batch as models
from domain.creatives import states
from domain.creatives.models import RenderJob as Job
from domain.creatives.states import RenderState
from domain.permissions import Permission

reads.described(
    states.BatchState,
    "Where a batch stands, by how its renders stand.",
    QUEUED="None of them is begun.",
    RUNNING="Some are over or begun, and some are not over.",
    SUCCEEDED="All of them are made.",
    PARTLY_FAILED="Some are made, and some could not be, or were called off.",
    FAILED="None could be made.",
    CANCELLED="It was called off before any was made.",
)


def counted(*wanted: RenderState) -> Any:
    """How many of a batch's renders stand so."""

    def sql(row: Any) -> Any:
        job = aliased(Job)
        own = select(func.count()).where(job.batch_id == row.id)
        return own.where(or_(*(job.state == state for state in wanted))).scalar_subquery()

    return sql


def _refused(row: Any) -> Any:
    job = aliased(Job)
    own = select(func.count()).where(job.batch_id == row.id, job.verdict == Verdict.FAIL)
    return own.scalar_subquery()


_MADE, _WAITING = counted(RenderState.SUCCEEDED), counted(RenderState.QUEUED)
_FAILED = counted(RenderState.FAILED)
_UNDER_WAY = counted(*states.UNDER_WAY)


def _state(row: Any) -> Any:
    """As `domain.creatives.batch_progress.state_of` has it."""
    made, under_way, total = _MADE(row), _UNDER_WAY(row), row.item_count
    state = states.BatchState
    found = case(
        (and_(under_way > 0, _WAITING(row) + _FAILED(row) >= total), state.QUEUED.name),
        (under_way > 0, state.RUNNING.name),
        (made == total, state.SUCCEEDED.name),
        (and_(made == 0, row.cancelled_at.is_not(None)), state.CANCELLED.name),
        (made > 0, state.PARTLY_FAILED.name),
        else_=state.FAILED.name,
    )
    return type_coerce(found, Enum_(state, native_enum=False))


@reads.sorting("How batches may be sorted.")
class RenderBatchSort(Enum):
    NEWEST = reads.by("-created_at", "Latest asked for first.")
    OLDEST = reads.by("created_at", "First asked for first.")


@reads.filtering("Which batches.")
class RenderBatchFilter:
    store_id: reads.IDFilter | None = reads.where("For these stores.")
    requested_by_id: reads.IDFilter | None = reads.where("Asked for by these users.")
    template_set_id: reads.IDFilter | None = reads.where("Of these sets of templates.")
    created_at: reads.DateTimeFilter | None = reads.where("When they were asked for.")


@strawberry.type(description="A preset that a batch was asked for.")
class RenderBatchPreset(reads.Node):
    model = models.RenderBatchPreset
    preset: SizePreset | None = reads.attribute(
        description="The preset, in the version of then, for those who may see it."
    )
    position: int = reads.attribute(description="Its place among them, from 0.")


@strawberry.type(description="Renders that were asked for as one: products, templates, presets.")
class RenderBatch(reads.Dated):
    model = models.RenderBatch
    state: states.BatchState = reads.sql(_state, description="Where it stands.")
    item_count: int = reads.attribute(description="How many renders it has.")
    queued_count: int = reads.sql(_WAITING, description="How many wait for their turn.")
    running_count: int = reads.sql(
        counted(*(one for one in states.UNDER_WAY if one is not RenderState.QUEUED)),
        description="How many are being made.",
    )
    succeeded_count: int = reads.sql(_MADE, description="How many are made.")
    failed_count: int = reads.sql(_FAILED, description="How many could not be made.")
    cancelled_count: int = reads.sql(
        counted(RenderState.CANCELLED, RenderState.EXPIRED),
        description="How many were called off, or waited too long.",
    )
    refused_count: int = reads.sql(
        _refused,
        description="How many are made, and break a rule of their preset: those whose verdict is "
        "FAIL.",
    )
    template_set: TemplateSet | None = reads.attribute(
        description="The templates asked for, for those who may see them."
    )
    store: Store | None = reads.attribute(description="The store that it is made for, if for one.")
    requested_by: User | None = reads.attribute(
        description="Who asked for it, for those who may see them."
    )
    retry_of: "RenderBatch | None" = reads.attribute(
        description="The one whose failed renders this one tries again."
    )
    cancelled_at: datetime | None = reads.attribute(description="When it was called off.")
    presets: list[RenderBatchPreset] = reads.attribute(description="The presets asked for.")
    render_jobs: Connection[RenderJob] = reads.connection(
        RenderJobSort, RenderJobFilter, search=RENDER_SEARCH, description="Its renders."
    )


@strawberry.type
class RenderBatchesQuery:
    render_batches: Connection[RenderBatch] | None = reads.connection(
        RenderBatchSort,
        RenderBatchFilter,
        needs=Permission.RENDERS_READ,
        description="Batches of renders.",
    )
    render_batch: RenderBatch | None = reads.by_id(description="One of them.")
