"""Who may decide on reviews, by the roles that they hold."""

from uuid import UUID

from sqlalchemy import Select, or_, select

from domain.people.models import RoleAssignment, User
from domain.permissions import MATRIX, Permission
from domain.work import Work


def may_decide(work: Work, user_id: UUID, store_id: UUID | None) -> bool:
    """Whether they are of the organisation and hold what it takes, in that store or in all."""
    found = _holders(work, store_id).where(User.id == user_id)
    return work.session.scalar(found.limit(1)) is not None


def is_there_another(work: Work, store_id: UUID | None) -> bool:
    """Whether somebody else could decide: then nobody decides on what they asked for."""
    found = _holders(work, store_id).where(User.id != work.actor.user_id)
    return work.session.scalar(found.limit(1)) is not None


def _holders(work: Work, store_id: UUID | None) -> Select[UUID]:
    """Of no store: who holds it in every one."""
    there = RoleAssignment.store_id.is_(None)
    return (
        select(User.id)
        .join(RoleAssignment, RoleAssignment.user_id == User.id)
        .where(
            User.organization_id == work.actor.organization_id,
            User.disabled_at.is_(None),
            RoleAssignment.role.in_(MATRIX[Permission.REVIEWS_DECIDE]),
            or_(there, RoleAssignment.store_id == store_id) if store_id else there,
        )
    )
