"""A look at what a template would make, before it is made."""

from typing import Annotated

import strawberry
from sqlalchemy.orm import Session
from strawberry.scalars import JSON

from api import reads
from api.context import Info
from api.graphql.creatives import product_ids_of
from api.renders import making, previews
from api.renders.children import WAITING
from api.renders.given import sane
from api.renders.making import How
from api.renders.subject import Subject
from api.renders.versions import Version, pinned, preset_with
from domain.creatives.asked import Pin
from domain.errors import Forbidden, Invalid
from domain.json_text import in_order, sha256_of
from domain.permissions import Permission
from domain.templates.models import MediaTemplate, MediaTemplateVersion
from domain.templates.states import TemplateKind
from domain.work import Work

LONGEST_S = 600


def said(words: str) -> object:
    return strawberry.argument(description=words)


@strawberry.type(description="A small still with PREVIEW across it; nothing of it is kept.")
class MediaPreview:
    url: str = strawberry.field(description="The picture itself, as a `data:` address: a JPEG.")
    width_px: int = strawberry.field(description="How wide it is: 540 px at most.")
    height_px: int = strawberry.field(description="How high it is: 540 px at most.")
    seconds: float | None = strawberry.field(description="How long the film is, if it is one.")
    boxes: JSON | None = strawberry.field(
        description="A list of layers: `layer`, the way to it by names; `x`, `y`, `width`, "
        "`height` in px of the template; `fontSize` of words. Null unless asked for."
    )


def version_of(work: Work, version_id: strawberry.ID | None, document: object) -> Version:
    """A version in whatever state, or a document that is none yet."""
    if (version_id is None) == (document is None):
        raise Invalid("Give either a version of a template or a document.", "template_version_id")
    if version_id is not None:
        row_id = reads.row_id("MediaTemplateVersion", version_id)
        row = work.find(MediaTemplateVersion, row_id, "template_version_id")
        return pinned(row, work.session.get_one(MediaTemplate, row.template_id))
    if not isinstance(document, dict):
        raise Invalid("A document is an object.", "document")
    text = in_order(document)
    kind = TemplateKind.VIDEO if document.get("kind") == "FILM" else TemplateKind.IMAGE
    return Version("document", kind, Pin(work.actor.organization_id, sha256_of(text)), text)


@strawberry.type
class MediaPreviewQuery:
    @strawberry.field(
        description="Look at what a template would make, of a film at a second: at once, small and "
        f"with a mark across it. While {WAITING} wait, one more is told BUSY: ask again."
    )
    def media_preview(  # noqa: PLR0913, PLR0917  what, of what, and when
        self,
        info: Info,
        template_version_id: Annotated[
            strawberry.ID | None, said("Of which version of a template, drafts too.")
        ] = None,
        document: Annotated[JSON | None, said("Or of this document, which none has yet.")] = None,
        values: Annotated[JSON | None, said("By slot: what shall stand there.")] = None,
        product_ids: Annotated[
            list[strawberry.ID] | None, said("Of which products; up to 12.")
        ] = None,
        listing_id: Annotated[strawberry.ID | None, said("Or of which listing.")] = None,
        store_id: Annotated[strawberry.ID | None, said("For which store.")] = None,
        event_id: Annotated[strawberry.ID | None, said("For which event.")] = None,
        preset_id: Annotated[strawberry.ID | None, said("For which place.")] = None,
        at_second: Annotated[float, said("Of a film, when.")] = 0.0,
        with_boxes: Annotated[bool, said("Whether to say where each layer is.")] = False,
    ) -> MediaPreview | None:
        context = info.context
        for permission in (Permission.TEMPLATES_READ, Permission.RENDERS_READ):
            if permission not in context.actor.grants:
                raise Forbidden(f"This needs the permission {permission}.")
        if not 0 <= at_second <= LONGEST_S:
            raise Invalid(f"A second from 0 to {LONGEST_S}.", "at_second")
        products = product_ids_of(product_ids)
        with Session(context.reads.database.looking) as session:
            work = context.work_in(session)
            preset = preset_with(work, reads.maybe_row_id("SizePreset", preset_id))
            how = How(version_of(work, template_version_id, document), preset, values=sane(values))
            subject = Subject(
                products,
                reads.maybe_row_id("Listing", listing_id),
                reads.maybe_row_id("Store", store_id),
                event_id=reads.maybe_row_id("PlatformEvent", event_id),
            )
            what = making.shown(work, subject)
            request, needed = previews.request_of(work, how, what, at_second)
        assert context.storage is not None
        found = previews.drawn(context.storage, request, needed, how, what)
        return MediaPreview(
            url=found.url,
            width_px=found.width_px,
            height_px=found.height_px,
            seconds=found.seconds,
            boxes=found.boxes if with_boxes else None,
        )
