"""What a kind of job is, and in which queue it waits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from api.jobs.engine import HEAVY, LIGHT
from domain.creatives.sharing import RENDER
from domain.work import Work

if TYPE_CHECKING:
    from api.jobs.run import Run


@dataclass(frozen=True)
class Failure:
    """Why a job, or one try of it, came to nothing."""

    code: str
    error: str
    again: bool = False  # the next try may go well, so there is one
    is_retryable: bool = False  # a person may try, once all tries are used up


class Failed(Exception):
    """Raised by a job to end its try."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure


def _nothing(*_: object) -> None:
    """The subject of most jobs need not be told."""


@dataclass(frozen=True)
class Kind:
    """How jobs of a kind are done; `act` ends with `run.finish`.

    `put_back` and `failed` tell the job's subject, in the transaction that changes the job.
    """

    act: Callable[["Run"], object]
    put_back: Callable[[Work, UUID], object] = _nothing
    failed: Callable[[Work, UUID, Failure], object] = _nothing


def queue_of(kind: str) -> str:
    """What takes processors for long waits apart from what does not."""
    return HEAVY if kind == RENDER else LIGHT
