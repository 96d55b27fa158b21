"""The real server on a port of its own, over the rows of a house; and clients of both sorts."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from socket import create_server
from typing import Any

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from api.app import application
from api.commands.serve import Server, configured
from api.live.live import Live
from api.settings import Settings
from domain.people.models import User
from domain.people.tokens import mint_token
from domain.permissions import Role
from tests.factories.people import make_user
from tests.house import House

PATIENCE_S = 90.0
"""Machines that test are busy; nothing waits for so long unless it is broken."""
YEARS_HENCE = datetime(2099, 1, 1, tzinfo=UTC)
PROTOCOL = Subprotocol("graphql-transport-ws")
EVENTS = "subscription ($s: ID, $a: ID) { orderEvents(storeId: $s, afterEventId: $a) { id kind } }"


@dataclass
class Served:
    """A server, and what is inside it."""

    house: House
    address: str
    live: Live
    server: Server
    tokens: list[str] = field(default_factory=list)

    def token(self, *roles: Any) -> str:
        """Of a new user with these roles: a role, or a role and the id of a store."""
        user = make_user(
            self.house, *(roles or (Role.MANAGER,)), email=f"u{len(self.tokens)}@example.com"
        )
        return self.token_of(user)

    def token_of(self, user: User) -> str:
        work = self.house.work()
        minted = mint_token(work, user, "laptop", YEARS_HENCE)
        self.house.session.commit()
        self.tokens.append(minted.secret)
        return minted.secret

    @contextmanager
    def client(self, token: str | None = None, **how: Any) -> Iterator["Client"]:
        """A WebSocket that has been greeted."""
        url = f"ws://{self.address}/graphql"
        with connect(url, subprotocols=[PROTOCOL], **how) as socket:
            client = Client(self, socket)
            token = self.token() if token is None else token
            client.send(type="connection_init", payload={"Authorization": f"Bearer {token}"})
            assert client.hear() == {"type": "connection_ack"}
            yield client

    @contextmanager
    def stream(
        self, query: str, token: str | None = None, last: str | None = None, **variables: Any
    ) -> Iterator["Stream"]:
        headers = {
            "accept": "text/event-stream",
            "authorization": f"Bearer {self.token() if token is None else token}",
        }
        if last:
            headers["last-event-id"] = last
        body = {"query": query, "variables": variables}
        with (
            httpx.Client(timeout=PATIENCE_S) as client,
            client.stream(
                "POST", f"http://{self.address}/graphql", json=body, headers=headers
            ) as answer,
        ):
            yield Stream(answer, answer.iter_lines())

    def wait_for_watchers(self, count: int) -> None:
        until(lambda: len(self.live.feed.watchers) == count)


@dataclass
class Client:
    """One WebSocket."""

    served: Served
    socket: ClientConnection

    def send(self, **message: Any) -> None:
        self.socket.send(json.dumps(message))

    def hear(self, timeout_s: float = PATIENCE_S) -> Any:
        return json.loads(self.socket.recv(timeout_s))

    def subscribe(self, query: str = EVENTS, id: str = "1", **variables: Any) -> None:
        self.send(type="subscribe", id=id, payload={"query": query, "variables": variables})

    def watch(self, query: str = EVENTS, id: str = "1", **variables: Any) -> None:
        """`subscribe`, and it is under way."""
        before = len(self.served.live.feed.watchers)
        self.subscribe(query, id, **variables)
        self.served.wait_for_watchers(before + 1)

    def events(self, count: int) -> list[Any]:
        """So many, each as its one root field."""
        return [self.event() for _ in range(count)]

    def event(self) -> Any:
        said = self.hear()
        assert said["type"] == "next", said
        assert "errors" not in said["payload"], said
        [event] = said["payload"]["data"].values()
        return event

    def closed(self) -> tuple[int, str]:
        """How the server closes it, whatever it says before."""
        with suppress(ConnectionClosed):
            while True:
                self.socket.recv(PATIENCE_S)
        return self.socket.close_code or 0, self.socket.close_reason or ""


@dataclass
class Stream:
    """One response of events."""

    answer: httpx.Response
    lines: Iterator[str]

    def block(self) -> dict[str, str]:
        """The fields of what comes next; a comment is under the key of nothing."""
        found: dict[str, str] = {}
        for line in self.lines:
            if not line:
                return found
            name, _, value = line.partition(":")
            found[name] = value.removeprefix(" ")
        raise EOFError

    def event(self) -> dict[str, str]:
        while "event" not in (found := self.block()):
            pass
        return found


def until(holds: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
    end = time.monotonic() + patience_s
    while not holds():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.005)


@contextmanager
def serving(house: House, folder: Path, **settings: Any) -> Iterator[Served]:
    """As `tradepost serve` does, in a thread; it has ended afterwards, and left nothing behind."""
    house.session.rollback()
    url = house.database.url.render_as_string(hide_password=False)
    given = Settings(data_dir=folder, database_url=url, **settings)
    folder.mkdir(parents=True, exist_ok=True)
    app = application(given)
    with create_server(("127.0.0.1", 0)) as listener:
        server = Server(configured(app, given), [], app.state.live.stop)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            until(lambda: server.started)
            yield Served(house, f"127.0.0.1:{listener.getsockname()[1]}", app.state.live, server)
        finally:
            server.should_exit = True
            thread.join(PATIENCE_S)
            assert not thread.is_alive()
