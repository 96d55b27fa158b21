"""API tokens in the graph."""

from datetime import datetime
from enum import Enum
from typing import Any, Self

import strawberry

from api import reads
from api.context import Info
from api.graphql.people import User
from api.mutation import Payload, mutation
from api.reads import Connection
from domain.people import models, tokens
from domain.people.sign_in import scopes_in
from domain.permissions import Permission


@reads.sorting("How API tokens may be sorted.")
class ApiTokenSort(Enum):
    NEWEST = reads.by("-created_at", "Latest made first.")
    OLDEST = reads.by("created_at", "First made first.")


@reads.filtering("Which API tokens.")
class ApiTokenFilter:
    user_id: reads.IDFilter | None = reads.where("Whose they are.")
    name: reads.StringFilter | None = reads.where("What they are called.")
    expires_at: reads.DateTimeFilter | None = reads.where("When they expire.")
    revoked_at: reads.DateTimeFilter | None = reads.where("When they were revoked.")
    created_at: reads.DateTimeFilter | None = reads.where("When they were made.")


def _scopes(_moment: Any, scopes: str) -> list[str] | None:
    return sorted(scope.name for scope in scopes_in(scopes)) if scopes else None


@strawberry.type(description="What a program or browser signs in with. Its secret is kept nowhere.")
class ApiToken(reads.Dated):
    model = models.ApiToken
    name: str = reads.attribute(description="What it is for.")
    user: User | None = reads.attribute(description="Whom it signs in.")
    made_by: User | None = reads.attribute(
        description="Who made it; null for one made at the command line."
    )
    scopes: list[Permission] | None = reads.made(
        _scopes,
        "scopes",
        description="All that it may grant; null is whatever its user holds.",
    )
    expires_at: datetime | None = reads.attribute(description="When it stops opening anything.")
    revoked_at: datetime | None = reads.attribute(description="When it was revoked.")


@strawberry.type
class TokensQuery:
    tokens: Connection[ApiToken] | None = reads.connection(
        ApiTokenSort,
        ApiTokenFilter,
        description="API tokens: your own, and everybody's with PEOPLE_READ.",
    )


@strawberry.input(description="An API token to make.")
class TokenCreateInput:
    name: str = strawberry.field(description="What it is for.")
    user_id: strawberry.ID | None = strawberry.field(
        default=None, description="Whom it is to sign in; you, unless said. Needs PEOPLE_MANAGE."
    )
    scopes: list[Permission] | None = strawberry.field(
        default=None,
        description="All that it may grant; without it, all that you and the user both hold.",
    )
    expires_at: datetime | None = strawberry.field(
        default=None,
        description="At most 366 days from now, and no later than the token you send this with; "
        "90 days, or as long as that one, unless said.",
    )


@strawberry.input(description="An API token to revoke.")
class TokenRevokeInput:
    id: strawberry.ID = strawberry.field(description="The token.")
    reason: str | None = strawberry.field(default=None, description="Why, for the audit.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )


@strawberry.type(description="The token made, or why not.")
class TokenCreatePayload(Payload):
    token: ApiToken | None = reads.changed(description="The new token.")
    secret: str | None = strawberry.field(
        default=None,
        description="What to send as `Authorization: Bearer …`. It is shown this once: "
        "sending the same idempotency key again does not bring it back.",
    )
    is_replay: bool = strawberry.field(
        default=False,
        description="Whether this idempotency key had made the token before: then `secret` is null,"
        " for it was shown then. If it was lost, revoke the token and make another.",
    )

    @classmethod
    def again(cls, row_ids: dict[str, Any], kept: Any) -> Self:
        del kept
        return cls(row_ids=row_ids, is_replay=True)


@strawberry.type(description="The token revoked, or why not.")
class TokenRevokePayload(Payload):
    token: ApiToken | None = reads.changed(description="The revoked token.")


@strawberry.type
class TokensMutation:
    @mutation(description="Make an API token that grants no more than you and its user hold.")
    def token_create(self, info: Info, input: TokenCreateInput) -> TokenCreatePayload:
        minted = tokens.create_token(
            info.context.work,
            name=input.name,
            user_id=None if input.user_id is None else reads.row_id("User", input.user_id),
            scopes=input.scopes,
            expires_at=input.expires_at,
        )
        return TokenCreatePayload.of(token=minted.token, secret=minted.secret)

    @mutation(description="Revoke an API token: your own, or anybody's with PEOPLE_MANAGE.")
    def token_revoke(self, info: Info, input: TokenRevokeInput) -> TokenRevokePayload:
        token = tokens.revoke_token(
            info.context.work,
            reads.row_id("ApiToken", input.id),
            version=input.expected_version,
            reason=input.reason,
        )
        return TokenRevokePayload.of(token=token)
