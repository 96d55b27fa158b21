"""graphql-core, with one resolver for every field of the schema."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLResolveInfo,
    GraphQLSchema,
    build_schema,
    execute_sync,
    get_named_type,
    is_list_type,
    parse,
)
from graphql.type import get_nullable_type
from sqlalchemy import inspect

from api.schema import schema as real
from domain.permissions import Permission, Role
from tests.reference.by_hand import BY_KEY, FIELDS, POINTS
from tests.reference.columns import shown
from tests.reference.filtering import Filter
from tests.reference.inputs import read_date, read_decimal, read_instant
from tests.reference.pages import Order, connection
from tests.reference.refusals import bad, forbidden, storable
from tests.reference.reports import REPORTS
from tests.reference.rows import MODELS, Tables
from tests.reference.searching import Search
from tests.reference.who import GUARDS, HOLDERS, Who
from tests.reference.words import snake

SDL = real.as_str()


@lru_cache
def build() -> GraphQLSchema:
    schema = build_schema(SDL)
    reads = {"Date": read_date, "DateTime": read_instant, "Decimal": read_decimal}
    for name in ("DateTime", "Decimal", "Date", "JSON"):
        scalar: Any = schema.type_map.get(name)
        if scalar:
            scalar.coerce_output_value = lambda value: value
            if name in reads:
                scalar.coerce_input_value = reads[name]
    return schema


@lru_cache(maxsize=64)
def parsed(query: str) -> DocumentNode:
    return parse(query)


class Reference:
    """The answers one reader gets, from rows that were read beforehand."""

    def __init__(self, tables: Tables, who: Who) -> None:
        self.tables, self.who, self.schema = tables, who, build()
        self._seen: dict[str, list[Any]] = {}

    def answer(self, query: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
        result = execute_sync(
            self.schema,
            parsed(query),
            variable_values=variables or {},
            field_resolver=self.resolve,
            type_resolver=lambda row, _info, _kind: type(row).__name__,
        )
        errors = [error.formatted for error in result.errors or ()]
        return {"data": result.data, **({"errors": errors} if errors else {})}

    def resolve(self, source: Any, info: GraphQLResolveInfo[Any], **given: Any) -> Any:
        if isinstance(source, dict):
            return source[info.field_name]
        place = f"{info.parent_type.name}.{info.field_name}"
        if place in GUARDS:
            if not self.who.may(GUARDS[place]):
                raise forbidden()
            if source is not None and not self.may_here(GUARDS[place], source):
                return None
        if source is None:
            return self.root(place, info, given)
        if place in POINTS:
            kind, id = (getattr(source, column) for column in POINTS[place])
            named: Any = get_named_type(info.return_type)
            types = {str(one) for one in self.schema.get_possible_types(named)}
            return self.node(f"{kind}:{id}") if kind in types else None
        if place in FIELDS:
            return FIELDS[place](source, self.tables)
        return self.attribute(source, info, given)

    def may_here(self, permission: str, row: Any) -> bool:
        """Held in the row's store, if it is of one."""
        if type(row).__name__ == "Store":
            return self.who.may_in(permission, row.id)
        store_id = getattr(row, "store_id", None)
        return store_id is None or self.who.may_in(permission, store_id)

    def attribute(self, row: Any, info: GraphQLResolveInfo[Any], given: Mapping[str, Any]) -> Any:
        name = snake(info.field_name)
        if type(row).__name__ not in MODELS:  # a value object
            return shown(getattr(row, name))
        if name == "id":
            return f"{type(row).__name__}:{row.id}"
        mapper = inspect(type(row))
        if name not in mapper.relationships:
            return shown(getattr(row, name))
        found = [other for other in self.tables.related(row, name) if self.who.sees(other)]
        if is_connection(info):
            return self.page(found, info, given)
        return found if is_listed(info) else next(iter(found), None)

    def seen(self, kind: str) -> list[Any]:
        if kind not in self._seen:
            self._seen[kind] = [row for row in self.tables.rows[kind] if self.who.sees(row)]
        return self._seen[kind]

    def root(self, place: str, info: GraphQLResolveInfo[Any], given: Mapping[str, Any]) -> Any:
        kind = get_named_type(info.return_type).name
        match place:
            case "Query.node":
                return self.node(given["id"])
            case "Query.nodes":
                if len(given["ids"]) > 100:
                    raise bad("too many")
                return [self.node(id) for id in given["ids"]]
            case "Query.viewer":
                return self.viewer()
            case "Query.permissions":
                return self.permissions()
        if place in REPORTS:
            return REPORTS[place](self.tables, self.who, given)
        if place in BY_KEY:
            [value] = given.values()
            storable(value)
            return next((r for r in self.seen(kind) if getattr(r, BY_KEY[place]) == value), None)
        if is_connection(info):
            return self.page(self.seen(kind.removesuffix("Connection")), info, given)
        assert list(given) == ["id"], f"{place} is unknown to the reference"
        return self.node(given["id"], kind)

    def node(self, id: str, kind: str | None = None) -> Any:
        name = id.partition(":")[0]
        if name not in self.schema.type_map or name not in MODELS or kind not in {None, name}:
            return None
        return next((row for row in self.seen(name) if f"{name}:{row.id}" == id), None)

    def page(self, rows: list[Any], info: GraphQLResolveInfo[Any], given: Mapping[str, Any]) -> Any:
        arguments = info.parent_type.fields[info.field_name].args
        kind = get_named_type(info.return_type).name.removesuffix("Connection")
        if given.get("filter") is not None:
            name = get_named_type(arguments["filter"].type).name
            rows = list(filter(Filter(kind, name, given["filter"], self.tables).lets, rows))
        if given.get("query"):
            words, keys = searched(arguments["query"].description or "")
            search = Search(kind, given["query"], keys, self.tables, has_words=words)
            rows = list(filter(search.lets, rows))
        order = Order(kind, get_named_type(arguments["orderBy"].type).name, given["orderBy"])
        return connection(rows, order, given)

    def viewer(self) -> dict[str, Any]:
        def own(kind: str, id: Any) -> Any:
            return next((row for row in self.seen(kind) if row.id == id), None)

        held = [permission.name for permission in Permission if self.who.may(permission.name)]
        return {
            "user": own("User", self.who.user_id),
            "organization": own("Organization", self.who.organization_id),
            "permissions": [{"permission": p, "reach": self.who.reach(p)} for p in held],
        }

    def permissions(self) -> list[dict[str, Any]]:
        said: Any = self.schema.type_map["Permission"]
        return [
            {
                "permission": permission.name,
                "description": said.values[permission.name].description,
                "roles": [role.name for role in Role if role.name[0] in HOLDERS[permission.name]],
            }
            for permission in Permission
        ]


def is_connection(info: GraphQLResolveInfo[Any]) -> bool:
    return get_named_type(info.return_type).name.endswith("Connection")


def is_listed(info: GraphQLResolveInfo[Any]) -> bool:
    return is_list_type(get_nullable_type(info.return_type))


def searched(description: str) -> tuple[bool, list[str]]:
    """Whether words may be looked for, and by which keys, as the argument's description says."""
    _, found, keys = description.rpartition("Keys: ")
    return "Words look into" in description, keys.rstrip(".").split(", ") if found else []
