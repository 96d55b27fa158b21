"""How templates are drafted, reviewed, published and put away, in the graph."""

from collections.abc import Mapping
from typing import Any, Self

import strawberry
from strawberry.scalars import JSON

from api import reads
from api.context import Context, Info
from api.errors import UserError, shows
from api.graphql.templates import MediaTemplate, MediaTemplateVersion
from api.mutation import Payload, mutation
from api.template_documents import checked
from domain.errors import Invalid, Required
from domain.permissions import Permission, Reach
from domain.templates import actions, publishing
from domain.templates.documents import BadDocument

DOCUMENT = "The document, by the JSON Schema that `tradepost templates schema` prints."


@shows(BadDocument)
@strawberry.type(description="A template's document is wrong; `path` leads into it.")
class TemplateError(UserError):
    layer: str | None = strawberry.field(description="In which layer, by name.")
    slot: str | None = strawberry.field(description="In which slot, by name.")
    rule: str = strawberry.field(description="Which rule it breaks, for programs.")

    @classmethod
    def of(cls, error: BadDocument, **more: Any) -> Self:
        """Beyond the input's own name, a path has the document's names as they are."""
        found = super().of(error, layer=error.layer, slot=error.slot, rule=error.rule, **more)
        found.path[1:] = error.path[1:]
        return found


@strawberry.input(description="A template of one's own: from a document, or from another template.")
class MediaTemplateCreateInput:
    handle: str = strawberry.field(
        description="What programs call it: up to 60 of a-z, 0-9 and dashes; no other template's."
    )
    title: str | None = strawberry.field(
        default=None, description="What people call it; left out, what the document calls itself."
    )
    title_zh: str | None = strawberry.field(
        default=None, description="What it is called in Chinese."
    )
    document: JSON | None = strawberry.field(default=None, description=DOCUMENT)
    from_template_id: strawberry.ID | None = strawberry.field(
        default=None, description="Or the template to copy, such as one that comes with Tradepost."
    )
    version_number: int | None = strawberry.field(
        default=None, description="Of that, which version; left out, the published one."
    )
    note: str | None = strawberry.field(default=None, description="What is new in it.")


@strawberry.input(description="What a template is to be.")
class MediaTemplateVersionCreateInput:
    template_id: strawberry.ID = strawberry.field(description="Of which template.")
    document: JSON = strawberry.field(description=DOCUMENT)
    note: str | None = strawberry.field(default=None, description="What is new in it.")


@strawberry.input(description="A version of a template.")
class OneTemplateVersion:
    id: strawberry.ID = strawberry.field(description="Which version.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )


@strawberry.input(description="The draft to be looked at.")
class MediaTemplateSubmitInput(OneTemplateVersion): ...


@strawberry.input(description="The version to use from now on.")
class MediaTemplatePublishInput(OneTemplateVersion): ...


@strawberry.input(description="The version to send back.")
class MediaTemplateRejectInput(OneTemplateVersion):
    reason: str = strawberry.field(description="What is to be mended.")


@strawberry.input(description="The version to use no more.")
class MediaTemplateRetireInput(OneTemplateVersion): ...


@strawberry.input(description="The template to put away.")
class MediaTemplateArchiveInput:
    id: strawberry.ID = strawberry.field(description="Which template.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )


@strawberry.type(description="The template that was made.")
class MediaTemplateCreatePayload(Payload):
    template: MediaTemplate | None = reads.changed(
        description="The template, with a draft as its first version."
    )


@strawberry.type(description="The version that was drafted.")
class MediaTemplateVersionCreatePayload(Payload):
    template_version: MediaTemplateVersion | None = reads.changed(description="The new draft.")


@strawberry.type(description="The version that waits for review.")
class MediaTemplateSubmitPayload(Payload):
    template_version: MediaTemplateVersion | None = reads.changed(
        description="The version as it is now."
    )


@strawberry.type(description="The version that is used.")
class MediaTemplatePublishPayload(Payload):
    template_version: MediaTemplateVersion | None = reads.changed(
        description="The version as it is now; the one before it is retired."
    )


@strawberry.type(description="The version that was sent back.")
class MediaTemplateRejectPayload(Payload):
    template_version: MediaTemplateVersion | None = reads.changed(
        description="The version, a draft again."
    )


@strawberry.type(description="The version that is used no more.")
class MediaTemplateRetirePayload(Payload):
    template_version: MediaTemplateVersion | None = reads.changed(
        description="The version as it is now."
    )


@strawberry.type(description="The template that was put away.")
class MediaTemplateArchivePayload(Payload):
    template: MediaTemplate | None = reads.changed(description="The template as it is now.")


def check_document(context: Context, given: Mapping[str, Any]) -> None:
    """It may take a second, and on SQLite no other writer shall wait for that."""
    may = context.actor.grants.reach(Permission.TEMPLATES_WRITE) is Reach.EVERY_STORE
    if may and given["input"].document is not None:
        checked(given["input"].document, "document")


def _version_id(input: OneTemplateVersion) -> Any:
    return reads.row_id("MediaTemplateVersion", input.id)


@strawberry.type
class TemplatesMutation:
    @mutation(
        description="Make a template of one's own, from a document or as a copy of another.",
        first=check_document,
    )
    def media_template_create(
        self, info: Info, input: MediaTemplateCreateInput
    ) -> MediaTemplateCreatePayload:
        work, note = info.context.work, input.note
        actions.require(work)  # or nobody looks at the document
        new = actions.NewTemplate(input.handle, input.title, input.title_zh, note)
        if (input.document is None) == (input.from_template_id is None):
            raise Required("Give either a document or a template to copy.", "document")
        if input.from_template_id is None:
            if input.version_number is not None:
                raise Invalid("It is of a template to copy.", "version_number")
            made = actions.create_template(work, new, checked(input.document, "document"))
        else:
            source = reads.row_id("MediaTemplate", input.from_template_id)
            made = actions.copy_template(work, new, source, input.version_number)
        return MediaTemplateCreatePayload.of(template=made)

    @mutation(
        description="Draft the next version of a template of one's own.", first=check_document
    )
    def media_template_version_create(
        self, info: Info, input: MediaTemplateVersionCreateInput
    ) -> MediaTemplateVersionCreatePayload:
        actions.require(info.context.work)  # or nobody looks at the document
        template_id = reads.row_id("MediaTemplate", input.template_id)
        document = checked(input.document, "document")
        made = actions.create_version(info.context.work, template_id, document, input.note)
        return MediaTemplateVersionCreatePayload.of(template_version=made)

    @mutation(description="Send a draft to those who may publish it.")
    def media_template_submit(
        self, info: Info, input: MediaTemplateSubmitInput
    ) -> MediaTemplateSubmitPayload:
        row = publishing.submit_version(
            info.context.work, _version_id(input), version=input.expected_version
        )
        return MediaTemplateSubmitPayload.of(template_version=row)

    @mutation(
        description="Use a version from now on; the one before is retired. Who drafted it "
        "publishes it only where nobody else may."
    )
    def media_template_publish(
        self, info: Info, input: MediaTemplatePublishInput
    ) -> MediaTemplatePublishPayload:
        row = publishing.publish_version(
            info.context.work, _version_id(input), version=input.expected_version
        )
        return MediaTemplatePublishPayload.of(template_version=row)

    @mutation(description="Send a version that waits for review back, with the reason.")
    def media_template_reject(
        self, info: Info, input: MediaTemplateRejectInput
    ) -> MediaTemplateRejectPayload:
        row = publishing.reject_version(
            info.context.work, _version_id(input), input.reason, version=input.expected_version
        )
        return MediaTemplateRejectPayload.of(template_version=row)

    @mutation(
        description="Use a version no more. What was made with it stays, and can be made again."
    )
    def media_template_retire(
        self, info: Info, input: MediaTemplateRetireInput
    ) -> MediaTemplateRetirePayload:
        row = publishing.retire_version(
            info.context.work, _version_id(input), version=input.expected_version
        )
        return MediaTemplateRetirePayload.of(template_version=row)

    @mutation(description="Put a template away for good, and use no version of it any more.")
    def media_template_archive(
        self, info: Info, input: MediaTemplateArchiveInput
    ) -> MediaTemplateArchivePayload:
        row = publishing.archive_template(
            info.context.work,
            reads.row_id("MediaTemplate", input.id),
            version=input.expected_version,
        )
        return MediaTemplateArchivePayload.of(template=row)
