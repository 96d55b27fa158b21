"""Enums as the graph shows them: each value with its sentence."""

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

import strawberry

Choice = TypeVar("Choice", bound=type[Enum])


class By(str):
    """A sort: the model's columns, `-` before those that descend, and what a person calls it."""

    __slots__ = ("said",)
    said: str


def by(columns: str, said: str) -> Any:
    """One value of a `sorting` enum: `by("-placed_at", "Latest first.")`."""
    found = By(columns)
    found.said = said
    return found


def described(choice: type[Enum], description: str, **values: str) -> None:
    """Registers a domain enum with a sentence for itself and for each value."""
    if set(values) != {member.name for member in choice}:
        raise TypeError(f"{choice.__name__}: describe each value: {sorted(values)}")
    strawberry.enum(choice, description=description)
    _describe(choice, values)


def sorting(description: str) -> Callable[[Choice], Choice]:
    """Class decorator: an enum of `by(…)` becomes a sort in the graph."""

    def register(choice: Choice) -> Choice:
        strawberry.enum(choice, description=description)
        _describe(choice, {member.name: member.value.said for member in choice})
        return choice

    return register


def _describe(choice: Any, values: dict[str, str]) -> None:
    for value in choice.__strawberry_definition__.values:
        value.description = values[value.name]
