"""The durable queue: the only module that knows DBOS (3.4.0, pinned in pyproject.toml).

Its tables lie in the house's own database, on PostgreSQL in a schema of their own, so that a job
enters the queue in the transaction that asked for it. DBOS is imported when it is first needed:
it takes a second, and many commands never do.
"""

import logging
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from sqlalchemy import URL, Connection, Engine, create_engine, event

from api.sqlite_reader import PRAGMAS, tune

if TYPE_CHECKING:
    from dbos import DBOSClient, DBOSConfig

Answer = TypeVar("Answer")
Perform = Callable[[UUID, int], None]

SCHEMA = "dbos"
TABLES = frozenset(
    {
        "application_versions",
        "dbos_migrations",
        "notifications",
        "operation_outputs",
        "queues",
        "streams",
        "workflow_events",
        "workflow_events_history",
        "workflow_input",
        "workflow_output",
        "workflow_schedules",
        "workflow_status",
    }
)
"""What lies beside our own tables on SQLite; a test compares."""
APPLICATION = "tradepost"
VERSION = "1"
"""Never the hash that DBOS would make of the code: it takes over only jobs of its own version."""
LIGHT, HEAVY = "tradepost-light", "tradepost-heavy"
LOOKS_EVERY_S = {LIGHT: 0.5, HEAVY: 0.1}
AT_ONCE_OF_LIGHT = 4
POOLED = 8
_PERFORM = "tradepost_job"
_LIVE = ("ENQUEUED", "DELAYED", "PENDING")


def make_tables(url: URL) -> None:
    """Those that are missing or of an older release, while nobody holds a transaction open."""
    client = _made_client(engine := _engine(url, 2))
    try:
        client._sys_db.run_migrations()  # noqa: SLF001  DBOS.migrate takes no engine of ours
    finally:
        client.destroy()
        engine.dispose()


def enqueue(
    connection: Connection, queue: str, job_id: UUID, ticket: int, *, delay_s: float
) -> None:
    """In the connection's own transaction; under one ticket a job enters once."""
    options: Any = {
        "workflow_name": _PERFORM,
        "queue_name": queue,
        "workflow_id": workflow_id(job_id, ticket),
        **({"delay_seconds": delay_s} if delay_s > 0 else {}),
    }
    _client(connection.engine.url).enqueue_in_transaction(connection, options, str(job_id), ticket)


def without_place(connection: Connection, jobs: Iterable[tuple[UUID, int]]) -> set[UUID]:
    """Which of these jobs stand in no queue and are in nobody's hands, whatever their rows say."""
    wanted = {workflow_id(job_id, ticket): job_id for job_id, ticket in jobs}
    system = _client(connection.engine.url)._sys_db  # noqa: SLF001  states, and no more
    found = system.get_workflow_statuses(list(wanted))
    live = {one["workflow_uuid"] for one in found if one["status"] in _LIVE}
    return {job_id for name, job_id in wanted.items() if name not in live}


def forget(connection: Connection, jobs: Iterable[tuple[UUID, int]]) -> None:
    """What the queue remembers of finished jobs, in the connection's own transaction."""
    names = [workflow_id(job_id, ticket) for job_id, ticket in jobs]
    if not names:
        return
    system = _client(connection.engine.url)._sys_db  # noqa: SLF001  its own deletion opens a transaction
    system._apply_caller_schema(connection)  # noqa: SLF001
    tables = system.tables
    for table in (
        tables.workflow_input,
        tables.workflow_output,
        tables.operation_outputs,
        tables.workflow_status,
    ):
        connection.execute(table.delete().where(table.c.workflow_uuid.in_(names)))


def workflow_id(job_id: UUID, ticket: int) -> str:
    return f"{job_id}:{ticket}"


class Worker:
    """This process, taking jobs from the queue; one in a process, as DBOS will have it."""

    def __init__(self, url: URL, name: str, perform: Perform, heavy_at_once: int) -> None:
        self.url, self.name, self.perform = url, name, perform
        self.at_once = {LIGHT: AT_ONCE_OF_LIGHT, HEAVY: heavy_at_once}
        self.engine: Engine | None = None

    def start(self) -> None:
        """Makes what tables are missing, and begins to take jobs."""
        from dbos import DBOS  # noqa: PLC0415

        _quiet()
        self.engine = _engine(self.url, POOLED)
        config: DBOSConfig = {
            "name": APPLICATION,
            "application_version": VERSION,
            "executor_id": self.name,
            "dbos_system_schema": SCHEMA,
            "use_listen_notify": False,
            "log_level": "WARNING",
            "max_executor_threads": 32,
            "system_database_engine": self.engine,
            "system_database_url": f"{self.url.get_backend_name()}:///as-the-engine-says",
        }
        DBOS(config=config)

        @DBOS.workflow(name=_PERFORM, max_recovery_attempts=None)
        def tradepost_job(job_id: str, ticket: int) -> None:
            self.perform(UUID(job_id), ticket)

        DBOS.launch()
        for queue, at_once in self.at_once.items():
            DBOS.register_queue(
                queue,
                worker_concurrency=at_once,
                polling_interval_sec=LOOKS_EVERY_S[queue],
                on_conflict="always_update",
            )

    def take_over(self, dead: str) -> bool:
        """Puts the jobs of a dead worker back into the queue; whether none of them is left."""
        from dbos._dbos import _get_dbos_instance  # noqa: PLC0415  pinned, and tested
        from dbos._recovery import recover_pending_workflows  # noqa: PLC0415  likewise

        instance = _get_dbos_instance()
        recover_pending_workflows(instance, [dead])  # it swallows what fails, so look again
        return not instance._sys_db.get_pending_workflows(dead, VERSION)  # noqa: SLF001

    def stop(self, within_s: int) -> None:
        """Takes no more jobs; those at work may finish first."""
        from dbos import DBOS  # noqa: PLC0415
        from dbos._dbos import _get_dbos_instance  # noqa: PLC0415  it hands out no count of them

        is_busy = bool(_get_dbos_instance()._active_workflows_set.activeList())  # noqa: SLF001
        timeout_s = within_s if is_busy else 0
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=timeout_s)
        if self.engine is not None:
            self.engine.dispose()


def step(name: str, act: Callable[[], Answer]) -> Answer:
    """`act`, within a job: its answer is kept, so that a later run of the job is given it again.

    It may be run twice all the same: killed before its answer was kept. Never tried again by
    itself: what was called off must not begin anew.
    """
    from dbos import DBOS  # noqa: PLC0415

    return DBOS.run_step({"name": name, "retries_allowed": False}, act)


@lru_cache(8)
def _client(url: URL) -> "DBOSClient":
    """Writes into transactions of others; connects by itself only for `without_place`."""
    return _made_client(_engine(url, 1))


def _made_client(engine: Engine) -> "DBOSClient":
    from dbos import DBOSClient  # noqa: PLC0415

    _quiet()
    return DBOSClient(
        system_database_engine=engine,
        dbos_system_schema=SCHEMA,
        application_name=APPLICATION,
        lazy=True,
    )


def _engine(url: URL, pooled: int) -> Engine:
    """On SQLite as DBOS makes its own, but tuned as the house's: it sets no WAL."""
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_size=pooled, max_overflow=pooled, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": 30})
    event.listen(engine, "connect", _tune)
    return engine


def _tune(connection: Any, _: Any) -> None:
    connection.isolation_level = "IMMEDIATE"
    tune(connection, *PRAGMAS)


def _quiet() -> None:
    """What it has to say goes the way of all logs; it would write to the terminal itself."""
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
        logger.setLevel(logging.WARNING)
