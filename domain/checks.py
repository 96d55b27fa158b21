"""Checks of fields that a change names: of what must be there, and of what may be taken away."""

from collections.abc import Callable
from typing import Any

from domain.errors import Required

Check = Callable[[Any, str], Any]
"""Answers what is kept of what was given; raises a DomainError at the path."""


def needed(check: Check, said: str = "It must be said.") -> Check:
    """Null is Required, in these words."""

    def checked(given: Any, path: str) -> Any:
        if given is None:
            raise Required(said, path)
        return check(given, path)

    return checked


def optional(check: Check) -> Check:
    """Null takes it away."""
    return lambda given, path: None if given is None else check(given, path)
