"""Where a render stands, and why one may have failed."""

from enum import StrEnum

from domain.states import Machine


class RenderKind(StrEnum):
    """What sort of thing is made."""

    POSTER = "POSTER"


class RenderFormat(StrEnum):
    """How the finished picture is encoded."""

    PNG = "PNG"
    JPEG = "JPEG"
    WEBP = "WEBP"


class RenderState(StrEnum):
    """Where a render stands between being asked for and being done."""

    QUEUED = "QUEUED"
    PLANNED = "PLANNED"
    RENDERING = "RENDERING"
    ENCODING = "ENCODING"
    CHECKING = "CHECKING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"


_S = RenderState
_ENDS = (_S.FAILED, _S.CANCELLED)

RENDER_STATES = Machine(
    "render",
    {
        _S.QUEUED: (_S.PLANNED, *_ENDS, _S.EXPIRED),
        _S.PLANNED: (_S.RENDERING, _S.ENCODING, _S.CHECKING, _S.SUCCEEDED, _S.QUEUED, *_ENDS),
        _S.RENDERING: (_S.ENCODING, _S.CHECKING, _S.SUCCEEDED, _S.QUEUED, *_ENDS),
        _S.ENCODING: (_S.CHECKING, _S.SUCCEEDED, _S.QUEUED, *_ENDS),
        _S.CHECKING: (_S.SUCCEEDED, _S.QUEUED, *_ENDS),
        _S.SUCCEEDED: (),
        _S.FAILED: (),
        _S.CANCELLED: (),
        _S.EXPIRED: (),
    },
)
"""A stage may pass too quickly to be told of. Back to the queue goes what is to be tried again."""

WORKING = frozenset({_S.PLANNED, _S.RENDERING, _S.ENCODING, _S.CHECKING})
DONE = frozenset({_S.SUCCEEDED, _S.FAILED, _S.CANCELLED, _S.EXPIRED})
TRIABLE_AGAIN = frozenset({_S.FAILED, _S.CANCELLED, _S.EXPIRED})
