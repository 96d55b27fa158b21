"""What can be reviewed: the one thing that is named, if it can be looked at, and its store."""

from dataclasses import dataclass, fields
from uuid import UUID

from domain.assets.models import MediaAsset
from domain.assets.states import AssetKind
from domain.creatives.models import RenderJob
from domain.creatives.states import RenderKind, RenderState
from domain.descriptions.models import ProductDescription
from domain.descriptions.states import DescriptionState
from domain.errors import Conflict, Invalid
from domain.reviews.states import SubjectKind
from domain.templates.models import MediaTemplateVersion
from domain.templates.states import VersionState
from domain.work import Work


@dataclass(frozen=True)
class SubjectIds:
    """Just one of them is said."""

    render_job_id: UUID | None = None
    asset_id: UUID | None = None
    template_version_id: UUID | None = None
    description_id: UUID | None = None

    def said(self) -> list[str]:
        return [field.name for field in fields(self) if getattr(self, field.name)]


@dataclass(frozen=True)
class Subject:
    """What a review is about, and the store that it was made for, if it was for one."""

    kind: SubjectKind
    ids: SubjectIds
    store_id: UUID | None = None


def subject_of(work: Work, ids: SubjectIds) -> Subject:
    """The thing, as far as the actor sees it; Conflict if there is nothing to look at."""
    said = ids.said()
    if len(said) != 1:
        raise Invalid("Name the one thing to be reviewed.", said[1] if said else "asset_id")
    if ids.render_job_id:
        return _render(work, ids, ids.render_job_id)
    if ids.asset_id:
        work.find(MediaAsset, ids.asset_id, "asset_id")
        return Subject(SubjectKind.MEDIA_ASSET, ids)
    if ids.template_version_id:
        version = work.find(MediaTemplateVersion, ids.template_version_id, "template_version_id")
        if version.state is VersionState.RETIRED:
            raise Conflict("It is retired: nothing new is made with it.", "template_version_id")
        return Subject(SubjectKind.TEMPLATE_VERSION, ids)
    assert ids.description_id
    description = work.find(ProductDescription, ids.description_id, "description_id")
    if description.state is DescriptionState.RETIRED:
        raise Conflict("It is retired: others stand in its place.", "description_id")
    return Subject(SubjectKind.PRODUCT_DESCRIPTION, ids)


def _render(work: Work, ids: SubjectIds, id: UUID) -> Subject:
    render = work.find(RenderJob, id, "render_job_id")
    if render.state is not RenderState.SUCCEEDED:
        raise Conflict(f"It is {render.state.name}: there is nothing to see.", "render_job_id")
    is_packaging = render.kind is RenderKind.PACKAGING
    kind = SubjectKind.PACKAGING if is_packaging else SubjectKind.RENDER_JOB
    return Subject(kind, ids, render.store_id)


@dataclass(frozen=True)
class Surface:
    """Where on a subject a comment can be pinned."""

    has_places: bool
    duration_ms: int | None = None


def surface_of(work: Work, ids: SubjectIds) -> Surface:
    """Of a picture its places, of a sound its moments, of a film both; of words neither."""
    if ids.description_id:
        return Surface(has_places=False)
    asset_id = ids.asset_id
    if ids.render_job_id:
        asset_id = work.session.get_one(RenderJob, ids.render_job_id).asset_id
    if asset_id is None:
        return Surface(has_places=True)
    asset = work.session.get_one(MediaAsset, asset_id)
    return Surface(asset.kind is not AssetKind.AUDIO, asset.duration_ms)
