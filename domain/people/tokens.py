"""API tokens: made, shown once, revoked; they never grant more than user and maker hold."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from domain import text
from domain.base import instant_text
from domain.errors import Conflict, Forbidden, Invalid, Required
from domain.people.actions import said
from domain.people.models import ApiToken, RoleAssignment, User
from domain.people.sign_in import actor_with, hash_of
from domain.permissions import Permission
from domain.work import Actor, Work

LONGEST = timedelta(days=366)
USUAL = timedelta(days=90)


@dataclass(frozen=True)
class Minted:
    """A new token, and the only sight of its secret."""

    token: ApiToken
    secret: str


def create_token(
    work: Work,
    *,
    name: str,
    user_id: UUID | None = None,
    scopes: Collection[Permission] | None = None,
    expires_at: datetime | None = None,
) -> Minted:
    """A token for oneself, or for another user by who manages the people.

    Without `scopes` it grants all that user and maker both hold now; a role that the user is
    given later widens no token. It never outlasts the token that its maker came with, so that a
    token lent for a day opens nothing on the next.
    """
    wanted = work.actor.user_id if user_id is None else user_id
    if wanted is None:
        raise Required("Say whose token it is to be.", "user_id")
    if wanted != work.actor.user_id:
        work.require(Permission.PEOPLE_MANAGE, everywhere=True)
    user = work.claim(User, wanted, "user_id")
    if user.disabled_at:
        raise Conflict("A disabled user gets no token.", "user_id")
    called = text.name(name, "name")
    ends = _end(work, expires_at)
    may = _grantable(work, user)
    asked = may if scopes is None else frozenset(scopes)
    if not asked:
        raise Invalid("A token without a permission opens nothing.", "scopes")
    if excess := asked - may:
        raise Forbidden(f"You and the user do not both hold {', '.join(sorted(excess))}.", "scopes")
    return mint_token(work, user, called, ends, asked)


def mint_token(
    work: Work,
    user: User,
    name: str,
    expires_at: datetime,
    scopes: Collection[Permission] = (),
) -> Minted:
    """A token, with no rule asked; without scopes it grants all that its user ever holds."""
    secret = "tp_" + secrets.token_urlsafe(32)
    token = ApiToken(
        organization_id=user.organization_id,
        user_id=user.id,
        name=name,
        token_hash=hash_of(secret),
        made_by_id=work.actor.user_id,
        scopes=" ".join(sorted(scopes)),
        expires_at=expires_at,
    )
    work.add(token)
    work.record("token.created", token)
    return Minted(token, secret)


def revoke_token(
    work: Work, token_id: UUID, *, version: int | None = None, reason: str | None = None
) -> ApiToken:
    """It opens nothing from now on; one's own, or anybody's by who manages the people."""
    token = work.claim(ApiToken, token_id, version=version)
    if token.user_id != work.actor.user_id:
        work.require(Permission.PEOPLE_MANAGE, everywhere=True)
    if token.revoked_at:
        raise Conflict("This token is revoked already.", "id")
    _revoke(work, token, said(reason))
    return token


def revoke_tokens_named(work: Work, user: User, name: str) -> int:
    """Revoke a user's tokens of that name which still last; how many they were."""
    tokens = work.session.scalars(
        select(ApiToken)
        .where(ApiToken.user_id == user.id, ApiToken.name == name, ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.id)
        .with_for_update()
    ).all()
    for token in tokens:
        _revoke(work, token, None)
    return len(tokens)


def _revoke(work: Work, token: ApiToken, reason: str | None) -> None:
    token.revoked_at = work.now
    work.record("token.revoked", token, reason=reason)


def _end(work: Work, expires_at: datetime | None) -> datetime:
    makers = work.actor.expires_at or work.now + LONGEST
    if expires_at is None:
        return min(work.now + USUAL, makers)
    if expires_at <= work.now:
        raise Invalid("That moment has passed.", "expires_at")
    if expires_at > work.now + LONGEST:
        raise Invalid(f"A token lasts at most {LONGEST.days} days.", "expires_at")
    if expires_at > makers:
        raise Invalid(
            f"It cannot outlast the token you came with, which ends {instant_text(makers)}.",
            "expires_at",
        )
    return expires_at


def _grantable(work: Work, user: User) -> frozenset[Permission]:
    """What the user holds, in no store where the maker does not hold it too."""
    if user.id == work.actor.user_id:
        return frozenset(permission for permission, _ in work.actor.grants.reaches)
    held = work.session.execute(
        select(RoleAssignment.role, RoleAssignment.store_id).where(
            RoleAssignment.user_id == user.id
        )
    )
    theirs = actor_with(user.id, user.organization_id, [(role, store) for role, store in held])
    return frozenset(
        permission
        for permission, _ in theirs.grants.reaches
        if _covers(work.actor, theirs, permission)
    )


def _covers(maker: Actor, user: Actor, permission: Permission) -> bool:
    """Whether the maker holds the permission wherever the user does."""
    if permission in maker.stores and permission in user.stores:
        return user.stores[permission] <= maker.stores[permission]
    return maker.grants.reach(permission) >= max(user.grants.reach(permission), 1)
