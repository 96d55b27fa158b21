"""A document of mutations: each in its turn is made, and then said, before the next is made.

graphql-core would take longer to walk over a small payload than the database to write it. So it is
asked only to complete what a compiled read cannot say: what was refused, failed or is no row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson
from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    OperationDefinitionNode,
    SelectionSetNode,
    value_from_ast_untyped,
)
from graphql.execution.values import VariableValues, get_variable_values
from strawberry import Schema

from api.context import Context
from api.http import ordinary
from api.inputs import Read, arguments_reader
from api.mutation import Change, Payload
from api.reads.compiler import Moment
from api.reads.documents import Document
from api.reads.plan import Step, step
from api.reads.reads import Reads
from api.reads.recent import Recent
from api.reads.selection import Asked, Operation
from api.reads.text import NULL

REMEMBERED = 2_000_000
"""The weight of all plans kept, in characters of SQL."""
Said = tuple[str | None, list[GraphQLError]]
"""JSON, or None where null takes what is around it too; and errors."""


class Changes:
    """Makes, reads back and says; one for the whole process."""

    def __init__(self, schema: Schema, reads: Reads) -> None:
        self.schema, self.reads = schema, reads
        self.core = schema._schema  # noqa: SLF001  Strawberry hands out no other
        self.plans: Recent[tuple[Root, ...]] = Recent(REMEMBERED, _weight)

    def run(self, document: Document, variables: dict[str, Any], context: Context) -> Said:
        """The data in JSON; without it and with errors that have no path, nothing was done."""
        assert document.definition
        assert document.parsed
        values = get_variable_values(
            self.core, document.definition.variable_definitions or (), variables
        )
        if isinstance(values, list):
            return None, values
        key = document, document.shape(values.coerced), context.actor.grants
        parts, errors = [], []
        for root in self.plans.get(key, lambda: self.plan(document, values, context)):
            text, wrong = self.one(root, Given(variables, values), context)
            errors += wrong
            if text is None:
                return None, errors
            parts.append(f'"{root.asked.key}":{text}')
        return "{" + ",".join(parts) + "}", errors

    def plan(
        self, document: Document, values: VariableValues, context: Context
    ) -> "tuple[Root, ...]":
        assert document.definition
        operation = Operation(self.core, document.definition, document.fragments, values)
        return tuple(self.root(document, asked, context) for asked in operation.roots())

    def root(self, document: Document, asked: Asked, context: Context) -> "Root":
        """One mutation, with what of its payload can be compiled; `__typename` changes nothing."""
        change = None if asked.name == "__typename" else asked.declared.metadata["change"]
        parts: list[tuple[str, Step | str]] = []
        for below in asked.below(asked.kind) if change else ():
            part = self.part(below, context)
            if part is None:
                return Root(asked, change, _alone(document, asked), ())
            parts.append((below.key, part))
        return Root(asked, change, _alone(document, asked), tuple(parts))

    def part(self, asked: Asked, context: Context) -> Step | str | None:
        """A statement, or its JSON where that is known; None is left to graphql-core."""
        if asked.name == "__typename":
            return f'"{asked.parent.name}"'
        if asked.name == "userErrors":
            return "[]"  # else the payload is completed by graphql-core
        if not asked.declared.metadata.get("reading"):
            return None
        found = step(asked, context.actor.grants, self.reads.database.reading_dialect)
        return found if isinstance(found, Step) and not found.errors else None

    def one(self, root: "Root", given: "Given", context: Context) -> Said:
        if root.change is None:
            return f'"{root.asked.parent.name}"', []
        try:
            arguments = root.read(root.asked.arguments(given.values))
            key = root.key(given.values)
            found = root.change.made(root.payload, context, root.asked.name, arguments, key)
        except Exception as error:  # noqa: BLE001  graphql-core puts it in its place, whatever it is
            return self.completed(root, given, context, _raising(error))
        text = None
        if root.parts and not found.user_errors:
            links = self.reads.links
            moment = Moment(context.actor, context.now, given.values, links, found.row_ids)
            text = self.spliced(root, moment)
        if text is None:
            return self.completed(root, given, context, lambda: found)
        return text, []

    def spliced(self, root: "Root", moment: Moment) -> str | None:
        """The payload from its rows' JSON; None when something of it went wrong."""
        texts = []
        for key, part in root.parts:
            text = part if isinstance(part, str) else self.read(part, moment)
            if text is None:
                return None
            texts.append(f'"{key}":{text}')
        return "{" + ",".join(texts) + "}"

    def read(self, part: Step, moment: Moment) -> str | None:
        if moment.row_ids.get(part.asked.declared.python_name) is None:
            return NULL
        try:
            statement = part.statement, part.bound(moment)
            [outcome] = self.reads.database.read_now([statement])
            return None if isinstance(outcome, Exception) else part.json(outcome, moment)
        except GraphQLError:
            return None

    def completed(
        self,
        root: "Root",
        given: "Given",
        context: Context,
        settled: Callable[[], Payload],
    ) -> Said:
        """By graphql-core, which finds the change made and its row in the database."""
        context.settled = settled
        data, errors = ordinary.run(self.schema, root.document, None, given.variables, context)
        return (None if data is None else orjson.dumps(data[root.asked.key]).decode()), errors


@dataclass(frozen=True, slots=True)
class Given:
    """The variables of a request, as sent and as understood."""

    variables: dict[str, Any]
    values: VariableValues


@dataclass(frozen=True)
class Root:
    """One root field of a document, planned for all who have the same grants."""

    asked: Asked
    change: Change | None
    document: DocumentNode
    """The document with this root field alone."""
    parts: tuple[tuple[str, Step | str], ...]
    """The payload by response key; empty when graphql-core must complete it."""

    @cached_property
    def payload(self) -> type[Payload]:
        kind: type[Payload] = self.asked.kind.extensions["strawberry-definition"].origin
        return kind

    @cached_property
    def read(self) -> Read:
        return arguments_reader(self.asked.declared.arguments)

    def key(self, values: VariableValues) -> str | None:
        """The key of `@idempotent` on the field."""
        for detail in self.asked.details:
            for directive in detail.node.directives or ():
                if directive.name.value == "idempotent":
                    [argument] = directive.arguments or ()
                    return str(value_from_ast_untyped(argument.value, values.coerced))
        return None


def _alone(document: Document, asked: Asked) -> DocumentNode:
    assert document.parsed
    definition = asked.operation.definition
    nodes: tuple[FieldNode, ...] = tuple(detail.node for detail in asked.details)
    alone = OperationDefinitionNode(
        operation=definition.operation,
        name=definition.name,
        variable_definitions=definition.variable_definitions,
        directives=definition.directives,
        selection_set=SelectionSetNode(selections=nodes),
        loc=definition.loc,
    )
    others = (
        part
        for part in document.parsed.definitions
        if not isinstance(part, OperationDefinitionNode)
    )
    return DocumentNode(definitions=(alone, *others), loc=document.parsed.loc)


def _raising(error: Exception) -> Callable[[], Payload]:
    def settled() -> Payload:
        raise error

    return settled


def _weight(_key: Any, roots: "tuple[Root, ...]") -> int:
    steps = [part for root in roots for _, part in root.parts if isinstance(part, Step)]
    return 1_000 + sum(1_000 + len(part.statement) for part in steps)
