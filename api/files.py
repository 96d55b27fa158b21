"""`/files/…`: kept files by their signed addresses, whole or in part, wherever they are kept."""

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import anyio
import orjson
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from api.links import PATH, Expired, Link, Links, Unsigned
from api.ranges import Span, Unsatisfiable, asked_range, matches
from api.storage import BadKey, Missing, Storage

Headers = dict[str, str]
HARMLESS = frozenset(
    [
        *(f"image/{kind}" for kind in ("png", "jpeg", "gif", "webp", "avif", "tiff", "bmp")),
        *(f"video/{kind}" for kind in ("mp4", "webm")),
        *(f"audio/{kind}" for kind in ("mpeg", "mp4", "ogg", "wav", "aac")),
        "application/pdf",
        "text/plain",
        "text/vtt",
        "text/csv",
    ]
)
"""What a browser only shows. All else could run as a page of ours, so it is handed over to save."""


class NotGiven(Exception):
    """Why a file is not handed out."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    async def send(self, send: Send, *, has_body: bool) -> None:
        body = orjson.dumps({"error": {"code": self.code, "message": str(self)}})
        headers = {
            "content-type": "application/json; charset=utf-8",
            "content-length": str(len(body)),
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
            **self.headers,
        }
        await begin(send, self.status, headers)
        await send({"type": "http.response.body", "body": body if has_body else b""})


def present() -> datetime:
    return datetime.now(UTC)


class Files:
    """An ASGI application; it asks for no token, for the address itself is one."""

    def __init__(
        self, storage: Storage, links: Links, clock: Callable[[], datetime] = present
    ) -> None:
        self.storage, self.links, self.clock = storage, links, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        method, parts, is_begun = scope["method"], None, False
        given = {name: value.decode("latin-1") for name, value in scope["headers"]}
        try:
            link = self.link(scope)
            size = await self.size_of(link)
            status, headers, span = answered(link, given, size, method, self.clock())
            if span is None:
                is_begun = True
                await begin(send, status, headers)
                await send({"type": "http.response.body"})
                return
            sent: Any = self.storage.stream(link.key, *span)  # a generator, which can be closed
            async with aclosing(sent) as parts:
                first = await anext(aiter(parts), b"")
                is_begun = True
                await begin(send, status, headers)
                await pour(first, parts, span, receive, send)
        except NotGiven as refusal:
            await refusal.send(send, has_body=method != "HEAD")
        except Missing:
            if is_begun:
                raise
            await gone().send(send, has_body=method != "HEAD")

    def link(self, scope: Scope) -> Link:
        if scope["method"] not in {"GET", "HEAD"}:
            raise NotGiven(405, "METHOD_NOT_ALLOWED", "Files are only read.", allow="GET, HEAD")
        try:
            key = scope["path_params"]["key"]
            return self.links.opened(key, scope["query_string"], self.clock())
        except Unsigned:
            raise NotGiven(403, "UNSIGNED", "This address was not given out like this.") from None
        except Expired:
            raise NotGiven(403, "EXPIRED", "This address has expired; ask for a new one.") from None

    async def size_of(self, link: Link) -> int:
        try:
            return await self.storage.size_soon(link.key)
        except (Missing, BadKey):
            raise gone() from None


def gone() -> NotGiven:
    return NotGiven(404, "MISSING", "The file is no longer kept.")


def answered(
    link: Link, given: dict[bytes, str], size: int, method: str, now: datetime
) -> tuple[int, Headers, Span | None]:
    """Status, headers, and the bytes to send, if any."""
    etag = f'"{link.key[-64:]}"'
    headers = {"etag": etag, "cache-control": cached(link, now)}
    if matches(given.get(b"if-none-match", ""), etag):
        return 304, headers, None
    headers |= told(link)
    try:
        wanted = given.get(b"range", "") if method == "GET" else ""
        part = asked_range(wanted, given.get(b"if-range", ""), size, etag)
    except Unsatisfiable:
        raise NotGiven(
            416,
            "RANGE_NOT_SATISFIABLE",
            f"The file has {size} bytes.",
            content_range=f"bytes */{size}",
        ) from None
    start, end = part or (0, size)
    headers["content-length"] = str(end - start)
    if part:
        headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
    return 206 if part else 200, headers, (start, end) if method == "GET" else None


def cached(link: Link, now: datetime) -> str:
    """By the browser of whoever has the address, and no longer than it is good."""
    return f"private, max-age={max(link.until - int(now.timestamp()), 0)}, immutable"


def told(link: Link) -> Headers:
    is_harmless = link.media_type in HARMLESS
    kind = link.media_type
    headers = {
        "content-type": f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
        "content-disposition": disposed(
            link.disposition if is_harmless else "attachment", link.filename
        ),
        "accept-ranges": "bytes",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
    }
    if not is_harmless:
        headers["content-security-policy"] = "sandbox; default-src 'none'"
    return headers


def disposed(how: str, filename: str) -> str:
    """RFC 6266: the name in UTF-8, and something like it for programs that know only ASCII."""
    plain = "".join(c if " " <= c <= "~" and c not in '"\\%' else "_" for c in filename)
    if plain == filename:
        return f'{how}; filename="{plain}"'
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


async def begin(send: Send, status: int, headers: Headers) -> None:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})


async def pour(
    first: bytes, parts: AsyncIterator[bytes], span: Span, receive: Receive, send: Send
) -> None:
    """Until the end, or until nobody listens any more: browsers drop films half way."""
    left = span[1] - span[0] - len(first)
    await send({"type": "http.response.body", "body": first, "more_body": left > 0})
    if left <= 0:
        return

    async with anyio.create_task_group() as tasks:

        async def listen() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            tasks.cancel_scope.cancel()

        tasks.start_soon(listen)
        async for part in parts:
            left -= len(part)
            await send({"type": "http.response.body", "body": part, "more_body": left > 0})
        tasks.cancel_scope.cancel()


def file_routes(storage: Storage, links: Links) -> list[Route]:
    return [Route(PATH + "{key:path}", Files(storage, links))]
