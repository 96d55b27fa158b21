"""Values as clients give them: what can be kept, and no more than a template has use for."""

from collections.abc import Mapping
from typing import Any

from domain import text
from domain.errors import Invalid, LimitExceeded

MOST_SLOTS, LONGEST_NAME, LONGEST_VALUE = 60, 100, 2_000


def sane(values: Any) -> dict[str, Any]:
    """An object of them, or None; raises Invalid."""
    given: Any = {} if values is None else values
    if not isinstance(given, Mapping):
        raise Invalid("It must be an object: a value for each slot.", "values")
    if len(given) > MOST_SLOTS:
        raise LimitExceeded(f"Up to {MOST_SLOTS} slots.", MOST_SLOTS, "values")
    for slot, value in given.items():
        try:
            kept(slot)
            checked(value)
        except Invalid as error:
            raise Invalid(f"{slot[:LONGEST_NAME]!r}: {error}", "values") from None
    return dict(given)


def checked(value: Any) -> None:
    match value:
        case str():
            text.words(value, longest=LONGEST_VALUE)
        case None | bool() | int() | float():
            pass
        case dict() if len(value) <= MOST_SLOTS:
            for name, part in value.items():
                kept(name)
                checked(part)
        case list() if len(value) <= MOST_SLOTS:
            for part in value:
                checked(part)
        case _:
            raise Invalid("No slot takes such a value.")


def kept(name: str) -> None:
    text.words(name, longest=LONGEST_NAME)
