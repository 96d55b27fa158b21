"""Suppliers in the graph."""

from enum import Enum
from typing import Any

import strawberry

from api import reads
from api.context import Info
from api.graphql.catalogue import PRODUCT_SEARCH, Product, ProductFilter, ProductSort
from api.inputs import given
from api.mutation import Payload, mutation
from api.reads import Connection
from domain.permissions import Permission
from domain.sourcing import actions, models

reads.described(
    models.SupplierState,
    "Whether we may buy from a supplier.",
    ACTIVE="We buy from them.",
    BLOCKED="Nothing more is bought until somebody unblocks them.",
    ARCHIVED="Let go for good; kept for the past's sake.",
)


@reads.sorting("How suppliers may be sorted.")
class SupplierSort(Enum):
    NEWEST = reads.by("-created_at", "Latest taken on first.")
    NAME = reads.by("name", "By name, A first.")
    UPDATED = reads.by("-updated_at", "Latest changed first.")
    LEAD_TIME = reads.by("lead_time_days", "Quickest to deliver first.")


@reads.filtering("Which suppliers.")
class SupplierFilter:
    state: reads.EnumFilter[models.SupplierState] | None = reads.where("Whether we may buy.")
    code: reads.StringFilter | None = reads.where("Their code.")
    name: reads.TextFilter | None = reads.where("Their name.")
    country: reads.StringFilter | None = reads.where("Their country.")
    currency: reads.StringFilter | None = reads.where("What they bill in.")
    lead_time_days: reads.IntFilter | None = reads.where("Days from order to goods.")
    created_at: reads.DateTimeFilter | None = reads.where("When they were taken on.")


SUPPLIER_SEARCH = reads.Search(
    "search_text",
    state="state",
    code="code",
    name="name",
    country="country",
    currency="currency",
    lead_time_days="lead_time_days",
    created_at="created_at",
)


@strawberry.type(
    description="A supplier of the whole organisation. The person to talk to is shown masked."
)
class Supplier(reads.Dated):
    model = models.Supplier
    code: str = reads.attribute(description="What the books call them; unique.")
    name: str = reads.attribute(description="Their name.")
    name_zh: str | None = reads.attribute(description="Their name in Chinese.")
    state: models.SupplierState = reads.attribute(description="Whether we may buy from them.")
    allowed_transitions: list[models.SupplierState] = reads.moves(
        models.SUPPLIER_STATES, "state", description="The states that may follow."
    )
    blocked_reason: str | None = reads.attribute(description="Why they are blocked.")
    country: str = reads.attribute(description="Where they are: ISO 3166, two letters.")
    currency: str = reads.attribute(description="What they bill in: ISO 4217.")
    lead_time_days: int = reads.attribute(
        description="Days from our order to the goods at our door."
    )
    payment_terms_days: int = reads.attribute(
        description="Days from their bill to our payment; 0 is payment in advance."
    )
    website: str | None = reads.attribute(description="Where they are on the web.")
    note: str | None = reads.attribute(description="What purchasing should know.")
    contact_name_masked: str | None = reads.attribute(
        description="The person to talk to, such as `J*** S***`."
    )
    contact_phone_masked: str | None = reads.attribute(
        description="Their telephone, such as `138****5678`."
    )
    contact_email_masked: str | None = reads.attribute(
        description="Their e-mail address, such as `l***@example.com`."
    )
    contact_wechat_masked: str | None = reads.attribute(
        description="Their name on WeChat, such as `t***8`."
    )
    contact_address_masked: str | None = reads.attribute(
        description="Their postal address: no more than its last part."
    )
    products: Connection[Product] = reads.connection(
        ProductSort, ProductFilter, search=PRODUCT_SEARCH, description="What we buy from them."
    )


@strawberry.type
class SourcingQuery:
    suppliers: Connection[Supplier] | None = reads.connection(
        SupplierSort,
        SupplierFilter,
        search=SUPPLIER_SEARCH,
        needs=Permission.SUPPLIERS_READ,
        description="Suppliers, page by page.",
    )
    supplier: Supplier | None = reads.by_id(description="One supplier.")


def _said(description: str) -> Any:
    return strawberry.field(default=strawberry.UNSET, description=description)


CODE = "What the books call them: up to 60 characters without blanks."
COUNTRY = "Where they are: ISO 3166, two capital letters."
CURRENCY = "What they bill in: ISO 4217."
LEAD_TIME = "Days from our order to the goods at our door."
TERMS = "Days from their bill to our payment; 0 is payment in advance."


@strawberry.input(description="A supplier to take on.")
class SupplierCreateInput:
    code: str = strawberry.field(description=CODE)
    name: str = strawberry.field(description="Their name.")
    country: str = strawberry.field(description=COUNTRY)
    currency: str = strawberry.field(description=CURRENCY)
    name_zh: str | None = _said("Their name in Chinese.")
    lead_time_days: int = strawberry.field(default=0, description=LEAD_TIME)
    payment_terms_days: int = strawberry.field(default=0, description=TERMS)
    website: str | None = _said("Where they are on the web.")
    note: str | None = _said("What purchasing should know.")
    contact_name: str | None = _said("The person to talk to.")
    contact_phone: str | None = _said("Their telephone.")
    contact_email: str | None = _said("Their e-mail address.")
    contact_wechat: str | None = _said("Their name on WeChat.")
    contact_address: str | None = _said("Their postal address.")


@strawberry.input(description="What to change of a supplier; what is left out stays.")
class SupplierUpdateInput:
    id: strawberry.ID = strawberry.field(description="The supplier.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if they have changed since this version."
    )
    code: str | None = _said(CODE)
    name: str | None = _said("Their name.")
    name_zh: str | None = _said("Their name in Chinese; null for none.")
    country: str | None = _said(COUNTRY)
    currency: str | None = _said(CURRENCY)
    lead_time_days: int | None = strawberry.field(default=strawberry.UNSET, description=LEAD_TIME)
    payment_terms_days: int | None = strawberry.field(default=strawberry.UNSET, description=TERMS)
    website: str | None = _said("Where they are on the web; null for nowhere.")
    note: str | None = _said("What purchasing should know; null for nothing.")
    contact_name: str | None = _said("The person to talk to; null for nobody.")
    contact_phone: str | None = _said("Their telephone; null for none.")
    contact_email: str | None = _said("Their e-mail address; null for none.")
    contact_wechat: str | None = _said("Their name on WeChat; null for none.")
    contact_address: str | None = _said("Their postal address; null for none.")


@strawberry.input(description="A supplier to buy nothing more from.")
class SupplierBlockInput:
    id: strawberry.ID = strawberry.field(description="The supplier.")
    reason: str = strawberry.field(description="Why; everybody in purchasing reads it.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if they have changed since this version."
    )


@strawberry.input(description="A supplier to buy from again.")
class SupplierUnblockInput:
    id: strawberry.ID = strawberry.field(description="The supplier.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if they have changed since this version."
    )


@strawberry.input(description="A supplier to let go for good.")
class SupplierArchiveInput:
    id: strawberry.ID = strawberry.field(description="The supplier.")
    reason: str | None = strawberry.field(default=None, description="Why, for the audit.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if they have changed since this version."
    )


@strawberry.type(description="The supplier taken on, or why not.")
class SupplierCreatePayload(Payload):
    supplier: Supplier | None = reads.changed(description="The new supplier.")


@strawberry.type(description="The supplier as changed, or why not.")
class SupplierUpdatePayload(Payload):
    supplier: Supplier | None = reads.changed(description="The supplier as changed.")


@strawberry.type(description="The supplier blocked, or why not.")
class SupplierBlockPayload(Payload):
    supplier: Supplier | None = reads.changed(description="The blocked supplier.")


@strawberry.type(description="The supplier unblocked, or why not.")
class SupplierUnblockPayload(Payload):
    supplier: Supplier | None = reads.changed(description="The supplier, active again.")


@strawberry.type(description="The supplier archived, or why not.")
class SupplierArchivePayload(Payload):
    supplier: Supplier | None = reads.changed(description="The archived supplier.")


@strawberry.type
class SourcingMutation:
    @mutation(description="Take on a supplier.")
    def supplier_create(self, info: Info, input: SupplierCreateInput) -> SupplierCreatePayload:
        supplier = actions.create_supplier(info.context.work, given(input))
        return SupplierCreatePayload.of(supplier=supplier)

    @mutation(description="Change what is known of a supplier.")
    def supplier_update(self, info: Info, input: SupplierUpdateInput) -> SupplierUpdatePayload:
        supplier = actions.update_supplier(
            info.context.work,
            reads.row_id("Supplier", input.id),
            given(input),
            version=input.expected_version,
        )
        return SupplierUpdatePayload.of(supplier=supplier)

    @mutation(description="Buy nothing more from a supplier until they are unblocked.")
    def supplier_block(self, info: Info, input: SupplierBlockInput) -> SupplierBlockPayload:
        supplier = actions.block_supplier(
            info.context.work,
            reads.row_id("Supplier", input.id),
            input.reason,
            version=input.expected_version,
        )
        return SupplierBlockPayload.of(supplier=supplier)

    @mutation(description="Let a blocked supplier sell to us again.")
    def supplier_unblock(self, info: Info, input: SupplierUnblockInput) -> SupplierUnblockPayload:
        supplier = actions.unblock_supplier(
            info.context.work,
            reads.row_id("Supplier", input.id),
            version=input.expected_version,
        )
        return SupplierUnblockPayload.of(supplier=supplier)

    @mutation(description="Let a supplier go for good.")
    def supplier_archive(self, info: Info, input: SupplierArchiveInput) -> SupplierArchivePayload:
        supplier = actions.archive_supplier(
            info.context.work,
            reads.row_id("Supplier", input.id),
            version=input.expected_version,
            reason=input.reason,
        )
        return SupplierArchivePayload.of(supplier=supplier)
