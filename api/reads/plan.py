"""A query as ready statements: made once, then run with the values of each request."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import orjson
from graphql import GraphQLError
from sqlalchemy import Dialect, Enum, TypeDecorator, select

from api.reader import PARTICULAR
from api.reads.compiler import Assemble, Compiler, Given, Make, Moment, Rooted, at, only, permit
from api.reads.roots import UNMARKED
from api.reads.selection import Asked, Operation
from api.reads.text import BROKEN, END, MADE, NULL, constant
from domain.permissions import Grants
from domain.scope import NOW

Value = Callable[[dict[Asked, Given], Moment], Any]
_MADE = re.compile(f"{MADE}(\\d+):(.*?){END}", re.DOTALL)


@dataclass(frozen=True)
class Step:
    """One root field: one statement whose rows become its JSON."""

    asked: Asked
    statement: str
    values: tuple[Value, ...]
    assemble: Assemble
    made: tuple[Make, ...]
    errors: tuple[GraphQLError, ...]
    checks: tuple[Value, ...]
    """Values that the statement has no need of: they are looked at all the same."""
    refusing: Callable[[GraphQLError], "Step | GraphQLError"]
    """The same field compiled anew, without what is refused below it."""

    def bound(self, moment: Moment) -> list[Any]:
        """The statement's values, in order; GraphQLError names what is wrong with an argument."""
        given: dict[Asked, Given] = {}
        for check in self.checks:
            check(given, moment)
        return [value(given, moment) for value in self.values]

    def ready(self, moment: Moment) -> tuple["Step", list[Any]]:
        """The step and its values; a field below with a wrong argument is null by itself."""
        try:
            return self, self.bound(moment)
        except GraphQLError as error:
            if not error.path or len(error.path) == len(self.asked.path):
                raise
            found = self.refusing(error)
        if isinstance(found, GraphQLError):
            raise found
        return found.ready(moment)

    def json(self, rows: Sequence[Any], moment: Moment) -> str:
        text = self.assemble(rows)
        if BROKEN in text:
            raise at(self.asked, GraphQLError("A value that was promised is missing."))
        return self.finished(text, moment) if self.made else text

    def finished(self, text: str, moment: Moment) -> str:
        """With the Python fields made, where their columns stand."""

        def make(found: re.Match[str]) -> str:
            columns = orjson.loads(found[2])
            return orjson.dumps(self.made[int(found[1])](moment, **columns)).decode()

        return _MADE.sub(make, text)


def step(
    asked: Asked,
    grants: Grants,
    dialect: Dialect,
    *,
    names_types: bool = False,
    refused: Mapping[tuple[str, ...], GraphQLError] = MappingProxyType({}),
) -> Step | GraphQLError:
    """The root field compiled; or why it is null for all who have these grants."""
    compiler = Compiler(grants, UNMARKED, names_types=names_types, refused=refused)
    try:
        rooted = root(compiler, asked)
    except GraphQLError as error:
        return at(asked, error)
    statement = rooted.statement.compile(
        dialect=dialect, compile_kwargs={"render_postcompile": True}
    )
    values = tuple(
        _value(compiler, name, statement.binds[name].type, dialect, statement.binds[name].value)
        for name in statement.positiontup or ()
    )
    unused = [name for name in compiler.binds if name not in statement.binds]
    checks = tuple(_value(compiler, name, None, dialect) for name in unused)
    made, errors = tuple(compiler.made), tuple(compiler.errors)

    def refusing(error: GraphQLError) -> Step | GraphQLError:
        path = tuple(str(key) for key in error.path or ())
        more = {**refused, path: error}
        return step(asked, grants, dialect, names_types=names_types, refused=more)

    text = f"{PARTICULAR}{statement}" if compiler.is_particular else str(statement)
    return Step(asked, text, values, rooted.assemble, made, errors, checks, refusing)


def root(compiler: Compiler, asked: Asked) -> Rooted:
    """The field's own statement, or its text as the only column of one."""
    if asked.name == "__typename":
        return Rooted(select(constant(f'"{asked.parent.name}"')), only)
    reading = compiler.reading(asked)
    permit(reading, compiler.grants)
    if hasattr(reading, "root"):
        found: Rooted = reading.root(compiler, asked)
        return found
    text = reading.text(compiler, asked, None)
    return Rooted(select(constant(text) if isinstance(text, str) else text), only)


def _value(compiler: Compiler, name: str, type_: Any, dialect: Dialect, own: Any = None) -> Value:
    """How one bound value is had at each run: once and for all where nothing varies."""
    process = processor(type_, dialect)
    if name not in compiler.binds:
        if name == NOW.key:
            return lambda _given, moment: process(moment.now)
        if name in OF_ACTOR or name.startswith(("stores_", "store_")):
            return lambda _given, moment: process(moment.actor.values().get(name))
        fixed = process(own)
        return lambda _given, _moment: fixed
    asked, pick = compiler.binds[name]

    def value(given: dict[Asked, Given], moment: Moment) -> Any:
        if asked not in given:
            given[asked] = asked.arguments(moment.variables)
        try:
            return process(pick(given[asked], moment))
        except GraphQLError as error:
            raise at(asked, error) from None

    return value


OF_ACTOR = {"organization", "user"}


def processor(type_: Any, dialect: Dialect) -> Callable[[Any], Any]:
    """From a Python value to what the bare driver takes."""
    own = type(type_).process_bind_param if isinstance(type_, TypeDecorator) else None
    if own is not None and own is not TypeDecorator.process_bind_param:
        return lambda value: type_.process_bind_param(value, dialect)
    if isinstance(type_, Enum):
        return lambda value: None if value is None else getattr(value, "name", value)
    return lambda value: value


@dataclass(frozen=True)
class Plan:
    """All root fields of a query, in order."""

    steps: tuple[tuple[Asked, Step | GraphQLError], ...]

    @classmethod
    def of(cls, operation: Operation, grants: Grants, dialect: Dialect) -> "Plan":
        return cls(tuple((root, step(root, grants, dialect)) for root in operation.roots()))

    def run(self, moment: Moment) -> "Run":
        return Run(self, moment)


class Run:
    """A plan at one moment: `statements` to be executed, then `answer` of their outcomes."""

    def __init__(self, plan: Plan, moment: Moment) -> None:
        self.plan, self.moment = plan, moment
        self.statements: list[tuple[str, list[Any]]] = []
        self.wrong: dict[str, GraphQLError] = {}
        self.ready: dict[str, Step] = {}
        for root, step in plan.steps:
            try:
                if isinstance(step, GraphQLError):
                    raise step
                ready, values = step.ready(moment)
                self.ready[root.key] = ready
                self.statements.append((ready.statement, values))
            except GraphQLError as error:
                self.wrong[root.key] = error

    def answer(
        self, outcomes: Sequence[Any], masked: Callable[[Step, Exception], GraphQLError]
    ) -> bytes:
        """The whole answer; an outcome is a statement's rows, or why it failed."""
        parts: list[str] = []
        errors: list[GraphQLError] = []
        is_whole = True
        left = iter(outcomes)
        for root, _ in self.plan.steps:
            try:
                text = self.text(root.key, left, masked, errors)
            except GraphQLError as error:
                errors.append(error)
                text = NULL
                is_whole &= root.is_nullable
            parts.append(f'"{root.key}":{text}')
        data = "{" + ",".join(parts) + "}" if is_whole else NULL
        if not errors:
            return f'{{"data":{data}}}'.encode()
        said = orjson.dumps([error.formatted for error in errors])
        return b'{"data":' + data.encode() + b',"errors":' + said + b"}"

    def text(self, key: str, left: Any, masked: Any, errors: list[GraphQLError]) -> str:
        if key in self.wrong:
            raise self.wrong[key]
        outcome, step = next(left), self.ready[key]
        if isinstance(outcome, Exception):
            raise masked(step, outcome)
        errors += step.errors
        return step.json(outcome, self.moment)
