"""Sets of templates in the graph."""

from datetime import datetime
from enum import Enum

import strawberry

from api import reads
from api.context import Info
from api.graphql.compliance import SizePreset
from api.graphql.templates import MediaTemplate
from api.mutation import Payload, mutation
from api.reads import Connection
from domain.compliance.models import SizePreset as SizePresetRow
from domain.errors import NotFound
from domain.permissions import Permission
from domain.templates import models, sets
from domain.work import Work


@reads.sorting("How sets of templates may be sorted.")
class TemplateSetSort(Enum):
    TITLE = reads.by("title", "By title, A first.")
    NEWEST = reads.by("-created_at", "Latest made first.")
    OLDEST = reads.by("created_at", "First made first.")


@reads.filtering("Which sets of templates.")
class TemplateSetFilter:
    handle: reads.StringFilter | None = reads.where("What programs call them.")
    is_shipped: reads.BooleanFilter | None = reads.where("Whether they come with Tradepost.")
    is_archived: reads.BooleanFilter | None = reads.where(
        "Whether they are put away.", lambda row: row.archived_at.is_not(None)
    )
    created_at: reads.DateTimeFilter | None = reads.where("When they were made.")


@strawberry.type(description="A template in a set.")
class TemplateSetItem(reads.Node):
    model = models.TemplateSetItem
    template: MediaTemplate = reads.attribute(description="The template.")
    preset: SizePreset | None = reads.attribute(
        description="The size preset that it is for; null is for whichever is asked for."
    )
    position: int = reads.attribute(description="Its place in the set, from 0.")


@strawberry.type(description="Templates that are rendered together, for one occasion.")
class TemplateSet(reads.Dated):
    model = models.TemplateSet
    handle: str = reads.attribute(description="What programs call it: `launch`.")
    title: str = reads.attribute(description="What people call it.")
    is_shipped: bool = reads.attribute(
        description="Whether it comes with Tradepost, and is never changed."
    )
    archived_at: datetime | None = reads.attribute(description="When it was put away.")
    items: list[TemplateSetItem] = reads.attribute(description="The templates, in their order.")


@strawberry.type
class TemplateSetsQuery:
    template_sets: Connection[TemplateSet] | None = reads.connection(
        TemplateSetSort,
        TemplateSetFilter,
        search=reads.Search("search_text", handle="handle"),
        needs=Permission.TEMPLATES_READ,
        description="Templates that are rendered together.",
    )
    template_set: TemplateSet | None = reads.by_id(description="One set of templates.")


@strawberry.input(description="A template to be in a set.")
class TemplateSetItemInput:
    template_id: strawberry.ID = strawberry.field(description="Which template.")
    preset_id: strawberry.ID | None = strawberry.field(
        default=None, description="For which size preset; left out, for whichever is asked for."
    )


@strawberry.input(description="A set of templates as it shall be.")
class TemplateSetSetInput:
    id: strawberry.ID | None = strawberry.field(
        default=None, description="Which set; left out, the one of that handle, or a new one."
    )
    handle: str = strawberry.field(
        description="What programs call it: up to 60 of a-z, 0-9 and dashes; no other set's."
    )
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )
    title: str = strawberry.field(description="What people call it.")
    items: list[TemplateSetItemInput] = strawberry.field(
        description=f"The templates, in their order; up to {sets.MOST_ITEMS}."
    )


@strawberry.input(description="The set to put away.")
class TemplateSetArchiveInput:
    id: strawberry.ID = strawberry.field(description="Which set.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )


@strawberry.type(description="The set that was made or changed.")
class TemplateSetSetPayload(Payload):
    template_set: TemplateSet | None = reads.changed(description="The set as it is now.")


@strawberry.type(description="The set that was put away.")
class TemplateSetArchivePayload(Payload):
    template_set: TemplateSet | None = reads.changed(description="The set as it is now.")


def _items(work: Work, given: list[TemplateSetItemInput]) -> list[sets.NewItem]:
    """With presets that the actor sees: all of them are looked for at once."""
    sets.require(work)  # or nobody looks for them
    sets.check_count(given)
    items = [
        sets.NewItem(
            reads.row_id("MediaTemplate", one.template_id),
            reads.maybe_row_id("SizePreset", one.preset_id),
        )
        for one in given
    ]
    ids = {one.preset_id for one in items if one.preset_id is not None}
    seen = work.seen(SizePresetRow).where(SizePresetRow.id.in_(ids))
    known = {row.id for row in work.session.scalars(seen, work.actor.values())}
    for place, one in enumerate(items):
        if one.preset_id is not None and one.preset_id not in known:
            raise NotFound("No such size preset.", "items", str(place), "preset_id")
    return items


@strawberry.type
class TemplateSetsMutation:
    @mutation(description="Say which templates a set has; a set that was put away is back.")
    def template_set_set(self, info: Info, input: TemplateSetSetInput) -> TemplateSetSetPayload:
        row = sets.set_template_set(
            info.context.work,
            input.handle,
            input.title,
            _items(info.context.work, input.items),
            set_id=reads.maybe_row_id("TemplateSet", input.id),
            version=input.expected_version,
        )
        return TemplateSetSetPayload.of(template_set=row)

    @mutation(description="Put a set of templates away.")
    def template_set_archive(
        self, info: Info, input: TemplateSetArchiveInput
    ) -> TemplateSetArchivePayload:
        row = sets.archive_template_set(
            info.context.work,
            reads.row_id("TemplateSet", input.id),
            version=input.expected_version,
        )
        return TemplateSetArchivePayload.of(template_set=row)
