"""Programs at work together: each render is made once, called off at once, and leaves nothing."""

import os
import time
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from domain.creatives import actions
from domain.creatives.models import RenderJob
from domain.creatives.states import RenderState
from domain.jobs import Job, JobState
from tests.jobs.yard import Yard, soon

IS_DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
MANY = 60 if IS_DEEP else 12
LEAK_ROUNDS = 50 if IS_DEEP else 10


def test_two_workers_make_each_of_many_renders_once(yard: Yard) -> None:
    renders = [yard.render() for _ in range(MANY)]
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(yard.program("none", "worker"))
        rows = [yard.ended(render, 300) for render in renders]
    assert {row.state for row in rows} == {RenderState.SUCCEEDED}
    assert [row.attempts for row in rows] == [1] * MANY
    assert [yard.ends(render) for render in renders] == [["render_job.succeeded"]] * MANY
    assert len({row.file_key for row in rows}) == MANY
    assert [yard.events(render).count("render_job.queued") for render in renders] == [1] * MANY


def is_running(process: int) -> bool:
    """And not only not yet reaped."""
    try:
        state = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def children_of(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for file in found for child in file.read_text("ascii").split()]


def test_what_is_called_off_is_killed_within_a_second(yard: Yard) -> None:
    with yard.program("endless", "worker") as worker:
        render = yard.render()
        soon(lambda: yard.row(render).state is RenderState.RENDERING)
        [drawing] = children_of(worker.pid)
        assert is_running(drawing)
        cancel(yard, render)
        since = time.monotonic()
        soon(lambda: not is_running(drawing), 5)
        took_s = time.monotonic() - since
        soon(lambda: yard.leavings() == [], 5)
        row = yard.row(render)
    assert took_s < 1
    assert (row.state, yard.ends(render)) == (RenderState.CANCELLED, ["render_job.cancelled"])
    with yard.looking() as session:
        job = session.scalars(select(Job).where(Job.row_id == render)).one()
    assert job.state is JobState.CANCELLED


def cancel(yard: Yard, render: UUID) -> None:
    text = """mutation ($input: RenderJobCancelInput!) { renderJobCancel(input: $input) {
      renderJob { state } userErrors { code } } }"""
    answer = yard.house.query(text, input={"id": f"RenderJob:{render}"})
    payload = answer["data"]["renderJobCancel"]
    assert payload == {"renderJob": {"state": "CANCELLED"}, "userErrors": []}


def test_what_is_called_off_before_its_turn_is_not_begun(yard: Yard) -> None:
    render = yard.render()
    cancel(yard, render)
    after = yard.render()
    with yard.program("none", "worker"):
        yard.ended(after)
    row = yard.row(render)
    assert (row.state, row.attempts) == (RenderState.CANCELLED, 0)
    assert yard.ends(render) == ["render_job.cancelled"]


def test_a_worker_told_to_stop_gives_back_what_it_has(yard: Yard) -> None:
    with yard.program("endless", "worker") as worker:
        render = yard.render()
        soon(lambda: yard.row(render).state is RenderState.RENDERING)
        [drawing] = children_of(worker.pid)
        worker.terminate()
        assert worker.wait(20) == 0
        assert not is_running(drawing)
    assert (yard.row(render).state, yard.workers()) == (RenderState.QUEUED, [])
    with yard.program("none", "worker"):
        row = yard.ended(render)
    assert (row.state, row.attempts) == (RenderState.SUCCEEDED, 2)
    assert yard.ends(render) == ["render_job.succeeded"]


def test_a_worker_told_to_stop_ends_though_its_database_is_gone(yard: Yard) -> None:
    """What it had is found by others, once there is a database again."""
    if not yard.settings.is_embedded:
        pytest.skip("only a file can be taken away without a server's being stopped")
    with yard.program("endless", "worker") as worker:
        render = yard.render()
        soon(lambda: yard.row(render).state is RenderState.RENDERING)
        yard.house.database.close_now()
        here = [
            yard.settings.database_file.with_name(f"tradepost.db{end}")
            for end in ("", "-wal", "-shm")
        ]
        away = [file.rename(file.with_name(f"away-{file.name}")) for file in here]
        worker.terminate()
        assert worker.wait(40) is not None
    for file, back in zip(away, here, strict=True):
        file.replace(back)
    with yard.program("none", "worker"):
        assert yard.ended(render).state is RenderState.SUCCEEDED


def handles(process: int) -> int:
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def memory_kb(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    return int(next(line.split()[1] for line in status if line.startswith("VmRSS")))


def threads(process: int) -> int:
    return len(list(Path(f"/proc/{process}/task").iterdir()))


def test_many_renders_leave_nothing_behind(yard: Yard) -> None:
    with yard.program("none", "worker") as worker:
        for _ in range(6):  # pools fill, modules are imported
            yard.ended(yard.render())
        before = handles(worker.pid), threads(worker.pid), memory_kb(worker.pid)
        warm = children_of(worker.pid)
        for _ in range(LEAK_ROUNDS):
            yard.ended(yard.render())
        assert 1 <= len(warm) <= 2
        assert len(children_of(worker.pid)) <= 2
        after = handles(worker.pid), threads(worker.pid), memory_kb(worker.pid)
    room = LEAK_ROUNDS // 2  # pools may still fill; what leaks, leaks each time
    assert after[0] <= before[0] + room
    assert after[1] <= before[1] + room
    assert after[2] <= before[2] + 4_000
    assert yard.leavings() == []


def test_what_nobody_began_for_a_day_is_not_begun(yard: Yard) -> None:
    render = yard.render()
    yard.house.session.query(RenderJob).filter_by(id=render).update(
        {"expires_at": yard.house.now - actions.WAITS}
    )
    yard.house.session.commit()
    with yard.program("none", "worker"):
        row = yard.ended(render)
    assert (row.state, row.attempts) == (RenderState.EXPIRED, 0)
    assert yard.ends(render) == ["render_job.expired"]
