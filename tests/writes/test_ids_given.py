"""Ids that are no ids: empty ones, and in lists and deeper within an input those of strangers."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLInputObjectType,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
)

from tests.conftest import House
from tests.writes.changes import input_type, tried
from tests.writes.every import CHANGES, FIELDS

Way = tuple[str | int, ...]
NO_ID = (["NOT_FOUND"], ["INVALID"], ["REQUIRED"])


def id_fields(kind: GraphQLInputObjectType, given: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    """The ways to all of them, in the input itself and in the first of each list in it."""
    for name, field in kind.fields.items():
        below, is_list = get_named_type(field.type), is_list_type(get_nullable_type(field.type))
        if below.name == "ID":
            yield (*way, name), field.type
        elif isinstance(below, GraphQLInputObjectType) and given.get(name):
            inner, more = (given[name][0], (name, 0)) if is_list else (given[name], (name,))
            yield from id_fields(below, inner, (*way, *more))


def optional(kind: GraphQLInputObjectType, given: Any) -> list[Way]:
    found = id_fields(kind, given)
    return [way for way, said in found if not is_non_null_type(said) and not is_list_type(said)]


def deeper(kind: GraphQLInputObjectType, given: Any) -> list[Way]:
    """Those in lists or within other inputs, of which the input has one."""
    found = [
        (*way, 0) if is_list_type(get_nullable_type(said)) else way
        for way, said in id_fields(kind, given)
    ]
    return [way for way in found if len(way) > 1 and at(given, way)]


def at(given: Any, way: Way) -> Any:
    for step in way:
        if isinstance(given, list):
            given = given[int(step)] if given else None
        else:
            given = given and given.get(step)
    return given


def with_id(given: Any, way: Way, id: str) -> Any:
    if not way:
        return id
    step, *rest = way
    if isinstance(given, list):
        return [with_id(given[0], tuple(rest), id), *given[1:]]
    return {**given, step: with_id(given.get(step), tuple(rest), id)}


def ids_in(kind: GraphQLInputObjectType, seen: frozenset[str] = frozenset()) -> Iterator[Any]:
    """The types of all fields that are ids, however deep."""
    for field in kind.fields.values():
        below = get_named_type(field.type)
        if below.name == "ID":
            yield field.type
        elif isinstance(below, GraphQLInputObjectType) and below.name not in seen:
            yield from ids_in(below, seen | {kind.name})


def has_optional(field: str) -> bool:
    return not all(is_non_null_type(said) for said in ids_in(input_type(field)))


def has_deeper(field: str) -> bool:
    own = [get_named_type(one.type) for one in input_type(field).fields.values()]
    return len(list(ids_in(input_type(field)))) > sum(one.name == "ID" for one in own) or any(
        is_list_type(get_nullable_type(said)) for said in ids_in(input_type(field))
    )


ALL = sorted(set(FIELDS) - {"platformOrdersIngest"})  # which refuses row by row
OPTIONAL = [field for field in ALL if has_optional(field)]
DEEPER = [field for field in ALL if has_deeper(field)]


@pytest.mark.parametrize("field", OPTIONAL)
def test_an_id_is_left_out_by_null_and_not_by_an_empty_one(house: House, field: str) -> None:
    input = CHANGES[field].ready(house)
    for way in optional(input_type(field), input):
        refused = tried(house, field, with_id(input, way, ""), house.manager)
        assert refused in NO_ID, (way, refused)


@pytest.mark.parametrize("field", DEEPER)
def test_a_strangers_id_is_none_in_lists_and_within_other_inputs(house: House, field: str) -> None:
    input, foreign = CHANGES[field].ready(house), CHANGES[field].ready(house.second)
    for way in deeper(input_type(field), input):
        refused = tried(house, field, with_id(input, way, at(foreign, way)), house.manager)
        assert refused in NO_ID, (way, refused)
