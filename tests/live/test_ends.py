"""How it ends: clients that are too slow, servers that stop; and what is left behind."""

import gc
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from domain.orders.models import Order
from tests.api.test_cli_serve import asked, started, tradepost
from tests.factories.orders import make_order
from tests.house import House
from tests.live.happening import event_of, happen, in_order, note
from tests.live.serving import EVENTS, PROTOCOL, Served, serving, until

NOTES = " ".join(f"n{number}: note" for number in range(29))
FAT = f"subscription {{ orderEvents {{ id order {{ {NOTES} }} }} }}"


def narrow(served: Served) -> socket.socket:
    """A connection that holds as little as can be, so that not reading is felt soon."""
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    host, _, port = served.address.partition(":")
    found.connect((host, int(port)))
    return found


def fattened(house: House) -> Order:
    """An order whose every event is an answer of some 60 kB."""
    return make_order(house, note="x" * 2_000)


def test_a_slow_client_is_cut_off_while_others_go_on(
    house: House, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    order = fattened(house)
    with serving(house, tmp_path, live_patience_s=2, live_heartbeat_s=600) as served:
        with served.client(sock=narrow(served), max_queue=1) as slow, served.client() as quick:
            slow.watch(FAT)
            quick.watch()
            happen(house.database.writing, *(event_of(house, order) for _ in range(400)))
            assert [event["id"] for event in quick.events(400)] == in_order(house)
            until(lambda: len(served.live.listeners) == 1)
            note(house, order, "go on")
            assert quick.event()["id"] == in_order(house)[-1]
            until(lambda: len(served.server.server_state.connections) == 1)
            with pytest.raises(ConnectionClosed):
                slow.events(400)
        until(lambda: not served.server.server_state.connections)
    said = [line for line in capfd.readouterr().out.splitlines() if "socket closed" in line]
    assert any("code=1013" in line and "warning" in line for line in said), said


def test_a_slow_stream_is_cut_off_too(house: House, tmp_path: Path) -> None:
    order = fattened(house)
    with serving(house, tmp_path, live_patience_s=2, live_heartbeat_s=600) as served:
        raw = narrow(served)
        body = b'{"query":"' + FAT.encode() + b'"}'
        head = (
            f"POST /graphql HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n"
            f"authorization: Bearer {served.token()}\r\ncontent-type: application/json\r\n"
            f"content-length: {len(body)}\r\n\r\n"
        )
        raw.sendall(head.encode() + body)
        served.wait_for_watchers(1)
        happen(house.database.writing, *(event_of(house, order) for _ in range(400)))
        until(lambda: not served.live.listeners)
        until(lambda: not served.server.server_state.connections)
        raw.close()


def test_a_slow_client_that_wakes_in_time_is_told_everything(house: House, tmp_path: Path) -> None:
    order = fattened(house)
    with (
        serving(house, tmp_path, live_patience_s=60) as served,
        served.client(sock=narrow(served), max_queue=1) as slow,
    ):
        slow.watch(FAT)
        happen(house.database.writing, *(event_of(house, order) for _ in range(150)))
        until(lambda: served.live.feed.head >= 150)
        assert [event["id"] for event in slow.events(150)] == in_order(house)


def test_a_server_that_stops_says_so_to_all_who_watch(house: House, tmp_path: Path) -> None:
    codes: list[Any] = []
    with serving(house, tmp_path, stop_within_s=10) as served:
        token = served.token()
        with (
            served.client(token) as client,
            served.client(token) as idle,
            served.stream(EVENTS, token) as stream,
        ):
            client.subscribe()
            served.wait_for_watchers(2)
            served.server.should_exit = True
            codes = [client.closed()[0], idle.closed()[0]]
            with pytest.raises(EOFError):  # it ends, and is not complete
                stream.event()
    assert codes == [1001, 1001]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_the_program_stops_at_once_while_somebody_watches(tmp_path: Path) -> None:
    with started(tmp_path) as (process, url):
        token = tradepost(tmp_path, "token", "create", "--role", "MANAGER").stdout.strip()
        headers = {"authorization": f"Bearer {token}", "accept": "text/event-stream"}
        address = url.replace("http", "ws")
        with (
            connect(address, subprotocols=[PROTOCOL]) as watching,
            httpx.Client(timeout=20) as client,
            client.stream("POST", url, json={"query": EVENTS}, headers=headers) as stream,
        ):
            lines = stream.iter_lines()
            assert next(lines) == ":"
            watching.send(
                f'{{"type": "connection_init", "payload": {{"authorization": "Bearer {token}"}}}}'
            )
            assert watching.recv(20) == '{"type":"connection_ack"}'
            assert asked(url, token, "{ __typename }")
            process.send_signal(signal.SIGTERM)
            assert not [line for line in lines if line not in {"", ":"}]
            with pytest.raises(ConnectionClosed, match="1001"):
                watching.recv(20)
        try:
            assert process.wait(9) == 0
        except subprocess.TimeoutExpired:
            pytest.fail("it waited for those who watch")


def test_nothing_is_left_of_a_hundred_connections(served: Served) -> None:
    house, order, token = served.house, make_order(served.house), served.token()
    for number in range(110):
        if number == 10:  # what is made once is made by now
            before = counted(served)
        if number % 2:
            with served.client(token) as client:
                client.watch()
                if number % 4 == 1:
                    client.socket.socket.shutdown(socket.SHUT_RDWR)  # without a word
        else:
            with served.stream(EVENTS, token):
                served.wait_for_watchers(1)
        served.wait_for_watchers(0)
    now = counted(served)
    assert now["held"] == before["held"]
    for what, most in before.items():
        assert now[what] <= most + 5, what  # a pool may grow by one, a leak by a hundred
    with served.client(token) as client:
        client.watch()
        note(house, order, "still there")
        client.event()


def counted(served: Served) -> dict[str, int]:
    """What a connection might leave behind."""
    until(lambda: not served.server.server_state.connections)
    until(lambda: not served.live.listeners)
    gc.collect()
    held = [kind for one in gc.get_objects() if (kind := type(one).__name__) in KINDS]
    files = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0
    return {"threads": threading.active_count(), "files": files, "held": len(held)}


KINDS = {"Connection", "Stream", "Watcher", "Subscription"}
