"""Files that are sent apart from the operation that asks for them: announced, received, taken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from domain import text
from domain.assets.actions import require
from domain.assets.models import StagedUpload
from domain.errors import Conflict, Invalid, LimitExceeded
from domain.work import Work

LIFETIME = timedelta(hours=1)
KEPT = timedelta(days=1)
"""So long after its address has expired, what nobody took is forgotten."""
MOST_FILES = 50
AT_ONCE = 100


@dataclass(frozen=True)
class NewUpload:
    """A file that is to be sent, as its sender describes it."""

    file_name: str
    media_type: str
    size_bytes: int


def stage_uploads(work: Work, files: Sequence[NewUpload], *, most_bytes: int) -> list[StagedUpload]:
    """A row for each; the hall signs an address for it. `most_bytes` is what one file may have."""
    require(work)
    if not 1 <= len(files) <= MOST_FILES:
        said = f"Announce from 1 to {MOST_FILES} files at once."
        raise LimitExceeded(said, MOST_FILES, "files")
    rows = [_announced(work, file, most_bytes, i) for i, file in enumerate(files)]
    for row in rows:
        work.add(row)
        work.record("staged_upload.announced", row)
    return rows


def receive_upload(work: Work, upload_id: UUID, file_key: str) -> StagedUpload:
    """It has come, and lies under its key; the same may come again, another file may not."""
    row = work.session.scalar(
        select(StagedUpload)
        .where(
            StagedUpload.id == upload_id,
            StagedUpload.organization_id == work.actor.organization_id,
        )
        .with_for_update()
    )
    if row is None or row.expires_at <= work.now:
        raise Invalid("Nothing is expected here any more.")
    if row.file_key == file_key:
        return row
    if row.file_key:
        raise Conflict("Another file was sent here already.")
    row.file_key, row.received_at = file_key, work.now
    work.record("staged_upload.received", row)
    return row


def received_upload(work: Work, upload_id: UUID, *path: str) -> StagedUpload:
    """One of the actor's own whose file is there. Conflict until it is."""
    row = work.find(StagedUpload, upload_id, *path)
    if row.file_key is None:
        raise Conflict("Nothing was sent to its address yet.", *path)
    return row


def forget_uploads(work: Work) -> Iterator[str]:
    """The keys of what was sent to addresses that expired a day ago; AT_ONCE at most."""
    late = select(StagedUpload).where(
        StagedUpload.organization_id == work.actor.organization_id,
        StagedUpload.expires_at <= work.now - KEPT,
    )
    rows = work.session.scalars(late.order_by(StagedUpload.expires_at).limit(AT_ONCE)).all()
    for row in rows:
        work.record("staged_upload.forgotten", row)
        work.session.delete(row)
        yield row.file_key or ""


def _announced(work: Work, file: NewUpload, most_bytes: int, place: int) -> StagedUpload:
    path = ("files", str(place))
    if file.size_bytes < 1:
        raise Invalid("A file has one byte at least.", *path, "size_bytes")
    if file.size_bytes > most_bytes:
        said = f"A file has at most {most_bytes} bytes."
        raise LimitExceeded(said, most_bytes, *path, "size_bytes")
    assert work.actor.user_id, "only users announce files"
    return StagedUpload(
        organization_id=work.actor.organization_id,
        created_by_id=work.actor.user_id,
        file_name=text.name(file.file_name, *path, "name"),
        media_type=text.name(file.media_type, *path, "media_type", longest=100),
        size_bytes=file.size_bytes,
        created_at=work.now,
        expires_at=work.now + LIFETIME,
    )
