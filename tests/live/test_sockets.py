"""graphql-transport-ws: who may, what is told, and how it is refused."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from api.live.origins import may_open
from domain.orders.actions import review_order
from domain.people.models import ApiToken
from domain.people.sign_in import hash_of
from domain.people.tokens import revoke_token
from domain.permissions import Role
from tests.factories.orders import make_order
from tests.factories.stores import make_store
from tests.house import House
from tests.live.happening import in_order, note
from tests.live.serving import PROTOCOL, Served, serving, until

ROOT = Path(__file__).parents[2]
ORDER = """subscription Watch($s: ID, $a: ID) {
  happened: orderEvents(storeId: $s, afterEventId: $a) {
    __typename kind at order { id note store { name } ...More }
  }
}
fragment More on Order { state allowedTransitions total { amount currencyCode } }
"""
NOTE = """mutation ($order: ID!, $note: String) {
  orderNoteSet(input: {id: $order, note: $note}) { order { note } userErrors { code } }
}"""


def raw(served: Served, **how: Any) -> Any:
    """Not greeted yet."""
    how.setdefault("subprotocols", [PROTOCOL])
    return connect(f"ws://{served.address}/graphql", **how)


def test_an_event_tells_of_its_order_as_it_is_then(served: Served) -> None:
    house, order = served.house, make_order(served.house)
    with served.client() as client:
        client.watch(ORDER)
        note(house, order, "fragile")
        review_order(house.work(), order.id)
        house.session.commit()
        first, second = client.events(2)
    assert first["__typename"] == "OrderEvent"
    assert first["kind"] == "order.note_set"
    assert first["order"]["note"] == "fragile"
    assert second["kind"] == "order.reviewed"
    assert second["order"] == {
        "id": f"Order:{order.id}",
        "note": "fragile",
        "store": {"name": house.session.get_one(type(make_store(house)), order.store_id).name},
        "state": "REVIEWED",
        "allowedTransitions": ["ALLOCATED", "CANCELLED"],
        "total": {"amount": "25.00", "currencyCode": "EUR"},
    }


def test_only_of_one_store_when_one_is_named(served: Served) -> None:
    house, here, there = served.house, make_order(served.house), make_order(served.house)
    with served.client() as client:
        client.watch(s=f"Store:{there.store_id}")
        note(house, here, "no")
        note(house, there, "yes")
        assert client.event()["id"] == in_order(house)[-1]


def test_nothing_comes_from_stores_and_organisations_one_may_not_see(served: Served) -> None:
    house, mine, other = served.house, make_order(served.house), make_order(served.house)
    stranger = make_order(house.second)
    token = served.token((Role.OPERATIONS, mine.store_id))
    with served.client(token) as client, served.client() as boss:
        client.watch()
        boss.watch()
        note(house.second, stranger, "of a stranger")
        note(house, other, "of another store")
        note(house, mine, "mine")
        known = in_order(house)
        assert client.event()["id"] == known[-1]
        assert [event["id"] for event in boss.events(2)] == known[-2:]
        client.subscribe(id="2", a=known[0])  # an event of another organisation
        said = client.hear()
        assert said["type"] == "error"
        assert said["payload"][0]["extensions"] == {"code": "NOT_FOUND", "argument": "afterEventId"}
        client.watch(id="3", a=known[1])  # of another store: it counts, but is not told
        assert client.event()["id"] == known[-1]


@pytest.mark.parametrize("kind", ["unknown", "foreign", "malformed", "of another type"])
def test_a_store_that_one_does_not_see_is_not_there(served: Served, kind: str) -> None:
    house, mine, other = served.house, make_store(served.house), make_store(served.house)
    named = {
        "unknown": "Store:01a21b0a-154c-7031-904b-64bf326506c6",
        "foreign": f"Store:{make_store(house.second).id}",
        "malformed": "Store",
        "of another type": f"Order:{mine.id}",
    }[kind]
    with served.client() as client:
        client.subscribe(s=named)
        [error] = client.hear()["payload"]
    assert error["message"] == "No such store."
    assert error["path"] == ["orderEvents"]
    assert error["extensions"] == {"code": "NOT_FOUND", "argument": "storeId"}
    with served.client(served.token((Role.OPERATIONS, mine.id))) as client:
        client.subscribe(s=f"Store:{other.id}")
        assert client.hear()["payload"][0]["extensions"] == error["extensions"]


def test_without_the_permission_there_is_nothing_to_watch(served: Served) -> None:
    with served.client(served.token(Role.DESIGNER)) as client:
        client.subscribe()
        said = client.hear()
    assert said["type"] == "error"
    assert [error["extensions"] for error in said["payload"]] == [{"code": "FORBIDDEN"}]


def test_a_revoked_token_ends_it_even_when_nothing_happens(served: Served) -> None:
    house, order, token = served.house, make_order(served.house), served.token()
    with served.client(token) as client:
        client.watch()
        [row] = house.session.query(ApiToken).filter_by(token_hash=hash_of(token))
        revoke_token(house.work(), row.id)
        house.session.commit()
        began = time.monotonic()
        assert client.closed() == (4403, "This token is not, or no longer, good.")
        assert time.monotonic() - began < 5
    note(house, order, "unheard")


def test_a_token_that_another_process_revokes_ends_it_soon(served: Served) -> None:
    url = served.house.database.url.render_as_string(hide_password=False)
    with served.client() as client:
        client.watch()
        words = [sys.executable, "-m", "tests.live.happening", url, "revoke"]
        subprocess.run(words, cwd=ROOT, check=True)
        began = time.monotonic()
        assert client.closed()[0] == 4403
        assert time.monotonic() - began < 5  # it is remembered for half a second


def test_a_revoked_token_hears_nothing_more(house: House, tmp_path: Path) -> None:
    with serving(house, tmp_path, sign_in_cache_s=60) as served:
        order, token = make_order(house), served.token()
        with served.client(token) as client:
            client.watch()
            [row] = house.session.query(ApiToken).filter_by(token_hash=hash_of(token))
            revoke_token(house.work(), row.id)
            note(house, order, "unheard")
            assert client.closed()[0] == 4403


def test_queries_and_mutations_are_answered_too(served: Served) -> None:
    order = make_order(served.house)
    with served.client() as client:
        client.watch(id="watch")
        client.subscribe(NOTE, id="c", order=f"Order:{order.id}", note="by socket")
        said = [client.hear() for _ in range(3)]
        client.subscribe("{ orders { edges { node { note } } } }", id="read")
        said += [client.hear() for _ in range(2)]
    assert {(one["id"], one["type"]) for one in said} == {
        ("c", "next"),
        ("c", "complete"),
        ("watch", "next"),
        ("read", "next"),
        ("read", "complete"),
    }
    [read] = [one for one in said if (one["id"], one["type"]) == ("read", "next")]
    assert read["payload"] == {"data": {"orders": {"edges": [{"node": {"note": "by socket"}}]}}}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription {", "GRAPHQL_PARSE_FAILED"),
        ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "subscription { a: orderEvents { id } b: orderEvents { id } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        ("subscription { __typename }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription ($s: ID!) { orderEvents(storeId: $s) { id } }", "BAD_USER_INPUT"),
        ("subscription { orderEvents @skip(if: true) { id } }", "GRAPHQL_VALIDATION_FAILED"),
        ('subscription { orderEvents(afterEventId: "x") { id } }', "NOT_FOUND"),
    ],
)
def test_what_cannot_be_run_is_told_with_its_code(served: Served, query: str, code: str) -> None:
    with served.client() as client:
        client.subscribe(query)
        said = client.hear()
        assert (said["type"], said["id"]) == ("error", "1")
        assert {error["extensions"]["code"] for error in said["payload"]} == {code}
        client.subscribe("{ __typename }")  # the id is free again
        assert client.hear()["type"] == "next"


def test_a_client_that_completes_hears_no_more_and_may_use_the_id_again(served: Served) -> None:
    house, order = served.house, make_order(served.house)
    with served.client() as client:
        client.watch()
        client.send(type="complete", id="1")
        client.subscribe()
        served.wait_for_watchers(1)
        until(lambda: served.live.feed.listening == 1)
        note(house, order, "once")
        client.event()
        client.send(type="ping")
        assert client.hear() == {"type": "pong"}


def test_so_many_operations_at_once_and_no_more(house: House, tmp_path: Path) -> None:
    with serving(house, tmp_path, max_live_operations=2) as served, served.client() as client:
        client.watch(id="1")
        client.watch(id="2")
        client.subscribe(id="3")
        said = client.hear()
        assert said["id"] == "3"
        assert said["payload"][0]["extensions"] == {"code": "LIMIT_EXCEEDED", "limit": 2}
        client.send(type="complete", id="1")
        client.subscribe("{ __typename }", id="3")
        assert client.hear()["type"] == "next"


@pytest.mark.parametrize("where", ["authorization", "Authorization", "headers", "header"])
def test_the_token_may_come_in_more_than_one_way(served: Served, where: str) -> None:
    said = f"Bearer {served.token()}"
    payload: Any = {"headers": {"AUTHORIZATION": said}} if where == "headers" else {where: said}
    headers = {}
    if where == "header":
        headers, payload = {"authorization": said}, None
    with raw(served, additional_headers=headers) as socket:
        socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        assert json.loads(socket.recv(10)) == {"type": "connection_ack"}


@pytest.mark.parametrize(
    "payload",
    ["null", "{}", '"Bearer x"', '{"authorization": 1}', '{"authorization": "Bearer bad"}'],
)
def test_without_a_good_token_there_is_no_greeting(served: Served, payload: str) -> None:
    with raw(served) as socket:
        socket.send(f'{{"type": "connection_init", "payload": {payload}}}')
        with pytest.raises(Exception, match="4403"):
            socket.recv(10)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("", 4400),
        ("[]", 4400),
        (b"{}", 4400),
        ('{"type": "subscribe", "id": "", "payload": {"query": "{ __typename }"}}', 4400),
        ('{"type": "subscribe", "id": "1", "payload": {"query": 1}}', 4400),
        ('{"type": "subscribe", "id": "1"}', 4400),
        ('{"type": "ping", "x": "' + "a" * 2_000 + '"}', 1009),
    ],
)
def test_what_is_no_message_closes_it(house: House, tmp_path: Path, sent: Any, code: int) -> None:
    with serving(house, tmp_path, max_body_bytes=1_000) as served, served.client() as client:
        client.socket.send(sent)
        assert client.closed()[0] == code


@pytest.mark.parametrize(
    ("origin", "is_let_in"),
    [
        (None, True),
        ("http://{host}", True),
        ("https://shop.example.com", True),
        ("https://evil.example.com", False),
        ("http://{host}.evil.example.com", False),
        ("null", False),
    ],
)
def test_web_pages_of_other_hosts_are_kept_out(
    house: House, tmp_path: Path, origin: str | None, is_let_in: bool
) -> None:
    with serving(house, tmp_path, allowed_origins="https://shop.example.com/,") as served:
        given = origin and Origin(origin.format(host=served.address))
        if is_let_in:
            with served.client(origin=given):
                return
        with pytest.raises(InvalidStatus) as refused, raw(served, origin=given):
            pass
        assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    ("origin", "host", "may"),
    [
        ("", "", True),
        ("http://shop.example", "shop.example", True),
        ("http://shop.example", "shop.example:80", True),
        ("https://Shop.example", "shop.example:443", True),
        ("https://shop.example", "shop.example:80", False),
        ("http://shop.example:8000", "shop.example:8000", True),
        ("http://shop.example:8000", "shop.example:8001", False),
        ("http://[::1]:8000", "[::1]:8000", True),
        ("ftp://shop.example", "shop.example", False),
        ("http://", "", False),
        ("http://[", "x", False),
    ],
)
def test_an_origin_is_the_same_host_and_port(origin: str, host: str, may: bool) -> None:
    assert may_open(origin, host, ()) is may


def test_another_protocol_is_refused(served: Served) -> None:
    with (
        raw(served, subprotocols=[Subprotocol("graphql-ws")]) as socket,
        pytest.raises(Exception, match="4406"),
    ):
        socket.recv(10)


def test_a_client_that_says_nothing_is_let_go(served: Served) -> None:
    with raw(served) as socket:
        began = time.monotonic()
        with pytest.raises(Exception, match="4408"):
            socket.recv(15)
        assert time.monotonic() - began > 2.5
