"""On whose behalf an import or export works, hours after they asked for it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Forbidden
from domain.integration.models import FileExport, FileImport
from domain.people.models import RoleAssignment, User
from domain.people.sign_in import actor_with, scopes_in
from domain.work import Actor


def actor_for(session: Session, row: FileImport | FileExport, system: Actor) -> Actor:
    """Who asked for it, as they are now, and no more than they might do then.

    What the command line asked for, the system itself does. Raises Forbidden for those who are
    disabled or have no role any more.
    """
    if row.requested_by_id is None:
        return system
    user = session.get_one(User, row.requested_by_id)
    held = select(RoleAssignment.role, RoleAssignment.store_id).where(
        RoleAssignment.user_id == user.id
    )
    assigned = [(role, store_id) for role, store_id in session.execute(held)]
    if user.disabled_at or not assigned:
        raise Forbidden("Who asked for it may not do it any more.")
    return actor_with(user.id, user.organization_id, assigned, scopes_in(row.scopes))
