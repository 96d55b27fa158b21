"""One run of one job, and all that may become of it."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session as PlainSession

from api.jobs import engine
from api.jobs.kind import Failed, Failure, Kind
from api.jobs.session import Session, enqueue
from api.logs import bug, log
from api.settings import Settings
from api.storage import Storage
from domain import jobs
from domain.errors import DomainError
from domain.jobs import MOST_ATTEMPTS, Superseded
from domain.people.bootstrap import system_work
from domain.people.models import Organization
from domain.work import Work
from media.child import Renderer

Answer = TypeVar("Answer")

FIRST_PAUSE_S, LONGER_EACH_TIME = 2, 5
UNKNOWN_KIND_WAITS = timedelta(minutes=1)
GAVE_UP = Failure(
    "GAVE_UP",
    f"It was begun {MOST_ATTEMPTS} times, and each time the program ended before it was done.",
    is_retryable=True,
)


class Stopping(Exception):
    """The process is being stopped; the job goes back into the queue."""


@dataclass(frozen=True)
class Tools:
    """What jobs work with."""

    settings: Settings
    writing: Engine
    looking: Engine
    storage: Storage
    key: bytes  # hashes personal values in the audit
    folder: Path  # for what they need only while they work; this process's own
    renderer: Renderer  # draws in children that stay warm, for all jobs of this process

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Commits at the end; its rows may be read afterwards."""
        with Session(self.writing) as session:
            session.info["now"] = datetime.now(UTC)
            yield session
            session.commit()

    def work(self, session: PlainSession, organization_id: UUID, operation: str) -> Work:
        """Of the system itself."""
        house = session.get_one(Organization, organization_id)
        return system_work(session, house, session.info["now"], operation, key=self.key)


@dataclass
class Run:
    """The present run of a job, as its kind sees it."""

    tools: Tools
    job_id: UUID
    number: int
    kind: str
    row_id: UUID
    organization_id: UUID
    is_stopping: bool = False
    _is_over: threading.Event = field(default_factory=threading.Event)
    _interrupts: list[Callable[[], None]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A transaction in which the job is still ours; raises Superseded, Stopping."""
        self.check()
        with self.tools.session() as session:
            session.info["job"] = jobs.held(session, self.job_id, self.number)
            yield self.tools.work(session, self.organization_id, f"job {self.kind}")

    def finish(self, work: Work) -> None:
        """In the transaction that completes the work, so that neither is without the other."""
        jobs.finish(work.session.info["job"], work.now)

    def progress(self, work: Work, done: float | Decimal) -> None:
        """From 0 to 1; kept to the thousandth."""
        progress = Decimal(done).quantize(Decimal("0.001"))
        work.session.info["job"].progress = progress

    def step(self, name: str, act: Callable[[], Answer]) -> Answer:
        """See `engine.step`."""
        return engine.step(name, act)

    def check(self) -> None:
        """Raises Superseded when the job is not ours any more, Stopping when it must be left."""
        if self._is_over.is_set():
            raise Stopping if self.is_stopping else Superseded

    def end(self, *, is_stopping: bool = False) -> None:
        """From another thread: whatever it waits for is interrupted."""
        with self._lock:
            self.is_stopping = is_stopping
            self._is_over.set()
            for interrupt in self._interrupts:
                interrupt()

    @contextmanager
    def interrupted_by(self, interrupt: Callable[[], None]) -> Iterator[None]:
        """Within it, the end of the run calls `interrupt`; at once if it is over already."""
        with self._lock:
            self._interrupts.append(interrupt)
            if self._is_over.is_set():
                interrupt()
        try:
            yield
        finally:
            with self._lock:
                self._interrupts.remove(interrupt)


class Runner:
    """Runs what the queue hands out."""

    def __init__(self, tools: Tools, kinds: Mapping[str, Kind]) -> None:
        self.tools, self.kinds = tools, kinds
        self.runs: dict[UUID, Run] = {}
        self.is_stopping = False

    def perform(self, job_id: UUID, ticket: int) -> None:
        run = self.begun(job_id, ticket)
        if run is None:
            return
        self.runs[job_id] = run
        try:
            if self.is_stopping:
                run.end(is_stopping=True)
            self.kinds[run.kind].act(run)
        except Superseded:
            log.info("job left", job=str(job_id), kind=run.kind)
        except Stopping:
            self.put_back(run, timedelta(0), counts=False)
        except Failed as error:
            self.settle(run, error.failure)
        except DomainError as error:
            self.settle(run, Failure(error.code.name, str(error)))
        except Exception as error:  # noqa: BLE001  a bug of one job is no bug of the others
            error_id = bug(error, job=str(job_id), kind=run.kind)
            said = f"Something went wrong on our side. Quote {error_id} when you report it."
            self.settle(run, Failure("BUG", said, again=True, is_retryable=True))
        finally:
            self.runs.pop(job_id, None)

    def begun(self, job_id: UUID, ticket: int) -> Run | None:
        """The run; None when there is none to be."""
        with self.tools.session() as session:
            job = jobs.begin(session, job_id, ticket, session.info["now"])
            if job is None:
                return None
            run = Run(self.tools, job.id, job.run, job.kind, job.row_id, job.organization_id)
            if job.kind in self.kinds and job.attempts <= MOST_ATTEMPTS:
                return run
        if run.kind not in self.kinds:  # a newer release queued it, and will have workers
            log.warning("job of an unknown kind", kind=run.kind, job=str(job_id))
            self.put_back(run, UNKNOWN_KIND_WAITS, counts=False)
        else:
            self.settle(run, GAVE_UP)
        return None

    def settle(self, run: Run, failure: Failure) -> None:
        """Another try, after a while, if it is worth one; or the end."""
        try:
            with self.tools.session() as session:
                job = jobs.held(session, run.job_id, run.number)
                attempts = job.attempts
                if not (failure.again and attempts < MOST_ATTEMPTS):
                    jobs.fail(job, session.info["now"], failure.code, failure.error)
                    work = self.tools.work(session, run.organization_id, f"job {run.kind}")
                    self.kinds[run.kind].failed(work, run.row_id, failure)
                    log.warning("job failed", kind=run.kind, job=str(job.id), code=failure.code)
                    return
            pause_s = FIRST_PAUSE_S * LONGER_EACH_TIME ** (attempts - 1)
            self.put_back(run, timedelta(seconds=pause_s))
        except Superseded:
            log.info("job left", job=str(run.job_id), kind=run.kind)

    def put_back(self, run: Run, pause: timedelta, *, counts: bool = True) -> None:
        try:
            with self.tools.session() as session:
                job = jobs.held(session, run.job_id, run.number)
                jobs.put_back(job, session.info["now"] + pause, counts=counts)
                if run.kind in self.kinds:
                    work = self.tools.work(session, run.organization_id, f"job {run.kind}")
                    self.kinds[run.kind].put_back(work, run.row_id)
                enqueue(session, [job])
        except Superseded:
            log.info("job left", job=str(run.job_id), kind=run.kind)

    def watch(self) -> None:
        """Ends the runs that were called off or given to others."""
        runs = dict(self.runs)
        if not runs:
            return
        with PlainSession(self.tools.looking) as session:
            present = [(job_id, run.number) for job_id, run in runs.items()]
            gone = jobs.overtaken(session, present)
        for job_id in gone:
            runs[job_id].end()

    def stop(self) -> None:
        """Interrupts all runs; they go back into the queue."""
        self.is_stopping = True
        for run in list(self.runs.values()):
            run.end(is_stopping=True)
