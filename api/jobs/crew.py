"""A process at work on jobs: its heartbeat, its eye on the others', and its beginning and end."""

import os
import platform
import shutil
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session as PlainSession

from api.jobs import engine, tidy
from api.jobs.kind import Kind
from api.jobs.run import Runner, Tools
from api.jobs.session import enqueue
from api.logs import log
from domain import jobs
from domain.ids import new_id
from domain.jobs import UNFINISHED, Job, JobWorker
from domain.people.models import Organization

BEATS_EVERY_S = 1.0
DEAD_AFTER = 5
"""So many beats of our own without one of theirs: what holds up all writers makes nobody dead."""
WATCHES_EVERY_S = 0.2
MENDS_EVERY = 30
"""Beats between two looks for jobs that fell out of the queue."""
SOON = timedelta(minutes=1)
AT_ONCE = 500


class Crew:
    """`start` and `stop` block; both may be called from any thread, once."""

    def __init__(self, tools: Tools, kinds: Mapping[str, Kind]) -> None:
        self.id = new_id()
        self.tools = Tools(
            settings=tools.settings,
            writing=tools.writing,
            looking=tools.looking,
            storage=tools.storage,
            folder=tools.folder / str(self.id),
            key=tools.key,
            renderer=tools.renderer,
        )
        self.runner = Runner(self.tools, kinds)
        self.worker = engine.Worker(
            tools.writing.url,
            str(self.id),
            self.runner.perform,
            tools.settings.renders_at_once,
        )
        self.seen: dict[UUID, tuple[int, int]] = {}
        self.rounds = 0
        self.is_over = threading.Event()
        self.threads = [
            threading.Thread(target=self.every, args=args, name=name, daemon=True)
            for name, *args in (
                ("jobs-heart", BEATS_EVERY_S, self.round),
                ("jobs-watch", WATCHES_EVERY_S, self.runner.watch),
            )
        ]

    def start(self) -> None:
        with PlainSession(self.tools.writing) as session:
            session.add(self.row())
            session.commit()
        self.worker.start()
        for thread in self.threads:
            thread.start()
        log.info("at work on jobs", worker=str(self.id))

    def stop(self, within_s: int) -> None:
        """What is at work goes back into the queue, for others or for later."""
        self.runner.stop()
        self.worker.stop(within_s)
        self.is_over.set()
        for thread in self.threads:
            thread.join(within_s + 1)
        if not self.runner.runs:  # or else there are jobs of ours, for others to take over
            with PlainSession(self.tools.writing) as session:
                session.execute(delete(JobWorker).where(JobWorker.id == self.id))
                session.commit()
        self.tools.renderer.close()
        shutil.rmtree(self.tools.folder, ignore_errors=True)

    def every(self, pause_s: float, act: Callable[[], None]) -> None:
        while not self.is_over.wait(pause_s):
            try:
                act()
            except Exception as error:  # noqa: BLE001  the next time may go better
                log.error("jobs: a round failed", error=error)

    def round(self) -> None:
        others = self.beat()
        for other in others:
            if self.is_dead(other):
                self.bury(other)
        if self.rounds % MENDS_EVERY == 0:
            self.mend()
            self.sweep({other.id for other in others})
        self.rounds += 1

    def beat(self) -> list[JobWorker]:
        """Ours; answers the others. Whoever took us for dead has our jobs by now."""
        with PlainSession(self.tools.writing, expire_on_commit=False) as session:
            mine = update(JobWorker).where(JobWorker.id == self.id)
            counted: Any = session.execute(mine.values(beats=JobWorker.beats + 1))
            if not counted.rowcount:
                session.add(self.row())
            others = session.scalars(select(JobWorker).where(JobWorker.id != self.id)).all()
            session.commit()
        return list(others)

    def row(self) -> JobWorker:
        return JobWorker(id=self.id, host=host(), process=os.getpid(), started_at=datetime.now(UTC))

    def is_dead(self, other: JobWorker) -> bool:
        """Its process is gone from this very machine, or its heart has stood still."""
        if other.host == host() and not is_alive(other.process):
            return True
        beats, rounds = self.seen.get(other.id, (-1, 0))
        rounds = rounds + 1 if other.beats == beats else 0
        self.seen[other.id] = other.beats, rounds
        return rounds >= DEAD_AFTER

    def bury(self, dead: JobWorker) -> None:
        """Its heartbeat goes only when none of its jobs is left to be taken over."""
        if not self.worker.take_over(str(dead.id)):
            return
        if dead.host == host():
            shutil.rmtree(self.tools.folder.parent / str(dead.id), ignore_errors=True)
        with PlainSession(self.tools.writing) as session:
            gone = delete(JobWorker).where(JobWorker.id == dead.id, JobWorker.beats == dead.beats)
            session.execute(gone)
            session.commit()
        self.seen.pop(dead.id, None)
        log.warning("jobs of a dead worker taken over", worker=str(dead.id), host=dead.host)

    def mend(self) -> None:
        """Jobs that are due, and stand in no queue: restored from a backup, say, or of a bug."""
        with self.tools.session() as session:
            for organization in session.scalars(select(Organization)):
                tidy.ensure(session, organization, session.info["now"])
        soon = datetime.now(UTC) + SOON
        due = select(Job.id, Job.ticket).where(Job.state.in_(UNFINISHED), Job.due_at <= soon)
        with self.tools.looking.connect() as connection:
            found = connection.execute(due.order_by(Job.due_at).limit(AT_ONCE)).all()
            jobs_found = {row.id: row.ticket for row in found}
            lost = engine.without_place(connection, jobs_found.items())
        for job_id in lost:
            with self.tools.session() as session:
                job = jobs.lost(session, job_id, jobs_found[job_id])
                if job:
                    log.warning("lost job found", job=str(job_id), kind=job.kind)
                    enqueue(session, [job])

    def sweep(self, living: set[UUID]) -> None:
        """What the dead have left in the folder that their machine shares with ours."""
        folder = self.tools.folder.parent
        known = {str(one) for one in (*living, self.id)}
        for left in folder.iterdir() if folder.exists() else ():
            if left.name not in known:
                shutil.rmtree(left, ignore_errors=True)


def host() -> str:
    """Where a process's number means this one process: machine, boot, and what contains it."""
    parts = [platform.node()]
    with suppress(OSError):
        parts.append(Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip())
        parts.append(str(Path("/proc/self/ns/pid").readlink()))
    return "/".join(parts)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
