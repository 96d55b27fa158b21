"""What goes back: a status, JSON, and why a request was not taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import orjson
from starlette.types import Send

from api.http.media_types import JSON


class Code(StrEnum):
    """`extensions.code` of an error of the whole request; grows, never shrinks."""

    BAD_USER_INPUT = "BAD_USER_INPUT"
    GRAPHQL_PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    GRAPHQL_VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    BUSY = "BUSY"
    INTERNAL_SERVER_ERROR = "INTERNAL_SERVER_ERROR"


@dataclass(frozen=True)
class Answer:
    """One response."""

    status: int
    body: bytes
    media_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)

    async def send(self, send: Send) -> None:
        kind = f"{self.media_type}; charset=utf-8"
        headers = [
            (b"content-type", kind.encode()),
            (b"content-length", b"%d" % len(self.body)),
            (b"cache-control", b"no-store"),
            (b"vary", b"accept, authorization"),
            (b"x-content-type-options", b"nosniff"),
        ]
        headers += [(name.encode(), value.encode()) for name, value in self.headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


class Refusal(Exception):
    """The request is not taken, whatever its operation might have been."""

    def __init__(
        self,
        status: int,
        message: str,
        code: Code = Code.BAD_USER_INPUT,
        **headers: str,
    ) -> None:
        super().__init__(message)
        self.status, self.code = status, code
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(self, media_type: str) -> Answer:
        error = {"message": str(self), "extensions": {"code": self.code}}
        return Answer(self.status, orjson.dumps({"errors": [error]}), media_type, self.headers)


def result(data: Any, errors: list[dict[str, Any]], *, is_executed: bool) -> bytes:
    """A GraphQL response; one that was not executed has no `data` at all."""
    said: dict[str, Any] = {"data": data} if is_executed else {}
    if errors:
        said["errors"] = errors
    return orjson.dumps(said)


def spliced(data: str | None, errors: list[dict[str, Any]]) -> bytes:
    """The same, around data that is JSON already."""
    said = f'{{"data":{data or "null"}'.encode()
    return said + (b',"errors":' + orjson.dumps(errors) if errors else b"") + b"}"
