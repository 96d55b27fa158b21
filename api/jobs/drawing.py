"""How jobs have something drawn: in a warm child, given up when the run is over, failures named."""

import os

from api.jobs.kind import Failed, Failure
from api.jobs.run import Run
from api.logs import bug
from api.settings import Settings
from media.child import Cancel, Limits, Renderer, Request
from media.child.process import OnProgress
from media.errors import MediaError, RenderCrashed, RenderTooCostly
from media.rendered import Rendered

NICENESS = 15
"""Whoever waits for an answer comes first."""
COSTLY = {
    "time": Failure("TIMED_OUT", "It takes longer than it may.", is_retryable=True),
    "memory": Failure("OUT_OF_MEMORY", "It takes more memory than it may.", is_retryable=True),
    "disk": Failure("OUT_OF_DISK", "It takes more disk space than it may.", is_retryable=True),
}


def limits_of(settings: Settings, *, memory_mb: int | None = None) -> Limits:
    return Limits(
        patience_s=settings.render_within_s,
        processor_s=settings.render_within_s * (os.cpu_count() or 1),
        memory_mb=memory_mb or settings.render_memory_mb,
        niceness=NICENESS,
    )


def renderer_of(settings: Settings) -> Renderer:
    """As many children as the process has renders at a time."""
    return Renderer(settings.renders_at_once, limits_of(settings))


def rendered(
    run: Run, renderer: Renderer, request: Request, tell: OnProgress | None = None
) -> Rendered:
    """The file; raises Failed, or Superseded or Stopping within a second of the run's end."""
    cancel = Cancel()
    try:
        with run.interrupted_by(cancel.now):
            return renderer.render(request, tell, cancel)
    except MediaError as error:
        run.check()
        raise Failed(failure_of(error)) from error


def failure_of(error: MediaError) -> Failure:
    """For programs and for people, and whether another try is worth it."""
    match error:
        case RenderTooCostly():
            return COSTLY[error.of]
        case RenderCrashed(is_bug=True):
            error_id = bug(RuntimeError(error.detail))
            said = f"Something went wrong on our side. Quote {error_id} when you report it."
            return Failure("BUG", said, is_retryable=True)
        case RenderCrashed():
            bug(RuntimeError(f"{error.message}.\n{error.detail}"))
            return Failure("CRASHED", f"{error.message}.", again=True, is_retryable=True)
    return Failure(error.rule.upper().replace(".", "_"), f"{error}.")
