"""Children of this process, for what somebody waits for: previews, and layouts that are tried."""

from functools import cache

from media.child import Limits, Renderer

AT_ONCE = 2
LIMITS = Limits(patience_s=20.0, processor_s=30)


@cache
def renderer() -> Renderer:
    """Warm; they end with the process."""
    return Renderer(AT_ONCE, LIMITS)
