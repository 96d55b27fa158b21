"""Customers: shown masked; their contact is revealed by a mutation, and told in the audit."""

from datetime import datetime
from enum import Enum
from typing import Any, Self

import strawberry

from api import reads
from api.context import Info
from api.graphql.order_inputs import ContactInput
from api.graphql.order_lists import ORDER_SEARCH, OrderFilter, OrderSort
from api.graphql.orders import Order
from api.inputs import given
from api.mutation import Payload, mutation
from api.reads import Connection
from domain.orders import customers, models
from domain.orders.contacts import CONTACT_FIELDS
from domain.orders.stated import StatedBuyer, StatedContact
from domain.permissions import Permission


@reads.sorting("How customers may be sorted.")
class CustomerSort(Enum):
    NEWEST = reads.by("-created_at", "Latest made first.")
    OLDEST = reads.by("created_at", "Earliest made first.")
    HANDLE = reads.by("handle", "By masked handle, A first.")


@reads.filtering("Which customers.")
class CustomerFilter:
    created_at: reads.DateTimeFilter | None = reads.where("When they were made.")
    erased_at: reads.DateTimeFilter | None = reads.where("When they were erased.")


CUSTOMER_SEARCH = reads.Search("search_text", created_at="created_at", erased_at="erased_at")


@strawberry.type(description="Somebody who buys. What could reach them is masked for everybody.")
class Customer(reads.Dated):
    model = models.Customer
    handle: str = reads.attribute(description="Their name on the platform, such as `t***8`.")
    name_masked: str = reads.attribute(description="Their name, such as `J*** S***` or `张**`.")
    phone_masked: str = reads.attribute(description="Their telephone, such as `138****5678`.")
    email_masked: str = reads.attribute(
        description="Their e-mail address, such as `l***@example.com`."
    )
    note: str | None = reads.attribute(description="What customer service should know.")
    contact_changed_at: datetime | None = reads.attribute(
        description="When their contact last changed."
    )
    erased_at: datetime | None = reads.attribute(description="When they were erased, for good.")
    orders: Connection[Order] = reads.connection(
        OrderSort, OrderFilter, search=ORDER_SEARCH, description="What they bought."
    )


@strawberry.type
class CustomersQuery:
    customers: Connection[Customer] | None = reads.connection(
        CustomerSort,
        CustomerFilter,
        search=CUSTOMER_SEARCH,
        needs=Permission.CUSTOMERS_READ,
        description="Customers, page by page.",
    )
    customer: Customer | None = reads.by_id(description="One customer.")


def _changed(description: str) -> Any:
    return strawberry.field(default=strawberry.UNSET, description=description)


@strawberry.input(description="A customer to write down.")
class CustomerCreateInput:
    contact: ContactInput = strawberry.field(description="Who and where they are.")
    handle: str | None = strawberry.field(
        default=None, description="Their name on the platform; kept masked alone."
    )
    source: str | None = strawberry.field(
        default=None, description="The platform that knows them, such as `taobao`."
    )
    external_id: str | None = strawberry.field(
        default=None, description="How that platform knows them; their orders then find them."
    )
    note: str | None = strawberry.field(
        default=None, description="What customer service should know."
    )


@strawberry.input(description="What to change of a customer; what is left out stays.")
class CustomerUpdateInput:
    id: strawberry.ID = strawberry.field(description="The customer.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if they have changed since this version."
    )
    handle: str | None = _changed("Their name on the platform; null for none.")
    name: str | None = _changed("Their name; null for none.")
    phone: str | None = _changed("Their telephone number; null for none.")
    email: str | None = _changed("Their e-mail address; null for none.")
    address1: str | None = _changed("The street and number; null for none.")
    address2: str | None = _changed("The building, floor and the like; null for none.")
    city: str | None = _changed("The city; null for none.")
    region: str | None = _changed("The province or state; null for none.")
    postcode: str | None = _changed("The postcode; null for none.")
    country: str | None = _changed("The country: ISO 3166, two letters; null for none.")
    note: str | None = _changed("What customer service should know; null for nothing.")


@strawberry.input(description="Whose address is needed, and what for.")
class CustomerContactRevealInput:
    order_id: strawberry.ID = strawberry.field(description="The order it is needed for.")
    reason: str = strawberry.field(
        description="What it is needed for, in 5 characters or more; kept in the audit."
    )


@strawberry.input(description="A customer to forget.")
class CustomerEraseInput:
    id: strawberry.ID = strawberry.field(description="The customer.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if they have changed since this version."
    )


@strawberry.type(description="The customer written down, or why not.")
class CustomerCreatePayload(Payload):
    customer: Customer | None = reads.changed(description="The new customer.")


@strawberry.type(description="The customer as changed, or why not.")
class CustomerUpdatePayload(Payload):
    customer: Customer | None = reads.changed(description="The customer as changed.")


@strawberry.type(description="Where an order goes, in clear.")
class Contact:
    name: str | None = strawberry.field(description="Their name.")
    phone: str | None = strawberry.field(description="Their telephone number.")
    email: str | None = strawberry.field(description="Their e-mail address.")
    address1: str | None = strawberry.field(description="The street and number.")
    address2: str | None = strawberry.field(description="The building, floor and the like.")
    city: str | None = strawberry.field(description="The city.")
    region: str | None = strawberry.field(description="The province or state.")
    postcode: str | None = strawberry.field(description="The postcode.")
    country: str | None = strawberry.field(description="The country: ISO 3166, two letters.")

    @classmethod
    def of(cls, contact: StatedContact) -> "Contact":
        return cls(**{name: getattr(contact, name) for name in CONTACT_FIELDS})


@strawberry.type(description="The contact, or why it is not shown.")
class CustomerContactRevealPayload(Payload):
    contact: Contact | None = strawberry.field(
        default=None,
        description="Where the order goes, in clear. It is shown this once: "
        "sending the same idempotency key again does not bring it back.",
    )
    is_replay: bool = strawberry.field(
        default=False,
        description="Whether this idempotency key had shown the contact before: then `contact` is"
        " null. To see it again, ask under another key; that is audited as well.",
    )

    @classmethod
    def again(cls, row_ids: dict[str, Any], kept: Any) -> Self:
        del kept
        return cls(row_ids=row_ids, is_replay=True)


@strawberry.type(description="The customer erased, or why not.")
class CustomerErasePayload(Payload):
    customer: Customer | None = reads.changed(description="What is left of them.")


@strawberry.type
class CustomersMutation:
    @mutation(description="Write down a customer.")
    def customer_create(self, info: Info, input: CustomerCreateInput) -> CustomerCreatePayload:
        customer = customers.create_customer(
            info.context.work,
            input.contact.stated(),
            StatedBuyer(external_id=input.external_id, handle=input.handle),
            source=input.source,
            words=input.note,
        )
        return CustomerCreatePayload.of(customer=customer)

    @mutation(description="Change a customer's contact or note.")
    def customer_update(self, info: Info, input: CustomerUpdateInput) -> CustomerUpdatePayload:
        customer = customers.update_customer(
            info.context.work,
            reads.row_id("Customer", input.id),
            given(input),
            version=input.expected_version,
        )
        return CustomerUpdatePayload.of(customer=customer)

    @mutation(description="Show where an order goes; the audit keeps who asked and why.")
    def customer_contact_reveal(
        self, info: Info, input: CustomerContactRevealInput
    ) -> CustomerContactRevealPayload:
        contact = customers.reveal_contact(
            info.context.work, reads.row_id("Order", input.order_id), input.reason
        )
        return CustomerContactRevealPayload(contact=Contact.of(contact))

    @mutation(
        description="Forget a customer for good: their words go, their orders' sums and dates stay."
    )
    def customer_erase(self, info: Info, input: CustomerEraseInput) -> CustomerErasePayload:
        customer = customers.erase_customer(
            info.context.work,
            reads.row_id("Customer", input.id),
            version=input.expected_version,
        )
        return CustomerErasePayload.of(customer=customer)
