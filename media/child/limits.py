"""What the child may use up, told to the system by the child itself, before it draws anything."""

import os
import sys
from contextlib import suppress

from media.child.request import Limits

_MEGABYTE = 1 << 20
_HANDLES = 128


def limit_self(limits: Limits) -> None:
    """Memory, files and handles, for good; Windows knows no such limits."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  POSIX has it

    if limits.niceness:
        os.nice(limits.niceness)
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory_mb * _MEGABYTE),
        (resource.RLIMIT_FSIZE, limits.file_mb * _MEGABYTE),
        (resource.RLIMIT_NOFILE, _HANDLES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hardest = resource.getrlimit(kind)
        allowed = most if hardest == resource.RLIM_INFINITY else min(most, hardest)
        with suppress(ValueError, OSError):  # macOS refuses some
            resource.setrlimit(kind, (allowed, allowed))


def allow_processor(limits: Limits) -> None:
    """So much more, from now: each render of a warm child has as much as the first."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  POSIX has it

    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + limits.processor_s
    _, hardest = resource.getrlimit(resource.RLIMIT_CPU)
    if hardest != resource.RLIM_INFINITY:
        soft = min(soft, hardest)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hardest))


def held_mb() -> int:
    """Memory in use by this process; 0 where the system does not tell."""
    with suppress(OSError):
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123  read at every render
            pages = int(file.read().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") // _MEGABYTE
    return 0
