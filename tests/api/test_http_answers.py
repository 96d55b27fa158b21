"""GraphQL over HTTP: media types, statuses and refusals, by both ways alike."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.http.media_types import GRAPHQL_JSON, JSON, answered_in, is_json
from domain.permissions import Permission
from tests.api.served import serving
from tests.house import House

ROWS = "{ stores(first: 1) { edges { node { id } } } }"
TYPES = "{ __schema { queryType { name } } }"
ENDPOINT = "/graphql"


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    with serving(house) as client:
        yield client


def code(answer: Any) -> str:
    """The code of its one error."""
    said = answer.json()
    assert "data" not in said
    [error] = said["errors"]
    assert error["message"]
    return str(error["extensions"]["code"])


@pytest.mark.parametrize("query", [ROWS, TYPES, "{ __typename }"])
@pytest.mark.parametrize("accepted", [JSON, GRAPHQL_JSON])
def test_an_answer_has_the_type_that_was_asked_for(
    client: TestClient, query: str, accepted: str
) -> None:
    answer = client.post(ENDPOINT, json={"query": query}, headers={"accept": accepted})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{accepted}; charset=utf-8"
    assert answer.json().keys() == {"data"}


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (GRAPHQL_JSON, GRAPHQL_JSON),
        (f"{GRAPHQL_JSON}, {JSON};q=0.9", GRAPHQL_JSON),
        (f"{JSON};q=0.9, {GRAPHQL_JSON};q=0.5", JSON),
        (f"{JSON}, {GRAPHQL_JSON}", JSON),
        (f"{JSON};q=0, */*", GRAPHQL_JSON),
        (f"{GRAPHQL_JSON}; charset=utf-8, text/html", GRAPHQL_JSON),
        ("text/html", None),
        (f"{JSON};q=0", None),
        (f"{JSON};q=much", None),
    ],
)
def test_the_accept_header_chooses(accept: str, kind: str | None) -> None:
    assert answered_in(accept) == kind


@pytest.mark.parametrize(
    ("kind", "is_taken"),
    [
        ("application/json", True),
        ("Application/JSON; Charset=UTF-8", True),
        ('application/json; charset="utf-8"', True),
        ("application/json; charset=latin-1", False),
        ("text/plain", False),
        ("application/jsonp", False),
        ("", False),
    ],
)
def test_operations_are_taken_as_json_in_utf8(kind: str, is_taken: bool) -> None:
    assert is_json(kind) is is_taken


@pytest.mark.parametrize(
    ("query", "variables", "wanted"),
    [
        ("{", {}, "GRAPHQL_PARSE_FAILED"),
        ("", {}, "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", {}, "GRAPHQL_VALIDATION_FAILED"),
        ("query ($id: ID!) { node(id: $id) { id } }", {}, "BAD_USER_INPUT"),
        ("query ($id: ID!) { node(id: $id) { id } }", {"id": None}, "BAD_USER_INPUT"),
        ("query A { __typename } query B { __typename }", {}, "OPERATION_RESOLUTION_FAILURE"),
        ("fragment F on Store { id }", {}, None),
        ("{ a: __typename " + "@skip(if: false) " * 11 + "}", {}, None),
    ],
)
@pytest.mark.parametrize("accepted", [JSON, GRAPHQL_JSON])
def test_what_cannot_be_run_says_so_in_the_newer_types_status(
    client: TestClient, query: str, variables: Any, wanted: str | None, accepted: str
) -> None:
    body = {"query": query, "variables": variables}
    answer = client.post(ENDPOINT, json=body, headers={"accept": accepted})
    assert answer.status_code == (400 if accepted == GRAPHQL_JSON else 200)
    said = answer.json()
    assert "data" not in said
    codes = {error["extensions"]["code"] for error in said["errors"]}
    assert "INTERNAL_SERVER_ERROR" not in codes
    assert wanted is None or codes == {wanted}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'[{"query": "{ __typename }"}]',
        b'"{ __typename }"',
        b"{}",
        b'{"query": null}',
        b'{"query": ["array"]}',
        b'{"query": "{ __typename }", "variables": []}',
        b'{"query": "{ __typename }", "variables": "{}"}',
        b'{"query": "{ __typename }", "operationName": 1}',
        b'{"query": "{ __typename }", "extensions": []}',
        b'{"query": "{ __typename \xff }"}',
        b'{"query": "{ __typename }", "variables": {"a": "\\ud800"}}',
        b'{"query": "{ __typename }", "variables": {"a": NaN}}',
        b'{"variables": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    ],
)
@pytest.mark.parametrize("accepted", [JSON, GRAPHQL_JSON])
def test_a_malformed_request_is_400(client: TestClient, body: bytes, accepted: str) -> None:
    answer = client.post(ENDPOINT, content=body, headers={"accept": accepted, "content-type": JSON})
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith(accepted)
    assert code(answer) == "BAD_USER_INPUT"


def test_variables_nested_too_deep_are_no_bug_of_ours(client: TestClient) -> None:
    variables = b'{"a": ' * 900 + b"1" + b"}" * 900
    query = b"query ($a: StoreFilter) { stores(filter: $a) { edges { node { id } } } }"
    answer = client.post(
        ENDPOINT,
        content=b'{"query": "' + query + b'", "variables": ' + variables + b"}",
        headers={"content-type": JSON},
    )
    assert code(answer) == "BAD_USER_INPUT"


@pytest.mark.parametrize(
    "day", ["2026-02-30", "2026-13-01", "2026-3-2", "2026-03-02T09:00:00Z", "today", "", 20260302]
)
def test_what_is_no_day_is_refused_by_name(client: TestClient, day: object) -> None:
    query = """query ($store: ID!, $day: Date!) {
      salesByDay(storeId: $store, since: $day, until: $day) { day } }"""
    body = {"query": query, "variables": {"store": "Store:1", "day": day}}
    answer = client.post(ENDPOINT, json=body)
    assert code(answer) == "BAD_USER_INPUT"
    message = answer.json()["errors"][0]["message"]
    assert "$day" in message
    assert "A Date is a day as ISO 8601 writes it: 2026-03-02." in message


@pytest.mark.parametrize("name", ["variables", "operationName", "extensions"])
def test_null_is_as_good_as_nothing(client: TestClient, name: str) -> None:
    answer = client.post(ENDPOINT, json={"query": "{ __typename }", name: None})
    assert answer.json() == {"data": {"__typename": "Query"}}


def test_only_json_is_taken(client: TestClient) -> None:
    answer = client.post(ENDPOINT, data={"query": "{ __typename }"})
    assert (answer.status_code, code(answer)) == (415, "BAD_USER_INPUT")


def test_only_json_is_answered(client: TestClient) -> None:
    answer = client.get(ENDPOINT, headers={"accept": "text/html"})
    assert (answer.status_code, code(answer)) == (406, "BAD_USER_INPUT")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"])
def test_other_methods_are_refused(client: TestClient, method: str) -> None:
    answer = client.request(method, ENDPOINT)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, POST"


@pytest.mark.parametrize("query", [ROWS, TYPES])
def test_a_query_may_come_by_get(client: TestClient, query: str) -> None:
    answer = client.get(ENDPOINT, params={"query": query})
    assert answer.status_code == 200
    assert answer.json()["data"]


def test_by_get_variables_are_json(client: TestClient) -> None:
    query = "query One($name: String!) { __type(name: $name) { name } }"
    given = {"query": query, "operationName": "One"}
    answer = client.get(ENDPOINT, params={**given, "variables": '{"name": "Store"}'})
    assert answer.json() == {"data": {"__type": {"name": "Store"}}}
    answer = client.get(ENDPOINT, params={**given, "variables": "{"})
    assert (answer.status_code, code(answer)) == (400, "BAD_USER_INPUT")


@pytest.mark.parametrize("query_string", ["", "query=%ff", "variables={}", "query=" + "a" * 32_001])
def test_a_get_without_a_good_query_is_refused(client: TestClient, query_string: str) -> None:
    answer = client.get(f"{ENDPOINT}?{query_string}")
    assert answer.status_code in {400, 414}
    assert code(answer) == "BAD_USER_INPUT"


@pytest.mark.parametrize("accepted", [JSON, GRAPHQL_JSON])
def test_nothing_is_changed_by_get(client: TestClient, accepted: str) -> None:
    answer = client.get(
        ENDPOINT, params={"query": "mutation { __typename }"}, headers={"accept": accepted}
    )
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_the_production_profile_asks_get_for_a_header_no_page_can_send(house: House) -> None:
    with serving(house, profile="prod") as client:
        answer = client.get(ENDPOINT, params={"query": ROWS})
        assert (answer.status_code, code(answer)) == (400, "BAD_USER_INPUT")
        sent = {"x-graphql-require-preflight": "1"}
        assert client.get(ENDPOINT, params={"query": ROWS}, headers=sent).json()["data"]


@pytest.mark.parametrize("accepted", [JSON, GRAPHQL_JSON])
def test_the_production_profile_tells_nothing_of_the_schema(house: House, accepted: str) -> None:
    with serving(house, profile="prod") as client:
        for query in (
            TYPES,
            '{ __type(name: "Store") { name } }',
            "{ ...F } fragment F on Query {" + TYPES[1:-1] + "}",
        ):
            answer = client.post(ENDPOINT, json={"query": query}, headers={"accept": accepted})
            assert code(answer) == "GRAPHQL_VALIDATION_FAILED"
        answer = client.post(ENDPOINT, json={"query": "{ storess { id } }"})
        assert "Did you mean" not in answer.text
        assert code(answer) == "GRAPHQL_VALIDATION_FAILED"


def test_the_development_profile_suggests(client: TestClient) -> None:
    answer = client.post(ENDPOINT, json={"query": "{ storess { id } }"})
    assert "Did you mean" in answer.text


def test_introspection_needs_its_permission(house: House) -> None:
    with serving(house, house.holding(Permission.STORES_READ)) as client:
        answer = client.post(ENDPOINT, json={"query": TYPES})
        assert code(answer) == "FORBIDDEN"
        assert client.post(ENDPOINT, json={"query": "{ __typename }"}).json()["data"]


@pytest.mark.parametrize(
    "sent", ["", "Bearer", "Bearer bad", "Basic good", "good", "Bearer good x"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_without_a_good_token_there_is_nothing(client: TestClient, sent: str, method: str) -> None:
    answer = client.request(method, ENDPOINT, headers={"authorization": sent})
    assert (answer.status_code, code(answer)) == (401, "UNAUTHENTICATED")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_the_scheme_of_a_token_has_no_case(client: TestClient) -> None:
    sent = {"authorization": "bearer  good "}
    answer = client.post(ENDPOINT, json={"query": "{ __typename }"}, headers=sent)
    assert answer.status_code == 200


@pytest.mark.parametrize("is_said", [True, False])
def test_a_body_has_a_limit_said_or_not(house: House, is_said: bool) -> None:
    def long() -> Iterator[bytes]:
        yield b'{"query": "{ __typename }", "variables": {"a": "'
        for _ in range(20):
            yield b"a" * 100
        yield b'"}}'

    body: Any = b"".join(long()) if is_said else long()
    with serving(house, max_body_bytes=1000) as client:
        answer = client.post(ENDPOINT, content=body, headers={"content-type": JSON})
    assert (answer.status_code, code(answer)) == (413, "BAD_USER_INPUT")


@pytest.mark.parametrize("sent", ["a1", "0b5e-11.x_", "x" * 64])
def test_a_sane_request_id_is_kept(client: TestClient, sent: str) -> None:
    answer = client.post(ENDPOINT, json={"query": ROWS}, headers={"x-request-id": sent})
    assert answer.headers["x-request-id"] == sent


@pytest.mark.parametrize("sent", ["", "x" * 65, "a b", "<script>", "ä".encode()])
def test_any_other_is_replaced(client: TestClient, sent: Any) -> None:
    answer = client.post(ENDPOINT, json={"query": ROWS}, headers={"x-request-id": sent})
    assert len(answer.headers["x-request-id"]) == 36
