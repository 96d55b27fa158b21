"""What a client is told of a bug, and what the log keeps of it."""

import logging
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import strawberry
from sqlalchemy.exc import IntegrityError
from structlog.testing import capture_logs

from api import logs
from api.http.media_types import GRAPHQL_JSON, JSON
from domain.errors import Forbidden, Invalid
from tests.api.served import serving_schema

INNER = "insert into secrets"


@strawberry.type
class Query:
    @strawberry.field
    def name(self) -> str:
        return "house"

    @strawberry.field
    def broken(self) -> int | None:
        raise IntegrityError(INNER, {"email": "a@b.example"}, sqlite3.IntegrityError("no"))

    @strawberry.field
    def broken_promise(self) -> int:
        raise ZeroDivisionError(INNER)

    @strawberry.field
    def too_large(self) -> int | None:
        return 2**40

    @strawberry.field
    def forbidden(self) -> int | None:
        raise Forbidden("Not for you.")

    @strawberry.field
    def invalid(self, sum: int = 1) -> int | None:
        raise Invalid("No such sum.", "sum")


SCHEMA = strawberry.Schema(Query)
Ask = Any


@pytest.fixture
def ask() -> Iterator[Ask]:
    with serving_schema(SCHEMA) as client:
        yield lambda query, accept=JSON, **more: client.post(
            "/graphql", json={"query": query, **more}, headers={"accept": accept}
        )


def test_a_bug_in_a_field_leaves_the_rest(ask: Ask) -> None:
    with capture_logs() as lines:
        answer = ask("query Q { name broken }")
    said = answer.json()
    assert said["data"] == {"name": "house", "broken": None}
    [error] = said["errors"]
    assert error["path"] == ["broken"]
    assert error["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert INNER not in answer.text
    [bug] = [line for line in lines if line["event"] == "bug"]
    assert bug["error_id"] == error["extensions"]["errorId"]
    assert bug["operation"] == "Q"
    assert isinstance(bug["error"], IntegrityError)


def test_the_log_tells_the_cause_without_the_values() -> None:
    error = IntegrityError(INNER, {"email": "a@b.example"}, sqlite3.IntegrityError("no"))
    told = logs.with_cause(None, "", {"error": error})
    assert INNER in told["cause"]
    assert "a@b.example" not in told["cause"]


@pytest.mark.parametrize("accept", [JSON, GRAPHQL_JSON])
def test_a_broken_promise_leaves_no_data(ask: Ask, accept: str) -> None:
    answer = ask("{ name brokenPromise }", accept)
    assert answer.status_code == 200
    said = answer.json()
    assert said["data"] is None
    assert said["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"


def test_a_value_that_cannot_be_written_out_is_a_bug(ask: Ask) -> None:
    [error] = ask("{ tooLarge }").json()["errors"]
    assert error["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert str(2**40) not in error["message"]


@pytest.mark.parametrize(
    ("field", "code", "message"),
    [
        ("forbidden", "FORBIDDEN", "Not for you."),
        ("invalid", "BAD_USER_INPUT", "No such sum."),
    ],
)
def test_what_a_user_can_mend_is_said(ask: Ask, field: str, code: str, message: str) -> None:
    [error] = ask(f"{{ {field} }}").json()["errors"]
    assert (error["message"], error["extensions"]) == (message, {"code": code})


def test_a_null_for_a_promised_argument_is_the_clients_fault(ask: Ask) -> None:
    query = "query ($sum: Int = 1) { invalid(sum: $sum) }"
    [error] = ask(query, variables={"sum": None}).json()["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"


class Broken:
    async def answer(self, *_: Any) -> bytes | None:
        raise RuntimeError(INNER)


@pytest.mark.parametrize("accept", [JSON, GRAPHQL_JSON])
def test_a_bug_outside_any_field_is_500_and_masked(accept: str) -> None:
    with serving_schema(SCHEMA, reads=Broken()) as client, capture_logs() as lines:
        answer = client.post("/graphql", json={"query": "{ name }"}, headers={"accept": accept})
    assert answer.status_code == 500
    [error] = answer.json()["errors"]
    assert INNER not in answer.text
    assert error["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    bug = next(line for line in lines if line["event"] == "bug")
    assert bug["error_id"] == error["extensions"]["errorId"]


def test_a_request_is_one_line_without_its_variables(ask: Ask) -> None:
    with capture_logs(processors=[logs.with_request_id]) as lines:
        ask(
            "query Named($a: Int) { invalid(sum: $a) name @include(if: true) }",
            variables={"a": 7319},
        )
    [line] = [line for line in lines if line["event"] == "request"]
    assert line["operation"] == "Named"
    assert line["operation_type"] == "query"
    assert line["status"] == 200
    assert line["ms"] > 0
    assert len(line["actor"]) == 36
    assert len(line["request_id"]) == 36
    assert "7319" not in str(line)


def test_what_is_no_operation_of_the_document_is_not_logged(ask: Ask) -> None:
    with capture_logs() as lines:
        ask("query A { name }", operationName="a@b.example")
    assert "a@b.example" not in str(lines)


def test_a_librarys_line_is_a_line_of_ours() -> None:
    record = logging.LogRecord("uvicorn.error", logging.WARNING, "", 1, "slow %s", ("x",), None)
    with capture_logs() as lines:
        logs.Handed().emit(record)
    [line] = lines
    assert (line["logger"], line["message"], line["log_level"]) == (
        "uvicorn.error",
        "slow x",
        "warning",
    )


def test_a_line_of_json_holds_anything() -> None:
    line = logs.as_json(None, "", {"at": datetime(2026, 3, 2, tzinfo=UTC), "odd": object})
    assert line.startswith(b'{"at":"2026-03-02')
