"""Domain errors as the client sees them: one interface, one type per kind."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, Self, TypeVar

import strawberry
from strawberry.utils.str_converters import to_camel_case

from api import reads
from domain import errors

reads.described(
    errors.ErrorCode,
    "What a program may branch on when a change is refused.",
    INVALID="The value can never be right.",
    REQUIRED="It was left out, and cannot be.",
    NOT_FOUND="No such thing, or not for you to see.",
    CONFLICT="The present state of things forbids it.",
    TAKEN="Somebody has that name, code or key already.",
    INVALID_TRANSITION="The state machine has no such move.",
    VERSION_MISMATCH="It changed since you read it.",
    IDEMPOTENCY_KEY_REUSED="The idempotency key was used with another input.",
    IDEMPOTENCY_KEY_REQUIRED="This needs an idempotency key.",
    LIMIT_EXCEEDED="More than may be given at once.",
    PAID_TOO_MUCH="More is paid than there is to pay, or given back than was paid.",
    IN_USE="Something still shows it.",
    FORBIDDEN="You lack the permission.",
)


@strawberry.interface(description="Something you can mend and try again.")
class UserError:
    message: str = strawberry.field(description="For people; show it as it is.")
    path: list[str] = strawberry.field(description="The input at fault, outermost first.")
    code: errors.ErrorCode = strawberry.field(description="For programs.")

    @classmethod
    def of(cls, error: Any, **more: Any) -> Self:
        path = [to_camel_case(name) for name in error.path]
        return cls(message=str(error), path=path, code=error.code, **more)


Shown = TypeVar("Shown", bound=type[UserError])
SHOWN: dict[type[errors.DomainError], type[UserError]] = {}


def shows(kind: type[errors.DomainError]) -> Callable[[Shown], Shown]:
    """Class decorator: errors of this kind, and of its subclasses, appear as that type."""

    def remember(shown: Shown) -> Shown:
        SHOWN[kind] = shown
        return shown

    return remember


def user_error(error: errors.DomainError) -> UserError:
    """The most particular type known for this error."""
    return next(SHOWN[kind].of(error) for kind in type(error).__mro__ if kind in SHOWN)


def user_error_json(error: UserError) -> dict[str, Any]:
    """An error as JSON, to be kept; `user_error_of` reads it back."""
    said = {field.name: getattr(error, field.name) for field in fields(error)}
    return {**said, "code": error.code.name, "kind": type(error).__name__}


def user_error_of(said: dict[str, Any]) -> UserError:
    kinds = {kind.__name__: kind for kind in SHOWN.values()}
    given = {name: value for name, value in said.items() if name != "kind"}
    return kinds[said["kind"]](**{**given, "code": errors.ErrorCode[said["code"]]})


@shows(errors.Invalid)
@strawberry.type(description="The value can never be right.")
class InvalidInput(UserError): ...


@shows(errors.NotFound)
@strawberry.type(description="No such thing, or not for you to see.")
class NotFound(UserError): ...


@shows(errors.Conflict)
@strawberry.type(description="The present state of things forbids it.")
class Conflict(UserError): ...


@shows(errors.Forbidden)
@strawberry.type(description="You lack the permission.")
class Forbidden(UserError): ...


@shows(errors.IllegalMove)
@strawberry.type(description="The state machine has no such move.")
class InvalidTransition(UserError):
    allowed_transitions: list[str] = strawberry.field(description="The states it can go to.")

    @classmethod
    def of(cls, error: errors.IllegalMove, **more: Any) -> Self:
        return super().of(error, allowed_transitions=list(error.allowed), **more)


@shows(errors.Stale)
@strawberry.type(description="It changed since you read it.")
class VersionMismatch(UserError):
    version: int = strawberry.field(description="Its present version.")

    @classmethod
    def of(cls, error: errors.Stale, **more: Any) -> Self:
        return super().of(error, version=error.version, **more)


@shows(errors.LimitExceeded)
@strawberry.type(description="More than may be given at once.")
class LimitExceeded(UserError):
    limit: int = strawberry.field(description="The most that may be given.")

    @classmethod
    def of(cls, error: errors.LimitExceeded, **more: Any) -> Self:
        return super().of(error, limit=error.limit, **more)


@shows(errors.InUse)
@strawberry.type(description="Something still shows it.")
class InUse(UserError):
    places: list[strawberry.ID] = strawberry.field(
        description="Global ids of what shows it; of many, the first ten of each kind."
    )

    @classmethod
    def of(cls, error: errors.InUse, **more: Any) -> Self:
        return super().of(error, places=list(error.places), **more)
