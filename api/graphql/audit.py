"""The audit in the graph: what was done, and whether its record still holds."""

from datetime import datetime
from enum import Enum
from typing import Annotated, Any, Self

import strawberry
from sqlalchemy import select
from sqlalchemy.orm import Session
from strawberry.scalars import JSON

from api import reads
from api.context import Info
from api.graphql.catalogue import Category, Product, ProductPicture, Variant
from api.graphql.customers import Customer
from api.graphql.listings import Listing
from api.graphql.orders import Order, Payment
from api.graphql.people import RoleAssignment, User
from api.graphql.platform_events import PlatformEvent
from api.graphql.platforms import Platform
from api.graphql.renders import RenderJob
from api.graphql.review_comments import ReviewComment
from api.graphql.reviews import CreativeReview
from api.graphql.sourcing import Supplier
from api.graphql.stores import Store, StoreOpeningTask
from api.graphql.tokens import ApiToken
from api.reads import Connection
from api.reads.ids import global_id
from api.reads.text import Plain, glue
from domain import audit
from domain.audit_chain import Verification, verify
from domain.errors import Forbidden
from domain.permissions import Permission, Reach, Role


@reads.sorting("How audit entries may be sorted.")
class AuditEntrySort(Enum):
    NEWEST = reads.by("-at", "Latest first.")
    OLDEST = reads.by("at", "First first.")


@reads.filtering("Which audit entries.")
class AuditEntryFilter:
    at: reads.DateTimeFilter | None = reads.where("When it was done.")
    action: reads.StringFilter | None = reads.where("What was done, such as `store.paused`.")
    operation: reads.StringFilter | None = reads.where("The mutation, command or job.")
    actor_id: reads.IDFilter | None = reads.where("Who did it.", of="User")
    subject_type: reads.StringFilter | None = reads.where("To what kind of thing.")
    subject_id: reads.IDFilter | None = reads.where("To which thing.", of_type_in="subject_type")
    store_id: reads.IDFilter | None = reads.where("In which store.", of="Store")
    request_id: reads.StringFilter | None = reads.where("In which request.")


@strawberry.type(description="An entry's place in the chain of hashes.")
class AuditSeal(reads.Node):
    model = audit.AuditSeal
    position: int = reads.attribute(description="Counts the organisation's entries from 1.")
    hash: str = reads.attribute(
        description="SHA-256 of the hash before and the entry, in hexadecimal."
    )


def _roles(_moment: Any, actor_roles: str) -> list[str]:
    return actor_roles.split(",") if actor_roles else []


Subject = Annotated[
    Store
    | StoreOpeningTask
    | Platform
    | Listing
    | Category
    | Product
    | Variant
    | ProductPicture
    | Supplier
    | Customer
    | Order
    | Payment
    | RenderJob
    | PlatformEvent
    | CreativeReview
    | ReviewComment
    | User
    | RoleAssignment
    | ApiToken,
    strawberry.union("AuditSubject", description="What may have been changed."),
]


@strawberry.type(description="One change: who did what to which thing. Never altered.")
class AuditEntry(reads.Node):
    model = audit.AuditEntry
    at: datetime = reads.attribute(description="When it was done.")
    actor: User | None = reads.attribute(description="Who did it; null for the system itself.")
    actor_roles: list[Role] = reads.made(
        _roles, "actor_roles", description="The roles they had then."
    )
    operation: str = reads.attribute(description="The mutation, command or job that did it.")
    action: str = reads.attribute(description="What was done, such as `store.paused`.")
    subject_type: str = reads.attribute(description="The kind of thing it was done to.")
    subject_id: strawberry.ID | None = reads.sql(
        lambda row: glue([Plain(row.subject_type), ":", Plain(row.subject_id)]),
        description="The global id of the thing.",
    )
    subject: Subject | None = reads.points_at(
        "subject_type",
        "subject_id",
        description="The thing itself, as it is now; null once it is gone, or not for you to see.",
    )
    store: Store | None = reads.attribute(description="The store it belongs to, if to one.")
    changes: JSON = reads.sql(
        reads.json_in("changes"),
        description="By field: `from` and `to`. Of personal values no more than keyed hashes.",
    )
    reason: str | None = reads.sql(
        lambda row: (
            select(audit.AuditReason.words)
            .where(audit.AuditReason.entry_id == row.id)
            .scalar_subquery()
        ),
        description="Why, if that was said; null again once whom it may name was erased.",
    )
    request_id: str | None = reads.attribute(description="The request it came with.")
    seal: AuditSeal | None = reads.attribute(
        description="Its place in the chain; null until it is sealed, moments later."
    )


@strawberry.type(description="Whether the audit is as it was written.")
class AuditVerification:
    is_intact: bool = strawberry.field(description="Whether every seal fits.")
    sealed: int = strawberry.field(description="How many entries are chained.")
    unsealed: int = strawberry.field(description="How many wait for their seal.")
    first_broken_position: int | None = strawberry.field(
        description="Where an entry, its seal or its place first fails to fit."
    )
    unsealed_ids: list[strawberry.ID] = strawberry.field(
        description="The oldest entries that wait, up to 100."
    )
    head: str = strawberry.field(
        description="The hash of the last seal that fits. Note it elsewhere: only that shows "
        "later whether the end of the chain was cut off."
    )

    @classmethod
    def of(cls, found: Verification) -> Self:
        ids = [strawberry.ID(global_id("AuditEntry", entry)) for entry in found.unsealed_ids]
        return cls(
            is_intact=found.is_intact,
            sealed=found.sealed,
            unsealed=found.unsealed,
            first_broken_position=found.first_broken_position,
            unsealed_ids=ids,
            head=found.head,
        )


@strawberry.type
class AuditQuery:
    audit_entries: Connection[AuditEntry] | None = reads.connection(
        AuditEntrySort,
        AuditEntryFilter,
        needs=Permission.AUDIT_READ,
        description="What was done, page by page.",
    )

    @strawberry.field(
        description="Follow the whole chain of hashes. It is computed anew, so it takes a while: "
        "about a second for each 6,000 entries. Needs AUDIT_READ in every store."
    )
    def audit_verify(self, info: Info) -> AuditVerification | None:
        actor = info.context.actor
        if actor.grants.reach(Permission.AUDIT_READ) is not Reach.EVERY_STORE:
            raise Forbidden(f"This needs the permission {Permission.AUDIT_READ} in every store.")
        with Session(info.context.reads.database.looking) as session:
            return AuditVerification.of(verify(session, actor.organization_id))
