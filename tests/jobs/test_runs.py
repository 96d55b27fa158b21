"""What becomes of a job, whichever way a run of it ends."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from api.jobs.kind import Failed, Failure, Kind
from api.jobs.run import Run
from api.jobs.session import Session
from domain import jobs
from domain.errors import Conflict
from domain.ids import new_id
from domain.jobs import JobState
from domain.work import Work
from tests.house import KEY, House
from tests.jobs.queued import asked, in_queue, now, runner

KIND = "test.kind"
CRASHED = Failure("CRASHED", "It broke.", again=True, is_retryable=True)


def finish(run: Run) -> None:
    with run.work() as work:
        work.tell("thing.done", "Thing", run.row_id, None, {})
        run.finish(work)


def refuse(_: Run) -> None:
    raise Conflict("Not any more.")


def crash(_: Run) -> None:
    raise Failed(CRASHED)


def test_what_is_asked_for_is_in_the_queue_with_it(house: House) -> None:
    job = asked(house, KIND, new_id())
    later = asked(house, KIND, new_id(), due_at=datetime.now(UTC) + timedelta(hours=1))
    found = in_queue(house)
    assert (found[f"{job.id}:0"], found[f"{later.id}:0"]) == ("ENQUEUED", "DELAYED")


def test_what_is_undone_is_not_in_the_queue(house: House) -> None:
    before = in_queue(house)
    with Session(house.database.writing) as session:
        work = Work(session, house.manager, house.now, key=KEY)
        work.later(KIND, new_id())
        session.flush()
        session.rollback()
        with session.begin_nested() as savepoint:
            work.later(KIND, new_id())
            session.flush()
            savepoint.rollback()
        session.commit()
    assert in_queue(house) == before


def test_it_is_done_once(house: House, tmp_path: Path) -> None:
    job = asked(house, KIND, new_id())
    crew = runner(house, {KIND: Kind(finish)}, tmp_path)
    crew.perform(job.id, 0)
    done = now(house, job)
    assert (done.state, done.progress, done.attempts) == (JobState.SUCCEEDED, Decimal(1), 1)
    crew.perform(job.id, 0)
    assert now(house, job).attempts == 1


def test_what_the_rules_forbid_is_not_tried_again(house: House, tmp_path: Path) -> None:
    told: list[tuple[UUID, str]] = []

    def failed(_: Work, row_id: UUID, failure: Failure) -> None:
        told.append((row_id, failure.code))

    job = asked(house, KIND, new_id())
    runner(house, {KIND: Kind(refuse, failed=failed)}, tmp_path).perform(job.id, 0)
    found = now(house, job)
    assert (found.state, found.error_code, found.error) == (
        JobState.FAILED,
        "CONFLICT",
        "Not any more.",
    )
    assert told == [(job.row_id, "CONFLICT")]


def test_what_may_go_well_is_tried_again_after_longer_and_longer(
    house: House, tmp_path: Path
) -> None:
    job = asked(house, KIND, new_id())
    crew = runner(house, {KIND: Kind(crash)}, tmp_path)
    for ticket, pause_s in ((0, 2), (1, 10)):
        since = datetime.now(UTC)
        crew.perform(job.id, ticket)
        found = now(house, job)
        assert (found.state, found.ticket) == (JobState.QUEUED, ticket + 1)
        pause = found.due_at - since
        assert timedelta(seconds=pause_s - 0.1) < pause < timedelta(seconds=pause_s + 5)
        assert in_queue(house)[f"{job.id}:{ticket + 1}"] == "DELAYED"
    crew.perform(job.id, 2)
    found = now(house, job)
    assert (found.state, found.attempts, found.error_code) == (JobState.FAILED, 3, "CRASHED")


def test_a_bug_is_logged_under_the_id_that_the_job_quotes(house: House, tmp_path: Path) -> None:
    def divide(_: Run) -> None:
        raise ZeroDivisionError

    job = asked(house, KIND, new_id())
    crew = runner(house, {KIND: Kind(divide)}, tmp_path)
    with capture_logs() as lines:
        for ticket in range(3):
            crew.perform(job.id, ticket)
    ids = [line["error_id"] for line in lines if line["event"] == "bug"]
    found = now(house, job)
    assert len(ids) == 3
    assert found.error
    assert (found.error_code, ids[-1] in found.error) == ("BUG", True)


def test_an_old_ticket_is_worth_nothing(house: House, tmp_path: Path) -> None:
    job = asked(house, KIND, new_id())
    crew = runner(house, {KIND: Kind(crash)}, tmp_path)
    crew.perform(job.id, 0)
    crew.perform(job.id, 0)
    assert now(house, job).attempts == 1


def test_who_was_taken_for_dead_changes_nothing_any_more(house: House, tmp_path: Path) -> None:
    """Two runs of one job: the older one can neither finish it nor fail it."""
    job = asked(house, KIND, new_id())

    def slow(run: Run) -> None:
        if run.number == 1:
            runner(house, {KIND: Kind(finish)}, tmp_path).perform(job.id, 0)
        finish(run)

    runner(house, {KIND: Kind(slow)}, tmp_path).perform(job.id, 0)
    found = now(house, job)
    assert (found.state, found.run) == (JobState.SUCCEEDED, 2)


def test_what_is_called_off_ends_the_run(house: House, tmp_path: Path) -> None:
    job = asked(house, KIND, new_id())
    ends: list[str] = []

    def wait(run: Run) -> None:
        with run.interrupted_by(lambda: ends.append("interrupted")):
            jobs.call_off(house.session, KIND, job.row_id, house.now)
            house.session.commit()
            crew.watch()
            crew.watch()
        run.check()
        ends.append("went on")

    crew = runner(house, {KIND: Kind(wait)}, tmp_path)
    crew.perform(job.id, 0)
    assert ends == ["interrupted"] * 2
    assert now(house, job).state is JobState.CANCELLED


def test_a_process_that_stops_puts_its_jobs_back_as_if_untried(
    house: House, tmp_path: Path
) -> None:
    job = asked(house, KIND, new_id())

    def wait(run: Run) -> None:
        crew.stop()
        run.check()

    crew = runner(house, {KIND: Kind(wait)}, tmp_path)
    crew.perform(job.id, 0)
    found = now(house, job)
    assert (found.state, found.attempts, found.ticket) == (JobState.QUEUED, 0, 1)
    assert in_queue(house)[f"{job.id}:1"] == "ENQUEUED"


def test_what_died_three_times_with_its_process_is_given_up(house: House, tmp_path: Path) -> None:
    class Dead(BaseException):
        """As good as SIGKILL: nothing of ours runs any more."""

    def die(_: Run) -> None:
        raise Dead

    job = asked(house, KIND, new_id())
    crew = runner(house, {KIND: Kind(die)}, tmp_path)
    for _ in range(3):
        with pytest.raises(Dead):
            crew.perform(job.id, 0)
    assert now(house, job).state is JobState.RUNNING
    crew.perform(job.id, 0)
    assert (now(house, job).state, now(house, job).error_code) == (JobState.FAILED, "GAVE_UP")


def test_a_kind_of_tomorrow_waits_for_who_knows_it(house: House, tmp_path: Path) -> None:
    job = asked(house, "kind of tomorrow", new_id())
    runner(house, {}, tmp_path).perform(job.id, 0)
    found = now(house, job)
    assert (found.state, found.attempts) == (JobState.QUEUED, 0)
    assert in_queue(house)[f"{job.id}:1"] == "DELAYED"
