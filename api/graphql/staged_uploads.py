"""How files are announced that are sent apart from the operation, to addresses of their own."""

from datetime import datetime
from uuid import UUID

import strawberry

from api import reads
from api.context import Info
from api.mutation import Payload, mutation
from domain.assets import models, staging
from domain.errors import Invalid
from media.intake.kinds import KINDS


def _upload_url(moment: reads.Moment, id: str, expires_at: str, file_key: str | None) -> str | None:
    if file_key:
        return None
    return moment.links.upload_url(UUID(id), datetime.fromisoformat(expires_at))


@strawberry.type(description="A file that is to be sent, or was.")
class StagedUpload(reads.Node):
    model = models.StagedUpload
    upload_url: str | None = reads.made(
        _upload_url,
        "id",
        "expires_at",
        "file_key",
        description="Where to send the file, by PUT and as it is, without a token: a signed "
        "address for this file alone. When it begins with `/`, it is on this server. Null once "
        "the file is there.",
    )
    file_name: str = reads.attribute(description="What the file is called.")
    media_type: str = reads.attribute(description="What it is said to be.")
    size_bytes: int = reads.attribute(description="How large it is, no more and no less.")
    created_at: datetime = reads.attribute(description="When it was announced.")
    expires_at: datetime = reads.attribute(
        description="Until when it may be sent; a day later it is forgotten."
    )
    received_at: datetime | None = reads.attribute(description="When it came.")


@strawberry.input(description="A file that is to be sent.")
class StagedUploadInput:
    name: str = strawberry.field(description="What it is called, with the ending of its kind.")
    media_type: str = strawberry.field(description="What it is: `video/mp4`.")
    size_bytes: int = strawberry.field(description="How large it is, to the byte.")


@strawberry.input(description="The files that are to be sent.")
class StagedUploadsCreateInput:
    files: list[StagedUploadInput] = strawberry.field(
        description=f"From 1 to {staging.MOST_FILES}; each gets an address."
    )


@strawberry.type(description="Where the files may be sent to, or why not.")
class StagedUploadsCreatePayload(Payload):
    staged_uploads: list[StagedUpload] | None = reads.changed(
        description="One for each file, in their order."
    )


@strawberry.type
class StagedUploadsMutation:
    @mutation(
        description="Get an address for each file that is to be sent; make an asset of it then, "
        "by `mediaAssetCreate`."
    )
    def staged_uploads_create(
        self, info: Info, input: StagedUploadsCreateInput
    ) -> StagedUploadsCreatePayload:
        for place, one in enumerate(input.files):
            if one.media_type not in KINDS:
                said = f"No such file is taken; there are {', '.join(KINDS)}."
                raise Invalid(said, "files", str(place), "media_type")
        files = [staging.NewUpload(one.name, one.media_type, one.size_bytes) for one in input.files]
        context = info.context
        rows = staging.stage_uploads(context.work, files, most_bytes=context.most_bytes)
        return StagedUploadsCreatePayload.of(staged_uploads=rows)
