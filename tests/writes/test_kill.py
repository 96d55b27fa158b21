"""Killed at the commit: what was kept answers the replay, what was not is done by it."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.database import Database
from api.reads.reads import Reads
from api.schema import schema
from domain.people.models import Organization, User
from tests.environment import environment
from tests.house import DOCUMENTS, MONDAY, House, raise_bug
from tests.postgres import running_postgres
from tests.writes.changes import FIELDS, everything, sentence, told
from tests.writes.every import CHANGES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
ROOT = Path(__file__).parents[2]
DOOMED = str(Path(__file__).with_name("doomed.py"))
TRIED = ("storeCreate", "orderPaymentRecord", "platformOrdersIngest", "orderCancel")
NOBODY = ("after", "nothing")


@dataclass
class Shop:
    """A database that a server of its own process serves, and our own eye on it."""

    house: House
    folder: Path
    env: dict[str, str]
    token: str

    @contextmanager
    def serving(self, when: str, field: str) -> Iterator["Served"]:
        words = [sys.executable, DOOMED, when, field, "serve", "--port", "0"]
        log = self.folder / "server.log"
        with (
            log.open("a") as said,
            subprocess.Popen(
                words, cwd=self.folder, env=self.env, stdout=subprocess.PIPE, stderr=said, text=True
            ) as process,
        ):
            try:
                assert process.stdout
                found = re.fullmatch(
                    r"GraphQL  (http://127\.0\.0\.1:\d+/graphql)\n", process.stdout.readline()
                )
                assert found, log.read_text()
                yield Served(process, found[1], self.token)
            finally:
                process.kill()


@dataclass
class Served:
    process: subprocess.Popen[str]
    url: str
    token: str

    def send(self, field: str, input: dict[str, Any]) -> Any:
        sent = {"content-type": "application/json", "authorization": f"Bearer {self.token}"}
        given = {"query": sentence(field), "variables": {"input": input, "key": field}}
        request = Request(self.url, json.dumps(given).encode(), sent)  # noqa: S310  127.0.0.1
        with urlopen(request, timeout=60) as answer:  # noqa: S310
            said = json.load(answer)
        assert "errors" not in said, said
        return said["data"][field]

    def dies_of(self, field: str, input: dict[str, Any]) -> None:
        with pytest.raises((OSError, HTTPException)):
            self.send(field, input)
        assert self.process.wait(30) == -signal.SIGKILL


@pytest.fixture(params=["sqlite", "postgresql"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    if request.param == "postgresql":
        if request.config.getoption("sqlite_only"):
            pytest.skip("PostgreSQL is left out by --sqlite-only")
        with running_postgres() as url, opened(tmp_path, url) as found:
            yield found
    else:
        with opened(tmp_path, f"sqlite:///{tmp_path / 'shop.db'}") as found:
            yield found


@contextmanager
def opened(folder: Path, url: str) -> Iterator[Shop]:
    env = environment(
        PYTHONPATH=str(ROOT),
        TRADEPOST_DATA_DIR=str(folder / "data"),
        TRADEPOST_DATABASE_URL=url,
        TRADEPOST_SERVE_WORKS="false",  # its rows would come and go while we count
    )

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "api.cli", *words]
        done = subprocess.run(
            command, cwd=folder, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    run("migrate")
    token = run("token", "create", "--role", "MANAGER")
    database = Database(url)
    with Session(database.writing, expire_on_commit=False) as session:
        organization = session.scalars(select(Organization)).one()
        owner = session.scalars(select(User)).one()
        session.commit()
        reads = Reads(schema._schema, database, DOCUMENTS, mask=raise_bug)
        house = House(database, session, reads, organization, owner, MONDAY)
        yield Shop(house, folder, env, token)
    database.close_now()


def changed(before: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, int]:
    """Rows more, by table; without the seals, which the housekeeper sets whenever it comes by."""
    return {
        name: len(rows) - len(before[name])
        for name, rows in after.items()
        if rows != before[name] and "seal" not in name
    }


@pytest.mark.parametrize("when", ["after", "before"])
def test_a_server_killed_at_the_commit_does_it_once(shop: Shop, when: str) -> None:
    """Each server serves the replay of what the one before died of, then dies of the next."""
    house = shop.house
    inputs = {field: CHANGES[field].ready(house) for field in TRIED}
    dooms = [*((when, field) for field in TRIED), NOBODY]
    died_of = ""
    for doom in dooms:
        with shop.serving(*doom) as server:
            if died_of:
                check_replay(shop, server, died_of, inputs[died_of])
            died_of = doom[1]
            if died_of in FIELDS:
                before, lines = everything(house), told(house)
                server.dies_of(died_of, inputs[died_of])
                tried = CHANGES[died_of]
                more = (tried.lines, tried.events) if when == "after" else (0, 0)
                assert told(house) == (lines[0] + more[0], lines[1] + more[1])
                found = changed(before, everything(house))
                assert found.get("idempotency_keys", 0) == (when == "after")
                assert bool(found) is (when == "after")


def check_replay(shop: Shop, server: Served, field: str, input: dict[str, Any]) -> None:
    """The answer is right, and from then on every replay is it, with nothing done."""
    first = server.send(field, input)
    assert first["userErrors"] == []
    before, lines = everything(shop.house), told(shop.house)
    assert server.send(field, input) == first
    assert told(shop.house) == lines
    assert changed(before, everything(shop.house)) == {}
    match field:
        case "storeCreate":
            assert first["store"]["handle"] == input["handle"]
        case "orderPaymentRecord":
            assert first["payment"]["amount"]["amount"] == "12.50"
            assert len(before["payments"]) == 1
        case "platformOrdersIngest":
            outcomes = [row["outcome"] for row in first["outcomes"]]
            assert outcomes == ["CREATED", "REFUSED", "CREATED"]
            assert len(before["platform_orders"]) == len(first["orders"]) == 2
        case "orderCancel":
            assert (first["order"]["state"], first["order"]["version"]) == ("CANCELLED", 2)
