"""Background work in the graph: which jobs there are and how they fare."""

from datetime import datetime
from decimal import Decimal
from enum import Enum

import strawberry

from api import reads
from api.reads import Connection
from domain import jobs
from domain.permissions import Permission

reads.described(
    jobs.JobState,
    "Whether a job's work is done.",
    QUEUED="Waiting until it is due, for its turn, or for its next try.",
    RUNNING="Being done.",
    SUCCEEDED="Done.",
    FAILED="It cannot be done; `error` says why.",
    CANCELLED="Called off.",
)


@reads.sorting("How jobs may be sorted.")
class JobSort(Enum):
    NEWEST = reads.by("-queued_at", "Latest asked for first.")
    OLDEST = reads.by("queued_at", "First asked for first.")
    DUE = reads.by("due_at", "First due first.")


@reads.filtering("Which jobs.")
class JobFilter:
    state: reads.EnumFilter[jobs.JobState] | None = reads.where("Whether they are done.")
    kind: reads.StringFilter | None = reads.where("What they do, such as `render`.")
    queued_at: reads.DateTimeFilter | None = reads.where("When they were asked for.")
    due_at: reads.DateTimeFilter | None = reads.where("When they are, or were, to be begun.")
    finished_at: reads.DateTimeFilter | None = reads.where("When they ended.")


JOB_SEARCH = reads.Search(
    "search_text", kind="kind", state="state", queued_at="queued_at", due_at="due_at"
)


@strawberry.type(description="Work that follows a change, done in the background.")
class Job(reads.Node):
    model = jobs.Job
    kind: str = reads.attribute(
        description="What it does: `render`, `listing.publish`, `house.tidy`."
    )
    state: jobs.JobState = reads.attribute(description="Whether it is done.")
    allowed_transitions: list[jobs.JobState] = reads.moves(
        jobs.JOB_STATES, "state", description="Where it can go from there."
    )
    progress: Decimal = reads.attribute(description="How much is done, from 0 to 1.")
    attempts: int = reads.attribute(
        description="How often it was begun. A try that died with its process counts; "
        "three are the most."
    )
    error_code: str | None = reads.attribute(description="Why it failed, for programs.")
    error: str | None = reads.attribute(description="Why it failed, for people.")
    queued_at: datetime = reads.attribute(description="When it was asked for.")
    due_at: datetime = reads.attribute(description="When it is to be begun.")
    started_at: datetime | None = reads.attribute(description="When it was last begun.")
    finished_at: datetime | None = reads.attribute(description="When it ended, whichever way.")


@strawberry.type
class BackgroundQuery:
    jobs: Connection[Job] | None = reads.connection(
        JobSort,
        JobFilter,
        search=JOB_SEARCH,
        needs=Permission.JOBS_READ,
        description="What is done in the background. What ended a month ago is forgotten.",
    )
    job: Job | None = reads.by_id(description="One of them.")
