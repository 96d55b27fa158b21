"""Who holds a permission, by the roles that they have: so that two pairs of eyes see a thing."""

from uuid import UUID

from sqlalchemy import Select, or_, select

from domain.people.models import RoleAssignment, User
from domain.permissions import MATRIX, Permission
from domain.work import Work


def may(work: Work, user_id: UUID, permission: Permission, store_id: UUID | None) -> bool:
    """Whether they are of the organisation and hold it, in that store or in all."""
    found = _holders(work, permission, store_id).where(User.id == user_id)
    return work.session.scalar(found.limit(1)) is not None


def is_there_another(work: Work, permission: Permission, store_id: UUID | None = None) -> bool:
    """Whether somebody else holds it: then nobody decides on what they made or asked for."""
    found = _holders(work, permission, store_id).where(User.id != work.actor.user_id)
    return work.session.scalar(found.limit(1)) is not None


def _holders(work: Work, permission: Permission, store_id: UUID | None) -> Select[UUID]:
    """Who can sign in; of no store: who holds it in every one."""
    there = RoleAssignment.store_id.is_(None)
    return (
        select(User.id)
        .join(RoleAssignment, RoleAssignment.user_id == User.id)
        .where(
            User.organization_id == work.actor.organization_id,
            User.disabled_at.is_(None),
            RoleAssignment.role.in_(MATRIX[permission]),
            or_(there, RoleAssignment.store_id == store_id) if store_id else there,
        )
    )
