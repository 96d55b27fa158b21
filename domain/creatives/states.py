"""Where a render stands, and why one may have failed."""

from enum import StrEnum

from domain.states import Machine


class RenderKind(StrEnum):
    """What sort of thing is made."""

    PRODUCT_IMAGE = "PRODUCT_IMAGE"
    POSTER = "POSTER"
    PROMO_VIDEO = "PROMO_VIDEO"
    PACKAGING = "PACKAGING"


class RenderFormat(StrEnum):
    """How the finished file is encoded."""

    PNG = "PNG"
    JPEG = "JPEG"
    WEBP = "WEBP"
    AVIF = "AVIF"
    MP4 = "MP4"
    GIF = "GIF"
    PDF = "PDF"


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
UNDER_WAY = tuple(state for state in _S if state not in DONE)


class SideRole(StrEnum):
    """What a file beside the finished one is for."""

    COVER = "COVER"
    SUBTITLES = "SUBTITLES"
    PIECE = "PIECE"
    SIZE = "SIZE"
    PROOF = "PROOF"


class StaleReason(StrEnum):
    """Why a finished render shows what is not so any more."""

    PRICE_CHANGED = "PRICE_CHANGED"
    EVENT_CHANGED = "EVENT_CHANGED"


class BatchState(StrEnum):
    """Where a batch stands, by how its renders stand."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    PARTLY_FAILED = "PARTLY_FAILED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


class Background(StrEnum):
    """What stands behind a product in its picture."""

    KEEP = "KEEP"
    WHITE = "WHITE"
    CLEAR = "CLEAR"
