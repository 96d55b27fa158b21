"""Top-level errors as clients see them: each has a code, and a bug says no more than its id."""

import re
from typing import Any

from graphql import GraphQLError, GraphQLSyntaxError

from api import logs
from api.http.answers import Code
from domain.errors import DomainError, Forbidden

_SUGGESTION = re.compile(r" Did you mean .*\?$", re.DOTALL)


def refused(error: GraphQLError, code: Code) -> dict[str, Any]:
    """An error found before anything ran: `code` unless the error brings its own."""
    said: dict[str, Any] = dict(error.formatted)
    if isinstance(error, GraphQLSyntaxError):
        code = Code.GRAPHQL_PARSE_FAILED
    said["extensions"] = {"code": code, **(error.extensions or {})}
    return said


def failed(error: GraphQLError) -> dict[str, Any]:
    """An error of one field, which the rest of the answer survives."""
    code = code_of(error)
    if code is not None:
        return refused(error, code)
    return {**error.formatted, **masked(root_cause(error), error.path)}


def masked(error: BaseException, path: Any = None) -> dict[str, Any]:
    """A bug: its cause goes to the log, its id to the client."""
    error_id = logs.bug(error, path=path)
    return {
        "message": f"Something went wrong on our side. Quote {error_id} when you report it.",
        "extensions": {"code": Code.INTERNAL_SERVER_ERROR, "errorId": error_id},
    }


class Busy(Exception):
    """So many ask for the same just now that one more would keep everybody waiting."""


def masked_fault(error: BaseException) -> GraphQLError:
    """`masked`, as an error that can be put at a field's place."""
    said = masked(error)
    return GraphQLError(said["message"], extensions=said["extensions"])


def code_of(error: GraphQLError) -> Code | None:
    """None is a bug: whatever nobody meant a client to read."""
    cause = root_cause(error)
    if isinstance(cause, Forbidden):
        return Code.FORBIDDEN
    if isinstance(cause, Busy):
        return Code.BUSY
    if isinstance(cause, DomainError) or "code" in (error.extensions or {}):
        return Code.BAD_USER_INPUT
    # graphql-core blames an argument by its node; what it cannot write out, it blames on none.
    if isinstance(cause, GraphQLError) and cause.nodes:
        return Code.BAD_USER_INPUT
    return None


def root_cause(error: GraphQLError) -> BaseException:
    """What was raised in the first place."""
    cause: BaseException = error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    return cause


def without_suggestion(said: dict[str, Any]) -> dict[str, Any]:
    """The same error, that no longer names what the schema has instead."""
    return {**said, "message": _SUGGESTION.sub("", said["message"])}
