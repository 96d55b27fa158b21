"""What a client may be refused, as the reference says it."""

import re
from typing import Any
from uuid import UUID

from graphql import GraphQLError

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_ID = re.compile(r"[^:]*:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})", re.ASCII)


def bad(message: str = "") -> GraphQLError:
    return GraphQLError(message, extensions={"code": "BAD_USER_INPUT"})


def forbidden() -> GraphQLError:
    return GraphQLError("", extensions={"code": "FORBIDDEN"})


def storable(value: Any) -> Any:
    if isinstance(value, str) and _UNSTORABLE.search(value):
        raise bad("no database keeps that")
    return value


def row_id(text: str) -> UUID:
    """The id of no row for what is no global id."""
    found = _ID.fullmatch(text)
    return UUID(found[1]) if found else UUID(int=0)
