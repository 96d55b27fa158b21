"""The door for whole queries: text and variables in, JSON out, or None: ask graphql-core."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import orjson
from graphql import GraphQLError, GraphQLSchema
from graphql.execution.values import get_variable_values

from api.database import Database
from api.links import Links
from api.reads.compiler import Moment, NotCompilable, at
from api.reads.documents import Document, Documents
from api.reads.plan import Plan, Run, Step, step
from api.reads.recent import Recent
from api.reads.selection import Asked, Operation
from domain.permissions import Grants
from domain.work import Actor

REMEMBERED = 6_000_000
"""The weight of all plans kept."""


class Reads:
    """Compiles, remembers and runs; one for the whole process."""

    def __init__(
        self,
        schema: GraphQLSchema,
        database: Database,
        documents: Documents | None = None,
        mask: Callable[[Exception], GraphQLError] | None = None,
        links: Links | None = None,
    ) -> None:
        self.schema, self.database, self.mask = schema, database, mask or say_no_more
        self.links = links or Links.throwaway()
        self.documents = documents or Documents(schema)
        self.plans: Recent[Plan | Literal[False]] = Recent(REMEMBERED, weight)
        self.steps: Recent[Step | GraphQLError] = Recent(REMEMBERED, weight)

    async def answer(
        self, query: str, name: str | None, variables: dict[str, Any], actor: Actor, now: datetime
    ) -> bytes | None:
        """The answer to a query in JSON; None when graphql-core must be asked instead."""
        found = self.prepared(query, name, variables, actor, now)
        if found is None:
            return None
        return found.answer(await self.database.read(found.statements), self.masked)

    def answer_now(
        self, query: str, name: str | None, variables: dict[str, Any], actor: Actor, now: datetime
    ) -> bytes | None:
        """`answer` for callers that are in a thread of their own."""
        found = self.prepared(query, name, variables, actor, now)
        if found is None:
            return None
        return found.answer(self.database.read_now(found.statements), self.masked)

    def prepared(
        self, query: str, name: str | None, variables: dict[str, Any], actor: Actor, now: datetime
    ) -> Run | None:
        document = self.documents.get(query, name)
        if document.errors or not document.is_query:
            return None
        assert document.definition
        definitions = document.definition.variable_definitions or ()
        values = get_variable_values(self.schema, definitions, variables)
        if isinstance(values, list):
            return None
        key = document, document.shape(values.coerced), actor.grants
        plan = self.plans.get(key, lambda: self.plan(document, values, actor.grants))
        return plan.run(Moment(actor, now, values, self.links)) if plan else None

    def plan(self, document: Document, values: Any, grants: Grants) -> Plan | Literal[False]:
        assert document.definition
        operation = Operation(self.schema, document.definition, document.fragments, values)
        try:
            return Plan.of(operation, grants, self.database.reading_dialect)
        except NotCompilable:
            return False

    def subscribed(self, document: Document, asked: Asked, moment: Moment) -> Step:
        """How the root field of a subscription is read; GraphQLError if the actor may not."""
        grants, variables = moment.actor.grants, document.shape(moment.variables.coerced)
        key = document, asked.path, variables, grants
        found = self.steps.get(key, lambda: step(asked, grants, self.database.reading_dialect))
        if isinstance(found, GraphQLError):
            raise found
        return found

    async def told(
        self, document: Document, asked: Asked, moment: Moment
    ) -> list[tuple[UUID, bytes]]:
        """The answers to a subscription, for each of the moment's `events` that its actor sees."""
        ready, values = self.subscribed(document, asked, moment).ready(moment)
        [outcome] = await self.database.read([(ready.statement, values)])
        if isinstance(outcome, Exception):
            raise self.masked(ready, outcome)
        return [(UUID(str(row[0])), answer_of(ready, row, moment)) for row in outcome]

    def field(self, asked: Asked, moment: Moment) -> Any:
        """One field of an operation that graphql-core runs, as parsed JSON by response key."""
        operation = asked.operation
        assert operation.definition.loc
        name = operation.definition.name
        document = self.documents.get(
            operation.definition.loc.source.body, name.value if name else None
        )
        grants, variables = moment.actor.grants, document.shape(operation.variables.coerced)
        key = document, asked.path, variables, grants
        found = self.steps.get(key, lambda: self.step(asked, grants))
        if isinstance(found, GraphQLError):
            raise found
        ready, values = found.ready(moment)
        [outcome] = self.database.read_now([(ready.statement, values)])
        if isinstance(outcome, Exception):
            raise self.masked(ready, outcome)
        answer = orjson.loads(ready.json(outcome, moment))
        for error in ready.errors:
            plant(answer, list(error.path or ())[len(asked.path) :], error)
        return answer

    def step(self, asked: Asked, grants: Grants) -> Step | GraphQLError:
        return step(asked, grants, self.database.reading_dialect, names_types=True)

    def masked(self, step: Step, error: Exception) -> GraphQLError:
        """What a client may know of a statement that failed, at the field's place."""
        return at(step.asked, self.mask(error))


def answer_of(ready: Step, row: Any, moment: Moment) -> bytes:
    """The whole answer whose one root field is that row."""
    asked, errors = ready.asked, list(ready.errors)
    try:
        data = f'{{"{asked.key}":{ready.json([row], moment)}}}'
    except GraphQLError as error:
        errors.append(error)
        data = f'{{"{asked.key}":null}}' if asked.is_nullable else "null"
    said = orjson.dumps([error.formatted for error in errors]).decode() if errors else ""
    return (f'{{"data":{data},"errors":{said}}}' if said else f'{{"data":{data}}}').encode()


def plant(answer: Any, path: Sequence[str | int], error: GraphQLError) -> None:
    """Puts the error where it made null, for graphql-core to find it there."""
    keys = range(len(answer)) if isinstance(answer, list) else path[:1]
    for key in keys if isinstance(answer, list | dict) else ():
        below = path if isinstance(answer, list) else path[1:]
        if isinstance(answer, dict) and key not in answer:
            continue
        if answer[key] is None:
            answer[key] = error
        else:
            plant(answer[key], below, error)


def weight(_key: Any, value: Any) -> int:
    """Characters of SQL, and of the variables that the plan was made with."""
    match value:
        case Plan():
            return sum(weight(None, step) for _, step in value.steps)
        case Step():
            variables = value.asked.operation.variables.coerced
            return 1_000 + len(value.statement) + len(repr(variables))
    return 1_000


def say_no_more(_error: Exception) -> GraphQLError:
    return GraphQLError("Something went wrong.", extensions={"code": "INTERNAL_SERVER_ERROR"})
