"""What a request asks: taken from its body, or from its address."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.types import Receive, Scope

from api.http.answers import Refusal
from api.http.form import BodyLimits
from api.http.media_types import is_json
from api.http.multipart import FORM, read_form
from api.http.uploaded import Uploaded

PREFLIGHT = b"x-graphql-require-preflight"
"""A header that no web page can send elsewhere without its browser asking first."""
PREFLIGHTS = (PREFLIGHT, b"apollo-require-preflight", b"x-apollo-operation-name")
"""Any of them will do for a form, which a page could send without."""
LONGEST_ADDRESS = 32_000
Headers = dict[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Asked:
    """One operation, as the client sent it."""

    query: str
    name: str | None
    variables: dict[str, Any]
    only_reads: bool = False
    files: tuple[Uploaded, ...] = ()
    is_form: bool = False


async def asked_by(
    scope: Scope,
    headers: Headers,
    receive: Receive,
    limits: BodyLimits,
    *,
    asks_preflight: bool,
) -> Asked:
    """The operation of a GET or POST; raises Refusal. Whoever asks closes its files."""
    match scope["method"]:
        case "POST":
            content_type = headers.get(b"content-type", b"").decode("latin-1")
            if content_type[: len(FORM)].lower() == FORM:
                return await from_form(content_type, headers, receive, limits)
            if not is_json(content_type):
                raise Refusal(415, f"Send the operation as application/json in UTF-8, or {FORM}.")
            return from_json(await body(headers, receive, limits.json_bytes))
        case "GET":
            if asks_preflight and PREFLIGHT not in headers:
                raise Refusal(400, f"GET needs the header {PREFLIGHT.decode()}.")
            return from_address(scope["query_string"])
        case _:
            raise Refusal(405, "Use POST, or GET for a query.", allow="GET, POST")


async def body(headers: Headers, receive: Receive, most_bytes: int) -> bytes:
    """The whole body, as long as it is not too large."""
    said = headers.get(b"content-length", b"")
    if said.isdigit() and int(said) > most_bytes:
        raise too_large(most_bytes)
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refusal(400, "The request ended before its body did.")
        part = message.get("body", b"")
        size += len(part)
        if size > most_bytes:
            raise too_large(most_bytes)
        parts.append(part)
        if not message.get("more_body"):
            return parts[0] if len(parts) == 1 else b"".join(parts)


def too_large(most_bytes: int) -> Refusal:
    return Refusal(413, f"A request has at most {most_bytes} bytes.", connection="close")


def from_json(given: bytes) -> Asked:
    try:
        said = orjson.loads(given)
    except orjson.JSONDecodeError as error:
        raise Refusal(400, f"The body is no JSON: {error}.") from None
    if isinstance(said, list):
        raise Refusal(400, "One operation a request: batches are not taken.")
    if not isinstance(said, dict):
        raise Refusal(400, "The body must be a JSON object with a `query`.")
    return checked(said)


async def from_form(
    content_type: str, headers: Headers, receive: Receive, limits: BodyLimits
) -> Asked:
    if not any(name in headers for name in PREFLIGHTS):
        raise Refusal(400, f"A form needs the header {PREFLIGHT.decode()}.", connection="close")
    said, files = await read_form(content_type, receive, limits)
    try:
        return replace(checked(said), files=files, is_form=True)
    except BaseException:
        for file in files:
            file.close()
        raise


def from_address(query_string: bytes) -> Asked:
    if len(query_string) > LONGEST_ADDRESS:
        raise Refusal(414, "Such a long query goes by POST.")
    try:
        given: dict[str, Any] = dict(
            parse_qsl(
                query_string.decode("ascii"),
                keep_blank_values=True,
                errors="strict",
                max_num_fields=20,
            )
        )
    except ValueError:
        raise Refusal(400, "The address is not well formed.") from None
    for name in ("variables", "extensions"):
        if name in given:
            try:
                given[name] = orjson.loads(given[name] or "null")
            except orjson.JSONDecodeError as error:
                raise Refusal(400, f"`{name}` is no JSON: {error}.") from None
    if given.get("operationName") == "":
        del given["operationName"]
    return checked(given, only_reads=True)


def checked(given: dict[str, Any], *, only_reads: bool = False) -> Asked:
    query, name = given.get("query"), given.get("operationName")
    variables, extensions = given.get("variables"), given.get("extensions")
    if not isinstance(query, str):
        raise Refusal(400, "`query` must be given, as text.")
    if not isinstance(name, str | None):
        raise Refusal(400, "`operationName` must be text, or null.")
    if not isinstance(variables, dict | None):
        raise Refusal(400, "`variables` must be an object, or null.")
    if not isinstance(extensions, dict | None):
        raise Refusal(400, "`extensions` must be an object, or null.")
    return Asked(query, name, variables or {}, only_reads)
