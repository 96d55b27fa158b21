"""Children of this process, for what somebody waits for: previews, and layouts that are tried."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from api.faults import Busy
from media.child import Limits, Renderer

AT_ONCE = 2
WAITING = 8
"""So many wait for a child or are drawn: each keeps one of the threads that answer everybody."""
LIMITS = Limits(patience_s=20.0, processor_s=30)
_places = BoundedSemaphore(WAITING)


@cache
def renderer() -> Renderer:
    """Warm; they end with the process."""
    return Renderer(AT_ONCE, LIMITS)


@contextmanager
def place() -> Iterator[None]:
    """One of those who wait; raises Busy at once where there is none left."""
    if not _places.acquire(blocking=False):
        raise Busy(f"{WAITING} previews are being drawn by now; ask again in a moment.")
    try:
        yield
    finally:
        _places.release()
