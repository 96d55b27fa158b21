"""`PUT /uploads/…`: a file is sent to an address that was signed for it, and for nothing else.

It needs no token, for the address itself is one. Only so many bytes as were announced are taken;
they wait in a file without a name, and go into the storage under their hash once all are there.
Nobody is shown them before they were looked at, when an asset is made of them. The same route
serves a bucket: an address signed by S3 could limit neither the size nor the key of what is sent.
"""

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import orjson
from anyio import to_thread
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from api.database import Database
from api.files import NotGiven, begin, present
from api.links import UPLOADS, Expired, Links, Unsigned
from api.storage import Storage
from domain.assets.models import StagedUpload
from domain.assets.staging import receive_upload
from domain.errors import Conflict, DomainError
from domain.people.bootstrap import system_work
from domain.people.models import Organization

AT_ONCE_BYTES = 1 << 18
KEPT_AS = "application/octet-stream"


@dataclass(frozen=True)
class Uploads:
    """An ASGI application; whoever has an address may send the one file that it is for."""

    database: Database
    storage: Storage
    links: Links
    folder: Path  # where files wait; made when it is needed
    key: bytes
    clock: Callable[[], datetime] = present

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            upload_id = self.opened(scope)
            size_bytes = await to_thread.run_sync(self.announced, upload_id)
            said = dict(scope["headers"]).get(b"content-length", b"")
            if said.isdigit() and int(said) > size_bytes:
                raise too_long(size_bytes)
            await to_thread.run_sync(lambda: self.folder.mkdir(0o700, parents=True, exist_ok=True))
            with tempfile.TemporaryFile(dir=self.folder, buffering=0) as file:
                digest = await pour(receive, file, size_bytes)
                await to_thread.run_sync(self.keep, upload_id, file, digest)
        except NotGiven as refusal:
            refusal.headers["connection"] = "close"  # some of the file may be on its way yet
            await refusal.send(send, has_body=True)
            return
        body = orjson.dumps({"id": f"StagedUpload:{upload_id}", "sha256": digest})
        length = {"content-type": "application/json", "content-length": str(len(body))}
        await begin(send, 201, {**length, "cache-control": "no-store"})
        await send({"type": "http.response.body", "body": body})

    def opened(self, scope: Scope) -> UUID:
        if scope["method"] != "PUT":
            raise NotGiven(405, "METHOD_NOT_ALLOWED", "Files are sent here by PUT.", allow="PUT")
        try:
            given = scope["path_params"]["upload_id"]
            return self.links.opened_upload(given, scope["query_string"], self.clock())
        except Unsigned:
            raise NotGiven(403, "UNSIGNED", "This address was not given out like this.") from None
        except Expired:
            raise NotGiven(403, "EXPIRED", "This address has expired; ask for a new one.") from None

    def announced(self, upload_id: UUID) -> int:
        """How many bytes are expected."""
        size = select(StagedUpload.size_bytes).where(StagedUpload.id == upload_id)
        with Session(self.database.looking) as session:
            found = session.scalar(size)
        if found is None:
            raise NotGiven(404, "MISSING", "Nothing is expected here any more.")
        return found

    def keep(self, upload_id: UUID, file: BinaryIO, digest: str) -> None:
        key = self.storage.put(file, media_type=KEPT_AS, sha256=digest)
        own = select(Organization).join(
            StagedUpload, StagedUpload.organization_id == Organization.id
        )
        with Session(self.database.writing, expire_on_commit=False) as session:
            house = session.scalar(own.where(StagedUpload.id == upload_id))
            if house is None:
                raise NotGiven(404, "MISSING", "Nothing is expected here any more.")
            work = system_work(session, house, self.clock(), "PUT /uploads", key=self.key)
            try:
                receive_upload(work, upload_id, key)
            except Conflict as error:
                raise NotGiven(409, error.code.name, str(error)) from None
            except DomainError as error:
                raise NotGiven(404, "MISSING", str(error)) from None
            session.commit()


async def pour(receive: Receive, file: BinaryIO, size_bytes: int) -> str:
    """The SHA-256 of what came; NotGiven unless it is so long."""
    digest, held, size = hashlib.sha256(), bytearray(), 0
    is_whole = False
    while not is_whole:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise too_short(size, size_bytes)
        piece = message.get("body", b"")
        size += len(piece)
        if size > size_bytes:
            raise too_long(size_bytes)
        held += piece
        is_whole = not message.get("more_body")
        if len(held) >= AT_ONCE_BYTES or is_whole:
            digest.update(held)
            await to_thread.run_sync(write, file, bytes(held))
            held.clear()
    if size < size_bytes:
        raise too_short(size, size_bytes)
    return digest.hexdigest()


def write(file: BinaryIO, data: bytes) -> None:
    """All of it, to the disk; blocks."""
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]


def too_long(size_bytes: int) -> NotGiven:
    return NotGiven(413, "TOO_LONG", f"{size_bytes} bytes were announced, and more were sent.")


def too_short(size: int, size_bytes: int) -> NotGiven:
    said = f"{size_bytes} bytes were announced, and {size} came."
    return NotGiven(400, "TOO_SHORT", said)


def upload_routes(uploads: Uploads) -> list[Route]:
    return [Route(UPLOADS + "{upload_id:uuid}", uploads)]
