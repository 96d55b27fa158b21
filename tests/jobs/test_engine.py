"""The queue's tables, and jobs that are not where they should be."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import MetaData, inspect

from api.jobs import engine, tidy
from api.jobs.crew import Crew, host, is_alive
from api.jobs.registry import KINDS
from api.jobs.session import Session, enqueue
from domain import jobs
from domain.every_table import METADATA
from domain.ids import new_id
from domain.jobs import JobState, JobWorker
from domain.work import Work
from tests.factories.creatives import make_job
from tests.house import KEY, House
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
        entries = [(old.id, ticket) for ticket in range(2)]
        engine.enqueue(connection, engine.LIGHT, entries, delay_s=0)
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
        enqueue(session, [session.get_one(jobs.Job, job.id)])
        session.commit()
    assert engine.workflow_id(job.id, ticket) in in_queue(house)


MOMENT = frozenset(
    {"created_at", "updated_at", "retention_timestamp", "delay_until_epoch_ms", "creator_xid"}
)
"""What tells when a row was written, or by which statement."""


def queue_rows(house: House, job_ids: Sequence[UUID]) -> dict[str, list[dict[str, Any]]]:
    """All that any of the queue's tables has of these jobs, by table; of a moment, whether."""
    found = {}
    with house.database.writing.connect() as connection:
        own = MetaData(schema=None if house.database.is_embedded else engine.SCHEMA)
        own.reflect(connection)
        for table in own.tables.values():
            if table.name not in engine.TABLES or "workflow_uuid" not in table.c:
                continue
            names = [f"{one}:{place}" for place, one in enumerate(job_ids)]
            wanted = table.select().where(table.c.workflow_uuid.in_(names))
            found[table.name] = [
                {key: value is not None if key in MOMENT else value for key, value in row.items()}
                for row in connection.execute(wanted.order_by(table.c.workflow_uuid)).mappings()
            ]
    return found


@pytest.mark.parametrize("delay_s", [0, 3_600])
def test_many_enter_as_the_queue_itself_would_write_each(house: House, delay_s: int) -> None:
    """Column by column, in whatever tables and columns its release has."""
    ids = [new_id() for _ in range(4)]
    entries = [(one, ticket) for ticket, one in enumerate(ids)]
    with house.database.writing.begin() as connection:
        engine.enqueue(connection, engine.HEAVY, entries, delay_s=delay_s)
    together = queue_rows(house, ids)
    assert [len(together[name]) for name in ("workflow_status", "workflow_input")] == [4, 4]
    with house.database.writing.begin() as connection:
        engine.enqueue(connection, engine.HEAVY, entries, delay_s=delay_s)  # once under a ticket
    assert queue_rows(house, ids) == together
    with house.database.writing.begin() as connection:
        engine.forget(connection, entries)
    assert not any(queue_rows(house, ids).values())
    with house.database.writing.begin() as connection:
        for entry in entries:
            engine.enqueue(connection, engine.HEAVY, [entry], delay_s=delay_s)
    assert queue_rows(house, ids) == together


def test_jobs_asked_for_at_once_wait_where_their_kind_does_and_are_undone_with_the_rest(
    house: House,
) -> None:
    kept, undone = [new_id(), new_id()], [new_id(), new_id()]
    before = in_queue(house)
    with Session(house.database.writing) as session:
        work = Work(session, house.manager, house.now, key=KEY)
        work.later_many("test.kind", kept)
        with session.begin_nested() as part:
            work.later_many("render", undone)
            part.rollback()
        session.commit()
    rows = house.session.query(jobs.Job).all()
    assert {row.row_id for row in rows} == set(kept)
    assert in_queue(house) == before | {f"{row.id}:0": "ENQUEUED" for row in rows}
