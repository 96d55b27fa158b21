"""Two changes at once: the first is kept from ending until the second waits for it."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, get_ident
from typing import Any

import psycopg
from sqlalchemy import event

from tests.house import House
from tests.writes.changes import sentence

LONGEST_S = 20.0
WAITING = """SELECT count(*) FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock'"""
Answered = dict[str, Any]


def at_once(house: House, first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, Any]:
    """What both answer. On SQLite the second queues; on PostgreSQL it runs into the first."""
    house.session.commit()
    began: list[int] = []
    is_inside, has_begun = Event(), Event()

    def hold(connection: Any) -> None:
        if began == [get_ident()] and not is_inside.is_set() and has_changed(house, connection):
            is_inside.set()
            assert has_begun.wait(LONGEST_S)
            wait_for_the_other(house)

    def one() -> Any:
        began.append(get_ident())
        try:
            return first()
        finally:
            is_inside.set()

    def other() -> Any:
        assert is_inside.wait(LONGEST_S)
        has_begun.set()
        return second()

    for end in ("commit", "rollback"):
        event.listen(house.database.writing, end, hold)
    try:
        with ThreadPoolExecutor(2) as threads:
            answers = threads.submit(one), threads.submit(other)
            return answers[0].result(LONGEST_S * 2), answers[1].result(LONGEST_S * 2)
    finally:
        for end in ("commit", "rollback"):
            event.remove(house.database.writing, end, hold)


def has_changed(house: House, connection: Any) -> bool:
    """Or locked; what only looks, before the change, is on PostgreSQL of the same engine."""
    if house.database.is_embedded:
        return True
    raw = connection.connection.dbapi_connection
    if raw.info.transaction_status == psycopg.pq.TransactionStatus.INERROR:
        return True
    [own] = raw.execute("SELECT pg_current_xact_id_if_assigned()").fetchone()
    return own is not None


def wait_for_the_other(house: House) -> None:
    if house.database.is_embedded:
        time.sleep(0.05)  # nothing tells who waits for the file
        return
    dsn = house.database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    until = time.monotonic() + LONGEST_S
    with psycopg.connect(dsn, autocommit=True) as connection:
        while time.monotonic() < until:
            if connection.execute(WAITING).fetchone() != (0,):
                return
            time.sleep(0.01)
    raise AssertionError("The second did not wait for the first.")


def sender(
    house: House, field: str, input: dict[str, Any], key: str | None = "k", actor: Any = None
) -> Callable[[], Answered]:
    """Sends it from any thread; answers the payload, or the errors."""
    given = {"input": input} if key is None else {"input": input, "key": key}
    text = sentence(field, with_key=key is not None)

    def send() -> Answered:
        answer = house.ordinary(text, actor, **given)
        payload: Answered = answer["data"][field] if "errors" not in answer else answer
        return payload

    return send
