"""Parsed and validated documents, remembered; and what of their variables shapes a plan."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from graphql import (
    ArgumentNode,
    DefinitionNode,
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    Visitor,
    parse,
    specified_rules,
    visit,
)
from graphql.execution.collect_fields import FragmentDetails
from strawberry.schema.schema import validate_document

from api.reads.limits import Limits, over_limits
from api.reads.recent import Recent
from api.reads.search_string import parsed as parsed_search

REMEMBERED = 4_000_000
"""Characters of documents, each counted as 1,000 more than it has."""
SIZES, IDS, SEARCHES = {"first", "last"}, {"id", "ids"}, {"query"}


@dataclass(frozen=True, eq=False)
class Document:
    """One operation of a text; with `errors` it must not be run."""

    errors: tuple[GraphQLError, ...] = ()
    parsed: DocumentNode | None = None
    definition: OperationDefinitionNode | None = None
    fragments: dict[str, FragmentDetails] = field(default_factory=dict)
    uses: dict[str, frozenset[str]] = field(default_factory=dict)
    """Variables by name: the arguments they stand in."""

    @property
    def operation(self) -> str:
        """`query`, `mutation` or `subscription`."""
        return self.definition.operation.value if self.definition else "query"

    @property
    def is_query(self) -> bool:
        return self.operation == OperationType.QUERY.value and self.definition is not None

    def shape(self, variables: dict[str, Any]) -> Any:
        """What of the variables may change a statement."""
        if not variables:
            return ()
        return tuple([(n, self._shape(n, value)) for n, value in variables.items()])

    def _shape(self, name: str, value: Any) -> Any:
        uses = self.uses.get(name, frozenset())
        if uses & SIZES:
            return value
        if uses & SEARCHES and isinstance(value, str):
            return search_shape(value)
        return shape(value, names_types=bool(uses & IDS))


def search_shape(text: str) -> Any:
    try:
        return parsed_search(text).skeleton
    except GraphQLError:
        return text


def shape(value: Any, *, names_types: bool = False) -> Any:
    """Absence, truth, choice; of ids, where a type hangs on them, the type they name."""
    match value:
        case None | bool() | Enum():
            return value
        case dict():
            return tuple((name, shape(inner)) for name, inner in value.items())
        case list():
            found = tuple(shape(inner, names_types=names_types) for inner in value)
            return "list" if found and all(inner == 0 for inner in found) else found
        case str() if names_types:
            return value.partition(":")[0][:60]
        case _:
            return 0


class Documents:
    """Text to Document, once."""

    def __init__(self, schema: GraphQLSchema, limits: Limits | None = None) -> None:
        self.schema, self.limits = schema, limits or Limits()
        self.kept: Recent[Document] = Recent(REMEMBERED, lambda key, _: len(key[0]) + 1_000)

    def get(self, text: str, name: str | None) -> Document:
        """The operation of that name; without a name, the only one."""
        return self.kept.get((text, name), lambda: self.read(text, name))

    def read(self, text: str, name: str | None) -> Document:
        try:
            parsed = parse(text, max_tokens=self.limits.tokens)
        except GraphQLError as error:
            return Document(errors=(coded(error, "GRAPHQL_PARSE_FAILED"),))
        except RecursionError:
            return Document(
                errors=(coded(GraphQLError("It nests too deep."), "GRAPHQL_PARSE_FAILED"),)
            )
        found = over_limits(parsed, self.limits)
        found = found or validate_document(self.schema, parsed, tuple(specified_rules))
        if found:
            return Document(
                tuple(coded(error, "GRAPHQL_VALIDATION_FAILED") for error in found), parsed
            )
        operations = [d for d in parsed.definitions if isinstance(d, OperationDefinitionNode)]
        chosen = [d for d in operations if name is None or (d.name and d.name.value == name)]
        if len(chosen) != 1:
            what = f"no operation named {name!r}" if name else "not one operation, and no name said"
            unclear = GraphQLError(f"The document has {what}.")
            return Document((coded(unclear, "OPERATION_RESOLUTION_FAILURE"),), parsed)
        return Document((), parsed, chosen[0], fragments_of(parsed.definitions), uses_in(parsed))


def coded(error: GraphQLError, code: str) -> GraphQLError:
    """The error with an `extensions.code`, unless it has one."""
    if "code" not in (error.extensions or {}):
        error.extensions = {**(error.extensions or {}), "code": code}
    return error


def fragments_of(definitions: Iterable[DefinitionNode]) -> dict[str, FragmentDetails]:
    named = (node for node in definitions if isinstance(node, FragmentDefinitionNode))
    return {node.name.value: FragmentDetails(node) for node in named}


class _Uses(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.argument = ""
        self.found: dict[str, set[str]] = {}

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        self.argument = node.name.value

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        self.found.setdefault(node.name.value, set()).add(self.argument)


def uses_in(document: DocumentNode) -> dict[str, frozenset[str]]:
    """Which arguments each variable stands in."""
    uses = _Uses()
    visit(document, uses)
    return {name: frozenset(found) for name, found in uses.found.items()}
