"""How much one document may ask: counted before it is validated, fragments included."""

from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
)


@dataclass(frozen=True)
class Limits:
    """CAPABILITIES row 66; introspection is free of depth and bound by graphql-core's own rule."""

    tokens: int = 2_000
    depth: int = 12
    aliases: int = 30
    directives: int = 10
    same_field: int = 5
    root_fields: int = 20
    mutations: int = 5


@dataclass
class _Count:
    depth: int = 0
    aliases: int = 0
    directives: int = 0
    fields: int = 0


MOST_FIELDS = 5_000
"""Fields after fragments are laid out: what a fragment bomb runs into."""


def over_limits(schema: GraphQLSchema, document: DocumentNode, limits: Limits) -> list[GraphQLError]:
    """One error for each limit that an operation goes over."""
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    found = []
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            count, roots = _Count(), list[str]()
            count.directives += len(node.directives or ())
            _walk(node.selection_set, fragments, count, (), 1, roots)
            found += _judge(node, count, roots, limits)
    return found


def _judge(
    node: OperationDefinitionNode, count: _Count, roots: list[str], limits: Limits
) -> list[GraphQLError]:
    is_mutation = node.operation is OperationType.MUTATION
    same = max((roots.count(name) for name in set(roots)), default=0)
    judged = [
        ("deep", count.depth, limits.depth),
        ("aliases", count.aliases, limits.aliases),
        ("directives", count.directives, limits.directives),
        ("root fields", len(roots), limits.mutations if is_mutation else limits.root_fields),
        ("times the same root field", same, limits.same_field),
        ("fields", count.fields, MOST_FIELDS),
    ]
    return [
        GraphQLError(
            f"The operation is {has} {what}; the most is {most}."
            if what == "deep"
            else f"The operation has {has} {what}; the most is {most}.",
            node,
            extensions={"code": "LIMIT_EXCEEDED", "limit": most},
        )
        for what, has, most in judged
        if has > most
    ]


def _walk(  # noqa: PLR0913
    selected: SelectionSetNode,
    fragments: dict[str, FragmentDefinitionNode],
    count: _Count,
    within: tuple[str, ...],
    depth: int,
    roots: list[str],
) -> None:
    for node in selected.selections:
        if count.fields > MOST_FIELDS:
            return
        count.directives += len(node.directives or ())
        if isinstance(node, FieldNode):
            count.fields += 1
            count.aliases += node.alias is not None
            if depth == 1:
                roots.append(node.name.value)
            if node.name.value.startswith("__"):
                continue
            count.depth = max(count.depth, depth)
            if node.selection_set:
                _walk(node.selection_set, fragments, count, within, depth + 1, roots)
        elif isinstance(node, FragmentSpreadNode):
            fragment = fragments.get(node.name.value)
            if fragment and node.name.value not in within:
                inner = (*within, node.name.value)
                _walk(fragment.selection_set, fragments, count, inner, depth, roots)
        else:
            _walk(node.selection_set, fragments, count, within, depth, roots)
