"""Every mutation of the schema with rows to try it on; and how it is sent and looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    get_named_type,
    is_required_argument,
)
from sqlalchemy import func, select

from api.schema import schema
from domain.audit import AuditEntry
from domain.base import Base
from domain.outbox import OutboxEvent
from domain.work import Actor
from tests.house import House, table_names

Ready = Callable[[House], dict[str, Any]]
_root = schema._schema.mutation_type
assert _root
FIELDS: dict[str, GraphQLField] = dict(_root.fields)


@dataclass(frozen=True)
class Change:
    """`ready` saves new rows, each time it is called, and answers an input that is right."""

    ready: Ready
    lines: int = 1  # audit lines
    events: int = 1  # of the outbox: as many, but where many rows are told of in one line


CHANGES: dict[str, Change] = {}


def change(field: str, lines: int = 1, events: int | None = None) -> Callable[[Ready], Ready]:
    def remember(ready: Ready) -> Ready:
        assert field not in CHANGES
        CHANGES[field] = Change(ready, lines, lines if events is None else events)
        return ready

    return remember


def input_type(field: str) -> GraphQLInputObjectType:
    found = get_named_type(FIELDS[field].args["input"].type)
    assert isinstance(found, GraphQLInputObjectType)
    return found


def payload_type(field: str) -> GraphQLObjectType:
    found = get_named_type(FIELDS[field].type)
    assert isinstance(found, GraphQLObjectType)
    return found


def once_only(field: str) -> set[str]:
    """The payload fields documented as shown once, that no replay brings back."""
    fields = payload_type(field).fields
    return {name for name, shown in fields.items() if "this once" in (shown.description or "")}


def is_answered_again(field: str, first: Any, second: Any) -> bool:
    """The same payload, but for what is shown once: the second says why it shows that no more."""
    once: dict[str, Any] = dict.fromkeys(once_only(field))
    said = {"isReplay": True} if once else {}
    return bool(second == {**first, **once, **said} and all(first[name] for name in once))


@cache
def sentence(field: str, *, with_key: bool = True, is_curious: bool = True) -> str:
    """The mutation as a document, that asks for all the payload has, or what went wrong alone."""
    kind, asked = input_type(field).name, "{ userErrors { code path message } }"
    if is_curious:
        asked = selection(payload_type(field), 2)
    key, directive = (", $key: String!", " @idempotent(key: $key)") if with_key else ("", "")
    return f"mutation ($input: {kind}!{key}) {{ {field}(input: $input){directive} {asked} }}"


def selection(kind: GraphQLNamedType, depth: int) -> str:
    """Everything of a type, and so deep of what hangs on it."""
    assert isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)
    asked = ["__typename"]
    for name, field in kind.fields.items():
        below = get_named_type(field.type)
        if any(is_required_argument(given) for given in field.args.values()):
            continue
        if isinstance(below, GraphQLScalarType | GraphQLEnumType):
            asked.append(name)
        elif below.name.endswith("Connection"):
            asked.append(f"{name}(first: 2) {{ edges {{ node {{ id }} }} }}")
        elif depth:
            asked.append(f"{name} {selection(below, depth - 1)}")
    return "{ " + " ".join(asked) + " }"


def send(
    house: House, field: str, input: dict[str, Any], key: str | None = "k", actor: Any = None
) -> Any:
    """The payload; a failure that is no user error fails the test."""
    answer = answered(house, field, input, key, actor)
    assert "errors" not in answer, answer["errors"]
    return answer["data"][field]


def answered(
    house: House,
    field: str,
    input: dict[str, Any],
    key: str | None = "k",
    actor: Actor | None = None,
) -> dict[str, Any]:
    text = sentence(field, with_key=key is not None)
    given = {"input": input} if key is None else {"input": input, "key": key}
    return house.query(text, actor, **given)


def done(house: House, field: str, input: dict[str, Any], key: str | None = "k") -> Any:
    """The payload of what must work."""
    payload = send(house, field, input, key)
    assert payload["userErrors"] == [], (field, input)
    return payload


def tried(
    house: House,
    field: str,
    input: dict[str, Any],
    actor: Actor | None = None,
    key: str | None = "k",
) -> list[str]:
    """The codes of what keeps the actor from it; of the rest nothing is asked."""
    text = sentence(field, with_key=key is not None, is_curious=False)
    given = {"input": input} if key is None else {"input": input, "key": key}
    answer = house.query(text, actor, **given)
    assert "errors" not in answer, answer["errors"]
    return codes(answer["data"][field])


def codes(payload: Any) -> list[str]:
    return [error["code"] for error in payload["userErrors"]]


def everything(house: House) -> dict[str, list[str]]:
    """Every row of every table, as the database writes it; asked of the bare driver, for speed."""
    house.session.commit()
    found: dict[str, list[str]] = {table: [] for table in table_names()}
    with house.database.writing.connect() as connection:
        driver: Any = connection.connection.driver_connection
        if connection.dialect.name == "postgresql":
            for table, row in driver.execute(_rows()):
                found[table].append(row)
        else:
            for table, rows in found.items():
                rows.extend(map(repr, driver.execute(f"SELECT * FROM {table}")))
    return {table: sorted(rows) for table, rows in found.items()}


@cache
def _rows() -> str:
    """PostgreSQL's sentence for all rows of all tables: each with its table, as text."""
    one = "SELECT '{0}', {0}.*::text FROM {0}"
    return " UNION ALL ".join(one.format(table) for table in table_names())


def told(house: House) -> tuple[int, int]:
    """How many audit lines there are, and outbox events."""
    house.session.commit()
    lines = house.session.scalar(select(func.count()).select_from(AuditEntry)) or 0
    events = house.session.scalar(select(func.count()).select_from(OutboxEvent)) or 0
    house.session.commit()
    return lines, events


def row_of(house: House, global_id: str) -> Any:
    """The row as the database has it now; None when it has none."""
    kind, _, id = global_id.partition(":")
    [model] = [one.class_ for one in Base.registry.mappers if one.class_.__name__ == kind]
    found = house.session.get(model, UUID(id), populate_existing=True)
    house.session.commit()
    return found


def broken(input: dict[str, Any]) -> dict[str, Any]:
    """The same with its first word or number wrong: an id of nothing, or what cannot be kept."""
    spoilt = dict(input)
    for name, value in input.items():
        if isinstance(value, str):
            spoilt[name] = f"{value}\x00"
            return spoilt
        if isinstance(value, dict):
            spoilt[name] = broken(value)
            return spoilt
        if isinstance(value, list):
            first = value[0]
            wrong = broken(first) if isinstance(first, dict) else f"{first}\x00"
            spoilt[name] = [wrong, *value[1:]]
            return spoilt
        if type(value) is int:
            spoilt[name] = -1
            return spoilt
    raise AssertionError(input)
