"""Users with their roles, and tokens whose secret the test knows."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from domain.people.models import ApiToken, RoleAssignment, User
from domain.people.sign_in import actor_with, hash_of
from domain.permissions import Role
from domain.work import Actor
from tests.conftest import MONDAY, House

SECRET = "tp_" + "a" * 43


def make_user(
    house: House, *roles: Role | tuple[Role, UUID], email: str = "ana@example.com", **more: Any
) -> User:
    """Each role is held in every store, or as `(role, store_id)` in that one."""
    usual: dict[str, Any] = {"name": "Ana"}
    user = User(organization_id=house.organization.id, email=email, **{**usual, **more})
    house.save(user)
    for role in roles:
        make_assignment(house, user, *(role if isinstance(role, tuple) else (role, None)))
    return user


def make_actor(
    house: House, *roles: Role | tuple[Role, UUID], email: str = "maker@example.com"
) -> Actor:
    """A user who signs in with all their roles, which are rows too."""
    user = make_user(house, *roles, email=email)
    assigned = [role if isinstance(role, tuple) else (role, None) for role in roles]
    return actor_with(user.id, user.organization_id, assigned)


def make_assignment(
    house: House, user: User, role: Role, store_id: UUID | None = None
) -> RoleAssignment:
    assignment = RoleAssignment(
        organization_id=user.organization_id, user_id=user.id, role=role, store_id=store_id
    )
    house.save(assignment)
    return assignment


def make_token(
    house: House,
    user: User,
    secret: str = SECRET,
    expires_at: datetime | None = MONDAY + timedelta(days=30),
    **more: Any,
) -> ApiToken:
    token = ApiToken(
        organization_id=user.organization_id,
        user_id=user.id,
        name="laptop",
        token_hash=hash_of(secret),
        expires_at=expires_at,
        **more,
    )
    house.save(token)
    return token
