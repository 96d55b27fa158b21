"""What is reviewed, where a review stands, and what may be decided."""

from enum import StrEnum

from domain.states import Machine


class SubjectKind(StrEnum):
    """What sort of thing a review is about."""

    RENDER_JOB = "RENDER_JOB"
    PACKAGING = "PACKAGING"
    MEDIA_ASSET = "MEDIA_ASSET"
    TEMPLATE_VERSION = "TEMPLATE_VERSION"
    PRODUCT_DESCRIPTION = "PRODUCT_DESCRIPTION"


class ReviewState(StrEnum):
    """Where a review stands between being asked for and being decided."""

    REQUESTED = "REQUESTED"
    CHANGES_REQUESTED = "CHANGES_REQUESTED"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


_S = ReviewState

REVIEW_STATES = Machine(
    "review",
    {
        _S.REQUESTED: (_S.APPROVED, _S.REJECTED, _S.CHANGES_REQUESTED, _S.WITHDRAWN),
        _S.CHANGES_REQUESTED: (_S.REQUESTED, _S.WITHDRAWN),
        _S.APPROVED: (),
        _S.REJECTED: (),
        _S.WITHDRAWN: (),
    },
)
"""After changes were asked for, another round begins, with what was changed."""

OPEN = frozenset({_S.REQUESTED, _S.CHANGES_REQUESTED})


class ReviewDecision(StrEnum):
    """What is said of a thing that was reviewed."""

    APPROVE = "APPROVE"
    REJECT = "REJECT"
    REQUEST_CHANGES = "REQUEST_CHANGES"


LEADS_TO = {
    ReviewDecision.APPROVE: _S.APPROVED,
    ReviewDecision.REJECT: _S.REJECTED,
    ReviewDecision.REQUEST_CHANGES: _S.CHANGES_REQUESTED,
}
