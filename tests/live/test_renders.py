"""How a render comes along: told from its first event to its last, and then no more."""

from decimal import Decimal
from typing import Any

import pytest

from domain.creatives.batches import cancel_batch
from domain.creatives.making import fail_render, finish_render, progress_render, start_render
from domain.creatives.models import RenderJob
from domain.creatives.results import MadeFile
from domain.creatives.states import BatchState, RenderState
from domain.permissions import Role
from tests.factories.batches import make_batch
from tests.factories.creatives import KEY, make_render
from tests.factories.stores import make_store
from tests.factories.templates import make_set
from tests.house import House
from tests.live.serving import Client, Served, until

PROGRESS = """subscription ($j: ID!, $a: ID) {
  renderJobProgress(jobId: $j, afterEventId: $a) {
    id kind state progress job { id state mediaType }
  }
}"""
ALL = "subscription ($s: ID) { jobEvents(storeId: $s) { kind job { id } } }"
MADE = MadeFile(KEY, "image/png", 1_000, 1080, 1350)


BATCH = """subscription ($b: ID!, $a: ID) {
  renderBatchProgress(batchId: $b, afterEventId: $a) {
    id kind state progress batch { id state succeededCount failedCount }
  }
}"""


def begin(house: House, row: RenderJob) -> None:
    started = start_render(house.work(), row.id)
    assert started
    house.session.commit()
    progress_render(house.work(), started, RenderState.RENDERING, Decimal("0.4"))
    house.session.commit()


def finish(house: House, row: RenderJob) -> None:
    finish_render(house.work(), row.id, MADE)
    house.session.commit()


def told(client: Client) -> list[Any]:
    """All there is, until it is complete."""
    heard: list[Any] = []
    while (said := client.hear())["type"] == "next":
        heard += said["payload"]["data"].values()
    assert said == {"type": "complete", "id": "1"}
    return heard


@pytest.mark.parametrize("when", ["before", "meanwhile", "after"])
def test_it_is_told_from_its_first_event_to_its_last(served: Served, when: str) -> None:
    house, row = served.house, make_render(served.house)
    job = f"RenderJob:{row.id}"
    with served.client() as client:
        if when == "before":
            client.watch(PROGRESS, j=job)
        begin(house, row)
        if when == "meanwhile":
            client.watch(PROGRESS, j=job)
        finish(house, row)
        if when == "after":
            client.subscribe(PROGRESS, j=job)
        heard = told(client)
        shown = [(one["kind"], one["state"], one["progress"]) for one in heard]
        assert shown == [
            ("render_job.progressed", "PLANNED", 0),
            ("render_job.progressed", "RENDERING", 0.4),
            ("render_job.succeeded", "SUCCEEDED", 1),
        ]
        assert heard[-1]["job"] == {"id": job, "state": "SUCCEEDED", "mediaType": "image/png"}
        client.subscribe(PROGRESS, j=job, a=heard[0]["id"])
        assert told(client) == [{**one, "job": heard[-1]["job"]} for one in heard[1:]]
        client.subscribe(PROGRESS, j=job, a=heard[-1]["id"])
        assert told(client) == []
    until(lambda: not served.live.feed.listening)


def test_of_one_render_nothing_of_another_is_told(served: Served) -> None:
    house, row, other = served.house, make_render(served.house), make_render(served.house)
    with served.client() as client, served.client() as all_of_them:
        all_of_them.watch(ALL)
        client.watch(PROGRESS, j=f"RenderJob:{row.id}")
        begin(house, other)
        fail_render(house.work(), other.id, "CRASHED", "It crashed.", is_retryable=True)
        house.session.commit()
        begin(house, row)
        finish(house, row)
        assert {one["job"]["id"] for one in told(client)} == {f"RenderJob:{row.id}"}
        events = all_of_them.events(6)
    assert [event["kind"].partition(".")[2] for event in events] == [
        "progressed", "progressed", "failed", "progressed", "progressed", "succeeded",
    ]  # fmt: skip


@pytest.mark.parametrize("whose", ["nobody's", "a stranger's", "another store's"])
def test_a_render_that_one_does_not_see_is_not_there(served: Served, whose: str) -> None:
    house, mine = served.house, make_store(served.house)
    row = {
        "nobody's": make_store(house),
        "a stranger's": make_render(house.second),
        "another store's": make_render(house, store_id=make_store(house).id),
    }[whose]
    with served.client(served.token((Role.OPERATIONS, mine.id))) as client:
        client.subscribe(PROGRESS, j=f"RenderJob:{row.id}")
        said = client.hear()
        assert said["type"] == "error"
        [error] = said["payload"]
        assert error["message"] == "No such render job."
        assert error["extensions"] == {"code": "NOT_FOUND", "argument": "jobId"}


def test_renders_of_other_stores_are_not_told(served: Served) -> None:
    house, mine = served.house, make_store(served.house)
    here, there = (make_render(house, store_id=one) for one in (mine.id, make_store(house).id))
    shared = make_render(house)
    with served.client(served.token((Role.OPERATIONS, mine.id))) as client:
        client.watch(ALL)
        for row in (there, here, shared):
            begin(house, row)
        heard = [event["job"]["id"] for event in client.events(4)]
    assert heard == [f"RenderJob:{row.id}" for row in (here, here, shared, shared)]


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_batch_is_told_at_each_end_of_a_render_and_ends_once(served: Served, when: str) -> None:
    house = served.house
    row = make_batch(house, make_set(house), item_count=3)
    renders = [make_render(house, batch_id=row.id, position=number) for number in range(3)]
    batch = f"RenderBatch:{row.id}"
    with served.client() as client:
        if when == "before":
            client.watch(BATCH, b=batch)
        for render in renders[:2]:
            begin(house, render)
            finish(house, render)
        fail_render(house.work(), renders[2].id, "TIMED_OUT", "Too long.", is_retryable=True)
        house.session.commit()
        if when == "after":
            client.subscribe(BATCH, b=batch)
        heard = told(client)
        shown = [(one["kind"], one["state"], round(one["progress"], 2)) for one in heard]
        assert shown == [
            ("render_batch.progressed", "RUNNING", 0.33),
            ("render_batch.progressed", "RUNNING", 0.67),
            ("render_batch.partly_failed", "PARTLY_FAILED", 1),
        ]
        now = {"id": batch, "state": "PARTLY_FAILED", "succeededCount": 2, "failedCount": 1}
        assert heard[-1]["batch"] == now
        client.subscribe(BATCH, b=batch, a=heard[0]["id"])
        assert [one["id"] for one in told(client)] == [one["id"] for one in heard[1:]]
        client.subscribe(BATCH, b=batch, a=heard[-1]["id"])
        assert told(client) == []
    until(lambda: not served.live.feed.listening)


def test_a_batch_of_strangers_is_not_there(served: Served) -> None:
    house = served.house.second
    row = make_batch(house, make_set(house))
    with served.client() as client:
        client.subscribe(BATCH, b=f"RenderBatch:{row.id}")
        [error] = client.hear()["payload"]
        assert error["extensions"] == {"code": "NOT_FOUND", "argument": "batchId"}


def test_a_batch_that_is_called_off_is_told_to_be_and_ends_once(served: Served) -> None:
    house = served.house
    row = make_batch(house, make_set(house))
    make_render(house, batch_id=row.id)
    with served.client() as client:
        cancel_batch(house.work(), row.id)
        house.session.commit()
        client.subscribe(BATCH, b=f"RenderBatch:{row.id}")
        shown = [(one["kind"], one["state"], one["progress"]) for one in told(client)]
    assert shown[-1] == ("render_batch.cancelled", "CANCELLED", 1)
    assert [kind for kind, *_ in shown].count("render_batch.cancelled") == 1
    assert {state for _, state, _ in shown} <= set(BatchState.__members__)
