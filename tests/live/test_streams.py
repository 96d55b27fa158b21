"""Server-sent events: how they are framed, resumed and refused."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.http.media_types import streams
from domain.people.models import ApiToken
from domain.people.sign_in import hash_of
from domain.people.tokens import revoke_token
from domain.permissions import Role
from tests.factories.orders import make_order
from tests.house import House
from tests.live.happening import in_order, note
from tests.live.serving import EVENTS, Served, serving

STREAM = "text/event-stream"


def asked(served: Served, method: str = "POST", **how: Any) -> httpx.Response:
    """A whole answer of what ends by itself."""
    headers = {"accept": STREAM, "authorization": f"Bearer {served.token()}"}
    headers |= how.pop("headers", {})
    return httpx.request(
        method, f"http://{served.address}/graphql", headers=headers, timeout=20, **how
    )


def test_each_event_is_framed_with_its_id(served: Served) -> None:
    house, order = served.house, make_order(served.house)
    with served.stream(EVENTS) as stream:
        assert stream.answer.status_code == 200
        assert stream.answer.headers["content-type"] == f"{STREAM}; charset=utf-8"
        assert stream.answer.headers["cache-control"] == "no-store"
        served.wait_for_watchers(1)
        note(house, order, "a", "b")
        heard = [stream.event(), stream.event()]
    known = in_order(house)
    assert [said["id"] for said in heard] == known
    assert {said["event"] for said in heard} == {"next"}
    data = {"data": {"orderEvents": {"id": known[0], "kind": "order.note_set"}}}
    assert json.loads(heard[0]["data"]) == data
    assert "\n" not in heard[0]["data"]


@pytest.mark.parametrize("is_header", [True, False])
def test_a_client_that_comes_back_goes_on_where_it_was(served: Served, is_header: bool) -> None:
    house, order = served.house, make_order(served.house)
    note(house, order, *"abcde")
    with served.client() as client:
        client.watch()  # the order is settled
    first, second, *rest = in_order(house)
    given: dict[str, Any] = {"last": second, "a": first} if is_header else {"a": second}
    with served.stream(EVENTS, **given) as stream:
        assert [stream.event()["id"] for _ in rest] == rest
        note(house, order, "f")
        assert stream.event()["id"] == in_order(house)[-1]


def test_an_idle_stream_gives_signs_of_life(house: House, tmp_path: Path) -> None:
    with serving(house, tmp_path, live_heartbeat_s=0.1) as served, served.stream(EVENTS) as stream:
        for _ in range(4):
            assert stream.block() == {"": ""}


def test_a_query_is_one_event_and_the_end(served: Served) -> None:
    make_order(served.house)
    answer = asked(served, json={"query": "{ orders { edges { node { state } } } }"})
    assert answer.text == (
        ':\n\nevent: next\ndata: {"data":{"orders":{"edges":[{"node":{"state":"NEW"}}]}}}\n\n'
        "event: complete\ndata:\n\n"
    )


def test_a_subscription_may_come_by_get_and_a_mutation_may_not(served: Served) -> None:
    bad = 'subscription { orderEvents(afterEventId: "x") { id } }'
    answer = asked(served, "GET", params={"query": bad})
    assert answer.status_code == 200
    assert "NOT_FOUND" in answer.text
    mutation = "mutation { __typename }"
    answer = asked(served, "GET", params={"query": mutation})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert asked(served, json={"query": mutation}).text.count("event: ") == 2


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription {", "GRAPHQL_PARSE_FAILED"),
        ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription ($s: ID!) { orderEvents(storeId: $s) { id } }", "BAD_USER_INPUT"),
        ('subscription { orderEvents(storeId: "x") { id } }', "NOT_FOUND"),
    ],
)
def test_what_cannot_be_run_is_told_in_the_stream(served: Served, query: str, code: str) -> None:
    answer = asked(served, json={"query": query})
    assert answer.status_code == 200
    _, said, end, _ = answer.text.split("\n\n")
    assert end == "event: complete\ndata:"
    event, _, data = said.partition("\n")
    assert event == "event: next"
    [error] = json.loads(data.removeprefix("data: "))["errors"]
    assert error["extensions"]["code"] == code


@pytest.mark.parametrize(
    ("how", "status"),
    [
        ({"headers": {"authorization": "Bearer bad"}, "json": {"query": EVENTS}}, 401),
        ({"content": b"{"}, 415),
        ({"content": b"{", "headers": {"content-type": "application/json"}}, 400),
        ({"json": [{"query": EVENTS}]}, 400),
        ({"json": {"query": EVENTS, "variables": {"s": "x" * 2_000}}}, 413),
    ],
)
def test_a_request_that_is_none_is_refused_as_ever(
    house: House, tmp_path: Path, how: dict[str, Any], status: int
) -> None:
    with serving(house, tmp_path, max_body_bytes=1_000) as served:
        answer = asked(served, **how)
        assert answer.status_code == status
        assert answer.headers["content-type"].startswith("application/json")
        assert answer.json()["errors"]


def test_a_subscription_needs_a_stream(served: Served) -> None:
    answer = asked(served, json={"query": EVENTS}, headers={"accept": "application/json"})
    [error] = answer.json()["errors"]
    assert "text/event-stream" in error["message"]


def test_without_the_permission_there_is_nothing_to_watch(served: Served) -> None:
    with served.stream(EVENTS, served.token(Role.DESIGNER)) as stream:
        [error] = json.loads(stream.event()["data"])["errors"]
        assert error["extensions"] == {"code": "FORBIDDEN"}
        assert stream.event()["event"] == "complete"


def test_a_revoked_token_ends_it(served: Served) -> None:
    house, token = served.house, served.token()
    with served.stream(EVENTS, token) as stream:
        served.wait_for_watchers(1)
        [row] = house.session.query(ApiToken).filter_by(token_hash=hash_of(token))
        revoke_token(house.work(), row.id)
        house.session.commit()
        [error] = json.loads(stream.event()["data"])["errors"]
        assert error["extensions"] == {"code": "UNAUTHENTICATED"}
        assert stream.event()["event"] == "complete"
    served.wait_for_watchers(0)


@pytest.mark.parametrize(
    ("accept", "is_stream"),
    [
        (STREAM, True),
        (f"{STREAM}, */*;q=0.1", True),
        (f"{STREAM}, application/json", True),
        (f"application/json, {STREAM}", False),
        (f"application/json;q=0.5, {STREAM}", True),
        (f"{STREAM};q=0", False),
        ("*/*", False),
        ("", False),
        ("application/graphql-response+json, application/json", False),
    ],
)
def test_a_stream_is_given_to_those_who_would_rather_have_it(accept: str, is_stream: bool) -> None:
    assert streams(accept) is is_stream
