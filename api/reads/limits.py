"""How much one document may ask: counted before it is validated, fragments included."""

from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
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


MOST_FIELDS = 5_000
"""Fields after fragments are laid out: what a fragment bomb runs into."""


def over_limits(document: DocumentNode, limits: Limits) -> list[GraphQLError]:
    """One error for each limit that an operation goes over."""
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    found = []
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            count = _Count(fragments, directives=len(node.directives or ()))
            count.walk(node.selection_set, 1, ())
            found += _judge(node, count, limits)
    return found


def _judge(node: OperationDefinitionNode, count: "_Count", limits: Limits) -> list[GraphQLError]:
    roots = count.roots
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


@dataclass
class _Count:
    """What an operation asks for, with its fragments laid out."""

    fragments: dict[str, FragmentDefinitionNode]
    directives: int = 0
    depth: int = 0
    aliases: int = 0
    fields: int = 0
    roots: list[str] = field(default_factory=list)

    def walk(self, selected: SelectionSetNode, depth: int, within: tuple[str, ...]) -> None:
        for node in selected.selections:
            if self.fields > MOST_FIELDS:
                return
            self.directives += len(node.directives or ())
            if isinstance(node, FieldNode):
                self.field(node, depth, within)
            elif isinstance(node, InlineFragmentNode):
                self.walk(node.selection_set, depth, within)
            elif isinstance(node, FragmentSpreadNode):
                self.spread(node.name.value, depth, within)

    def spread(self, name: str, depth: int, within: tuple[str, ...]) -> None:
        if name in self.fragments and name not in within:
            self.walk(self.fragments[name].selection_set, depth, (*within, name))

    def field(self, node: FieldNode, depth: int, within: tuple[str, ...]) -> None:
        self.fields += 1
        self.aliases += node.alias is not None
        if depth == 1:
            self.roots.append(node.name.value)
        if node.name.value.startswith("__"):
            return
        self.depth = max(self.depth, depth)
        if node.selection_set:
            self.walk(node.selection_set, depth + 1, within)
