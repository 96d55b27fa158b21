"""Who works here, and in which role: only who manages the people changes it."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from domain import text
from domain.base import Base
from domain.errors import Conflict, Invalid, NotFound, Required, Taken
from domain.people.models import Organization, RoleAssignment, User
from domain.permissions import Permission, Role
from domain.work import Work

_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+")


def invite_user(  # noqa: PLR0913  what an invitation says
    work: Work,
    *,
    name: str,
    email: str,
    role: Role,
    store_id: UUID | None = None,
    locale: str = "en",
) -> User:
    """A new user with a first role, in one store or in every one; nothing is sent."""
    _require(work)
    user = User(
        organization_id=work.actor.organization_id,
        name=_kept("name", name),
        email=_kept("email", email),
        locale=_kept("locale", locale),
    )
    _check_store(work, store_id)
    _check_email(work, user.email)
    work.add(user)
    work.record("user.invited", user)
    work.session.flush()
    _assign(work, user, role, store_id)
    return user


def update_user(
    work: Work, user_id: UUID, changes: Mapping[str, Any], *, version: int | None = None
) -> User:
    """Name, address or language; `changes` holds only what was said. Roles and rest are verbs."""
    _require(work)
    user = work.claim(User, user_id, version=version)
    said = {field: _kept(field, value) for field, value in changes.items()}
    if said.get("email", user.email) != user.email:
        _check_email(work, said["email"])
    for field, value in said.items():
        setattr(user, field, value)
    work.record("user.updated", user)
    return user


def _kept(field: str, value: str | None) -> str:
    if value is None:
        raise Required("It can be changed, but not taken away.", field)
    return _WORDS[field](value, field)


def disable_user(
    work: Work, user_id: UUID, *, version: int | None = None, reason: str | None = None
) -> User:
    """Their tokens stop working until they are enabled again."""
    _require(work)
    _lock_managers(work)
    user = work.claim(User, user_id, version=version)
    if user.disabled_at:
        raise Conflict("This user is disabled already.", "id")
    _keep_a_manager(work, RoleAssignment.user_id == user.id)
    user.disabled_at = work.now
    work.record("user.disabled", user, reason=said(reason))
    return user


def enable_user(work: Work, user_id: UUID, *, version: int | None = None) -> User:
    """Back to work with the roles they had; tokens that still last work again."""
    _require(work)
    user = work.claim(User, user_id, version=version)
    if not user.disabled_at:
        raise Conflict("This user is not disabled.", "id")
    user.disabled_at = None
    work.record("user.enabled", user)
    return user


def assign_role(
    work: Work, user_id: UUID, role: Role, store_id: UUID | None = None
) -> RoleAssignment:
    """Give a user a role, in one store or in every one."""
    _require(work)
    user = work.claim(User, user_id, "user_id")
    _check_store(work, store_id)
    same = select(RoleAssignment.id).where(
        RoleAssignment.user_id == user.id,
        RoleAssignment.role == role,
        RoleAssignment.store_id.is_(None)
        if store_id is None
        else RoleAssignment.store_id == store_id,
    )
    if work.session.scalar(same):
        raise Taken("The user has this role already.", "role")
    return _assign(work, user, role, store_id)


def revoke_role(work: Work, assignment_id: UUID, *, reason: str | None = None) -> User:
    """Take a role back; returns who had it."""
    _require(work)
    _lock_managers(work)
    load = [selectinload(RoleAssignment.user)]
    assignment = work.claim(RoleAssignment, assignment_id, load=load)
    user = assignment.user
    _keep_a_manager(work, RoleAssignment.id == assignment.id)
    work.record("role.revoked", assignment, reason=said(reason), details=_taken(assignment))
    work.session.delete(assignment)
    return user


def email_address(given: str, *path: str) -> str:
    """In lower case, which is how addresses are told apart."""
    email = text.name(given, *path, longest=320).lower()
    if not _EMAIL.fullmatch(email):
        raise Invalid("That is no e-mail address.", *path)
    return email


_WORDS: Mapping[str, Callable[[str, str], str]] = {
    "name": text.name,
    "email": email_address,
    "locale": partial(text.name, longest=20),
}


def said(reason: str | None) -> str | None:
    """A reason given in passing: trimmed, and None when it says nothing."""
    return text.words(reason.strip(), "reason", longest=1000) or None if reason else None


def _assign(work: Work, user: User, role: Role, store_id: UUID | None) -> RoleAssignment:
    assignment = RoleAssignment(
        organization_id=user.organization_id, user_id=user.id, role=role, store_id=store_id
    )
    work.add(assignment)
    work.record("role.assigned", assignment)
    return assignment


def _taken(assignment: RoleAssignment) -> Mapping[str, Any]:
    store = str(assignment.store_id) if assignment.store_id else None
    return {
        "user_id": {"from": str(assignment.user_id), "to": None},
        "role": {"from": assignment.role.name, "to": None},
        "store_id": {"from": store, "to": None},
    }


def _require(work: Work) -> None:
    work.require(Permission.PEOPLE_MANAGE, everywhere=True)


def _lock_managers(work: Work) -> None:
    """Two who take the last managers' roles at once would each see the other's still there."""
    mine = select(Organization.id).where(Organization.id == work.actor.organization_id)
    work.session.execute(mine.with_for_update(key_share=True))


def _keep_a_manager(work: Work, lost: ColumnElement[bool]) -> None:
    """Conflict if, without the lost assignments, nobody at work managed every store's people."""
    managers = (
        select(lost)
        .join_from(RoleAssignment, User, User.id == RoleAssignment.user_id)
        .where(
            RoleAssignment.organization_id == work.actor.organization_id,
            RoleAssignment.role == Role.MANAGER,
            RoleAssignment.store_id.is_(None),
            User.disabled_at.is_(None),
        )
    )
    are_lost = work.session.scalars(managers).all()
    if are_lost and all(are_lost):
        raise Conflict("Nobody else could manage the people of every store.", "id")


def _check_email(work: Work, email: str) -> None:
    same = select(User.id).where(
        User.organization_id == work.actor.organization_id, User.email == email
    )
    if work.session.scalar(same):
        raise Taken("Somebody with this address works here already.", "email")


def _check_store(work: Work, store_id: UUID | None) -> None:
    """Stores live in a higher context, so only their table is asked."""
    if store_id is None:
        return
    stores = Base.metadata.tables["stores"].c
    mine = select(stores.id).where(
        stores.id == store_id, stores.organization_id == work.actor.organization_id
    )
    if work.session.scalar(mine) is None:
        raise NotFound("No such store.", "store_id")
