"""Before anybody can sign in: the organisation, and users for the command line and the demo."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import text
from domain.people.models import Organization, RoleAssignment, User
from domain.permissions import EVERYTHING, Role
from domain.work import Actor, Work


def system_work(
    session: Session,
    organization: Organization,
    now: datetime,
    operation: str = "system",
    *,
    key: bytes,
) -> Work:
    """Work of no user, with every permission: for command lines and jobs."""
    return Work(session, Actor(None, organization.id, EVERYTHING), now, operation, key=key)


def ensure_organization(
    session: Session, now: datetime, handle: str, name: str, *, key: bytes
) -> Organization:
    """The organisation of that handle, made on first use."""
    session.info["now"] = now
    found = session.scalar(select(Organization).where(Organization.handle == handle))
    if found:
        return found
    made = Organization(handle=text.handle(handle, "handle"), name=text.name(name, "name"))
    session.add(made)
    session.flush()  # before its audit line, which refers to it
    changes = {key: {"from": None, "to": getattr(made, key)} for key in ("handle", "name")}
    system_work(session, made, now, key=key).tell(
        "organization.created", "Organization", made.id, None, changes
    )
    session.flush()
    return made


def ensure_service_user(
    session: Session,
    organization: Organization,
    role: Role,
    store_id: UUID | None = None,
    *,
    key: bytes,
) -> User:
    """The user that stands for the command line in that role and place, made on first use.

    A disabled one stays disabled.
    """
    work = system_work(session, organization, session.info["now"], key=key)
    email = _service_email(role, store_id)
    found = session.scalar(
        select(User).where(User.organization_id == organization.id, User.email == email)
    )
    if found is None:
        words = role.name.replace("_", " ").lower()
        found = User(organization_id=organization.id, name=f"Command line ({words})", email=email)
        work.add(found)
        work.record("user.invited", found)
        session.flush()
    _ensure_assignment(work, found, role, store_id)
    return found


def _ensure_assignment(work: Work, user: User, role: Role, store_id: UUID | None) -> None:
    held = select(RoleAssignment.role, RoleAssignment.store_id).where(
        RoleAssignment.user_id == user.id
    )
    if (role, store_id) in [tuple(row) for row in work.session.execute(held)]:
        return
    assignment = RoleAssignment(
        organization_id=user.organization_id, user_id=user.id, role=role, store_id=store_id
    )
    work.add(assignment)
    work.record("role.assigned", assignment)
    work.session.flush()


def _service_email(role: Role, store_id: UUID | None) -> str:
    """Under `.invalid`, which no mail reaches (RFC 2606)."""
    place = f"+{store_id}" if store_id else ""
    return f"{role.name.lower().replace('_', '-')}{place}@command-line.invalid"
