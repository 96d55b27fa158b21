"""Users and their roles in the graph, and who is asking."""

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry

from api import reads
from api.context import Info
from api.graphql.permissions import HeldPermission, PermissionInfo, held, matrix
from api.inputs import given
from api.mutation import Payload, mutation
from api.reads import Connection
from domain.people import actions, models
from domain.permissions import Permission, Role
from domain.scope import ORGANIZATION, USER

if TYPE_CHECKING:
    from api.graphql.stores import Store


@reads.sorting("How users may be sorted.")
class UserSort(Enum):
    NAME = reads.by("name", "By name, A first.")
    NEWEST = reads.by("-created_at", "Latest invited first.")


@reads.filtering("Which users.")
class UserFilter:
    name: reads.TextFilter | None = reads.where("Their name.")
    email: reads.StringFilter | None = reads.where("Their e-mail address, in lower case.")
    disabled_at: reads.DateTimeFilter | None = reads.where("When they were disabled.")
    created_at: reads.DateTimeFilter | None = reads.where("When they were invited.")


USER_SEARCH = reads.Search("search_text", name="name", email="email", created_at="created_at")


@strawberry.type(description="One operator's whole house: its stores, products and people.")
class Organization(reads.Dated):
    model = models.Organization
    name: str = reads.attribute(description="Its name.")
    handle: str = reads.attribute(description="Its short name in addresses and files.")


@strawberry.type(description="A person, or a program, that works here.")
class User(reads.Dated):
    model = models.User
    name: str = reads.attribute(description="Their name.")
    email: str = reads.attribute(description="Their e-mail address.")
    locale: str = reads.attribute(description="The language they work in.")
    disabled_at: datetime | None = reads.attribute(
        description="Since when their tokens open nothing; null while they work here."
    )
    assignments: list["RoleAssignment"] = reads.attribute(
        description="Their roles, as far as you may see them: your own, or with PEOPLE_READ."
    )


@strawberry.type(description="A role a user has, in one store or in every one.")
class RoleAssignment(reads.Dated):
    model = models.RoleAssignment
    user: User | None = reads.attribute(description="Who has it.")
    role: Role = reads.attribute(description="The role.")
    is_everywhere: bool = reads.sql(
        lambda row: row.store_id.is_(None), description="Whether it holds in every store."
    )
    store: Annotated["Store", strawberry.lazy("api.graphql.stores")] | None = reads.attribute(
        description="The one store it holds in, if it is one."
    )


@strawberry.type(description="You, as the token you came with shows you.")
class Viewer:
    user: User | None = reads.picked(lambda row: row.id == USER, description="Who you are.")
    organization: Organization | None = reads.picked(
        lambda row: row.id == ORGANIZATION, description="Where you work."
    )
    permissions: list[HeldPermission] = held(
        description="What this token lets you do, and how far."
    )


@strawberry.type
class PeopleQuery:
    viewer: Viewer = reads.group(description="You: user, organisation and permissions.")
    permissions: list[PermissionInfo] = matrix(
        description="Every permission and the roles that hold it."
    )
    users: Connection[User] | None = reads.connection(
        UserSort,
        UserFilter,
        search=USER_SEARCH,
        needs=Permission.PEOPLE_READ,
        description="Who works here, page by page.",
    )
    user: User | None = reads.by_id(
        description="One user: yourself, or anybody with PEOPLE_READ or AUDIT_READ."
    )


VERSION = "Refuse if it has changed since this version."


@strawberry.input(description="Somebody new, with a first role.")
class UserInviteInput:
    name: str = strawberry.field(description="Their name.")
    email: str = strawberry.field(description="Their e-mail address; nothing is sent there.")
    role: Role = strawberry.field(description="Their first role.")
    store_id: strawberry.ID | None = strawberry.field(
        default=None, description="The one store the role holds in; without it, every store."
    )
    locale: str = strawberry.field(default="en", description="The language they work in.")


@strawberry.input(description="What to change of a user; what is left out stays.")
class UserUpdateInput:
    id: strawberry.ID = strawberry.field(description="The user.")
    name: str | None = strawberry.field(default=strawberry.UNSET, description="Their name.")
    email: str | None = strawberry.field(
        default=strawberry.UNSET, description="Their e-mail address, which nobody else here has."
    )
    locale: str | None = strawberry.field(
        default=strawberry.UNSET, description="The language they work in."
    )
    expected_version: int | None = strawberry.field(default=None, description=VERSION)


@strawberry.input(description="A user whose tokens are to open nothing.")
class UserDisableInput:
    id: strawberry.ID = strawberry.field(description="The user.")
    reason: str | None = strawberry.field(default=None, description="Why, for the audit.")
    expected_version: int | None = strawberry.field(default=None, description=VERSION)


@strawberry.input(description="A user who works here again.")
class UserEnableInput:
    id: strawberry.ID = strawberry.field(description="The user.")
    expected_version: int | None = strawberry.field(default=None, description=VERSION)


@strawberry.input(description="A role for a user.")
class RoleAssignInput:
    user_id: strawberry.ID = strawberry.field(description="Who is to have it.")
    role: Role = strawberry.field(description="The role.")
    store_id: strawberry.ID | None = strawberry.field(
        default=None, description="The one store it holds in; without it, every store."
    )


@strawberry.input(description="A role to take back.")
class RoleRevokeInput:
    id: strawberry.ID = strawberry.field(description="The assignment, not the user.")
    reason: str | None = strawberry.field(default=None, description="Why, for the audit.")


@strawberry.type(description="The user invited, or why not.")
class UserInvitePayload(Payload):
    user: User | None = reads.changed(description="The new user.")


@strawberry.type(description="The user as changed, or why not.")
class UserUpdatePayload(Payload):
    user: User | None = reads.changed(description="The user as changed.")


@strawberry.type(description="The user disabled, or why not.")
class UserDisablePayload(Payload):
    user: User | None = reads.changed(description="The disabled user.")


@strawberry.type(description="The user enabled, or why not.")
class UserEnablePayload(Payload):
    user: User | None = reads.changed(description="The user, at work again.")


@strawberry.type(description="The role assigned, or why not.")
class RoleAssignPayload(Payload):
    assignment: RoleAssignment | None = reads.changed(description="The role as assigned.")


@strawberry.type(description="Who had the role, or why it was not revoked.")
class RoleRevokePayload(Payload):
    user: User | None = reads.changed(description="Who had it, with the roles left.")


def _store_id(id: strawberry.ID | None) -> UUID | None:
    return None if id is None else reads.row_id("Store", id)


@strawberry.type
class PeopleMutation:
    @mutation(description="Take somebody on, with a first role.")
    def user_invite(self, info: Info, input: UserInviteInput) -> UserInvitePayload:
        user = actions.invite_user(
            info.context.work,
            name=input.name,
            email=input.email,
            role=input.role,
            store_id=_store_id(input.store_id),
            locale=input.locale,
        )
        return UserInvitePayload.of(user=user)

    @mutation(
        description="Change a user's name, address or language; who leaves is disabled instead."
    )
    def user_update(self, info: Info, input: UserUpdateInput) -> UserUpdatePayload:
        user = actions.update_user(
            info.context.work,
            reads.row_id("User", input.id),
            given(input),
            version=input.expected_version,
        )
        return UserUpdatePayload.of(user=user)

    @mutation(description="Let a user's tokens open nothing until they are enabled again.")
    def user_disable(self, info: Info, input: UserDisableInput) -> UserDisablePayload:
        user = actions.disable_user(
            info.context.work,
            reads.row_id("User", input.id),
            version=input.expected_version,
            reason=input.reason,
        )
        return UserDisablePayload.of(user=user)

    @mutation(description="Let a disabled user work again, with the roles they had.")
    def user_enable(self, info: Info, input: UserEnableInput) -> UserEnablePayload:
        user = actions.enable_user(
            info.context.work, reads.row_id("User", input.id), version=input.expected_version
        )
        return UserEnablePayload.of(user=user)

    @mutation(description="Give a user a role, in one store or in every one.")
    def role_assign(self, info: Info, input: RoleAssignInput) -> RoleAssignPayload:
        assignment = actions.assign_role(
            info.context.work,
            reads.row_id("User", input.user_id),
            input.role,
            _store_id(input.store_id),
        )
        return RoleAssignPayload.of(assignment=assignment)

    @mutation(description="Take a role back; the last manager of every store keeps theirs.")
    def role_revoke(self, info: Info, input: RoleRevokeInput) -> RoleRevokePayload:
        user = actions.revoke_role(
            info.context.work, reads.row_id("RoleAssignment", input.id), reason=input.reason
        )
        return RoleRevokePayload.of(user=user)
