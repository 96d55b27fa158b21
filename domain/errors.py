"""Failures a user can cause and can mend. Everything else is a bug and stays one.

DomainError
 ├ Invalid            the value can never be right
 │  ├ Required        it was left out
 │  └ PaidTooMuch     more is paid than there is to pay
 ├ NotFound           no such thing, or not for these eyes
 ├ Conflict           the present state of things forbids it
 │  ├ Taken           somebody has that name, code or key already
 │  ├ IllegalMove     the state machine has no such move
 │  ├ Stale           the row changed since the client read it
 │  ├ InUse           something still shows it
 │  └ KeyReused       an idempotency key came back with another input
 └ Forbidden          the actor lacks the permission
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar


class ErrorCode(StrEnum):
    """What a program may branch on; grows, never shrinks."""

    INVALID = "INVALID"
    REQUIRED = "REQUIRED"
    NOT_FOUND = "NOT_FOUND"
    CONFLICT = "CONFLICT"
    TAKEN = "TAKEN"
    INVALID_TRANSITION = "INVALID_TRANSITION"
    VERSION_MISMATCH = "VERSION_MISMATCH"
    IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED"
    IDEMPOTENCY_KEY_REQUIRED = "IDEMPOTENCY_KEY_REQUIRED"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    PAID_TOO_MUCH = "PAID_TOO_MUCH"
    IN_USE = "IN_USE"
    FORBIDDEN = "FORBIDDEN"


class DomainError(Exception):
    """`path` names the input at fault, outermost first; empty means the whole request."""

    code: ClassVar[ErrorCode]

    def __init__(self, message: str, *path: str) -> None:
        super().__init__(message)
        self.path = path

    def under(self, *outer: str) -> "DomainError":
        """The same failure, seen from the caller whose input holds this one's."""
        self.path = (*outer, *self.path)
        return self


class Invalid(DomainError):
    """The value can never be right."""

    code = ErrorCode.INVALID


class Required(Invalid):
    """It was left out, and cannot be."""

    code = ErrorCode.REQUIRED


class PaidTooMuch(Invalid):
    """More is paid than there is to pay, or given back than was paid."""

    code = ErrorCode.PAID_TOO_MUCH


class NotFound(DomainError):
    """No such thing, or not for these eyes."""

    code = ErrorCode.NOT_FOUND


class Conflict(DomainError):
    """The value is fine; the present state of things forbids it."""

    code = ErrorCode.CONFLICT


class Taken(Conflict):
    """Somebody has that name, code or key already."""

    code = ErrorCode.TAKEN


class IllegalMove(Conflict):
    """The state machine has no such move; `allowed` are the ones it has from here."""

    code = ErrorCode.INVALID_TRANSITION

    def __init__(self, what: str, now: str, wanted: str, allowed: Iterable[str]) -> None:
        self.now, self.wanted, self.allowed = now, wanted, tuple(allowed)
        moves = ", ".join(self.allowed) or "nowhere"
        super().__init__(f"A {what} that is {now} cannot become {wanted}; it can go: {moves}.")


class Stale(Conflict):
    """The row changed since the client read it; `version` is its present one."""

    code = ErrorCode.VERSION_MISMATCH

    def __init__(self, version: int) -> None:
        super().__init__(
            f"It has changed since you read it; it is at version {version}.", "expectedVersion"
        )
        self.version = version


class InUse(Conflict):
    """Something still shows it; `places` are those rows, as type and id."""

    code = ErrorCode.IN_USE

    def __init__(self, message: str, places: Iterable[str], *path: str) -> None:
        super().__init__(message, *path)
        self.places = tuple(places)


class KeyReused(Conflict):
    """An idempotency key came back with another input."""

    code = ErrorCode.IDEMPOTENCY_KEY_REUSED


class KeyRequired(Invalid):
    """Money, stock and ingest are not moved without an idempotency key."""

    code = ErrorCode.IDEMPOTENCY_KEY_REQUIRED


class LimitExceeded(Invalid):
    """More than may be given at once; `limit` is the most."""

    code = ErrorCode.LIMIT_EXCEEDED

    def __init__(self, message: str, limit: int, *path: str) -> None:
        super().__init__(message, *path)
        self.limit = limit


class Forbidden(DomainError):
    """The actor lacks the permission."""

    code = ErrorCode.FORBIDDEN
