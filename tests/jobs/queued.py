"""The queue as the database has it, and a runner that is handed jobs by the test."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

from api.jobs.drawing import renderer_of
from api.jobs.kind import Kind
from api.jobs.run import Runner, Tools
from api.jobs.session import Session
from api.settings import Settings
from api.storage import Storage
from domain.jobs import Job
from domain.work import Work
from media.child import Renderer
from tests.house import KEY, House


def in_queue(house: House) -> dict[str, str]:
    """The state of each entry, by job and ticket."""
    house.session.rollback()
    schema = "" if house.database.is_embedded else "dbos."
    asked = f"SELECT workflow_uuid, status FROM {schema}workflow_status"
    with house.database.writing.connect() as connection:
        return {name: state for name, state in connection.execute(text(asked)).all()}  # noqa: C416


def runner(
    house: House, kinds: Mapping[str, Kind], folder: Path, renderer: Renderer | None = None
) -> Runner:
    settings = Settings(data_dir=folder)
    database = house.database
    tools = Tools(
        settings=settings,
        writing=database.writing,
        looking=database.looking,
        storage=Storage(settings),
        key=KEY,
        folder=folder / "work",
        renderer=renderer or renderer_of(settings),
    )
    return Runner(tools, kinds)


def asked(house: House, kind: str, row_id: UUID, **more: Any) -> Job:
    """A job in the queue, as an action asks for one."""
    house.session.rollback()
    with Session(house.database.writing) as session:
        Work(session, house.manager, house.now, key=KEY).later(kind, row_id, **more)
        [job] = [row for row in session.new if isinstance(row, Job)]
        session.commit()
    return job


def now(house: House, job: Job) -> Job:
    """As the database has it."""
    house.session.rollback()
    found = house.session.get_one(Job, job.id, populate_existing=True)
    house.session.commit()
    return found
