"""Operations that do not compile: run by graphql-core as Strawberry would, from a parsed document.

Strawberry's own door takes text only, which it would parse and validate a second time.
"""

from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    execute,
)
from strawberry import Schema
from strawberry.execution import optimized_is_awaitable

INTROSPECTION = frozenset({"__schema", "__type"})


def run(
    schema: Schema,
    document: DocumentNode,
    name: str | None,
    variables: dict[str, Any],
    context: Any,
) -> tuple[Any, list[GraphQLError]]:
    """Data and errors of a valid query or mutation; to be called in a thread of its own."""
    how: dict[str, Any] = {
        "is_awaitable": optimized_is_awaitable,
        "is_async_iterable": lambda _: False,
        "executor_class": schema.execution_context_class,
    }
    done: Any = execute(
        schema._schema,  # noqa: SLF001
        document,
        variable_values=variables,
        operation_name=name,
        context_value=context,
        **how,
    )
    return done.data, list(done.errors or ())


def introspects(document: DocumentNode, operation: OperationDefinitionNode) -> bool:
    """Whether a valid query asks about the schema itself."""
    parts = (part for part in document.definitions if isinstance(part, FragmentDefinitionNode))
    fragments = {part.name.value: part.selection_set for part in parts}

    def asks(selected: SelectionSetNode) -> bool:
        for part in selected.selections:
            match part:
                case FieldNode():
                    found = part.name.value in INTROSPECTION
                case FragmentSpreadNode():
                    found = asks(fragments[part.name.value])
                case InlineFragmentNode():
                    found = asks(part.selection_set)
                case _:
                    found = True
            if found:
                return True
        return False

    return asks(operation.selection_set)
