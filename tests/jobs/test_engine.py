"""The queue's tables, and jobs that are not where they should be."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import inspect

from api.jobs import engine, tidy
from api.jobs.crew import Crew, host, is_alive
from api.jobs.registry import KINDS
from api.jobs.session import Session, enqueue
from domain import jobs
from domain.every_table import METADATA
from domain.ids import new_id
from domain.jobs import JobState, JobWorker
from tests.factories.creatives import make_job
from tests.house import House
from tests.jobs.queued import asked, in_queue, now, runner


def test_its_tables_are_known_by_name_and_none_is_ours(house: House) -> None:
    """On PostgreSQL they have a schema to themselves."""
    beside_ours = set(inspect(house.database.writing).get_table_names()) - set(METADATA.tables)
    assert beside_ours == (engine.TABLES if house.database.is_embedded else set())
    assert not engine.TABLES & set(METADATA.tables)


def test_a_job_without_a_place_in_the_queue_gets_one(house: House, tmp_path: Path) -> None:
    """Made by a plain session, as the sample's are, or restored without the queue's tables."""
    lost = make_job(house, "test.kind")
    placed = asked(house, "test.kind", new_id())
    crew = Crew(runner(house, KINDS, tmp_path).tools, KINDS)
    crew.mend()
    crew.mend()
    assert in_queue(house)[f"{lost.id}:1"] == "ENQUEUED"
    assert (now(house, lost).ticket, now(house, placed).ticket) == (1, 0)


def test_each_organisation_has_one_tidying_to_come(house: House, tmp_path: Path) -> None:
    crew = Crew(runner(house, KINDS, tmp_path).tools, KINDS)
    assert house.second
    crew.mend()
    crew.mend()
    waiting = house.session.query(jobs.Job).filter_by(kind=tidy.TIDY).all()
    assert {job.row_id for job in waiting} == {
        house.organization.id,
        house.second.organization.id,
    }
    house.session.commit()
    for job in waiting:
        assert in_queue(house)[f"{job.id}:0"] == "DELAYED"


def test_what_ended_a_month_ago_is_forgotten_and_tomorrow_is_asked_for(
    house: House, tmp_path: Path
) -> None:
    old = make_job(house, state=JobState.FAILED, finished_at=house.now, error_code="BUG", ticket=1)
    forgotten = old.id
    with house.database.writing.begin() as connection:
        for ticket in range(2):
            engine.enqueue(connection, engine.LIGHT, old.id, ticket, delay_s=0)
    fresh = asked(house, "test.kind", new_id())
    job = asked(house, tidy.TIDY, house.organization.id)
    house.session.query(jobs.Job).filter_by(id=fresh.id).update({"queued_at": datetime.now(UTC)})
    house.session.commit()
    runner(house, KINDS, tmp_path).perform(job.id, 0)
    left = {
        row.kind: row for row in house.session.query(jobs.Job).filter(jobs.Job.state == "QUEUED")
    }
    assert set(left) == {"test.kind", tidy.TIDY}
    assert left[tidy.TIDY].due_at == tidy.WHEN.after(now(house, job).finished_at or house.now)
    assert house.session.get(jobs.Job, forgotten) is None
    assert not [name for name in in_queue(house) if name.startswith(str(forgotten))]


def test_a_heart_that_stands_still_for_five_of_ours_is_dead(house: House, tmp_path: Path) -> None:
    crew = Crew(runner(house, {}, tmp_path).tools, {})
    other = JobWorker(host="another machine", process=1, started_at=house.now)
    looks = []
    for beats in (1, 1, 1, 2, 2, 2, 2, 2, 2):
        other.beats = beats
        looks.append(crew.is_dead(other))
    assert looks == [False] * 8 + [True]


def test_a_process_that_is_gone_from_this_machine_is_dead_at_once(
    house: House, tmp_path: Path
) -> None:
    crew = Crew(runner(house, {}, tmp_path).tools, {})
    gone = JobWorker(host=host(), process=2**22 + 1, started_at=house.now)
    assert not is_alive(gone.process)
    assert crew.is_dead(gone)


def test_whoever_was_taken_for_dead_is_seen_again(house: House, tmp_path: Path) -> None:
    crew = Crew(runner(house, {}, tmp_path).tools, {})
    for _ in range(2):
        assert crew.beat() == []
        house.session.rollback()
        [row] = house.session.query(JobWorker).all()
        assert row.id == crew.id
        house.session.delete(row)
        house.session.commit()


@pytest.mark.parametrize("ticket", [0, 3])
def test_an_entry_names_its_job_and_ticket(house: House, ticket: int) -> None:
    job = make_job(house, ticket=ticket)
    with Session(house.database.writing) as session:
        enqueue(session, session.get_one(jobs.Job, job.id))
        session.commit()
    assert engine.workflow_id(job.id, ticket) in in_queue(house)
