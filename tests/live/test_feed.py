"""The feed: nothing is lost, nothing comes twice, whoever writes and however they commit."""

import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session

from api.reads.told import Watch
from domain.ids import new_id
from domain.orders.models import Order
from domain.outbox import OutboxEvent
from domain.outbox_order import put_in_order
from tests.factories.orders import make_order
from tests.factories.stores import make_store
from tests.house import House
from tests.live.happening import event_of, happen, in_order, note
from tests.live.serving import Served, serving, until

ROOT = Path(__file__).parents[2]


def writer(house: House, order: Order, count: int) -> subprocess.Popen[bytes]:
    """A process of its own that makes so many things happen to the order."""
    url = house.database.url.render_as_string(hide_password=False)
    words = ["-m", "tests.live.happening", url, str(order.id), str(count)]
    return subprocess.Popen([sys.executable, *words], cwd=ROOT)


def ids(events: list[Any]) -> list[str]:
    return [event["id"] for event in events]


def test_what_another_process_does_comes_once_each_and_in_order(served: Served) -> None:
    house, order = served.house, make_order(served.house)
    with served.client() as client:
        client.watch()
        with writer(house, order, 60) as process:
            events = client.events(60)
        assert process.returncode == 0
        assert {event["kind"] for event in events} == {"order.note_set"}
        assert ids(events) == in_order(house)
        note(house, order, "and no more")
        assert client.event()["id"] == in_order(house)[-1]


def test_two_processes_write_and_two_serve_and_all_clients_hear_the_same(
    served: Served, tmp_path: Path
) -> None:
    house, order = served.house, make_order(served.house)
    with serving(house, tmp_path / "second") as second:
        token = served.token()
        with served.client(token) as one, second.client(token) as other:
            one.watch()
            other.watch()
            writers = [writer(house, order, 25) for _ in range(2)]
            heard = ids(one.events(50)), ids(other.events(50))
            assert [process.wait(90) for process in writers] == [0, 0]
        assert heard[0] == heard[1] == in_order(house)


def test_a_client_that_was_cut_off_goes_on_exactly_where_it_was(served: Served) -> None:
    house, order = served.house, make_order(served.house)
    token, heard = served.token(), []
    with served.client(token) as client:
        client.watch()
    with writer(house, order, 60) as process:
        with served.client(token) as client:
            client.watch(a=None)
            until(lambda: len(in_order(house)) > 0)
            heard += ids(client.events(1))
        for _ in range(5):
            with served.client(token) as client:
                client.subscribe(a=heard[-1])
                heard += ids(client.events(9))
    assert process.returncode == 0
    with served.client(token) as client:
        client.subscribe(a=heard[-1])
        everything = in_order(house)
        rest = everything[everything.index(heard[-1]) + 1 :]
        heard += ids(client.events(len(rest)))
        note(house, order, "the last")
        heard.append(client.event()["id"])
    everything = in_order(house)
    assert heard == everything[everything.index(heard[0]) :]


def test_an_event_committed_late_is_neither_lost_nor_put_before_what_was_told(
    served: Served,
) -> None:
    house, order = served.house, make_order(served.house)
    if house.database.is_embedded:
        pytest.skip("on SQLite one transaction at a time writes")
    early, late = event_of(house, order), event_of(house, order)
    engine = house.database.writing
    with served.client() as client, engine.connect() as slow:
        client.watch()
        with slow.begin():
            slow.execute(insert(OutboxEvent), early)  # minted first, committed last
            happen(engine, late)
            heard = [client.event()["id"]]
        heard.append(client.event()["id"])
        assert heard == [f"Event:{late['id']}", f"Event:{early['id']}"] == in_order(house)
        with served.client() as second:
            second.subscribe(a=heard[0])
            assert second.event()["id"] == heard[1]


def test_a_transaction_that_stays_open_keeps_nobody_else_waiting(served: Served) -> None:
    house, order = served.house, make_order(served.house)
    if house.database.is_embedded:
        pytest.skip("on SQLite one transaction at a time writes")
    with served.client() as client, house.database.writing.connect() as slow, slow.begin():
        slow.execute(insert(OutboxEvent), event_of(house, order))
        client.watch()
        for _ in range(20):
            happen(house.database.writing, event_of(house, order))
        assert len(set(ids(client.events(20)))) == 20


def test_a_burst_larger_than_what_may_wait_is_told_whole(served: Served) -> None:
    house, order = served.house, make_order(served.house)
    with served.client() as client:
        client.watch()
        happen(house.database.writing, *(event_of(house, order) for _ in range(3_000)))
        assert ids(client.events(3_000)) == in_order(house)


def test_an_event_without_a_place_is_found_all_the_same(served: Served) -> None:
    house, order = served.house, make_order(served.house)
    happen(house.database.writing, event_of(house, order))
    with house.database.writing.begin() as connection:
        connection.execute(update(OutboxEvent).values(place=None))
    [first] = [f"Event:{id}" for id in house.session.scalars(select(OutboxEvent.id))]
    house.session.commit()
    with served.client() as client:
        client.watch(a=first)
        happen(house.database.writing, event_of(house, order, place=None))
        assert client.event()["id"] == in_order(house)[-1]


def test_every_event_gets_one_place_by_transaction(house: House) -> None:
    order, engine = make_order(house), house.database.writing
    house.session.commit()
    for _ in range(3):
        happen(engine, event_of(house, order), event_of(house, order))
    with engine.begin() as connection:
        put_in_order(connection)
        assert put_in_order(connection) == 0
    with Session(engine) as session:
        found = session.scalars(select(OutboxEvent.id).order_by(OutboxEvent.place)).all()
        assert list(found) == sorted(found)
        assert session.scalar(select(func.max(OutboxEvent.place))) == 6


def test_the_feed_outlives_its_connection(served: Served) -> None:
    house, order = served.house, make_order(served.house)
    if house.database.is_embedded:
        pytest.skip("SQLite has no connections to be cut")
    with served.client() as client:
        client.watch()
        note(house, order, "before")
        with house.database.writing.begin() as connection:
            cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = "
            assert connection.execute(text(cut + "'tradepost live'")).all() == [(True,)]
        note(house, order, "meanwhile", "after")
        assert ids(client.events(3)) == in_order(house)


def test_nobody_listens_when_nobody_watches(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.live.feed.LINGER_S", 0.1)
    house, order = served.house, make_order(served.house)
    feed, count = (
        served.live.feed,
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = ",
    )
    with served.client() as client:
        client.watch()
        assert feed.begun.is_set()
        client.send(type="complete", id="1")
        until(lambda: not feed.listening)
    note(house, order, "unheard")
    until(lambda: not feed.begun.is_set())
    if not house.database.is_embedded:
        with house.database.writing.connect() as connection:
            asked = text(count + "'tradepost live'")
            until(lambda: connection.execute(asked).scalar() == 0)
    with served.client() as client:
        client.watch()
        note(house, order, "heard again")
        assert client.event()["id"] == in_order(house)[-1]


@pytest.mark.parametrize("is_wanted", [True, False])
@pytest.mark.parametrize("what", ["organization_id", "kind", "store_id", "subject_id"])
def test_what_is_wanted_is_said_twice_and_means_the_same(
    house: House, what: str, is_wanted: bool
) -> None:
    order = make_order(house)
    others: dict[str, Any] = {
        "organization_id": house.second.organization.id,
        "kind": "orderly.kept",
        "store_id": make_store(house).id,
        "subject_id": new_id(),
    }
    given = event_of(house, order, **({} if is_wanted else {what: others[what]}))
    house.session.commit()
    happen(house.database.writing, given)
    watch = Watch(house.organization.id, ("order.",), order.store_id, order.id)
    event = house.session.scalars(select(OutboxEvent)).one()
    found: UUID | None = house.session.scalar(select(OutboxEvent.id).where(watch.where()))
    assert watch.wants(event) is (found == event.id) is is_wanted
