"""What a client may be refused, as the reference says it."""

import re
from typing import Any
from uuid import UUID

from graphql import GraphQLError

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_ID = re.compile(
    r"([^:]+):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})", re.ASCII
)


def bad(message: str = "") -> GraphQLError:
    return GraphQLError(message, extensions={"code": "BAD_USER_INPUT"})


def forbidden() -> GraphQLError:
    return GraphQLError("", extensions={"code": "FORBIDDEN"})


def storable(value: Any) -> Any:
    if isinstance(value, str) and _UNSTORABLE.search(value):
        raise bad("no database keeps that")
    return value


def row_id(text: str, kind: str) -> UUID:
    """The row that an id of that type names; of `*`, of any type."""
    found = _ID.fullmatch(text)
    if not found or (kind != "*" and found[1] != kind):
        raise bad("no such id")
    return UUID(found[2])
