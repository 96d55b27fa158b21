"""At start: what the graph promises against what the models hold."""

from collections.abc import Iterator
from typing import Any

from graphql import (
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_non_null_type,
)
from sqlalchemy import inspect
from strawberry.types.field import StrawberryField

from api.reads.connection import Pages
from api.reads.fields import Attribute, Made
from api.reads.filters import IDFilter, TextFilter, kind_of
from api.reads.roots import UNMARKED


class BrokenPromise(TypeError):
    """The graph shows what its models cannot answer; the message lists every place."""


def check_against_models(schema: GraphQLSchema) -> None:
    """Raises BrokenPromise: a missing column, a null where none is promised, an unsorted key."""
    wrong = [
        f"{kind.name}.{name}: {fault}"
        for kind in schema.type_map.values()
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__")
        for name, field in kind.fields.items()
        for fault in faults(kind, field)
    ]
    if wrong:
        raise BrokenPromise("\n".join(["the graph and the models disagree:", *wrong]))


def faults(kind: GraphQLObjectType, field: Any) -> Iterator[str]:
    declared: StrawberryField | None = field.extensions.get("strawberry-definition")
    model = getattr(kind.extensions.get("strawberry-definition"), "origin", None)
    model = getattr(model, "model", None)
    if declared is None:
        return
    reading = declared.metadata.get("reading")
    if reading is not None and reading.needs is not None and is_non_null_type(field.type):
        yield "it is guarded, so it must be nullable."
    if isinstance(reading, Pages):
        nested = model is not None
        yield from paged(reading, field, is_nested=nested, name=declared.python_name, parent=model)
    if model is None or (reading is None and declared.base_resolver):
        return
    mapper = inspect(model)
    match reading or UNMARKED:
        case Attribute():
            yield from attribute(mapper, declared.python_name, field)
        case Made(columns=columns):
            yield from (
                f"no column {name}." for name in columns if name not in mapper.all_orm_descriptors
            )


def attribute(mapper: Any, name: str, field: Any) -> Iterator[str]:
    promised = is_non_null_type(field.type)
    if name in mapper.relationships:
        relation = mapper.relationships[name]
        nullable = any(column.nullable for column, _ in relation.local_remote_pairs)
        if promised and not relation.uselist and nullable:
            yield "the foreign key may be null."
        if relation.lazy != "raise":
            yield 'the relationship must be lazy="raise".'
        if relation.uselist and not relation.order_by:
            yield "a plain list needs an order_by."
    elif name in mapper.composites:
        if promised and mapper.composites[name].props[0].columns[0].nullable:
            yield "the value may be null."
    elif name in mapper.column_attrs:
        if promised and mapper.column_attrs[name].columns[0].nullable:
            yield "the column may be null."
    else:
        yield f"{mapper.class_.__name__} has no {name}."


def paged(pages: Pages, field: Any, *, is_nested: bool, name: str, parent: Any) -> Iterator[str]:
    if is_nested and name not in inspect(parent).relationships:
        yield f"{parent.__name__} has no relationship {name}."
    edge = get_named_type(get_named_type(field.type).fields["edges"].type)
    node = get_named_type(edge.fields["node"].type)
    model = node.extensions["strawberry-definition"].origin.model
    columns = inspect(model).column_attrs
    for by in get_named_type(field.args["orderBy"].type).values.values():
        for key in str(getattr(by.value, "value", by.value)).split(","):
            if key.lstrip("-") not in columns:
                yield f"it sorts by {key}, which {model.__name__} has not."
    yield from filtered(pages.filter, model)
    if pages.search:
        for searched in [pages.search.words, *pages.search.keys.values()]:
            if isinstance(searched, str) and searched not in columns:
                yield f"it searches {searched}, which {model.__name__} has not."


def filtered(filter_: Any, model: Any) -> Iterator[str]:
    columns = inspect(model).column_attrs
    for wanted in filter_.__strawberry_definition__.fields if filter_ else ():
        own = wanted.python_name
        if own in {"and_", "or_", "not_"} or wanted.metadata.get("column"):
            continue
        if own not in columns:
            yield f"it filters by {own}, which {model.__name__} has not."
        if getattr(wanted.type, "of_type", None) is IDFilter:
            kind_of(model, wanted)
        if getattr(wanted.type, "of_type", None) is TextFilter and f"{own}_folded" not in columns:
            yield f"{model.__name__} has no {own}_folded to look into."
