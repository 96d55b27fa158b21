"""What is asked for, as graphql-core itself sees it: aliases, fragments, @skip, @include."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    get_argument_values,
    get_named_type,
    is_non_null_type,
    visit,
)
from graphql.execution.collect_fields import (
    FieldDetails,
    FragmentDetails,
    GroupedFieldSet,
    collect_fields,
    collect_subfields,
)
from graphql.execution.values import VariableValues
from strawberry.types.field import StrawberryField


@dataclass(frozen=True)
class Operation:
    """A valid operation and the variables of this request."""

    schema: GraphQLSchema
    definition: OperationDefinitionNode
    fragments: dict[str, FragmentDetails]
    variables: VariableValues

    def roots(self) -> Iterator["Asked"]:
        kind = self.schema.get_root_type(self.definition.operation)
        assert kind
        found = collect_fields(self.schema, self.fragments, self.variables, kind, self.definition)
        yield from self.asked(kind, found.grouped_field_set, ())

    def asked(
        self, kind: GraphQLObjectType, found: GroupedFieldSet, path: tuple[str, ...]
    ) -> Iterator["Asked"]:
        for key, details in found.items():
            yield Asked(self, kind, key, details, (*path, key))


@dataclass(frozen=True, eq=False)
class Asked:
    """One response key of an object: which field, with which arguments, and what below it."""

    operation: Operation
    parent: GraphQLObjectType
    key: str
    details: list[FieldDetails]
    path: tuple[str, ...]

    @cached_property
    def node(self) -> FieldNode:
        return self.details[0].node

    @cached_property
    def name(self) -> str:
        return self.node.name.value

    @cached_property
    def field(self) -> GraphQLField:
        found: GraphQLField = self.parent.fields[self.name]
        return found

    @cached_property
    def declared(self) -> StrawberryField:
        found: StrawberryField = self.field.extensions["strawberry-definition"]
        return found

    @cached_property
    def kind(self) -> Any:
        """The named type of the field."""
        return get_named_type(self.field.type)

    @cached_property
    def is_nullable(self) -> bool:
        return not is_non_null_type(self.field.type)

    @cached_property
    def is_fixed(self) -> bool:
        """No variable stands in its arguments, so they are the same at every run."""
        finder = _Variables()
        for argument in self.node.arguments or ():
            visit(argument, finder)
        return not finder.found

    def arguments(self, variables: VariableValues | None = None) -> dict[str, Any]:
        """Coerced, with defaults; of this request unless other variables are given."""
        return get_argument_values(self.field, self.node, variables or self.operation.variables)

    def below(self, kind: GraphQLObjectType) -> Iterator["Asked"]:
        """What is asked of a value that proved to be of `kind`."""
        it = self.operation
        found = collect_subfields(
            it.schema, it.fragments, it.variables, it.definition, kind, self.details
        )
        yield from it.asked(kind, found.grouped_field_set, self.path)


class _Variables(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def enter_variable(self, _node: VariableNode, *_: Any) -> None:
        self.found = True
