"""From the hash of a token to what its bearer may do, in one statement."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.people.models import ApiToken, RoleAssignment, User
from domain.permissions import Grants, Permission, Reach, Role, permissions_of
from domain.work import Actor

Assigned = tuple[Role, UUID | None]
"""A role, and the one store it is held in; None is every store."""

_TOKEN = re.compile(r"tp_[A-Za-z0-9_-]{43}")


def is_token(text: str) -> bool:
    """Whether it looks like one of ours; says nothing about whether it is any good."""
    return bool(_TOKEN.fullmatch(text))


def hash_of(token: str) -> str:
    """What is kept of a token: the SHA-256 of its text, in hexadecimal."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def actor_of(session: Session, token_hash: str, now: datetime) -> Actor | None:
    """Whom the token signs in, with what its scopes leave of their roles.

    None for an unknown, expired or revoked token, a disabled user, and one without roles.
    """
    token, user = ApiToken, User
    rows = session.execute(
        select(
            user.id,
            user.organization_id,
            user.disabled_at,
            token.scopes,
            token.expires_at,
            token.revoked_at,
            RoleAssignment.role,
            RoleAssignment.store_id,
        )
        .join(user, token.user_id == user.id)
        .join(RoleAssignment, RoleAssignment.user_id == user.id)
        .where(token.token_hash == token_hash)
    ).all()
    if not rows:
        return None
    user_id, organization_id, disabled_at, scopes, expires_at, revoked_at, _, _ = rows[0]
    if disabled_at or revoked_at or (expires_at and expires_at <= now):
        return None
    assigned = [row[-2:] for row in rows]
    actor = actor_with(user_id, organization_id, assigned, scopes_in(scopes), expires_at)
    return actor if actor.grants.reaches else None


def scopes_in(text: str) -> frozenset[Permission]:
    """The permissions a token is narrowed to; no text at all means every one."""
    if not text:
        return frozenset(Permission)
    known = {permission.value: permission for permission in Permission}
    return frozenset(known[word] for word in text.split() if word in known)


def actor_with(
    user_id: UUID,
    organization_id: UUID,
    assigned: Iterable[Assigned],
    scopes: frozenset[Permission] = frozenset(Permission),
    expires_at: datetime | None = None,
) -> Actor:
    """A user with these roles, narrowed to `scopes`, until their token ends."""
    assigned = list(assigned)
    reached = stores_reached(assigned)
    kept = {permission: stores for permission, stores in reached.items() if permission in scopes}
    return Actor(
        user_id=user_id,
        organization_id=organization_id,
        grants=Grants(frozenset((held, _reach(stores)) for held, stores in kept.items())),
        stores={held: stores for held, stores in kept.items() if stores is not None},
        roles=tuple(sorted({role.name for role, _ in assigned})),
        expires_at=expires_at,
    )


def stores_reached(assigned: Iterable[Assigned]) -> Mapping[Permission, frozenset[UUID] | None]:
    """By each permission held: the stores it is held in; None is every store."""
    reached: dict[Permission, frozenset[UUID] | None] = {}
    for role, store_id in assigned:
        for permission in permissions_of(role):
            before = reached.get(permission, frozenset())
            reached[permission] = (
                None if before is None or store_id is None else before | {store_id}
            )
    return reached


def _reach(stores: frozenset[UUID] | None) -> Reach:
    if stores is None:
        return Reach.EVERY_STORE
    return Reach.ONE_STORE if len(stores) == 1 else Reach.SOME_STORES
