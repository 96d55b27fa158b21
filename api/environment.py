"""How a frozen dataclass of settings is filled from the environment and from `.env`.

pydantic-settings does this too, but takes a tenth of the time that the whole program has to start.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import field, fields
from pathlib import Path
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

Filled = TypeVar("Filled")
TRUE, FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})


class Wrong(ValueError):
    """A setting cannot be used; `name` is the field's."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


def setting(  # noqa: PLR0913  a field has that many rules
    default: Any,
    description: str,
    *,
    least: float | None = None,
    most: float | None = None,
    checked: Callable[[Any], Any] | None = None,
    is_secret: bool = False,
) -> Any:
    """A field: its sentence, its limits, and what else makes it right or raises ValueError."""
    rules = {"description": description, "least": least, "most": most, "checked": checked}
    return field(default=default, repr=not is_secret, metadata=rules)


def filled(kind: type[Filled], prefix: str, environment: Mapping[str, str]) -> Filled:
    """An instance with what is said of it, blanks aside; raises Wrong."""
    hints = get_type_hints(kind)
    given = {}
    for one in fields(cast(Any, kind)):
        said = environment.get(prefix + one.name.upper(), "")
        if said.strip():
            given[one.name] = _understood(one.name, hints[one.name], said)
    return kind(**given)


def environment_and(file: Path) -> Mapping[str, str]:
    """The environment, and what the file says of which the environment says nothing."""
    if not file.is_file():
        return os.environ
    from dotenv import dotenv_values  # noqa: PLC0415  only where there is a file to read

    said = {name: value for name, value in dotenv_values(file).items() if value is not None}
    return {**said, **{name: value for name, value in os.environ.items() if value}}


def check(settings: Any) -> None:
    """For `__post_init__`: every rule of every field; raises Wrong."""
    for one in fields(settings):
        value, rules = getattr(settings, one.name), one.metadata
        least, most = rules["least"], rules["most"]
        if (least is not None and value < least) or (most is not None and value > most):
            raise Wrong(one.name, f"it must be {_range(least, most)}")
        if rules["checked"]:
            try:
                object.__setattr__(settings, one.name, rules["checked"](value))
            except ValueError as error:
                raise Wrong(one.name, str(error)) from None


def _range(least: float | None, most: float | None) -> str:
    if least is None or most is None:
        return f"at least {least}" if most is None else f"at most {most}"
    return f"from {least} to {most}"


def _understood(name: str, kind: Any, said: str) -> Any:
    if get_origin(kind) is Literal:
        if said not in get_args(kind):
            raise Wrong(name, f"it must be one of: {', '.join(get_args(kind))}")
        return said
    if kind is bool:
        if said.lower() not in TRUE | FALSE:
            raise Wrong(name, "it must be true or false")
        return said.lower() in TRUE
    try:
        return kind(said)
    except ValueError:
        raise Wrong(name, "it must be a number") from None
