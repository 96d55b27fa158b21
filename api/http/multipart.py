"""A form that carries files beside an operation: read from the wire, piece by piece."""

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import anyio
from anyio import to_thread
from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.types import Receive

from api.http.answers import Refusal
from api.http.form import BodyLimits, Form
from api.http.uploaded import Uploaded

FORM = "multipart/form-data"
AT_ONCE_BYTES = 1 << 18
LINGER_S = 5


def boundary_in(content_type: str) -> bytes:
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if kind.lower() != FORM.encode() or not boundary:
        raise Refusal(400, f"A {FORM} needs a boundary.")
    return boundary


class Body:
    """The request's body as it comes in."""

    def __init__(self, receive: Receive, most_bytes: int) -> None:
        self.receive, self.most = receive, most_bytes
        self.is_whole, self.size = False, 0

    async def pieces(self) -> AsyncIterator[bytes]:
        while not self.is_whole:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                self.is_whole = True
                raise Refusal(400, "The request ended before its body did.")
            self.is_whole = not message.get("more_body")
            piece = message.get("body", b"")
            self.size += len(piece)
            if self.size > self.most:
                raise Refusal(400, f"The form has more than {self.most} bytes.")
            yield piece

    async def drain(self, most_bytes: int) -> None:
        """Lets the client finish: one whose sending is cut off never reads why."""
        self.most = self.size + most_bytes
        with anyio.move_on_after(LINGER_S), suppress(Refusal):
            async for _ in self.pieces():
                pass


async def read_form(
    content_type: str, receive: Receive, limits: BodyLimits
) -> tuple[Any, tuple[Uploaded, ...]]:
    """The operation's JSON with its files; whoever calls closes them. Raises Refusal."""
    form, body = Form(limits), Body(receive, limits.form_bytes)
    try:
        parser = MultipartParser(boundary_in(content_type), form.callbacks())
        async for piece in body.pieces():
            parser.write(piece)
            if form.part.file and len(form.part.held) >= AT_ONCE_BYTES:
                await to_thread.run_sync(form.part.spill)
        return form.whole()
    except BaseException as error:
        form.close()
        if not isinstance(error, Refusal | FormParserError):
            raise
        await body.drain(limits.total_bytes)
        if isinstance(error, Refusal):
            error.headers["connection"] = "close"
            raise
        raise Refusal(400, f"The form is not well made: {error}", connection="close") from None
