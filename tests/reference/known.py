"""What of the schema the reference can answer: everything, or a test names the rest."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from graphql import GraphQLObjectType, get_named_type, is_enum_type, is_leaf_type
from sqlalchemy import inspect

from tests.reference.answer import build, searched
from tests.reference.by_hand import BY_KEY, FIELDS, FILTERS, IDS, ORDINARY, POINTS, SEARCHES
from tests.reference.pages import Order
from tests.reference.reports import REPORTS, ROWS
from tests.reference.rows import MODELS
from tests.reference.who import SEEN
from tests.reference.words import snake

MADE_UP = {
    "BrandFinding",
    "BrandLintFinding",
    "Viewer",
    "HeldPermission",
    "PermissionInfo",
    "PageInfo",
    "Count",
    "TemplateChange",
}
"""Types whose values the reference makes as dictionaries, whole."""


BY_RESOLVERS = {"AuditVerification", "MediaPreview"}
"""What roots of `by_hand.ORDINARY` answer."""


def reachable() -> dict[str, GraphQLObjectType]:
    """The object types that a query can come upon."""
    schema = build()
    assert schema.query_type
    found: dict[str, GraphQLObjectType] = {}
    left: list[Any] = [schema.query_type]
    while left:
        kind = left.pop()
        if is_leaf_type(kind) or kind.name in found:
            continue
        if not isinstance(kind, GraphQLObjectType):
            left += schema.get_possible_types(kind)
            continue
        found[kind.name] = kind
        left += [get_named_type(field.type) for field in kind.fields.values()]
    return {name: kind for name, kind in found.items() if name not in BY_RESOLVERS}


def unknown() -> Iterator[str]:
    """Everything in the schema that the reference would not know how to answer."""
    for name, kind in reachable().items():
        if name.endswith(("Connection", "Edge")) or name in MADE_UP:
            continue
        if name in MODELS and name not in SEEN:
            yield f"{name}: say in `who.SEEN` who sees it"
        for field_name, field in kind.fields.items():
            place = f"{name}.{field_name}"
            if name == "Query":
                known = is_known_root(place, field)
            else:
                known = place in FIELDS or place in POINTS or snake(field_name) in attributes(name)
            if not known and place not in ORDINARY:
                yield f"{place}: say in `by_hand.FIELDS` what it is"
            yield from unknown_arguments(place, field)


def is_known_root(place: str, field: Any) -> bool:
    named = get_named_type(field.type).name
    made = {"Query.node", "Query.nodes", "Query.viewer", "Query.permissions"}
    return (
        named.endswith("Connection")
        or list(field.args) == ["id"]
        or place in made | set(BY_KEY) | set(REPORTS)
    )


def attributes(name: str) -> set[str]:
    if name in MODELS:
        return set(inspect(MODELS[name]).attrs.keys())
    values = {
        composite.composite_class
        for model in MODELS.values()
        for composite in inspect(model).composites
    }
    known = {f.name for value in values if value.__name__ == name for f in fields(value)}
    return known or ROWS.get(name, set())


def unknown_arguments(place: str, field: Any) -> Iterator[str]:
    kind = get_named_type(field.type).name.removesuffix("Connection")
    if "orderBy" in field.args:
        enum: Any = get_named_type(field.args["orderBy"].type)
        assert is_enum_type(enum)
        for value in enum.values:
            for key in Order(kind, enum.name, value).keys:
                if key not in attributes(kind):
                    yield f"{enum.name}.{value}: say in `by_hand.SORTS` by what it sorts"
    if "filter" in field.args:
        filter_: Any = get_named_type(field.args["filter"].type)
        for name in filter_.fields:
            is_known = snake(name) in attributes(kind) or name in {"and", "or", "not"}
            is_link = get_named_type(filter_.fields[name].type).name == "IDFilter"
            if is_link and f"{filter_.name}.{name}" not in IDS:
                yield f"{filter_.name}.{name}: say in `by_hand.IDS` of which type its ids are"
            if not is_known and f"{filter_.name}.{name}" not in FILTERS:
                yield f"{filter_.name}.{name}: say in `by_hand.FILTERS` what it compares"
    if "query" in field.args:
        for key in searched(field.args["query"].description or "")[1]:
            if key not in attributes(kind) and f"{kind}.{key}" not in SEARCHES:
                yield f"{place}(query: {key}): say in `by_hand.SEARCHES` what it compares"
