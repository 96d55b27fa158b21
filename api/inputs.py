"""What a client gave: as the resolvers' own types, and told from what it left out."""

from collections.abc import Callable, Iterable
from dataclasses import MISSING, fields
from functools import cache
from typing import Any

import strawberry
from strawberry.types.base import StrawberryContainer, StrawberryList, has_object_definition
from strawberry.utils.str_converters import to_camel_case

Read = Callable[[Any], Any]
_GUIDES = {"id", "expected_version", "reason"}


def given(input: Any, *less: str) -> dict[str, Any]:
    """The fields the client set, null included; not `id`, `expected_version`, `reason`, `less`."""
    skipped = _GUIDES | set(less)
    values = {field.name: getattr(input, field.name) for field in fields(input)}
    return {n: v for n, v in values.items() if n not in skipped and v is not strawberry.UNSET}


def arguments_reader(arguments: Iterable[Any]) -> Read:
    """From what graphql-core has coerced to a resolver's keyword arguments.

    Made once for a field; Strawberry would look up every type and every name at each call.
    """
    return _reader(dict, [(one, one.type) for one in arguments], {})


@cache
def input_reader(kind: Any) -> Read:
    """From a coerced mapping to an instance of an input type."""
    parts = kind.__strawberry_definition__.fields
    needed = [one for one in parts if one.default is MISSING and one.default_factory is MISSING]
    return _reader(kind, [(one, one.type) for one in parts], {one.name: None for one in needed})


def _reader(make: Any, parts: Iterable[tuple[Any, Any]], absent: dict[str, Any]) -> Read:
    """`absent` is what a nullable field without a default is when nothing was said of it."""
    known = [
        (one.graphql_name or to_camel_case(one.python_name), one.python_name, _inner(type_))
        for one, type_ in parts
    ]

    def read(value: Any) -> Any:
        said = {
            own: inner(value[name]) if inner and value[name] is not None else value[name]
            for name, own, inner in known
            if name in value
        }
        return make(**{**absent, **said})

    return read


def _inner(type_: Any) -> Read | None:
    """How a value of the type is read; None when graphql-core made of it all that we want."""
    if isinstance(type_, StrawberryList):
        item = _inner(type_.of_type)
        return list if item is None else lambda value: [one and item(one) for one in value]
    if isinstance(type_, StrawberryContainer):
        return _inner(type_.of_type)
    if has_object_definition(type_):
        return input_reader(type_)
    return None
