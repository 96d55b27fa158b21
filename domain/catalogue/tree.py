"""How categories may hang from one another: no circles, not too deep."""

from collections.abc import Mapping
from uuid import UUID

from domain.errors import Conflict, LimitExceeded

DEEPEST = 8
"""Levels of a tree, its root counted."""
WIDEST = 200
"""Children of one category, which the graph shows as one list."""
Parents = Mapping[UUID, UUID | None]


def line_of(parents: Parents, node: UUID | None) -> list[UUID]:
    """The node, its parent, and so on up to the root; nothing for None."""
    line: list[UUID] = []
    while node is not None and node not in line:
        line.append(node)
        node = parents.get(node)
    return line


def height_of(parents: Parents, node: UUID) -> int:
    """Levels from the node down to its deepest descendant, itself counted."""
    lines = (line_of(parents, other) for other in parents)
    return max((line.index(node) + 1 for line in lines if node in line), default=1)


def check_place(parents: Parents, node: UUID, parent: UUID | None) -> None:
    """Whether the node, with all below it, may hang from `parent`."""
    above = line_of(parents, parent)
    if node in above:
        raise Conflict("A category cannot stand below itself.", "parent_id")
    siblings = [other for other in parents if other != node and parents[other] == parent]
    if parent is not None and len(siblings) >= WIDEST:
        raise LimitExceeded(f"A category holds up to {WIDEST} others.", WIDEST, "parent_id")
    if len(above) + height_of(parents, node) > DEEPEST:
        raise LimitExceeded(f"Categories go {DEEPEST} levels deep.", DEEPEST, "parent_id")
