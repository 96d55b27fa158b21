"""From draft to what is shown: handed in, decided, put on the product."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from domain import text
from domain.catalogue import fields
from domain.catalogue.products import update_product
from domain.descriptions import blocks, reading
from domain.descriptions.actions import look, look_again, retire_former
from domain.descriptions.models import ProductDescription
from domain.descriptions.scoring import Finding, stopping
from domain.descriptions.states import (
    DESCRIPTION_STATES,
    DescriptionLocale,
    DescriptionState,
)
from domain.errors import Conflict, Forbidden, Required
from domain.people import holders
from domain.permissions import Permission
from domain.work import Work

LONGEST_REASON = 2_000


class DescriptionDecision(StrEnum):
    """What the manager says of a description."""

    APPROVE = "APPROVE"
    REJECT = "REJECT"


class DescriptionNotFit(Conflict):
    """It holds what may not be shown; `phrases` are the forbidden ones among it."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.phrases = tuple(dict.fromkeys(one.phrase for one in findings if one.phrase))
        super().__init__(" ".join(dict.fromkeys(one.reason for one in findings)), "id")


def submit_description(
    work: Work, description_id: UUID, *, version: int | None = None
) -> ProductDescription:
    """Handed in, if nothing in it keeps it from being approved today."""
    fields.require(work, Permission.CONTENT_WRITE)
    row = work.claim(ProductDescription, description_id, version=version)
    DESCRIPTION_STATES.check(row.state, DescriptionState.IN_REVIEW)
    with work.session.no_autoflush:  # one change, told and counted as one
        _check_fit(work, row)
        row.state, row.submitted_at = DescriptionState.IN_REVIEW, work.now
        work.record("product_description.submitted", row)
    return row


def decide_description(
    work: Work,
    description_id: UUID,
    decision: DescriptionDecision,
    reason: str | None = None,
    *,
    version: int | None = None,
) -> ProductDescription:
    """Approved, in place of what was; or rejected, with a reason for who goes on with it.

    Who made it approves it only where nobody else could.
    """
    fields.require(work, Permission.REVIEWS_DECIDE)
    row = work.claim(ProductDescription, description_id, version=version)
    is_approved = decision is DescriptionDecision.APPROVE
    wanted = DescriptionState.APPROVED if is_approved else DescriptionState.REJECTED
    DESCRIPTION_STATES.check(row.state, wanted)
    is_own = row.made_by_id is not None and row.made_by_id == work.actor.user_id
    if is_own and is_approved and holders.is_there_another(work, Permission.REVIEWS_DECIDE):
        raise Forbidden("Somebody else who may decide must approve what you made.")
    if reason is not None:
        reason = text.name(reason, "reason", longest=LONGEST_REASON)
    elif not is_approved:
        raise Required("Say why, so that it can be mended.", "reason")
    with work.session.no_autoflush:  # one change, told and counted as one
        if is_approved:
            _check_fit(work, row)
            retire_former(work, row)
        row.state, row.decision_reason = wanted, reason
        row.decided_at, row.decided_by_id = work.now, work.actor.user_id
        work.record(f"product_description.{wanted.name.lower()}", row, reason=reason)
    return row


def apply_description(
    work: Work, description_id: UUID, *, version: int | None = None
) -> ProductDescription:
    """The approved page becomes the product's own description in that language."""
    row = claim_approved(work, description_id, version=version)
    page = blocks.html(blocks.read(row.blocks), reading.picture_addresses(work, row.product_id))
    is_chinese = row.locale is DescriptionLocale.ZH
    field = "description_html_zh" if is_chinese else "description_html"
    update_product(work, row.product_id, {field: page})
    return note_applied(work, row, "product")


def claim_approved(
    work: Work, description_id: UUID, *, version: int | None = None
) -> ProductDescription:
    fields.require(work, Permission.CONTENT_WRITE)
    row = work.claim(ProductDescription, description_id, version=version)
    if row.state is not DescriptionState.APPROVED:
        raise Conflict(f"Only what is approved is shown; it is {row.state.name}.", "id")
    if stops := stopping(look(work, row)):
        raise DescriptionNotFit(stops)
    return row


def note_applied(work: Work, row: ProductDescription, to: str) -> ProductDescription:
    row.applied_at = work.now
    work.record("product_description.applied", row, details={"to": to})
    return row


def _check_fit(work: Work, row: ProductDescription) -> None:
    """By the phrases and limits of today, which may be others than when it was written."""
    if stops := stopping(look_again(work, row)):
        raise DescriptionNotFit(stops)
