"""The ordinary way: graphql-core walks over what the compiler has read, so both say the same."""

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Any

import strawberry
from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
)
from graphql.execution.collect_fields import FieldDetails
from graphql.execution.values import VariableValues

from api.context import Context
from api.reads.compiler import TYPE, Moment, Reading, permit
from api.reads.documents import fragments_of
from api.reads.selection import Asked, Operation

PARENT: Any = strawberry.Parent[Any]  # type: ignore[misc]
Arguments = dict[str, tuple[Any, Any]]


def reading_field(reading: Reading, arguments: Arguments, **how: Any) -> Any:
    """A field with arguments, given as (type, default), that only the compiler answers."""

    def resolve(source: Any, info: strawberry.Info[Context, None], **_: Any) -> Any:
        raw: GraphQLResolveInfo[Context] = info._raw_info  # noqa: SLF001
        given: Any = raw.variable_values  # graphql-core's own executor wraps them, Strawberry's not
        values = VariableValues({}, getattr(given, "coerced", given))
        operation = Operation(
            raw.schema, raw.operation, fragments_of(raw.fragments.values()), values
        )
        path = tuple(key for key in raw.path.as_list() if isinstance(key, str))
        details = [FieldDetails(node, None) for node in raw.field_nodes]
        asked = Asked(operation, raw.parent_type, path[-1], details, path)
        context = info.context
        row_ids = getattr(source, "row_ids", None) or {}
        if row_ids.get(asked.declared.python_name, "") is None:
            return None
        links = context.reads.links
        moment = Moment(context.actor, context.now, values, links, row_ids)
        return context.reads.field(asked, moment)

    keyword = Parameter.KEYWORD_ONLY
    resolve.__signature__ = Signature(  # type: ignore[attr-defined]
        [
            Parameter("source", Parameter.POSITIONAL_OR_KEYWORD, annotation=PARENT),
            Parameter("info", Parameter.POSITIONAL_OR_KEYWORD, annotation=strawberry.Info),
            *(
                Parameter(name, keyword, annotation=type_, default=default)
                for name, (type_, default) in arguments.items()
            ),
        ]
    )
    return strawberry.field(resolver=resolve, metadata={"reading": reading}, **how)


def walk_what_is_read(schema: GraphQLSchema) -> None:
    """Lets every type stand on what the compiler has read as well as on its own instances."""
    for kind in schema.type_map.values():
        if kind.name.startswith("__"):
            continue
        if isinstance(kind, GraphQLObjectType):
            kind.is_type_of = None
            for field in kind.fields.values():
                field.resolve = _or_key(field.resolve, field.extensions)
        elif isinstance(kind, GraphQLInterfaceType | GraphQLUnionType):
            kind.resolve_type = _or_named(kind.resolve_type)


def _or_key(otherwise: Any, extensions: dict[str, Any]) -> Callable[..., Any]:
    reading = extensions["strawberry-definition"].metadata.get("reading")

    def resolve(source: Any, info: GraphQLResolveInfo[Context], **given: Any) -> Any:
        if not isinstance(source, dict):
            return otherwise(source, info, **given)
        if reading:
            permit(reading, info.context.actor.grants)
        return _revived(source[info.path.key], info)

    return resolve


def _or_named(otherwise: Any) -> Callable[..., Any]:
    def resolve_type(value: Any, info: GraphQLResolveInfo[Context], kind: Any) -> Any:
        return value[TYPE] if isinstance(value, dict) else otherwise(value, info, kind)

    return resolve_type


def _revived(value: Any, info: GraphQLResolveInfo[Context]) -> Any:
    """Leaves as Python values again, for graphql-core writes them a second time."""
    kind = get_named_type(info.return_type)
    if value is None or isinstance(value, Exception) or not is_leaf_type(kind):
        return value
    if isinstance(value, list):
        return [kind.parse_value(item) for item in value]
    return kind.parse_value(value)
