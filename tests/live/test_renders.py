"""How a render comes along: told from its first event to its last, and then no more."""

from decimal import Decimal
from typing import Any

import pytest

from domain.creatives.making import fail_render, finish_render, progress_render, start_render
from domain.creatives.models import RenderJob
from domain.creatives.results import MadeFile
from domain.creatives.states import RenderState
from domain.permissions import Role
from tests.factories.creatives import KEY, make_render
from tests.factories.stores import make_store
from tests.house import House
from tests.live.serving import Client, Served, until

PROGRESS = """subscription ($j: ID!, $a: ID) {
  renderJobProgress(jobId: $j, afterEventId: $a) {
    id kind state progress job { id state mediaType }
  }
}"""
ALL = "subscription ($s: ID) { jobEvents(storeId: $s) { kind job { id } } }"
MADE = MadeFile(KEY, "image/png", 1_000, 1080, 1350)


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
    heard = []
    while (said := client.hear())["type"] == "next":
        heard.append(said["payload"]["data"]["renderJobProgress"])
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
