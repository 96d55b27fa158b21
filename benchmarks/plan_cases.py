"""Every way to ask for a list, found from the schema: queries, and values that rows have."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from graphql import get_named_type, is_leaf_type, is_list_type, is_object_type
from sqlalchemy import inspect

from api.reads.compiler import model_of
from api.reads.connection import Pages
from api.reads.filters import kind_of
from api.schema import schema
from benchmarks.plan_values import Values, argument, graphed
from domain.orders.models import Order

GRAPH: Any = schema._schema  # noqa: SLF001  graphql-core's own
PAGE = "edges { cursor node { id } } pageInfo { hasNextPage endCursor }"


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
            if one.python_name not in {"and_", "or_", "not_"}:
                yield from filtered(values, model, reading.filter, one)
    if not reading.search:
        return
    if reading.search.words:
        for kind, word in values.words(model).items():
            yield f"words {kind}", {"query": quoted(word)}
    for key, named in reading.search.keys.items():
        for kind, value in values.of(model, named).items():
            said = str(value).lower() if isinstance(value, bool) else str(graphed(value))
            yield f"{key}: {kind}", {"query": f"{key}:{quoted(said)}"}


def filtered(
    values: Values, model: Any, filter_: Any, one: Any
) -> Iterator[tuple[str, dict[str, Any]]]:
    name = one.graphql_name or schema.config.name_converter.apply_naming_config(one.python_name)
    spread = values.of(model, one.metadata["column"] or one.python_name)
    operators = GRAPH.type_map[type_name(filter_)].fields[name].type.fields

    def said(value: Any) -> Any:
        if not isinstance(value, UUID):
            return graphed(value)
        return f"{kind_of(model, one) or Order.__name__}:{value}"

    for kind, value in spread.items():
        yield f"{name} eq {kind}", {"filter": {name: {"eq": said(value)}}}
    several = [said(value) for value in spread.values()][-2:]
    if "in" in operators and several:
        yield f"{name} in", {"filter": {name: {"in": several}}}
    if "startsWith" in operators and "rare" in spread:
        yield f"{name} starts", {"filter": {name: {"startsWith": spread["rare"][:9]}}}
    if "contains" in operators and "rare" in spread:
        yield f"{name} contains rare", {"filter": {name: {"contains": spread["rare"]}}}
        yield f"{name} contains absent", {"filter": {name: {"contains": "qqqq"}}}


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
            for size, parent in values.parents(model, relations[attribute]).items():
                node = f"node(id: $id) {{ ... on {kind.name} {{"
                own = {"id": f"{kind.name}:{parent}"}
                if is_list_type(getattr(field_.type, "of_type", field_.type)):
                    text = f"query($id: ID!) {{ {node} {name} {{ id }} }} }} }}"
                    yield Case(place, f"all of {size}", text, own)
                    continue
                for how, body, variables in pages(values, field_, is_root=False):
                    head = declared(field_, {**own, **variables}, id="ID!")
                    text = f"query{head} {{ {node} {name}{body} }} }} }}"
                    yield Case(place, f"{how}, {size}", text, {**own, **variables})
