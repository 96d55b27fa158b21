"""The durable queue: the only module that knows DBOS (3.4.0, pinned in pyproject.toml).

Its tables lie in the house's own database, on PostgreSQL in a schema of their own, so that a job
enters the queue in the transaction that asked for it. DBOS is imported when it is first needed:
it takes a second, and many commands never do.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    JSON,
    URL,
    Connection,
    Engine,
    create_engine,
    event,
    func,
    literal,
    select,
    true,
)

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
    connection: Connection, queue: str, jobs: Sequence[tuple[UUID, int]], *, delay_s: float
) -> None:
    """In the connection's own transaction; under one ticket a job enters once.

    DBOS writes the first. The others are copies of its rows, of columns unknown to us too: one
    statement a table, where DBOS would take two for each job.
    """
    options: Any = {
        "workflow_name": _PERFORM,
        "queue_name": queue,
        **({"delay_seconds": delay_s} if delay_s > 0 else {}),
    }
    client, names = _client(connection.engine.url), [workflow_id(*job) for job in jobs]
    options["workflow_id"] = names[0]
    client.enqueue_in_transaction(connection, options, str(jobs[0][0]), jobs[0][1])
    if others := jobs[1:]:
        build = client._build_enqueue_status  # noqa: SLF001  what a job is given, as DBOS writes it
        given = [build(options, str(job_id), ticket)[1]["inputs"] for job_id, ticket in others]
        _copy(connection, client, names[0], dict(zip(names[1:], given, strict=True)))


def _copy(
    connection: Connection, client: "DBOSClient", first: str, others: Mapping[str, str | None]
) -> None:
    """What was written of the first, for others by name, each with what it is given."""
    system = client._sys_db  # noqa: SLF001  its tables; the connection knows their schema by now
    is_embedded = connection.dialect.name == "sqlite"
    each = (func.json_each if is_embedded else func.json_each_text)(literal(others, JSON))
    other = each.table_valued("key", "value").alias("other")
    for table in (system.tables.workflow_status, system.tables.workflow_input):
        own = {"workflow_uuid": other.c.key}
        if table is system.tables.workflow_input:
            own["inputs"] = other.c.value
        copies = (
            select(*(own.get(column.name, column) for column in table.c))
            .select_from(table.join(other, true()))
            .where(table.c.workflow_uuid == first)
        )
        into = system.dialect.insert(table).from_select(table.c.keys(), copies)
        connection.execute(into.on_conflict_do_nothing(index_elements=["workflow_uuid"]))


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
