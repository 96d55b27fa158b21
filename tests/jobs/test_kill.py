"""Killed at any stage of a render, it ends exactly once, and nothing of it is lost or doubled."""

import os
import signal
import sys
from itertools import product

import pytest

from domain.creatives.states import RenderState
from tests.jobs.yard import Yard, soon

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
IS_DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
STAGES = {"queued": 1, "planned": 2, "rendering": 2, "stored": 2, "finishing": 2, "finished": 1}
"""And how often the render will have been begun in the end."""
ALL = list(product(STAGES, ("serve", "worker")))
SOME = [("queued", "worker"), ("rendering", "serve"), ("stored", "worker"), ("finishing", "serve")]


@pytest.mark.parametrize(("stage", "program"), ALL if IS_DEEP else SOME)
def test_killed_at_a_stage_it_ends_once_all_the_same(yard: Yard, stage: str, program: str) -> None:
    for _ in range(2 if IS_DEEP else 1):
        with yard.program(stage, program) as doomed:
            render = yard.render()
            assert doomed.wait(60) == -signal.SIGKILL
        assert (stage == "finished") is bool(yard.ends(render))
        with yard.program("none", program):
            row = yard.ended(render)
            soon(lambda: len(yard.workers()) == 1)
        assert (row.state, row.attempts) == (RenderState.SUCCEEDED, STAGES[stage]), row.error
        assert yard.ends(render) == ["render_job.succeeded"]
        assert yard.leavings() == []
        assert row.file_key
        assert (yard.settings.blobs_dir / row.file_key).stat().st_size == row.size_bytes


def test_a_render_that_kills_whoever_makes_it_is_given_up(yard: Yard) -> None:
    """The third death is the last: a try that died with its process counts."""
    render = yard.render()
    for _ in range(3):
        with yard.program("rendering", "worker") as doomed:
            assert doomed.wait(60) == -signal.SIGKILL
        assert yard.ends(render) == []
    with yard.program("none", "worker"):
        row = yard.ended(render)
    assert (row.state, row.error_code, row.is_retryable) == (RenderState.FAILED, "GAVE_UP", True)
    assert (row.attempts, yard.ends(render)) == (3, ["render_job.failed"])


MANY, PRESETS = (1_000, 6) if IS_DEEP else (8, 3)
KILLS = 3


def test_a_batch_whose_workers_are_killed_is_made_item_by_item_once(yard: Yard) -> None:
    """Products by presets; each worker dies at a drawing, and the next goes on."""
    batch = yard.batch(MANY, PRESETS)
    for _ in range(KILLS):
        with yard.program("rendering", "worker") as doomed:
            assert doomed.wait(60) == -signal.SIGKILL
    with yard.program("none", "worker"):
        rows = yard.batch_ended(batch, 7_200 if IS_DEEP else 120)
    assert len(rows) == MANY * PRESETS
    assert {row.state for row in rows} == {RenderState.SUCCEEDED}, [row.error for row in rows]
    assert len({(row.product_id, row.preset_id) for row in rows}) == len(rows)
    for row in rows:
        assert yard.ends(row.id) == ["render_job.succeeded"]
    assert sum(row.attempts for row in rows) <= len(rows) + 2 * KILLS
    assert yard.batch_ends(batch) == ["render_batch.succeeded"]
