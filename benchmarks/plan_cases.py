"""Every way to ask for a list, found from the schema: queries, and values that rows have."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

from graphql import get_named_type, is_leaf_type, is_list_type, is_object_type
from sqlalchemy import Connection, func, inspect, select
from sqlalchemy.orm import aliased

from api.reads.compiler import model_of
from api.reads.connection import Pages
from api.reads.cursors import cursor_text
from api.schema import schema
from benchmarks.rows import START
from domain.base import instant_text
from domain.catalogue.tags import Tags
from domain.ids import new_id

GRAPH: Any = schema._schema  # noqa: SLF001  graphql-core's own
PAGE = "edges { cursor node { id } } pageInfo { hasNextPage endCursor }"
ABSENT: dict[type, Any] = {
    str: "no-such-thing",
    UUID: new_id(),
    datetime: datetime(2199, 1, 1, tzinfo=UTC),
    int: 987_654,
    Decimal: Decimal(987_654),
}


@dataclass(frozen=True)
class Case:
    """One query; `place` is the field that is tried, `how` its arguments in words."""

    place: str
    how: str
    text: str
    variables: dict[str, Any] = field(default_factory=dict)

    @property
    def is_plain(self) -> bool:
        return "," not in self.how


def graphed(value: Any) -> Any:
    """A row's value as a variable."""
    match value:
        case UUID():
            return f"Row:{value}"
        case datetime():
            return instant_text(value)
        case Enum():
            return value.name
        case Decimal():
            return str(value)
    return value


class Values:
    """What rows hold: asked of the filled database, and remembered."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.of = cache(self._of)
        self.middle = cache(self._middle)
        self.words = cache(self._words)

    def spread(self, model: Any, column: Any) -> dict[str, Any]:
        """A common, a rare and an absent value of a column, or of an expression over a row."""
        return self.of(model, column)

    def _of(self, model: Any, column: Any) -> dict[str, Any]:
        row = aliased(model)
        asked = getattr(row, column) if isinstance(column, str) else column(row)
        value, count = asked.label("v"), func.count().label("n")
        found = select(value, count).select_from(row).group_by(value).order_by(count.desc(), value)
        held = [one.v for one in self.connection.execute(found) if one.v is not None]
        if not held:
            return {}
        kinds = {"common": held[0], "rare": held[-1]}
        if isinstance(asked.type, Tags):
            kinds = {"common": held[0].split()[0]}
        sample = held[0]
        if isinstance(sample, Enum):
            unused = [one for one in type(sample) if one not in held]
            kinds |= {"absent": unused[0]} if unused else {}
        elif type(sample) in ABSENT:
            kinds["absent"] = ABSENT[type(sample)]
        if kinds["common"] == kinds.get("rare"):
            del kinds["rare"]
        return kinds

    def _words(self, model: Any) -> dict[str, str]:
        """Of the searched text: in most rows, in few, in none."""
        text = model.search_text
        found = select(text).where(text != "").order_by(model.id).offset(self.count(model) // 2)
        said = self.connection.scalar(found.limit(1)) or "x"
        line = max(said.split("\n"), key=len)
        return {"common": line[:2], "rare": line, "absent": "qqqq"}

    def count(self, model: Any) -> int:
        return int(self.connection.scalar(select(func.count()).select_from(model)) or 0)

    def _middle(self, model: Any, sort: str, names: str) -> str:
        """The cursor of the row in the middle of all."""
        keys = [getattr(model, name.lstrip("-")) for name in names.split(",")] + [model.id]
        place = self.count(model) // 2
        found = select(*keys).where(keys[0].is_not(None)).order_by(*keys).offset(place).limit(1)
        row = self.connection.execute(found).first()
        return cursor_text(sort, row, [key.type for key in keys]) if row else ""

    def parents(self, model: Any, relation: Any) -> dict[str, UUID]:
        """Whose list of that relation is the longest, and whose the shortest but not empty."""
        [(here, there)] = relation.local_remote_pairs
        child = relation.mapper.local_table
        count = func.count().label("n")
        by_size = select(there, count).where(there.is_not(None)).group_by(there)
        ends = {"most": count.desc(), "fewest": count}
        found = {}
        for name, order in ends.items():
            top = self.connection.execute(by_size.order_by(order, there).limit(1)).first()
            if top is not None:
                own = select(model.id).where(here == top[0]).limit(1)
                found[name] = self.connection.scalar(own)
        if child is model.__table__ or found.get("most") == found.get("fewest"):
            found.pop("fewest", None)
        return {name: id for name, id in found.items() if id}


def reading_of(field_: Any) -> Any:
    declared = field_.extensions.get("strawberry-definition")
    return declared.metadata.get("reading") if declared else None


def leaves(kind: Any) -> str:
    names = [n for n, f in kind.fields.items() if is_leaf_type(get_named_type(f.type))]
    return "{ " + " ".join(names or ["__typename"]) + " }"


def node_of(connection: Any) -> Any:
    return get_named_type(get_named_type(connection.fields["edges"].type).fields["node"].type)


def choices(values: Values, model: Any, reading: Pages) -> Iterator[tuple[str, dict[str, Any]]]:
    """(in words, arguments): each filter field with each operator tried, and each search key."""
    if reading.filter:
        for one in reading.filter.__strawberry_definition__.fields:
            if one.python_name in {"and_", "or_", "not_"}:
                continue
            name = one.graphql_name or schema.config.name_converter.apply_naming_config(
                one.python_name
            )
            column = one.metadata["column"] or one.python_name
            spread = values.spread(model, column)
            for kind, value in spread.items():
                yield f"{name} eq {kind}", {"filter": {name: {"eq": graphed(value)}}}
            several = [graphed(value) for value in spread.values()][-2:]
            operators = GRAPH.type_map[type_name(reading.filter)].fields[name].type.fields
            if "in" in operators and several:
                yield f"{name} in", {"filter": {name: {"in": several}}}
            if "startsWith" in operators and "rare" in spread:
                yield f"{name} starts", {"filter": {name: {"startsWith": spread["rare"][:9]}}}
            if "contains" in operators and "rare" in spread:
                yield f"{name} contains rare", {"filter": {name: {"contains": spread["rare"]}}}
                yield f"{name} contains absent", {"filter": {name: {"contains": "qqqq"}}}
    if reading.search:
        if reading.search.words:
            for kind, word in values.words(model).items():
                yield f"words {kind}", {"query": quoted(word)}
        for key, named in reading.search.keys.items():
            for kind, value in values.spread(model, named).items():
                said = str(graphed(value)).lower() if value in {True, False} else graphed(value)
                yield f"{key}: {kind}", {"query": f"{key}:{quoted(str(said))}"}


def type_name(filter_: Any) -> str:
    return str(filter_.__strawberry_definition__.name or filter_.__name__)


def quoted(word: str) -> str:
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


def pages(
    values: Values, field_: Any, *, is_root: bool
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(in words, arguments and selection, variables) of each way to ask for a connection.

    Below the root each choice is tried in the usual sort only.
    """
    reading, connection = reading_of(field_), get_named_type(field_.type)
    model = model_of(node_of(connection))

    def said(
        sort: str, paging: str, given: dict[str, Any], body: str
    ) -> tuple[str, dict[str, Any]]:
        names = [f"{name}: ${name}" for name in given]
        arguments = ", ".join([f"orderBy: {sort}", *([paging] if paging else []), *names])
        return f"({arguments}) {{ {body} }}", given

    chosen = list(choices(values, model, reading))
    sorts = get_named_type(field_.args["orderBy"].type).values
    usual = next(iter(sorts))
    for sort, value in sorts.items():
        cursor = values.middle(model, sort, str(value.value))
        ways = {
            "first": "first: 50",
            "last": "last: 50",
            "after": f'first: 50, after: "{cursor}"',
            "before": f'last: 50, before: "{cursor}"',
        }
        for way, paging in ways.items():
            yield f"{sort} {way}", *said(sort, paging, {}, PAGE)
        for words, given in (
            chosen if is_root or sort == usual else ()
        ):  # the last by one sort are mostly the first by another
            yield f"{sort} first, {words}", *said(sort, ways["first"], given, PAGE)
    for words, given in [("all", {}), *chosen]:
        yield f"count, {words}", *said(usual, "", given, "totalCount { value precision }")


def declared(field_: Any, variables: dict[str, Any], **more: str) -> str:
    kinds = {name: str(field_.args[name].type) for name in variables if name not in more} | more
    return "(" + ", ".join(f"${n}: {k}" for n, k in kinds.items()) + ")" if kinds else ""


def roots(values: Values) -> Iterator[Case]:
    """Every field of Query; those whose arguments are not known here are named, not left out."""
    for name, field_ in GRAPH.query_type.fields.items():
        place, kind = f"Query.{name}", get_named_type(field_.type)
        reading = reading_of(field_)
        if isinstance(reading, Pages):
            for how, body, variables in pages(values, field_, is_root=True):
                text = f"query{declared(field_, variables)} {{ {name}{body} }}"
                yield Case(place, how, text, variables)
            yield from within_a_page(name, field_)
            continue
        model = model_of(kind) if hasattr_model(kind) else None
        given = {arg: argument(values, arg, model) for arg in field_.args}
        below = "" if is_leaf_type(kind) else selected(kind)
        arguments = ", ".join(f"{arg}: ${arg}" for arg in given)
        body = f"{name}{f'({arguments})' if given else ''} {below}"
        how = "has a resolver of its own" if reading is None else "one"
        yield Case(place, how, f"query{declared(field_, given)} {{ {body} }}", given)


def selected(kind: Any) -> str:
    """The plain fields of a type, and one step further."""
    if not is_object_type(kind):
        return "{ __typename id }"
    parts = [leaves(kind)[1:-1]]
    for name, field_ in kind.fields.items():
        below = get_named_type(field_.type)
        if is_object_type(below) and not field_.args and not below.name.endswith("Connection"):
            parts.append(f"{name} {leaves(below)}")
    return "{ " + " ".join(parts) + " }"


def hasattr_model(kind: Any) -> bool:
    definition = kind.extensions.get("strawberry-definition")
    return hasattr(getattr(definition, "origin", None), "model")


def argument(values: Values, name: str, model: Any) -> Any:
    """A value for an argument of a root that is no list, by its name."""
    from domain.orders.models import Order  # noqa: PLC0415
    from domain.stores.models import Store  # noqa: PLC0415

    days = {
        "since": START.date() + timedelta(days=300),
        "until": START.date() + timedelta(days=665),
    }
    match name:
        case "since" | "until":
            found: date = days[name]
            return found.isoformat()
        case "storeId":
            return f"Store:{values.connection.scalar(select(Store.id).order_by(Store.id).limit(1))}"
        case "ids":
            ids = values.connection.scalars(select(Order.id).order_by(Order.id).limit(50))
            return [f"Order:{id}" for id in ids]
    own = model or Order
    key = "id" if name == "id" else name
    found_ = values.connection.scalar(
        select(getattr(own, key)).order_by(own.id).offset(values.count(own) // 2).limit(1)
    )
    return f"{own.__name__}:{found_}" if name == "id" else found_


def within_a_page(name: str, field_: Any) -> Iterator[Case]:
    """Each list and each link of fifty rows at once."""
    kind = node_of(get_named_type(field_.type))
    for below, inner in kind.fields.items():
        shown = get_named_type(inner.type)
        if isinstance(reading_of(inner), Pages):
            body = f"{below}(first: 10) {{ {PAGE} totalCount {{ value }} }}"
        elif is_object_type(shown) and not inner.args and hasattr_model(shown):
            body = f"{below} {{ id }}"
        else:
            continue
        text = f"{{ {name}(first: 50) {{ edges {{ node {{ {body} }} }} }} }}"
        yield Case(f"Query.{name} > {below}", "of 50", text)


def nested(values: Values) -> Iterator[Case]:
    """Each connection and each list of each type, from the parents with the most and the fewest."""
    possible = GRAPH.get_possible_types(GRAPH.type_map["Node"])
    for kind in sorted(possible, key=lambda kind: kind.name):
        if not hasattr_model(kind):
            continue
        model = model_of(kind)
        relations = inspect(model).relationships
        for name, field_ in kind.fields.items():
            attribute = field_.extensions["strawberry-definition"].python_name
            if attribute not in relations or not relations[attribute].uselist:
                continue
            place = f"{kind.name}.{name}"
            for size, id in values.parents(model, relations[attribute]).items():
                node = f"node(id: $id) {{ ... on {kind.name} {{"
                own = {"id": f"{kind.name}:{id}"}
                if is_list_type(getattr(field_.type, "of_type", field_.type)):
                    text = f"query($id: ID!) {{ {node} {name} {{ id }} }} }} }}"
                    yield Case(place, f"all of {size}", text, own)
                    continue
                for how, body, variables in pages(values, field_, is_root=False):
                    head = declared(field_, {**own, **variables}, id="ID!")
                    text = f"query{head} {{ {node} {name}{body} }} }} }}"
                    yield Case(place, f"{how}, {size}", text, {**own, **variables})
